"""The table of the participants page: its cells, its columns' widths, its keys."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QToolTip, QWidget

from covenant_monitor_ui.models.participants import QUIET_ROLE, Row, RowsModel
from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import (
    MARK_ROLE,
    NOTE_ROLE,
    PADDING,
    CellDelegate,
    Index,
    NumberDelegate,
    OutcomeDelegate,
    StatusDelegate,
)
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

EDGE = 24
_NAME_WIDTH = 176
_LONGEST_MEASURED = 4
_HIDDEN_FIRST = ("since", "group", "year", "required")
_SORT_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ORDERS: Final = {
    int(Qt.Key.Key_Up): Qt.SortOrder.AscendingOrder,
    int(Qt.Key.Key_Down): Qt.SortOrder.DescendingOrder,
}
_OWN_KEYS = (int(Qt.Key.Key_F1), int(Qt.Key.Key_F2), int(Qt.Key.Key_Insert))
_MARK_ROOM = MARK_SIZE + 7
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class NameDelegate(CellDelegate):
    """A name, semi-bold in the selected row; who left is quiet, with the date behind the name."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        note = index.data(NOTE_ROLE)
        if note:
            painter.setFont(role_font("small"))
            painter.setPen(theme.text2)
            name = role_font("heading" if selected else "body")
            room = QFontMetrics(name).horizontalAdvance(index.data()) + 10
            width = painter.fontMetrics().horizontalAdvance(note)
            left = rect.left() + min(room, rect.width() - width)
            painter.drawText(QRect(left, rect.top(), width + 1, rect.height()), _LEFT, note)
            rect = rect.adjusted(0, 0, left - 10 - rect.right(), 0)
        self.secondary = bool(index.data(QUIET_ROLE))
        super().paint_cell(painter, rect, index, theme, selected)


class QuietDelegate(CellDelegate):
    """A plain cell, in the secondary colour in the rows of who left."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        self.secondary = bool(index.data(QUIET_ROLE))
        super().paint_cell(painter, rect, index, theme, selected)


class QuietNumberDelegate(NumberDelegate):
    """A number, in the secondary colour in the rows of who left."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        self.secondary = bool(index.data(QUIET_ROLE))
        super().paint_cell(painter, rect, index, theme, selected)


class PartyTable(DataTable):
    """A table of parties. The name takes the room that the other columns leave; when it is too little, some hide."""

    edit_wanted = Signal()
    add_wanted = Signal()
    explain_wanted = Signal()

    def __init__(self, name: str, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=EDGE)
        self._model = model
        self._widths: dict[str, int] = {}
        self._fitting = True
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSortIndicator(model.sort_column, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._note_width)
        delegates: dict[str, CellDelegate] = {
            "name": NameDelegate(self, strong_when_selected=True),
            "group": QuietDelegate(self),
            "since": CellDelegate(self, secondary=True),
            "left": CellDelegate(self, secondary=True),
            "year": QuietNumberDelegate(self),
            "status": StatusDelegate(self),
            "rated": QuietNumberDelegate(self),
            "score": QuietNumberDelegate(self),
            "required": NumberDelegate(self, secondary=True),
            "outcome": OutcomeDelegate(self),
        }
        for place, column in enumerate(model.columns):
            if column.key in delegates:
                self.setItemDelegateForColumn(place, delegates[column.key])
        self._fitting = False

    @property
    def current_row(self) -> Row | None:
        """The row that is selected."""
        index = self.currentIndex()
        return self._model.shown[index.row()] if index.isValid() else None

    def select(self, code: str, *, column: int | None = None, scroll: bool = True) -> bool:
        """Select the row of a party; whether there is one."""
        place = self._model.place(code)
        if place < 0:
            return False
        at = self.currentIndex().column() if column is None else column
        index = self._model.index(place, max(0, min(at, len(self._model.columns) - 1)))
        if scroll:
            self.setCurrentIndex(index)
        else:
            self.setAutoScroll(False)
            self.setCurrentIndex(index)
            self.setAutoScroll(True)
        return True

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort, and show so in the column's head."""
        self.horizontalHeader().setSortIndicator(column, order)

    @property
    def widths(self) -> Mapping[str, int]:
        """The columns that the user made wider or narrower, in pixels."""
        return self._widths

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Widths as the user made them before; columns that are not there keep their own."""
        known = {column.key for column in self._model.columns[1:]}
        self._widths = {key: max(32, width) for key, width in widths.items() if key in known}
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make every column as wide as what it shows, and hide some where the name would not have room."""
        wanted = {
            column.key: self._widths.get(column.key) or self._fitting_width(place)
            for place, column in enumerate(self._model.columns)
            if place
        }
        room = self.viewport().width() - scaled(_NAME_WIDTH) - EDGE
        hidden = set()
        for key in _HIDDEN_FIRST:
            if sum(wanted.values()) <= room:
                break
            if wanted.pop(key, None):
                hidden.add(key)
        self._fitting = True
        for place, column in enumerate(self._model.columns):
            self.setColumnHidden(place, column.key in hidden)
            if place and column.key in wanted:
                self.setColumnWidth(place, wanted[column.key])
        self._fitting = False

    def _fitting_width(self, place: int) -> int:
        """Room for the heading and the longest texts; to measure every cell would take longer than all else here."""
        column = self._model.columns[place]
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading) + 14
        cells = {row.cells[place] for row in self._model.every}
        body = QFontMetrics(role_font("heading", True))
        longest = sorted(cells, key=lambda cell: len(cell.text) + len(cell.note), reverse=True)[:_LONGEST_MEASURED]
        marked = _MARK_ROOM if any(cell.mark for cell in cells) else 0
        widest = max(
            (body.horizontalAdvance(cell.text + (f" {cell.note}" if cell.note else "")) for cell in longest), default=0
        )
        return max(heading, min(widest, 240) + marked) + 2 * PADDING

    def _note_width(self, place: int, _old: int, new: int) -> None:
        dragged = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if place and new and dragged and not self._fitting:
            self._widths[self._model.columns[place].key] = new

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def event(self, event: QEvent) -> bool:
        # The keys that mean something here go before the window's shortcuts of the same name.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_own(event):
            super().keyPressEvent(event)
            return
        key = event.key()
        if key == Qt.Key.Key_F1:
            self.explain_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif key == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        else:
            self.sort_by(max(0, self.currentIndex().column()), _ORDERS[key])

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            tip = self.tip(index)
            if tip:
                QToolTip.showText(event.globalPos(), plain_tip(tip), self, self.visualRect(index))
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tip(self, index: QModelIndex) -> str:
        """What a cell's tool tip says: more about it, and the whole text where that does not fit."""
        if not index.isValid():
            return ""
        more = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        text = str(index.data())
        edge = EDGE if index.column() == 0 else PADDING
        taken = edge + PADDING + (_MARK_ROOM if index.data(MARK_ROLE) else 0)
        note = str(index.data(NOTE_ROLE) or "")
        needed = QFontMetrics(role_font("heading")).horizontalAdvance(f"{text}   {note}" if note else text)
        whole = f"{text} {note}".strip() if needed > self.columnWidth(index.column()) - taken else ""
        return "\n".join(filter(None, (whole, more)))


def _is_own(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == _SORT_KEYS:
        return event.key() in _ORDERS
    return event.key() in _OWN_KEYS and modifiers == Qt.KeyboardModifier.NoModifier
