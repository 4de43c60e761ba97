"""The assessments page: one participant after another is rated, criterion by criterion, with the score beside it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedLayout

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.store import ledger, queries, standing_reading
from covenant_monitor.store.assessment_reading import returned_parties
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.changes import rating_row
from covenant_monitor.store.pictures import OF_ASSESSMENTS
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.record_history import show_record_history
from covenant_monitor_ui.models.assessment_list import Whose
from covenant_monitor_ui.models.criteria import CriterionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.models.registers import REGISTER_TABLES
from covenant_monitor_ui.pages.assessments.actions import Actions
from covenant_monitor_ui.pages.assessments.block import Blocks
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.evidence import Notes
from covenant_monitor_ui.pages.assessments.explain import explain_here, explain_in_grid, explain_in_panel
from covenant_monitor_ui.pages.assessments.filters import ASIDE, blind_veil, offered_filters
from covenant_monitor_ui.pages.assessments.find import Goal, goals_of
from covenant_monitor_ui.pages.assessments.jumps import jump
from covenant_monitor_ui.pages.assessments.keys import show_keys
from covenant_monitor_ui.pages.assessments.menu import grid_menu
from covenant_monitor_ui.pages.assessments.panel import Counts
from covenant_monitor_ui.pages.assessments.rating import Rater
from covenant_monitor_ui.pages.assessments.review import Reviewer
from covenant_monitor_ui.pages.assessments.sheet import (
    ParticipantSheet,
    RoundSheet,
    only_one,
    read_again,
    read_participant,
    read_round,
)
from covenant_monitor_ui.pages.assessments.view import LOW_BELOW, NARROW_BELOW, AssessmentsView
from covenant_monitor_ui.pages.assessments.words import what_is_missing
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.empty import EmptyState


class AssessmentsPage(Page):
    """Participants on the left, criteria in the middle, score and the current criterion on the right."""

    LASTING = frozenset({"filter", "whose", "panel_folded"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        set_surface(self, "window")
        self._place: RoundSheet | None = None
        self._shown: ParticipantSheet | None = None
        self._kind = AssessmentKind.SECRETARIAT
        self._party = self._criterion = ""
        self._counts: Counts = {}
        self.desk = desk = Desk(session, lambda: None if self.is_hidden else self._shown)
        self.notes, self.rater = Notes(desk), Rater(desk)
        self.blocks = Blocks(desk, self.rater)
        self.view = AssessmentsView(session.language, desk.reopen, self.notes.save_evidence, self.notes.save_mark)
        desk.attach(self.view, self._go)
        self.rater.attach()
        self.reviewer = Reviewer(desk)
        self.reviewer.attach()
        self.actions_line = Actions(desk, self.view.score.actions_line, self)
        self.empty: EmptyState | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        session, view, rater, desk = self.session, self.view, self.rater, self.desk
        view.people.chosen.connect(self._choose_party)
        view.people.entered.connect(view.to_grid)
        view.header.step_wanted.connect(self._step)
        view.header.reopen_wanted.connect(desk.ask_why)
        view.header.strip.closed.connect(view.to_grid)
        view.tabs.chosen.connect(self._filter)
        table = view.table
        table.selectionModel().currentChanged.connect(self._current_changed)
        table.key_typed.connect(rater.press)
        table.na_wanted.connect(rater.ask_reason)
        table.cleared.connect(lambda: rater.rate_current(""))
        table.passed.connect(rater.pass_on)
        table.jump_wanted.connect(self._jump)
        table.command_wanted.connect(self._command)
        table.selectionModel().selectionChanged.connect(lambda *_: view.show_chosen(len(table.choice.codes)))
        table.evidence_wanted.connect(self._to_evidence)
        table.menu_wanted.connect(lambda: self.menu().popup(table.below_current()))
        table.edit_wanted.connect(rater.edit)
        table.explain_wanted.connect(lambda code: explain_in_grid(desk, code))
        view.score.explain_wanted.connect(self._explain_in_panel)
        view.finder.chosen.connect(self._go_to_goal)
        view.finder.left.connect(view.to_grid)
        view.report.closed.connect(view.to_grid)
        view.keys_button.clicked.connect(lambda _checked=False: show_keys(view, session.language))
        view.header.kind_wanted.connect(self.show_kind)
        view.header.return_strip.closed.connect(view.to_grid)
        view.panel.reason_wanted.connect(rater.ask_reason)
        view.panel.fields.left.connect(view.to_grid)
        for keys, act in (
            ("Ctrl+Up", lambda: self._step_party(-1)),
            ("Ctrl+Down", lambda: self._step_party(1)),
            ("F6", view.next_part),
            ("Shift+F6", lambda: view.next_part(-1)),
            ("Shift+F1", lambda: self._explain_in_panel("")),
            ("Ctrl+F", self.open_find),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def shown(self) -> ParticipantSheet | None:
        """What is shown: the participant with its assessment as it is in the file; None where there is none."""
        return self._shown

    @property
    def criterion(self) -> str:
        """The code of the current criterion; "" for none."""
        return self._criterion

    def show_place(self) -> None:
        """Show the chosen round: the participant that was shown if it takes part, else the first in the list."""
        self._settle()
        self.rater.forget_reasons()
        session = self.session
        self._place = (
            read_round(session.file, session.covenant, session.round, self._kind)
            if session.is_open and session.covenant and session.round
            else None
        )
        place = self._place
        if place is None or not place.standings or not place.framework.criteria:
            self._show_empty()
            return
        self._stack.setCurrentWidget(self.view)
        self._list_standings()
        self.view.show_chosen(0)
        parties = self.view.participants.parties or list(place.standings)
        self._show_party(self._party if self._party in place.standings else parties[0])

    def _show_empty(self) -> None:
        self._shown = None
        said = what_is_missing(self._place, self.session.covenant, self.session.language)
        if self.empty is not None:
            self._stack.removeWidget(self.empty)
            self.empty.deleteLater()
        self.empty = EmptyState(*said)
        self._stack.addWidget(self.empty)
        self._stack.setCurrentWidget(self.empty)

    def _show_party(self, party: str) -> None:
        """Show a participant of the round; the criterion stays the same if it is there."""
        place = self._place
        assert place is not None
        session, view = self.session, self.view
        self.view.leave_panel()
        shown = read_participant(session.file, place, place.standings[party], self._kind)
        self._shown, self._party = shown, party
        self._counts = (
            {}  # whoever assesses blind must not see what others found
            if self._kind is AssessmentKind.SECOND
            else queries.rating_counts(session.file, place.covenant, place.round.code, but=party)
        )
        if not self.desk.tell_drafts():
            self.desk.hush()
        view.people.show_party(party)
        view.header.show_participant(shown, writable=session.can_write and not self.is_hidden)
        if self._show_veil():
            return
        view.report.dismiss()
        view.score.show_score(shown)
        self._show_tabs(same=False)
        view.criteria.show_sheet(shown.sheet, earlier_round=shown.earlier_round, round_code=place.round.code)
        view.table.offer_columns(earlier=bool(shown.earlier_round), own=shown.has_own)
        view.show_keys(place.framework.scale, carried=bool(shown.sheet.carried))
        self.actions_line.show_participant()
        self._select(self._criterion)

    @property
    def is_hidden(self) -> bool:
        """Whether who is working assesses the participant blind, and must not see what is shown otherwise."""
        return self._shown is not None and self._shown.is_hidden_from(self.session.file.user)

    def _show_veil(self) -> bool:
        """Put a sentence in the place of what the secretariat found, where that is hidden; whether it is."""
        shown, view, hidden = self._shown, self.view, self.is_hidden
        if shown is not None and hidden:
            view.criteria.show_sheet(None)
            view.report.dismiss()
            go = partial(self.show_kind, AssessmentKind.SECOND)
            view.show_veil(blind_veil(shown, self.session.language, go))
        elif view.veil is not None:
            view.show_veil(None)
        return hidden

    def show_kind(self, kind: AssessmentKind) -> None:
        """Show the assessments of a kind: the secretariat's, the company's own, or a blind second one."""
        if kind is not self._kind:
            self._settle()
            self._kind = kind
            self.show_place()
            self.take_focus()

    def _select(self, code: str) -> None:
        """Make a criterion current; where it is not shown the first that is open, else the first."""
        rows = self.view.criteria
        place = rows.place(code) if code else -1
        if place < 0:
            place = rows.following(-1, only_open=True)
        if place < 0:
            place = rows.following(-1)
        if place >= 0:
            self.view.table.go_to(place)
        elif rows.rows:
            self.view.table.go_to(0)
        else:
            self._show_criterion()

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = self.view.criteria.row(index)
        if isinstance(row, CriterionRow) and row.code != self._criterion:
            self.notes.settle()
            self._criterion = row.code
            self.view.leave_panel()
        self._show_criterion()

    def _show_criterion(self) -> None:
        """Show the current criterion in the panel."""
        shown = self.desk.shown()
        if shown is None:
            return
        code = self._criterion
        if code not in shown.place.framework.criteria:
            code = self._criterion = next(iter(shown.place.framework.criteria))
        self.view.panel.show_criterion(
            shown,
            code,
            self._counts,
            self.notes.drafts_at((shown.key, code)),
            writable=self.session.can_write and not shown.is_locked,
        )

    def _show_tabs(self, *, same: bool = True) -> None:
        """Show the filters; one that is empty for this participant gives way to all, unless it is the `same` one."""
        assert self._shown is not None
        shown, criteria = self._shown, self.view.criteria
        if not same and criteria.filter in ASIDE and not shown.sheet.count(criteria.filter):
            self.view.tabs.set_tabs([])
            criteria.set_filter(Filter.ALL)
        self.view.show_tabs(offered_filters(shown, criteria.filter, self.session.language))
        if self.view.tabs.current != self.view.criteria.filter:
            self.view.criteria.set_filter(Filter(self.view.tabs.current))

    def _filter(self, key: str) -> None:
        self._settle()
        self.view.criteria.set_filter(Filter(key))
        self._select(self._criterion)

    def show_change(self, change: Change) -> None:
        """Show what was written; of a rating only the rows that it concerns."""
        place, shown = self._place, self._shown
        if change.tables <= REGISTER_TABLES:
            return
        if place is None or shown is None or not change.tables <= OF_ASSESSMENTS:
            self.show_place()
            return
        done = ledger.change_set(self.session.file.connection, change.number)
        party, kind = only_one(change, place, self._party, self._kind)
        if party and done.kind != "edit" and (party, kind) != (self._party, self._kind):
            if kind is not self._kind:
                self._kind = kind
                self._place = read_round(self.session.file, place.covenant, place.round.code, kind)
            self._reload_standings()
            self._show_party(party)
        elif (party, kind) == (self._party, self._kind):
            self._refresh(read_again(self.session.file, shown))
        else:
            self._reload_standings()
            self._refresh(self._read())
        criterion = done.detail.get("criterion")
        if done.kind == "edit":
            return
        if isinstance(criterion, str):
            self.go_to_criterion(criterion)
        # What the last step did is said no more: it was undone, or something else was done again.
        if not self.desk.tell_drafts():
            self.desk.hush()

    def _reload_standings(self) -> None:
        assert self._place is not None
        session, place = self.session, self._place
        standings = standing_reading.standings(session.file, place.covenant, place.round.code, kind=self._kind)
        returned = returned_parties(session.file, place.covenant, place.round.code, self._kind)
        self._place = replace(place, standings={one.party.code: one for one in standings}, returned=returned)
        self._list_standings()
        self.view.people.show_party(self._party)

    def _list_standings(self) -> None:
        place, view = self._place, self.view
        assert place is not None
        user = self.session.file.user
        view.participants.show_standings(place.standings.values(), place.framework, user=user, returned=place.returned)
        view.people.show_tabs()

    def _read(self) -> ParticipantSheet:
        assert self._place is not None
        standing = self._place.standings[self._party]
        return read_participant(self.session.file, self._place, standing, self._kind)

    def _refresh(self, shown: ParticipantSheet) -> None:
        """Show the same participant as it is in the file now: the rows, counts and scores that are different."""
        assert self._place is not None
        before, self._shown = self._shown, shown
        standings = {**self._place.standings, self._party: shown.standing}
        self._place = replace(self._place, standings=standings)
        view = self.view
        if view.participants.show_standing(shown.standing):
            view.people.show_tabs()
            view.people.show_party(self._party)
        view.header.show_participant(shown, writable=self.session.can_write and not self.is_hidden)
        was_hidden = view.veil is not None
        if self._show_veil():
            return
        if was_hidden:
            self._show_party(self._party)
            return
        view.score.show_score(shown)
        view.criteria.update_sheet(shown.sheet)
        if before is None or bool(before.sheet.carried) != bool(shown.sheet.carried):
            view.table.fit_columns()
            view.show_keys(shown.place.framework.scale, carried=bool(shown.sheet.carried))
        self._show_tabs()
        self._show_criterion()

    def _step(self, status: Status) -> None:
        self._settle()
        self.desk.step(status)

    def rate_current(self, value: str, reason: str = "") -> bool:
        """Rate the current criterion as a key does, and go on; see `Rater.rate_current`."""
        return self.rater.rate_current(value, reason)

    def _jump(self, wanted: Filter, step: int) -> None:
        jump(self.desk, self.go_to_criterion, wanted, step)

    def _command(self, name: str) -> None:
        """Do what a key or the menu asks for with what is chosen."""
        commands = {
            "as_last_round": self.rater.as_last_round,
            "confirm": self.rater.confirm,
            "copy": self.blocks.copy,
            "paste": self.blocks.paste,
            "fill_down": self.blocks.fill_down,
            "show_history": self._show_history,
        }
        commands[name]()

    def _show_history(self) -> None:
        """Show the history of the current criterion's rating beside it."""
        shown, row = self._shown, self.desk.current
        if shown is None or self.is_hidden or not isinstance(row, CriterionRow):
            return
        where = rating_row(self.session.file, shown.key, row.code)
        table = self.view.table
        title = f"{shown.standing.party.name} · {shown.place.round.code} · {row.code}"
        show_record_history(table, table.cell_rect(table.currentIndex()), self.session, "rating", where, title)

    def open_find(self) -> None:
        """Ask for a criterion or participant to go to."""
        if self._shown is not None:
            self._settle()
            self.view.open_find(goals_of(self._shown, self.session.language))

    def _go_to_goal(self, goal: Goal) -> None:
        self.view.to_grid()
        if goal.is_party:
            self._choose_party(goal.code)
        else:
            self.go_to_criterion(goal.code)

    def _explain_in_panel(self, section: str) -> None:
        explain_in_panel(self.desk, section)

    def _step_party(self, step: int) -> None:
        self._choose_party(self.view.participants.neighbour(self._party, step))

    def _settle(self) -> None:
        """Save what is being typed, before anything else is shown."""
        if self._shown is not None and self.session.is_open:
            self.notes.settle()
            self.reviewer.settle_fields()
            self.rater.settle()

    def _to_evidence(self) -> None:
        if self._shown is not None and isinstance(self.desk.current, CriterionRow) and self.desk.may_write():
            fields = self.view.panel.fields
            fields.open()
            self.view.panel.reveal(fields)

    def menu(self) -> QMenu:
        """The menu of the grid, for what is chosen."""
        return grid_menu(self.desk, self.rater, self._command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            explain_here(self.desk)
        elif event.text() == "/":
            self.open_find()
        elif event.text() == "a":
            self.actions_line.answer_key()
        elif event.text() == "?":
            show_keys(self.view, self.session.language)
        elif event.key() == Qt.Key.Key_Escape:
            self.view.to_grid()
            self.desk.hush()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        window = self.window()
        self.view.fit(narrow=window.width() < NARROW_BELOW, low=window.height() < LOW_BELOW)

    def take_focus(self) -> None:
        """To the criteria; the list where nothing can be rated yet."""
        self.view.to_grid()

    def go_to_party(self, code: str) -> None:
        """Show a participant of the round where work on it begins; another code changes nothing."""
        self._change_party(code, "")

    def _choose_party(self, code: str) -> None:
        """Show another participant at the same criterion, which is how assessors compare."""
        self._change_party(code, self._criterion)

    def _change_party(self, code: str, criterion: str) -> None:
        if self._place is None or code not in self._place.standings or code == self._party:
            return
        self._settle()
        self._criterion = criterion
        if self.view.participants.row_of(code) < 0:
            self.view.people.filter.clear()
            self.view.people.choose_whose(Whose.ALL)
        self._show_party(code)

    def _go(self, key: AssessmentKey, criterion: str) -> None:
        """To a criterion of any assessment."""
        session = self.session
        if (key.covenant, key.round) != (session.covenant, session.round):
            session.choose(key.covenant, key.round)
        self.show_kind(key.kind)
        self.go_to_party(key.party)
        self.go_to_criterion(criterion)

    def show_work(self, party: str, whose: Whose, criteria: Filter) -> None:
        """Show what is to be done: these participants in the list, and of `party` these criteria."""
        self.view.people.filter.clear()
        self.view.people.choose_whose(whose)
        self.go_to_party(party)
        if self._shown is not None and not self.is_hidden:
            self.view.tabs.set_current(criteria)
            self._filter(criteria)

    def go_to_criterion(self, code: str) -> None:
        """Make a criterion current, whatever is filtered or folded; an unknown code is ignored."""
        shown, view = self.desk.shown(), self.view
        if shown is None or code not in shown.place.framework.criteria:
            return
        if view.criteria.place(code) < 0:
            view.criteria.fold(shown.place.framework.section_of[code].code, False)
        if view.criteria.place(code) < 0:
            wanted = Filter.ALL if code in shown.sheet.applying else Filter.OUTSIDE
            view.tabs.set_current(wanted)
            view.criteria.set_filter(wanted)
            view.criteria.fold(shown.place.framework.section_of[code].code, False)
        self._select(code)

    def state(self) -> dict[str, object]:
        """Participant, criterion, filter and folded sections; what is being typed is saved first."""
        self._settle()
        return {
            "party": self._party,
            "criterion": self._criterion,
            "kind": self._kind.value,
            "filter": self.view.criteria.filter.value,
            "whose": self.view.participants.whose.value,
            "folded": sorted(self.view.criteria.folded),
            "panel_folded": sorted(self.view.panel.folded),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Get back what `state` kept, before the page is shown; what is not as `state` makes it is ignored."""
        party, criterion, chosen, folded = (state.get(key) for key in ("party", "criterion", "filter", "folded"))
        if isinstance(party, str):
            self._party = party
        if isinstance(criterion, str):
            self._criterion = criterion
        kind, whose = state.get("kind"), state.get("whose")
        if isinstance(kind, str) and kind in set(AssessmentKind):
            self._kind = AssessmentKind(kind)
        if isinstance(whose, str) and whose in set(Whose):
            self.view.participants.set_whose(Whose(whose))
        if isinstance(chosen, str) and chosen in set(Filter):
            self.view.criteria.set_filter(Filter(chosen))
            self.view.tabs.set_tabs([(one.value, "", "") for one in Filter])
            self.view.tabs.set_current(chosen)
        if isinstance(folded, list):
            self.view.criteria.set_folded({one for one in folded if isinstance(one, str)})
        panel_folded = state.get("panel_folded")
        if isinstance(panel_folded, list):
            self.view.panel.set_folded({one for one in panel_folded if isinstance(one, str)})
        if self._place is not None:
            self.show_place()
