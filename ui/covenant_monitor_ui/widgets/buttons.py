"""Buttons by what they are for, and the base of what is painted by hand but works like a button."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton, QWidget

from covenant_monitor_ui.theme import Theme, scaled, set_icon, set_kind, theme_of
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}
_OWN_TIP = "own tip"


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "",
    icon: str = "",
    tip: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button. kind: "" bordered, "primary" the one filled button of a page, "link", "flat"."""
    made = QPushButton(escaped(text), parent)
    set_kind(made, kind)
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    made.setAutoDefault(True)  # Enter presses it, as Space does
    if icon:
        set_icon(made, icon, {"primary": "on_accent", "link": "accent", "flat": "text2"}.get(kind, "text"))
    if tip:
        made.setToolTip(plain_tip(tip))
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def enable(part: QWidget, why_not: str = "") -> None:
    """Let a control be used, with its own tooltip; or not, where there is a reason, which is its tooltip then."""
    was = part.property(_OWN_TIP)
    own = str(was) if was is not None else part.toolTip()
    part.setProperty(_OWN_TIP, own)
    part.setEnabled(not why_not)
    part.setToolTip(plain_tip(why_not) if why_not else own)


class IconButton(QToolButton):
    """A button with an icon only. Enter works like Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.menu() is not None:
            self.showMenu()
        else:
            self.click()


def icon_button(
    icon: str,
    name: str,
    on_click: Callable[[], object] | None = None,
    *,
    shortcut: str = "",
    size: int = 20,
    parent: QWidget | None = None,
) -> QToolButton:
    """A square button with an icon only.

    `name` is its accessible name and tool tip; the shortcut stands in the tip.
    """
    made = IconButton(parent)
    made.setIconSize(QSize(size, size))
    made.setFixedSize(scaled(32), scaled(32))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(made, icon)
    name_icon_button(made, name, shortcut)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def name_icon_button(target: QToolButton, name: str, shortcut: str = "") -> None:
    """Say again what an icon button does, such as which change it would undo."""
    target.setAccessibleName(name)
    target.setToolTip(plain_tip(f"{name} ({shortcut})" if shortcut else name))


def escaped(text: str) -> str:
    """Text for a button or menu: an ampersand in a company's name must not become a shortcut."""
    return text.replace("&", "&&")


class PaintedButton(QAbstractButton):
    """A button whose look a subclass paints in `paint`.

    Enter works like Space; arrow keys ask for a neighbour.
    """

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.by_keyboard = False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the button; the focus ring comes after."""
        raise NotImplementedError

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        self.paint(painter, theme)
        if self.hasFocus() and self.by_keyboard:
            paint_focus_ring(painter, self.rect(), theme)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self.by_keyboard = True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)


def focus_neighbour(buttons: Sequence[QAbstractButton], step: int) -> QAbstractButton | None:
    """Move the focus from the button that has it to the next one shown, round the ends.

    Returns where it went.
    """
    shown = [one for one in buttons if not one.isHidden() and one.isEnabled()]
    at = next((place for place, one in enumerate(shown) if one.hasFocus()), None)
    if at is None:
        return None
    target = shown[(at + step) % len(shown)]
    target.setFocus(Qt.FocusReason.OtherFocusReason)
    return target


def one_tab_stop(buttons: Sequence[QAbstractButton], stop: QAbstractButton | None) -> None:
    """Let Tab reach only one button of a group; arrow keys reach the others."""
    for one in buttons:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus)


def enter_pressed(event: QKeyEvent, act: Callable[[], object]) -> bool:
    """Whether Enter was pressed in a form: it presses the button that has the focus, and otherwise does `act`."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    focus = QApplication.focusWidget()
    if isinstance(focus, QPushButton):
        focus.click()
    else:
        act()
    return True
