"""Type a few letters of a criterion or a participant, and go there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.models.criteria import criterion_text
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.theme import scaled, set_surface
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE, ListDelegate
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.topbar import SearchField

MOST = 10
_WIDTH, _ROW = 520, 32
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_PageUp): -5, int(Qt.Key.Key_PageDown): 5}


@dataclass(frozen=True, slots=True)
class Goal:
    """A place to go to: a criterion, or a participant (`is_party`), with its text and what is searched in."""

    code: str
    text: str
    is_party: bool
    searched: str


def goals_of(shown: ParticipantSheet, language: Language) -> list[Goal]:
    """Every criterion of the framework and every participant of the round."""

    def folded(text: str) -> str:
        return language.sort_key(text)[0]

    found = []
    for code, criterion in shown.place.framework.criteria.items():
        text = criterion_text(criterion, language)
        found.append(Goal(code, f"{code}  {text}", False, folded(f"{code} {text}")))
    for standing in shown.place.standings.values():
        party = standing.party
        found.append(Goal(party.code, party.name, True, folded(f"{party.name} {party.code}")))
    return found


def matching(goals: Sequence[Goal], typed: str, language: Language) -> list[Goal]:
    """The goals that have every word typed: first those whose code or name begins so, then in their own order."""
    words = language.sort_key(typed)[0].split()
    wanted = " ".join(words)  # a lone accent leaves nothing but a space
    found = [goal for goal in goals if all(word in goal.searched for word in words)]
    if not wanted:
        return found[:MOST]

    def distance(goal: Goal) -> int:
        if language.sort_key(goal.code)[0] == wanted:
            return 0
        if goal.searched.startswith(wanted) or language.sort_key(goal.code)[0].startswith(wanted):
            return 1
        return 2 if f" {words[0]}" in goal.searched else 3

    return sorted(found, key=distance)[:MOST]


class FindField(SearchField):
    """The field itself: arrows move in the list below, Enter goes, Esc leaves at once."""

    stepped = Signal(int)
    submitted = Signal()
    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _STEPS:
            self.stepped.emit(_STEPS[event.key()])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.abandoned.emit()


class FindBox(QFrame):
    """The field with its list, over the grid. `chosen` is a `Goal`; `left` that nothing was chosen."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._goals: list[Goal] = []
        self._found: list[Goal] = []
        self._at = 0, 0, scaled(_WIDTH)
        set_surface(self, "panel")
        self.field = FindField(_("Criterion or participant"))
        self.list = EntryList(_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStandardItemModel(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ListDelegate(self.list, row=_ROW))
        set_surface(self.list, "base")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(self._step)
        self.field.submitted.connect(self._submit)
        self.field.left.connect(self.dismiss)
        self.field.abandoned.connect(self.hide)
        self.list.pressed.connect(self._pressed)
        self.hide()

    @property
    def found(self) -> Sequence[Goal]:
        """What the list shows."""
        return self._found

    def open(self, goals: Sequence[Goal]) -> None:
        """Ask where to go, over the top of the parent."""
        self._goals = list(goals)
        self.field.clear()
        self._search("")
        self.raise_()
        self.show()
        self.field.take_focus()

    def place_over(self, left: int, top: int, room: int) -> None:
        """Stand at this place of the parent, no wider than `room`."""
        self._at = left, top, room
        width = min(scaled(_WIDTH), room - 16)
        rows = max(len(self._found), 1)
        self.list.setFixedHeight(rows * scaled(_ROW) + 2)
        self.setGeometry(left + (room - width) // 2, top, width, self.sizeHint().height())

    def dismiss(self) -> None:
        """Close it without going anywhere."""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def _search(self, typed: str) -> None:
        _ = self._language.gettext
        self._found = matching(self._goals, typed, self._language)
        self._model.clear()
        for goal in self._found:
            item = QStandardItem(goal.text[:200])
            item.setEditable(False)
            item.setToolTip(plain_tip(goal.text[:500]))
            item.setData(_("participant") if goal.is_party else "", NOTE_ROLE)
            self._model.appendRow(item)
        if not self._found:
            item = QStandardItem(_("Nothing found"))
            item.setEnabled(False)
            self._model.appendRow(item)
        self.list.setCurrentIndex(self._model.index(0, 0) if self._found else QModelIndex())
        self.place_over(*self._at)

    def _step(self, step: int) -> None:
        if self._found:
            at = min(max(self.list.currentIndex().row() + step, 0), len(self._found) - 1)
            self.list.setCurrentIndex(self._model.index(at, 0))

    def _pressed(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._submit()

    def _submit(self) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self._found):
            self.hide()
            self.chosen.emit(self._found[at])
