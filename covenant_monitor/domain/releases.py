"""Whether what is published gives someone away, together with everything that was published before.

A published figure of a group is a linear statement about its participants' values: a count adds up noughts and ones, a
mean adds up scores. Who is in which group is taken to be known, and rounded figures are taken to be exact. What follows
from all statements are their linear combinations; none may be about fewer participants than may be published, so that
neither one's value, nor that of one to another who knows its own, nor the total of a small group can be computed
(design, section 5). Statements of one family in a round are combined: on classes, or on scores, sections and steps.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm

from covenant_monitor.domain.alike import Sum, all_alike
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

    @cached_property
    def counts(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """What everything of which the members' values are made counts for, as whole numbers, by member.

        It is the same object for those of which that is the same.
        """
        alike: dict[tuple[tuple[str, Number], ...], list[str]] = {}
        for member in self.members:
            alike.setdefault(tuple(self.made_of.get(member, {}).items()), []).append(member)
        plain = tuple((_CLASSES.get(self.measure) or {self.measure: 1}).items())
        found: list[tuple[list[str], dict[str, Fraction]]] = []
        for parts, members in alike.items():
            total = sum(Fraction(exact(share)) for _part, share in parts) if parts else 1
            shares = {part: Fraction(exact(share)) / total for part, share in parts or plain}
            if self.weights is None:
                found.append((members, shares))
            else:
                for member in members:
                    weight = Fraction(exact(self.weights[member]))
                    found.append(([member], {part: share * weight for part, share in shares.items()}))
        scale = lcm(*(share.denominator for _members, shares in found for share in shares.values()))
        counts: dict[str, Sequence[tuple[str, int]]] = {}
        for members, shares in found:
            own = tuple((part, int(share * scale)) for part, share in shares.items() if share)
            counts.update(dict.fromkeys(members, own))
        return counts

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
    rows = _rows([*earlier, *statements], limit)
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


def _rows(statements: Sequence[Statement], limit: int) -> Rows:
    """What the statements are about. Of participants that all of them treat alike, `limit` stand for all.

    No combination parts them, and so none is about fewer.
    """
    alike: dict[tuple[int, ...], list[str]] = {}
    for member in sorted(frozenset[str]().union(*(one.members for one in statements))):
        alike.setdefault(tuple(id(one.counts.get(member)) for one in statements), []).append(member)
    kept = [member for members in alike.values() for member in members[:limit]]
    return {
        id(one): {(member, part): n for member in kept for part, n in one.counts.get(member, ())} for one in statements
    }


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
    """Which candidates have to go: those of which something about a few follows, then those that tell of all of some
    that they are the same.
    """
    follow = _few(earlier, rows, limit)
    allowed = list(candidates)
    for one, about, others in _sorted_out(candidates, lambda own: _new_set([*earlier, *own], rows, limit, follow)):
        allowed = [other for other in allowed if other is not one]
        alone = about in _few([*others, one], rows, limit)
        yield Withheld(one, cause_of(about), about, with_earlier=not alone)
    told = _told(earlier)
    for one, about, others in _sorted_out(allowed, lambda own: _newly_told([*earlier, *own], told)):
        yield Withheld(one, Cause.REST_THE_SAME, about, with_earlier=not _newly_told([*others, one], []))


def _sorted_out(
    candidates: Sequence[Statement], about: Callable[[Sequence[Statement]], frozenset[str]]
) -> Iterator[tuple[Statement, frozenset[str], list[Statement]]]:
    """The candidates that have to go so that the others are about nobody, with whom, and those that stay before each.

    The last ones go first: halves that are about nobody are not looked at further.
    """
    allowed: list[Statement] = []
    chunks = [candidates]
    while chunks:
        chunk = chunks.pop()
        found = about([*allowed, *chunk])
        if not found:
            allowed += chunk
        elif len(chunk) > 1:
            chunks += [chunk[len(chunk) // 2 :], chunk[: len(chunk) // 2]]
        else:
            yield chunk[0], found, list(allowed)


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


def _at_an_end(one: Statement, total: Fraction, n: int) -> bool:
    """Whether a total says the value of everybody in it: all have the most, or all nothing.

    That nobody is in a class is no one's outcome: it may still be either of the others.
    """
    return total + one.uncertainty >= n or (not one.is_count and total - one.uncertainty <= 0)


def _newly_told(statements: Sequence[Statement], before: Collection[frozenset[str]]) -> frozenset[str]:
    """Those of whom the figures tell that all are the same, the smallest group first; not where it was known before."""
    found = [group for group in _told(statements) if not any(group <= known for known in before)]
    return min(found, key=lambda group: (len(group), sorted(group)), default=frozenset())


def _told(statements: Iterable[Statement]) -> list[frozenset[str]]:
    """The groups of which figures of the same, added up and taken off one another, tell that all are the same."""
    spaces: dict[tuple[str, str], list[Statement]] = {}
    for one in statements:
        if one.weights is None and one.members:
            spaces.setdefault(one.space, []).append(one)
    return [
        group
        for figures in spaces.values()
        if len(figures) > 1
        for group in all_alike(
            [Sum(one.members, one.total, one.uncertainty) for one in figures], whole=figures[0].is_count
        )
    ]


def _new_set(
    statements: Sequence[Statement], rows: Rows, limit: int, follows: Iterable[frozenset[str]]
) -> frozenset[str]:
    """The smallest set, first by code, that follows from the statements and not from the earlier ones."""
    found = _few(statements, rows, limit) - set(follows)
    return min(found, key=lambda members: (len(members), sorted(members)), default=frozenset())


def _few(statements: Sequence[Statement], rows: Rows, limit: int) -> set[frozenset[str]]:
    """The sets of fewer than `limit` that something follows about."""
    return small_groups([rows[id(one)] for one in statements], limit)
