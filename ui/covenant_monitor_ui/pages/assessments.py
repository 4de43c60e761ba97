"""The assessments page: one participant after another is rated, criterion by criterion, with the score beside it."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from covenant_monitor.domain.explanation import explain_score, explain_section
from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.store import ledger, queries
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.models.criteria import CriterionRow, SectionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments_panel import Counts
from covenant_monitor_ui.pages.assessments_rating import Rater
from covenant_monitor_ui.pages.assessments_sheet import ParticipantSheet, RoundSheet, read_participant, read_round
from covenant_monitor_ui.pages.assessments_view import LOW_BELOW, NARROW_BELOW, AssessmentsView
from covenant_monitor_ui.pages.assessments_words import filter_names, source_of, what_is_missing
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.empty import EmptyState

_RATED_TABLES = frozenset({"assessment", "rating", "summary"})


class AssessmentsPage(Page):
    """Participants on the left, criteria in the middle, score and the current criterion on the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        set_surface(self, "window")
        self._place: RoundSheet | None = None
        self._shown: ParticipantSheet | None = None
        self._party = self._criterion = ""
        self._counts: Counts = {}
        self.rater = Rater(session, lambda: self._shown)
        self.view = AssessmentsView(session.language, self.rater.reopen, self.rater.save_evidence, self.rater.save_mark)
        self.rater.attach(self.view, self._go)
        self.empty: EmptyState | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        view, rater = self.view, self.rater
        view.people.chosen.connect(self._choose_party)
        view.people.entered.connect(self._to_grid)
        view.header.step_wanted.connect(rater.step)
        view.header.reopen_wanted.connect(rater.ask_why)
        view.header.strip.closed.connect(self._to_grid)
        view.tabs.chosen.connect(self._filter)
        table = view.table
        table.selectionModel().currentChanged.connect(self._current_changed)
        table.key_typed.connect(rater.press)
        table.na_wanted.connect(rater.ask_reason)
        table.cleared.connect(lambda: rater.rate_current(""))
        table.passed.connect(lambda: rater.go_on(table.current_place))
        table.next_open_wanted.connect(self._next_open)
        table.evidence_wanted.connect(self._to_evidence)
        table.menu_wanted.connect(self._open_menu)
        table.edit_wanted.connect(rater.edit)
        table.explain_wanted.connect(self._explain_in_grid)
        view.score.explain_wanted.connect(self._explain_in_panel)
        view.panel.reason_wanted.connect(rater.ask_reason)
        view.panel.fields.left.connect(self._to_grid)
        for keys, act in (
            ("Ctrl+Up", lambda: self._step_party(-1)),
            ("Ctrl+Down", lambda: self._step_party(1)),
            ("F6", self._next_part),
            ("Shift+F1", self._explain_total),
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
            read_round(session.file, session.covenant, session.round)
            if session.is_open and session.covenant and session.round
            else None
        )
        place = self._place
        if place is None or not place.standings or not place.framework.criteria:
            self._show_empty()
            return
        self._stack.setCurrentWidget(self.view)
        self.view.participants.show_standings(place.standings.values(), place.framework)
        self.view.show_keys(place.framework.scale)
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
        self._leave_panel()
        shown = read_participant(session.file, place, place.standings[party])
        self._shown, self._party = shown, party
        self._counts = queries.rating_counts(session.file, place.covenant, place.round.code, but=party)
        if not self.rater.tell_drafts() and not view.banner.isHidden():
            view.banner.dismiss()
        view.people.show_party(party)
        view.header.show_participant(shown, writable=session.can_write)
        view.score.show_score(shown)
        self._show_tabs()
        view.criteria.show_sheet(shown.sheet, earlier_round=shown.earlier_round, round_code=place.round.code)
        view.table.offer_columns(earlier=bool(shown.earlier_round), own=shown.has_own)
        self._select(self._criterion)

    def _leave_panel(self) -> None:
        """A field that is about to be hidden must not hand its focus to whatever comes next."""
        if self.view.panel.isAncestorOf(self.focusWidget()):
            self._to_grid()

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
            self.rater.settle_fields()
            self._criterion = row.code
            self._leave_panel()
        self._show_criterion()

    def _show_criterion(self) -> None:
        """Show the current criterion in the panel."""
        shown = self._shown
        if shown is None:
            return
        code = self._criterion
        if code not in shown.place.framework.criteria:
            code = self._criterion = next(iter(shown.place.framework.criteria))
        self.view.panel.show_criterion(
            shown,
            code,
            self._counts,
            self.rater.field_drafts((shown.key, code)),
            writable=self.session.can_write and not shown.is_locked,
        )

    def _show_tabs(self) -> None:
        assert self._shown is not None
        sheet, language = self._shown.sheet, self.session.language
        names = filter_names(self._shown.earlier_round, language)
        offered = [
            one
            for one in Filter
            if (one is not Filter.CHANGED or self._shown.earlier_round)
            and (one is not Filter.DIFFERS or self._shown.has_own)
            and (one is not Filter.OUTSIDE or len(sheet.applying) < len(sheet.framework.criteria))
        ]
        self.view.show_tabs([(one.value, names[one], language.number(sheet.count(one), 0)) for one in offered])
        if self.view.tabs.current != self.view.criteria.filter:
            self.view.criteria.set_filter(Filter(self.view.tabs.current))

    def _filter(self, key: str) -> None:
        self._settle()
        self.view.criteria.set_filter(Filter(key))
        self._select(self._criterion)

    def show_change(self, change: Change) -> None:
        """Show what was written; of a rating only the rows that it concerns."""
        place, shown = self._place, self._shown
        if place is None or shown is None or not change.tables <= _RATED_TABLES:
            self.show_place()
            return
        done = ledger.change_set(self.session.file.connection, change.number)
        party = self._party_of(change)
        if party and party != self._party and done.kind != "edit":
            self._reload_standings()
            self._show_party(party)
        elif party == self._party:
            self._refresh()
        else:
            self._reload_standings()
            self._refresh()
        criterion = done.detail.get("criterion")
        if done.kind != "edit" and isinstance(criterion, str):
            self.go_to_criterion(criterion)

    def _party_of(self, change: Change) -> str:
        """The participant of this round whose assessment is the only one changed; "" where there is no such one."""
        if len(change.assessments) != 1 or self._place is None:
            return ""
        (number,) = change.assessments
        covenant, round_ = self._place.covenant, self._place.round.code
        order = [self._party, *self._place.standings]
        return next(
            (
                party
                for party in order
                for kind in AssessmentKind
                if stable_id("assessment", covenant, party, round_, kind) == number
            ),
            "",
        )

    def _reload_standings(self) -> None:
        assert self._place is not None
        session = self.session
        standings = queries.standings(session.file, self._place.covenant, self._place.round.code)
        self._place = replace(self._place, standings={one.party.code: one for one in standings})
        self.view.participants.show_standings(standings, self._place.framework)
        self.view.people.show_party(self._party)

    def _refresh(self) -> None:
        """Show the same participant as it is in the file now: the rows, counts and scores that are different."""
        assert self._place is not None
        shown = read_participant(self.session.file, self._place, self._place.standings[self._party])
        self._shown = shown
        standings = {**self._place.standings, self._party: shown.standing}
        self._place = replace(self._place, standings=standings)
        view = self.view
        if view.participants.show_standing(shown.standing):
            view.people.show_party(self._party)
        view.header.show_participant(shown, writable=self.session.can_write)
        view.score.show_score(shown)
        view.criteria.update_sheet(shown.sheet)
        self._show_tabs()
        self._show_criterion()

    def rate_current(self, value: str, reason: str = "") -> bool:
        """Rate the current criterion as a key does, and go on; see `Rater.rate_current`."""
        return self.rater.rate_current(value, reason)

    def _next_open(self) -> None:
        place = self.view.criteria.following(self.view.table.current_place, only_open=True)
        if place >= 0:
            self.view.table.go_to(place)

    def _step_party(self, step: int) -> None:
        self._choose_party(self.view.participants.neighbour(self._party, step))

    def _settle(self) -> None:
        """Save what is being typed, before anything else is shown."""
        if self._shown is not None and self.session.is_open:
            self.rater.settle()

    def _to_grid(self) -> None:
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_evidence(self) -> None:
        if self._shown is not None and isinstance(self.rater.current, CriterionRow) and self.rater.may_write():
            fields = self.view.panel.fields
            fields.open()
            self.view.panel.reveal(fields)

    def _next_part(self) -> None:
        """From the list to the grid, the panel, and the list again."""
        view, focus = self.view, self.focusWidget()
        if view.people.isAncestorOf(focus):
            self._to_grid()
        elif focus is view.table or view.table.isAncestorOf(focus):
            view.score.figure.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            view.people.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_menu(self) -> None:
        table = self.view.table
        rect = table.cell_rect(table.currentIndex())
        menu = self.rater.menu()
        menu.popup(table.mapToGlobal(QPoint(rect.left(), rect.bottom() + 1)))

    def _explain(self, opener: QWidget, rect: QRect, section: str) -> None:
        shown = self._shown
        if shown is None:
            return
        language = self.session.language
        party = shown.standing.party.name
        part = next((one for one in shown.score.sections if one.section == section), None)
        required = shown.required.percent if shown.required else None
        explain(
            opener,
            rect,
            explain_section(part) if part else explain_score(shown.score, about=party, required=required),
            self.session,
            title=party,
            names=section_names(shown.place.framework, language),
            scale=shown.place.framework.scale,
            source=source_of(shown, language),
        )

    def _explain_in_panel(self, section: str) -> None:
        score = self.view.score
        row = next((row for row in score.sections.rows if row.row.code == section), None)
        opener = row if row is not None else score.figure
        self._explain(opener, opener.rect(), section)

    def _explain_in_grid(self, section: str) -> None:
        table = self.view.table
        self._explain(table, table.section_rect(section), section)

    def _explain_total(self) -> None:
        self._explain_in_panel("")

    def _explain_here(self) -> None:
        """The section of the current row in the grid, the whole score elsewhere."""
        row, table = self.rater.current, self.view.table
        if table.hasFocus() and isinstance(row, SectionRow):
            self._explain_in_grid(row.code)
        elif table.hasFocus() and isinstance(row, CriterionRow):
            self._explain(table, table.cell_rect(table.currentIndex()), row.section)
        else:
            self._explain_total()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self._explain_here()
        elif event.key() == Qt.Key.Key_Escape:
            self._to_grid()
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
        self._to_grid()

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
        self._show_party(code)

    def _go(self, key: AssessmentKey, criterion: str) -> None:
        """To a criterion of any assessment."""
        session = self.session
        if (key.covenant, key.round) != (session.covenant, session.round):
            session.choose(key.covenant, key.round)
        self.go_to_party(key.party)
        self.go_to_criterion(criterion)

    def go_to_criterion(self, code: str) -> None:
        """Make a criterion current, whatever is filtered or folded; an unknown code is ignored."""
        shown, view = self._shown, self.view
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
            "filter": self.view.criteria.filter.value,
            "folded": sorted(self.view.criteria.folded),
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Get back what `state` kept, before the page is shown; what is not as `state` makes it is ignored."""
        party, criterion, chosen, folded = (state.get(key) for key in ("party", "criterion", "filter", "folded"))
        if isinstance(party, str):
            self._party = party
        if isinstance(criterion, str):
            self._criterion = criterion
        if isinstance(chosen, str) and chosen in set(Filter):
            self.view.criteria.set_filter(Filter(chosen))
            self.view.tabs.set_tabs([(one.value, "", "") for one in Filter])
            self.view.tabs.set_current(chosen)
        if isinstance(folded, list):
            self.view.criteria.set_folded({one for one in folded if isinstance(one, str)})
        if self._place is not None:
            self.show_place()
