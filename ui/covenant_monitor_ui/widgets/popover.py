"""A popover: more about one thing, beside that thing, without leaving the page."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import set_surface, text_label, theme_of
from covenant_monitor_ui.widgets.buttons import icon_button
from covenant_monitor_ui.widgets.keyhints import KeyCap
from covenant_monitor_ui.widgets.layout import empty_layout, rule

WIDTH = 592
_NOTCH = 10
_SHADOW = 16
_EDGE = 8
_RADIUS = 6
_LONG_SUM = 60
_SCROLLS = {
    Qt.Key.Key_Up: QScrollBar.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QScrollBar.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QScrollBar.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QScrollBar.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QScrollBar.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QScrollBar.SliderAction.SliderToMaximum,
}
"""What is longer than the popover is scrolled by these keys."""


class Popover(QWidget):
    """A frameless surface over the window with a notch that points at what it is about.
     Put content into `body`. Esc and the close button give the focus back to who opened it; a click elsewhere
    closes it too.
    """

    closed = Signal()

    def __init__(self, window: QWidget, language: Language, name: str = "", *, width: int = WIDTH) -> None:
        """`window`: the window it floats in, at most `width` wide; `name`: its accessible name until `set_heading`."""
        super().__init__(window)
        self._window = window
        self._widest = width
        _ = language.gettext
        self._opener: QWidget | None = None
        self._anchor = QRect()
        self._above = False
        self._notch_x = 0.0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.figure = text_label("", "figure")
        self.words = text_label("", "secondary", wrap=True)
        self.close_button = icon_button("close", _("Close"), self.dismiss, shortcut="Esc", size=16)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        content = QWidget()
        set_surface(content, "base")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(20, 0, 20, 16)
        self.body.setSpacing(12)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._content = content
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(20, 12, 10, 8)
        row.setSpacing(8)
        row.addWidget(self.figure)
        row.addWidget(self.words, 1)
        row.addWidget(KeyCap("Esc"))
        row.addWidget(self.close_button)
        self.hide()

    def set_heading(self, figure: str, words: str) -> None:
        """The number that is explained, and what it is."""
        self.figure.setText(figure)
        self.figure.setVisible(bool(figure))
        self.words.setText(words)
        self.setAccessibleName(f"{figure} {words}".strip())

    def add_text(self, text: str, role: str = "body") -> QLabel:
        """Add a paragraph that wraps."""
        label = text_label(text, role, wrap=True)
        self.body.addWidget(label)
        return label

    def add_sum(self, text: str, result: str = "") -> None:
        """Add an arithmetic line on its own tint, its result semi-bold at the end."""
        line = QFrame()
        set_surface(line, "sum")
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        for words, role in ((text, "body"), (result, "heading")):
            label = text_label(words, role, wrap=role == "body" and len(words) > _LONG_SUM)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row.addWidget(label)
        row.addStretch(1)
        self.body.addWidget(line)

    def add_actions(self, note: str, *buttons: QPushButton) -> None:
        """Add the last line, under a rule: what the number rests on, and what can be done with it."""
        self.body.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(text_label(note, "note", wrap=True), 1)
        for one in buttons:
            row.addWidget(one)
        self.body.addLayout(row)

    def clear(self) -> None:
        """Take the content out, to fill the popover anew."""
        # Hidden, so that what is added is not: Qt shows children of a visible parent later than it measures them.
        self._content.hide()
        empty_layout(self.body)

    def open_at(self, opener: QWidget, rect: QRect | None = None) -> None:
        """Open beside `rect` of `opener` (default.

        All of it): below it, or above where there is more room.
        """
        for other in self._window.findChildren(Popover):
            if other is not self:
                other.dismiss(give_back_focus=False)
        self._opener = opener
        area = rect if rect is not None else opener.rect()
        self._anchor = QRect(opener.mapTo(self._window, area.topLeft()), area.size())
        opener.setProperty("has_popover", True)
        opener.update()
        self._content.show()
        self._place()
        self.show()
        self.raise_()
        # On the popover itself: its name is read out, and Tab goes to the first thing in it.
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def dismiss(self, *, give_back_focus: bool = True) -> None:
        """Close; the focus goes back to the opener."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
        opener, self._opener = self._opener, None
        # The page it was opened from may be gone by now.
        if opener is not None and isValid(opener):
            opener.setProperty("has_popover", False)
            if give_back_focus:
                opener.setFocus(Qt.FocusReason.PopupFocusReason)
            opener.update()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            here = self.mapFromGlobal(event.globalPosition().toPoint())
            on_menu = isinstance(watched, QWidget) and watched.window() is not self.window()
            if isinstance(watched, QWidget) and not on_menu and not self.surface_rect().contains(here):
                self.dismiss(give_back_focus=False)
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.dismiss()
        elif kind == QEvent.Type.Hide and isinstance(watched, QWidget) and self._is_about(watched):
            self.dismiss(give_back_focus=False)
        return False

    def _is_about(self, widget: QWidget) -> bool:
        """Whether it points at something in `widget`, such as the page that is left."""
        opener = self._opener
        return opener is not None and isValid(opener) and (widget is opener or widget.isAncestorOf(opener))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        if event.key() in _SCROLLS:
            self._scroll.verticalScrollBar().triggerAction(_SCROLLS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside."""
        stops = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self) and child.isEnabled()
        ]
        stops.sort(key=lambda child: (child is self.close_button, *_reading_order(child, self)))
        if not stops:
            return False
        focus = QApplication.focusWidget()
        at = stops.index(focus) if focus in stops else -1
        target = stops[(at + (1 if next else -1)) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        return True

    def surface_rect(self) -> QRect:
        """The surface without notch and shadow."""
        top = _SHADOW + (0 if self._above else _NOTCH)
        height = self.height() - 2 * _SHADOW - _NOTCH
        return QRect(_SHADOW, top, self.width() - 2 * _SHADOW, height)

    @property
    def is_above(self) -> bool:
        """Whether it stands above what it points at."""
        return self._above

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = QRectF(self.surface_rect())
        _paint_shadow(painter, surface, theme.shadow)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.base)
        painter.drawPath(self._outline(surface.adjusted(0.5, 0.5, -0.5, -0.5)))
        painter.end()

    def _outline(self, surface: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(surface, _RADIUS, _RADIUS)
        notch = QPainterPath()
        edge, tip = (
            (surface.bottom(), surface.bottom() + _NOTCH) if self._above else (surface.top(), surface.top() - _NOTCH)
        )
        notch.moveTo(QPointF(self._notch_x - _NOTCH, edge))
        notch.lineTo(QPointF(self._notch_x, tip))
        notch.lineTo(QPointF(self._notch_x + _NOTCH, edge))
        notch.closeSubpath()
        return path.united(notch)

    def _place(self) -> None:
        room = self._window.rect()
        width = min(self._widest, room.width() - 2 * _EDGE)
        inner = width - 2
        head = _height_for(self._head, inner)
        wanted = head + _height_for(self._content, inner) + 2
        below = room.bottom() - self._anchor.bottom() - _NOTCH - _EDGE
        above = self._anchor.top() - room.top() - _NOTCH - _EDGE
        self._above = wanted > below and above > below
        height = min(wanted, max(above if self._above else below, 120))
        left = self._anchor.center().x() - width // 2
        left = max(room.left() + _EDGE, min(left, room.right() - _EDGE - width))
        top = self._anchor.top() - _NOTCH - height if self._above else self._anchor.bottom() + 1 + _NOTCH
        notch_room = 0 if self._above else _NOTCH
        self.setGeometry(left - _SHADOW, top - _SHADOW - notch_room, width + 2 * _SHADOW, height + 2 * _SHADOW + _NOTCH)
        surface = self.surface_rect()
        tip = self._anchor.center().x() - self.x()
        self._notch_x = float(min(max(tip, surface.left() + 2 * _NOTCH), surface.right() - 2 * _NOTCH))
        self._head.setGeometry(surface.left() + 1, surface.top() + 1, inner, head)
        self._scroll.setGeometry(surface.left() + 1, surface.top() + 1 + head, inner, height - head - 2)


def _height_for(widget: QWidget, width: int) -> int:
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()


def _paint_shadow(painter: QPainter, surface: QRectF, colour: QColor) -> None:
    """A soft shadow of 14 px, 4 px lower than the surface, as rings of falling strength."""
    steps = 14
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(steps):
        strength = (1 - step / steps) ** 2
        ring = QColor(colour)
        ring.setAlpha(round(colour.alpha() * strength * 0.6))
        painter.setPen(QPen(ring, 1))
        rect = surface.adjusted(-step, -step, step, step).translated(0, 3)
        painter.drawRoundedRect(rect, _RADIUS + step, _RADIUS + step)


def _reading_order(child: QWidget, within: QWidget) -> tuple[int, int]:
    place = child.mapTo(within, QPoint(0, 0))
    return place.y(), place.x()
