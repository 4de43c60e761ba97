"""The grid of criteria: how its cells are painted, its keys, and the field that opens in a row to type in."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from covenant_monitor.domain.model import Level
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import na_name, rating_name, unrated_name
from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.criteria import OUTSIDE, Column, CriteriaModel, CriterionRow, SectionRow
from covenant_monitor_ui.theme import Theme, role_font, scaled, text_width, theme_of
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import (
    MARK_ROLE,
    NOTE_ROLE,
    PADDING,
    CellDelegate,
    Index,
    NumberDelegate,
    RatingDelegate,
    WrapDelegate,
)
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, chip_width, paint_focus_ring

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_CLEAR = (int(Qt.Key.Key_Delete), int(Qt.Key.Key_Backspace))
_LEAST_TEXT = 168
_DIFFERS_ROOM = 20
_AHEAD = 2
_HIDDEN_FIRST = (Column.FROM, Column.SELF, Column.EARLIER)
_PLAIN_KEYS = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


class CodeDelegate(CellDelegate):
    """The code of a criterion; and the head of a section, which spans all columns."""

    def __init__(self, parent: "CriteriaTable") -> None:
        super().__init__(parent, secondary=True, tabular=True)
        self._table = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._table.criteria.row(index)
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
        right = view.score_right()
        widths = view.section_widths
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
        if selected and view.hasFocus():
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme)


def _title(row: SectionRow) -> str:
    return f"{row.code}  {row.name}"


class ChipDelegate(RatingDelegate):
    """The rating of this round as a chip; of a criterion that does not apply as plain words: it is not counted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, current=True)

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        self.current = index.data(NOTE_ROLE) != OUTSIDE
        super().paint_cell(painter, rect, index, theme, selected)


class MarksDelegate(CellDelegate):
    """A paperclip with the number of pieces of evidence, or with a warning; and whether there is a note."""

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
        if index.data(NOTE_ROLE):
            paint_icon(painter, rect.left() + 30, top, "comment", theme.text2, 16)


class RowField(QLineEdit):
    """A field over the cells of one row, to type a reason or a number in. Enter saves, Esc leaves it."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: "CriteriaTable") -> None:
        super().__init__(parent.viewport())
        self._table = parent
        self.code = ""
        self._reasons = QStringListModel(self)
        completer = QCompleter(self._reasons, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._reason_completer = completer
        self.setMaxLength(2000)
        # The style sheet takes the limit off fields in tables with Qt's largest number, of which Qt complains.
        self.setStyleSheet("max-height: 9999px")
        self.hide()

    def open(self, code: str, text: str, hint: str, reasons: Sequence[str], *, typed: bool = False) -> None:
        """Open over the row of a criterion or section with `text`, selected unless it was `typed` just now."""
        self.code = code
        self._reasons.setStringList(list(reasons))
        self.setCompleter(cast(QCompleter, self._reason_completer if reasons else None))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setText(text)
        self.show_problem(False)
        self._table.place_field()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not typed:
            self.selectAll()

    def close_field(self) -> None:
        """Close it; the focus goes back to the grid if it was here."""
        had = self.hasFocus()
        self.code = ""
        self.setText("")
        self.hide()
        if had:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, problem: bool) -> None:
        """Show that what is typed could not be saved."""
        value = "true" if problem else "false"
        if self.property("problem") != value:
            self.setProperty("problem", value)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.submitted.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() == Qt.Key.Key_Down and self.completer() is not None:
            self.completer().setCompletionPrefix(self.text() if not self.hasSelectedText() else "")
            self.completer().complete()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self.isHidden() or event.reason() in stays:
            return
        if self.text().strip():
            self.submitted.emit(self.text().strip())
        else:
            self.cancelled.emit()


class CriteriaTable(DataTable):
    """The criteria of one assessment. The current cell is always the rating, or the head of a section."""

    key_typed = Signal(str)
    """A digit or decimal sign, to rate with."""
    na_wanted = Signal()
    cleared = Signal()
    passed = Signal()
    next_open_wanted = Signal()
    evidence_wanted = Signal()
    menu_wanted = Signal()
    edit_wanted = Signal()
    explain_wanted = Signal(str)
    """A section's code."""

    def __init__(self, name: str, model: CriteriaModel, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, row=40)
        self.criteria = model
        self._language = language
        self._offered = (True, True)
        self._spans: list[int] = []
        self.section_widths = (0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setModel(model)
        self.field = RowField(self)
        delegates: dict[Column, CellDelegate] = {
            Column.CODE: CodeDelegate(self),
            Column.CRITERION: WrapDelegate(self),
            Column.FROM: NumberDelegate(self, secondary=True),
            Column.EARLIER: RatingDelegate(self),
            Column.SELF: RatingDelegate(self),
            Column.RATING: ChipDelegate(self),
            Column.MARKS: MarksDelegate(self),
        }
        for column, delegate in delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        for told in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            told.connect(self._span_heads)
        self.verticalScrollBar().valueChanged.connect(self.place_field)
        self._pressed = QModelIndex()

    def offer_columns(self, *, earlier: bool, own: bool) -> None:
        """Which of the columns beside the rating there is anything for."""
        self._offered = (earlier, own)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column what it needs, and the criterion the rest; where that is too little, columns hide."""
        language = self._language
        words = [rating_name(level, language) for level in Level] + [na_name(language), unrated_name(language)]
        word = max(text_width(text) for text in words)
        chip = max(chip_width(text) for text in words)
        codes = [row.code for row in self.criteria.rows if isinstance(row, CriterionRow)]
        code = max((text_width(text, "body", True) for text in codes), default=32.0)
        heads = [str(self.criteria.headerData(c, Qt.Orientation.Horizontal) or "") for c in Column]
        head = [text_width(text, "strong") + 2 * PADDING for text in heads]
        plain = round(word + MARK_SIZE + 7 + 2 * PADDING)
        widths = {
            Column.CODE: max(round(code + self.edge + PADDING), round(head[0] + self.edge - PADDING)),
            Column.FROM: max(round(text_width("yr 3") + 2 * PADDING), round(head[Column.FROM]) + 1),
            Column.EARLIER: max(plain, round(head[Column.EARLIER])),
            Column.SELF: max(plain + _DIFFERS_ROOM, round(head[Column.SELF])),
            Column.RATING: max(chip + 12, round(head[Column.RATING]) + 2),
            Column.MARKS: 68,
        }
        shown = dict.fromkeys(Column, True)
        shown[Column.EARLIER], shown[Column.SELF] = self._offered
        room = self.viewport().width()
        for column in _HIDDEN_FIRST:
            if room - sum(width for c, width in widths.items() if shown[c]) < scaled(_LEAST_TEXT):
                shown[column] = False
        for column in Column:
            self.setColumnHidden(column, not shown[column])
        taken = sum(width for column, width in widths.items() if shown[column])
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.CRITERION, max(32, room - taken))
        number = language.number
        rated = language.gettext("{done} of {all}").format(done=number(188, 0), all=number(188, 0))
        self.section_widths = (
            round(text_width(rated, "body", True)),
            round(text_width(language.percent(100), "heading", True)) + 2,
        )
        self.place_field()

    def score_right(self) -> int:
        """The x where chips end, and with them the scores of sections."""
        return self.columnViewportPosition(Column.RATING) + self.columnWidth(Column.RATING) - 4

    def rating_index(self, place: int) -> QModelIndex:
        """The cell of a row that is current when the row is."""
        if not 0 <= place < self.criteria.rowCount():
            return QModelIndex()
        head = isinstance(self.criteria.rows[place], SectionRow)
        return self.criteria.index(place, 0 if head else Column.RATING)

    def go_to(self, place: int) -> None:
        """Make a row current."""
        index = self.rating_index(place)
        if index.isValid():
            self.setCurrentIndex(index)

    def scrollTo(  # noqa: N802  (Qt calls it)
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """A row that is in sight gets its neighbours in sight too; one that is not comes to the middle."""
        if hint is QAbstractItemView.ScrollHint.EnsureVisible:
            if not self.visualRect(index).intersects(self.viewport().rect()):
                hint = QAbstractItemView.ScrollHint.PositionAtCenter
            else:
                for step in (-1, _AHEAD):
                    place = min(max(index.row() + step, 0), self.criteria.rowCount() - 1)
                    super().scrollTo(self.rating_index(place), hint)
        super().scrollTo(index, hint)

    @property
    def current_place(self) -> int:
        """The current row; -1 for none."""
        return self.currentIndex().row()

    def place_field(self) -> None:
        """Put the field over its row: from behind the criterion's text to the right edge."""
        if not self.field.code:
            return
        place = self.criteria.place(self.field.code)
        if place < 0:
            place = self.criteria.section_place(self.field.code)
        if place < 0:
            return
        rect = self.visualRect(self.rating_index(place))
        text = self.columnViewportPosition(Column.CRITERION)
        left = text + self.columnWidth(Column.CRITERION)
        if self.columnWidth(Column.CRITERION) > 2 * scaled(_LEAST_TEXT):
            left = text + self.columnWidth(Column.CRITERION) - scaled(40)
        height = min(rect.height() - 4, scaled(32))
        top = rect.top() + (rect.height() - height) // 2
        self.field.setGeometry(left, top, self.viewport().width() - left - 8, height)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        last = self.criteria.rowCount() - 1
        here = self.current_place
        page = max(1, self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) - 1)
        moves = QAbstractItemView.CursorAction
        to = {
            moves.MoveUp: here - 1,
            moves.MoveDown: here + 1,
            moves.MovePageUp: here - page,
            moves.MovePageDown: here + page,
            moves.MoveHome: 0,
            moves.MoveEnd: last,
        }.get(action, here)
        return self.rating_index(min(max(to, 0), last))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~_PLAIN_KEYS
        if key == Qt.Key.Key_0 and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.na_wanted.emit()
        elif plain and self._own_key(key, text):
            return
        elif key in (Qt.Key.Key_F1, Qt.Key.Key_Escape) or (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _own_key(self, key: int, text: str) -> bool:
        if text and text in "0123456789,.":
            self.key_typed.emit(text)
        elif key in _CLEAR:
            self.cleared.emit()
        elif key in _ENTER:
            self.passed.emit()
        elif key == Qt.Key.Key_N:
            self.next_open_wanted.emit()
        elif key == Qt.Key.Key_B:
            self.evidence_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif key == Qt.Key.Key_Space:
            self._open_or_fold()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_current(key == Qt.Key.Key_Left)
        else:
            return False
        return True

    def _open_or_fold(self) -> None:
        row = self.criteria.row(self.currentIndex())
        if isinstance(row, SectionRow):
            self._fold(row.code, not row.folded)
        elif row is not None:
            self.menu_wanted.emit()

    def _fold_current(self, folded: bool) -> None:
        row = self.criteria.row(self.currentIndex())
        if row is not None:
            self._fold(row.code if isinstance(row, SectionRow) else row.section, folded)

    def _fold(self, section: str, folded: bool) -> None:
        """Fold or unfold a section; what was in it gives the current row to its head."""
        row = self.criteria.row(self.currentIndex())
        inside = isinstance(row, CriterionRow) and row.section == section
        if folded and inside:
            self.go_to(self.criteria.section_place(section))
        self.criteria.fold(section, folded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = index if event.button() == Qt.MouseButton.LeftButton else QModelIndex()
        if index.isValid():
            self.go_to(index.row())
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        pressed, self._pressed = self._pressed, QModelIndex()
        if not index.isValid() or index != pressed:
            return
        row = self.criteria.row(index)
        if isinstance(row, SectionRow):
            right = self.score_right()
            on_score = right - self.section_widths[1] - 4 <= point.x() <= right + 4
            if on_score:
                self.explain_wanted.emit(row.code)
            else:
                self._fold(row.code, not row.folded)
        elif index.column() == Column.RATING:
            self.menu_wanted.emit()
        elif index.column() == Column.MARKS:
            self.evidence_wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click is a press like any other."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # With a button down the view would drag a selection over rows; here one row is chosen.
        if not event.buttons():
            super().mouseMoveEvent(event)

    def section_rect(self, code: str) -> QRect:
        """Where the score of a section's head stands in this widget."""
        place = self.criteria.section_place(code)
        rect = self.cell_rect(self.rating_index(place))
        right = self.score_right() + rect.left()
        return QRect(right - self.section_widths[1], rect.top(), self.section_widths[1], rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "criteria"):
            self.fit_columns()

    def _span_heads(self) -> None:
        self.clearSpans()
        for place, row in enumerate(self.criteria.rows):
            if isinstance(row, SectionRow):
                self.setSpan(place, 0, 1, len(Column))
        self.place_field()
