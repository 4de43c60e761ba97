from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Number, Text
from covenant_monitor.domain.projection import NoProjection, Projection
from covenant_monitor.domain.targets import (
    Direction,
    Indicator,
    Milestone,
    MilestoneStanding,
    Observation,
    Target,
    TargetStatus,
    indicator_trend,
    is_percent,
    milestone_standing,
    next_milestone,
    path_value,
    projection,
    with_baseline,
)
from tests.core.domain.strategies import relaxed

# The market share of the garment covenant's participants, as it was published.
FIRST, SECOND = Milestone(date(2018, 12, 31), 50), Milestone(date(2021, 12, 31), 80)
MARKET = Target("market", "share", [FIRST, SECOND], date(2016, 7, 31), 35)
SHARE = Indicator(
    "share",
    Text("Marktaandeel", "Market share"),
    "%",
    observations=[
        Observation(date(2016, 7, 31), 35),
        Observation(date(2018, 12, 31), 48),
        Observation(date(2019, 12, 31), low=40, high=45),
    ],
)


def market(milestone: Milestone, at: date) -> MilestoneStanding:
    return milestone_standing(SHARE, MARKET, milestone, at)


def standing(
    *observed: tuple[date, Number],
    at: date,
    direction: Direction = Direction.UP,
    goal: Number = 100,
    start: Number = 0,
) -> MilestoneStanding:
    """Against one milestone at the end of 2020, from a baseline at the end of 2010."""
    milestone = Milestone(date(2020, 12, 31), goal)
    target = Target("t", "i", [milestone], date(2010, 12, 31), start)
    indicator = Indicator("i", Text(), "", direction, [Observation(day, value) for day, value in observed])
    return milestone_standing(indicator, target, milestone, at)


def test_the_first_milestone_was_missed_by_2_points() -> None:
    found = market(FIRST, date(2019, 1, 15))
    assert found.status is TargetStatus.MISSED
    assert found.gap == 2
    assert found.expected == 50
    assert found.pace_needed_per_year is None  # its day has come
    # 13 points in the 883 days from 31 July 2016 to 31 December 2018.
    assert found.pace_so_far_per_year == pytest.approx(13 / 883 * 365.25)


def test_from_then_on_10_7_points_a_year_were_needed() -> None:
    found = market(SECOND, date(2019, 1, 15))
    assert found.status is TargetStatus.BEHIND
    assert found.gap == 32
    # 32 points in 1,096 days, 3.0007 years.
    assert found.pace_needed_per_year == pytest.approx(10.664, abs=0.001)


def test_in_2020_the_second_was_behind_by_the_low_end_of_the_range() -> None:
    found = market(SECOND, date(2020, 6, 1))
    assert found.status is TargetStatus.BEHIND
    assert found.observation == SHARE.observations[2]
    assert found.gap == 40
    # From 50 to 80 in 1,096 days; 365 of them had passed: 50 + 30 x 365 / 1096 = 59.99.
    assert found.expected == pytest.approx(59.99, abs=0.005)
    assert found.pace_needed_per_year == pytest.approx(40 / 731 * 365.25)


def test_in_2022_the_second_was_missed() -> None:
    found = market(SECOND, date(2022, 1, 1))
    assert found.status is TargetStatus.MISSED
    assert found.gap == 40


def test_before_the_first_observation_there_is_no_data() -> None:
    found = market(FIRST, date(2016, 7, 30))
    assert found.status is TargetStatus.NO_DATA
    assert (found.observation, found.gap, found.expected) == (None, None, None)
    assert found.pace_needed_per_year is found.pace_so_far_per_year is None


def test_an_observation_without_a_value_is_no_data() -> None:
    milestone = Milestone(date(2020, 12, 31), 10)
    withheld = Observation(date(2019, 1, 1), numerator=3, note="not published")
    empty = Indicator("i", Text(), observations=[withheld])
    found = milestone_standing(empty, Target("t", "i", [milestone]), milestone, date(2020, 1, 1))
    assert found.status is TargetStatus.NO_DATA


@pytest.mark.parametrize(
    ("value", "at", "status"),
    [
        (100, date(2016, 1, 1), TargetStatus.ACHIEVED),
        (101, date(2021, 1, 1), TargetStatus.ACHIEVED),
        (50, date(2016, 1, 1), TargetStatus.ON_TRACK),  # after 1,826 of 3,653 days: the path is at 49.99
        (49, date(2016, 1, 1), TargetStatus.BEHIND),
        (49, date(2020, 12, 30), TargetStatus.BEHIND),
        (Fraction("99.9999"), date(2020, 12, 30), TargetStatus.ON_TRACK),  # far ahead at the end of 2015
        (Fraction("99.9999"), date(2020, 12, 31), TargetStatus.MISSED),  # shown as 100.0
    ],
)
def test_status_on_a_date(value: Number, at: date, status: TargetStatus) -> None:
    assert standing((date(2015, 12, 31), value), at=at).status is status


@pytest.mark.parametrize(
    ("value", "at", "status", "gap"),
    [
        (20, date(2018, 1, 1), TargetStatus.ACHIEVED, 0),
        (15, date(2018, 1, 1), TargetStatus.ACHIEVED, -5),
        (60, date(2018, 1, 1), TargetStatus.ON_TRACK, 40),  # half-way from 100 to 20 on the path, a day early
        (61, date(2018, 1, 1), TargetStatus.BEHIND, 41),
        (21, date(2020, 12, 31), TargetStatus.MISSED, 1),
    ],
)
def test_where_down_is_better(value: Number, at: date, status: TargetStatus, gap: Number) -> None:
    found = standing((date(2015, 12, 31), value), at=at, direction=Direction.DOWN, goal=20, start=100)
    # 1,826 of 3,653 days: the path is at 100 - 80 x 0.49986 = 60.01.
    assert found.expected == pytest.approx(60.011, abs=0.001)
    assert (found.status, found.gap) == (status, gap)
    assert found.pace_so_far_per_year == pytest.approx((100 - value) / 1826 * 365.25)
    if status in (TargetStatus.ON_TRACK, TargetStatus.BEHIND):
        assert found.pace_needed_per_year == pytest.approx((value - 20) / 1827 * 365.25)
    else:
        assert found.pace_needed_per_year is None


def test_no_pace_is_needed_to_a_day_that_has_come_or_to_what_is_achieved() -> None:
    seen = (date(2015, 12, 31), 60)
    assert standing(seen, at=date(2020, 12, 30)).pace_needed_per_year == pytest.approx(40 / 1827 * 365.25)
    for at in (date(2020, 12, 31), date(2022, 6, 1)):
        missed = standing(seen, at=at)
        assert missed.status is TargetStatus.MISSED
        assert missed.pace_needed_per_year is None
    assert standing((date(2015, 12, 31), 101), at=date(2016, 1, 1)).pace_needed_per_year is None


@pytest.mark.parametrize(
    ("direction", "low", "high", "status"),
    [
        (Direction.UP, 99, 120, TargetStatus.MISSED),
        (Direction.UP, 100, 120, TargetStatus.ACHIEVED),
        (Direction.DOWN, 90, 101, TargetStatus.MISSED),
        (Direction.DOWN, 90, 100, TargetStatus.ACHIEVED),
    ],
)
def test_a_range_meets_a_milestone_only_if_all_of_it_does(
    direction: Direction, low: Number, high: Number, status: TargetStatus
) -> None:
    milestone = Milestone(date(2020, 12, 31), 100)
    indicator = Indicator("i", Text(), "", direction, [Observation(milestone.day, low=low, high=high)])
    found = milestone_standing(indicator, Target("t", "i", [milestone]), milestone, date(2021, 1, 1))
    assert found.status is status


def test_observation_ends() -> None:
    exact, between = Observation(date(2019, 1, 1), 5), Observation(date(2019, 1, 1), low=4, high=6)
    assert (exact.lowest, exact.highest, exact.is_range) == (5, 5, False)
    assert (between.lowest, between.highest, between.is_range) == (4, 6, True)
    assert (between.worst(Direction.UP), between.worst(Direction.DOWN)) == (4, 6)
    assert Observation(date(2019, 1, 1), 5, low=4, high=6).worst(Direction.UP) == 5


def test_an_observation_after_the_milestone_or_after_the_date_does_not_count() -> None:
    late = (date(2021, 6, 30), 150)
    assert standing((date(2015, 12, 31), 60), late, at=date(2022, 1, 1)).gap == 40
    assert standing((date(2015, 12, 31), 60), (date(2018, 12, 31), 90), at=date(2018, 12, 30)).gap == 40


def test_the_last_observation_counts_in_whatever_order_they_are_given() -> None:
    early, late = (date(2012, 12, 31), 100), (date(2018, 12, 31), 30)
    for observed in ((early, late), (late, early)):
        assert standing(*observed, at=date(2019, 1, 1)).status is TargetStatus.BEHIND


def test_an_observation_on_the_path_is_on_track_and_the_least_below_it_is_not() -> None:
    day = date(2010, 12, 31)  # of the baseline, where the path is at 0
    assert standing((day, 0), at=day).status is TargetStatus.ON_TRACK
    assert standing((day, Fraction(-1, 10**9)), at=day).status is TargetStatus.BEHIND


def test_the_path() -> None:
    assert path_value(MARKET, date(2016, 7, 30)) is None
    assert path_value(MARKET, date(2016, 7, 31)) == 35
    # 15 points in 883 days; on 1 January 2018, 519 of them.
    assert path_value(MARKET, date(2018, 1, 1)) == 35 + Fraction(15 * 519, 883)
    assert path_value(MARKET, date(2018, 12, 31)) == 50
    assert path_value(MARKET, date(2021, 12, 31)) == 80
    assert path_value(MARKET, date(2022, 1, 1)) is None


def test_without_a_baseline_the_path_begins_at_the_first_milestone() -> None:
    target = Target("t", "i", [FIRST, SECOND])
    assert path_value(target, date(2018, 12, 30)) is None
    assert path_value(target, date(2018, 12, 31)) == 50
    assert path_value(Target("t", "i", [FIRST]), date(2018, 12, 31)) is None


def without_baseline(*observed: Observation, at: date, direction: Direction = Direction.UP) -> MilestoneStanding:
    """Against 80 at the end of 2021, from nowhere."""
    milestone = Milestone(date(2021, 12, 31), 80)
    indicator = Indicator("i", Text(), "", direction, observed)
    return milestone_standing(indicator, Target("t", "i", [milestone]), milestone, at)


def test_without_a_baseline_the_first_of_two_observations_stands_for_it() -> None:
    # From 40 at the end of 2017 to 80 four years later: 60.01 at the end of 2019, after 730 of 1,461 days.
    first = Observation(date(2017, 12, 31), 40)
    path = 40 + Fraction(40 * 730, 1461)
    for value, status in ((path, TargetStatus.ON_TRACK), (59, TargetStatus.BEHIND)):
        second = Observation(date(2019, 12, 31), value)
        for observed in ((first, second), (second, first)):
            found = without_baseline(*observed, at=date(2020, 6, 1))
            assert (found.status, found.expected, found.observation) == (status, path, second)
            assert found.pace_so_far_per_year == pytest.approx(float(value - 40) / 730 * 365.25)


def test_without_a_baseline_a_range_stands_for_it_by_its_less_favourable_end() -> None:
    first = Observation(date(2017, 12, 31), low=40, high=45)
    target, indicator = Target("t", "i", []), Indicator("i", Text(), observations=[first, Observation(FIRST.day, 48)])
    for direction, value in ((Direction.UP, 40), (Direction.DOWN, 45)):
        found = with_baseline(target, replace(indicator, direction=direction), FIRST.day)
        assert (found.baseline_day, found.baseline_value) == (first.day, value)


def test_a_baseline_that_was_agreed_is_kept() -> None:
    assert with_baseline(MARKET, SHARE, date(2022, 1, 1)) is MARKET


def test_without_a_path_nobody_can_tell_on_track_from_behind() -> None:
    only = Observation(date(2019, 12, 31), 60)
    found = without_baseline(only, at=date(2020, 6, 1))
    assert found.status is TargetStatus.NO_DATA
    assert (found.observation, found.gap, found.expected) == (only, 20, None)
    assert found.pace_so_far_per_year is None
    assert found.pace_needed_per_year == pytest.approx(20 / 731 * 365.25)
    # What is known later does not count yet.
    later = Observation(date(2020, 12, 31), 70)
    assert without_baseline(only, later, at=date(2020, 6, 1)) == found


def test_without_a_path_a_milestone_is_still_achieved_or_missed() -> None:
    seen = date(2019, 12, 31)
    assert without_baseline(Observation(seen, 80), at=date(2020, 6, 1)).status is TargetStatus.ACHIEVED
    assert without_baseline(Observation(seen, 79), at=date(2021, 12, 31)).status is TargetStatus.MISSED


def test_an_observation_of_before_the_baseline_is_no_data() -> None:
    early = Observation(date(2016, 7, 30), 30)
    found = milestone_standing(replace(SHARE, observations=[early]), MARKET, FIRST, date(2016, 12, 31))
    assert found.status is TargetStatus.NO_DATA
    assert (found.observation, found.gap) == (early, 20)


def test_three_observations_are_projected_a_range_by_its_middle() -> None:
    # Days 0, 883 and 1,248 after 31 July 2016 and values 35, 48 and 42.5; at 1,979, by hand in decimals.
    found = market(SECOND, date(2020, 6, 1))
    days, values = (0, 883, 1248), (35, 48, 42.5)
    mean, middle = sum(days) / 3, sum(values) / 3
    spread = sum((day - mean) ** 2 for day in days)
    slope = sum((day - mean) * value for day, value in zip(days, values, strict=True)) / spread
    squares = sum((v - middle - slope * (d - mean)) ** 2 for d, v in zip(days, values, strict=True))
    line = middle + slope * (1979 - mean)
    noise = 12.706205 * (squares * (1 + 1 / 3 + (1979 - mean) ** 2 / spread)) ** 0.5
    moved = 2.5 * (1 / 3 + (1979 - mean) * (1248 - mean) / spread)
    assert found.projected == pytest.approx(line)
    assert found.no_projection is None
    # One degree of freedom says next to nothing, and the interval admits it.
    assert line + noise + moved > 100
    assert (found.projected_low, found.projected_high) == (0, 100)
    bare = replace(SHARE, unit="")
    found = milestone_standing(bare, MARKET, SECOND, date(2020, 6, 1))
    assert (found.projected_low, found.projected_high) == pytest.approx((line - noise - moved, line + noise + moved))


def test_two_observations_and_a_day_that_has_come_are_not_projected() -> None:
    for at, why in (
        (date(2016, 7, 1), NoProjection.TOO_FEW),
        (date(2019, 1, 15), NoProjection.TOO_FEW),
        (date(2021, 12, 31), NoProjection.PASSED),
        (date(2022, 1, 1), NoProjection.PASSED),
    ):
        found = market(SECOND, at)
        assert (found.projected, found.projected_low, found.projected_high) == (None, None, None)
        assert found.no_projection is why


def test_what_is_bounded_on_one_side_has_no_middle() -> None:
    day = date(2019, 12, 31)
    exact = [Observation(date(2016, 12, 31), 3), Observation(date(2017, 12, 31), 4)]
    for bound in (Observation(day, low=5), Observation(day, high=5)):
        for direction in Direction:
            indicator = Indicator("i", Text(), "", direction, [*exact, bound])
            assert projection(indicator, date(2020, 12, 31), day) is NoProjection.TOO_FEW
            assert indicator_trend(indicator, day) is None


def test_a_value_with_bounds_counts_by_itself_and_widens_by_the_further_one() -> None:
    days = [date(2016, 12, 31), date(2017, 12, 31), date(2018, 12, 31)]
    plain = [Observation(day, value) for day, value in zip(days, (1, 2, 4), strict=True)]
    bounded = [*plain[:2], Observation(days[2], 4, low=3, high=6)]
    ranged = [*plain[:2], Observation(days[2], low=2, high=6)]
    found = [
        projection(Indicator("i", Text(), observations=seen), date(2019, 12, 31), days[2])
        for seen in (plain, bounded, ranged)
    ]
    assert found[1] == found[2]
    assert isinstance(found[0], Projection)
    assert isinstance(found[1], Projection)
    assert found[1].value == found[0].value
    assert found[1].high > found[0].high


@pytest.mark.parametrize("direction", Direction)
def test_the_projection_does_not_depend_on_what_is_better(direction: Direction) -> None:
    indicator = replace(SHARE, direction=direction)
    assert projection(indicator, SECOND.day, date(2020, 6, 1)) == projection(SHARE, SECOND.day, date(2020, 6, 1))


NUMBERS = st.integers(0, 100) | st.fractions(0, 100, max_denominator=9)


@relaxed
@given(NUMBERS, NUMBERS, NUMBERS, st.integers(0, 3652), st.integers(0, 4000), st.sampled_from(Direction))
def test_mirrored_numbers_in_the_other_direction_stand_the_same(
    start: Number, goal: Number, value: Number, seen: int, later: int, direction: Direction
) -> None:
    day = date(2010, 12, 31) + timedelta(seen)
    at = day + timedelta(later)
    other = Direction.DOWN if direction is Direction.UP else Direction.UP
    a = standing((day, value), at=at, direction=direction, goal=goal, start=start)
    b = standing((day, -value), at=at, direction=other, goal=-goal, start=-start)
    assert (a.status, a.gap, a.pace_needed_per_year, a.pace_so_far_per_year) == (
        b.status,
        b.gap,
        b.pace_needed_per_year,
        b.pace_so_far_per_year,
    )


@relaxed
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(0, 3652), st.integers(0, 4000))
def test_a_better_observation_never_stands_worse(
    start: Number, goal: Number, value: Number, other: Number, seen: int, later: int
) -> None:
    order = [TargetStatus.MISSED, TargetStatus.BEHIND, TargetStatus.ON_TRACK, TargetStatus.ACHIEVED]
    day = date(2010, 12, 31) + timedelta(seen)
    worse, better = (
        standing((day, v), at=day + timedelta(later), goal=goal, start=start) for v in sorted([value, other])
    )
    assert order.index(worse.status) <= order.index(better.status)
    assert worse.gap is not None
    assert better.gap is not None
    assert worse.gap >= better.gap


@relaxed
@given(NUMBERS, NUMBERS, st.integers(0, 3653))
def test_the_path_stays_between_baseline_and_milestone(start: Number, goal: Number, days: int) -> None:
    target = Target("t", "i", [Milestone(date(2020, 12, 31), goal)], date(2010, 12, 31), start)
    expected = path_value(target, date(2010, 12, 31) + timedelta(days))
    assert expected is not None
    assert expected == Fraction(start) + (Fraction(goal) - Fraction(start)) * Fraction(days, 3653)


@relaxed
@given(NUMBERS, NUMBERS, st.integers(0, 3652), st.sampled_from(Direction))
def test_exactly_on_the_path_is_on_track(start: Number, goal: Number, days: int, direction: Direction) -> None:
    sign = 1 if direction is Direction.UP else -1
    goal = start + sign * (1 + abs(goal - start))
    day = date(2010, 12, 31) + timedelta(days)
    value = start + Fraction((goal - start) * days, 3653)
    on, below = (
        standing((day, v), at=day, direction=direction, goal=goal, start=start)
        for v in (value, value - sign * Fraction(1, 10**30))
    )
    assert on.status is TargetStatus.ON_TRACK
    assert below.status is TargetStatus.BEHIND


@relaxed
@given(NUMBERS, st.integers(0, 3652), st.integers(1, 4000))
def test_achieved_exactly_if_the_gap_is_not_positive(value: Number, seen: int, later: int) -> None:
    day = date(2010, 12, 31) + timedelta(seen)
    found = standing((day, value), at=day + timedelta(later), goal=60)
    assert found.gap == 60 - value
    assert (found.status is TargetStatus.ACHIEVED) == (value >= 60)


@pytest.mark.parametrize("unit", ["%", " % ", "percent", "Procent", "PCT"])
def test_a_percentage_by_any_name(unit: str) -> None:
    assert is_percent(unit)


@pytest.mark.parametrize("unit", ["", "bedrijven", "%-punt", "per cent"])
def test_what_is_no_percentage(unit: str) -> None:
    assert not is_percent(unit)


def test_the_milestone_that_matters_is_the_next_one_or_the_last() -> None:
    assert next_milestone(MARKET, date(2016, 1, 1)) == FIRST
    assert next_milestone(MARKET, FIRST.day - timedelta(1)) == FIRST
    assert next_milestone(MARKET, FIRST.day) == SECOND, "its day has come"
    assert next_milestone(MARKET, date(2030, 1, 1)) == SECOND
    assert next_milestone(replace(MARKET, milestones=[SECOND, FIRST]), date(2017, 1, 1)) == FIRST
    assert next_milestone(replace(MARKET, milestones=[]), date(2017, 1, 1)) is None
