"""Which rows of the grid are chosen together: ranges made with Shift, single rows marked with Ctrl, whole sections.

A row that is only current is not a choice: keys are about it alone. The head of a section stands for its criteria.
"""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPersistentModelIndex
from PySide6.QtWidgets import QTableView

from covenant_monitor_ui.models.criteria import Column, CriteriaModel, CriterionRow, SectionRow

_SELECT = QItemSelectionModel.SelectionFlag.Select
_CLEAR_AND_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_DESELECT = QItemSelectionModel.SelectionFlag.Deselect
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_NOTHING = QItemSelectionModel.SelectionFlag.NoUpdate


class RowSelection:
    """The rows of a table that are chosen together, kept in its selection model.

    Rows marked one by one stay marked while the current row moves, until Esc; a range ends when the current row moves.
    """

    def __init__(self, table: QTableView, model: CriteriaModel) -> None:
        self._table = table
        self._model = model
        self._marking = False
        self._anchor = QPersistentModelIndex()

    @property
    def _ranges(self) -> list[tuple[int, int]]:
        """First and last row of every range that is chosen."""
        selection = self._table.selectionModel().selection()
        return [(one.top(), one.bottom()) for one in map(selection.at, range(selection.count()))]

    @property
    def is_active(self) -> bool:
        """Whether more is chosen than the current row."""
        ranges = self._ranges
        return self._marking or len(ranges) > 1 or any(first < last for first, last in ranges)

    @property
    def codes(self) -> list[str]:
        """The criteria that are chosen, in order; none while only the current row is."""
        if not self.is_active:
            return []
        found: dict[str, None] = {}
        for place in sorted({row for first, last in self._ranges for row in range(first, last + 1)}):
            row = self._model.rows[place]
            codes = self._model.members(row.code) if isinstance(row, SectionRow) else [row.code]
            found |= dict.fromkeys(codes)
        return list(found)

    def go_to(self, place: int, column: int) -> None:
        """Make a row current. A range that was chosen is chosen no more; rows that were marked are."""
        index = self._model.index(place, column)
        self._anchor = QPersistentModelIndex(index)
        flags = _NOTHING if self._marking else _CLEAR_AND_SELECT | _ROWS
        self._table.selectionModel().setCurrentIndex(index, flags)

    def extend_to(self, place: int, column: int) -> None:
        """Choose everything from where the range began to a row, which becomes current."""
        if not self._anchor.isValid():
            self._anchor = QPersistentModelIndex(self._table.currentIndex())
        first = self._anchor.row() if self._anchor.isValid() else place
        low, high = sorted((first, place))
        ends = (first, place)
        chosen = QItemSelection()
        for there in range(low, high + 1):
            row = self._model.rows[there]
            # A range that only passes over the head of an open section does not mean all of that section.
            if isinstance(row, CriterionRow) or row.folded:
                self._add(chosen, there, there)
            elif there in ends:
                self._add_section(chosen, there)
        self._table.selectionModel().select(chosen, _SELECT if self._marking else _CLEAR_AND_SELECT)
        self._table.selectionModel().setCurrentIndex(self._model.index(place, column), _NOTHING)

    def toggle(self, place: int, column: int) -> None:
        """Mark a row (of a head: its section), or take its mark away; it becomes current."""
        model = self._table.selectionModel()
        if not self.is_active:
            model.clearSelection()
        self._marking = True
        index = self._model.index(place, column)
        chosen = QItemSelection()
        if isinstance(self._model.rows[place], SectionRow):
            self._add_section(chosen, place)
        else:
            self._add(chosen, place, place)
        model.select(chosen, _DESELECT if model.isSelected(index) else _SELECT)
        self._anchor = QPersistentModelIndex(index)
        model.setCurrentIndex(index, _NOTHING)
        if not model.hasSelection():
            self.clear()

    def take_all(self) -> None:
        """Choose the section of the current row; where that is chosen already, everything that is shown."""
        here = self._table.currentIndex().row()
        if here < 0:
            return
        while here > 0 and isinstance(self._model.rows[here], CriterionRow):
            here -= 1
        chosen = QItemSelection()
        self._add_section(chosen, here)
        head = self._model.rows[here]
        already = self.codes
        if already and set(self._model.members(head.code)) <= set(already):
            chosen = QItemSelection()
            self._add(chosen, 0, self._model.rowCount() - 1)
        self._marking = False
        self._table.selectionModel().select(chosen, _CLEAR_AND_SELECT)

    def clear(self) -> bool:
        """Let only the current row be chosen; whether there was more."""
        was = self.is_active
        self._marking = False
        index = self._table.currentIndex()
        if was and index.isValid():
            self._table.selectionModel().select(index, _CLEAR_AND_SELECT | _ROWS)
        return was

    def end_marking(self) -> None:
        """What was chosen has been dealt with: the next step of the current row lets go of it."""
        self._marking = False

    def _add(self, chosen: QItemSelection, first: int, last: int) -> None:
        chosen.select(self._model.index(first, 0), self._model.index(last, len(Column) - 1))

    def _add_section(self, chosen: QItemSelection, head: int) -> None:
        last = head
        while last + 1 < self._model.rowCount() and isinstance(self._model.rows[last + 1], CriterionRow):
            last += 1
        self._add(chosen, head, last)
