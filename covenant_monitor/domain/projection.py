"""Where a series is heading: a straight line through what was observed, and how far from it the next value may lie.

The line is ordinary least squares of value on time. Around it lies the 95 % prediction interval of one more observation
on a day x (Draper and Smith, Applied Regression Analysis, 3rd ed., 1.4),

    line(x) +/- t * s * sqrt(1 + 1/n + (x - mean)^2 / Sxx),   s^2 = sum of squared residuals / (n - 2),

with t the 97.5 % quantile of Student's distribution with n - 2 degrees of freedom. An observation that is known within
bounds only counts by its middle; the interval is widened by as far as the line can move on x when each such observation
lies where that moves it most: the sum of |1/n + (x - mean) (x_i - mean) / Sxx| * half the width of i.

The interval holds only as long as things go on as they did. So nothing is projected from fewer than three days, nor
further ahead than twice the time that was observed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist

from covenant_monitor.domain.model import Number

FEWEST_DAYS = 3
REACH = 2

# 97.5 % quantiles of Student's t for 1, 2, ... 10 degrees of freedom, as in any printed table
_STUDENT = (12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139)
_NORMAL = NormalDist().inv_cdf(0.975)


class NoProjection(StrEnum):
    """Why nothing is projected."""

    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day, known to within `give` of it on either side (0: exactly)."""

    day: date
    value: Number
    give: Number = 0


@dataclass(frozen=True, slots=True)
class Projection:
    """What to expect on a day, in the unit of the series: low <= value <= high, from so many observations."""

    day: date
    value: Number
    low: float
    high: float
    observations: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The line through `points`: its slope per day, through the mean day (an ordinal) and the mean value.

    `spread` is the sum of squares of the days about their mean, `residual` the standard deviation about the line.
    A `share` is a percentage of a whole, and stays between 0 and 100.
    """

    points: Sequence[Point]
    mean_day: Fraction
    mean: Fraction
    slope: Fraction
    spread: Fraction
    residual: float
    share: bool = False

    @property
    def first(self) -> date:
        """The first day observed."""
        return min(point.day for point in self.points)

    @property
    def last(self) -> date:
        """The last day observed."""
        return max(point.day for point in self.points)

    def on(self, day: date) -> Projection:
        """The line on any day, and its interval."""
        n = len(self.points)
        ahead = day.toordinal() - self.mean_day
        value = self.mean + self.slope * ahead
        noise = student(n - 2) * self.residual * math.sqrt(1 + 1 / n + float(ahead**2 / self.spread))
        moved = sum(
            abs(Fraction(1, n) + ahead * (point.day.toordinal() - self.mean_day) / self.spread) * point.give
            for point in self.points
            if point.give
        )
        margin = noise + float(moved)
        low, high = float(value) - margin, float(value) + margin
        if self.share:
            value = min(max(value, Fraction(0)), Fraction(100))
            low, high = (min(max(end, 0.0), 100.0) for end in (low, high))
        return Projection(day, value, low, high, n)


def trend(points: Sequence[Point], *, percent: bool = False) -> Trend | None:
    """The line through `points`; None where they lie on fewer than three days.

    `percent`: they are percentages. Where all of them lie from 0 to 100 they are taken as shares of a whole.
    """
    if len({point.day for point in points}) < FEWEST_DAYS:
        return None
    n = len(points)
    start = min(point.day for point in points).toordinal()
    days = [point.day.toordinal() - start for point in points]
    values = [Fraction(point.value) for point in points]
    day_sum, value_sum = sum(days), sum(values)
    # n times the sums of squares and products about the means; exact, so that points on a line leave no residual
    spread = n * sum(day * day for day in days) - day_sum**2
    product = n * sum(day * value for day, value in zip(days, values, strict=True)) - day_sum * value_sum
    squares = n * sum(value * value for value in values) - value_sum**2
    slope = Fraction(product) / spread
    residual = math.sqrt((squares - slope * product) / n / (n - 2))
    return Trend(
        points,
        start + Fraction(day_sum, n),
        Fraction(value_sum) / n,
        slope,
        Fraction(spread, n),
        residual,
        share=percent and all(0 <= value <= 100 for value in values),
    )


def project(points: Sequence[Point], day: date, at: date, *, percent: bool = False) -> Projection | NoProjection:
    """What to expect on `day` as seen on the day `at`, from what was observed up to then; or why there is no telling.

    Passed: `day` has come. Too few: observations on fewer than three days. Too short: `day` lies further after the last
    of them than twice the time from the first to the last.
    """
    if day <= at:
        return NoProjection.PASSED
    line = trend([point for point in points if point.day <= at], percent=percent)
    if line is None:
        return NoProjection.TOO_FEW
    if day - line.last > REACH * (line.last - line.first):
        return NoProjection.TOO_SHORT
    return line.on(day)


def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t with 1 or more `degrees` of freedom, right to 5 decimals.

    From a table, and above it by the expansion about the normal quantile (Abramowitz and Stegun, 26.7.5).
    """
    if degrees <= len(_STUDENT):
        return _STUDENT[degrees - 1]
    x = _NORMAL
    terms = (
        x,
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return math.fsum(term / float(degrees) ** power for power, term in enumerate(terms))
