"""Risks, actions, commitments and complaints: what has to be done, by whom, by when, and whether it was."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut

from covenant_monitor.domain.registers import Entry, Register
from covenant_monitor.store import registers
from covenant_monitor.store.store import Change
from covenant_monitor_ui.pages.missing_words import no_covenant_words
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.registers.panel import About
from covenant_monitor_ui.pages.registers.reading import RegistersReading
from covenant_monitor_ui.pages.registers.rows import (
    ALL,
    ASK,
    FILTERS,
    OPEN,
    EntryLines,
    entry_columns,
    proposal_columns,
    proposal_lines,
)
from covenant_monitor_ui.pages.registers.table import RegisterTable
from covenant_monitor_ui.pages.registers.view import RegistersView
from covenant_monitor_ui.pages.registers.words import (
    PROPOSED,
    add_words,
    declined_words,
    empty_words,
    filter_segments,
    head_words,
    key_hints,
    made_words,
    no_proposals_words,
    proposed_words,
    register_tabs,
)
from covenant_monitor_ui.pages.registers.work import RegistersWork
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_row

_LATER_MS = 200
_INTO_THE_TABLE = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RegistersPage(Page):
    """One register at a time, or what the ratings of the round propose; the selected entry stands beside it."""

    party_wanted = Signal(str)
    """The code of a party that is asked for."""
    rating_wanted = Signal(str, str)
    """The codes of a participant ("" for whoever is shown) and a criterion whose rating is asked for."""

    LASTING = frozenset({"tab", "show"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._covenant = ""
        self._tab: str = Register.ACTION
        self._show: str = OPEN
        self._party = ""
        self._to_tick = ""
        self._wanted: dict[str, object] = {}
        self._keeping = False
        self.reading = RegistersReading(session)
        self._lines = EntryLines(session.language)
        self.view = RegistersView(session, lambda reason: self.work.drop(reason))
        self.work = RegistersWork(session, self.view, self.reading, self)
        in_row(self).addWidget(self.view)
        # What is beside the table comes after it: the first paint and holding an arrow key do not wait for it.
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(0)
        # How many actions are proposed can wait until the work pauses: that reads all ratings of the round.
        self._propose_timer = QTimer(self)
        self._propose_timer.setSingleShot(True)
        self._propose_timer.setInterval(_LATER_MS)
        self._connect()

    def _connect(self) -> None:
        view, work, language = self.view, self.work, self.session.language
        view.filter.textChanged.connect(lambda _text: self._filter())
        view.filter.installEventFilter(self)
        view.filter.left.connect(self._to_table)
        view.add_button.clicked.connect(lambda _checked=False: self.add())
        view.tabs.chosen.connect(self.show_tab)
        view.shown.chosen.connect(self.show_only)
        view.party_box.activated.connect(lambda _index: self._choose_party())
        view.partially.toggled.connect(lambda _on: self._read_proposals())
        view.table.selectionModel().currentRowChanged.connect(self._pass_to)
        view.table.activated.connect(lambda _index: work.edit())
        view.proposal_table.activated.connect(lambda _index: work.go())
        for table in (view.table, view.proposal_table):
            table.command_wanted.connect(work.command)
        view.proposals.ticks_changed.connect(self._show_ticked)
        view.strip.closed.connect(self._leave_strip)
        view.bar.left.connect(self._to_table)
        view.bar.made.connect(lambda n: self._tell_proposed(made_words(n, language)))
        view.bar.declined.connect(lambda n: self._tell_proposed(declined_words(n, language)))
        view.side.panel.command_wanted.connect(work.command)
        view.side.panel.party_wanted.connect(self.party_wanted)
        view.side.panel.criterion_wanted.connect(work.go_to_criterion)
        view.side.closed.connect(self.take_focus)
        view.side.saved.connect(self._show_saved)
        work.party_wanted.connect(self.party_wanted)
        work.rating_wanted.connect(self.rating_wanted)
        work.add_wanted.connect(self.add)
        self._settle_timer.timeout.connect(self._settle)
        self._propose_timer.timeout.connect(self._read_proposals)
        for keys in ("F6", "Shift+F6"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._other_part)

    @property
    def is_proposing(self) -> bool:
        """Whether the proposed actions are shown."""
        return self._tab == PROPOSED

    @property
    def register(self) -> Register:
        """The register that is shown; of the proposed actions the one that they would stand in."""
        return Register.ACTION if self.is_proposing else Register(self._tab)

    @property
    def is_settled(self) -> bool:
        """Whether what comes after the first paint is there too."""
        return not self._settle_timer.isActive() and self.reading.proposals is not None

    @property
    def _table(self) -> RegisterTable:
        return self.view.proposal_table if self.is_proposing else self.view.table

    def show_place(self) -> None:
        session = self.session
        self.work.close_popover()
        if session.covenant != self._covenant or not session.is_open:
            self._covenant, self._party = session.covenant, ""
            self.view.side.close_form()
        self.view.close_strip()
        self.reading.read()
        self._show_all()
        if self._wanted and session.is_open:
            self._put_back()

    def show_change(self, change: Change) -> None:
        self.reading.read_again(change)
        self._show_all()

    def _show_all(self) -> None:
        """Everything, out of what was read."""
        self._lock()
        self._show_entries()
        self._show_tabs()
        self._filter()

    def _lock(self) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        _ = self.session.language.gettext
        reason = self.session.locked
        if not reason and not self.session.covenant:
            reason = _("There is no covenant in this file yet.")
        self.view.add_button.setEnabled(not reason)
        self.view.add_button.setToolTip(plain_tip(reason or "Ins"))
        self.view.side.panel.lock(reason)

    def _show_entries(self) -> None:
        view, language, reading, register = self.view, self.session.language, self.reading, self.register
        user = self.session.file.user if self.session.is_open else ""
        columns = entry_columns(register, language)
        lines = self._lines.lines(reading.of(register), reading.names, reading.asked, user, reading.today)
        if [column.key for column in columns] != [column.key for column in view.entries.columns]:
            view.table.sort_by(-1, Qt.SortOrder.AscendingOrder)
        self._put(view.table, lambda: view.entries.set_lines(columns, lines))

    def _put(self, table: RegisterTable, put: Callable[[], object]) -> None:
        """Put other lines into a table; what was selected stays so, or else what stands in its place is."""
        line, at, scroll = table.current_line, table.currentIndex(), table.verticalScrollBar().value()
        self._keeping = True
        put()
        table.dress()
        if line is None or not table.select(line.key, at.column()):
            table.select_place(at.row())
        else:
            table.verticalScrollBar().setValue(scroll)
        self._keeping = False
        self._settle_timer.start()

    def _show_tabs(self) -> None:
        view, reading, language = self.view, self.reading, self.session.language
        counts = {register: reading.counts(register) for register in Register}
        view.tabs.set_tabs(register_tabs(counts, reading.proposed, language))
        view.tabs.set_current(self._tab)
        view.offer_parties(reading.parties(self._party), language.gettext("all"), self._party)

    def _filter(self) -> None:
        """Show what the filter, the party chosen and the words typed leave."""
        view, text = self.view, self.view.filter.text()
        view.show_proposing(proposing=self.is_proposing)
        if self.is_proposing:
            self._put(view.proposal_table, lambda: view.proposals.set_filter(ALL, text, self._party))
        else:
            self._put(view.table, lambda: view.entries.set_filter(self._fitting_show(), text, self._party))
            counts = {key: view.entries.count(key, self._party) for key in self._filters()}
            user = self.session.file.user if self.session.is_open else ""
            segments = filter_segments(counts, self.session.round, user, self.session.language)
            view.shown.show_segments(segments, self._show)
            view.order_stops([*Register, PROPOSED], list(counts))
        if self._table.lines.shown or (self.is_proposing and self.reading.proposals is None):
            view.show_table(self._table)
        else:
            self._show_empty(text)
        self._show_words()

    def _filters(self) -> list[str]:
        """The filters of this register: only actions are asked about."""
        asks = self.register is Register.ACTION and (self.view.entries.count(ASK) or self._show == ASK)
        return [key for key in FILTERS if key != ASK or asks]

    def _fitting_show(self) -> str:
        if self._show not in self._filters():
            self._show = OPEN
        return self._show

    def _show_words(self) -> None:
        """What stands in the head and at the foot."""
        view, language = self.view, self.session.language
        text, shown = view.filter.text().strip(), len(self._table.lines.shown)
        every, open_, _late = self.reading.counts(self.register)
        said = head_words(every, open_, shown if text else None, language)
        if self.is_proposing:
            said = proposed_words(shown, len(view.proposals.ticked), self.session.round, language)
        view.counts.setText(said if self.session.round or not self.is_proposing else "")
        view.name_add_button(self.register, language)
        asks = not self.is_proposing and self.register is Register.ACTION and bool(self.reading.asked)
        hints = key_hints(language, proposing=self.is_proposing, asks=asks)
        if not self._table.lines.shown:
            hints = [("Ins", language.gettext("add"))] if self.session.covenant and not self.is_proposing else []
        view.hints.set_hints(hints)

    def _show_empty(self, text: str) -> None:
        language, register = self.session.language, self.register
        _ = language.gettext
        party = self.reading.names.get(self._party, self._party)
        actions: list[tuple[str, Callable[[], object]]] = []
        if not self.session.covenant:
            said = no_covenant_words(language)
        elif self.is_proposing:
            said = no_proposals_words(text, party, language, no_round=not self.session.round)
            if self.reading.proposals:
                actions = [(_("Show all"), self._show_everything)]
        else:
            nothing = not self.reading.of(register)
            said = empty_words(register, self._show, text, party, language, nothing=nothing)
            if not nothing:
                actions = [(_("Show all"), self._show_everything)]
            elif self.view.add_button.isEnabled():
                actions = [(add_words(register, language), self.add)]
            if nothing and register is Register.ACTION:
                actions.append((_("See what low ratings propose"), lambda: self.show_tab(PROPOSED)))
        self.view.show_empty(EmptyState(*said, actions, primary=False))

    def _show_everything(self) -> None:
        self.view.filter.clear()
        self._party, self._show = "", ALL
        self._show_tabs()
        self._filter()
        self.take_focus()

    def _read_proposals(self) -> None:
        """Read what the round proposes, and show it."""
        self._propose_timer.stop()
        if not self.session.is_open:
            return
        view, language = self.view, self.session.language
        found = self.reading.read_proposals(partially=view.partially.isChecked())
        if self.session.round:
            view.bar.begin(self.reading.owners())
        lines = proposal_lines(found, self.reading.names, language)
        self._put(view.proposal_table, lambda: view.proposals.set_lines(proposal_columns(language), lines))
        if self._to_tick:
            view.proposals.tick([line.key for line in lines if line.key[0] == self._to_tick], on=True)
            self._to_tick = ""
        self._show_tabs()
        self._show_ticked()
        if self.is_proposing:
            self._filter()

    def _show_ticked(self) -> None:
        proposals = self.reading.proposals or {}
        self.view.bar.show_chosen([proposals[key] for key in self.view.proposals.ticked if key in proposals])
        self._show_words()

    def _tell_proposed(self, said: str) -> None:
        self.session.notice_given.emit(said)
        self._to_table()

    def _pass_to(self, _now: QModelIndex, _before: QModelIndex) -> None:
        entry = self.work.current
        if entry is not None and not self._keeping:
            self.view.side.pass_by(entry.code)
            self.view.close_strip()
        self._settle_timer.start()

    def _settle(self) -> None:
        """Fill the panel for what is selected by now; then see to what is proposed, where that is not known."""
        entry, reading = self.work.current, self.reading
        if entry is None or not self.session.is_open:
            self.view.side.panel.show_nothing()
        else:
            about = About(reading.names, reading.criteria, self.session.round, reading.today, self.work.asks)
            self.view.side.panel.show_entry(entry, about)
        if reading.proposals is None and self.isVisible() and self.session.is_open:
            if self.is_proposing:
                self._read_proposals()
            else:
                self._propose_timer.start()

    def show_tab(self, key: str) -> None:
        """Show a register, or what is proposed."""
        if self.view.side.is_unsaved:
            self.view.tabs.set_current(self._tab)
            self.view.side.remind()
            return
        self.view.side.close_form()
        self.view.close_strip()
        self._tab = key
        self._show_all()
        if not self.view.tabs.isAncestorOf(self.focusWidget()):
            self._to_table()

    def show_only(self, key: str) -> None:
        """Show what a filter leaves of the register."""
        self._show = key
        self._filter()

    def _choose_party(self) -> None:
        self._party = str(self.view.party_box.currentData() or "")
        self._filter()
        if not self.view.party_box.by_step:
            self._to_table()

    def add(self) -> None:
        """Ask for a new entry beside the table."""
        session = self.session
        if not session.covenant or not self.work.may_write():
            return
        if self.is_proposing:
            self.show_tab(Register.ACTION)
        code = registers.next_code(session.file, session.covenant, self.register)
        begun = Entry(self.register, code, "", owner=session.file.user, party=self._party, round=session.round)
        self.view.side.add(begun)

    def _show_saved(self, code: str) -> None:
        self.go_to_entry(self.register, code)
        self.take_focus()

    def _leave_strip(self) -> None:
        self.view.close_strip()
        self._to_table()

    def go_to_entry(self, register: Register, code: str) -> None:
        """Select an entry; a filter that hides it is taken away. An unknown code changes nothing."""
        key = (register.value, code)
        if key not in self.reading.entries:
            return
        if self._tab != register:
            self.show_tab(register)
        if self.view.table.lines.place(key) < 0:
            self._party, self._show = "", ALL
            self.view.filter.clear()
            self._show_tabs()
            self._filter()
        self.view.table.select(key)

    def go_to_party(self, code: str) -> None:
        """Show only what concerns a party."""
        self._party = code
        self._show_tabs()
        self._filter()

    def propose_for(self, party: str) -> None:
        """Show what the ratings of a participant propose, all of it ticked."""
        self.view.filter.clear()
        self._to_tick = self._party = party
        self.reading.proposals = None
        self.show_tab(PROPOSED)

    def take_focus(self) -> None:
        if self.view.side.has_form:
            self.view.side.form.take_focus()
        else:
            self._to_table()

    def _to_table(self) -> None:
        """To the table, or to what stands in its place."""
        empty = self.view.empty
        if self.view.stack.currentWidget() is self._table:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif empty is not None and empty.buttons:
            empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.filter.take_focus()

    def _other_part(self) -> None:
        """From the table to what stands beside or below it, and back."""
        view, focus = self.view, self.focusWidget()
        if view.side.isAncestorOf(focus) or view.bar.isAncestorOf(focus):
            self._to_table()
        elif self.is_proposing:
            view.bar.owner.setFocus(Qt.FocusReason.TabFocusReason)
        elif view.side.has_form:
            view.side.form.take_focus()
        elif not view.side.isHidden():
            view.side.panel.take_focus()

    def state(self) -> dict[str, object]:
        """Register, filters, words, selection, sorting, and a form that is not saved."""
        entry, header = self.work.current, self.view.table.horizontalHeader()
        kept: dict[str, object] = {
            "covenant": self._covenant,
            "tab": self._tab,
            "show": self._show,
            "party": self._party,
            "filter": self.view.filter.text(),
            "selected": entry.code if entry else "",
            "sort": header.sortIndicatorSection(),
            "descending": header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
            "partially": self.view.partially.isChecked(),
        }
        if form := self.view.side.state():
            kept["form"] = form
        return kept

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)
        if self.reading.entries:
            self._put_back()

    def _put_back(self) -> None:
        """What `state` kept, once there are rows; whatever is no longer there, or never was right, is left out."""
        state, self._wanted = self._wanted, {}
        tab, show, party, text = (state.get(key) for key in ("tab", "show", "party", "filter"))
        if isinstance(tab, str) and tab in {*Register, PROPOSED}:
            self._tab = tab
        if isinstance(show, str) and show in FILTERS:
            self._show = show
        here = state.get("covenant") == self._covenant
        if here and isinstance(party, str) and party in self.reading.names:
            self._party = party
        self.view.partially.setChecked(state.get("partially") is True)
        self.view.filter.setText(text if isinstance(text, str) else "")
        self._show_all()
        sort, selected, form = state.get("sort"), state.get("selected"), state.get("form")
        if isinstance(sort, int) and 0 <= sort < len(self.view.entries.columns):
            down = state.get("descending") is True
            self.view.table.sort_by(sort, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
        if here and isinstance(selected, str):
            self.view.table.select((self.register.value, selected))
        if here and isinstance(form, dict):
            self._put_form_back(form)

    def _put_form_back(self, form: dict[str, object]) -> None:
        key = str(form.get("register")), str(form.get("code"))
        entry = self.reading.entries.get(key)
        if entry is None and form.get("mode") == "add" and key[0] in set(Register):
            entry = Entry(Register(key[0]), "", "")
        if entry is not None and entry.register is self.register:
            self.view.side.restore(form, entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # From the filter straight into what it found.
        typed = watched is self.view.filter and event.type() == QEvent.Type.KeyPress
        if typed and isinstance(event, QKeyEvent) and event.key() in _INTO_THE_TABLE:
            self._to_table()
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.work.close_popover()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.fit(event.size().width(), proposing=self.is_proposing)
