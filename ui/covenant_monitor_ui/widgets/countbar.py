"""Counts as neutral bars: label, bar, number. A colour here would claim a judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import role_font, scaled, theme_of

_BAR = 8
_GAP = 16


@dataclass(frozen=True)
class Count:
    """One row: its label, its size (in the unit of `maximum`), and the number as it is written.

    None: no number.
    """

    label: str
    size: float | None
    text: str


class CountBars(QWidget):
    """Rows of counts of one whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[Count, ...] = ()
        self._maximum = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_counts(self, counts: Sequence[Count], maximum: float, description: str = "") -> None:
        """Show these rows; a bar is full at `maximum`."""
        self._counts = tuple(counts)
        self._maximum = maximum
        self.setAccessibleName(description or ", ".join(f"{count.label}: {count.text}" for count in counts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, len(self._counts) * scaled(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, len(self._counts) * scaled(32))

    def bar_rect(self, index: int) -> QRectF:
        """The room of a row's bar."""
        metrics = QFontMetrics(role_font())
        strong = QFontMetrics(role_font("heading", True))
        left = max((metrics.horizontalAdvance(count.label) for count in self._counts), default=0)
        left = min(left, round(self.width() * 0.4)) + _GAP
        right = max((strong.horizontalAdvance(count.text) for count in self._counts), default=0) + _GAP
        height = scaled(32)
        top = index * height + (height - _BAR) // 2
        return QRectF(left, top, max(8, self.width() - left - right), _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        height = scaled(32)
        for index, count in enumerate(self._counts):
            bar = self.bar_rect(index)
            row = QRect(0, index * height, self.width(), height)
            painter.setPen(theme.text)
            painter.setFont(role_font())
            label = QRect(0, row.top(), round(bar.left()) - 8, height)
            text = painter.fontMetrics().elidedText(count.label, Qt.TextElideMode.ElideRight, label.width())
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            painter.setFont(role_font("heading", True))
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count.text)
            painter.fillRect(bar, theme.line)
            if count.size and self._maximum > 0:
                share = min(1.0, count.size / self._maximum)
                painter.fillRect(QRectF(bar.left(), bar.top(), max(2, round(bar.width() * share)), _BAR), theme.text2)
        painter.end()
