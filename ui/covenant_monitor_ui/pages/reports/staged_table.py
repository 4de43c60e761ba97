"""The table of what returned questionnaires would change. Space or a click in front ticks; several rows at once too."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.staged import Column, StagedModel
from covenant_monitor_ui.theme import Theme, scaled, text_width
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate, Index

_BOX = 16
_TICK_WIDTH, _MOST_PARTY, _MOST_CODE, _MOST_PART = 40, 260, 96, 180


class TickDelegate(CellDelegate):
    """A box, ticked or not."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        model = index.model()
        if not isinstance(model, StagedModel):
            return
        ticked = model.is_ticked(index.row())
        box = QRectF(rect.left(), rect.top() + (rect.height() - _BOX) // 2, _BOX, _BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if ticked else theme.border, 1))
        painter.setBrush(theme.accent if ticked else theme.base)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if ticked:
            paint_icon(painter, box.left(), box.top(), "check", theme.on_accent, _BOX)


class StagedTable(DataTable):
    """The changes. The two texts share the room that is left."""

    def __init__(self, name: str, model: StagedModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=8, row=32)
        self.staged = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        self.setItemDelegateForColumn(Column.TICK, TickDelegate(self))
        for column in (Column.PART, Column.BEFORE):
            self.setItemDelegateForColumn(column, CellDelegate(self, secondary=True))
        model.modelReset.connect(self.fit_columns)

    def fit_columns(self) -> None:
        rows = self.staged.texts
        widths = {Column.TICK: scaled(_TICK_WIDTH)}
        for column, most in ((Column.PARTY, _MOST_PARTY), (Column.CRITERION, _MOST_CODE), (Column.PART, _MOST_PART)):
            head = text_width(str(self.staged.headerData(column, Qt.Orientation.Horizontal) or ""), "strong")
            widest = max((text_width(text) for text in {row[column] for row in rows}), default=0.0)
            widths[column] = min(round(max(widest, head)) + 2 * PADDING + 2, scaled(most))
        room = max(64, self.viewport().width() - sum(widths.values()))
        widths[Column.BEFORE] = room * 2 // 5
        widths[Column.AFTER] = room - room * 2 // 5
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def is_own_key(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Space

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._toggle()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        on_box = index.isValid() and index.column() == Column.TICK and event.button() == Qt.MouseButton.LeftButton
        if not on_box:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.selectionModel().isRowSelected(index.row(), index.parent()):
            self.setCurrentIndex(index)
        self._toggle(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two clicks on a box are two clicks

    def _toggle(self, row: int | None = None) -> None:
        """Turn the tick of the selected rows: all become what the current one was not."""
        at = self.currentIndex().row() if row is None else row
        if at < 0:
            return
        rows = [index.row() for index in self.selectionModel().selectedRows()] or [at]
        self.staged.tick(rows, on=not self.staged.is_ticked(at))
