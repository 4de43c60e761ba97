from datetime import date
from fractions import Fraction

import pytest

from covenant_monitor.charts import DARK, LIGHT, Look, Request, draw
from covenant_monitor.charts.dumbbell import dumbbell
from covenant_monitor.domain.alignment import AlignmentYear, alignment_years
from covenant_monitor.domain.model import Covenant, Text
from covenant_monitor.domain.picture import CovenantAlignment, CovenantPicture
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language, language
from tests.core.charts.alignments import FAIR_WEAR, PAPER, PRACTICE, PUBLISHED, of_components, years_of
from tests.core.charts.pictures import SIZES, lines, must_be_legible, texts

NL, EN = language("nl"), language("en")


def only(*results: CovenantAlignment) -> AlignmentYear:
    return alignment_years(results)[0]


@pytest.mark.parametrize("n", [0, 1, 5, 60])
@pytest.mark.parametrize("size", [*SIZES, (406, 264)], ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(n: int, size: tuple[float, float], words: Language, look: Look) -> None:
    years = years_of(n)
    for year in years[:1] or [None]:
        chart = dumbbell(year, words, look, size)
        must_be_legible(chart, size)


def test_paper_practice_and_gap_of_the_published_result() -> None:
    chart = dumbbell(only(*PUBLISHED), EN)
    assert chart.rows == (("Total", "62.0", "40.0", "22"),)
    assert texts(chart, "gap") == ["22"]
    (track,) = lines(chart, "track")
    (paper,), (practice,) = lines(chart, "paper"), lines(chart, "practice")
    start, end = track.get_xdata()
    for mark, percent in ((paper, 62), (practice, 40)):
        assert 100 * (mark.get_xdata()[0] - start) / (end - start) == pytest.approx(percent)
    assert paper.get_marker() == "s"
    assert practice.get_marker() == "o"
    assert paper.get_markerfacecolor() == LIGHT.base
    assert practice.get_markerfacecolor() == LIGHT.good
    assert sorted(lines(chart, "span")[0].get_xdata()) == [practice.get_xdata()[0], paper.get_xdata()[0]]
    assert "62.0% fully on paper, 40.0% in practice: a gap of 22 points." in chart.description
    assert texts(chart, "mark-name") == ["in practice", "on paper"]


def test_dutch_numbers() -> None:
    year = only(CovenantAlignment(2020, PAPER, Fraction(125, 2), 10), CovenantAlignment(2020, PRACTICE, 40, 23))
    assert dumbbell(year, NL).rows[0][1:] == ("62,5", "40,0", "22,5")


def test_with_one_side_only_there_is_one_mark_and_no_gap() -> None:
    chart = dumbbell(only(*FAIR_WEAR), EN)
    assert chart.rows == (("Total", "67.0", "–", "–"),)
    assert (len(lines(chart, "paper")), lines(chart, "practice"), lines(chart, "span")) == (1, [], [])
    assert texts(chart, "mark-name") == ["on paper"]
    assert "67.0% fully on paper." in chart.spots[0].text


def test_the_two_on_one_spot_are_both_seen() -> None:
    chart = dumbbell(only(CovenantAlignment(2020, PAPER, 50, 0), CovenantAlignment(2020, PRACTICE, 50, 10)), EN)
    (paper,), (practice,) = lines(chart, "paper"), lines(chart, "practice")
    assert paper.get_markersize() > practice.get_markersize()
    assert paper.get_markerfacecolor() == "none"
    assert texts(chart, "gap") == ["0"]


def test_practice_ahead_of_paper_is_a_gap_below_zero() -> None:
    chart = dumbbell(only(CovenantAlignment(2020, PAPER, 40, 0), CovenantAlignment(2020, PRACTICE, 50, 10)), EN)
    assert texts(chart, "gap") == ["−10"]


def test_totals_of_other_components_have_marks_and_no_gap() -> None:
    results = [*of_components(2), CovenantAlignment(2020, PAPER, 90, 5, component="3 Extra")]
    chart = dumbbell(only(*results), EN)
    assert chart.rows[0][3] == "–"
    assert "not of the same components" in chart.spots[0].text
    assert chart.rows[1][3] == "30"
    assert "Total: the mean of the percentages of 3 components" in " ".join(texts(chart, "note"))


def test_as_many_rows_as_fit_and_the_others_in_the_table() -> None:
    chart = dumbbell(years_of(60)[0], EN)
    assert texts(chart, "more")[0].endswith("more components in the table")
    assert len(chart.rows) == 61
    assert len(chart.spots) == len(texts(chart, "gap")) < 20


def test_nothing_known() -> None:
    chart = dumbbell(None, EN)
    assert texts(chart, "empty") == ["No results on paper or in practice are known yet."]
    assert (chart.rows, chart.spots) == ((), ())


def test_it_is_drawn_by_its_name_of_the_last_year_until_a_date() -> None:
    picture = CovenantPicture(Covenant("C", Text("C", "C")), [], alignment=[*PUBLISHED, *FAIR_WEAR])
    assert draw("dumbbell", Request(picture, EN)).title == "OECD alignment 2024, on paper and in practice"
    assert draw("dumbbell", Request(picture, EN, at=date(2020, 12, 31))).rows[0][3] == "22"
    with pytest.raises(Problem, match="no results of an OECD alignment"):
        draw("dumbbell", Request(picture, EN, at=date(2019, 12, 31)))
