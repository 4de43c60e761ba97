import math
from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import (
    HALF,
    LEVEL_VALUES,
    LEVELS,
    UNRATED,
    Criterion,
    Level,
    Number,
    Rating,
    Scale,
    Section,
    Status,
    Text,
    exact,
    natural_key,
)
from tests.core.domain.strategies import NA, framework_of, relaxed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, Fraction(1, 10)),
        (62.5, Fraction(125, 2)),
        (1e-7, Fraction(1, 10**7)),
        (-0.3, Fraction(-3, 10)),
        (1e22, 10**22),
        (3, 3),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_is_the_number_as_people_wrote_it(value: float | Fraction, expected: Number) -> None:
    assert exact(value) == expected


def test_exact_of_a_whole_float_is_an_int() -> None:
    assert isinstance(exact(3.0), int)
    assert exact(-0.0) == 0


def test_exact_tells_a_float_from_the_fraction_that_it_equals() -> None:
    binary = Fraction(0.7)
    assert exact(0.7) == Fraction(7, 10)
    assert exact(binary) == binary


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_exact_refuses_what_is_no_number(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        exact(value)


@relaxed
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_loses_nothing(value: float) -> None:
    assert float(exact(value)) == value


@relaxed
@given(st.decimals(-1000, 1000, places=4))
def test_exact_adds_up_as_on_paper(value: Fraction) -> None:
    assert exact(float(value)) == Fraction(value)


def test_codes_sort_as_people_number_things() -> None:
    codes = ["10", "2", "1.10", "1.2", "b2", "B10", "1", "A", "2a", ""]
    assert sorted(codes, key=natural_key) == ["", "1", "1.2", "1.10", "2", "2a", "10", "A", "b2", "B10"]
    assert sorted(["a0", "a", "A", "a-"], key=natural_key) == ["A", "a", "a0", "a-"]


def test_codes_that_mean_the_same_number_still_have_one_order() -> None:
    codes = ["1.2", "1.02", "1.002", "1.1", "1.3"]
    for order in (codes, codes[::-1]):
        assert sorted(order, key=natural_key) == ["1.1", "1.002", "1.02", "1.2", "1.3"]


@relaxed
@given(st.lists(st.text()))
def test_any_codes_can_be_sorted(codes: list[str]) -> None:
    keys = [natural_key(code) for code in sorted(codes, key=natural_key)]
    assert all(one <= other for one, other in pairwise(keys))


def test_the_order_of_the_work() -> None:
    order = [Status.DRAFT, Status.SUBMITTED, Status.ASSESSED, Status.REVIEWED, Status.FINAL]
    for (i, a), (j, b) in product(enumerate(order), repeat=2):
        assert a.reached(b) == (i >= j)


@pytest.mark.parametrize(
    ("scale", "value", "level"),
    [
        (LEVELS, 1, Level.FULLY),
        (LEVELS, HALF, Level.PARTIALLY),
        (LEVELS, 0, Level.NOT),
        (Scale(0, 100, by_level=False), Fraction("99.99"), Level.PARTIALLY),
        (Scale(0, 100, by_level=False), Fraction("0.01"), Level.PARTIALLY),
        (Scale(1, 5, by_level=False), 1, Level.NOT),
        (Scale(1, 5, by_level=False), 5, Level.FULLY),
    ],
)
def test_the_level_that_a_value_counts_as(scale: Scale, value: Number, level: Level) -> None:
    assert scale.level(value) is level


def test_a_scale_below_0_is_refused() -> None:
    # Scores below 0 % would come of it: 1 of -2..2 is half, and -1 is -50 %.
    with pytest.raises(ValueError, match="below 0"):
        Scale(-2, 2, by_level=False)
    assert Scale(0, 5, by_level=False).level(0) is Level.NOT


def test_levels_and_their_values_agree() -> None:
    assert {LEVELS.level(value): value for value in LEVEL_VALUES.values()} == LEVEL_VALUES
    assert set(LEVEL_VALUES) == set(Level)


def test_a_rating_is_one_with_a_value_or_not_applicable() -> None:
    assert Rating(0).is_rated
    assert NA.is_rated
    assert not UNRATED.is_rated
    assert not Rating(unproven=True, note="claimed", evidence="website").is_rated


def test_a_framework_finds_criteria_and_their_sections() -> None:
    framework = framework_of([2, 1])
    assert list(framework.criteria) == ["1.01", "1.02", "2.01"]
    assert framework.criteria["2.01"] is framework.sections[1].criteria[0]
    assert {code: section.code for code, section in framework.section_of.items()} == {
        "1.01": "1",
        "1.02": "1",
        "2.01": "2",
    }


def test_values_cannot_be_changed() -> None:
    criterion = Criterion("1.01", Text("Beleid"))
    with pytest.raises(FrozenInstanceError):
        criterion.weight = 2  # type: ignore[misc]
    assert Section("1", Text(), [criterion]).weight == criterion.weight == 1
