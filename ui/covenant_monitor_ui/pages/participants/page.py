"""The participants of a round: who they are, how far their assessment is, what it says, and their course."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Framework, PartyKind, Round
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.participants import Row, RowsModel, one_line
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.participants.course import course, facts
from covenant_monitor_ui.pages.participants.rows import (
    ALL,
    LATER,
    LEFT,
    OTHERS,
    other_columns,
    other_rows,
    participant_columns,
    participant_rows,
)
from covenant_monitor_ui.pages.participants.side import ParticipantsSide
from covenant_monitor_ui.pages.participants.table import EDGE, PartyTable
from covenant_monitor_ui.pages.participants.words import empty_words, head_words, key_hints, quick_filters
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.empty import EmptyState, put_empty
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import foot, in_row, rule
from covenant_monitor_ui.widgets.topbar import SearchField

_INTO_THE_TABLE = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ParticipantsPage(Page):
    """The table of participants, the quick filters above it and the selected one beside it."""

    open_assessment = Signal(str)
    """The code of a participant whose assessment of this round is asked for."""

    LASTING = frozenset({"tab", "participants", "others"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self._round: Round | None = None
        self._framework: Framework | None = None
        self._covenant = ""
        self._wanted: dict[str, object] = {}
        self._scroll: int | None = None
        self._keeping = 0
        self.model = RowsModel(participant_columns(session.language), self)
        self.others_model = RowsModel(other_columns(session.language), self)
        self.table = PartyTable(_("Participants"), self.model)
        self.others = PartyTable(_("Other parties"), self.others_model)
        self.title = text_label(_("Participants"), "title")
        self.counts = text_label("", "secondary")
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.filter.setToolTip(
            _("Name, code, group, status or outcome; “no group” and “no score” find what is missing")
        )
        self.add_button = button(_("Participant"), self.add, icon="plus", tip="Ins")
        self.tabs = FilterTabs(_("Quick filters"), _("More filters"))
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        self.side = ParticipantsSide(session)
        self.panel = self.side.panel
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
        self.filter.setMinimumWidth(144)
        self.filter.setMaximumWidth(240)
        head.addWidget(self.filter, 4)
        head.addWidget(self.add_button)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(EDGE - 8, 0, EDGE, 8)
        tabs.addWidget(self.tabs)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(tabs)
        left.addWidget(rule())
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.others)
        left.addWidget(self.stack, 1)
        left.addWidget(rule())
        left.addWidget(foot(self.hints, EDGE))
        whole = in_row(self)
        whole.addLayout(left, 1)
        whole.addWidget(rule(upright=True))
        whole.addWidget(self.side)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._apply_filter)
        self.filter.installEventFilter(self)
        self.filter.left.connect(self._to_table)
        self.tabs.chosen.connect(self._apply_filter)
        for table in (self.table, self.others):
            table.selectionModel().currentRowChanged.connect(self._show_other_row)
            table.activated.connect(self._activate)
            table.edit_wanted.connect(self.edit)
            table.add_wanted.connect(self.add)
            table.history_wanted.connect(self.show_history)
        self.table.clicked.connect(self._click)
        self.table.explain_wanted.connect(self.explain)
        self.panel.assessment_wanted.connect(self._to_assessment)
        self.panel.edit_wanted.connect(self.edit)
        self.panel.leave_wanted.connect(self.leave)
        self.panel.history_wanted.connect(self.show_history)
        self.side.closed.connect(self.take_focus)
        self.side.saved.connect(self.go_to_party)
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
            self.side.close_form()
        self._load()
        if self._wanted and session.is_open:
            self._put_back()

    def show_change(self, change: Change) -> None:
        self._load()

    def _load(self) -> None:
        session = self.session
        parties = queries.parties(session.file, session.covenant) if session.covenant else []
        companies = [party for party in parties if party.kind is PartyKind.COMPANY]
        others = [party for party in parties if party.kind is not PartyKind.COMPANY]
        standings = self._standings()
        with self._kept(self.table), self._kept(self.others):
            self.model.set_rows(
                participant_rows(companies, standings, self._round, cache(self._to_rate), session.language)
            )
            self.others_model.set_rows(other_rows(others, session.language))
        self._show_tabs()
        self._lock()
        self._apply_filter()
        for table in (self.table, self.others):
            table.measure()

    def _standings(self) -> list[Standing]:
        session = self.session
        self._round = self._framework = None
        if not (session.covenant and session.round):
            return []
        _number, self._round, framework, _every = queries.round_of(session.file, session.covenant, session.round)
        self._framework = session.file.framework(framework)
        return standing_reading.standings(session.file, session.covenant, session.round)

    def _to_rate(self, year: int, group: str) -> int:
        """How many criteria apply to a participant of whom nothing is rated yet."""
        if self._framework is None:
            return 0
        return sum(len(criteria) for _section, criteria in applicable(self._framework, year, group))

    def _show_tabs(self) -> None:
        self.tabs.set_tabs(quick_filters(self.model, len(self.others_model.every), self.session.language))

    def _tab_keys(self) -> set[str]:
        return {key for key, _text, _count in quick_filters(self.model, 0, self.session.language)}

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
        """Selection and scroll position outlast what is done to the rows; where the selected one went, the first is."""
        row, column = table.current_row, table.currentIndex().column()
        at = table.verticalScrollBar().value()
        self._keeping += 1
        yield
        if row is None or not table.select(row.code, column=column, scroll=False):
            table.select_first()
        table.verticalScrollBar().setValue(at)
        self._keeping -= 1

    def _show_words(self, shown: int) -> None:
        """What stands in the head and at the foot."""
        _, others = self.session.language.gettext, self.tabs.current == OTHERS
        every = len(self.others_model.every) if others else self.model.count(ALL)
        found = shown if self.filter.text().strip() else None
        self.counts.setText(head_words(every, found, self._round, self.session.language, others=others))
        self.add_button.setText(escaped(_("Party") if others else _("Participant")))
        self.add_button.setAccessibleName(_("Add a party") if others else _("Add a participant"))
        self.hints.set_hints(key_hints(self.session.language, others=others))

    def _show_empty(self, text: str) -> None:
        language = self.session.language
        _ = language.gettext
        actions: list[tuple[str, Callable[[], object]]] = []
        if text.strip() or (self.model.every and self.tabs.current not in (ALL, OTHERS)):
            actions = [(_("Show all"), self._show_all)]
        elif not self.model.every and self.add_button.isEnabled():
            actions = [(_("Add a participant"), self.add)]
        title, sentence = empty_words(
            self.tabs.current, text, language, nobody=not self.model.every, no_covenant=not self.session.covenant
        )
        self._empty = put_empty(EmptyState(title, sentence, actions, primary=False), self._empty, self.stack)

    def _show_all(self) -> None:
        self.filter.clear()
        if self.tabs.current != OTHERS:
            self.tabs.choose(ALL)
        self.take_focus()

    def _lock(self) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        _ = self.session.language.gettext
        reason = self.session.locked
        if not reason and not self.session.covenant:
            reason = _("There is no covenant in this file yet.")
        self.add_button.setEnabled(not reason)
        self.add_button.setToolTip(plain_tip(reason or "Ins"))
        self.panel.lock(reason)

    def _show_other_row(self, current: QModelIndex) -> None:
        row = self.current_row
        if current.isValid() and row is not None and not self._keeping:
            self.side.pass_by(row.code)
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
        self.close_popover()
        if row is not None:
            self.open_assessment.emit(row.code)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == self.model.column("score"):
            self.explain()

    def explain(self) -> None:
        """Say how the score of the selected participant came about."""
        row = self.current_row
        if row is None or row.standing is None or self._framework is None:
            return
        self.close_popover()
        self.table.scrollTo(self.table.currentIndex())
        explaining = import_module("covenant_monitor_ui.pages.participants.explain")
        self.keep_popover(
            explaining.explain_standing(self.table, row.standing, self._framework, self.session, self._to_assessment)
        )

    def show_history(self) -> None:
        """Show who changed what of the selected party itself, and when."""
        row = self.current_row
        if row is None:
            return
        self.close_popover()
        number = queries.party_id(self.session.file, self.session.covenant, row.code)
        table = self.current_table
        table.scrollTo(table.currentIndex())
        opening = import_module("covenant_monitor_ui.dialogs.record_history")
        opened = opening.show_record_history(
            table, table.cell_rect(table.currentIndex()), self.session, "party", str(number), one_line(row.party.name)
        )
        self.keep_popover(opened)

    def add(self) -> None:
        """Ask for a new party beside the table."""
        if self.session.covenant:
            self.side.add(PartyKind.ASSOCIATION if self.tabs.current == OTHERS else PartyKind.COMPANY)

    def edit(self) -> None:
        """Show the selected party to be changed."""
        row = self.current_row
        if row is not None:
            self.side.edit(row.party)

    def leave(self) -> None:
        """Ask when and why the selected party left."""
        row = self.current_row
        if row is not None:
            self.side.leave(row.party)

    def go_to_party(self, code: str) -> None:
        row = self.model.find(code) or self.others_model.find(code)
        if row is None:
            return
        tab = self.tabs.current
        if tab not in row.tabs or self.current_table.rows.place(code) < 0:
            self.filter.clear()
            if tab not in row.tabs:
                self.tabs.choose(next(one for one in (ALL, LEFT, LATER, OTHERS) if one in row.tabs))
        self.current_table.select(code)

    def take_focus(self) -> None:
        if self.side.has_form:
            self.side.form.take_focus()
        else:
            self._to_table()

    def _to_table(self) -> None:
        if self.stack.currentWidget() is self.current_table:
            self.current_table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.filter.take_focus()

    def state(self) -> dict[str, object]:
        """Sorting, widths, quick filter, words, selection, scroll position, and a form that is not saved."""
        row, table = self.current_row, self.current_table
        kept: dict[str, object] = {
            "covenant": self._covenant,
            "tab": self.tabs.current,
            "filter": self.filter.text(),
            "selected": row.code if row else "",
            "column": max(0, table.currentIndex().column()),
            "scroll": table.verticalScrollBar().value(),
            "participants": self.table.layout_state(),
            "others": self.others.layout_state(),
        }
        if form := self.side.state():
            kept["form"] = form
        return kept

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)
        if self.model.every or self.others_model.every:
            self._put_back()

    def _put_back(self) -> None:
        """What `state` kept, once there are rows; whatever is no longer there, or never was right, is left out."""
        state, self._wanted = self._wanted, {}
        tab, text = state.get("tab"), state.get("filter")
        self.table.restore_layout(state.get("participants"))
        self.others.restore_layout(state.get("others"))
        if isinstance(tab, str) and tab in self._tab_keys():
            self.tabs.set_current(tab)
        self.filter.setText(text if isinstance(text, str) else "")
        self._apply_filter()
        if state.get("covenant") != self._covenant:
            return
        selected, column, scroll, form = (state.get(key) for key in ("selected", "column", "scroll", "form"))
        if isinstance(selected, str) and selected:
            self.current_table.select(selected, column=column if isinstance(column, int) else 0)
        self._scroll = scroll if isinstance(scroll, int) else None
        if isinstance(form, dict):
            self.side.restore(form, [row.party for row in (*self.model.every, *self.others_model.every)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # From the filter straight into what it found.
        typed = watched is self.filter and event.type() == QEvent.Type.KeyPress
        if typed and isinstance(event, QKeyEvent) and event.key() in _INTO_THE_TABLE:
            self._to_table()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(event.size().width())
