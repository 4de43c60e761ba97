"""What a new framework version does to the scores of a round, as the rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from PySide6.QtCore import QObject, Qt

from covenant_monitor.domain.scoring import Score
from covenant_monitor.domain.version_effect import Effect, Effects
from covenant_monitor.language import MINUS, NO_NUMBER, Language
from covenant_monitor.names import reason_name
from covenant_monitor_ui.models.participants import QUIET_ROLE, one_line
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, Headed, Index, TableModel, heads_of
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE


class Column(IntEnum):
    """What stands in which column."""

    NAME = 0
    BEFORE = 1
    AFTER = 2
    DIFFERENCE = 3
    CORE = 4
    WHY = 5


_NUMBERS = frozenset({Column.BEFORE, Column.AFTER, Column.DIFFERENCE, Column.CORE})


def difference_text(before: Fraction | None, after: Fraction | None, language: Language) -> str:
    """How much higher or lower, in points: "+1,2"; "–" where there is no number."""
    if before is None or after is None:
        return NO_NUMBER
    text = language.number(after - before)
    return text if text.startswith(MINUS) or not any(sign in text for sign in "123456789") else f"+{text}"


@dataclass(frozen=True, slots=True)
class Row:
    """One participant: texts by column, what they sort by, and whether it is left out of the means."""

    party: str
    texts: tuple[str, ...]
    keys: tuple[object, ...]
    left_out: bool
    provisional: str
    spoken: str


class EffectModel(TableModel):
    """The participants of a round by the size of the difference, or by any column."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: list[Row] = []
        self._heads = heads_of([""] * len(Column))
        self.sort_column: int = Column.DIFFERENCE
        self.descending = False

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._rows

    def show_effects(self, effects: Effects, *, before: str, after: str) -> None:
        """Show what a version does; `before` and `after` are the names of both."""
        _ = self._language.gettext
        version = _("Version {version}")
        self.beginResetModel()
        texts = [
            _("Participant"), version.format(version=one_line(before)), version.format(version=one_line(after)),
            _("Difference"), _("Common core"), _("Left out of the means"),
        ]  # fmt: skip
        self._heads = heads_of(texts, _NUMBERS)
        self._rows = [self._row(effect) for effect in effects.each]
        self._sort()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        before = list(self._rows)
        self.sort_column, self.descending = column, order == Qt.SortOrder.DescendingOrder
        self._sort()
        place = {id(row): number for number, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            now = place[id(before[index.row()])]
            self.changePersistentIndex(index, self.index(now, index.column()))
        self.layoutChanged.emit()

    def line_count(self) -> int:
        return len(self._rows)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == DISPLAY:
            return row.texts[column]
        if role == NOTE_ROLE and column == Column.AFTER:
            return row.provisional
        if role == QUIET_ROLE:
            return row.left_out
        return row.spoken if role == SPOKEN else None

    def _sort(self) -> None:
        column = self.sort_column
        there = [row for row in self._rows if row.keys[column] is not None]
        missing = [row for row in self._rows if row.keys[column] is None]
        there.sort(key=lambda row: row.keys[Column.NAME])  # type: ignore[arg-type, return-value]
        there.sort(key=lambda row: row.keys[column], reverse=self.descending)  # type: ignore[arg-type, return-value]
        missing.sort(key=lambda row: row.keys[Column.NAME])  # type: ignore[arg-type, return-value]
        self._rows = [*there, *missing]

    def _row(self, effect: Effect) -> Row:
        language = self._language
        before, after = effect.before.score, effect.after.score
        name = one_line(effect.case.name)
        why = reason_name(effect.left_out, language) if effect.left_out is not None else ""
        texts = (
            name,
            language.percent(before),
            language.percent(after),
            difference_text(before, after, language),
            language.percent(effect.core),
            why,
        )
        change = after - before if before is not None and after is not None else None
        keys = (language.sort_key(name), before, after, change, effect.core, why)
        provisional = _provisional(effect.after, language)
        said = [f"{head.heading} {text}" for head, text in zip(self._heads[1:], texts[1:], strict=True) if text]
        return Row(effect.case.party, texts, keys, bool(why), provisional, ", ".join([name, *said]))


def _provisional(score: Score, language: Language) -> str:
    """A quiet word before a score that rests on only part of what applies."""
    return language.gettext("prov.") if score.score is not None and score.rated < score.applicable else ""
