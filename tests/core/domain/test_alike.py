"""Of whom sums of groups tell that all are the same; held against every answer that there could be."""

from fractions import Fraction
from random import Random

import pytest

from covenant_monitor.domain.alike import Sum, all_alike

PEOPLE = [f"P{number:02}" for number in range(12)]


def told(sums: list[Sum], *, whole: bool = True) -> set[str]:
    return {member for group in all_alike(sums, whole=whole) for member in group}


def count(members: list[str], total: int) -> Sum:
    return Sum(frozenset(members), Fraction(total))


def certain(sums: list[Sum]) -> set[str]:
    """Those that have a one in all ways in which the sums can be."""
    masks = [(sum(1 << PEOPLE.index(member) for member in one.members), one.total) for one in sums]
    ways = [way for way in range(1 << len(PEOPLE)) if all((way & mask).bit_count() == total for mask, total in masks)]
    assert ways
    return {member for place, member in enumerate(PEOPLE) if all(way >> place & 1 for way in ways)}


def test_the_rest_of_several_groups() -> None:
    years = [PEOPLE[:4], PEOPLE[4:8], PEOPLE[8:]]
    assert told([count(PEOPLE, 8), count(years[0], 2), count(years[2], 2)]) == set(years[1])
    assert told([count(PEOPLE, 7), count(years[0], 2), count(years[2], 2)]) == set()
    assert told([count(PEOPLE, 4), count(years[0], 2), count(years[2], 2)]) == set()  # that nobody is in it


def test_of_means_having_nothing_tells_as_much_and_rounding_counts() -> None:
    half = Fraction(1, 2)
    few, rest = frozenset(PEOPLE[:6]), set(PEOPLE[6:])
    assert told([Sum(frozenset(PEOPLE), 6 * half), Sum(few, 6 * half)], whole=False) == rest
    assert told([Sum(frozenset(PEOPLE), 9 * half), Sum(few, 6 * half)], whole=False) == set()
    nearly = Sum(few, Fraction(295, 100), Fraction(5, 100))
    assert told([Sum(frozenset(PEOPLE), 6 * half), nearly], whole=False) == rest


def test_what_is_known_of_one_part_narrows_down_the_others() -> None:
    """None of the last six is in the class: the two of five that are must be the two others."""
    cut = [*PEOPLE[3:5], *PEOPLE[7:10]]
    sums = [count(PEOPLE, 3), count(PEOPLE[:6], 3), count(PEOPLE[6:], 0), count(cut, 2)]
    assert told(sums) == set(PEOPLE[3:5]) == certain(sums)


def test_what_changed_between_two_sums_is_no_error() -> None:
    assert told([count(PEOPLE, 3), count(PEOPLE, 5), count(PEOPLE[:6], 6)]) == set(PEOPLE[:6])
    assert told([]) == set()


@pytest.mark.parametrize("seed", range(60))
def test_years_and_all_of_two_releases(seed: int) -> None:
    """Of a whole and its parts, also where some have left, what is told is all that is certain."""
    chance = Random(seed)
    shares = [chance.choice([0.1, 0.5, 0.9, 1]) for _ in range(3)]
    having = {member for place, member in enumerate(PEOPLE) if chance.random() < shares[place // 4]}
    groups = [PEOPLE, PEOPLE[:4], PEOPLE[4:8], PEOPLE[8:], [*PEOPLE[: chance.randint(6, 11)]]]
    chance.shuffle(groups)
    sums = [count(group, len(having & set(group))) for group in groups[: chance.randint(1, 5)]]
    assert told(sums) == certain(sums)


@pytest.mark.parametrize("seed", range(30))
def test_nothing_is_told_that_is_not_certain(seed: int) -> None:
    chance = Random(seed)
    having = {member for member in PEOPLE if chance.random() < 0.8}
    groups = [chance.sample(PEOPLE, chance.randint(2, 11)) for _ in range(5)]
    sums = [count(group, len(having & set(group))) for group in groups]
    assert told(sums) <= certain(sums)
