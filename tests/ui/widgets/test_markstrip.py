import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.markstrip import MarkPoint, MarkStrip

POINTS = [
    MarkPoint("2017", "fully"),
    MarkPoint("2018", "fully"),
    MarkPoint("2019", "meets", broken="kader versie 2"),
    MarkPoint("2020", "not_begun"),
]


@pytest.fixture
def strip(qtbot: QtBot) -> MarkStrip:
    made = MarkStrip()
    qtbot.addWidget(made)
    made.set_points(POINTS, "2017 volledig, 2018 volledig; kader versie 2; 2019 volledig; 2020 nog niet")
    made.resize(400, made.sizeHint().height())
    return made


def test_marks_stand_over_their_rounds_in_both_themes(qapp: QApplication, strip: MarkStrip) -> None:
    assert strip.accessibleName().startswith("2017 volledig")
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        assert strip.grab().toImage().pixelColor(strip.centre_of(0).toPoint()) == theme.good


def test_only_what_can_be_compared_is_joined(strip: MarkStrip) -> None:
    image = strip.grab().toImage()

    def between(index: int) -> set[str]:
        left, right = strip.centre_of(index).x() + 14, strip.centre_of(index + 1).x() - 14
        return {image.pixelColor(x, round(strip.centre_of(0).y())).name() for x in range(round(left), round(right))}

    assert LIGHT.line.name() in between(0)
    assert LIGHT.line.name() not in between(1), "a break"
    assert LIGHT.line.name() not in between(2), "nothing there yet"


def test_the_name_of_a_break_needs_room(strip: MarkStrip) -> None:
    high = strip.sizeHint().height()
    strip.set_points(POINTS[:2], "2017 en 2018 volledig")
    assert strip.sizeHint().height() < high
    strip.set_points([], "")
    assert not strip.grab().isNull()
