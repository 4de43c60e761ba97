"""Shares: rounding that adds up, and alignment per step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from covenant_monitor.domain.model import Framework, Number
from covenant_monitor.domain.scoring import SectionScore


def rounded_shares(amounts: Sequence[Number], decimals: int = 0) -> list[Fraction] | None:
    """Percentages with so many decimals that add up to 100, by largest remainder; None where the amounts are all 0.

    Each share is its exact percentage rounded down, or up where its remainder is among the largest; of equal
    remainders the last ones (Hamilton's method), so that where the best class comes first it is never flattered.

    Raises:
        ValueError: an amount is negative.
    """
    if any(amount < 0 for amount in amounts):
        raise ValueError("a share of a negative amount")
    whole = sum(amounts)
    if not whole:
        return None
    units = 100 * 10**decimals
    exact = [Fraction(amount) * units / whole for amount in amounts]
    floors = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], -i))
    for i in by_remainder[: units - sum(floors)]:
        floors[i] += 1
    return [Fraction(floor, 10**decimals) for floor in floors]


def sum_of(ratios: Iterable[tuple[int, int]]) -> Fraction:
    """The exact sum of numerator / denominator over whole numbers; many times as fast as adding fractions up."""
    by_denominator: dict[int, int] = {}
    for numerator, denominator in ratios:
        by_denominator[denominator] = by_denominator.get(denominator, 0) + numerator
    common = lcm(*by_denominator)
    return Fraction(sum(top * (common // bottom) for bottom, top in by_denominator.items()), common)


@dataclass(frozen=True, slots=True)
class Alignment:
    """How many applicable, rated criteria are fully, partially and not met; n.a. and open ones are not among them."""

    fully: int
    partially: int
    not_: int

    @property
    def n(self) -> int:
        """How many criteria the shares are of."""
        return self.fully + self.partially + self.not_

    def shares(self) -> tuple[Fraction, Fraction, Fraction] | None:
        """The exact shares in percent; None where nothing is rated."""
        if not self.n:
            return None
        return tuple(Fraction(100 * part, self.n) for part in (self.fully, self.partially, self.not_))  # type: ignore[return-value]

    def rounded(self, decimals: int = 0) -> list[Fraction] | None:
        """The shares as they are shown: rounded, and adding up to 100 (design, rule 3.7)."""
        return rounded_shares((self.fully, self.partially, self.not_), decimals)


def alignment(sections: Iterable[SectionScore]) -> Alignment:
    """The alignment of some sections together, of one participant or of many."""
    parts = list(sections)
    return Alignment(
        sum(part.fully for part in parts), sum(part.partially for part in parts), sum(part.not_ for part in parts)
    )


def alignment_per_step(framework: Framework, sections: Iterable[SectionScore]) -> Mapping[int, Alignment]:
    """The alignment per OECD step (1-6) of the sections that name one (design, rule 3.7)."""
    steps = {section.code: section.step for section in framework.sections}
    per_step: dict[int, list[SectionScore]] = {}
    for part in sections:
        if step := steps.get(part.section):
            per_step.setdefault(step, []).append(part)
    return {step: alignment(parts) for step, parts in sorted(per_step.items())}
