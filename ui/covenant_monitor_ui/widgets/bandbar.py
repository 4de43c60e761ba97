"""The bar of a score: how far from 0 to 100, what is provisional, and what is required."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, theme_of
from covenant_monitor_ui.widgets.shapes import paint_hatch

_BAR = 8
_TICK_OUT = 4


@dataclass(frozen=True)
class Band:
    """A score and its provisional band in percent (0-100), with the words beside them as they are to be read.

    `low` and `high` are None for a score that is not provisional; `score` is None where nothing is rated.
    """

    score: float | None = None
    low: float | None = None
    high: float | None = None
    required: float | None = None
    low_text: str = ""
    high_text: str = ""
    required_text: str = ""


class BandBar(QWidget):
    """A grey bar.

    Filled up to a final score, hatched over a provisional band with a tick at the score so far.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band = Band()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def band(self) -> Band:
        return self._band

    def set_band(self, band: Band, description: str = "") -> None:
        """Show a score; `description` says the same in words, for who cannot see the bar."""
        self._band = band
        self.setAccessibleName(description)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(role_font("small")).height()
        below = line + 5 if self._band.low_text or self._band.high_text else 4
        above = line + 4 if self._band.required_text else 4
        return QSize(240, above + _BAR + below)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def x_of(self, percent: float) -> float:
        """The x of a percentage."""
        return self.width() * min(100.0, max(0.0, percent)) / 100

    def bar_top(self) -> int:
        """The y of the bar's upper edge."""
        return QFontMetrics(role_font("small")).height() + 4 if self._band.required_text else 4

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        band = self._band
        painter = QPainter(self)
        top = self.bar_top()
        painter.fillRect(QRectF(0, top, self.width(), _BAR), theme.line)
        if band.low is not None and band.high is not None:
            left, right = round(self.x_of(band.low)), round(self.x_of(band.high))
            paint_hatch(painter, QRectF(left, top, max(2, right - left), _BAR), theme)
        elif band.score is not None:
            painter.fillRect(QRectF(0, top, round(self.x_of(band.score)), _BAR), theme.text2)
        if band.score is not None and band.low is not None:
            x = min(max(0, round(self.x_of(band.score)) - 2), self.width() - 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.text)
            painter.drawRoundedRect(QRectF(x, top - 3, 4, _BAR + 6), 1, 1)
        self._paint_requirement(painter, theme, top)
        self._paint_ends(painter, theme, top + _BAR)
        painter.end()

    def _paint_requirement(self, painter: QPainter, theme: Theme, top: int) -> None:
        band = self._band
        if band.required is None:
            return
        x = min(max(1.0, round(self.x_of(band.required))), self.width() - 1)
        painter.setPen(QPen(theme.accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLine(QPointF(x, top - _TICK_OUT - 2), QPointF(x, top + _BAR + _TICK_OUT))
        if band.required_text:
            painter.setFont(role_font("strong"))
            width = painter.fontMetrics().horizontalAdvance(band.required_text)
            left = min(max(0.0, x - width / 2), self.width() - width)
            painter.drawText(QPointF(round(left), painter.fontMetrics().ascent() - 2), band.required_text)

    def _paint_ends(self, painter: QPainter, theme: Theme, bottom: int) -> None:
        """The two ends of the band in words, moved apart where they would touch."""
        band = self._band
        if band.low is None or band.high is None or not (band.low_text or band.high_text):
            return
        painter.setFont(role_font("small"))
        painter.setPen(theme.text2)
        metrics = painter.fontMetrics()
        low_width, high_width = (metrics.horizontalAdvance(text) for text in (band.low_text, band.high_text))
        left = self.x_of(band.low) - low_width / 2
        right = self.x_of(band.high) - high_width / 2
        overlap = left + low_width + 10 - right
        if overlap > 0:
            left -= overlap / 2
            right += overlap / 2
        room = float(self.width())
        left = min(max(0.0, left), room - low_width - 10 - high_width)
        right = min(max(right, left + low_width + 10), room - high_width)
        y = bottom + 5 + metrics.ascent()
        painter.drawText(QPointF(round(left), y), band.low_text)
        painter.drawText(QPointF(round(right), y), band.high_text)
