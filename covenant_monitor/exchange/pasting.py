"""Ratings out of a block that was copied in a spreadsheet: what its cells mean, and what each criterion gets of it.

Nothing is written here. What cannot be understood is refused cell by cell, so that the rest can be used.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.model import LEVEL_VALUES, UNRATED, Framework, Level, Number, Rating, Scale, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.language import N_

LONGEST_BLOCK = 2_000_000
"""Characters: more than any round holds."""

NOTHING_TO_PASTE = N_("There is nothing to paste: the clipboard holds no text.")
TOO_LONG_TO_PASTE = N_("The clipboard holds more than can be pasted here. Copy only the cells with the ratings.")
NO_RATINGS = N_("Nothing was pasted: there is no rating in what was copied.")
NO_LEVEL = N_("“{text}” is no rating here. Use fully, partially, not or n.a., or 1, 0.5 or 0.")
NO_NUMBER_ON_SCALE = N_("“{text}” is no rating here. Use a number from {low} to {high}, or n.a.")
NO_SUCH_CRITERION = N_("No criterion here has the code “{text}”.")
TWICE = N_("Criterion {criterion} is in the block twice; its first row was used.")
NO_CODE = N_("This row has no criterion code.")
NO_ROW_LEFT = N_("There is no criterion left in the list for this row.")
NEEDS_REASON = N_("N.a. needs a reason.")
REASON_WITHOUT_NA = N_("A reason belongs to n.a. only. Other remarks go in a column “note”.")

# A number in a block is in the notation of the spreadsheet it comes from, which nobody has told.
_NOTATION = Notation(point_decimals=False)
_INVISIBLE = dict.fromkeys(map(ord, "\0\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}"))
_ROWS_ABOVE = 20
"""How far down the row that names the columns is looked for, below titles."""
_NOT_RATED = {"not yet", "nog niet", "–", "open"}
_LEVELS = {
    **dict.fromkeys(("v", "vol", "f", "full", "volledig voldaan", "fully met"), Level.FULLY),
    **dict.fromkeys(("d", "deel", "gedeelt.", "ged.", "p", "part", "partial", "partially met"), Level.PARTIALLY),
    **dict.fromkeys(("n", "niet voldaan", "not met"), Level.NOT),
}


class Part(StrEnum):
    """What stands in a column of a block."""

    CODE = "code"
    RATING = "rating"
    REASON = "reason"
    EVIDENCE = "evidence"
    NOTE = "note"


_CRITERION = ("criterium", "criterion")
_HEADINGS: Mapping[str, Part] = {
    **dict.fromkeys(("code", "criteriumcode"), Part.CODE),
    **dict.fromkeys(("oordeel", "oordelen", "beoordeling", "rating", "ratings"), Part.RATING),
    **dict.fromkeys(("reden", "reason"), Part.REASON),
    **dict.fromkeys(("bewijs", "evidence"), Part.EVIDENCE),
    **dict.fromkeys(("toelichting", "opmerking", "opmerkingen", "notitie", "note", "notes"), Part.NOTE),
}
"""The first word of a heading, in both languages, whatever the language of the window is."""

Columns = Mapping[Part, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one criterion gets: None is "leave it as it is". `rating` holds value, n.a. and reason only."""

    rating: Rating | None = None
    evidence: str | None = None
    note: str | None = None

    def onto(self, old: Rating) -> Rating:
        """`old` with what was pasted in its place."""
        new = old
        if self.rating is not None:
            rating = self.rating
            new = replace(new, value=rating.value, not_applicable=rating.not_applicable, na_reason=rating.na_reason)
        if self.evidence is not None:
            new = replace(new, evidence=self.evidence)
        return new if self.note is None else replace(new, note=self.note)


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that was not used, by its place in the block (both from 1), and why."""

    row: int
    column: int
    text: str
    why: Problem


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a block comes to: entries by criterion code, in the block's order, and what was refused.

    `without_reason` are entries that are n.a. and have no reason yet: give one to all with `with_reason`, or take
    them out with `without_na`. `unused` are columns (from 1) that nobody told the meaning of.
    """

    ratings: Mapping[str, Entry] = field(default_factory=dict)
    refused: Sequence[Refused] = ()
    without_reason: Mapping[str, Refused] = field(default_factory=dict)
    unused: Sequence[int] = ()

    def with_reason(self, reason: str) -> "Pasted":
        """The same with one reason for all that had none."""
        given = Entry(Rating(not_applicable=True, na_reason=reason))
        ratings = {
            code: replace(entry, rating=given.rating) if code in self.without_reason else entry
            for code, entry in self.ratings.items()
        }
        return replace(self, ratings=ratings, without_reason={})

    def without_na(self) -> "Pasted":
        """The same with what has no reason refused."""
        ratings = {
            code: replace(entry, rating=None) if code in self.without_reason else entry
            for code, entry in self.ratings.items()
        }
        refused = sorted((*self.refused, *self.without_reason.values()), key=lambda one: (one.row, one.column))
        kept = {code: entry for code, entry in ratings.items() if entry != Entry()}
        return replace(self, ratings=kept, refused=tuple(refused), without_reason={})


def read_block(text: str) -> list[list[str]]:
    """The cells of a block as spreadsheets copy it: tabs and line ends, cells with either in quotes.

    Without any tab, semicolons or commas part the cells, where every line has equally many of them.

    Raises:
        Problem: there is no text, or too much.
    """
    if len(text) > LONGEST_BLOCK:
        raise Problem(TOO_LONG_TO_PASTE)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    text = text.removesuffix("\n")
    if not text.strip():
        raise Problem(NOTHING_TO_PASTE)
    return list(_split(text, _separator(text)))


def _separator(text: str) -> str:
    if "\t" in text:
        return "\t"
    for separator in ";,":
        rows = [row for row in _split(text, separator) if any(map(str.strip, row))]
        if len({len(row) for row in rows}) == 1 and len(rows[0]) > 1 and not _all_decimals(text):
            return separator
    return "\t"


def _all_decimals(text: str) -> bool:
    """Whether every line is one number, with a comma for its decimals."""
    return all(re.fullmatch(r"\s*(\d+(,\d+)?\s*%?)?\s*", line) for line in text.split("\n"))


def _split(text: str, separator: str) -> Iterator[list[str]]:
    quoted = re.compile(rf'"((?:[^"]|"")*+)"(?={separator}|\n|\Z)')
    plain = re.compile(rf"[^{separator}\n]*")
    row: list[str] = []
    at = 0
    while True:
        found = quoted.match(text, at)
        cell = found or plain.match(text, at)
        assert cell is not None
        row.append(found[1].replace('""', '"') if found else cell[0])
        at = cell.end()
        if at >= len(text):
            yield row
            return
        if text[at] == "\n":
            yield row
            row = []
        at += 1


def match_block(
    block: Sequence[Sequence[str]],
    framework: Framework,
    codes: Sequence[str],
    known: Mapping[str, Rating] | None = None,
    *,
    fill: bool = False,
) -> Pasted:
    """What criteria get of a block: by their codes where a column has them, else `codes` from the first one on.

    A row above the ratings may name the columns (code, rating, reason, evidence, note; Dutch or English); what stands
    above it is a title. `known` is how they are rated now. `fill`: a block of a single row goes to all of `codes`. An
    empty cell leaves things as they are.

    Raises:
        Problem: nothing in the block is a rating, evidence or a note, or no column is known to hold one.
    """
    finder = _Finder(framework)
    first, columns = finder.headings(block) or (0, finder.columns(block))
    rows = [(number, list(row)) for number, row in enumerate(block, 1) if number > first]
    if fill and len(rows) == 1:
        columns = {part: column for part, column in columns.items() if part is not Part.CODE}
        rows = rows * len(codes)
    reader = _Reader(finder, columns, codes, known or {})
    for place, (number, row) in enumerate(rows):
        reader.read(place, number, row)
    width = max((len(row) for _number, row in rows), default=0)
    named = set(columns.values()) | finder.described
    unused = [
        column + 1
        for column in range(width)
        if column not in named and any(column < len(row) and row[column].strip() for _number, row in rows)
    ]
    refused = list(dict.fromkeys(reader.refused))
    if not reader.ratings:
        # One sentence says it all where there is nothing else to tell.
        raise refused[0].why if len({str(one.why) for one in refused}) == 1 else Problem(NO_RATINGS)
    return Pasted(reader.ratings, tuple(refused), reader.without_reason, tuple(unused))


class _Finder:
    """What codes and headings mean under a framework."""

    def __init__(self, framework: Framework) -> None:
        self.scale: Scale = framework.scale
        self.described: set[int] = set()
        """Columns that only say what a criterion is called."""
        self._codes = {code.strip().casefold(): code for code in framework.criteria}
        # A spreadsheet may have made the number 1.1 of the code 1.10: it is known again if nothing else is that number.
        numbers = Counter(map(_as_number, framework.criteria))
        self._by_number = {
            number: code for code in framework.criteria if (number := _as_number(code)) is not None
            and numbers[number] == 1
        }  # fmt: skip

    def code(self, text: str) -> str | None:
        """The criterion with this code; None where there is none."""
        found = self._codes.get(text.strip().casefold())
        if found is None and (number := _as_number(text.strip().replace(",", "."))) is not None:
            found = self._by_number.get(number)
        return found

    def headings(self, block: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
        """The row (from 1) above all ratings that names most columns, and those; None where there is none."""
        width = max(map(len, block))
        best: tuple[int, Columns, set[int]] | None = None
        for number, row in enumerate(block[:_ROWS_ABOVE], 1):
            if any(self.code(cell) or self._is_rating(cell) for cell in row):
                break
            found, described = self._named(row)
            is_title = width > 1 and sum(bool(cell.strip()) for cell in row) == 1
            if found and not is_title and (best is None or len(found) > len(best[1])):
                best = number, found, described
        if best is None:
            return None
        self.described = best[2]
        return best[:2]

    def _named(self, row: Sequence[str]) -> tuple[Columns, set[int]]:
        """The columns that a row names, and those that only say what a criterion is called."""
        words = [(cell.split() or [""])[0].casefold().rstrip(":") for cell in row]
        found: dict[Part, int] = {}
        for column, word in enumerate(words):
            part = _HEADINGS.get(word)
            if part is not None:
                found.setdefault(part, column)
        criterion = next((column for column, word in enumerate(words) if word in _CRITERION), None)
        if criterion is not None and Part.CODE not in found:
            found[Part.CODE] = criterion
            criterion = None
        return found, set() if criterion is None else {criterion}

    def columns(self, block: Sequence[Sequence[str]]) -> Columns:
        """The columns of a block that does not name them: by what is in them."""
        width = max(map(len, block))
        if width == 1:
            return {Part.RATING: 0}
        shares = [[row[column] for row in block if column < len(row)] for column in range(width)]
        coded = [sum(self.code(cell) is not None for cell in share) for share in shares]
        filled = [sum(bool(cell.strip()) for cell in share) for share in shares]
        code = next((c for c in range(width) if coded[c] and coded[c] * 2 >= filled[c]), None)
        # A column of ratings on a scale of numbers may look like codes; then there is no other column of ratings.
        rated = [sum(map(self._is_rating, share)) if c != code else -1 for c, share in enumerate(shares)]
        rating = rated.index(max(rated))
        if code is not None and max(rated) == 0:
            rating = min(code + 1, width - 1)
        found = {Part.RATING: rating}
        if code is not None and code != rating:
            found[Part.CODE] = code
        if rating + 1 < width and rating + 1 != code:
            found[Part.REASON] = rating + 1
        if code == 0 and rating == 2 and width == 6:  # as this program copies it
            self.described = {1}
            found |= {Part.EVIDENCE: 4, Part.NOTE: 5}
        return found

    def _is_rating(self, cell: str) -> bool:
        try:
            return self.rating(cell) is not None
        except Problem:
            return False

    def rating(self, cell: str) -> Rating | None:
        """The rating that a cell means, n.a. without its reason; None for an empty one. Raises Problem for another."""
        text = " ".join(cell.split())
        word = text.casefold()
        if not text or word in _NOT_RATED:
            return None
        scale = self.scale
        if scale.by_level and word in _LEVELS:
            return Rating(LEVEL_VALUES[_LEVELS[word]])
        try:
            found = cells.rating(text, _NOTATION, levels=scale.by_level)
        except Problem:
            found = None
        if found == "na":
            return Rating(not_applicable=True)
        if isinstance(found, str):
            return Rating(LEVEL_VALUES[Level(found)])
        value = exact(found) if found is not None else self._other_number(text)
        on_scale = value is not None and scale.minimum <= value <= scale.maximum
        if not on_scale or (scale.by_level and value not in LEVEL_VALUES.values()):
            if scale.by_level:
                raise Problem(NO_LEVEL, text=_shown(text))
            low, high = float(scale.minimum), float(scale.maximum)
            raise Problem(NO_NUMBER_ON_SCALE, text=_shown(text), low=low, high=high)
        return Rating(value)

    def _other_number(self, text: str) -> Number | None:
        """A number as it may be written for a level ("1,00"), or a percentage of a scale that begins at 0."""
        try:
            value = exact(cells.number(text, _NOTATION, percent=True))
        except Problem:
            return None
        if "%" not in text:
            return value
        return None if self.scale.minimum else Fraction(value) * self.scale.maximum / 100


class _Reader:
    """Reads the rows of a block into entries."""

    def __init__(self, finder: _Finder, columns: Columns, codes: Sequence[str], known: Mapping[str, Rating]) -> None:
        self.ratings: dict[str, Entry] = {}
        self.refused: list[Refused] = []
        self.without_reason: dict[str, Refused] = {}
        self._finder = finder
        self._columns = columns
        self._codes = codes
        self._known = known

    def read(self, place: int, number: int, row: Sequence[str]) -> None:
        """Read a row: the `place`th (from 0) of those with ratings, the `number`th (from 1) of the block."""
        given = {part: row[column] if column < len(row) else "" for part, column in self._columns.items()}
        if not any(text.strip() for part, text in given.items() if part is not Part.CODE):
            return
        code = self._code(place, number, given)
        if code is None:
            return
        if code in self.ratings:
            self._refuse(number, Part.CODE, given, Problem(TWICE, criterion=code))
            return
        entry = Entry(
            self._rating(code, number, given),
            self._text(Part.EVIDENCE, number, given),
            self._text(Part.NOTE, number, given),
        )
        if entry != Entry():
            self.ratings[code] = entry

    def _code(self, place: int, number: int, given: Mapping[Part, str]) -> str | None:
        if Part.CODE not in given:
            if place < len(self._codes):
                return self._codes[place]
            part = next(part for part, text in given.items() if text.strip())
            self._refuse(number, part, given, Problem(NO_ROW_LEFT))
            return None
        text = given[Part.CODE].strip()
        code = self._finder.code(text)
        if code is None:
            why = Problem(NO_SUCH_CRITERION, text=_shown(text)) if text else Problem(NO_CODE)
            self._refuse(number, Part.CODE, given, why)
        return code

    def _rating(self, code: str, number: int, given: Mapping[Part, str]) -> Rating | None:
        try:
            rating = self._finder.rating(given.get(Part.RATING, ""))
        except Problem as problem:
            self._refuse(number, Part.RATING, given, problem)
            return None
        reason = self._text(Part.REASON, number, given)
        before = self._known.get(code, UNRATED)
        if rating is None:
            if reason and before.not_applicable:
                return Rating(not_applicable=True, na_reason=reason)
            if reason:
                self._refuse(number, Part.REASON, given, Problem(REASON_WITHOUT_NA))
            return None
        if not rating.not_applicable:
            if reason:
                self._refuse(number, Part.REASON, given, Problem(REASON_WITHOUT_NA))
            return rating
        reason = reason or before.na_reason
        if not reason:
            column = self._columns[Part.RATING] + 1
            text = given[Part.RATING]
            self.without_reason[code] = Refused(number, column, _shown(text), Problem(NEEDS_REASON))
        return replace(rating, na_reason=reason)

    def _text(self, part: Part, number: int, given: Mapping[Part, str]) -> str | None:
        text = given.get(part, "")
        if not text.strip():
            return None
        try:
            return cells.text(text)
        except Problem as problem:
            self._refuse(number, part, given, problem)
            return None

    def _refuse(self, number: int, part: Part, given: Mapping[Part, str], why: Problem) -> None:
        self.refused.append(Refused(number, self._columns[part] + 1, _shown(given[part]), why))


def _as_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text) else None


def _shown(text: str) -> str:
    """A cell as it can be shown in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def to_block(rows: Sequence[Sequence[str]]) -> str:
    """Rows as spreadsheets take them from the clipboard: tab-separated, in quotes where a cell needs them."""
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(text: str) -> str:
    # What begins like a formula would be one in a spreadsheet, whoever wrote it.
    text = f" {text}" if text[:1] in tuple("=+-@") else text
    needs = any(mark in text for mark in "\t\n\r") or text.startswith('"')
    return '"' + text.replace('"', '""') + '"' if needs else text
