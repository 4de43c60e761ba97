from dataclasses import replace
from fractions import Fraction

import pytest
from matplotlib.collections import PolyCollection

from covenant_monitor.charts import DARK, LIGHT, Look
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.charts.heatmap import section_heatmap
from covenant_monitor.charts.heatmap_figures import State, by_band, by_participant, by_year
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.domain.scoring import Score, SectionScore
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import SIZES, lines, must_be_legible, named, round_picture, texts

NL, EN = language("nl"), language("en")


def made_up(n: int) -> RoundPicture:
    return gallery_covenant(n)[0].rounds[-1]


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("minimum", [None, 5])
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(
    n: int, size: tuple[float, float], minimum: int | None, words: Language, look: Look
) -> None:
    chart = section_heatmap(made_up(n), words, look, size, minimum_group=minimum)
    must_be_legible(chart, size)


def test_every_participant_is_a_row_by_score_with_its_own_numbers() -> None:
    picture = made_up(40)
    chart = section_heatmap(picture, EN, size=(900, 1400))
    assert len(chart.rows) == len(picture.standings)
    by_name = {standing.party.name: standing for standing in picture.standings}
    for name, total, *cells in chart.rows:
        standing = by_name[name]
        if standing.score is None:
            assert {total, *cells} == {"Not yet"}
            continue
        if standing.score.complete:
            assert total == EN.percent(standing.score.score)
            expected = ["N.a." if part.score is None else EN.percent(part.score) for part in standing.score.sections]
            assert cells == expected
    totals = [float(row[1].partition("%")[0]) for row in chart.rows if row[1] != "Not yet"]
    assert totals == sorted(totals, reverse=True)
    assert chart.rows[-1][1] == "Not yet", "those without a score come last"
    assert chart.spots[-1].goes_to is not None


def changed(picture: RoundPicture, sections: list[SectionScore], *, complete: bool) -> RoundPicture:
    standing = picture.standings[0]
    score = Score(sections, Fraction(40), Fraction(30), Fraction(90), 3 if complete else 2, 3)
    return replace(picture, standings=[replace(standing, score=score)])


def test_not_applicable_not_yet_and_provisional_are_told_apart() -> None:
    """Words, marks and table: section 1 is n.a., of section 2 nothing is rated, of section 3 one of two criteria."""
    sections = [
        SectionScore("1", applicable=2, na=2),
        SectionScore("2", applicable=2, open_maximum=2),
        SectionScore("3", points=1, maximum=2, applicable=2, fully=1, open_maximum=1),
    ]
    picture = changed(round_picture(2020, {1: (1, 0, 0)}), sections, complete=False)
    figures = by_participant(picture, EN)
    assert [cell.state for cell in figures.rows[0].cells] == [State.NA, State.OPEN, State.PROVISIONAL]
    assert figures.rows[0].total is not None
    assert figures.rows[0].total.state is State.PROVISIONAL
    chart = section_heatmap(picture, EN)
    assert chart.rows[0][1:] == ("40.0% (provisional)", "N.a.", "Not yet", "50.0% (provisional)")
    assert len(lines(chart, "na")) == 2, "in the cell and in the legend"
    assert lines(chart, "provisional")
    assert named(chart, PolyCollection, "open")
    assert {"provisional", "n.a. or does not apply", "not rated yet"} <= set(texts(chart, "legend"))
    none = changed(picture, sections[:1], complete=False)
    assert [cell.state for cell in by_participant(none, EN).rows[0].cells] == [State.NA] * 3, "does not apply"


def test_a_cell_has_the_shade_of_its_score() -> None:
    chart = section_heatmap(round_picture(2020, {1: (1, 0, 1)}), EN)
    cells = named(chart, PolyCollection, "cells")[0].get_facecolor()
    assert len(cells) == 2 * 4
    light = [sum(cell[:3]) for cell in cells]
    assert max(light[:4]) < min(light[4:]), "70 % is darker than 5 %"
    assert texts(chart, "cell") == ["70", "70", "71", "72", "5", "5", "6", "7"]


def test_many_become_ten_bands_with_their_means() -> None:
    picture = made_up(1000)
    figures = by_band(picture, EN)
    scores = sorted((s.score.score for s in picture.standings if s.score and s.score.score is not None), reverse=True)
    assert len(figures.rows) == 10
    place = 0
    for row in figures.rows:
        assert row.total is not None
        mine = scores[place : place + row.total.n]
        assert row.total.value == sum(mine) / len(mine)
        place += row.total.n
    assert place == len(scores)
    chart = section_heatmap(picture, EN)
    assert [row[0] for row in chart.rows][:2] == ["1–94", "95–189"]
    assert f"{len(picture.standings) - len(scores)} participants without a score" in " ".join(texts(chart, "note"))
    assert not any(standing.party.name in chart.description for standing in picture.standings[:50])


@pytest.mark.parametrize("n", [5, 17, 60, 150])
def test_C01_the_public_sees_means_of_groups_that_are_large_enough(n: int) -> None:
    picture = made_up(n)
    chart = section_heatmap(picture, EN, minimum_group=5)
    assert chart.public
    said = " ".join([chart.description, chart.text, *texts(chart), *(spot.text for spot in chart.spots)])
    assert not any(standing.party.name in said for standing in picture.standings)
    assert not any(spot.goes_to and spot.goes_to[0] == "party" for spot in chart.spots)
    for row in by_year(picture, EN, 5).rows:
        for cell in row.cells:
            assert cell.value is None or (cell.n >= 5 and 0 < cell.value < 100)
            assert cell.value is None or (10 * cell.value).denominator == 1, "one decimal"


def test_C02_the_public_sees_no_years_where_one_could_be_computed() -> None:
    figures = by_year(round_picture(2020, {1: (9, 9, 9), 2: (1, 1, 1)}), EN, 5)
    assert [row.name for row in figures.rows] == ["All participants"]
    chart = section_heatmap(round_picture(2020, {1: (9, 9, 9), 2: (1, 1, 1)}), EN, minimum_group=5)
    assert "Participation years are withheld" in " ".join(texts(chart, "note"))
    two = by_year(round_picture(2020, {1: (9, 9, 9), 2: (1, 1, 1), 3: (1, 1, 1)}), EN, 5)
    assert [row.size for row in two.rows] == ["n = 33", "n = 27", "n < 5", "n < 5"]
    assert {cell.state for row in two.rows[2:] for cell in row.cells} == {State.WITHHELD}
    assert {cell.state for cell in two.rows[1].cells} == {State.SCORE}


def test_C05_a_section_in_which_all_are_alike_is_withheld_in_every_year() -> None:
    picture = round_picture(2020, {1: (9, 0, 0), 2: (0, 9, 9)})

    def full(standing: Standing) -> Standing:
        assert standing.score is not None
        if standing.participation_year != 1:
            return standing
        first, *others = standing.score.sections
        return replace(standing, score=replace(standing.score, sections=[replace(first, entered=100), *others]))

    figures = by_year(replace(picture, standings=[full(one) for one in picture.standings]), EN, 5)
    assert [row.cells[0].state for row in figures.rows] == [State.SCORE, State.WITHHELD, State.WITHHELD]
    assert [row.cells[1].state for row in figures.rows] == [State.SCORE] * 3
    assert not figures.has_total, "a whole score would give the section back"


def test_nobody_and_too_few() -> None:
    assert texts(section_heatmap(round_picture(2020, {}), EN), "empty") == ["There are no participants in round 2020."]
    few = section_heatmap(round_picture(2020, {1: (1, 1, 0)}), EN, minimum_group=5)
    assert texts(few, "empty") == ["Withheld: fewer than 5 participants, everybody alike, or computable from the rest."]
    drafts = round_picture(2020, {}, in_progress=3)
    assert drafts.standings[0].status is Status.DRAFT
    assert texts(section_heatmap(drafts, EN, minimum_group=5), "empty") == ["No assessment counts yet in round 2020."]
