"""The lines of a history: what changed in words, filtered by texts that were made when they were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt

from covenant_monitor.language import Language
from covenant_monitor.reports.change_words import Line, line_of
from covenant_monitor.store.changes import FieldChange
from covenant_monitor_ui.models.participants import one_line, plain
from covenant_monitor_ui.models.rows import DISPLAY, NO_PARENT, SPOKEN, TIP, Headed, Index, TableModel, heads_of
from covenant_monitor_ui.widgets.delegates import MARK_ROLE

LARGE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 32
"""Whether a row stands for a whole change set that can be opened."""

WHEN, WHO, RECORD, FIELD, BEFORE, AFTER, WHY = COLUMNS = (
    "when",
    "who",
    "record",
    "field",
    "before",
    "after",
    "why",
)
"""The columns; each is a part of `Line`."""

_RATINGS = frozenset({"fully", "partially", "not", "na"})
_LONGEST_TIP = 500


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line: the change, its words, and what it is found by (plain, in lower case)."""

    change: FieldChange
    line: Line
    search: str

    @property
    def key(self) -> tuple[int, str]:
        """What tells this line from all others."""
        return self.change.change, self.change.field

    @property
    def is_large(self) -> bool:
        """Whether it stands for a whole change set."""
        return bool(self.change.counts)

    def is_of(self, tables: frozenset[str]) -> bool:
        """Whether it is about records of one of these tables; of any where there are none."""
        return not tables or self.change.record.table in tables or not tables.isdisjoint(self.change.counts)


def rows_of(changes: Iterable[FieldChange], language: Language) -> list[HistoryRow]:
    """The lines of some changes."""
    found = []
    for change in changes:
        line = line_of(change, language)
        found.append(HistoryRow(change, line, plain(" ".join(line))))
    return found


class HistoryModel(TableModel):
    """Lines, newest first; more can be added at either end while they are read or made."""

    def __init__(self, heads: Line, columns: Sequence[str] = COLUMNS, parent: QObject | None = None) -> None:
        """`heads`: what stands above each part of a line."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._named = heads_of(getattr(heads, column) for column in self.columns)
        self._every: list[HistoryRow] = []
        self._shown: list[HistoryRow] = []
        self._words: list[str] = []
        self._who = ""
        self._tables: frozenset[str] = frozenset()

    @property
    def every(self) -> Sequence[HistoryRow]:
        """All lines that were read."""
        return self._every

    @property
    def shown(self) -> Sequence[HistoryRow]:
        """The lines that the filter leaves."""
        return self._shown

    def clear(self) -> None:
        """Begin anew."""
        self.beginResetModel()
        self._every, self._shown = [], []
        self.endResetModel()

    def add_older(self, rows: Sequence[HistoryRow]) -> None:
        """Add lines at the end."""
        self._every += rows
        self._insert(len(self._shown), [row for row in rows if self._passes(row)])

    def add_newer(self, rows: Sequence[HistoryRow]) -> None:
        """Add lines at the beginning."""
        self._every = [*rows, *self._every]
        self._insert(0, [row for row in rows if self._passes(row)])

    def _insert(self, place: int, rows: list[HistoryRow]) -> None:
        if rows:
            self.beginInsertRows(NO_PARENT, place, place + len(rows) - 1)
            self._shown[place:place] = rows
            self.endInsertRows()

    def set_filter(self, text: str, who: str = "", tables: frozenset[str] = frozenset()) -> None:
        """Show the lines in which every word of `text` occurs, by one person ("" is all) and of some tables."""
        words = plain(text).split()
        if (words, who, tables) == (self._words, self._who, self._tables):
            return
        self._words, self._who, self._tables = words, who, tables
        self.beginResetModel()
        self._shown = [row for row in self._every if self._passes(row)]
        self.endResetModel()

    def _passes(self, row: HistoryRow) -> bool:
        if self._who and row.change.change_set.who != self._who:
            return False
        return row.is_of(self._tables) and all(word in row.search for word in self._words)

    def place(self, key: tuple[int, str]) -> int:
        """Which row shows the line with this key; -1 where none does."""
        return next((place for place, row in enumerate(self._shown) if row.key == key), -1)

    def line_count(self) -> int:
        return len(self._shown)

    def heads(self) -> Sequence[Headed]:
        return self._named

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        column = self.columns[index.column()]
        if role in (DISPLAY, SPOKEN):
            return one_line(getattr(row.line, column))
        if role == MARK_ROLE:
            return self._mark(row, column)
        if role == LARGE_ROLE:
            return row.is_large
        if role == TIP:
            return getattr(row.line, column)[:_LONGEST_TIP] or None
        return None

    @staticmethod
    def _mark(row: HistoryRow, column: str) -> str:
        if row.change.field != "rating" or column not in (BEFORE, AFTER):
            return ""
        value = row.change.before if column == BEFORE else row.change.after
        return str(value) if value in _RATINGS else ""
