from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from covenant_monitor_ui.pages.frameworks.fields import (
    ChoiceField,
    GrowingField,
    LabelledField,
    SuggestField,
    set_read_only,
)


@pytest.fixture
def room(put_on_stage: Callable[[QWidget], None]) -> QVBoxLayout:
    window = QMainWindow()
    centre = QWidget()
    layout = QVBoxLayout(centre)
    layout.addWidget(QLineEdit())
    window.setCentralWidget(centre)
    window.resize(320, 480)
    put_on_stage(window)
    return layout


@pytest.fixture
def choice(room: QVBoxLayout) -> ChoiceField:
    made = ChoiceField("Section")
    made.set_options([("a", "First"), ("b", "Second"), ("", "None")])
    made.show_saved("a")
    room.addWidget(made)
    made.setFocus()
    return made


def test_stepping_through_a_choice_saves_by_enter_only(choice: ChoiceField) -> None:
    told: list[str] = []
    choice.committed.connect(lambda: told.append(choice.typed))
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert (told, choice.is_changed) == ([], True)
    QTest.keyClick(choice, Qt.Key.Key_Return)
    assert told == [""]
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert choice.typed == "a"


def test_leaving_a_choice_saves_it(choice: ChoiceField) -> None:
    told: list[str] = []
    choice.committed.connect(lambda: told.append(choice.typed))
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Tab)
    assert told == ["b"]


def test_the_wheel_changes_nothing(choice: ChoiceField) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.typed == "a"


def test_other_options_keep_what_is_chosen(choice: ChoiceField) -> None:
    choice.set_options([("c", "Third"), ("a", "First again")])
    assert choice.typed == "a"
    set_read_only(choice, True)
    assert not choice.isEnabled()


def test_a_field_grows_with_its_text_up_to_a_limit(room: QVBoxLayout) -> None:
    field = GrowingField("Text")
    room.addWidget(field)
    QApplication.processEvents()
    heights = []
    for lines in (1, 2, 5, 8, 30):
        field.show_saved("\n".join("x" * lines))
        QApplication.processEvents()
        heights.append(field.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]
    assert field.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    set_read_only(field, True)
    assert field.isReadOnly()


def test_words_in_use_are_offered(room: QVBoxLayout) -> None:
    field = SuggestField("Theme")
    room.addWidget(field)
    field.offer(["water", "child labour"])
    field.offer(["water", "child labour"])
    completer = field.completer()
    completer.setCompletionPrefix("LABOUR")
    assert completer.currentCompletion() == "child labour"


def test_a_label_says_what_is_wrong_also_to_a_screen_reader(room: QVBoxLayout) -> None:
    made = LabelledField("weight", "Weight", SuggestField("Weight"))
    room.addWidget(made)
    made.say("A weight is more than 0.")
    assert not made.message.isHidden()
    assert made.control.accessibleDescription() == "A weight is more than 0."
    assert made.control.property("problem") == "true"
    made.say("")
    assert made.message.isHidden()
    assert made.label.buddy() is made.control
