"""The column of participants beside their assessments: a filter, and the list by how far each is."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.models.assessment_list import AssessmentListModel
from covenant_monitor_ui.theme import scaled, set_surface
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import ListDelegate
from covenant_monitor_ui.widgets.topbar import SearchField

WIDE, NARROW = 224, 184
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Right))


class ParticipantList(EntryList):
    """The list itself. Enter or Right goes on to the criteria."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.key() == Qt.Key.Key_F1:
            event.ignore()
        else:
            super().keyPressEvent(event)


class PeopleColumn(QWidget):
    """Filter and list. `chosen` names the participant that the user went to."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, model: AssessmentListModel, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        set_surface(self, "window")
        self._model = model
        self._party = ""
        self.filter = SearchField(_("Filter"))
        self.list = ParticipantList(_("Participants of the round"))
        self.list.setModel(model)
        self._delegate = ListDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        set_surface(self.list, "window")
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._take_first)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.entered.connect(self.entered)
        self.set_narrow(narrow=False, low=False)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fit a narrow or a low window."""
        self.setFixedWidth(scaled(NARROW if narrow else WIDE))
        self._delegate.row = 28 if low else 32
        self.list.doItemsLayout()

    def show_party(self, party: str) -> None:
        """Select a participant, without a signal."""
        self._party = party
        row = self._model.row_of(party)
        self.list.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _filter(self, text: str) -> None:
        self._model.set_filter(text)
        self.show_party(self._party)

    def _take_first(self) -> None:
        """Enter in the filter goes to the first participant that it leaves."""
        shown = self._model.parties
        if shown:
            self.chosen.emit(shown[0])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current_changed(self, index: QModelIndex) -> None:
        party = self._model.party_at(index)
        if party and party != self._party:
            self.chosen.emit(party)
