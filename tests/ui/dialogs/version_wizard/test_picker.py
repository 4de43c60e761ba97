from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from covenant_monitor.domain.model import Criterion, Framework, Section, Text
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.version_wizard.picker import CriterionPicker

FRAMEWORK = Framework(
    "F", "1", Text(), (Section("A", Text(), tuple(Criterion(c, Text(f"vraag <b>{c}</b>")) for c in ("1", "2", "3"))),)
)


@pytest.fixture
def picker(put_on_stage: Callable[[QWidget], None]) -> CriterionPicker:
    window = QMainWindow()
    made = CriterionPicker(Language("en"))
    window.setCentralWidget(made)
    put_on_stage(window)
    made.open("Which?", FRAMEWORK, [("2", 0.9), ("1", 0.25), ("3", 0.0)])
    return made


def press(*keys: str | Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, Qt.Key):
            QTest.keyClick(focus, key)
        else:
            QTest.keyClicks(focus, key)


def test_the_most_alike_stands_first_and_is_taken_by_enter(picker: CriterionPicker) -> None:
    picked: list[str] = []
    picker.picked.connect(picked.append)
    assert picker.list.item(0).text() == "2  90%  vraag <b>2</b>"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert picked == ["2", "1", "2"]


def test_the_filter_leaves_what_has_every_word(picker: CriterionPicker) -> None:
    picked: list[str] = []
    picker.picked.connect(picked.append)
    press("vraag 3", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert picked == ["3"]
    picker.filter.setText("nothing")
    press(Qt.Key.Key_Return)
    assert picked == ["3"]


def test_esc_empties_the_filter_and_then_leaves(picker: CriterionPicker) -> None:
    left: list[int] = []
    picker.cancelled.connect(lambda: left.append(1))
    press("x", Qt.Key.Key_Escape)
    assert left == []
    press(Qt.Key.Key_Escape)
    assert left == [1]
    picker.list.setFocus()
    press(Qt.Key.Key_Escape)
    assert left == [1, 1]


def test_a_click_takes_it(picker: CriterionPicker) -> None:
    picked: list[str] = []
    picker.picked.connect(picked.append)
    where = picker.list.visualItemRect(picker.list.item(2)).center()
    QTest.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert picked == ["3"]
