from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.cohort_figures import cohort_figures
from covenant_monitor.charts.cohort_lines import cohort_lines
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import SIZES, lines, must_be_legible, round_picture, texts

NL, EN = language("nl"), language("en")


def made_up(n: int) -> Sequence[RoundPicture]:
    return gallery_covenant(n)[0].rounds


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("minimum", [None, 5])
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(
    n: int, size: tuple[float, float], minimum: int | None, words: Language, look: Look
) -> None:
    chart = cohort_lines(made_up(n), words, look, size, minimum_group=minimum)
    must_be_legible(chart, size)


def test_a_line_follows_those_who_began_together() -> None:
    rounds = made_up(60)
    figures = cohort_figures(rounds)
    assert [line.since for line in figures.cohorts] == ["2017", "2018", "2019", "2020"]
    began = {}
    for picture in rounds:
        for standing in picture.standings:
            began.setdefault(standing.party.code, picture.round.code)
    for line in figures.cohorts:
        for point in line.points:
            scores = [
                s.score.score
                for s in rounds[point.place].headline.counted
                if s.score and s.score.score is not None and began[s.party.code] == line.since
            ]
            assert (point.n, point.mean) == (len(scores), sum(scores) / len(scores))
    sizes = [sum(line.sizes[place] or 0 for line in figures.cohorts) for place in range(4)]
    assert sizes == list(figures.every.sizes) == [picture.headline.n for picture in rounds]


def test_no_line_crosses_a_break_or_goes_through_one_point() -> None:
    chart = cohort_lines(made_up(60), EN)
    (broken,) = {line.get_xdata()[0] for line in lines(chart, "break-line")}
    drawn = lines(chart, "cohort") + lines(chart, "every")
    assert drawn
    for line in drawn:
        xs = list(line.get_xdata())
        assert len(xs) > 1
        assert not min(xs) < broken < max(xs)
    one = cohort_lines([round_picture(2020, {1: (5, 5, 5)})], EN)
    assert lines(one, "cohort") == lines(one, "every") == []
    assert len(lines(one, "points")) == 1
    assert texts(one, "line") == ["35.0%  All participants"]


def test_a_round_without_a_number_parts_a_line() -> None:
    rounds = [
        round_picture(year, {1: (9, 0, 9)} if year != 2018 else {}, open_=0 if year != 2018 else 18)
        for year in (2016, 2017, 2018, 2019)
    ]
    chart = cohort_lines(rounds, EN)
    assert [len(line.get_xdata()) for line in lines(chart, "every")] == [2]


def test_few_are_hollow_and_it_is_said() -> None:
    chart = cohort_lines([round_picture(2020, {1: (3, 0, 0)})], EN)
    assert len(lines(chart, "few")) == 1
    assert "Hollow: fewer than 10 participants." in " ".join(texts(chart, "note"))
    assert "Hollow" not in " ".join(texts(cohort_lines([round_picture(2020, {1: (9, 9, 0)})], EN), "note"))


def test_one_cohort_is_everybody_and_needs_no_line_of_its_own() -> None:
    figures = cohort_figures([round_picture(2019, {1: (9, 9, 0)}), round_picture(2020, {2: (9, 9, 0)})])
    assert figures.cohorts == []
    assert [point.n for point in figures.every.points] == [18, 18]


def joined(old: int, new: int) -> list[RoundPicture]:
    """A round of `old` participants, and the next with `new` others beside them."""
    first, second = round_picture(2019, {1: (old, 0, 0)}), round_picture(2020, {2: (old + new, 0, 0)})
    return [first, replace(second, standings=second.standings)]


def test_C02_C04_one_small_cohort_takes_all_cohorts_of_its_round_along() -> None:
    figures = cohort_figures(joined(20, 3), 5)
    assert [line.sizes for line in figures.cohorts] == [[20, None], [0, None]]
    assert [len(line.points) for line in figures.cohorts] == [1, 0]
    assert [point.n for point in figures.every.points] == [20, 23]
    assert figures.withheld
    large = cohort_figures(joined(20, 7), 5)
    assert [line.sizes for line in large.cohorts] == [[20, 20], [0, 7]]


def test_C05_a_mean_that_tells_of_everybody_is_withheld() -> None:
    rounds = joined(20, 7)
    every = [
        replace(s, score=replace(s.score, score=Fraction(100))) if s.score and int(s.party.code[1:]) >= 20 else s
        for s in rounds[1].standings
    ]
    figures = cohort_figures([rounds[0], replace(rounds[1], standings=every)], 5)
    assert [[point.place for point in line.points] for line in figures.cohorts] == [[0], []]
    assert len(figures.every.points) == 2


def test_the_public_sees_no_names() -> None:
    chart = cohort_lines(joined(20, 3), EN, minimum_group=5)
    assert chart.public
    assert "Geheim" not in " ".join([chart.description, chart.text, *(spot.text for spot in chart.spots)])
    assert chart.rows[1] == ("Since 2019", "70.0%", "20", "–", "withheld")
    assert "Withheld" in " ".join(texts(chart, "note"))
    # of a value that is not of the last round, the round is said
    assert texts(chart, "line") == ["70.0%  All participants", "70.0%  since 2019 (2019)"]
