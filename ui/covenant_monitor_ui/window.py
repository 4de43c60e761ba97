"""The main window: rail, selectors, search, undo and redo, messages, status bar, and the page in the middle."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QKeySequence,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import queries
from covenant_monitor.store.lock import HeldElsewhere
from covenant_monitor.store.store import Change
from covenant_monitor_ui.actions import (
    ACTIONS,
    FILE_ACTIONS,
    LANGUAGE_ACTIONS,
    MENU,
    PAGES,
    THEME_ACTIONS,
    Action,
)
from covenant_monitor_ui.file_window import FileWindow
from covenant_monitor_ui.icons import logo_image
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.qt_words import translate_qt
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import (
    THEMES,
    apply_theme,
    scaled,
    set_icon,
    set_surface,
    system_theme,
    text_label,
    theme_of,
)
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button, name_icon_button
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.rail import COMPACT_BELOW, NARROW, WIDE, Rail
from covenant_monitor_ui.widgets.statusbar import StatusBar
from covenant_monitor_ui.widgets.topbar import LabelledCombo, SearchField

FIRST_PAGE = "participants"


class MainWindow(FileWindow):
    """One window on one file. It is built anew when the language changes; the session and its file stay."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self.pages: dict[str, Page] = {}
        self.page_key = ""
        self._states: dict[str, dict[str, object]] = {}
        self._stale: set[str] = set()
        self._running: Progress | None = None
        self._tells_problem = False
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self._restore_geometry()
        self._build()
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self.show_change)
        session.place_changed.connect(self.show_place)
        session.language_changed.connect(self._rebuild)
        session.problem_met.connect(self.show_problem)
        session.notice_given.connect(self.say)
        session.task_started.connect(self._task_started)
        session.task_ended.connect(self._task_ended)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system_scheme)

    def _build(self) -> None:
        """Everything that has words in it."""
        _ = self.session.language.gettext
        self.setWindowTitle("Covenant Monitor")
        self.actions_by_key = {action.key: self._make_action(action) for action in ACTIONS}
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_top_bar())
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.rail = Rail([(key, icon, _(name)) for key, (icon, name, _cls) in PAGES.items()], _("Pages"))
        self.rail.chosen.connect(self.show_page)
        row.addWidget(self.rail)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        row.addLayout(middle, 1)
        self.banner = Banner(self.session.language)
        self.banner_frame = QFrame()
        frame = QHBoxLayout(self.banner_frame)
        frame.setContentsMargins(24, 12, 24, 0)
        frame.addWidget(self.banner)
        self.banner.closed.connect(self.banner_frame.hide)
        self.banner_frame.hide()
        middle.addWidget(self.banner_frame)
        self.stack = QStackedWidget()
        middle.addWidget(self.stack, 1)
        self.status = StatusBar()
        self.status.user.clicked.connect(self.work_as)
        column.addWidget(self.status)
        self.setCentralWidget(central)
        self.rail.fit(self.width())

    def _build_top_bar(self) -> QFrame:
        _ = self.session.language.gettext
        bar = QFrame()
        set_surface(bar, "topbar")
        bar.setFixedHeight(scaled(48))
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(8)
        self.logo = QLabel()
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.logo.setAccessibleName("Covenant Monitor")
        row.addWidget(self.logo)
        self.covenant_box = LabelledCombo(_("Covenant"))
        self.round_box = LabelledCombo(_("Round"))
        row.addWidget(self.covenant_box)
        row.addWidget(self.round_box)
        row.addStretch(1)
        self.search = SearchField(_("Find a participant, criterion or command"), "Ctrl+K")
        self.search.setMinimumWidth(scaled(240))
        self.search.setMaximumWidth(max(scaled(330), self.search.whole_width()))
        self.search.left.connect(self._focus_page)
        self.search.textEdited.connect(self._complete)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        self.progress_text = text_label("", "small")
        self.progress = QProgressBar()
        self.progress.setFixedSize(scaled(96), 6)
        self.progress.setTextVisible(False)
        self.cancel_button = button(_("Cancel"), self._cancel_task, kind="link")
        for widget in (self.progress_text, self.progress, self.cancel_button):
            widget.hide()
            row.addWidget(widget)
        self.undo_button = icon_button("undo", _("Undo"), self.undo, shortcut="Ctrl+Z")
        self.redo_button = icon_button("redo", _("Redo"), self.redo, shortcut="Ctrl+Shift+Z")
        self.menu_button = icon_button("menu", _("Menu"))
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setMenu(self._build_menu())
        for made in (self.undo_button, self.redo_button, self.menu_button):
            row.addWidget(made)
        self.covenant_box.activated.connect(self._covenant_chosen)
        self.round_box.activated.connect(self._round_chosen)
        self._show_logo()
        return bar

    def _make_action(self, declared: Action) -> QAction:
        _ = self.session.language.gettext
        action = QAction(_(declared.text), self)
        if declared.shortcut:
            action.setShortcut(QKeySequence(declared.shortcut))
        action.triggered.connect(lambda _checked=False, key=declared.key: getattr(self, key)())
        self.addAction(action)
        return action

    def _build_menu(self) -> QMenu:
        _ = self.session.language.gettext
        # A child of the bar, which is made anew with every language: a child of the window would stay behind.
        menu = QMenu(self.menu_button)
        menu.setToolTipsVisible(True)
        # 17 icons are drawn when the menu is opened, not before the first paint.
        menu.aboutToShow.connect(self._show_menu_icons)
        for action in FILE_ACTIONS:
            menu.addAction(self.actions_by_key[action.key])
        self.recent_menu = menu.addMenu(_("Recent files"))
        self.recent_menu.aboutToShow.connect(self._fill_recent)
        for group in MENU:
            menu.addSeparator()
            for action in group:
                menu.addAction(self.actions_by_key[action.key])
        menu.addSeparator()
        for name, choices in ((_("Language"), LANGUAGE_ACTIONS), (_("Light or dark"), THEME_ACTIONS)):
            submenu = menu.addMenu(name)
            one_of = QActionGroup(submenu)
            for action in choices:
                made = self.actions_by_key[action.key]
                made.setCheckable(True)
                one_of.addAction(made)
                submenu.addAction(made)
        self._show_choices()
        return menu

    def _show_menu_icons(self) -> None:
        for declared in ACTIONS:
            if declared.icon:
                set_icon(self.actions_by_key[declared.key], declared.icon)

    def _show_choices(self) -> None:
        """Tick the language and the theme that are chosen."""
        language_key = {"nl": "speak_dutch", "en": "speak_english"}[self.session.language.code]
        theme_key = {"light": "make_light", "dark": "make_dark"}.get(self.settings.text("theme"), "follow_system")
        for key in (language_key, theme_key):
            self.actions_by_key[key].setChecked(True)

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.settings.recent_files():
            entry = self.recent_menu.addAction(escaped(path.name))
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _checked=False, path=path: self.open_path(path))

    def _show_logo(self) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(logo_image(theme_of(self), 20, ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.logo.setPixmap(pixmap)
        self.logo.setFixedWidth(WIDE if self.width() >= COMPACT_BELOW else NARROW)

    def _rebuild(self) -> None:
        """Make every text anew, in the language that is chosen now."""
        self._states = {key: page.state() for key, page in self.pages.items()}
        for popover in self.findChildren(Popover):
            popover.dismiss(give_back_focus=False)
        key, self.page_key = self.page_key, ""
        for action in self.actions_by_key.values():
            self.removeAction(action)
            action.deleteLater()
        self.pages.clear()
        self._build()
        self._show_shell()
        if self.session.is_open:
            self.show_page(key or FIRST_PAGE)
        else:
            self.show_welcome()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stack.count() == 0:
            self.show_place()
        if self.settings.trouble:
            _ = self.session.language.gettext
            said = {
                "garbage": _("Your settings could not be read; the defaults are used."),
                "unwritable": _("Your settings cannot be saved; they hold for now only."),
            }[self.settings.trouble]
            self.settings.trouble = ""
            self.say(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.width())
        self.logo.setFixedWidth(WIDE if self.width() >= COMPACT_BELOW else NARROW)

    def show_page(self, key: str) -> None:
        """Go to a page; it is made when it is first shown."""
        if not self.session.is_open:
            return
        if key not in PAGES:
            key = FIRST_PAGE
        if key not in self.pages:
            module = import_module(f"covenant_monitor_ui.pages.{key}")
            page: Page = getattr(module, PAGES[key][2])(self.session)
            self.pages[key] = page
            self.stack.addWidget(page)
            self._wire(key, page)
            page.restore(self._states.pop(key) if key in self._states else self.settings.table(f"page/{key}"))
            page.show_place()
        elif key in self._stale:
            self.pages[key].show_place()
        self._stale.discard(key)
        self.page_key = key
        self.settings.set("page", key)
        self.rail.set_current(key)
        self.stack.setCurrentWidget(self.pages[key])
        self.pages[key].take_focus()

    def _wire(self, key: str, page: Any) -> None:
        """Connect what one page asks of another."""
        if key == "participants":
            page.open_assessment.connect(lambda code: self.go_to("assessments", party=code))
        if key == "overview":
            page.page_wanted.connect(self.show_page)
            page.party_wanted.connect(lambda code: self.go_to("assessments", party=code))
        if key == "reports":
            page.path_wanted.connect(self.open_path)

    def go_to(self, page: str, *, party: str = "", criterion: str = "") -> None:
        """Go to a page, and there to a participant and a criterion."""
        self.show_page(page)
        if party:
            self.pages[page].go_to_party(party)
        if criterion:
            self.pages[page].go_to_criterion(criterion)

    def show_welcome(self) -> None:
        """The page for when there is no file."""
        welcome = import_module("covenant_monitor_ui.pages.welcome")
        page = welcome.WelcomePage(self.session.language, self.settings.recent_files())
        page.action_wanted.connect(lambda key: getattr(self, key)())
        page.file_wanted.connect(self.open_path)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.take_focus()

    def show_place(self) -> None:
        """Show the file, covenant and round that are chosen now."""
        self._show_shell()
        if not self.session.is_open:
            self._drop_pages()
            self.show_welcome()
            return
        self._stale = set(self.pages)
        self.show_page(self.page_key or self.settings.text("page", FIRST_PAGE))

    def leave_file(self) -> None:
        """Keep what the pages should get back, and let go of them and of what was told."""
        self._dismiss_message()
        self._save_page_states()
        self._drop_pages()

    def show_again(self) -> None:
        """Show the shell and the page anew; what was told to be in the way may be so no more."""
        self._forget_problem()
        self._show_shell()
        self._stale = set(self.pages)
        self.show_page(self.page_key)

    def _drop_pages(self) -> None:
        self.pages.clear()
        while (page := self.stack.widget(0)) is not None:
            self.stack.removeWidget(page)
            page.deleteLater()

    def show_change(self, change: Change) -> None:
        """Bring the shell and the visible page up to date; the others when they are shown."""
        self._stale = set(self.pages) - {self.page_key}
        self._forget_problem()
        if change.tables & {"covenant", "round"}:
            self._fill_selectors()
        self._show_saved()
        self._show_undo()
        if self.page_key in self.pages:
            self.pages[self.page_key].show_change(change)

    def _show_shell(self) -> None:
        session = self.session
        _ = session.language.gettext
        is_open = session.is_open
        self.rail.setVisible(is_open)
        self.search.setVisible(is_open)
        self.undo_button.setVisible(is_open)
        self.redo_button.setVisible(is_open)
        self._fill_selectors()
        for declared in ACTIONS:
            enabled = (is_open or not declared.needs_file) and (session.can_write or not declared.needs_writing)
            self.actions_by_key[declared.key].setEnabled(enabled)
        path = session.path()
        self.setWindowTitle(f"{path.name} – Covenant Monitor" if path else "Covenant Monitor")
        if path is None:
            for show in (self.status.set_file, self.status.set_saved, self.status.set_remark):
                show("")
            for show in (self.status.set_audience, self.status.set_user, self.status.set_backup):
                show("")
        else:
            self.status.set_file(path.name, str(path))
            self.status.set_audience(_("Internal: names visible"))
            self.status.set_user(session.file.user, _("Who is working …"))
            self.status.set_remark(_("Read-only") if session.file.read_only else "")
            self._show_backup()
            self._show_saved()
        self._show_undo()

    def _fill_selectors(self) -> None:
        session = self.session
        known = queries.covenants(session.file) if session.is_open else []
        rounds = queries.rounds(session.file, session.covenant) if session.covenant else []
        pick = session.language.pick
        with QSignalBlocker(self.covenant_box):
            self.covenant_box.clear()
            for covenant in known:
                self.covenant_box.addItem(pick(covenant.name.nl, covenant.name.en) or covenant.code, covenant.code)
            self.covenant_box.setCurrentIndex(self.covenant_box.findData(session.covenant))
        with QSignalBlocker(self.round_box):
            self.round_box.clear()
            for round_ in rounds:
                self.round_box.addItem(round_.code, round_.code)
            self.round_box.setCurrentIndex(self.round_box.findData(session.round))
        self.covenant_box.setEnabled(bool(known))
        self.round_box.setEnabled(bool(rounds))
        self.covenant_box.setVisible(session.is_open)
        self.round_box.setVisible(session.is_open)

    def _covenant_chosen(self, _index: int) -> None:
        self.session.choose(str(self.covenant_box.currentData()))
        self._stay_in(self.covenant_box)

    def _round_chosen(self, _index: int) -> None:
        self.session.choose(self.session.covenant, str(self.round_box.currentData()))
        self._stay_in(self.round_box)

    def _stay_in(self, box: LabelledCombo) -> None:
        """Who steps through a selector with the arrow keys goes on doing so; who chose from its list goes to work."""
        if box.by_step:
            box.setFocus()

    def _show_saved(self) -> None:
        _ = self.session.language.gettext
        if not self.session.can_write:
            self.status.set_saved("")
            return
        self.status.set_saved(_("Everything saved at {time}").format(time=f"{datetime.now():%H:%M}"))

    def _show_backup(self) -> None:
        _ = self.session.language.gettext
        made = self.session.recent_backup()
        self.status.set_backup(_("Last backup {moment}").format(moment=made) if made else _("No backup yet"))

    def _show_undo(self) -> None:
        _ = self.session.language.gettext
        words = self.session.language
        can_write = self.session.can_write
        undo = self.session.file.next_undo() if can_write else None
        redo = self.session.file.next_redo() if can_write else None
        for made, action, change, name, shortcut in (
            (self.undo_button, self.actions_by_key["undo"], undo, _("Undo"), "Ctrl+Z"),
            (self.redo_button, self.actions_by_key["redo"], redo, _("Redo"), "Ctrl+Shift+Z"),
        ):
            full = f"{name}: {change.text(words)}" if change else name
            made.setEnabled(change is not None)
            action.setEnabled(change is not None)
            name_icon_button(made, full, shortcut)
            action.setText(escaped(full))

    def say(
        self, text: str, kind: str = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a message above the page."""
        self.banner_frame.show()
        self.banner.say(kind, text, action, on_action)
        self._tells_problem = False

    def show_problem(self, problem: Problem) -> None:
        """Tell a problem in one sentence, with what can be done about it where the window can do it."""
        _ = self.session.language.gettext
        text = problem.text(self.session.language)
        if isinstance(problem, HeldElsewhere) and self.held is not None:
            path = self.held
            self.say(text, "warning", _("Open a read-only copy"), lambda: self.open_copy(path))
        else:
            self.say(text, "error")
            self._tells_problem = True

    def say_bug(self, log_path: Path) -> None:
        """Something went wrong in the program itself."""
        _ = self.session.language.gettext
        self.say(
            _("Something went wrong in the program itself. What you entered before is saved. Details: {log}").format(
                log=log_path
            ),
            "error",
        )

    def _dismiss_message(self) -> None:
        if not self.banner_frame.isHidden():
            self.banner.dismiss()

    def _forget_problem(self) -> None:
        """Something went well: what was told to be in the way is so no more."""
        if self._tells_problem:
            self._dismiss_message()

    def undo(self) -> None:
        """Undo the last change."""
        self._dismiss_message()
        self.session.undo()

    def redo(self) -> None:
        """Redo what was undone last."""
        self._dismiss_message()
        self.session.redo()

    def import_tables(self) -> None:
        """Go to where tables are imported, and ask which."""
        self._on_reports("choose_import")

    def export_tables(self) -> None:
        """Go to where tables are exported, and ask where to."""
        self._on_reports("export_tables")

    def export_workbook(self) -> None:
        """Go to where the round's workbook is written, and ask where to."""
        self._on_reports("write_workbook")

    def _on_reports(self, verb: str) -> None:
        self.show_page("reports")
        getattr(self.pages["reports"], verb)()

    def speak_dutch(self) -> None:
        """Everything in Dutch from now on."""
        self._speak("nl")

    def speak_english(self) -> None:
        """Everything in English from now on."""
        self._speak("en")

    def _speak(self, code: str) -> None:
        self.settings.set("language", code)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        translate_qt(app, code)
        self.session.set_language(language(code))

    def follow_system(self) -> None:
        """Light or dark as the desktop is."""
        self._wear("")

    def make_light(self) -> None:
        """Light, whatever the desktop is."""
        self._wear("light")

    def make_dark(self) -> None:
        """Dark, whatever the desktop is."""
        self._wear("dark")

    def _wear(self, name: str) -> None:
        self.settings.set("theme", name)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, THEMES.get(name) or system_theme(app))
        self._show_choices()
        self._show_logo()
        # What does not follow by itself is made again: of the page in sight now, of the others when they are shown.
        self._stale |= set(self.pages) - {self.page_key}
        if self.page_key in self.pages:
            self.pages[self.page_key].show_theme()

    def _follow_system_scheme(self) -> None:
        if not self.settings.text("theme"):
            self._wear("")

    def _focus_page(self) -> None:
        """Back to work, from the search."""
        if self.page_key in self.pages:
            self.pages[self.page_key].take_focus()

    def _complete(self, _text: str) -> None:
        """Offer what can be found, once the search is used; it is not needed for the first paint."""
        if self.search.completer() is None:
            import_module("covenant_monitor_ui.search").attach_search(self)

    def _task_started(self, progress: Progress) -> None:
        self._running = progress
        self.progress_text.setText(progress.title)
        self.progress.setRange(0, 0)
        for widget in (self.progress_text, self.progress):
            widget.show()
        self.cancel_button.setVisible(progress.can_stop)
        progress.moved.connect(self._show_progress)

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _task_ended(self, _progress: Progress) -> None:
        for widget in (self.progress_text, self.progress, self.cancel_button):
            widget.hide()
        if self.session.is_open:
            self._show_backup()

    def _cancel_task(self) -> None:
        if self._running is not None:
            self._running.stop()

    def _save_page_states(self) -> None:
        for key, page in self.pages.items():
            lasting = {name: value for name, value in page.state().items() if name in page.LASTING}
            self.settings.set(f"page/{key}", lasting)

    def _restore_geometry(self) -> None:
        kept = self.settings.text("geometry")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is saved already: remember where things were, wait for what is under way, let go of the file."""
        self._save_page_states()
        self.settings.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        self.session.close()
        super().closeEvent(event)
