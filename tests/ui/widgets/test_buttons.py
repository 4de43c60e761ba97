from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import LIGHT, Theme
from covenant_monitor_ui.widgets.buttons import (
    PaintedButton,
    button,
    enable,
    focus_neighbour,
    icon_button,
    name_icon_button,
    one_tab_stop,
)

Stage = Callable[[QWidget], None]


class Plain(PaintedButton):
    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.fillRect(self.rect(), theme.base)


@pytest.fixture
def three(put_on_stage: Stage) -> list[Plain]:
    window = QWidget()
    row = QHBoxLayout(window)
    made = [Plain(window) for _ in range(3)]
    for one in made:
        one.setMinimumSize(40, 20)
        row.addWidget(one)
    put_on_stage(window)
    return made


def test_a_button_does_what_it_says(qtbot: QtBot) -> None:
    done: list[str] = []
    made = button("Jansen & Zn. kopiëren", lambda: done.append("x"), kind="primary", icon="copy", tip="Nu")
    qtbot.addWidget(made)
    assert made.text() == "Jansen && Zn. kopiëren"
    assert made.accessibleName() == "Jansen & Zn. kopiëren"
    assert made.property("kind") == "primary"
    assert not made.icon().isNull()
    assert made.toolTip() == "Nu"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert done == ["x", "x"]


def test_an_icon_button_has_a_name_and_tells_its_shortcut(qtbot: QtBot) -> None:
    done: list[str] = []
    made = icon_button("undo", "Ongedaan maken", lambda: done.append("x"), shortcut="Ctrl+Z")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Ongedaan maken"
    assert made.toolTip() == "Ongedaan maken (Ctrl+Z)"
    name_icon_button(made, "Oordeel 3.10 ongedaan maken")
    assert made.toolTip() == made.accessibleName() == "Oordeel 3.10 ongedaan maken"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert done == ["x"]


def test_a_painted_button_works_by_keyboard(qtbot: QtBot, three: list[Plain]) -> None:
    clicks: list[bool] = []
    steps: list[int] = []
    three[0].clicked.connect(lambda: clicks.append(True))
    three[0].stepped.connect(steps.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(three[0], key)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(three[0], key)
    assert len(clicks) == 3
    assert steps == [1, 1, -1, -1]


def test_the_ring_shows_for_the_keyboard_only(qtbot: QtBot, three: list[Plain]) -> None:
    one = three[1]
    one.setFocus(Qt.FocusReason.MouseFocusReason)
    assert one.grab().toImage().pixelColor(20, 0) == LIGHT.base
    one.clearFocus()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.grab().toImage().pixelColor(20, 0) == LIGHT.accent


def test_arrows_go_round_and_pass_what_is_hidden(three: list[Plain]) -> None:
    three[0].setFocus()
    assert focus_neighbour(three, 1) is three[1]
    three[2].hide()
    assert focus_neighbour(three, 1) is three[0]
    three[0].clearFocus()
    assert focus_neighbour(three, 1) is None


def test_tab_stops_at_one_of_a_group(three: list[Plain]) -> None:
    one_tab_stop(three, three[1])
    assert [bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) for one in three] == [False, True, False]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_space_does(qtbot: QtBot, put_on_stage: Stage, key: Qt.Key) -> None:
    pressed: list[str] = []
    window = QWidget()
    row = QHBoxLayout(window)
    made = [
        button("Open", lambda: pressed.append("Open")),
        icon_button("undo", "Undo", lambda: pressed.append("Undo")),
    ]
    for one in made:
        row.addWidget(one)
    put_on_stage(window)
    for one in made:
        one.setFocus()
        qtbot.keyClick(one, key)
    assert pressed == ["Open", "Undo"]


def test_what_cannot_be_used_says_why_and_has_its_own_tip_back_afterwards(qtbot: QtBot) -> None:
    made = button("Save", tip="Ctrl+S")
    qtbot.addWidget(made)
    for _turn in range(2):
        enable(made, "Read-only")
        assert not made.isEnabled()
        assert made.toolTip() == "Read-only"
    enable(made)
    assert made.isEnabled()
    assert made.toolTip() == "Ctrl+S"
