"""A window on one covenant file: opening, making, copying, backing up and restoring it, and who works in it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store import backup, releases
from covenant_monitor.store.lock import system_user
from covenant_monitor.store.store import Store, create, open_copy, open_store
from covenant_monitor_ui.dialogs.ask import Question, ask
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.settings import Settings

FILE_FILTER = N_("Covenant files (*.covenant)")
LARGE = 16_000_000
"""Bytes from which on a file is opened beside the work: to check that it is whole takes longer than a moment."""


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size >= LARGE
    except OSError:
        return False


class FileWindow(QMainWindow):
    """What a window does with files. What it looks like, and how it tells things, is `shell.Shell`'s."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self.settings = settings
        self.held: Path | None = None
        """The file that could not be opened because it is open elsewhere."""

    def say(
        self, text: str, kind: str = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message."""
        raise NotImplementedError

    def show_problem(self, problem: Problem) -> None:
        """Tell a problem."""
        raise NotImplementedError

    def who_asks(self) -> QWidget:
        """Beside what it is asked who is working."""
        raise NotImplementedError

    def leave_file(self) -> None:
        """Keep what the pages should get back, and let go of them."""
        raise NotImplementedError

    def show_again(self) -> None:
        """Show what is around the pages, and the page, anew."""
        raise NotImplementedError

    def open_path(self, path: Path) -> None:
        """Open a file in this window, in place of the one that is open."""
        store = self.session.store
        if store is not None and store.path.absolute() == path.absolute():
            if not store.is_replaced:
                return
            self.session.close()  # its lock is in the way of the file that is there now
        self.held = path
        user = self._user()
        if _is_large(path):
            _ = self.session.language.gettext
            self.session.in_background(
                lambda: open_store(path, user=user),
                lambda store: self._opened(store, path),
                progress=Progress(_("Opening {name}").format(name=path.name)),
                failed=self._not_opened,
            )
            return
        try:
            store = open_store(path, user=user)
        except Problem as problem:
            self.show_problem(problem)
            return
        self._opened(store, path)

    def _opened(self, store: Store, path: Path) -> None:
        if not self.isVisible() and _is_large(path):  # the window was closed meanwhile
            store.close()
            return
        self.held = None
        self._use(store)
        self.settings.add_recent(path)

    def _not_opened(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            raise error
        self.show_problem(error)

    def _use(self, store: Store) -> None:
        self.leave_file()
        self.session.open(store)
        if store.read_only:
            _ = self.session.language.gettext
            self.say(
                _("This file is open read-only: nothing can be changed. Save a copy to work in."),
                "warning",
                _("Save a copy …"),
                self.save_copy,
            )
        # What the first edit needs and the first paint does not.
        QTimer.singleShot(0, self, lambda: import_module("covenant_monitor.store.assessments"))

    def open_copy(self, path: Path) -> None:
        """Open a copy of a file that is open elsewhere, to read."""
        try:
            store = open_copy(path, user=self._user())
        except Problem as problem:
            self.show_problem(problem)
            return
        self._use(store)

    def new_file(self) -> None:
        """Make a new, empty file, where the user says."""
        if path := self.ask_save(N_("New covenant file"), "convenant.covenant", FILE_FILTER):
            self._make(create, path)

    def open_demo(self) -> None:
        """Open the demo covenant, as a file of the user's own in a place of their choice."""
        path = self.ask_save(N_("Where should the demo be?"), "demo.covenant", FILE_FILTER)
        if path is None:
            return
        _ = self.session.language.gettext
        user = self._user()

        def make() -> None:
            import_module("covenant_monitor.exchange.demo").create_demo(path, user=user).close()

        progress = Progress(_("Making {name}").format(name=path.name))
        self.session.in_background(make, lambda _nothing: self.open_path(path), progress=progress)

    def _make(self, make: Callable[..., Store], path: Path) -> None:
        try:
            # The file dialog has asked whether an existing file may be replaced; it still never is.
            store = make(path, user=self._user())
        except Problem as problem:
            self.show_problem(problem)
            return
        self._use(store)
        self.settings.add_recent(path)

    def open_file(self) -> None:
        """Open a file that the user points at."""
        if path := self.ask_open(N_("Open a covenant file"), FILE_FILTER):
            self.open_path(path)

    def close_file(self) -> None:
        """Close the file, and show the welcome page."""
        self.leave_file()
        self.session.close()
        self.session.place_changed.emit()

    def save_copy(self) -> None:
        """Write a copy of the file somewhere else, and open that."""
        if not self.session.is_open:
            return
        name = self.session.file.path.name
        if path := self.ask_save(N_("Save a copy"), name, FILE_FILTER):
            try:
                backup.copy_to(self.session.file.connection, path)
            except Problem as problem:
                self.show_problem(problem)
                return
            self.open_path(path)

    def make_backup(self) -> None:
        """Make a backup now."""
        _ = self.session.language.gettext
        try:
            made = backup.make(self.session.file.connection, self.session.file.path, "backup")
        except Problem as problem:
            self.show_problem(problem)
            return
        self.show_again()
        self.say(_("Backup made and verified: {name}").format(name=made.name))

    def restore_backup(self) -> None:
        """Put a backup in the place of a file: the open one, or one that may be too damaged to open."""
        _ = self.session.language.gettext
        file = self.session.path()
        folder = backup.folder_of(file) if file else None
        source = self.ask_open(N_("Restore a backup"), FILE_FILTER, folder if folder and folder.is_dir() else None)
        if source is None:
            return
        if file is None:
            name = f"{source.parent.name.removesuffix(' backups')}.covenant"
            file = self.ask_save(N_("Which file does it take the place of?"), name, FILE_FILTER)
        if file is None:
            return
        self.session.close()
        try:
            releases.restore_backup(source, file, user=self._user())
        except Problem as problem:
            self.open_path(file)
            self.show_problem(problem)
            return
        self.open_path(file)
        self.say(_("Restored from {name}. What was there before is a backup too.").format(name=source.name))

    def work_as(self) -> None:
        """Say who is working: on a shared computer the reviewer is not the assessor."""
        _ = self.session.language.gettext
        now = self.session.file.user if self.session.is_open else self._user()
        question = Question(
            heading=_("Who is working"),
            about=_("The history and the assessments name whoever works here."),
            label=_("Your name"),
            verb=_("Work under this name"),
            missing=Problem("Type the name of who is working."),
        )
        ask(self.who_asks(), self.session.language, question, now or system_user(), self._work_as)

    def _work_as(self, name: str) -> None:
        self.settings.set("user", name)
        if self.session.is_open:
            self.session.file.user = self._user() or system_user()
            self.show_again()

    def new_covenant(self) -> None:
        """Ask for a new covenant; the window shows it once it is there."""
        form = self._form("covenant_settings", "new_covenant_form", of_covenant=False)
        if form is not None:
            form.saved.connect(lambda: self.session.choose(form.code))

    def new_round(self) -> None:
        """Ask for the round after the last one; the window shows it once it is there."""
        form = self._form("new_round", "new_round_form")
        if form is not None:
            form.saved.connect(lambda: self.session.choose(self.session.covenant, form.code))

    def edit_round(self) -> None:
        """Change what is set for the round that is shown."""
        self._form("new_round", "round_settings_form")

    def covenant_settings(self) -> None:
        """Change what is set for the covenant that is shown."""
        self._form("covenant_settings", "covenant_form")

    def _form(self, module: str, name: str, *, of_covenant: bool = True) -> Any:
        """Open a form; None where there is nothing that it could be about, such as the covenant that is shown."""
        try:
            if of_covenant and not self.session.covenant:
                raise Problem("The file has no covenant yet: make one first, with New covenant … in the menu.")
            form = getattr(import_module(f"covenant_monitor_ui.dialogs.{module}"), name)(self.session, self)
        except Problem as problem:
            self.show_problem(problem)
            return None
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()
        return form

    def _user(self) -> str | None:
        """Who is working, if they said so; None is the system's user."""
        return self.settings.text("user") or None

    def ask_open(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        """Ask for a file to read; None where the user thinks better of it."""
        _ = self.session.language.gettext
        name, _kind = QFileDialog.getOpenFileName(self, _(title), str(start or self._last_folder()), _(kinds))
        return self._answered(name)

    def ask_save(self, title: str, name: str, kinds: str) -> Path | None:
        """Ask for a file to write; None where the user thinks better of it."""
        _ = self.session.language.gettext
        suggested = str(self._last_folder() / name)
        chosen, kind = QFileDialog.getSaveFileName(self, _(title), suggested, _(kinds))
        return self._answered(str(with_ending(chosen, kind, name)) if chosen else "")

    def _answered(self, name: str) -> Path | None:
        if not name:
            return None
        path = Path(name)
        self.settings.set("folder", str(path.parent))
        return path

    def _last_folder(self) -> Path:
        path = self.session.path()
        return Path(self.settings.text("folder") or (path.parent if path else Path.home()))
