from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.charts import DARK, LIGHT, Chart, Look
from covenant_monitor.charts.outcomes import outcomes_over_rounds
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.domain.model import Outcome
from covenant_monitor.language import Language, language
from tests.core.charts.pictures import (
    SIZES,
    boxes,
    crowding,
    lines,
    must_be_legible,
    published,
    round_picture,
    rounds_of,
    texts,
)

NL, EN = language("nl"), language("en")
CLASSES = ("meets", "on_track", "behind")


def heights(chart: Chart, name: str) -> list[float]:
    return [box.get_height() for box in boxes(chart, name)]


@pytest.mark.parametrize("n", [0, 1, 5, 60, 1000])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("words", "look"), [(NL, LIGHT), (EN, DARK)], ids=["nl-light", "en-dark"])
def test_nothing_is_clipped_or_overlaps(n: int, size: tuple[float, float], words: Language, look: Look) -> None:
    chart = outcomes_over_rounds(rounds_of(n), words, look, size)
    must_be_legible(chart, size)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
@pytest.mark.parametrize("heading", [True, False])
def test_the_published_outcomes(size: tuple[float, float], words: Language, heading: bool) -> None:
    chart = outcomes_over_rounds(published(), words, size=size, heading=heading)
    assert crowding(chart.figure) == []
    shares = set(texts(chart, "share"))
    assert {words.percent(share, 0) for share in (8, 78, 14, 63, 26, 11, 80, 6)} <= shares
    assert {"n = 63", "n = 57", "n = 50"} <= set(texts(chart, "n"))
    _, n_ = words.gettext, words.ngettext
    assert n_("{n} meets", "{n} meet", 5).format(n=5) in texts(chart, "n"), "few meet: said in a number too"
    assert sorted(texts(chart, "class")) == sorted([_("meets"), _("on track"), _("behind")])
    assert bool(texts(chart, "title")) is heading


def test_bars_are_stacked_from_the_baseline_with_gaps_between() -> None:
    chart = outcomes_over_rounds(published(), EN)
    for meets, on_track, behind in zip(*(boxes(chart, name)[:3] for name in CLASSES), strict=True):
        assert meets.get_y() == pytest.approx(on_track.get_y() + on_track.get_height() + 2)
        assert on_track.get_y() == pytest.approx(behind.get_y() + behind.get_height() + 2)
    total = sum(heights(chart, name)[0] for name in CLASSES)
    assert heights(chart, "on_track")[0] / total == pytest.approx(49 / 63, abs=0.01)


def test_colours_have_their_one_meaning() -> None:
    for look in (LIGHT, DARK):
        chart = outcomes_over_rounds(published(), EN, look)
        for name, color in zip(CLASSES, (look.good, look.half, look.bad), strict=True):
            assert {box.get_facecolor() for box in boxes(chart, name)} == {
                (*(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)), 1.0)
            }


def test_fewer_than_ten_get_a_narrow_bar_without_a_percentage() -> None:
    chart = outcomes_over_rounds([round_picture(2020, {1: (3, 1, 1)})], EN)
    assert boxes(chart, "meets")[0].get_width() == 24
    assert texts(chart, "share") == []
    assert "n = 5" in texts(chart, "n")
    assert "3 meet" in texts(chart, "n")
    assert "fewer than 10" in " ".join(texts(chart, "note"))
    ten = outcomes_over_rounds([round_picture(2020, {1: (6, 2, 2)})], EN)
    assert boxes(ten, "meets")[0].get_width() > 24
    assert "60%" in texts(ten, "share")


def test_a_round_in_which_nobody_counts_has_a_dash_and_no_bar() -> None:
    chart = outcomes_over_rounds([round_picture(2018, {}, open_=7), *published()[1:]], EN)
    assert "–" in texts(chart, "none")
    assert len(boxes(chart, "meets")) == len(boxes(outcomes_over_rounds(published()[1:], EN), "meets"))
    alone = outcomes_over_rounds([round_picture(2018, {}, open_=7)], EN)
    assert boxes(alone, "meets") == []
    assert texts(alone, "empty") == ["No assessment counts yet."]
    assert "7 not begun" in " ".join(texts(alone, "note"))


def test_no_rounds() -> None:
    chart = outcomes_over_rounds([], EN)
    assert texts(chart, "empty") == ["There are no rounds yet."]
    assert chart.rows == ()


def test_the_smallest_share_is_seen_and_not_called_zero() -> None:
    chart = outcomes_over_rounds([round_picture(2020, {3: (998, 1, 1)})], EN, size=(640, 360))
    assert min(heights(chart, "on_track") + heights(chart, "behind")) >= 2
    assert texts(chart, "share").count("<1%") == 2
    assert ">99%" in texts(chart, "share")


def test_a_break_is_drawn_before_its_round_and_named_once() -> None:
    chart = outcomes_over_rounds(published(), EN)
    assert texts(chart, "break") == ["framework version 2"]
    marks = lines(chart, "break-line")
    assert len(marks) == 4, "in the total and in each of three participation years"
    x = marks[0].get_xdata()[0]
    first, second = boxes(chart, "meets")[:2]
    assert first.get_x() + first.get_width() < x < second.get_x()
    assert "round 2019" in chart.description


def test_what_a_round_says_has_changed_is_a_break_too_and_told_inside_only() -> None:
    rounds = published()
    noted = replace(rounds[2], round=replace(rounds[2].round, note="Geheim B.V. was looked at from afar."))
    chart = outcomes_over_rounds([*rounds[:2], noted], EN)
    assert texts(chart, "break") == ["framework version 2", "rules"] or "other rules" in texts(chart, "break")
    assert "2020: Geheim B.V. was looked at from afar." in chart.description
    public = outcomes_over_rounds([*rounds[:2], noted], EN, minimum_group=5)
    assert "Geheim" not in public.description
    assert crowding(chart.figure) == crowding(public.figure) == []


def test_participation_years_stand_on_the_right_with_what_they_require() -> None:
    chart = outcomes_over_rounds(published(), EN)
    assert texts(chart, "head") == [
        "All participants",
        "Participation year 1",
        "Participation year 2",
        "Participation year 3",
    ]
    assert texts(chart, "required") == ["required 20%", "required 40%", "required 60%"]
    later = outcomes_over_rounds([round_picture(2020, {1: (5, 5, 5), 3: (5, 5, 5), 5: (5, 5, 5)})], EN)
    assert "Year 3 and later" in texts(later, "head")


def test_a_requirement_that_differs_is_not_named() -> None:
    rounds = published()
    chart = outcomes_over_rounds([*rounds, round_picture(2021, {1: (9, 9, 9)})], EN, size=(1600, 900))
    assert "required 20%" in texts(chart, "required")
    group = [round_picture(2020, {1: (5, 5, 5), 2: (5, 5, 5), 4: (5, 5, 5), 3: (5, 5, 5)})]
    assert len(texts(outcomes_over_rounds(group, EN), "required")) == 3


def test_where_the_earlier_rounds_are_is_said_once() -> None:
    many = [round_picture(2000 + i, {1: (5, 5, 5)}, open_=2, in_progress=9) for i in range(20)]
    note = " ".join(texts(outcomes_over_rounds(many, EN, size=(640, 360)), "note"))
    assert "Not counted in 2019" in note
    assert note.count("Earlier rounds: see the table.") == 1


def test_what_does_not_fit_is_given_up_and_said() -> None:
    many = [round_picture(2000 + i, {1: (5, 5, 5), 2: (20, 9, 9), 3: (9, 9, 9)}) for i in range(20)]
    chart = outcomes_over_rounds(many, EN, size=(640, 360))
    assert texts(chart, "round")[-1] == "2019"
    assert len(texts(chart, "round")) < 20
    note = " ".join(texts(chart, "note"))
    assert "Earlier rounds: see the table." in note
    assert "By participation year: see the table." in note
    assert chart.title == "Outcome per round"
    assert len(chart.rows) == 20 * 4
    assert crowding(chart.figure) == []


def test_years_are_shortened_before_cohorts_are_given_up() -> None:
    four = [round_picture(2017, {1: (5, 5, 5)}), *published()]
    chart = outcomes_over_rounds(four, EN)
    assert {"2017", "’17"} <= set(texts(chart, "round"))


def test_scale_changes_pixels_and_nothing_else() -> None:
    once, twice = (outcomes_over_rounds(published(), NL, size=(640, 360), scale=scale) for scale in (1, 2))
    assert to_rgba(twice)[:2] == (1280, 720)
    assert texts(once) == texts(twice)
    assert [box.get_bbox().bounds for box in boxes(once, "meets")] == [
        box.get_bbox().bounds for box in boxes(twice, "meets")
    ]


def test_no_participant_is_named() -> None:
    chart = outcomes_over_rounds(published(), NL)
    everything = " ".join([*texts(chart), chart.description, chart.text, chart.title])
    assert "Geheim" not in everything


def test_the_public_sees_no_group_that_is_too_small() -> None:
    small = [round_picture(2019, {1: (30, 9, 9)}), round_picture(2020, {1: (2, 1, 1)})]
    chart = outcomes_over_rounds(small, EN, minimum_group=5)
    assert chart.public
    assert "withheld" in texts(chart, "n")
    assert len(boxes(chart, "meets")) == 1
    assert chart.rows[1][:4] == ("2020", "All", "–", "withheld")
    assert set(chart.rows[1][4:10]) == {"–"}
    assert "2020: withheld." in chart.description
    assert "Withheld: groups of fewer than 5 participants, or all in one class." in " ".join(texts(chart, "note"))
    assert not outcomes_over_rounds(small, EN).public


def test_the_public_sees_no_cohorts_where_one_could_be_computed() -> None:
    rounds = [round_picture(2020, {1: (2, 1, 1), 2: (20, 5, 5), 3: (20, 5, 5)})]
    inside = outcomes_over_rounds(rounds, EN)
    assert len(texts(inside, "head")) == 4
    public = outcomes_over_rounds(rounds, EN, minimum_group=5)
    assert texts(public, "head") == []
    assert [row[1] for row in public.rows] == ["All"]
    assert "Participation years are withheld" in " ".join(texts(public, "note"))


def test_the_public_sees_the_other_cohorts_where_two_are_withheld() -> None:
    rounds = [round_picture(2020, {1: (2, 1, 1), 2: (2, 1, 1), 3: (20, 5, 5)})]
    public = outcomes_over_rounds(rounds, EN, minimum_group=5)
    assert [row[3] for row in public.rows] == ["38", "withheld", "withheld", "30"]
    assert texts(public, "n").count("–") == 2
    assert len(boxes(public, "meets")) == 2


def test_the_public_sees_no_group_of_which_all_are_in_one_class() -> None:
    """Large enough as it is, it would be known of each; and it is not said that this is why."""
    alike = outcomes_over_rounds([round_picture(2020, {1: (0, 0, 9)})], EN, minimum_group=5)
    small = outcomes_over_rounds([round_picture(2020, {1: (0, 0, 3)})], EN, minimum_group=5)
    assert alike.rows == small.rows
    assert texts(alike) == texts(small)
    one = outcomes_over_rounds([round_picture(2020, {1: (0, 0, 9), 2: (9, 9, 9)})], EN, minimum_group=5)
    assert [row[1] for row in one.rows] == ["All"], "it would follow from the others"
    together = [round_picture(2020, {1: (0, 0, 3), 2: (0, 0, 4), 3: (9, 9, 9)})]
    assert [row[1] for row in outcomes_over_rounds(together, EN, minimum_group=5).rows] == ["All"]
    inside = outcomes_over_rounds([round_picture(2020, {1: (0, 0, 9)})], EN)
    assert inside.rows[0][3:7] == ("9", "0", "0", "9")


def test_the_public_sees_no_small_number_of_those_left_out() -> None:
    few = outcomes_over_rounds([round_picture(2020, {1: (9, 9, 9)}, open_=2, in_progress=1)], EN, minimum_group=5)
    assert few.rows[0][-1] == "fewer than 5"
    more = outcomes_over_rounds([round_picture(2020, {1: (9, 9, 9)}, open_=2, in_progress=9)], EN, minimum_group=5)
    assert more.rows[0][-1] == "11"


@pytest.mark.parametrize("n", [1, 9, 10, 57, 60, 1000])
def test_the_table_equals_its_own_arithmetic(n: int) -> None:
    rounds = rounds_of(n)
    rows = {(row[0], row[1]): row for row in outcomes_over_rounds(rounds, EN).rows}
    for picture in rounds:
        code = picture.round.code
        counted = [s for s in picture.standings if s.outcome is not None]
        row = rows[code, "All"]
        assert row[3] == f"{len(counted):,}"
        for place, outcome in enumerate(Outcome):
            count = sum(s.outcome is outcome for s in counted)
            assert row[4 + place] == f"{count:,}"
            if len(counted) < 10:
                assert row[7 + place] == "–"
            else:
                shown = int(row[7 + place].strip("<>%"))
                assert abs(shown - Fraction(100 * count, len(counted))) <= Fraction(1, 2)
        cohorts = [r for (c, name), r in rows.items() if c == code and name != "All"]
        if cohorts:
            assert sum(int(r[3].replace(",", "")) for r in cohorts) == len(counted)


def test_what_was_entered_is_said() -> None:
    chart = outcomes_over_rounds(published(), EN, size=(1600, 900))
    note = " ".join(texts(chart, "note"))
    assert "Source: assessments by the secretariat." in note
    assert "2019: 3 not begun; 2020: 6 not begun, 4 still in progress" in note
