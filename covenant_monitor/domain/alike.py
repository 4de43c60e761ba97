"""Of whom sums of several groups tell that all are the same: each has the most there is, or nothing.

A sum is of values between 0 and 1. Counts add up noughts and ones: there, having nothing is no answer, since one that
is not in this class may still be in either of two others.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import ceil, floor

from covenant_monitor.domain.combinations import eliminated

_MOST_TIMES = 20


@dataclass(frozen=True, slots=True)
class Sum:
    """What the values of `members` add up to, and how far that may be off."""

    members: frozenset[str]
    total: Fraction
    off: Fraction = Fraction()


@dataclass(frozen=True, slots=True)
class _Line:
    """What a combination of sums adds up: how many times everybody of each part, and to what."""

    times: Sequence[int]
    total: Fraction
    off: Fraction


def all_alike(sums: Sequence[Sum], *, whole: bool) -> Iterator[frozenset[str]]:
    """The groups of which all are the same; `whole` where the sums are counts.

    Looked at are the sums, the differences of every two of groups within one another, and what is left where all groups
    are taken apart. Counts are followed further: what is known of one part narrows down the others.
    """
    parts: dict[tuple[int, ...], list[str]] = {}
    for member in sorted(frozenset[str]().union(*(one.members for one in sums))):
        parts.setdefault(tuple(int(member in one.members) for one in sums), []).append(member)
    members, sizes = list(parts.values()), [len(part) for part in parts.values()]
    lines = list(_lines(sums, list(parts)))
    if whole:
        known = _narrowed(lines, sizes)
        yield from (frozenset(part) for part, low in zip(members, known, strict=True) if low == len(part))
    for line in lines:
        most = sum(times * size for times, size in zip(line.times, sizes, strict=True) if times > 0)
        least = sum(times * size for times, size in zip(line.times, sizes, strict=True) if times < 0)
        have = {1} if line.total + line.off >= most else set[int]()
        have |= {-1} if line.total - line.off <= least else set()
        if have and not whole:
            have = {1, -1}
        signs = [(times > 0) - (times < 0) for times in line.times]
        if group := [one for sign, part in zip(signs, members, strict=True) if sign in have for one in part]:
            yield frozenset(group)


def _lines(sums: Sequence[Sum], columns: Sequence[Sequence[int]]) -> Iterator[_Line]:
    n = len(sums)
    for place in range(n):
        yield _line({place: 1}, sums, columns)
    for large, small in permutations(range(n), 2):
        if sums[small].members < sums[large].members:
            yield _line({large: 1, small: -1}, sums, columns)
    matrix = [
        [*(column[place] for column in columns), *(int(place == other) for other in range(n))] for place in range(n)
    ]
    for row in eliminated(matrix):
        if any(row[: len(columns)]):
            made_of = row[len(columns) :]
            yield _line({place: times for place, times in enumerate(made_of) if times}, sums, columns)


def _line(made_of: Mapping[int, int], sums: Sequence[Sum], columns: Sequence[Sequence[int]]) -> _Line:
    """`made_of`: how many times each of the sums."""
    return _Line(
        [sum(times * column[place] for place, times in made_of.items()) for column in columns],
        sum((times * sums[place].total for place, times in made_of.items()), Fraction()),
        sum((abs(times) * sums[place].off for place, times in made_of.items()), Fraction()),
    )


def _narrowed(lines: Collection[_Line], sizes: Sequence[int]) -> list[int]:
    """How many of each part there are at least: every line narrows down each part by what the others may be."""
    low, high = [0] * len(sizes), list(sizes)
    kept = [([(at, times) for at, times in enumerate(line.times) if times], int(line.total)) for line in lines]
    for _time in range(_MOST_TIMES):
        before = [*low, *high]
        for parts, total in kept:
            least = sum(times * (low if times > 0 else high)[at] for at, times in parts)
            most = sum(times * (high if times > 0 else low)[at] for at, times in parts)
            for at, times in parts:
                own = sorted((times * low[at], times * high[at]))
                ends = sorted((Fraction(total - most + own[1], times), Fraction(total - least + own[0], times)))
                lowest, highest = max(low[at], ceil(ends[0])), min(high[at], floor(ends[1]))
                if lowest <= highest:  # not where something changed between two of the sums
                    low[at], high[at] = lowest, highest
        if [*low, *high] == before:
            break
    return low
