"""The axes of the target chart: from days and values to pixels, with round numbers on them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from covenant_monitor.charts import words
from covenant_monitor.charts.labels import Box
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.language import Language

TICK = 5
_SMALLEST_SPAN = 1e-6
_YEARS_APART = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Axes:
    """The plot's edges in pixels, whole years from `first_year` to `last_year`, and values from `low` to `high`."""

    left: float
    top: float
    right: float
    bottom: float
    first_year: int
    last_year: int
    low: float
    high: float
    step: float

    def x(self, day: date) -> float:
        """Where a day is. Years are equally wide; a day lies at its end, so 31 December is on the line of the year."""
        start = date(day.year, 1, 1).toordinal()
        length = date(day.year, 12, 31).toordinal() - start + 1
        years = day.year - self.first_year + (day.toordinal() - start + 1) / length
        return self.left + (self.right - self.left) * years / (self.last_year - self.first_year + 1)

    def y(self, value: float) -> float:
        """Where a value is."""
        return self.bottom - (self.bottom - self.top) * (float(value) - self.low) / (self.high - self.low)


def value_range(values: Sequence[float], unit: str) -> tuple[float, float, float]:
    """The lowest and highest value on an axis and the step between its lines.

    0-100 for percentages that fit, else from 0 (or a round number below the least) to a round number above all.
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    if words.is_percent(unit) and low >= 0 and high <= 100:
        return 0.0, 100.0, 20.0
    span = high - low if high - low > _SMALLEST_SPAN else 1.0
    magnitude = 10.0 ** math.floor(math.log10(span / 5))
    step = next(magnitude * part for part in (1, 2, 2.5, 5, 10) if span / (magnitude * part) <= 5)
    return math.floor(low / step) * step, (math.ceil(high / step) or 1) * step, step


def ticks(axes: Axes) -> list[float]:
    """The values that have a line."""
    count = round((axes.high - axes.low) / axes.step)
    return [axes.low + i * axes.step for i in range(count + 1)]


def tick_label(value: float, axes: Axes, unit: str, language: Language) -> str:
    """A value at its line; the unit of percentages stands once, at the top one."""
    if value > axes.high - axes.step / 2 and words.is_percent(unit):
        return language.percent(round(value, 6), None)
    return language.number(round(value, 6), None)


def unit_box(sheet: Sheet, axes: Axes, unit: str, language: Language) -> Box | None:
    """Where the unit stands, over the axis; None where the values say it."""
    if not unit or words.is_percent(unit):
        return None
    left, middle = axes.left - 8, axes.top - 14
    return Box(
        left,
        middle - 6,
        left + min(sheet.text_width(words.unit_name(unit, language)), axes.right - axes.left),
        middle + 6,
    )


def draw_axes(sheet: Sheet, axes: Axes, unit: str, language: Language) -> None:
    """Lines and values, baseline, ticks at the turns of years, and years between them."""
    look = sheet.look
    if box := unit_box(sheet, axes, unit, language):
        sheet.text(
            box.left,
            (box.top + box.bottom) / 2,
            sheet.elided(words.unit_name(unit, language), axes.right - axes.left),
            name="unit",
        )
    for value in ticks(axes):
        y = axes.y(value)
        sheet.text(axes.left - 8, y, tick_label(value, axes, unit, language), align="right", name="value")
        if abs(value) > axes.step / 2:
            sheet.line((axes.left, axes.right), (y, y), color=look.grid, name="grid")
    baseline = axes.y(0) if axes.low <= 0 <= axes.high else axes.bottom
    sheet.line((axes.left, axes.right), (baseline, baseline), color=look.border, name="baseline")
    years = range(axes.first_year, axes.last_year + 1)
    year_width = (axes.right - axes.left) / len(years)
    widest = sheet.text_width(str(axes.last_year)) + 10
    every = next((n for n in _YEARS_APART if n * year_width >= widest), len(years))
    for year in years:
        left = axes.left + (year - axes.first_year) * year_width
        if every == 1 or year % every == 0:
            sheet.line((left, left), (axes.bottom, axes.bottom + TICK), color=look.border, name="tick")
            sheet.text(left + year_width / 2, axes.bottom + 16, str(year), align="center", name="year")
    sheet.line((axes.right,) * 2, (axes.bottom, axes.bottom + TICK), color=look.border, name="tick")
