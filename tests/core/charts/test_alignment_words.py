from fractions import Fraction

import pytest

from covenant_monitor.charts import alignment_words as said
from covenant_monitor.domain.alignment import AlignmentShares, Basis, Gap
from covenant_monitor.language import language

NL, EN = language("nl"), language("en")


def shares(fully: Fraction | int, partially: int = 0, **more: object) -> AlignmentShares:
    rest = Fraction(100) - fully - partially
    return AlignmentShares(Fraction(fully), Fraction(partially), rest, **more)  # type: ignore[arg-type]


def test_shares_in_words_add_up() -> None:
    thirds = AlignmentShares(*[Fraction(100, 3)] * 3)
    assert said.shares_words(thirds, EN) == "33% fully, 33% partially, 34% not"


@pytest.mark.parametrize(
    ("paper", "practice", "points"),
    [
        (62, 40, "22"),
        (Fraction(125, 2), 40, "22.5"),
        (40, 41, "−1"),
        (50, 50, "0"),
        (Fraction(200, 3), 50, "16.7"),
    ],
)
def test_points_have_a_decimal_only_where_there_is_one(paper: Fraction, practice: int, points: str) -> None:
    assert said.points_text(Gap("A", shares(paper), shares(practice)), EN) == points


def test_no_gap_is_a_dash() -> None:
    assert said.points_text(None, NL) == "–"


def test_sources_are_told_once_and_short() -> None:
    long = "x" * 300
    every = [
        shares(10, sources=("https://www.example.org/a/b Something.", "A report. With remarks.")),
        shares(20, sources=("A report. With other remarks.", long)),
    ]
    assert said.source_words(every, EN) == f"Sources: example.org; A report; {'x' * 160}…."
    assert said.source_words([shares(10)], EN) == ""


def test_how_a_total_came_about() -> None:
    assert said.basis_words(shares(10), EN) == ""
    counted = shares(10, basis=Basis.COUNTED, parts=("A", "B"))
    assert said.basis_words(counted, EN) == "the criteria of 2 components, added up"
    one = shares(10, basis=Basis.MEAN, parts=("A",))
    assert said.basis_words(one, EN) == "the percentages of 1 component"


def test_what_was_not_published_so_is_said() -> None:
    assert said.derived_words([shares(10)], EN) == ""
    both = said.derived_words([shares(10, derived=True), shares(10, given_sum=98)], EN)
    assert "rest of 100" in both
    assert "shares of what they add up to" in both
