from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.applicability import (
    applicable,
    applies,
    is_participant,
    participation_year,
    requirement,
)
from covenant_monitor.domain.model import Criterion, JoinRule, Requirement, Round, Text
from tests.core.domain.strategies import (
    GROUPS,
    Case,
    cases,
    join_dates,
    relaxed,
    round_rows,
    year_round,
)

ROUNDS = [year_round(year) for year in (2017, 2018, 2019, 2020)]
FULL_ROUNDS = [year_round(year, join_rule=JoinRule.FIRST_FULL_ROUND) for year in (2017, 2018, 2019, 2020)]


def years(joined_on: date | None, rounds: list[Round]) -> list[int]:
    return [participation_year(joined_on, round_, rounds) for round_ in rounds]


@pytest.mark.parametrize(
    ("joined_on", "join_round", "first_full_round"),
    [
        (date(2017, 10, 3), [1, 2, 3, 4], [0, 1, 2, 3]),  # in the middle of the first round
        (date(2018, 1, 1), [0, 1, 2, 3], [0, 1, 2, 3]),  # on the first day: that round is a full one
        (date(2018, 1, 2), [0, 1, 2, 3], [0, 0, 1, 2]),
        (date(2018, 12, 31), [0, 1, 2, 3], [0, 0, 1, 2]),  # on the last day
        (date(2016, 7, 4), [1, 2, 3, 4], [1, 2, 3, 4]),  # before the first round
        (None, [1, 2, 3, 4], [1, 2, 3, 4]),
        (date(2020, 9, 1), [0, 0, 0, 1], [0, 0, 0, 0]),
        (date(2021, 1, 1), [0, 0, 0, 0], [0, 0, 0, 0]),  # after the last round
    ],
)
def test_participation_year_by_both_join_rules(
    joined_on: date | None, join_round: list[int], first_full_round: list[int]
) -> None:
    assert years(joined_on, ROUNDS) == join_round
    assert years(joined_on, FULL_ROUNDS) == first_full_round


def test_a_round_that_is_not_among_the_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="2030"):
        participation_year(None, year_round(2030), ROUNDS)


def test_the_join_rule_of_the_current_round_is_used_throughout() -> None:
    # Joined in the middle of 2017: year 1 under the first rule, year 0 under the second.
    mixed = [year_round(2017), *FULL_ROUNDS[1:3], year_round(2020)]
    assert years(date(2017, 10, 3), mixed) == [1, 1, 2, 4]


@pytest.mark.parametrize("rule", list(JoinRule))
def test_who_joins_between_two_rounds_is_in_year_1_in_the_next(rule: JoinRule) -> None:
    first = Round("A", date(2018, 1, 1), date(2018, 12, 15), "f", "1", join_rule=rule)
    second = Round("B", date(2019, 2, 1), date(2019, 12, 15), "f", "1", join_rule=rule)
    assert years(date(2019, 1, 10), [first, second]) == [0, 1]


def test_rounds_that_are_not_calendar_years() -> None:
    # Joined on 4 July 2016, in a round of July to June: year 1 is 2016-2017.
    rounds = [Round(f"{y}-{y + 1}", date(y, 7, 1), date(y + 1, 6, 30), "f", "1") for y in (2016, 2017, 2018)]
    assert years(date(2016, 7, 4), rounds) == [1, 2, 3]
    assert years(date(2017, 6, 30), rounds) == [1, 2, 3]
    assert years(date(2017, 7, 1), rounds) == [0, 1, 2]


@relaxed
@given(round_rows(rule=JoinRule.JOIN_ROUND), join_dates())
def test_join_round_rule_counts_the_rounds_that_end_on_or_after_the_join_date(
    rounds: list[Round], joined_on: date
) -> None:
    expected = [sum(r.last_day >= joined_on for r in rounds[: i + 1]) for i in range(len(rounds))]
    assert years(joined_on, rounds) == expected


@relaxed
@given(round_rows(rule=JoinRule.FIRST_FULL_ROUND), join_dates())
def test_full_round_rule_counts_the_rounds_that_begin_on_or_after_the_join_date(
    rounds: list[Round], joined_on: date
) -> None:
    expected = [sum(r.first_day >= joined_on for r in rounds[: i + 1]) for i in range(len(rounds))]
    assert years(joined_on, rounds) == expected


@relaxed
@given(round_rows(rule=JoinRule.FIRST_FULL_ROUND), join_dates())
def test_under_one_rule_the_year_rises_by_one_a_round_once_it_has_begun(rounds: list[Round], joined_on: date) -> None:
    course = years(joined_on, rounds)
    begun = [year for year in course if year]
    assert course == [0] * (len(course) - len(begun)) + begun
    assert begun == list(range(begun[0], begun[0] + len(begun))) if begun else True


@relaxed
@given(round_rows(), join_dates() | st.none())
def test_the_year_never_goes_back_even_where_the_join_rule_changes(rounds: list[Round], joined_on: date | None) -> None:
    course = years(joined_on, rounds)
    assert course == sorted(course)
    assert all(0 <= year <= i for i, year in enumerate(course, start=1))


@relaxed
@given(round_rows(), join_dates(), st.integers(0, 500))
def test_joining_later_never_gives_a_later_year(rounds: list[Round], joined_on: date, days: int) -> None:
    later = years(joined_on + timedelta(days), rounds)
    assert all(a <= b for a, b in zip(later, years(joined_on, rounds), strict=True))


@relaxed
@given(round_rows(), join_dates() | st.none(), st.randoms())
def test_the_order_in_which_rounds_are_given_does_not_matter(
    rounds: list[Round], joined_on: date | None, random: Random
) -> None:
    shuffled = list(rounds)
    random.shuffle(shuffled)
    for round_ in rounds:
        year = participation_year(joined_on, round_, rounds)
        assert participation_year(joined_on, round_, shuffled) == year


@relaxed
@given(round_rows(), st.integers(0, 900))
def test_no_join_date_is_as_joined_before_the_first_round(rounds: list[Round], days: int) -> None:
    assert years(None, rounds) == years(rounds[0].first_day - timedelta(days), rounds)


@pytest.mark.parametrize(
    ("joined_on", "left_on", "expected"),
    [
        (None, None, True),
        (date(2018, 12, 31), None, True),
        (date(2019, 1, 1), None, False),
        (None, date(2018, 1, 1), True),
        (None, date(2017, 12, 31), False),
        (date(2018, 3, 1), date(2018, 4, 1), True),
    ],
)
def test_a_participant_joined_by_the_last_day_and_did_not_leave_before_the_first(
    joined_on: date | None, left_on: date | None, expected: bool
) -> None:
    assert is_participant(joined_on, left_on, year_round(2018)) is expected


@relaxed
@given(round_rows(rule=JoinRule.JOIN_ROUND), st.data())
def test_from_year_1_on_one_takes_part_and_not_before(rounds: list[Round], data: st.DataObject) -> None:
    join_round = data.draw(st.sampled_from(rounds))
    joined_on = data.draw(st.dates(join_round.first_day, join_round.last_day))
    for round_ in rounds:
        assert (participation_year(joined_on, round_, rounds) > 0) == is_participant(joined_on, None, round_)


@pytest.mark.parametrize(
    ("year", "group", "expected"),
    [(1, "large", False), (2, "large", True), (3, "medium", True), (2, "small", False), (2, "", False)],
)
def test_a_criterion_applies_from_its_year_on_to_its_groups(year: int, group: str, expected: bool) -> None:
    criterion = Criterion("3.04", Text(), from_participation_year=2, groups=frozenset({"medium", "large"}))
    assert applies(criterion, year, group) is expected


@pytest.mark.parametrize("group", ["", *GROUPS])
def test_a_criterion_without_groups_applies_to_all(group: str) -> None:
    assert applies(Criterion("1.01", Text()), 1, group)
    assert not applies(Criterion("1.01", Text()), 0, group)


@relaxed
@given(cases())
def test_applicable_keeps_every_section_and_the_order(case: Case) -> None:
    found = applicable(case.framework, case.year, case.group)
    assert [section for section, _ in found] == list(case.framework.sections)
    assert [c for _, criteria in found for c in criteria] == case.applying


@relaxed
@given(cases())
def test_what_applies_still_applies_a_year_later(case: Case) -> None:
    later = applicable(case.framework, case.year + 1, case.group)
    assert {c.code for c in case.applying} <= {c.code for _, criteria in later for c in criteria}


LADDER = [Requirement(1, 20), Requirement(2, 40), Requirement(3, 60)]


@pytest.mark.parametrize(("year", "percent"), [(0, None), (1, 20), (2, 40), (3, 60), (4, 60), (12, 60)])
def test_the_requirement_of_year_3_holds_on(year: int, percent: int | None) -> None:
    found = requirement(LADDER, year, "small")
    assert (found.percent if found else None) == percent


def test_nothing_is_required_before_the_first_year_that_is_named() -> None:
    assert requirement([Requirement(2, 40)], 1, "") is None
    assert requirement([], 3, "") is None


def test_nothing_is_required_in_year_0_even_where_something_was_entered_for_it() -> None:
    assert requirement([Requirement(0, 10), *LADDER], 0, "") is None


@pytest.mark.parametrize(
    ("year", "group", "percent"),
    [
        (1, "small", 10),
        (1, "large", 20),
        (1, "", 20),
        (2, "small", 40),
        (3, "small", 45),
        (3, "large", 60),
        (4, "small", 45),
    ],
)
def test_in_one_year_the_groups_own_requirement_goes_first(year: int, group: str, percent: int) -> None:
    found = requirement([*LADDER, Requirement(1, 10, "small"), Requirement(3, 45, "small")], year, group)
    assert found is not None
    assert found.percent == percent


def test_a_requirement_of_another_group_only_is_none() -> None:
    assert requirement([Requirement(1, 20, "large")], 1, "small") is None
    assert requirement([Requirement(1, 20, "large")], 1, "") is None


@relaxed
@given(
    st.lists(
        st.builds(Requirement, st.integers(1, 4), st.integers(0, 100), st.sampled_from(["", *GROUPS])),
        max_size=8,
    ),
    st.integers(0, 6),
    st.sampled_from(["", *GROUPS]),
    st.randoms(),
)
def test_requirement_is_the_latest_of_those_that_hold(
    requirements: list[Requirement], year: int, group: str, random: Random
) -> None:
    unique = list({(r.participation_year, r.group): r for r in requirements}.values())
    found = requirement(unique, year, group)
    hold = [r for r in unique if 1 <= r.participation_year <= year and r.group in {"", group}]
    assert (found is None) == (not hold)
    if found:
        assert found in hold
        assert found.participation_year == max(r.participation_year for r in hold)
        own = [r for r in hold if r.participation_year == found.participation_year and r.group]
        assert found in (own or hold)
    shuffled = list(unique)
    random.shuffle(shuffled)
    assert requirement(shuffled, year, group) == found
