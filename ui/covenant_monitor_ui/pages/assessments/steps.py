"""The way from draft to final as a line of five steps: which are taken, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled, theme_of
from covenant_monitor_ui.widgets.labels import plain_tip

_DOT = 10
_GAP = 6
_LINE = 18
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step: its name, who took it and when, whether it is taken, and whether it is where the work is now."""

    name: str
    detail: str = ""
    taken: bool = False
    is_current: bool = False

    @property
    def words(self) -> str:
        """It in words."""
        return f"{self.name}: {self.detail}" if self.detail else self.name


class StepLine(QWidget):
    """Steps side by side. On one line (`set_low`) only the current one says who and when; the tool tip has it all."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name`: what a screen reader calls it."""
        super().__init__(parent)
        self._name = name
        self._low = False
        self.parts: Sequence[StepPart] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_low(self, low: bool) -> None:
        """Take one line, or two."""
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self.update()

    def show_parts(self, parts: Sequence[StepPart]) -> None:
        """Show other steps."""
        self.parts = tuple(parts)
        taken = [part.words for part in parts if part.taken]
        self.setAccessibleName(f"{self._name}: {', '.join(taken)}" if taken else self._name)
        self.setToolTip(plain_tip("\n".join(part.words for part in parts)))
        self.update()

    @property
    def current(self) -> StepPart | None:
        """Where the work is now; None where it was not begun."""
        return next((part for part in self.parts if part.is_current), None)

    def sizeHint(self) -> QSize:
        return QSize(480, scaled(_LINE if self._low else 2 * _LINE - 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def _widths(self) -> list[int]:
        """How wide each step is: what it needs on one line, else all the same."""
        if not self.parts:
            return []
        if not self._low:
            return [self.width() // len(self.parts)] * len(self.parts)
        heading, body = QFontMetrics(role_font("heading")), QFontMetrics(role_font())
        needed = [
            _DOT + 2 * _GAP + heading.horizontalAdvance(part.name)
            if not (part.is_current and part.detail)
            else _DOT + 3 * _GAP + heading.horizontalAdvance(part.name) + body.horizontalAdvance(part.detail)
            for part in self.parts
        ]
        over = sum(needed) - self.width()
        if over > 0:
            place = max(range(len(needed)), key=needed.__getitem__)
            needed[place] = max(_DOT + 2 * _GAP, needed[place] - over)
        else:
            each = min(-over // len(needed), scaled(24))
            needed = [width + each for width in needed]
        return needed

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        for place, (part, width) in enumerate(zip(self.parts, self._widths(), strict=True)):
            self._paint_part(
                painter, theme, part, QRect(left, 0, width, self.height()), last=place + 1 == len(self.parts)
            )
            left += width
        painter.end()

    def _paint_part(self, painter: QPainter, theme: Theme, part: StepPart, box: QRect, *, last: bool) -> None:
        line = scaled(_LINE)
        middle = line / 2
        dot = QRectF(box.left() + 0.5, middle - _DOT / 2 + 0.5, _DOT - 1, _DOT - 1)
        colour = theme.accent if part.is_current else theme.text2 if part.taken else theme.border
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if part.taken else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot)
        font = role_font("heading" if part.is_current else "body")
        painter.setFont(font)
        painter.setPen(theme.text if part.taken else theme.text3)
        text_left = box.left() + _DOT + _GAP
        room = box.right() - text_left - _GAP
        metrics = QFontMetrics(font)
        name = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(text_left, 0, room, line), _MIDDLE, name)
        end = text_left + metrics.horizontalAdvance(name) + _GAP
        painter.setFont(role_font("small"))
        detail_room = box.right() - end if self._low else room
        detail = painter.fontMetrics().elidedText(part.detail, Qt.TextElideMode.ElideRight, detail_room)
        painter.setPen(theme.text2)
        if not self._low:
            painter.drawText(QRect(text_left, line - 2, room, line), _MIDDLE, detail)
        elif part.is_current and detail:
            painter.drawText(QRect(end, 0, detail_room, line), _MIDDLE, detail)
            end += painter.fontMetrics().horizontalAdvance(detail) + _GAP
        if not last and box.right() - end > 2 * _GAP:
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(end, middle), QPointF(box.right() - _GAP, middle))
