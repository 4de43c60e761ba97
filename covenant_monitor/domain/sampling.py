"""Drawing at random who and what a second assessor looks at."""

import random
from collections.abc import Collection, Sequence
from fractions import Fraction

from covenant_monitor.domain.model import Section, natural_key


def draw_sample(
    seed: int | str,
    *,
    parties: Collection[str],
    sections: Sequence[Section],
    party_count: int | None = None,
    criterion_count: int | None = None,
) -> tuple[list[str], list[str]]:
    """Codes of participants and of criteria drawn at random, in order of code; None draws all of them.

    Criteria are drawn per section: one of each while there are enough to draw, the rest in proportion to its size
    (largest remainder, the first section first). The same seed and input give the same sample. More than there are
    means all.

    Raises:
        ValueError: a number to draw is below 1.
    """
    if min(n for n in (1, party_count, criterion_count) if n is not None) < 1:
        raise ValueError("a sample of nothing")
    generator = random.Random(f"covenant-monitor second assessment {seed}")
    everyone = sorted(parties, key=natural_key)
    who = everyone if party_count is None else generator.sample(everyone, min(party_count, len(everyone)))
    filled = [section for section in sections if section.criteria]
    sizes = [len(section.criteria) for section in filled]
    wanted = sum(sizes) if criterion_count is None else min(criterion_count, sum(sizes))
    what: list[str] = []
    for section, n in zip(filled, _strata(sizes, wanted, generator), strict=True):
        what += [criterion.code for criterion in generator.sample(list(section.criteria), n)]
    return sorted(who, key=natural_key), sorted(what, key=natural_key)


def _strata(sizes: Sequence[int], wanted: int, generator: random.Random) -> list[int]:
    """How many to draw from strata of these sizes: `wanted` in all, and at least one of each where that can be."""
    if wanted <= len(sizes):
        drawn = set(generator.sample(range(len(sizes)), wanted))
        return [int(place in drawn) for place in range(len(sizes))]
    left, room = wanted - len(sizes), [size - 1 for size in sizes]
    if not left:
        return [1] * len(sizes)
    shares = [Fraction(left * one, sum(room)) for one in room]
    extra = [int(share) for share in shares]
    by_remainder = sorted(range(len(sizes)), key=lambda place: (extra[place] - shares[place], place))
    for place in by_remainder[: left - sum(extra)]:
        extra[place] += 1
    return [1 + one for one in extra]
