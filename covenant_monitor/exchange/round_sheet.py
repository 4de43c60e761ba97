"""Sheets of a round's workbook: texts, numbers, dates and formulas put in cells, and how they look on screen and paper.

Percentages are numbers from 0 to 100, as everywhere else in the product and its files, and only look like percentages:
the number format adds the sign ('0.0" %"'). Excel shows its decimal point or comma by its own language. A number that
there is not is an empty cell or a text, never 0.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from covenant_monitor.domain.disclosure import names_someone
from covenant_monitor.exchange.writing import FIRST_EXCEL_DAY, ExactSheet, write_text
from covenant_monitor.language import NO_NUMBER, Language

INK, QUIET, LINE, BORDER, PAPER, TINT = "#1C2124", "#555C61", "#DEDBD5", "#86898B", "#FAF9F7", "#DCECE8"
GOOD, HALF, BAD = "#0C3F6B", "#4490C7", "#B0440E"
_GOOD_TEXT, _HALF_TEXT, _BAD_TEXT = "#0C3F6B", "#1F638F", "#98390A"
_FONT, _SIZE = "Arial", 10
_LINE_HEIGHT, _ROW_ROOM = 13.0, 4.0
# How many letters fit in one unit of width, by style: figures are wider than most letters.
_LETTERS_PER_WIDTH = 1.18
_LETTERS = {"strong": 1.05, "head": 1.0, "number head": 1.0, "text head": 0.9}
_SMALL_LETTERS = 1.2
_CAPITALS_WIDER = 0.3
_INDENT = 1.5
_WIDEST_WORD = 18
_LONGEST_HEADER, _LONGEST_PAGE_MARK = 250, 90
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+|\\s+")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DAYS = {"nl": "[$-413]d mmm yyyy", "en": "[$-809]d mmm yyyy"}
_LONG_DAYS = {"nl": "[$-413]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_PERCENTS = {"nl": '0.0" %"', "en": '0.0"%"'}

Number = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its result, which readers that compute nothing show."""

    expression: str
    value: Number | str


@dataclass(frozen=True, slots=True)
class Styled:
    """A value that looks different from the rest of its column."""

    value: Value
    style: str


Value = None | str | int | float | Fraction | date | Formula


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in characters and the style of its cells."""

    title: str
    width: float = 10
    style: str = "text"


def fitting(columns: Iterable[Column]) -> list[Column]:
    """The columns of a table with filters, wide enough for the longest word of each heading; of very long ones part."""
    return [
        replace(column, width=max(column.width, min(len(word) + 1, _WIDEST_WORD)))
        for column in columns
        for word in [max(column.title.split(), key=len)]
    ]


class _TextsInCells(SharedStringTable):  # type: ignore[misc]
    """Keeps every text in its own cell, where `ExactSheet` sees to it that it reads back exactly."""

    def _get_shared_string_index(self, string: str) -> str:
        return string

    def _get_shared_string(self, index: str) -> str:
        return index


class _Sheet(ExactSheet):
    def _xml_string_element(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(self._escape_control_characters(string), True, attributes)


def _styles(language: Language) -> Mapping[str, Mapping[str, object]]:
    _, code = language.gettext, language.code
    points = _("points")
    below = {"bottom": 1, "bottom_color": LINE}
    number = {**below, "align": "right"}
    left = {**below, "align": "left", "indent": 1}
    small = {"font_color": QUIET, "font_size": 8, "align": "right"}
    head = {"bold": True, "text_wrap": True, "bg_color": PAPER, "valign": "bottom"}
    head |= {"bottom": 1, "bottom_color": BORDER}
    return {
        "plain": {},
        "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
        "mark": {"bold": True, "font_color": _BAD_TEXT, "valign": "vcenter"},
        "public mark": {"bold": True, "font_color": "#0B6E63", "valign": "vcenter"},
        "heading": {"bold": True, "font_size": 12, "valign": "bottom"},
        "note": {"font_color": QUIET, "text_wrap": True},
        "line": {"font_color": QUIET},
        "strong note": {"bold": True, "text_wrap": True},
        "fact": {"font_color": QUIET, "text_wrap": True},
        "fact value": {"text_wrap": True, "align": "left"},
        "fact number": {"num_format": "#,##0", "align": "left"},
        "fact day": {"num_format": _LONG_DAYS[code], "align": "left"},
        "head": head,
        "text head": {**head, "align": "left", "indent": 1},
        "number head": {**head, "align": "right"},
        "filter head": {**head, "font_size": 8, "valign": "top"},
        "text filter head": {**head, "font_size": 8, "valign": "top", "align": "left", "indent": 1},
        "number filter head": {**head, "font_size": 8, "valign": "top", "align": "right"},
        "first": {**below, "text_wrap": True},
        "text": left,
        "code": {**below, "font_color": QUIET, "font_size": 8, "shrink": True},
        "small text": {**left, "font_color": QUIET, "font_size": 8, "shrink": True},
        "wrapped": {**left, "text_wrap": True},
        "strong": {**below, "bold": True, "text_wrap": True},
        "general": number,
        "count": {**number, "num_format": "#,##0"},
        "year": {**below, "num_format": "0", "align": "left"},
        "number": {**number, "num_format": "#,##0.0##"},
        "percent": {**number, "num_format": _PERCENTS[code]},
        "gap": {**number, "num_format": f'0.0" {points}"'},
        "day": {**left, "num_format": _DAYS[code]},
        "good": {**left, "font_color": _GOOD_TEXT, "bold": True},
        "half": {**left, "font_color": _HALF_TEXT, "bold": True},
        "bad": {**left, "font_color": _BAD_TEXT, "bold": True},
        "none": {**left, "font_color": QUIET},
        "small heading": {"font_color": QUIET, "font_size": 8, "bold": True},
        "small": {"font_color": QUIET, "font_size": 8},
        "small head": small,
        "small percent": {**small, "num_format": _PERCENTS[code]},
        "small mark": {**small, "num_format": '"┆"'},
    }  # fmt: skip


_NUMERIC = frozenset({"count", "number", "general", "percent", "gap"})
_WRAPPED = frozenset({"first", "wrapped", "strong"})
_SMALL = {"small": "small", "small percent": "small head", "small mark": "small head"}


class Book:
    """A workbook being made: its language and audience, and the pages made so far.

    `wanted`: with it the book is public, and texts out of the file that name a participant are withheld. `about` and
    `mark` stand on every sheet and printed page.
    """

    def __init__(self, file: BinaryIO, language: Language, mark: str, wanted: frozenset[str] | None) -> None:
        self.language = language
        self.public = wanted is not None
        self.about = ""
        self.mark = mark
        self.texts_withheld = 0
        self._wanted = wanted
        self.workbook = Workbook(
            file, {"in_memory": True, "default_format_properties": {"font_name": _FONT, "font_size": _SIZE}}
        )
        self.workbook.str_table = _TextsInCells()
        common = {"font_name": _FONT, "font_size": _SIZE, "font_color": INK, "valign": "top"}
        self.formats: Mapping[str, Any] = {
            name: self.workbook.add_format({**common, **look}) for name, look in _styles(language).items()
        }

    def safe(self, text: str) -> str:
        """A text out of the file as this audience may see it."""
        if self._wanted and names_someone(text, self._wanted):
            self.texts_withheld += 1
            return self.language.gettext("[withheld: names a participant]")
        return text

    def page(self, name: str, title: str, widths: Iterable[float]) -> Page:
        """A new sheet with its title, the mark of its audience and its print set-up."""
        return Page(self, name, title, widths)


class Page:
    """One sheet. Rows and columns count from 0; the first free row is `TOP`."""

    TOP = 3

    def __init__(self, book: Book, name: str, title: str, widths: Iterable[float]) -> None:
        self.book = book
        self.name = name
        self.sheet = book.workbook.add_worksheet(name, _Sheet)
        self.widths = list(widths)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.put(0, 0, title, "title")
        self.put(1, 0, f"{book.mark} · {book.about}", "public mark" if book.public else "mark")
        self.sheet.set_row(0, 26)
        self.sheet.set_row(1, 17)
        self._set_up_printing(title)

    def _set_up_printing(self, title: str) -> None:
        _ = self.book.language.gettext
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        color = "0B6E63" if self.book.public else "98390A"
        sheet.set_header(f"&L&9 {_page_text(self.book.about)}&R&9&B&K{color}{_page_text(self.book.mark)}")
        pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
        sheet.set_footer(f"&L&9 {_page_text(title)}&R&9 {pages}")
        sheet.repeat_rows(0, self.TOP - 1)

    def put(self, row: int, column: int, value: Value | Styled, style: str = "plain") -> None:
        """Put one value in a cell: a text as a text, a number as a number; None is an empty cell."""
        if isinstance(value, Styled):
            self.put(row, column, value.value, value.style)
            return
        look = self.book.formats[style]
        if value is None or value == "":
            # A cell that is only formatted counts as 0 in a chart; one that is not there, as nothing.
            if style not in _SMALL:
                self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self._text(row, column, value, look)
        elif isinstance(value, Formula):
            result = value.value if isinstance(value.value, str) else _float(value.value)
            self.sheet.write_formula(row, column, f"={value.expression}", look, result)
        elif isinstance(value, date):
            if isinstance(value, datetime) or value < FIRST_EXCEL_DAY:
                self._text(row, column, value.isoformat(), look)
            else:
                self.sheet.write_datetime(row, column, value, look)
        else:
            self.sheet.write_number(row, column, _float(value), look)

    def _text(self, row: int, column: int, text: str, look: Any) -> None:
        write_text(_Looking(self.sheet, look), self.name, row, column, text)

    def fact(self, row: int, label: str, value: Value, last: int, style: str = "fact value") -> None:
        """A line "label  value", the value in the cells from column 1 to `last`."""
        self.put(row, 0, label, "fact")
        self.sheet.merge_range(row, 1, row, last, "", self.book.formats[style])
        self.put(row, 1, value, style)
        room = [(label, self.widths[0], "fact")]
        if isinstance(value, str):
            room.append((value, sum(self.widths[1 : last + 1]), style))
        self._make_room(row, room)

    def paragraph(self, row: int, text: str, last: int, style: str = "note") -> None:
        """A text over the columns up to `last`, in a row as high as it needs."""
        self.sheet.merge_range(row, 0, row, last, "", self.book.formats[style])
        self.put(row, 0, text, style)
        self._make_room(row, [(text, sum(self.widths[: last + 1]), style)])

    def _make_room(self, row: int, texts: Iterable[tuple[str, float, str]]) -> None:
        """Make a row as high as its texts (text, width, style) need: not every program does so by itself."""
        lines = max((_lines(*text) for text in texts), default=1)
        if lines > 1:
            self.sheet.set_row(row, lines * _LINE_HEIGHT + _ROW_ROOM)

    def table(
        self,
        row: int,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value | Styled]],
        *,
        name: str = "",
    ) -> int:
        """A table with its headings in `row`; returns the next row. With a `name` it is an Excel table of that name.

        A named table has at least one row, which may be empty; its headings stay in view and on every printed page.
        """
        titles = _unique(_header(column.title) for column in columns) if name else [c.title for c in columns]
        heads = [_head(column.style, first=not place, filtered=bool(name)) for place, column in enumerate(columns)]
        for place, (title, head) in enumerate(zip(titles, heads, strict=True)):
            self.put(row, place, title, head)
        # The button of a filter takes the room under a heading.
        room = (f"{title}\n." if name else title for title in titles)
        self._make_room(row, [(t, c.width, h) for t, c, h in zip(room, columns, heads, strict=True)])
        if columns[0].style == "text":
            columns = [replace(columns[0], style="first"), *columns[1:]]
        last = row
        for last, values in enumerate(rows, row + 1):
            for place, (value, column) in enumerate(zip(values, columns, strict=True)):
                self.put(last, place, value, column.style)
            self._make_room(
                last,
                (
                    (value, column.width, column.style)
                    for value, column in zip(values, columns, strict=True)
                    if column.style in _WRAPPED and isinstance(value, str)
                ),
            )
        if name:
            last = max(last, row + 1)
            headers = [
                {"header": title, "header_format": self.book.formats[head]}
                for title, head in zip(titles, heads, strict=True)
            ]
            self.sheet.add_table(row, 0, last, len(columns) - 1, {"name": name, "columns": headers, "style": None})
            self.sheet.freeze_panes(row + 1, 0)
            self.sheet.repeat_rows(0, row)
        return last + 1


class _Looking:
    """A sheet whose texts get one look."""

    def __init__(self, sheet: Any, look: Any) -> None:
        self._sheet = sheet
        self._look = look

    def write_string(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, text, self._look)


def cells_of(sheet: str, first_row: int, last_row: int, column: int) -> str:
    """The cells of one column, as a formula on another sheet names them."""
    return f"'{sheet}'!{xl_range_abs(first_row, column, last_row, column)}"


def cell(row: int, column: int) -> str:
    """The address of a cell in a formula on its own sheet."""
    return str(xl_rowcol_to_cell(row, column))


def or_dash(value: Number | date | None) -> Number | date | str:
    """A dash where there is no number or no day."""
    return NO_NUMBER if value is None else value


def _float(value: Number) -> float:
    return float(value)


def _head(style: str, *, first: bool, filtered: bool) -> str:
    """The style of a column's heading; in line with the title above it where it is the first."""
    if style in _SMALL:
        return _SMALL[style]
    kind = "number " if style in _NUMERIC else "" if first else "text "
    return f"{kind}filter head" if filtered else f"{kind}head"


def _lines(text: str, width: float, style: str) -> int:
    per_width = _SMALL_LETTERS if "filter" in style else _LETTERS.get(style, _LETTERS_PER_WIDTH)
    capitals = sum(map(str.isupper, text)) / max(len(text), 1)
    room = (width - _INDENT * (style == "wrapped")) * per_width / (1 + _CAPITALS_WIDER * capitals)
    letters = max(int(room), 1)
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(max(len(textwrap.wrap(line, letters)), 1) for line in text.splitlines() or [""])


def _header(text: str) -> str:
    """A text as a heading of an Excel table may be: one line, nothing unprintable or escaped, not too long."""
    plain = _UNPRINTABLE.sub(" ", text).strip()[:_LONGEST_HEADER]
    return _LOOKS_ESCAPED.sub("-", plain) or NO_NUMBER


def _unique(titles: Iterable[str]) -> list[str]:
    """Excel tells the columns of a table apart by their headings, whatever their case."""
    seen: set[str] = set()
    found = []
    for title in titles:
        chosen, number = title, 1
        while chosen.lower() in seen:
            number += 1
            chosen = f"{title} ({number})"
        seen.add(chosen.lower())
        found.append(chosen)
    return found


def _page_text(text: str) -> str:
    """A text in the head or foot of a printed page, where & gives orders and 255 characters is all there is."""
    plain = _UNPRINTABLE.sub(" ", text).strip()
    if len(plain) > _LONGEST_PAGE_MARK:
        plain = f"{plain[: _LONGEST_PAGE_MARK - 1]}…"
    return plain.replace("&", "&&")
