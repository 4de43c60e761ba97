from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.charts import DARK, LIGHT, Chart, Look, Request, draw
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.charts.profile_chart import section_profile
from covenant_monitor.charts.profile_figures import profile_figures
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.scoring import SectionScore
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import (
    SIZES,
    covenant_picture,
    crowding,
    lines,
    must_be_legible,
    published,
    round_picture,
    texts,
)

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("minimum", [None, 5])
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(
    n: int, size: tuple[float, float], minimum: int | None, words: Language, look: Look
) -> None:
    picture = gallery_covenant(n)[0]
    for then in (picture.rounds[-2], picture.rounds[0], None):
        chart = section_profile(picture, picture.rounds[-1], then, words, look, size, minimum_group=minimum)
        assert crowding(chart.figure) == []
    must_be_legible(chart, size)


def means(picture: RoundPicture) -> list[Fraction]:
    """Own arithmetic: the mean of every section over those that count."""
    columns: dict[str, list[Fraction]] = {}
    for standing in picture.headline.counted:
        for part in standing.score.sections if standing.score else ():
            if part.score is not None:
                columns.setdefault(part.section, []).append(part.score)
    return [sum(values) / len(values) for _code, values in sorted(columns.items())]


def drawn(picture: CovenantPicture, **choice: str) -> Chart:
    return draw("profile", Request(picture, EN, **choice))


def test_now_and_then_are_beside_each_other_with_their_difference() -> None:
    picture = gallery_covenant(60)[0]
    then, now = picture.rounds[-2:]
    chart = drawn(picture)
    assert chart.title == "Mean score per section, rounds 2019 and 2020"
    for row, before, after in zip(chart.rows, means(then), means(now), strict=True):
        assert (row[1], row[3]) == (EN.percent(before), EN.percent(after))
        points = float(after - before)
        assert row[5] == f"{points:+.1f}".replace("-", "−")
    assert len(lines(chart, "change")) == len(chart.rows)
    assert len(lines(chart, "now")) == len(lines(chart, "then")) == len(chart.rows) + 1, "one in the legend"


def test_another_version_is_no_difference_and_says_why() -> None:
    picture = gallery_covenant(60)[0]
    chart = drawn(picture, from_round="2018")
    assert lines(chart, "change") == []
    assert texts(chart, "points") == []
    assert "no difference is drawn" in " ".join(texts(chart, "note"))
    assert chart.headers[-1] == "n 2020"


def test_the_round_to_compare_with_is_chosen_or_there_is_none() -> None:
    picture = covenant_picture(published())
    assert drawn(picture, from_round="2018").title.endswith("rounds 2018 and 2020")
    assert drawn(picture, round="2018").title == "Mean score per section, round 2018"
    assert lines(drawn(picture, round="2018"), "then") == []
    with pytest.raises(Problem, match="There is no round 1999"):
        drawn(picture, from_round="1999")


def stepped(*steps: int | None) -> CovenantPicture:
    """A covenant of one round whose three sections are of these steps."""
    picture = round_picture(2020, {1: (9, 9, 9)})
    sections = [replace(section, step=step) for section, step in zip(picture.framework.sections, steps, strict=True)]
    return covenant_picture([replace(picture, framework=replace(picture.framework, sections=sections))])


def test_steps_are_shown_where_they_say_more_than_the_sections() -> None:
    chart = drawn(stepped(1, 2, 2))
    assert texts(chart, "head") == ["Sections", "Steps of due diligence"]
    assert [row[0] for row in chart.rows][3:] == ["1  Embed", "2  Identify and assess"]
    first, second, third = (float(row[1].rstrip("%")) for row in chart.rows[:3])
    assert float(chart.rows[4][1].rstrip("%")) == pytest.approx((second + third) / 2, abs=0.1)
    assert first == float(chart.rows[3][1].rstrip("%"))
    for same in (stepped(1, 2, 3), stepped(None, None, None)):
        assert len(drawn(same).rows) == 3


def test_many_lines_go_into_the_table() -> None:
    picture = stepped(1, 2, 2)
    chart = section_profile(picture, picture.rounds[0], None, EN, size=(640, 200))
    assert len(chart.rows) == 5
    assert "more in the table" in texts(chart, "more")[0]
    assert crowding(chart.figure) == []


def test_C01_the_public_sees_no_mean_of_few() -> None:
    few, many = round_picture(2019, {1: (2, 1, 1)}), round_picture(2020, {1: (9, 9, 9)})
    chart = draw("profile", Request(covenant_picture([few, many]), EN, public=True))
    assert chart.public
    assert {row[1:3] for row in chart.rows} == {("–", "withheld")}
    assert {row[-1] for row in chart.rows} == {"–"}
    assert "Geheim" not in " ".join([chart.description, *texts(chart), *(spot.text for spot in chart.spots)])
    both = draw("profile", Request(covenant_picture([few]), EN, public=True))
    assert texts(both, "empty") == [
        "Withheld: fewer than 5 participants, everybody alike, or computable from the rest."
    ]


def test_C05_a_step_does_not_give_back_a_section_that_is_withheld() -> None:
    picture = stepped(1, 2, 2)
    now = picture.rounds[0]
    alike = [
        replace(s, score=replace(s.score, sections=[*s.score.sections[:2], replace(s.score.sections[2], entered=100)]))
        for s in now.standings
        if s.score
    ]
    changed = replace(picture, rounds=[replace(now, standings=alike)])
    figures = profile_figures(changed, changed.rounds[0], None, EN, 5)
    assert [item.now.withheld for item in figures.sections] == [False, False, True]
    assert [item.now.withheld for item in figures.steps] == [False, True]
    assert figures.sections[2].now.n == 0, "with its n it would be known that all are at one end"


def test_C06_a_step_does_not_part_the_few_who_lack_one_of_its_sections_or_have_them_all() -> None:
    """Step less half of sections 2 and 3 leaves half of who lacks one; less both of them, who has both."""
    picture = stepped(1, 2, 2)
    now = picture.rounds[0]
    for few, withheld in ((2, True), (5, False), (0, False), (25, True), (22, False)):
        standings = [
            replace(s, score=replace(s.score, sections=[*s.score.sections[:2], SectionScore("3")])) if i < few else s
            for i, s in enumerate(now.standings)
            if s.score
        ]
        changed = replace(picture, rounds=[replace(now, standings=standings)])
        figures = profile_figures(changed, changed.rounds[0], None, EN, 5)
        assert [item.now.withheld for item in figures.steps] == [False, withheld]
        inside = profile_figures(changed, changed.rounds[0], None, EN, None)
        assert not any(item.now.withheld for item in inside.items)
