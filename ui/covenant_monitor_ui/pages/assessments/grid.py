"""The grid of criteria: its columns, its keys and its clicks."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from covenant_monitor.domain.model import Level
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import na_name, rating_name, unrated_name
from covenant_monitor_ui.models.criteria import Column, CriteriaModel, CriterionRow, SectionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.cells import ChipDelegate, CodeDelegate, MarksDelegate
from covenant_monitor_ui.pages.assessments.rowfield import RowField
from covenant_monitor_ui.pages.assessments.selection import RowSelection
from covenant_monitor_ui.theme import role_font, scaled, text_width, theme_of
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import (
    PADDING,
    CellDelegate,
    Index,
    NumberDelegate,
    RatingDelegate,
    WrapDelegate,
)
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, chip_width

_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_CLEAR = (int(Qt.Key.Key_Delete), int(Qt.Key.Key_Backspace))
_LEAST_TEXT = 168
_LEAST_BESIDE_CARRIED = 232
_DIFFERS_ROOM = 20
_AHEAD = 2
_HIDDEN_FIRST = (Column.FROM, Column.SELF, Column.EARLIER)
_HIDDEN_WHILE_CARRIED = (Column.FROM, Column.EARLIER, Column.SELF)
"""What is to be confirmed is what the last round found: beside it that column tells least."""
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_PLAIN_KEYS = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
_MOVES = {
    int(key): move
    for key, move in {
        Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
        Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
        Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
        Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
        Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
        Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    }.items()
}
JUMPS: dict[int, Filter] = {
    int(Qt.Key.Key_N): Filter.OPEN,
    int(Qt.Key.Key_D): Filter.DIFFERS,
    int(Qt.Key.Key_E): Filter.UNPROVEN,
    int(Qt.Key.Key_W): Filter.CHANGED,
    int(Qt.Key.Key_T): Filter.CARRIED,
    int(Qt.Key.Key_R): Filter.REMARKED,
}
"""The keys that go to the next criterion of a kind; with Shift to the one before."""
COMMANDS: dict[int, str] = {
    int(Qt.Key.Key_L): "as_last_round",
    int(Qt.Key.Key_C): "confirm",
    int(Qt.Key.Key_H): "show_history",
}
"""The keys of what else is done with the current criterion, or with all that are chosen."""
_EDITS: dict[int, str] = {
    int(Qt.Key.Key_C): "copy",
    int(Qt.Key.Key_V): "paste",
    int(Qt.Key.Key_D): "fill_down",
}
"""The same with Ctrl."""


class CriteriaTable(DataTable):
    """The criteria of one assessment. The current cell is always the rating, or the head of a section."""

    key_typed = Signal(str)
    """A digit or decimal sign, to rate with."""
    na_wanted = Signal()
    cleared = Signal()
    passed = Signal()
    jump_wanted = Signal(object, int)
    """To the next (1) or the last (-1) criterion that belongs to a `Filter`."""
    command_wanted = Signal(str)
    """What is to be done with the rows that are chosen: copy, paste, or one of `COMMANDS`."""
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
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.choice = RowSelection(self, model)
        self.field = RowField(self)
        self.field.opened.connect(self.place_field)
        self._code = CodeDelegate(self)
        self._chip = ChipDelegate(self, language.gettext("to confirm"))
        delegates: dict[Column, CellDelegate] = {
            Column.CODE: self._code,
            Column.CRITERION: WrapDelegate(self),
            Column.FROM: NumberDelegate(self, secondary=True),
            Column.EARLIER: RatingDelegate(self),
            Column.SELF: RatingDelegate(self),
            Column.RATING: self._chip,
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
        rows = [row for row in self.criteria.rows if isinstance(row, CriterionRow)]
        found = {row.texts[column] for row in rows for column in (Column.EARLIER, Column.SELF)}
        # As the cells measure them before they elide: in whole pixels, which may be more than the exact width.
        body = QFontMetrics(role_font())
        word = max(body.horizontalAdvance(text) for text in found | {_small(text) for text in words})
        chip = max(chip_width(text) for text in words)
        carried = {row.texts[Column.RATING] for row in rows if row.proposed}
        chip = max([chip, *map(self._chip.carried_width, carried)])
        codes = [row.code for row in rows]
        code = max((text_width(text, "body", True) for text in codes), default=32.0)
        heads = [str(self.criteria.headerData(c, Qt.Orientation.Horizontal) or "") for c in Column]
        head = [text_width(text, "strong") + 2 * PADDING for text in heads]
        plain = word + 1 + MARK_SIZE + 7 + 2 * PADDING
        widths = {
            Column.CODE: max(round(code + self.edge + PADDING), round(head[0] + self.edge - PADDING) + 1),
            Column.FROM: max(round(text_width("yr 3") + 2 * PADDING), round(head[Column.FROM]) + 1),
            Column.EARLIER: max(plain, round(head[Column.EARLIER])),
            Column.SELF: max(plain + _DIFFERS_ROOM, round(head[Column.SELF])),
            Column.RATING: max(chip + 12, round(head[Column.RATING]) + 2),
            Column.MARKS: 68,
        }
        shown = dict.fromkeys(Column, True)
        shown[Column.EARLIER], shown[Column.SELF] = self._offered
        room = self.viewport().width()
        least = scaled(_LEAST_BESIDE_CARRIED if carried else _LEAST_TEXT)
        for column in _HIDDEN_WHILE_CARRIED if carried else _HIDDEN_FIRST:
            if room - sum(width for c, width in widths.items() if shown[c]) < least:
                shown[column] = False
        for column in Column:
            self.setColumnHidden(column, not shown[column])
        taken = sum(width for column, width in widths.items() if shown[column])
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.CRITERION, max(32, room - taken))
        number = language.number
        rated = language.gettext("{done} of {all}").format(done=number(188, 0), all=number(188, 0))
        self._code.widths = (
            round(text_width(rated, "body", True)),
            round(text_width(language.percent(100), "heading", True)) + 2,
        )
        self.place_field()

    def rating_index(self, place: int) -> QModelIndex:
        """The cell of a row that is current when the row is."""
        if not 0 <= place < self.criteria.rowCount():
            return QModelIndex()
        head = isinstance(self.criteria.rows[place], SectionRow)
        return self.criteria.index(place, 0 if head else Column.RATING)

    def go_to(self, place: int) -> None:
        """Make a row current; only it is chosen then, unless rows were marked one by one."""
        index = self.rating_index(place)
        if index.isValid():
            self.choice.go_to(place, index.column())

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

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.rating_index(self.row_after(action))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text, held = event.key(), event.text(), event.modifiers()
        plain = not held & ~_PLAIN_KEYS
        shifted = not held & ~(_PLAIN_KEYS | _SHIFT)
        if held & _CTRL and not held & _SHIFT and key in _EDITS:
            self.command_wanted.emit(_EDITS[key])
        elif key == Qt.Key.Key_0 and held & _CTRL:
            self.na_wanted.emit()
        elif held & _CTRL and key in (Qt.Key.Key_A, Qt.Key.Key_Space):
            self._choose(key)
        elif shifted and key in _MOVES:
            self._move(key, extend=bool(held & _SHIFT))
        elif shifted and key in JUMPS:
            self.jump_wanted.emit(JUMPS[key], -1 if held & _SHIFT else 1)
        elif not (plain and self._own_key(key, text, held=event.isAutoRepeat())):
            # Everything else is the page's: this is no table to search in by typing.
            event.ignore()

    def _choose(self, key: int) -> None:
        if key == Qt.Key.Key_A:
            self.choice.take_all()
        elif self.currentIndex().isValid():
            self.choice.toggle(self.current_place, self.currentIndex().column())

    def _move(self, key: int, *, extend: bool) -> None:
        place = self.moveCursor(_MOVES[key], Qt.KeyboardModifier.NoModifier).row()
        if not extend:
            self.go_to(place)
            return
        rows, step = self.criteria.rows, 1 if place >= self.current_place else -1
        while 0 <= place < len(rows) and isinstance(head := rows[place], SectionRow) and not head.folded:
            place += step
        if 0 <= place < len(rows):
            self.choice.extend_to(place, self.rating_index(place).column())

    def _own_key(self, key: int, text: str, *, held: bool) -> bool:
        if (text and text in "0123456789,.") or key in _CLEAR or key in COMMANDS:
            # A key that is held down must not rate a whole section.
            if not held:
                self._rate(key, text)
        elif key in _ENTER:
            self.passed.emit()
        elif key == Qt.Key.Key_B:
            self.evidence_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif key == Qt.Key.Key_Space:
            self._open_or_fold()
        elif key == Qt.Key.Key_Escape:
            return self.choice.clear()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_current(key == Qt.Key.Key_Left)
        else:
            return False
        return True

    def _rate(self, key: int, text: str) -> None:
        if key in _CLEAR:
            self.cleared.emit()
        elif key in COMMANDS:
            self.command_wanted.emit(COMMANDS[key])
        else:
            self.key_typed.emit(text)

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
        held = event.modifiers()
        choosing = bool(held & (_SHIFT | _CTRL))
        self._pressed = index if event.button() == Qt.MouseButton.LeftButton and not choosing else QModelIndex()
        if index.isValid():
            column = self.rating_index(index.row()).column()
            if held & _SHIFT:
                self.choice.extend_to(index.row(), column)
            elif held & _CTRL:
                self.choice.toggle(index.row(), column)
            elif event.button() == Qt.MouseButton.LeftButton or not self.selectionModel().isSelected(index):
                self.choice.clear()
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
            right = self._code.score_right()
            on_score = right - self._code.widths[1] - 4 <= point.x() <= right + 4
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit()

    def below_current(self) -> QPoint:
        """Where a menu for the current cell opens, on the screen."""
        rect = self.cell_rect(self.currentIndex())
        return self.mapToGlobal(QPoint(rect.left(), rect.bottom() + 1))

    def section_rect(self, code: str) -> QRect:
        """Where the score of a section's head stands in this widget."""
        place = self.criteria.section_place(code)
        rect = self.cell_rect(self.rating_index(place))
        right = self._code.score_right() + rect.left()
        return QRect(right - self._code.widths[1], rect.top(), self._code.widths[1], rect.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.criteria.rows and self.criteria.sheet is not None:
            painter = QPainter(self.viewport())
            painter.setFont(role_font())
            painter.setPen(theme_of(self).text2)
            rect = self.viewport().rect().adjusted(16, 24, -16, 0)
            nothing = self._language.gettext("No criterion belongs to this filter.")
            painter.drawText(rect, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, nothing)
            painter.end()

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


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]
