"""Targets and indicators as one list under heads, found by what is typed and by quick filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from covenant_monitor_ui.models.participants import plain
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, TIP
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE

WORD_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 48
"""The word of a status, which stands before the note in the colour of its mark."""

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_NO_PARENT = QModelIndex()


class Tab(StrEnum):
    """The quick filters."""

    ALL = "all"
    TARGETS = "targets"
    ENTERED = "entered"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Key:
    """What an entry is: a target, or an indicator that is entered or computed, by its code."""

    tab: Tab
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a target or an indicator in two lines, or (`key` None) the head of a group.

    `word` and `mark` are those of a status; `note` is the rest of the second line.
    """

    key: Key | None
    text: str
    note: str = ""
    mark: str = ""
    word: str = ""
    group: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(filter(None, (self.text, self.word, self.note)))


class TargetList(QAbstractListModel):
    """Entries in the order given, under a head for every group of which some are shown. Heads cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._every: list[tuple[Entry, str]] = []
        self._shown: list[Entry] = []
        self._words: list[str] = []
        self._tab = Tab.ALL

    @property
    def shown(self) -> Sequence[Entry]:
        """The rows that are shown, heads included."""
        return self._shown

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self._every = [(entry, plain(f"{entry.group} {entry.text} {entry.word} {entry.note}")) for entry in entries]
        self._rebuild()

    def set_filter(self, tab: Tab, text: str) -> None:
        """Only these, and of them those in which every word of `text` occurs."""
        words = plain(text).split()
        if (tab, words) != (self._tab, self._words):
            self._tab, self._words = tab, words
            self._rebuild()

    def place(self, key: Key) -> int:
        """The row of an entry; -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._shown) if entry.key == key), -1)

    def has(self, key: Key) -> bool:
        """Whether there is such an entry, shown or not."""
        return any(entry.key == key for entry, _text in self._every)

    def key_at(self, index: Index) -> Key | None:
        """What stands in a row; None for a head or no row."""
        return self._shown[index.row()].key if index.isValid() else None

    def first(self) -> int:
        """The first row that can be chosen; -1 where there is none."""
        return next((row for row, entry in enumerate(self._shown) if entry.key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ENTRY if self._shown[index.row()].key else Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        if role == DISPLAY:
            return entry.text
        if role == MARK_ROLE:
            return entry.mark
        if role == NOTE_ROLE:
            return entry.note
        if role == WORD_ROLE:
            return entry.word
        if role == HEAD_ROLE:
            return entry.key is None
        if role == SPOKEN:
            return entry.spoken
        if role == TIP:
            return entry.spoken if entry.key else None
        return None

    def _rebuild(self) -> None:
        self.beginResetModel()
        passing = [entry for entry, text in self._every if self._passes(entry, text)]
        self._shown = []
        group = None
        for entry in passing:
            if entry.group != group:
                group = entry.group
                n = sum(other.group == group for other in passing)
                self._shown.append(Entry(None, group, str(n)))
            self._shown.append(entry)
        self.endResetModel()

    def _passes(self, entry: Entry, text: str) -> bool:
        ours = self._tab is Tab.ALL or (entry.key is not None and entry.key.tab is self._tab)
        return ours and all(word in text for word in self._words)
