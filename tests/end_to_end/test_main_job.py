"""The main job as a person does it, by keyboard, in the real window: assess, see the requirement met, export, undo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Outcome, Status
from covenant_monitor.language import Language
from covenant_monitor.store import standing_reading
from covenant_monitor.store.check import check
from covenant_monitor.store.store import Store, open_store
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.ui.conftest import light, put_on_stage  # noqa: F401  (fixtures)

PARTY, ROUND = "TESTPATROON", "2020"


@pytest.fixture
def window(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[MainWindow]:  # noqa: F811
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    made.resize(1280, 720)
    put_on_stage(made)
    made.open_path(demo_copy(tmp_path))
    yield made
    made.close()


class Hands:
    """Somebody at the keyboard: every key goes to whatever has the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key, held)

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)


def standing_of(store: Store) -> Standing:
    standings = standing_reading.standings(store, "KLEDING", ROUND, kind=AssessmentKind.SECRETARIAT)
    return next(standing for standing in standings if standing.party.code == PARTY)


def test_assess_a_participant_see_the_requirement_met_export_the_round_and_undo(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(qtbot)
    store = window.session.file
    assert standing_of(store).status is None

    window.pages["participants"].go_to_party(PARTY)
    window.pages["participants"].take_focus()
    hands.press(Qt.Key.Key_Return)
    assert window.page_key == "assessments"

    hands.write("0")
    hands.write("Has no board of its own")
    hands.press(Qt.Key.Key_Return)
    for _ in range(17):
        hands.write("2")
    found = standing_of(store)
    assert found.score is not None
    assert (found.score.rated, found.score.applicable) == (18, 18)
    assert found.score.score == 50
    assert found.outcome is Outcome.MEETS
    assert found.assessor == store.user

    hands.press(Qt.Key.Key_F1)
    popover = window.findChild(Popover)
    assert popover is not None
    assert popover.figure.text() == "50.0%"
    hands.press(Qt.Key.Key_Escape)

    opened: list[QUrl] = []
    target = tmp_path / "round.xlsx"
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    hands.press(Qt.Key.Key_E, held=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    cells = {cell for sheet in load_workbook(target) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "Testpatroon B.V." in cells
    assert "Has no board of its own" in cells

    for _ in range(18):
        window.undo()
    assert standing_of(store).status is None
    path = store.path
    window.close()
    with open_store(path) as again:
        for _ in range(18):
            again.redo()
        assert standing_of(again).score == found.score
        assert standing_of(again).status is Status.DRAFT
        assert check(again).findings == []
