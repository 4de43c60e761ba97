"""Sheets as other people make them, and the extracts of real ones in `sources/`."""

from collections.abc import Sequence
from pathlib import Path

from covenant_monitor.exchange.assistant.reading import read_source
from covenant_monitor.exchange.raw_table import Cell, Notation
from covenant_monitor.exchange.sheet_cells import SheetCells

SOURCES = Path(__file__).parent / "sources"


def sheet(*rows: Sequence[Cell], first: int = 1, name: str = "Blad1") -> SheetCells:
    """A sheet whose rows begin at `first`; an empty one is not there, as in a file."""
    made = SheetCells("bron.xlsx", name, notation=Notation(point_decimals=False))
    made.rows = {number: list(row) for number, row in enumerate(rows, first) if row}
    return made


def source(name: str) -> SheetCells:
    """The sheet of an extract."""
    (found,), _findings = read_source(SOURCES / name)
    return found
