"""Shares of a whole as one bar, each named under it with its mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import role_font, scaled, theme_of
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, meaning_color, paint_dashed_box, paint_mark

_BAR = 12
_MARK_GAP = 7
_LABEL_GAP = 16


@dataclass(frozen=True)
class Share:
    """One part.

    Its mark (fully, partially, not, meets, ...), its size in any unit, and its name with the number.
    """

    mark: str
    size: float
    text: str


class ShareBar(QWidget):
    """Parts in the order given, 2 px apart, with labels below that wrap where the room is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[Share, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_shares(self, shares: Sequence[Share], description: str = "") -> None:
        """Show these parts.

        Parts of size 0 are named but not drawn; without any size the bar is an empty dashed box.
        """
        self._shares = tuple(shares)
        self.setAccessibleName(description or ", ".join(share.text for share in shares))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return _BAR + (8 + len(lines) * scaled(20) if lines else 0)

    def sizeHint(self) -> QSize:
        return QSize(256, self.heightForWidth(256))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.heightForWidth(max(96, self.width())))

    def parts(self) -> list[tuple[Share, QRectF]]:
        """The parts that are drawn and where."""
        drawn = [share for share in self._shares if share.size > 0]
        total = sum(share.size for share in drawn)
        room = self.width() - 2 * (len(drawn) - 1)
        placed, begun = [], 0.0
        for index, share in enumerate(drawn):
            left = round(room * begun / total)
            begun += share.size
            right = round(room * begun / total)
            placed.append((share, QRectF(left + 2 * index, 0, max(1, right - left), _BAR)))
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        parts = self.parts()
        for share, rect in parts:
            painter.fillRect(rect, meaning_color(share.mark, theme))
        if not parts:
            paint_dashed_box(painter, QRectF(0, 0, self.width(), _BAR).toRect(), theme)
        painter.setFont(role_font())
        metrics = painter.fontMetrics()
        height = scaled(20)
        y = float(_BAR + 8)
        for line in self._lines(self.width()):
            x = 0.0
            for share in line:
                paint_mark(painter, QRectF(x, y + (height - MARK_SIZE) / 2, MARK_SIZE, MARK_SIZE), share.mark, theme)
                x += MARK_SIZE + _MARK_GAP
                painter.setPen(theme.text2)
                base = y + (height + metrics.ascent() - metrics.descent()) / 2
                painter.drawText(QPointF(x, round(base)), share.text)
                x += metrics.horizontalAdvance(share.text) + _LABEL_GAP
            y += height
        painter.end()

    def _lines(self, width: int) -> list[list[Share]]:
        metrics = QFontMetrics(role_font())
        lines: list[list[Share]] = []
        x = 0
        for share in self._shares:
            wide = MARK_SIZE + _MARK_GAP + metrics.horizontalAdvance(share.text)
            if lines and x + wide <= width:
                lines[-1].append(share)
                x += wide + _LABEL_GAP
            else:
                lines.append([share])
                x = wide + _LABEL_GAP
        return lines
