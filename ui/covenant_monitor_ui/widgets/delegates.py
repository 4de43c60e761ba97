"""How cells of tables and lists are painted. Lean: a delegate runs for every cell of every scroll step.
 A model gives the word as DisplayRole and, where a mark belongs to it, the mark's key as MARK_ROLE (see
shapes.py).
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from covenant_monitor_ui.theme import Theme, role_font, scaled, theme_of
from covenant_monitor_ui.widgets.shapes import (
    MARK_SIZE,
    meaning_color,
    paint_chip,
    paint_focus_ring,
    paint_mark,
)

MARK_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
NOTE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
HEAD_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
DIFFERS_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 4

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ELIDE = Qt.TextElideMode.ElideRight
_NO_PEN = Qt.PenStyle.NoPen
_SMOOTH = QPainter.RenderHint.Antialiasing
PADDING = 8


class CellDelegate(QStyledItemDelegate):
    """A cell of plain text: selection tint, row line, the ring of the current cell. Others derive from it."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        secondary: bool = False,
        strong_when_selected: bool = False,
        tabular: bool = False,
    ) -> None:
        super().__init__(parent)
        self.secondary = secondary
        self.strong_when_selected = strong_when_selected
        self.tabular = tabular

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of()
        view: QWidget = option.widget
        rect: QRect = option.rect
        selected = _is_selected(view, index)
        if selected:
            painter.fillRect(rect, theme.sel)
        elif getattr(view, "hover_row", -1) == index.row():
            painter.fillRect(rect, theme.hover)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.grid)
        if _has_ring(view, index):
            self.paint_ring(painter, rect, theme)
        left = getattr(view, "edge", PADDING) if index.column() == 0 else PADDING
        self.paint_cell(painter, rect.adjusted(left, 0, -PADDING, -1), index, theme, selected)

    def paint_ring(self, painter: QPainter, rect: QRect, theme: Theme) -> None:
        """The ring of the current cell, with the cell's own background back."""
        ring = rect.adjusted(1, 1, -1, -2)
        painter.setRenderHint(_SMOOTH)
        painter.setPen(_NO_PEN)
        painter.setBrush(theme.base)
        painter.drawRoundedRect(ring, 5, 5)
        paint_focus_ring(painter, ring, theme)

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        """Paint the content of a cell into `rect`."""
        text = index.data(_DISPLAY)
        if not text:
            return
        strong = selected and self.strong_when_selected
        painter.setFont(role_font("heading" if strong else "body", self.tabular))
        painter.setPen(theme.text2 if self.secondary and not selected else theme.text)
        self.draw_text(painter, rect, text, _LEFT)

    def draw_text(self, painter: QPainter, rect: QRect, text: str, flags: Qt.AlignmentFlag) -> None:
        """One line of text, elided where it does not fit."""
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > rect.width():
            text = metrics.elidedText(text, _ELIDE, rect.width())
        painter.drawText(rect, flags, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = index.data(_DISPLAY) or ""
        painterless = role_font("heading" if self.strong_when_selected else "body", self.tabular)
        return QSize(_width(painterless, str(text)) + 2 * PADDING, scaled(36))


class WrapDelegate(CellDelegate):
    """Text on two lines where it does not fit on one and the row has the height for it; elided after that."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        text = index.data(_DISPLAY)
        if not text:
            return
        font = role_font("heading" if selected and self.strong_when_selected else "body")
        painter.setFont(font)
        painter.setPen(theme.text2 if self.secondary and not selected else theme.text)
        height = painter.fontMetrics().height()
        if rect.height() < 2 * height + 4:  # lines that touch are harder to read than one that is elided
            self.draw_text(painter, rect, text, _LEFT)
            return
        lines = two_lines(text, rect.width(), font.pixelSize(), font.weight())
        top = rect.top() + (rect.height() - len(lines) * height) // 2
        for place, line in enumerate(lines):
            painter.drawText(QRect(rect.left(), top + place * height, rect.width() + 4, height), _LEFT, line)


@lru_cache(maxsize=4096)
def two_lines(text: str, width: int, _size: int, weight: int) -> tuple[str, ...]:
    """`text` broken into at most two lines of `width` pixels, the second one elided."""
    metrics = QFontMetrics(role_font("heading" if weight >= QFont.Weight.DemiBold else "body"))
    if metrics.horizontalAdvance(text) <= width:
        return (text,)
    first = ""
    words = text.split(" ")
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = metrics.elidedText(" ".join(words), _ELIDE, width)
    return (first, rest) if first else (rest,)


class NumberDelegate(CellDelegate):
    """Numbers at the right with tabular figures.

    NOTE_ROLE: a quiet word before the number, such as "prov.".
    """

    def __init__(self, parent: QObject | None = None, *, secondary: bool = False, strong: bool = False) -> None:
        super().__init__(parent, secondary=secondary, tabular=True)
        self.strong = strong

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        text = index.data(_DISPLAY)
        if not text:
            return
        font = role_font("heading" if self.strong else "body", True)
        painter.setFont(font)
        painter.setPen(theme.text2 if self.secondary and not selected else theme.text)
        self.draw_text(painter, rect, text, _RIGHT)
        note = index.data(NOTE_ROLE)
        if note:
            painter.setFont(role_font())
            painter.setPen(theme.text2)
            self.draw_text(painter, rect.adjusted(0, 0, -_width(font, text) - 4, 0), note, _RIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        note = index.data(NOTE_ROLE)
        return QSize(size.width() + (_width(role_font(), note) + 4 if note else 0), size.height())


class MarkDelegate(CellDelegate):
    """A mark and its word in plain text2, ink in the selected row.

    DIFFERS_ROLE: full ink and a sign that it differs.
    """

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        text = index.data(_DISPLAY)
        if not text:
            return
        mark = index.data(MARK_ROLE) or ""
        left = rect.left()
        if mark:
            top = rect.top() + (rect.height() - MARK_SIZE) // 2
            paint_mark(painter, QRectF(left, top, MARK_SIZE, MARK_SIZE), mark, theme, self.mark_ink(theme, selected))
            left += MARK_SIZE + 7
        differs = bool(index.data(DIFFERS_ROLE))
        painter.setFont(role_font("heading" if self.strong(mark) else "body"))
        painter.setPen(theme.text if differs or selected else self.ink(mark, theme))
        space = QRect(left, rect.top(), rect.right() + 1 - left - (18 if differs else 0), rect.height())
        self.draw_text(painter, space, text, _LEFT)
        if differs:
            left += painter.fontMetrics().horizontalAdvance(text) + 8
            painter.setFont(role_font("heading"))
            painter.drawText(QRect(left, rect.top(), 20, rect.height()), _LEFT, "\N{NOT EQUAL TO}")

    def ink(self, mark: str, theme: Theme) -> QColor:
        """The colour of the word."""
        return theme.text2

    def mark_ink(self, theme: Theme, selected: bool) -> QColor | None:
        """The colour of a neutral mark; None for the theme's own."""
        return None

    def strong(self, mark: str) -> bool:
        """Whether the word is semi-bold."""
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data(_DISPLAY) or "")
        return QSize(_width(role_font("heading"), text) + MARK_SIZE + 7 + 2 * PADDING, scaled(36))


class OutcomeDelegate(MarkDelegate):
    """An outcome or target status: mark and semi-bold word in its text colour."""

    def ink(self, mark: str, theme: Theme) -> QColor:
        return meaning_color(mark, theme, "_x")

    def strong(self, mark: str) -> bool:
        return True


class StatusDelegate(MarkDelegate):
    """The status of an assessment: a neutral mark and its word; the mark of the selected row in accent."""

    def ink(self, mark: str, theme: Theme) -> QColor:
        return theme.text

    def mark_ink(self, theme: Theme, selected: bool) -> QColor | None:
        return theme.accent if selected else theme.text2


class RatingDelegate(MarkDelegate):
    """A rating.

    `current`: as a tinted chip, or a dashed box while there is none; else a mark and a plain word.
    """

    def __init__(self, parent: QObject | None = None, *, current: bool = False) -> None:
        super().__init__(parent)
        self.current = current

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        if not self.current:
            super().paint_cell(painter, rect, index, theme, selected)
            return
        text = index.data(_DISPLAY)
        if text:
            chip = rect.adjusted(-4, 0, 4, 0)
            paint_chip(painter, chip, index.data(MARK_ROLE) or "", text, theme, True)


class ListDelegate(CellDelegate):
    """Entries of a list: mark, name, quiet note at the right (NOTE_ROLE).

    HEAD_ROLE: the entry is a group's head.
    """

    def __init__(self, parent: QObject | None = None, *, row: int = 32, edge: int = 12) -> None:
        super().__init__(parent)
        self.row = row
        self.edge = edge

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of()
        rect: QRect = option.rect
        inner = rect.adjusted(self.edge, 0, -self.edge, 0)
        text = str(index.data(_DISPLAY) or "")
        note = index.data(NOTE_ROLE)
        if index.data(HEAD_ROLE):
            painter.setPen(theme.text2)
            painter.setFont(role_font("strong"))
            if note:
                self.draw_text(painter, inner, note, _RIGHT)
                inner.setRight(inner.right() - _width(role_font("strong"), note) - 8)
            self.draw_text(painter, inner, text, _LEFT)
            return
        selected = _is_selected(option.widget, index)
        if selected:
            painter.fillRect(rect, theme.sel)
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.accent)
        elif getattr(option.widget, "hover_row", -1) == index.row():
            painter.fillRect(rect, theme.hover)
        if not selected and _has_ring(option.widget, index):
            paint_focus_ring(painter, rect, theme)
        mark = index.data(MARK_ROLE)
        if mark:
            top = inner.top() + (inner.height() - MARK_SIZE) // 2
            box = QRectF(inner.left(), top, MARK_SIZE, MARK_SIZE)
            paint_mark(painter, box, mark, theme, theme.accent if selected else None)
            inner.setLeft(inner.left() + MARK_SIZE + 8)
        font = role_font("heading" if selected else "body")
        if note:
            small = role_font("small", True)
            room = _width(small, note) + 8
            # The name comes first: in a narrow list a note that would cut it is left out.
            if _width(font, text) + room <= inner.width():
                painter.setFont(small)
                painter.setPen(theme.text2)
                self.draw_text(painter, inner, note, _RIGHT)
                inner.setRight(inner.right() - room)
        painter.setFont(font)
        painter.setPen(theme.text)
        self.draw_text(painter, inner, text, _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, scaled(self.row))


# Not `option.state`: PySide makes all enums of QStyle at the first use, 4 ms of the start-up.
def _is_selected(view: QWidget | None, index: Index) -> bool:
    return isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)


def _has_ring(view: QWidget | None, index: Index) -> bool:
    """Whether this is the current cell of the view that has the focus, or lent it to a popover."""
    if not isinstance(view, QAbstractItemView) or view.currentIndex() != index:
        return False
    return view.hasFocus() or getattr(view, "holds_ring", False)


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
