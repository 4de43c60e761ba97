"""Keys in boxes: alone, and as the line of hints under a grid."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled, theme_of

_KEY_PADDING = 6
_WORD_GAP = 6
_HINT_GAP = 16


def key_width(key: str) -> int:
    """The width of a key's box."""
    return max(20, QFontMetrics(role_font("small")).horizontalAdvance(key) + 2 * _KEY_PADDING)


def paint_key(painter: QPainter, x: float, middle: float, key: str, theme: Theme) -> float:
    """Paint a key in its box, left edge at `x`, centred on height `middle`; returns the x after it."""
    font = role_font("small")
    width, height = key_width(key), QFontMetrics(font).height() + 4
    top = round(middle - height / 2)
    box = QRectF(round(x), top, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.border, 1))
    painter.setBrush(theme.base)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(theme.text)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    return x + width


class KeyHints(QWidget):
    """One line of keys and what they do. Hints that do not fit are left out from the end, never cut."""

    def __init__(self, hints: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Key and word of each, the most useful first."""
        self._hints = tuple(hints)
        self.setAccessibleName(", ".join(f"{key}: {word}" for key, word in self._hints))
        self.updateGeometry()
        self.update()

    def fitting(self, width: int) -> int:
        """How many hints fit in `width` pixels."""
        metrics = QFontMetrics(role_font("small"))
        x = 0
        for place, (key, word) in enumerate(self._hints):
            x += key_width(key) + _WORD_GAP + metrics.horizontalAdvance(word)
            if x > width:
                return place
            x += _HINT_GAP
        return len(self._hints)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(role_font("small"))
        widths = [key_width(key) + _WORD_GAP + metrics.horizontalAdvance(word) for key, word in self._hints]
        return QSize(sum(widths) + _HINT_GAP * max(0, len(widths) - 1), scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        middle, x = self.height() / 2, 0.0
        metrics = QFontMetrics(role_font("small"))
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        for key, word in self._hints[: self.fitting(self.width())]:
            x = paint_key(painter, x, middle, key, theme) + _WORD_GAP
            painter.setPen(theme.text2)
            painter.drawText(QPointF(x, round(baseline)), word)
            x += metrics.horizontalAdvance(word) + _HINT_GAP
        painter.end()


class KeyCap(QWidget):
    """One key in its box, for beside a button or text."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setAccessibleName(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(key_width(self._key), QFontMetrics(role_font("small")).height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, 0, self.height() / 2, self._key, theme_of(self))
        painter.end()
