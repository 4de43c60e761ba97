"""The table and list views of the window.

Quiet, without a grid frame, with row hover and the ring of the current cell.
"""

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QListView, QTableView, QToolTip, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import role_font, scaled, set_surface, theme_of
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate
from covenant_monitor_ui.widgets.labels import plain_tip

_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole


class TableHeader(QHeaderView):
    """Column heads: small, semi-bold, text2, with the sort direction beside the word."""

    def __init__(self, edge: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._edge = edge
        # A head of one's own can be clicked only if it is told so, unlike the one that a table comes with.
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(32)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        rect = self.viewport().rect()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme_of(self).line)
        painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802  (Qt calls it)
        theme = theme_of(self)
        model = self.model()
        text = model.headerData(logical, Qt.Orientation.Horizontal) or ""
        alignment = model.headerData(logical, Qt.Orientation.Horizontal, int(_ALIGNMENT))
        at_right = alignment is not None and bool(int(alignment) & int(Qt.AlignmentFlag.AlignRight.value))
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical
        painter.save()
        painter.fillRect(rect, theme.base)
        painter.setFont(role_font("strong"))
        painter.setPen(theme.text if sorted_by else theme.text2)
        left = self._edge if logical == 0 else PADDING
        space = rect.adjusted(left, 0, -PADDING, -1)
        arrow = 14 if sorted_by else 0
        shown = painter.fontMetrics().elidedText(str(text), Qt.TextElideMode.ElideRight, space.width() - arrow)
        width = painter.fontMetrics().horizontalAdvance(shown)
        start = space.right() + 1 - width - arrow if at_right else space.left()
        line = QRect(start, space.top(), width + 1, space.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if sorted_by:
            rising = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            top = rect.top() + (rect.height() - 14) / 2
            paint_icon(painter, start + width + 2, top, "chevron-up" if rising else "chevron-down", theme.text2, 14)
        painter.restore()


class DataTable(QTableView):
    """A table of rows: whole rows selected, one cell current. Tab leaves it, Enter activates.
     `edge` is the padding before the first column. While a popover is open on it the current cell keeps its
    ring.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, edge: int = 16, row: int = 36) -> None:
        super().__init__(parent)
        self.edge = edge
        self.hover_row = -1
        self.setAccessibleName(name)
        self.setHorizontalHeader(TableHeader(edge, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(row))
        self.verticalHeader().setMinimumSectionSize(scaled(min(row, 28)))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)

    def set_row_height(self, px: int) -> None:
        """Rows of another height (in a 13 px design): 40 for two lines, 32 in a low window."""
        self.verticalHeader().setDefaultSectionSize(scaled(px))

    @property
    def holds_ring(self) -> bool:
        """Whether the current cell keeps its ring without the focus."""
        return bool(self.property("has_popover"))

    def is_own_key(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, and so goes before a shortcut of the window on the same key."""
        return False

    def tip(self, index: QModelIndex) -> str | None:
        """What the tool tip of a cell says, as plain text; None: what the model says."""
        return None

    def fit_columns(self) -> None:
        """Give the columns their widths; asked whenever the table gets another."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            tip = self.tip(index)
            if tip is not None:
                QToolTip.showText(event.globalPos(), plain_tip(tip), self, self.visualRect(index))
                return True
        return super().viewportEvent(event)

    def row_after(self, action: QAbstractItemView.CursorAction) -> int:
        """The row that an arrow, page, home or end key leads to from the current one, within the table."""
        here, last = self.currentIndex().row(), self.model().rowCount() - 1
        page = max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) - 1)
        moves = QAbstractItemView.CursorAction
        to = {
            moves.MoveUp: here - 1,
            moves.MoveDown: here + 1,
            moves.MovePageUp: here - page,
            moves.MovePageDown: here + page,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }.get(action, here)
        return min(max(to, 0), last)

    def cell_rect(self, index: QModelIndex) -> QRect:
        """Where a cell stands in this widget, for a popover."""
        rect = self.visualRect(index)
        return QRect(self.viewport().mapTo(self, rect.topLeft()), rect.size())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()


class EntryList(QListView):
    """A list of entries on the window's colour, as the participants beside their assessment."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hover_row = -1
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        set_surface(self, "window")
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()
