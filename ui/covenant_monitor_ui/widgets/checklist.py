"""A list of entries to tick: a click or Space ticks, arrows move."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import role_font, scaled, set_surface, theme_of
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE, CellDelegate, Index
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_BOX, _GAP, _EDGE, _ROW = 16, 8, 8, 28
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CheckDelegate(CellDelegate):
    """A box, ticked or not, the text, and a quiet note (NOTE_ROLE) at the right where that fits."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of()
        view: QWidget = option.widget
        rect: QRect = option.rect
        ticked = isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)
        on = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        if ticked:
            painter.fillRect(rect, theme.sel)
        elif on and getattr(view, "hover_row", -1) == index.row():
            painter.fillRect(rect, theme.hover)
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index:
            paint_focus_ring(painter, rect, theme)
        box = QRectF(rect.left() + _EDGE, rect.top() + (rect.height() - _BOX) // 2, _BOX, _BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if ticked else theme.border if on else theme.line, 1))
        painter.setBrush(theme.accent if ticked else theme.base if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if ticked:
            paint_icon(painter, box.left(), box.top(), "check", theme.on_accent, _BOX)
        inner = rect.adjusted(_EDGE + _BOX + _GAP, 0, -_EDGE, 0)
        text, note = str(index.data() or ""), str(index.data(NOTE_ROLE) or "")
        painter.setFont(role_font("small"))
        painter.setPen(theme.text2 if on else theme.text3)
        room = painter.fontMetrics().horizontalAdvance(note) + _GAP if note else 0
        painter.setFont(role_font())
        if room and painter.fontMetrics().horizontalAdvance(text) + room <= inner.width():
            painter.setFont(role_font("small"))
            painter.drawText(inner, _RIGHT, note)
            inner.setRight(inner.right() - room)
        painter.setFont(role_font())
        painter.setPen(theme.text if on else theme.text3)
        self.draw_text(painter, inner, text, _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, scaled(_ROW))


class CheckList(EntryList):
    """What is ticked is what is selected; an entry that is not enabled cannot be."""

    chosen = Signal()
    """Something was ticked, or no longer is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        set_surface(self, "panel")
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setItemDelegate(CheckDelegate(self))

    def ticked(self) -> list[QModelIndex]:
        """The entries that are ticked, in order."""
        return sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())

    def tick(self, index: QModelIndex, *, on: bool) -> None:
        """Tick an entry, or no longer."""
        flag = QItemSelectionModel.SelectionFlag.Select if on else QItemSelectionModel.SelectionFlag.Deselect
        self.selectionModel().select(index, flag)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802  (Qt)
        super().selectionChanged(selected, deselected)
        self.chosen.emit()
