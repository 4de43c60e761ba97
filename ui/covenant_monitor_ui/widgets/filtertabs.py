"""Filters as tabs with counts: "All 56", "Not yet 14"."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.buttons import (
    PaintedButton,
    escaped,
    focus_neighbour,
    icon_button,
    one_tab_stop,
)

_PADDING = 8
_COUNT_GAP = 7
_MORE = 32


class FilterTab(PaintedButton):
    """One filter."""

    def __init__(self, text: str, count: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = count
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(f"{text} {count}".strip())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font("heading"))
        count = metrics.horizontalAdvance(self.count) + _COUNT_GAP if self.count else 0
        return QSize(metrics.horizontalAdvance(self.text()) + count + 2 * _PADDING, scaled(28))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        chosen = self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.sel if chosen else theme.hover)
            painter.drawRoundedRect(self.rect(), 4, 4)
        font = role_font("heading" if chosen else "body")
        painter.setFont(font)
        painter.setPen(theme.accent if chosen else theme.text)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        space = QRect(_PADDING, 0, self.width() - _PADDING, self.height())
        painter.drawText(space, flags, self.text())
        if self.count:
            space.setLeft(_PADDING + QFontMetrics(font).horizontalAdvance(self.text()) + _COUNT_GAP)
            painter.setPen(theme.accent if chosen else theme.text2)
            painter.drawText(space, flags, self.count)


class FilterTabs(QWidget):
    """One of several filters. Arrow keys move; tabs that do not fit stand in a menu at the end."""

    chosen = Signal(str)

    def __init__(self, name: str, more: str, parent: QWidget | None = None) -> None:
        """`name`.

        The accessible name; `more`: the name of the menu for what does not fit, such as "More filters".
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._tabs: dict[str, FilterTab] = {}
        self._current = ""
        self._more = icon_button("more", more, self._open_menu, parent=self)
        self._more.hide()

    @property
    def current(self) -> str:
        """The key of the filter chosen; "" while there are none."""
        return self._current

    def tab(self, key: str) -> FilterTab:
        """The tab of a filter. Raises KeyError for no such filter."""
        return self._tabs[key]

    @property
    def stops(self) -> Sequence[QWidget]:
        """What Tab can reach."""
        return [*self._tabs.values(), self._more]

    def set_tabs(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        """Key, text and count of each.

        What was chosen stays chosen if it is still there, else the first is.
        """
        if list(self._tabs) == [key for key, _text, _count in tabs]:
            for key, text, count in tabs:
                tab = self._tabs[key]
                tab.count = count
                tab.setText(text)
                tab.setAccessibleName(f"{text} {count}".strip())
        else:
            for old in self._tabs.values():
                old.hide()
                old.deleteLater()
            self._tabs = {key: self._new_tab(key, text, count) for key, text, count in tabs}
        if self._current not in self._tabs:
            self._current = next(iter(self._tabs), "")
        self._mark()
        self._place()

    def set_current(self, key: str) -> None:
        """Show a filter as chosen, without a signal. Raises KeyError for no such filter."""
        _known = self._tabs[key]
        self._current = key
        self._mark()
        self._place()

    def choose(self, key: str) -> None:
        """Choose a filter as a click does."""
        changed = key != self._current
        self.set_current(key)
        if changed:
            self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        width = sum(tab.sizeHint().width() + 4 for tab in self._tabs.values())
        return QSize(width, scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MORE, scaled(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _new_tab(self, key: str, text: str, count: str) -> FilterTab:
        tab = FilterTab(text, count, self)
        tab.clicked.connect(lambda _checked=False: self.choose(key))
        tab.stepped.connect(self._step)
        return tab

    def _mark(self) -> None:
        for key, tab in self._tabs.items():
            tab.setChecked(key == self._current)
            tab.update()
        one_tab_stop(list(self._tabs.values()), self._tabs.get(self._current))

    def _place(self) -> None:
        """The tabs from the left, the chosen one always among those shown."""
        widths = {key: tab.sizeHint().width() for key, tab in self._tabs.items()}
        room = self.width()
        keys = list(self._tabs)
        if sum(widths.values()) + 4 * max(0, len(keys) - 1) > room:
            room -= _MORE
            left = room - widths.get(self._current, 0)
            shown = []
            for key in keys:
                if key == self._current:
                    shown.append(key)
                elif widths[key] + 4 <= left:
                    left -= widths[key] + 4
                    shown.append(key)
                else:
                    left = 0
            keys = shown
        x = 0
        for key, tab in self._tabs.items():
            tab.setVisible(key in keys)
            if key in keys:
                tab.setGeometry(x, 0, widths[key], scaled(28))
                x += widths[key] + 4
        self._more.setVisible(len(keys) < len(self._tabs))
        self._more.setGeometry(x, 0, _MORE, scaled(28))

    def _step(self, step: int) -> None:
        target = focus_neighbour(list(self._tabs.values()), step)
        key = next((key for key, tab in self._tabs.items() if tab is target), None)
        if key is not None:
            self.choose(key)

    def _open_menu(self) -> None:
        menu = self.overflow_menu()
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def overflow_menu(self) -> QMenu:
        """The menu with the filters that do not fit."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, tab in self._tabs.items():
            if tab.isHidden():
                action = menu.addAction(escaped(f"{tab.text()}  {tab.count}".strip()))
                action.triggered.connect(lambda _checked=False, key=key: self.choose(key))
        return menu
