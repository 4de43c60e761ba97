"""What is around the pages: rail, selectors, search, undo and redo, menu, messages, progress, status bar."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QKeySequence,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
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
from covenant_monitor.store import queries
from covenant_monitor.store.lock import HeldElsewhere
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
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import (
    scaled,
    set_icon,
    set_surface,
    text_label,
    theme_of,
)
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button, name_icon_button
from covenant_monitor_ui.widgets.layout import in_column
from covenant_monitor_ui.widgets.rail import COMPACT_BELOW, NARROW, WIDE, Rail
from covenant_monitor_ui.widgets.statusbar import StatusBar
from covenant_monitor_ui.widgets.topbar import LabelledCombo, SearchField


class Shell(FileWindow):
    """A window on one file without its pages. `build_shell` makes it; `MainWindow` puts the pages in `stack`."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self._running: Progress | None = None
        self._tells_problem = False
        session.problem_met.connect(self.show_problem)
        session.notice_given.connect(self.say)
        session.task_started.connect(self._task_started)
        session.task_ended.connect(self._task_ended)

    def show_page(self, key: str) -> None:
        """Go to a page."""
        raise NotImplementedError

    def focus_page(self) -> None:
        """Back to work, from the search."""
        raise NotImplementedError

    def build_shell(self) -> None:
        """Everything that has words in it."""
        _ = self.session.language.gettext
        self.setWindowTitle("Covenant Monitor")
        self.actions_by_key = {action.key: self._make_action(action) for action in ACTIONS}
        central = QWidget()
        column = in_column(central)
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
        self.search.left.connect(self.focus_page)
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
        self.show_logo()
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
        self.show_choices()
        return menu

    def _show_menu_icons(self) -> None:
        for declared in ACTIONS:
            if declared.icon:
                set_icon(self.actions_by_key[declared.key], declared.icon)

    def show_choices(self) -> None:
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

    def show_logo(self) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(logo_image(theme_of(self), 20, ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.logo.setPixmap(pixmap)
        self.logo.setFixedWidth(WIDE if self.width() >= COMPACT_BELOW else NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.width())
        self.logo.setFixedWidth(WIDE if self.width() >= COMPACT_BELOW else NARROW)

    def show_shell(self) -> None:
        session = self.session
        _ = session.language.gettext
        is_open = session.is_open
        self.rail.setVisible(is_open)
        self.search.setVisible(is_open)
        self.undo_button.setVisible(is_open)
        self.redo_button.setVisible(is_open)
        self.fill_selectors()
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
            self.show_saved()
        self.show_undo()

    def fill_selectors(self) -> None:
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

    def show_saved(self) -> None:
        _ = self.session.language.gettext
        if not self.session.can_write:
            self.status.set_saved("")
            return
        self.status.set_saved(_("Everything saved at {time}").format(time=f"{datetime.now():%H:%M}"))

    def _show_backup(self) -> None:
        _ = self.session.language.gettext
        made = self.session.recent_backup()
        self.status.set_backup(_("Last backup {moment}").format(moment=made) if made else _("No backup yet"))

    def show_undo(self) -> None:
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

    def who_asks(self) -> QWidget:
        """The name in the status bar; the menu's button where there is none."""
        return self.status.user if self.status.user.isVisible() else self.menu_button

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

    def dismiss_message(self) -> None:
        if not self.banner_frame.isHidden():
            self.banner.dismiss()

    def forget_problem(self) -> None:
        """Something went well: what was told to be in the way is so no more."""
        if self._tells_problem:
            self.dismiss_message()

    def undo(self) -> None:
        """Undo the last change."""
        self.dismiss_message()
        self.session.undo()

    def redo(self) -> None:
        """Redo what was undone last."""
        self.dismiss_message()
        self.session.redo()

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
