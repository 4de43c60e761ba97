"""The process that reads one workbook, so that no workbook can take the program down or slow it.

It gets the open file as standard input and its limits as arguments, and writes JSON lines to standard output:

    ["book", {"date1904": bool}]
    ["sheet", name, hidden]             then for a sheet that was asked for:
    ["rows", [[row, [value, ...]], ...]]      any number of times; values as `sheet_xml.SheetReader` describes
    ["end", {"hidden_rows": bool, "hidden_columns": [[first, last]], "merged": [[top, left, bottom, right]],
             "repeated": [address]}]
    ["other", name]                     a sheet with cells that was not asked for
    ["unreadable", code, sheet, cell]   and nothing more
    ["done"]                            the whole workbook was read
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from typing import BinaryIO
from zipfile import ZipFile

from covenant_monitor.exchange.limits import MEGABYTE, Limits
from covenant_monitor.exchange.sheet_xml import SheetReader, Value
from covenant_monitor.exchange.workbook_xml import Book, Sheet, UnreadableError, damage, open_book

_ROWS_A_LINE = 500
_LONG_SHEET = 10 * MEGABYTE
Write = Callable[..., None]


class _CellSeenError(Exception):
    """A sheet that nobody asked for has a cell: that is all there is to know of it."""


def read_book(file: BinaryIO, out: BinaryIO, limits: Limits, wanted: set[str]) -> None:
    """Write the sheets whose names, in lower case, are in `wanted`, as the lines above, to `out`."""

    def write(*line: object) -> None:
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
        out.write(b"\n")

    sheet_name = ""
    try:
        with damage():
            archive, book = open_book(file, limits)
            write("book", {"date1904": book.date1904})
            for sheet in book.sheets:
                sheet_name = sheet.name
                name = sheet.name.strip().lower()
                if name in wanted:
                    _write_sheet(archive, sheet, book, limits, write)
                elif not name.startswith("x_") and _has_cells(archive, sheet, book, limits):
                    write("other", sheet.name)
        write("done")
    except UnreadableError as error:
        write("unreadable", error.code, sheet_name, error.cell)
    except MemoryError:
        write("unreadable", "memory", sheet_name, "")


def _write_sheet(archive: ZipFile, sheet: Sheet, book: Book, limits: Limits, write: Write) -> None:
    write("sheet", sheet.name, sheet.hidden)
    rows: list[tuple[int, list[Value | None]]] = []

    def emit(row: int, values: list[Value | None]) -> None:
        rows.append((row, values))
        if len(rows) >= _ROWS_A_LINE:
            write("rows", rows)
            rows.clear()

    reader = SheetReader(book, limits, emit)
    if archive.getinfo(sheet.part).file_size > _LONG_SHEET:
        with archive.open(sheet.part) as stream:
            reader.refuse_long(stream)
    with archive.open(sheet.part) as stream:
        reader.read(stream)
    write("rows", rows)
    write(
        "end",
        {
            "hidden_rows": reader.hidden_rows,
            "hidden_columns": reader.hidden_columns,
            "merged": reader.merged,
            "repeated": reader.repeated,
        },
    )


def _has_cells(archive: ZipFile, sheet: Sheet, book: Book, limits: Limits) -> bool:
    def emit(_row: int, _values: list[Value | None]) -> None:
        raise _CellSeenError

    try:
        with archive.open(sheet.part) as stream:
            SheetReader(book, limits, emit).read(stream)
    except _CellSeenError:
        return True
    return False


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
    """Read standard input with the limits and names that `arguments[0]` holds as JSON."""
    request = json.loads(arguments[0])
    limits = Limits(**request["limits"])
    restrict(limits)
    with os.fdopen(0, "rb", closefd=False) as file, os.fdopen(1, "wb", closefd=False) as out:
        read_book(file, out, limits, set(request["wanted"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
