"""The chart of an indicator's observations against the path of its target."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.charts.target_axes import Axes, draw_axes, tick_label, value_range
from covenant_monitor.charts.target_marks import Plot
from covenant_monitor.charts.target_spots import point_at
from covenant_monitor.charts.target_words import (
    describe,
    known_observations,
    milestone_label,
    projection_label,
    rows,
    said_notes,
)
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.projection import Projection
from covenant_monitor.domain.targets import Indicator, Observation, Target, indicator_trend, projection
from covenant_monitor.language import Language

_LABEL_ROOM = 60
_BAND_PARTS = 24


def target_path(
    indicator: Indicator,
    target: Target | None,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (760, 480),
    scale: float = 1.0,
    at: date | None = None,
    breaks: Sequence[Break] = (),
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Observations as a line, ranges as boxes, and the path from the baseline through the milestones of `target`.

    `at`: the day at which things are seen; later observations are not known yet, and left out. From it the indicator is
    projected to the last milestone ahead that the observations can carry; without it nothing is. `breaks` are drawn,
    and no line through observations crosses them. `size` in pixels at `scale` 1; `heading` False leaves the title to
    the window; `note` is said first below the chart. With a `minimum_group` it is for the public: without the notes,
    and of what is computed only what may be shown (`target_words.published`), in the projection too.
    """
    _ = language.gettext
    known = known_observations(indicator, at, minimum_group)
    sheet = Sheet(look, size, scale)
    title = language.pick(indicator.name.nl, indicator.name.en) or indicator.code
    points = _target_points(target)
    days = [*(observation.day for observation in known), *(day for day, _value in points)]
    breaks = [mark for mark in breaks if days and date(min(days).year, 1, 1) < mark.day <= max(days)]
    all_labelled = len(known) <= sheet.width / _LABEL_ROOM
    ahead = _ahead(indicator, target, known, at)
    projected = ahead[-1] if ahead else None
    notes = [
        sentences([note, said])
        for said in said_notes(
            indicator,
            known,
            breaks,
            language,
            at,
            all_labelled=all_labelled,
            projected=projected,
            minimum_group=minimum_group,
        )
    ]
    frame = framed(sheet, title if heading else "", "", notes, rule=True)
    if days:
        axes = _axes(sheet, frame, indicator, target, known, projected, language)
        draw_axes(sheet, axes, indicator.unit, language)
        Plot(sheet, frame, axes, indicator, language).draw(known, target, breaks, ahead, all_labelled=all_labelled)
        point_at(
            sheet,
            axes,
            replace(indicator, observations=tuple(known)),
            target,
            language,
            at=at,
            projected=projected,
            with_notes=minimum_group is None,
        )
    else:
        frame.say(_("There are no observations yet."))
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences(
            [f"{title}.", *describe(indicator, target, known, language, projected=projected), notes[0]]
        ),
        headers=(
            _("Date"),
            _("What"),
            _("Value"),
            _("Path"),
            _("Numerator"),
            _("Denominator"),
            _("Source"),
            _("Note"),
        ),
        rows=table_rows(
            rows(indicator, target, known, language, projected=projected, with_notes=minimum_group is None)
        ),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _ahead(
    indicator: Indicator, target: Target | None, known: Sequence[Observation], at: date | None
) -> list[Projection]:
    """The line and its interval from the last observation to the milestone, from what may be shown; [] without one."""
    shown = replace(indicator, observations=known)
    if target is None or at is None or (line := indicator_trend(shown, at)) is None:
        return []
    days = sorted({milestone.day for milestone in target.milestones}, reverse=True)
    until = next((day for day in days if isinstance(projection(shown, day, at), Projection)), None)
    if until is None:
        return []
    length = (until - line.last).days
    parts = min(_BAND_PARTS, length)
    return [line.on(line.last + timedelta(length * i // parts)) for i in range(parts + 1)]


def _target_points(target: Target | None) -> list[tuple[date, Number]]:
    if target is None:
        return []
    points = [(milestone.day, milestone.value) for milestone in target.milestones]
    if target.baseline_day is not None and target.baseline_value is not None:
        points.append((target.baseline_day, target.baseline_value))
    return points


def _axes(
    sheet: Sheet,
    frame: Frame,
    indicator: Indicator,
    target: Target | None,
    known: Sequence[Observation],
    projected: Projection | None,
    language: Language,
) -> Axes:
    points = _target_points(target)
    days = [observation.day for observation in known] + [day for day, _value in points]
    values = [float(value) for _day, value in points]
    for observation in known:
        values += [float(v) for v in (observation.value, observation.low, observation.high) if v is not None]
    if projected:
        values.append(float(projected.value))
    low, high, step = value_range(values, indicator.unit)
    axes = Axes(0, 0, 1, 1, min(days).year, max(days).year, low, high, step)
    labels = [tick_label(low + i * step, axes, indicator.unit, language) for i in range(round((high - low) / step) + 1)]
    ends = [*_end_labels(indicator, target, language), *projection_label(projected, indicator, language)]
    beside = max((sheet.text_width(text, size=sheet.look.body, bold=True) for text in ends), default=40.0)
    unit_row = 0 if words.is_percent(indicator.unit) or not indicator.unit else 16
    return Axes(
        left=frame.left + max(sheet.text_width(label) for label in labels) + 8,
        top=frame.top + 22 + unit_row,
        right=frame.right - beside - 16,
        bottom=frame.bottom - 26,
        first_year=axes.first_year,
        last_year=axes.last_year,
        low=low,
        high=high,
        step=step,
    )


def _end_labels(indicator: Indicator, target: Target | None, language: Language) -> list[str]:
    if target is None or not target.milestones:
        return []
    last = max(target.milestones, key=lambda milestone: milestone.day)
    return [milestone_label(last.value, indicator, language), language.month(last.day)]
