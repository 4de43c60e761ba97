"""What the marks of the target chart say when they are pointed at."""

from datetime import date

from covenant_monitor.charts import words
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.charts.target_axes import Axes
from covenant_monitor.charts.target_words import (
    milestone_label,
    projected_value,
    projected_words,
    projection_method,
    said,
    source_words,
)
from covenant_monitor.domain.projection import Projection
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target, milestone_standing
from covenant_monitor.language import Language
from covenant_monitor.names import gap_words, target_status_name

_REACH = 8
_LONGEST = 300


def point_at(
    sheet: Sheet,
    axes: Axes,
    indicator: Indicator,
    target: Target | None,
    language: Language,
    *,
    at: date | None,
    projected: Projection | None,
    with_notes: bool,
) -> None:
    """Put a spot on every observation of `indicator` (those that are shown), milestone and projection."""
    leads = ("target", target.code if target else indicator.code)

    def spot(day: date, low: float, high: float, text: str) -> None:
        x = axes.x(day)
        sheet.spot(x - _REACH, axes.y(high) - _REACH, x + _REACH, axes.y(low) + _REACH, text, leads)

    for observation in indicator.observations:
        ends = [float(end) for end in (observation.lowest, observation.highest) if end is not None]
        spot(
            observation.day,
            min(ends),
            max(ends),
            _observation_words(observation, indicator.unit, language, with_notes=with_notes),
        )
    for milestone in target.milestones if target else ():
        value = float(milestone.value)
        spot(milestone.day, value, value, _milestone_words(milestone, indicator, target, language, at))
    if projected is not None:
        value = min(max(float(projected.value), axes.low), axes.high)
        spot(projected.day, value, value, _projection_words(projected, indicator.unit, language))


def _observation_words(observation: Observation, unit: str, language: Language, *, with_notes: bool) -> str:
    """Its value and day, what it was divided by, where it comes from, and what was noted."""
    _ = language.gettext
    lines = [_("{day}: {value}").format(day=language.day(observation.day), value=said(observation, unit, language))]
    if observation.numerator is not None and observation.denominator is not None:
        lines.append(
            _("{n} of {total}").format(
                n=words.amount(observation.numerator, "", language),
                total=words.amount(observation.denominator, "", language),
            )
        )
    if source := source_words(observation, language):
        lines.append(_cut(_("Source: {source}").format(source=source)))
    if with_notes and observation.note.strip():
        lines.append(_cut(observation.note.strip()))
    return "\n".join(lines)


def _milestone_words(
    milestone: Milestone, indicator: Indicator, target: Target | None, language: Language, at: date | None
) -> str:
    """What is to be reached when, and on the day `at` how that stands."""
    _ = language.gettext
    label = words.capitalised(milestone_label(milestone.value, indicator, language))
    lines = [_("{what}, {day}").format(what=label, day=language.day(milestone.day))]
    if at is not None and target is not None:
        standing = milestone_standing(indicator, target, milestone, at)
        status = target_status_name(standing.status, language)
        if standing.gap is not None and standing.gap > 0:
            status += ", " + gap_words(standing.gap, indicator.unit, language, ahead=milestone.day > at)
        lines.append(status)
    return "\n".join(lines)


def _projection_words(projected: Projection, unit: str, language: Language) -> str:
    _ = language.gettext
    ends = projected_value(projected.value, projected.low, projected.high, unit, language)
    head = _("Projection for {day}: {value}").format(
        day=language.day(projected.day), value=projected_words(*ends, language)
    )
    return f"{head}\n{projection_method(language)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
