"""What the models of tables share: rows that are only read, under heads."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
NO_PARENT: Final = QModelIndex()


class Headed(Protocol):
    """What stands over a column; `tip` says it in full where it is short."""

    @property
    def heading(self) -> str: ...
    @property
    def at_right(self) -> bool: ...
    @property
    def tip(self) -> str: ...


class Head(NamedTuple):
    """The head of a column that is no more than that."""

    heading: str
    at_right: bool = False
    tip: str = ""


def heads_of(texts: Iterable[str], at_right: Collection[int] = ()) -> tuple[Head, ...]:
    """Heads with these texts, of which those in the columns `at_right` stand over numbers."""
    return tuple(Head(text, place in at_right) for place, text in enumerate(texts))


class TableModel(QAbstractTableModel):
    """A table of rows. What it has says how many there are, and what stands over each column."""

    def line_count(self) -> int:
        """How many rows are shown."""
        raise NotImplementedError

    def heads(self) -> Sequence[Headed]:
        """What stands over the columns."""
        raise NotImplementedError

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else self.line_count()

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.heads())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        heads = self.heads()
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(heads):
            return None
        head = heads[section]
        if role == DISPLAY:
            return head.heading
        if role == ALIGNMENT:
            return RIGHT if head.at_right else LEFT
        return head.tip or None if role == TIP else None
