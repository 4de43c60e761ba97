"""Questionnaires that came back: whose they are, and what stands in the cells that the company writes in.

Nothing of the layout is relied on: sheets, columns and rows may be moved, inserted, deleted, hidden, sorted or renamed.
A questionnaire is known by a mark in a cell, a column by a mark or its heading, a row by the code of its criterion.
What the answers mean is for `questionnaire_answers`, which knows the framework.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import cell_name
from covenant_monitor.exchange.findings import Finding, Refused
from covenant_monitor.exchange.limits import MEGABYTE, Limits
from covenant_monitor.exchange.questionnaire_marks import (
    ENTERED,
    HEADINGS,
    MAGIC,
    PARTICIPANT,
    ROUND,
    Column,
    Identity,
    UnknownMark,
    column_headed,
    column_mark,
    column_marked,
    identity_in,
)
from covenant_monitor.exchange.raw_table import Cell
from covenant_monitor.exchange.reading import NO_SUCH_FILE, NOT_A_FILE, UNREADABLE
from covenant_monitor.exchange.sheet_cells import Read, SheetCells, read_sheets, read_sheets_of_many
from covenant_monitor.exchange.workbook_reader import MERGED, TWICE
from covenant_monitor.exchange.zip_check import check_workbook
from covenant_monitor.language import N_, Language, language
from covenant_monitor.store.opening import is_open_here

Progress = Callable[[int, int], None]

LIMITS = Limits(rows=20_000, cells=300_000, workbook_bytes=30 * MEGABYTE)
_AT_ONCE = min(4, os.cpu_count() or 1)
_BATCH, _SMALL = 10, MEGABYTE
_PEEK_BYTES, _PEEK_PARTS = 400_000, 40

_MARKS = (MAGIC.encode(), column_mark(Column.ANSWER).encode())

NO_MARK = N_(
    "This is no questionnaire of this program, or the hidden cell that says whose it is was deleted. Ask for the"
    " workbook that was sent, filled in."
)
BROKEN_MARK = N_(
    "The hidden cell that says whose questionnaire this is was changed, or a newer version of the program made it. Ask"
    " for the workbook that was sent, filled in."
)
TWO_MARKS = N_(
    "This workbook has parts of two questionnaires: of {one}, round {round}, and of {other}, round {other_round}. Ask"
    " for one workbook of each."
)
NO_SHEET = N_("No sheet of this workbook has the columns of the questionnaire. Ask for it with its columns.")
NO_COLUMN = N_("The column “{heading}” is missing. What was in it is not read.")
NO_CODES = N_("The column with the codes of the criteria is missing. Rows are found by the text of the criterion.")
BY_HEADINGS = N_("The hidden row over the columns is gone. They are found by their headings.")
HIDDEN = N_("Rows or columns of this sheet are hidden. They are read too.")
MERGED_BESIDE = N_("The cells {area} are merged. Their value is read as that of the first one.")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row with a code, or with the text of a criterion: its cells by column."""

    number: int
    code: str
    text: str
    cells: Mapping[Column, Cell]


@dataclass(slots=True)
class Returned:
    """One workbook that came back. `identity` is None, and there are no rows, where it cannot be known whose it is."""

    path: Path
    sha256: str = ""
    identity: Identity | None = None
    sheet: SheetCells | None = None
    rows: list[ReturnedRow] = field(default_factory=list)
    places: dict[Column, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    party_shown: str = ""
    round_shown: str = ""

    def finding(self, message: str, **values: object) -> Finding:
        """An error about the whole workbook."""
        return Finding(self.path.name, "", "", message, values)

    def note(self, message: str, **values: object) -> Finding:
        """Something to know about the sheet with the answers."""
        return Finding(self.path.name, self.sheet.name if self.sheet else "", "", message, values, "note")

    def address(self, row: ReturnedRow, column: Column) -> str:
        """The address of a cell of a row, or of its code where its column is gone."""
        return cell_name(row.number, self.places.get(column, self.places.get(Column.CRITERION, 0)))

    def finding_at(
        self, row: ReturnedRow, column: Column, message: str, values: Mapping[str, object], *, note: bool = False
    ) -> Finding:
        """An error, or a note, at a cell of a row."""
        sheet = self.sheet.name if self.sheet else ""
        return Finding(self.path.name, sheet, self.address(row, column), message, values, "note" if note else "error")

    def unusable(self, row: ReturnedRow, column: Column) -> Finding | None:
        """What is wrong with a cell that holds an error, or a formula without a result."""
        place = self.places.get(column, -1)
        return self.sheet.unusable.get((row.number, place)) if self.sheet else None


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

    Raises:
        Problem: some are, and others are not; tables are imported apart.
    """
    found = [_is_returned(source) for source in sources]
    if any(found) and not all(found):
        raise Problem("Some of these are questionnaires and some are tables. Import the questionnaires apart.")
    return bool(found) and all(found)


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
                if path.suffix.lower() == ".xlsx" and not path.name.startswith(("~$", ".")) and path.is_file()
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
        _understand(returned, sheets)
    return returned


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        whole = sha256()
        while block := file.read(MEGABYTE):
            whole.update(block)
    return whole.hexdigest()


def _understand(returned: Returned, sheets: Sequence[SheetCells]) -> None:
    identity = _identity(returned, sheets)
    if identity is None:
        return
    languages = {code: language(code) for code in ("nl", "en")}
    candidates = [(found, sheet) for sheet in sheets for found in [_columns(sheet, languages)] if found is not None]
    if not candidates:
        returned.findings.append(returned.finding(NO_SHEET))
        return
    (marked, places), sheet = max(candidates, key=lambda one: (one[0][0], len(one[0][1])))
    returned.identity, returned.sheet, returned.places = identity, sheet, places
    _tell_columns(returned, marked)
    _rows(returned, languages)
    _tell_layout(returned)
    returned.party_shown = _shown(sheet, PARTICIPANT, languages)
    returned.round_shown = _shown(sheet, ROUND, languages)


def _identity(returned: Returned, sheets: Sequence[SheetCells]) -> Identity | None:
    """Whose it is, by the marks that are left; several have to say the same."""
    known: list[Identity] = []
    broken = False
    for sheet in sheets:
        for cells in sheet.rows.values():
            for cell in cells:
                try:
                    identity = identity_in(cell)
                except UnknownMark:
                    broken = True
                else:
                    if identity is not None and identity not in known:
                        known.append(identity)
    if len(known) > 1:
        one, other = known[:2]
        returned.findings.append(
            returned.finding(TWO_MARKS, one=one.party, round=one.round, other=other.party, other_round=other.round)
        )
        return None
    if not known:
        returned.findings.append(returned.finding(BROKEN_MARK if broken else NO_MARK))
        return None
    return known[0]


def _columns(sheet: SheetCells, languages: Mapping[str, Language]) -> tuple[bool, dict[Column, int]] | None:
    """Where the columns are, and whether their marks say so; None where there is no column of answers.

    Where it says them in more than one row, such as after rows were copied, the row with the most of them counts.
    """
    for marked in (True, False):
        best: dict[Column, int] = {}
        for cells in sheet.rows.values():
            found: dict[Column, int] = {}
            for place, cell in enumerate(cells):
                column = column_marked(cell) if marked else column_headed(cell, languages)
                if column is not None:
                    found.setdefault(column, place)
            if len(found) > len(best):
                best = found
        if Column.ANSWER in best and (Column.CRITERION in best or Column.TEXT in best):
            return marked, best
    return None


def _tell_columns(returned: Returned, marked: bool) -> None:
    assert returned.sheet is not None
    name = returned.sheet.name

    def note(message: str, **values: object) -> None:
        returned.findings.append(Finding(returned.path.name, name, "", message, values, "note"))

    if not marked:
        note(BY_HEADINGS)
    if Column.CRITERION not in returned.places:
        note(NO_CODES)
    for column in ENTERED:
        if column not in returned.places:
            note(NO_COLUMN, heading=_Heading(column))


class _Heading:
    """The heading of a column, in the reader's language."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def text(self, words: Language) -> str:
        return words.gettext(HEADINGS[self.column])


def _tell_layout(returned: Returned) -> None:
    """What is to be told of the sheet's make-up, once its rows are known."""
    sheet = returned.sheet
    assert sheet is not None
    hidden_rows = {row.number for row in returned.rows} & sheet.hidden_rows
    if sheet.hidden or sheet.hidden_columns or hidden_rows:
        returned.findings.append(Finding(sheet.source, sheet.name, "", HIDDEN, severity="note"))
    for address in dict.fromkeys(sheet.repeated):
        returned.findings.append(Finding(sheet.source, sheet.name, address, TWICE))


def _rows(returned: Returned, languages: Mapping[str, Language]) -> None:
    sheet, places = returned.sheet, returned.places
    assert sheet is not None
    for number in sorted(sheet.rows):
        cells = {column: sheet.cell(number, place) for column, place in places.items()}
        if column_marked(cells.get(Column.ANSWER)) or column_headed(cells.get(Column.ANSWER), languages):
            continue
        code, text = _words(cells.get(Column.CRITERION)), _words(cells.get(Column.TEXT))
        said = code or (text and Column.CRITERION not in places) or any(_words(cells.get(one)) for one in ENTERED)
        if said and not _is_mark(sheet, number):
            returned.rows.append(ReturnedRow(number, code, text, cells))
    _unmerge(returned)


def _is_mark(sheet: SheetCells, number: int) -> bool:
    """Whether a row has the mark of the workbook in it, and so no answer."""
    return any(isinstance(cell, str) and cell.strip().startswith(MAGIC) for cell in sheet.rows[number])


def _unmerge(returned: Returned) -> None:
    """Tell of merged cells in which answers stand; of those over several rows it is not clear whose the answer is."""
    sheet = returned.sheet
    assert sheet is not None
    for top, left, bottom, right in sheet.merged:
        touched = [column for column in ENTERED if left <= returned.places.get(column, -1) <= right]
        rows = [row for row in returned.rows if row.code and top <= row.number <= bottom]
        if not touched or not any(_words(row.cells.get(one)) for row in rows for one in ENTERED):
            continue
        area = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        if top == bottom:
            returned.findings.append(sheet.note(top, left, MERGED_BESIDE, area=area))
            continue
        returned.findings.append(sheet.finding(top, left, MERGED, area=area))
        for place, row in enumerate(returned.rows):
            if top <= row.number <= bottom:
                kept = {column: cell for column, cell in row.cells.items() if column not in touched}
                returned.rows[place] = ReturnedRow(row.number, row.code, row.text, kept)


def _shown(sheet: SheetCells, label: str, languages: Mapping[str, Language]) -> str:
    """What stands, in sight, beside a label above the table; "" where it is not there any more."""
    labels = {words.gettext(label).casefold() for words in languages.values()}
    for cells in sheet.rows.values():
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and cell.strip().casefold() in labels:
                beside = [_words(value) for value in cells[place + 1 :]]
                return next(filter(None, beside), "")
    return ""


def _words(cell: Cell) -> str:
    """The text of a cell on one line; "" for none. A code that a spreadsheet took for a number is that number."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())
