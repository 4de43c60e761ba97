"""Sheets and cells of a workbook, a row at a time, as openpyxl's parsers find them.

Its `load_workbook` is not used: it makes an object of every cell and fills merged areas and links with more (2 GB for
a file of 2 kB), and it fails on drawings and pivot tables that do not matter here. Nor is what its parser makes of
numbers and days: one cell that holds neither would make the whole workbook unreadable, and 29 February 1900 a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import IO, Any, BinaryIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS, SHEET_MAIN_NS

from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.serial_days import from_serial
from covenant_monitor.exchange.sheet_scan import UnreadableError, count_cells, first_spaces

Value = str | int | float | bool | list[str]

_TAG = f"{{{SHEET_MAIN_NS}}}"
_MOST_SHEETS = 1_000
_MOST_LISTED = 50
_MOST_HIDDEN = 10_000
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    _STRICT + b"spreadsheetml/main": SHEET_MAIN_NS.encode(),
    _STRICT + b"officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_PERCENT_FORMATS = {9, 10}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Book:
    """What a cell needs to know of its workbook. `looks` is for each cell style: "" plain, "d" date, "%" percent."""

    archive: ZipFile
    limits: Limits
    sheets: list[Sheet]
    date1904: bool
    strings: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    # What may still be read, over all sheets.
    cells_left: int = 0
    characters_left: int = 0


def open_book(file: BinaryIO, limits: Limits) -> Book:
    """Everything of the workbook but its cells.

    Raises UnreadableError, defusedxml's exceptions, and whatever openpyxl does on damaged files.
    """
    reader = ExcelReader(file, data_only=True, keep_links=False)
    spaces = set(first_spaces(reader.archive))
    if any(space.encode().startswith(_STRICT) for space in spaces):
        reader.archive = _StrictArchive(file)
    reader.read_manifest()
    try:
        reader.read_workbook()
    except OSError as error:
        raise UnreadableError("no_workbook") from error
    if len(reader.parser.sheets) > _MOST_SHEETS:
        raise UnreadableError("cells")
    sheets = [
        Sheet(sheet.name, relation.target, sheet.state != "visible")
        for sheet, relation in reader.parser.find_sheets()
        if relation.Type.endswith("/worksheet")
    ]
    date1904 = reader.wb.epoch.year == 1904
    book = Book(reader.archive, limits, sheets, date1904, cells_left=limits.cells, characters_left=limits.characters)
    parts = set(book.archive.namelist())
    shared = reader.package.find(SHARED_STRINGS)
    if shared is not None and shared.PartName.lstrip("/") in parts:
        _read_strings(shared.PartName.lstrip("/"), book)
    if ARC_STYLE in parts:
        book.looks = _looks(fromstring(book.archive.read(ARC_STYLE)))
    return book


class _StrictArchive(ZipFile):
    """A workbook in the strict variant, which openpyxl does not know, as the same in the usual one."""

    def open(self, *arguments: Any, **named: Any) -> IO[bytes]:
        with super().open(*arguments, **named) as stream:
            content = stream.read()
        for strict, usual in _TRANSITIONAL.items():
            content = content.replace(strict, usual)
        return BytesIO(content)


def _read_strings(part: str, book: Book) -> None:
    """The shared strings. openpyxl's own function undoes only half of their escapes."""
    count_cells(book.archive, part, book.limits.cells, 0)
    left = book.characters_left
    with book.archive.open(part) as stream:
        for _, element in iterparse(stream):
            if element.tag == f"{_TAG}si":
                text = Text.from_tree(element).content
                element.clear()
                book.strings.append(text)
                left -= len(text)
                if left < 0:
                    raise UnreadableError("characters")


def _looks(styles: Element) -> list[str]:
    codes = {int(code.get("numFmtId", "0")): code.get("formatCode", "") for code in styles.iter(f"{_TAG}numFmt")}
    numbers = [int(style.get("numFmtId", "0")) for style in styles.iterfind(f"{_TAG}cellXfs/{_TAG}xf")]
    return [_look(number, codes.get(number, "")) for number in numbers]


def _look(number: int, code: str) -> str:
    """How a number with this format shows: "d" as a date, "%" as a percentage, "" as a number."""
    if not code:
        return "d" if number in _DATE_FORMATS else "%" if number in _PERCENT_FORMATS else ""
    plain = _NOT_FORMAT.sub("", code).split(";")[0].lower()
    if "%" in plain:
        return "%"
    # [h]:mm is a length of time and mm:ss a time: neither has a day.
    return "d" if "y" in plain or "d" in plain or "mmm" in plain else ""


class SheetReader(WorkSheetParser):  # type: ignore[misc]
    """The rows of one sheet, without empty ones; what else is to be told of it is complete after the last.

    A value is text, a number, a bool, None, or a list: ["d", ISO date], ["e", error], ["f"] for a formula
    without a stored value, ["p", number] for a number shown as a percentage, ["t", serial] for a serial
    number that is shown as a date but is none.
    """

    def __init__(self, book: Book, stream: IO[bytes]) -> None:
        super().__init__(stream, book.strings, data_only=True)
        self.book = book
        self.hidden_rows: list[int] = []
        self.repeated: list[str] = []
        self.last_row = 0
        self.width = 0

    def rows(self) -> Iterator[tuple[int, list[Value | None]]]:
        """(number, values) of each row that has any."""
        limits = self.book.limits
        for number, cells in self.parse():
            values: dict[int, Value] = {}
            for cell in cells:
                value = cell["value"]
                if value is None:
                    continue
                column = cell["column"] - 1
                if number > limits.rows or column >= limits.columns:
                    raise UnreadableError("far", cell_name(number, column))
                if column in values and len(self.repeated) < _MOST_LISTED:
                    self.repeated.append(cell_name(number, column))
                values[column] = value
            hidden = self.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
            if values:
                if hidden:
                    self.hidden_rows.append(number)
                width = max(values) + 1
                self.last_row = max(self.last_row, number)
                self.width = max(self.width, width)
                yield number, list(map(values.get, range(width)))

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """A cell as openpyxl finds it, with a value as described above."""
        kind = element.get("t", "n")
        if kind == "s" and not element.findtext(f"{_TAG}v", "0").strip().isdigit():
            raise UnreadableError("damaged", element.get("r", "")[:12])
        if kind not in ("s", "inlineStr"):
            element.set("t", "str")
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["row"] != self.row_counter:
            raise UnreadableError("damaged", element.get("r", "")[:12])
        text = cell["value"]
        if text:
            if kind in ("s", "str", "inlineStr"):
                self.book.characters_left -= len(text)
                if self.book.characters_left < 0:
                    raise UnreadableError("characters")
            cell["value"] = self.value(kind, text, cell["style_id"])
        else:
            formula = element.find(f"{_TAG}f") is not None
            empty_text = kind == "str" and element.find(f"{_TAG}v") is not None
            cell["value"] = ["f"] if formula and not empty_text else None
        return cell

    def value(self, kind: str, text: str, style: int) -> Value:
        if kind in ("s", "str", "inlineStr"):
            return unescape(text)
        if kind == "n":
            return self.number(text, style)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind in ("e", "d"):
            return [kind, text]
        raise UnreadableError("damaged")

    def number(self, text: str, style: int) -> Value:
        """A number as its cell shows it. What is no finite number stays text, to be told to the user."""
        looks = self.book.looks
        shown = looks[style] if 0 <= style < len(looks) else ""
        if not shown and len(text) <= 15 and text.isdigit() and text.isascii():
            return int(text)
        if not _NUMBER.fullmatch(text := text.strip()) or not isfinite(value := float(text)):
            return text
        if shown == "d":
            day = from_serial(value, self.book.date1904)
            return ["t", text] if day is None else ["d", day.isoformat()]
        if shown == "%":
            return ["p", str(Decimal(repr(value)).scaleb(2))]
        return value

    def facts(self) -> dict[str, Any]:
        """What is to be told of the sheet besides its values."""
        merged = [] if self.merged_cells is None else self.merged_cells.mergeCell
        touching = [area for area in merged if area.min_col <= self.width and area.min_row <= self.last_row]
        return {
            "hidden_rows": bool(self.hidden_rows),
            "hidden_row_numbers": self.hidden_rows[:_MOST_HIDDEN],
            "hidden_columns": [
                [int(column["min"]) - 1, int(column["max"]) - 1]
                for column in self.column_dimensions.values()
                if column.get("hidden") in ("1", "true")
            ][:_MOST_LISTED],
            "merged": [
                [area.min_row, area.min_col - 1, area.max_row, area.max_col - 1] for area in touching[:_MOST_LISTED]
            ],
            "repeated": self.repeated,
        }


def unescape(text: str) -> str:
    """Undo the _xHHHH_ by which workbooks hold characters that XML cannot."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
