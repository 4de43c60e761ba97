"""The table of the coherence page: one widget for all its tabs, each with columns of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from covenant_monitor_ui.pages.coherence.rows import Table
from covenant_monitor_ui.pages.lines_table import LinesTable
from covenant_monitor_ui.pages.participants.table import EDGE, NameDelegate
from covenant_monitor_ui.theme import role_font, scaled
from covenant_monitor_ui.widgets.delegates import PADDING, RatingDelegate
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

_SHARES = {"name": 2, "criterion": 3, "reason": 2}
"""How the columns that may be long share the room that the others leave."""
_SORT_ARROW, _MARK_ROOM, _NOTE_GAP = 14, MARK_SIZE + 7, 6
_LEAST = 120


class CoherenceTable(LinesTable):
    """Enter is `activated`; F1 asks what a figure means, Ctrl+C copies all of the table, Ins a second assessment."""

    own_keys = (Qt.Key.Key_F1, Qt.Key.Key_Insert)

    explain_wanted = Signal()
    copy_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._name = NameDelegate(self, strong_when_selected=True)
        self._rating = RatingDelegate(self)

    def show_table(self, table: Table) -> None:
        """Show another table in its own order, with the first line selected."""
        columns, lines = table
        self.lines.set_table(columns, lines)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(columns):
            rated = column.key in ("first", "second")
            delegate = self.number if column.at_right else self._rating if rated else self.plain
            self.setItemDelegateForColumn(place, self._name if column.key == "name" else delegate)
        self.fit_columns()
        if lines:
            self.setCurrentIndex(self.lines.index(0, 0))

    def fit_columns(self) -> None:
        """Every column as wide as what it shows; those with long texts share what is left."""
        columns = self.lines.columns
        widths = {place: self._fitting(place) for place in range(len(columns))}
        long = {place: _SHARES[column.key] for place, column in enumerate(columns) if column.key in _SHARES}
        spare = self.viewport().width() - sum(widths.values())
        for place, share in long.items():
            widths[place] += max(0, spare) * share // sum(long.values())
        # What is lacking is taken from the longest texts, which are elided; a name stays whole as long as it can.
        lacking = max(0, -spare)
        for place in sorted(long, key=lambda place: -widths[place]):
            taken = max(0, min(lacking, widths[place] - scaled(_LEAST)))
            widths[place] -= taken
            lacking -= taken
        for place, width in widths.items():
            self.setColumnWidth(place, width)

    def _fitting(self, place: int) -> int:
        column = self.lines.columns[place]
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading) + _SORT_ARROW
        metrics = QFontMetrics(role_font("heading" if column.key == "name" else "body", column.at_right))
        cells = {(cell.text, cell.note) for cell in (line.cells[place] for line in self.lines.shown)}
        longest = sorted(cells, key=lambda pair: -len(pair[0]) - len(pair[1]))[:32]
        widths = [
            metrics.horizontalAdvance(text) + (metrics.horizontalAdvance(note) + _NOTE_GAP if note else 0)
            for text, note in longest
        ]
        marked = _MARK_ROOM if column.key in ("first", "second") else 0
        edge = EDGE if place == 0 else PADDING
        return max(heading, max(widths, default=0) + marked) + edge + PADDING + 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_own_key(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_F1:
            self.explain_wanted.emit()
        else:
            self.add_wanted.emit()
