from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.register_pick import PickField

OPTIONS = [("1.01", "1.01", "1.01  Policy"), ("1.02", "1.02", "1.02  Buying & selling"), ("2.01", "2.01", "2.01  Map")]


@pytest.fixture
def field(put_on_stage: Callable[[QWidget], None]) -> PickField:
    window = QMainWindow()
    made = PickField("Criteria", Language("en"))
    made.offer(OPTIONS)
    window.setCentralWidget(made)
    window.resize(640, 480)
    put_on_stage(window)
    return made


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_button_says_what_is_chosen(field: PickField) -> None:
    assert field.button.text() == "Choose …"
    assert field.button.accessibleName() == "Criteria: Choose …"
    field.choose(["2.01", "1.02"])
    assert field.chosen == ("1.02", "2.01")
    assert field.button.text() == "1.02, 2.01"


def test_what_is_not_offered_any_more_stays(field: PickField) -> None:
    field.choose(["9.99", "1.01"])
    assert field.chosen == ("1.01", "9.99")


def test_choosing_by_keyboard_alone(field: PickField, qtbot: QtBot) -> None:
    field.button.setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert field.popover is not None
    qtbot.keyClicks(focused(), "buy")
    with qtbot.waitSignal(field.edited, timeout=0):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert field.chosen == ("1.02",)
    qtbot.keyClick(focused(), Qt.Key.Key_Delete)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    assert focused() is field.list
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    assert field.chosen == ("1.01", "1.02")
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert field.popover is None
    assert focused() is field.button


def test_enter_in_the_empty_filter_and_the_button_close_it(field: PickField, qtbot: QtBot) -> None:
    field.choose(["2.01"])
    field.open()
    assert field.list is not None
    assert [index.row() for index in field.list.ticked()] == [2]
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert field.popover is None
    assert field.chosen == ("2.01",)


def test_down_where_nothing_is_found_does_nothing_wrong(field: PickField, qtbot: QtBot) -> None:
    field.open()
    qtbot.keyClicks(focused(), "zzz")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    assert field.chosen == ()
