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

DAYS_PER_YEAR = 365.25


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
    """

    milestone: Milestone
    status: TargetStatus
    observation: Observation | None = None
    gap: Number | None = None
    expected: Fraction | None = None
    pace_needed_per_year: float | None = None
    pace_so_far_per_year: float | None = None


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
    if not known:
        return MilestoneStanding(milestone, TargetStatus.NO_DATA)
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
    return MilestoneStanding(
        milestone,
        status,
        observation=last,
        gap=gap,
        expected=expected,
        pace_needed_per_year=_pace(sign, worst, last.day, milestone.value, milestone.day) if needed else None,
        pace_so_far_per_year=_pace(sign, target.baseline_value, target.baseline_day, worst, last.day),
    )


def _pace(sign: int, start: Number | None, start_day: date | None, end: Number, end_day: date) -> float | None:
    if start is None or start_day is None or end_day <= start_day:
        return None
    return float(sign * (end - start)) / ((end_day - start_day).days / DAYS_PER_YEAR)
