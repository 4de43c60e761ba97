from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import LEVELS, Number
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.domain.shares import Alignment, alignment, alignment_per_step, rounded_shares, sum_of
from tests.core.domain.strategies import Case, cases, framework_of, relaxed

AMOUNTS = st.lists(st.integers(0, 60) | st.fractions(0, 5, max_denominator=7), min_size=1, max_size=7).filter(any)


@pytest.mark.parametrize(
    ("amounts", "decimals", "expected"),
    [
        ([1, 1, 1], 0, ["33", "33", "34"]),  # three times 33 1/3: the last one gets what is left
        ([1, 1, 1], 1, ["33.3", "33.3", "33.4"]),
        ([1, 1, 1, 1, 1, 1], 0, ["16", "16", "17", "17", "17", "17"]),
        ([1, 2], 0, ["33", "67"]),  # 33.33 and 66.67
        ([2, 1], 0, ["67", "33"]),
        ([5, 54, 3], 0, ["8", "87", "5"]),  # 8.06, 87.10, 4.84
        ([0, 0, 3], 0, ["0", "0", "100"]),
        ([1, 199], 0, ["0", "100"]),  # 0.5 and 99.5: equal remainders, the last one
        ([199, 1], 0, ["99", "1"]),
        ([Fraction(1, 2), Fraction(3, 2)], 0, ["25", "75"]),
        ([7], 2, ["100"]),
    ],
)
def test_largest_remainder_by_hand(amounts: list[Number], decimals: int, expected: list[str]) -> None:
    assert rounded_shares(amounts, decimals) == [Fraction(share) for share in expected]


def test_shares_of_nothing() -> None:
    assert rounded_shares([]) is None
    assert rounded_shares([0, 0]) is None


def test_a_negative_amount_has_no_share() -> None:
    with pytest.raises(ValueError, match="negative"):
        rounded_shares([3, -1])


@relaxed
@given(AMOUNTS, st.integers(0, 3))
def test_rounded_shares_add_up_to_100_and_are_within_one_unit(amounts: list[Number], decimals: int) -> None:
    shares = rounded_shares(amounts, decimals)
    assert shares is not None
    assert sum(shares) == 100
    for amount, share in zip(amounts, shares, strict=True):
        exact = Fraction(amount) * 100 / sum(amounts)
        assert abs(share - exact) < Fraction(1, 10**decimals)
        assert (share * 10**decimals).denominator == 1
        assert amount or share == 0
        assert share == exact or (exact * 10**decimals).denominator > 1


@relaxed
@given(AMOUNTS)
def test_a_larger_amount_never_has_a_smaller_share(amounts: list[Number]) -> None:
    shares = rounded_shares(sorted(amounts))
    assert shares is not None
    assert all(a <= b for a, b in pairwise(shares))


@relaxed
@given(AMOUNTS, st.integers(1, 9) | st.fractions(Fraction(1, 9), 9, max_denominator=9))
def test_only_proportions_count(amounts: list[Number], times: Number) -> None:
    assert rounded_shares([amount * times for amount in amounts]) == rounded_shares(amounts)


@relaxed
@given(AMOUNTS.flatmap(lambda amounts: st.tuples(st.just(amounts), st.permutations(range(len(amounts))))))
def test_order_moves_shares_only_between_equal_remainders(drawn: tuple[list[Number], list[int]]) -> None:
    amounts, order = drawn
    moved, kept = rounded_shares([amounts[i] for i in order]), rounded_shares(amounts)
    assert moved is not None
    assert kept is not None
    remainders = [Fraction(amount) * 100 / sum(amounts) % 1 for amount in amounts]
    for place, i in enumerate(order):
        if remainders.count(remainders[i]) == 1:
            assert moved[place] == kept[i]


def test_alignment_counts_shares_and_rounding() -> None:
    # 8 fully, 3 partially, 1 not, of 12: 66.67, 25 and 8.33 %.
    found = Alignment(8, 3, 1)
    assert found.n == 12
    assert found.shares() == (Fraction(200, 3), Fraction(25), Fraction(25, 3))
    assert found.rounded() == [Fraction(67), Fraction(25), Fraction(8)]
    assert found.rounded(1) == [Fraction("66.7"), Fraction(25), Fraction("8.3")]


def test_alignment_of_nothing_rated() -> None:
    found = alignment([SectionScore("1", applicable=5, na=2)])
    assert found == Alignment(0, 0, 0)
    assert found.n == 0
    assert found.shares() is None
    assert found.rounded() is None


def test_alignment_per_step_joins_sections_of_one_step_and_skips_those_without() -> None:
    framework = framework_of([4, 4, 4, 1])
    steps = [2, 1, 2, None]
    framework = replace(
        framework, sections=[replace(s, step=step) for s, step in zip(framework.sections, steps, strict=True)]
    )
    parts = [
        SectionScore("1", applicable=4, fully=2, partially=1, na=1),
        SectionScore("2", applicable=4, not_=3),
        SectionScore("3", applicable=4, fully=1, not_=2, weight=9),
        SectionScore("4", applicable=1, fully=1),
    ]
    found = alignment_per_step(framework, parts)
    assert list(found.items()) == [(1, Alignment(0, 0, 3)), (2, Alignment(3, 1, 2))]


@relaxed
@given(cases())
def test_alignment_is_of_the_applicable_criteria_that_have_a_value(case: Case) -> None:
    found = alignment(case.score.sections)
    scale = case.framework.scale
    values = [case.ratings[c.code].value for c in case.applying if c.code in case.ratings]
    present = [value for value in values if value is not None]
    assert found.n == len(present)
    assert found.fully == sum(value == scale.maximum for value in present)
    assert found.not_ == sum(value == scale.minimum for value in present)
    per_step = alignment_per_step(case.framework, case.score.sections)  # every section is a step of its own
    assert sum(part.n for part in per_step.values()) == found.n
    if scale == LEVELS and (shares := found.shares()):
        assert sum(shares) == 100


@relaxed
@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 60))))
def test_a_sum_of_ratios_is_that_of_the_fractions(ratios: list[tuple[int, int]]) -> None:
    assert sum_of(ratios) == sum((Fraction(*ratio) for ratio in ratios), Fraction())
