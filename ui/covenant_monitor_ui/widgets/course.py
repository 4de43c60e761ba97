"""A participant's course over the rounds: the score of each round against what was required then."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled, theme_of

_TOP = 10
_BOX_WIDTH = 8
_REQUIRED_WIDTH = 28


@dataclass(frozen=True)
class CoursePoint:
    """One round. Percentages 0-100 or None; `low` and `high` only while the score is provisional.
     `broken` says that scores before this round cannot be compared with it (other version, evidence rule,
    date, length).
    """

    label: str
    score: float | None = None
    required: float | None = None
    low: float | None = None
    high: float | None = None
    broken: bool = False


class CourseChart(QWidget):
    """Points joined by a line that no break crosses, requirement ticks, and the provisional band as a box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[CoursePoint, ...] = ()
        self._ends = ("0 %", "50 %", "100 %")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_points(
        self,
        points: Sequence[CoursePoint],
        description: str,
        axis: tuple[str, str, str] = ("0 %", "50 %", "100 %"),
    ) -> None:
        """Show the rounds in order.

        `description` says the same in words; `axis`: 0, 50 and 100 as they are written.
        """
        self._points = tuple(points)
        self._ends = axis
        self.setAccessibleName(description)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(256, scaled(136))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, scaled(136))

    def plot_rect(self) -> QRectF:
        """The room of the points: 100 % at its top, 0 % at its bottom."""
        metrics = QFontMetrics(role_font("small"))
        axis = max(metrics.horizontalAdvance(text) for text in self._ends) + 8
        return QRectF(0, _TOP, self.width() - axis, self.height() - _TOP - metrics.height() - 8)

    def place_of(self, index: int, percent: float) -> QPointF:
        """Where a percentage of a round stands."""
        room = self.plot_rect()
        step = room.width() / max(1, len(self._points))
        share = min(100.0, max(0.0, percent)) / 100
        return QPointF(round(room.left() + step * (index + 0.5)), round(room.bottom() - room.height() * share))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        self._paint_axes(painter, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_breaks(painter, theme)
        for index, point in enumerate(self._points):
            self._paint_required(painter, theme, index, point)
        for index, point in enumerate(self._points):
            self._paint_band(painter, theme, index, point)
        self._paint_line(painter, theme)
        for index, point in enumerate(self._points):
            self._paint_point(painter, theme, index, point)
        painter.end()

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        room = self.plot_rect()
        painter.setFont(role_font("small"))
        metrics = painter.fontMetrics()
        for share, text in zip((0, 50, 100), self._ends, strict=True):
            y = round(room.bottom() - room.height() * share / 100)
            painter.fillRect(QRectF(0, y, room.width(), 1), theme.border if share == 0 else theme.grid)
            painter.setPen(theme.text2)
            label = QRectF(room.right(), y - metrics.height() / 2, self.width() - room.right(), metrics.height())
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        step = room.width() / max(1, len(self._points))
        for index, point in enumerate(self._points):
            below = QRectF(step * index, room.bottom() + 6, step, metrics.height())
            text = metrics.elidedText(point.label, Qt.TextElideMode.ElideRight, round(step) - 2)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_breaks(self, painter: QPainter, theme: Theme) -> None:
        room = self.plot_rect()
        pen = QPen(theme.path, 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        for index, point in enumerate(self._points):
            if point.broken and index:
                x = round(room.width() / len(self._points) * index) + 0.5
                painter.drawLine(QPointF(x, 0), QPointF(x, room.bottom()))

    def _paint_required(self, painter: QPainter, theme: Theme, index: int, point: CoursePoint) -> None:
        if point.required is None:
            return
        at = self.place_of(index, point.required)
        half = min(_REQUIRED_WIDTH, self.plot_rect().width() / len(self._points) - 4) / 2
        painter.setPen(QPen(theme.accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(QPointF(at.x() - half, at.y()), QPointF(at.x() + half, at.y()))

    def _paint_band(self, painter: QPainter, theme: Theme, index: int, point: CoursePoint) -> None:
        if point.low is None or point.high is None:
            return
        high, low = self.place_of(index, point.high), self.place_of(index, point.low)
        box = QRectF(high.x() - _BOX_WIDTH / 2, high.y(), _BOX_WIDTH, max(2.0, low.y() - high.y()))
        painter.setPen(QPen(theme.text2, 1))
        painter.setBrush(theme.none_t)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_line(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QPen(theme.text2, 2))
        for index, (before, after) in enumerate(zip(self._points, self._points[1:], strict=False)):
            if after.broken or before.score is None or after.score is None or after.low is not None:
                continue
            painter.drawLine(self.place_of(index, before.score), self.place_of(index + 1, after.score))

    def _paint_point(self, painter: QPainter, theme: Theme, index: int, point: CoursePoint) -> None:
        if point.score is None:
            at = self.place_of(index, 0)
            painter.setPen(theme.text2)
            painter.setFont(role_font("small"))
            dash = QRectF(at.x() - 10, at.y() - 22, 20, 18)
            painter.drawText(dash, Qt.AlignmentFlag.AlignCenter, "\N{EN DASH}")
            return
        painter.setPen(QPen(theme.base, 1.5))
        painter.setBrush(theme.text)
        painter.drawEllipse(self.place_of(index, point.score), 4.5, 4.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
