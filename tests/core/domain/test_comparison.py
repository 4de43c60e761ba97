"""Two rounds compared, by hand and against plain sums."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from covenant_monitor.domain.comparison import (
    Change,
    Comparison,
    ParticipantChange,
    Ratio,
    compare,
    most_declined,
    most_improved,
)
from covenant_monitor.domain.comparison_sides import Core, Side, common_core_of, core_of, one_to_one, whole
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.lineage import Lineage, Link
from covenant_monitor.domain.model import Number, Relation, Status
from covenant_monitor.domain.scoring import score_section
from tests.core.domain.strategies import relaxed
from tests.core.domain.two_rounds import entry, rounds, side, version

TWO = version("1", A="A1 A2", B="B1 B2")


def differences(changes: Sequence[Change] | Sequence[ParticipantChange]) -> dict[str, Number | None]:
    """By code."""
    return {one.code: one.difference for one in changes}


def percents(change: Change) -> tuple[Number | None, Number | None, int]:
    """Then, now and the n of the smaller."""
    return change.then.percent, change.now.percent, change.n


def of(ratio: Ratio) -> tuple[Number, int]:
    """So many of so many."""
    return ratio.numerator, ratio.denominator


@pytest.fixture
def found() -> Comparison:
    """P1 improved, P2 declined, P3 only then, P4 only now, P5 incomplete now, P6 not begun now."""
    framework = replace(
        TWO,
        sections=tuple(
            replace(
                section,
                step=step,
                criteria=tuple(replace(c, theme=theme) for c, theme in zip(section.criteria, themes, strict=True)),
            )
            for step, section, themes in zip((1, 2), TWO.sections, (("loon", "loon;kind"), ("kind", "")), strict=True)
        ),
    )
    then = side(
        framework,
        {1: 50},
        entry(framework, "P1", "fn nn"),
        entry(framework, "P2", "ff fa"),
        entry(framework, "P3", "ff ff"),
        entry(framework, "P5", "nn nn"),
        entry(framework, "P6", "nn nn"),
    )
    now = side(
        framework,
        {1: 50, 2: 75},
        entry(framework, "P1", "ff nn", year=2),
        entry(framework, "P2", "fp ff", year=2),
        entry(framework, "P4", "nn nn", year=1),
        entry(framework, "P5", "f- nn", year=2),
        entry(framework, "P6", "", year=2),
        code="2020",
    )
    return compare((then, now), whole(framework))


def test_participants(found: Comparison) -> None:
    assert differences(found.participants) == {"P1": 25, "P2": -12.5, "P3": None, "P4": None, "P5": None, "P6": None}
    by_code = {one.code: one for one in found.participants}
    assert by_code["P3"].now is None
    assert by_code["P4"].then is None
    assert by_code["P3"].name == "Bedrijf P3"
    assert [by_code[code].now.left_out for code in ("P1", "P5", "P6") if by_code[code].now] == [  # type: ignore[union-attr]
        None,
        Reason.INCOMPLETE,
        Reason.NOT_BEGUN,
    ]
    assert found.same == 2
    assert percents(found.mean) == (62.5, 68.75, 2)


def test_sections_steps_themes_and_criteria_over_the_same_participants(found: Comparison) -> None:
    assert [percents(one) for one in found.sections] == [(75, 87.5, 2), (50, 50, 2)]
    assert differences(found.steps) == {"1": 12.5, "2": 0}
    assert differences(found.themes) == {"kind": 12.5, "loon": 12.5}
    assert differences(found.criteria) == {"A1": 0, "A2": 25, "B1": 0, "B2": 0}
    assert [one.n for one in found.criteria] == [2, 2, 2, 1], "n.a. has no value"
    assert not any(one.is_enough for one in found.criteria)


def test_cohorts_are_everybody_in_that_year(found: Comparison) -> None:
    assert [(one.code, *percents(one)) for one in found.cohorts] == [("1", 45, 0, 1), ("2", None, 68.75, 0)]
    assert [of(one.then) for one in found.cohorts_meeting] == [(2, 5), (0, 0)]
    assert [of(one.now) for one in found.cohorts_meeting] == [(0, 1), (1, 2)]


def test_the_furthest_first_and_ties_in_order_of_code() -> None:
    changes = [_change(code, difference) for code, difference in [("1.10", 5), ("1.2", 5), ("1.3", 7), ("2.1", -1)]]
    changes += [_change("3.1", 0), Change("3.2", (Ratio(Fraction(), 0), Ratio(Fraction(), 0))), _change("2.2", -1)]
    assert [one.code for one in most_improved(changes)] == ["1.3", "1.2", "1.10"]
    assert [one.code for one in most_improved(changes, 2)] == ["1.3", "1.2"]
    assert [one.code for one in most_declined(changes)] == ["2.1", "2.2"]


def test_only_the_common_core_where_versions_differ() -> None:
    new = version("2", X="X1 X2 X3", Y="Y1")
    core = core_of(TWO, (new, {"A1": "X1", "B1": "Y1"}))
    then = side(TWO, {}, entry(TWO, "P1", "fn nf"), entry(TWO, "P2", "ff ff"))
    now = side(new, {}, entry(new, "P1", "nff f"), entry(new, "P2", "fff a"), code="2020")
    found = compare((then, now), core)
    assert core.criteria == 2
    assert differences(found.criteria) == {"A1": -50, "B1": 100}
    assert [one.n for one in found.criteria] == [2, 1]
    assert differences(found.participants) == {"P1": 0, "P2": 0}
    place = found.participants[0].now
    assert place is not None
    scores: tuple[Number | None, Number | None] = place.score, place.headline
    assert scores == (50, (Fraction(200, 3) + 100) / 2)


def test_what_did_not_apply_in_its_own_round_is_not_on_the_core() -> None:
    old = version("1", A="A1 A2")
    new = version("2", X="X1 X2")
    later = tuple(replace(c, from_participation_year=3 if c.code == "X2" else 1) for c in new.sections[0].criteria)
    new = replace(new, sections=(replace(new.sections[0], criteria=later),))
    core = core_of(old, (new, {"A1": "X1", "A2": "X2"}))
    then = side(old, {}, entry(old, "P1", "fn"))
    now = side(new, {}, entry(new, "P1", "ff"), code="2020")
    assert differences(compare((then, now), core).criteria) == {"A1": 0, "A2": None}


def test_without_a_mapping_there_is_nothing_to_compare() -> None:
    new = version("2", X="X1")
    then, now = side(TWO, {}, entry(TWO, "P1", "fn nf")), side(new, {}, entry(new, "P1", "f"), code="2020")
    found = compare((then, now), core_of(TWO, (new, {})))
    assert (found.same, found.sections, found.criteria, found.themes) == (0, [], [], [])
    assert found.mean.difference is None


def test_final_ones_only() -> None:
    then = side(TWO, {}, entry(TWO, "P1", "ff ff"), entry(TWO, "P2", "ff ff", status=Status.ASSESSED))
    assert (compare((then, then), whole(TWO)).same, compare((then, then), whole(TWO), final_only=True).same) == (2, 1)


def test_one_to_one_through_versions_in_between() -> None:
    links = [
        Link(1, "A", 2, "B", Relation.SAME),
        Link(2, "B", 3, "C", Relation.REWORDED),
        Link(1, "D", 2, "E", Relation.SPLIT),
        Link(1, "D", 2, "F", Relation.SPLIT),
        Link(2, "E", 3, "E", Relation.SAME),
    ]
    assert one_to_one(Lineage(links), 1, 3, ["C", "E", "G"]) == {"A": "C"}
    assert one_to_one(Lineage([*links, Link(2, "B", 3, "H", Relation.SAME)]), 1, 3, ["C", "H"]) == {}


@relaxed
@given(rounds())
def test_the_other_way_around_every_difference_is_negated(drawn: tuple[Side, Side, Core]) -> None:
    then, now, core = drawn
    forth, back = compare((then, now), core), compare((now, then), core)
    assert forth.same == back.same
    for name in ("participants", "cohorts", "cohorts_meeting", "sections", "steps", "themes", "criteria"):
        there, again = getattr(forth, name), getattr(back, name)
        assert [one.code for one in there] == [one.code for one in again]
        assert [one.then for one in there] == [one.now for one in again]
        assert [one.difference for one in there] == [one.difference and -one.difference for one in again]
    assert most_improved(forth.criteria) == [Change(one.code, one.ratios[::-1]) for one in most_declined(back.criteria)]


@relaxed
@given(rounds())
def test_a_round_with_itself_differs_in_nothing(drawn: tuple[Side, Side, Core]) -> None:
    found = compare((drawn[0], drawn[0]), whole(drawn[0].framework))
    for name in ("participants", "cohorts", "cohorts_meeting", "sections", "steps", "themes", "criteria"):
        assert not any(one.difference for one in getattr(found, name))
        assert most_improved(getattr(found, name)) == most_declined(getattr(found, name)) == []


@relaxed
@given(rounds())
def test_themes_and_criteria_are_sections_of_their_own(drawn: tuple[Side, Side, Core]) -> None:
    then, _now, _core = drawn
    framework = then.framework
    themed = replace(
        framework,
        sections=tuple(
            replace(section, criteria=tuple(replace(c, theme=f"t{i % 2}") for i, c in enumerate(section.criteria)))
            for section in framework.sections
        ),
    )
    then = replace(then, framework=themed)
    found = compare((then, then), whole(themed))
    counted = [one.code for one in found.participants if one.difference is not None]
    for kind, key in ((found.themes, "theme"), (found.criteria, "code")):
        for change in kind:
            its = [c for c in themed.criteria.values() if getattr(c, key) == change.code]
            section = replace(themed.sections[0], criteria=its)
            scores = [score_section(section, its, then.counting[code], themed.scale).score for code in counted]
            present = [score for score in scores if score is not None]
            assert change.then.denominator == len(present)
            assert change.then.percent == (sum(present) / len(present) if present else None)


def _change(code: str, difference: int) -> Change:
    return Change(code, (Ratio(Fraction(1, 2) * 10, 10), Ratio(Fraction(50 + difference, 100) * 10, 10)))


# More than two rounds


def three() -> tuple[Side, Side, Side]:
    """P1 and P2 are in all rounds, P3 misses the middle one, P4 comes last."""
    return (
        side(TWO, {1: 50}, entry(TWO, "P1", "fn nn"), entry(TWO, "P2", "ff na"), entry(TWO, "P3", "nn nn")),
        side(
            TWO, {1: 50}, entry(TWO, "P1", "ff nn"), entry(TWO, "P2", "ff ff"), entry(TWO, "P3", "f- nn"), code="2020"
        ),
        side(
            TWO,
            {1: 50},
            entry(TWO, "P1", "ff fn"),
            entry(TWO, "P2", "fn ff"),
            entry(TWO, "P3", "ff ff"),
            entry(TWO, "P4", "nn nn"),
            code="2021",
        ),
    )


def course(change: Change) -> list[tuple[Number | None, int]]:
    """Every number, with how many participants are behind it."""
    return [(ratio.percent, ratio.denominator) for ratio in change.ratios]


def test_three_rounds_over_who_has_a_number_in_all() -> None:
    found = compare(three(), whole(TWO))
    assert found.same == 2
    assert course(found.mean) == [((25 + 50) / 2, 2), ((50 + 100) / 2, 2), ((75 + 75) / 2, 2)]
    assert [course(one) for one in found.sections] == [
        [(75, 2), (100, 2), (75, 2)],
        [(0, 2), (50, 2), (75, 2)],
    ]
    by_code = {one.code: course(one) for one in found.criteria}
    assert by_code["A2"] == [(50, 2), (100, 2), (50, 2)]
    assert by_code["B2"] == [(0, 1), (0, 1), (0, 1)], "P2 was n.a. in the first, so it counts in none"
    people = {one.code: one for one in found.participants}
    assert [place and place.counted_score for place in people["P3"].places] == [0, None, 100]
    assert people["P3"].difference == 100, "from the first to the last, whatever lies between"
    assert people["P4"].places[:2] == (None, None)
    assert [course(one) for one in found.cohorts] == [[(25, 3), (75, 2), (62.5, 4)]]
    assert [[of(ratio) for ratio in one.ratios] for one in found.cohorts_meeting] == [[(1, 3), (2, 2), (3, 4)]]


def test_everybody_in_each_round() -> None:
    found = compare(three(), whole(TWO), everybody=True)
    assert (found.same, found.everybody) == (2, True)
    assert course(found.mean) == [(25, 3), (75, 2), (62.5, 4)]
    by_code = {one.code: course(one) for one in found.criteria}
    assert by_code["B2"] == [(0, 2), (50, 2), (50, 4)]
    assert found.mean.n == 3, "the smaller of the first and the last"


def test_the_common_core_of_three_versions() -> None:
    second, third = version("2", X="X1 X2 X3"), version("3", Z="Z1 Z2")
    core = core_of(TWO, (second, {"A1": "X1", "A2": "X2", "B1": "X3"}), (third, {"A1": "Z1", "B1": "Z2", "B2": "Z3"}))
    assert list(core.framework.criteria) == ["A1", "B1"]
    assert core.back_from(third) == {"Z1": "A1", "Z2": "B1"}
    assert core.between(second, third) == {"Z1": "X1", "Z2": "X3"}
    rounds_ = (
        side(TWO, {}, entry(TWO, "P1", "fn nn")),
        side(second, {}, entry(second, "P1", "pff"), code="2020"),
        side(third, {}, entry(third, "P1", "nf"), code="2021"),
    )
    found = compare(rounds_, core)
    assert {one.code: course(one) for one in found.criteria} == {
        "A1": [(100, 1), (50, 1), (0, 1)],
        "B1": [(0, 1), (100, 1), (100, 1)],
    }
    assert course(found.mean) == [(50, 1), (75, 1), (50, 1)]


def test_the_oldest_version_is_the_one_that_all_others_come_from() -> None:
    first, second, third = TWO, version("2", A="A1 A2"), version("3", A="A1")
    links = [
        Link(1, "A1", 2, "A1", Relation.SAME),
        Link(1, "A2", 2, "A2", Relation.REWORDED),
        Link(2, "A1", 3, "A1", Relation.SAME),
    ]
    versions = {3: third, 1: first, 2: second}
    core = common_core_of(Lineage(links), versions)
    assert (core.framework.version, list(core.framework.criteria), core.of) == ("1", ["A1"], 4)
    assert common_core_of(Lineage(()), versions).criteria == 0
    assert common_core_of(Lineage(()), {1: first}).same_version


@relaxed
@given(rounds())
def test_a_round_named_twice_adds_nothing(drawn: tuple[Side, Side, Core]) -> None:
    """With the first round twice, three rounds are two; everybody is a mean per round, whatever the others are."""
    then, now, core = drawn
    two, again = compare((then, now), core), compare((then, then, now), core)
    for name in ("cohorts", "sections", "steps", "themes", "criteria"):
        pairs = zip(getattr(two, name), getattr(again, name), strict=True)
        assert all(one.ratios == (twice.ratios[0], twice.ratios[2]) for one, twice in pairs)
    alone, all_ = compare((then,), core, everybody=True), compare((now, then), core, everybody=True)
    assert [one.now for one in alone.criteria] == [one.now for one in all_.criteria]
    assert alone.mean.now == all_.mean.now
