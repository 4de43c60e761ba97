from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import LIGHT
from covenant_monitor_ui.widgets.fields import NumberField


def test_a_number_is_typed_or_stepped_within_its_range(qtbot: QtBot) -> None:
    field = NumberField("Vereiste score", 0, 100, unit=" %")
    qtbot.addWidget(field)
    field.setValue(60)
    assert field.accessibleName() == "Vereiste score"
    assert field.text() == "60 %"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 61
    field.setValue(400)
    assert field.value() == 100


def test_the_number_keeps_its_distance_from_the_border(qtbot: QtBot) -> None:
    field = NumberField("Score", 0, 100)
    qtbot.addWidget(field)
    field.resize(120, field.sizeHint().height())
    image = field.grab().toImage()
    assert field.height() == 32
    assert image.pixelColor(60, 0) == LIGHT.border
    assert all(image.pixelColor(x, y) == LIGHT.base for x in range(3, 8) for y in range(6, 26))
    ink = {image.pixelColor(x, y).name() for x in range(8, 40) for y in range(6, 26)}
    assert LIGHT.text.name() in ink
