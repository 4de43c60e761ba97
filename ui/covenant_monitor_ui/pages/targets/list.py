"""The list of targets and indicators: two lines for each, the status of a target by its mark, word and colour."""

from PySide6.QtCore import QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from covenant_monitor_ui.models.targets import WORD_ROLE, Key, TargetList
from covenant_monitor_ui.theme import role_font, scaled, theme_of
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE, Index, ListDelegate
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, meaning_color, paint_focus_ring, paint_mark

_ROW, _HEAD = 52, 32
_EDGE = 16
_INDENT = MARK_SIZE + 10
_DISPLAY = Qt.ItemDataRole.DisplayRole
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_KEYS = (
    int(Qt.Key.Key_F1),
    int(Qt.Key.Key_F2),
    int(Qt.Key.Key_F7),
    int(Qt.Key.Key_Insert),
    int(Qt.Key.Key_Delete),
)


class TwoLines(ListDelegate):
    """The name above; below it the status in its colour, and the rest quietly."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, row=_ROW, edge=_EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(HEAD_ROLE):
            super().paint(painter, option, index)
            return
        theme, view, rect = theme_of(), option.widget, option.rect
        selected = isinstance(view, TargetListView) and view.selectionModel().isSelected(index)
        if selected:
            painter.fillRect(rect, theme.sel)
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.accent)
        elif getattr(view, "hover_row", -1) == index.row():
            painter.fillRect(rect, theme.hover)
        if isinstance(view, TargetListView) and view.hasFocus() and view.currentIndex() == index:
            paint_focus_ring(painter, rect, theme)
        inner = rect.adjusted(_EDGE, 0, -_EDGE, 0)
        mark = index.data(MARK_ROLE)
        name = role_font("heading" if selected else "body")
        height = QFontMetrics(name).height()
        top = rect.top() + (rect.height() - 2 * height - 2) // 2
        if mark:
            place = QRectF(inner.left(), top + (height - MARK_SIZE) / 2, MARK_SIZE, MARK_SIZE)
            paint_mark(painter, place, mark, theme)
            inner.setLeft(inner.left() + _INDENT)
        painter.setFont(name)
        painter.setPen(theme.text)
        self.draw_text(painter, QRect(inner.left(), top, inner.width(), height), str(index.data(_DISPLAY)), _LEFT)
        below = QRect(inner.left(), top + height + 2, inner.width(), height)
        word, note = index.data(WORD_ROLE), str(index.data(NOTE_ROLE) or "")
        if word:
            painter.setFont(role_font("strong"))
            painter.setPen(meaning_color(mark or "", theme, "_x"))
            self.draw_text(painter, below, word, _LEFT)
            below.setLeft(below.left() + QFontMetrics(role_font("strong")).horizontalAdvance(word))
            note = f" · {note}" if note else ""
        painter.setFont(role_font("small"))
        painter.setPen(theme.text2)
        self.draw_text(painter, below, note, _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, scaled(_HEAD if index.data(HEAD_ROLE) else _ROW))


class TargetListView(EntryList):
    """Enter and F2 change what is selected, Ins adds, Del removes, F1 explains, F7 shows its history."""

    edit_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    explain_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.entries = TargetList(self)
        self.setModel(self.entries)
        self.setItemDelegate(TwoLines(self))
        self.setUniformItemSizes(False)

    @property
    def current_key(self) -> Key | None:
        """What is selected."""
        return self.entries.key_at(self.currentIndex())

    def select(self, key: Key) -> bool:
        """Select an entry; whether it is shown."""
        row = self.entries.place(key)
        if row >= 0:
            self.setCurrentIndex(self.entries.index(row))
        return row >= 0

    def select_first(self) -> None:
        """Select the first entry, with the head above it in sight."""
        row = self.entries.first()
        self.setCurrentIndex(self.entries.index(row) if row >= 0 else QModelIndex())
        if row >= 0:
            self.scrollToTop()

    def event_is_own(self, event: QKeyEvent) -> bool:
        """Whether a key means something here."""
        return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and event.key() in _KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_wanted.emit()
        elif self.event_is_own(event):
            {
                int(Qt.Key.Key_F1): self.explain_wanted,
                int(Qt.Key.Key_F2): self.edit_wanted,
                int(Qt.Key.Key_F7): self.history_wanted,
                int(Qt.Key.Key_Insert): self.add_wanted,
                int(Qt.Key.Key_Delete): self.remove_wanted,
            }[event.key()].emit()
        else:
            super().keyPressEvent(event)
