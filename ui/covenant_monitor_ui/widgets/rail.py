"""The rail: the pages of the window, from top to bottom."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import Theme, role_font, scaled, set_surface
from covenant_monitor_ui.widgets.buttons import PaintedButton, focus_neighbour, one_tab_stop

WIDE, NARROW = 112, 56
COMPACT_BELOW = 1360
_ICON = 20


class RailButton(PaintedButton):
    """One page in the rail."""

    def __init__(self, icon: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.compact = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        return QSize(NARROW, 48) if self.compact else QSize(WIDE, scaled(60))

    def wanted_width(self) -> int:
        """The width that shows the whole text, also when semi-bold."""
        return QFontMetrics(role_font("strong")).horizontalAdvance(self.text()) + 12

    def paint(self, painter: QPainter, theme: Theme) -> None:
        chosen = self.isChecked()
        if chosen:
            painter.fillRect(self.rect(), theme.sel)
            painter.fillRect(QRect(0, 0, 3, self.height()), theme.accent)
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.hover)
        colour = theme.accent if chosen else theme.text2
        metrics = QFontMetrics(role_font("small"))
        text_height = 0 if self.compact else metrics.height() + 4
        top = (self.height() - _ICON - text_height) / 2
        paint_icon(painter, (self.width() - _ICON) / 2, top, self.icon_name, colour)
        if self.compact:
            return
        painter.setFont(role_font("strong" if chosen else "small"))
        painter.setPen(colour)
        line = QRect(4, round(top) + _ICON + 4, self.width() - 8, metrics.height())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The pages as icon and word, or as icons with tool tips in a narrow window.

    Alt+1, Alt+2, ... choose a page.
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str, str]], name: str = "", parent: QWidget | None = None) -> None:
        """`items`: key, icon and text per page; `name`: the accessible name of the rail."""
        super().__init__(parent)
        set_surface(self, "rail")
        self.setAccessibleName(name)
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        for place, (key, icon, text) in enumerate(items, start=1):
            made = RailButton(icon, text, self)
            made.clicked.connect(lambda _checked=False, key=key: self.choose(key))
            made.stepped.connect(self._step)
            column.addWidget(made)
            self._buttons[key] = made
            if place <= 9:
                shortcut = QShortcut(QKeySequence(f"Alt+{place}"), self)
                shortcut.activated.connect(lambda key=key: self.choose(key))
                made.setAccessibleDescription(f"Alt+{place}")
        column.addStretch(1)
        self._current = next(iter(self._buttons), "")
        self.set_compact(False)
        self.set_current(self._current)

    @property
    def current(self) -> str:
        """The key of the page that is chosen."""
        return self._current

    def button(self, key: str) -> RailButton:
        """The button of a page. Raises KeyError for no such page."""
        return self._buttons[key]

    def set_current(self, key: str) -> None:
        """Show `key` as the page chosen, without a signal."""
        button = self._buttons[key]
        button.setChecked(True)
        self._current = key
        one_tab_stop(list(self._buttons.values()), button)

    def choose(self, key: str) -> None:
        """Choose a page as a click does: `chosen` is emitted, also when it was chosen already."""
        self.set_current(key)
        self.chosen.emit(key)

    def fit(self, window_width: int) -> None:
        """Icons only when the window is narrower than 1360 px."""
        self.set_compact(window_width < COMPACT_BELOW)

    def set_compact(self, compact: bool) -> None:
        """Icons only, with tool tips, or icons with words."""
        for place, made in enumerate(self._buttons.values(), start=1):
            made.compact = compact
            key = f" (Alt+{place})" if place <= 9 else ""
            made.setToolTip(made.text() + key if compact else key.strip(" ()"))
            made.updateGeometry()
            made.update()
        longest = max((made.wanted_width() for made in self._buttons.values()), default=0)
        self.setFixedWidth(NARROW if compact else max(WIDE, (longest + 7) // 8 * 8))

    def _step(self, step: int) -> None:
        focus_neighbour(list(self._buttons.values()), step)
