"""How far two assessors who did not see each other's ratings agree, and whether somebody rates higher than the rest.

A rating counts by its level: `Scale.level`, fully, partially or not. On a scale of numbers the maximum is fully, the
minimum not and everything between partially; two numbers of the same level agree. A criterion is compared where it
applies to the participant, both assessors dealt with it and, where the second assessment is limited to a sample, the
sample has it. N.a. on one side or on both is counted apart, and is in no share and no kappa.

Shares are exact, 0-1; a kappa is at most 1. None where there is nothing to compute one from.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple, TypeVar

from covenant_monitor.domain.applicability import Applicable
from covenant_monitor.domain.drift import ENOUGH_RATINGS, Drift, Placed, assessor_names, drift
from covenant_monitor.domain.model import (
    AssessmentKind,
    Framework,
    Level,
    Rating,
    natural_key,
)

_Key = TypeVar("_Key")

LEVELS_IN_ORDER = (Level.FULLY, Level.PARTIALLY, Level.NOT)
LOW_AGREEMENT = Fraction(7, 10)
"""Assessors should agree on at least 70 % (Stemler 2004, Practical Assessment, Research & Evaluation 9(4))."""
LOW_KAPPA = Fraction(2, 5)
"""Agreement beyond chance is moderate from 0.41 on (Landis & Koch 1977, Biometrics 33(1))."""
MANY_NA = Fraction(1, 5)
"""The share of n.a. on one side only from which it is unclear when a criterion is n.a."""
MORE_THAN_ONE = 2
"""One single difference is no reason to rewrite an anchor."""


def _apart(one: Level, other: Level) -> int:
    return abs(LEVELS_IN_ORDER.index(one) - LEVELS_IN_ORDER.index(other))


def _differ(one: Level, other: Level) -> int:
    return int(one is not other)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two assessors came to the same level.

    `counts`: how many ratings have this level from the secretariat and that from the second assessor. N.a. on exactly
    one side is in `na_disagreements`, on both in `na_both`.
    """

    counts: Mapping[tuple[Level, Level], int]
    na_disagreements: int = 0
    na_both: int = 0

    @property
    def n(self) -> int:
        """How many ratings are compared: those with a value on both sides."""
        return sum(self.counts.values())

    @property
    def same(self) -> int:
        """How many of them have the same level."""
        return sum(n for (one, other), n in self.counts.items() if one is other)

    @property
    def is_enough(self) -> bool:
        """Whether there are enough ratings for the numbers to mean something."""
        return self.n >= ENOUGH_RATINGS

    @property
    def agreement(self) -> Fraction | None:
        """The share of the ratings with the same level, 0-1."""
        return Fraction(self.same, self.n) if self.n else None

    @property
    def expected(self) -> Fraction | None:
        """The agreement that chance would give, had each assessor rated as often fully, partially and not, 0-1."""
        return None if not self.n else 1 - Fraction(self._by_chance(_differ), self.n**2)

    @property
    def kappa(self) -> Fraction | None:
        """Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20(1)): agreement beyond chance.

        (agreement - expected) / (1 - expected). None where nothing is compared, or both used one and the same level.
        """
        return self._kappa(_differ)

    @property
    def weighted_kappa(self) -> Fraction | None:
        """Weighted kappa (Cohen 1968, Psychological Bulletin 70(4)) with linear weights over the three levels.

        Fully against partially is half a difference, fully against not a whole one, whichever levels occur.
        """
        return self._kappa(_apart)

    @property
    def weighted(self) -> tuple[Fraction, Fraction] | None:
        """The weighted agreement found and that expected by chance, 0-1: what `weighted_kappa` is made of."""
        if not self.n:
            return None
        widest = len(LEVELS_IN_ORDER) - 1
        found = Fraction(self._found(_apart), widest * self.n)
        return 1 - found, 1 - Fraction(self._by_chance(_apart), widest * self.n**2)

    def by_secretariat(self, level: Level) -> int:
        """How many of the compared ratings the secretariat gave this level."""
        return sum(n for (one, _other), n in self.counts.items() if one is level)

    def by_second(self, level: Level) -> int:
        """How many of the compared ratings the second assessor gave this level."""
        return sum(n for (_one, other), n in self.counts.items() if other is level)

    def _found(self, distance: Callable[[Level, Level], int]) -> int:
        return sum(distance(one, other) * n for (one, other), n in self.counts.items())

    def _by_chance(self, distance: Callable[[Level, Level], int]) -> int:
        """The distance to be expected by chance, times n²."""
        return sum(
            distance(one, other) * self.by_secretariat(one) * self.by_second(other)
            for one in LEVELS_IN_ORDER
            for other in LEVELS_IN_ORDER
        )

    def _kappa(self, distance: Callable[[Level, Level], int]) -> Fraction | None:
        by_chance = self._by_chance(distance)
        return 1 - Fraction(self.n * self._found(distance), by_chance) if by_chance else None


class Compared(NamedTuple):  # a tuple, since there are tens of thousands
    """One criterion of one participant, dealt with by both. `first` is the secretariat's rating.

    The levels are those of the two ratings; None is n.a.
    """

    criterion: str
    section: str
    party: str
    assessor: str
    second_assessor: str
    first: Rating
    second: Rating
    first_level: Level | None
    second_level: Level | None

    @property
    def differs(self) -> bool:
        """Whether the two came to another level, or only one of them to n.a."""
        return self.first_level is not self.second_level


_Cell = tuple[str, str, str, str, Level | None, Level | None]
"""Criterion, section, assessor, second assessor and the two levels."""

_CELL_OF = itemgetter(0, 1, 3, 4, 7, 8)


class Weakness(StrEnum):
    """Why the anchors of a criterion need work."""

    LOW_AGREEMENT = "low_agreement"
    LOW_KAPPA = "low_kappa"
    NA_DISAGREEMENTS = "na_disagreements"


@dataclass(frozen=True, slots=True)
class WeakCriterion:
    """A criterion whose anchors need work, and why."""

    criterion: str
    agreement: Agreement
    reasons: tuple[Weakness, ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """The coherence of one round. Criteria and sections in the framework's order, pairs by name.

    `participants`: who was assessed twice with something to compare. `pairs` are by (assessor, second assessor).
    """

    overall: Agreement
    criteria: Mapping[str, Agreement]
    sections: Mapping[str, Agreement]
    pairs: Mapping[tuple[str, str], Agreement]
    compared: Sequence[Compared] = ()
    weak: Sequence[WeakCriterion] = ()
    drift: Sequence[Drift] = ()

    @property
    def participants(self) -> frozenset[str]:
        """The codes of the participants with at least one criterion that both dealt with."""
        return frozenset(one.party for one in self.compared)


def coherence(framework: Framework, placed: Iterable[Placed]) -> Coherence:
    """How coherent the assessments of one round are, from those of the secretariat and the second ones among `placed`.

    Whatever their status; a second assessment without ratings has nothing to compare. Names that are one person's are
    taken together, by the spelling that comes first.
    """
    every = list(placed)
    names = assessor_names(every)
    compared = compare(framework, every, names)
    cells: Mapping[_Cell, int] = Counter(map(_CELL_OF, compared))
    criteria = _by(cells, lambda cell: cell[0])
    return Coherence(
        overall=_by(cells, lambda _cell: "").get("", Agreement({})),
        criteria=criteria,
        sections=_by(cells, lambda cell: cell[1]),
        pairs=dict(sorted(_by(cells, lambda cell: cell[2:4]).items())),
        compared=compared,
        weak=weak_criteria(criteria),
        drift=drift(framework, every, names),
    )


def compare(framework: Framework, placed: Iterable[Placed], names: Mapping[str, str]) -> list[Compared]:
    """Every rating that the secretariat and a second assessor both gave, in the order of the framework."""
    every = list(placed)
    second = {one.assessment.party: one.assessment for one in every if one.assessment.kind is AssessmentKind.SECOND}
    section_of = {criterion.code: section.code for section in framework.sections for criterion in section.criteria}
    found: dict[str, list[Compared]] = {code: [] for code in section_of}
    applicable = Applicable(framework)
    levels = _levels(framework, every)
    for one in every:
        first = one.assessment
        other = second.get(first.party)
        if first.kind is not AssessmentKind.SECRETARIAT or other is None:
            continue
        codes = applicable.codes(one.year, one.group) & first.ratings.keys() & other.ratings.keys()
        if other.sample:
            codes &= other.sample
        who = first.party, names[first.assessor], names[other.assessor]
        for code in codes:
            rating, again = first.ratings[code], other.ratings[code]
            if id(rating) in levels and id(again) in levels:
                both = levels[id(rating)], levels[id(again)]
                found[code].append(Compared(code, section_of[code], *who, rating, again, *both))
    return [one for ones in found.values() for one in ones]


def _levels(framework: Framework, placed: Iterable[Placed]) -> Mapping[int, Level | None]:
    """The level of every rating that was given, by its `id`; None for n.a. Equal ones are mostly one object."""
    ratings = {id(rating): rating for one in placed for rating in one.assessment.ratings.values()}
    return {
        key: None if rating.value is None else framework.scale.level(rating.value)
        for key, rating in ratings.items()
        if rating.is_rated
    }


def agreement(compared: Iterable[Compared]) -> Agreement:
    """The agreement of some ratings together."""
    return _agreement(Counter((one.first_level, one.second_level) for one in compared))


def _agreement(levels: Mapping[tuple[Level | None, Level | None], int]) -> Agreement:
    """The agreement of ratings, of which so many have these two levels; None is n.a."""
    counts: dict[tuple[Level, Level], int] = {}
    na_disagreements = na_both = 0
    for (one, other), n in levels.items():
        if one is not None and other is not None:
            counts[one, other] = n
        elif one is other:
            na_both += n
        else:
            na_disagreements += n
    return Agreement(counts, na_disagreements, na_both)


def _by(cells: Mapping[_Cell, int], key: Callable[[_Cell], _Key]) -> dict[_Key, Agreement]:
    groups: dict[_Key, Counter[tuple[Level | None, Level | None]]] = {}
    for cell, n in cells.items():
        groups.setdefault(key(cell), Counter())[cell[4:]] += n
    return {name: _agreement(group) for name, group in groups.items()}


def weak_criteria(criteria: Mapping[str, Agreement]) -> list[WeakCriterion]:
    """The criteria whose anchors need work, those on which assessors differ most often first.

    Of a criterion that at least ENOUGH_RATINGS were compared on: fewer than LOW_AGREEMENT have the same level; or the
    weighted kappa is below LOW_KAPPA, and more than one differs (where nearly all get one level, a single difference
    brings kappa to 0); or more than one, and MANY_NA of all, are n.a. on one side only.
    """
    found = []
    for code, here in criteria.items():
        reasons = _weaknesses(here)
        if reasons:
            found.append(WeakCriterion(code, here, reasons))
    return sorted(found, key=_urgency)


def _weaknesses(here: Agreement) -> tuple[Weakness, ...]:
    reasons = []
    if here.is_enough:
        assert here.agreement is not None
        if here.agreement < LOW_AGREEMENT:
            reasons.append(Weakness.LOW_AGREEMENT)
        kappa = here.weighted_kappa
        if kappa is not None and kappa < LOW_KAPPA and here.n - here.same >= MORE_THAN_ONE:
            reasons.append(Weakness.LOW_KAPPA)
    dealt_with = here.n + here.na_disagreements
    if (
        dealt_with >= ENOUGH_RATINGS
        and here.na_disagreements >= MORE_THAN_ONE
        and here.na_disagreements >= MANY_NA * dealt_with
    ):
        reasons.append(Weakness.NA_DISAGREEMENTS)
    return tuple(reasons)


def _urgency(weak: WeakCriterion) -> tuple[object, ...]:
    here = weak.agreement
    differing = here.n - here.same + here.na_disagreements
    kappa = here.weighted_kappa
    return (
        -Fraction(differing, here.n + here.na_disagreements),
        1 if kappa is None else kappa,
        natural_key(weak.criterion),
    )
