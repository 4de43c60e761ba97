"""A choice of a few views of one thing as buttons side by side: "Secretariat | Company | Second"."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled, theme_of
from covenant_monitor_ui.widgets.buttons import PaintedButton, focus_neighbour, one_tab_stop
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_row

_PADDING = 10
_HEIGHT = 28


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice. `quiet`: there is nothing behind it yet; `tip` says more."""

    key: str
    text: str
    quiet: bool = False
    tip: str = ""


class SegmentButton(PaintedButton):
    """One choice in the row."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_segment(segment)

    def show_segment(self, segment: Segment) -> None:
        """Show other words of the same choice."""
        self.segment = segment
        self.setText(segment.text)
        self.setToolTip(plain_tip(segment.tip))
        self.setAccessibleName(", ".join(filter(None, (segment.text, segment.tip))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # As wide as when it is chosen, so that choosing moves nothing.
        width = QFontMetrics(role_font("heading")).horizontalAdvance(self.text())
        return QSize(width + 2 * _PADDING, scaled(_HEIGHT))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        chosen = self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.sel if chosen else theme.hover)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 3, 3)
        painter.setFont(role_font("heading" if chosen else "body"))
        painter.setPen(theme.accent if chosen else theme.text3 if self.segment.quiet else theme.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Segments(QWidget):
    """One of a few. Arrow keys move and choose; Tab reaches the row once."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name`: the accessible name."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, SegmentButton] = {}
        self._row = in_row(self)

    @property
    def current(self) -> str:
        """The key of what is chosen; "" while there is nothing."""
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    @property
    def stops(self) -> Sequence[QWidget]:
        """What Tab can reach."""
        return list(self._buttons.values())

    def segment(self, key: str) -> SegmentButton:
        """The button of a choice. Raises KeyError for no such choice."""
        return self._buttons[key]

    def show_segments(self, segments: Sequence[Segment], current: str) -> None:
        """Show these choices, and which one is chosen; nothing is signalled."""
        if list(self._buttons) != [one.key for one in segments]:
            for old in self._buttons.values():
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._buttons = {one.key: self._made(one) for one in segments}
        for one in segments:
            made = self._buttons[one.key]
            made.show_segment(one)
            made.setChecked(one.key == current)
        one_tab_stop(list(self._buttons.values()), self._buttons.get(current))

    def _made(self, segment: Segment) -> SegmentButton:
        made = SegmentButton(segment, self)
        made.clicked.connect(lambda _checked=False: self._choose(segment.key))
        made.stepped.connect(self._step)
        self._row.addWidget(made)
        return made

    def _choose(self, key: str) -> None:
        before = [other for other, one in self._buttons.items() if one.isChecked() and other != key]
        for other, one in self._buttons.items():
            one.setChecked(other == key)
        one_tab_stop(list(self._buttons.values()), self._buttons[key])
        if before:
            self.chosen.emit(key)

    def _step(self, step: int) -> None:
        target = focus_neighbour(list(self._buttons.values()), step)
        key = next((key for key, one in self._buttons.items() if one is target), None)
        if key is not None:
            self._choose(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
