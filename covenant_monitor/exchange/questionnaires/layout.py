"""Where the answers stand in a questionnaire that came back, whatever was done to its layout.

Sheets, columns and rows may be moved, inserted, deleted, hidden, sorted or renamed: a questionnaire is known by a mark
in a cell, a column by a mark or its heading, a row by the code of its criterion. What is unclear is told, not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from covenant_monitor.exchange.addresses import cell_name, column_letters
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.questionnaires.marks import (
    ENTERED,
    HEADINGS,
    INSTRUCTIONS,
    MAGIC,
    PARTICIPANT,
    ROUND,
    Column,
    Identity,
    UnknownMark,
    column_headed,
    column_marked,
    identity_in,
)
from covenant_monitor.exchange.raw_table import Cell, CellError
from covenant_monitor.exchange.sheet_cells import SheetCells
from covenant_monitor.exchange.workbook_reader import MERGED, TWICE
from covenant_monitor.language import N_, Language, language

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
OTHER_HEADINGS = N_(
    "Headings stand over other columns than the hidden row says. The columns are found by their headings."
)
TWO_SHEETS = N_(
    "There are answers on the sheets “{one}” and “{other}”, and not the same ones. Ask which count, put those on one"
    " sheet, and read the workbook again."
)
OTHER_SHEET = N_("This sheet is not one of the questionnaire. What stands on it is not read.")
OTHER_COLUMN = N_("Column {column} is not one of the questionnaire. What stands in it is not read.")
HIDDEN = N_("Rows or columns of this sheet are hidden. They are read too.")
MERGED_BESIDE = N_("The cells {area} are merged. Their value is read as that of the first one.")

_LANGUAGES = ("nl", "en")
_Places = dict[Column, int]


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


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with the columns of a questionnaire. `how` tells of columns that are not where their marks are, or ""."""

    sheet: SheetCells
    how: str
    places: _Places
    rows: list[ReturnedRow]

    @property
    def rank(self) -> tuple[bool, int]:
        """The sheet with the highest one is taken, where it makes no difference to the answers."""
        return self.how != BY_HEADINGS, len(self.places)

    def answers(self) -> dict[tuple[str, str], list[str]]:
        """What is answered, by code and text of the criterion."""
        found = {(row.code, row.text): [_said(row.cells.get(column)) for column in ENTERED] for row in self.rows}
        return {key: words for key, words in found.items() if any(words)}


def understand(returned: Returned, sheets: Sequence[SheetCells]) -> None:
    """Find in the sheets of a workbook whose it is and what was answered. What is wrong is told among its findings."""
    identity = _identity(returned, sheets)
    if identity is None:
        return
    languages = {code: language(code) for code in _LANGUAGES}
    candidates = [found for sheet in sheets if (found := _find_answers(sheet, languages)) is not None]
    if not candidates:
        returned.findings.append(returned.finding(NO_SHEET))
        return
    chosen = _choose(returned, candidates)
    if chosen is None:
        return
    returned.identity, returned.sheet = identity, chosen.sheet
    returned.places, returned.rows = chosen.places, chosen.rows
    _tell_sheets(returned, [sheet for sheet in sheets if all(sheet is not one.sheet for one in candidates)], languages)
    _tell_columns(returned, chosen.how)
    _unmerge(returned)
    _tell_layout(returned)
    returned.party_shown = _shown(chosen.sheet, PARTICIPANT, languages)
    returned.round_shown = _shown(chosen.sheet, ROUND, languages)


def _choose(returned: Returned, candidates: Sequence[_Found]) -> _Found | None:
    """The sheet whose answers count; None, and told, where two have answers that are not the same."""
    answered = [one for one in candidates if one.answers()]
    chosen = max(answered or candidates, key=lambda one: one.rank)
    for other in answered:
        if other.answers() != chosen.answers():
            one, two = (found.sheet.name for found in candidates if found is chosen or found is other)
            returned.findings.append(returned.finding(TWO_SHEETS, one=one, other=two))
            return None
    return chosen


def _find_answers(sheet: SheetCells, languages: Mapping[str, Language]) -> _Found | None:
    columns = _columns(sheet, languages)
    return None if columns is None else _Found(sheet, *columns, _rows(sheet, columns[1], languages))


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


def _columns(sheet: SheetCells, languages: Mapping[str, Language]) -> tuple[str, _Places] | None:
    """Where the columns are, and what is to be told of how they were found; None where there is no column of answers.

    Cells may be moved without the hidden row over them, and the headings go along: those count where the two differ.
    """
    marked = _most_columns(sheet, column_marked)
    headed = _most_columns(sheet, lambda cell: column_headed(cell, languages))
    if not _is_whole(marked):
        return (BY_HEADINGS, headed) if _is_whole(headed) else None
    if not _is_whole(headed) or all(marked.get(column, place) == place for column, place in headed.items()):
        return "", marked
    taken = set(headed.values())
    left = {column: place for column, place in marked.items() if column not in headed and place not in taken}
    return OTHER_HEADINGS, left | headed


def _most_columns(sheet: SheetCells, column_of: Callable[[Cell], Column | None]) -> _Places:
    """The columns by the row that says most of them: there may be several, such as after rows were copied."""
    best: _Places = {}
    for cells in sheet.rows.values():
        found: _Places = {}
        for place, cell in enumerate(cells):
            if (column := column_of(cell)) is not None:
                found.setdefault(column, place)
        if len(found) > len(best):
            best = found
    return best


def _is_whole(places: _Places) -> bool:
    return Column.ANSWER in places and (Column.CRITERION in places or Column.TEXT in places)


def _tell_sheets(returned: Returned, others: Sequence[SheetCells], languages: Mapping[str, Language]) -> None:
    """Tell of sheets that somebody added: there may be answers in their own words on them."""
    own = {words.gettext(INSTRUCTIONS) for words in languages.values()}
    for sheet in others:
        if sheet.name not in own and not any(_is_mark(sheet, number) for number in sheet.rows):
            returned.findings.append(Finding(returned.path.name, sheet.name, "", OTHER_SHEET, severity="note"))


def _tell_columns(returned: Returned, how: str) -> None:
    if how:
        returned.findings.append(returned.note(how))
    if Column.CRITERION not in returned.places:
        returned.findings.append(returned.note(NO_CODES))
    # Without the texts nobody sees that codes were moved apart from their answers.
    for column in (Column.TEXT, *ENTERED):
        if column not in returned.places:
            returned.findings.append(returned.note(NO_COLUMN, heading=_Heading(column)))
    _tell_other_columns(returned)


def _tell_other_columns(returned: Returned) -> None:
    """Tell of columns that somebody added beside the answers, each at its first cell."""
    sheet, known = returned.sheet, set(returned.places.values())
    assert sheet is not None
    for row in returned.rows:
        for place, cell in enumerate(sheet.rows[row.number]):
            if row.code and place not in known and _said(cell):
                known.add(place)
                values = {"column": column_letters(place)}
                address = cell_name(row.number, place)
                returned.findings.append(Finding(sheet.source, sheet.name, address, OTHER_COLUMN, values, "note"))


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


def _rows(sheet: SheetCells, places: _Places, languages: Mapping[str, Language]) -> list[ReturnedRow]:
    found = []
    for number in sorted(sheet.rows):
        cells = {column: sheet.cell(number, place) for column, place in places.items()}
        if column_marked(cells.get(Column.ANSWER)) or column_headed(cells.get(Column.ANSWER), languages):
            continue
        code, text = _words(cells.get(Column.CRITERION)), _words(cells.get(Column.TEXT))
        said = code or (text and Column.CRITERION not in places) or any(_said(cells.get(one)) for one in ENTERED)
        if said and not _is_mark(sheet, number):
            found.append(ReturnedRow(number, code, text, cells))
    return found


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
        if not touched or not any(_said(row.cells.get(one)) for row in rows for one in ENTERED):
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
    if cell is None or isinstance(cell, CellError):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def _said(cell: Cell) -> str:
    """As `_words`, and something for an error: whoever left one there wanted to say something."""
    return (cell.code or "?") if isinstance(cell, CellError) else _words(cell)
