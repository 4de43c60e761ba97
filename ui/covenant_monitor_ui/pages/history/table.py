"""The table of changes: its cells, its columns' widths, its keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.history import (
    AFTER,
    BEFORE,
    FIELD,
    LARGE_ROLE,
    RECORD,
    WHEN,
    WHO,
    WHY,
    HistoryModel,
    HistoryRow,
)
from covenant_monitor_ui.theme import Theme, role_font
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate, Index, MarkDelegate

_MEASURED = 200
_WIDEST_NAME, _WIDEST_FIELD = 136, 168
_SHARES: Final = {RECORD: 30, BEFORE: 20, AFTER: 24, WHY: 16}
_NARROWEST_SHARE = 88
_MARK_ROOM = 21
_CHEVRON = 14
_KEYS: Final = {
    int(Qt.Key.Key_R): "restore",
    int(Qt.Key.Key_U): "undo",
    int(Qt.Key.Key_H): "record",
}


class ValueDelegate(MarkDelegate):
    """A value; a rating with its mark. What was before is quieter than what came."""

    def __init__(self, parent: QWidget, *, quiet: bool) -> None:
        super().__init__(parent)
        self._quiet = quiet

    def ink(self, mark: str, theme: Theme) -> QColor:
        return theme.text2 if self._quiet else theme.text


class RecordDelegate(CellDelegate):
    """Which record; a line that can be opened has an arrow before it."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        if index.data(LARGE_ROLE):
            paint_icon(
                painter, rect.left() - 2, rect.top() + (rect.height() - _CHEVRON) / 2, "chevron-right", theme.text2, 14
            )
            rect = rect.adjusted(_CHEVRON + 2, 0, 0, 0)
        super().paint_cell(painter, rect, index, theme, selected)


class HistoryTable(DataTable):
    """Changes, newest first. R restores a field, Shift+R a record, U undoes, H shows one record, Enter opens."""

    restore_field_wanted = Signal()
    restore_record_wanted = Signal()
    undo_wanted = Signal()
    record_wanted = Signal()
    left = Signal()
    """Esc was pressed."""

    def __init__(self, name: str, model: HistoryModel, parent: QWidget | None = None, *, edge: int = 24) -> None:
        super().__init__(name, parent, edge=edge, row=32)
        self._model = model
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        delegates: dict[str, CellDelegate] = {
            WHEN: CellDelegate(self, secondary=True, tabular=True),
            WHO: CellDelegate(self, secondary=True),
            RECORD: RecordDelegate(self, strong_when_selected=True),
            BEFORE: ValueDelegate(self, quiet=True),
            AFTER: ValueDelegate(self, quiet=False),
            WHY: CellDelegate(self, secondary=True),
        }
        for place, column in enumerate(model.columns):
            if column in delegates:
                self.setItemDelegateForColumn(place, delegates[column])

    @property
    def current_row(self) -> HistoryRow | None:
        """The line that is selected."""
        index = self.currentIndex()
        return self._model.shown[index.row()] if index.isValid() else None

    def select(self, place: int) -> None:
        """Select a line by its place, in the column that is current, with what comes after it in sight."""
        if 0 <= place < len(self._model.shown):
            index = self._model.index(place, max(0, self.currentIndex().column()))
            self.setCurrentIndex(index)
            self.scrollTo(index, HistoryTable.ScrollHint.PositionAtCenter)

    def fit_columns(self) -> None:
        """Moment, person and field as wide as they are, within bounds; the rest shares what is left."""
        columns = self._model.columns
        fixed = {
            WHEN: self._longest(WHEN, 400),
            WHO: self._longest(WHO, _WIDEST_NAME),
            FIELD: self._longest(FIELD, _WIDEST_FIELD),
        }
        fixed = {column: width for column, width in fixed.items() if column in columns}
        first = columns[0]
        if first in fixed:
            fixed[first] += self.edge - PADDING
        shares = {column: share for column, share in _SHARES.items() if column in columns}
        room = self.viewport().width() - sum(fixed.values())
        reasons = WHY in columns and any(row.line.why for row in self._model.shown)
        if WHY in shares and (not reasons or room * shares[WHY] < _NARROWEST_SHARE * sum(shares.values())):
            del shares[WHY]
        left, weight = room, sum(shares.values())
        for place, column in enumerate(columns):
            self.setColumnHidden(place, column not in fixed and column not in shares)
            width = fixed.get(column)
            if width is None and column in shares:
                width = left * shares[column] // max(1, weight)
                left, weight = left - width, weight - shares[column]
            if width is not None:
                self.setColumnWidth(place, max(32, width))

    def _longest(self, column: str, most: int) -> int:
        metrics = QFontMetrics(role_font("body", column == WHEN))
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(
            str(self._model.headerData(self._model.columns.index(column), Qt.Orientation.Horizontal))
            if column in self._model.columns
            else ""
        )
        texts = {getattr(row.line, column) for row in self._model.shown[:_MEASURED]}
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return max(heading, min(widest, most)) + 2 * PADDING + 1

    def is_own_key(self, event: QKeyEvent) -> bool:
        return bool(_meant(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        meant = _meant(event)
        if meant == "restore" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.restore_record_wanted.emit()
        elif meant == "restore":
            self.restore_field_wanted.emit()
        elif meant == "undo":
            self.undo_wanted.emit()
        elif meant == "record":
            self.record_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def tip(self, index: QModelIndex) -> str:
        """The whole text of a cell where that does not fit."""
        if not index.isValid():
            return ""
        room = self.columnWidth(index.column()) - 2 * PADDING
        needed = QFontMetrics(role_font()).horizontalAdvance(str(index.data())) + _MARK_ROOM
        return str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if needed > room else ""


def _meant(event: QKeyEvent) -> str:
    """What a key means here; "" for nothing."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return ""
    return _KEYS.get(event.key(), "")
