"""What changed between two rounds, counted; examples by hand, and what must hold of every two rounds."""

from dataclasses import replace

from hypothesis import given

from covenant_monitor.domain.comparison_counts import Counts, RatingCounts, RequiredChange, count_changes
from covenant_monitor.domain.comparison_parts import Cause, decompose
from covenant_monitor.domain.comparison_sides import Core, Side, core_of, whole
from covenant_monitor.domain.model import Requirement
from tests.core.domain.strategies import relaxed
from tests.core.domain.two_rounds import entry, rounds, side, version

FOUR = version("1", A="A1 A2 A3 A4")


def counted(then: Side, now: Side, core: Core | None = None) -> Counts:
    return count_changes(then, now, core or whole(FOUR))


def test_who_takes_part_and_how_ratings_differ() -> None:
    then = side(FOUR, {1: 50}, entry(FOUR, "P1", "fpna"), entry(FOUR, "P2", "ffff"), entry(FOUR, "P5", "f---"))
    now = side(FOUR, {1: 50}, entry(FOUR, "P1", "ppff"), entry(FOUR, "P3", "nnnn"), entry(FOUR, "P5", "ffff"))
    found = counted(then, now)
    assert (found.both, found.left, found.joined) == (["P1"], ["P2"], ["P3", "P5"]), "P5 was not complete"
    assert found.ratings == RatingCounts(better=1, worse=1, same=1, na=1)
    assert (found.required, found.dropped, found.added, found.grew, found.reweighted) == ([], [], [], 0, False)


def test_what_came_to_apply_and_what_no_longer_does() -> None:
    section = FOUR.sections[0]
    first, *middle, last = section.criteria
    criteria = replace(first, groups=frozenset({"small"})), *middle, replace(last, from_participation_year=2)
    framework = replace(FOUR, sections=(replace(section, criteria=criteria),))
    then = side(framework, {}, entry(framework, "P1", "fff-", group="small"))
    now = side(framework, {}, entry(framework, "P1", "-ffn", year=2, group="large"), code="2020")
    found = count_changes(then, now, whole(framework))
    assert found.ratings == RatingCounts(same=2, came=1, went=1)
    assert found.grew == 1


def test_requirements_by_year_and_group() -> None:
    then, now = side(FOUR, {1: 20, 2: 40}), side(FOUR, {1: 20, 2: 50, 3: 60}, code="2020")
    grouped = replace(now.round, requirements=(*now.round.requirements, Requirement(1, 10, "small")))
    assert counted(then, replace(now, round=grouped)).required == [
        RequiredChange(1, "small", None, 10),
        RequiredChange(2, "", 40, 50),
        RequiredChange(3, "", None, 60),
    ]


def test_criteria_outside_the_core_and_other_weights() -> None:
    new = version("2", weights={"X1": 3}, X="X1 X2 X3")
    core = core_of(FOUR, (new, {"A1": "X1", "A2": "X2"}))
    then = side(FOUR, {}, entry(FOUR, "P1", "nnff"))
    now = side(new, {}, entry(new, "P1", "fnf"), code="2020")
    found = counted(then, now, core)
    assert (found.dropped, found.added, found.reweighted) == (["A3", "A4"], ["X3"], True)
    assert found.ratings == RatingCounts(better=1, same=1)


@relaxed
@given(rounds())
def test_what_did_nothing_has_no_part(drawn: tuple[Side, Side, Core]) -> None:
    then, now, core = drawn
    found = count_changes(then, now, core)
    people = [*found.both, *found.left, *found.joined]
    assert len(people) == len(set(people))
    ratings = found.ratings
    assert min(ratings.better, ratings.worse, ratings.same, ratings.na, ratings.came, ratings.went) >= 0
    for change in decompose(then, now, core).values():
        if not found.left and not found.joined:
            assert change.parts[Cause.PARTICIPANTS] == 0 or change.same < len(found.both)
        if core.same_version and not ratings.came + ratings.went and not change.not_taken_apart:
            assert change.parts[Cause.APPLICABILITY] == 0
        if not ratings.better + ratings.worse + ratings.na and not change.not_taken_apart:
            assert change.parts[Cause.RATINGS] == 0
        if not found.reweighted:
            assert change.parts[Cause.WEIGHTS] == 0


@relaxed
@given(rounds())
def test_the_other_way_around_better_is_worse(drawn: tuple[Side, Side, Core]) -> None:
    then, now, core = drawn
    forth, back = count_changes(then, now, core), count_changes(now, then, core)
    assert sorted(forth.both) == sorted(back.both)
    assert (forth.left, forth.joined) == (back.joined, back.left)
    one, other = forth.ratings, back.ratings
    assert (one.better, one.worse, one.same, one.na, one.came, one.went) == (
        other.worse,
        other.better,
        other.same,
        other.na,
        other.went,
        other.came,
    )
