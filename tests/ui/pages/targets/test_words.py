"""What the page of targets says, for any series and target: never an error, and always a rule and a sentence."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.projection import NoProjection
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import (
    Direction,
    Indicator,
    Milestone,
    Observation,
    Target,
    TargetStatus,
    milestone_standing,
)
from covenant_monitor.language import language
from covenant_monitor_ui.pages.targets.explain import MilestoneExplaining
from covenant_monitor_ui.pages.targets.rows import milestone_table, observation_table
from covenant_monitor_ui.pages.targets.words import (
    about_words,
    difference_text,
    indicator_name,
    pace_text,
    rule_sentence,
    scope_name,
    short_reason,
    standing_sentence,
    value_text,
)

EN, NL = language("en"), language("nl")
START, END = date(2010, 12, 31), date(2020, 12, 31)
DAYS = st.integers(0, 4500).map(lambda days: START + timedelta(days))
VALUES = st.one_of(st.integers(-5, 120), st.fractions(0, 100, max_denominator=7))


def indicator(*observed: Observation, unit: str = "%", direction: Direction = Direction.UP) -> Indicator:
    return Indicator("i", Text("Aandeel", "Share"), unit, direction, observed)


def sentence(seen: Observation | None, at: date, *, unit: str = "%", direction: Direction = Direction.UP) -> str:
    one = indicator(*[seen] if seen else [], unit=unit, direction=direction)
    aim = Target("t", "i", [Milestone(END, 50)], START, 0 if direction is Direction.UP else 100)
    return standing_sentence(one, milestone_standing(one, aim, aim.milestones[0], at), at, EN)


def test_a_sentence_for_every_status() -> None:
    half_way = date(2015, 12, 31)
    assert sentence(None, half_way) == ("Nothing was observed up to 31 December 2015. Wanted: 50% on 31 December 2020.")
    assert sentence(Observation(half_way, 60), half_way) == (
        "60% on 31 December 2015, 10 points more than the 50% wanted on 31 December 2020."
    )
    assert sentence(Observation(half_way, 50), half_way) == (
        "50% on 31 December 2015, just what was wanted on 31 December 2020."
    )
    assert sentence(Observation(half_way, 30), half_way) == (
        "30% on 31 December 2015, where the straight path to 50% on 31 December 2020 is at 25.0%. From then on it takes"
        " 4 points a year; so far it was 6 points a year."
    )
    assert sentence(Observation(half_way, 30), END) == (
        "30% on 31 December 2015 against 50% on 31 December 2020, 20 points short."
    )
    assert sentence(Observation(half_way, 30), half_way, unit="sites", direction=Direction.DOWN) == (
        "30 sites on 31 December 2015, 20 sites less than the 50 sites allowed on 31 December 2020."
    )


def test_without_a_path_it_says_what_is_missing() -> None:
    seen = Observation(date(2015, 12, 31), 30)
    one, aim = indicator(seen), Target("t", "i", [Milestone(END, 50)])
    standing = milestone_standing(one, aim, aim.milestones[0], seen.day)
    assert standing.status is TargetStatus.NO_DATA
    assert "Enter a baseline, or a second observation." in standing_sentence(one, standing, seen.day, EN)
    assert "no two observations" in rule_sentence(one, aim, seen.day, EN)


def test_the_rule_names_the_baseline_and_the_end_of_a_range_that_counts() -> None:
    seen = [Observation(date(2012, 12, 31), 10), Observation(date(2015, 12, 31), 30)]
    aim = Target("t", "i", [Milestone(END, 50)])
    assert rule_sentence(indicator(*seen), aim, END, EN) == (
        "On track is: on the straight path from 10% on 31 December 2012 to the milestone, or better. No baseline was"
        " agreed, so the first observation is taken for it. A range counts by its low end."
    )
    assert "A range counts by its high end" in rule_sentence(indicator(*seen, direction=Direction.DOWN), aim, END, EN)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(2, "%", "2 points"), (1, "%", "1 point"), (Fraction(5, 2), "procent", "2.5 points"), (800, "sites", "800 sites")],
)
def test_differences_are_in_the_unit(value: Fraction | int, unit: str, said: str) -> None:
    assert difference_text(value, unit, EN) == said
    assert difference_text(None, unit, EN) == pace_text(None, unit, EN) == value_text(None, unit, EN) == "–"


def test_paces_have_no_more_decimals_than_they_are_worth() -> None:
    assert pace_text(10.664, "%", EN) == "10.7 points a year"
    assert pace_text(1500.03, "sites", EN) == "1,500 sites a year"


def test_names_of_scopes_and_themes() -> None:
    assert scope_name(ALL, EN) == "all participants"
    assert scope_name(Scope(panel=("2018",)), EN) == "the same participants as round 2018"
    assert scope_name(Scope(participation_year=2), EN) == "participation year 2 of each round"
    themed = Indicator(
        "computed:theme:water, chemicals and energy:not", Text("Thema water, chemicals and energy: niet")
    )
    assert indicator_name(themed, NL) == "Thema water, chemie en energie: niet"
    assert about_words(themed, EN) == "higher is better", "a code that nobody gave says nothing to anybody"
    assert about_words(Indicator("SITES", Text("Sites"), "%"), EN) == "SITES · % · higher is better"
    assert all(short_reason(reason, EN) for reason in NoProjection)


@given(
    seen=st.lists(
        st.builds(
            lambda day, low, width, ranged: (
                Observation(day, low=low, high=low + abs(width)) if ranged else Observation(day, low)
            ),
            *(DAYS, VALUES, VALUES, st.booleans()),
        ),
        max_size=5,
        unique_by=lambda one: one.day,
    ),
    goals=st.lists(st.builds(Milestone, DAYS, VALUES), min_size=1, max_size=3, unique_by=lambda one: one.day),
    based=st.booleans(),
    direction=st.sampled_from(Direction),
    unit=st.sampled_from(["%", "", "sites"]),
    at=DAYS,
)
def test_every_number_of_any_target_can_be_said_and_explained(
    seen: list[Observation], goals: list[Milestone], based: bool, direction: Direction, unit: str, at: date
) -> None:
    one = indicator(*seen, unit=unit, direction=direction)
    ordered = sorted(goals, key=lambda goal: goal.day)
    baseline = (START - timedelta(30), 10) if based else (None, None)
    aim = Target("t", "i", ordered, *baseline)
    columns, lines = milestone_table(one, aim, at, EN)
    assert len(lines) == len(ordered)
    observed, rows = observation_table(one, aim, at, EN)
    assert all(len(line.cells) == len(observed) for line in rows)
    assert rule_sentence(one, aim, at, EN)
    for goal, line in zip(ordered, lines, strict=True):
        standing = milestone_standing(one, aim, goal, at)
        assert standing_sentence(one, standing, at, EN)
        explaining = MilestoneExplaining(one, aim, standing, at, EN)
        for column, cell in zip(columns, line.cells, strict=True):
            told = explaining.explain(column.key)
            assert told.number
            assert told.lead
            assert told.sentences or told.arithmetic
            if column.key in ("gap", "expected"):
                assert told.number == cell.text, "the same number in the table and in its explanation"
            if column.key in ("needed", "so_far") and cell.text != "–":
                assert told.number == f"{cell.text} a year"
