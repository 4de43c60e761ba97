"""The numbers of the cohort lines: everybody's mean score, and that of those who began together. No matplotlib."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.charts.cohorts import first_rounds, may_be_parted, published_parts
from covenant_monitor.domain.disclosure import published_mean
from covenant_monitor.domain.headline import Standing, mean, scores_of
from covenant_monitor.domain.picture import Break, RoundPicture, breaks


@dataclass(frozen=True, slots=True)
class Point:
    """The mean score, in percent, of `n` participants of a line in the round at `place`."""

    place: int
    mean: Fraction
    n: int


@dataclass(frozen=True, slots=True)
class Line:
    """Those who took part for the first time in the round `since` ("": everybody).

    `sizes`: how many count in every round; None where that is withheld.
    """

    since: str
    points: Sequence[Point]
    sizes: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """The lines over the rounds `codes`; `broken`: the places of rounds that have a break before them."""

    codes: Sequence[str]
    every: Line
    cohorts: Sequence[Line]
    breaks: Sequence[Break]
    broken: Sequence[int]
    minimum: int | None = None

    @property
    def withheld(self) -> bool:
        """Whether something is withheld that would have been shown otherwise."""
        return any(size is None for line in (self.every, *self.cohorts) for size in line.sizes)


def cohort_figures(rounds: Sequence[RoundPicture], minimum: int | None = None) -> CohortFigures:
    """Mean scores over `rounds` of those who began in the same round, of assessments that count in headline figures.

    A line follows the same companies, as far as they stay and count: so it says what became of them, while a line by
    participation year would hold others in every round. For the public what is too small is withheld, and in a round
    in which a cohort could be computed from everybody and the others, all cohorts are.
    """
    codes = [picture.round.code for picture in rounds]
    first = first_rounds([picture.standings for picture in rounds])
    counted = [picture.headline.counted for picture in rounds]
    everybody = [[(len(standings), mean(scores_of(standings)))] for standings in counted]
    every = _line("", [_published(parts[0], minimum) for parts in everybody])
    begun = sorted({first[standing.party.code] for standings in counted for standing in standings})
    columns: dict[int, list[tuple[int | None, Fraction | None]]] = {start: [] for start in begun}
    for standings in counted:
        groups = {start: [s for s in standings if first[s.party.code] == start] for start in begun}
        for start, said in _round(groups, minimum).items():
            columns[start].append(said)
    cohorts = [_line(codes[start], column) for start, column in columns.items()] if len(begun) > 1 else []
    found = breaks(rounds)
    return CohortFigures(codes, every, cohorts, found, [codes.index(mark.round) for mark in found], minimum)


def _round(groups: dict[int, list[Standing]], minimum: int | None) -> dict[int, tuple[int | None, Fraction | None]]:
    """The size and mean of every cohort in one round, as far as they may be shown."""
    parts = [(len(members), mean(scores_of(members))) for members in groups.values()]
    apart = may_be_parted(list(groups.values()), minimum)
    means = published_parts(parts, minimum) if apart else [None] * len(parts)
    return {start: _said(n, mean) for start, (n, _mean), mean in zip(groups, parts, means, strict=True)}


def _published(part: tuple[int, Fraction | None], minimum: int | None) -> tuple[int | None, Fraction | None]:
    n, mean = part
    return _said(n, published_mean(mean, n, minimum))


def _said(n: int, mean: Fraction | None) -> tuple[int | None, Fraction | None]:
    """A size goes with its mean: alone it would say that all are at one end of the scale."""
    return None if n and mean is None else n, mean


def _line(since: str, column: Sequence[tuple[int | None, Fraction | None]]) -> Line:
    points = [Point(place, mean, n) for place, (n, mean) in enumerate(column) if n and mean is not None]
    return Line(since, points, [n for n, _mean in column])
