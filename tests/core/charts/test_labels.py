from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.charts.labels import Box, Obstacles, around, spread

place = st.floats(0, 100)


def test_a_line_through_a_box_crosses_it() -> None:
    box = Box(10, 10, 20, 20)
    assert box.crossed_by((0, 0, 30, 30))
    assert box.crossed_by((15, 0, 15, 30))
    assert box.crossed_by((12, 12, 13, 13)), "wholly inside"
    assert not box.crossed_by((0, 30, 30, 30))
    assert not box.crossed_by((0, 0, 9, 9))
    assert not box.crossed_by((0, 25, 9, 0))


@given(place, place, place, place, st.floats(0, 1))
def test_a_line_through_a_point_of_the_box_crosses_it(x1: float, y1: float, x2: float, y2: float, part: float) -> None:
    x, y = x1 + part * (x2 - x1), y1 + part * (y2 - y1)
    assert Box(x - 1, y - 1, x + 1, y + 1).crossed_by((x1, y1, x2, y2))


def test_labels_keep_clear_of_each_other_and_stay_inside() -> None:
    taken = Obstacles(Box(0, 0, 100, 100))
    placed = [box for _ in range(40) if (box := taken.place(around(50, 50, 20, 10, 8, above=True)))]
    assert 2 <= len(placed) <= 8
    assert not any(a.meets(b) for i, a in enumerate(placed) for b in placed[i + 1 :])
    assert taken.place(around(-30, 50, 20, 10, 8, above=True)) is None


def test_a_label_goes_over_or_under_first() -> None:
    assert around(50, 50, 20, 10, 8, above=True)[0].bottom <= 42
    assert around(50, 50, 20, 10, 8, above=False)[0].top >= 58


@given(st.lists(st.floats(0, 100), max_size=5).map(sorted))
def test_spread_labels_are_apart_in_order_and_within_the_limits(middles: list[float]) -> None:
    placed = spread(middles, 16, 0, 100)
    assert all(second - first >= 16 - 1e-9 for first, second in pairwise(placed))
    assert all(-1e-9 <= height <= 100 + 1e-9 for height in placed)


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert spread([10, 40, 80], 16, 0, 100) == [10, 40, 80]
