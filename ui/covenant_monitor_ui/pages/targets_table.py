"""The tables of milestones and of observations: as high as their rows, every number with its explanation."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from covenant_monitor_ui.models.coherence import Line, LinesModel
from covenant_monitor_ui.pages.participants_table import EDGE, NameDelegate, QuietDelegate, QuietNumberDelegate
from covenant_monitor_ui.pages.targets_rows import Table
from covenant_monitor_ui.theme import role_font, scaled
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, OutcomeDelegate
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

_TEXTS = {"source": 3, "note": 4, "left_out": 4}
"""How the columns with texts of any length share the room that the others leave."""
_MOST_ROWS = 12
_LEAST = 96
_SORT_ARROW, _MARK_ROOM, _NOTE_GAP = 14, MARK_SIZE + 7, 10
_KEYS = (int(Qt.Key.Key_F1), int(Qt.Key.Key_F2), int(Qt.Key.Key_Insert), int(Qt.Key.Key_Delete))


class FiguresTable(DataTable):
    """F1 or a click asks what a number is made of; Enter and F2 change, Ins adds, Del removes, Ctrl+C copies all."""

    explain_wanted = Signal()
    edit_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, sortable: bool = True) -> None:
        super().__init__(name, parent, edge=EDGE, row=32)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._plain, self._number = QuietDelegate(self), QuietNumberDelegate(self)
        self._day, self._status = NameDelegate(self), OutcomeDelegate(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(sortable)

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

    def show_table(self, table: Table) -> None:
        """Show another table; what was selected in the one before stays so, if it is still there."""
        line, column = self.current_line, self.currentIndex().column()
        columns, lines = table
        same = [one.key for one in columns] == [one.key for one in self.lines.columns]
        self.lines.set_table(columns, lines)
        if not same:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, one in enumerate(columns):
            delegate = self._number if one.at_right else self._day if one.key == "day" else self._plain
            self.setItemDelegateForColumn(place, self._status if one.key == "status" else delegate)
        self.fit_columns()
        self.updateGeometry()
        if lines and not (line is not None and self.select(line.key, column)):
            self.setCurrentIndex(self.lines.index(0, 0))

    def select(self, key: tuple[str, ...], column: int = 0) -> bool:
        """Select a line; whether there is one."""
        place = self.lines.place(key)
        if place < 0:
            return False
        self.setCurrentIndex(self.lines.index(place, max(0, min(column, len(self.lines.columns) - 1))))
        return True

    def sizeHint(self) -> QSize:
        rows = min(max(len(self.lines.shown), 1), _MOST_ROWS)
        height = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), height + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def fit_columns(self) -> None:
        columns = self.lines.columns
        widths = {place: self._fitting(place) for place in range(len(columns))}
        texts = {place: _TEXTS[column.key] for place, column in enumerate(columns) if column.key in _TEXTS}
        for place in texts:
            widths[place] = min(widths[place], scaled(_LEAST))
        spare = self.viewport().width() - sum(widths.values())
        if texts:
            for place, share in texts.items():
                widths[place] += max(0, spare) * share // sum(texts.values())
        elif columns and spare > 0:
            for place in range(1, len(columns)):
                widths[place] += spare // (len(columns) - 1)
        for place, width in widths.items():
            self.setColumnWidth(place, width)

    def _fitting(self, place: int) -> int:
        column = self.lines.columns[place]
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading)
        metrics = QFontMetrics(role_font("heading" if column.key == "status" else "body", column.at_right))
        notes = QFontMetrics(role_font("small"))
        cells = {(cell.text, cell.note) for cell in (line.cells[place] for line in self.lines.shown)}
        widths = [
            metrics.horizontalAdvance(text[:200]) + (notes.horizontalAdvance(note) + _NOTE_GAP if note else 0)
            for text, note in cells
        ]
        marked = _MARK_ROOM if column.key == "status" else 0
        edge = EDGE if place == 0 else PADDING
        arrow = _SORT_ARROW if self.isSortingEnabled() else 0
        return max(heading + arrow, max(widths, default=0) + marked) + edge + PADDING + 1

    def is_own_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.matches(QKeySequence.StandardKey.Copy) or (plain and event.key() in _KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_wanted.emit()
        elif not self.is_own_key(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            {
                int(Qt.Key.Key_F1): self.explain_wanted,
                int(Qt.Key.Key_F2): self.edit_wanted,
                int(Qt.Key.Key_Insert): self.add_wanted,
                int(Qt.Key.Key_Delete): self.remove_wanted,
            }[event.key()].emit()

    def tip(self, index: QModelIndex) -> str:
        """The whole text of a cell that does not fit, and what its model adds to it."""
        if not index.isValid():
            return ""
        shown, told = str(index.data() or ""), str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        room = self.columnWidth(index.column()) - (EDGE if index.column() == 0 else PADDING) - PADDING
        fits = QFontMetrics(role_font()).horizontalAdvance(shown) <= room
        return "" if fits and told in ("", shown) else told or shown
