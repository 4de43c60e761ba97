"""The sections of a framework with what is rated, a small bar and the score."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.buttons import PaintedButton, focus_neighbour, one_tab_stop
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_column

_BAR_WIDTH, _SHORT_BAR_WIDTH, _LEAST_BAR_WIDTH = 64, 40, 24
_SHORT_BELOW = 300
_BAR_HEIGHT = 6
_GAP = 8
BLEED = 6
"""Empty pixels at both sides of a row, for the focus ring: margins round the widget are so much less."""


@dataclass(frozen=True)
class SectionScore:
    """One row. `score` and `required` in percent (0-100) or None; the texts as they are to be read.

    `description` is what a screen reader says, such as "Section 2, 12 of 12 rated, 59.1 %, required 60 %".
    """

    code: str
    name: str
    rated_text: str
    score: float | None
    score_text: str
    required: float | None = None
    description: str = ""
    mark_text: str = ""
    """What stands after the name, such as how many ratings differ from the company's own."""


class SectionRow(PaintedButton):
    """One section; pressing it asks for the explanation of its score."""

    def __init__(self, row: SectionScore, parent: "SectionBars") -> None:
        super().__init__(parent)
        self._bars = parent
        self.row = row
        self.show_row(row)

    def show_row(self, row: SectionScore) -> None:
        """Show other values of the same section."""
        self.row = row
        self.setText(row.name)
        self.setToolTip(plain_tip(row.name))
        fallback = f"{row.code} {row.name}: {row.rated_text}, {row.score_text}"
        self.setAccessibleName(row.description or fallback)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(256, self._bars.row_height)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(self.rect(), 4, 4)
        code, rated, score = self._bars.widths
        row, height, right_edge = self.row, self.height(), self.width() - BLEED
        middle = Qt.AlignmentFlag.AlignVCenter
        at_right = middle | Qt.AlignmentFlag.AlignRight
        tabular = role_font("body", True)
        painter.setFont(tabular)
        painter.setPen(theme.text)
        painter.drawText(QRect(BLEED, 0, code, height), middle | Qt.AlignmentFlag.AlignLeft, row.code)
        right = QRect(right_edge - score, 0, score, height)
        painter.drawText(right, at_right, row.score_text)
        bar_left = right.left() - _GAP - self._bars.bar_width
        rated_box = QRect(bar_left - _GAP - rated, 0, rated, height)
        painter.setPen(theme.text2)
        painter.setFont(role_font("small", True))
        painter.drawText(rated_box, at_right, row.rated_text)
        name_left = BLEED + code + 6
        mark = painter.fontMetrics().horizontalAdvance(row.mark_text) + 6 if row.mark_text else 0
        painter.setPen(theme.text)
        painter.drawText(rated_box.adjusted(-mark - 6, 0, -rated - 6, 0), at_right, row.mark_text)
        space = QRect(name_left, 0, rated_box.left() - name_left - 4 - mark, height)
        painter.setFont(role_font())
        painter.setPen(theme.text)
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, middle | Qt.AlignmentFlag.AlignLeft, name)
        self._paint_bar(painter, theme, bar_left)

    def _paint_bar(self, painter: QPainter, theme: Theme, left: int) -> None:
        width = self._bars.bar_width
        top = (self.height() - _BAR_HEIGHT) // 2
        painter.fillRect(QRectF(left, top, width, _BAR_HEIGHT), theme.line)
        if self.row.score is not None:
            filled = round(width * min(100.0, max(0.0, self.row.score)) / 100)
            painter.fillRect(QRectF(left, top, filled, _BAR_HEIGHT), theme.text2)
        if self.row.required is not None:
            x = left + round(width * min(100.0, max(0.0, self.row.required)) / 100)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(theme.accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(x, top - 3), QPointF(x, top + _BAR_HEIGHT + 3))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.click()
            return
        super().keyPressEvent(event)


class SectionBars(QWidget):
    """Rows of section scores. Click, Enter or F1 on a row asks for its explanation; up and down move."""

    explain_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name`: the accessible name."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row_height = scaled(24)
        self.bar_width = _BAR_WIDTH
        self.widths = (0, 0, 0)
        self._rows: list[SectionRow] = []
        self._column = in_column(self)

    @property
    def rows(self) -> list[SectionRow]:
        return list(self._rows)

    def set_rows(self, rows: Sequence[SectionScore]) -> None:
        """Show these sections. Called after every rating: rows of the same sections are reused."""
        self._measure(rows)
        if [row.code for row in rows] == [shown.row.code for shown in self._rows]:
            for shown, row in zip(self._rows, rows, strict=True):
                shown.show_row(row)
            self._fit_bar()
            return
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = []
        for row in rows:
            made = SectionRow(row, self)
            made.clicked.connect(lambda _checked=False, code=row.code: self.explain_wanted.emit(code))
            made.stepped.connect(self._step)
            self._column.addWidget(made)
            self._rows.append(made)
        one_tab_stop(self._rows, self._rows[0] if self._rows else None)
        self._fit_bar()

    def row_rect(self, code: str) -> QRect:
        """Where the row of a section stands in this widget, for a popover.

        Raises KeyError for no such section.
        """
        for row in self._rows:
            if row.row.code == code:
                return row.geometry()
        raise KeyError(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """A bar gives way to a name that would be cut, as far as that makes it whole."""
        width = _BAR_WIDTH if self.width() >= _SHORT_BELOW else _SHORT_BAR_WIDTH
        body, small = QFontMetrics(role_font()), QFontMetrics(role_font("small", True))
        room = self.width() - sum(self.widths) - 2 * (BLEED + _GAP) - 10
        for row in (shown.row for shown in self._rows):
            mark = small.horizontalAdvance(row.mark_text) + 6 if row.mark_text else 0
            left = room - mark - body.horizontalAdvance(row.name)
            if left >= _LEAST_BAR_WIDTH:
                width = min(width, left)
        self.bar_width = width

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._rows:
            self._measure([row.row for row in self._rows])
            self._fit_bar()

    def _measure(self, rows: Sequence[SectionScore]) -> None:
        body = QFontMetrics(role_font("body", True))
        small = QFontMetrics(role_font("small", True))
        self.widths = (
            max((body.horizontalAdvance(row.code) for row in rows), default=0) + 2,
            max((small.horizontalAdvance(row.rated_text) for row in rows), default=0) + 1,
            max((body.horizontalAdvance(row.score_text) for row in rows), default=0) + 4,
        )

    def _step(self, step: int) -> None:
        focus_neighbour(self._rows, step)
