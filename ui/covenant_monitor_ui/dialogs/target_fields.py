"""What is understood of what is typed into the forms for indicators, observations and targets."""

import re
from datetime import date
from typing import NamedTuple

from covenant_monitor.domain.model import Number, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language

# A dash or a word between two numbers; a minus stands before a number, so a digit or a % comes before the dash.
_RANGE = re.compile(r"(.*?[0-9%])\s*(?:[-–—−]|\btot\b|\bto\b|\bt/m\b)\s*(\S.*)")


class Typed(NamedTuple):
    """A value, or both ends of a range; all None where nothing was typed."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None


def read_number(text: str, language: Language) -> Number | None:
    """A number in the notation of the language, with or without a %; None where nothing was typed. Raises Problem."""
    if not text.strip():
        return None
    notation = Notation(point_decimals=language.code != "nl")
    return exact(cells.number(text.strip(), notation, percent=True))


def read_value(text: str, language: Language) -> Typed:
    """What an indicator was: "48", "48 %", or a range such as "40-45 %" or "40 to 45". Raises Problem."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return Typed(read_number(text, language))
    low, high = (read_number(part, language) for part in match.groups())
    if low is not None and high is not None and low > high:
        raise Problem(
            "The range goes from {low} down to {high}: the lower end comes first.",
            low=float(low),
            high=float(high),
            value="",
        )
    return Typed(None, low, high)


def read_day(text: str) -> date:
    """The day that was typed. Raises Problem where none was, or it is none."""
    day = typed_day(text)
    if day is None:
        raise Problem("Say on which day.")
    return day


def number_text(value: Number | None, language: Language) -> str:
    """A number as it can be typed again: all of its decimals, and nothing between thousands; "" for None."""
    if value is None:
        return ""
    text = cells.plain_number(float(value))
    if language.code != "nl" or "." not in text or "e" in text:
        return text
    # Three decimals behind a comma could be thousands: one more says that they are not.
    return text.replace(".", ",") + ("0" if len(text.partition(".")[2]) == 3 else "")


def value_text(value: Number | None, low: Number | None, high: Number | None, language: Language) -> str:
    """A value or range as it can be typed again."""
    if value is not None or low is None or high is None:
        return number_text(value, language)
    return f"{number_text(low, language)}–{number_text(high, language)}"
