"""What returned questionnaires would change, as the rows of a table that are ticked or not."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from covenant_monitor.exchange.questionnaires.staging import PART_NAMES, StagedChange
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, TIP, Headed, Index, TableModel, heads_of

TICKED_ROLE: Final = int(Qt.ItemDataRole.CheckStateRole)


class Column(IntEnum):
    """What stands in which column."""

    TICK = 0
    PARTY = 1
    CRITERION = 2
    PART = 3
    BEFORE = 4
    AFTER = 5


class StagedModel(TableModel):
    """Changes before and after; all are ticked at first."""

    ticked = Signal()
    """Something was ticked, or no longer is."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._changes: Sequence[StagedChange] = ()
        self._texts: list[tuple[str, ...]] = []
        self._off: set[int] = set()
        texts = ["", _("Participant"), _("Criterion"), _("What"), _("Now"), _("Becomes")]
        self._heads = heads_of(texts)

    def show_changes(self, changes: Sequence[StagedChange], left_out: Iterable[StagedChange] = ()) -> None:
        """Show these, all ticked but those that are about what the ones that are `left_out` are about."""
        _ = self._language.gettext
        self.beginResetModel()
        self._changes = changes
        off = {_about(change) for change in left_out}
        self._off = {row for row, change in enumerate(changes) if _about(change) in off}
        self._texts = [
            ("", change.party_name, change.criterion, _(PART_NAMES[change.part]), *change.texts(self._language))
            for change in changes
        ]
        self.endResetModel()
        self.ticked.emit()

    @property
    def texts(self) -> Sequence[tuple[str, ...]]:
        """The texts of the rows by column."""
        return self._texts

    def accepted(self) -> list[StagedChange]:
        """The changes that are ticked."""
        return [change for row, change in enumerate(self._changes) if row not in self._off]

    def left_out(self) -> list[StagedChange]:
        """The changes that are not ticked."""
        return [self._changes[row] for row in sorted(self._off)]

    def is_ticked(self, row: int) -> bool:
        """Whether the change in a row is ticked."""
        return row not in self._off

    def tick(self, rows: Iterable[int], *, on: bool) -> None:
        """Tick the changes in some rows, or no longer."""
        rows = list(rows)
        if on:
            self._off.difference_update(rows)
        else:
            self._off.update(rows)
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(Column) - 1))
        self.ticked.emit()

    def line_count(self) -> int:
        return len(self._changes)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        text = self._texts[row][column]
        if role == DISPLAY:
            return one_line(text)
        if role == TIP:
            return text or None
        if role == TICKED_ROLE and column == Column.TICK:
            return Qt.CheckState.Checked if self.is_ticked(row) else Qt.CheckState.Unchecked
        return self._spoken(row) if role == SPOKEN else None

    def _spoken(self, row: int) -> str:
        _ = self._language.gettext
        _tick, party, criterion, part, before, after = self._texts[row]
        ticked = _("ticked") if self.is_ticked(row) else _("not ticked")
        what = " ".join(filter(None, [criterion, part]))
        return ", ".join([ticked, party, what, " ".join([_("Now"), before]), " ".join([_("Becomes"), after])])


def _about(change: StagedChange) -> tuple[str, str, str]:
    """What a change is about, whatever there is now and whatever it becomes."""
    return change.party, change.criterion, change.part
