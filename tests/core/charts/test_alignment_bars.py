from datetime import date
from itertools import pairwise

import pytest

from covenant_monitor.charts import DARK, LIGHT, Look, Request, draw
from covenant_monitor.charts.alignment_bars import alignment_bars, side_by_side
from covenant_monitor.domain.alignment import alignment_years
from covenant_monitor.domain.model import Covenant, Text
from covenant_monitor.domain.picture import CovenantAlignment, CovenantPicture
from covenant_monitor.language import Language, language
from tests.core.charts.alignments import FAIR_WEAR, PAPER, PUBLISHED, TRUST, of_components, years_of
from tests.core.charts.pictures import SIZES, boxes, must_be_legible, texts

NL, EN = language("nl"), language("en")
CLASSES = ("fully", "partially", "not")


@pytest.mark.parametrize("n", [0, 1, 5, 60])
@pytest.mark.parametrize("size", [*SIZES, (420, 400)], ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(n: int, size: tuple[float, float], words: Language, look: Look) -> None:
    chart = alignment_bars(years_of(n), words, look, size)
    must_be_legible(chart, size)


def test_the_published_result_is_drawn_as_it_was_published() -> None:
    chart = alignment_bars(alignment_years(PUBLISHED), EN)
    assert [row[1:6] for row in chart.rows] == [
        ("2020", "Written standards", "62%", "17%", "21%"),
        ("2020", "Implementation", "40%", "23%", "37%"),
    ]
    assert texts(chart, "share") == ["62", "17", "21", "40", "23", "37"]
    bars = sorted((bar for name in CLASSES for bar in boxes(chart, name)), key=lambda bar: bar.get_x())
    widths = [bar.get_width() for bar in bars]
    for first in (0, 3):
        of_bar = widths[first : first + 3]
        shares = [62, 17, 21] if first == 0 else [40, 23, 37]
        assert [100 * width / sum(of_bar) for width in of_bar] == pytest.approx(shares)
    assert "62% fully, 17% partially, 21% not" in chart.description
    note = " ".join(texts(chart, "note"))
    assert "“Not” was not published" in note
    assert "Source: OECD (2020), as cited in an advice." in note
    assert "It says more" not in note


def test_parts_stand_apart_and_are_named_over_them() -> None:
    chart = alignment_bars(alignment_years(PUBLISHED), EN)
    bars = sorted((bar for name in CLASSES for bar in boxes(chart, name)), key=lambda bar: bar.get_x())[:3]
    gaps = [right.get_x() - left.get_x() - left.get_width() for left, right in pairwise(bars)]
    assert gaps == pytest.approx([2, 2])
    assert texts(chart, "class") == ["fully", "partially", "not"] * 2


def test_what_is_wholly_one_class_is_one_part() -> None:
    chart = alignment_bars(alignment_years([CovenantAlignment(2020, PAPER, 100, 0)]), EN)
    assert [len(boxes(chart, name)) for name in CLASSES] == [1, 0, 0]
    assert chart.rows[0][3:6] == ("100%", "0%", "0%")
    assert "Fair" not in chart.description


def test_years_stand_under_each_other_and_components_are_of_the_last_one() -> None:
    results = [*PUBLISHED, *of_components(2, 2023, counted=True), CovenantAlignment(2023, TRUST, 50, 50)]
    chart = alignment_bars(alignment_years(results), EN, size=(900, 500))
    names = texts(chart, "component")
    assert names[:2] == ["Total 2020", "Total 2023"]
    assert " ".join(names[2:]).count("Component number") == 2
    assert texts(chart, "head") == ["Written standards", "Implementation", "Credibility"]
    # 2020 knows no credibility, nor do the two components
    assert len(texts(chart, "none")) == 3
    assert "Per component, 2023" in texts(chart)
    assert "Total 2023: the criteria of 2 components, added up." in " ".join(texts(chart, "note"))
    totals = [row for row in chart.rows if row[:3] == ("Total", "2023", "Written standards")]
    assert totals == [("Total", "2023", "Written standards", "75%", "17%", "8%", "24")]


def test_a_mean_of_percentages_is_said() -> None:
    chart = alignment_bars(alignment_years(of_components(3)), EN)
    assert "the mean of the percentages of 3 components" in " ".join(texts(chart, "note"))


def test_of_few_criteria_the_bar_is_narrow_and_has_no_percentages() -> None:
    few = [CovenantAlignment(2020, PAPER, 3, 1, 1, unit="count")]
    chart = alignment_bars(alignment_years(few), EN)
    assert texts(chart, "share") == []
    assert "Narrow bar: of fewer than 10 criteria." in " ".join(texts(chart, "note"))
    enough = alignment_bars(alignment_years([CovenantAlignment(2020, PAPER, 6, 2, 2, unit="count")]), EN)
    assert texts(enough, "share") == ["60", "20", "20"]
    assert boxes(chart, "fully")[0].get_height() < boxes(enough, "fully")[0].get_height()
    assert chart.rows[0][-1] == "5"


def test_many_components_go_into_the_table() -> None:
    chart = alignment_bars(years_of(60), EN)
    assert texts(chart, "more")[0].endswith("more components in the table")
    assert len(chart.rows) == 2 * (2 + 60)


def test_every_bar_says_its_numbers_where_it_is_pointed_at() -> None:
    chart = alignment_bars(alignment_years(PUBLISHED), EN)
    first, second = chart.spots
    assert first.text.startswith("Total 2020, Written standards\n62% fully, 17% partially, 21% not.")
    assert "it is the rest of 100" in first.text
    assert first.right < second.left
    assert all(0 <= spot.left < spot.right <= 776 and 0 <= spot.top < spot.bottom <= 440 for spot in chart.spots)


def test_nothing_known() -> None:
    chart = alignment_bars([], NL)
    assert len(texts(chart, "empty")) == 1
    assert (chart.rows, chart.spots) == ((), ())


def test_the_request_draws_up_to_a_year_and_the_public_gets_no_vector() -> None:
    picture = CovenantPicture(Covenant("C", Text("C", "C")), [], alignment=[*PUBLISHED, *FAIR_WEAR])
    chart = draw("alignment", Request(picture, EN))
    assert chart.title.endswith("2024")
    earlier = draw("alignment", Request(picture, EN, at=date(2023, 12, 31), public=True))
    assert earlier.title.endswith("2020")
    assert earlier.public
    assert not chart.public


def test_texts_side_by_side_keep_their_distance_and_the_limits() -> None:
    assert side_by_side([0, 60, 80], [20, 20, 20], 8, 0, 100) == [0, 52, 80]
    assert side_by_side([0, 5, 10], [20, 20, 20], 8, 0, 100) == [0, 28, 56]
    assert side_by_side([0, 90, 95], [20, 20, 20], 5, 0, 100) == [0, 55, 80]
