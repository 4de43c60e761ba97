import math
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Number
from covenant_monitor.domain.projection import NoProjection, Point, Projection, project, student, trend
from tests.core.domain.strategies import relaxed

START = date(2010, 12, 31)
EXACT = 1e-9


def points(*values: Number, step: int = 100, give: Number = 0) -> list[Point]:
    """Values that many days apart."""
    return [Point(START + timedelta(step * i), value, give) for i, value in enumerate(values)]


def ahead(seen: Sequence[Point], days: int = 50, *, percent: bool = False) -> Projection:
    """The projection so many days after the last point, as seen on the day of that."""
    last = max(point.day for point in seen)
    found = project(seen, last + timedelta(days), last, percent=percent)
    assert isinstance(found, Projection)
    return found


def width(found: Projection) -> float:
    return found.high - found.low


@pytest.mark.parametrize(
    ("degrees", "published"),
    # Any printed table, two-sided 5 %.
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (6, 2.447), (7, 2.365), (8, 2.306), (9, 2.262),
     (10, 2.228), (11, 2.201), (12, 2.179), (15, 2.131), (20, 2.086), (25, 2.060), (30, 2.042), (40, 2.021),
     (60, 2.000), (120, 1.980), (10**9, 1.960)],
)  # fmt: skip
def test_students_t_as_published(degrees: int, published: float) -> None:
    assert student(degrees) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize("degrees", [*range(1, 60), 100, 101, 998])
def test_95_percent_lies_within_students_t(degrees: int) -> None:
    """By the finite series for whole degrees of freedom, Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(student(degrees) / math.sqrt(degrees))
    odd = degrees % 2
    term = total = math.cos(angle) if odd else 1.0
    for k in range(2 if odd else 1, degrees - 2, 2):
        term *= k / (k + 1) * math.cos(angle) ** 2
        total += term
    if degrees == 1:
        within = 2 * angle / math.pi
    else:
        within = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    assert within == pytest.approx(0.95, abs=1e-6)


def test_a_worked_example() -> None:
    # x = 0, 100, 200, 300 and y = 1, 3, 2, 5: means 150 and 2.75, Sxx 50,000, Sxy 550, slope 0.011;
    # residuals -0.1, 0.8, -1.3, 0.6: squares 2.7, s = sqrt(2.7 / 2). At x = 400: 2.75 + 0.011 * 250 = 5.5.
    found = ahead(points(1, 3, 2, 5), 100)
    margin = 4.302653 * math.sqrt(2.7 / 2) * math.sqrt(1 + 1 / 4 + 250**2 / 50_000)
    assert found.value == Fraction(11, 2)
    assert (found.low, found.high) == pytest.approx((5.5 - margin, 5.5 + margin))
    assert found.observations == 4
    assert found.day == date(2010, 12, 31) + timedelta(400)


def test_a_range_widens_by_as_far_as_it_moves_the_line() -> None:
    # A line, so no noise; at x = 400 the points weigh 1/4 + 250 (x - 150) / 50,000 = -0.5, 0, 0.5 and 1.
    seen = points(1, 2, 3, 4)
    for i, moved in enumerate((1.0, 0.0, 1.0, 2.0)):
        some = [Point(p.day, p.value, 2 if k == i else 0) for k, p in enumerate(seen)]
        found = ahead(some, 100)
        assert (found.low, found.value, found.high) == pytest.approx((5 - moved, 5, 5 + moved))
    assert width(ahead(points(1, 2, 3, 4, give=2), 100)) == pytest.approx(8)


def test_the_rules_of_when_there_is_no_telling() -> None:
    seen = points(1, 2, 4)  # over 200 days
    last = seen[-1].day
    assert project(seen, last, last) is NoProjection.PASSED
    assert project([], last, last) is NoProjection.PASSED
    assert project([], last + timedelta(1), last) is NoProjection.TOO_FEW
    assert isinstance(project(seen, last + timedelta(400), last), Projection)
    assert project(seen, last + timedelta(401), last) is NoProjection.TOO_SHORT
    # It counts from the last observation, however long ago that is.
    assert project(seen, last + timedelta(401), last + timedelta(300)) is NoProjection.TOO_SHORT
    # What comes later is not known yet.
    assert project(seen, last + timedelta(1), last - timedelta(1)) is NoProjection.TOO_FEW


def test_three_observations_on_two_days_are_too_few() -> None:
    seen = [*points(1, 2), Point(START, 3)]
    assert trend(seen) is None
    assert project(seen, START + timedelta(150), START + timedelta(100)) is NoProjection.TOO_FEW


def test_a_share_stays_between_0_and_100() -> None:
    rising, falling = points(80, 88, 99), points(20, 11, 2)
    assert ahead(rising, 200).high > 100
    found = ahead(rising, 200, percent=True)
    assert (found.value, found.high) == (100, 100)
    assert found.low <= 100
    found = ahead(falling, 200, percent=True)
    assert (found.value, found.low) == (0, 0)
    # A percentage that was below 0 or above 100 is no share of a whole, and growth may do so again.
    assert ahead(points(-5, 40, 95), 200, percent=True).high > 100


VALUES = st.integers(-1000, 1000) | st.fractions(-100, 100, max_denominator=9)
STEPS = st.integers(1, 400)


@relaxed
@given(VALUES, VALUES, st.integers(3, 12), STEPS, st.integers(1, 400))
def test_points_on_a_line_give_the_line_without_width(
    start: Number, rise: Number, n: int, step: int, days: int
) -> None:
    assume(days <= 2 * step * (n - 1))
    found = ahead(points(*(start + rise * i for i in range(n)), step=step), days)
    assert found.value == start + rise * (n - 1 + Fraction(days, step))
    assert width(found) == 0
    assert float(found.value) == found.low == found.high


@relaxed
@given(st.lists(VALUES, min_size=3, max_size=12), st.integers(1, 200))
def test_mirrored_values_have_the_mirrored_projection(values: list[Number], days: int) -> None:
    found, mirrored = ahead(points(*values), days), ahead(points(*(-value for value in values)), days)
    assert mirrored.value == -found.value
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low), abs=EXACT)


@relaxed
@given(st.lists(st.integers(0, 100), min_size=3, max_size=12), st.integers(1, 200))
def test_a_share_and_its_rest_mirror_each_other(values: list[int], days: int) -> None:
    found = ahead(points(*values), days, percent=True)
    rest = ahead(points(*(100 - value for value in values)), days, percent=True)
    assert rest.value == 100 - found.value
    assert (rest.low, rest.high) == pytest.approx((100 - found.high, 100 - found.low), abs=EXACT)
    assert 0 <= found.low <= found.high <= 100


@relaxed
@given(st.lists(VALUES, min_size=3, max_size=12), st.integers(1, 200), st.integers(1, 9))
def test_noise_about_a_line_widens(values: list[Number], days: int, rise: int) -> None:
    """The same residuals about another line leave the width; more of them make it wider in proportion."""
    once = ahead(points(*values), days)
    again = ahead(points(*(2 * value + rise * i for i, value in enumerate(values))), days)
    assert width(again) == pytest.approx(2 * width(once), rel=1e-9, abs=1e-6)
    assert once.low <= float(once.value) <= once.high


@relaxed
@given(st.lists(VALUES, min_size=3, max_size=12), st.integers(1, 200), st.integers(1, 9))
def test_ranges_widen_and_leave_the_line(values: list[Number], days: int, give: int) -> None:
    exact, between = ahead(points(*values), days), ahead(points(*values, give=give), days)
    assert between.value == exact.value
    # Moved all together, the line moves with them.
    assert width(between) >= width(exact) + 2 * give - 1e-6


@relaxed
@given(st.lists(VALUES, min_size=3, max_size=12), st.integers(1, 150))
def test_further_ahead_is_less_certain(values: list[Number], days: int) -> None:
    seen = points(*values)
    assert width(ahead(seen, days)) <= width(ahead(seen, days + 50)) + EXACT


@relaxed
@given(st.permutations(points(3, 1, 4, 1, 5)))
def test_the_order_does_not_matter(seen: list[Point]) -> None:
    assert ahead(seen) == ahead(points(3, 1, 4, 1, 5))


@relaxed
@given(st.lists(VALUES, max_size=2), st.integers(-10, 3000), st.integers(-10, 3000))
def test_never_a_number_from_two_points(values: list[Number], day: int, at: int) -> None:
    found = project(points(*values), START + timedelta(day), START + timedelta(at))
    assert isinstance(found, NoProjection)
