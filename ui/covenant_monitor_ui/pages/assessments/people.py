"""The column of participants beside their assessments: a filter, and the list by how far each is."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.models.assessment_list import AssessmentListModel, Whose
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import ListDelegate
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.layout import in_column
from covenant_monitor_ui.widgets.topbar import SearchField

WIDE, NARROW = 224, 184
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Right))


_TYPED_MS = 1000
"""Letters typed within this time belong together."""


class ParticipantList(EntryList):
    """The list itself. Enter or Right goes on to the criteria; letters go to the participant that begins so."""

    entered = Signal()
    typed = Signal(str)
    """What was typed since the last pause."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._letters = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPED_MS)
        self._pause.timeout.connect(self._forget)

    def _forget(self) -> None:
        self._letters = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        elif self._is_for_the_page(event):
            event.ignore()
        elif event.text().strip() or (event.text() == " " and self._letters):
            self._letters += event.text()
            self._pause.start()
            self.typed.emit(self._letters)
        else:
            super().keyPressEvent(event)

    def _is_for_the_page(self, event: QKeyEvent) -> bool:
        command = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or event.key() == Qt.Key.Key_F1
        return command or (not self._letters and event.text() in ("/", "?"))


class PeopleColumn(QWidget):
    """Filter and list. `chosen` names the participant that the user went to."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, model: AssessmentListModel, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        set_surface(self, "window")
        self._model = model
        self._language = language
        self._party = ""
        self.filter = SearchField(_("Filter"))
        self.whose = FilterTabs(_("Which participants"), _("More filters"))
        self.list = ParticipantList(_("Participants of the round"))
        self.list.setModel(model)
        self._delegate = ListDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        set_surface(self.list, "window")
        self.nobody = text_label(_("No participant belongs to this filter."), "note", wrap=True)
        self.nobody.setContentsMargins(12, 8, 12, 8)
        self.nobody.hide()
        model.modelReset.connect(lambda: self.nobody.setVisible(model.rowCount() == 0))
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 4)
        top.setSpacing(4)
        top.addWidget(self.filter)
        top.addWidget(self.whose)
        column = in_column(self)
        column.addLayout(top)
        column.addWidget(self.nobody)
        column.addWidget(self.list, 1)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._take_first)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.list.entered.connect(self.entered)
        self.list.typed.connect(self._jump)
        self.whose.chosen.connect(self.choose_whose)
        self.set_narrow(narrow=False, low=False)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fit a narrow or a low window."""
        self.setFixedWidth(scaled(NARROW if narrow else WIDE))
        self._delegate.row = 28 if low else 32
        self.list.doItemsLayout()

    def show_tabs(self) -> None:
        """Show which participants can be listed, with how many there are."""
        _, number = self._language.gettext, self._language.number
        names = {
            Whose.ALL: _("All"),
            Whose.MINE: _("Mine"),
            Whose.NOT_BEGUN: _("Not begun"),
            Whose.RETURNED: _("Returned"),
            Whose.TO_REVIEW: _("To review"),
        }
        counts = {one: self._model.count(one) for one in Whose}
        offered = [one for one in Whose if counts[one] or one in (Whose.ALL, Whose.MINE, self._model.whose)]
        self.whose.set_tabs([(one.value, names[one], number(counts[one], 0)) for one in offered])
        self.whose.set_current(self._model.whose)

    def choose_whose(self, whose: str) -> None:
        """List these participants only."""
        self._model.set_whose(Whose(whose))
        self.show_tabs()
        self.show_party(self._party)

    def _jump(self, typed: str) -> None:
        """To the participant that begins with what was typed; more letters may stay at the one that it is at."""
        at = self._party if len(typed) > 1 else self._model.neighbour(self._party, 1)
        party = self._model.begins_with(typed, at)
        if party:
            self.list.setCurrentIndex(self._model.index(self._model.row_of(party)))

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
