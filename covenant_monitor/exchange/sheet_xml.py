"""The cells of one sheet, read as a stream.

This runs in the reader's own process (`reader_process`) and imports nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import IO

from covenant_monitor.exchange.addresses import cell_name, column_index
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.serial_days import from_serial
from covenant_monitor.exchange.workbook_xml import (
    Attributes,
    Book,
    UnreadableError,
    parse,
    unescape,
    whole,
)

Value = str | int | float | bool | list[str]

_LETTERS = re.compile("[A-Z]{1,3}")
_AREA = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LAST_CELLS = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*><(?:v|is)>')
_MOST_LISTED = 50
_PEEK_CHUNK = 1_000_000
_TAIL = 4_096


class SheetReader:
    """The cells of one sheet, given row by row to `emit(row number, values)`; empty rows are not given.

    A value is text, a number, a bool, None, or a list: ["d", ISO date], ["e", error], ["f"] for a formula
    without a stored value, ["p", number] for a number shown as a percentage, ["t", serial] for a serial
    number that is shown as a date but is none.
    """

    def __init__(self, book: Book, limits: Limits, emit: Callable[[int, list[Value | None]], None]) -> None:
        self.book = book
        self.limits = limits
        self.emit = emit
        self.row = 0
        self.row_text = "0"
        self.last_row = 0
        self.width = 0
        self.column = -1
        self.values: dict[int, Value] = {}
        self.kind = "n"
        self.style = "0"
        self.formula = False
        self.text: str | None = None
        self.inline = False
        self.phonetic = False
        self.taking = False
        self.pieces: list[str] = []
        self.row_hidden = False
        self.hidden_rows = False
        self.hidden_columns: list[list[int]] = []
        self.merged: list[list[int]] = []
        self.repeated: list[str] = []
        self.indexes: dict[str, int] = {}

    def read(self, stream: IO[bytes]) -> None:
        """Read the whole sheet. Raises UnreadableError, and what `damage` is for."""
        starts = {
            "c": self.start_cell,
            "v": self.start_value,
            "row": self.start_row,
            "f": self.start_formula,
            "is": self.start_inline,
            "t": self.start_text,
            "rPh": self.start_phonetic,
            "mergeCell": self.merge,
            "col": self.start_column,
        }
        ends = {
            "c": self.end_cell,
            "v": self.end_text,
            "t": self.end_text,
            "row": self.end_row,
            "is": self.end_inline,
            "rPh": self.end_phonetic,
        }
        parse(stream, starts, ends, self.characters)

    def refuse_long(self, stream: IO[bytes]) -> None:
        """Refuse a sheet that ends far below what is read, without parsing all that is above.

        This looks only at the last bytes, and only for what programs write; `keep` is what no file gets past.
        """
        tail = b""
        while chunk := stream.read(_PEEK_CHUNK):
            tail = tail[-_TAIL:] + chunk
        last = _LAST_CELLS.findall(tail[-_TAIL:])[-1:]
        for letters, row in last:
            if int(row) > self.limits.rows:
                raise UnreadableError("far", cell=f"{letters.decode()}{row.decode()}")

    def start_value(self, _: Attributes) -> None:
        self.taking = True

    def start_formula(self, _: Attributes) -> None:
        self.formula = True

    def start_inline(self, _: Attributes) -> None:
        self.inline = True

    def end_inline(self) -> None:
        self.inline = False

    def start_phonetic(self, _: Attributes) -> None:
        self.phonetic = True

    def end_phonetic(self) -> None:
        self.phonetic = False

    def start_text(self, _: Attributes) -> None:
        self.taking = self.inline and not self.phonetic

    def characters(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)
            self.book.characters_left -= len(data)
            if self.book.characters_left < 0:
                raise UnreadableError("characters")

    def end_text(self) -> None:
        if self.taking:
            self.taking = False
            text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
            self.text = text if self.text is None else self.text + text
            self.pieces.clear()

    def start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true") and len(self.hidden_columns) < _MOST_LISTED:
            self.hidden_columns.append([whole(attributes[end]) - 1 for end in ("min", "max")])

    def start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row = self.row + 1 if number is None else whole(number)
        self.row_text = str(self.row)
        self.row_hidden = attributes.get("hidden") in ("1", "true")
        self.column = -1
        self.book.cells_left -= 1

    def start_cell(self, attributes: Attributes) -> None:
        self.book.cells_left -= 1
        if self.book.cells_left < 0:
            raise UnreadableError("cells")
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            letters = address.rstrip("0123456789")
            index = self.indexes.get(letters)
            self.column = self.index(letters) if index is None else index
            if address[len(letters) :] != self.row_text:
                raise UnreadableError("damaged", cell=address[:12])
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.formula = False
        self.text = None

    def index(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise UnreadableError("damaged", cell=letters[:12])
        number = column_index(letters)
        self.indexes[letters] = number
        return number

    def end_cell(self) -> None:
        text = self.text
        if not text:
            if self.formula and not (self.kind == "str" and text is not None):
                self.keep(["f"])
            return
        kind = self.kind
        if kind == "s":
            number = whole(text.strip())
            if number >= len(self.book.strings):
                raise UnreadableError("damaged", cell=self.address())
            text = self.book.strings[number]
            self.book.characters_left -= len(text)
            if self.book.characters_left < 0:
                raise UnreadableError("characters")
            if text:
                self.keep(text)
        elif kind == "n":
            self.keep(self.number(text))
        elif kind in ("str", "inlineStr"):
            self.keep(unescape(text))
        elif kind == "b":
            self.keep(text.strip() in ("1", "true"))
        elif kind == "e":
            self.keep(["e", text])
        elif kind == "d":
            self.keep(["d", text])
        else:
            raise UnreadableError("damaged", cell=self.address())

    def number(self, text: str) -> Value:
        """A number as its cell shows it. What is no finite number stays text, to be told to the user."""
        looks = self.book.looks
        style = int(self.style) if self.style.isdigit() else -1
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

    def keep(self, value: Value) -> None:
        if self.row > self.limits.rows or self.column >= self.limits.columns:
            raise UnreadableError("far", cell=self.address())
        if self.column in self.values and len(self.repeated) < _MOST_LISTED:
            self.repeated.append(self.address())
        self.values[self.column] = value

    def address(self) -> str:
        return cell_name(self.row, self.column)

    def end_row(self) -> None:
        if self.values:
            width = max(self.values) + 1
            self.emit(self.row, list(map(self.values.get, range(width))))
            self.values.clear()
            self.last_row = max(self.last_row, self.row)
            self.width = max(self.width, width)
            self.hidden_rows |= self.row_hidden

    def merge(self, attributes: Attributes) -> None:
        """Note a merged area that touches the cells that were read. (The areas come after the cells.)"""
        match = _AREA.fullmatch(attributes.get("ref", ""))
        if not match or len(self.merged) >= _MOST_LISTED:
            return
        left, top = column_index(match[1]), int(match[2])
        if left < self.width and top <= self.last_row:
            self.merged.append([top, left, int(match[4]), column_index(match[3])])
