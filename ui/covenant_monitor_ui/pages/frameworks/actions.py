"""What is done with a framework version as a whole: made, copied, published, deleted, exported and imported."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.store import frameworks
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.pages.frameworks.sheet import VersionSheet
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.buttons import escaped
from covenant_monitor_ui.widgets.empty import EmptyState

_WORKBOOKS = "covenant_monitor.exchange.framework_workbook"
"""Imported when it is first asked for: it brings the libraries for workbooks along."""


class VersionActions(QObject):
    """The menus of the page and what they do."""

    import_wanted = Signal(object)
    """The path of a workbook, to be looked at before it is imported."""
    wizard_wanted = Signal(bool)
    """The version wizard: on the mapping that the version has, or to make a new one."""
    new_wanted = Signal()
    obstacles_met = Signal()
    """The version could not be published: go to what stands in the way."""
    shown = Signal(object)
    """The `FrameworkKey` of a version to show."""

    def __init__(self, session: Session, sheet: VersionSheet) -> None:
        super().__init__(sheet)
        self._session = session
        self._sheet = sheet
        self._view = sheet.view

    @property
    def _language(self) -> Language:
        return self._session.language

    def empty_state(self) -> EmptyState:
        """What the page says where there is no framework: what one is, and how to get one."""
        _ = self._language.gettext
        actions: list[tuple[str, Callable[[], object]]] = [
            (_("Add the suggested framework"), self.add_suggested),
            (_("New framework …"), self.new_wanted.emit),
            (_("Import from workbook …"), self.import_workbook),
        ]
        return EmptyState(
            _("No framework yet"),
            _("A framework says what participants are assessed on: sections, criteria, and what each rating means."),
            actions if self._session.can_write else [],
        )

    def new_menu(self) -> QMenu:
        """What brings in a framework."""
        _ = self._language.gettext
        writing = self._session.can_write
        return self._menu(
            [
                (_("New framework …"), self.new_wanted.emit, writing),
                (_("Add the suggested framework"), self.add_suggested, writing),
                (_("Import from workbook …"), self.import_workbook, writing),
            ]
        )

    def more_menu(self) -> QMenu:
        """What can be done with the version that is shown; what cannot be done is off."""
        _ = self._language.gettext
        writing, entry = self._session.can_write, self._sheet.entry
        there, mapped = entry is not None, entry is not None and bool(entry.mapped_from)
        locked = entry is None or entry.locked
        published = entry is None or entry.published
        return self._menu(
            [
                (_("New version …"), lambda: self.wizard_wanted.emit(False), there and writing),
                (_("Mapping and effect …"), lambda: self.wizard_wanted.emit(True), mapped),
                (_("Publish"), self.publish, writing and not published),
                (_("Delete this draft"), self.delete_draft, writing and not locked),
                (_("Export as workbook …"), self.export_workbook, there),
            ]
        )

    def _menu(self, entries: list[tuple[str, Callable[[], object], bool]]) -> QMenu:
        menu = QMenu(self._view)
        menu.aboutToHide.connect(menu.deleteLater)
        for text, act, enabled in entries:
            action = menu.addAction(escaped(text))
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def add_suggested(self) -> None:
        """Add the framework that comes with the program, as a draft."""
        workbooks = import_module(_WORKBOOKS)
        self._sheet.settle()
        if not self._told(self._session.attempt(lambda: workbooks.add_default(self._session.file))):
            self.shown.emit(workbooks.DEFAULT)

    def publish(self) -> None:
        """Publish the version; where something stands in the way, say so and go there."""
        entry = self._sheet.entry
        if entry is None:
            return
        self._sheet.settle()
        problem = self._session.attempt(lambda: frameworks.publish(self._session.file, key=entry.key))
        _ = self._language.gettext
        if problem is None:
            said = _("Version {version} is published. It can now be used by a round, and never changes.")
            self._sheet.say("info", said.format(version=entry.key.version), "", None)
            return
        self._told(problem)
        self.obstacles_met.emit()

    def delete_draft(self) -> None:
        """Delete the draft; undo brings it back."""
        entry = self._sheet.entry
        if entry is None:
            return
        if self._told(self._session.attempt(lambda: frameworks.delete_draft(self._session.file, key=entry.key))):
            return
        _ = self._language.gettext
        said = _("Version {version} of {framework} is deleted.")
        text = said.format(version=entry.key.version, framework=entry.key.framework)
        self._sheet.say("info", text, _("Undo"), self._session.undo)

    def export_workbook(self) -> None:
        """Ask where to, and write the version as a workbook that can be imported again."""
        entry = self._sheet.entry
        if entry is None:
            return
        self._sheet.settle()
        _ = self._language.gettext
        name = f"{entry.key.framework}-{entry.key.version}.xlsx".lower().replace("/", "-")
        folder = self._session.file.path.parent
        chosen, kind = QFileDialog.getSaveFileName(
            self._view, _("Export as workbook"), str(folder / name), _("Excel workbooks (*.xlsx)")
        )
        if not chosen:
            return
        path = with_ending(chosen, kind, name)
        try:
            import_module(_WORKBOOKS).export_framework(self._session.file, path, key=entry.key)
        except Problem as problem:
            self._told(problem)
            return

        def open_written() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._sheet.say("info", _("Written: {path}").format(path=path), _("Open"), open_written)

    def import_workbook(self) -> None:
        """Ask for a workbook; what it would change is shown before anything is written."""
        _ = self._language.gettext
        folder = str(self._session.file.path.parent)
        kinds = _("Excel workbooks (*.xlsx)")
        chosen, _kind = QFileDialog.getOpenFileName(self._view, _("Import from workbook"), folder, kinds)
        if chosen:
            self._sheet.settle()
            self.import_wanted.emit(Path(chosen))

    def _told(self, problem: Problem | None) -> bool:
        if problem is not None:
            self._sheet.say("error", problem.text(self._language), "", None)
        return problem is not None
