"""What a covenant consists of. Values only; the rules are in the modules beside this one.

Percentages are 0-100. A rating's value lies between its scale's minimum and maximum. Weights are positive. Exact
arithmetic everywhere: numbers are `int` or `Fraction` (see `exact`), so that a threshold is never decided by a float.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache

Number = int | Fraction
HALF = Fraction(1, 2)


@lru_cache(maxsize=1 << 14, typed=True)  # 0.7 and the fraction that this float is are equal keys otherwise
def exact(value: float | Fraction) -> Number:
    """`value` as people wrote it: 0.1 becomes one tenth, not the binary float nearest to it.

    Remembered, since a covenant has few different points and weights, and a fraction takes a while to make.
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() else Fraction(repr(value))
    return value


def natural_key(code: str) -> list[tuple[int, str]]:
    """A key under which codes sort as people number things: 1.2 before 1.10. No two codes have the same: 1.02, 1.2."""
    parts = re.split(r"(\d+)", code.casefold())
    # The code itself decides between equals; -1 keeps it from going before a part that only the other code has.
    return [*((int(part), "") if place % 2 else (0, part) for place, part in enumerate(parts)), (-1, code)]


class PartyKind(StrEnum):
    """What kind of organisation a party is. Only companies are participants."""

    COMPANY = "company"
    ASSOCIATION = "association"
    UNION = "union"
    NGO = "ngo"
    GOVERNMENT = "government"
    OTHER = "other"


class AssessmentKind(StrEnum):
    """Whose view an assessment is."""

    SELF = "self"
    SECRETARIAT = "secretariat"
    SECOND = "second"


class Status(StrEnum):
    """How far an assessment is. The order of the members is the order of the work."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASSESSED = "assessed"
    REVIEWED = "reviewed"
    FINAL = "final"

    def reached(self, other: "Status") -> bool:
        """Whether this status is `other` or a later one."""
        return _RANKS[self] >= _RANKS[other]


_RANKS = {status: rank for rank, status in enumerate(Status)}


class JoinRule(StrEnum):
    """Which round is a participant's year 1: the one it joined in, or the first that it took part in from day one."""

    JOIN_ROUND = "join_round"
    FIRST_FULL_ROUND = "first_full_round"


class Outcome(StrEnum):
    """How a score stands against the required one."""

    MEETS = "meets"
    ON_TRACK = "on_track"
    BEHIND = "behind"


class Dimension(StrEnum):
    """Whether a criterion is about what is on paper or about what is done."""

    POLICY = "policy"
    PRACTICE = "practice"


class Relation(StrEnum):
    """How a criterion of one framework version became one of another."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


class Level(StrEnum):
    """The levels of the default scale."""

    FULLY = "fully"
    PARTIALLY = "partially"
    NOT = "not"


LEVEL_VALUES: Mapping[Level, Number] = {Level.FULLY: 1, Level.PARTIALLY: HALF, Level.NOT: 0}


@dataclass(frozen=True, slots=True)
class Scale:
    """How a criterion is rated: by levels (fully 1, partially 0.5, not 0) or by a number from `minimum` to `maximum`.

    Raises:
        ValueError: it goes below 0, and so would scores.
    """

    minimum: Number = 0
    maximum: Number = 1
    by_level: bool = True

    def __post_init__(self) -> None:
        if self.minimum < 0:
            raise ValueError("a scale below 0")

    def level(self, value: Number) -> Level:
        """The level that a value counts as: the maximum is fully, the minimum is not, all between is partially."""
        if value >= self.maximum:
            return Level.FULLY
        return Level.NOT if value <= self.minimum else Level.PARTIALLY


LEVELS = Scale()


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; either may be missing."""

    nl: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement that a participant is rated on."""

    code: str
    text: Text
    guidance: Text = Text()
    theme: str = ""
    dimension: Dimension | None = None
    weight: Number = 1
    from_participation_year: int = 1
    groups: frozenset[str] = frozenset()
    anchors: Mapping[Level, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a framework with a score of its own; may stand for one of the six OECD steps."""

    code: str
    name: Text
    criteria: Sequence[Criterion]
    step: int | None = None
    weight: Number = 1


@dataclass(frozen=True)
class Framework:
    """One version of an assessment framework."""

    code: str
    version: str
    name: Text
    sections: Sequence[Section]
    scale: Scale = LEVELS
    published: bool = False

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by its code, in order."""
        return {criterion.code: criterion for section in self.sections for criterion in section.criteria}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of every criterion code."""
        return {criterion.code: section for section in self.sections for criterion in section.criteria}


@dataclass(frozen=True, slots=True)
class Covenant:
    """An agreement between companies of one sector, unions, NGOs and the government."""

    code: str
    name: Text
    sector: str = ""
    start_date: date | None = None
    end_date: date | None = None
    minimum_group: int = 5
    dominance_percent: Number = 75
    outcomes_public: bool = False
    one_person: bool = False
    """A one-person secretariat: who assessed may also review. Every output says so."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation bound by a covenant. A company is a participant, and is assessed."""

    code: str
    name: str
    kind: PartyKind = PartyKind.COMPANY
    group: str = ""
    country: str = ""
    kvk: str = ""
    lei: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    left_reason: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The score, in percent, required in a participation year, of one group or (group "") of all."""

    participation_year: int
    percent: Number
    group: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One yearly monitoring cycle of one covenant."""

    code: str
    first_day: date
    last_day: date
    framework: str
    version: str
    reference_date: date | None = None
    join_rule: JoinRule = JoinRule.JOIN_ROUND
    on_track_margin: Number = 0
    note: str = ""
    requirements: Sequence[Requirement] = ()

    @property
    def seen_on(self) -> date:
        """The day that its figures are of, and on which targets are seen: the reference date, or else the last day."""
        return self.reference_date or self.last_day


@dataclass(frozen=True, slots=True)
class Rating:
    """What was found on one criterion: a value, not applicable (with its reason), or nothing yet (neither)."""

    value: Number | None = None
    not_applicable: bool = False
    na_reason: str = ""
    evidence: str = ""
    evidence_date: date | None = None
    unproven: bool = False
    note: str = ""

    @property
    def is_rated(self) -> bool:
        """Whether the criterion has been dealt with: a value, or n.a."""
        return self.not_applicable or self.value is not None


UNRATED = Rating()


@dataclass(frozen=True, slots=True)
class Response:
    """What a company says of what was found on a criterion, before it is final, and the secretariat's answer."""

    response: str = ""
    responded_by: str = ""
    responded_on: date | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the company still waits for an answer."""
        return bool(self.response) and not self.answer


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reviewer has to say of an assessment or a criterion in it; `done` once the assessor dealt with it."""

    text: str
    made_by: str = ""
    made_on: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """One participant in one round, seen by one kind of assessor.

    `summaries` holds percentages entered directly, by section code ("" is the total), for years of which only those
    are known; they count only where there are no ratings. `carried` holds the ratings of round `carried_from` that
    are still to be confirmed in this one, by criterion code; until then they are no ratings, and count nowhere.
    `remarks` are by criterion code ("" is the whole). `sample`: what a second assessment is limited to, if anything.
    """

    party: str
    round: str
    kind: AssessmentKind = AssessmentKind.SECRETARIAT
    status: Status = Status.DRAFT
    assessor: str = ""
    reviewer: str = ""
    assessed_on: date | None = None
    note: str = ""
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    summaries: Mapping[str, Number] = field(default_factory=dict)
    carried: Mapping[str, Rating] = field(default_factory=dict)
    carried_from: str = ""
    responses: Mapping[str, Response] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    sample: frozenset[str] = frozenset()
