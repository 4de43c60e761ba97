"""Targets and indicators: how far each is as on any day, and why; and entering them."""

from datetime import date
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.store import queries
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.targets.day import SeenOn
from covenant_monitor_ui.pages.targets.list import TargetListView
from covenant_monitor_ui.pages.targets.reading import TargetsReading
from covenant_monitor_ui.pages.targets.rows import entries
from covenant_monitor_ui.pages.targets.sheet import TargetSheet
from covenant_monitor_ui.pages.targets.words import indicator_name, key_hints, nothing_words, tab_names
from covenant_monitor_ui.pages.targets.work import TargetsWork
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import foot, in_column, in_row, rule
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import SearchField

_WIDTH, _NARROW_WIDTH, _NARROW_PAGE = 344, 328, 1280
_EDGE = 16
_INTO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TargetsPage(Page):
    """The list of targets and indicators, and the selected one beside it."""

    LASTING = frozenset({"tab"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        set_surface(self, "window")
        self._covenant = ""
        self._wanted: dict[str, object] = {}
        self._empty: EmptyState | None = None
        self._keeping = False
        self._selected: Key | None = None
        self.title = text_label(_("Targets"), "title")
        self.add_button = button(_("Indicator"), self.add, icon="plus", tip="Ins")
        self.seen_on = SeenOn(session.language)
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.filter.setToolTip(_("Name, status, group or unit"))
        self.tabs = FilterTabs(_("Quick filters"), _("More filters"))
        self.tabs.set_tabs(tab_names(session.language))
        self.list = TargetListView(_("Targets and indicators"))
        self.none_found = text_label(_("Nothing is found by this."), "secondary", wrap=True)
        self.sheet = TargetSheet(session)
        self.hints = KeyHints(key_hints(session.language, entered=True))
        self.reading = TargetsReading(session, self)
        self.work = TargetsWork(session, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._side = QWidget()
        side = in_column(self._side)
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 20, _EDGE, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.add_button)
        side.addLayout(head)
        fields = QVBoxLayout()
        fields.setContentsMargins(_EDGE, 0, _EDGE, 4)
        fields.setSpacing(8)
        fields.addWidget(self.seen_on)
        fields.addWidget(self.filter)
        side.addLayout(fields)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_EDGE - 8, 0, _EDGE - 8, 4)
        tabs.addWidget(self.tabs)
        side.addLayout(tabs)
        self.none_found.setContentsMargins(_EDGE, 8, _EDGE, 8)
        self.none_found.hide()
        side.addWidget(self.none_found)
        side.addWidget(self.list, 1)
        self._work = QWidget()
        right = QWidget()
        column = in_column(right)
        column.addWidget(self.sheet, 1)
        column.addWidget(rule())
        column.addWidget(foot(self.hints, 24))
        row = in_row(self._work)
        row.addWidget(self._side)
        row.addWidget(rule(upright=True))
        row.addWidget(right, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._work)

    def _connect(self) -> None:
        self.seen_on.changed.connect(self._show)
        self.filter.textChanged.connect(self._apply_filter)
        self.filter.installEventFilter(self)
        self.filter.left.connect(self._to_list)
        self.tabs.chosen.connect(self._apply_filter)
        self.list.selectionModel().currentChanged.connect(self._select)
        self.list.edit_wanted.connect(self.edit)
        self.list.add_wanted.connect(self.add)
        self.list.remove_wanted.connect(self.remove)
        self.list.explain_wanted.connect(self.explain)
        self.list.history_wanted.connect(self.show_history)
        self.reading.changed.connect(self._show)
        sheet = self.sheet
        sheet.scope_chosen.connect(self.reading.look_over)
        sheet.edit_wanted.connect(self.edit)
        sheet.observation_button.clicked.connect(lambda _checked=False: self.add_observation())
        sheet.edit_button.clicked.connect(lambda _checked=False: self._open_menu())
        sheet.edit_observation_wanted.connect(self._edit_observation)
        sheet.remove_observation_wanted.connect(self._remove_observation)
        self.work.saved.connect(self._go_to_saved)

    @property
    def current_key(self) -> Key | None:
        """What is selected."""
        return self.list.current_key

    @property
    def is_settled(self) -> bool:
        """Whether everything that is computed and drawn has come."""
        return self.reading.is_settled and self.sheet.chart.is_settled

    def show_place(self) -> None:
        session = self.session
        if session.covenant != self._covenant:
            self._covenant = session.covenant
            self.reading.forget()
        self.reading.read()
        self._show()

    def show_change(self, change: Change) -> None:
        self.reading.follow(change)
        self._show()

    def show_theme(self) -> None:
        self.sheet.chart.refresh()

    def _show(self) -> None:
        """Show everything as on the chosen day, with what was selected still selected."""
        known, language = self.reading.known, self.session.language
        self._lock()
        nothing = not (known.indicators or known.targets or known.computed) and self.reading.is_settled
        if nothing:
            self._show_nothing()
            return
        self._stack.setCurrentWidget(self._work)
        self._keeping = True
        self.list.entries.set_entries(entries(known, self.seen_on.day, language))
        self._keeping = False
        if self._wanted:
            self._put_back()
        self._apply_filter()

    def _apply_filter(self, *_args: object) -> None:
        self._keeping = True
        self.list.entries.set_filter(Tab(self.tabs.current or Tab.ALL), self.filter.text())
        there = self._selected is not None and self.list.select(self._selected)
        if not there and (self._selected is None or self.reading.known.picture is not None):
            self.list.select_first()
        self._keeping = False
        found = bool(self.list.entries.shown)
        self.none_found.setVisible(not found)
        self._show_sheet()

    def _show_sheet(self) -> None:
        key = self.list.current_key or self._selected
        self.sheet.show_key(key, self.reading.known, self.seen_on.day, self.reading.scope)
        self.hints.set_hints(key_hints(self.session.language, entered=self.sheet.is_entered))

    def _select(self, *_indexes: object) -> None:
        # A list that gets the focus selects its first entry where none is: not while the chosen one is still to come.
        waiting = self._selected is not None and not self.reading.known.computed and self._selected.tab is Tab.COMPUTED
        if self._keeping or waiting:
            return
        self._selected = self.list.current_key
        self._close_popovers()
        self._show_sheet()

    def _show_nothing(self) -> None:
        language = self.session.language
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        can_write = self.add_button.isEnabled()
        title, sentence = nothing_words(language, no_covenant=not self.session.covenant, can_write=can_write)
        actions = [(language.gettext("Indicator …"), self.add)] if can_write else []
        self._empty = EmptyState(title, sentence, actions)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _lock(self) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        _ = self.session.language.gettext
        reason = self.session.locked
        if not reason and not self.session.covenant:
            reason = _("There is no covenant in this file yet.")
        self.add_button.setEnabled(not reason)
        self.add_button.setToolTip(plain_tip(reason or "Ins"))
        self.sheet.lock(plain_tip(reason))

    def add(self) -> None:
        """Ask for a new indicator."""
        if self._may_write():
            self.work.add_indicator()

    def _may_write(self) -> bool:
        """Whether there is something to write in; that a file is read-only is said."""
        return self.session.may_write() and self.add_button.isEnabled()

    def add_observation(self) -> None:
        """Ask for a new observation of the indicator that is shown."""
        if self.sheet.indicator is not None and self.sheet.is_entered and self._may_write():
            self.work.add_observation(self.sheet.indicator)

    def edit(self) -> None:
        """Show what is selected to be changed; what is computed cannot be, and is explained instead."""
        sheet = self.sheet
        if sheet.indicator is None:
            return
        key = self.current_key
        if not sheet.is_entered:
            self.explain()
        elif not self._may_write():
            return
        elif key is not None and key.tab is Tab.TARGETS and sheet.target is not None:
            self.work.edit_target(sheet.indicator, sheet.target)
        else:
            self.work.edit_indicator(sheet.indicator)

    def remove(self) -> None:
        """Take out the target, or the entered indicator, that is selected."""
        sheet, key = self.sheet, self.current_key
        if key is None or sheet.indicator is None or not sheet.is_entered or not self._may_write():
            return
        if key.tab is Tab.TARGETS and sheet.target is not None:
            self.work.remove_target(sheet.target)
        else:
            self.work.remove_indicator(sheet.indicator)

    def _edit_observation(self, day: date) -> None:
        if self.sheet.indicator is not None and self._may_write():
            self.work.edit_observation(self.sheet.indicator, day)

    def _remove_observation(self, day: date) -> None:
        if self.sheet.indicator is not None and self._may_write():
            self.work.remove_observation(self.sheet.indicator, day)

    def _open_menu(self) -> None:
        sheet = self.sheet
        if sheet.indicator is not None:
            menu = self.work.menu(sheet.indicator, sheet.target, self.reading.known)
            opener = sheet.edit_button
            menu.popup(opener.mapToGlobal(opener.rect().bottomLeft()))

    def _go_to_saved(self, where: object) -> None:
        if isinstance(where, Key):
            self.go_to(where)
            self._to_list()
        elif isinstance(where, date):
            self.sheet.select_observation(where)

    def go_to(self, key: Key) -> None:
        """Select an entry, whatever was filtered."""
        if not self.list.entries.has(key):
            return
        self._selected = key
        if self.list.entries.place(key) < 0:
            self.filter.clear()
            if self.list.entries.place(key) < 0:
                self.tabs.choose(Tab.ALL)
        self.list.select(key)

    def go_to_target(self, code: str) -> None:
        for tab in (Tab.TARGETS, Tab.ENTERED, Tab.COMPUTED):
            if self.list.entries.has(Key(tab, code)):
                self.go_to(Key(tab, code))
                return

    def explain(self) -> None:
        """Say how what is selected stands."""
        self.sheet.explain()

    def show_history(self) -> None:
        """Show who changed the selected target or entered indicator itself, and when."""
        sheet, key = self.sheet, self.current_key
        if key is None or sheet.indicator is None or not sheet.is_entered:
            return
        table = "target" if key.tab is Tab.TARGETS else "indicator"
        number = self.session.file.connection.execute(
            f"SELECT id FROM {table} WHERE covenant = ? AND code = ?",
            (queries.covenant_id(self.session.file, self.session.covenant), key.code),
        ).fetchone()[0]
        opening = import_module("covenant_monitor_ui.dialogs.record_history")
        rect = self.list.visualRect(self.list.currentIndex())
        name = indicator_name(sheet.indicator, self.session.language)
        opening.show_record_history(self.list, rect, self.session, table, str(number), name)

    def _close_popovers(self) -> None:
        for popover in self.window().findChildren(Popover):
            if popover.isVisible():
                popover.dismiss(give_back_focus=False)

    def hideEvent(self, event: QHideEvent) -> None:
        self._close_popovers()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(scaled(_WIDTH if self.width() >= scaled(_NARROW_PAGE) else _NARROW_WIDTH))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in _INTO_THE_LIST:
                self._to_list()
            return key in _INTO_THE_LIST
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.explain()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        if self._empty is not None and self._stack.currentWidget() is self._empty and self._empty.buttons:
            self._empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._to_list()

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> dict[str, object]:
        """Selection, quick filter, words, the day and the scope."""
        key, scope = self._selected or self.current_key, self.reading.scope
        chosen = self.seen_on.chosen
        return {
            "covenant": self._covenant,
            "tab": self.tabs.current,
            "filter": self.filter.text(),
            "selected": [key.tab.value, key.code] if key else [],
            "at": chosen.isoformat() if chosen else "",
            "panel": list(scope.panel),
            "year": scope.participation_year,
        }

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)
        year, panel, at = (state.get(name) for name in ("year", "panel", "at"))
        if isinstance(at, str) and at:
            self.seen_on.see(date.fromisoformat(at))
        if state.get("covenant") == self.session.covenant:
            self._covenant = self.session.covenant
            codes = tuple(map(str, panel)) if isinstance(panel, list) else ()
            self.reading.scope = Scope(codes, year if isinstance(year, int) else None)
        if self.reading.scope != ALL and self.reading.known.picture is not None:
            self.reading.read()

    def _put_back(self) -> None:
        """What `state` kept, once there are entries; whatever is no longer there is left out."""
        state, self._wanted = self._wanted, {}
        tab, words, selected = (state.get(name) for name in ("tab", "filter", "selected"))
        if isinstance(tab, str) and tab in set(Tab):
            self.tabs.set_current(tab)
        if isinstance(words, str):
            self.filter.setText(words)
        if isinstance(selected, list) and len(selected) == 2 and selected[0] in set(Tab):
            self._selected = Key(Tab(selected[0]), str(selected[1]))
