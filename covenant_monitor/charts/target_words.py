"""Observations and milestones in words, as they stand in the target chart and its table. Does not import matplotlib."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import sentences
from covenant_monitor.domain.disclosure import published_mean, too_small
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.projection import Projection
from covenant_monitor.domain.targets import Direction, Indicator, Observation, Target, path_value
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import projection_method as projection_method

_MOST_SOURCES = 3
_NO_WIDTH = 1e-9
_LONGEST_NOTE = 40
_APPROXIMATE = re.compile(r"bij benadering|ongeveer|circa|approximate|\babout\b", re.IGNORECASE)


def known_observations(indicator: Indicator, at: date | None, minimum_group: int | None = None) -> list[Observation]:
    """The observations with a number, in order of day, that were known on the day `at` and may be shown."""
    return sorted(
        (
            shown
            for observation in indicator.observations
            if (observation.lowest is not None or observation.highest is not None)
            and (at is None or observation.day <= at)
            and (shown := published(indicator, observation, minimum_group))
        ),
        key=lambda observation: observation.day,
    )


def published(indicator: Indicator, observation: Observation, minimum_group: int | None) -> Observation | None:
    """An observation as it may be shown; None where it is withheld. An entered one was published elsewhere.

    A computed one may not be of too few participants, nor say of all of them that they are at one end of the scale or
    meet what is required, nor of how few the assessment counts, or does not. A mean has one decimal, and not the sum.
    """
    if minimum_group is None or observation.source != COMPUTED:
        return observation
    value, numerator, denominator = observation.value, observation.numerator, observation.denominator
    n = int(denominator if denominator is not None else value or 0)
    if too_small(n, minimum_group):
        return None
    if indicator.code == f"{COMPUTED}:mean-score":
        mean = published_mean(Fraction(value or 0), n, minimum_group)
        return None if mean is None else replace(observation, value=mean, numerator=None)
    if indicator.code == f"{COMPUTED}:assessed":
        counted = int(numerator or 0)
        hidden = too_small(counted, minimum_group) or too_small(n - counted, minimum_group)
    else:
        hidden = denominator is not None and numerator == denominator
    return None if hidden else observation


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
                    source_words(observation, language),
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
    """What the chart shows, a sentence for every observation, milestone and projection."""
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
    small = sum(published(indicator, observation, minimum) is None for observation in indicator.observations)
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
                "{n} withheld, of fewer than {minimum} participants or of all alike",
                "{n} withheld, of fewer than {minimum} participants or of all alike",
                small,
            ).format(n=small, minimum=minimum)
        )
    return said


def source_words(observation: Observation, language: Language) -> str:
    """Where an observation comes from; "" where that is not said."""
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
            if (source := source_words(observation, language).rstrip("."))
        )
    )
    shown = ", ".join(names[:_MOST_SOURCES])
    if len(names) > _MOST_SOURCES:
        return _("Sources: {names} and {n} more, see the table.").format(names=shown, n=len(names) - _MOST_SOURCES)
    return language.ngettext("Source: {names}.", "Sources: {names}.", len(names)).format(names=shown) if names else ""
