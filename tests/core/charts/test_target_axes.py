from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.charts.target_axes import Axes, ticks, value_range


def axes(low: float = 0, high: float = 100, step: float = 20) -> Axes:
    return Axes(0, 0, 300, 100, 2018, 2020, low, high, step)


def test_the_last_day_of_a_year_is_on_the_line_of_the_next() -> None:
    assert axes().x(date(2018, 12, 31)) == pytest.approx(100)
    assert axes().x(date(2020, 12, 31)) == pytest.approx(300)
    assert 0 < axes().x(date(2018, 1, 1)) < 1
    assert axes().x(date(2019, 7, 2)) == pytest.approx(150, abs=0.5)


def test_values_go_up_from_the_bottom() -> None:
    assert axes().y(0) == 100
    assert axes().y(100) == 0
    assert axes(low=-100).y(0) == 50


@given(st.lists(st.floats(-1e9, 1e9), max_size=6), st.sampled_from(["%", "sites", ""]))
def test_every_value_is_on_the_axis_and_the_steps_are_few(values: list[float], unit: str) -> None:
    low, high, step = value_range(values, unit)
    slack = 1e-6 * step
    assert low - slack <= min([0.0, *values])
    assert max([0.0, *values]) <= high + slack
    assert 2 <= len(ticks(axes(low, high, step))) <= 8


def test_percentages_that_fit_are_shown_out_of_100() -> None:
    assert value_range([3.0, 12.0], "%") == (0, 100, 20)
    assert value_range([3.0, 120.0], "%")[1] > 100
    assert value_range([3.0, 12.0], "sites")[1] < 20
