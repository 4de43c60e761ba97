from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import (
    HALF,
    Criterion,
    Framework,
    Rating,
    Relation,
    Scale,
    Section,
    Status,
    Text,
)
from covenant_monitor.domain.version_effect import Case, carried_over, effect
from covenant_monitor.domain.versions import MappingRow, propose, rows_of
from tests.core.domain import strategies
from tests.core.domain.strategies import NA, relaxed

FULLY, PARTIALLY, NOT = Rating(1), Rating(HALF), Rating(0)


def framework(name: str, **sections: str) -> Framework:
    """A version with the criteria named in each section."""
    return Framework(
        "F",
        name,
        Text("Kader"),
        tuple(
            Section(code, Text(code), tuple(Criterion(one, Text(one)) for one in codes.split()))
            for code, codes in sections.items()
        ),
    )


def case(ratings: Mapping[str, Rating], *, year: int = 1, group: str = "", status: Status = Status.FINAL) -> Case:
    return Case("P", "Pé", year, group, status, ratings)


OLD = framework("1", one="A B C D", two="E F G")
NEW = framework("2", one="A B1 B2 X", two="CD N")
ROWS = [
    MappingRow("A", "A", Relation.SAME),
    MappingRow("E", "X", Relation.REWORDED),
    MappingRow("B", "B1", Relation.SPLIT),
    MappingRow("B", "B2", Relation.SPLIT),
    MappingRow("C", "CD", Relation.MERGED),
    MappingRow("D", "CD", Relation.MERGED),
    MappingRow(None, "N", Relation.NEW),
    MappingRow("F", None, Relation.DROPPED),
    MappingRow("G", None, Relation.DROPPED),
]
RATED = {"A": FULLY, "B": PARTIALLY, "C": FULLY, "D": NOT, "E": NOT, "F": FULLY, "G": NA}


def test_ratings_are_carried_over_as_documented() -> None:
    assert carried_over(OLD, NEW, ROWS, case(RATED)) == {
        "A": FULLY,
        "X": NOT,
        "B1": PARTIALLY,
        "B2": PARTIALLY,
        "CD": NOT,
    }


def test_the_three_scores() -> None:
    (found,) = effect(OLD, NEW, ROWS, [case(RATED)]).each
    assert found.before.score == (Fraction(250, 4) + 50) / 2
    # A, B1, B2 and X make 50 %; of the other section only CD is rated, not met, and N is open.
    assert found.after.score == 25
    assert (found.after.rated, found.after.applicable) == (5, 6)
    assert (found.after.low, found.after.high) == (25, 50)
    assert found.core == 50  # A fully, E not
    assert found.left_out is None


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (FULLY, NA, FULLY),
        (NA, NA, NA),
        (FULLY, Rating(), None),
        (NA, Rating(), None),
        (PARTIALLY, FULLY, PARTIALLY),
    ],
)
def test_what_was_merged_has_the_lowest(first: Rating, second: Rating, merged: Rating | None) -> None:
    carried = carried_over(OLD, NEW, ROWS, case({"C": first, "D": second}))
    assert carried.get("CD") == merged


def test_what_does_not_apply_does_not_hold_a_merged_criterion_up() -> None:
    first, *rest = OLD.sections
    later = [replace(c, from_participation_year=3) if c.code == "D" else c for c in first.criteria]
    old = replace(OLD, sections=(replace(first, criteria=tuple(later)), *rest))
    assert carried_over(old, NEW, ROWS, case({"C": FULLY}))["CD"] == FULLY
    assert carried_over(old, NEW, ROWS, case({"C": FULLY, "D": NOT}))["CD"] == FULLY
    assert "CD" not in carried_over(old, NEW, ROWS, case({"C": FULLY}, year=3))
    nowhere = replace(
        old,
        sections=tuple(
            replace(s, criteria=[replace(c, groups=frozenset({"x"})) for c in s.criteria]) for s in old.sections
        ),
    )
    assert carried_over(nowhere, NEW, ROWS, case({"C": FULLY, "D": NOT}))["CD"] == NOT


def test_a_value_keeps_its_place_on_another_scale() -> None:
    numbers = replace(NEW, scale=Scale(1, 5, by_level=False))
    carried = carried_over(OLD, numbers, ROWS, case(RATED))
    assert (carried["A"].value, carried["X"].value, carried["B1"].value) == (5, 1, 3)


def test_the_means_are_over_the_same_participants() -> None:
    cases = [
        case(RATED),
        case({**RATED, "E": FULLY}),
        case(RATED, status=Status.DRAFT),
        case({"A": FULLY}),
        case({}),
        case(dict.fromkeys(RATED, NA)),
        case({**dict.fromkeys(RATED, NA), "F": FULLY}),
    ]
    found = effect(OLD, NEW, ROWS, cases)
    assert found.n == 2
    assert found.left_out == {Reason.STATUS: 1, Reason.INCOMPLETE: 1, Reason.NOT_RATED: 1, Reason.NO_SCORE: 2}
    assert [one.left_out for one in found.each][2:] == [
        Reason.STATUS,
        Reason.INCOMPLETE,
        Reason.NOT_RATED,
        Reason.NO_SCORE,
        Reason.NO_SCORE,
    ]
    first, second = found.each[:2]
    assert found.before == ((first.before.score or 0) + (second.before.score or 0)) / 2
    assert found.after == ((first.after.score or 0) + (second.after.score or 0)) / 2
    assert found.core == 75
    assert found.core_criteria == 2
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.high


def test_without_a_common_core_there_is_none_to_score() -> None:
    rows = [row for row in ROWS if row.relation not in (Relation.SAME, Relation.REWORDED)]
    found = effect(OLD, NEW, rows, [case(RATED)])
    assert (found.core, found.core_criteria, found.n) == (None, 0, 1)
    assert found.each[0].core is None


def test_nobody_gives_no_numbers() -> None:
    found = effect(OLD, NEW, ROWS, [])
    assert (found.before, found.after, found.low, found.high, found.core, found.n) == (None, None, None, None, None, 0)


def _case(drawn: strategies.Case) -> Case:
    return case(drawn.ratings, year=drawn.year, group=drawn.group)


@relaxed
@given(strategies.cases())
def test_a_mapping_that_changes_nothing_changes_no_score(drawn: strategies.Case) -> None:
    old = drawn.framework
    rows = [MappingRow(code, code, Relation.SAME) for code in old.criteria]
    (found,) = effect(old, old, rows, [_case(drawn)]).each
    assert found.before == found.after == drawn.score
    assert found.core == drawn.score.score


@relaxed
@given(strategies.cases())
def test_a_split_into_halves_changes_no_score(drawn: strategies.Case) -> None:
    def halves(criterion: Criterion) -> list[Criterion]:
        half = replace(criterion, weight=Fraction(criterion.weight) / 2)
        return [replace(half, code=f"{criterion.code}{part}") for part in "ab"]

    old = drawn.framework
    new = replace(
        old,
        sections=[replace(s, criteria=[half for c in s.criteria for half in halves(c)]) for s in old.sections],
    )
    rows = [MappingRow(code, f"{code}{part}", Relation.SPLIT) for code in old.criteria for part in "ab"]
    (found,) = effect(old, new, rows, [_case(drawn)]).each
    assert (found.after.score, found.after.low, found.after.high) == (
        found.before.score,
        found.before.low,
        found.before.high,
    )
    assert found.core is None


@relaxed
@given(strategies.cases(), strategies.cases(), st.data())
def test_any_mapping_gives_scores_in_range(one: strategies.Case, other: strategies.Case, data: st.DataObject) -> None:
    old, new = one.framework, other.framework
    rows = rows_of(propose(old, new)) if data.draw(st.booleans()) else []
    found = effect(old, new, rows, [_case(one)])
    for score in (found.each[0].before, found.each[0].after):
        for value in (score.score, score.low, score.high):
            assert value is None or 0 <= value <= 100
        assert score.rated <= score.applicable
    assert found.n + sum(found.left_out.values()) == 1
