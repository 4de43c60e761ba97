"""Observations and milestones in words, as they stand in the target chart and its table. Does not import matplotlib."""

import re
from collections.abc import Sequence
from datetime import date

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import sentences
from covenant_monitor.domain.disclosure import too_small
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.targets import Direction, Indicator, Observation, Target, path_value
from covenant_monitor.language import NO_NUMBER, Language

_MOST_SOURCES = 3
_LONGEST_NOTE = 40
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


def rows(
    indicator: Indicator,
    target: Target | None,
    known: Sequence[Observation],
    language: Language,
    *,
    with_notes: bool = True,
) -> list[tuple[str, ...]]:
    """Everything drawn, in order of day: observations, the baseline and the milestones."""
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
    return [row for _day, row in sorted(rows, key=lambda entry: entry[0])]


def _agreed(day: date, what: str, value: Number, unit: str, note: str, language: Language) -> tuple[str, ...]:
    amount = words.amount(value, unit, language)
    return (language.day(day), what, amount, amount, NO_NUMBER, NO_NUMBER, "", note)


def describe(
    indicator: Indicator, target: Target | None, known: Sequence[Observation], language: Language
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
    return parts


def said_notes(
    indicator: Indicator,
    known: Sequence[Observation],
    breaks: Sequence[Break],
    language: Language,
    at: date | None,
    *,
    all_labelled: bool,
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
    needed = "; ".join([count, *dropped]) + "."
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
