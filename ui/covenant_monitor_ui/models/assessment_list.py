"""The participants of a round as a list, grouped by how far their assessment is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Framework, Status
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.language import Language
from covenant_monitor.reports.wording import status_name
from covenant_monitor_ui.widgets.delegates import HEAD_ROLE, MARK_ROLE, NOTE_ROLE
from covenant_monitor_ui.widgets.shapes import draft_mark

ORDER: tuple[Status | None, ...] = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.ASSESSED,
    Status.REVIEWED,
    None,
    Status.FINAL,
)
"""What is being worked on stands first, what is done last; None is not begun."""


class Whose(StrEnum):
    """Which participants are listed."""

    ALL = "all"
    MINE = "mine"
    NOT_BEGUN = "not_begun"
    RETURNED = "returned"
    TO_REVIEW = "to_review"


Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ENTRY = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a participant, or (`party` "") the head of a group."""

    party: str
    status: Status | None
    text: str
    note: str = ""
    mark: str = ""
    spoken: str = ""


class AssessmentListModel(QAbstractListModel):
    """The standings of a round under a head for every status that occurs. Heads cannot be chosen."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._framework: Framework | None = None
        self._standings: dict[str, Standing] = {}
        self._applying: dict[tuple[int, str], int] = {}
        self._filter = ""
        self._whose = Whose.ALL
        self._user = ""
        self._returned: frozenset[str] = frozenset()
        self._with_counts = True
        self._entries: list[Entry] = []

    @property
    def entries(self) -> Sequence[Entry]:
        """The rows as they are shown."""
        return self._entries

    @property
    def parties(self) -> list[str]:
        """The codes of the participants shown, in order."""
        return [entry.party for entry in self._entries if entry.party]

    def show_standings(
        self,
        standings: Iterable[Standing],
        framework: Framework | None,
        *,
        user: str = "",
        returned: frozenset[str] = frozenset(),
    ) -> None:
        """Show the participants of a round; `framework` says how many criteria apply to those not begun.

        `user` is whose participants are "mine"; `returned` are those whose assessment came back with remarks.
        """
        self._framework = framework
        self._user, self._returned = user, returned
        self._applying = {}
        self._standings = {standing.party.code: standing for standing in standings}
        self._rebuild()

    def show_standing(self, standing: Standing) -> bool:
        """Show how one participant stands now; whether the rows have moved (a reset), because its status changed."""
        before = self._standings.get(standing.party.code)
        self._standings[standing.party.code] = standing
        row = self.row_of(standing.party.code)
        if row < 0 or before is None or before.status is not standing.status:
            self._rebuild()
            return True
        entry = self._entry(standing)
        if entry != self._entries[row]:
            self._entries[row] = entry
            index = self.index(row)
            self.dataChanged.emit(index, index)
        return False

    def set_filter(self, text: str) -> None:
        """Only participants whose name or code has `text` in it, whatever the case and accents."""
        wanted = self._language.sort_key(text.strip())[0]
        if wanted != self._filter:
            self._filter = wanted
            self._rebuild()

    @property
    def whose(self) -> Whose:
        """Which participants are listed."""
        return self._whose

    def set_whose(self, whose: Whose) -> None:
        """List these participants only."""
        if whose is not self._whose:
            self._whose = whose
            self._rebuild()

    def count(self, whose: Whose) -> int:
        """How many participants there are of these."""
        return sum(self._belongs(standing, whose) for standing in self._standings.values())

    def _belongs(self, standing: Standing, whose: Whose) -> bool:
        if whose is Whose.MINE:
            return any(same_person(name, self._user) for name in (standing.assessor, standing.reviewer))
        if whose is Whose.NOT_BEGUN:
            return standing.status is None
        if whose is Whose.RETURNED:
            return standing.party.code in self._returned
        return whose is Whose.ALL or standing.status is Status.ASSESSED

    def begins_with(self, typed: str, after: str) -> str:
        """The participant after `after`, round the end, of whose name a word, or whose code, begins so; "" for none."""
        wanted = self._language.sort_key(typed)[0]
        shown = self.parties
        start = shown.index(after) if after in shown else 0
        for party in [*shown[start:], *shown[:start]]:
            key = self._language.sort_key
            texts = [key(self._standings[party].party.name)[0], key(party)[0]]
            if any(text.startswith(wanted) or f" {wanted}" in text for text in texts):
                return party
        return ""

    def show_counts(self, shown: bool) -> None:
        """Whether counts stand beside the names; in a narrow list they would stand beside some only."""
        if shown != self._with_counts:
            self._with_counts = shown
            if self._entries:
                self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def party_at(self, index: Index) -> str:
        """The code of the participant in a row; "" for a head or no row."""
        return self._entries[index.row()].party if index.isValid() else ""

    def row_of(self, party: str) -> int:
        """The row of a participant; -1 where it is not shown."""
        return next((row for row, entry in enumerate(self._entries) if party and entry.party == party), -1)

    def neighbour(self, party: str, step: int) -> str:
        """The participant `step` places further in the list; the same one at its end, the first of an unknown one."""
        shown = self.parties
        if party not in shown:
            return shown[0] if shown else party
        return shown[min(max(shown.index(party) + step, 0), len(shown) - 1)]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _ENTRY if self._entries[index.row()].party else Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == _DISPLAY:
            return entry.text
        if role == MARK_ROLE:
            return entry.mark
        if role == NOTE_ROLE:
            return entry.note if self._with_counts or not entry.party else ""
        if role == HEAD_ROLE:
            return not entry.party
        if role == _SPOKEN:
            return entry.spoken
        return None

    def _rebuild(self) -> None:
        self.beginResetModel()
        shown = [
            standing
            for standing in self._standings.values()
            if self._belongs(standing, self._whose)
            and self._filter in self._language.sort_key(f"{standing.party.name} {standing.party.code}")[0]
        ]
        shown.sort(key=lambda standing: self._language.sort_key(standing.party.name))
        self._entries = []
        for status in ORDER:
            group = [standing for standing in shown if standing.status is status]
            if group:
                self._entries.append(self._head(status, len(group)))
                self._entries += [self._entry(standing) for standing in group]
        self.endResetModel()

    def _head(self, status: Status | None, n: int) -> Entry:
        name, count = status_name(status, self._language), self._language.number(n, 0)
        return Entry("", status, name, count, spoken=f"{name} {count}")

    def _entry(self, standing: Standing) -> Entry:
        _ = self._language.gettext
        status = standing.status
        rated, of = self._rated(standing)
        number = self._language.number
        counted = status in (Status.DRAFT, None) and of > 0
        said = _("rated {done} of {all}").format(done=number(rated, 0), all=number(of, 0)) if of else ""
        return Entry(
            party=standing.party.code,
            status=status,
            text=standing.party.name,
            note=f"{number(rated, 0)}/{number(of, 0)}" if counted else "",
            mark=_mark(status, rated, of),
            spoken=", ".join(filter(None, (standing.party.name, status_name(status, self._language), said))),
        )

    def _rated(self, standing: Standing) -> tuple[int, int]:
        if standing.score is not None:
            return standing.score.rated, standing.score.applicable
        key = standing.participation_year, standing.party.group
        if key not in self._applying:
            sections = applicable(self._framework, *key) if self._framework else ()
            self._applying[key] = sum(len(criteria) for _section, criteria in sections)
        return 0, self._applying[key]


def _mark(status: Status | None, rated: int, of: int) -> str:
    if status is None:
        return "not_begun"
    return draft_mark(rated / of if of else 0) if status is Status.DRAFT else status.value
