"""What is understood of values and ranges, and that they can be typed again as they are shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Number, exact
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor_ui.dialogs.target_fields import Typed, number_text, read_day, read_number, read_value, value_text

NL, EN = language("nl"), language("en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Typed()),
        ("  ", Typed()),
        ("48", Typed(48)),
        ("48 %", Typed(48)),
        ("-5", Typed(-5)),
        ("−5", Typed(-5)),
        ("62,5", Typed(Fraction(125, 2))),
        ("1.234,5", Typed(Fraction(2469, 2))),
        ("40-45", Typed(None, 40, 45)),
        ("40–45 %", Typed(None, 40, 45)),
        ("40 % - 45 %", Typed(None, 40, 45)),
        ("40 tot 45", Typed(None, 40, 45)),
        ("40 to 45", Typed(None, 40, 45)),
        ("1,5-2,5", Typed(None, Fraction(3, 2), Fraction(5, 2))),
        ("-5--3", Typed(None, -5, -3)),
        ("45-45", Typed(None, 45, 45)),
    ],
)
def test_a_value_or_a_range_in_one_field(text: str, found: Typed) -> None:
    assert read_value(text, NL) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("45-40", "The range goes from 45 down to 40: the lower end comes first."),
        ("veel", "“veel” is not a number."),
        ("40-veel", "“veel” is not a number."),
        ("3-10-2017", "“10-2017” is not a number."),
        ("5.800", "“5.800” can be read as 5800 and as 5.8"),
    ],
)
def test_what_is_no_value_is_told(text: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        read_value(text, NL)
    assert said in caught.value.text(EN)


def test_a_point_is_for_decimals_in_english() -> None:
    assert read_number("5.125", EN) == Fraction(41, 8)
    assert read_number(" ", EN) is None


def test_a_day_is_needed() -> None:
    assert read_day("31-12-2019").year == 2019
    with pytest.raises(Problem, match="Say on which day"):
        read_day(" ")


@given(value=st.one_of(st.integers(-(10**7), 10**7), st.floats(-1e7, 1e7).map(lambda x: exact(round(x, 4)))))
def test_a_number_reads_back_as_it_is_shown(value: Number) -> None:
    for one in (NL, EN):
        assert read_number(number_text(value, one), one) == value


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_a_range_reads_back_as_it_is_shown(spoken: str) -> None:
    one = language(spoken)
    assert read_value(value_text(None, exact(1.234), 5800, one), one) == Typed(None, exact(1.234), 5800)
    assert read_value(value_text(exact(1.234), None, None, one), one) == Typed(exact(1.234))
    assert value_text(None, None, None, one) == ""
