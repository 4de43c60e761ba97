"""The exchange tables: their columns, in order. Scripts and workbooks rely on them (docs/exchange-tables.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from covenant_monitor.domain.model import AssessmentKind, Dimension, JoinRule, Level, PartyKind, Relation, Status
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.domain.registers import Answer, EntryStatus, Register
from covenant_monitor.domain.targets import Direction
from covenant_monitor.store.schema_2 import ONE_PERSON


class Kind(Enum):
    """What a cell of a column holds."""

    CODE = auto()
    TEXT = auto()
    INTEGER = auto()
    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    YES_NO = auto()
    CHOICE = auto()
    LIST = auto()
    RATING = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key`: part of what tells rows apart; `required`: may not be empty.

    `clearable`: it may be "-" even though it is required, or empty means something else; that says that there is none.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    key: bool = False
    options: Sequence[str] = ()
    clearable: bool = False


def _key(name: str, kind: Kind = Kind.CODE, options: Sequence[str] = ()) -> Column:
    return Column(name, kind, required=True, key=True, options=options)


def _optional_key(name: str, kind: Kind = Kind.CODE, options: Sequence[str] = ()) -> Column:
    return Column(name, kind, key=True, options=options)


def _choice(name: str, options: type[Enum] | Sequence[str], *, required: bool = False) -> Column:
    return Column(name, Kind.CHOICE, required, options=_values(options))


def _values(options: type[Enum] | Sequence[str]) -> tuple[str, ...]:
    return tuple(o.value for o in options) if isinstance(options, type) else tuple(options)


def _texts(*names: str) -> list[Column]:
    return [Column(name) for name in names]


def _numbers(*names: str) -> list[Column]:
    return [Column(name, Kind.NUMBER) for name in names]


REGISTERS: Mapping[str, Register] = {f"{register}s": register for register in Register}
"""The tables of the registers."""

_FRAMEWORK = (_key("framework"), _key("version"))
_ASSESSMENT = (
    _key("covenant"),
    _key("party"),
    _key("round"),
    _optional_key("kind", Kind.CHOICE, _values(AssessmentKind)),
)


def _register(register: Register) -> tuple[Column, ...]:
    """The columns of a register; what it is about stands in the same ones in each."""
    risky = (Column("severity", Kind.INTEGER), Column("likelihood", Kind.INTEGER))
    return (
        _key("covenant"),
        _key(register),
        Column("title", required=True),
        Column("description"),
        *(risky if register is Register.RISK else ()),
        Column("party", Kind.CODE),
        Column("round", Kind.CODE),
        Column("owner"),
        _choice("status", EntryStatus),
        *(Column(name, Kind.DATE) for name in ("raised_on", "due_on", "closed_on")),
        Column("result"),
        *(Column(name, Kind.LIST) for name in ("participants", "criteria", "themes")),
        Column("note"),
    )


TABLES: Mapping[str, Sequence[Column]] = {
    "covenants": (
        _key("covenant"),
        *_texts("name_nl", "name_en", "sector"),
        Column("start_date", Kind.DATE),
        Column("end_date", Kind.DATE),
        Column("minimum_group", Kind.INTEGER),
        Column("dominance_percent", Kind.PERCENT),
        Column("outcomes_public", Kind.YES_NO),
    ),
    "frameworks": (
        *_FRAMEWORK,
        *_texts("name_nl", "name_en"),
        _choice("scale", ("levels", "number")),
        *_numbers("scale_min", "scale_max"),
        _choice("status", ("draft", "published")),
    ),
    "sections": (
        *_FRAMEWORK,
        _key("section"),
        *_texts("name_nl", "name_en"),
        Column("step", Kind.INTEGER),
        Column("weight", Kind.NUMBER),
    ),
    "criteria": (
        *_FRAMEWORK,
        Column("section", Kind.CODE, required=True, clearable=True),
        _key("criterion"),
        *_texts("text_nl", "text_en", "guidance_nl", "guidance_en", "theme"),
        _choice("dimension", Dimension),
        Column("weight", Kind.NUMBER),
        Column("from_participation_year", Kind.INTEGER),
        Column("groups"),
    ),
    "anchors": (
        *_FRAMEWORK,
        _key("criterion"),
        _key("level", Kind.CHOICE, _values(Level)),
        *_texts("text_nl", "text_en"),
    ),
    "mappings": (
        _key("framework"),
        _key("from_version"),
        _optional_key("from_criterion"),
        _key("to_version"),
        _optional_key("to_criterion"),
        _choice("relation", Relation, required=True),
    ),
    "rounds": (
        _key("covenant"),
        _key("round"),
        Column("first_day", Kind.DATE, required=True),
        Column("last_day", Kind.DATE, required=True),
        Column("reference_date", Kind.DATE),
        Column("framework", Kind.CODE, required=True),
        Column("version", Kind.CODE, required=True),
        _choice("join_rule", JoinRule),
        Column("on_track_margin", Kind.PERCENT),
        Column("note"),
    ),
    "requirements": (
        _key("covenant"),
        _key("round"),
        _key("participation_year", Kind.INTEGER),
        _optional_key("group"),
        Column("required_percent", Kind.PERCENT, required=True),
    ),
    "parties": (
        _key("covenant"),
        _key("party"),
        Column("name", required=True),
        _choice("kind", PartyKind),
        Column("group", Kind.CODE),
        *_texts("country", "kvk", "lei"),
        Column("joined_on", Kind.DATE),
        Column("left_on", Kind.DATE),
        Column("left_reason"),
    ),
    "figures": (
        _key("covenant"),
        _optional_key("party"),
        _key("year", Kind.INTEGER),
        _key("figure"),
        Column("value", Kind.NUMBER, required=True),
        *_texts("unit", "source"),
    ),
    "assessments": (
        *_ASSESSMENT,
        _choice("status", Status),
        *_texts("assessor", "reviewer"),
        Column("assessed_on", Kind.DATE),
        Column("note"),
        Column("x_final_group", Kind.CODE, clearable=True),
        Column("x_final_year", Kind.INTEGER),
    ),
    "ratings": (
        *_ASSESSMENT,
        _key("criterion"),
        Column("rating", Kind.RATING),
        *_texts("na_reason", "evidence"),
        Column("evidence_date", Kind.DATE),
        Column("unproven", Kind.YES_NO),
        Column("note"),
    ),
    "summaries": (*_ASSESSMENT, _optional_key("section"), Column("percent", Kind.PERCENT, required=True)),
    "alignment": (
        _key("covenant"),
        _key("year", Kind.INTEGER),
        _optional_key("component", Kind.TEXT),
        _key("dimension", Kind.CHOICE, _values(AlignmentDimension)),
        Column("fully", Kind.NUMBER, required=True),
        Column("partially", Kind.NUMBER, required=True),
        Column("not", Kind.NUMBER),
        _choice("unit", ("count", "percent")),
        Column("source"),
    ),
    "indicators": (
        _key("covenant"),
        _key("indicator"),
        *_texts("name_nl", "name_en", "unit"),
        _choice("direction", Direction),
    ),
    "observations": (
        _key("covenant"),
        _key("indicator"),
        _key("date", Kind.DATE),
        *_numbers("value", "low", "high", "numerator", "denominator"),
        *_texts("source", "note"),
    ),
    "targets": (
        _key("covenant"),
        _key("target"),
        Column("indicator", Kind.CODE, required=True),
        Column("baseline_date", Kind.DATE),
        Column("baseline_value", Kind.NUMBER),
        _key("milestone_date", Kind.DATE),
        Column("milestone_value", Kind.NUMBER, required=True),
        Column("note"),
    ),
    "settings": (_key("covenant"), _key("setting", Kind.CHOICE, (ONE_PERSON,)), _choice("value", ("0", "1"))),
    "meetings": (_key("covenant"), _key("at", Kind.TEXT), Column("name")),
    "carried": (
        *_ASSESSMENT,
        _key("criterion"),
        Column("rating", Kind.RATING, required=True),
        *_texts("na_reason", "from_round"),
    ),
    "responses": (
        *_ASSESSMENT,
        _key("criterion"),
        *_texts("response", "responded_by"),
        Column("responded_on", Kind.DATE),
        Column("answer"),
    ),
    "remarks": (
        *_ASSESSMENT,
        _optional_key("criterion"),
        Column("text", required=True),
        Column("made_by"),
        Column("made_on", Kind.DATE),
        Column("done", Kind.YES_NO),
    ),
    "samples": (*_ASSESSMENT, _key("criterion")),
    **{table: _register(register) for table, register in REGISTERS.items()},
    "followups": (
        _key("covenant"),
        _key("action"),
        _key("round"),
        _choice("answer", Answer, required=True),
        Column("note"),
        Column("answered_by"),
        Column("answered_on", Kind.DATE),
    ),
}
"""In the order in which they are imported: what is referred to comes first.

A column whose name begins with x_ is left out of an export in which it is empty throughout. Those of a final assessment
say what it counts with where its participant or round say otherwise by now.
"""


def key_of(table: str) -> list[str]:
    """The names of the columns that make up the key of `table`."""
    return [column.name for column in TABLES[table] if column.key]
