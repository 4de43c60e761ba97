"""The status bar: the file and whether it is saved, and who works on it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import role_font, scaled, set_surface, theme_of
from covenant_monitor_ui.widgets.labels import plain_tip

_ICON = 16


class StatusText(QWidget):
    """An icon and a few words that are elided, never wrapped, where there is no room."""

    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._role = "text2"
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    def show_text(self, text: str, tip: str = "", icon: str | None = None, role: str = "text2") -> None:
        """Show `text`, or nothing at all where it is empty. `role`: the colour of icon and words."""
        self._text, self._role = text, role
        if icon is not None:
            self._icon = icon
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(role_font("small")).horizontalAdvance(self._text) + 1
        return QSize(width + self._left(), scaled(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._left() + 24), scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme_of(self).color(self._role)
        painter = QPainter(self)
        if self._icon:
            paint_icon(painter, 0, (self.height() - _ICON) / 2, self._icon, colour, _ICON)
        painter.setFont(role_font("small"))
        painter.setPen(colour)
        space = QRect(self._left(), 0, self.width() - self._left(), self.height())
        shown = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, space.width())
        painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def _left(self) -> int:
        return _ICON + 6 if self._icon else 0


class StatusButton(StatusText):
    """A few words that can be pressed: by the mouse, or by Enter or Space."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() or self.underMouse():
            painter = QPainter(self)
            theme = theme_of(self)
            painter.setPen(QPen(theme.accent, 2 if self.hasFocus() else 1))
            painter.drawLine(0, self.height() - 3, self.width(), self.height() - 3)
            painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class StatusBar(QFrame):
    """Left: the file, its saved state, a remark. Right: the audience, the user, the last backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "statusbar")
        self.file = StatusText("file", self)
        self.saved = StatusText("check", self)
        self.remark = StatusText("", self)
        self.audience = StatusText("", self)
        self.user = StatusButton(self)
        self.backup = StatusText("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        for part in (self.file, self.saved, self.remark):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.audience, self.user, self.backup):
            row.addWidget(part)
        self.setFixedHeight(scaled(28))

    def set_file(self, text: str, tip: str = "") -> None:
        """The name of the file; the tip gives the whole path."""
        self.file.show_text(text, tip)

    def set_saved(self, text: str, tip: str = "", *, problem: bool = False) -> None:
        """Whether everything is saved; `problem` colours it and replaces the tick by a warning."""
        icon, role = ("warning", "bad_x") if problem else ("check", "text2")
        self.saved.show_text(text, tip, icon, role)

    def set_remark(self, text: str, tip: str = "") -> None:
        """What else must be known, such as "Sample data" or "Read-only"."""
        self.remark.show_text(text, tip)

    def set_audience(self, text: str, tip: str = "") -> None:
        """Who may see this: internal with names, or public."""
        self.audience.show_text(text, tip)

    def set_user(self, text: str, tip: str = "") -> None:
        """Who is working."""
        self.user.show_text(text, tip)

    def set_backup(self, text: str, tip: str = "") -> None:
        """When the last backup was made."""
        self.backup.show_text(text, tip)
