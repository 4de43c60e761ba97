"""Indicators, their observations, and how they stand against a target.

The path of a target is the straight line from its baseline to its first milestone, and on from milestone to milestone.
Where no baseline was agreed, the first observation stands for it. Without a path nobody can tell on track from behind.
An observation published as a range counts by its less favourable end: a range meets a milestone only if all of it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from covenant_monitor.domain.model import Number, Text
from covenant_monitor.domain.projection import NoProjection, Point, Projection, Trend, project, trend

DAYS_PER_YEAR = 365.25
_PERCENT_UNITS = ("%", "percent", "procent", "pct")


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class TargetStatus(StrEnum):
    """How a milestone stands on a date."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Observation:
    """What an indicator was on a day (the last one of its period): a value, or a range from `low` to `high`."""

    day: date
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    source: str = ""
    note: str = ""

    @property
    def is_range(self) -> bool:
        """Whether it was published as a range only."""
        return self.value is None and self.low is not None and self.high is not None

    @property
    def lowest(self) -> Number | None:
        """The lower end; the value itself where it is no range."""
        return self.value if self.value is not None else self.low

    @property
    def highest(self) -> Number | None:
        """The upper end; the value itself where it is no range."""
        return self.value if self.value is not None else self.high

    def worst(self, direction: Direction) -> Number | None:
        """The end that is less favourable."""
        return self.lowest if direction is Direction.UP else self.highest


@dataclass(frozen=True, slots=True)
class Indicator:
    """A series of observations in one unit."""

    code: str
    name: Text
    unit: str = ""
    direction: Direction = Direction.UP
    observations: Sequence[Observation] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """What an indicator should be at least (or, where down is better, at most) on a day."""

    day: date
    value: Number
    note: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Milestones agreed for an indicator, in order of day, and where it started."""

    code: str
    indicator: str
    milestones: Sequence[Milestone]
    baseline_day: date | None = None
    baseline_value: Number | None = None


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """How a milestone stands. `gap` is what is still missing, in the indicator's unit, negative where exceeded.

    Paces are in units per year, positive in the direction that is better: the one needed from the observation to the
    milestone, None once its day has come or it is achieved; and the one so far, from the baseline to the observation.
    `expected` is the path on the observation's day. No data: there is no observation, or no path to hold it against.
    `projected` is where the line through the observations comes on the milestone's day, between the ends of its 95 %
    prediction interval (domain/projection.py); None where there is no telling, and `no_projection` says why.
    """

    milestone: Milestone
    status: TargetStatus
    observation: Observation | None = None
    gap: Number | None = None
    expected: Fraction | None = None
    pace_needed_per_year: float | None = None
    pace_so_far_per_year: float | None = None
    projected: Number | None = None
    projected_low: float | None = None
    projected_high: float | None = None
    no_projection: NoProjection | None = None


def is_percent(unit: str) -> bool:
    """Whether a unit is a percentage, however it was entered."""
    return unit.strip().casefold() in _PERCENT_UNITS


def next_milestone(target: Target, at: date) -> Milestone | None:
    """The milestone that matters on the day `at`: the first one ahead, or the last where all have passed."""
    ordered = sorted(target.milestones, key=lambda milestone: milestone.day)
    return next((milestone for milestone in ordered if milestone.day > at), ordered[-1] if ordered else None)


def path_value(target: Target, day: date) -> Fraction | None:
    """Where the path of `target` lies on `day`; None before its start, after its end, or without a baseline."""
    points = [(milestone.day, milestone.value) for milestone in target.milestones]
    if target.baseline_day is not None and target.baseline_value is not None:
        points.insert(0, (target.baseline_day, target.baseline_value))
    for (start, low), (end, high) in pairwise(points):
        if start <= day <= end and start < end:
            return low + Fraction((high - low) * (day - start).days, (end - start).days)
    return None


def with_baseline(target: Target, indicator: Indicator, at: date) -> Target:
    """`target` with a baseline: its own, or else the first of at least two observations up to the day `at`."""
    if target.baseline_day is not None and target.baseline_value is not None:
        return target
    known = _known(indicator, at)
    if not known or known[0].day == known[-1].day:
        return target
    return replace(target, baseline_day=known[0].day, baseline_value=known[0].worst(indicator.direction))


def _known(indicator: Indicator, at: date) -> list[Observation]:
    """The observations up to the day `at` that have a value or a range, in order of day."""
    known = [o for o in indicator.observations if o.day <= at and o.worst(indicator.direction) is not None]
    return sorted(known, key=lambda observation: observation.day)


def milestone_standing(indicator: Indicator, target: Target, milestone: Milestone, at: date) -> MilestoneStanding:
    """How `milestone` stands on the day `at`, by the last observation up to then and up to its own day.

    On its day and after it is achieved or missed. Before it: achieved where the last observation already meets it,
    on track where that lies on the path or better on its own day, else behind. Where there is no path on that day,
    and it is neither achieved nor missed, there is no data; observation and gap are there all the same.
    """
    until = min(at, milestone.day)
    known = _known(indicator, until)
    ahead = projection(indicator, milestone.day, at)
    if not known:
        return _with_projection(MilestoneStanding(milestone, TargetStatus.NO_DATA), ahead)
    target = with_baseline(target, indicator, until)
    last = known[-1]
    worst = last.worst(indicator.direction)
    assert worst is not None
    sign = 1 if indicator.direction is Direction.UP else -1
    gap = sign * (milestone.value - worst)
    expected = path_value(target, last.day)
    if gap <= 0:
        status = TargetStatus.ACHIEVED
    elif at >= milestone.day:
        status = TargetStatus.MISSED
    elif expected is None:
        status = TargetStatus.NO_DATA
    else:
        status = TargetStatus.ON_TRACK if sign * (worst - expected) >= 0 else TargetStatus.BEHIND
    needed = status is not TargetStatus.ACHIEVED and at < milestone.day
    standing = MilestoneStanding(
        milestone,
        status,
        observation=last,
        gap=gap,
        expected=expected,
        pace_needed_per_year=_pace(sign, worst, last.day, milestone.value, milestone.day) if needed else None,
        pace_so_far_per_year=_pace(sign, target.baseline_value, target.baseline_day, worst, last.day),
    )
    return _with_projection(standing, ahead)


def _with_projection(standing: MilestoneStanding, ahead: Projection | NoProjection) -> MilestoneStanding:
    if isinstance(ahead, NoProjection):
        return replace(standing, no_projection=ahead)
    return replace(standing, projected=ahead.value, projected_low=ahead.low, projected_high=ahead.high)


def projection(indicator: Indicator, day: date, at: date) -> Projection | NoProjection:
    """Where the line through the observations up to the day `at` comes on `day`; or why there is no telling."""
    return project(_points(indicator, at), day, at, percent=is_percent(indicator.unit))


def indicator_trend(indicator: Indicator, at: date) -> Trend | None:
    """The line through the observations up to the day `at`; None where they are too few."""
    return trend(_points(indicator, at), percent=is_percent(indicator.unit))


def _points(indicator: Indicator, at: date) -> list[Point]:
    """The observations as points: a range by its middle. One that is bounded on one side only is left out."""
    points = []
    for observation in _known(indicator, at):
        value, low, high = observation.value, observation.low, observation.high
        if value is None and low is not None and high is not None:
            value = Fraction(low + high) / 2
        if value is not None:
            give = [abs(Fraction(end) - value) for end in (low, high) if end is not None]
            points.append(Point(observation.day, value, max(give, default=Fraction(0))))
    return points


def _pace(sign: int, start: Number | None, start_day: date | None, end: Number, end_day: date) -> float | None:
    if start is None or start_day is None or end_day <= start_day:
        return None
    return float(sign * (end - start)) / ((end_day - start_day).days / DAYS_PER_YEAR)
