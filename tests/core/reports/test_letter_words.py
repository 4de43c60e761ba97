"""The sentences of a letter."""

from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.domain.comparison_counts import RatingCounts
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.language import language
from covenant_monitor.reports.letter_words import (
    improvement_sentence,
    place_sentence,
    points_words,
    requirement_sentence,
    score_sentence,
    status_sentence,
)
from tests.core.exchange.annual_workbook.contents import content, members

EN = language("en")


def standing(first: str, second: str, **changed: object) -> Standing:
    (one,) = content({2018: members(1, marks=(first, second))}).round.standings
    return replace(one, **changed)  # type: ignore[arg-type]


def test_a_complete_score() -> None:
    one = standing("ff", "nn")
    assert score_sentence(one, EN) == "Your score is 50.0%."
    assert requirement_sentence(one, EN) == (
        "In your participation year 1 at least 20% is required; you are 30 points above: meets."
    )
    assert place_sentence(one, EN).endswith("Yours is 50.0%.")


def test_below_and_exactly() -> None:
    low = standing("pn", "nn")
    assert requirement_sentence(replace(low, required=13), EN).endswith("you are 0.5 points below: on track.")
    exact = replace(low, required=Fraction(25, 2), outcome=Outcome.MEETS)
    assert requirement_sentence(exact, EN).endswith("at least 12.5% is required; your score is exactly that: meets.")


def test_a_provisional_score_has_a_band_and_no_outcome() -> None:
    one = standing("f", "")
    assert score_sentence(one, EN) == (
        "Your score is provisional: 1 of 4 criteria are rated. It is 100.0% so far, and can become 25.0% to 100.0%."
    )
    assert requirement_sentence(one, EN) == (
        "In your participation year 1 at least 20% is required. There is no outcome yet."
    )
    assert "is not among them yet" in place_sentence(one, EN)


def test_nothing_rated_yet_has_no_score_so_far() -> None:
    assert score_sentence(standing("-", ""), EN) == (
        "Your score is provisional: 0 of 4 criteria are rated. It can become 0.0% to 100.0%."
    )


def test_no_score_is_no_zero() -> None:
    one = standing("aa", "aa")
    assert score_sentence(one, EN).startswith("There is no score")
    assert "0" not in score_sentence(one, EN)
    assert requirement_sentence(replace(one, required=None), EN) == (
        "In this round no score is required of you, so there is no outcome."
    )


@pytest.mark.parametrize(
    ("points", "said"),
    [(1, "1 point"), (2, "2 points"), (Fraction(3, 2), "1.5 points"), (Fraction(1, 100), "less than 0.1 points")],
)
def test_points(points: Fraction, said: str) -> None:
    assert points_words(Fraction(points), EN) == said


def test_whether_it_can_change() -> None:
    assert status_sentence(Status.FINAL, EN) == "The assessment is final."
    assert "respond" in status_sentence(Status.ASSESSED, EN)


def test_what_improved() -> None:
    counts = RatingCounts(better=6, worse=1, same=25)
    assert improvement_sentence(Fraction(40), Fraction(50), "2018", "2019", counts, EN) == (
        "On what can be compared your score was 40.0% in 2018 and 50.0% in 2019: 10 points higher."
        " 6 ratings are better, 1 is worse and 25 are the same."
    )
    assert "5 points lower" in improvement_sentence(Fraction(40), Fraction(35), "a", "b", counts, EN)
    assert "the same in b" in improvement_sentence(Fraction(40), Fraction(40), "a", "b", RatingCounts(), EN)
    assert improvement_sentence(None, None, "a", "b", RatingCounts(), EN) == ""
