"""The mean score and the means of the sections of one group are tied together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Covenant, Framework, Number, Round, Section, Text
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.releases import Cause, Statement
from covenant_monitor.publishing.checking import release_check
from covenant_monitor.publishing.implied import implied
from covenant_monitor.store.releases import Release

MEMBERS = frozenset(f"P{number}" for number in range(8))
WEIGHTS: tuple[Number, ...] = (1, Fraction(5, 2), 3)
FRAMEWORK = Framework(
    "F", "1", Text(), [Section(code, Text(), (), weight=weight) for code, weight in zip("ABC", WEIGHTS, strict=True)]
)


def figures(*means: int) -> dict[str, Statement]:
    total = sum((weight * mean for weight, mean in zip(WEIGHTS, means, strict=True)), Fraction()) / Fraction(13, 2)
    said = {**{f"section:{code}": Fraction(mean) for code, mean in zip("ABC", means, strict=True)}, "score": total}
    return {
        measure: Statement(measure, "2020", "all", MEMBERS, value, rounding=Fraction(1, 20))
        for measure, value in said.items()
    } | {"score": score_of(total, dict.fromkeys(MEMBERS, "ABC"))}


def score_of(value: Number, sections: Mapping[str, str]) -> Statement:
    """A mean score; by participant the sections that its score is made of."""
    weights = dict(zip("ABC", WEIGHTS, strict=True))
    made_of = {member: {f"section:{code}": weights[code] for code in codes} for member, codes in sections.items()}
    return Statement("score", "2020", "all", frozenset(made_of), value, rounding=Fraction(1, 20), made_of=made_of)


@given(st.tuples(*[st.integers(0, 100)] * 3), st.sampled_from(["score", "section:A", "section:C"]))
def test_whichever_is_missing_follows(means: tuple[int, int, int], missing: str) -> None:
    known = figures(*means)
    left_out = known.pop(missing)
    ((one, last),) = implied(known.values(), {"2020": FRAMEWORK})
    assert (one.measure, one.members, one.value) == (missing, MEMBERS, left_out.value)
    assert one.rounding >= Fraction(1, 20)
    assert last is list(known.values())[-1]


def test_nothing_follows_where_two_are_missing_or_none_or_groups_differ() -> None:
    known = list(figures(10, 20, 30).values())
    assert implied(known, {"2020": FRAMEWORK}) == []
    assert implied(known[2:], {"2020": FRAMEWORK}) == []
    assert implied(known[1:], {}) == []
    other = replace(known[1], members=MEMBERS - {"P1"})
    assert implied([other, *known[2:]], {"2020": FRAMEWORK}) == []


def whole() -> CovenantPicture:
    round_ = Round("2020", date(2020, 1, 1), date(2020, 12, 31), "F", "1")
    return CovenantPicture(Covenant("C", Text()), [RoundPicture(round_, FRAMEWORK, [])])


def release(*statements: Statement) -> Release:
    return Release(datetime(2020, 1, 1, tzinfo=UTC), "", "report", "2020", "public", "nl", "", "", statements)


def test_sections_that_add_up_to_a_score_that_gives_one_away() -> None:
    """Scores were published with one participant more; sections without it are fine, but for the last."""
    *sections, score = figures(10, 20, 30).values()
    earlier = [release(score_of(score.value, dict.fromkeys(MEMBERS | {"P9"}, "ABC")))]
    verdict = release_check(sections, earlier, whole())
    (held,) = verdict.withheld
    assert (held.statement, held.cause, held.about) == (sections[-1], Cause.ONE_FOLLOWS, frozenset({"P9"}))
    assert held.with_earlier
    assert verdict.allowed == sections[:-1]
    assert release_check(sections, [], whole()).withheld == []


def test_who_has_no_score_in_a_section_is_not_given_away_by_the_others() -> None:
    *others, last, _score = figures(10, 20, 30).values()
    fewer = replace(last, members=MEMBERS - {"P1"})
    score = score_of(20, dict.fromkeys(MEMBERS, "ABC") | {"P1": "AB"})
    verdict = release_check([score, *others, fewer], [], whole())
    (held,) = verdict.withheld
    assert (held.about, held.with_earlier) == (frozenset({"P1"}), False)
    assert held.statement in (fewer, others[-1])


def test_sections_that_were_published_bit_by_bit() -> None:
    *others, last, score = figures(10, 20, 30).values()
    earlier = [release(*others), release(replace(last, members=MEMBERS | {"P9"}))]
    (held,) = release_check([score], earlier, whole()).withheld
    assert (held.statement, held.about, held.with_earlier) == (score, frozenset({"P9"}), True)


def test_two_without_a_score_in_another_section_each_are_left_over() -> None:
    one, two, three, _score = figures(10, 20, 30).values()
    score = score_of(20, dict.fromkeys(MEMBERS, "ABC") | {"P1": "AC", "P2": "AB"})
    told = [score, one, replace(two, members=MEMBERS - {"P1"}), replace(three, members=MEMBERS - {"P2"})]
    (held,) = release_check(told, [], whole()).withheld
    assert (held.statement, held.cause, held.about) == (told[-1], Cause.OTHER_FOLLOWS, frozenset({"P1", "P2"}))
    assert not held.with_earlier
    (held,) = release_check(told[2:], [release(*told[:2])], whole()).withheld
    assert held.with_earlier
    assert release_check(told, [release(*told)], whole()).withheld == []  # said before
    open_ = whole()
    everybody = replace(open_, covenant=replace(open_.covenant, minimum_group=1))
    assert release_check(told, [], everybody).withheld == []


def test_what_a_score_was_made_of_is_known_of_who_has_left_too() -> None:
    """P1 had no score in C; the round does not have P1 any more, and the other two sections were never published."""
    score = score_of(20, dict.fromkeys(MEMBERS, "ABC") | {"P1": "AB"})
    one, two, three, _score = figures(10, 20, 30).values()
    three = replace(three, members=MEMBERS - {"P1"})
    left = [replace(told, members=MEMBERS - {"P1"}) for told in (one, two)]
    assert release_check([*left, three], [], whole()).withheld == []
    (held,) = release_check([*left, three], [release(score)], whole()).withheld
    assert (held.statement, held.about, held.with_earlier) == (three, frozenset({"P1"}), True)
