"""The internal annual workbook of a covenant, against XlsxWriter writing the same bare cells: time, and memory.

150 participants, six rounds, 60 criteria, all of them rated. Bare cells have no look, no tables, no charts and no page
set-up; formulas are written with their results, as ours are. Both start from what is in memory already: the round's
content here, the values of the cells there.

    python -m benchmarks annual-workbook
"""

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import openpyxl
from xlsxwriter import Workbook

from benchmarks.table import Figure
from benchmarks.timing import interleaved, timed
from benchmarks.wide import Size, make_wide
from covenant_monitor.exchange.annual_workbook.source import read_beside
from covenant_monitor.exchange.annual_workbook.workbook import write_round_workbook
from covenant_monitor.language import language
from covenant_monitor.store import queries
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import open_store

SIZE = Size(1, 150, 6)
REPETITIONS = 5
MOST_TIMES, MOST_MEMORY = 1.3, 40
_COVENANT = "CONVENANT-01"
_MIB = 2**20

Cells = Sequence[tuple[str, Sequence[tuple[int, int, Any, Any]]]]
"""Sheets by name, with (row, column, value, None) or (row, column, formula, its result)."""


def measure(size: Size = SIZE) -> list[Figure]:
    """Time in turns, and the peak of memory each in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "wide.covenant"
        make_wide(file, size)
        ours = _ours(file, folder / "ours.xlsx")
        ours()
        cells = _cells(folder / "ours.xlsx")
        kept = folder / "cells.pickle"
        kept.write_bytes(pickle.dumps(cells))
        times, bare = interleaved(
            REPETITIONS, timed(ours), timed(lambda: write_bare(folder / "bare.xlsx", cells)), warm=False
        )
        more = _peak("ours", file) - _peak("bare", kept)
    n = sum(len(of_sheet) for _, of_sheet in cells)
    said = f"annual workbook of {size} ({n:,} cells) / XlsxWriter, the same bare cells"
    memory = f"the same: {more / _MIB:.1f} MiB more at its peak, where {MOST_MEMORY} is the most"
    return [
        Figure(said, median(times), median(bare), most=MOST_TIMES),
        Figure(memory, median(times), median(bare)),
    ]


def _ours(file: Path, out: Path) -> Callable[[], object]:
    with open_store(file, read_only=True) as store:
        last = queries.rounds(store, _COVENANT)[-1].code
        content, beside = round_content(store, _COVENANT, last), read_beside(store, _COVENANT, last)
    return lambda: write_round_workbook(out, content, language=language("nl"), beside=beside)


def _cells(path: Path) -> Cells:
    """What stands in the cells of a workbook."""
    formulas, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    found = []
    for sheet in formulas:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    is_formula = cell.data_type == "f"
                    value = results[sheet.title].cell(cell.row, cell.column).value if is_formula else None
                    cells.append((cell.row - 1, cell.column - 1, cell.value, value))
        found.append((sheet.title, cells))
    return found


def write_bare(path: Path, cells: Cells) -> None:
    """Write just the values."""
    workbook = Workbook(path)
    for name, of_sheet in cells:
        sheet = workbook.add_worksheet(name)
        for row, column, value, result in of_sheet:
            if result is not None:
                sheet.write_formula(row, column, value, None, result)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, datetime | date):
                sheet.write_datetime(row, column, value)
            else:
                sheet.write_number(row, column, value)
    workbook.close()


def _peak(which: str, source: Path) -> int:
    """The highest that the memory of a process goes while it writes, above what it has at the start, in bytes."""
    command = [sys.executable, "-m", "benchmarks.annual_workbook", which, str(source)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _main(which: str, source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.xlsx"
        work: Callable[[], object] = partial(write_bare, out, _kept(source)) if which == "bare" else _ours(source, out)
        before = _resident()
        start = perf_counter()
        work()
        print(f"{perf_counter() - start:.2f} s", file=sys.stderr)
        print(_highest() - before)


def _kept(source: Path) -> Cells:
    """The cells that the other process put there just now."""
    kept: Cells = pickle.loads(source.read_bytes())
    return kept


def _resident() -> int:
    return _status("VmRSS")


def _highest() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    """A figure about this process that Linux keeps, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
