"""A table of lines with columns of their own: what the tables of figures on several pages have in common."""

from typing import ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from covenant_monitor_ui.models.coherence import Line, LinesModel
from covenant_monitor_ui.pages.participants.table import EDGE, QuietDelegate, QuietNumberDelegate
from covenant_monitor_ui.theme import role_font
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING


class LinesTable(DataTable):
    """Every column as wide as `fit_columns` says; a cell that does not fit has its whole text as tool tip."""

    own_keys: ClassVar[tuple[Qt.Key, ...]] = ()
    """The keys that mean something here, besides Ctrl+C."""

    def __init__(
        self, name: str, parent: QWidget | None = None, *, edge: int = EDGE, row: int = 36, sortable: bool = True
    ) -> None:
        super().__init__(name, parent, edge=edge, row=row)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plain, self.number = QuietDelegate(self), QuietNumberDelegate(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    @property
    def current_line(self) -> Line | None:
        """The line that is selected."""
        index = self.currentIndex()
        return self.lines.shown[index.row()] if index.isValid() else None

    @property
    def current_column(self) -> str:
        """The key of the current column; "" where nothing is current."""
        index = self.currentIndex()
        return self.lines.columns[index.column()].key if index.isValid() else ""

    def select(self, key: tuple[str, ...], column: int = 0) -> bool:
        """Select a line; whether there is one."""
        place = self.lines.place(key)
        if place < 0:
            return False
        self.setCurrentIndex(self.lines.index(place, max(0, min(column, len(self.lines.columns) - 1))))
        return True

    def is_own_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.matches(QKeySequence.StandardKey.Copy) or (plain and event.key() in self.own_keys)

    def tip(self, index: QModelIndex) -> str:
        """The whole text of a cell that does not fit, and what its model adds to it."""
        if not index.isValid():
            return ""
        shown, told = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        room = self.columnWidth(index.column()) - (self.edge if index.column() == 0 else PADDING) - PADDING
        fits = QFontMetrics(role_font()).horizontalAdvance(shown) <= room
        return "" if fits and told in ("", shown) else told or shown
