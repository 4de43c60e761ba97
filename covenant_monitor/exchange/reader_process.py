"""The process that reads one workbook, so that no workbook can take the program down or slow it.

It gets the open file as standard input and its limits as arguments, and writes JSON lines to standard output; for
several small files, whose paths it gets, one after another:

    ["book", {"date1904": bool}]
    ["sheet", name, hidden]             then for a sheet that was asked for:
    ["rows", [[row, [value, ...]], ...]]      any number of times; values as `workbook_cells.SheetReader` describes
    ["end", {"hidden_rows": bool, "hidden_row_numbers": [row], "hidden_columns": [[first, last]],
             "merged": [[top, left, bottom, right]], "repeated": [address]}]
    ["other", name]                     a sheet with cells that was not asked for
    ["unreadable", code, sheet, cell]   and nothing more
    ["done"]                            the whole workbook was read
"""

from __future__ import annotations

import json
import math
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from defusedxml import DefusedXmlException

from covenant_monitor.exchange.limits import EVERY_SHEET, Limits
from covenant_monitor.exchange.sheet_scan import UnreadableError, count_cells, has_values
from covenant_monitor.exchange.workbook_cells import Book, Sheet, SheetReader, open_book

_ROWS_A_LINE = 500
Write = Callable[..., None]


def read_book(file: BinaryIO, out: BinaryIO, limits: Limits, wanted: set[str]) -> None:
    """Write the sheets whose names, in lower case, are in `wanted` (or all), as the lines above, to `out`."""

    def write(*line: object) -> None:
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
        out.write(b"\n")

    sheet_name = ""
    failure = ("", "")
    try:
        book = open_book(file, limits)
        write("book", {"date1904": book.date1904})
        for sheet in book.sheets:
            sheet_name = sheet.name
            name = sheet.name.strip().lower()
            if name in wanted or EVERY_SHEET in wanted:
                _write_sheet(sheet, book, write)
            elif not name.startswith("x_") and has_values(book.archive, sheet.part, limits.cells):
                write("other", sheet.name)
    except UnreadableError as error:
        failure = (error.code, error.cell)
    except DefusedXmlException:
        failure = ("doctype", "")
    except MemoryError:
        failure = ("memory", "")
    except Exception:
        # openpyxl was seen to raise ten types on damaged files, none of them its own.
        traceback.print_exc()
        failure = ("damaged", "")
    # Only here is the memory free again that was in use where the exception was raised.
    code, cell = failure
    if code:
        write("unreadable", code, sheet_name, cell)
    else:
        write("done")


def _write_sheet(sheet: Sheet, book: Book, write: Write) -> None:
    write("sheet", sheet.name, sheet.hidden)
    book.cells_left -= count_cells(book.archive, sheet.part, book.cells_left, book.limits.rows)
    rows: list[object] = []
    with book.archive.open(sheet.part) as stream:
        reader = SheetReader(book, stream)
        for row in reader.rows():
            rows.append(row)
            if len(rows) >= _ROWS_A_LINE:
                write("rows", rows)
                rows.clear()
    write("rows", rows)
    write("end", reader.facts())


def restrict(limits: Limits) -> None:
    """Bound this process where the system can: address space and processor time, and no core file."""
    try:
        import resource
    except ImportError:  # Windows: the limits on parts, cells and characters have to do, and they do.
        return
    bounds = {resource.RLIMIT_CPU: math.ceil(limits.seconds) + 1, resource.RLIMIT_CORE: 0}
    if sys.platform != "darwin":  # macOS knows the limit but refuses to set it.
        bounds[resource.RLIMIT_AS] = limits.memory_bytes
    for kind, most in bounds.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))


def main(arguments: list[str]) -> int:
    """Read standard input, or some files, with the limits and names of sheets that `arguments[0]` holds as JSON."""
    request = json.loads(arguments[0])
    limits = Limits(**request["limits"])
    restrict(limits)
    # openpyxl warns of whatever it does not keep; nothing is kept here.
    warnings.simplefilter("ignore")
    wanted = set(request["wanted"])
    with os.fdopen(1, "wb", closefd=False) as out:
        for path in request.get("paths", ()):
            with Path(path).open("rb") as file:
                read_book(file, out, limits, wanted)
                out.flush()
        if "paths" not in request:
            with os.fdopen(0, "rb", closefd=False) as file:
                read_book(file, out, limits, wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
