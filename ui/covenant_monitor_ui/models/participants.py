"""Tables of parties: rows that hold all that a cell shows, sorts and is found by, and the model that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, Qt

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Party
from covenant_monitor.language import Language
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, TIP, Headed, Index, TableModel
from covenant_monitor_ui.widgets.delegates import MARK_ROLE, NOTE_ROLE

USUAL_GROUPS = ("small", "medium", "large")
QUIET_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 16

_LONGEST_SHOWN = 400

SortKey = Any
"""Whatever can be compared within one column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `tip` says its heading in full where that is short."""

    key: str
    heading: str
    at_right: bool = False
    tip: str = ""


class Cell(NamedTuple):
    """One cell: its text, what it sorts by (None: nothing there, last), the mark and the quiet word beside it."""

    text: str
    key: SortKey | None = None
    mark: str = ""
    note: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One party with a cell per column.

    `search` is what it is found by, plain and in lower case; `tabs` the quick filters that it is in; `quiet` rows are
    shown in the secondary colour.
    """

    party: Party
    standing: Standing | None
    cells: tuple[Cell, ...]
    search: str
    tabs: frozenset[str]
    quiet: bool = False

    @property
    def code(self) -> str:
        """The party's code."""
        return self.party.code


def plain(text: str) -> str:
    """`text` as it is searched in: lower case, without accents."""
    return text.casefold() if text.isascii() else Language.sort_key(text)[0]


def one_line(text: str) -> str:
    """Text for one line: no line ends, and no more than can be read (a name may have 40,000 characters)."""
    return " ".join(text[:_LONGEST_SHOWN].split())


def group_name(code: str, language: Language) -> str:
    """A proportionality group; the usual three in the reader's language, others as the secretariat calls them."""
    _ = language.gettext
    return {"small": _("Small"), "medium": _("Medium"), "large": _("Large")}.get(code.casefold(), one_line(code))


def group_key(code: str) -> tuple[int | str, ...]:
    """A key under which groups sort by size, those without a known size after them by name."""
    folded = code.casefold()
    size = USUAL_GROUPS.index(folded) if folded in USUAL_GROUPS else len(USUAL_GROUPS)
    return (size, *Language.sort_key(code))


class RowsModel(TableModel):
    """Rows sorted and filtered by keys and texts that were made beforehand: a proxy model would ask for each anew."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sort_column = 0
        self.descending = False
        self._every: list[Row] = []
        self._shown: list[Row] = []
        self._tab = ""
        self._words: list[str] = []

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that are shown, in order."""
        return self._shown

    @property
    def every(self) -> Sequence[Row]:
        """All rows, by name."""
        return self._every

    def count(self, tab: str) -> int:
        """How many rows a quick filter has."""
        return sum(tab in row.tabs for row in self._every)

    def column(self, key: str) -> int:
        """The place of a column. Raises KeyError."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise KeyError(key)

    def place(self, code: str) -> int:
        """Which row shows the party with this code; -1 where none does."""
        return next((place for place, row in enumerate(self._shown) if row.code == code), -1)

    def find(self, code: str) -> Row | None:
        """The row of a party, shown or not."""
        return next((row for row in self._every if row.code == code), None)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows (given by name), with the same filter and order."""
        self._every = list(rows)
        self._arrange()

    def set_filter(self, tab: str, text: str) -> None:
        """Show the rows of a quick filter ("" is none) in which every word of `text` occurs."""
        self._tab = tab
        self._words = plain(text).split()
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is missing comes last either way."""
        if not 0 <= column < len(self.columns):
            return
        self.sort_column = column
        self.descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        words, tab, at = self._words, self._tab, self.sort_column
        chosen = [
            row for row in self._every if (not tab or tab in row.tabs) and all(word in row.search for word in words)
        ]
        keyed = [(key, row) for row in chosen if (key := row.cells[at].key) is not None]
        keyed.sort(key=lambda pair: pair[0], reverse=self.descending)
        self._show([row for _key, row in keyed] + [row for row in chosen if row.cells[at].key is None])

    def _show(self, rows: list[Row]) -> None:
        before, after = [row.code for row in self._shown], [row.code for row in rows]
        if before == after:
            self._shown = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
        elif len(before) == len(after) and set(before) == set(after):
            self.layoutAboutToBeChanged.emit()
            places = {code: place for place, code in enumerate(after)}
            old = self.persistentIndexList()
            new = [self.index(places[before[index.row()]], index.column()) for index in old]
            self._shown = rows
            self.changePersistentIndexList(old, new)
            self.layoutChanged.emit()
        else:
            self.beginResetModel()
            self._shown = rows
            self.endResetModel()

    def line_count(self) -> int:
        return len(self._shown)

    def heads(self) -> Sequence[Headed]:
        return self.columns

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        if role == DISPLAY:
            return row.cells[index.column()].text
        if role == MARK_ROLE:
            return row.cells[index.column()].mark
        if role == NOTE_ROLE:
            return row.cells[index.column()].note
        if role == QUIET_ROLE:
            return row.quiet
        if role == TIP:
            return row.cells[index.column()].tip or None
        if role == SPOKEN:
            cell = row.cells[index.column()]
            return f"{cell.text} {cell.note}".strip()
        return None
