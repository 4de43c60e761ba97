"""Reading exchange tables from workbooks, CSV files and folders of CSV files, with every finding at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.csv_reader import read_csv
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import DEFAULT_LIMITS, Limits
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.workbook_reader import read_workbook, unknown_table
from covenant_monitor.language import N_

NO_SUCH_FILE = N_("There is no file or folder {path}.")
NOT_A_FILE = N_("{path} is neither a file nor a folder.")
UNREADABLE = N_("{path} could not be read ({reason}).")
NO_CSV = N_("There is no CSV file in this folder.")


def read_tables(
    sources: Sequence[Path], *, table_names: Collection[str], limits: Limits = DEFAULT_LIMITS
) -> tuple[list[RawTable], list[Finding]]:
    """The tables in `sources`, which are .xlsx workbooks, .csv files, or folders with CSV files, in that
    order.

    A sheet or CSV file is a table when its name is in `table_names` (lower case); sheets and files whose
    names begin with x_ are left alone, and any other is a finding. The same table may come from several
    sources. Findings of severity "error" mean that the tables are not to be used. What a file cannot be read
    for is a finding too, so that all sources are looked at; but a source that does not exist or may not be
    read, and a workbook that makes the reader crash or hang, raise Problem.
    """
    tables: list[RawTable] = []
    findings: list[Finding] = []
    for source in sources:
        try:
            for path in _files(source, findings):
                more_tables, more_findings = _read_file(path, table_names, limits)
                tables += more_tables
                findings += more_findings
        except OSError as error:
            raise Problem(UNREADABLE, path=source, reason=error.strerror or str(error)) from error
    return tables, findings


def _files(source: Path, findings: list[Finding]) -> list[Path]:
    if not source.exists():
        raise Problem(NO_SUCH_FILE, path=source)
    if source.is_file():
        return [source]
    if not source.is_dir():
        # A pipe or a device would be waited for.
        raise Problem(NOT_A_FILE, path=source)
    # Names with a dot in front are what macOS and editors leave behind.
    files = sorted(
        path
        for path in source.iterdir()
        if path.suffix.lower() == ".csv" and not path.name.startswith(".") and path.is_file()
    )
    if not files:
        findings.append(Finding(source.name, "", "", NO_CSV))
    return files


def _read_file(path: Path, table_names: Collection[str], limits: Limits) -> tuple[list[RawTable], list[Finding]]:
    try:
        if path.suffix.lower() != ".csv":
            return read_workbook(path, table_names, limits)
        name = path.stem.strip().lower()
        if name.startswith("x_"):
            return [], []
        if name not in table_names:
            return [], [unknown_table(path.name, path.stem, table_names)]
        table, findings = read_csv(path, limits)
        return [] if table is None else [table], findings
    except Refused as refusal:
        return [], [Finding(path.name, "", "", refusal.message, refusal.values)]
