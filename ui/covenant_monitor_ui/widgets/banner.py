"""A message inside the window, where other programs would open a dialog."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import Theme, text_label, theme_of
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button

_KINDS = {
    "info": ("info", "text", "sel", "accent"),
    "warning": ("warning", "warn", "warn_t", "warn"),
    "error": ("warning", "bad_x", "bad_t", "bad"),
}


class Banner(QFrame):
    """One line or more of words on a tint, with an action if there is something to do. Hidden until `say`."""

    action_chosen = Signal()
    closed = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._kind = "info"
        self._on_action: Callable[[], object] | None = None
        self._label = text_label("", wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = button("", self._act)
        self._close = icon_button("close", _("Close"), self.dismiss, size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(44, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.hide()

    @property
    def kind(self) -> str:
        return self._kind

    @property
    def text(self) -> str:
        return self._label.text()

    def say(
        self, kind: str, text: str, action: str = "", on_action: Callable[[], object] | None = None,
        *, closable: bool = True,
    ) -> None:  # fmt: skip
        """Show a message of kind info, warning or error; screen readers announce it.

        It replaces the last one.
        """
        if kind not in _KINDS:
            raise ValueError(f"no such kind of message: {kind}")
        self._kind, self._on_action = kind, on_action
        self._label.setText(text)
        self._action.setText(escaped(action))
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(closable)
        self.setAccessibleName(text)
        self._colour()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self.dismiss()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        icon, _text, tint, edge = self._roles(theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color(tint))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_icon(painter, 14, (self.height() - 20) / 2, icon, theme.color(edge))
        painter.end()

    def _roles(self, theme: Theme) -> tuple[str, str, str, str]:
        return _KINDS[self._kind]

    def _colour(self) -> None:
        theme = theme_of(self)
        colour = theme.color(self._roles(theme)[1])
        colours = self._label.palette()
        if colours.color(QPalette.ColorRole.WindowText) != colour:
            colours.setColor(QPalette.ColorRole.WindowText, colour)
            self._label.setPalette(colours)
        self.update()

    def _act(self) -> None:
        self.action_chosen.emit()
        if self._on_action is not None:
            self._on_action()
