"""How a table of somebody else's becomes exchange tables: a recipe, which can be kept and used again.

The recipe says where the headings are, what each column is for, and what its values mean. `guess` proposes
one by looking, `tables` follows it; what comes out goes through the ordinary import.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as stored
from hashlib import sha256
from typing import Any, Final

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.addresses import column_letters
from covenant_monitor.exchange.raw_table import Cell
from covenant_monitor.exchange.tables import TABLES, Column, Kind
from covenant_monitor.language import N_

NOT_A_RECIPE = N_("This is not a recipe for an import: {what}. Make one with --guess, and change that.")

FORMAT: Final = 1
"""The version of the JSON form."""

TOTALS: Final = ("totaal*", "total", "totals", "total:*", "gemiddeld*", "average*", "mean", "subtota*", "grand total*")
"""What stands in front of lines that are about all participants together, and so are left out."""
EMPTY_WORDS: Final = ("-", "–", "—", "?", "n.b.", "nb", "onbekend", "unknown", "#n/b", "#n/a")
"""What people write in a cell that holds nothing."""
RATING_WORDS: Final = (
    ("ja", "fully"),
    ("yes", "fully"),
    ("volledig", "fully"),
    ("fully", "fully"),
    ("true", "fully"),
    ("waar", "fully"),
    ("voldoet", "fully"),
    ("deels", "partially"),
    ("gedeeltelijk", "partially"),
    ("partially", "partially"),
    ("partly", "partially"),
    ("partial", "partially"),
    ("in development", "partially"),
    ("in ontwikkeling", "partially"),
    ("nee", "not"),
    ("no", "not"),
    ("niet", "not"),
    ("not", "not"),
    ("false", "not"),
    ("onwaar", "not"),
    ("none", "not"),
    ("geen", "not"),
    ("voldoet niet", "not"),
    ("n.v.t*", "na"),
    ("nvt*", "na"),
    ("niet van toepassing*", "na"),
    ("n.a.", "na"),
    ("n/a", "na"),
    ("na", "na"),
    ("not applicable*", "na"),
    *((word, "") for word in EMPTY_WORDS),
)
"""What words mean as a rating, in both languages; "" leaves the cell empty. The first that fits counts."""
MEANINGS: Final = ("fully", "partially", "not", "na", "")
KIND_WORDS: Final = (
    ("bedrijf", "company"),
    ("branche*", "association"),
    ("vakbond*", "union"),
    ("overheid*", "government"),
    ("zelf*", "self"),
    ("secretariaat", "secretariat"),
    ("tweede*", "second"),
    ("concept", "draft"),
    ("ingediend", "submitted"),
    ("beoordeeld", "assessed"),
    ("getoetst", "reviewed"),
    ("definitief", "final"),
)
"""Dutch words for what the exchange tables have one of a few English words for."""

GROUP_WORDS: Final = (("klein", "small"), ("middel*", "medium"), ("groot", "large"))
"""Dutch words for the usual proportionality groups."""

SHARED: Final = frozenset({"covenant", "party", "round", "section", "criterion", "indicator", "framework", "version"})
"""Columns that mean the same in every table that has them."""
OF_ASSESSMENTS: Final = frozenset({"ratings", "summaries", "assessments", "responses", "remarks", "carried", "samples"})
MAIN_TABLES: Final = ("ratings", "summaries", "parties", "figures", "observations")
"""What a table of somebody else's is usually about; any other exchange table can be named too."""
SPREAD_OVER: Final[Mapping[str, Sequence[str]]] = {
    "ratings": ("criterion",),
    "summaries": ("section",),
    "figures": ("figure", "year"),
    "observations": ("indicator",),
}
"""What columns beside each other may differ in: what a cell holds, and the key that its heading stands for."""
VALUE_OF: Final[Mapping[str, str]] = {
    "ratings": "rating",
    "summaries": "percent",
    "figures": "value",
    "observations": "value",
}

_ABOUT_PARTY = ("name", "kind", "group", "country", "kvk", "lei", "joined_on", "left_on", "left_reason")
_ABOUT_ASSESSMENT = ("status", "assessor", "reviewer", "assessed_on", "note")
_ABOUT_INDICATOR = ("name_nl", "name_en", "unit", "direction")


@dataclass(frozen=True, slots=True)
class Use:
    """What one column is for.

    `field`: the column of the main table that it holds, or "parties.group": one of another table that belongs with it.
    `given`: of a column that stands beside others like it, what it is about, such as {"criterion": "1.02"}.
    """

    field: str
    given: Mapping[str, str] = stored(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one table is read.

    `table`: the exchange table that its rows are about. `header_row` counts from 1. `columns`: by heading, as
    `headings` tells them apart; those that are not here are left out. `constants`: by field, what the source does not
    say. `words`: by heading or by field, (what stands there, what it means); a `*` stands for anything, the first that
    fits counts, and those of the heading go first. `scale`: the numbers that stand for 0 and 100 %. `decimals`: a
    comma, a point, or "" where it is not known which. `day_first`: of days with slashes; None where they are refused.
    `leave_out`: rows whose participant is called this. `make_missing`: whether covenants, rounds, parties and what is
    assessed are made where the file does not have them.
    """

    table: str
    sheet: str = ""
    header_row: int = 1
    columns: Mapping[str, Use] = stored(default_factory=dict)
    constants: Mapping[str, str] = stored(default_factory=dict)
    words: Mapping[str, Sequence[tuple[str, str]]] = stored(default_factory=lambda: {"rating": RATING_WORDS})
    scale: tuple[float, float] = (0.0, 100.0)
    decimals: str = ""
    day_first: bool | None = None
    leave_out: Sequence[str] = TOTALS
    make_missing: bool = True

    @property
    def is_wide(self) -> bool:
        """Whether columns stand beside each other for what other tables have rows for."""
        return any(use.given for use in self.columns.values())


def fields_of(table: str) -> Mapping[str, Column]:
    """What a column or a constant can be, for rows about `table`: its own columns, and those of what belongs to it."""
    own = {column.name: column for column in TABLES[table]}
    found = dict(own)

    def add(other: str, names: Sequence[str]) -> None:
        for column in TABLES[other]:
            if column.name in names and other != table:
                found[f"{other}.{column.name}"] = column

    if "party" in own:
        add("parties", _ABOUT_PARTY)
    if table in OF_ASSESSMENTS:
        add("assessments", _ABOUT_ASSESSMENT)
    if "round" in own:
        add("rounds", ("first_day", "last_day"))
    if "indicator" in own:
        add("indicators", _ABOUT_INDICATOR)
    if "criterion" in own:
        add("criteria", ("text_nl", "text_en", "dimension", "theme"))
    if "section" in own or "criterion" in own:
        add("sections", ("name_nl", "name_en", "step"))
        add("frameworks", ("scale", "scale_min", "scale_max"))
    if "covenant" in own:
        add("covenants", ("name_nl", "name_en"))
    if "round" in own or table in ("sections", "criteria"):
        for name in ("framework", "version", "section"):
            found.setdefault(name, Column(name, Kind.CODE))
    return found


def headings(cells: Sequence[Cell]) -> list[str]:
    """The headings of a row as a recipe names them, one for each cell: "Note (2)" for the second of two, "(C)" where a
    column has none.
    """

    found: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        text = heading_text(cell) or f"({column_letters(place)})"
        candidate, n = text, 1
        while candidate.casefold() in taken:
            n += 1
            candidate = f"{text} ({n})"
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def heading_text(cell: Cell) -> str:
    """A heading on one line; a year in a number cell is a heading too."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, (str, int)):
        return " ".join(str(cell).split())
    return ""


def signature(names: Sequence[str]) -> str:
    """What the tables of one source have in common from year to year: their headings, in any order."""
    folded = sorted({name.casefold() for name in names if not name.startswith("(")})
    return sha256("\n".join(folded).encode()).hexdigest()[:32]


def to_json(recipe: Recipe) -> str:
    """A recipe as text, the same for the same recipe."""
    values: dict[str, Any] = {
        "recipe": FORMAT,
        "table": recipe.table,
        "sheet": recipe.sheet,
        "header_row": recipe.header_row,
        "columns": {
            heading: {"field": use.field, **({"given": dict(use.given)} if use.given else {})}
            for heading, use in recipe.columns.items()
        },
        "constants": dict(recipe.constants),
        "words": {name: [list(pair) for pair in pairs] for name, pairs in recipe.words.items()},
        "scale": list(recipe.scale),
        "decimals": recipe.decimals,
        "day_first": recipe.day_first,
        "leave_out": list(recipe.leave_out),
        "make_missing": recipe.make_missing,
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Recipe:
    """The recipe that `to_json` wrote, perhaps changed by hand. Raises Problem where it is none."""
    try:
        values = json.loads(text)
    except ValueError as error:
        raise Problem(NOT_A_RECIPE, what=str(error)) from error
    if not isinstance(values, dict) or values.get("recipe") != FORMAT:
        raise Problem(NOT_A_RECIPE, what=f'"recipe": {FORMAT}')
    unknown = sorted(set(values) - {"recipe", *Recipe.__dataclass_fields__})
    if unknown:
        raise Problem(NOT_A_RECIPE, what=unknown[0])
    table = _checked(values, "table", str, "")
    if table not in TABLES:
        raise Problem(NOT_A_RECIPE, what=f'"table": {table!r}')
    known = fields_of(table)
    return Recipe(
        table=table,
        sheet=_checked(values, "sheet", str, ""),
        header_row=_row(values),
        columns={heading: _use(heading, use, known) for heading, use in _checked(values, "columns", dict, {}).items()},
        constants=_texts("constants", _checked(values, "constants", dict, {}), known),
        words={name: _pairs(name, pairs) for name, pairs in _checked(values, "words", dict, {}).items()},
        scale=_scale(values.get("scale", [0, 100])),
        decimals=_one_of(values, "decimals", ("", ".", ",")),
        day_first=_one_of(values, "day_first", (None, True, False)),
        leave_out=_list(values, "leave_out", TOTALS),
        make_missing=_checked(values, "make_missing", bool, True),
    )


def _wrong(name: str, value: object) -> Problem:
    return Problem(NOT_A_RECIPE, what=f'"{name}": {json.dumps(value, ensure_ascii=False)[:80]}')


def _checked(values: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    value = values.get(name, default)
    if not isinstance(value, kind):
        raise _wrong(name, value)
    return value


def _row(values: Mapping[str, Any]) -> int:
    row: int = _checked(values, "header_row", int, 1)
    if isinstance(row, bool) or row < 1:
        raise _wrong("header_row", row)
    return row


def _one_of(values: Mapping[str, Any], name: str, options: Sequence[Any]) -> Any:
    value = values.get(name, options[0])
    if not any(value is option or (isinstance(value, str) and value == option) for option in options):
        raise _wrong(name, value)
    return value


def _use(heading: str, use: Any, known: Mapping[str, Column]) -> Use:
    if not isinstance(use, dict) or use.get("field") not in known or set(use) - {"field", "given"}:
        raise _wrong(heading, use)
    given = use.get("given", {})
    if not isinstance(given, dict):
        raise _wrong(heading, use)
    return Use(use["field"], _texts(heading, given, known))


def _texts(name: str, given: Mapping[str, Any], known: Mapping[str, Column]) -> dict[str, str]:
    for key, value in given.items():
        if key not in known or not isinstance(value, str):
            raise _wrong(name, {key: value})
    return dict(given)


def _pairs(name: str, pairs: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(pairs, list):
        raise _wrong(name, pairs)
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(text, str) for text in pair):
            raise _wrong(name, pair)
    return tuple((pair[0], pair[1]) for pair in pairs)


def _scale(value: Any) -> tuple[float, float]:
    numbers = isinstance(value, list) and len(value) == 2 and all(type(one) in (int, float) for one in value)
    if not numbers or not value[0] < value[1]:
        raise _wrong("scale", value)
    return float(value[0]), float(value[1])


def _list(values: Mapping[str, Any], name: str, default: Sequence[str]) -> tuple[str, ...]:
    found = values.get(name, list(default))
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _wrong(name, found)
    return tuple(found)
