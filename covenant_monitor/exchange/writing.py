"""Writing exchange tables: as a folder of CSV files or as one workbook, so that reading them gives the same
back.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.cells import LONGEST_TEXT, plain_number
from covenant_monitor.exchange.limits import DEFAULT_LIMITS
from covenant_monitor.files import replacing
from covenant_monitor.language import N_

Value = None | str | int | float | bool | date
Table = tuple[str, Sequence[str], Iterable[Sequence[Value]]]

TEXT_TOO_LONG = N_(
    "A workbook's cell holds at most {limit} characters, and {table} {cell} has {length}. Shorten that "
    "text, or export to a folder of CSV files."
)
TOO_MANY_ROWS = N_(
    "The table {table} has more rows than are read back from a workbook ({limit}). Export to a folder of CSV files."
)

_EPOCH = datetime(2000, 1, 1)
FIRST_EXCEL_DAY = date(1900, 3, 1)
_LARGEST_WHOLE = 2**53
_NARROWEST, _WIDEST = 8, 60
_WIDTH_ROWS = 200
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_LOOKS_ESCAPED = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_CONTROL}]))")
_TO_ESCAPE = re.compile(f"[{_CONTROL}]")


def write_csv_folder(folder: Path, tables: Iterable[Table]) -> None:
    """Write every table to `folder`/name.csv: UTF-8, comma, line feed, quotes only where needed, ISO dates.

    The same content gives the same bytes. All files are written before the first old one is replaced. The
    folder is made if need be; other files in it are left alone. Raises Problem where it cannot be written.
    """
    with ExitStack() as stack:
        for name, header, rows in tables:
            target = folder / f"{name}.csv"
            _make_folder(stack, target)
            temporary = stack.enter_context(replacing(target))
            with temporary.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(_LineFeeds(file), lineterminator="\r\n")
                writer.writerow(header)
                writer.writerows([[_field(value) for value in row] for row in rows])


def write_workbook(path: Path, tables: Iterable[Table]) -> None:
    """Write the tables as sheets of one .xlsx workbook: texts as texts, never formulas, real numbers and
    dates.

    Raises Problem where the file cannot be written, and rather than cut a text or leave out a row.
    """
    with replacing(path) as temporary, tempfile.TemporaryDirectory() as scratch:
        workbook = Workbook(temporary, {"constant_memory": True, "tmpdir": scratch})
        workbook.set_properties({"created": _EPOCH})
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        try:
            for name, header, rows in tables:
                sheet = workbook.add_worksheet(name, ExactSheet)
                _write_sheet(sheet, name, header, rows, bold, day)
            workbook.close()
        except FileCreateError as error:
            # XlsxWriter wraps the system's error; `replacing` knows what to say of it.
            raise error.args[0] from error
        finally:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()


def _write_sheet(
    sheet: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]], bold: Any, day: Any
) -> None:
    widths = [len(heading) + 3 for heading in header]
    for column, heading in enumerate(header):
        sheet.write_string(0, column, heading, bold)
    last = 0
    for last, row in enumerate(rows, 1):
        if last >= DEFAULT_LIMITS.rows:
            raise Problem(TOO_MANY_ROWS, table=name, limit=DEFAULT_LIMITS.rows)
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                write_text(sheet, name, last, column, value)
            elif isinstance(value, bool) or not isinstance(value, (int, float, date)):
                sheet.write_string(last, column, _field(value))
            elif isinstance(value, date):
                if isinstance(value, datetime) or value < FIRST_EXCEL_DAY:
                    sheet.write_string(last, column, value.isoformat())
                else:
                    sheet.write_datetime(last, column, value, day)
            elif isinstance(value, int) and abs(value) > _LARGEST_WHOLE:
                sheet.write_string(last, column, str(value))
            else:
                sheet.write_number(last, column, _Exact(plain_number(value)))
            if last <= _WIDTH_ROWS:
                widths[column] = max(widths[column], min(len(_field(value)) + 1, _WIDEST))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(width, _NARROWEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(header) - 1, 0))


def write_text(sheet: Any, name: str, row: int, column: int, text: str) -> None:
    if len(text) > LONGEST_TEXT // 2:
        # Excel counts UTF-16 units: an emoji is two.
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_TEXT:
            cell = cell_name(row + 1, column)
            raise Problem(TEXT_TOO_LONG, limit=LONGEST_TEXT, table=name, cell=cell, length=length)
    sheet.write_string(row, column, _SURROGATES.sub("\ufffd", text))


def _field(value: Value) -> str:
    """A value as a CSV file has it."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value) if not value.isascii() else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return plain_number(value)


def _make_folder(stack: ExitStack, target: Path) -> None:
    """Make the folder of `target`; `replacing` says what is wrong where that cannot be done."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        with replacing(target):
            raise


class _Writable(Protocol):
    def write(self, text: str, /) -> object: ...


class _LineFeeds:
    """Ends lines in a line feed.

    Told to do so itself, csv leaves a lone carriage return in a text unquoted, and readers break the line
    there.
    """

    def __init__(self, file: _Writable) -> None:
        self.file = file

    def write(self, line: str) -> None:
        self.file.write(line[:-2] + "\n")


class _Exact(float):
    """A number that XlsxWriter writes with all its digits, where it would round to 16."""

    def __format__(self, _spec: str) -> str:
        return plain_number(self)


class ExactSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are read back exactly, whatever they look like."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        """XlsxWriter's own rule misses overlaps: "_x0041_x0042_" would come back as something else."""
        data = _LOOKS_ESCAPED.sub("_x005F_", data)
        return _TO_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", data)

    def _xml_rich_inline_string(self, string: str, attributes: Any) -> None:
        """XlsxWriter takes a text "<r>...</r>" for its own markup; we never write any."""
        self._xml_inline_string(string, True, attributes)
