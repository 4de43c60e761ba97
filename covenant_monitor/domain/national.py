"""The covenants of one file side by side: the national picture.

Participants that are alike are counted together (`Alike`), so that nobody has to make an object of every one of every
covenant. What counts in a headline figure, and which outcome it has, is said by `headline` and `scoring`; this module
only adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from covenant_monitor.domain.headline import OutcomeCounts, Reason
from covenant_monitor.domain.model import Covenant, Number, Outcome, Round
from covenant_monitor.domain.sectors import RiskSector, Sectors
from covenant_monitor.domain.shares import sum_of
from covenant_monitor.domain.tally import Amount
from covenant_monitor.domain.targets import (
    Indicator,
    MilestoneStanding,
    Target,
    TargetStatus,
    milestone_standing,
    next_milestone,
)


class State(StrEnum):
    """How far a covenant is on a day."""

    RUNNING = "running"
    UNDATED = "undated"
    """It has not ended, and nobody noted when it began."""
    AHEAD = "ahead"
    ENDED = "ended"


def state(covenant: Covenant, day: date) -> State:
    """How far a covenant is on `day`. Both its first and its last day belong to it."""
    if covenant.end_date is not None and covenant.end_date < day:
        return State.ENDED
    if covenant.start_date is None:
        return State.UNDATED
    return State.RUNNING if covenant.start_date <= day else State.AHEAD


class Alike(NamedTuple):
    """So many (`n`) participants of one round that are alike in all that headline figures look at.

    `left_out`: why they do not count; None where they do, and then `outcome` and `score` (in percent) are theirs.
    """

    n: int
    left_out: Reason | None
    outcome: Outcome | None = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Turnover:
    """How many participants of a round have a turnover, in the year that its figures are of, of just this amount."""

    amount: Amount
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the sector, in percent. `n`: the participants that it is of; `missing`: those that are not in it."""

    numerator: Number
    denominator: Number
    n: int
    missing: int = 0

    @property
    def percent(self) -> Fraction:
        """The share."""
        return Fraction(100 * self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class RoundContent:
    """What is read of one round: its standings, and the figures of the year that its figures are of."""

    round: Round
    alike: Sequence[Alike]
    turnovers: Sequence[Turnover] = ()
    sector_companies: Amount | None = None
    sector_turnover: Amount | None = None


@dataclass(frozen=True, slots=True)
class CovenantContent:
    """What is read of one covenant. `latest`: of its last round that has begun on the day, if there is one.

    `participants`: how many take part on the day; `has_participants`: whether it has or had any.
    """

    covenant: Covenant
    rounds: Sequence[Round] = ()
    latest: RoundContent | None = None
    participants: int = 0
    has_participants: bool = False
    indicators: Sequence[Indicator] = ()
    targets: Sequence[Target] = ()


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """The headline of one round: `participants` in all, of which `n` count, and the others by the reason why not.

    `companies` and `turnover`: the participants as a share of the sector; None where the sector's figure of that year
    is not known, or that of no participant is.
    """

    round: Round
    participants: int
    n: int
    left_out: Mapping[Reason, int]
    outcomes: OutcomeCounts
    mean: Fraction | None
    companies: Share | None = None
    turnover: Share | None = None

    @property
    def meets(self) -> Fraction | None:
        """The share, in percent, that meets the required score; None where nothing is required of anybody."""
        return self.outcomes.share(Outcome.MEETS)


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """A target of a covenant, and how the milestone that it is about on the day stands: the next one, or the last."""

    covenant: Covenant
    target: Target
    indicator: Indicator
    standing: MilestoneStanding | None
    is_policy: bool = False
    """It is of the whole country, not of a covenant."""

    @property
    def status(self) -> TargetStatus:
        """How it stands."""
        return self.standing.status if self.standing else TargetStatus.NO_DATA


@dataclass(frozen=True, slots=True)
class CovenantFigures:
    """One covenant on the day. `sectors`: the risk sectors that it is of; `is_known`: its sector is recognised.

    `participants`: the companies that take part on the day, none where it has ended or is still to begin; None where
    the file knows of none at any time.
    """

    covenant: Covenant
    state: State
    participants: int | None
    latest: RoundFigures | None
    targets: Sequence[TargetFigure]
    sectors: Sequence[RiskSector] = ()
    is_known: bool = True
    is_policy: bool = False
    """It is of all sectors, and has neither participants nor rounds: national policy, not a covenant of a sector."""


class Cover(StrEnum):
    """Whether a risk sector has a covenant on the day."""

    RUNNING = "running"
    ENDED = "ended"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """A risk sector, and the covenants that it has or had on the day."""

    sector: RiskSector
    covenants: Sequence[CovenantFigures]

    @property
    def cover(self) -> Cover:
        """Whether it has a covenant; one of which no dates are known counts as running."""
        states = {one.state for one in self.covenants}
        if states & {State.RUNNING, State.UNDATED}:
            return Cover.RUNNING
        return Cover.ENDED if states else Cover.NONE


@dataclass(frozen=True, slots=True)
class National:
    """The national picture on a day.

    `covenants`: those of sectors; `targets`: the national ones, of what has neither participants nor rounds, those of
    all sectors first; `unknown`: the covenants of a sector that is none of the thirteen.
    """

    day: date
    covenants: Sequence[CovenantFigures]
    targets: Sequence[TargetFigure]
    sectors: Sequence[SectorFigures]
    unknown: Sequence[CovenantFigures]

    @property
    def participants(self) -> int:
        """The participations on the day; who takes part in two covenants counts twice."""
        return sum(one.participants or 0 for one in self.covenants)

    def count(self, *states: State) -> int:
        """How many covenants are in one of these states."""
        return sum(one.state in states for one in self.covenants)

    def covered(self, *covers: Cover) -> int:
        """How many risk sectors have a cover like one of these."""
        return sum(one.cover in covers for one in self.sectors)


def national(contents: Iterable[CovenantContent], sectors: Sectors, day: date) -> National:
    """The national picture on `day` of the covenants of a file."""
    contents = list(contents)
    figures = [_covenant(content, sectors, day) for content in contents]
    covenants = [one for one in figures if not one.is_policy]
    apart = [one for one, content in zip(figures, contents, strict=True) if _stands_apart(content)]
    apart.sort(key=lambda one: not one.is_policy)
    begun = [one for one in covenants if one.state is not State.AHEAD]
    return National(
        day,
        covenants,
        [target for one in apart for target in one.targets],
        [SectorFigures(sector, [one for one in begun if sector in one.sectors]) for sector in sectors.risk],
        [one for one in covenants if not one.is_known],
    )


def _stands_apart(content: CovenantContent) -> bool:
    """Whether it has neither participants nor rounds: nothing but indicators and targets."""
    return not content.rounds and not content.has_participants


def _covenant(content: CovenantContent, sectors: Sectors, day: date) -> CovenantFigures:
    covenant = content.covenant
    found = sectors.of(covenant.sector)
    is_policy = sectors.is_all(covenant.sector) and _stands_apart(content)
    targets = target_figures(content, day)
    at = state(covenant, day)
    participants = content.participants if at in (State.RUNNING, State.UNDATED) else 0
    return CovenantFigures(
        covenant,
        at,
        participants if content.has_participants else None,
        round_figures(content.latest) if content.latest else None,
        [replace(target, is_policy=True) for target in targets] if is_policy else targets,
        found,
        is_known=bool(found) or sectors.is_all(covenant.sector),
        is_policy=is_policy,
    )


def latest_round(rounds: Iterable[Round], day: date) -> Round | None:
    """The last round that has begun on `day`."""
    return max((one for one in rounds if one.first_day <= day), key=lambda one: one.first_day, default=None)


def figures_year(round_: Round) -> int:
    """The year that the figures of a round are of: that of its reference date, or else of its last day."""
    return round_.seen_on.year


def round_figures(content: RoundContent) -> RoundFigures:
    """The headline of a round."""
    left_out: dict[Reason, int] = {}
    outcomes = dict.fromkeys((*Outcome, None), 0)
    n = 0
    scores = []
    for alike in content.alike:
        if alike.left_out is not None:
            left_out[alike.left_out] = left_out.get(alike.left_out, 0) + alike.n
            continue
        n += alike.n
        outcomes[alike.outcome] += alike.n
        if alike.score is not None:
            scores.append((alike.n * alike.score.numerator, alike.score.denominator))
    participants = sum(alike.n for alike in content.alike)
    sector = content.sector_companies
    return RoundFigures(
        content.round,
        participants,
        n,
        {reason: left_out[reason] for reason in Reason if reason in left_out},
        OutcomeCounts(outcomes[Outcome.MEETS], outcomes[Outcome.ON_TRACK], outcomes[Outcome.BEHIND], outcomes[None]),
        sum_of(scores) / n if n else None,
        Share(participants, sector.value, participants) if sector and sector.value else None,
        _turnover_share(content, participants),
    )


def _turnover_share(content: RoundContent, participants: int) -> Share | None:
    """The participants' turnover as a share of the sector's, of those that have one in the sector's unit."""
    sector = content.sector_turnover
    known = [one for one in content.turnovers if sector and one.amount.unit == sector.unit]
    n = sum(one.n for one in known)
    if sector is None or not sector.value or not n:
        return None
    amount = sum_of((one.n * one.amount.value.numerator, one.amount.value.denominator) for one in known)
    return Share(amount, sector.value, n, participants - n)


def target_figures(content: CovenantContent, day: date) -> list[TargetFigure]:
    """The targets of a covenant as they stand on `day`."""
    indicators = {indicator.code: indicator for indicator in content.indicators}
    found = []
    for target in content.targets:
        milestone = next_milestone(target, day)
        indicator = indicators[target.indicator]
        standing = milestone_standing(indicator, target, milestone, day) if milestone else None
        found.append(TargetFigure(content.covenant, target, indicator, standing))
    return found
