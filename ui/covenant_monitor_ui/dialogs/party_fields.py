"""What is understood of what is typed into the form for a party."""

import re
from datetime import date

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language

_KVK = re.compile(r"[0-9]{8}")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")


def read_name(text: str) -> str:
    """A name, composed and trimmed. Raises Problem where there is none, or it holds what cannot be shown."""
    if not text.strip():
        raise Problem("A party needs a name.")
    return cells.text(text)


def read_code(text: str) -> str:
    """A short code. Raises Problem where there is none, or it is too long."""
    if not text.strip():
        raise Problem("A party needs a short code.")
    return cells.code(text)


def read_day_left(text: str) -> date:
    """The day on which a party left. Raises Problem where none can be read."""
    day = typed_day(text)
    if day is None:
        raise Problem("Say on which day it left.")
    return day


def read_number(text: str) -> str:
    """A KvK number or LEI without spaces, in capitals."""
    return cells.text("".join(text.split()).upper())


def doubt_number(key: str, text: str, language: Language) -> str:
    """Why a "kvk" or "lei" can hardly be right; "" where it can. Foreign companies may have other numbers."""
    _ = language.gettext
    number = "".join(text.split()).upper()
    if not number:
        return ""
    if key == "kvk":
        return "" if _KVK.fullmatch(number) else _("A KvK number has 8 digits.")
    return "" if _LEI.fullmatch(number) else _("A LEI has 20 letters and digits.")
