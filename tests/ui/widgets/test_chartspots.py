import pytest
from PySide6.QtCore import Qt

from covenant_monitor.charts.chart import Spot
from covenant_monitor_ui.widgets.chartspots import spot_after, spot_at

KEY = Qt.Key
# two bars of two parts, and a dot on the first bar
SPOTS = [
    Spot(0, 50, 40, 100, "one below"),
    Spot(0, 0, 40, 50, "one above"),
    Spot(60, 50, 100, 100, "other below"),
    Spot(60, 0, 100, 50, "other above"),
    Spot(18, 20, 22, 24, "dot"),
]


@pytest.mark.parametrize(
    ("x", "y", "place"),
    [(5, 70, 0), (5, 20, 1), (20, 22, 4), (99, 1, 3), (50, 50, -1), (43, 80, 0), (23, 22, 1), (500, 500, -1)],
)
def test_the_smallest_spot_under_the_pointer_is_meant_or_a_near_one(x: float, y: float, place: int) -> None:
    assert spot_at(SPOTS, x, y) == place


def test_left_and_right_walk_all_spots_and_stop_at_the_ends() -> None:
    walked = [-1]
    for _step in range(7):
        walked.append(spot_after(SPOTS, walked[-1], KEY.Key_Right))
    assert walked == [-1, 0, 1, 2, 3, 4, 4, 4]
    assert spot_after(SPOTS, 0, KEY.Key_Left) == 0
    assert spot_after(SPOTS, -1, KEY.Key_Left) == 4
    assert spot_after(SPOTS, 2, KEY.Key_Home) == 0
    assert spot_after(SPOTS, 2, KEY.Key_End) == 4


def test_up_and_down_go_to_the_nearest_there() -> None:
    assert spot_after(SPOTS, 2, KEY.Key_Up) == 3
    assert spot_after(SPOTS, 3, KEY.Key_Down) == 2
    assert spot_after(SPOTS, 4, KEY.Key_Up) == 4
    assert spot_after(SPOTS, -1, KEY.Key_Down) == 0


def test_without_spots_there_is_nowhere_to_go() -> None:
    assert {spot_after([], -1, key) for key in (KEY.Key_Right, KEY.Key_Up, KEY.Key_Home, KEY.Key_End)} == {-1}
    assert spot_at([], 1, 1) == -1
