"""Every sheet of a workbook as cells at their places, whatever it is called and wherever its headings are.

Read as exchange tables are: checked from outside, then by another process within limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.limits import DEFAULT_LIMITS, EVERY_SHEET, Limits
from covenant_monitor.exchange.raw_table import Cell, Notation
from covenant_monitor.exchange.workbook_reader import (
    CRASHED,
    ERROR_CELL,
    NO_SUCH_DAY,
    NOT_CALCULATED,
    Line,
    cell_of,
    read_lines,
    read_lines_of_many,
    unreadable,
)

_NOTATION = Notation(point_decimals=False)

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells."""


@dataclass(slots=True)
class SheetCells:
    """One sheet. Rows count from 1, columns from 0; a cell that is not there is empty.

    `unusable` says what is wrong with cells that hold an error, or a formula without a result.
    """

    source: str
    name: str
    hidden: bool = False
    notation: Notation = _NOTATION
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    unusable: dict[tuple[int, int], Finding] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def finding(self, row: int, column: int, message: str, **values: object) -> Finding:
        """An error at a cell."""
        return Finding(self.source, self.name, cell_name(row, column), message, values)

    def note(self, row: int, column: int, message: str, **values: object) -> Finding:
        """Something to know about a cell."""
        return Finding(self.source, self.name, cell_name(row, column), message, values, "note")


Read = tuple[list[SheetCells], list[Finding]]
"""The sheets that have cells, and what is to be told of the workbook as a whole."""


def read_sheets(path: Path, limits: Limits = DEFAULT_LIMITS) -> Read:
    """Every sheet of a workbook.

    Raises Refused for a file that is not opened, Problem when the reader crashes or takes too long, OSError when the
    file cannot be read.
    """
    return _sheets(path, *read_lines(path, [EVERY_SHEET], limits), limits)


def read_sheets_of_many(paths: Sequence[Path], limits: Limits = DEFAULT_LIMITS) -> dict[Path, Read]:
    """Every sheet of some small workbooks, much faster. Those that are not in it are to be read alone, to learn why."""
    read = read_lines_of_many(paths, [EVERY_SHEET], limits)
    return {path: _sheets(path, findings, lines, limits) for path, (findings, lines) in read.items()}


def _sheets(path: Path, findings: list[Finding], lines: Iterable[Line], limits: Limits) -> Read:
    sheets: list[SheetCells] = []
    notation = _NOTATION
    for kind, *rest in lines:
        if kind == "book":
            notation = Notation(point_decimals=False, date1904=rest[0]["date1904"])
        elif kind == "sheet":
            sheets.append(SheetCells(path.name, rest[0], rest[1], notation))
        elif kind == "rows":
            for number, values in rest[0]:
                _add_row(sheets[-1], number, values)
        elif kind == "end":
            _add_facts(sheets[-1], rest[0])
        elif kind == "unreadable":
            return [], [*findings, unreadable(path.name, limits, *rest)]
        elif kind == "done":
            return [sheet for sheet in sheets if sheet.rows], findings
    raise Problem(CRASHED, file=path.name)


def _add_row(sheet: SheetCells, number: int, values: list[Any]) -> None:
    known = sheet.rows.setdefault(number, [])
    known += [None] * (len(values) - len(known))
    for column, value in enumerate(values):
        if value is None:
            continue
        if known[column] is not None:  # the row is in the file in two pieces
            sheet.repeated.append(cell_name(number, column))
        known[column] = cell_of(value)
        if isinstance(value, list) and (said := _wrong(value)) is not None:
            sheet.unusable[number, column] = sheet.finding(number, column, said[0], **said[1])


def _wrong(value: list[str]) -> tuple[str, dict[str, object]] | None:
    if value[0] == "e":
        return ERROR_CELL, {"error": value[1]}
    if value[0] == "f":
        return NOT_CALCULATED, {}
    return (NO_SUCH_DAY, {"serial": value[1]}) if value[0] == "t" else None


def _add_facts(sheet: SheetCells, facts: dict[str, Any]) -> None:
    sheet.merged = [(top, left, bottom, right) for top, left, bottom, right in facts["merged"]]
    sheet.repeated += facts["repeated"]
    sheet.hidden_rows = set(facts["hidden_row_numbers"])
    sheet.hidden_columns = bool(facts["hidden_columns"])
