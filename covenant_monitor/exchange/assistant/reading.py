"""Any workbook or CSV file as sheets of cells, whatever its encoding and wherever its table begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.csv_reader import BAD_QUOTES, NUL, TOO_MANY_ROWS
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.exchange.sheet_cells import SheetCells, read_sheets
from covenant_monitor.exchange.workbook_reader import HIDDEN_COLUMNS, HIDDEN_ROWS, HIDDEN_SHEET
from covenant_monitor.exchange.zip_check import EMPTY, TOO_LARGE, check_csv
from covenant_monitor.language import N_

AS_WINDOWS = N_("The file is not in UTF-8. It is read as Windows-1252, as Excel writes CSV in this country.")
NO_TABLE = N_("There is nothing in this file that could be a table.")
WITH_FILE = N_("{file}: {said}")

WIDER = replace(DEFAULT_LIMITS, columns=600, csv_bytes=50 * MEGABYTE, csv_rows=100_000)
"""How much of a source is read: a column for each of some hundreds of criteria, and all that one looks at by hand."""
_SEPARATORS = ",;\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 30


def read_source(path: Path, limits: Limits = WIDER) -> tuple[list[SheetCells], list[Finding]]:
    """The sheets of a workbook, or the one of a CSV or text file, and what is to be told of the file as a whole.

    Raises Problem for what cannot be read as either, in a sentence that names the file.
    """
    try:
        if path.suffix.lower() in (".csv", ".txt", ".tsv"):
            sheets, findings = _read_csv(path, limits)
        else:
            sheets, findings = read_sheets(path, limits)
    except Refused as refused:
        raise Problem(WITH_FILE, file=path.name, said=refused) from refused
    except OSError as error:
        raise Problem(WITH_FILE, file=path.name, said=error.strerror or str(error)) from error
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise _problem(path, errors[0])
    if not sheets:
        raise Problem(WITH_FILE, file=path.name, said=Problem(NO_TABLE))
    return sheets, findings


def _problem(path: Path, finding: Finding) -> Problem:
    place = ", ".join(filter(None, (path.name, finding.sheet, finding.cell)))
    return Problem(WITH_FILE, file=place, said=Problem(finding.message, **finding.values))


def notes_on(sheet: SheetCells) -> list[Finding]:
    """What somebody who uses a sheet should know of it."""
    told = [
        (sheet.hidden, HIDDEN_SHEET),
        (sheet.hidden_rows, HIDDEN_ROWS),
        (sheet.hidden_columns, HIDDEN_COLUMNS),
    ]
    return [Finding(sheet.source, sheet.name, "", message, {}, "note") for holds, message in told if holds]


def _read_csv(path: Path, limits: Limits) -> tuple[list[SheetCells], list[Finding]]:
    size = path.stat().st_size
    if size > limits.csv_bytes:
        raise Refused(TOO_LARGE, size=size // MEGABYTE, limit=limits.csv_bytes // MEGABYTE)
    data = path.read_bytes()
    if not data:
        raise Refused(EMPTY)
    text, encoding = _decoded(data)
    findings = [Finding(path.name, "", "", AS_WINDOWS, {}, "note")] if encoding == "cp1252" else []
    if "\0" in text:
        raise Refused(NUL, line=text.count("\n", 0, text.index("\0")) + 1)
    lines = text.splitlines()
    skipped = 0
    separator = _separator(lines[:_LOOKED_AT])
    if lines and lines[0][:4].lower() == "sep=" and len(lines[0]) == 5:
        separator, skipped = lines[0][4], 1
        text = text[text.index(lines[0]) + len(lines[0]) :].lstrip("\r\n")
    sheet = SheetCells(path.name, path.stem, notation=Notation(point_decimals=separator == ","))
    _add_rows(sheet, text, separator, skipped, limits, findings)
    return ([sheet] if sheet.rows else []), findings


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding: by its mark, else UTF-8, UTF-16 by its many zeros, or what Windows wrote before."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        start = data[:4096]
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) * 4 > len(start):
            encoding = "utf-16-be" if even > odd else "utf-16-le"
        else:
            check_csv(start)
    for name in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    # A few bytes mean nothing in Windows-1252; the letters around them are not to be lost for those.
    return data.decode(encoding or "cp1252", errors="replace"), encoding or "cp1252"


def _separator(lines: Sequence[str]) -> str:
    """The separator that divides most lines into the same number of parts, which is most often the right one."""

    def score(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines if line.strip()]
        most = max(counts, key=lambda n: (counts.count(n) * (n > 0), n), default=0)
        return (counts.count(most) if most else 0, most)

    return max(_SEPARATORS, key=score)


def _add_rows(
    sheet: SheetCells, text: str, separator: str, skipped: int, limits: Limits, findings: list[Finding]
) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1 + skipped
    try:
        for fields in reader:
            cells = [field if field and not field.isspace() else None for field in fields[: limits.columns]]
            if any(cells):
                sheet.rows[line] = list(cells)
                if len(sheet.rows) > limits.csv_rows:
                    raise Refused(TOO_MANY_ROWS, limit=limits.csv_rows)
            line = reader.line_num + 1 + skipped
    except csv.Error:
        limit = csv.field_size_limit()
        findings.append(Finding(sheet.source, "", cell_name(line, 0), BAD_QUOTES, {"limit": limit}))
