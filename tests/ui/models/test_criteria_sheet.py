from dataclasses import replace
from fractions import Fraction

import pytest

from covenant_monitor.domain.model import LEVELS, Rating, Remark, Scale
from covenant_monitor.language import Language
from covenant_monitor_ui.models.criteria import CriterionRow
from covenant_monitor_ui.models.criteria_sheet import Earlier, Filter, rating_mark, rating_word
from tests.ui.models.test_criteria import FULLY, NA, NOT, model, sheet


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter.ALL, ["A1", "A2", "A3", "B1"]),
        (Filter.OPEN, ["A3", "B1"]),
        (Filter.DIFFERS, ["A1"]),
        (Filter.UNPROVEN, ["A3"]),
        (Filter.CHANGED, ["A2"]),
        (Filter.OUTSIDE, ["B2"]),
    ],
)
def test_filters_and_their_counts(wanted: Filter, expected: list[str]) -> None:
    shown = sheet(
        {"A1": FULLY, "A2": NA, "A3": Rating(unproven=True), "B2": FULLY},
        {"A1": NOT, "A3": NOT, "B2": NOT},
        {"A1": Earlier((NOT,), LEVELS, comparable=False), "A2": Earlier((NOT,), LEVELS), "B1": Earlier((NOT,), LEVELS)},
    )
    made = model(shown)
    made.set_filter(wanted)
    assert [row.code for row in made.rows if isinstance(row, CriterionRow)] == expected
    assert shown.count(wanted) == len(expected)


def test_numbers_have_the_mark_of_what_they_count_as() -> None:
    scale = Scale(0, 100, by_level=False)
    dutch = Language("nl")
    ratings = [Rating(value=100), Rating(value=Fraction(125, 2)), Rating(value=0), NA, Rating()]
    assert [rating_mark(one, scale) for one in ratings] == ["fully", "partially", "not", "na", ""]
    assert rating_word(ratings[1], scale, dutch) == "62,5"


def test_the_newer_filters() -> None:
    shown = replace(
        sheet({"A1": Rating(not_applicable=True), "A2": NA}),
        carried={"A3": NOT},
        remarks={"A2": Remark("why?"), "": Remark("all of it")},
        fresh=frozenset({"B1"}),
    )
    found = {
        wanted: [code for code in shown.framework.criteria if shown.shows(code, wanted)]
        for wanted in (Filter.CARRIED, Filter.REMARKED, Filter.NEW, Filter.NO_REASON)
    }
    assert found == {
        Filter.CARRIED: ["A3"],
        Filter.REMARKED: ["A2"],
        Filter.NEW: ["B1"],
        Filter.NO_REASON: ["A1"],
    }


def test_the_last_rating_is_taken_over_only_where_it_means_the_same() -> None:
    points = Scale(0, 100, by_level=False)
    shown = sheet(
        earlier={
            "A1": Earlier((NOT,), LEVELS),
            "A2": Earlier((NOT,), LEVELS, comparable=False),
            "A3": Earlier((NOT, FULLY), LEVELS),
            "B1": Earlier((Rating(50),), points),
        }
    )
    assert [shown.last_rating(code) for code in ("A1", "A2", "A3", "B1", "B2")] == [NOT, None, None, None, None]
