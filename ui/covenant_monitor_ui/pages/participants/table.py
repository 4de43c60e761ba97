"""The table of the participants page: its cells, its columns' widths, its keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

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
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

EDGE = 24
_NAME_WIDTH, _LONG_NAME_WIDTH = 176, 240
_NOTE_GAP = 10
_SORT_ARROW = 14
_LONGEST_MEASURED = 64
_NARROWEST, _WIDEST = 32, 800
_HIDDEN_FIRST = ("since", "group", "year", "required")
_SORT_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ORDERS: Final = {
    int(Qt.Key.Key_Up): Qt.SortOrder.AscendingOrder,
    int(Qt.Key.Key_Down): Qt.SortOrder.DescendingOrder,
}
_OWN_KEYS = (int(Qt.Key.Key_F1), int(Qt.Key.Key_F2), int(Qt.Key.Key_F7), int(Qt.Key.Key_Insert))
_MARK_ROOM = MARK_SIZE + 7
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class NameDelegate(CellDelegate):
    """A name, semi-bold in the selected row; who left is quiet, with the date behind the name where that fits."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        note = index.data(NOTE_ROLE)
        if note:
            name = QFontMetrics(role_font("heading" if selected else "body"))
            left = rect.left() + name.horizontalAdvance(index.data()) + _NOTE_GAP
            painter.setFont(role_font("small"))
            painter.setPen(theme.text2)
            if left + painter.fontMetrics().horizontalAdvance(note) <= rect.right() + 1:
                painter.drawText(QRect(left, rect.top(), rect.right() + 2 - left, rect.height()), _LEFT, note)
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


class QuietStatusDelegate(StatusDelegate):
    """A status, in the secondary colour in the rows of who left."""

    quiet = False

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        self.quiet = bool(index.data(QUIET_ROLE))
        super().paint_cell(painter, rect, index, theme, selected)

    def ink(self, mark: str, theme: Theme) -> QColor:
        return theme.text2 if self.quiet else super().ink(mark, theme)


class PlainOutcomeDelegate(OutcomeDelegate):
    """An outcome; a dash where there is none is no judgement, and not semi-bold."""

    def strong(self, mark: str) -> bool:
        return bool(mark)


class PartyTable(DataTable):
    """A table of parties. The name takes the room that the other columns leave; when it is too little, some hide."""

    edit_wanted = Signal()
    add_wanted = Signal()
    explain_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, name: str, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=EDGE)
        self._model = model
        self._widths: dict[str, int] = {}
        self._fitting = True
        self._fitting_widths = [self._fitting_width(place) for place in range(len(model.columns))]
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSortIndicator(model.sort_column, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._note_width)
        # Who sorts wants to see what is first.
        header.sortIndicatorChanged.connect(lambda *_sorting: self.scrollToTop())
        delegates: dict[str, CellDelegate] = {
            "name": NameDelegate(self, strong_when_selected=True),
            "group": QuietDelegate(self),
            "since": CellDelegate(self, secondary=True),
            "left": CellDelegate(self, secondary=True),
            "year": QuietNumberDelegate(self),
            "status": QuietStatusDelegate(self),
            "rated": QuietNumberDelegate(self),
            "score": QuietNumberDelegate(self),
            "required": NumberDelegate(self, secondary=True),
            "outcome": PlainOutcomeDelegate(self),
        }
        for place, column in enumerate(model.columns):
            if column.key in delegates:
                self.setItemDelegateForColumn(place, delegates[column.key])
        self._fitting = False

    @property
    def rows(self) -> RowsModel:
        """The model that is shown."""
        return self._model

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
            self.scrollTo(index)  # it may have been current already, out of sight
        else:
            self.setAutoScroll(False)
            self.setCurrentIndex(index)
            self.setAutoScroll(True)
        return True

    def select_first(self) -> None:
        """Select the first row, if there is one."""
        if self._model.shown:
            self.select(self._model.shown[0].code, scroll=False)

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort, and show so in the column's head."""
        self.horizontalHeader().setSortIndicator(column, order)

    def layout_state(self) -> dict[str, object]:
        """Sorting and the widths that the user gave to columns (pixels), as plain values."""
        model = self._model
        return {
            "sort": model.columns[model.sort_column].key,
            "descending": model.descending,
            "widths": dict(self._widths),
        }

    def restore_layout(self, state: object) -> None:
        """Put back what `layout_state` gave; what is not right in it is left out."""
        if not isinstance(state, dict):
            return
        keys = {column.key: place for place, column in enumerate(self._model.columns)}
        order = Qt.SortOrder.DescendingOrder if state.get("descending") is True else Qt.SortOrder.AscendingOrder
        place = keys.get(str(state.get("sort")))
        if place is not None:
            self.sort_by(place, order)
        widths = state.get("widths")
        if isinstance(widths, dict):
            self._widths = {
                key: max(_NARROWEST, min(width, _WIDEST))
                for key, width in widths.items()
                if keys.get(key) and isinstance(width, int)
            }
            self.fit_columns()

    def measure(self) -> None:
        """Fit the columns to other rows."""
        self._fitting_widths = [self._fitting_width(place) for place in range(len(self._model.columns))]
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make every column as wide as what it shows, share out what is left, and hide some where names lack room."""
        columns = self._model.columns
        wanted = {
            column.key: self._widths.get(column.key) or self._fitting_widths[place]
            for place, column in enumerate(columns)
            if place
        }
        name = max(scaled(_NAME_WIDTH), min(self._fitting_widths[0], scaled(_LONG_NAME_WIDTH)))
        left_over = self.viewport().width() - name - sum(wanted.values())
        for key in _HIDDEN_FIRST:
            if left_over >= 0:
                break
            # What somebody gave a width is wanted.
            left_over += 0 if key in self._widths else wanted.pop(key, 0)
        # The name, as the column that stretches, takes two shares.
        share = max(0, left_over) // (len(wanted) + 2)
        self._fitting = True
        for place, column in enumerate(columns):
            self.setColumnHidden(place, place > 0 and column.key not in wanted)
            if place and column.key in wanted:
                self.setColumnWidth(place, wanted[column.key] + (0 if column.key in self._widths else share))
        self._fitting = False

    def _fitting_width(self, place: int) -> int:
        """Room for the heading and the longest texts; to measure every cell would take longer than all else here."""
        column = self._model.columns[place]
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading) + _SORT_ARROW
        cells = {(cell.text, cell.note) for cell in (row.cells[place] for row in self._model.every)}
        longest = sorted(cells, key=lambda pair: len(pair[0]) + len(pair[1]), reverse=True)[:_LONGEST_MEASURED]
        metrics = self._metrics(place)
        gap = _NOTE_GAP - 4 if place == 0 else 0
        widths = [
            metrics.horizontalAdvance(f"{text} {note}") + gap if note else metrics.horizontalAdvance(text)
            for text, note in longest
        ]
        marked = _MARK_ROOM if any(row.cells[place].mark for row in self._model.every) else 0
        edge = EDGE if place == 0 else PADDING
        return max(heading, max(widths, default=0) + marked) + edge + PADDING + 1

    def _metrics(self, place: int) -> QFontMetrics:
        """Of the widest font in a column; a name is semi-bold when it is selected."""
        column = self._model.columns[place]
        return QFontMetrics(role_font("heading" if column.key in ("name", "outcome") else "body", column.at_right))

    def _note_width(self, place: int, _old: int, new: int) -> None:
        dragged = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if place and new and dragged and not self._fitting:
            self._widths[self._model.columns[place].key] = new

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_score = index.isValid() and self._model.columns[index.column()].key == "score"
        if on_score and self._model.shown[index.row()].standing is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()

    def is_own_key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == _SORT_KEYS:
            return event.key() in _ORDERS
        return event.key() in _OWN_KEYS and modifiers == Qt.KeyboardModifier.NoModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_own_key(event):
            super().keyPressEvent(event)
            return
        key = event.key()
        if key == Qt.Key.Key_F1:
            self.explain_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif key == Qt.Key.Key_F7:
            self.history_wanted.emit()
        elif key == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        else:
            self.sort_by(max(0, self.currentIndex().column()), _ORDERS[key])

    def tip(self, index: QModelIndex) -> str:
        """What a cell's tool tip says: more about it, and the whole text where that does not fit."""
        if not index.isValid():
            return ""
        more = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        text = str(index.data())
        edge = EDGE if index.column() == 0 else PADDING
        taken = edge + PADDING + (_MARK_ROOM if index.data(MARK_ROLE) else 0)
        note = str(index.data(NOTE_ROLE) or "")
        needed = self._metrics(index.column()).horizontalAdvance(f"{text}   {note}" if note else text)
        whole = f"{text} {note}".strip() if needed > self.columnWidth(index.column()) - taken else ""
        return "\n".join(filter(None, (whole, more)))
