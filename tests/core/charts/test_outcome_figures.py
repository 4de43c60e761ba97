from dataclasses import replace

from covenant_monitor.charts.outcome_figures import outcome_figures
from covenant_monitor.domain.model import Outcome
from tests.core.charts.pictures import round_picture, standing


def test_those_of_whom_nothing_is_required_are_left_out_and_counted() -> None:
    picture = round_picture(2020, {1: (3, 0, 0)})
    free = [standing(50 + i, "2020", 0, None) for i in range(2)]
    figures = outcome_figures([replace(picture, standings=[*picture.standings, *free])])
    assert figures.columns[0].n == 3
    assert {reason.value: count for reason, count in figures.left_out[0].items()} == {"no_requirement": 2}


def test_one_cohort_is_no_cohort() -> None:
    assert outcome_figures([round_picture(2020, {2: (3, 3, 3)})]).cohorts == []


def test_later_years_are_one_cohort_with_one_requirement() -> None:
    figures = outcome_figures([round_picture(2020, {1: (1, 0, 0), 3: (1, 0, 0), 7: (0, 2, 0)})])
    last = figures.cohorts[-1]
    assert (last.year, last.and_later, last.required) == (3, True, 60)
    assert last.columns[0].amounts == (1, 2, 0)
    assert not figures.cohorts[0].and_later


def test_a_requirement_by_group_is_none_for_the_cohort() -> None:
    picture = round_picture(2020, {1: (1, 0, 0), 2: (1, 0, 0)})
    other = replace(standing(9, "2020", 1, Outcome.MEETS), required=30)
    figures = outcome_figures([replace(picture, standings=[*picture.standings, other])])
    assert [cohort.required for cohort in figures.cohorts] == [None, 40]


def test_rounds_with_entered_percentages_are_named() -> None:
    picture = round_picture(2020, {1: (1, 0, 0)})
    score = picture.standings[0].score
    assert score is not None
    entered = replace(picture.standings[0], score=replace(score, from_summary=True, summary_complete=True))
    assert outcome_figures([replace(picture, standings=[entered])]).entered == ["2020"]
