"""The frameworks page: the versions in the file, their sections and criteria, and all of one in both languages."""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store import ledger
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.frameworks import WHOLE, Kind, Place
from covenant_monitor_ui.pages.frameworks.actions import VersionActions
from covenant_monitor_ui.pages.frameworks.sheet import VersionSheet
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from covenant_monitor_ui.dialogs.version_wizard.wizard import VersionWizard

_TABLES = frozenset({"framework", "section", "criterion", "anchor", "mapping", "round"})
_WIZARD = "covenant_monitor_ui.dialogs.version_wizard.wizard"
"""Imported when it is first asked for."""


class FrameworksPage(Page):
    """Versions on the left, sections and criteria in the middle, the editor on the right; or the version wizard."""

    import_wanted = Signal(object)
    """The path of a workbook, to be looked at before it is imported."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        set_surface(self, "window")
        self._entries: list[FrameworkEntry] = []
        self._loading = False
        self._empty: EmptyState | None = None
        self.wizard: VersionWizard | None = None
        self.sheet = VersionSheet(session, self)
        self.view = self.sheet.view
        self.deeds = VersionActions(session, self.sheet)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.list.selectionModel().currentChanged.connect(self._version_chosen)
        view.list.entered.connect(self._to_table)
        view.new_button.clicked.connect(lambda: _open_menu(self.deeds.new_menu(), view.new_button))
        view.more_button.clicked.connect(lambda: _open_menu(self.deeds.more_menu(), view.more_button))
        view.main_button.clicked.connect(self._main_action)
        view.filter.returnPressed.connect(self._to_table)
        view.filter.left.connect(self._to_table)
        view.obstacles.clicked.connect(self._to_obstacles)
        view.table.edit_wanted.connect(self._to_editor)
        view.table.move_wanted.connect(lambda: self._to_editor("section"))
        view.editor.left.connect(self._to_table)
        view.editor.go_wanted.connect(self.go_to_flaw)
        view.form.made.connect(self._framework_made)
        view.form.cancelled.connect(self._close_form)
        view.banner.closed.connect(self._to_table)
        deeds = self.deeds
        deeds.import_wanted.connect(self.import_wanted)
        deeds.wizard_wanted.connect(self.open_wizard)
        deeds.new_wanted.connect(self.new_framework)
        deeds.obstacles_met.connect(self._to_obstacles)
        deeds.shown.connect(self._framework_made)
        shortcut = QShortcut(QKeySequence("F6"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._next_part)

    @property
    def entry(self) -> FrameworkEntry | None:
        """The version that is shown; None where there is none."""
        return self.sheet.entry

    def show_place(self) -> None:
        """Show the versions in the file; the one that was shown if it is still there, else the latest of a round."""
        self.sheet.settle()
        self._load()
        if self.wizard is not None and self.session.is_open:
            self.wizard.show_change()

    def show_change(self, change: Change) -> None:
        """Show what was written; undo and redo go to the record that they changed."""
        if not change.tables & _TABLES:
            return
        self.sheet.forget_message()
        if change.number:
            done = ledger.change_set(self.session.file.connection, change.number)
            if done.kind != "edit":
                self._follow(done.detail)
        self._load()
        if self.wizard is not None:
            self.wizard.show_change()

    def _follow(self, detail: object) -> None:
        if not isinstance(detail, dict):
            return
        found = reading.entries(self.session.file)
        named = {f"{one.key.framework} {one.key.version}": one.key for one in found}
        self.sheet.key = named.get(str(detail.get("framework")), self.sheet.key)
        for kind in (Kind.CRITERION, Kind.SECTION):
            if isinstance(code := detail.get(kind.value), str):
                self.sheet.place = Place(kind, code)
                self.view.filter.clear()

    def _load(self) -> None:
        session, sheet, view = self.session, self.sheet, self.view
        self._entries = reading.entries(session.file) if session.is_open else []
        if not self._entries:
            self._show_empty()
            return
        known = {one.key: one for one in self._entries}
        if sheet.key not in known:
            sheet.key, sheet.place = self._first(), WHOLE
        if self._stack.currentWidget() is self._empty:
            self._stack.setCurrentWidget(view)
        self._loading = True
        view.versions.show_entries(self._entries)
        view.list.setCurrentIndex(view.versions.index(view.versions.row_of(sheet.key)))
        self._loading = False
        assert sheet.key is not None
        sheet.show_version(known[sheet.key])

    def _first(self) -> FrameworkKey:
        """The version of the round that is chosen, else the last one."""
        here = (self.session.covenant, self.session.round)
        return next((one.key for one in self._entries if here in one.rounds), self._entries[-1].key)

    def _show_empty(self) -> None:
        self.sheet.show_nothing()
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = self.deeds.empty_state()
        self._stack.addWidget(self._empty)
        if self._stack.currentWidget() is not self.view or self.view.side.currentWidget() is not self.view.form:
            self._stack.setCurrentWidget(self._empty)

    def _version_chosen(self, index: QModelIndex) -> None:
        key = self.view.versions.key_at(index)
        if self._loading or key is None or key == self.sheet.key:
            return
        self.sheet.settle()
        self.sheet.key, self.sheet.place = key, WHOLE
        self._load()

    def go_to_version(self, key: FrameworkKey, place: Place = WHOLE) -> None:
        """Show a version, and a record of it, whatever is filtered or folded away."""
        self.sheet.settle()
        self.sheet.key, self.sheet.place = key, place
        self._load()
        self.sheet.go(place)

    def go_to_criterion(self, code: str) -> None:
        """To a criterion of the version that the chosen round uses."""
        if self._entries:
            self._stack.setCurrentWidget(self.view)
            self.go_to_version(self._first(), Place(Kind.CRITERION, code))

    def _main_action(self) -> None:
        entry = self.entry
        if entry is not None and entry.locked:
            self.open_wizard()
        else:
            self.deeds.publish()

    def _to_obstacles(self) -> None:
        self.sheet.go(WHOLE)
        self.view.editor.findings.take_focus()

    def go_to_flaw(self, flaw: Flaw) -> None:
        """To the field, row or step of the wizard where a finding can be mended."""
        if flaw.place == "mapping":
            self.open_wizard(mapping=True)
            if self.wizard is not None:
                self.wizard.mapping.go_to_criterion(flaw.code)
            return
        place = WHOLE if flaw.place == "framework" else Place(Kind(flaw.place), flaw.code)
        self.sheet.go(place)
        self.view.editor.take_focus_at(flaw)

    def new_framework(self) -> None:
        """Ask for a new framework, in the place of the editor."""
        self.sheet.settle()
        view = self.view
        view.form.begin()
        view.side.setCurrentWidget(view.form)
        self._stack.setCurrentWidget(view)
        view.form.take_focus()

    def _close_form(self) -> None:
        self.view.side.setCurrentWidget(self.view.editor)
        if self.sheet.framework is None:
            self._show_empty()
        self.take_focus()

    def _framework_made(self, key: FrameworkKey) -> None:
        self.view.side.setCurrentWidget(self.view.editor)
        self.go_to_version(key)
        self._to_table()

    def open_wizard(self, mapping: bool = False) -> None:
        """Open the version wizard at the version that is shown: on the mapping that it has, or to make a new one."""
        entry = self.entry
        if entry is None:
            return
        self.sheet.settle()
        if self.wizard is None:
            self.wizard = import_module(_WIZARD).VersionWizard(self.session)
            self.wizard.closed.connect(self._close_wizard)
            self.wizard.edit_wanted.connect(self._leave_wizard)
            self._stack.addWidget(self.wizard)
        self._stack.setCurrentWidget(self.wizard)
        self.wizard.begin(entry, mapping=mapping)
        self.wizard.take_focus()

    def _close_wizard(self, key: FrameworkKey | None) -> None:
        self._leave_wizard(key or self.sheet.key)

    def _leave_wizard(self, key: FrameworkKey | None, flaw: Flaw | None = None) -> None:
        self._stack.setCurrentWidget(self.view)
        if key is not None:
            self.go_to_version(key)
        self._to_table()
        if flaw is not None:
            self.go_to_flaw(flaw)

    def _to_editor(self, name: str = "") -> None:
        if name and self.sheet.place.kind is not Kind.CRITERION:
            return
        self.view.editor.take_focus(name)

    def _to_table(self) -> None:
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_part(self) -> None:
        """From the list to the table, the editor, and the list again."""
        view, focus = self.view, self.focusWidget()
        if focus is view.list:
            self._to_table()
        elif focus is view.table:
            self._to_editor()
        else:
            view.list.setFocus(Qt.FocusReason.TabFocusReason)

    def take_focus(self) -> None:
        """To the wizard or a form that is open, else to the table."""
        shown = self._stack.currentWidget()
        if self.wizard is not None and shown is self.wizard:
            self.wizard.take_focus()
        elif self._empty is not None and shown is self._empty:
            (self._empty.buttons[0] if self._empty.buttons else self._empty).setFocus()
        elif self.view.side.currentWidget() is self.view.form:
            self.view.form.take_focus()
        else:
            self._to_table()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        self.sheet.settle()
        super().hideEvent(event)

    def _fit(self) -> None:
        self.view.fit(self.window().width(), self.window().height())

    def state(self) -> dict[str, object]:
        """Version, record, filter and folded sections; what is being typed is saved first, or kept if it cannot be."""
        self.sheet.settle()
        view, key = self.view, self.sheet.key
        kept: dict[str, object] = {
            "version": [key.framework, key.version] if key else [],
            "place": [str(self.sheet.place.kind), self.sheet.place.code],
            "filter": view.filter.text(),
            "folded": sorted(view.records.folded),
            "drafts": view.editor.state(),
        }
        if view.side.currentWidget() is view.form:
            kept["form"] = view.form.values()
        if self.wizard is not None and self._stack.currentWidget() is self.wizard:
            kept["wizard"] = self.wizard.state()
        return kept

    def restore(self, state: dict[str, object]) -> None:
        version, place, folded = (state.get(key) for key in ("version", "place", "folded"))
        if isinstance(version, list) and len(version) == 2:
            self.sheet.key = FrameworkKey(str(version[0]), str(version[1]))
        if isinstance(place, list) and len(place) == 2 and place[0] in set(Kind):
            self.sheet.place = Place(Kind(place[0]), str(place[1]))
        if isinstance(folded, list):
            self.view.records.set_folded({str(one) for one in folded})
        self.view.filter.setText(str(state.get("filter") or ""))
        self.view.editor.restore(state.get("drafts"))
        if isinstance(form := state.get("form"), dict):
            self.new_framework()
            self.view.form.restore(form)
        if isinstance(wizard := state.get("wizard"), dict):
            self._load()
            self.open_wizard()
            if self.wizard is not None:
                self.wizard.restore(wizard)


def _open_menu(menu: QMenu, button: QWidget) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
