from datetime import date
from fractions import Fraction

import pytest

from covenant_monitor.charts import words
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.picture import Break
from covenant_monitor.language import language
from covenant_monitor.names import break_name, reason_count

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize(
    ("value", "unit", "nl", "en"),
    [
        (35, "%", "35\u00a0%", "35%"),
        (Fraction(125, 2), "percent", "62,5\u00a0%", "62.5%"),
        (Fraction(200, 3), "%", "66,7\u00a0%", "66.7%"),
        (5800, "locaties", "5.800", "5,800"),
        (Fraction(1, 8), "x", "0,125", "0.125"),
        (Fraction(1, 204), "%", "0,005\u00a0%", "0.005%"),
        (Fraction(100, 204), "%", "0,5\u00a0%", "0.5%"),
        (-3, "%", "−3\u00a0%", "−3%"),
        (None, "%", "–", "–"),
    ],
)
def test_amounts(value: Fraction | None, unit: str, nl: str, en: str) -> None:
    assert words.amount(value, unit, NL) == nl
    assert words.amount(value, unit, EN) == en


def test_ranges_name_the_unit_once() -> None:
    assert words.span(40, 45, "%", NL) == "40–45\u00a0%"
    assert words.span(40, 45, "%", EN) == "40–45%"
    assert words.span(Fraction(81, 2), 45, "sites", EN) == "40.5–45"


def test_a_share_is_never_called_none_or_all_wrongly() -> None:
    assert words.share(0, 0, 100, EN) == "0%"
    assert words.share(0, 1, 1000, EN) == "<1%"
    assert words.share(100, 999, 1000, EN) == ">99%"
    assert words.share(100, 1000, 1000, EN) == "100%"


def test_breaks_say_what_changed() -> None:
    mark = Break("2019", date(2019, 1, 1), "2", reference_date=True, length=True)
    assert break_name(mark, EN) == "framework version 2, other reference date, other length"
    assert words.break_sentence([mark], EN).endswith("from round 2019 on.")
    assert words.break_sentence([], EN) == ""
    noted = Break("2020", date(2020, 1, 1), note="Evidence was looked at from afar.")
    assert break_name(noted, EN) == "other rules"
    assert words.break_notes([mark, noted]) == "2020: Evidence was looked at from afar."
    names = [words.short_break_name(one, EN) for one in (mark, noted, Break("x", date(2020, 1, 1), length=True))]
    assert names == ["v2", "rules", "length"]


def test_counts() -> None:
    assert words.class_count(Outcome.MEETS, 1, EN) == "1 meets"
    assert words.class_count(Outcome.MEETS, 5, EN) == "5 meet"
    assert words.left_out({Reason.NOT_BEGUN: 1200, Reason.STATUS: 0, Reason.INCOMPLETE: 2}, EN) == (
        "1,200 not begun, 2 incomplete"
    )
    for reason in (Reason.NO_SCORE, Reason.NO_REQUIREMENT, Reason.NO_SECTION_SCORE):
        assert reason_count(reason, 3, EN).startswith("3 without")
