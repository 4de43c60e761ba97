"""What changed between two rounds, counted: who takes part, ratings, what applies, weights and the requirement.

These counts stand beside the parts of `comparison_parts`: a part says what a cause did to a share, a count how much of
it there was. Ratings are counted over the participants that count in both rounds, on the common core.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.comparison_parts import counted, with_weights_of
from covenant_monitor.domain.comparison_sides import Core, Entry, Side, carried
from covenant_monitor.domain.model import Number, Rating


@dataclass(frozen=True, slots=True)
class RatingCounts:
    """How ratings of the criteria of the core differ: of criteria that applied in both rounds, or in one of them only.

    `na`: n.a. in one of the two rounds only. `came` and `went`: applied in the later, or in the earlier round only.
    """

    better: int = 0
    worse: int = 0
    same: int = 0
    na: int = 0
    came: int = 0
    went: int = 0

    def __add__(self, other: "RatingCounts") -> "RatingCounts":
        return RatingCounts(
            self.better + other.better,
            self.worse + other.worse,
            self.same + other.same,
            self.na + other.na,
            self.came + other.came,
            self.went + other.went,
        )


@dataclass(frozen=True, slots=True)
class RequiredChange:
    """What is required in a participation year, by group ("" is all), in percent; None where nothing is."""

    year: int
    group: str
    then: Number | None
    now: Number | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What changed between two rounds.

    `both`, `left` and `joined`: the participants that count in both, in the earlier or in the later only. `grew`: of
    those in both, how many are in a later participation year. `dropped` and `added`: criteria outside the common core.
    `reweighted`: whether weights of what both versions have changed in proportion.
    """

    both: Sequence[str]
    left: Sequence[str]
    joined: Sequence[str]
    ratings: RatingCounts
    grew: int
    required: Sequence[RequiredChange]
    dropped: Sequence[str]
    added: Sequence[str]
    reweighted: bool


def count_changes(then: Side, now: Side, core: Core, *, final_only: bool = False) -> Counts:
    """Count what changed from one round to another; `core` of these two."""
    before, after = (counted(side, final_only=final_only) for side in (then, now))
    both = [code for code in before if code in after]
    rules = then.framework, now.framework
    codes = core.between(*rules)
    shared = set(codes.values())
    pairs = [(then.by_party[code], now.by_party[code]) for code in both]
    return Counts(
        both=both,
        left=[code for code in before if code not in after],
        joined=[code for code in after if code not in before],
        ratings=sum((count_ratings(then, now, core, *pair) for pair in pairs), RatingCounts()),
        grew=sum(later.year > earlier.year for earlier, later in pairs),
        required=_required(then, now),
        dropped=[] if core.same_version else [code for code in rules[0].criteria if code not in shared],
        added=[] if core.same_version else [code for code in rules[1].criteria if code not in codes],
        reweighted=not core.same_version and with_weights_of(*rules, core) is not now.framework,
    )


def count_ratings(then: Side, now: Side, core: Core, earlier: Entry, later: Entry) -> RatingCounts:
    """How the ratings of one participant differ."""
    codes = core.between(then.framework, now.framework)
    shared = set(codes.values())
    before = {code: rating for code, rating in then.counting[earlier.party.code].items() if code in shared}
    counting = now.counting[later.party.code]
    after: Mapping[str, Rating] = counting
    if not core.same_version:
        after = carried(counting, now.framework, then.framework, codes)
    better = worse = same = na = 0
    for code in before.keys() & after.keys():
        one, other = before[code].value, after[code].value
        if one == other:
            same += 1
        elif one is None or other is None:
            na += 1
        elif other > one:
            better += 1
        else:
            worse += 1
    return RatingCounts(better, worse, same, na, len(after.keys() - before.keys()), len(before.keys() - after.keys()))


def _required(then: Side, now: Side) -> list[RequiredChange]:
    before, after = (
        {(one.participation_year, one.group): one.percent for one in side.round.requirements} for side in (then, now)
    )
    return [
        RequiredChange(*key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]
