from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from matplotlib.colors import to_rgba as to_rgba_of
from matplotlib.patches import Polygon

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.target_path import target_path
from covenant_monitor.domain.model import Text
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.projection import Projection
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target, path_value, projection
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import (
    SIZES,
    boxes,
    crowding,
    lines,
    market,
    market_target,
    must_be_legible,
    named,
    series,
    texts,
)

NL, EN = language("nl"), language("en")
VERSION_2 = Break("2019", date(2019, 1, 1), "2")


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(n: int, size: tuple[float, float], words: Language, look: Look) -> None:
    target = Target(
        "T", "S", (Milestone(date(2014, 6, 30), 700), Milestone(date(2022, 1, 1), 300)), date(2009, 1, 1), 990
    )
    chart = target_path(series(n), target, words, look, size, breaks=[VERSION_2])
    must_be_legible(chart, size)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_the_published_market_share(size: tuple[float, float], words: Language) -> None:
    chart = target_path(market(), market_target(), words, size=size, breaks=[VERSION_2])
    assert crowding(chart.figure) == []
    shown = texts(chart, "observation")
    assert sorted(shown) == sorted(
        [words.percent(35, 0)] * 2 + [words.percent(48, 0)] + [f"{low}–{words.percent(45, 0)}" for low in (40, 42)]
    )
    labels = [words.gettext("target {amount}").format(amount=words.percent(value, 0)) for value in (50, 80)]
    assert sorted(texts(chart, "target")) == sorted(labels)
    assert chart.title == words.pick("Omzetaandeel van de markt", "Share of market turnover")


def test_the_line_ends_at_a_break() -> None:
    whole = target_path(market(), None, EN)
    assert [len(line.get_xdata()) for line in lines(whole, "series")] == [5]
    broken = target_path(market(), None, EN, breaks=[VERSION_2])
    assert [len(line.get_xdata()) for line in lines(broken, "series")] == [4], "no line through the one after it"
    (mark,) = lines(broken, "break-line")
    (line,) = lines(broken, "series")
    assert max(line.get_xdata()) <= mark.get_xdata()[0]
    assert texts(broken, "break") == ["framework version 2"]


def test_one_observation_has_no_line() -> None:
    chart = target_path(series(1), None, EN)
    assert lines(chart, "series") == []
    assert len(texts(chart, "observation")) == 1


def test_a_range_is_a_box_from_low_to_high() -> None:
    chart = target_path(market(), None, EN, size=(760, 640))
    first, second = boxes(chart, "range")
    assert first.get_width() + 2 == 12, "with its outline"
    assert second.get_height() / first.get_height() == pytest.approx(5 / 3)
    grid = sorted({line.get_ydata()[0] for line in lines(chart, "grid")})
    per_point = (grid[-1] - grid[0]) / 80
    assert second.get_height() == pytest.approx(5 * per_point)
    assert len(lines(chart, "points")[0].get_xdata()) == 3, "no point stands in a range"


def test_percentages_go_from_0_to_100_and_others_from_0() -> None:
    assert texts(target_path(market(), None, EN), "value") == ["0", "20", "40", "60", "80", "100%"]
    chart = target_path(series(5), None, NL)
    assert texts(chart, "value")[0] == "0"
    assert texts(chart, "value")[-1] == "1.000"
    assert texts(chart, "unit") == ["meldingen"]
    growth = Indicator("g", Text("Groei", "Growth"), "%", observations=(Observation(date(2020, 1, 1), -15),))
    assert texts(target_path(growth, None, EN), "value")[0].startswith("−")


def test_milestones_are_hollow_diamonds_on_the_path() -> None:
    chart = target_path(market(), market_target(), EN)
    (diamonds,) = lines(chart, "milestones")
    assert diamonds.get_marker() == "D"
    assert diamonds.get_markerfacecolor() == LIGHT.base
    (path,) = lines(chart, "path")
    assert path.get_color() == LIGHT.accent
    assert list(path.get_xdata())[1:] == list(diamonds.get_xdata())
    assert "Dec 2021" in texts(chart, "target-day")


def test_where_less_is_better_the_target_says_at_most() -> None:
    target = Target("T", "S", (Milestone(date(2012, 12, 31), 500),), date(2009, 12, 31), 950)
    chart = target_path(series(4), target, EN)
    assert texts(chart, "target") == ["target at most 500"]
    assert texts(chart, "baseline-value") == ["start 950"]


def test_a_target_without_observations() -> None:
    empty = Indicator("x", Text("x", "x"), "%")
    chart = target_path(empty, market_target(), EN)
    assert "n = 0 observations." in " ".join(texts(chart, "note"))
    assert len(chart.rows) == 3
    nothing = target_path(empty, None, EN)
    assert texts(nothing, "empty") == ["There are no observations yet."]


def test_what_was_not_known_yet_is_left_out() -> None:
    chart = target_path(market(), market_target(), EN, at=date(2019, 1, 1))
    note = " ".join(texts(chart, "note"))
    assert "n = 4 observations, 1 published as a range only (box); 1 later one left out." in note
    assert "As known on 1 January 2019." in note
    assert "2019-12" not in chart.text
    assert "31 December 2019" not in chart.text


def test_the_note_says_ranges_approximations_and_sources() -> None:
    note = " ".join(texts(target_path(market(), market_target(), EN, size=(1600, 900)), "note"))
    assert "n = 5 observations, 2 published as ranges only (box)." in note
    assert "Jul 2016, Jul 2017: approximate." in note
    assert "Dec 2018: one month late." in note
    assert "nu.nl, nrc.nl, duurzaam.example and 1 more, see the table." in note


def test_the_public_sees_no_free_text_and_no_share_of_few() -> None:
    observations = (
        Observation(date(2018, 12, 31), 50, numerator=2, denominator=4, source=COMPUTED, note="Geheim B.V. counts"),
        Observation(date(2019, 12, 31), 60, numerator=6, denominator=10, source=COMPUTED, note="Geheim B.V. counts"),
    )
    indicator = Indicator("m", Text("Voldoet", "Meets"), "%", observations=observations)
    inside = target_path(indicator, None, EN)
    assert "Geheim" in inside.text
    assert "computed from the assessments" in inside.text
    chart = target_path(indicator, None, EN, minimum_group=5)
    assert chart.public
    assert "Geheim" not in " ".join([*texts(chart), chart.text, chart.description])
    assert [row[2] for row in chart.rows] == ["60%"]
    assert "1 withheld, of fewer than 5 participants" in " ".join(texts(chart, "note"))


def test_C05_C17_the_public_sees_of_what_is_computed_no_sum_and_nothing_that_says_all() -> None:
    def shown(code: str, *observed: tuple[Fraction, int | Fraction | None, int | None]) -> list[tuple[str, str, str]]:
        days = [date(2018 + place, 12, 31) for place in range(len(observed))]
        observations = tuple(
            Observation(day, value, numerator=top, denominator=bottom, source=COMPUTED)
            for day, (value, top, bottom) in zip(days, observed, strict=True)
        )
        unit = "" if code == "participants" else "%"
        indicator = Indicator(f"{COMPUTED}:{code}", Text("x", "x"), unit, observations=observations)
        chart = target_path(indicator, None, EN, minimum_group=5)
        assert not any("of 7" in spot.text and "4.8" in spot.text for spot in chart.spots), "a sum of scores"
        return [(row[2], row[4], row[5]) for row in chart.rows]

    mean = Fraction(100 * 17, 7 * 3)
    everybody = (Fraction(100), Fraction(7), 7)
    assert shown("mean-score", (mean, Fraction(17, 3), 7), everybody) == [("81%", "–", "7")]
    assert shown("mean-score", (Fraction(685, 10), Fraction(4795, 1000), 7)) == [("68.5%", "–", "7")]
    assert shown("meets", (Fraction(600, 7), 6, 7), everybody) == [("85.7%", "6", "7")]
    few_missing = (Fraction(5800, 60), 58, 60)
    assert shown("assessed", few_missing, (Fraction(200, 6), 20, 60), (Fraction(100), 60, 60)) == [
        ("33.3%", "20", "60"),
        ("100%", "60", "60"),
    ]
    assert shown("participants", (Fraction(3), None, None), (Fraction(8), None, None)) == [("8", "–", "–")]


def test_bounds_are_shown_as_bounds_and_numberless_ones_counted() -> None:
    observations = (
        Observation(date(2018, 12, 31), low=5800),
        Observation(date(2019, 12, 31), high=7000),
        Observation(date(2020, 12, 31), note="not measured"),
    )
    chart = target_path(Indicator("x", Text("x", "x"), "sites", observations=observations), None, EN)
    assert sorted(texts(chart, "observation")) == ["≤ 7,000", "≥ 5,800"]
    assert "1 without a number left out" in " ".join(texts(chart, "note"))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
@pytest.mark.parametrize("at", [date(2019, 1, 15), date(2020, 1, 15)], ids=str)
def test_the_projection_of_the_market_share(size: tuple[float, float], words: Language, look: Look, at: date) -> None:
    chart = target_path(market(), market_target(), words, look, size, at=at, breaks=[VERSION_2])
    assert crowding(chart.figure) == []
    expected = projection(market(), date(2021, 12, 31), at)
    assert isinstance(expected, Projection)
    assert texts(chart, "projected") == [words.percent(expected.value, 0)]
    interval = f"{words.number(expected.low, 0)}–{words.percent(expected.high, 0)}"
    assert texts(chart, "projected-interval") == [words.gettext("projection"), interval]
    (line,) = lines(chart, "projection")
    assert line.is_dashed()
    (path,), (series_line, *_more) = lines(chart, "path"), lines(chart, "series")
    assert line.get_xdata()[-1] == path.get_xdata()[-1], "it ends at the milestone"
    assert line.get_xdata()[0] >= series_line.get_xdata()[-1], "and begins at the last observation"
    assert line.get_color() == look.good
    (band,) = named(chart, Polygon, "band")
    assert band.get_facecolor() == to_rgba_of(look.good_tint)
    assert (band.get_xy()[:, 0].min(), band.get_xy()[:, 0].max()) == (line.get_xdata()[0], line.get_xdata()[-1])
    row = next(row for row in chart.rows if row[1] == words.gettext("Projection"))
    assert row[2].startswith(f"{words.percent(expected.value, 0)} (")
    assert words.percent(expected.value, 0) in chart.description


@pytest.mark.parametrize("at", [None, date(2018, 6, 30), date(2021, 12, 31), date(2026, 1, 1)], ids=str)
def test_nothing_is_projected_where_there_is_nothing_to_go_by(at: date | None) -> None:
    chart = target_path(market(), market_target(), EN, at=at)
    assert lines(chart, "projection") == []
    assert named(chart, Polygon, "band") == []
    assert texts(chart, "projected") == []
    assert "rojection" not in chart.text + chart.description


def test_it_is_projected_to_the_last_milestone_that_it_can_carry() -> None:
    observations = tuple(Observation(date(2015 + i, 12, 31), value) for i, value in enumerate((900, 840, 790)))
    milestones = (
        Milestone(date(2019, 12, 31), 400),
        Milestone(date(2021, 12, 31), 300),
        Milestone(date(2030, 1, 1), 1),
    )
    indicator = replace(series(1), observations=observations)
    chart = target_path(indicator, Target("T", "S", milestones), EN, at=date(2018, 1, 1))
    (line,), (diamonds,) = lines(chart, "projection"), lines(chart, "milestones")
    assert line.get_xdata()[-1] == diamonds.get_xdata()[1]
    assert crowding(chart.figure) == []


def test_a_band_wider_than_the_plot_is_cut_at_its_edge() -> None:
    days = [date(2015, 12, 31), date(2016, 12, 31), date(2017, 12, 31)]
    observations = tuple(Observation(day, value) for day, value in zip(days, (10, 90, 20), strict=True))
    target = Target("T", "S", (Milestone(date(2019, 12, 31), 50),))
    chart = target_path(replace(series(1), observations=observations), target, EN, at=date(2018, 1, 1))
    (band,) = named(chart, Polygon, "band")
    grid = [line.get_ydata()[0] for line in (*lines(chart, "grid"), *lines(chart, "baseline"))]
    assert band.get_xy()[:, 1].min() == pytest.approx(min(grid))
    assert band.get_xy()[:, 1].max() == pytest.approx(max(grid))
    assert crowding(chart.figure) == []


def test_a_line_that_fits_exactly_has_no_band() -> None:
    observations = tuple(Observation(date(2015 + i, 6, 30), 10 + 3 * (date(2015 + i, 6, 30) - date(2015, 6, 30)).days)
                         for i in range(3))  # fmt: skip
    target = Target("T", "S", (Milestone(date(2018, 6, 30), 5000),))
    chart = target_path(replace(series(1), observations=observations), target, EN, at=date(2018, 1, 1))
    assert named(chart, Polygon, "band") == []
    assert len(lines(chart, "projection")) == 1
    assert texts(chart, "projected-interval") == ["projection"]


def test_the_public_projection_is_made_of_what_the_public_sees() -> None:
    """Four of four participants are withheld; the line through the others must not give them back."""
    counts = [(2, 4), (6, 10), (7, 10), (9, 10)]
    observations = tuple(
        Observation(
            date(2016 + i, 12, 31), 100 * Fraction(some, all_), numerator=some, denominator=all_, source=COMPUTED
        )
        for i, (some, all_) in enumerate(counts)
    )
    target = Target("T", "m", (Milestone(date(2020, 12, 31), 95),))
    indicator = Indicator("m", Text("Voldoet", "Meets"), "%", observations=observations)
    at = date(2020, 1, 1)
    public, shown = (
        target_path(indicator, target, EN, at=at, minimum_group=5),
        target_path(replace(indicator, observations=observations[1:]), target, EN, at=at),
    )
    assert texts(public, "projected") == texts(shown, "projected") == ["100%"]
    assert texts(public, "projected-interval") == texts(shown, "projected-interval")
    fewer = replace(indicator, observations=observations[:3])
    assert lines(target_path(fewer, target, EN, at=at, minimum_group=5), "projection") == []


def test_the_note_says_how_and_that_breaks_are_passed_over() -> None:
    at = date(2020, 1, 15)
    note = " ".join(texts(target_path(market(), market_target(), EN, at=at, breaks=[VERSION_2]), "note"))
    assert "Projection: straight line through 5 observations, with its 95% prediction interval." in note
    assert "It passes over the breaks in the series, as if nothing had changed." in note
    note = " ".join(texts(target_path(market(), market_target(), EN, at=at), "note"))
    assert "breaks" not in note


def test_the_table_equals_the_data() -> None:
    indicator, target = market(), market_target()
    chart = target_path(indicator, target, EN)
    rows = [row for row in chart.rows if row[1] == "Observation"]
    assert [row[0] for row in rows] == [EN.day(observation.day) for observation in indicator.observations]
    assert [row[2] for row in rows] == ["35%", "35%", "42–45%", "48%", "40–45%"]
    for row, observation in zip(rows, indicator.observations, strict=True):
        path = path_value(target, observation.day)
        assert path is not None
        assert float(row[3].rstrip("%")) == pytest.approx(path, abs=0.05)
    assert [row[2] for row in chart.rows if row[1] == "Target"] == ["50%", "80%"]
    assert [row[0] for row in chart.rows].index("31 December 2021") == len(chart.rows) - 1


@pytest.mark.parametrize("n", [12, 13, 200])
def test_many_observations_are_labelled_at_their_ends_and_extremes(n: int) -> None:
    chart = target_path(series(n), None, EN, size=(720, 480))
    assert (len(texts(chart, "observation")) <= 4) is (n > 12)
    assert ("Labelled:" in " ".join(texts(chart, "note"))) is (n > 12)
    assert len(chart.rows) == n


def test_years_are_labelled_as_they_fit() -> None:
    far = replace(series(1), observations=(Observation(date(1950, 1, 1), 1), Observation(date(2020, 1, 1), 2)))
    chart = target_path(far, None, EN)
    assert texts(chart, "year") == [str(year) for year in range(1950, 2021, 5)] or crowding(chart.figure) == []
    assert crowding(chart.figure) == []
