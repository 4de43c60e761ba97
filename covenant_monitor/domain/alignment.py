"""OECD alignment of the covenant itself: what is written (standards) beside what is done (implementation).

Each result says how far one component, or all of them together (component ""), is aligned in one dimension: counts of
criteria, or percentages as they were published. Not to be confused with the alignment of participants (`shares`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.model import Number, Text, natural_key
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.domain.shares import rounded_shares
from covenant_monitor.domain.targets import Indicator, Observation

WHOLE = ""
"""The component of a result about all components together."""

COUNT, PERCENT = "count", "percent"
"""The units of a result."""

PAPER_LEAST = 50
"""From so many percent fully aligned on, a component counts as described on paper (docs/rules.md)."""

GAP_LEAST = 20
"""So many percentage points less in practice make it "on paper only" (docs/rules.md)."""

FIRST_YEAR, LAST_YEAR = 1976, 2100
"""The years that an assessment can be of: from the first OECD Guidelines on, and what is no typing error."""


class Basis(StrEnum):
    """How shares came about."""

    ENTERED = "entered"
    """As they were published or counted."""
    COUNTED = "counted"
    """The counts of the components, added up."""
    MEAN = "mean"
    """The mean of the components' percentages, each counting once: what they weigh is not known."""


@dataclass(frozen=True, slots=True)
class AlignmentShares:
    """Exact percentages fully, partially and not aligned, which add up to 100.

    `n`: of how many criteria, where these were counted. `derived`: "not" was not published, and is the rest of 100; it
    may include what is not applicable. `given_sum`: what the three percentages that were given add up to; where that
    is not 100, the shares are of that sum. `parts`: the components that a total was made from; none of one entered.
    """

    fully: Fraction
    partially: Fraction
    not_: Fraction
    basis: Basis = Basis.ENTERED
    n: Number | None = None
    derived: bool = False
    given_sum: Number = 100
    parts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def exact(self) -> tuple[Fraction, Fraction, Fraction]:
        """Fully, partially and not."""
        return self.fully, self.partially, self.not_

    @property
    def at_least_partially(self) -> Fraction:
        """Fully and partially together."""
        return self.fully + self.partially

    def rounded(self, decimals: int = 0) -> list[Fraction]:
        """The shares as they are shown: rounded, and adding up to 100 (largest remainder)."""
        return rounded_shares(self.exact, decimals) or []

    def comparable(self, other: "AlignmentShares") -> bool:
        """Whether a difference with `other` says something: both entered, or made in one way of the same components."""
        return (self.parts, self.basis) == (other.parts, other.basis)


def shares_of(result: CovenantAlignment) -> AlignmentShares | None:
    """The shares of one result; None where nothing was rated, or counts do not say how many are not aligned."""
    fully, partially, not_ = result.fully, result.partially, result.not_
    counted = result.unit == COUNT
    if min(fully, partially, not_ or 0) < 0 or (counted and not_ is None):
        return None
    derived = not_ is None
    if not_ is None:
        not_ = max(0, 100 - fully - partially)
    total = fully + partially + not_
    if not total:
        return None
    return AlignmentShares(
        Fraction(100 * fully) / total,
        Fraction(100 * partially) / total,
        Fraction(100 * not_) / total,
        n=total if counted else None,
        derived=derived,
        given_sum=100 if counted else total,
        sources=(result.source,) if result.source else (),
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """One component, or all together, on paper and in practice."""

    component: str
    standards: AlignmentShares
    implementation: AlignmentShares

    @property
    def points(self) -> Fraction:
        """How many percentage points less is fully aligned in practice than on paper; below 0 where it is more."""
        return self.standards.fully - self.implementation.fully

    @property
    def on_paper_only(self) -> bool:
        """Whether it is described and much less done: see `PAPER_LEAST` and `GAP_LEAST`."""
        return self.standards.fully >= PAPER_LEAST and self.points >= GAP_LEAST


@dataclass(frozen=True, slots=True)
class AlignmentYear:
    """The results of one assessment year. `components` in natural order, without the total; `shares` with it."""

    year: int
    components: tuple[str, ...]
    shares: Mapping[tuple[str, AlignmentDimension], AlignmentShares]

    @property
    def dimensions(self) -> list[AlignmentDimension]:
        """Those that something is known of, in their order."""
        known = {dimension for _component, dimension in self.shares}
        return [dimension for dimension in AlignmentDimension if dimension in known]

    def of(self, component: str, dimension: AlignmentDimension) -> AlignmentShares | None:
        """The shares of a component, or of all together (""); None where they are not known."""
        return self.shares.get((component, dimension))

    def gap(self, component: str = WHOLE) -> Gap | None:
        """Paper and practice of a component, or of all together; None where that cannot be said."""
        standards = self.of(component, AlignmentDimension.STANDARDS)
        implementation = self.of(component, AlignmentDimension.IMPLEMENTATION)
        if standards is None or implementation is None or not standards.comparable(implementation):
            return None
        return Gap(component, standards, implementation)

    @property
    def gaps(self) -> list[Gap]:
        """Of every component of which paper and practice are both known, in order."""
        return [gap for component in self.components if (gap := self.gap(component))]

    @property
    def on_paper_only(self) -> list[Gap]:
        """The components that are described and much less done, the largest gap first."""
        return sorted((gap for gap in self.gaps if gap.on_paper_only), key=lambda gap: -gap.points)


def alignment_years(results: Iterable[CovenantAlignment]) -> list[AlignmentYear]:
    """The results by assessment year, the earliest first, with the totals that follow from the components.

    A total that was published goes before one that follows. Counts add up; percentages do not, so of these there is
    the mean, which is said by its basis. A component is the same in all years whatever the case of its letters.
    """
    names: dict[str, str] = {}
    found: dict[int, dict[tuple[str, AlignmentDimension], AlignmentShares]] = {}
    for result in results:
        name = names.setdefault(component_key(result.component), result.component.strip())
        shares = shares_of(result)
        if shares is not None:
            found.setdefault(result.year, {})[name, result.dimension] = shares
    return [_year(year, shares) for year, shares in sorted(found.items())]


def component_key(component: str) -> str:
    """What the names of one component have in common."""
    return " ".join(component.split()).casefold()


def _year(year: int, shares: dict[tuple[str, AlignmentDimension], AlignmentShares]) -> AlignmentYear:
    components = sorted({component for component, _ in shares} - {WHOLE}, key=natural_key)
    totals = {}
    for dimension in AlignmentDimension:
        parts = [(one, shares[one, dimension]) for one in components if (one, dimension) in shares]
        if parts and (WHOLE, dimension) not in shares:
            totals[WHOLE, dimension] = _total([name for name, _ in parts], [part for _, part in parts])
    return AlignmentYear(year, tuple(components), {**shares, **totals})


def _total(names: Sequence[str], parts: Sequence[AlignmentShares]) -> AlignmentShares:
    """All components together: counts are added up, and of percentages the mean is taken."""
    counts = [part.n for part in parts if part.n is not None]
    counted = len(counts) == len(parts)
    weights = counts if counted else [1] * len(parts)
    whole = sum(weights)
    fully, partially, not_ = (
        sum((weight * part.exact[place] for weight, part in zip(weights, parts, strict=True)), Fraction()) / whole
        for place in range(3)
    )
    return AlignmentShares(
        fully,
        partially,
        not_,
        basis=Basis.COUNTED if counted else Basis.MEAN,
        n=whole if counted else None,
        derived=any(part.derived for part in parts),
        parts=tuple(names),
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
    )


@dataclass(frozen=True, slots=True)
class AlignmentChange:
    """One component, or all together, in one dimension in two assessment years."""

    before: AlignmentShares
    after: AlignmentShares

    @property
    def fully(self) -> Fraction:
        """How many percentage points more are fully aligned."""
        return self.after.fully - self.before.fully

    @property
    def at_least_partially(self) -> Fraction:
        """How many percentage points more are at least partially aligned."""
        return self.after.at_least_partially - self.before.at_least_partially


def changes(before: AlignmentYear, after: AlignmentYear) -> dict[tuple[str, AlignmentDimension], AlignmentChange]:
    """What changed, of every component and dimension that both years know and that compares; "" is all together."""
    return {
        key: AlignmentChange(then, now)
        for key, now in after.shares.items()
        if (then := before.shares.get(key)) and then.comparable(now)
    }


_NAMES: Mapping[AlignmentDimension, Text] = {
    AlignmentDimension.STANDARDS: Text("Geschreven normen", "Written standards"),
    AlignmentDimension.IMPLEMENTATION: Text("Uitvoering", "Implementation"),
    AlignmentDimension.CREDIBILITY: Text("Geloofwaardigheid", "Credibility"),
}
_FULLY = "fully", Text("volledig in lijn met de OESO", "fully aligned with the OECD")
_AT_LEAST = (
    "at-least-partially",
    Text("ten minste deels in lijn met de OESO", "at least partially aligned with the OECD"),
)


def alignment_indicators(prefix: str, results: Iterable[CovenantAlignment]) -> list[Indicator]:
    """The totals as indicators in percent: fully, and at least partially, per dimension, dated at the end of the year.

    A mean of percentages is no observation: it would stand there as if it had been counted. `prefix`: what codes begin
    with.
    """
    years = alignment_years(results)
    made = []
    for dimension, name in _NAMES.items():
        known = [
            (year.year, shares)
            for year in years
            if (shares := year.of(WHOLE, dimension)) and shares.basis is not Basis.MEAN
        ]
        for code, words in (_FULLY, _AT_LEAST) if known else ():
            observed = [
                _observation(year, shares, shares.fully if code == _FULLY[0] else shares.at_least_partially)
                for year, shares in known
            ]
            text = Text(f"{name.nl}: {words.nl}", f"{name.en}: {words.en}")
            made.append(Indicator(f"{prefix}:{dimension}:{code}", text, "%", observations=tuple(observed)))
    return made


def _observation(year: int, shares: AlignmentShares, value: Fraction) -> Observation:
    return Observation(
        date(year, 12, 31),
        value,
        numerator=None if shares.n is None else value * shares.n / 100,
        denominator=shares.n,
        source="; ".join(shares.sources),
    )
