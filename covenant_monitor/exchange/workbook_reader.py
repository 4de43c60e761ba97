"""Reading a workbook that came from elsewhere: checked from outside, then read by another process within
limits.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import IO, Any

from covenant_monitor.commands import READER_FLAG
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import cell_name, column_letters
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import Limits
from covenant_monitor.exchange.raw_table import (
    NO_HEADING,
    Cell,
    CellError,
    Found,
    Notation,
    Percentage,
    RawTable,
    read_header,
)
from covenant_monitor.exchange.zip_check import DAMAGED, NOT_A_WORKBOOK, check_workbook
from covenant_monitor.language import N_

# A packaged program has no Python of its own to call: it calls itself with this, and its main() hands over to
# `reader_process.main` before anything else.
# The reader starts without whatever the user's environment adds (-I). The package's folder comes as the first
# argument. openpyxl imports numpy where there is one, and numpy's threads reserve memory for every core.
_START_READER = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['numpy'] = None; "
    "from covenant_monitor.exchange.reader_process import main; sys.exit(main(sys.argv[2:]))"
)

CRASHED = N_("{file} could not be read: it makes the reader stop. Copy its tables into a new workbook and import that.")
TOO_SLOW = N_(
    "{file} could not be read within {seconds} seconds. Copy its tables into a new workbook, or save each as CSV UTF-8."
)
FAR_CELL = N_(
    "This cell lies outside what is read (column {column}, row {row}). Delete the rows or columns that do "
    "not belong to the table."
)
TOO_MUCH = N_("This workbook holds more than can be read at once. Save each table as CSV UTF-8 and import those.")
DOCTYPE = N_(
    "This workbook contains definitions (a DTD) that no spreadsheet program writes and that can be used for"
    " attacks. It is not opened. Copy the tables into a new workbook."
)
ERROR_CELL = N_("This cell shows the error {error}. Mend the formula, or type the value.")
NOT_CALCULATED = N_(
    "This cell is a formula whose result is not stored. Open the workbook in Excel, save it, and import it again."
)
NO_SUCH_DAY = N_("{serial} is formatted as a date, but there is no such day.")
TWICE = N_("This cell is in the file twice. Open the workbook in Excel and save it under another name.")
MERGED = N_(
    "The cells {area} are merged, so it is not clear which rows the value is for. Unmerge and fill in each cell."
)
HIDDEN_SHEET = N_("This sheet is hidden. It is read too.")
HIDDEN_ROWS = N_("Rows of this sheet are hidden. They are read too.")
HIDDEN_COLUMNS = N_("Columns of this sheet are hidden. They are read too.")
UNKNOWN_TABLE = N_("There is no table called “{name}”. Put x_ in front of its name to keep it out.")
UNKNOWN_TABLE_LIKE = N_(
    "There is no table called “{name}”. Is it “{like}”? Put x_ in front of its name to keep it out."
)

_UNREADABLE = {
    "damaged": DAMAGED,
    "doctype": DOCTYPE,
    "no_workbook": NOT_A_WORKBOOK,
    "cells": TOO_MUCH,
    "characters": TOO_MUCH,
    "memory": TOO_MUCH,
    "far": FAR_CELL,
}
Line = list[Any]


def read_workbook(path: Path, table_names: Collection[str], limits: Limits) -> tuple[list[RawTable], list[Finding]]:
    """The tables of an .xlsx workbook whose sheets are named in `table_names` (lower case), and what was
    found.

    Raises Refused for a file that is not opened, Problem when the reader crashes or takes too long, OSError
    when the file cannot be read.
    """
    findings, lines = read_lines(path, table_names, limits)
    tables, more = _collect(path.name, lines, table_names, limits)
    return tables, findings + more


def read_lines(path: Path, sheets: Collection[str], limits: Limits) -> tuple[list[Finding], Iterable[Line]]:
    """What is to be told of a workbook as a whole, and the reader's lines (`reader_process`) about `sheets`.

    `sheets`: names in lower case, or `EVERY_SHEET`. Raises as `read_workbook` does.
    """
    with path.open("rb") as file:
        notes = check_workbook(file, limits)
        file.seek(0)
        output = _run_reader(file, path.name, sheets, limits)
    return _notes(path, notes), map(json.loads, io.BytesIO(output))


def _notes(path: Path, notes: Iterable[str]) -> list[Finding]:
    return [Finding(path.name, "", "", note, severity="note") for note in notes]


def read_lines_of_many(
    paths: Sequence[Path], sheets: Collection[str], limits: Limits
) -> dict[Path, tuple[list[Finding], list[Line]]]:
    """What `read_lines` says of each of some small workbooks, by one reader, which takes most of its time to start.

    Without those that are refused, and without the one that made the reader stop or take too long and those after it:
    whoever reads these one by one learns what is wrong with which.
    """
    checked: dict[Path, list[Finding]] = {}
    for path in paths:
        with suppress(Refused, OSError), path.open("rb") as file:
            checked[path] = _notes(path, check_workbook(file, limits))
    request = json.dumps({"limits": asdict(limits), "wanted": sorted(sheets), "paths": [str(path) for path in checked]})
    try:
        output = _run(request, subprocess.DEVNULL, limits).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    found: dict[Path, tuple[list[Finding], list[Line]]] = {}
    lines: list[Line] = []
    waiting = iter(checked.items())
    for line in io.BytesIO(output):
        if not line.endswith(b"]\n"):
            break
        lines.append(json.loads(line))
        if lines[-1][0] in ("done", "unreadable"):
            path, notes = next(waiting)
            found[path] = notes, lines
            lines = []
    return found


def unknown_table(source: str, name: str, table_names: Collection[str]) -> Finding:
    """The finding for a sheet or CSV file that is no table."""
    like = get_close_matches(name.strip().lower(), table_names, n=1)
    if like:
        return Finding(source, name, "", UNKNOWN_TABLE_LIKE, {"name": name, "like": like[0]})
    return Finding(source, name, "", UNKNOWN_TABLE, {"name": name})


def reader_command() -> list[str]:
    """The command that starts the reader, here and in a packaged program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READER_FLAG]
    folder = str(Path(__file__).resolve().parents[2])
    return [sys.executable, "-I", "-X", "utf8", "-c", _START_READER, folder]


def _run_reader(file: IO[bytes], name: str, table_names: Collection[str], limits: Limits) -> bytes:
    """What the reader wrote about the open `file`, which becomes its standard input."""
    request = json.dumps({"limits": asdict(limits), "wanted": sorted(table_names)})
    try:
        done = _run(request, file, limits)
        done.check_returncode()
    except subprocess.TimeoutExpired as error:
        raise Problem(TOO_SLOW, file=name, seconds=round(limits.seconds)) from error
    except subprocess.CalledProcessError as error:
        error.add_note(error.stderr.decode("utf-8", "replace"))
        raise Problem(CRASHED, file=name) from error
    if not done.stdout.endswith(b"]\n"):
        raise Problem(CRASHED, file=name)
    return done.stdout


def _run(request: str, source: IO[bytes] | int, limits: Limits) -> subprocess.CompletedProcess[bytes]:
    # No console window may flash up on Windows.
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.run(
        [*reader_command(), request],
        stdin=source,
        capture_output=True,
        timeout=limits.seconds,
        creationflags=flags,
        check=False,
    )


def _collect(
    source: str, lines: Iterable[Line], table_names: Collection[str], limits: Limits
) -> tuple[list[RawTable], list[Finding]]:
    """Make tables of the reader's lines (`reader_process` describes them)."""
    tables: list[RawTable] = []
    findings: list[Finding] = []
    notation = Notation(point_decimals=False)
    builder = _Sheet(source, "", limits)
    for kind, *rest in lines:
        if kind == "rows":
            builder.add_rows(rest[0])
        elif kind == "sheet":
            builder = _Sheet(source, rest[0], limits)
            if rest[1]:
                builder.found.add("", HIDDEN_SHEET, "note")
        elif kind == "end":
            table = builder.finish(rest[0], notation)
            findings += builder.found.findings
            if table is not None:
                tables.append(table)
        elif kind == "other":
            findings.append(unknown_table(source, rest[0], table_names))
        elif kind == "book":
            notation = Notation(point_decimals=False, date1904=rest[0]["date1904"])
        elif kind == "unreadable":
            return [], [unreadable(source, limits, *rest)]
        elif kind == "done":
            return tables, findings
    raise Problem(CRASHED, file=source)


def unreadable(source: str, limits: Limits, code: str, sheet: str, cell: str) -> Finding:
    """Why the reader gave up on a workbook."""
    bounds = {"column": column_letters(limits.columns - 1), "row": limits.rows}
    return Finding(source, sheet, cell, _UNREADABLE[code], bounds)


class _Sheet:
    """One sheet being put together."""

    def __init__(self, source: str, sheet: str, limits: Limits) -> None:
        self.sheet = sheet
        self.limits = limits
        self.found = Found(source, sheet)
        self.rows: dict[int, list[Any]] = {}
        self.repeated: list[str] = []

    def add_rows(self, rows: list[tuple[int, list[Any]]]) -> None:
        for number, values in rows:
            if number not in self.rows:
                self.rows[number] = values
            else:
                self.merge_row(number, values)

    def merge_row(self, number: int, values: list[Any]) -> None:
        """A row that is in the file in two pieces."""
        known = self.rows[number]
        known += [None] * (len(values) - len(known))
        for column, value in enumerate(values):
            if value is not None:
                if known[column] is not None:
                    self.repeated.append(cell_name(number, column))
                known[column] = value

    def finish(self, facts: dict[str, Any], notation: Notation) -> RawTable | None:
        """The table, or None where the sheet is empty."""
        numbers = sorted(self.rows)
        while numbers and all(_is_blank(value) for value in self.rows[numbers[0]]):
            del numbers[0]
        if not numbers:
            return None
        first = [cell_of(value) for value in self.rows[numbers[0]]]
        header = read_header(numbers[0], first, self.found, self.limits.columns)
        ignored = [heading.startswith("x_") for heading in header]
        rows: list[tuple[int, tuple[Cell, ...]]] = []
        unheaded: set[int] = set()
        for number in numbers[1:]:
            values = self.rows.pop(number)
            for column in range(len(header), len(values)):
                if not _is_blank(values[column]) and column not in unheaded:
                    unheaded.add(column)
                    self.found.add(cell_name(number, column), NO_HEADING, column=column_letters(column))
            cells = self.cells(number, values, ignored)
            if any(cell is not None for cell in cells):
                rows.append((number, cells))
        self.tell(facts, header)
        name = self.sheet.strip().lower()
        return RawTable(self.found.source, name, header, rows, notation, self.sheet, numbers[0])

    def cells(self, number: int, values: list[Any], ignored: list[bool]) -> tuple[Cell, ...]:
        """The cells of a row, as many as there are headings."""
        width = len(ignored)
        cells: list[Cell] = []
        for column, value in enumerate(values[:width]):
            kind = type(value)
            if kind is list:
                value = cell_of(value)
                if not ignored[column]:
                    self.tell_tagged(number, column, values[column])
            elif kind is str and value.isspace():
                value = None
            cells.append(value)
        cells += [None] * (width - len(cells))
        return tuple(cells)

    def tell_tagged(self, number: int, column: int, value: list[str]) -> None:
        cell = cell_name(number, column)
        if value[0] == "e":
            self.found.add(cell, ERROR_CELL, error=value[1])
        elif value[0] == "f":
            self.found.add(cell, NOT_CALCULATED)
        elif value[0] == "t":
            self.found.add(cell, NO_SUCH_DAY, serial=value[1])

    def tell(self, facts: dict[str, Any], header: tuple[str, ...]) -> None:
        """Findings about the sheet's make-up."""
        for address in dict.fromkeys([*facts["repeated"], *self.repeated]):
            self.found.add(address, TWICE)
        for top, left, bottom, right in facts["merged"]:
            # Whatever is outside the table, or in columns that are not read, may be merged.
            if any(not heading.startswith("x_") for heading in header[left : right + 1]):
                area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
                self.found.add(cell_name(top, left), MERGED, area=area)
        if facts["hidden_rows"]:
            self.found.add("", HIDDEN_ROWS, "note")
        if any(first < len(header) for first, _ in facts["hidden_columns"]):
            self.found.add("", HIDDEN_COLUMNS, "note")


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.isspace())


def cell_of(value: Any) -> Cell:
    """A value of the reader's as a cell."""
    if not isinstance(value, list):
        return None if _is_blank(value) else value
    if value[0] == "d":
        return _day(value[1])
    if value[0] == "p":
        return Percentage(value[1])
    return CellError(value[1] if value[0] == "e" else "")


def _day(text: str) -> date | str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == time() else moment
