from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.lines import Line2D

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.distribution import score_distribution
from covenant_monitor.charts.distribution_figures import Dot, Strip, distribution_figures, intervals
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Outcome, Party
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import SIZES, lines, must_be_legible, named, published, round_picture, texts

NL, EN = language("nl"), language("en")


def made_up(n: int) -> RoundPicture:
    return gallery_covenant(n)[0].rounds[-1]


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", [*SIZES, (480, 280)], ids=str)
@pytest.mark.parametrize("minimum", [None, 5])
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(
    n: int, size: tuple[float, float], minimum: int | None, words: Language, look: Look
) -> None:
    chart = score_distribution(made_up(n), words, look, size, minimum_group=minimum)
    must_be_legible(chart, size)


def test_every_participant_is_a_dot_at_its_score_with_the_shape_of_its_outcome() -> None:
    picture = made_up(60)
    chart = score_distribution(picture, EN)
    scored = [s for s in picture.standings if s.score is not None and s.score.score is not None]
    assert len(chart.rows) == len(scored)
    shown = Counter(row[4] for row in chart.rows)
    expected = Counter(s.outcome for s in picture.headline.counted)
    assert shown["Meets"] == expected[Outcome.MEETS]
    assert shown["Behind"] == expected[Outcome.BEHIND]
    assert shown["Still open"] == len(scored) - picture.headline.n
    meets = [line for line in named(chart, Line2D, "meets") if len(line.get_xdata()) > 3]
    assert meets
    assert len({line.get_marker() for name in ("meets", "on_track", "behind") for line in lines(chart, name)}) == 3
    leads = {spot.goes_to for spot in chart.spots if spot.goes_to}
    assert leads == {("party", s.party.code) for s in scored}
    no_two = {(round(spot.left, 3), round(spot.top, 3)) for spot in chart.spots if spot.goes_to}
    assert len(no_two) == len(scored), "no dot lies on another"


def test_what_is_required_is_a_line_on_the_right_side_of_every_dot() -> None:
    picture = round_picture(2020, {1: (2, 2, 0), 2: (1, 0, 3)})
    chart = score_distribution(picture, EN)
    required = sorted(line.get_xdata()[0] for line in lines(chart, "required"))
    axis = sorted({line.get_xdata()[0] for line in lines(chart, "grid")})
    zero, hundred = axis[0], axis[-1]
    assert [(x - zero) / (hundred - zero) for x in required] == pytest.approx([0.2, 0.4])
    assert {"required 20%", "required 40%"} <= set(texts(chart, "required"))
    for name, above in (("meets", True), ("behind", False)):
        for line in lines(chart, name):
            if name == "meets" and len(line.get_xdata()) == 2:
                assert (min(line.get_xdata()) > required[0]) is above


def test_scores_that_do_not_count_yet_are_rings_and_are_said() -> None:
    chart = score_distribution(round_picture(2020, {1: (3, 0, 0)}, in_progress=2), EN)
    assert [len(line.get_xdata()) for line in lines(chart, "open")] == [1, 2], "in the legend, and the dots"
    assert "2 not yet" in texts(chart, "class")
    assert "Open or hatched: does not count yet" in " ".join(texts(chart, "note"))
    assert chart.rows[0][4] == "Still open" or chart.rows[-1][4] == "Still open"
    assert "n = 3" in texts(chart, "n"), "they are not in n"


def test_many_become_bars_that_add_up() -> None:
    picture = made_up(1000)
    chart = score_distribution(picture, EN)
    scored = sum(s.score is not None and s.score.score is not None for s in picture.standings)
    assert sum(int(row[2].replace(",", "")) for row in chart.rows) == scored
    assert not any(spot.goes_to for spot in chart.spots)
    assert len(texts(chart, "count")) == 3, "the highest bar of every strip has its number"


def test_nobody_has_a_score() -> None:
    chart = score_distribution(round_picture(2020, {}, open_=4), EN)
    assert texts(chart, "empty") == ["No participant has a score yet in round 2020."]
    assert chart.rows == ()


def strip_of(scores: list[Fraction]) -> Strip:
    standings = [Standing(Party(f"P{i}", "x"), "2020", AssessmentKind.SECRETARIAT, 1) for i in range(len(scores))]
    return Strip("x", [Dot(one, score, True) for one, score in zip(standings, scores, strict=True)], ())


@given(st.lists(st.fractions(0, 100, max_denominator=40), min_size=5, max_size=60), st.integers(2, 8))
def test_C08_public_intervals_cover_everything_and_hold_enough(scores: list[Fraction], minimum: int) -> None:
    found = intervals(strip_of(scores), minimum)
    assert found[0].low == 0
    assert found[-1].high == 100
    assert all(before.high == after.low for before, after in pairwise(found))
    assert sum(part.n for part in found) == len(scores)
    if len(scores) >= minimum:
        assert all(part.n >= minimum for part in found)


@given(st.lists(st.fractions(0, 100, max_denominator=40), max_size=40))
def test_intervals_hold_what_lies_in_them(scores: list[Fraction]) -> None:
    for part in intervals(strip_of(scores)):
        assert all(part.low <= dot.score < part.high or dot.score == part.high == 100 for dot in part.dots)


def test_C01_the_public_sees_no_dots_no_names_and_no_small_group() -> None:
    picture = round_picture(2020, {1: (4, 4, 4), 2: (1, 1, 0), 3: (1, 1, 1)}, in_progress=3)
    chart = score_distribution(picture, EN, minimum_group=5)
    assert chart.public
    said = " ".join([chart.description, chart.text, *texts(chart), *(spot.text for spot in chart.spots)])
    assert "Geheim" not in said
    assert "n < 5" in texts(chart, "n")
    assert not any(lines(chart, name) for name in ("meets", "behind", "open"))
    assert [row[2] for row in chart.rows if row[2] != "withheld"] == [
        str(part.n) for part in intervals(distribution_figures(picture, EN, 5).strips[0], 5)
    ]
    assert "mean" not in said


def test_C02_years_are_taken_together_where_one_could_be_computed() -> None:
    figures = distribution_figures(round_picture(2020, {1: (4, 4, 4), 2: (1, 1, 1)}), EN, 5)
    assert [(strip.name, len(strip.dots)) for strip in figures.strips] == [("All participants", 15)]
    assert distribution_figures(published()[2], EN).minimum is None
    chart = score_distribution(round_picture(2020, {1: (4, 4, 4), 2: (1, 1, 1)}), EN, minimum_group=5)
    assert "Participation years are withheld" in " ".join(texts(chart, "note"))
    assert lines(chart, "required") == []
