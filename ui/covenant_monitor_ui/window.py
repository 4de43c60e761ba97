"""The main window: the shell with the pages in it, their language and their looks."""

from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.domain.registers import Register
from covenant_monitor.language import language
from covenant_monitor.store.store import Change
from covenant_monitor_ui.actions import (
    PAGES,
)
from covenant_monitor_ui.dropping import dropped_files
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.qt_words import translate_qt
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.shell import Shell
from covenant_monitor_ui.theme import (
    THEMES,
    apply_theme,
    system_theme,
)
from covenant_monitor_ui.widgets.popover import Popover

FIRST_PAGE = "participants"


class MainWindow(Shell):
    """One window on one file. It is built anew when the language changes; the session and its file stay."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session, settings)
        self.pages: dict[str, Page] = {}
        self.page_key = ""
        self._states: dict[str, dict[str, object]] = {}
        self._stale: set[str] = set()
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self._restore_geometry()
        self.build_shell()
        self._connect()

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self.show_change)
        session.place_changed.connect(self.show_place)
        session.language_changed.connect(self._rebuild)
        session.lead_wanted.connect(self.lead)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system_scheme)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._bring_into_sight)

    def _bring_into_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what has the focus: by itself a page does so only where the focus was in it already."""
        area = now.parentWidget() if now is not None and self.isAncestorOf(now) else None
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and now is not None and now.visibleRegion().isEmpty():
            area.ensureWidgetVisible(now)

    def _rebuild(self) -> None:
        """Make every text anew, in the language that is chosen now."""
        self._states |= {key: page.state() for key, page in self.pages.items()}
        for popover in self.findChildren(Popover):
            popover.dismiss(give_back_focus=False)
        key, self.page_key = self.page_key, ""
        for action in self.actions_by_key.values():
            self.removeAction(action)
            action.deleteLater()
        self.pages.clear()
        self.build_shell()
        self.show_shell()
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

    def show_page(self, key: str) -> None:
        """Go to a page; it is made when it is first shown."""
        if not self.session.is_open:
            return
        if key not in PAGES:
            key = FIRST_PAGE
        if key not in self.pages:
            module = import_module(f"covenant_monitor_ui.pages.{key}.page")
            page: Page = getattr(module, PAGES[key][2])(self.session)
            self.pages[key] = page
            self.stack.addWidget(page)
            self._wire(key, page)
            page.restore(self._states.pop(key) if key in self._states else self.settings.table(f"page/{key}"))
            page.show_place()
        elif key in self._stale:
            self.pages[key].show_place()
        self._stale.discard(key)
        if key != self.page_key and self.banner.kind == "info":
            self.dismiss_message()  # it was about what was done there
        self.page_key = key
        self.settings.set("page", key)
        self.rail.set_current(key)
        self.stack.setCurrentWidget(self.pages[key])
        self.pages[key].take_focus()

    def _wire(self, key: str, page: Any) -> None:
        """Connect what one page asks of another."""
        if key == "participants":
            page.open_assessment.connect(lambda code: self.go_to("assessments", party=code))
        if key == "assessments":
            page.actions_line.proposals_wanted.connect(self._propose_actions)
        if key == "overview":
            page.page_wanted.connect(self.show_page)
            page.way_wanted.connect(self._go_way)
        if key == "alignment":
            page.page_wanted.connect(self.show_page)
        if key == "coherence":
            page.rating_wanted.connect(self._go_to_rating)
        if key == "registers":
            page.party_wanted.connect(lambda code: self.go_to("participants", party=code))
            page.rating_wanted.connect(self._go_to_rating)
        if key == "national":
            page.covenant_wanted.connect(self._go_to_covenant)
            page.page_wanted.connect(self.show_page)
            page.new_wanted.connect(self.new_covenant)
        if key == "reports":
            page.path_wanted.connect(self.open_path)
        if key == "frameworks":
            page.import_wanted.connect(self._look_at_import)

    def go_to(self, page: str, *, party: str = "", criterion: str = "") -> None:
        """Go to a page, and there to a participant and a criterion."""
        came_from = self.page_key
        self.show_page(page)
        if page == "assessments" and came_from != page:
            assessments: Any = self.pages[page]
            assessments.show_kind(AssessmentKind.SECRETARIAT)  # the one that all other pages are about
        if party:
            self.pages[page].go_to_party(party)
        if criterion:
            self.pages[page].go_to_criterion(criterion)

    def _go_to_rating(self, party: str, criterion: str) -> None:
        """Go to the rating of a criterion by a participant."""
        self.go_to("assessments", party=party, criterion=criterion)

    def _go_to_covenant(self, code: str) -> None:
        """Go to a covenant, and there to how its latest round stands."""
        self.session.choose(code)
        self.show_page("overview")

    def _go_way(self, way: Any) -> None:
        """Go to where something is dealt with, as the Overview says."""
        self.go_to(way.page)
        page: Any = self.pages[way.page]
        if way.page == "assessments":
            page.show_work(way.party, way.whose, way.criteria)
        elif way.page == "registers":
            page.show_tab(way.register)
            page.show_only(way.entries)

    def lead(self, kind: str, code: str) -> None:
        """Go to what a mark in a chart is about (see `charts.chart.Spot`); what is not there leads nowhere."""
        if kind == "party":
            self.go_to("assessments", party=code)
        elif kind == "criterion":
            self.go_to("assessments", criterion=code)
        elif kind == "section":
            self.go_to("assessments", criterion=self._first_criterion(code))
        elif kind == "round" and code in [picture.round.code for picture in self.session.picture.rounds]:
            self.session.choose(self.session.covenant, code)
        elif kind == "cohort":
            self.show_page("participants")
        elif kind == "target":
            self.show_page("targets")
            self.pages["targets"].go_to_target(code)

    def _first_criterion(self, section: str) -> str:
        """The criterion that a section of the chosen round begins with; "" where it has none."""
        sections = self.session.picture.round(self.session.round).framework.sections
        return next((part.criteria[0].code for part in sections if part.code == section and part.criteria), "")

    def go_to_entry(self, register: Register, code: str) -> None:
        """Go to an entry of a register."""
        self.show_page("registers")
        page: Any = self.pages["registers"]
        page.go_to_entry(register, code)

    def _propose_actions(self, party: str) -> None:
        """Go to what the low ratings of a participant propose."""
        self.show_page("registers")
        page: Any = self.pages["registers"]
        page.propose_for(party)

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
        self.show_shell()
        if not self.session.is_open:
            self._drop_pages()
            self.show_welcome()
            return
        self._stale = set(self.pages)
        self.show_page(self.page_key or self.settings.text("page", FIRST_PAGE))

    def leave_file(self) -> None:
        """Keep what the pages should get back, and let go of them and of what was told."""
        self.dismiss_message()
        self._save_page_states()
        self._states.clear()
        self._drop_pages()

    def show_again(self) -> None:
        """Show the shell and the page anew; what was told to be in the way may be so no more."""
        self.forget_problem()
        self.show_shell()
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
        self.forget_problem()
        if change.tables & {"covenant", "round"}:
            self.fill_selectors()
        self.show_saved()
        self.show_undo()
        if self.page_key in self.pages:
            self.pages[self.page_key].show_change(change)

    def import_tables(self) -> None:
        """Go to where tables are imported, and ask which."""
        self._on_reports("choose_import")

    def export_tables(self) -> None:
        """Go to where tables are exported, and ask where to."""
        self._on_reports("export_tables")

    def export_workbook(self) -> None:
        """Go to where the round's workbook is written, and ask where to."""
        self._on_reports("write_workbook")

    def write_report(self) -> None:
        """Go to where the board report is written, and ask where to."""
        self._on_reports("write_report")

    def write_letters(self) -> None:
        """Go to where the letters are written, and ask for a folder."""
        self._on_reports("write_letters")

    def make_questionnaires(self) -> None:
        """Go to where questionnaires are made, and ask for a folder."""
        self._on_reports("make_questionnaires")

    def read_questionnaires(self) -> None:
        """Go to where questionnaires come back, and ask which."""
        self._on_reports("read_questionnaires")

    def _look_at_import(self, *paths: Path) -> None:
        """Go to where tables are imported, and show what files would change."""
        self.show_page("reports")
        page: Any = self.pages["reports"]
        page.look_at(list(paths))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take returned questionnaires and tables; everything else is refused while it is still held."""
        if self.session.can_write and self.isEnabled() and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show what files that are dropped would change."""
        event.acceptProposedAction()
        self._look_at_import(*dropped_files(event.mimeData()))

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
        self.show_choices()
        self.show_logo()
        # What does not follow by itself is made again: of the page in sight now, of the others when they are shown.
        self._stale |= set(self.pages) - {self.page_key}
        if self.page_key in self.pages:
            self.pages[self.page_key].show_theme()

    def _follow_system_scheme(self) -> None:
        if not self.settings.text("theme"):
            self._wear("")

    def focus_page(self) -> None:
        """Back to work, from the search."""
        if self.page_key in self.pages:
            self.pages[self.page_key].take_focus()

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
