"""Observations and milestones in words, as they stand in the target chart and its table. Does not import matplotlib."""

import math
import re
from collections.abc import Sequence
from datetime import date

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import sentences
from covenant_monitor.domain.disclosure import too_small
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.projection import NoProjection, Projection
from covenant_monitor.domain.targets import Direction, Indicator, Observation, Target, path_value
from covenant_monitor.language import N_, NO_NUMBER, Language

_MOST_SOURCES = 3
_NO_WIDTH = 1e-9
_LONGEST_NOTE = 40
_PROJECTION_METHOD = N_(
    "Projection: the straight line through the observations so far (least squares; a range by its middle), with its 95%"
    " prediction interval, wider for ranges. It holds only if things go on as they did."
)
_APPROXIMATE = re.compile(r"bij benadering|ongeveer|circa|approximate|\babout\b", re.IGNORECASE)


def known_observations(indicator: Indicator, at: date | None, minimum_group: int | None = None) -> list[Observation]:
    """The observations with a number, in order of day, that were known on the day `at` and may be shown."""
    return sorted(
        (
            observation
            for observation in indicator.observations
            if (observation.lowest is not None or observation.highest is not None)
            and (at is None or observation.day <= at)
            and not withheld(observation, minimum_group)
        ),
        key=lambda observation: observation.day,
    )


def withheld(observation: Observation, minimum_group: int | None) -> bool:
    """Whether an observation is of too few participants for the public; an entered one was published elsewhere."""
    if observation.source != COMPUTED or observation.denominator is None:
        return False
    return too_small(int(observation.denominator), minimum_group)


def said(observation: Observation, unit: str, language: Language) -> str:
    """An observation as it is shown: "48 %", "40–45 %", "≥ 5.800"."""
    if observation.value is not None:
        return words.amount(observation.value, unit, language)
    low, high = observation.low, observation.high
    if low is not None and high is not None:
        return words.span(low, high, unit, language)
    if low is not None:
        return f"≥ {words.amount(low, unit, language)}"
    return f"≤ {words.amount(high, unit, language)}"


def milestone_label(value: Number, indicator: Indicator, language: Language) -> str:
    """What stands beside a milestone: "target 80%"; "at most" where down is better."""
    _ = language.gettext
    amount = words.amount(value, indicator.unit, language)
    if indicator.direction is Direction.DOWN:
        return _("target at most {amount}").format(amount=amount)
    return _("target {amount}").format(amount=amount)


def projection_method(language: Language) -> str:
    """How projections are made, and what they are worth: for beside a chart, a page or a list."""
    return language.gettext(_PROJECTION_METHOD)


def no_projection_words(reason: NoProjection, language: Language) -> str:
    """Why nothing is projected to a milestone."""
    _ = language.gettext
    return {
        NoProjection.TOO_FEW: _("No projection: it takes observations on at least three days."),
        NoProjection.TOO_SHORT: _(
            "No projection: the target lies more than twice as far ahead as was observed so far."
        ),
        NoProjection.PASSED: _("No projection: the day has come."),
    }[reason]


def projected_value(
    value: Number | None, low: float | None, high: float | None, unit: str, language: Language
) -> tuple[str, str]:
    """A projection and its interval: "53%", "27–79%"; with no more decimals than the interval carries.

    The interval is "" where it has no width, and both where there is no projection.
    """
    if value is None or low is None or high is None:
        return "", ""
    if high - low < _NO_WIDTH:
        return words.amount(value, unit, language), ""
    decimals = min(max(2 - math.ceil(math.log10(high - low)), 0), 3)
    say = language.percent if words.is_percent(unit) else language.number
    return say(value, decimals), f"{language.number(low, decimals)}–{say(high, decimals)}"


def projected_words(value: str, interval: str, language: Language) -> str:
    """Both of `projected_value` in one: "53% (27–79%)"."""
    _ = language.gettext
    return _("{value} ({interval})").format(value=value, interval=interval) if interval else value


def projection_label(projected: Projection | None, indicator: Indicator, language: Language) -> list[str]:
    """What stands at the end of the projection, a line each: "53%", "projection", "27–79%"; [] without one."""
    if projected is None:
        return []
    value, interval = projected_value(projected.value, projected.low, projected.high, indicator.unit, language)
    return [value, language.gettext("projection"), *filter(None, [interval])]


def rows(
    indicator: Indicator,
    target: Target | None,
    known: Sequence[Observation],
    language: Language,
    *,
    projected: Projection | None = None,
    with_notes: bool = True,
) -> list[tuple[str, ...]]:
    """Everything drawn, in order of day: observations, the baseline, the milestones and the projection."""
    _ = language.gettext
    unit = indicator.unit
    rows: list[tuple[date, tuple[str, ...]]] = []
    for observation in known:
        path = path_value(target, observation.day) if target else None
        rows.append(
            (
                observation.day,
                (
                    language.day(observation.day),
                    _("Observation"),
                    said(observation, unit, language),
                    words.amount(path, unit, language),
                    language.number(observation.numerator, None),
                    language.number(observation.denominator, None),
                    _source(observation, language),
                    observation.note if with_notes else "",
                ),
            )
        )
    if target is not None:
        if target.baseline_day is not None and target.baseline_value is not None:
            rows.append(
                (
                    target.baseline_day,
                    _agreed(target.baseline_day, _("Baseline"), target.baseline_value, unit, "", language),
                )
            )
        rows += [
            (m.day, _agreed(m.day, _("Target"), m.value, unit, m.note if with_notes else "", language))
            for m in target.milestones
        ]
    if projected is not None:
        ends = projected_value(projected.value, projected.low, projected.high, unit, language)
        path = path_value(target, projected.day) if target else None
        rows.append(
            (
                projected.day,
                (
                    language.day(projected.day),
                    _("Projection"),
                    projected_words(*ends, language),
                    words.amount(path, unit, language),
                    NO_NUMBER,
                    NO_NUMBER,
                    "",
                    projection_method(language),
                ),
            )
        )
    return [row for _day, row in sorted(rows, key=lambda entry: entry[0])]


def _agreed(day: date, what: str, value: Number, unit: str, note: str, language: Language) -> tuple[str, ...]:
    amount = words.amount(value, unit, language)
    return (language.day(day), what, amount, amount, NO_NUMBER, NO_NUMBER, "", note)


def describe(
    indicator: Indicator,
    target: Target | None,
    known: Sequence[Observation],
    language: Language,
    *,
    projected: Projection | None = None,
) -> list[str]:
    _ = language.gettext
    parts = [
        _("{day}: {value}.").format(
            day=language.day(observation.day), value=said(observation, indicator.unit, language)
        )
        for observation in known
    ]
    for milestone in target.milestones if target else ():
        label = milestone_label(milestone.value, indicator, language)
        parts.append(_("{day}: {value}.").format(day=language.day(milestone.day), value=label))
    if projected is not None:
        ends = projected_value(projected.value, projected.low, projected.high, indicator.unit, language)
        label = _("projection {amount}").format(amount=projected_words(*ends, language))
        parts.append(_("{day}: {value}.").format(day=language.day(projected.day), value=label))
    return parts


def said_notes(
    indicator: Indicator,
    known: Sequence[Observation],
    breaks: Sequence[Break],
    language: Language,
    at: date | None,
    *,
    all_labelled: bool,
    projected: Projection | None = None,
    minimum_group: int | None = None,
) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _, n_ = language.gettext, language.ngettext
    ranges = sum(observation.is_range for observation in known)
    count = n_("n = {n} observation", "n = {n} observations", len(known)).format(n=language.number(len(known), 0))
    if ranges:
        box = n_("{n} published as a range only (box)", "{n} published as ranges only (box)", ranges)
        count = f"{count}, {box.format(n=language.number(ranges, 0))}"
    dropped = _left_out(indicator, known, at, minimum_group, language)
    needed = sentences(["; ".join([count, *dropped]) + ".", _projection_note(projected, known, breaks, language)])
    seen = _("As known on {day}.").format(day=language.day(at)) if at else ""
    # notes are free text and may name companies
    remarks = _remarks(known, language, with_notes=minimum_group is None)
    sources = _sources(known, language)
    change = words.break_sentence(breaks, language)
    labels = "" if all_labelled else _("Labelled: first, latest, highest and lowest; all values are in the table.")
    elsewhere = _("Sources: see the table.") if sources else ""
    return [
        sentences([needed, labels, remarks, change, sources, seen]),
        sentences([needed, labels, remarks, sources, seen]),
        sentences([needed, labels, remarks, seen, elsewhere]),
        sentences([needed, labels, seen, elsewhere]),
    ]


def _projection_note(
    projected: Projection | None, known: Sequence[Observation], breaks: Sequence[Break], language: Language
) -> str:
    """How the projection was made, and that it takes no notice of breaks; "" without one."""
    _, n_ = language.gettext, language.ngettext
    if projected is None:
        return ""
    n = projected.observations
    method = n_(
        "Projection: straight line through {n} observation, with its 95% prediction interval.",
        "Projection: straight line through {n} observations, with its 95% prediction interval.",
        n,
    ).format(n=language.number(n, 0))
    if any(known[0].day < mark.day <= known[-1].day for mark in breaks):
        return sentences([method, _("It passes over the breaks in the series, as if nothing had changed.")])
    return method


def _left_out(
    indicator: Indicator, known: Sequence[Observation], at: date | None, minimum: int | None, language: Language
) -> list[str]:
    """How many observations are not drawn, and why."""
    _, n_ = language.gettext, language.ngettext
    small = sum(withheld(observation, minimum) for observation in indicator.observations)
    later = len(known_observations(indicator, None, minimum)) - len(known)
    without = len(indicator.observations) - len(known) - later - small
    said = []
    if later:
        said.append(n_("{n} later one left out", "{n} later ones left out", later).format(n=later))
    if without:
        said.append(n_("{n} without a number left out", "{n} without a number left out", without).format(n=without))
    if small:
        said.append(
            n_(
                "{n} withheld, of fewer than {minimum} participants",
                "{n} withheld, of fewer than {minimum} participants",
                small,
            ).format(n=small, minimum=minimum)
        )
    return said


def _source(observation: Observation, language: Language) -> str:
    if observation.source == COMPUTED:
        return language.gettext("computed from the assessments")
    return observation.source.strip()


def _remarks(known: Sequence[Observation], language: Language, *, with_notes: bool) -> str:
    """Which observations are approximate, and short notes with the months that they are about; long ones are not."""
    _ = language.gettext
    months: dict[str, list[str]] = {}
    for observation in known:
        note = observation.note.strip().rstrip(".")
        if _APPROXIMATE.search(note):
            note = _("approximate")
        elif not with_notes or len(note) > _LONGEST_NOTE:
            continue
        if note:
            months.setdefault(note, []).append(language.month(observation.day))
    return sentences(words.capitalised(f"{', '.join(when)}: {note}.") for note, when in months.items())


def _sources(known: Sequence[Observation], language: Language) -> str:
    """The sources, web addresses by their site only; of many the first few."""
    _ = language.gettext
    names = list(
        dict.fromkeys(
            source.partition("://")[2].partition("/")[0].removeprefix("www.") if "://" in source else source
            for observation in known
            if (source := _source(observation, language).rstrip("."))
        )
    )
    shown = ", ".join(names[:_MOST_SOURCES])
    if len(names) > _MOST_SOURCES:
        return _("Sources: {names} and {n} more, see the table.").format(names=shown, n=len(names) - _MOST_SOURCES)
    return language.ngettext("Source: {names}.", "Sources: {names}.", len(names)).format(names=shown) if names else ""
