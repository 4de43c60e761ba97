"""The totals that a round's workbook shows: of everybody that counts, and of every participation year.

In public (`minimum` is the covenant's smallest group) they are what may be shown; see `domain.disclosure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.domain.disclosure import apart, parts_give_away, published_mean, too_small
from covenant_monitor.domain.headline import OutcomeCounts, Reason, Standing, mean, outcomes, section_means
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import RoundPicture

USUAL_LAST_YEAR = 3


@dataclass(frozen=True, slots=True)
class Group:
    """The participants of one participation year that count in headline figures; `year` None: all of them.

    `and_later`: those of later years are among them. `required` and `mean` in percent; `required` None where nothing
    is, or not the same of all. Of a `withheld` group nothing is shown.
    """

    year: int | None
    and_later: bool
    required: Number | None
    counts: OutcomeCounts
    counted: int
    mean: Fraction | None
    withheld: bool = False

    def holds(self, standing: Standing) -> bool:
        """Whether a participant belongs to it, counted or not."""
        if self.year is None:
            return True
        year = standing.participation_year
        return year >= self.year if self.and_later else year == self.year


@dataclass(frozen=True, slots=True)
class Section:
    """The mean score of a section, in percent, of the `n` participants that have one; n None is not shown."""

    code: str
    mean: Fraction | None
    n: int | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """What is shown of one round. Sizes are None where they are withheld.

    `counted` of `participants` count; `left_out` says why the others do not. Where anything is required it holds those
    too of whom nothing is, for they have no outcome.
    `counted_shown`: whether it may be shown of each group how many count, those without a required score among them.
    """

    picture: RoundPicture
    every: Group
    cohorts: Sequence[Group]
    cohorts_withheld: bool
    sections: Sequence[Section]
    participants: int | None
    counted: int | None
    left_out: dict[Reason, int] | None
    left_out_total: int | None
    counted_shown: bool

    @property
    def withholds(self) -> bool:
        """Whether anything is withheld."""
        return (
            self.cohorts_withheld
            or self.every.withheld
            or None in (self.participants, self.counted, self.left_out)
            or not self.counted_shown
            or any(group.withheld for group in self.cohorts)
            or any(section.withheld or section.n is None for section in self.sections)
        )


def last_year(rounds: Sequence[RoundPicture]) -> int:
    """The participation year from which on the requirement no longer rises: later years are taken together with it."""
    years = [requirement.participation_year for picture in rounds for requirement in picture.round.requirements]
    return max(years, default=USUAL_LAST_YEAR)


def round_figures(picture: RoundPicture, last: int, minimum: int | None) -> RoundFigures:
    """Everything that is shown of a round; participation years from `last` on are taken together."""
    counted = picture.headline.counted
    every = _group(None, False, counted, minimum)
    cohorts = [_cohort(year, last, picture.standings, counted, minimum) for year in _years(picture, last)]
    withheld = (
        parts_give_away(every.counts.n, [group.counts.n for group in cohorts], minimum)
        or parts_give_away(every.counted, [group.counted for group in cohorts], minimum)
        or "years" in picture.withheld
    )
    left_out = {reason: len(standings) for reason, standings in picture.headline.left_out.items()}
    required = bool(picture.round.requirements)
    if required and every.counts.without_requirement:
        left_out[Reason.NO_REQUIREMENT] = every.counts.without_requirement
    total = sum(left_out.values())
    means = {found.section: found for found in section_means(counted)}
    sizes = [every.counts.n, every.counted, len(picture.standings)]
    sizes += [means[section.code].n if section.code in means else 0 for section in picture.framework.sections]
    shown = apart(sizes, minimum)
    all_shown = shown[0 if required else 1] and shown[2]
    groups = [every, *(() if withheld else cohorts)]
    return RoundFigures(
        picture=picture,
        every=every,
        cohorts=groups[1:],
        cohorts_withheld=withheld,
        sections=[
            _section(picture, section.code, means[section.code].mean if n else None, n, may_show, minimum)
            for section, n, may_show in zip(picture.framework.sections, sizes[3:], shown[3:], strict=True)
        ],
        participants=sizes[2] if shown[2] else None,
        counted=sizes[1] if shown[1] else None,
        left_out=left_out if all_shown and not any(too_small(n, minimum) for n in left_out.values()) else None,
        left_out_total=total if all_shown and not too_small(total, minimum) else None,
        counted_shown=not any(
            group.withheld or too_small(group.counts.without_requirement, minimum) for group in groups
        ),
    )


def _years(picture: RoundPicture, last: int) -> list[int]:
    return sorted({min(standing.participation_year, last) for standing in picture.standings})


def _cohort(
    year: int, last: int, standings: Sequence[Standing], counted: Sequence[Standing], minimum: int | None
) -> Group:
    """A participation year. What is required is that of all its participants, counted or not."""
    members = [standing for standing in standings if min(standing.participation_year, last) == year]
    required = {standing.required for standing in members}
    return _group(
        year,
        year == last,
        [standing for standing in counted if min(standing.participation_year, last) == year],
        minimum,
        required.pop() if len(required) == 1 else None,
    )


def _group(
    year: int | None,
    and_later: bool,
    counted: Sequence[Standing],
    minimum: int | None,
    required: Number | None = None,
) -> Group:
    counts = outcomes(counted)
    scores = [s.score.score for s in counted if s.score is not None and s.score.score is not None]
    return Group(
        year=year,
        and_later=and_later,
        required=required,
        counts=counts,
        counted=len(counted),
        mean=published_mean(mean(scores), len(scores), minimum),
        withheld=too_small(counts.n, minimum) or too_small(len(counted), minimum),
    )


def _section(
    picture: RoundPicture, code: str, found: Fraction | None, n: int, may_show: bool, minimum: int | None
) -> Section:
    published = None if f"section:{code}" in picture.withheld else published_mean(found, n, minimum)
    return Section(code, published, n if may_show else None, withheld=published is None and found is not None)
