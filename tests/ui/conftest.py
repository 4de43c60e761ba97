"""What the tests of the window share: an offscreen platform, a theme, and a look at single pixels."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import LIGHT, apply_theme
from tests.core.demo import demo_copy

Pixels = Callable[[QWidget], QImage]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Every test of the window begins in the light theme."""
    if qapp.property("covenant_theme") != LIGHT.name:
        apply_theme(qapp, LIGHT)


@pytest.fixture
def dutch() -> Language:
    return Language("nl")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The demo covenant, open in English."""
    made = Session(Language("en"))
    made.open(open_store(demo_copy(tmp_path), user="A. Voorbeeld"))
    yield made
    made.close()


@pytest.fixture
def put_on_stage(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    """Show a window as the active one, and keep it alive until the test is over."""
    kept: list[QWidget] = []

    def show(window: QWidget) -> None:
        kept.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    yield show
    kept.clear()


@pytest.fixture
def picture(qapp: QApplication) -> Pixels:
    """What a widget looks like at this moment."""

    def take(widget: QWidget) -> QImage:
        return widget.grab().toImage()

    return take
