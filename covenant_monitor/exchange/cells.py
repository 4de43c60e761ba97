"""What a cell means: texts, codes, numbers, days, yes and no, ratings. Each rule about a notation is here,
once.

Every function takes a cell that is not empty and returns its value, or raises BadCell with a sentence for the
user.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Literal

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage
from covenant_monitor.exchange.serial_days import from_serial
from covenant_monitor.language import N_

if TYPE_CHECKING:
    from covenant_monitor.language import Language

PLAIN = Notation()
LONGEST_TEXT = 32_767
LONGEST_CODE = 64
FIRST_YEAR, LAST_YEAR = 1900, 2199
# Bare serial numbers are believed from 1950 to 2099: below are years and counts, above is nonsense.
_FIRST_SERIAL_DAY, _LAST_SERIAL_DAY = date(1950, 1, 1), date(2099, 12, 31)
_LARGEST_WHOLE = 2**53

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NUMBER = re.compile(r"([+-]?)([0-9][0-9., ]*|[.,][0-9]+)([eE][+-]?[0-9]{1,4})?")
_SPACES = re.compile(r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}]")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_LINE_ENDS = re.compile(r"\r\n?")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))  # spaces and joiners without a width
"""Pasted along from web pages and mail; nobody can see why a rating with one would be none."""

EMPTY = N_("This cell is empty.")
UNUSABLE = N_("This cell has no value that can be used.")
TOO_LONG = N_("This text has {length} characters; {limit} is the most.")
CONTROL = N_("This text contains a character that cannot be shown (U+{code}) at place {place}. Remove it.")
CODE_TOO_LONG = N_("The code “{text}” is longer than {limit} characters.")
CODE_LINES = N_("A code stands on one line.")
CODE_IS_DAY = N_("{day} is a date, where a code is expected. Format the cell as text and type the code again.")
NOT_A_NUMBER = N_("“{text}” is not a number.")
DAY_NOT_NUMBER = N_("{day} is a date, where a number is expected. Format the cell as a number and type it again.")
NO_PERCENT = N_("“{text}” is a percentage, where a plain number is expected.")
AMBIGUOUS = N_("“{text}” can be read as {large} and as {small}. Write it without a separator for thousands.")
NUMBER_TOO_LARGE = N_("“{text}” is too large.")
NOT_WHOLE = N_("“{text}” is not a whole number.")
NOT_A_DAY = N_("“{text}” is not a date. Write it as 2017-10-03 or 3-10-2017.")
SLASHES = N_("“{text}” can be read with the day or the month first. Write the date as 2017-10-03 or 3-10-2017.")
NO_SUCH_DAY = N_("“{text}” is a day that does not exist.")
YEAR_OUT_OF_RANGE = N_("The year of “{text}” is not between {first} and {last}.")
NOT_YES_NO = N_("“{text}” is neither yes nor no.")
NOT_A_LEVEL = N_("“{text}” is not a rating. Write fully, partially, not or na.")
NOT_A_CHOICE = N_("“{text}” is not one of: {options}.")


class BadCell(Problem, ValueError):
    """A cell does not hold what its column is for; `message` and `values` as in a Finding."""


class _Digits:
    """A number in a message, exactly as far as it goes, in the reader's notation."""

    def __init__(self, digits: str) -> None:
        self.digits = digits

    def __str__(self) -> str:
        return self.digits

    def text(self, language: Language) -> str:
        whole, _, rest = self.digits.partition(".")
        return whole + ("," if language.code == "nl" else ".") + rest if rest else whole


def text(cell: Cell) -> str:
    """The text of a cell: trimmed, composed (NFC), lines ending in a line feed, at most 32,767 characters."""
    if type(cell) is not str:
        return _as_text(cell)
    if cell.isascii() and cell.isprintable() and len(cell) <= LONGEST_TEXT:
        return cell.strip()
    value = unicodedata.normalize("NFC", cell).strip()
    if "\r" in value:
        value = _LINE_ENDS.sub("\n", value)
    if len(value) > LONGEST_TEXT:
        raise BadCell(TOO_LONG, length=len(value), limit=LONGEST_TEXT)
    if not value.isprintable():
        _refuse_control(value)
    return value


def code(cell: Cell) -> str:
    """A short code: text on one line, at most 64 characters, as written (its case is kept)."""
    if isinstance(cell, date):
        raise BadCell(CODE_IS_DAY, day=cell)
    value = text(cell)
    if len(value) > LONGEST_CODE:
        raise BadCell(CODE_TOO_LONG, text=_shown(value), limit=LONGEST_CODE)
    if not value.isprintable() and ("\n" in value or "\t" in value):
        raise BadCell(CODE_LINES)
    if not value:
        raise BadCell(EMPTY)
    return value


def number(cell: Cell, notation: Notation = PLAIN, *, percent: bool = False) -> float:
    """A finite number. Text may have a point or a comma for decimals and points, commas or spaces for
    thousands.

    Two kinds of separator: the last is the decimal one. One kind, more than once: thousands. Once, with
    exactly three digits behind and one to three (not 0) in front, it could be either: refused, except for a
    point where `notation.point_decimals` says that it is one. With `percent` a % behind is accepted: "62,5 %"
    is 62.5.
    """
    kind = type(cell)
    if kind is str:
        return _number_of(str(cell), notation, percent)
    if kind is float or kind is int:
        try:
            value = float(cell)  # type: ignore[arg-type]
        except OverflowError:
            value = float("inf")
        if not isfinite(value):
            raise BadCell(NUMBER_TOO_LARGE, text=_shown(str(cell)))
        return value
    if isinstance(cell, date):
        raise BadCell(DAY_NOT_NUMBER, day=cell)
    if isinstance(cell, Percentage):
        if percent:
            return float(cell)
        raise BadCell(NO_PERCENT, text=_as_text(cell))
    raise BadCell(NOT_A_NUMBER, text=_as_text(cell))


def integer(cell: Cell, notation: Notation = PLAIN) -> int:
    """A whole number, at most 2**53 either way."""
    value = number(cell, notation)
    if not value.is_integer() or abs(value) > _LARGEST_WHOLE:
        raise BadCell(NOT_WHOLE, text=_shown(_as_text(cell)))
    return int(value)


def day(cell: Cell, notation: Notation = PLAIN) -> date:
    """A day from 1900 to 2199.

    A date cell, "2017-10-03" (a time behind it is dropped), "3-10-2017" (day, month, year), or in a number
    cell the serial number by which Excel counts days. Slashes are refused: their order is not the same
    everywhere.
    """
    if isinstance(cell, datetime):
        return _in_range(cell.date(), str(cell))
    if isinstance(cell, date):
        return _in_range(cell, str(cell))
    if type(cell) is int or type(cell) is float:
        moment = from_serial(cell, notation.date1904) if isfinite(cell) else None
        found = moment.date() if isinstance(moment, datetime) else moment
        if found is None or not _FIRST_SERIAL_DAY <= found <= _LAST_SERIAL_DAY:
            raise BadCell(NOT_A_DAY, text=_shown(_as_text(cell)))
        return found
    value = _as_text(cell).strip()
    if match := _ISO_DAY.fullmatch(value):
        year, month, number_of_day = match.groups()
    elif match := _DUTCH_DAY.fullmatch(value):
        number_of_day, month, year = match.groups()
    else:
        raise BadCell(SLASHES if "/" in value else NOT_A_DAY, text=_shown(value))
    try:
        found = date(int(year), int(month), int(number_of_day))
    except ValueError:
        raise BadCell(NO_SUCH_DAY, text=value) from None
    return _in_range(found, value)


_YES = {"1", "true", "yes", "y", "ja", "j", "waar", "x"}
_NO = {"0", "false", "no", "n", "nee", "onwaar"}


def yes_no(cell: Cell) -> bool:
    """Yes or no, in words of both languages, as 1 and 0, or as a mark (x). An empty cell is no."""
    if cell is None or type(cell) is bool:
        return bool(cell)
    value = _as_text(cell).strip().casefold()
    if value in _YES:
        return True
    if value in _NO or not value:
        return False
    raise BadCell(NOT_YES_NO, text=_shown(value))


LevelName = Literal["fully", "partially", "not", "na"]
_LEVELS: dict[str, LevelName] = {
    **dict.fromkeys(("fully", "volledig", "1", "1.0", "1,0", "100%", "100 %"), "fully"),
    **dict.fromkeys(("partially", "partly", "deels", "gedeeltelijk", "0.5", "0,5", ".5", ",5"), "partially"),
    **dict.fromkeys(("50%", "50 %"), "partially"),
    **dict.fromkeys(("not", "niet", "0", "0.0", "0,0", "0%", "0 %"), "not"),
}
_NOT_APPLICABLE = {
    *("na", "n.a.", "n.a", "n/a", "not applicable"),
    *("nvt", "n.v.t.", "n.v.t", "niet van toepassing"),
}
_LEVELS.update(dict.fromkeys(_NOT_APPLICABLE, "na"))


def level(cell: Cell) -> LevelName:
    """A rating on a scale of levels: fully, partially, not or na, in words of both languages or as 1, 0.5 and
    0.
    """
    found = _LEVELS.get(cell) if type(cell) is str else None
    if found is None:
        found = None if type(cell) is bool else _LEVELS.get(_as_text(cell).translate(_UNSEEN).strip().casefold())
    if found is None:
        raise BadCell(NOT_A_LEVEL, text=_shown(_as_text(cell)))
    return found


def rating(cell: Cell, notation: Notation = PLAIN, *, levels: bool = True) -> LevelName | float:
    """A rating on a scale of levels, or with `levels` False a number or "na".

    Whether the number is within its scale is for the caller to see.
    """
    if levels:
        return level(cell)
    if type(cell) is str and cell.strip().casefold() in _NOT_APPLICABLE:
        return "na"
    return number(cell, notation)


def choice(options: Sequence[str]) -> Callable[[Cell], str]:
    """A function that accepts one of `options`, in any case, and returns it as listed."""
    known = {option.casefold(): option for option in options}

    def parse(cell: Cell) -> str:
        found = known.get(cell) if type(cell) is str else None
        if found is None:
            found = known.get(_as_text(cell).strip().casefold())
        if found is None:
            raise BadCell(NOT_A_CHOICE, text=_shown(_as_text(cell)), options=", ".join(options))
        return found

    return parse


def plain_number(value: float) -> str:
    """The shortest text that reads back as `value`, with a point for decimals and whole numbers without: "5",
    "0.1".

    Raises ValueError for what is not finite: no exchange table has such a number.
    """
    if not isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    if abs(value) < _LARGEST_WHOLE and value == int(value):
        return str(int(value))
    return repr(value)


def _as_text(cell: Cell) -> str:
    """The text by which a cell of any kind is shown."""
    if type(cell) is str:
        return cell
    if cell is None:
        raise BadCell(EMPTY)
    if isinstance(cell, CellError):
        raise BadCell(UNUSABLE)
    if type(cell) is bool:
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return plain_number(cell) + ("%" if isinstance(cell, Percentage) else "")
    return str(cell)


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"


def _refuse_control(value: str) -> None:
    """Refuse what a text cannot hold: control characters but tab and line feed, half surrogates,
    noncharacters.
    """
    for place, character in enumerate(value, 1):
        if character in "\t\n":
            continue
        point = ord(character)
        if unicodedata.category(character) in ("Cc", "Cs") or point & 0xFFFE == 0xFFFE:
            raise BadCell(CONTROL, code=f"{point:04X}", place=place)


def _number_of(cell: str, notation: Notation, percent: bool) -> float:
    if notation.point_decimals and _PLAIN_NUMBER.fullmatch(cell):
        return _finite(cell, cell)
    value = _SPACES.sub(" ", cell.replace("\N{MINUS SIGN}", "-")).strip()
    if value.endswith("%"):
        if not percent:
            raise BadCell(NO_PERCENT, text=_shown(cell.strip()))
        value = value[:-1].rstrip()
    match = _NUMBER.fullmatch(value)
    digits = _digits(match[2], notation, bool(match[3])) if match and len(value) <= LONGEST_CODE else None
    if match is None or digits is None:
        raise BadCell(NOT_A_NUMBER, text=_shown(cell.strip()))
    return _finite(f"{match[1]}{digits}{match[3] or ''}", cell)


def _finite(digits: str, cell: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise BadCell(NUMBER_TOO_LARGE, text=_shown(cell.strip()))
    return value


def _digits(body: str, notation: Notation, exponent: bool) -> str | None:
    """`body`, of digits and separators, with a point for decimals and none for thousands; None if wrong."""
    decimal = _decimal_separator(body)
    whole, _, rest = body.rpartition(decimal) if decimal else (body, "", "")
    if decimal and not rest.isdigit():
        return None
    groups = re.split(r"[., ]", whole)
    if len(groups) > 1:
        separators = set(whole) - set("0123456789")
        shaped = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
        if len(separators) > 1 or not shaped:
            return None
    elif decimal and not (decimal == "." and notation.point_decimals) and not exponent:
        _refuse_ambiguous(body, whole, rest)
    joined = "".join(groups)
    return f"{joined or '0'}.{rest}" if decimal else joined


def _decimal_separator(body: str) -> str:
    """The point or comma that stands before the decimals, as far as the separators tell; "" for none."""
    kinds = [separator for separator in ".," if separator in body]
    if len(kinds) == 2:
        return max(kinds, key=body.rindex)
    return kinds[0] if kinds and body.count(kinds[0]) == 1 else ""


def _refuse_ambiguous(body: str, whole: str, rest: str) -> None:
    if len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        raise BadCell(AMBIGUOUS, text=body, large=_Digits(whole + rest), small=_Digits(f"{whole}.{rest}"))


def _in_range(found: date, value: str) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(YEAR_OUT_OF_RANGE, text=value, first=FIRST_YEAR, last=LAST_YEAR)
    return found
