"""The waterfall of why a share changed: that what is drawn adds up, with nothing that adds nothing."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from covenant_monitor import charts
from covenant_monitor.charts.chart import Chart
from covenant_monitor.charts.saving import save, to_rgba
from covenant_monitor.charts.waterfall import waterfall
from covenant_monitor.domain.comparison_parts import Cause, Measure
from covenant_monitor.domain.comparison_sides import Side
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import Number
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store.comparing import ReadRound, RoundComparison, compared
from tests.core.charts.pictures import boxes, covenant_picture, crowding, lines, named, published, texts
from tests.core.domain.two_rounds import entry, side, version

EN, NL = language("en"), language("nl")
FOUR = version("1", A="A1 A2 A3 A4")
MARKS = {0: "nnnn", 25: "fnnn", 50: "ffnn", 75: "fffn", 100: "ffff"}


def round_of(code: str, scores: dict[str, int], required: Number | None = 50) -> Side:
    """A round in which everybody has one of the scores above, in the first year."""
    needed = {} if required is None else {1: required}
    return side(FOUR, needed, *(entry(FOUR, party, MARKS[score]) for party, score in scores.items()), code=code)


def found(then: Side, now: Side) -> RoundComparison:
    return compared([ReadRound(then, 1), ReadRound(now, 1)], Lineage(()))


@pytest.fixture
def risen() -> RoundComparison:
    """Of 20, 16 meet 50; then 18 do, of whom 12 meet the 75 that are required now."""
    then = {f"P{i}": 50 if i < 16 else 25 for i in range(20)}
    now = {f"P{i}": 75 if i < 12 else 50 if i < 18 else 25 for i in range(20)}
    return found(round_of("2019", then), round_of("2020", now, 75))


def drawn(of: RoundComparison | None, measure: Measure | None = None, **more: object) -> Chart:
    return waterfall(of, measure, EN, **more)  # type: ignore[arg-type]


def test_from_the_one_share_to_the_other(risen: RoundComparison) -> None:
    chart = drawn(risen)
    assert chart.title == "Why the share that meets the requirement changed, 2019 to 2020"
    assert texts(chart, "name") == ["2019  (n = 20)", "Ratings", "Requirement", "2020  (n = 20)"]
    assert texts(chart, "value") == ["80%", "+10", "−30", "60%"]
    assert "80% became 60% because the requirement rose (−30 points); better ratings added 10." in chart.description
    assert [row[:2] for row in chart.rows] == [
        ("2019  (n = 20)", ""),
        ("Who takes part", "0"),
        ("Ratings", "+10"),
        ("What applies", "0"),
        ("Framework version", "0"),
        ("Weights", "0"),
        ("Requirement", "−30"),
        ("2020  (n = 20)", ""),
    ]
    assert [row[2] for row in chart.rows] == ["80%", "80%", "90%", "90%", "90%", "90%", "60%", "60%"]


def test_every_part_begins_where_the_one_before_ends(risen: RoundComparison) -> None:
    chart = drawn(risen)
    then, now = (box.get_bbox() for box in named(chart, Rectangle, "share"))
    rose, fell = (box.get_bbox() for box in named(chart, Rectangle, "part"))
    unit = (then.x1 - then.x0) / 80
    assert now.x1 - now.x0 == pytest.approx(60 * unit)
    assert rose.x0 == pytest.approx(then.x1)
    assert rose.x1 - rose.x0 == pytest.approx(10 * unit)
    assert fell.x1 == pytest.approx(rose.x1)
    assert fell.x0 == pytest.approx(now.x1)
    fills = {box.get_facecolor() for box in boxes(chart, "part")}
    assert len(fills) == 2, "and the sign of the number says it too"
    assert len(lines(chart, "link")) == 3


def test_what_is_pointed_at_says_its_number(risen: RoundComparison) -> None:
    spots = drawn(risen).spots
    assert [spot.text for spot in spots] == [
        "Round 2019: 80%, 16 of 20 participants",
        "Ratings: +10 points",
        "Requirement: −30 points",
        "Round 2020: 60%, 12 of 20 participants",
    ]
    assert all(one.bottom <= other.top + 1e-9 for one, other in pairwise(spots))


def test_the_mean_where_nothing_is_required_or_where_it_is_asked_for(risen: RoundComparison) -> None:
    assert drawn(risen, Measure.MEAN).title.startswith("Why the mean score changed")
    free = found(round_of("2019", {"P1": 50}, None), round_of("2020", {"P1": 75}, None))
    chart = drawn(free)
    assert texts(chart, "value") == ["50%", "+25", "75%"]
    assert "Mind the small numbers" in chart.description
    assert "nothing is required" in drawn(free, Measure.MEETS).description


def test_nothing_is_drawn_that_the_data_cannot_carry() -> None:
    empty = round_of("2019", {})
    chart = drawn(found(empty, round_of("2020", {"P1": 50})))
    assert not chart.rows
    assert not chart.spots
    assert "no assessment counts" in "".join(texts(chart, "empty"))
    assert texts(drawn(None), "empty") == ["There is no earlier round to compare with."]


def test_nothing_changed() -> None:
    same = round_of("2019", {"P1": 50, "P2": 0})
    chart = drawn(found(same, round_of("2020", {"P1": 50, "P2": 0})))
    assert texts(chart, "value") == ["50%", "50%"]
    assert "50% stayed 50%." in chart.description


def test_a_share_of_nothing_has_a_number_and_no_bar() -> None:
    chart = drawn(found(round_of("2019", {"P1": 0}), round_of("2020", {"P1": 100})))
    assert texts(chart, "value") == ["0%", "+100", "100%"]
    assert len(boxes(chart, "share")) == 1


@pytest.mark.parametrize("size", [(320, 200), (480, 300), (640, 400), (1400, 700)])
@pytest.mark.parametrize("words", [EN, NL], ids=["en", "nl"])
def test_labels_stay_in_sight_and_apart(risen: RoundComparison, size: tuple[int, int], words: object) -> None:
    chart = waterfall(risen, None, EN if words is EN else NL, size=size)
    to_rgba(chart)
    assert crowding(chart.figure) == []
    names, values = ([label.get_window_extent() for label in named(chart, Text, kind)] for kind in ("name", "value"))
    assert all(name.x1 <= value.x0 for name, value in zip(names, values, strict=True))


def test_who_joined_and_left_is_one_cause() -> None:
    then, now = round_of("2019", {"P1": 100, "P2": 0}), round_of("2020", {"P1": 100, "P3": 100, "P4": 100})
    parts = {row[0]: row[1] for row in drawn(found(then, now)).rows}
    assert parts["Who takes part"] == "+50"
    change = found(then, now).changes[Measure.MEETS]
    assert change.parts[Cause.PARTICIPANTS] == Fraction(50)


def test_it_is_for_internal_use_and_of_a_measure_that_there_is(risen: RoundComparison, tmp_path: Path) -> None:
    picture = covenant_picture(published())
    request = charts.Request(picture, EN, comparison=risen)
    assert charts.draw("waterfall", request).rows
    assert charts.draw("waterfall", charts.Request(picture, EN, comparison=risen, target="mean-score")).rows
    with pytest.raises(Problem, match="internal use"):
        charts.draw("waterfall", charts.Request(picture, EN, comparison=risen, public=True))
    with pytest.raises(Problem, match="There are: meets, mean-score"):
        charts.draw("waterfall", charts.Request(picture, EN, comparison=risen, target="median"))
    save(charts.draw("waterfall", request), tmp_path / "a.svg")
    assert (tmp_path / "a.svg").stat().st_size
