from fractions import Fraction

import pytest

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.sections import section_means
from covenant_monitor.domain.model import Criterion, Framework, Section, Text
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import (
    SIZES,
    boxes,
    crowding,
    must_be_legible,
    published,
    round_picture,
    rounds_of,
    texts,
)

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(n: int, size: tuple[float, float], words: Language, look: Look) -> None:
    chart = section_means(rounds_of(n)[0], words, look, size)
    must_be_legible(chart, size)


def test_the_table_equals_its_own_arithmetic() -> None:
    picture = published()[2]
    chart = section_means(picture, EN)
    for place, row in enumerate(chart.rows):
        scores = [
            Fraction(standing.score.sections[place].score or 0)
            for standing in picture.headline.counted
            if standing.score is not None
        ]
        assert row[1] == f"{float(sum(scores) / len(scores)):.1f}%"
        assert row[2] == str(len(scores)) == "50"
    assert [row[0] for row in chart.rows] == ["1  Policy", "2  Risks", "3  Remedy"]


def test_bars_are_as_long_as_their_means_and_grey() -> None:
    chart = section_means(round_picture(2020, {1: (9, 9, 9)}), EN)
    tracks, bars = boxes(chart, "track"), boxes(chart, "bar")
    assert len(bars) == 3
    shares = sorted(bar.get_width() / track.get_width() for bar, track in zip(bars, tracks, strict=True))
    assert shares == pytest.approx([0.35, 0.36, 0.37])
    assert len({bar.get_facecolor() for bar in bars}) == 1


def test_nobody_counts() -> None:
    chart = section_means(round_picture(2020, {}, open_=4), EN)
    assert texts(chart, "empty") == ["No assessment counts yet in round 2020."]
    assert boxes(chart, "bar") == []
    assert [row[1:] for row in chart.rows] == [("–", "0")] * 3
    assert "4 not begun" in " ".join(texts(chart, "note"))


def test_the_public_sees_no_mean_of_few() -> None:
    picture = round_picture(2020, {1: (2, 1, 1)})
    chart = section_means(picture, EN, minimum_group=5)
    assert chart.public
    assert boxes(chart, "bar") == []
    assert [row[1:] for row in chart.rows] == [("–", "withheld")] * 3
    assert set(texts(chart, "n")) == {"withheld"}
    assert "Geheim" not in " ".join([*texts(chart), chart.description])
    assert "Mind the small numbers." in " ".join(texts(section_means(picture, EN), "note"))


def test_long_names_go_on_a_second_line_and_many_sections_into_the_table() -> None:
    picture = published()[2]
    long = Framework(
        "F",
        "9",
        Text("x", "x"),
        [
            Section(str(i), Text(en="Cease, prevent or mitigate adverse impacts " * 3), [Criterion("c", Text())])
            for i in range(3)
        ],
    )
    chart = section_means(RoundPicture(picture.round, long, picture.standings), EN)
    assert crowding(chart.figure) == []
    assert any(text.endswith("…") for text in texts(chart, "section"))
    many = [Section(str(i), Text(en=f"Section {i}"), [Criterion("c", Text())]) for i in range(40)]
    crowded = section_means(RoundPicture(picture.round, Framework("F", "9", Text(), many), picture.standings), EN)
    assert len(crowded.rows) == 40
    assert "more sections in the table" in texts(crowded, "more")[0]
    assert crowding(crowded.figure) == []
