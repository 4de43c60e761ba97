"""Whether what is published gives someone away, together with everything that was published before.

A published figure of a group is a linear statement about its participants' values: a count adds up noughts and ones, a
mean adds up scores. Who is in which group is taken to be known, and rounded figures are taken to be exact. What follows
from all statements are their linear combinations; none may be about fewer participants than may be published, so that
neither one's value, nor that of one to another who knows its own, nor the total of a small group can be computed
(design, section 5). Statements of one family in a round are combined: on classes, or on scores, sections and steps.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm

from covenant_monitor.domain.combinations import Unknown, small_groups
from covenant_monitor.domain.model import Number, exact

LEAST_ATTACKED = 3
"""Figures of fewer are withheld also where the covenant's smallest group is 2: either of two knows its own value."""

SECTION = "section:"
"""What the measure of a section begins with; its code follows."""
_CLASSES: Mapping[str, Mapping[str, Number]] = {"outcome:behind": {"outcome:meets": -1, "outcome:on_track": -1}}
"""Who has an outcome is in one of three classes: what is in neither of two is in the third."""


class Cause(StrEnum):
    """Why a figure may not be published."""

    GROUP_TOO_SMALL = "group_too_small"
    DOMINATED = "dominated"
    ALL_THE_SAME = "all_the_same"
    REST_THE_SAME = "rest_the_same"
    ONE_FOLLOWS = "one_follows"
    OTHER_FOLLOWS = "other_follows"
    FEW_FOLLOW = "few_follow"


@dataclass(frozen=True)
class Statement:
    """One figure as it is published: a `value` of the participants `members`, by code, in a round.

    `measure` says what of: "score", "section:B", "outcome:meets", "below:40". A count of participants is whole; any
    other is a mean in percent, rounded by at most `rounding`. `group` names the group, as a key. `weights`, by member,
    where it is a weighted mean. `made_of`, by member, has the measures that the member's own value is the weighted
    mean of, with their weights, as a score is of sections; nobody whose value stands by itself.
    """

    measure: str
    round: str
    group: str
    members: frozenset[str]
    value: Number
    is_count: bool = False
    rounding: Number = 0
    weights: Mapping[str, Number] | None = None
    made_of: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)

    @property
    def space(self) -> tuple[str, str]:
        """What it is about: figures of the same can be taken off one another."""
        return self.measure, self.round

    @property
    def family(self) -> tuple[str, str]:
        """Figures of the same can be combined: those of scores, sections and steps, or those of classes."""
        kind = self.measure.partition(":")[0]
        return {"section": "score", "step": "score", "outcome": kind}.get(kind, self.measure), self.round

    @property
    def row(self) -> Mapping[str, Number]:
        """What every member's value counts for, as whole numbers."""
        if self.weights is None:
            return dict.fromkeys(self.members, 1)
        weights = {member: Fraction(exact(self.weights[member])) for member in self.members}
        scale = lcm(*(weight.denominator for weight in weights.values()))
        return {member: int(weight * scale) for member, weight in weights.items() if weight}

    @property
    def total(self) -> Fraction:
        """What the members' values add up to, each between 0 and 1."""
        return Fraction(self.value) if self.is_count else Fraction(self.value) * len(self.members) / 100

    @property
    def uncertainty(self) -> Fraction:
        """How far `total` may be off."""
        return Fraction(self.rounding) * len(self.members) / 100


@dataclass(frozen=True)
class Withheld:
    """A figure that may not be published and why. `about`: whose values would follow; `with_earlier`: only together
    with earlier releases."""

    statement: Statement
    cause: Cause
    about: frozenset[str] = frozenset()
    with_earlier: bool = False


@dataclass(frozen=True)
class Verdict:
    """What of a new release may be published, and what may not."""

    allowed: Sequence[Statement]
    withheld: Sequence[Withheld]


def judge(
    new: Iterable[Statement],
    earlier: Iterable[Statement] = (),
    *,
    minimum: int,
    dominance: Number = 100,
) -> Verdict:
    """Decide what of a new release may be published beside what was published before.

    The new figures are in order of importance: where one has to be withheld so that nothing follows from the others,
    it is the last of them that does. `minimum`: the smallest group that is published; with 1 nothing is withheld, for
    then everybody may be. `dominance`: the largest share, in percent, that one participant may have in a weighted mean.
    What follows from the earlier releases alone is no reason to withhold: it is known already.
    """
    new = list(new)
    if minimum <= 1:
        return Verdict(new, [])
    limit = max(minimum, LEAST_ATTACKED)
    before: dict[tuple[str, str], list[Statement]] = {}
    for one in earlier:
        before.setdefault(one.family, []).append(one)
    families: dict[tuple[str, str], list[Statement]] = {}
    for one in new:
        families.setdefault(one.family, []).append(one)
    refused: dict[int, Withheld] = {}
    for family, statements in families.items():
        for found in _judged(statements, before.get(family, []), limit, dominance):
            refused[id(found.statement)] = found
    return Verdict(
        [one for one in new if id(one) not in refused], [refused[id(one)] for one in new if id(one) in refused]
    )


def _judged(
    statements: Sequence[Statement], earlier: Sequence[Statement], limit: int, dominance: Number
) -> Iterator[Withheld]:
    """What has to be withheld of the figures of one family."""
    rows = {id(one): _parted(one) for one in (*earlier, *statements)}
    known = {(*one.space, one.value, frozenset(rows[id(one)].items())) for one in earlier}
    candidates = []
    for one in statements:
        if (*one.space, one.value, frozenset(rows[id(one)].items())) in known:
            continue  # said before, and so says nothing
        if cause := own_cause(one, limit, dominance):
            yield Withheld(one, cause)
        else:
            candidates.append(one)
    new = {id(one) for one in candidates}
    for connected in _connected([*earlier, *candidates], rows):
        own = [one for one in connected if id(one) in new]
        before = [one for one in connected if id(one) not in new]
        yield from _sifted(own, before, rows, limit)


Rows = Mapping[int, Mapping[Unknown, int]]
"""What a statement, by its id, is about."""


def _connected(statements: Sequence[Statement], rows: Rows) -> list[list[Statement]]:
    """The statements parted such that those of one part are about nothing that those of another are."""
    found: list[tuple[set[str], list[Statement]]] = []
    for one in statements:
        parts, own = {part for _member, part in rows[id(one)]}, [one]
        for other in [other for other in found if other[0] & parts]:
            found.remove(other)
            parts, own = parts | other[0], [*other[1], *own]
        found.append((parts, own))
    order = {id(one): place for place, one in enumerate(statements)}
    return [sorted(own, key=lambda one: order[id(one)]) for _parts, own in found]


def _sifted(
    candidates: Sequence[Statement], earlier: Sequence[Statement], rows: Rows, limit: int
) -> Iterator[Withheld]:
    """Which candidates have to go, the last ones first: halves of which nothing follows are not looked at further."""
    follows = _few(earlier, rows, limit)
    allowed: list[Statement] = []
    chunks = [candidates]
    while chunks:
        chunk = chunks.pop()
        together = [*earlier, *allowed, *chunk]
        about = _new_set(together, rows, limit, follows)
        rest = next((rest for one in chunk if (rest := _same_rest(one, together))), None)
        if not about and not rest:
            allowed += chunk
        elif len(chunk) > 1:
            chunks += [chunk[len(chunk) // 2 :], chunk[: len(chunk) // 2]]
        elif about:
            alone = about in _few([*allowed, *chunk], rows, limit)
            yield Withheld(chunk[0], cause_of(about), about, with_earlier=not alone)
        elif rest:
            alone = bool(_same_rest(chunk[0], allowed))
            yield Withheld(chunk[0], Cause.REST_THE_SAME, rest, with_earlier=not alone)


def cause_of(about: Collection[str]) -> Cause:
    """Why a figure is withheld from which something about these follows."""
    return {1: Cause.ONE_FOLLOWS, 2: Cause.OTHER_FOLLOWS}.get(len(about), Cause.FEW_FOLLOW)


def own_cause(one: Statement, limit: int, dominance: Number) -> Cause | None:
    """Why a figure may not be published whatever else is; None where it may. Of nobody everything may be said."""
    if 0 < len(one.members) < limit:
        return Cause.GROUP_TOO_SMALL
    if one.weights is not None and dominated(one.weights.values(), dominance):
        return Cause.DOMINATED
    return Cause.ALL_THE_SAME if one.members and _at_an_end(one, one.total, len(one.members)) else None


def dominated(weights: Iterable[Number], percent: Number) -> bool:
    """Whether one of the weights is more than `percent` of all of them."""
    known = [Fraction(exact(weight)) for weight in weights]
    return bool(known) and max(known) * 100 > Fraction(exact(percent)) * sum(known)


def _at_an_end(one: Statement, total: Fraction, n: int, uncertainty: Fraction | None = None) -> bool:
    """Whether a total says the value of everybody in it: all have the most, or all nothing.

    That nobody is in a class is no one's outcome: it may still be either of the others.
    """
    off = one.uncertainty if uncertainty is None else uncertainty
    return total + off >= n or (not one.is_count and total - off <= 0)


def _same_rest(one: Statement, others: Iterable[Statement]) -> frozenset[str]:
    """Those in one of two groups and not in the other, where the difference of the figures says it of all of them."""
    for other in others:
        if one.weights is not None or other.weights is not None or one.space != other.space:
            continue
        large, small = (one, other) if len(one.members) > len(other.members) else (other, one)
        if small.members and small.members < large.members:
            rest = large.members - small.members
            off = large.uncertainty + small.uncertainty
            if _at_an_end(one, large.total - small.total, len(rest), off):
                return rest
    return frozenset()


def _new_set(
    statements: Sequence[Statement], rows: Rows, limit: int, follows: Iterable[frozenset[str]]
) -> frozenset[str]:
    """The smallest set, first by code, that follows from the statements and not from the earlier ones."""
    found = _few(statements, rows, limit) - set(follows)
    return min(found, key=lambda members: (len(members), sorted(members)), default=frozenset())


def _few(statements: Sequence[Statement], rows: Rows, limit: int) -> set[frozenset[str]]:
    """The sets of fewer than `limit` that something follows about."""
    return small_groups([rows[id(one)] for one in statements], limit)


def _parted(one: Statement) -> Mapping[Unknown, int]:
    """What everything of which the members' values are made counts for, as whole numbers."""
    found: dict[Unknown, Fraction] = {}
    plain = _CLASSES.get(one.measure) or {one.measure: 1}
    for member, weight in one.row.items():
        parts = one.made_of.get(member)
        total = sum(map(exact, parts.values())) if parts else 1
        for part, share in (parts or plain).items():
            found[member, part] = Fraction(exact(share)) * weight / Fraction(total)
    scale = lcm(*(value.denominator for value in found.values()))
    return {unknown: int(value * scale) for unknown, value in found.items() if value}
