"""The sentences of the summary: the number, n and the percentage, always together."""

from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.domain.model import Covenant, Requirement, Text
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures, Section, last_year, round_figures
from covenant_monitor.language import language
from covenant_monitor.reports.summary_words import (
    cohort_sentence,
    left_out_sentence,
    mean_sentence,
    other_classes_sentence,
    outcome_sentence,
    sections_sentence,
    share_words,
)
from tests.core.exchange.annual_workbook.contents import Member, content, members

EN, NL = language("en"), language("nl")
PLAIN = "\u00a0"


def figures(by_year: dict[int, list[Member]], minimum: int | None = None) -> list[RoundFigures]:
    rounds = content(by_year, covenant=Covenant("C", Text("C", "C"))).picture.rounds
    return [round_figures(picture, last_year(rounds), minimum) for picture in rounds]


def some(meets: int, on_track: int, behind: int, joined: int = 2018) -> list[Member]:
    """Participants in their first year: 20 % is required, on track from 5 %."""
    return [
        *members(meets, "M", joined, ("ff", "nn")),
        *members(on_track, "O", joined, ("pn", "nn")),
        *members(behind, "B", joined, ("nn", "nn")),
    ]


def test_how_many_meet_with_n_and_percentage_and_the_round_before() -> None:
    before, this = figures({2018: some(1, 5, 2), 2019: some(5, 2, 1, 2019)})
    assert outcome_sentence(this, before, 5, EN) == (
        "5 of 8 assessed participants (63%) meet the requirement of their participation year; in 2018: 1 of 8 (13%)."
    )
    assert other_classes_sentence(this.every, EN) == "On track: 2 (25%); behind: 1 (13%); n = 8."


def test_one_participant_is_singular() -> None:
    (this,) = figures({2018: some(1, 0, 0)})
    assert outcome_sentence(this, None, 5, EN) == (
        "1 of 1 assessed participant (100%) meets the requirement of its participation year."
    )


def test_nearly_all_is_not_all() -> None:
    assert share_words(199, 200, EN) == "99.5%"
    assert share_words(1, 400, EN) == "0.3%"
    assert share_words(200, 200, EN) == "100%"
    assert share_words(0, 200, NL) == f"0{PLAIN}%"


def test_a_group_that_is_too_small_is_not_told() -> None:
    before, this = figures({2018: some(3, 0, 0), 2019: some(3, 4, 2, 2019)}, 5)
    assert "in 2018" not in outcome_sentence(this, before, 5, EN)
    assert outcome_sentence(this, before, 5, EN).endswith("of 2018 this is withheld.")
    assert outcome_sentence(before, None, 5, EN).startswith("The outcome is withheld: fewer than 5")
    assert not any(character in "34" for character in outcome_sentence(before, None, 5, EN))


def test_nothing_required_has_no_outcome() -> None:
    rounds = content({2018: some(2, 0, 0)}, ladder=()).picture.rounds
    this = round_figures(rounds[0], 3, None)
    assert outcome_sentence(this, None, 5, EN) == (
        "Nothing is required in this round, so there are scores and no outcomes."
    )
    assert left_out_sentence(this, EN) == "Of the 2 participants in the round 2 count in the figures."


def test_of_some_nothing_is_required() -> None:
    rounds = content({2018: some(2, 0, 0)}, ladder=(Requirement(1, 20, "groot"),)).picture.rounds
    assert left_out_sentence(round_figures(rounds[0], 3, None), EN) == (
        "Of the 2 participants in the round 2 count in the figures."
        " Of 2 that count nothing is required, so they have no outcome."
    )


def test_who_is_left_out_and_why() -> None:
    (this,) = figures({2018: [*some(3, 0, 0), *members(2, "N", 2018, None)]})
    assert left_out_sentence(this, EN) == (
        "Of the 5 participants in the round 3 count in the figures; left out: 2 not begun."
    )
    (nobody,) = figures({2018: []})
    assert left_out_sentence(nobody, EN) == "There are no participants in this round yet."
    assert outcome_sentence(nobody, None, 5, EN) == "No assessment of this round has an outcome yet."
    assert mean_sentence(nobody, None, EN) == ""


def test_who_is_left_out_is_withheld_where_they_are_few() -> None:
    (this,) = figures({2018: [*some(6, 2, 1), *members(2, "N", 2018, None)]}, 5)
    assert "2 not begun" not in left_out_sentence(this, EN)
    assert "withheld" in left_out_sentence(this, EN)


def test_only_what_is_withheld_is_said_to_be() -> None:
    (this,) = figures({2018: some(6, 2, 1)})
    assert left_out_sentence(replace(this, participants=None), EN) == (
        "9 participants count in the figures; how many there are in the round is withheld."
    )
    assert left_out_sentence(replace(this, counted=None), EN) == (
        "There are 9 participants in the round; how many of them count is withheld."
    )
    assert left_out_sentence(replace(this, participants=None, counted=None), EN) == (
        "How many participants there are, and how many of them count, is withheld."
    )


def test_the_mean_has_its_n() -> None:
    before, this = figures({2018: some(1, 0, 1), 2019: some(2, 1, 0, 2019)})
    assert mean_sentence(this, before, EN) == "The mean score is 37.5% (n = 3); in 2018: 25.0% (n = 2)."
    assert mean_sentence(this, None, EN) == "The mean score is 37.5% (n = 3)."


def test_every_year_by_itself() -> None:
    (this,) = figures({2018: [*some(2, 0, 1)]})
    assert [cohort_sentence(group, EN) for group in this.cohorts] == [
        "Participation year 1: 2 of 3 (67%) meet the required 20%."
    ]
    (public,) = figures({2018: [*some(2, 0, 1)]}, 5)
    assert [cohort_sentence(group, EN) for group in public.cohorts] == ["Participation year 1: withheld."]


def test_the_best_and_the_worst_section() -> None:
    (this,) = figures({2018: some(3, 0, 0)})
    named = [(f"{one.code} Naam", one) for one in this.sections]
    assert sections_sentence(named, EN) == (
        "The highest mean is that of section 1 Naam (100.0%, n = 3), the lowest that of section 2 Naam (0.0%, n = 3)."
    )
    assert sections_sentence(named[:1], EN) == ""


def test_the_lowest_section_is_the_lowest_that_is_shown() -> None:
    without_n = [("a", Section("1", Fraction(80), 9)), ("b", Section("2", Fraction(40), None))]
    assert sections_sentence(without_n, EN) == (
        "The highest mean is that of section a (80.0%, n = 9), the lowest that of section b (40.0%)."
    )
    assert sections_sentence([*without_n, ("c", Section("3", None, 9, withheld=True))], EN) == (
        "Of the sections that are shown, the highest mean is that of section a (80.0%, n = 9), the lowest that of"
        " section b (40.0%)."
    )


@pytest.mark.parametrize("n", [1, 3, 7, 56, 57, 199, 1000])
def test_a_share_is_that_of_its_numbers(n: int) -> None:
    for amount in range(0, n + 1, max(1, n // 50)):
        shown = share_words(amount, n, EN)
        number = Fraction(shown.rstrip("%"))
        exact = Fraction(100 * amount, n)
        assert abs(number - exact) <= Fraction(1, 2)
        assert (number in (0, 100)) == (exact in (0, 100))
