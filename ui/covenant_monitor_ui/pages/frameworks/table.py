"""The table of a framework version: its sections with their criteria under them, its columns and its keys."""

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.frameworks import Column, FrameworkModel, Kind, Place, Row
from covenant_monitor_ui.theme import Theme, role_font, scaled, text_width, theme_of
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate, Index, NumberDelegate, WrapDelegate
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_LEAST_TEXT, _MOST_THEME = 280, 168
_HIDDEN_FIRST = (Column.THEME, Column.WEIGHT, Column.FROM)
_PLAIN_KEYS = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
_FOLDING = (int(Qt.Key.Key_Left), int(Qt.Key.Key_Right), int(Qt.Key.Key_Space))
_OWN_KEYS = (int(Qt.Key.Key_Insert), int(Qt.Key.Key_Delete), int(Qt.Key.Key_F2))


class HeadDelegate(CellDelegate):
    """The code of a criterion; and the head of the version or of a section, which spans all columns."""

    def __init__(self, parent: DataTable) -> None:
        super().__init__(parent, secondary=True, tabular=True)
        self._table = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, FrameworkModel) else None
        if row is None or not row.is_head:
            super().paint(painter, option, index)
            return
        theme = theme_of()
        rect: QRect = option.rect
        selected = self._table.selectionModel().isSelected(index)
        hovered = self._table.hover_row == index.row()
        painter.fillRect(rect, theme.sel if selected else theme.hover if hovered else theme.alt)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.grid)
        self._paint_words(painter, rect.adjusted(self._table.edge, 0, -PADDING - 8, -1), row, theme)
        if selected and self._table.hasFocus():
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme)

    def _paint_words(self, painter: QPainter, inner: QRect, row: Row, theme: Theme) -> None:
        if row.place.kind is Kind.SECTION:
            icon = "chevron-right" if row.folded else "chevron-down"
            paint_icon(painter, inner.left() - 5, round(inner.top() + inner.height() / 2 - 8), icon, theme.text2, 16)
            inner.setLeft(inner.left() + 17)
        title, quiet = row.texts
        painter.setFont(role_font("heading"))
        painter.setPen(theme.text)
        self.draw_text(painter, inner, title, _LEFT)
        left = inner.left() + min(painter.fontMetrics().horizontalAdvance(title), inner.width()) + 16
        painter.setFont(role_font("body", True))
        painter.setPen(theme.text2)
        rest = QRect(left, inner.top(), inner.right() + 1 - left, inner.height())
        # A count is shown whole or not; the name of the version may be cut.
        whole = painter.fontMetrics().horizontalAdvance(quiet) <= rest.width()
        if whole or (row.place.kind is Kind.VERSION and rest.width() > 24):
            self.draw_text(painter, rest, quiet, _RIGHT)


class FrameworkTable(DataTable):
    """The records of one version. The current cell is the text of a criterion, or a head."""

    add_wanted = Signal()
    """A new criterion."""
    section_wanted = Signal()
    """A new section."""
    delete_wanted = Signal()
    edit_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, name: str, model: FrameworkModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, row=40)
        self.records = model
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        delegates: dict[Column, CellDelegate] = {
            Column.CODE: HeadDelegate(self),
            Column.TEXT: WrapDelegate(self),
            Column.THEME: CellDelegate(self, secondary=True),
            Column.FROM: NumberDelegate(self, secondary=True),
            Column.WEIGHT: NumberDelegate(self, secondary=True),
        }
        for column, delegate in delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        model.modelReset.connect(self._span_heads)
        self._span_heads()

    @property
    def place(self) -> Place | None:
        """The record of the current row."""
        row = self.records.row(self.currentIndex())
        return row.place if row is not None else None

    def select(self, place: Place) -> bool:
        """Make the row of a record current; whether there is one."""
        index = self._cell(self.records.row_of(place))
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def fit_columns(self) -> None:
        """Give every column what it needs, and the text the rest; where that is too little, columns hide."""
        rows = [row for row in self.records.rows if not row.is_head]
        head = [str(self.records.headerData(c, Qt.Orientation.Horizontal) or "") for c in Column]
        needed = {column: text_width(head[column], "strong") for column in Column}
        for column in (Column.CODE, Column.THEME, Column.FROM, Column.WEIGHT):
            widest = max((text_width(text, "body", True) for text in {row.texts[column] for row in rows}), default=0.0)
            needed[column] = max(needed[column], widest)
        widths = {column: round(width) + 2 * PADDING + 2 for column, width in needed.items()}
        widths[Column.CODE] += self.edge - PADDING
        widths[Column.THEME] = min(widths[Column.THEME], scaled(_MOST_THEME))
        room = self.viewport().width()
        shown = dict.fromkeys(Column, True)
        shown[Column.THEME] = any(row.texts[Column.THEME] for row in rows)
        for column in _HIDDEN_FIRST:
            taken = sum(width for c, width in widths.items() if shown[c] and c != Column.TEXT)
            if room - taken < scaled(_LEAST_TEXT):
                shown[column] = False
        taken = sum(width for c, width in widths.items() if shown[c] and c != Column.TEXT)
        for column, width in widths.items():
            self.setColumnHidden(column, not shown[column])
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.TEXT, max(32, room - taken))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self._cell(self.row_after(action))

    def is_own_key(self, event: QKeyEvent) -> bool:
        return event.key() in _OWN_KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Insert and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.section_wanted.emit()
        elif event.modifiers() & ~_PLAIN_KEYS or not self._own_key(key):
            super().keyPressEvent(event)

    def _own_key(self, key: int) -> bool:
        told = {
            int(Qt.Key.Key_Insert): self.add_wanted,
            int(Qt.Key.Key_Delete): self.delete_wanted,
            int(Qt.Key.Key_F2): self.edit_wanted,
            int(Qt.Key.Key_Return): self.edit_wanted,
            int(Qt.Key.Key_Enter): self.edit_wanted,
            int(Qt.Key.Key_M): self.move_wanted,
        }
        row = self.records.row(self.currentIndex())
        if key in told:
            told[key].emit()
        elif row is None or key not in _FOLDING or (key == Qt.Key.Key_Space and not row.is_head):
            return False
        else:
            self._fold(row, not row.folded if key == Qt.Key.Key_Space else key == Qt.Key.Key_Left)
        return True

    def _fold(self, row: Row, folded: bool) -> None:
        """Fold or unfold the section of a row; what was in it gives the current row to its head."""
        if row.place.kind is Kind.VERSION:
            return
        head = Place(Kind.SECTION, row.section)
        stays = row.place if row.is_head or not folded else head
        self.records.fold(row.section, folded)
        self.select(stays)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(self._cell(index.row()))
            row = self.records.row(index)
            on_arrow = event.position().x() < self.edge + 16
            if row is not None and row.place.kind is Kind.SECTION and on_arrow:
                self._fold(row, not row.folded)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click goes to the fields."""
        self.edit_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # With a button down the view would drag a selection over rows; here one row is chosen.
        if not event.buttons():
            super().mouseMoveEvent(event)

    def _cell(self, row: int) -> QModelIndex:
        if not 0 <= row < self.records.rowCount():
            return QModelIndex()
        return self.records.index(row, Column.CODE if self.records.rows[row].is_head else Column.TEXT)

    def _span_heads(self) -> None:
        self.clearSpans()
        for number, row in enumerate(self.records.rows):
            if row.is_head:
                self.setSpan(number, 0, 1, len(Column))
        self.fit_columns()
