"""What stands in the top bar: labelled selectors and the search field."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import role_font, scaled, theme_of
from covenant_monitor_ui.widgets.keyhints import key_width, paint_key

_PADDING = 11
_GAP = 8
_ARROW = 16
_SEARCH_ROOM = 23 + 2 * 10 + 8
"""Magnifying glass, padding, border and cursor of a search field."""


class LabelledCombo(QComboBox):
    """A selector that names itself: the label in text2, then the value, as in "Ronde 2020"."""

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self.by_step = False
        """Whether what is chosen now was stepped to in the closed selector, and the next step may follow."""
        self.setAccessibleName(label)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(16)

    @property
    def label(self) -> str:
        return self._label

    def set_label(self, label: str) -> None:
        """Another label, such as after a change of language."""
        self._label = label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def showPopup(self) -> None:
        self.by_step = False
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_step = True
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font())
        texts = [self.itemText(place) for place in range(self.count())]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=40)
        return QSize(self._label_width() + widest + 2 * _PADDING + _GAP + _ARROW, scaled(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._label_width() + 96), scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, focus = self.isEnabled(), self.hasFocus()
        painter.setPen(QPen(theme.accent, 2) if focus else QPen(theme.border if on else theme.line, 1))
        painter.setBrush(theme.hover if self.underMouse() and on else theme.base if on else Qt.BrushStyle.NoBrush)
        inset = 1 if focus else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3.5, 3.5)
        painter.setFont(role_font())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(theme.text2 if on else theme.text3)
        label = QRect(_PADDING, 0, self._label_width(), self.height())
        painter.drawText(label, middle, self._label)
        painter.setPen(theme.text if on else theme.text3)
        left = label.right() + 1
        value = QRect(left, 0, self.width() - left - _PADDING - _ARROW - 4, self.height())
        text = painter.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, value.width())
        painter.drawText(value, middle, text)
        arrow_left, arrow_top = self.width() - _PADDING - _ARROW + 2, (self.height() - _ARROW) / 2
        paint_icon(painter, arrow_left, arrow_top, "chevron-down", theme.text2 if on else theme.text3, _ARROW)
        painter.end()

    def _label_width(self) -> int:
        return QFontMetrics(role_font()).horizontalAdvance(self._label) + _GAP if self._label else 0


class SearchField(QLineEdit):
    """A field with a magnifying glass and, while empty, the key that leads to it. Esc empties it, and then leaves."""

    left = Signal()
    """Esc was pressed in the empty field."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        """`key`.

        A shortcut such as "Ctrl+K", shown in the field and working anywhere in the window; "" for none.
        """
        super().__init__(parent)
        self._key = key
        self.set_placeholder(placeholder)
        self.textChanged.connect(self._fit_margins)
        if key:
            QShortcut(QKeySequence(key), self).activated.connect(self.take_focus)
        self._fit_margins()

    def set_placeholder(self, placeholder: str) -> None:
        """What can be searched for; also the accessible name."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        if self._key:
            self.setAccessibleDescription(self._key)

    def whole_width(self) -> int:
        """The width at which what can be searched for is not cut."""
        words = QFontMetrics(role_font()).horizontalAdvance(self.placeholderText())
        return words + (key_width(self._key) + 8 if self._key else 0) + _SEARCH_ROOM

    def take_focus(self) -> None:
        """Go to the field, with what is in it selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        painter = QPainter(self)
        paint_icon(
            painter,
            10,
            (self.height() - 16) / 2,
            "search",
            theme.text2 if self.isEnabled() else theme.text3,
            16,
        )
        if self._key and not self.text():
            width = key_width(self._key)
            paint_key(painter, self.width() - width - 8, self.height() / 2, self._key, theme)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_margins()

    def _fit_margins(self) -> None:
        right = key_width(self._key) + 8 if self._key and not self.text() else 0
        self.setTextMargins(23, 0, right, 0)
