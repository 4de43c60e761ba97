from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.topbar import LabelledCombo, SearchField

Stage = Callable[[QWidget], None]


def test_a_selector_names_itself(qtbot: QtBot) -> None:
    combo = LabelledCombo("Ronde")
    qtbot.addWidget(combo)
    combo.addItems(["2020", "2019"])
    assert combo.accessibleName() == combo.label == "Ronde"
    wide = combo.sizeHint().width()
    combo.set_label("Round of monitoring")
    assert combo.accessibleName() == "Round of monitoring"
    assert combo.sizeHint().width() > wide
    assert combo.sizeHint().height() == 32


def test_a_selector_works_by_keyboard(qtbot: QtBot) -> None:
    combo = LabelledCombo("Ronde")
    qtbot.addWidget(combo)
    combo.addItems(["2020", "2019"])
    with qtbot.waitSignal(combo.currentIndexChanged):
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "2019"


def test_a_long_covenant_does_not_widen_the_window(qtbot: QtBot) -> None:
    combo = LabelledCombo("Convenant")
    qtbot.addWidget(combo)
    combo.addItem("Verantwoord " * 100)
    assert combo.minimumSizeHint().width() < 240
    combo.resize(200, 32)
    image = combo.grab().toImage()
    assert image.pixelColor(3, 16) == LIGHT.base
    assert image.pixelColor(100, 0) == LIGHT.border


def test_a_selector_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    combo = LabelledCombo("Ronde")
    qtbot.addWidget(combo)
    combo.resize(120, 32)
    apply_theme(qapp, DARK)
    assert combo.grab().toImage().pixelColor(3, 16) == DARK.base
    combo.setEnabled(False)
    assert combo.grab().toImage().pixelColor(60, 0) == DARK.line


def field_in_window(put_on_stage: Stage) -> tuple[SearchField, QPushButton]:
    window = QWidget()
    column = QVBoxLayout(window)
    field = SearchField("Zoek deelnemer, criterium, opdracht", "Ctrl+K")
    other = QPushButton("Openen")
    column.addWidget(other)
    column.addWidget(field)
    put_on_stage(window)
    other.setFocus()
    return field, other


def test_its_key_leads_to_the_search_field(qtbot: QtBot, put_on_stage: Stage) -> None:
    field, other = field_in_window(put_on_stage)
    field.setText("mode")
    qtbot.keyClick(other, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()
    assert field.selectedText() == "mode"
    assert field.accessibleName() == "Zoek deelnemer, criterium, opdracht"
    assert field.accessibleDescription() == "Ctrl+K"


def test_escape_empties_the_search_field(qtbot: QtBot, put_on_stage: Stage) -> None:
    field, _other = field_in_window(put_on_stage)
    qtbot.keyClicks(field, "mode")
    assert field.text() == "mode"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_the_key_hint_makes_room_for_words(qtbot: QtBot, put_on_stage: Stage) -> None:
    field, _other = field_in_window(put_on_stage)
    empty = field.textMargins()
    field.setText("mode")
    assert empty.right() > 30
    assert field.textMargins().right() == 0
    assert field.textMargins().left() == empty.left() > 16
