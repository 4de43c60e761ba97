"""The table of the mapping between two versions: its cells, its columns, its keys."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from covenant_monitor.domain.model import Relation
from covenant_monitor_ui.models.version_mapping import Column, MappingModel, Row
from covenant_monitor_ui.theme import Theme, role_font, scaled, text_width
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate, Index, NumberDelegate, WrapDelegate

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_PLAIN_KEYS = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
_MOST_CODE = 112
_SIGNS = {
    Relation.SAME: "=",
    Relation.REWORDED: "\N{ALMOST EQUAL TO}",
    Relation.SPLIT: "<",
    Relation.MERGED: ">",
    Relation.NEW: "+",
    Relation.DROPPED: "\N{MULTIPLICATION SIGN}",
}
"""A sign beside the word, so that the relations are told apart at a glance."""
_SIGN_ROOM = 18


class RelationDelegate(CellDelegate):
    """The relation as a sign and a word; what stayed the same is quiet."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        model = index.model()
        row = model.row(index) if isinstance(model, MappingModel) else None
        if row is None:
            return
        same = row.match.relation is Relation.SAME
        painter.setPen(theme.text2 if same else theme.text)
        painter.setFont(role_font("body" if same else "heading", True))
        painter.drawText(rect, _LEFT, _SIGNS[row.match.relation])
        self.draw_text(painter, rect.adjusted(scaled(_SIGN_ROOM), 0, 0, 0), row.texts[Column.RELATION], _LEFT)


class MappingTable(DataTable):
    """The matches of a mapping. Letters change the current one."""

    asked = Signal(str)
    """What is to be done with the current match: "relation", "link", "split", "merge", "drop" or "new"."""
    chosen = Signal()
    """Another match is current."""

    KEYS: ClassVar = {
        int(Qt.Key.Key_R): "relation",
        int(Qt.Key.Key_L): "link",
        int(Qt.Key.Key_Return): "link",
        int(Qt.Key.Key_Enter): "link",
        int(Qt.Key.Key_S): "split",
        int(Qt.Key.Key_M): "merge",
        int(Qt.Key.Key_D): "drop",
        int(Qt.Key.Key_Delete): "drop",
        int(Qt.Key.Key_N): "new",
    }

    def __init__(self, name: str, model: MappingModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=24, row=40)
        self.mapping = model
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        delegates: dict[Column, CellDelegate] = {
            Column.OLD_CODE: CellDelegate(self, secondary=True, tabular=True),
            Column.OLD_TEXT: WrapDelegate(self),
            Column.RELATION: RelationDelegate(self),
            Column.NEW_CODE: CellDelegate(self, secondary=True, tabular=True),
            Column.NEW_TEXT: WrapDelegate(self),
            Column.SIMILARITY: NumberDelegate(self, secondary=True),
        }
        for column, delegate in delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        model.modelReset.connect(self.fit_columns)
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.chosen.emit())

    @property
    def current_row(self) -> Row | None:
        """The match that is current."""
        return self.mapping.row(self.currentIndex())

    def select(self, *, before: str = "", after: str = "") -> bool:
        """Make the match of a criterion current; whether it is shown."""
        row = self.mapping.row_of(before=before, after=after)
        if row >= 0:
            self.setCurrentIndex(self.mapping.index(row, Column.RELATION))
        return row >= 0

    def select_near(self, row: int) -> None:
        """Make the match in a row current, or the last one."""
        last = self.mapping.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.mapping.index(max(0, min(row, last)), Column.RELATION))

    def fit_columns(self) -> None:
        """Codes, relation and likeness get what they need; the two texts share the rest."""
        rows = self.mapping.rows
        widths = {}
        for column in (Column.OLD_CODE, Column.RELATION, Column.NEW_CODE, Column.SIMILARITY):
            role = "heading" if column is Column.RELATION else "body"
            widest = max((text_width(text, role, True) for text in {row.texts[column] for row in rows}), default=0.0)
            head = text_width(str(self.mapping.headerData(column, Qt.Orientation.Horizontal) or ""), "strong")
            widths[column] = round(max(widest, head)) + 2 * PADDING + 2
        widths[Column.RELATION] += scaled(_SIGN_ROOM)
        for column in (Column.OLD_CODE, Column.NEW_CODE):
            widths[column] = min(widths[column], scaled(_MOST_CODE))
        widths[Column.OLD_CODE] += self.edge - PADDING
        room = max(64, self.viewport().width() - sum(widths.values()))
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.OLD_TEXT, room // 2)
        self.setColumnWidth(Column.NEW_TEXT, room - room // 2)

    def event(self, event: QEvent) -> bool:
        # Del means something here before it means something to the window.
        if event.type() == QEvent.Type.ShortcutOverride and self._asked(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = self._asked(event)
        if asked and not event.isAutoRepeat():
            self.asked.emit(asked)
        elif asked is None:
            super().keyPressEvent(event)

    def _asked(self, event: QEvent) -> str | None:
        if not isinstance(event, QKeyEvent) or event.modifiers() & ~_PLAIN_KEYS:
            return None
        return self.KEYS.get(event.key())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click links, as Enter does."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.asked.emit("link")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()
