"""Reading one CSV file into a table, with a finding for each line that cannot be right."""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path
from typing import TextIO

from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import MEGABYTE, Limits
from covenant_monitor.exchange.raw_table import Cell, Found, Notation, RawTable, read_header
from covenant_monitor.exchange.zip_check import EMPTY, TOO_LARGE, check_csv
from covenant_monitor.language import N_

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

NOT_UTF8 = N_(
    "Line {line} is not in UTF-8, so its accented letters cannot be told. In Excel choose File > Save As > "
    "CSV UTF-8, or save the table as an Excel Workbook (.xlsx)."
)
NUL = N_("Line {line} contains a NUL character. The file is damaged, or it is not a CSV file.")
BAD_QUOTES = N_(
    "From this line on the file cannot be read as CSV: a quotation mark is not closed or not doubled, or a "
    "field is longer than {limit} characters."
)
FEWER_FIELDS = N_("This line has {fields} fields; the headings are {headings}. Is a separator missing?")
MORE_FIELDS = N_(
    "This line has more fields than there are headings ({headings}). Text that contains “{separator}” must "
    "stand between quotation marks."
)
TOO_MANY_ROWS = N_("This table has more than {limit} rows. Import it in parts.")


def read_csv(path: Path, limits: Limits) -> tuple[RawTable | None, list[Finding]]:
    """Read a CSV file: UTF-8 or UTF-16 by its mark, separated by comma, semicolon or tab as its first line
    shows.

    Rows are numbered by the line they begin on. Every cell is text or None. Raises Refused for what is no CSV
    file at all, OSError when it cannot be read.
    """
    size = path.stat().st_size
    if size > limits.csv_bytes:
        raise Refused(TOO_LARGE, size=size // MEGABYTE, limit=limits.csv_bytes // MEGABYTE)
    encoding = _check_bytes(path)
    found = Found(path.name, path.stem)
    with path.open(encoding=encoding, newline="") as text:
        try:
            table = _read_rows(text, found, limits)
        except UnicodeError as error:
            raise Refused(NOT_UTF8, line=_first_bad_line(path, encoding)) from error
    return table, found.findings


def _check_bytes(path: Path) -> str:
    """The encoding. Refuses other kinds of file, and NUL characters, which csv lets through."""
    with path.open("rb") as file:
        chunk = file.read(MEGABYTE)
        check_csv(chunk[:4096])
        if chunk.startswith(_UTF16):
            return "utf-16"
        lines = 1
        while chunk:
            at = chunk.find(b"\0")
            if at >= 0:
                raise Refused(NUL, line=lines + chunk.count(b"\n", 0, at))
            lines += chunk.count(b"\n")
            chunk = file.read(MEGABYTE)
    return "utf-8-sig"


def _first_bad_line(path: Path, encoding: str) -> int:
    if encoding != "utf-16":
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError:
                    return number
    return 1


def _read_rows(text: TextIO, found: Found, limits: Limits) -> RawTable | None:
    first = text.readline()
    skipped = 0
    separator = _separator(first)
    # Excel's own way to name the separator: a first line "sep=;".
    if first[:4].lower() == "sep=" and len(first.rstrip("\r\n")) == 5:
        separator, skipped, first = first[4], 1, text.readline()
    reader = csv.reader(chain([first], text), delimiter=separator, strict=True)
    header: tuple[str, ...] = ()
    width = -1
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    line = header_line = 1 + skipped
    try:
        for fields in reader:
            if len(fields) != width:
                if not any(field.strip() for field in fields):
                    line = reader.line_num + 1 + skipped
                    continue
                if width < 0:
                    header_line = line
                    header = read_header(line, fields, found, limits.columns)
                    width = len(header)
                    line = reader.line_num + 1 + skipped
                    continue
                _check_width(line, fields, width, separator, found)
                fields = fields[:width] + [""] * (width - len(fields))
            cells = tuple([field if field and not field.isspace() else None for field in fields])
            if any(cells):
                rows.append((line, cells))
                if len(rows) > limits.csv_rows:
                    found.add(cell_name(line, 0), TOO_MANY_ROWS, limit=limits.csv_rows)
                    break
            line = reader.line_num + 1 + skipped
    except csv.Error:
        found.add(cell_name(line, 0), BAD_QUOTES, limit=csv.field_size_limit())
    if not header:
        if not found.findings:
            raise Refused(EMPTY)
        return None
    notation = Notation(point_decimals=separator == ",")
    return RawTable(found.source, found.sheet.strip().lower(), header, rows, notation, header_row=header_line)


def _separator(line: str) -> str:
    """The separator that the heading line uses most; names of columns contain none of them."""
    return max(",;\t", key=line.count)


def _check_width(line: int, fields: list[str], width: int, separator: str, found: Found) -> None:
    if len(fields) < width:
        found.add(cell_name(line, len(fields)), FEWER_FIELDS, fields=len(fields), headings=width)
    elif any(field.strip() for field in fields[width:]):
        found.add(cell_name(line, width), MORE_FIELDS, headings=width, separator=separator)
