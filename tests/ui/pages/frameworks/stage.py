"""The real main window on the frameworks page, with a file of the test's own and real keys."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from covenant_monitor.domain.model import Criterion, Framework
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.frameworks import new_version
from covenant_monitor_ui.models.frameworks import Kind, Place
from covenant_monitor_ui.pages.frameworks.page import FrameworksPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy

ONE, TWO, THREE = (FrameworkKey("KLEDING", version) for version in "123")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Stage:
    """A window, what was told to the user, and keys that go where the focus is."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.window = MainWindow(Session(Language(language)), Settings(folder / "settings.json"))
        self.session = self.window.session
        self.problems: list[Problem] = []
        self.session.problem_met.connect(self.problems.append)

    @property
    def page(self) -> FrameworksPage:
        """The page, as it is now: a change of language makes another."""
        page = self.window.pages["frameworks"]
        assert isinstance(page, FrameworksPage)
        return page

    def open(self, path: Path) -> None:
        """Open a file, on the frameworks page."""
        self.window.open_path(path)
        self.window.show_page("frameworks")

    def make_draft(self) -> None:
        """A draft of a third version, at a criterion of it."""
        self.session.change(lambda: new_version(self.session.file, key=TWO, version="3"))
        self.page.go_to_version(THREE, criterion_at("1.02"))
        self.page.take_focus()

    def keys(self, *pressed: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Type texts and press keys in the widget that has the focus."""
        for one in pressed:
            focus = QApplication.focusWidget()
            assert focus is not None
            if isinstance(one, Qt.Key):
                QTest.keyClick(focus, one, modifier)
            else:
                QTest.keyClicks(focus, one)

    def kept(self, key: FrameworkKey = THREE) -> Framework:
        """A version as it is in the file."""
        return reading.framework_of(self.session.file, key)

    def criterion(self, code: str, key: FrameworkKey = THREE) -> Criterion:
        """A criterion as it is in the file."""
        return self.kept(key).criteria[code]

    @property
    def said(self) -> str:
        """What the banner of the page says; "" where it says nothing."""
        banner = self.page.view.banner
        return "" if banner.isHidden() else banner.text


def criterion_at(code: str) -> Place:
    return Place(Kind.CRITERION, code)


def section_at(code: str) -> Place:
    return Place(Kind.SECTION, code)


def demo_stage(folder: Path, language: str = "en") -> Stage:
    """The demo, on the frameworks page; show its window first."""
    stage = Stage(folder, language)
    demo_copy(folder)
    return stage
