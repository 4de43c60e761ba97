"""What the marks of the charts say when they are pointed at, and where a click on them leads."""

from dataclasses import replace
from datetime import date

import pytest

from covenant_monitor.charts import CHARTS, Chart, Request, draw
from covenant_monitor.charts.chart import Spot
from covenant_monitor.charts.outcomes import outcomes_over_rounds
from covenant_monitor.charts.sections import section_means
from covenant_monitor.charts.target_path import target_path
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from tests.core.charts.pictures import (
    SIZES,
    boxes,
    covenant_picture,
    market,
    market_target,
    published,
    round_picture,
    rounds_of,
)

NL, EN = language("nl"), language("en")


def said(chart: Chart) -> list[str]:
    return [spot.text for spot in chart.spots]


def overlaps(one: Spot, other: Spot) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    return wide > 0.01 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.01


@pytest.mark.parametrize("name", list(CHARTS))
@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("n", [0, 1, 5, 60])
def test_spots_lie_in_their_chart_and_name_nobody_in_public(name: str, public: bool, n: int) -> None:
    for size in SIZES:
        try:
            chart = draw(name, Request(covenant_picture(rounds_of(n)), EN, size=size, public=public))
        except Problem:  # nothing of the kind may be shown
            continue
        for spot in chart.spots:
            assert 0 <= spot.left < spot.right <= size[0], spot
            assert 0 <= spot.top < spot.bottom <= size[1], spot
            assert spot.text
            if public:
                assert "Geheim" not in spot.text
                assert not spot.goes_to or spot.goes_to[0] != "party"


def test_every_class_of_every_bar_says_its_number_and_leads_to_its_round() -> None:
    chart = outcomes_over_rounds(published(), EN)
    bars = [box for name in ("meets", "on_track", "behind") for box in boxes(chart, name)]
    assert len(chart.spots) == len(bars)
    assert "Round 2019 · All participants\n36 of 57: meets (63%)" in said(chart)
    assert "Round 2018 · Participation year 1 (required 20%)\n1 of 8: meets" in said(chart)
    assert {spot.goes_to for spot in chart.spots} == {("round", year) for year in ("2018", "2019", "2020")}
    assert not any(overlaps(a, b) for i, a in enumerate(chart.spots) for b in chart.spots[:i])


def test_what_is_withheld_says_nothing() -> None:
    small = [round_picture(2019, {1: (2, 1, 0)}), round_picture(2020, {1: (9, 9, 9)})]
    assert all("Round 2020" in text for text in said(outcomes_over_rounds(small, EN, minimum_group=5)))
    few = section_means(small[0], EN, minimum_group=5)
    assert {text.splitlines()[1] for text in said(few)} == {
        "Withheld: fewer than 5 participants, everybody alike, or computable from the rest."
    }


def test_sections_say_their_mean_and_lead_to_their_criteria() -> None:
    chart = section_means(published()[2], EN)
    assert [spot.goes_to for spot in chart.spots] == [("section", "1"), ("section", "2"), ("section", "3")]
    assert said(chart)[0] == f"1  Policy\nMean {chart.rows[0][1]} of 50 participants"


def test_observations_milestones_and_projection_say_what_they_are() -> None:
    at = date(2020, 1, 31)
    chart = target_path(market(), market_target(), EN, at=at)
    spots = said(chart)
    assert spots[3] == "31 December 2018: 48%\nSource: https://duurzaam.example/z\none month late"
    assert spots[4].startswith("31 December 2019: 40–45%")
    assert spots[5] == "Target 50%, 31 December 2018\nMissed, 2 points short"
    assert spots[6] == "Target 80%, 31 December 2021\nBehind, 40 points to go"
    assert spots[7].startswith("Projection for 31 December 2021: ")
    assert {spot.goes_to for spot in chart.spots} == {("target", "T1")}
    public = said(target_path(market(), market_target(), EN, at=at, minimum_group=5))
    assert public[3] == "31 December 2018: 48%\nSource: https://duurzaam.example/z"
    counted = replace(market().observations[3], numerator=48, denominator=100)
    chart = target_path(replace(market(), observations=(counted,)), None, NL)
    assert said(chart)[0].splitlines()[1] == "48 van 100"
    assert chart.spots[0].goes_to == ("target", "market")
