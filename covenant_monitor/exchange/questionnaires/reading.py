"""Questionnaires that came back: which files are such, and reading many at once, each bounded and by another process.

What stands where in one is for `layout`; what the answers mean for `answers`, which knows
the framework.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.findings import Refused
from covenant_monitor.exchange.limits import MEGABYTE, Limits
from covenant_monitor.exchange.questionnaires.layout import Returned, understand
from covenant_monitor.exchange.questionnaires.marks import MAGIC, Column, column_mark
from covenant_monitor.exchange.reading import NO_SUCH_FILE, NOT_A_FILE, UNREADABLE
from covenant_monitor.exchange.sheet_cells import Read, read_sheets, read_sheets_of_many
from covenant_monitor.exchange.zip_check import check_workbook
from covenant_monitor.store.opening import is_open_here

Progress = Callable[[int, int], None]

LIMITS = Limits(rows=20_000, cells=300_000, workbook_bytes=30 * MEGABYTE)
_AT_ONCE = min(4, os.cpu_count() or 1)
_BATCH, _SMALL = 10, MEGABYTE
_PEEK_BYTES, _PEEK_PARTS = 400_000, 40
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"})
"""What is looked at in a folder. Those that cannot be read are there to be told, rather than passed over."""

_MARKS = (MAGIC.encode(), column_mark(Column.ANSWER).encode())


def is_questionnaire(path: Path) -> bool:
    """Whether a workbook has the mark of a questionnaire in it. Only looks for its text; nothing is parsed.

    False for whatever is no workbook: whoever reads it then says what it is.
    """
    # The covenant file itself is not even read: that would let go of the lock on it.
    if path.suffix.lower() == ".csv" or not path.is_file() or is_open_here(path):
        return False
    try:
        with path.open("rb") as file:
            check_workbook(file, LIMITS)
            file.seek(0)
            with ZipFile(file) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(".xml")]
                names.sort(key=lambda name: "sharedstrings" not in name.lower())
                for name in names[:_PEEK_PARTS]:
                    with archive.open(name) as part:
                        start = part.read(_PEEK_BYTES)
                        if any(mark in start for mark in _MARKS):
                            return True
    except (Refused, OSError, BadZipFile, ValueError, EOFError, NotImplementedError):
        return False
    except Exception as error:  # zlib's own has no public name in every version
        if type(error).__module__ == "zlib":
            return False
        raise
    return False


def all_questionnaires(sources: Sequence[Path]) -> bool:
    """Whether every source is a returned questionnaire, or a folder with one in it.

    What cannot be opened at all, such as a workbook with a password, goes with the questionnaires that are beside it:
    reading it says what is wrong.

    Raises:
        Problem: some are, and others are tables; these are imported apart.
    """
    others = [source for source in sources if not _is_returned(source)]
    if len(others) == len(sources):
        return False
    if any(map(_can_be_table, others)):
        raise Problem("Some of these are questionnaires and some are tables. Import the questionnaires apart.")
    return True


def _can_be_table(source: Path) -> bool:
    if source.is_dir() or source.suffix.lower() == ".csv":
        return True
    try:
        with source.open("rb") as file:
            check_workbook(file, LIMITS)
    except (Refused, OSError):
        return False
    return True


def _is_returned(source: Path) -> bool:
    return any(map(is_questionnaire, files_in([source]))) if source.is_dir() else is_questionnaire(source)


def files_in(sources: Sequence[Path]) -> list[Path]:
    """The files among the sources, and the workbooks in folders among them. Raises Problem for what is not there."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            names = sorted(source.iterdir(), key=lambda path: path.name.casefold())
            # What begins with ~$ is the lock of an open workbook; with a dot, what systems leave behind.
            found += [
                path
                for path in names
                if path.suffix.lower() in _WORKBOOKS and not path.name.startswith(("~$", ".")) and path.is_file()
            ]
        elif source.is_file():
            found.append(source)
        else:
            raise Problem(NOT_A_FILE if source.exists() else NO_SUCH_FILE, path=source)
    return found


def read_questionnaires(sources: Sequence[Path], *, progress: Progress | None = None) -> list[Returned]:
    """Read the workbooks, several at once. What is wrong with one is among its findings, so that all are looked at.

    `progress` is called with how many of how many are read; it may raise to stop.

    Raises Problem where a source is not there.
    """
    paths = files_in(sources)
    tell = progress or (lambda done, of: None)
    tell(0, len(paths))
    found: list[Returned] = []
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        try:
            for batch in readers.map(_read_batch, [paths[at : at + _BATCH] for at in range(0, len(paths), _BATCH)]):
                found += batch
                tell(len(found), len(paths))
        except BaseException:
            readers.shutdown(cancel_futures=True)
            raise
    return found


def _read_batch(paths: Sequence[Path]) -> list[Returned]:
    """Read some workbooks: the small ones together, and what that did not give one by one."""
    small = [path for path in paths if path.is_file() and path.stat().st_size < _SMALL]
    read = read_sheets_of_many(small, LIMITS) if len(small) > 1 else {}
    return [read_questionnaire(path, read.get(path)) for path in paths]


def read_questionnaire(path: Path, read: Read | None = None) -> Returned:
    """Understand one workbook, which is `read` already or is read now.

    It is never a reason to raise: its findings say what is wrong with it.
    """
    returned = Returned(path)
    try:
        returned.sha256 = digest_of(path)
        sheets, findings = read or read_sheets(path, LIMITS)
    except Refused as refusal:
        returned.findings.append(returned.finding(refusal.message, **refusal.values))
        return returned
    except OSError as error:
        returned.findings.append(
            returned.finding(UNREADABLE, path=path.name, reason=error.strerror or type(error).__name__)
        )
        return returned
    except Problem as problem:  # the reader crashed or took too long
        returned.findings.append(returned.finding(problem.message, **problem.values))
        return returned
    returned.findings += findings
    if not any(finding.severity == "error" for finding in findings):
        understand(returned, sheets)
    return returned


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        whole = sha256()
        while block := file.read(MEGABYTE):
            whole.update(block)
    return whole.hexdigest()
