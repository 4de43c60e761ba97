"""Texts, numbers, dates and sorting in the language that was chosen: Dutch or English.

A `Language` is passed to whatever makes text; there is no current language in the core, so a Dutch window can write an
English workbook. msgids are English.
"""

import gettext
import locale
import os
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache

from covenant_monitor.files import resource

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NO_NUMBER = "\N{EN DASH}"
_DOMAIN = "covenant_monitor"
_MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def N_(message: str) -> str:
    """Mark a text that is data for extraction; it is translated where it is shown."""
    return message


class Term:
    """A word that is put in the reader's language when the text around it is."""

    def __init__(self, message: str) -> None:
        self.message = message

    def text(self, language: "Language") -> str:
        """The word in `language`."""
        return language.gettext(self.message)

    def __str__(self) -> str:
        return self.message


class Language:
    """One language's texts and formats. `code` is "nl" or "en"; get one from `language()`."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue = gettext.translation(_DOMAIN, resource("locale"), languages=[code], fallback=True)
        self._marks = str.maketrans(",.", ".," if code == "nl" else ",.")

    def gettext(self, message: str) -> str:
        """The translation of `message`; of "" nothing, where a catalogue has its header."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The translation of `one` or `many`, whichever `n` asks for."""
        return self._catalogue.ngettext(one, many, n)

    def fill(self, message: str, values: Mapping[str, object]) -> str:
        """The translation of `message` with its placeholders filled by this language.

        That is dates, moments and broken numbers; an int stays as it is, since it may be a year or a code.
        """
        return self.gettext(message).format(**{name: self._say(value) for name, value in values.items()})

    def _say(self, value: object) -> object:
        said = getattr(value, "text", None)
        if callable(said):
            return said(self)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, (float, Fraction)):
            return self.number(value, None)
        return value

    def pick(self, nl: str | None, en: str | None) -> str:
        """This language's one of two texts, or the other where it is missing; "" where both are."""
        first, second = (nl, en) if self.code == "nl" else (en, nl)
        return first or second or ""

    def number(self, value: float | Fraction | None, decimals: int | None = 1) -> str:
        """`value` with so many decimals (None: as many as it has, at most 6) and thousands apart; "–" for None.

        Rounded half away from zero, as people do it on paper: fractions exactly, floats as they are written.
        """
        if value is None:
            return NO_NUMBER
        places = 6 if decimals is None else decimals
        exact = Fraction(repr(float(value))) if isinstance(value, float) else Fraction(value)
        units = int(abs(exact) * 10**places + Fraction(1, 2))
        whole, part = divmod(units, 10**places)
        text = f"{whole:,}.{part:0{places}}" if places else f"{whole:,}"
        if decimals is None:
            text = text.rstrip("0").rstrip(".")
        return (MINUS if exact < 0 and units else "") + text.translate(self._marks)

    def percent(self, value: float | Fraction | None, decimals: int | None = 1) -> str:
        """`value`, in percent, with its sign as the language writes it; "–" for None."""
        if value is None:
            return NO_NUMBER
        return self.number(value, decimals) + (f"{NO_BREAK_SPACE}%" if self.code == "nl" else "%")

    def day(self, day: date | None) -> str:
        """ "3 oktober 2017"; "–" for None."""
        if day is None:
            return NO_NUMBER
        return f"{day.day} {_MONTHS[self.code][day.month - 1]} {day.year}"

    def short_day(self, day: date | None) -> str:
        """ "3 okt 2017"; "–" for None."""
        return NO_NUMBER if day is None else f"{day.day} {self.month(day)}"

    def month(self, day: date | None) -> str:
        """ "okt 2017"; "–" for None."""
        return NO_NUMBER if day is None else f"{_SHORT_MONTHS[self.code][day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        """ "3 okt 2017 14:05", in local time."""
        local = moment.astimezone()
        return f"{self.short_day(local.date())} {local:%H:%M}"

    @staticmethod
    def sort_key(text: str) -> tuple[str, str]:
        """A key under which names sort as both languages do: accents and case count last."""
        plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        return plain.casefold(), text


@cache
def language(code: str) -> Language:
    """The language with this code. Raises KeyError for a code that there is no language for."""
    if code not in _MONTHS:
        raise KeyError(code)
    return Language(code)


def system_language() -> Language:
    """Dutch where the system is Dutch or says nothing; English elsewhere. COVENANT_MONITOR_LANGUAGE overrides."""
    chosen = os.environ.get("COVENANT_MONITOR_LANGUAGE", "")
    if chosen in _MONTHS:
        return language(chosen)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return language("nl" if value.lower().startswith(("nl", "c.", "posix")) or value == "C" else "en")
    # Elsewhere these variables are all there is: without them Python takes C.UTF-8, and calls that American English.
    tag = (locale.getlocale()[0] or "") if sys.platform in ("win32", "darwin") else ""
    return language("nl" if not tag or tag.lower().startswith(("nl", "dutch")) else "en")
