"""The numbers of the distribution of scores: by participation year, or in the public's intervals. No matplotlib."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from covenant_monitor.charts.cohorts import may_be_parted, year_groups
from covenant_monitor.domain.disclosure import too_small
from covenant_monitor.domain.headline import Standing, mean, outcomes, reason_left_out, scores_of
from covenant_monitor.domain.model import Number, Outcome
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language

BIN = 5
PUBLIC_BIN = 20
SHAPES = (Outcome.MEETS, Outcome.ON_TRACK, Outcome.BEHIND)


@dataclass(frozen=True, slots=True)
class Dot:
    """One participant with a score, in percent. `counts`: whether it is in the headline figures."""

    standing: Standing
    score: Fraction
    counts: bool

    @property
    def outcome(self) -> Outcome | None:
        """Its class; None where nothing is required or the score can still change."""
        return self.standing.outcome if self.counts else None


@dataclass(frozen=True, slots=True)
class Interval:
    """The participants with a score from `low` up to `high`, in percent; the last interval holds 100 too."""

    low: int
    high: int
    dots: Sequence[Dot]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.dots)


@dataclass(frozen=True)
class Strip:
    """One participation year (or all together): its dots in order of score, and what is required of them.

    A `withheld` one is too small to be shown in public.
    """

    name: str
    dots: Sequence[Dot]
    required: Sequence[Number]
    withheld: bool = False

    @cached_property
    def counted(self) -> Sequence[Standing]:
        """Those in the headline figures."""
        return [dot.standing for dot in self.dots if dot.counts]

    @property
    def open(self) -> int:
        """How many have a score that does not count yet."""
        return sum(not dot.counts for dot in self.dots)

    @cached_property
    def mean(self) -> Fraction | None:
        """The mean score of those that count."""
        return mean(scores_of(self.counted))

    @cached_property
    def classes(self) -> Mapping[Outcome, int]:
        """How many of those that count are in each class."""
        counts = outcomes(self.counted)
        return {outcome: counts.count(outcome) for outcome in SHAPES}


@dataclass(frozen=True, slots=True)
class DistributionFigures:
    """The strips of a round. `minimum`: None where they are internal.

    `years_withheld`: one participation year could be computed from the rest, so that they are one strip.
    """

    strips: Sequence[Strip]
    minimum: int | None = None
    years_withheld: bool = False


def distribution_figures(picture: RoundPicture, language: Language, minimum: int | None = None) -> DistributionFigures:
    """The scores of a round by participation year, whole or for the public.

    The public sees only those that count, and the years as one where a year could be computed from the rest.
    """
    scored = [one for one in picture.standings if one.score is not None and one.score.score is not None]
    if minimum is not None:
        scored = [one for one in scored if reason_left_out(one) is None]
    groups = year_groups(scored)
    if may_be_parted([group.standings for group in groups], minimum):
        return DistributionFigures(
            [_strip(group.name(language), group.standings, minimum) for group in groups], minimum
        )
    every = _strip(language.gettext("All participants"), scored, minimum)
    # what is required differs from year to year
    return DistributionFigures([replace(every, required=())], minimum, years_withheld=True)


def _strip(name: str, standings: Sequence[Standing], minimum: int | None) -> Strip:
    dots = [
        Dot(one, one.score.score, reason_left_out(one) is None)
        for one in standings
        if one.score is not None and one.score.score is not None
    ]
    required = sorted({one.required for one in standings if one.required is not None})
    return Strip(name, sorted(dots, key=lambda dot: float(dot.score)), required, too_small(len(dots), minimum))


def intervals(strip: Strip, minimum: int | None = None) -> list[Interval]:
    """The scores in steps of five points; in public wider ones, none with fewer participants than may be shown.

    Neighbours are taken together until there are enough in each, those with nobody too, so that nothing is said of
    where nobody is.
    """
    step = BIN if minimum is None else PUBLIC_BIN
    members: dict[int, list[Dot]] = {low: [] for low in range(0, 100, step)}
    for dot in strip.dots:
        low = dot.score.numerator // (dot.score.denominator * step) * step  # as dot.score // step, and far faster
        members[min(low, 100 - step)].append(dot)
    found = [Interval(low, low + step, dots) for low, dots in members.items()]
    return found if minimum is None else _taken_together(found, minimum)


def _taken_together(found: Sequence[Interval], minimum: int) -> list[Interval]:
    wide: list[Interval] = []
    for part in found:
        if wide and wide[-1].n < minimum:
            wide[-1] = Interval(wide[-1].low, part.high, [*wide[-1].dots, *part.dots])
        else:
            wide.append(part)
    while len(wide) > 1 and wide[-1].n < minimum:
        last = wide.pop()
        wide[-1] = Interval(wide[-1].low, last.high, [*wide[-1].dots, *last.dots])
    return wide
