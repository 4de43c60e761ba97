"""A table as it stands in a file: a heading and rows of cells, not yet understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from covenant_monitor.exchange.addresses import cell_name, column_letters
from covenant_monitor.exchange.findings import Finding, Severity
from covenant_monitor.language import N_

_MOST_FINDINGS = 200

NO_HEADING = N_("Column {column} has values but no heading. Give it one, or empty it; x_ in front keeps it out.")
SAME_HEADING = N_("The heading “{heading}” is here twice.")
HEADING_NOT_TEXT = N_("A heading is a word; this cell holds something else.")
TOO_MANY_COLUMNS = N_("This table has more than {limit} columns.")
MORE = N_("More is wrong in this table than is listed here.")


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a value that can be used, already told as a finding: "#DIV/0!", or "" for no stored
    value.
    """

    code: str


class Percentage(float):
    """A number that a workbook shows as a percentage: 62.5 where the cell shows 62,5 % (and holds 0.625)."""


Cell = None | str | int | float | bool | date | CellError


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers and days are written in one source.

    `point_decimals`: a point in a number is always the decimal point, as in what programs write; otherwise
    "1.240" may mean 1240 and is not guessed at. `date1904`: a bare serial number counts days from 1904.
    """

    point_decimals: bool = True
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet or CSV file. `name` and headings are in lower case; rows are (number from 1, cells)."""

    source: str
    name: str
    header: tuple[str, ...]
    rows: list[tuple[int, tuple[Cell, ...]]]
    notation: Notation = Notation()
    # The sheet's name as its workbook spells it.
    sheet: str = ""
    header_row: int = 1

    def finding(self, row: int, column: int, message: str, **values: object) -> Finding:
        """An error at a cell of this table; `column` is its place in `header`."""
        return Finding(self.source, self.sheet or self.name, cell_name(row, column), message, values)


@dataclass(slots=True)
class Found:
    """The findings of one table, as many as anyone would read."""

    source: str
    sheet: str
    findings: list[Finding] = field(default_factory=list)
    overflow: bool = False

    def add(self, cell: str, message: str, severity: Severity = "error", **values: object) -> None:
        """Note a finding at `cell`."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(Finding(self.source, self.sheet, cell, message, values, severity))
        elif not self.overflow:
            self.overflow = True
            self.findings.append(Finding(self.source, self.sheet, "", MORE))


def read_header(row: int, cells: Sequence[Cell], found: Found, most: int) -> tuple[str, ...]:
    """The headings in lower case, without empty ones at the end; those in between are "" and a finding."""
    header = []
    for column, cell in enumerate(cells):
        if isinstance(cell, (date, CellError, bool)):
            found.add(cell_name(row, column), HEADING_NOT_TEXT)
            header.append("")
        else:
            header.append("" if cell is None else str(cell).strip().lower())
    while header and not header[-1]:
        header.pop()
    if len(header) > most:
        found.add(cell_name(row, most), TOO_MANY_COLUMNS, limit=most)
        del header[most:]
    for column, heading in enumerate(header):
        if not heading and not isinstance(cells[column], (date, CellError, bool)):
            found.add(cell_name(row, column), NO_HEADING, column=column_letters(column))
        elif heading and heading in header[:column]:
            found.add(cell_name(row, column), SAME_HEADING, heading=heading)
    return tuple(header)
