"""The framework versions of a file as a list, under a head for every framework."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.language import Language
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ENTRY = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_NO_PARENT = QModelIndex()


def state_word(entry: FrameworkEntry, language: Language) -> str:
    """Whether a version is a draft, in use though it is one, or published."""
    _ = language.gettext
    if entry.published:
        return _("Published")
    return _("In use") if entry.rounds else _("Draft")


def used_by(entry: FrameworkEntry, language: Language) -> str:
    """Which rounds use a version: "used by round 2019 and 2020"; "" where none does."""
    n_ = language.ngettext
    rounds = ", ".join(one_line(round_) for _covenant, round_ in entry.rounds)
    n = len(entry.rounds)
    return n_("used by round {rounds}", "used by rounds {rounds}", n).format(rounds=rounds) if n else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a version, or (`key` None) the head of a framework."""

    key: FrameworkKey | None
    text: str
    note: str = ""
    mark: str = ""
    spoken: str = ""
    tip: str = ""


class FrameworkListModel(QAbstractListModel):
    """The versions in the file. Heads cannot be chosen."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._entries: list[Entry] = []

    @property
    def rows(self) -> Sequence[Entry]:
        """The rows as they are shown."""
        return self._entries

    def show_entries(self, entries: Sequence[FrameworkEntry]) -> None:
        """Show these versions, in this order."""
        rows = []
        for code, versions in groupby(entries, key=lambda entry: entry.key.framework):
            rows.append(Entry(None, one_line(code), spoken=one_line(code)))
            rows += map(self._row, versions)
        if [row.key for row in rows] == [row.key for row in self._entries]:
            self._entries = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._entries = rows
        self.endResetModel()

    def key_at(self, index: Index) -> FrameworkKey | None:
        """The version in a row; None for a head or no row."""
        return self._entries[index.row()].key if index.isValid() else None

    def row_of(self, key: FrameworkKey | None) -> int:
        """The row of a version; -1 where it is not there."""
        return next((row for row, entry in enumerate(self._entries) if key is not None and entry.key == key), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ENTRY if self._entries[index.row()].key else Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == HEAD_ROLE:
            return entry.key is None
        found = {_DISPLAY: entry.text, MARK_ROLE: entry.mark, NOTE_ROLE: entry.note, _SPOKEN: entry.spoken}
        return (entry.tip or None) if role == _TIP else found.get(role)

    def _row(self, entry: FrameworkEntry) -> Entry:
        language = self._language
        _ = language.gettext
        text = _("version {version}").format(version=one_line(entry.key.version))
        state = state_word(entry, language)
        name = one_line(language.pick(entry.name.nl, entry.name.en))
        suggestion = _("suggestion") if entry.suggestion else ""
        said = ", ".join(filter(None, (name, text, state, suggestion, used_by(entry, language))))
        mark = "final" if entry.locked else "not_begun"
        # The lock says of those that are published that they are.
        note = "" if entry.published else state[:1].lower() + state[1:]
        return Entry(entry.key, text, note, mark, said, said)
