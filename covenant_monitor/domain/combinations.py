"""Whom a linear combination of figures is about, where that is only a few.

A row says what each unknown counts for in a figure, in whole numbers. What is found is exact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from math import gcd
from random import Random

from covenant_monitor.domain.model import Number

_PRIME = (1 << 61) - 1
_REACH = ((60, 4), (250, 3))
_FARTHEST = 2
_MOST_WAYS = 100_000


def small_sets(rows: Sequence[Mapping[str, Number]], limit: int) -> set[frozenset[str]]:
    """The sets of fewer than `limit` participants that a linear combination of the rows is about, and none besides.

    A row says what each participant's value counts for, in whole numbers; so do the combinations. Of sets within one
    another the smallest is told. Participants that every row treats alike are one unknown, since no combination parts
    them. Up to four such unknowns are combined, three where there are more than 60 small ones, two above 250.
    """
    atoms: dict[tuple[Number, ...], list[str]] = {}
    everybody = sorted({member for row in rows for member in row})
    for member in everybody:
        atoms.setdefault(tuple(row.get(member, 0) for row in rows), []).append(member)
    # large ones first: what is left when they are eliminated is about small ones only
    ordered = sorted(atoms.items(), key=lambda atom: len(atom[1]) < limit)
    large = sum(len(members) >= limit for _column, members in ordered)
    matrix = [[int(column[place]) for column, _members in ordered] for place in range(len(rows))]
    basis = [row[large:] for row in eliminated(matrix) if not any(row[:large])]
    if not basis:
        return set()
    small = [members for _column, members in ordered[large:]]
    found: set[frozenset[int]] = set()
    for places in _dependent(_directions(basis, len(small)), [len(members) for members in small], limit - 1):
        if not any(known <= places for known in found) and _holds(basis, places):
            found.add(places)
    least = {places for places in found if not any(other < places for other in found)}
    return {frozenset(member for place in places for member in small[place]) for places in least}


Unknown = tuple[str, str]
"""A participant, and what of it: its score in a section, its place in a class."""


def small_groups(rows: Sequence[Mapping[Unknown, Number]], limit: int) -> set[frozenset[str]]:
    """As `small_sets`, where participants have several unknowns each: whom a combination is about, whatever of them.

    Fewer than `limit` are combined where there are so many rows that all ways would take too long.
    """
    if len({part for row in rows for _member, part in row}) < 2:
        return small_sets([{member: value for (member, _part), value in row.items()} for row in rows], limit)
    own: dict[str, list[tuple[str, int, Number]]] = {}
    for number, row in enumerate(rows):
        for (member, part), value in row.items():
            own.setdefault(member, []).append((part, number, value))
    atoms: dict[tuple[tuple[str, int, Number], ...], list[str]] = {}
    for member in sorted(own):
        atoms.setdefault(tuple(sorted(own[member])), []).append(member)
    ordered = sorted(atoms.values(), key=lambda members: len(members) < limit)
    columns = [(members[0], part) for members in ordered for part in sorted({part for part, _n, _v in own[members[0]]})]
    large = sum(len(members) >= limit for members in ordered)
    first = {member for members in ordered[:large] for member in members[:1]}
    width = sum(member in first for member, _part in columns)
    matrix = [[int(row.get(column, 0)) for column in columns] for row in rows]
    basis = [row[width:] for row in eliminated(matrix) if not any(row[:width])]
    places: dict[str, list[int]] = {}
    for place, (member, _part) in enumerate(columns[width:]):
        places.setdefault(member, []).append(place)
    small = ordered[large:]
    blocks = [(len(members), places[members[0]]) for members in small]
    sparse = [{place: value for place, value in enumerate(row) if value} for row in basis]
    found = _searched(sparse, blocks, limit - 1) if basis else set()
    least = {numbers for numbers in found if not any(other < numbers for other in found)}
    return {frozenset(member for number in numbers for member in small[number]) for numbers in least}


class _TooManyWays(Exception):
    """A search takes too long."""


Blocks = Sequence[tuple[int, Sequence[int]]]
"""Columns that belong together: for how many participants each stands, and its places."""


def _searched(rows: Sequence[Mapping[int, int]], blocks: Blocks, most: int) -> set[frozenset[int]]:
    """What `_about` finds with room for `most`, or for as many fewer as can be searched."""
    for room in range(most, 1, -1):
        with suppress(_TooManyWays):
            return set(_about(rows, blocks, room, 0, (), iter(range(_MOST_WAYS))))
    return set(_about(rows, blocks, 1, 0, (), count()))


def _about(
    rows: Sequence[Mapping[int, int]],
    blocks: Blocks,
    room: int,
    number: int,
    taken: tuple[int, ...],
    ways: Iterator[int],
) -> Iterator[frozenset[int]]:
    """The blocks of columns, `room` in size together, outside of which a combination of the rows has nothing.

    Every block is among them, or the rows are combined such that they have nothing in it: that takes a row. Raises
    _TooManyWays once there are no more `ways`.
    """
    if next(ways, None) is None:
        raise _TooManyWays
    while number < len(blocks) and not any(place in row for row in rows for place in blocks[number][1]):
        number += 1
    if number == len(blocks):
        yield frozenset(taken)
        return
    size, places = blocks[number]
    if size <= room:
        yield from _about(rows, blocks, room - size, number + 1, (*taken, number), ways)
    left = list(rows)
    for place in places:
        chosen = next((row for row in left if place in row), None)
        if chosen is not None:
            left = [_taken_off(row, chosen, place) if place in row else row for row in left if row is not chosen]
    if left:
        yield from _about(left, blocks, room, number + 1, taken, ways)


def eliminated(matrix: Iterable[Sequence[int]]) -> list[list[int]]:
    """The rows reduced so that each has a column, its first, in which no other has anything. Whole numbers stay so.

    Most figures are about a few of the unknowns: of every row only what it has is looked at.
    """
    dense = list(matrix)
    width = len(dense[0]) if dense else 0
    rows = [{place: value for place, value in enumerate(row) if value} for row in dense]
    holding: list[set[int]] = [set() for _ in range(width)]
    for number, row in enumerate(rows):
        for place in row:
            holding[place].add(number)
    done: list[int] = []
    left = set(range(len(rows)))
    for place in range(width):
        chosen = min(holding[place] & left, key=lambda number: (len(rows[number]), number), default=None)
        if chosen is None:
            continue
        left.discard(chosen)
        done.append(chosen)
        for number in holding[place] - {chosen}:
            was = rows[number].keys()
            rows[number] = made = _taken_off(rows[number], rows[chosen], place)
            for gone in was - made.keys():
                holding[gone].discard(number)
            for new in made.keys() - was:
                holding[new].add(number)
    return [[rows[number].get(place, 0) for place in range(width)] for number in done]


def _taken_off(row: Mapping[int, int], by: Mapping[int, int], place: int) -> dict[int, int]:
    """`row` with nothing at `place`, by taking off a multiple of another; without what its numbers have in common."""
    common = gcd(row[place], by[place])
    mine, other = row[place] // common, by[place] // common
    made = {at: value * other for at, value in row.items()}
    for at, value in by.items():
        made[at] = made.get(at, 0) - value * mine
    shared = gcd(*made.values()) or 1
    return {at: value // shared for at, value in made.items() if value}


Vector = tuple[int, ...]


def _directions(basis: Sequence[Sequence[int]], width: int) -> list[Vector]:
    """For every unknown a vector, such that a combination of rows is about some unknowns where theirs are dependent.

    Those are the columns of the null space, in a shadow of few dimensions modulo a prime: dependent ones stay so, and
    others hardly ever become so, which `_holds` then finds out.
    """
    reach = next((reach for most, reach in _REACH if width <= most), _FARTHEST)
    pivots = [next(place for place, value in enumerate(row) if value) for row in basis]
    chance = Random(width)
    shadow = {
        place: tuple(chance.randrange(1, _PRIME) for _ in range(reach))
        for place in range(width)
        if place not in set(pivots)
    }
    for pivot, row in zip(pivots, basis, strict=True):
        mixed = [0] * reach
        for place, value in enumerate(row):
            if value and place != pivot:
                mixed = [(sum_ - value * part) % _PRIME for sum_, part in zip(mixed, shadow[place], strict=True)]
        shadow[pivot] = tuple(mixed)
    return [shadow[place] for place in range(width)]


def _dependent(vectors: Sequence[Vector], sizes: Sequence[int], most: int) -> Iterator[frozenset[int]]:
    """The sets of places whose vectors are dependent, those of fewest first in each branch; `most` in size."""
    yield from _search([(place, vector) for place, vector in enumerate(vectors)], sizes, most, ())


def _search(
    vectors: Sequence[tuple[int, Vector]], sizes: Sequence[int], most: int, taken: tuple[int, ...]
) -> Iterator[frozenset[int]]:
    left = []
    for place, vector in vectors:
        if sizes[place] > most:
            continue
        if any(vector):
            left.append((place, vector))
        else:
            yield frozenset((*taken, place))
    if not left or len(left[0][1]) < 2:
        return
    if len(left[0][1]) == 2:
        yield from _parallel(left, sizes, most, taken)
        return
    for number, (place, vector) in enumerate(left):
        room = most - sizes[place]
        if room < 1:
            continue
        at = next(i for i, value in enumerate(vector) if value)
        rest = [(other, _without(found, vector, at)) for other, found in left[number + 1 :] if sizes[other] <= room]
        yield from _search(rest, sizes, room, (*taken, place))


def _without(vector: Vector, by: Vector, at: int) -> Vector:
    """A vector modulo another one, of one dimension less."""
    mine, other = vector[at], by[at]
    made = [(value * other - part * mine) % _PRIME for value, part in zip(vector, by, strict=True)]
    return (*made[:at], *made[at + 1 :])


def _parallel(
    vectors: Sequence[tuple[int, Vector]], sizes: Sequence[int], most: int, taken: tuple[int, ...]
) -> Iterator[frozenset[int]]:
    """The pairs of parallel vectors in two dimensions."""
    by_direction: dict[int, list[int]] = {}
    for place, (x, y) in vectors:
        by_direction.setdefault(x * pow(y, -1, _PRIME) % _PRIME if y else -1, []).append(place)
    for places in by_direction.values():
        for number, one in enumerate(places):
            for other in places[number + 1 :]:
                if sizes[one] + sizes[other] <= most:
                    yield frozenset((*taken, one, other))


def _holds(basis: Sequence[Sequence[int]], places: frozenset[int]) -> bool:
    """Whether a combination of the rows is about unknowns at these places only, by exact arithmetic."""
    outside = [[value for place, value in enumerate(row) if place not in places] for row in basis]
    return len(eliminated(outside)) < len(basis)
