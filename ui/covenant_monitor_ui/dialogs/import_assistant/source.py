"""The first step of the import assistant: which sheet, and which of its rows has the headings."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.exchange.addresses import column_letters
from covenant_monitor_ui.dialogs.import_assistant.table import TextTable
from covenant_monitor_ui.dialogs.import_assistant.work import Work, shown
from covenant_monitor_ui.models.assistant import TextRows
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_MOST_ROWS, _MOST_COLUMNS = 60, 40


class SourceStep(QWidget):
    """The sheets of a source, and the top of the one that is chosen. The selected row is that of the headings."""

    sheet_chosen = Signal(object)
    row_chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = session.language
        _ = session.language.gettext
        self._numbers: list[int] = []
        self._filling = False
        self.sheets = LabelledCombo(_("Sheet"))
        self.file = ElidedLabel("", "heading")
        self.note = ElidedLabel("", "secondary")
        self.model = TextRows(self)
        self.table = TextTable(_("The top of the sheet; the row with the headings is selected"), self.model)
        top = QHBoxLayout()
        top.setContentsMargins(24, 8, 24, 8)
        top.setSpacing(16)
        top.addWidget(self.file)
        top.addWidget(self.sheets)
        top.addWidget(self.note)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        asked = text_label(_("Select the row that has the headings of the columns."), "secondary")
        asked.setContentsMargins(24, 0, 24, 8)
        column.addWidget(asked)
        column.addWidget(self.table, 1)
        self.sheets.activated.connect(lambda place: self.sheet_chosen.emit(self.sheets.itemData(place)))
        self.table.chosen.connect(self._row_chosen)

    def show_work(self, work: Work) -> None:
        """Show a source as it is chosen to be read."""
        _ = self._language.gettext
        self._filling = True
        self.file.show_text(work.path.name)
        with QSignalBlocker(self.sheets):
            self.sheets.clear()
            for sheet in work.sheets:
                name = _("{sheet} (hidden)").format(sheet=sheet.name) if sheet.hidden else sheet.name
                self.sheets.addItem(name, sheet.name)
            self.sheets.setCurrentIndex([sheet.name for sheet in work.sheets].index(work.sheet.name))
        self.sheets.setVisible(len(work.sheets) > 1)
        told = [finding.text(self._language) for finding in work.told]
        if work.is_remembered:
            told.insert(0, _("A table with these headings was imported before: it is read as then."))
        self.note.show_text(" ".join(told))
        rows = work.sheet.rows
        self._numbers = sorted(rows)[:_MOST_ROWS]
        if work.recipe.header_row in rows and work.recipe.header_row not in self._numbers:
            self._numbers.append(work.recipe.header_row)
        width = min(_MOST_COLUMNS, max((len(rows[number]) for number in self._numbers), default=0))
        texts = [
            [str(number), *(shown(work.sheet.cell(number, place), self._language) for place in range(width))]
            for number in self._numbers
        ]
        self.model.show_rows([_("Row"), *map(column_letters, range(width))], texts)
        if work.recipe.header_row in self._numbers:
            self.table.select_row(self._numbers.index(work.recipe.header_row))
        self._filling = False

    def _row_chosen(self) -> None:
        rows = self.table.selected_rows
        if rows and not self._filling:
            self.row_chosen.emit(self._numbers[rows[0]])

    def take_focus(self) -> None:
        """To the table: up and down choose the row."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
