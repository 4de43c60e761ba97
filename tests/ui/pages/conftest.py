"""What the tests of the pages share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.ui.pages.assessments.stage import Stage, demo_stage


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[Stage]:
    """The demo's assessments in sight, at a criterion that is not rated yet."""
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.go("3.10")
    yield made
    made.session.close()


@pytest.fixture
def demo_window(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[MainWindow]:
    """The whole window in English, on a demo of the test's own."""
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(made)
    made.session.open(open_store(demo_copy(tmp_path), user="A. Voorbeeld"))
    yield made
    made.close()
