"""Agreement of two assessors, held against published worked examples and a computation in floats."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.coherence import (
    LEVELS_IN_ORDER,
    Agreement,
    Coherence,
    Weakness,
    coherence,
    weak_criteria,
)
from covenant_monitor.domain.drift import Placed
from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    AssessmentKind,
    Framework,
    Level,
    Rating,
    Scale,
)
from tests.core.domain.strategies import NA, framework_of, rate, relaxed

MARKS = {"f": 0, "p": 1, "n": 2}


def table(*rows: Sequence[int]) -> Agreement:
    """An agreement of these counts: a row per level of the secretariat, fully first."""
    return Agreement(
        {
            (one, other): rows[i][j]
            for i, one in enumerate(LEVELS_IN_ORDER)
            for j, other in enumerate(LEVELS_IN_ORDER)
            if rows[i][j]
        }
    )


def assessed(
    party: str, ratings: Mapping[str, Rating], assessor: str, kind: AssessmentKind, sample: str = ""
) -> Assessment:
    return Assessment(party, "2020", kind, assessor=assessor, ratings=ratings, sample=frozenset(sample.split()))


def twice(party: str, first: str, second: str, who: str = "A", other: str = "B", sample: str = "") -> list[Placed]:
    """Section 1 of a participant rated by two people, marks as in `rate`."""
    return [
        Placed(assessed(party, rate("1", first), who, AssessmentKind.SECRETARIAT), 1, ""),
        Placed(assessed(party, rate("1", second), other, AssessmentKind.SECOND, sample), 1, ""),
    ]


def reference(first: str, second: str) -> tuple[int, float | None, float | None, float | None, int]:
    """n, agreement, kappa, weighted kappa and one-sided n.a. of two rows of marks: with matrices, in floats."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a in MARKS and b in MARKS]
    one_sided = sum((a == "a") != (b == "a") and "-" not in (a, b) for a, b in zip(first, second, strict=True))
    if not pairs:
        return 0, None, None, None, one_sided
    confusion = np.zeros((3, 3))
    for a, b in pairs:
        confusion[MARKS[a], MARKS[b]] += 1
    share = confusion / confusion.sum()
    by_chance = np.outer(share.sum(axis=1), share.sum(axis=0))
    place = np.arange(3)
    linear = 1 - np.abs(place[:, None] - place[None, :]) / 2

    def kappa(weights: np.ndarray) -> float | None:
        observed, expected = (weights * share).sum(), (weights * by_chance).sum()
        return None if np.isclose(expected, 1) else float((observed - expected) / (1 - expected))

    return len(pairs), float(np.trace(share)), kappa(np.eye(3)), kappa(linear), one_sided


def as_floats(found: Agreement) -> tuple[int, float | None, float | None, float | None, int]:
    numbers = [None if x is None else float(x) for x in (found.agreement, found.kappa, found.weighted_kappa)]
    return found.n, numbers[0], numbers[1], numbers[2], found.na_disagreements


# Worked examples


def test_two_reviewers_of_fifty_grant_proposals() -> None:
    # The usual example of Cohen's kappa: 20 yes-yes, 15 no-no, 5 and 10 that differ; 0.4.
    found = table((20, 0, 5), (0, 0, 0), (10, 0, 15))
    assert (found.n, found.same, found.agreement, found.expected) == (50, 35, Fraction(7, 10), Fraction(1, 2))
    assert found.kappa == Fraction(2, 5)
    assert found.weighted_kappa == found.kappa, "with two levels there is nothing to weigh"


def test_hundred_diagnoses_in_three_classes() -> None:
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, chapter 18: 0.89, 0.66 and 0.68.
    found = table((75, 1, 4), (5, 4, 1), (0, 0, 10))
    assert (found.agreement, found.expected) == (Fraction(89, 100), Fraction(66, 100))
    assert found.kappa == Fraction(23, 34)
    assert round(float(found.kappa), 2) == 0.68
    assert found.weighted_kappa == 1 - Fraction(15, 54)
    assert found.weighted == (1 - Fraction(15, 200), 1 - Fraction(54, 200))


def test_a_whole_difference_weighs_twice_a_half_one() -> None:
    near, far = table((4, 1, 0), (0, 4, 0), (0, 0, 4)), table((4, 0, 1), (0, 4, 0), (0, 0, 4))
    assert near.agreement == far.agreement
    assert near.weighted is not None
    assert far.weighted is not None
    assert 1 - far.weighted[0] == 2 * (1 - near.weighted[0])


def test_worse_than_chance_is_below_zero() -> None:
    assert table((0, 0, 5), (0, 0, 0), (5, 0, 0)).kappa == -1


# Where nothing can be said


def test_without_a_common_rating_there_is_no_number() -> None:
    found = coherence(framework_of([4]), twice("P", "fp--", "--pf"))
    assert as_floats(found.overall) == (0, None, None, None, 0)
    assert (found.overall.expected, found.overall.weighted) == (None, None)
    assert (found.criteria, found.sections, found.pairs, found.compared) == ({}, {}, {}, [])


def test_one_level_on_both_sides_has_no_kappa() -> None:
    found = coherence(framework_of([4]), twice("P", "ffff", "ffff")).overall
    assert (found.agreement, found.expected, found.kappa, found.weighted_kappa) == (1, 1, None, None)


def test_one_level_on_one_side_has_kappa_0() -> None:
    found = coherence(framework_of([4]), twice("P", "ffff", "fffn")).overall
    assert (found.agreement, found.kappa, found.weighted_kappa) == (Fraction(3, 4), 0, 0)


def test_na_is_counted_apart() -> None:
    found = coherence(framework_of([6]), twice("P", "fpaan-", "faapa-"))
    assert (found.overall.n, found.overall.na_disagreements, found.overall.na_both) == (1, 3, 1)
    assert found.overall.agreement == 1
    assert [one.criterion for one in found.compared if one.differs] == ["1.02", "1.04", "1.05"]
    assert found.criteria["1.02"].agreement is None
    assert found.criteria["1.02"].na_disagreements == 1


# What is compared


def test_only_the_sample_is_compared() -> None:
    placed = twice("P", "fpn", "pnf", sample="1.01 1.03")
    assert list(coherence(framework_of([3]), placed).criteria) == ["1.01", "1.03"]


def test_only_what_applies_is_compared() -> None:
    framework = framework_of([3])
    criteria = [
        framework.criteria["1.01"],
        replace(framework.criteria["1.02"], from_participation_year=2),
        replace(framework.criteria["1.03"], groups=frozenset({"large"})),
    ]
    framework = replace(framework, sections=[replace(framework.sections[0], criteria=criteria)])
    placed = twice("P", "fpn", "fpn")
    assert list(coherence(framework, placed).criteria) == ["1.01"]
    older = [replace(one, year=2, group="large") for one in placed]
    assert list(coherence(framework, older).criteria) == ["1.01", "1.02", "1.03"]


def test_a_self_assessment_is_not_compared() -> None:
    first, second = twice("P", "f", "f")
    own = replace(second, assessment=replace(second.assessment, kind=AssessmentKind.SELF))
    assert coherence(framework_of([1]), [first, own]).overall.n == 0


def test_numbers_agree_by_their_level() -> None:
    framework = framework_of([4], Scale(0, 10, by_level=False))
    values = [(10, 10), (3, 7), (0, 0), (10, Fraction(19, 2))]
    first, second = ({f"1.0{i}": Rating(pair[side]) for i, pair in enumerate(values, 1)} for side in (0, 1))
    placed = [
        Placed(assessed("P", first, "A", AssessmentKind.SECRETARIAT), 1, ""),
        Placed(assessed("P", second, "B", AssessmentKind.SECOND), 1, ""),
    ]
    found = coherence(framework, placed).overall
    assert (found.n, found.same) == (4, 3)
    assert found.counts[Level.FULLY, Level.PARTIALLY] == 1


def test_per_criterion_section_and_pair() -> None:
    framework = framework_of([2, 1])
    placed = [
        *twice("P", "ff", "fn"),
        *twice("Q", "pn", "pp", who="C"),
        *twice("R", "p-", "p-", who=" a ", other="B"),
    ]
    found = coherence(framework, placed)
    assert {code: (one.n, one.same) for code, one in found.criteria.items()} == {"1.01": (3, 3), "1.02": (2, 0)}
    assert {code: (one.n, one.same) for code, one in found.sections.items()} == {"1": (5, 3)}
    assert {pair: (one.n, one.same) for pair, one in found.pairs.items()} == {
        ("A", "B"): (3, 2),
        ("C", "B"): (2, 1),
    }
    assert found.participants == {"P", "Q", "R"}
    assert found.overall.n == sum(one.n for one in found.criteria.values())


def test_assessors_without_a_name_are_a_pair_too() -> None:
    assert list(coherence(framework_of([1]), twice("P", "f", "f", who="", other="")).pairs) == [("", "")]


# Criteria whose anchors need work


@pytest.mark.parametrize(
    ("counts", "one_sided", "reasons"),
    [
        (table((4, 0, 0), (0, 0, 0), (0, 0, 0)), 0, ()),
        (table((0, 0, 4), (0, 0, 0), (0, 0, 0)), 0, ()),  # too few
        (table((5, 0, 0), (0, 3, 0), (0, 0, 2)), 1, ()),
        (table((4, 1, 0), (0, 0, 0), (0, 0, 0)), 0, ()),  # one difference, kappa 0
        (table((7, 2, 0), (0, 1, 0), (0, 0, 0)), 0, ()),  # 0.8, kappa 0.41
        (table((8, 2, 0), (0, 0, 0), (0, 0, 0)), 0, (Weakness.LOW_KAPPA,)),
        (table((3, 2, 0), (0, 0, 0), (0, 0, 2)), 0, ()),  # 0.71
        (table((2, 2, 0), (0, 0, 0), (0, 0, 2)), 0, (Weakness.LOW_AGREEMENT,)),
        (table((1, 3, 0), (2, 1, 0), (0, 0, 0)), 0, (Weakness.LOW_AGREEMENT, Weakness.LOW_KAPPA)),
        (table((4, 0, 0), (0, 0, 0), (0, 0, 2)), 2, (Weakness.NA_DISAGREEMENTS,)),
        (table((0, 0, 0), (0, 0, 0), (0, 0, 0)), 5, (Weakness.NA_DISAGREEMENTS,)),
        (table((0, 0, 0), (0, 0, 0), (0, 0, 0)), 4, ()),
    ],
)
def test_what_makes_a_criterion_weak(counts: Agreement, one_sided: int, reasons: tuple[Weakness, ...]) -> None:
    found = weak_criteria({"1": replace(counts, na_disagreements=one_sided)})
    assert [one.reasons for one in found] == ([reasons] if reasons else [])


def test_the_weakest_criterion_comes_first() -> None:
    criteria = {
        "1.10": table((2, 4, 0), (0, 0, 0), (0, 0, 0)),
        "1.2": table((2, 4, 0), (0, 0, 0), (0, 0, 0)),
        "1.3": table((0, 5, 0), (0, 0, 0), (0, 0, 1)),
        "1.4": replace(table((5, 0, 0), (0, 0, 0), (0, 0, 1)), na_disagreements=6),
    }
    assert [one.criterion for one in weak_criteria(criteria)] == ["1.3", "1.2", "1.10", "1.4"]


# Rules that always hold

marks = st.text("fpna-", min_size=1, max_size=30)


@st.composite
def two_rows(draw: st.DrawFn) -> tuple[str, str]:
    """The marks of two assessors on the same criteria."""
    pairs = draw(st.lists(st.tuples(st.sampled_from("fffpna-"), st.sampled_from("fppnna-")), min_size=1, max_size=40))
    return "".join(a for a, _b in pairs), "".join(b for _a, b in pairs)


def of_rows(first: str, second: str) -> Coherence:
    return coherence(framework_of([len(first)]), twice("P", first, second))


@relaxed
@given(two_rows())
def test_the_numbers_are_those_of_the_reference(rows: tuple[str, str]) -> None:
    found, wanted = as_floats(of_rows(*rows).overall), reference(*rows)
    assert (found[0], found[4]) == (wanted[0], wanted[4])
    for mine, theirs in zip(found[1:4], wanted[1:4], strict=True):
        assert (mine is None) == (theirs is None)
        assert mine is None or mine == pytest.approx(theirs, abs=1e-9)


@relaxed
@given(two_rows())
def test_it_does_not_matter_who_was_first(rows: tuple[str, str]) -> None:
    assert as_floats(of_rows(*rows).overall) == as_floats(of_rows(*reversed(rows)).overall)


@relaxed
@given(marks)
def test_full_agreement_on_more_than_one_level_is_kappa_1(row: str) -> None:
    found = of_rows(row, row).overall
    several = len(set(row) & set(MARKS)) > 1
    assert (found.kappa, found.weighted_kappa) == ((1, 1) if several else (None, None))
    assert found.agreement == (1 if found.n else None)
    assert (found.na_disagreements, found.na_both) == (0, row.count("a"))


@relaxed
@given(two_rows())
def test_numbers_stay_in_their_range_and_add_up(rows: tuple[str, str]) -> None:
    found = of_rows(*rows)
    here = found.overall
    for kappa in (here.kappa, here.weighted_kappa):
        assert kappa is None or -1 <= kappa <= 1
    assert (here.kappa is None) == (here.weighted_kappa is None) == (here.expected in (None, 1))
    if here.weighted is not None and here.weighted_kappa is not None:
        observed, expected = here.weighted
        assert here.weighted_kappa == (observed - expected) / (1 - expected)
        assert here.agreement is not None
        assert here.expected is not None
        assert here.kappa == (here.agreement - here.expected) / (1 - here.expected)
    for parts in (found.criteria, found.sections, found.pairs):
        values = list(parts.values())
        assert sum(one.n for one in values) == here.n
        assert sum(one.na_disagreements for one in values) == here.na_disagreements
        assert sum(one.na_both for one in values) == here.na_both
    assert len(found.compared) == here.n + here.na_disagreements + here.na_both


def test_a_rating_that_does_not_count_is_nowhere() -> None:
    framework: Framework = framework_of([1])
    placed = [
        Placed(assessed("P", {"9.99": Rating(HALF), "1.01": NA}, "A", AssessmentKind.SECRETARIAT), 1, ""),
        Placed(assessed("P", {"9.99": Rating(HALF), "1.01": NA}, "B", AssessmentKind.SECOND), 1, ""),
    ]
    found = coherence(framework, placed)
    assert (found.overall.n, found.overall.na_both, list(found.criteria)) == (0, 1, ["1.01"])
