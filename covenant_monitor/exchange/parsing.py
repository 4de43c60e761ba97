"""From raw cells to the values that their columns are for; what cannot be is a finding at its cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from covenant_monitor.domain.registers import SEPARATOR, split
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, RawTable
from covenant_monitor.exchange.tables import TABLES, Column, Kind
from covenant_monitor.language import N_

UNKNOWN_COLUMN = N_("There is no column “{heading}” in table {table}. Take it out, or put x_ before its name.")
MISSING_COLUMN = N_("The column “{heading}” is missing; table {table} needs it.")
REQUIRED = N_("This cell may not be empty.")
NOT_CLEARABLE = N_("This cell cannot be cleared with “-”.")
OUT_OF_RANGE = N_("{value} is not between {low} and {high}.")


class Cleared:
    """A cell that holds "-": clear what is there."""


CLEARED: Final = Cleared()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, understood: the values of the columns that are given. `number` is its row or line in the source."""

    number: int
    values: Mapping[str, Any]


Parse = Callable[[Cell], Any]


def parse_table(table: RawTable) -> tuple[list[Row], list[Finding]]:
    """The rows of a raw table and what is wrong in it. A row without a usable key is left out, with its findings.

    Dates become ISO text, yes and no 1 and 0, numbers floats; ratings stay raw cells, since only their framework
    tells what they mean.
    """
    known = {column.name: column for column in TABLES[table.name]}
    findings = [
        table.finding(table.header_row, place, UNKNOWN_COLUMN, heading=name, table=table.name)
        for place, name in enumerate(table.header)
        if name and name not in known and not name.startswith("x_")
    ]
    missing = [column.name for column in known.values() if column.required and column.name not in table.header]
    if missing:
        findings += [
            table.finding(table.header_row, 0, MISSING_COLUMN, heading=name, table=table.name) for name in missing
        ]
        return [], findings
    plan = [
        (place, known[name], _parser(known[name], table.notation))
        for place, name in enumerate(table.header)
        if name in known
    ]
    return _rows(table, plan, findings), findings


def _rows(table: RawTable, plan: Sequence[tuple[int, Column, Parse]], findings: list[Finding]) -> list[Row]:
    rows = []
    for number, row_cells in table.rows:
        values: dict[str, Any] = {}
        usable = True
        for place, column, parse in plan:
            cell = row_cells[place]
            try:
                if cell is None or cell == "":
                    if column.required:
                        raise BadCell(REQUIRED)
                elif cell == "-":
                    if (column.required and not column.clearable) or column.key:
                        raise BadCell(NOT_CLEARABLE)
                    values[column.name] = CLEARED
                elif isinstance(cell, CellError):
                    usable = usable and not column.key  # its finding was made when it was read
                else:
                    values[column.name] = parse(cell)
            except BadCell as bad:
                findings.append(table.finding(number, place, bad.message, **bad.values))
                usable = usable and not column.key
        if usable:
            rows.append(Row(number, values))
    return rows


def _parser(column: Column, notation: Notation) -> Parse:
    match column.kind:
        case Kind.CODE:
            return cells.code
        case Kind.TEXT if column.name == "groups":
            return _groups
        case Kind.TEXT:
            return cells.text
        case Kind.LIST:
            return lambda cell: SEPARATOR.join(split(cells.text(cell)))
        case Kind.INTEGER:
            low, high = _LOWEST_INTEGER.get(column.name, 0), _HIGHEST_INTEGER.get(column.name)
            return partial(_integer, notation=notation, low=low, high=high)
        case Kind.NUMBER if column.name == "weight":
            return partial(_positive, notation=notation)
        case Kind.NUMBER:
            return partial(cells.number, notation=notation, percent=True)
        case Kind.PERCENT:
            return partial(_percent, notation=notation)
        case Kind.DATE:
            return lambda cell: cells.day(cell, notation).isoformat()
        case Kind.YES_NO:
            return lambda cell: int(cells.yes_no(cell))
        case Kind.CHOICE:
            return cells.choice(column.options)
        case Kind.RATING:
            return lambda cell: cell


_LOWEST_INTEGER = {"minimum_group": 1, "step": 1, "year": 1900, "severity": 1, "likelihood": 1}
_HIGHEST_INTEGER = {"step": 6, "year": 2199, "severity": 5, "likelihood": 5}


def _integer(cell: Cell, *, notation: Notation, low: int, high: int | None) -> int:
    value = cells.integer(cell, notation)
    if value < low or (high is not None and value > high):
        raise BadCell(OUT_OF_RANGE, value=value, low=low, high="…" if high is None else high)
    return value


def _percent(cell: Cell, notation: Notation) -> float:
    value = cells.number(cell, notation, percent=True)
    if not 0 <= value <= 100:
        raise BadCell(OUT_OF_RANGE, value=value, low=0, high=100)
    return value


def _positive(cell: Cell, notation: Notation) -> float:
    value = cells.number(cell, notation)
    if value <= 0:
        raise BadCell(OUT_OF_RANGE, value=value, low=0, high="…")
    return value


def _groups(cell: Cell) -> str:
    parts: Iterable[str] = cells.text(cell).replace(",", ";").split(";")
    return ";".join(sorted({part.strip() for part in parts if part.strip()}))
