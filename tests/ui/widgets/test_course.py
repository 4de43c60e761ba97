import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.course import CourseChart, CoursePoint

POINTS = [
    CoursePoint("2017", 24, 20),
    CoursePoint("2018", 39, 40),
    CoursePoint("2019", 53, 60, broken=True),
    CoursePoint("2020", 63.1, 60, 40.3, 78.8),
    CoursePoint("2021"),
]


@pytest.fixture
def chart(qtbot: QtBot) -> CourseChart:
    made = CourseChart()
    qtbot.addWidget(made)
    made.set_points(POINTS, "2017: 24 %, vereist 20 %; 2018: 39 %", ("0 %", "50 %", "100 %"))
    made.resize(400, 136)
    return made


def pixel(chart: CourseChart, place: QPointF, right: float = 0, down: float = 0) -> QColor:
    return chart.grab().toImage().pixelColor(round(place.x() + right), round(place.y() + down))


def test_it_says_the_same_in_words(chart: CourseChart) -> None:
    assert chart.accessibleName() == "2017: 24 %, vereist 20 %; 2018: 39 %"


def test_points_stand_at_their_percentage(chart: CourseChart) -> None:
    room = chart.plot_rect()
    assert chart.place_of(0, 0).y() == pytest.approx(room.bottom(), abs=1)
    assert chart.place_of(0, 100).y() == pytest.approx(room.top(), abs=1)
    assert chart.place_of(0, 300).y() == chart.place_of(0, 100).y()
    for index, point in enumerate(POINTS[:4]):
        assert point.score is not None
        assert pixel(chart, chart.place_of(index, point.score)) == LIGHT.text


def test_the_requirement_is_a_tick(chart: CourseChart) -> None:
    assert pixel(chart, chart.place_of(0, 20), right=-10) == LIGHT.accent


def test_lines_join_what_can_be_compared_only(chart: CourseChart) -> None:
    def joined(index: int, before: float, after: float) -> bool:
        one, other = chart.place_of(index, before), chart.place_of(index + 1, after)
        # A quarter of the way: half way stands the break.
        return pixel(chart, one + (other - one) / 4).lightness() < 128

    assert joined(0, 24, 39)
    assert not joined(1, 39, 53), "no line over a break"
    assert not joined(2, 53, 63.1), "nor to a provisional score"


def test_a_break_is_a_dashed_line(chart: CourseChart) -> None:
    room = chart.plot_rect()
    x = round(room.width() / len(POINTS) * 2)
    image = chart.grab().toImage()
    column = [image.pixelColor(x, y) for y in range(round(room.bottom()))]
    assert 0.4 < column.count(LIGHT.path) / len(column) < 0.8


def test_a_provisional_score_has_a_box(chart: CourseChart) -> None:
    high, low = chart.place_of(3, 78.8), chart.place_of(3, 40.3)
    image = chart.grab().toImage()
    side = [image.pixelColor(round(high.x()) - 4, y) for y in range(round(high.y()), round(low.y()))]
    assert side.count(LIGHT.text2) > 0.6 * len(side)


def test_it_follows_the_theme_and_survives_nothing(qapp: QApplication, chart: CourseChart) -> None:
    apply_theme(qapp, DARK)
    assert pixel(chart, chart.place_of(0, 24)) == DARK.text
    chart.set_points([], "Nog geen ronden")
    assert not chart.grab().isNull()
