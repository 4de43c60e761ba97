"""The participants of a round: who they are, how far their assessment is, what it says, and their course."""

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.explanation import explain_score
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment, Framework, Outcome, PartyKind, Round
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.reports.names import outcome_name
from covenant_monitor.store import queries
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.dialogs.party_form import ADD, EDIT, LEAVE, PartyForm
from covenant_monitor_ui.models.participants import Row, RowsModel
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.participants_course import course, facts
from covenant_monitor_ui.pages.participants_panel import PartyPanel
from covenant_monitor_ui.pages.participants_rows import (
    ALL,
    BEHIND,
    BLANKS,
    LATER,
    LEFT,
    OPEN,
    OTHERS,
    other_columns,
    other_rows,
    participant_columns,
    participant_rows,
)
from covenant_monitor_ui.pages.participants_table import EDGE, PartyTable
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.topbar import SearchField

_PANEL, _NARROW_PANEL = 320, 296
_NARROW, _WITHOUT_PANEL = 1240, 860


class ParticipantsPage(Page):
    """The table of participants, the quick filters above it and the selected one beside it."""

    open_assessment = Signal(str)
    """The code of a participant whose assessment of this round is asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self._round: Round | None = None
        self._framework: Framework | None = None
        self._covenant = ""
        self._wanted: dict[str, object] = {}
        self._scroll: int | None = None
        self.model = RowsModel(participant_columns(session.language), self)
        self.others_model = RowsModel(other_columns(session.language), self)
        self.table = PartyTable(_("Participants"), self.model)
        self.others = PartyTable(_("Other parties"), self.others_model)
        self.title = text_label(_("Participants"), "title")
        self.counts = text_label("", "secondary")
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.filter.setToolTip(_("Name, code, group, status or outcome; “no group” and “no score” find what is missing"))
        self.add_button = button(_("Participant"), self.add, icon="plus", tip="Ins")
        self.tabs = FilterTabs(_("Quick filters"), _("More filters"))
        self.hints = KeyHints()
        self.panel = PartyPanel(session.language)
        self.form = PartyForm(session)
        self.stack = QStackedWidget()
        self.side = QStackedWidget()
        self._empty: EmptyState | None = None
        # What is beside the table comes after it: the first paint and holding an arrow key do not wait for it.
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 20, EDGE, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.counts)
        head.addStretch(1)
        self.filter.setFixedWidth(240)
        head.addWidget(self.filter)
        head.addWidget(self.add_button)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(EDGE - 8, 0, EDGE, 8)
        tabs.addWidget(self.tabs)
        foot = QWidget()
        set_surface(foot, "base")
        hints = QHBoxLayout(foot)
        hints.setContentsMargins(EDGE, 0, EDGE, 0)
        hints.addWidget(self.hints)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(tabs)
        left.addWidget(_rule())
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.others)
        left.addWidget(self.stack, 1)
        left.addWidget(_rule())
        left.addWidget(foot)
        self.side.addWidget(self.panel)
        self.side.addWidget(self.form)
        self._side_rule = _rule(upright=True)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._side_rule)
        whole.addWidget(self.side)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._apply_filter)
        self.filter.installEventFilter(self)
        self.tabs.chosen.connect(self._apply_filter)
        for table in (self.table, self.others):
            table.selectionModel().currentRowChanged.connect(self._show_other_row)
            table.activated.connect(self._activate)
            table.edit_wanted.connect(self.edit)
            table.add_wanted.connect(self.add)
        self.table.clicked.connect(self._click)
        self.table.explain_wanted.connect(self.explain)
        self.panel.assessment_wanted.connect(self._to_assessment)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.leave_wanted.connect(self.leave)
        self.form.saved.connect(self._saved)
        self.form.cancelled.connect(self._close_form)
        self._settle_timer.timeout.connect(self._settle)

    @property
    def current_table(self) -> PartyTable:
        """The participants, or the other parties while those are shown."""
        return self.others if self.tabs.current == OTHERS else self.table

    @property
    def current_row(self) -> Row | None:
        """The party that is selected."""
        return self.current_table.current_row if self.stack.currentWidget() is self.current_table else None

    def show_place(self) -> None:
        session = self.session
        if session.covenant != self._covenant or not session.is_open:
            self._covenant = session.covenant
            self._close_form()
        self._load()
        if self._wanted and session.is_open:
            wanted, self._wanted = self._wanted, {}
            self._put_back(wanted)

    def show_change(self, change: Change) -> None:
        self._load()

    def _load(self) -> None:
        session = self.session
        if session.is_open and session.covenant:
            parties = queries.parties(session.file, session.covenant)
        else:
            parties = []
        companies = [party for party in parties if party.kind is PartyKind.COMPANY]
        others = [party for party in parties if party.kind is not PartyKind.COMPANY]
        standings = self._standings()
        with self._kept(self.table), self._kept(self.others):
            self.model.set_rows(
                participant_rows(companies, standings, self._round, self._to_rate, session.language)
            )
            self.others_model.set_rows(other_rows(others, session.language))
        self._show_tabs()
        self._lock()
        self._apply_filter()
        for table in (self.table, self.others):
            table.fit_columns()

    def _standings(self) -> list[Standing]:
        session = self.session
        self._round = self._framework = None
        if not (session.is_open and session.covenant and session.round):
            return []
        _number, self._round, framework, _every = queries.round_of(session.file, session.covenant, session.round)
        self._framework = session.file.framework(framework)
        return queries.standings(session.file, session.covenant, session.round)

    def _to_rate(self, year: int, group: str) -> int:
        """How many criteria apply to a participant of whom nothing is rated yet."""
        if self._framework is None:
            return 0
        return sum(len(criteria) for _section, criteria in applicable(self._framework, year, group))

    def _show_tabs(self) -> None:
        _ = self.session.language.gettext
        number = self.session.language.number
        count = self.model.count
        named = [
            (ALL, _("All")),
            (OPEN, _("Not complete")),
            (BEHIND, outcome_name(Outcome.BEHIND, self.session.language)),
            (LEFT, _("Left")),
            (LATER, _("Not yet joined")),
            (BLANKS, _("Data missing")),
        ]
        # The last two are rare: they are there when somebody is in them.
        tabs = [
            (key, text, number(count(key), 0)) for key, text in named if key not in (LATER, BLANKS) or count(key)
        ]
        tabs.append((OTHERS, _("Other parties"), number(len(self.others_model.every), 0)))
        self.tabs.set_tabs(tabs)

    def _apply_filter(self) -> None:
        """Show what the quick filter and the words typed leave, with what was selected still selected."""
        tab, text, table = self.tabs.current, self.filter.text(), self.current_table
        with self._kept(self.table):
            self.model.set_filter(ALL if tab == OTHERS else tab, text if tab != OTHERS else "")
        with self._kept(self.others):
            self.others_model.set_filter("", text if tab == OTHERS else "")
        model = self.others_model if tab == OTHERS else self.model
        if model.shown:
            self.stack.setCurrentWidget(table)
        else:
            self._show_empty(text)
        self._show_words(len(model.shown))
        self._settle_timer.start()

    @contextmanager
    def _kept(self, table: PartyTable) -> Iterator[None]:
        """Selection and scroll position stay over what is done to the rows; the first row where the selected one went."""
        row, column = table.current_row, table.currentIndex().column()
        at = table.verticalScrollBar().value()
        yield
        if row is None or not table.select(row.code, column=column, scroll=False):
            table.select_first()
        table.scroll_to(at)

    def _show_words(self, shown: int) -> None:
        """What stands in the head and at the foot."""
        _, n_ = self.session.language.gettext, self.session.language.ngettext
        others = self.tabs.current == OTHERS
        every = len(self.others_model.every) if others else self.model.count(ALL)
        if others or self._round is None:
            said = n_("{n} party", "{n} parties", every) if others else n_("{n} participant", "{n} participants", every)
            said = said.format(n=every)
        else:
            said = _("{n} in round {round}").format(n=every, round=self._round.code)
        if self.filter.text() or self.tabs.current not in (ALL, OTHERS):
            said = _("{shown} shown, {all}").format(shown=shown, all=said)
        self.counts.setText(said)
        text = _("Party") if others else _("Participant")
        self.add_button.setText(escaped(text))
        self.add_button.setAccessibleName(_("Add a party") if others else _("Add a participant"))
        hints = [("F2", _("edit")), ("Ins", _("add")), ("Ctrl+Shift+↑↓", _("sort by this column"))]
        if not others:
            hints = [("Enter", _("assessment")), ("F1", _("how the score came about")), *hints]
        self.hints.set_hints(hints)

    def _show_empty(self, text: str) -> None:
        _ = self.session.language.gettext
        clear = [(_("Show all"), self._show_all)]
        add = [(_("Add a participant"), self.add)] if self.session.can_write and self.session.covenant else []
        if text.strip():
            what = (_("Nothing found"), _("No name, code, group, status or outcome has “{text}” in it."), clear)
        elif self.tabs.current == OTHERS:
            what = (_("No other parties yet"), _("Unions, NGOs, government and others that signed the covenant."), [])
        elif not self.model.every:
            what = (_("No participants yet"), _("Add the companies one by one, or import a list of parties."), add)
        elif self.tabs.current == ALL:
            what = (_("Nobody takes part in this round"), _("Its participants joined later, or left before it."), [])
        else:
            what = (_("Nobody"), _("There is no participant in this filter."), clear)
        title, sentence, actions = what
        if self._empty is not None:
            self.stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(title, sentence.format(text=text[:80]), actions, primary=False)
        set_surface(self._empty, "base")
        self.stack.addWidget(self._empty)
        self.stack.setCurrentWidget(self._empty)

    def _show_all(self) -> None:
        self.filter.clear()
        if self.tabs.current != OTHERS:
            self.tabs.choose(ALL)
        self.take_focus()

    def _lock(self) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        _ = self.session.language.gettext
        reason = ""
        if not self.session.can_write:
            reason = _("This file is open read-only: nothing in it can be changed.")
        elif not self.session.covenant:
            reason = _("There is no covenant in this file yet.")
        self.add_button.setEnabled(not reason)
        self.add_button.setToolTip(plain_tip(reason or "Ins"))
        self.panel.lock(reason)

    def _show_other_row(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        if self.side.currentWidget() is self.form and self.current_row is not None:
            if self.form.is_changed:
                self.form.remind(self.session.language.gettext("Save or cancel this first: it is not saved yet."))
            elif self.form.code != self.current_row.code:
                self._close_form()
        self._settle_timer.start()

    def _settle(self) -> None:
        """Fill the panel for the row that is selected by now."""
        if self._scroll is not None:
            self.current_table.verticalScrollBar().setValue(self._scroll)
            self._scroll = None
        row = self.current_row
        if row is None or not self.session.is_open:
            self.panel.show_nobody()
            return
        session, language = self.session, self.session.language
        company = row.party.kind is PartyKind.COMPANY
        figures = queries.figures(session.file, session.covenant, row.code)
        self.panel.show_party(
            row.party,
            course(session.picture, row.code, language) if company else None,
            facts(row.party, row.standing, self._round, figures, language),
            assessable=row.standing is not None,
        )

    def _activate(self, _index: QModelIndex) -> None:
        row = self.current_row
        if row is not None and row.standing is not None:
            self._to_assessment()
        else:
            self.edit()

    def _to_assessment(self) -> None:
        row = self.current_row
        if row is not None:
            self.open_assessment.emit(row.code)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == self.model.column("score"):
            self.explain()

    def explain(self) -> None:
        """Say how the score of the selected participant came about."""
        row, framework = self.current_row, self._framework
        if row is None or row.standing is None or framework is None:
            return
        _ = self.session.language.gettext
        standing = row.standing
        score = standing.score or score_assessment(
            Assessment(row.code, standing.round), framework, standing.participation_year, row.party.group
        )
        source = _("Framework version {version}").format(version=framework.version)
        if standing.assessor:
            source = _("Framework version {version}, assessment by {assessor}").format(
                version=framework.version, assessor=standing.assessor
            )
        index = self.model.index(self.table.currentIndex().row(), self.model.column("score"))
        self.table.setCurrentIndex(index)
        explain(
            self.table,
            self.table.cell_rect(index),
            explain_score(score, about=row.party.name, required=standing.required),
            self.session,
            title=row.party.name,
            names=section_names(framework, self.session.language),
            scale=framework.scale,
            source=source,
            on_go=self._to_assessment,
        )

    def add(self) -> None:
        """Ask for a new party beside the table."""
        kind = PartyKind.ASSOCIATION if self.tabs.current == OTHERS else PartyKind.COMPANY
        if self.session.covenant:
            self._open_form(lambda: self.form.add(kind))

    def edit(self) -> None:
        """Show the selected party to be changed."""
        row = self.current_row
        if row is not None:
            self._open_form(lambda: self.form.edit(row.party))

    def leave(self) -> None:
        """Ask when and why the selected party left."""
        row = self.current_row
        if row is not None:
            self._open_form(lambda: self.form.leave(row.party))

    def _open_form(self, fill: Callable[[], None]) -> None:
        if self.side.currentWidget() is self.form and self.form.is_changed:
            self.form.remind(self.session.language.gettext("Save or cancel this first: it is not saved yet."))
        else:
            fill()
            self.side.setCurrentWidget(self.form)
            self._fit_side()
        self.form.take_focus()

    def _close_form(self) -> None:
        had_focus = self.form.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.side.setCurrentWidget(self.panel)
        self._fit_side()
        if had_focus:
            self.take_focus()

    def _saved(self, code: str) -> None:
        self._close_form()
        self.go_to_party(code)

    def go_to_party(self, code: str) -> None:
        row = self.model.find(code) or self.others_model.find(code)
        if row is None:
            return
        tab = self.tabs.current
        if tab not in row.tabs or self.current_table.model_of.place(code) < 0:
            self.filter.clear()
            if tab not in row.tabs:
                self.tabs.choose(next(one for one in (ALL, LEFT, LATER, OTHERS) if one in row.tabs))
        self.current_table.select(code)

    def take_focus(self) -> None:
        if self.stack.currentWidget() is self.current_table:
            self.current_table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.filter.take_focus()

    def state(self) -> dict[str, object]:
        """Sorting, widths, quick filter, words, selection, scroll position, and a form that is not saved."""
        row = self.current_row
        kept: dict[str, object] = {
            "tab": self.tabs.current,
            "filter": self.filter.text(),
            "selected": row.code if row else "",
            "column": max(0, self.current_table.currentIndex().column()),
            "scroll": self.current_table.verticalScrollBar().value(),
            "participants": self.table.layout_state(),
            "others": self.others.layout_state(),
        }
        if self.side.currentWidget() is self.form and self.form.mode:
            kept["form"] = {"mode": self.form.mode, "party": self.form.code, "values": self.form.values()}
        return kept

    def restore(self, state: dict[str, object]) -> None:
        if self.model.every or self.others_model.every:
            self._put_back(state)
        else:
            self._wanted = dict(state)
