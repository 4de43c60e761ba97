"""The tables of milestones and of observations: as high as their rows, every number with its explanation."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.pages.lines_table import LinesTable
from covenant_monitor_ui.pages.participants.table import EDGE, NameDelegate
from covenant_monitor_ui.pages.targets.rows import Table
from covenant_monitor_ui.theme import role_font, scaled
from covenant_monitor_ui.widgets.delegates import PADDING, OutcomeDelegate
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

_TEXTS = {"source": 3, "note": 4, "left_out": 4}
"""How the columns with texts of any length share the room that the others leave."""
_MOST_ROWS = 12
_LEAST = 96
_SORT_ARROW, _MARK_ROOM, _NOTE_GAP = 14, MARK_SIZE + 7, 10


class FiguresTable(LinesTable):
    """F1 or a click asks what a number is made of; Enter and F2 change, Ins adds, Del removes, Ctrl+C copies all."""

    own_keys = (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_Insert, Qt.Key.Key_Delete)

    explain_wanted = Signal()
    edit_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, *, sortable: bool = True) -> None:
        super().__init__(name, parent, row=32, sortable=sortable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._day, self._status = NameDelegate(self), OutcomeDelegate(self)

    def show_table(self, table: Table) -> None:
        """Show another table; what was selected in the one before stays so, if it is still there."""
        line, column = self.current_line, self.currentIndex().column()
        columns, lines = table
        same = [one.key for one in columns] == [one.key for one in self.lines.columns]
        self.lines.set_table(columns, lines)
        if not same:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, one in enumerate(columns):
            delegate = self.number if one.at_right else self._day if one.key == "day" else self.plain
            self.setItemDelegateForColumn(place, self._status if one.key == "status" else delegate)
        self.fit_columns()
        self.updateGeometry()
        if lines and not (line is not None and self.select(line.key, column)):
            self.setCurrentIndex(self.lines.index(0, 0))

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
