"""The participants of a round by participation year, and what the public may see of them. No matplotlib."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.charts.outcome_figures import LAST_COHORT
from covenant_monitor.domain.disclosure import parts_give_away, published_mean
from covenant_monitor.domain.headline import Standing
from covenant_monitor.language import Language
from covenant_monitor.names import year_name


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The participants of one participation year; `and_later` where later years are taken together with it."""

    year: int
    and_later: bool
    standings: Sequence[Standing]

    def name(self, language: Language) -> str:
        """What it is called beside its marks."""
        return year_name(self.year, language, and_later=self.and_later)


def year_groups(standings: Iterable[Standing]) -> list[YearGroup]:
    """By participation year in order, the later years taken together as the chart of the outcomes has them."""
    groups: dict[int, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(min(standing.participation_year, LAST_COHORT), []).append(standing)
    return [
        YearGroup(year, any(one.participation_year > year for one in members), members)
        for year, members in sorted(groups.items())
    ]


def may_be_parted(groups: Sequence[Sequence[Standing]], minimum: int | None) -> bool:
    """Whether groups that make up a known whole may be shown apart, the small ones withheld."""
    sizes = [len(group) for group in groups]
    return not parts_give_away(sum(sizes), sizes, minimum)


def published_parts(parts: Sequence[tuple[int, Fraction | None]], minimum: int | None) -> list[Fraction | None]:
    """The means, in percent, of groups of n that make up a whole whose mean is shown too, as far as they may be shown.

    A mean is withheld by `published_mean`. Where the whole and the others would give back one that is withheld, or
    what several have together may not be shown itself, none of them is shown.
    """
    shown = [published_mean(mean, n, minimum) for n, mean in parts]
    if minimum is None:
        return shown
    hidden = [
        (n, mean) for (n, mean), said in zip(parts, shown, strict=True) if n and mean is not None and said is None
    ]
    if not hidden:
        return shown
    together = sum(n for n, _ in hidden)
    mean = sum((n * mean for n, mean in hidden), Fraction()) / together
    if len(hidden) == 1 or published_mean(mean, together, minimum) is None:
        return [None] * len(parts)
    return shown


def first_rounds(rounds: Sequence[Iterable[Standing]]) -> Mapping[str, int]:
    """In which of the rounds, in order, every participant takes part for the first time, by its code."""
    first: dict[str, int] = {}
    for place, standings in enumerate(rounds):
        for standing in standings:
            first.setdefault(standing.party.code, place)
    return first


def unbroken(places: Sequence[int], breaks: Iterable[int]) -> list[list[int]]:
    """Places in a series, parted where one is missing or a break stands before a place."""
    broken = set(breaks)
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1 and place not in broken:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs
