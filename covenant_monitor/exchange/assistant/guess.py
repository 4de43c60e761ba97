"""Proposing how to read somebody else's table, by looking at its headings and at what stands below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from covenant_monitor.exchange import cells
from covenant_monitor.exchange.assistant.known import InCovenant, Known, Names, Version, code_for, numbered
from covenant_monitor.exchange.assistant.names import FIGURE_NAMES, HEADING_NAMES, TABLE_SIGNS, TOTAL_HEADINGS
from covenant_monitor.exchange.assistant.recipe import (
    EMPTY_WORDS,
    RATING_WORDS,
    SPREAD_OVER,
    VALUE_OF,
    Recipe,
    Use,
    fields_of,
    heading_text,
    headings,
)
from covenant_monitor.exchange.assistant.values import words_in
from covenant_monitor.exchange.raw_table import Cell, Percentage
from covenant_monitor.exchange.sheet_cells import SheetCells

_OF_NOW = ("covenant", "round", "framework", "version", "year", "date")
_HEADER_ROWS = 30
_MOST_LOOKED_AT = 2_000
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_WORDS = re.compile(r"[^\W_]+")
_COMMA = re.compile(r"[+-]?[0-9][0-9. ]*,[0-9]+ ?%?")
_POINT = re.compile(r"[+-]?[0-9][0-9, ]*\.[0-9]+ ?%?")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Place:
    """What the window or the command has chosen, for what the source does not say; "" for nothing chosen."""

    covenant: str = ""
    round: str = ""


def guess_sheet(sheets: Sequence[SheetCells]) -> SheetCells:
    """The sheet that is most likely meant: the one with most cells, rather than a hidden one."""
    return max(sheets, key=lambda sheet: (not sheet.hidden, sum(len(row) for row in sheet.rows.values())))


def guess_header_row(sheet: SheetCells) -> int:
    """The row of the headings, from 1: the first of those at the top that name most columns of what is below them."""
    best, best_score = min(sheet.rows, default=1), -1.0
    rows = sorted(sheet.rows)
    for at, number in enumerate(rows[:_HEADER_ROWS]):
        row = sheet.rows[number]
        named = [heading_text(cell) for cell in row]
        filled = [name for name in named if name]
        below = [sheet.rows[other] for other in rows[at + 1 : at + 6]]
        covered = sum(
            1
            for place, name in enumerate(named)
            if name and any(len(r) > place and r[place] is not None for r in below)
        )
        # A column of data without a heading tells against a row, as that of a title, or of groups of headings.
        unnamed = max(map(len, below), default=0) - covered
        texts = sum(isinstance(cell, str) and not _looks_like_value(cell) for cell in row)
        known = sum(_plain(name) in HEADING_NAMES or bool(_YEAR.fullmatch(name)) for name in filled)
        repeated = len(filled) - len({name.casefold() for name in filled})
        others = sum(cell is not None for cell in row) - texts
        score = covered - unnamed + texts + 2 * known - 2 * repeated - others * (not known)
        if score > best_score:
            best, best_score = number, score
    return best


def guess_recipe(
    sheet: SheetCells, known: Known, place: Place | None = None, *, table: str = "", header_row: int = 0
) -> Recipe:
    """A recipe for a sheet; with `table` or `header_row` as these are given. What cannot be told is left open."""
    row = header_row or guess_header_row(sheet)
    place = place or Place()
    names = headings(sheet.rows.get(row, ()))
    columns = _columns(sheet, row, names)
    covenant = place.covenant or (next(iter(known.covenants.names)) if len(known.covenants.names) == 1 else "")
    within = known.covenant(covenant) if covenant else InCovenant()
    chosen = table or _table(names, columns)
    used = _plain_uses(chosen, names, columns, within, known.covenants)
    version = _version(known, covenant, place.round)
    latest = next(reversed(within.rounds.values()), None)
    value = VALUE_OF.get(chosen)
    valued = {name for name, use in used.items() if use.field == value}
    beside: Mapping[str, Use] = {}
    if all(chosen == "summaries" and _is_total(name) for name in valued):
        others = {name: use for name, use in used.items() if name not in valued}
        spread = _beside(chosen, names, columns, others, within, version)
        if not valued or len(spread) > len(valued):  # a total beside its parts, not alone
            used, beside = others, spread
    if beside:  # one note for a line of many ratings is about them all
        used = {name: Use("assessments.note") if use == Use("note") else use for name, use in used.items()}
    constants = _constants(chosen, [*used.values(), *beside.values()], covenant, place.round, latest)
    recipe = Recipe(chosen, sheet.name, row, {**used, **beside}, constants)
    values = [cell for heading in recipe.columns for cell in columns[heading]]
    return replace(
        recipe,
        decimals=_decimals(values),
        day_first=_day_first(values),
        scale=_scale(recipe, columns),
        words={"rating": RATING_WORDS} if chosen == "ratings" else {},
    )


def remembered(recipe: Recipe, sheet: SheetCells, row: int, known: Known, place: Place) -> Recipe:
    """A recipe of an earlier year for a sheet with the same headings; what belongs to a year is as of now."""
    constants = {name: value for name, value in recipe.constants.items() if name not in _OF_NOW}
    proposed = guess_recipe(sheet, known, place, table=recipe.table, header_row=row)
    now = {name: value for name, value in proposed.constants.items() if name in _OF_NOW}
    names = {name.casefold(): name for name in headings(sheet.rows.get(row, ()))}
    columns = {names[old.casefold()]: use for old, use in recipe.columns.items() if old.casefold() in names}
    return replace(recipe, sheet=sheet.name, header_row=row, columns=columns, constants={**now, **constants})


def _columns(sheet: SheetCells, row: int, names: Sequence[str]) -> Mapping[str, list[Cell]]:
    """What stands below each heading, without what is empty."""
    rows = [sheet.rows[number] for number in sorted(sheet.rows) if number > row][:_MOST_LOOKED_AT]
    return {
        name: [cells_[place] for cells_ in rows if place < len(cells_) and cells_[place] is not None]
        for place, name in enumerate(names)
    }


def _plain(text: str) -> str:
    """A heading as it is compared: its words, without what stands in brackets."""
    return " ".join(_WORDS.findall(re.sub(r"\([^)]*\)", " ", text).casefold())) or " ".join(
        _WORDS.findall(text.casefold())
    )


def _table(names: Sequence[str], columns: Mapping[str, list[Cell]]) -> str:
    """The exchange table that the rows are about."""
    meant = {field for name in names for field in HEADING_NAMES.get(_plain(name), ())}
    exact = {name.strip().casefold() for name in names}
    for table, signs in TABLE_SIGNS:
        if any(sign <= meant or sign <= exact for sign in signs):
            return table
    there = [name for name in names if columns[name]]
    held = {(field, _kind(columns[name])) for name in there for field in HEADING_NAMES.get(_plain(name), ())}
    if ("rating", "rating") in held:
        return "ratings"
    if ("percent", "number") in held:
        return "summaries"
    kinds = Counter(_kind(columns[name]) for name in names if columns[name] and not HEADING_NAMES.get(_plain(name), ()))
    if kinds["rating"] and kinds["rating"] >= kinds["number"]:
        return "ratings"
    if kinds["number"]:
        figures = sum(_figure(name) is not None for name in names if _kind(columns[name]) == "number")
        return "figures" if 2 * figures >= kinds["number"] else "summaries"
    return "parties"


def _kind(values: Sequence[Cell]) -> str:
    """What most of some cells hold: ratings in words, numbers, or something else."""
    if not values:
        return ""
    texts = Counter(value for value in values if isinstance(value, str))
    numbers = sum(not isinstance(value, (str, bool, date)) for value in values)
    numbers += sum(n for value, n in texts.items() if _looks_like_number(value))
    meanings = words_in(texts, RATING_WORDS)
    # What every column may hold, such as "unknown", does not make it one of ratings.
    rated = sum(n for value, n in texts.items() if meanings[value])
    empty = sum(n for value, n in texts.items() if _plain_word(value) in EMPTY_WORDS)
    rest = len(values) - empty
    if rest and 3 * rated >= 2 * rest:
        return "rating"
    return "number" if rest and 5 * numbers >= 4 * rest else "text"


def _plain_word(text: str) -> str:
    return " ".join(text.casefold().split())


def _looks_like_number(text: str) -> bool:
    stripped = text.strip().removesuffix("%").strip()
    return (
        bool(stripped) and stripped[-1].isdigit() and stripped.lstrip("+-").replace(".", "").replace(",", "").isdigit()
    )


def _looks_like_value(text: str) -> bool:
    if _YEAR.fullmatch(text.strip()):
        return False
    return _looks_like_number(text) or bool(words_in({text: 1}, RATING_WORDS)[text])


def _plain_uses(
    table: str, names: Sequence[str], columns: Mapping[str, list[Cell]], within: InCovenant, covenants: Names
) -> dict[str, Use]:
    """The columns whose heading says what they are for; the first that says it has it."""
    possible = fields_of(table)
    used: dict[str, Use] = {}
    taken: set[str] = set()
    for name in names:
        if not columns[name]:
            continue
        own = name.strip().casefold()
        wanted = [own, *HEADING_NAMES.get(_plain(name), ())]
        if table in ("figures",):
            wanted = ["year" if field == "round" else field for field in wanted]
        if table == "parties":
            wanted = [field.removeprefix("parties.") for field in wanted]
        for field in wanted:
            if field in ("party", "parties.name") and "party" in possible and table != "parties":
                field = _who(columns[name], within, field)
            if field not in possible or field in taken:
                continue
            if field == "covenant" and covenants.names and not _any_known(columns[name], covenants):
                continue  # the sector of each company, say: that would make a covenant of each
            if field == "rating" and _kind(columns[name]) == "number" and table != "ratings":
                continue
            used[name] = Use(field)
            taken.add(field)
            break
    if "party" in possible and not taken & {"party", "parties.name", "name"}:
        _first_texts(table, names, columns, used)
    return used


def _any_known(values: Sequence[Cell], names: Names) -> bool:
    """Whether any of some cells is the code or name of something that is there."""
    return any(isinstance(value, str) and names.find(value) is not None for value in values)


def _who(values: Sequence[Cell], within: InCovenant, field: str) -> str:
    """Whether a column about participants holds their codes or their names."""
    texts = {cells.text(value) for value in values if isinstance(value, (str, int, float))}
    coded = sum(within.parties.by_code(text) is not None for text in texts)
    named = sum(within.parties.by_name(text) is not None for text in texts)
    if coded or named:
        return "party" if coded > named else "parties.name"
    return field


def _first_texts(table: str, names: Sequence[str], columns: Mapping[str, list[Cell]], used: dict[str, Use]) -> None:
    """Where no heading says who it is about: the first column of texts that differ."""
    for name in names:
        values = [value for value in columns[name] if isinstance(value, str)]
        if name not in used and values and _kind(columns[name]) == "text" and 2 * len(set(values)) > len(values):
            used[name] = Use("name" if table == "parties" else "parties.name")
            return


def _version(known: Known, covenant: str, round_: str) -> Version:
    """What is assessed in the chosen round, or in any."""
    found = known.framework_of(covenant, round_) if covenant and round_ else None
    if found is None and covenant:
        found = next(reversed(known.covenant(covenant).rounds.values()), None)
    return known.version(*found) if found is not None else Version()


def _beside(
    table: str,
    names: Sequence[str],
    columns: Mapping[str, list[Cell]],
    used: Mapping[str, Use],
    within: InCovenant,
    version: Version,
) -> dict[str, Use]:
    """The columns that stand beside each other for criteria, sections, figures or indicators."""
    if table not in SPREAD_OVER:
        return {}
    wanted = "rating" if table == "ratings" else "number"
    left = [name for name in names if name not in used and columns[name]]
    spread: dict[str, Use] = {}
    for name in left:
        found = _kind(columns[name])
        if found != wanted and not (table == "ratings" and _known_code(name, version.criteria)):
            continue
        taken = [next(iter(use.given.values())) for use in spread.values()]
        given = _given(table, name, taken, within, version, rounded="round" in {u.field for u in used.values()})
        spread[name] = Use(VALUE_OF[table], given)
    return spread


def proposed_given(recipe: Recipe, heading: str, known: Known) -> Mapping[str, str]:
    """What a column is about that somebody puts beside the others; nothing where no heading can say that."""
    if recipe.table not in SPREAD_OVER:
        return {}
    covenant = recipe.constants.get("covenant", "")
    framework, version = recipe.constants.get("framework", ""), recipe.constants.get("version", "")
    of = known.version(framework, version) if framework and version else None
    if of is None or known.framework_of(covenant, recipe.constants.get("round", "")):
        of = _version(known, covenant, recipe.constants.get("round", ""))
    key = SPREAD_OVER[recipe.table][0]
    taken = [use.given[key] for name, use in recipe.columns.items() if name != heading and key in use.given]
    rounded = any(use.field == "round" for use in recipe.columns.values())
    return _given(recipe.table, heading, taken, known.covenant(covenant), of, rounded=rounded)


def _known_code(name: str, names: Names) -> bool:
    return names.find(name) is not None or names.find(numbered(name)[0] or name) is not None


def _given(
    table: str, name: str, taken: Sequence[str], within: InCovenant, version: Version, *, rounded: bool
) -> Mapping[str, str]:
    """What a heading stands for."""
    if table == "ratings":
        return {"criterion": code_for(name, version.criteria, taken)}
    if table == "summaries":
        if _YEAR.fullmatch(name) and not rounded:
            return {"round": name}
        year = _YEAR.search(name)
        if _is_total(name):
            return {"section": "", **({"round": year[0]} if year and not rounded else {})}
        return {"section": code_for(name, version.sections, taken)}
    if table == "observations":
        return {"indicator": code_for(name, within.indicators, taken, in_words=True)}
    year, figure = _YEAR.search(name), _figure(name)
    if figure is None:
        figure = code_for(_YEAR.sub("", name).strip() or name, Names(), in_words=True).lower()
    return {"figure": figure, **({"year": year[0]} if year else {})}


def _is_total(name: str) -> bool:
    return bool(set(_WORDS.findall(name.casefold())) & TOTAL_HEADINGS)


def _figure(name: str) -> str | None:
    words = set(_WORDS.findall(name.casefold()))
    return next((code for code, signs in FIGURE_NAMES.items() if words & signs), None)


def _constants(
    table: str, uses: Sequence[Use], covenant: str, round_: str, latest: tuple[str, str] | None
) -> dict[str, str]:
    """What is chosen, where no column says it."""
    said = {use.field for use in uses} | {name for use in uses for name in use.given}
    possible = fields_of(table)
    chosen = {"covenant": covenant, "round": round_}
    if table in ("ratings", "summaries"):
        # For a round that is not there yet, which is then like the latest one.
        chosen |= dict(zip(("framework", "version"), latest or ("", ""), strict=True))
    return {name: value for name, value in chosen.items() if value and name in possible and name not in said}


def _decimals(values: Sequence[Cell]) -> str:
    """The sign before decimals, where all that is written as text agrees."""
    texts = [value.strip() for value in values if isinstance(value, str)]
    commas, points = sum(bool(_COMMA.fullmatch(t)) for t in texts), sum(bool(_POINT.fullmatch(t)) for t in texts)
    if commas and not points:
        return "," if any(_sure(t, ",") for t in texts) else ""
    if points and not commas:
        return "." if any(_sure(t, ".") for t in texts) else ""
    return ""


def _sure(text: str, mark: str) -> bool:
    """Whether a number can only be read with this sign before its decimals: not followed by exactly three digits."""
    whole, _, rest = text.removesuffix("%").strip().rpartition(mark)
    return bool(whole) and rest.isdigit() and len(rest) != 3


def _day_first(values: Sequence[Cell]) -> bool | None:
    """Whether days with slashes begin with the day, where one of them can only be read so."""
    pairs = [match for value in values if isinstance(value, str) and (match := _SLASHES.fullmatch(value.strip()))]
    first, second = any(int(m[1]) > 12 for m in pairs), any(int(m[2]) > 12 for m in pairs)
    return first if first != second else None


def _scale(recipe: Recipe, columns: Mapping[str, list[Cell]]) -> tuple[float, float]:
    """0 to 1, 0 to 10 or 0 to 100, by the largest number; 0 to 100 where the numbers are percentages or few."""
    largest = 0.0
    for heading, use in recipe.columns.items():
        if use.field not in ("percent", "required_percent"):
            continue
        for value in columns[heading]:
            if isinstance(value, Percentage) or (isinstance(value, str) and value.strip().endswith("%")):
                return 0.0, 100.0
            text = value.strip().replace(",", ".") if isinstance(value, str) else value
            try:
                largest = max(largest, float(text))  # type: ignore[arg-type]
            except (TypeError, ValueError):
                continue
    return (0.0, 1.0) if 0 < largest <= 1 else (0.0, 10.0) if 1 < largest <= 10 else (0.0, 100.0)
