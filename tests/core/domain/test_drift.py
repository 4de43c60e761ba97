from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.drift import ENOUGH_RATINGS, Drift, Placed, assessor_names, drift
from covenant_monitor.domain.model import Assessment, AssessmentKind, Framework, Rating, Scale
from tests.core.domain.strategies import framework_of, rate, relaxed


def placed(who: str, marks: str, kind: AssessmentKind = AssessmentKind.SECRETARIAT, party: str = "P") -> Placed:
    return Placed(Assessment(party, "2020", kind, assessor=who, ratings=rate("1", marks)), 1, "")


def found(framework: Framework, *every: Placed) -> Mapping[tuple[str, str], Drift]:
    return {(one.assessor, one.criterion): one for one in drift(framework, every, assessor_names(every))}


def test_each_assessor_against_the_rest() -> None:
    by = found(framework_of([2]), placed("A", "fp"), placed("B", "n-"), placed("C", "pa"))
    assert by["A", ""] == Drift("A", "", Fraction(3, 4), 2, Fraction(1, 4), 2)
    assert by["A", ""].difference == Fraction(1, 2)
    assert by["A", "1.01"] == Drift("A", "1.01", Fraction(1), 1, Fraction(1, 4), 2)
    assert by["A", "1.02"] == Drift("A", "1.02", Fraction(1, 2), 1, None, 0)
    assert by["A", "1.02"].difference is None
    assert ("B", "1.02") not in by
    assert list(by) == sorted(by)


def test_few_ratings_on_either_side_mean_nothing() -> None:
    few, enough = placed("A", "f" * (ENOUGH_RATINGS - 1)), placed("B", "p" * ENOUGH_RATINGS)
    framework = framework_of([ENOUGH_RATINGS])
    assert not any(one.is_enough for one in found(framework, few, enough).values())
    full = placed("A", "f" * ENOUGH_RATINGS)
    by = found(framework, full, enough)
    assert by["A", ""].is_enough
    assert by["B", ""].is_enough
    assert not by["A", "1.01"].is_enough


def test_only_what_the_secretariat_did_with_a_name() -> None:
    framework = framework_of([1])
    others = [placed("B", "n", AssessmentKind.SELF), placed("C", "n", AssessmentKind.SECOND), placed("", "n")]
    assert found(framework, placed("A", "f"), *others) == {}


def test_names_of_one_person_are_taken_together() -> None:
    by = found(framework_of([1]), placed("A. Één", "f"), placed("a. één ", "n", party="Q"), placed("B", "p"))
    assert by["A. Één", ""].n == 2
    assert {who for who, _code in by} == {"A. Één", "B"}


def test_numbers_count_by_their_share_of_the_maximum() -> None:
    framework = framework_of([1], Scale(0, 10, by_level=False))
    every = [
        Placed(Assessment("P", "2020", assessor=who, ratings={"1.01": Rating(value)}), 1, "")
        for who, value in (("A", 4), ("B", Fraction(15, 2)))
    ]
    assert found(framework, *every)["A", ""].mean == Fraction(2, 5)
    assert found(framework, *every)["A", ""].difference == Fraction(-35, 100)


@relaxed
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text("fpna-", min_size=4, max_size=4)), max_size=8))
def test_means_are_those_of_a_plain_sum(rows: list[tuple[str, str]]) -> None:
    worth = {"f": Fraction(1), "p": Fraction(1, 2), "n": Fraction(0)}
    every = [placed(who, marks, party=f"P{i}") for i, (who, marks) in enumerate(rows)]
    mine: dict[str, list[Fraction]] = {}
    for who, marks in rows:
        mine.setdefault(who, []).extend(worth[mark] for mark in marks if mark in worth)
    mine = {who: values for who, values in mine.items() if values}
    by = {who: one for (who, code), one in found(framework_of([4]), *every).items() if not code}
    assert set(by) == (set(mine) if len(mine) > 1 else set())
    for who, one in by.items():
        rest = [value for other, values in mine.items() if other != who for value in values]
        assert (one.mean, one.n) == (sum(mine[who]) / Fraction(len(mine[who])), len(mine[who]))
        assert (one.rest, one.rest_n) == (sum(rest) / Fraction(len(rest)), len(rest))
