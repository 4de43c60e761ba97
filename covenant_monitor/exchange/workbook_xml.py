"""The parts of a workbook around its cells, and how any of its parts is parsed: as a stream, and bounded.

This runs in the reader's own process (`reader_process`) and imports nothing but the standard library. A
workbook that cannot be read raises UnreadableError with a code; `workbook_reader` has the sentences.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from covenant_monitor.exchange.limits import MEGABYTE, Limits

_CHUNK = 65_536
# Expat rescans an unfinished tag with every chunk; no tag of a workbook is ever this long.
_LONGEST_TAG = 1_000_000
_LARGEST_SMALL_PART = 20 * MEGABYTE
_MOST_SHEETS = 1_000
_MOST_OTHERS = 5_000_000
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_DAMAGE = (
    *(expat.ExpatError, BadZipFile, zlib.error, struct.error),
    *(EOFError, KeyError, NotImplementedError, UnicodeDecodeError),
)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}

Attributes = dict[str, str]


class UnreadableError(Exception):
    """The workbook is not read, for the reason that `code` names; `cell` is where, if it is at a cell."""

    def __init__(self, code: str, sheet: str = "", cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.cell = cell


@contextmanager
def damage() -> Iterator[None]:
    """Turn what the standard library raises on damaged parts into UnreadableError."""
    try:
        yield
    except _DAMAGE as error:
        raise UnreadableError("damaged") from error


def parse(
    stream: IO[bytes],
    starts: Mapping[str, Callable[[Attributes], None]],
    ends: Mapping[str, Callable[[], None]] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call the handlers that `starts` and `ends` have, by name, for elements of the spreadsheet's namespace.

    Other elements are passed over, in bounded number.
    """
    on_starts = {f"{space} {name}": handler for space in _MAIN for name, handler in starts.items()}
    on_ends = {f"{space} {name}": handler for space in _MAIN for name, handler in (ends or {}).items()}
    others = 0

    def on_start(name: str, attributes: Attributes) -> None:
        handler = on_starts.get(name)
        if handler is not None:
            handler(attributes)
            return
        nonlocal others
        others += 1
        if others > _MOST_OTHERS:
            raise UnreadableError("cells")

    def on_end(name: str) -> None:
        handler = on_ends.get(name)
        if handler is not None:
            handler()

    parser = _parser()
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end if on_ends else None
    parser.CharacterDataHandler = text
    _feed(parser, stream)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    # No workbook has a document type. Whoever adds one wants entities expanded or files fetched.
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise UnreadableError("doctype")


def _feed(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise UnreadableError("damaged")
    parser.Parse(b"", True)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Book:
    """What a cell needs to know of its workbook. `looks` is for each cell style: "" plain, "d" date, "%" percent."""

    sheets: list[Sheet] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    date1904: bool = False
    # What may still be read, over all sheets.
    cells_left: int = 0
    characters_left: int = 0


def open_book(file: BinaryIO, limits: Limits) -> tuple[ZipFile, Book]:
    """The archive and everything of its workbook but the cells.

    Raises UnreadableError, and what `damage` is for.
    """
    archive = ZipFile(file)
    names = {name.lower(): name for name in archive.namelist()}
    book = Book(cells_left=limits.cells, characters_left=limits.characters)
    package = _relations(archive, names, "").values()
    main = next((target for kind, target in package if kind == "officeDocument"), "")
    if main.lower() not in names:
        raise UnreadableError("no_workbook")
    relations = _relations(archive, names, main)
    with _open(archive, names[main.lower()]) as stream:
        listed = _read_workbook(stream, book)
    for name, state, relation in listed:
        kind, target = relations.get(relation, ("", ""))
        if kind == "worksheet":
            if target.lower() not in names:
                raise UnreadableError("damaged")
            book.sheets.append(Sheet(name, names[target.lower()], state not in ("", "visible")))
    for kind, target in relations.values():
        if kind == "sharedStrings" and target.lower() in names:
            with archive.open(names[target.lower()]) as stream:
                _read_strings(stream, book)
        elif kind == "styles" and target.lower() in names:
            with _open(archive, names[target.lower()]) as stream:
                _read_styles(stream, book)
    return archive, book


def _open(archive: ZipFile, part: str) -> IO[bytes]:
    """Open a part that is small in any real workbook."""
    if archive.getinfo(part).file_size > _LARGEST_SMALL_PART:
        raise UnreadableError("damaged")
    return archive.open(part)


def _relations(archive: ZipFile, names: dict[str, str], part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (kind, part) for a part, or for the package where `part` is ""."""
    folder, base = posixpath.split(part)
    path = names.get(posixpath.join(folder, "_rels", f"{base}.rels").lower())
    found: dict[str, tuple[str, str]] = {}
    if path is None:
        return found

    def start(name: str, attributes: Attributes) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    parser = _parser()
    parser.StartElementHandler = start
    with _open(archive, path) as stream:
        _feed(parser, stream)
    return found


def _read_workbook(stream: IO[bytes], book: Book) -> list[tuple[str, str, str]]:
    """(name, state, relation id) of every sheet."""
    listed: list[tuple[str, str, str]] = []

    def sheet(attributes: Attributes) -> None:
        relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        listed.append((attributes.get("name", ""), attributes.get("state", ""), relation))
        if len(listed) > _MOST_SHEETS:
            raise UnreadableError("cells")

    def properties(attributes: Attributes) -> None:
        book.date1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(stream, {"sheet": sheet, "workbookPr": properties})
    return listed


def _read_strings(stream: IO[bytes], book: Book) -> None:
    """The shared strings; how to pronounce them (rPh) is not part of them."""
    pieces: list[str] = []
    left = book.characters_left
    taking = phonetic = False

    def start_text(_: Attributes) -> None:
        nonlocal taking
        taking = not phonetic

    def end_text() -> None:
        nonlocal taking
        taking = False

    def start_phonetic(_: Attributes) -> None:
        nonlocal phonetic
        phonetic = True

    def end_phonetic() -> None:
        nonlocal phonetic
        phonetic = False

    def end_string() -> None:
        book.strings.append(unescape("".join(pieces)))
        pieces.clear()
        if len(book.strings) > book.cells_left:
            raise UnreadableError("cells")

    def text(data: str) -> None:
        nonlocal left
        if taking:
            pieces.append(data)
            left -= len(data)
            if left < 0:
                raise UnreadableError("characters")

    parse(
        stream,
        {"t": start_text, "rPh": start_phonetic},
        {"t": end_text, "rPh": end_phonetic, "si": end_string},
        text,
    )


def _read_styles(stream: IO[bytes], book: Book) -> None:
    codes: dict[int, str] = {}
    inside = False

    def number_format(attributes: Attributes) -> None:
        codes[whole(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")

    def start_looks(_: Attributes) -> None:
        nonlocal inside
        inside = True

    def end_looks() -> None:
        nonlocal inside
        inside = False

    def add_look(attributes: Attributes) -> None:
        if inside:
            number = whole(attributes.get("numFmtId", "0"))
            book.looks.append(look(number, codes.get(number, "")))

    parse(
        stream,
        {"numFmt": number_format, "cellXfs": start_looks, "xf": add_look},
        {"cellXfs": end_looks},
    )


def whole(text: str) -> int:
    """A count or an index of the file's own. Raises UnreadableError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise UnreadableError("damaged")
    return int(text)


def look(number: int, code: str) -> str:
    """How a number with this format shows: "d" as a date, "%" as a percentage, "" as a number."""
    if not code:
        return "d" if number in _DATE_FORMATS else "%" if number in _PERCENT_FORMATS else ""
    plain = _NOT_FORMAT.sub("", code).split(";")[0].lower()
    if "%" in plain:
        return "%"
    # [h]:mm is a length of time and mm:ss a time: neither has a day.
    return "d" if "y" in plain or "d" in plain or "mmm" in plain else ""


def unescape(text: str) -> str:
    """Undo the _xHHHH_ by which workbooks hold characters that XML cannot."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
