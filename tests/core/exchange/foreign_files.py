"""Builders of workbooks as others make them, good and hostile: every part is written by hand, so any can be wrong."""

import struct
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/></Types>'
)


def text(address: str, value: str) -> str:
    """A cell with a text in it."""
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of cells."""
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'


HEADER = row(1, text("A1", "covenant"), text("B1", "party"), text("C1", "name"))
FIRST = row(2, text("A2", "KLEDING"), text("B2", "P1"), text("C2", "Voorbeeld BV"))


def sheet(data: str, *, before: str = "", after: str = "", prolog: str = XML, namespace: str = MAIN) -> str:
    """A sheet with these rows; `before` and `after` stand around its cells."""
    return f'{prolog}<worksheet xmlns="{namespace}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def package(
    sheets: Mapping[str, str],
    *,
    strings: str = "",
    styles: str = "",
    properties: str = "",
    states: Mapping[str, str] | None = None,
    namespace: str = MAIN,
    extra: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets (name -> XML of the part)."""
    listed = relations = ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    }
    for number, (name, xml) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if states and name in states else ""
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"{state}/>'
        relations += (
            f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    for kind, xml in (("sharedStrings", strings), ("styles", styles)):
        if xml:
            relations += f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="/xl/{kind}.xml"/>'
            parts[f"xl/{kind}.xml"] = xml
    parts["xl/workbook.xml"] = (
        f'{XML}<workbook xmlns="{namespace}" xmlns:r="{_RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )
    return parts | dict(extra or {})


def write(path: Path, parts: Mapping[str, str | bytes], *, stored: bool = False) -> Path:
    """Write the parts as a zip and return its path."""
    with ZipFile(path, "w", ZIP_STORED if stored else ZIP_DEFLATED, compresslevel=None if stored else 6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parties(path: Path, data: str = HEADER + FIRST, **more: str) -> Path:
    """A workbook with one sheet, parties."""
    return write(path, package({"parties": sheet(data, **more)}))


def styles(*formats: str) -> str:
    """A style sheet whose cell style i has the number format formats[i]; "" is the general one."""
    formats = tuple(code.replace('"', "&quot;") for code in formats)
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(formats) if code)
    looks = "".join(f'<xf numFmtId="{164 + i if code else 0}"/>' for i, code in enumerate(formats))
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
        f"</cellStyleXfs><cellXfs>{looks}</cellXfs></styleSheet>"
    )


def strings(*items: str) -> str:
    """Shared strings; each item is what stands inside <si>."""
    return f'{XML}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def ole(*names: str) -> bytes:
    """The beginning of an OLE container with these names in its directory."""
    header = bytearray(OLE + bytes(504))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<L", header, 48, 1)
    filler = bytes(512)
    return bytes(header) + filler + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


def declare_size(path: Path, part: str, size: int) -> Path:
    """Make the zip claim that `part` unpacks to `size` bytes."""
    data = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        info = archive.getinfo(part)
    struct.pack_into("<L", data, info.header_offset + 22, size)
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(part.encode()))
    struct.pack_into("<L", data, at + 24, size)
    path.write_bytes(data)
    return path
