"""How the cells of the grid of criteria are painted, beyond what every table has."""

from PySide6.QtCore import QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.criteria import CARRIED, OUTSIDE, Column, CriteriaModel, SectionRow
from covenant_monitor_ui.theme import Theme, role_font, text_width, theme_of
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import MARK_ROLE, NOTE_ROLE, CellDelegate, Index, RatingDelegate
from covenant_monitor_ui.widgets.shapes import (
    CHIP_HEIGHT,
    MARK_SIZE,
    chip_width,
    paint_dashed_box,
    paint_focus_ring,
    paint_mark,
)

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CodeDelegate(CellDelegate):
    """The code of a criterion; and the head of a section, which spans all columns."""

    def __init__(self, parent: DataTable) -> None:
        super().__init__(parent, secondary=True, tabular=True)
        self._table = parent
        self.widths = (0, 0)
        """Room for "12 of 13" and for a score, in pixels."""

    def score_right(self) -> int:
        """The x where chips end, and with them the scores of sections."""
        return self._table.columnViewportPosition(Column.RATING) + self._table.columnWidth(Column.RATING) - 4

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, CriteriaModel) else None
        if not isinstance(row, SectionRow):
            super().paint(painter, option, index)
            return
        theme = theme_of()
        rect: QRect = option.rect
        view = self._table
        selected = view.selectionModel().isSelected(index)
        hovered = view.hover_row == index.row()
        painter.fillRect(rect, theme.sel if selected else theme.hover if hovered else theme.alt)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.grid)
        middle = rect.top() + (rect.height() - 1) / 2
        icon = "chevron-right" if row.folded else "chevron-down"
        paint_icon(painter, rect.left() + view.edge - 5, round(middle - 8), icon, theme.text2, 16)
        right = self.score_right()
        widths = self.widths
        inner = rect.adjusted(0, 0, 0, -1)
        painter.setPen(theme.text)
        painter.setFont(role_font("heading", True))
        score = QRect(right - widths[1], inner.top(), widths[1], inner.height())
        painter.drawText(score, _RIGHT, row.score)
        painter.setFont(role_font("body", True))
        painter.setPen(theme.text2)
        rated = QRect(score.left() - 24 - widths[0], inner.top(), widths[0], inner.height())
        painter.drawText(rated, _RIGHT, row.rated)
        painter.setFont(role_font("heading"))
        painter.setPen(theme.text)
        left = rect.left() + view.edge + 17
        self.draw_text(painter, QRect(left, inner.top(), rated.left() - 8 - left, inner.height()), _title(row), _LEFT)
        if view.currentIndex().row() == index.row() and (view.hasFocus() or view.holds_ring):
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme)


def _title(row: SectionRow) -> str:
    return f"{row.code}  {row.name}"


class ChipDelegate(RatingDelegate):
    """The rating of this round as a chip; of a criterion that does not apply as plain words: it is not counted.

    What was carried forward stands in a dashed box, with its mark, its word, and that it is to be confirmed.
    """

    def __init__(self, parent: QObject, to_confirm: str) -> None:
        super().__init__(parent, current=True)
        self._to_confirm = to_confirm

    def carried_width(self, word: str) -> int:
        """How wide the chip of a carried rating must be."""
        return chip_width(word) + 8 + round(text_width(self._to_confirm, "small"))

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        note = index.data(NOTE_ROLE)
        if note == CARRIED:
            self._paint_carried(painter, rect.adjusted(-4, 0, 4, 0), index, theme)
            return
        self.current = note != OUTSIDE
        super().paint_cell(painter, rect, index, theme, selected)

    def _paint_carried(self, painter: QPainter, rect: QRect, index: Index, theme: Theme) -> None:
        top = rect.top() + (rect.height() - CHIP_HEIGHT) // 2
        paint_dashed_box(painter, QRect(rect.left(), top, rect.width(), CHIP_HEIGHT), theme)
        inner = rect.adjusted(8, 0, -8, 0)
        middle = rect.top() + (rect.height() - MARK_SIZE) / 2
        paint_mark(painter, QRectF(inner.left(), middle, MARK_SIZE, MARK_SIZE), index.data(MARK_ROLE) or "", theme)
        inner.setLeft(inner.left() + MARK_SIZE + 7)
        painter.setFont(role_font())
        painter.setPen(theme.text2)
        word = index.data()
        self.draw_text(painter, inner, word, _LEFT)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(word) - 6
        painter.setFont(role_font("small"))
        if painter.fontMetrics().horizontalAdvance(self._to_confirm) <= room:
            painter.drawText(inner, _RIGHT, self._to_confirm)
        else:
            painter.drawText(inner, _RIGHT, "?")


class MarksDelegate(CellDelegate):
    """A paperclip with the number of pieces of evidence, or with a warning; and whether there is a note or a remark."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        clip = index.data(MARK_ROLE)
        top = rect.top() + (rect.height() - 16) // 2
        if clip:
            warned = clip == "clip-warning"
            ink = theme.bad_x if warned else theme.text2
            paint_icon(painter, rect.left() - 4, top, "clip", ink, 16)
            painter.setFont(role_font("strong" if warned else "small", True))
            painter.setPen(ink)
            painter.drawText(rect.adjusted(14, 0, 4, 0), _LEFT, index.data())
        note = index.data(NOTE_ROLE)
        if note:
            remarked = note == "remark"
            ink = theme.accent if remarked else theme.text2
            paint_icon(painter, rect.left() + 30, top, "comment", ink, 16)
            if remarked:
                painter.setFont(role_font("strong"))
                painter.setPen(ink)
                painter.drawText(rect.adjusted(47, 0, 8, 0), _LEFT, "!")
