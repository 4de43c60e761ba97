"""What people write by hand: days with the month in words, and names that become short codes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from covenant_monitor.exchange import cells
from covenant_monitor.language import language

_LEGAL_FORM = re.compile(r"[\s,]+(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|gmbh|ltd\.?|limited|inc\.?|s\.?a\.?)$", re.IGNORECASE)
_DAY_IN_WORDS = re.compile(r"([0-9]{1,2})\s+([^\W\d]{3,})\.?\s+([0-9]{4})")
_LONGEST_CODE = 40


def suggested_code(name: str, taken: Iterable[str]) -> str:
    """A short code that says the name: "Voorbeeld Mode B.V." is VOORBEELD-MODE, or VOORBEELD-MODE-2 if taken."""
    code = code_stem(name) or "PARTY"
    used = {one.casefold() for one in taken}
    candidate, n = code, 1
    while candidate.casefold() in used:
        n += 1
        candidate = f"{code}-{n}"
    return candidate


def code_stem(name: str) -> str:
    """What a short code keeps of a name: letters A to Z and digits, at most 40; "" where it has none of these."""
    stem = _LEGAL_FORM.sub("", name.strip()[:200])
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "-", ascii_only.upper()).strip("-")[:_LONGEST_CODE].strip("-")


def same_name(name: str) -> str:
    """What is equal for names that a reader takes for the same: composed, case folded, spaces as one."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


@cache
def _months() -> Mapping[str, int]:
    """The month by every short or long name of it in both languages."""
    found = {}
    for month in range(1, 13):
        for spoken in (language("nl"), language("en")):
            day = date(2000, month, 1)
            found[spoken.day(day).split()[1].casefold()] = month
            found[spoken.month(day).split()[0].casefold()] = month
    return found


def typed_day(text: str) -> date | None:
    """The day that was typed: "3-10-2017", "2017-10-03" or "3 okt 2017"; None where nothing was. Raises Problem."""
    text = " ".join(text.split())
    if not text:
        return None
    match = _DAY_IN_WORDS.fullmatch(text)
    month = _months().get(match[2].casefold()) if match else None
    return cells.day(f"{match[1]}-{month}-{match[3]}" if match and month else text)
