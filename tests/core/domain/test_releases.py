"""Nothing follows from what is released: checked by linear algebra of the test's own, in fractions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covenant_monitor.domain.combinations import small_sets
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.releases import (
    Cause,
    Statement,
    dominated,
    judge,
)

PEOPLE = [f"P{number:02}" for number in range(1, 13)]


def mean(members: Iterable[str], value: Number = 50, *, round_: str = "2020", measure: str = "score") -> Statement:
    group = frozenset(members)
    return Statement(measure, round_, f"{len(group)}", group, value, rounding=Fraction(1, 20))


def count(members: Iterable[str], value: int) -> Statement:
    return Statement("outcome:meets", "2020", "some", frozenset(members), value, is_count=True)


def rank(rows: Sequence[Sequence[Number]]) -> int:
    """The rank, by plain elimination in fractions."""
    left = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for place in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[place]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for at in range(found + 1, len(left)):
            factor = left[at][place] / pivot[place]
            left[at] = [value - factor * other for value, other in zip(left[at], pivot, strict=True)]
        found += 1
    return found


def directions_left(rows: Sequence[Sequence[Number]]) -> list[list[Number]]:
    """The ways in which all values may change without a figure changing: a basis of the null space, in fractions."""
    left = [[Fraction(value) for value in row] for row in rows]
    pivots: list[int] = []
    for place in range(len(PEOPLE)):
        pivot = next((row for row in left[len(pivots) :] if row[place]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        whole = [value / pivot[place] for value in pivot]
        left = [[value - row[place] * own for value, own in zip(row, whole, strict=True)] for row in left]
        left.insert(len(pivots), whole)
        pivots.append(place)
    found = []
    for free in set(range(len(PEOPLE))) - set(pivots):
        vector: list[Number] = [int(place == free) for place in range(len(PEOPLE))]
        for at, place in enumerate(pivots):
            vector[place] = -left[at][free]
        assert not any(sum(a * b for a, b in zip(row, vector, strict=True)) for row in rows)
        found.append(vector)
    return found


def rows_of(statements: Iterable[Statement], people: Sequence[str] = PEOPLE) -> list[list[Number]]:
    return [[of_members(one).get(person, 0) for person in people] for one in statements]


def of_members(one: Statement) -> dict[str, Number]:
    return {member: value for member, counts in one.counts.items() for _part, value in counts}


def unit(*places: int) -> list[list[Number]]:
    return [[int(place == at) for place in range(len(PEOPLE))] for at in places]


def follow(statements: Iterable[Statement], known: Sequence[int], asked: int) -> bool:
    """Whether the value of one follows for some who put together what they know of themselves."""
    rows = [*rows_of(statements), *unit(*known)]
    return rank([*rows, *unit(asked)]) == rank(rows)


def some_of(chance: Random) -> list[str]:
    return chance.sample(PEOPLE, chance.randint(1, len(PEOPLE)))


@settings(max_examples=1000)
@given(seed=st.integers(0, 2**40), minimum=st.sampled_from([2, 3, 4, 5]), sequence=st.integers(2, 7))
def test_of_a_thousand_sequences_of_releases_not_one_score_follows(seed: int, minimum: int, sequence: int) -> None:
    chance = Random(seed)
    published: list[Statement] = []
    for _release in range(sequence):
        new = [mean(some_of(chance), chance.randint(1, 99)) for _ in range(chance.randint(1, 4))]
        # a participant drops out, or a late one joins: the usual way to lose one
        if published and chance.random() < 0.5:
            again = set(chance.choice(published).members) ^ {chance.choice(PEOPLE)}
            if again:
                new.append(mean(again, chance.randint(1, 99)))
        verdict = judge(new, published, minimum=minimum)
        assert len(verdict.allowed) + len(verdict.withheld) == len(new)
        published += verdict.allowed
    free = directions_left(rows_of(published))
    for place in range(len(PEOPLE)):
        assert any(vector[place] for vector in free)  # nobody knows a score
    for one, other in combinations(range(len(PEOPLE)), 2):
        own = [(vector[one], vector[other]) for vector in free]
        assert rank(own) == 2  # nor does one who knows its own, of another


@settings(max_examples=60)
@given(seed=st.integers(0, 2**40), n=st.integers(1, 9))
def test_the_small_sets_are_those_that_an_exhaustive_search_finds(seed: int, n: int) -> None:
    chance = Random(seed)
    people = PEOPLE[:8]
    statements = [
        mean(chance.sample(people, chance.randint(3, 8)))
        if chance.random() < 0.7
        else Statement(
            "score",
            "2020",
            "",
            frozenset(people),
            1,
            weights={person: Fraction(chance.randint(1, 4), 2) for person in people},
        )
        for _ in range(n)
    ]
    rows = rows_of(statements, people)
    known = rank(rows)
    expected: set[frozenset[str]] = set()
    for size in range(1, 5):
        for places in combinations(range(8), size):
            # a combination about these only is one that vanishes on all the others
            outside = [[value for place, value in enumerate(row) if place not in places] for row in rows]
            members = frozenset(people[place] for place in places)
            if rank(outside) < known and not any(one < members for one in expected):
                expected.add(members)
    assert small_sets([of_members(one) for one in statements], 5) == expected


def test_what_one_who_knows_its_own_finds_out() -> None:
    """C06: of three, each pair knows the third's; of ten and nine of them, everybody knows the tenth's."""
    assert judge([mean(PEOPLE[:2])], minimum=2).withheld[0].cause is Cause.GROUP_TOO_SMALL
    pair = judge([mean(PEOPLE), mean(PEOPLE[:10])], minimum=3)
    assert pair.withheld[0].cause is Cause.OTHER_FOLLOWS
    assert follow([mean(PEOPLE), mean(PEOPLE[:10])], [11], 10)


@pytest.mark.parametrize(
    ("n", "cause"), [(11, Cause.ONE_FOLLOWS), (10, Cause.OTHER_FOLLOWS), (8, Cause.FEW_FOLLOW), (7, None)]
)
def test_a_part_so_large_that_the_rest_is_too_small_is_withheld(n: int, cause: Cause | None) -> None:
    """C02, C03: the more important figure stays."""
    verdict = judge([mean(PEOPLE, 40), mean(PEOPLE[:n], 40)], minimum=5)
    if cause is None:
        assert verdict.withheld == []
        return
    (held,) = verdict.withheld
    assert (held.cause, held.about, held.with_earlier) == (cause, frozenset(PEOPLE[n:]), False)
    assert verdict.allowed == [mean(PEOPLE, 40)]


def test_two_releases_that_differ_by_one_who_joined() -> None:
    """C04: the second is refused, and says that it is because of the first."""
    first = judge([mean(PEOPLE[:11])], minimum=5)
    assert first.withheld == []
    second = judge([mean(PEOPLE), mean(PEOPLE, measure="section:A")], first.allowed, minimum=5)
    (held,) = second.withheld
    assert (held.cause, held.about, held.with_earlier) == (Cause.ONE_FOLLOWS, frozenset({"P12"}), True)
    assert [one.measure for one in second.allowed] == ["section:A"]


def test_what_was_said_before_can_be_said_again_and_other_values_are_not_combined() -> None:
    before = [mean(PEOPLE[:6]), mean(PEOPLE[:6], round_="2019")]
    assert judge(before, before, minimum=5).withheld == []
    assert judge([mean(PEOPLE[:7], measure="section:A")], before, minimum=5).withheld == []
    assert judge([mean(PEOPLE[:7], round_="2021")], before, minimum=5).withheld == []


def test_what_follows_already_is_no_reason_to_withhold_more() -> None:
    known = [mean(PEOPLE), mean(PEOPLE[:11])]
    assert judge([mean(PEOPLE[:6])], known, minimum=5).withheld == []


def test_overlapping_cuts_that_together_give_one_away() -> None:
    """None of them is small, nor the difference of any two."""
    cuts = [mean([*PEOPLE[:6], "P12"]), mean([*PEOPLE[6:11], "P12"]), mean(PEOPLE)]
    assert not any(len(one.members ^ other.members) < 5 for one, other in combinations(cuts, 2))
    (held,) = judge(cuts, minimum=5).withheld
    assert (held.cause, held.about) == (Cause.ONE_FOLLOWS, frozenset({"P12"}))


def test_C05_a_mean_at_an_end_and_a_class_that_everybody_is_in_say_it_of_each() -> None:
    for value, withheld in ((0, True), (Fraction(1, 20), True), (1, False), (99, False), (100, True)):
        assert bool(judge([mean(PEOPLE, value)], minimum=5).withheld) is withheld
    for value, withheld in ((0, False), (1, False), (11, False), (12, True)):
        verdict = judge([count(PEOPLE, value)], minimum=5)
        assert [one.cause for one in verdict.withheld] == [Cause.ALL_THE_SAME] * withheld


def test_the_rest_of_a_group_in_which_all_are_the_same() -> None:
    verdict = judge([count(PEOPLE, 9), count(PEOPLE[:6], 3)], minimum=5)
    (held,) = verdict.withheld
    assert (held.cause, held.about) == (Cause.REST_THE_SAME, frozenset(PEOPLE[6:]))
    earlier = judge([count(PEOPLE, 9)], [count(PEOPLE[:6], 3)], minimum=5)
    assert earlier.withheld[0].with_earlier
    # 12 of 50 and 6 of 100 is 0 of the others, and as good as 0 where they are rounded
    assert judge([mean(PEOPLE, 50), mean(PEOPLE[:6], Fraction(999, 10))], minimum=5).withheld
    assert not judge([mean(PEOPLE, 50), mean(PEOPLE[:6], 90)], minimum=5).withheld


def test_what_is_left_of_a_group_without_several_others_in_which_all_are_the_same() -> None:
    """The class that one year is in is withheld, and so is what it follows from: all but the other years."""
    years = [PEOPLE[:4], PEOPLE[4:8], PEOPLE[8:]]
    figures = [count(PEOPLE, 8), count(years[0], 2), count(years[1], 4), count(years[2], 2)]
    own, rest = judge(figures, minimum=4).withheld
    assert (own.cause, own.statement) == (Cause.ALL_THE_SAME, figures[2])
    assert (rest.cause, rest.statement, rest.about) == (Cause.REST_THE_SAME, figures[3], frozenset(years[1]))
    (later,) = judge([figures[0]], [figures[1], figures[3]], minimum=4).withheld
    assert (later.cause, later.about, later.with_earlier) == (Cause.REST_THE_SAME, frozenset(years[1]), True)
    # It is known already, and so no reason to withhold another figure of the same.
    assert judge([count(PEOPLE[2:10], 6)], [figures[0], figures[1], figures[3]], minimum=2).withheld == []


def test_a_weighted_figure_that_one_dominates() -> None:
    even = dict.fromkeys(PEOPLE, 1)
    heavy: dict[str, Number] = {**even, "P01": 40}
    held = judge([Statement("score", "2020", "all", frozenset(PEOPLE), 50, weights=heavy)], minimum=5, dominance=75)
    assert held.withheld[0].cause is Cause.DOMINATED
    plain = Statement("score", "2020", "all", frozenset(PEOPLE), 50, weights=even)
    assert judge([plain], minimum=5, dominance=75).withheld == []
    assert not dominated([], 75)
    assert not dominated([3, 1], 75)
    assert dominated([Fraction(301, 100), 1], 75)


def test_a_weighted_and_a_plain_mean_of_the_same_do_not_give_one_away_but_may() -> None:
    heavy: dict[str, Number] = {**dict.fromkeys(PEOPLE, 1), "P01": 4}
    weighted = Statement("score", "2020", "all", frozenset(PEOPLE), 50, weights=heavy)
    (held,) = judge([mean(PEOPLE), weighted], minimum=5, dominance=75).withheld
    assert held.about == frozenset({"P01"})


def test_where_everybody_may_be_published_nothing_is_withheld() -> None:
    assert judge([mean(PEOPLE[:1], 100)], minimum=1).withheld == []


def test_of_nobody_everything_may_be_said() -> None:
    assert judge([mean([]), count([], 0)], minimum=5).withheld == []


def test_the_same_question_has_the_same_answer() -> None:
    chance = Random(3)
    cuts = [mean(some_of(chance), 30) for _ in range(9)]
    assert judge(cuts, minimum=3) == judge(cuts, minimum=3)


def test_it_is_fast_for_200_participants_and_some_hundred_statements() -> None:
    chance = Random(5)
    people = [f"P{number}" for number in range(200)]
    sections = [f"section:{number}" for number in range(40)]
    years = [people[start : start + 50] for start in range(0, 200, 50)]
    before = [mean(year, 50, measure=section) for section in sections for year in (people, *years)]
    late = [one for one in people if chance.random() < 0.95]
    new = [
        mean([one for one in year if one in late], 50, measure=section)
        for section in sections
        for year in (people, *years)
    ]
    start = perf_counter()
    assert judge(new, before, minimum=5).withheld
    regular = perf_counter() - start
    start = perf_counter()
    assert small_sets([of_members(mean(chance.sample(people, 90))) for _ in range(150)], 5) == set()
    assert perf_counter() - start < 20  # seconds; a few, with room for a busy machine
    assert regular < 20
