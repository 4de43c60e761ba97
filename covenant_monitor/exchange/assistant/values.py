"""What the cells of somebody else's table mean, by what its recipe says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.assistant.recipe import EMPTY_WORDS, GROUP_WORDS, KIND_WORDS, Recipe, fields_of
from covenant_monitor.exchange.cells import BadCell
from covenant_monitor.exchange.parsing import OUT_OF_RANGE
from covenant_monitor.exchange.raw_table import Cell, CellError, Notation, Percentage
from covenant_monitor.exchange.tables import Column, Kind
from covenant_monitor.exchange.typed import typed_day

_SLASHES = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_CURRENCY = re.compile(r"^(?:€|\$|£|EUR|USD|GBP)\s*|\s*(?:€|\$|£|EUR|USD|GBP|,-)$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}']")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_GROUPS = {
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"),
}
_WORDED = (Kind.RATING, Kind.CHOICE, Kind.YES_NO)


class Converter:
    """Turns cells into what an exchange table has in their place. What cannot be told stays, and is found there."""

    def __init__(self, recipe: Recipe, notation: Notation) -> None:
        self._recipe = recipe
        self._notation = notation
        self._known = fields_of(recipe.table)
        self._words: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self._told: dict[tuple[str, str, str], str | None] = {}

    def convert(self, heading: str, field: str, cell: Cell) -> Cell:
        """The value of a cell in the column `heading`, which is for `field`; None where it holds nothing.

        Raises BadCell for a number or a day that cannot be one.
        """
        if cell is None or isinstance(cell, CellError):
            return cell
        column = self._known[field]
        if isinstance(cell, str):
            if not cell.strip():
                return None
            meaning = self.meaning(heading, field, cell) if column.kind is not Kind.TEXT else None
            if meaning is not None:
                return meaning or None
            if _plain(cell) in EMPTY_WORDS[:3]:  # a dash would clear what is there
                return None
        return self._value(column, heading, field, cell)

    def meaning(self, heading: str, field: str, text: str) -> str | None:
        """What a word means by the lists of the recipe; "" for nothing, None where no list has it."""
        key = (heading, field, text)
        if key not in self._told:
            plain = _plain(text)
            lists = (self._list(heading), self._list(field))
            self._told[key] = next(
                (meaning for words in lists for pattern, meaning in words if pattern.fullmatch(plain)), None
            )
        return self._told[key]

    def _list(self, name: str) -> Sequence[tuple[re.Pattern[str], str]]:
        found = self._words.get(name)
        if found is None:
            pairs = list(self._recipe.words.get(name, ()))
            column = self._known.get(name)
            if column is not None and column.kind in (Kind.CHOICE, Kind.YES_NO):
                pairs += KIND_WORDS
            if column is not None and column.name == "group":
                pairs += GROUP_WORDS
            if column is not None and column.kind not in (Kind.TEXT, Kind.LIST, Kind.RATING) and not column.key:
                pairs += [(word, "") for word in EMPTY_WORDS]
            found = self._words[name] = [(_pattern(word), meaning) for word, meaning in pairs]
        return found

    def _value(self, column: Column, heading: str, field: str, cell: Cell) -> Cell:
        match column.kind:
            case Kind.PERCENT:
                return self._percent(cell)
            case Kind.NUMBER:
                return self._number(cell)
            case Kind.INTEGER:
                value = self._number(cell)
                return int(value) if isinstance(value, float) and value.is_integer() else value
            case Kind.CODE if not isinstance(cell, date):
                return cells.text(cell)
            case Kind.DATE:
                return self._day(cell)
            case Kind.RATING | Kind.CHOICE | Kind.YES_NO if not isinstance(cell, str):
                # A number may be in the list too, as it is shown.
                meaning = self.meaning(heading, field, cells.text(cell))
                return cell if meaning is None else meaning or None
            case Kind.RATING:
                return self._rating(cell)
            case _:
                return cells.text(cell) if isinstance(cell, str) else cell

    def _rating(self, cell: Cell) -> Cell:
        """A rating as a number where it is one; what is neither that nor a known word, the import finds."""
        if not _is_number(cell):
            return cell
        try:
            return self._number(cell)
        except BadCell as bad:
            if bad.message == cells.NOT_A_NUMBER:
                return cell
            raise

    def _number(self, cell: Cell) -> Cell:
        """A number written as the recipe says; where it says nothing, what can be read in two ways is refused."""
        if not isinstance(cell, str):
            return cell
        text = _SPACES.sub("", _CURRENCY.sub("", cell.strip())).replace("\N{MINUS SIGN}", "-")
        mark = self._recipe.decimals
        if not mark:
            return cells.number(text, self._notation)
        other = "." if mark == "," else ","
        if other in text:
            if not _GROUPS[mark].fullmatch(text):
                raise BadCell(cells.NOT_A_NUMBER, text=cell.strip()[:40])
            text = text.replace(other, "")
        text = text.replace(mark, ".")
        if not _PLAIN.fullmatch(text):
            raise BadCell(cells.NOT_A_NUMBER, text=cell.strip()[:40])
        return cells.number(text)

    def _percent(self, cell: Cell) -> Cell:
        """A percentage: as it is shown where it has its sign, else from the scale that the recipe states."""
        if isinstance(cell, Percentage):
            return cell
        if isinstance(cell, str) and cell.strip().endswith("%"):
            return self._number(cell.strip().removesuffix("%"))
        value = self._number(cell)
        low, high = self._recipe.scale
        if (low, high) == (0, 100) or isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        number = cells.number(value)
        if not low <= number <= high:
            raise BadCell(OUT_OF_RANGE, value=number, low=low, high=high)
        # In fractions of what is written, so that 0.7 of 1 is 70 and not a hair more or less.
        exact, least, most = (Fraction(repr(one)) for one in (number, float(low), float(high)))
        return float(100 * (exact - least) / (most - least))

    def _day(self, cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        match = _SLASHES.fullmatch(cell.strip())
        if match and self._recipe.day_first is not None:
            first, second, year = (int(part) for part in match.groups())
            day, month = (first, second) if self._recipe.day_first else (second, first)
            try:
                return date(year, month, day)
            except ValueError:
                raise BadCell(cells.NO_SUCH_DAY, text=cell.strip()) from None
        try:
            return typed_day(cell)
        except BadCell:
            raise
        except Problem as problem:  # pragma: no cover  (what `cells` raises is a BadCell)
            raise BadCell(problem.message, **problem.values) from problem


def words_in(values: Mapping[str, int], pairs: Sequence[tuple[str, str]]) -> Mapping[str, str | None]:
    """What each of some values means by one list of words; None where none of them fits."""
    patterns = [(_pattern(word), meaning) for word, meaning in pairs]
    return {
        value: next((meaning for pattern, meaning in patterns if pattern.fullmatch(_plain(value))), None)
        for value in values
    }


def fits(word: str, text: str) -> bool:
    """Whether a word, in which `*` stands for anything, is what stands in a cell."""
    return _pattern(word).fullmatch(_plain(text)) is not None


@lru_cache(maxsize=1 << 10)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _plain(word).split("*")), re.DOTALL)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, str) and any(character.isdigit() for character in cell) and not cell.strip()[0].isalpha()
