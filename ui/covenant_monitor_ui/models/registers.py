"""The tables of the registers: lines under a filter, and lines that can be ticked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from covenant_monitor_ui.models.coherence import Line, LinesModel
from covenant_monitor_ui.models.participants import Column, plain
from covenant_monitor_ui.models.rows import DISPLAY, Index

REGISTER_TABLES = frozenset({"register_entry", "followup"})
"""The tables of the file that the registers are in."""

TICK_ROLE: Final = int(Qt.ItemDataRole.CheckStateRole)
_TICKED: Final = int(Qt.CheckState.Checked.value)
_OFF: Final = int(Qt.CheckState.Unchecked.value)


@dataclass(frozen=True, slots=True)
class FoundLine(Line):
    """A line that is found by words, and by whom it is about.

    `search`: plain, in lower case; `tabs`: the filters that it is in; `parties`: the codes of those that it concerns.
    """

    search: str = ""
    tabs: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()


class FoundModel(LinesModel):
    """The lines that a filter leaves, in the order that was asked for last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._every: list[FoundLine] = []
        self._tab = self._party = ""
        self._words: list[str] = []
        self._order = (-1, Qt.SortOrder.AscendingOrder)

    @property
    def every(self) -> Sequence[FoundLine]:
        """All lines, in the order given."""
        return self._every

    def count(self, tab: str, party: str = "") -> int:
        """How many lines a filter has, of one party or ("") of all."""
        return sum(tab in line.tabs and (not party or party in line.parties) for line in self._every)

    def set_lines(self, columns: Sequence[Column], lines: Sequence[FoundLine]) -> None:
        """Show other lines under other columns, with the same filter; under the same columns in the same order too."""
        if [column.key for column in columns] != [column.key for column in self.columns]:
            self._order = (-1, Qt.SortOrder.AscendingOrder)
        self.columns = tuple(columns)
        self._every = list(lines)
        self._arrange()

    def set_filter(self, tab: str, text: str, party: str = "") -> None:
        """Show the lines of a filter, about one party ("" is all), in which every word of `text` occurs."""
        wanted = tab, plain(text).split(), party
        if wanted != (self._tab, self._words, self._party):
            self._tab, self._words, self._party = wanted
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = column, order
        super().sort(column, order)

    def _arrange(self) -> None:
        words, tab, party = self._words, self._tab, self._party
        chosen = [
            line
            for line in self._every
            if (not tab or tab in line.tabs)
            and (not party or party in line.parties)
            and all(word in line.search for word in words)
        ]
        self.set_table(self.columns, chosen)
        if self._order[0] >= 0:
            super().sort(*self._order)


class TickedModel(FoundModel):
    """Lines with a box each. What is ticked stays so while it is filtered away, and is forgotten once it is gone."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticked: set[tuple[str, ...]] = set()

    @property
    def ticked(self) -> list[tuple[str, ...]]:
        """The keys of what is ticked, in the order given."""
        return [line.key for line in self.every if line.key in self._ticked]

    def is_ticked(self, key: tuple[str, ...]) -> bool:
        """Whether a line is ticked."""
        return key in self._ticked

    def set_lines(self, columns: Sequence[Column], lines: Sequence[FoundLine]) -> None:
        before = set(self._ticked)
        self._ticked &= {line.key for line in lines}
        super().set_lines(columns, lines)
        if self._ticked != before:
            self.ticks_changed.emit()

    def tick(self, keys: Iterable[tuple[str, ...]], *, on: bool) -> None:
        """Tick lines, or no longer."""
        wanted = set(keys)
        after = self._ticked | wanted if on else self._ticked - wanted
        if after == self._ticked:
            return
        self._ticked = after
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, 0), [TICK_ROLE, DISPLAY])
        self.ticks_changed.emit()

    def toggle(self, keys: Collection[tuple[str, ...]]) -> None:
        """Tick all of some lines, or none where they are all ticked."""
        self.tick(keys, on=not self._ticked.issuperset(keys))

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if role == TICK_ROLE and index.isValid() and index.column() == 0:
            return _TICKED if self.shown[index.row()].key in self._ticked else _OFF
        return super().data(index, role)
