"""Sheets of a round's workbook: texts, numbers, dates and formulas put in cells, and set up for screen and paper.

How they look is in `round_styles`. A number that there is not is an empty cell or a text, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from covenant_monitor.domain.disclosure import names_someone
from covenant_monitor.exchange.annual_workbook.cells import FastSheet, TextsInCells
from covenant_monitor.exchange.annual_workbook.room import LINE_HEIGHT, line_height, lines, shortened
from covenant_monitor.exchange.annual_workbook.styles import FONT, INK, SIZE, styles
from covenant_monitor.exchange.writing import FIRST_EXCEL_DAY, write_text
from covenant_monitor.language import NO_NUMBER, Language

_ROW_ROOM = 4.0
_USUAL_HEIGHT = 15.0
_SURE_TO_FIT = 0.7
_SURE_TO_HOLD = 10_000
_A3, _A4 = 8, 9
# What a landscape page has room for, within its margins, in points: its width and height.
_PAPER = {_A3: (1118.0, 732.0), _A4: (770.0, 486.0)}
_POINTS_PER_PIXEL = 0.75
_WIDEST_ON_A4 = 240
"""A sheet with more characters beside each other would be too small to read on A4."""
_WIDEST_WORD = 18
_LONGEST_HEADER, _LONGEST_PAGE_MARK = 250, 90
_TITLE_LETTERS = 0.62
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+|\\s+")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_NAME = re.compile(r"\W+")

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


EMPTY = Styled(None, "small")
"""No cell at all: one that is only formatted counts as 0 in a chart."""


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


_NUMERIC = frozenset({"count", "number", "general", "percent", "whole percent", "change", "key", "gap"})
_WRAPPED = frozenset({"first", "wrapped", "strong"})
_SMALL = {"small": "small", **dict.fromkeys(("small percent", "small number", "small mark"), "small head")}


class Book:
    """A workbook being made: its language and audience, and the pages made so far.

    `wanted`: with it the book is public, and texts out of the file that name a participant are withheld. `about` and
    `mark` stand on every sheet and printed page; `round` is the round's code.
    """

    def __init__(self, file: BinaryIO, language: Language, mark: str, wanted: frozenset[str] | None) -> None:
        self.language = language
        self.public = wanted is not None
        self.about = ""
        self.round = ""
        self.mark = mark
        self.texts_withheld = 0
        self._wanted = wanted
        self._table_names: list[str] = []
        self.workbook = Workbook(
            file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": SIZE}}
        )
        self.workbook.str_table = TextsInCells()
        common = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"}
        self.formats: Mapping[str, Any] = {
            name: self.workbook.add_format(look if name == "row" else {**common, **look})
            for name, look in styles(language).items()
        }

    def safe(self, text: str) -> str:
        """A text out of the file as this audience may see it."""
        if self._wanted and names_someone(text, self._wanted):
            self.texts_withheld += 1
            return self.language.gettext("[withheld: names a participant]")
        return text

    def table_name(self, text: str) -> str:
        """`text` as the name of an Excel table, which every workbook has once: "Deelnemers", "Uitkomst_per_ronde"."""
        name = _NOT_IN_A_NAME.sub("_", text).strip("_")
        number = sum(name.lower() == known.lower() for known in self._table_names)
        self._table_names.append(name)
        return f"{name}_{number + 1}" if number else name

    def page(self, name: str, title: str, widths: Iterable[float]) -> Page:
        """A new sheet with its title, the mark of its audience and its print set-up."""
        return Page(self, name, title, widths)


class Page:
    """One sheet. Rows and columns count from 0; the first free row is `TOP`."""

    TOP = 3

    def __init__(self, book: Book, name: str, title: str, widths: Iterable[float]) -> None:
        self.book = book
        self.name = name
        self.sheet = book.workbook.add_worksheet(name, FastSheet)
        self.widths = list(widths)
        self._breaks: list[int] = []
        self._heights: dict[int, float] = {}
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        # A longer text would run on beyond the columns, and every printed page be made smaller for it.
        width = sum(self.widths)
        self.put(0, 0, shortened(title, int(_TITLE_LETTERS * width)), "title")
        mark = shortened(f"{book.mark} · {book.about}", int(width))
        self.put(1, 0, mark, "public mark" if book.public else "mark")
        self._set_height(0, 26)
        self._set_height(1, 17)
        self._set_up_printing(title)

    def _set_up_printing(self, title: str) -> None:
        _ = self.book.language.gettext
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(self._paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        color = "0B6E63" if self.book.public else "98390A"
        sheet.set_header(f"&L&9 {_page_text(self.book.about)}&R&9&B&K{color}{_page_text(self.book.mark)}")
        pages = _("Page {page} of {pages}").format(page="&P", pages="&N")
        mark = f"&C&9&B&K{color}{_page_text(self.book.mark)}&B&K000000"
        sheet.set_footer(f"&L&9 {_page_text(title)}{mark}&R&9 {pages}")
        sheet.repeat_rows(0, self.TOP - 1)

    @property
    def _paper(self) -> int:
        return _A3 if sum(self.widths) > _WIDEST_ON_A4 else _A4

    def _set_height(self, row: int, height: float) -> None:
        self._heights[row] = height
        self.sheet.set_row(row, height)

    def keep_whole(self, row: int, pixels: int) -> None:
        """Begin a new printed page with a row where a chart from there on, so many pixels high, would be cut."""
        width, height = _PAPER[self._paper]
        on_screen = sum(7 * one + 5 for one in self.widths) * _POINTS_PER_PIXEL
        room = height * max(on_screen / width, 1)
        first = max(self._breaks, default=0)
        head = sum(self._heights.get(one, _USUAL_HEIGHT) for one in range(self.TOP))
        above = sum(self._heights.get(one, _USUAL_HEIGHT) for one in range(first, row)) + (head if first else 0)

        def is_cut(room: float) -> bool:
            used = above if above <= room else head + (above - room) % (room - head)
            return used + pixels * _POINTS_PER_PIXEL > room

        # How much goes on a page differs a little from program to program.
        if row > first and any(is_cut(room * part) for part in (0.95, 1, 1.05, 1.1)):
            self.break_before(row)

    def break_before(self, row: int) -> None:
        """Begin a new printed page with a row."""
        self._breaks.append(row)
        self.sheet.set_h_pagebreaks(self._breaks)

    def print_until(self, row: int) -> None:
        """Leave this row and what is below it out of what is printed."""
        self.sheet.print_area(0, 0, row - 1, len(self.widths) - 1)

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
        if text.isascii() and len(text) < _SURE_TO_HOLD:
            self.sheet.write_string(row, column, text, look)
        else:
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
        height = max((lines(*text) * line_height(text[2]) for text in texts), default=LINE_HEIGHT)
        if height > LINE_HEIGHT:
            self._set_height(row, height + _ROW_ROOM)

    def table(
        self,
        row: int,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value | Styled]],
        *,
        name: str = "",
        main: bool = False,
        alone: bool = True,
    ) -> int:
        """A table with its headings in `row`; returns the next row. With a `name` it is an Excel table of that name.

        A named table has at least one row, which may be empty. The `main` one of a sheet has filters, and its headings
        stay in view; where it is `alone` there they stand on every printed page.
        """
        titles = _unique(_header(column.title) for column in columns) if name else [c.title for c in columns]
        heads = [_head(column.style, first=not place, filtered=main) for place, column in enumerate(columns)]
        for place, (title, head) in enumerate(zip(titles, heads, strict=True)):
            self.put(row, place, title, head)
        # The button of a filter takes the room under a heading.
        room = (f"{title}\n." if main else title for title in titles)
        self._make_room(row, [(t, c.width, h) for t, c, h in zip(room, columns, heads, strict=True)])
        if columns[0].style == "text":
            columns = [replace(columns[0], style="first"), *columns[1:]]
        last = self._rows(row + 1, columns, rows, empty=not main)
        if main:
            lines = {"type": "formula", "criteria": "=TRUE", "format": self.book.formats["row"]}
            self.sheet.conditional_format(row + 1, 0, max(last, row + 1), len(columns) - 1, lines)
        if name:
            last = max(last, row + 1)
            self._as_table(row, last, name, titles, heads, filtered=main)
        if main:
            self.sheet.freeze_panes(row + 1, 0)
            if alone:
                self.sheet.repeat_rows(0, row)
        return last + 1

    def _rows(
        self, first: int, columns: Sequence[Column], rows: Iterable[Sequence[Value | Styled]], *, empty: bool
    ) -> int:
        """Put the rows of a table; returns the last one's number. `empty`: cells without a value too, for the line."""
        styles = [column.style for column in columns]
        looks = [self.book.formats[style] for style in styles]
        wrapped = [(place, column) for place, column in enumerate(columns) if column.style in _WRAPPED]
        number = first - 1
        for number, values in enumerate(rows, first):
            for place, value in enumerate(values):
                # What most cells are goes straight in.
                if value.__class__ is str and value:
                    self._text(number, place, value, looks[place])
                elif value.__class__ is float or value.__class__ is int:
                    self.sheet.write_number(number, place, value, looks[place])
                elif empty or (value is not None and value != ""):
                    self.put(number, place, value, styles[place])
            texts = [(value, column) for place, column in wrapped if isinstance(value := values[place], str)]
            if any(len(value) > _SURE_TO_FIT * column.width or "\n" in value for value, column in texts):
                self._make_room(number, ((value, column.width, column.style) for value, column in texts))
        return number

    def _as_table(
        self, row: int, last: int, name: str, titles: Sequence[str], heads: Sequence[str], *, filtered: bool
    ) -> None:
        headers = [
            {"header": title, "header_format": self.book.formats[head]}
            for title, head in zip(titles, heads, strict=True)
        ]
        options = {"name": self.book.table_name(name), "columns": headers, "style": None, "autofilter": filtered}
        # XlsxWriter notes every cell that it is told of, which for all of them takes longer than writing some sheets.
        self.sheet.add_table(row, 0, row + 1, len(titles) - 1, options)
        whole = xl_range(row, 0, last, len(titles) - 1)
        table = self.sheet.tables[-1]
        table |= {key: whole for key in ("range", "a_range", "autofilter") if table.get(key)}


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


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """The address of a cell in a formula on its own sheet; `fixed`: also where the formula is moved."""
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def on_sheet(sheet: str, address: str) -> str:
    """A cell as a formula on another sheet names it."""
    return f"'{sheet}'!{address}"


def exactly(cells: str, value: str) -> str:
    """Which of some cells hold just the text in cell `value`, as a factor in SUMPRODUCT.

    SUMIFS and the like would read a text such as "=x", "0012" or "A*" as a rule of their own.
    """
    return f"({cells}={value})"


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
    return shortened(_UNPRINTABLE.sub(" ", text).strip(), _LONGEST_PAGE_MARK).replace("&", "&&")
