"""What a row of a returned questionnaire means: the rating that it gives, and what is odd about its cells.

An empty cell leaves alone what the file has; a dash clears it. What cannot be used is told, and leaves it alone too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from covenant_monitor.domain.model import LEVEL_VALUES, Level, Rating, Scale, exact
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.binding import OFF_SCALE
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.questionnaires.layout import Returned, ReturnedRow
from covenant_monitor.exchange.questionnaires.marks import ENTERED, Column
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage
from covenant_monitor.exchange.workbook_reader import NO_SUCH_DAY
from covenant_monitor.language import N_

NO_REASON = N_("It says not applicable, without a reason. Ask why; the answer is not taken in.")
REASON_IGNORED = N_(
    "There is a reason why it is not applicable, but the answer is another one. The reason is left out."
)
REASON_ALONE = N_(
    "There is a reason why it is not applicable, but no answer. Ask which is meant; the reason is not taken in."
)
ANSWER_IS_DAY = N_(
    "This cell holds the date {day}, where an answer belongs; spreadsheet programs make a date of 1-2, for instance."
    " Ask which answer is meant."
)
NUMBER_IS_NO_DAY = N_(
    "This cell holds the number {number}, shown as a day that does not exist. Ask what is meant; it is not taken in."
)
TYPED_NUMBER = N_("“{text}” was typed as text. It is read as the number {number}.")
TYPED_DAY = N_("“{text}” was typed as text. It is read as {day}.")
SERIAL_DAY = N_("This cell holds the number {number}, which is read as {day}.")

# Programs and telephones make a longer dash of the one on the keyboard.
_DASHES = frozenset("-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")


def is_filled(row: ReturnedRow) -> bool:
    """Whether the company wrote something in a row."""
    return any(entered(row))


def entered(row: ReturnedRow) -> tuple[str, ...]:
    """What it wrote, as texts to compare rows by."""
    return tuple(_shown(row.cells.get(column)) for column in ENTERED)


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code or "?"
    return f"{float(cell):g}%" if isinstance(cell, Percentage) else str(cell).strip()


def rating_of(one: Returned, row: ReturnedRow, scale: Scale, before: Rating) -> tuple[Rating, list[Finding]]:
    """The rating that a row gives where the file has `before`, and what is to be told of its cells."""
    reader = _RowReader(one, row, scale)
    after = reader.answer(before)
    after = replace(
        after,
        evidence=reader.text(Column.EVIDENCE, before.evidence),
        evidence_date=reader.day(before.evidence_date),
        note=reader.text(Column.NOTE, before.note),
    )
    return after, reader.findings


class _RowReader:
    def __init__(self, one: Returned, row: ReturnedRow, scale: Scale) -> None:
        self.one = one
        self.row = row
        self.scale = scale
        self.notation = one.sheet.notation if one.sheet else Notation()
        self.findings: list[Finding] = []

    def answer(self, before: Rating) -> Rating:
        """The value or n.a., with its reason."""
        cell = self._given(Column.ANSWER)
        reason = self.text(Column.REASON, "")
        if cell is None:
            if reason and before.not_applicable:
                return replace(before, na_reason=reason)
            if reason and not isinstance(self.row.cells.get(Column.ANSWER), CellError):
                self._tell(Column.REASON, REASON_ALONE, {})
            return before
        if _is_dash(cell):
            if reason:
                self._tell(Column.REASON, REASON_IGNORED, {}, note=True)
            return replace(before, value=None, not_applicable=False, na_reason="")
        if self.scale.by_level and isinstance(cell, date):
            self._tell(Column.ANSWER, ANSWER_IS_DAY, {"day": cell})
            return before
        try:
            meant = cells.rating(cell, self.notation, levels=self.scale.by_level)
        except BadCell as bad:
            self._tell(Column.ANSWER, bad.message, bad.values)
            return before
        if meant == "na":
            reason = reason or before.na_reason
            if not reason:
                self._tell(Column.REASON, NO_REASON, {})
                return before
            return replace(before, value=None, not_applicable=True, na_reason=reason)
        if reason:
            self._tell(Column.REASON, REASON_IGNORED, {}, note=True)
        if isinstance(meant, str):
            return replace(before, value=LEVEL_VALUES[Level(meant)], not_applicable=False, na_reason="")
        low, high = float(self.scale.minimum), float(self.scale.maximum)
        if not low <= meant <= high:
            self._tell(Column.ANSWER, OFF_SCALE, {"value": meant, "low": low, "high": high})
            return before
        if isinstance(cell, str):
            self._tell(Column.ANSWER, TYPED_NUMBER, {"text": cell.strip(), "number": meant}, note=True)
        return replace(before, value=exact(meant), not_applicable=False, na_reason="")

    def text(self, column: Column, before: str) -> str:
        """A text."""
        cell = self._given(column)
        if cell is None:
            return before
        try:
            text = cells.text(cell)
            # A dash that is there already was no order of the company's.
            return "" if _is_dash(cell) and text != before else text
        except BadCell as bad:
            self._tell(column, bad.message, bad.values)
            return before

    def day(self, before: date | None) -> date | None:
        """The date of the evidence."""
        cell = self._given(Column.DAY)
        if cell is None:
            return before
        if _is_dash(cell):
            return None
        try:
            found = cells.day(cell, self.notation)
        except BadCell as bad:
            self._tell(Column.DAY, bad.message, bad.values)
            return before
        if isinstance(cell, str):
            self._tell(Column.DAY, TYPED_DAY, {"text": cell.strip(), "day": found}, note=True)
        elif not isinstance(cell, date):
            self._tell(Column.DAY, SERIAL_DAY, {"number": cell, "day": found}, note=True)
        return found

    def _given(self, column: Column) -> Cell:
        """What is typed in a cell; None for nothing, and for what cannot be used, which is told."""
        cell = self.row.cells.get(column)
        if isinstance(cell, CellError):
            if (finding := self.one.unusable(self.row, column)) is not None:
                if finding.message == NO_SUCH_DAY:
                    self._tell(column, NUMBER_IS_NO_DAY, {"number": float(str(finding.values["serial"]))})
                else:
                    self.findings.append(finding)
            return None
        return None if isinstance(cell, str) and not cell.strip() else cell

    def _tell(self, column: Column, message: str, values: Mapping[str, object], *, note: bool = False) -> None:
        self.findings.append(self.one.finding_at(self.row, column, message, values, note=note))


def _is_dash(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in _DASHES
