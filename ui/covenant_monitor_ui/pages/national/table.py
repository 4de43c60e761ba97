"""The table of the covenants in a file, as high as its rows: the page scrolls, not the table."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Column
from covenant_monitor_ui.pages.lines_table import LinesTable
from covenant_monitor_ui.pages.participants.table import QuietDelegate
from covenant_monitor_ui.theme import role_font, scaled
from covenant_monitor_ui.widgets.delegates import PADDING, OutcomeDelegate
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

EDGE = 8
_SORT_ARROW, _MARK_ROOM = 14, MARK_SIZE + 7
_LEAST_NAME, _LEAST_TARGET = 200, 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FIRST_TO_GO = ("turnover", "companies", "counted", "period")
"""What is left out of a window that is too narrow, in this order; it stays in the tool tips."""


class NationalTable(LinesTable):
    """A click or Enter goes to a covenant; Ctrl+C copies the table."""

    covenant_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=EDGE)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plain = QuietDelegate(self, strong_when_selected=False)
        self._outcome = OutcomeDelegate(self)
        header = self.horizontalHeader()
        header.sortIndicatorChanged.connect(lambda *_sorting: self.fit_columns())  # its arrow takes room
        self.clicked.connect(self._go)

    def show_table(self, columns: list[Column], lines: list[Line]) -> None:
        """Show these lines; the one that is selected stays so, and the order too."""
        current, line = self.currentIndex(), self.current_line
        header = self.horizontalHeader()
        self.lines.set_table(columns, lines)
        for place, column in enumerate(columns):
            delegate = self.number if column.at_right else self._outcome if column.key == "target" else self.plain
            self.setItemDelegateForColumn(place, delegate)
        self.lines.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        place = max(0, self.lines.place(line.key)) if line else 0
        if lines:
            self.setCurrentIndex(self.lines.index(place, max(0, current.column())))
        self.fit_columns()
        self.setFixedHeight(header.sizeHint().height() + len(lines) * self.verticalHeader().defaultSectionSize() + 2)

    def fit_columns(self) -> None:
        """Every column as wide as what it shows; the name takes what is left, and where that is little some hide."""
        columns = self.lines.columns
        if not columns:
            return
        widths = {column.key: self._fitting(place) for place, column in enumerate(columns)}
        widths["name"] = min(widths["name"], scaled(_LEAST_NAME))
        room = self.viewport().width()
        hidden: list[str] = []

        def lacking() -> int:
            return sum(width for key, width in widths.items() if key not in hidden) - room

        for key in _FIRST_TO_GO:
            if lacking() > 0:
                hidden.append(key)
        widths["target"] -= min(max(0, lacking()), max(0, widths["target"] - scaled(_LEAST_TARGET)))
        widths["name"] += max(0, -lacking())
        for place, column in enumerate(columns):
            self.setColumnHidden(place, column.key in hidden)
            self.setColumnWidth(place, widths[column.key])

    def _fitting(self, place: int) -> int:
        column = self.lines.columns[place]
        sorted_by = self.horizontalHeader().sortIndicatorSection() == place
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading) + sorted_by * _SORT_ARROW
        marked = column.key == "target"
        metrics = QFontMetrics(role_font("heading" if marked else "body", column.at_right))
        longest = sorted({line.cells[place].text for line in self.lines.shown}, key=len)[-32:]
        width = max(map(metrics.horizontalAdvance, longest), default=0) + (_MARK_ROOM if marked else 0)
        return max(heading, width) + (EDGE if place == 0 else PADDING) + PADDING + 2

    def _go(self, index: QModelIndex) -> None:
        self.covenant_wanted.emit(self.lines.shown[index.row()].key[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_own_key(event):
            QGuiApplication.clipboard().setText(self.lines.as_text())
        elif event.key() in _ENTER and self.currentIndex().isValid():
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """There is nothing to scroll here: the page does."""
        event.ignore()

    def tip(self, index: QModelIndex) -> str:
        """What a number is made of; the whole text of a cell that does not fit."""
        return str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else ""
