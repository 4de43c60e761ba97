"""Tables of figures with columns of their own: the model shows one at a time, sorted as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from covenant_monitor_ui.models.participants import QUIET_ROLE, Cell, Column
from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, TIP, Headed, Index, TableModel
from covenant_monitor_ui.widgets.delegates import DIFFERS_ROLE, MARK_ROLE, NOTE_ROLE


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is about, and a cell per column. A `quiet` one is shown in the secondary colour."""

    key: tuple[str, ...]
    cells: tuple[Cell, ...]
    quiet: bool = False


class LinesModel(TableModel):
    """Lines under columns; both may be others from one moment to the next."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._given: list[Line] = []
        self._shown: list[Line] = []

    @property
    def shown(self) -> Sequence[Line]:
        """The lines in the order in which they are shown."""
        return self._shown

    def set_table(self, columns: Sequence[Column], lines: Sequence[Line]) -> None:
        """Show other lines under other columns, in the order given."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._given = list(lines)
        self._shown = list(lines)
        self.endResetModel()

    def place(self, key: tuple[str, ...]) -> int:
        """Which row shows this line; -1 where none does."""
        return next((place for place, line in enumerate(self._shown) if line.key == key), -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what has no value comes last either way. Column -1: the order given."""
        lines = list(self._given)
        if 0 <= column < len(self.columns):
            there = [(key, line) for line in lines if (key := line.cells[column].key) is not None]
            there.sort(key=lambda pair: pair[0], reverse=order is Qt.SortOrder.DescendingOrder)
            lines = [line for _key, line in there] + [line for line in lines if line.cells[column].key is None]
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        keys = [self._shown[index.row()].key for index in old]
        self._shown = lines
        new = [self.index(self.place(key), index.column()) for key, index in zip(keys, old, strict=True)]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def as_text(self) -> str:
        """Headings and lines with tabs between, as a spreadsheet takes them."""
        rows = [[column.heading for column in self.columns]]
        rows += [[_plain(cell) for cell in line.cells] for line in self._shown]
        return "\n".join("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)

    def line_count(self) -> int:
        return len(self._shown)

    def heads(self) -> Sequence[Headed]:
        return self.columns

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        line = self._shown[index.row()]
        cell = line.cells[index.column()]
        if role == DISPLAY:
            return cell.text
        if role == SPOKEN:
            return _plain(cell)
        if role == MARK_ROLE:
            return cell.mark
        if role == NOTE_ROLE:
            return cell.note
        if role == DIFFERS_ROLE:
            return False
        if role == QUIET_ROLE:
            return line.quiet
        if role == TIP:
            return cell.tip or None
        return None


def _plain(cell: Cell) -> str:
    return f"{cell.text} {cell.note}".strip()
