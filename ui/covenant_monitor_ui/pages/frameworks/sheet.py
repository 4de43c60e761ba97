"""One framework version in the table and the editor: which record is chosen, and what is typed, added and deleted."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, Qt

from covenant_monitor.domain.model import Framework
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.frameworks import WHOLE, WITHOUT, Kind, Place
from covenant_monitor_ui.pages.frameworks.view import FrameworksView
from covenant_monitor_ui.pages.frameworks.words import why_locked
from covenant_monitor_ui.pages.frameworks.work import (
    add_criterion,
    add_section,
    delete,
    save_field,
    section_of,
)
from covenant_monitor_ui.session import Session


class VersionSheet(QObject):
    """What is shown of one version, in the `view` that it makes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.entry: FrameworkEntry | None = None
        self.key: FrameworkKey | None = None
        """The version that is to be shown; ahead of `entry` while it is renamed."""
        self.framework: Framework | None = None
        self.place = WHOLE
        """The record that is to be chosen."""
        self._settling = self._loading = False
        self.view = FrameworksView(session, self._save)
        view, table = self.view, self.view.table
        view.filter.textChanged.connect(self._filter)
        table.selectionModel().currentChanged.connect(self._row_chosen)
        table.add_wanted.connect(self.add_criterion)
        table.section_wanted.connect(self.add_section)
        table.delete_wanted.connect(self.delete_current)

    @property
    def can_edit(self) -> bool:
        """Whether the version that is shown can be changed."""
        return self.entry is not None and not self.entry.locked and self._session.can_write

    def show_version(self, entry: FrameworkEntry) -> None:
        """Show a version as it is in the file, at the record that was chosen if it is still there."""
        session, view = self._session, self.view
        self.entry, self.key = entry, entry.key
        self.framework = reading.framework_of(session.file, entry.key)
        self._loading = True
        view.records.show_framework(self.framework)
        if not self._is_there(self.place):
            self.place = WHOLE
        self._select(self.place)
        self._loading = False
        view.table.fit_columns()
        view.editor.know(themes=reading.themes_of(session.file), groups=reading.groups_of(session.file))
        flaws = reading.findings(session.file, entry.key) if not entry.locked else []
        view.show_version(entry, flaws, can_write=session.can_write)
        self._show_found()
        self.show_lock()
        self._show_record()
        self._remind()

    def show_nothing(self) -> None:
        """There is no version."""
        self.entry = self.key = self.framework = None

    def _is_there(self, place: Place) -> bool:
        assert self.framework is not None
        if place.kind is Kind.CRITERION:
            return place.code in self.framework.criteria
        return place.kind is Kind.VERSION or any(one.code == place.code for one in self.framework.sections)

    def _select(self, place: Place) -> None:
        """Make a record's row current; where it is filtered or folded away its section's, or the first."""
        table = self.view.table
        if table.select(place) or self.framework is None:
            return
        head = Place(Kind.SECTION, section_of(self.framework, place))
        rows = self.view.records.rows
        found = [row.place for row in rows if not row.is_head] if self.view.filter.text().strip() else []
        if rows and not (found and table.select(found[0])) and not table.select(head):
            table.select(rows[0].place)
        if table.place is not None:
            self.place = table.place

    def show_lock(self) -> None:
        """Why nothing can be changed, with what to do; a message about something else makes room."""
        entry, banner = self.entry, self.view.banner
        assert entry is not None
        why = why_locked(entry, self._session.language, can_write=self._session.can_write)
        if why:
            banner.say("info", why, closable=False)
        elif not banner.isHidden() and banner.property("about") != self._about:
            banner.hide()

    @property
    def _about(self) -> str:
        return f"{self.key}"

    def say(self, kind: str, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say something about the version that is shown; it goes with it."""
        self.view.banner.setProperty("about", self._about)
        self.view.banner.say(kind, text, action, on_action)

    def forget_message(self) -> None:
        """Something was changed: what was said before it, and offered to undo, is no more about the last change."""
        self.view.banner.hide()

    def _show_found(self) -> None:
        language, records = self._session.language, self.view.records
        n = records.found if self.view.filter.text().strip() else 0
        text = language.ngettext("{n} criterion found", "{n} criteria found", n)
        self.view.found.setText(text.format(n=language.number(n, 0)) if self.view.filter.text().strip() else "")

    def _show_record(self) -> None:
        if self.key is None or self.framework is None:
            return
        editor = self.view.editor
        place = editor.place if self._settling else self.place
        editor.show_record(self.key, self.framework, place, read_only=not self.can_edit)

    def _row_chosen(self, _index: QModelIndex, _before: QModelIndex) -> None:
        place = self.view.table.place
        if self._loading or place is None or place == self.place:
            return
        self.place = place
        self.settle()
        self._show_record()
        self._remind()

    def _remind(self) -> None:
        """Say where something is typed that could not be saved, once it is out of sight."""
        waiting = [
            at for key, at in self.view.editor.unsaved if key == self.key and at != self.place and self._is_there(at)
        ]
        banner = self.view.banner
        if waiting:
            _ = self._session.language.gettext
            said = _("What was typed at {code} is not saved yet. It is kept there.")
            text = said.format(code=waiting[0].code or _("the version as a whole"))
            self.say("warning", text, _("Go there"), lambda: self.go(waiting[0]))
        elif banner.kind == "warning" and not banner.isHidden():
            banner.hide()

    def go(self, place: Place) -> None:
        """Choose a record, whatever is filtered or folded away; one that is not there is ignored."""
        if self.framework is None or not self._is_there(place):
            return
        if self.view.records.row_of(place) < 0:
            self.view.filter.clear()
            self.view.records.fold(section_of(self.framework, place), False)
        self._select(place)
        self._row_chosen(QModelIndex(), QModelIndex())

    def settle(self) -> None:
        """Save what is being typed, before anything else is shown."""
        if self._settling or not self._session.is_open or self.key is None:
            return
        self._settling = True
        self.view.editor.commit_all()
        self._settling = False

    def _save(self, place: Place, name: str, text: str) -> str | None:
        if self.key is None or self.framework is None or not self._session.is_open:
            return None
        key, framework = self.key, self.framework

        def renamed(new_key: FrameworkKey, new_place: Place) -> None:
            self.key = new_key
            if self.place == place:
                self.place = new_place
            self.view.editor.rename(new_key, new_place)

        problem = save_field(self._session, key, framework, place, name, text, renamed)
        return problem.text(self._session.language) if problem is not None else ""

    def _filter(self, text: str) -> None:
        self._loading = True
        self.view.records.set_filter(text)
        self._loading = False
        self._select(self.place)
        self._show_found()
        self._row_chosen(QModelIndex(), QModelIndex())

    def _refused(self) -> bool:
        """Whether nothing can be changed here; then it is said why."""
        if self.can_edit:
            return False
        self.show_lock()
        return True

    def add_criterion(self) -> None:
        """Add an empty criterion to the section of the current row, and go to its text."""
        if self.framework is not None and not self._refused():
            section = section_of(self.framework, self.place)
            self._add(lambda key, framework: add_criterion(self._session.file, key, framework, section))

    def add_section(self) -> None:
        """Add an empty section, and go to its name."""
        if self.framework is not None and not self._refused():
            self._add(lambda key, framework: add_section(self._session.file, key, framework))

    def _add(self, adding: Callable[[FrameworkKey, Framework], tuple[Change, Place]]) -> None:
        key, framework = self.key, self.framework
        assert key is not None
        assert framework is not None
        self.view.filter.clear()

        def verb() -> Change:
            change, self.place = adding(key, framework)
            if self.place.kind is Kind.CRITERION:
                self.view.records.fold(section_of(framework, self.place), False)
            return change

        if problem := self._session.attempt(verb):
            self.say("error", problem.text(self._session.language))
        else:
            self.view.editor.take_focus()

    def delete_current(self) -> None:
        """Delete the section or criterion of the current row; undo brings it back."""
        place, key = self.place, self.key
        if self.framework is None or key is None or place in (WHOLE, WITHOUT) or self._refused():
            return
        records = self.view.records
        row = records.row_of(place)
        near = [one.place for one in (*records.rows[row + 1 :], *reversed(records.rows[:row])) if one.place != place]

        def verb() -> Change:
            change = delete(self._session.file, key, place)
            self.place = near[0] if near else WHOLE
            return change

        _ = self._session.language.gettext
        if problem := self._session.attempt(verb):
            self.say("error", problem.text(self._session.language))
            return
        if place.kind is Kind.SECTION:
            said = _("Section {section} deleted; its criteria stay, without a section.").format(section=place.code)
        else:
            said = _("Criterion {criterion} deleted.").format(criterion=place.code)
        self.say("info", said, _("Undo"), self._undo)

    def _undo(self) -> None:
        self.view.banner.hide()
        self._session.undo()
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)
