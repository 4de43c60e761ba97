"""The alignment of the covenant itself, against arithmetic of the tests' own."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.alignment import (
    WHOLE,
    AlignmentYear,
    Basis,
    alignment_indicators,
    alignment_years,
    changes,
    shares_of,
)
from covenant_monitor.domain.model import Covenant, Number, Text
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment, CovenantPicture
from covenant_monitor.domain.progress import computed_indicators
from covenant_monitor.domain.scope import Scope
from tests.core.domain.strategies import relaxed

S, P, C = AlignmentDimension
PUBLISHED = [CovenantAlignment(2020, S, 62, 17, source="OECD"), CovenantAlignment(2020, P, 40, 23, source="OECD")]


def counted(year: int, dimension: AlignmentDimension, component: str, *counts: int) -> CovenantAlignment:
    return CovenantAlignment(year, dimension, *counts, component=component, unit="count")


def only(*results: CovenantAlignment) -> AlignmentYear:
    (year,) = alignment_years(results)
    return year


def test_published_percentages_stay_what_they_are_and_not_is_the_rest() -> None:
    year = only(*PUBLISHED)
    standards, implementation = year.of(WHOLE, S), year.of(WHOLE, P)
    assert standards is not None
    assert implementation is not None
    assert (standards.exact, implementation.exact) == ((62, 17, 21), (40, 23, 37))
    assert standards.derived
    assert standards.basis is Basis.ENTERED
    assert standards.at_least_partially == 79
    assert standards.n is None
    assert year.of(WHOLE, C) is None
    assert year.dimensions == [S, P]
    gap = year.gap()
    assert gap is not None
    assert gap.points == 22
    assert (year.gaps, year.on_paper_only) == ([], [])


def test_counts_give_shares_with_what_they_are_of() -> None:
    shares = shares_of(counted(2020, S, "A", 5, 3, 4))
    assert shares is not None
    assert shares.exact == (Fraction(500, 12), 25, Fraction(400, 12))
    assert shares.rounded() == [42, 25, 33]
    assert (shares.n, shares.derived, shares.given_sum) == (12, False, 100)


def test_percentages_that_do_not_add_up_are_shares_of_their_sum() -> None:
    shares = shares_of(CovenantAlignment(2020, S, 60, 20, 16))
    assert shares is not None
    assert shares.exact == (Fraction(6000, 96), Fraction(2000, 96), Fraction(1600, 96))
    assert shares.given_sum == 96
    assert sum(shares.rounded()) == 100


@pytest.mark.parametrize(
    "result",
    [
        CovenantAlignment(2020, S, 3, 2, None, unit="count"),
        CovenantAlignment(2020, S, 0, 0, 0, unit="count"),
        CovenantAlignment(2020, S, 0, 0, 0),
        CovenantAlignment(2020, S, -5, 10),
    ],
    ids=["how many are not aligned is not known", "nothing counted", "nothing rated", "negative"],
)
def test_what_gives_no_shares(result: CovenantAlignment) -> None:
    assert shares_of(result) is None
    assert alignment_years([result]) == []


def test_more_than_a_hundred_percent_in_a_file_still_adds_up_to_100() -> None:
    shares = shares_of(CovenantAlignment(2020, S, 90, 30))
    assert shares is not None
    assert shares.exact == (75, 25, 0)
    assert shares.given_sum == 120


amounts = st.one_of(st.integers(0, 60), st.fractions(0, 60, max_denominator=8))


@relaxed
@given(fully=amounts, partially=amounts, not_=st.none() | amounts, unit=st.sampled_from(["count", "percent"]))
def test_shares_add_up_to_100_exactly_and_as_they_are_shown(
    fully: Number, partially: Number, not_: Number | None, unit: str
) -> None:
    shares = shares_of(CovenantAlignment(2020, S, fully, partially, not_, unit=unit))
    if shares is None:
        assert (unit == "count" and not_ is None) or not fully + partially + (not_ or 0)
        return
    assert sum(shares.exact) == 100
    shown = shares.rounded()
    assert sum(shown) == 100
    assert all(abs(a - b) < 1 for a, b in zip(shown, shares.exact, strict=True))


def test_a_total_of_counts_is_their_sum() -> None:
    year = only(counted(2020, S, "A", 1, 0, 1), counted(2020, S, "B", 6, 1, 1))
    total = year.of(WHOLE, S)
    assert total is not None
    assert total.exact == (70, 10, 20)
    assert (total.n, total.basis, total.parts) == (10, Basis.COUNTED, ("A", "B"))


def test_a_total_of_percentages_is_their_mean_and_says_so() -> None:
    year = only(CovenantAlignment(2020, S, 80, 10, component="A"), counted(2020, S, "B", 1, 1, 2))
    total = year.of(WHOLE, S)
    assert total is not None
    assert total.exact == (Fraction(105, 2), Fraction(35, 2), 30)
    assert (total.n, total.basis) == (None, Basis.MEAN)
    assert total.derived


def test_a_published_total_goes_before_what_follows_from_the_components() -> None:
    year = only(*PUBLISHED, CovenantAlignment(2020, S, 10, 10, component="A"))
    total = year.of(WHOLE, S)
    assert total is not None
    assert total.fully == 62


def test_totals_of_other_components_have_no_gap() -> None:
    both = [counted(2020, S, "A", 8, 1, 1), counted(2020, S, "B", 4, 0, 0), counted(2020, P, "A", 1, 1, 8)]
    year = only(*both)
    assert year.of(WHOLE, S) is not None
    assert year.of(WHOLE, P) is not None
    assert year.gap() is None
    assert [gap.component for gap in year.gaps] == ["A"]
    whole = only(*both, counted(2020, P, "B", 0, 0, 4)).gap()
    assert whole is not None
    assert whole.points == Fraction(1200, 14) - Fraction(100, 14)


def test_a_published_total_does_not_compare_with_a_mean() -> None:
    year = only(PUBLISHED[0], CovenantAlignment(2020, P, 40, 10, component="A"))
    assert year.gap() is None


@pytest.mark.parametrize(
    ("paper", "practice", "is_only"),
    [(100, 0, True), (50, 30, True), (50, 31, False), (49, 0, False), (62, 40, True), (30, 80, False)],
)
def test_what_is_on_paper_only(paper: int, practice: int, is_only: bool) -> None:
    year = only(
        CovenantAlignment(2020, S, paper, 0, component="A"), CovenantAlignment(2020, P, practice, 0, component="A")
    )
    assert year.gaps[0].points == paper - practice
    assert bool(year.on_paper_only) is is_only


def test_the_largest_gap_comes_first() -> None:
    results = [
        CovenantAlignment(2020, dimension, fully, 0, component=name)
        for name, both in {"A": (80, 50), "B": (90, 10), "C": (60, 40), "D": (60, 59)}.items()
        for dimension, fully in zip((S, P), both, strict=True)
    ]
    assert [gap.component for gap in only(*results).on_paper_only] == ["B", "A", "C"]


def test_components_are_in_natural_order_and_one_whatever_their_case() -> None:
    first = [CovenantAlignment(2018, S, 50, 0, component=name) for name in ("10 Rest", "2 Monitoren", "1 Beleid")]
    later = [CovenantAlignment(2020, P, 40, 0, component=name) for name in ("2 MONITOREN", "1  beleid ")]
    years = alignment_years([*first, *later])
    assert [year.year for year in years] == [2018, 2020]
    assert years[0].components == ("1 Beleid", "2 Monitoren", "10 Rest")
    assert years[1].components == ("1 Beleid", "2 Monitoren")


def test_changes_are_of_what_both_years_know_and_compares() -> None:
    before = [CovenantAlignment(2018, S, 50, 20), CovenantAlignment(2018, S, 40, 0, component="A")]
    after = [*PUBLISHED, CovenantAlignment(2020, S, 30, 40, component="A")]
    years = alignment_years([*before, *after])
    found = changes(*years)
    assert set(found) == {(WHOLE, S), ("A", S)}
    assert (found[WHOLE, S].fully, found[WHOLE, S].at_least_partially) == (12, 9)
    assert (found["A", S].fully, found["A", S].at_least_partially) == (-10, 30)
    other_parts = alignment_years([counted(2018, S, "A", 1, 1, 1), counted(2020, S, "B", 1, 1, 1)])
    assert changes(*other_parts) == {}


def test_totals_are_indicators_with_their_numerators_where_counted() -> None:
    results = [*PUBLISHED, counted(2023, S, "A", 3, 2, 1), counted(2023, S, "B", 1, 0, 1)]
    found = {one.code: one for one in alignment_indicators("x", results)}
    assert list(found) == [
        "x:standards:fully", "x:standards:at-least-partially",
        "x:implementation:fully", "x:implementation:at-least-partially",
    ]  # fmt: skip
    first, second = found["x:standards:fully"].observations
    assert (first.day, first.value, first.numerator, first.denominator) == (date(2020, 12, 31), 62, None, None)
    assert first.source == "OECD"
    assert (second.day, second.value, second.numerator, second.denominator) == (date(2023, 12, 31), 50, 4, 8)
    at_least = found["x:standards:at-least-partially"].observations[1]
    assert (at_least.value, at_least.numerator) == (75, 6)
    assert all(one.name.nl and one.name.en and one.unit == "%" for one in found.values())


def test_a_mean_of_percentages_is_no_observation() -> None:
    assert alignment_indicators("x", [CovenantAlignment(2020, S, 80, 10, component="A")]) == []


def test_computed_indicators_have_the_covenants_own_alignment_over_all_participants_only() -> None:
    picture = CovenantPicture(Covenant("garment", Text()), [], alignment=PUBLISHED)
    found = {one.code: one for one in computed_indicators(picture)}
    assert [o.value for o in found["computed:alignment:implementation:at-least-partially"].observations] == [63]
    assert not any(":alignment:" in one.code for one in computed_indicators(picture, Scope(participation_year=1)))
