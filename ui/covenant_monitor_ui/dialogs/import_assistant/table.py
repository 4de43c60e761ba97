"""The tables of the import assistant: rows of texts, as wide as what is in them, that scroll sideways."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from covenant_monitor_ui.models.assistant import MOST_SHOWN, TextRows
from covenant_monitor_ui.models.rows import ALIGNMENT, RIGHT
from covenant_monitor_ui.theme import scaled, text_width
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import PADDING, CellDelegate, NumberDelegate

_MOST, _LEAST, _LONGEST_TIP = 288, 56, 500
_MEASURED, _MEASURED_CELLS = 60, 3_000
"""How many rows decide how wide the columns are: more of them where there are few columns."""


class TextTable(DataTable):
    """Rows of texts. `several`: more than one row can be selected, as in other lists, with Shift and Ctrl."""

    chosen = Signal()
    """Another row is current, or others are selected."""

    def __init__(self, name: str, model: TextRows, parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(name, parent, edge=24, row=32)
        self._model = model
        if several:
            self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        model.modelReset.connect(self.fit_columns)
        self.selectionModel().selectionChanged.connect(lambda *_what: self.chosen.emit())

    @property
    def selected_rows(self) -> list[int]:
        """The rows that are selected, from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def select_row(self, row: int) -> None:
        """Make a row current; the last where there are not so many."""
        last = self._model.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._model.index(max(0, min(row, last)), 0))

    def fit_columns(self) -> None:
        """Each column as wide as what is in it, within reason where there is not room enough."""
        heads = self._model.heads()
        rows = self._model.rows[: max(_MEASURED, _MEASURED_CELLS // max(1, len(heads)))]
        needs = []
        for place, head in enumerate(heads):
            texts = {row[place][:MOST_SHOWN] for row in rows if place < len(row)}
            widest = max((text_width(text) for text in texts), default=0.0)
            edge = self.edge if place == 0 else PADDING
            needed = round(max(widest, text_width(head.heading, "strong"))) + edge + PADDING + 4
            needs.append(max(needed, _LEAST))
            at_right = self._model.headerData(place, Qt.Orientation.Horizontal, ALIGNMENT) == RIGHT
            self.setItemDelegateForColumn(place, self._delegate(at_right))
        widths = [min(needed, scaled(_MOST)) for needed in needs]
        room = self.viewport().width() - sum(widths)
        for place, needed in enumerate(needs):  # what is left goes to those that are cut
            more = max(0, min(room, needed - widths[place]))
            widths[place] += more
            room -= more
        if widths:
            widths[-1] += max(0, room)
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)

    def tip(self, index: QModelIndex) -> str | None:
        """The whole text of a cell that is cut."""
        row = self._model.rows[index.row()] if index.isValid() else ()
        text = row[index.column()][:_LONGEST_TIP] if index.column() < len(row) else ""
        return text if text and text_width(text) > self.columnWidth(index.column()) - 2 * PADDING else None

    def _delegate(self, at_right: bool) -> CellDelegate:
        found = self.findChild(CellDelegate, "right" if at_right else "left")
        if isinstance(found, CellDelegate):
            return found
        made = NumberDelegate(self) if at_right else CellDelegate(self)
        made.setObjectName("right" if at_right else "left")
        return made
