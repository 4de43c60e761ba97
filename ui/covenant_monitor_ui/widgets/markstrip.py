"""How one thing was rated over the rounds: a mark per round, joined where rounds can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, theme_of
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, paint_mark

_LINE_GAP = 6


@dataclass(frozen=True)
class MarkPoint:
    """One round: its label, the mark of its rating ("not_begun" while there is none), and what is different since.

    `broken` names the break between the round before and this one, such as "framework version 2"; "" for none.
    """

    label: str
    mark: str
    broken: str = ""


class MarkStrip(QWidget):
    """Marks in a row with the rounds below, and breaks as dashed lines with their name above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[MarkPoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_points(self, points: Sequence[MarkPoint], description: str) -> None:
        """Show the rounds in order; `description` says the same in words."""
        self._points = tuple(points)
        self.setAccessibleName(description)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(role_font("small")).height()
        return QSize(256, self._top() + MARK_SIZE + 6 + line)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def centre_of(self, index: int) -> QPointF:
        """The middle of a round's mark."""
        step = self.width() / max(1, len(self._points))
        return QPointF(step * (index + 0.5), self._top() + MARK_SIZE / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setFont(role_font("small"))
        for index, point in enumerate(self._points):
            centre = self.centre_of(index)
            box = QRectF(centre.x() - MARK_SIZE / 2, centre.y() - MARK_SIZE / 2, MARK_SIZE, MARK_SIZE)
            paint_mark(painter, box, point.mark, theme)
            if index:
                self._paint_link(painter, theme, index)
            self._paint_label(painter, theme, index)
        painter.end()

    def _top(self) -> int:
        named = any(point.broken for point in self._points)
        return QFontMetrics(role_font("small")).height() + 4 if named else 2

    def _paint_link(self, painter: QPainter, theme: Theme, index: int) -> None:
        before, after = self._points[index - 1], self._points[index]
        left = self.centre_of(index - 1).x() + MARK_SIZE / 2 + _LINE_GAP
        right = self.centre_of(index).x() - MARK_SIZE / 2 - _LINE_GAP
        middle = round(self.centre_of(index).y()) + 0.5
        if after.broken:
            x = round((left + right) / 2) + 0.5
            pen = QPen(theme.path, 1)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, self._top() - 2), QPointF(x, self._top() + MARK_SIZE + 4))
            painter.setPen(theme.text2)
            metrics = painter.fontMetrics()
            name = metrics.elidedText(after.broken, Qt.TextElideMode.ElideRight, self.width())
            start = min(
                max(0.0, x - metrics.horizontalAdvance(name) / 2), self.width() - metrics.horizontalAdvance(name)
            )
            painter.drawText(QPointF(round(start), metrics.ascent()), name)
        elif "not_begun" not in (before.mark, after.mark) and right > left:
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(left, middle), QPointF(right, middle))

    def _paint_label(self, painter: QPainter, theme: Theme, index: int) -> None:
        metrics = painter.fontMetrics()
        step = self.width() / len(self._points)
        text = metrics.elidedText(self._points[index].label, Qt.TextElideMode.ElideRight, round(step) - 4)
        painter.setPen(theme.text2)
        below = QRectF(step * index, self._top() + MARK_SIZE + 5, step, metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
