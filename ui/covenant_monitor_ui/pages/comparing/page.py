"""Two rounds compared, or more: what changed, why, and where."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor.domain.comparison_parts import Measure
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.pages.comparing.choice import RoundChoice
from covenant_monitor_ui.pages.comparing.explain import explain_change, explain_core, explain_participant, explain_share
from covenant_monitor_ui.pages.comparing.lead import LeadStrip
from covenant_monitor_ui.pages.comparing.reading import ComparingReading, Wish
from covenant_monitor_ui.pages.comparing.rows import TAB_OF, WHOLE, Key, Order, Tab, change_of, table_of
from covenant_monitor_ui.pages.comparing.table import ComparingTable
from covenant_monitor_ui.pages.comparing.why import WhyPanel
from covenant_monitor_ui.pages.comparing.words import (
    about_words,
    broken_rounds,
    empty_words,
    key_hints,
    order_names,
    scope_words,
    tab_names,
    table_empty_words,
)
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.participants.table import EDGE
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.empty import EmptyState, put_empty
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.layout import foot, in_column, inset, rule, stops_after
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class ComparingPage(Page):
    """Rounds side by side. The last one is the round that is chosen for the window."""

    LASTING = frozenset({"tab", "order"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        language = session.language
        _ = language.gettext
        set_surface(self, "window")
        self._found: RoundComparison | None = None
        self._covenant = ""
        self._broken: Mapping[str, str] = {}
        self._measure = Measure.MEETS
        self._only: Key = ()
        self._wanted: dict[str, object] = {}
        self._empty: EmptyState | None = None
        self.reading = ComparingReading(session, self)
        self.title = text_label(_("Comparing"), "title")
        self.choice = RoundChoice(language)
        self.lead = LeadStrip(language)
        self.scope = text_label("", "note", wrap=True)
        self.core_button = button(_("What is compared"), self.explain_core, kind="link")
        self.tabs = FilterTabs(_("Tables"), _("More tables"))
        self.order_box = LabelledCombo(_("Order"))
        for key, text in order_names(language):
            self.order_box.addItem(text, key)
        self.words = text_label("", "note", wrap=True)
        self.show_all = button(_("Show all"), self._show_everything, kind="link")
        self.why = WhyPanel(session)
        self.table = ComparingTable(_("Comparing"))
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        self.waiting = text_label(_("Comparing the rounds …"), "secondary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = inset(EDGE, 20, EDGE, 12, self.title, spacing=16)
        head.addStretch(1)
        head.addWidget(self.choice)
        note = QHBoxLayout()
        note.setContentsMargins(EDGE, 0, EDGE, 8)
        note.addWidget(self.scope, 1)
        note.addWidget(self.core_button, 0, Qt.AlignmentFlag.AlignTop)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(EDGE - 8, 0, EDGE, 4)
        tabs.setSpacing(8)
        tabs.addWidget(self.tabs, 1)
        tabs.addWidget(self.order_box)
        self._above = QWidget()
        self._above.setLayout(inset(EDGE, 0, EDGE, 6, spacing=8))
        above = self._above.layout()
        assert isinstance(above, QHBoxLayout)
        above.addWidget(self.words, 1)
        above.addWidget(self.show_all, 0, Qt.AlignmentFlag.AlignTop)
        self._foot = foot(self.hints, EDGE)
        self._table_side = QWidget()
        side = in_column(self._table_side)
        self.tables = QStackedWidget()
        self.tables.addWidget(self.table)
        for part, stretch in ((self._above, 0), (rule(), 0), (self.tables, 1), (rule(), 0), (self._foot, 0)):
            side.addWidget(part, stretch)
        self.stack.addWidget(self.why)
        self.stack.addWidget(self._table_side)
        self.work = QWidget()
        work = in_column(self.work)
        work.addWidget(self.lead)
        work.addLayout(note)
        work.addLayout(tabs)
        work.addWidget(self.stack, 1)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole_empty = QWidget()
        QVBoxLayout(self._whole_empty).setContentsMargins(0, 0, 0, 0)
        column = in_column(self)
        column.addLayout(head)
        for whole in (self.work, self.waiting, self._whole_empty):
            column.addWidget(whole, 1)

    def _connect(self) -> None:
        self.reading.compared.connect(self._show)
        self.choice.changed.connect(self._ask)
        self.choice.now_wanted.connect(lambda code: self.session.choose(self.session.covenant, code))
        self.lead.explain_wanted.connect(lambda key: self._explain_share(Measure(key)))
        self.why.measure_chosen.connect(self._choose_measure)
        self.tabs.chosen.connect(self._choose_tab)
        self.order_box.activated.connect(lambda _at: self._show_table())
        self.table.activated.connect(self._activate)
        self.table.clicked.connect(self._click)
        self.table.explain_wanted.connect(self.explain)
        self.table.copy_wanted.connect(self.copy)

    @property
    def found(self) -> RoundComparison | None:
        """What is shown; None while nothing is."""
        return self._found

    @property
    def empty_words(self) -> tuple[str, str]:
        """What is said where there is nothing to show, and what leads on."""
        made = self._empty
        return (made.accessibleName(), made.buttons[0].text() if made.buttons else "") if made else ("", "")

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for last."""
        return not self.reading.is_reading

    @property
    def tab(self) -> Tab:
        """What is shown of the comparison."""
        return Tab(self.tabs.current or Tab.WHY)

    def show_place(self) -> None:
        session = self.session
        self.close_popover()
        if session.covenant != self._covenant:
            self._found, self._covenant, self._only = None, session.covenant, ()
        place = session.is_open and session.covenant and session.round
        codes = [picture.round.code for picture in session.picture.rounds] if place else []
        if session.round in codes:
            self.choice.set_rounds(codes, session.round)
            self._put_back_choice()
        self.choice.setVisible(len(codes) > 1 and bool(self.choice.rounds))
        if not codes or not self.choice.rounds:
            self._show_nothing(codes)
            return
        self._ask()

    def show_theme(self) -> None:
        self.why.chart.refresh()

    def _show_nothing(self, codes: list[str]) -> None:
        language = self.session.language
        self.reading.drop()
        self._found = None
        said = empty_words(language, no_covenant=not self.session.covenant, rounds=len(codes))
        actions = []
        if len(codes) > 1:
            following = codes[1]
            text = language.gettext("Compare {then} with {now}").format(then=codes[0], now=following)
            actions = [(text, lambda: self.session.choose(self.session.covenant, following))]
        self._empty = put_empty(EmptyState(*said, actions), self._empty, self._whole_empty)
        self._show_only(self._whole_empty)

    def _show_only(self, shown: QWidget) -> None:
        for whole in (self.work, self.waiting, self._whole_empty):
            whole.setVisible(whole is shown)

    def _ask(self) -> None:
        """Compare what is chosen; what is shown stays until that is done."""
        self.close_popover()
        if self._found is None:
            self._show_only(self.waiting)
        self.reading.ask(Wish(self.session.covenant, self.choice.rounds, self.choice.everybody))

    def _show(self, found: RoundComparison) -> None:
        had_focus = self.waiting.isVisible() and not self.choice.isAncestorOf(QApplication.focusWidget() or self)
        self._found = found
        language = self.session.language
        self._broken = broken_rounds(self.session.picture.rounds, self.choice.rounds, language)
        self.scope.setText(scope_words(found, self._broken, language))
        self.tabs.set_tabs(tab_names(found, language))
        if self._measure not in found.changes and found.changes:
            self._measure = next(iter(sorted(found.changes)))
        self._put_back()
        self._show_only(self.work)
        self._show_measure()
        self._show_table()
        stops_after(self.core_button, [*self.tabs.stops, self.order_box, *self.why.measures.stops])
        if had_focus and self.isVisible():
            self.take_focus()

    def _show_measure(self) -> None:
        if self._found is not None:
            self.lead.show_comparison(self._found, self._measure)
            self.why.show_comparison(self._found, self._measure)

    def _choose_measure(self, key: str) -> None:
        self._measure = Measure(key)
        self._show_measure()
        if self.tab is Tab.COHORTS:
            self._show_table()

    def _choose_tab(self, _key: str) -> None:
        self._only = ()
        self._show_table()

    def _show_everything(self) -> None:
        self._only = ()
        self._show_table()
        self.take_focus()

    def _show_table(self) -> None:
        found, language, tab = self._found, self.session.language, self.tab
        assert found is not None
        self.order_box.setVisible(tab is not Tab.WHY)
        # The share, its causes, participants and years are of everybody that counts, whatever is chosen here.
        self.choice.people_box.setEnabled(tab in (Tab.SECTIONS, Tab.STEPS, Tab.THEMES, Tab.CRITERIA))
        if tab is Tab.WHY:
            self.stack.setCurrentWidget(self.why)
            return
        line, column = self.table.current_line, self.table.currentIndex().column()
        order = Order(self.order_box.currentData())
        self.table.show_table(table_of(tab, found, self._measure, order, self._broken, self._only, language))
        if line is not None:
            self.table.select(line.key, column)
        few = any(cell.note for line in self.table.lines.shown for cell in line.cells)
        self.words.setText(about_words(tab, found, self._only, language, few=few))
        self.show_all.setVisible(bool(self._only))
        self.hints.set_hints(key_hints(tab, language) if self.table.lines.shown else [])
        self.stack.setCurrentWidget(self._table_side)
        if self.table.lines.shown:
            self.tables.setCurrentWidget(self.table)
        else:
            self._empty = put_empty(EmptyState(*table_empty_words(tab, language)), self._empty, self.tables)

    def show_part(self, tab: Tab, only: Key) -> None:
        """Show the lines of a table that belong to a line of another: the criteria of a section, for one."""
        self.tabs.set_current(tab)
        self._only = only
        self._show_table()
        self.take_focus()

    def _activate(self, _index: QModelIndex) -> None:
        line = self.table.current_line
        if line is not None:
            self._go(line.key)

    def _go(self, key: Key) -> None:
        """Where a line leads: to an assessment, or to what it is the sum of."""
        kind, code = key
        if kind == "participant":
            self._go_to_participant(code)
        elif kind == "criterion":
            self._go_to_criterion(code)
        else:
            self.show_part(Tab.PARTICIPANTS if kind == "cohort" else Tab.CRITERIA, () if kind == WHOLE else key)

    def _go_to_participant(self, code: str) -> None:
        """To its assessment in the last of the rounds that it takes part in."""
        found = self._found
        assert found is not None
        one = next(one for one in found.comparison.participants if one.code == code)
        last = max(at for at, place in enumerate(one.places) if place)
        session, round_ = self.session, found.sides[last].round.code
        if round_ != session.round:
            session.choose(session.covenant, round_)
        session.lead_wanted.emit("party", code)

    def _go_to_criterion(self, code: str) -> None:
        """To the criterion in the last round, by the code that it has there."""
        found = self._found
        assert found is not None
        self.session.lead_wanted.emit("criterion", found.comparison.core.codes_in(found.now.framework)[code])

    def _click(self, index: QModelIndex) -> None:
        if index.column():
            self.explain()

    def explain(self) -> None:
        """Say what the numbers of the current line are made of."""
        line, found, language = self.table.current_line, self._found, self.session.language
        if line is None or found is None:
            return
        self.close_popover()
        table, (kind, code) = self.table, line.key
        rect = table.cell_rect(table.currentIndex())
        _ = language.gettext
        key = line.key
        if kind == "participant":
            one = next(one for one in found.comparison.participants if one.code == code)
            go = (_("To the assessment"), lambda: self._go(key))
            self.keep_popover(explain_participant(table, rect, found, one, language, go))
            return
        change = change_of(key, found, self._measure)
        if change is not None:
            words = {"cohort": _("Its participants"), "criterion": _("To the criterion")}.get(kind, _("Its criteria"))
            self.keep_popover(
                explain_change(
                    table, rect, found, kind, change, self._measure, language, (words, lambda: self._go(key))
                )
            )

    def _explain_share(self, measure: Measure) -> None:
        found, opener = self._found, self.lead.figures[measure]
        if found is not None and measure in found.changes:
            self.close_popover()
            self.keep_popover(
                explain_share(opener, QRect(opener.rect()), found, found.changes[measure], self.session.language)
            )

    def explain_core(self) -> None:
        """Say which criteria are compared, and over whom."""
        if self._found is not None:
            self.close_popover()
            opener = self.core_button
            self.keep_popover(explain_core(opener, QRect(opener.rect()), self._found, self.session.language))

    def copy(self) -> None:
        """Put the whole table on the clipboard, for a spreadsheet."""
        QApplication.clipboard().setText(self.table.lines.as_text())

    def take_focus(self) -> None:
        if self._whole_empty.isVisibleTo(self) and self._empty is not None and self._empty.buttons:
            self._empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.work.isVisibleTo(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.tab is not Tab.WHY and self.table.lines.shown:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.tabs.tab(self.tabs.current).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1 and self._found is not None and self._found.changes:
            self._explain_share(self._measure)
        else:
            super().keyPressEvent(event)

    def state(self) -> dict[str, object]:
        """What is chosen, what is shown of it, and the selection."""
        line = self.table.current_line
        return {
            "tab": self.tabs.current,
            "order": self.order_box.currentData(),
            "measure": self._measure.value,
            "then": self.choice.then,
            "between": list(self.choice.rounds[1:-1]),
            "everybody": self.choice.everybody,
            "selected": list(line.key) if line else [],
            "only": list(self._only),
        }

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)

    def _put_back_choice(self) -> None:
        """The rounds that `state` kept, once it is known which there are."""
        then, between, everybody = (self._wanted.pop(key, None) for key in ("then", "between", "everybody"))
        if isinstance(then, str):
            self.choice.set_then(then)
        if isinstance(between, list):
            self.choice.set_between([str(code) for code in between])
        if isinstance(everybody, bool):
            self.choice.set_everybody(on=everybody)

    def _put_back(self) -> None:
        """The rest of what `state` kept; whatever is no longer there, or never was right, is left out."""
        state, self._wanted = self._wanted, {}
        tab, order, measure, selected, only = (
            state.get(key) for key in ("tab", "order", "measure", "selected", "only")
        )
        if isinstance(tab, str) and tab in set(Tab):
            self.tabs.set_current(tab)
        if isinstance(order, str) and order in set(Order):
            self.order_box.setCurrentIndex(self.order_box.findData(order))
        assert self._found is not None
        if isinstance(measure, str) and measure in set(self._found.changes):
            self._measure = Measure(measure)
        if isinstance(only, list) and len(only) == 2 and self.tab in (Tab.PARTICIPANTS, Tab.CRITERIA):
            key = tuple(str(part) for part in only)
            self._only = key if key[0] in TAB_OF and change_of(key, self._found, self._measure) else ()
        if isinstance(selected, list) and len(selected) == 2 and self.tab is not Tab.WHY:
            self._show_table()
            self.table.select(tuple(str(part) for part in selected))
