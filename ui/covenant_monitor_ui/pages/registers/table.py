"""The tables of the registers page: entries, and proposed actions with a box each. Their widths and their keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.models.participants import Column
from covenant_monitor_ui.models.registers import TICK_ROLE, FoundLine, FoundModel, TickedModel
from covenant_monitor_ui.pages.participants.table import (
    EDGE,
    NameDelegate,
    PlainOutcomeDelegate,
    QuietDelegate,
    QuietNumberDelegate,
)
from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import (
    MARK_ROLE,
    PADDING,
    Index,
    RatingDelegate,
    StatusDelegate,
    WrapDelegate,
)
from covenant_monitor_ui.widgets.shapes import MARK_SIZE

_SORT_ARROW, _MARK_ROOM = 14, MARK_SIZE + 7
_SHARES: Final = {"title": 5, "criterion": 6, "tick": 3, "party": 3, "about": 2, "owner": 2}
"""How the columns that may be long share what the others leave, or lack."""
_LEAST: Final = {"title": 240, "criterion": 200, "tick": 152, "party": 112, "about": 64, "owner": 88}
_HIDDEN_FIRST = ("about", "owner", "theme")
_WIDEST_NAME = 200
_MEASURED = 48
_SORT_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ORDERS: Final = {
    int(Qt.Key.Key_Up): Qt.SortOrder.AscendingOrder,
    int(Qt.Key.Key_Down): Qt.SortOrder.DescendingOrder,
}
_ENTRY_KEYS: Final = {
    int(Qt.Key.Key_F2): "edit",
    int(Qt.Key.Key_Insert): "add",
    int(Qt.Key.Key_Delete): "remove",
    int(Qt.Key.Key_F7): "history",
    int(Qt.Key.Key_Space): "menu",
    int(Qt.Key.Key_Q): "ask",
    int(Qt.Key.Key_G): "go",
    int(Qt.Key.Key_1): "status:1",
    int(Qt.Key.Key_2): "status:2",
    int(Qt.Key.Key_3): "status:3",
    int(Qt.Key.Key_4): "status:4",
}
_PROPOSAL_KEYS: Final = {
    int(Qt.Key.Key_Space): "tick",
    int(Qt.Key.Key_Delete): "decline",
    int(Qt.Key.Key_A): "accept",
    int(Qt.Key.Key_Insert): "accept",
    int(Qt.Key.Key_G): "go",
}
_BOX = 16
_BOX_ROOM = _BOX + 8


class TickDelegate(NameDelegate):
    """A box, ticked or not, and a name."""

    def paint_cell(self, painter: QPainter, rect: QRect, index: Index, theme: Theme, selected: bool) -> None:
        ticked = index.data(TICK_ROLE) == Qt.CheckState.Checked.value
        box = QRectF(rect.left(), rect.top() + (rect.height() - _BOX) // 2, _BOX, _BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent if ticked else theme.border, 1))
        painter.setBrush(theme.accent if ticked else theme.base)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if ticked:
            paint_icon(painter, box.left(), box.top(), "check", theme.on_accent, _BOX)
        super().paint_cell(painter, rect.adjusted(_BOX_ROOM, 0, 0, 0), index, theme, selected)


class StateDelegate(StatusDelegate):
    """The status of an entry; what is closed is quieter."""

    def ink(self, mark: str, theme: Theme) -> QColor:
        return theme.text2 if mark in ("achieved", "none") else theme.text


class RegisterTable(DataTable):
    """Rows of a `FoundModel`. What a key means is told by `command_wanted`; Enter is `activated`."""

    command_wanted = Signal(str)

    def __init__(
        self, name: str, model: FoundModel, keys: dict[int, str], parent: QWidget | None = None, *, row: int = 36
    ) -> None:
        super().__init__(name, parent, edge=EDGE, row=row)
        self.lines = model
        self._keys = keys
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        # A third click on a head gives back the order in which entries are worked through.
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(lambda *_sorting: self.scrollToTop())
        self._delegates = {
            "title": NameDelegate(self, strong_when_selected=True),
            "party": QuietDelegate(self),
            "due": PlainOutcomeDelegate(self),
            "status": StateDelegate(self),
            "rating": RatingDelegate(self),
            "tick": TickDelegate(self),
            "criterion": WrapDelegate(self),
        }
        self._plain, self._number = QuietDelegate(self), QuietNumberDelegate(self)

    @property
    def current_line(self) -> FoundLine | None:
        """The line that is selected."""
        index = self.currentIndex()
        line = self.lines.shown[index.row()] if index.isValid() else None
        return line if isinstance(line, FoundLine) else None

    def dress(self) -> None:
        """Give the columns that there are by now their delegates and widths."""
        for place, column in enumerate(self.lines.columns):
            other = self._number if column.at_right else self._plain
            self.setItemDelegateForColumn(place, self._delegates.get(column.key, other))
        self.fit_columns()

    def select(self, key: tuple[str, ...], column: int = 0) -> bool:
        """Select a line; whether there is one."""
        place = self.lines.place(key)
        if place < 0:
            return False
        index = self.lines.index(place, max(0, min(column, len(self.lines.columns) - 1)))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def select_place(self, place: int) -> None:
        """Select a row, or the last one where there are fewer."""
        if self.lines.shown:
            self.setCurrentIndex(self.lines.index(max(0, min(place, len(self.lines.shown) - 1)), 0))

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Sort, and show so in the column's head; column -1: the order in which they are worked through."""
        self.horizontalHeader().setSortIndicator(column, order)

    def fit_columns(self) -> None:
        """Every column as wide as what it shows; those with long texts share what is left or lacking."""
        columns = self.lines.columns
        widths = {place: self._fitting(place) for place in range(len(columns))}
        least = {place: scaled(_LEAST[column.key]) for place, column in enumerate(columns) if column.key in _LEAST}
        room = self.viewport().width()
        shown = dict(widths)

        def lacks() -> bool:
            return sum(min(width, least.get(at, width)) for at, width in shown.items()) > room

        for key in _HIDDEN_FIRST:
            place = next((place for place, column in enumerate(columns) if column.key == key), -1)
            if lacks():
                shown.pop(place, None)
        if lacks():
            least = {at: width * 2 // 3 for at, width in least.items()}
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in shown)
        for place, width in self._shared(shown, least, room).items():
            self.setColumnWidth(place, width)

    def _shared(self, widths: dict[int, int], least: dict[int, int], room: int) -> dict[int, int]:
        """The widths when what is left over is shared out, and what is lacking is taken from the longest."""
        spare = room - sum(widths.values())
        shares = {at: _SHARES[self.lines.columns[at].key] for at in widths if at in least}
        if spare >= 0:
            left, weight = spare, sum(shares.values())
            for place, share in shares.items():
                more = left * share // weight
                widths[place] += more
                left, weight = left - more, weight - share
            return widths
        lacking = -spare
        while lacking > 0:
            place = max(shares, key=lambda at: widths[at] - least[at], default=-1)
            if place < 0 or widths[place] <= least[place]:
                break
            taken = min(lacking, max(1, (widths[place] - least[place]) // 2))
            widths[place] -= taken
            lacking -= taken
        return widths

    def _fitting(self, place: int) -> int:
        column = self.lines.columns[place]
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading) + _SORT_ARROW
        metrics = self._metrics(column)
        cells = {line.cells[place] for line in self.lines.shown}
        longest = sorted(cells, key=lambda cell: -len(cell.text))[:_MEASURED]
        widest = max((metrics.horizontalAdvance(cell.text) for cell in longest), default=0)
        if column.key in ("party", "owner", "about", "theme", "tick"):
            widest = min(widest, scaled(_WIDEST_NAME))
        marked = _MARK_ROOM if any(cell.mark for cell in cells) else 0
        boxed = _BOX_ROOM if column.key == "tick" else 0
        edge = EDGE if place == 0 else PADDING
        return max(heading, widest + marked + boxed) + edge + PADDING + 1

    @staticmethod
    def _metrics(column: Column) -> QFontMetrics:
        """Of the widest font in a column: a title is semi-bold when it is selected, a day when it is past."""
        return QFontMetrics(role_font("heading" if column.key in ("title", "due") else "body", column.at_right))

    def is_own_key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == _SORT_KEYS:
            return event.key() in _ORDERS
        return modifiers == Qt.KeyboardModifier.NoModifier and event.key() in self._keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_own_key(event):
            super().keyPressEvent(event)
        elif event.key() in _ORDERS:
            self.sort_by(max(0, self.currentIndex().column()), _ORDERS[event.key()])
        elif not event.isAutoRepeat():  # a key that is held down must not do it to one row after another
            self.command_wanted.emit(self._keys[event.key()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid() and int(Qt.Key.Key_Space) in self._keys:
            self.command_wanted.emit("menu")

    def tip(self, index: QModelIndex) -> str:
        """What a cell's tool tip says: more about it, and the whole text where that does not fit."""
        if not index.isValid():
            return ""
        more = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        text = str(index.data())
        marked = _MARK_ROOM if index.data(MARK_ROLE) else 0
        edge = EDGE if index.column() == 0 else PADDING
        room = self.columnWidth(index.column()) - edge - PADDING - marked
        needed = self._metrics(self.lines.columns[index.column()]).horizontalAdvance(text)
        whole = text if needed > room else ""
        return "\n".join(filter(None, (whole, more)))


def entry_table(name: str, model: FoundModel) -> RegisterTable:
    """The table of one register."""
    return RegisterTable(name, model, _ENTRY_KEYS)


class ProposalTable(RegisterTable):
    """Proposed actions: Space or a click on the box ticks, Shift+Space all of a participant, Ctrl+A all shown."""

    def __init__(self, name: str, model: TickedModel, parent: QWidget | None = None) -> None:
        super().__init__(name, model, _PROPOSAL_KEYS, parent, row=40)
        self.ticks = model
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, line = event.modifiers(), self.current_line
        if event.key() == Qt.Key.Key_A and held == Qt.KeyboardModifier.ControlModifier:
            self.ticks.toggle([one.key for one in self.lines.shown])
        elif event.key() == Qt.Key.Key_Space and held == Qt.KeyboardModifier.ShiftModifier and line is not None:
            self.ticks.toggle([one.key for one in self.lines.shown if one.key[0] == line.key[0]])
        elif event.key() == Qt.Key.Key_Space and line is not None:
            self.ticks.toggle([line.key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid() and index.column() == 0 and point.x() < EDGE + _BOX_ROOM:
            self.ticks.toggle([self.lines.shown[index.row()].key])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the box the second press of a double click is a press like any other."""
        if event.position().x() < EDGE + _BOX_ROOM:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)
