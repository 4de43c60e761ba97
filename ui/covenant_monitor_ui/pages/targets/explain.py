"""What a number on the page of targets is made of: its sum, the rule, and whom it is of or from where."""

import itertools
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.charts.target_words import projected_value, projected_words, source_words
from covenant_monitor.charts.words import amount
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.indicators import LACKS, Figure, Lack
from covenant_monitor.domain.progress import RoundFigure
from covenant_monitor.domain.targets import (
    Indicator,
    MilestoneStanding,
    Observation,
    Target,
    is_percent,
    path_value,
    with_baseline,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import no_projection_words, projection_method, reason_name, target_status_name
from covenant_monitor.reports.wording import WordedExplanation
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.targets.rows import known_until
from covenant_monitor_ui.pages.targets.words import (
    difference_text,
    observed_text,
    pace_arithmetic,
    pace_text,
    rule_sentence,
    standing_sentence,
    value_text,
)
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover

_MOST_NAMES = 12


class MilestoneExplaining:
    """The explanations of the numbers of one milestone of a target, as on the day `at`."""

    def __init__(
        self, indicator: Indicator, target: Target, standing: MilestoneStanding, at: date, language: Language
    ) -> None:
        self._indicator, self._standing, self._at, self._language = indicator, standing, at, language
        self._given = target
        self._target = with_baseline(target, indicator, min(at, standing.milestone.day))

    def explain(self, column: str) -> WordedExplanation:
        """The number in a column of the table of milestones."""
        made = {
            "gap": self._gap,
            "expected": self._path,
            "needed": self._needed,
            "so_far": self._so_far,
            "projected": self._projected,
        }.get(column)
        return made() if made else self._status()

    @property
    def _about(self) -> str:
        _ = self._language.gettext
        goal = value_text(self._standing.milestone.value, self._indicator.unit, self._language)
        return _("milestone {goal} on {day}").format(goal=goal, day=self._language.day(self._standing.milestone.day))

    def _sentence(self) -> str:
        return standing_sentence(self._indicator, self._standing, self._at, self._language)

    def _rule(self) -> str:
        return rule_sentence(self._indicator, self._given, self._at, self._language)

    def _status(self) -> WordedExplanation:
        _ = self._language.gettext
        known = _("As known on {day}.").format(day=self._language.day(self._at))
        name = target_status_name(self._standing.status, self._language)
        rule = _("From its day on a milestone is achieved or missed, by the last observation up to that day.")
        return WordedExplanation(name, self._about, (self._sentence(),), notes=(self._rule(), rule, known))

    def _gap(self) -> WordedExplanation:
        _ = self._language.gettext
        standing, unit = self._standing, self._indicator.unit
        seen = standing.observation
        number = difference_text(standing.gap, unit, self._language)
        lead = _("still to go, {about}").format(about=self._about)
        worst = seen.worst(self._indicator.direction) if seen else None
        if seen is None or worst is None or standing.gap is None:
            return WordedExplanation(NO_NUMBER, lead, (self._sentence(),))
        ends = standing.milestone.value, worst
        high, low = ends if standing.gap == ends[0] - ends[1] else ends[::-1]
        said = [_("The last observation up to then, of {day}, is {value}.").format(
            day=self._language.day(seen.day), value=observed_text(seen, unit, self._language)
        )]  # fmt: skip
        if seen.is_range:
            end = value_text(worst, unit, self._language)
            said.append(_("It is a range, and counts by the end that is less favourable, {end}.").format(end=end))
        if standing.gap < 0:
            said.append(_("Negative: more than the target was reached."))
        worked = f"{amount(high, unit, self._language)} − {amount(low, unit, self._language)} ="
        return WordedExplanation(number, lead, tuple(said), f"{worked} {number}", number)

    def _path(self) -> WordedExplanation:
        _ = self._language.gettext
        seen, unit, target = self._standing.observation, self._indicator.unit, self._target
        expected = self._standing.expected
        number = value_text(expected, unit, self._language)
        if seen is None or expected is None:
            return WordedExplanation(number, _("no path, {about}").format(about=self._about), (self._sentence(),))
        lead = _("the straight path on {day}, {about}").format(day=self._language.day(seen.day), about=self._about)
        points = [(one.day, one.value) for one in target.milestones]
        if target.baseline_day is not None and target.baseline_value is not None:
            points.insert(0, (target.baseline_day, target.baseline_value))
        start, end = next(pair for pair in itertools.pairwise(points) if pair[0][0] <= seen.day <= pair[1][0])
        language = self._language
        worked = _("{start} + {rise} × {passed} ÷ {days} days =").format(
            start=amount(start[1], unit, language),
            rise=language.number(end[1] - start[1], None),
            passed=language.number((seen.day - start[0]).days, 0),
            days=language.number((end[0] - start[0]).days, 0),
        )
        said = _("The path goes straight from {first} on {first_day} to {last} on {last_day}.").format(
            first=value_text(start[1], unit, language),
            first_day=language.day(start[0]),
            last=value_text(end[1], unit, language),
            last_day=language.day(end[0]),
        )
        return WordedExplanation(number, lead, (said,), f"{worked} {number}", number, notes=(self._rule(),))

    def _needed(self) -> WordedExplanation:
        _ = self._language.gettext
        standing, unit = self._standing, self._indicator.unit
        number = pace_text(standing.pace_needed_per_year, unit, self._language)
        lead = _("pace needed, {about}").format(about=self._about)
        seen, gap = standing.observation, standing.gap
        if standing.pace_needed_per_year is None or seen is None or gap is None:
            said = _("No pace is needed any more: the day has come, or the target is achieved already.")
            if seen is None:
                said = self._sentence()
            return WordedExplanation(NO_NUMBER, lead, (said,))
        said = _("From the last observation, {value} on {day}, to the milestone.").format(
            value=observed_text(seen, unit, self._language), day=self._language.day(seen.day)
        )
        worked = pace_arithmetic(0, gap, (standing.milestone.day - seen.day).days, self._language)
        return WordedExplanation(number, lead, (said,), f"{worked} {number}", number)

    def _so_far(self) -> WordedExplanation:
        _ = self._language.gettext
        standing, unit, target = self._standing, self._indicator.unit, self._target
        number = pace_text(standing.pace_so_far_per_year, unit, self._language)
        lead = _("pace so far, {about}").format(about=self._about)
        seen, start, first = standing.observation, target.baseline_value, target.baseline_day
        worst = seen.worst(self._indicator.direction) if seen else None
        if standing.pace_so_far_per_year is None or seen is None or worst is None or start is None or first is None:
            return WordedExplanation(NO_NUMBER, lead, (_("Nothing was observed after the baseline yet."),))
        said = _("From {start} on {first} to {value} on {day}; positive is in the direction that is better.").format(
            start=value_text(start, unit, self._language),
            first=self._language.day(first),
            value=observed_text(seen, unit, self._language),
            day=self._language.day(seen.day),
        )
        ends = (start, worst) if standing.pace_so_far_per_year * float(worst - start) >= 0 else (worst, start)
        worked = pace_arithmetic(*ends, (seen.day - first).days, self._language)
        return WordedExplanation(number, lead, (said,), f"{worked} {number}", number)

    def _projected(self) -> WordedExplanation:
        _ = self._language.gettext
        standing, unit, language = self._standing, self._indicator.unit, self._language
        lead = _("projection, {about}").format(about=self._about)
        if standing.no_projection is not None:
            return WordedExplanation(NO_NUMBER, lead, (no_projection_words(standing.no_projection, language),))
        ends = projected_value(standing.projected, standing.projected_low, standing.projected_high, unit, language)
        seen = known_until(self._indicator, self._at)
        rows = tuple((language.day(one.day), observed_text(one, unit, language)) for one in seen)
        return WordedExplanation(
            projected_words(*ends, language),
            lead,
            (projection_method(language),),
            headers=(_("Date"), _("Observation")),
            numeric=(False, True),
            rows=rows,
        )


def explain_observation(
    indicator: Indicator, target: Target | None, one: Observation, language: Language
) -> WordedExplanation:
    """Where an entered observation comes from, and what it was divided by."""
    _ = language.gettext
    number = observed_text(one, indicator.unit, language)
    lead = _("observed on {day}").format(day=language.day(one.day))
    said = []
    if one.is_range:
        said.append(_("Published as a range. Against a target it counts by its less favourable end."))
    worked = result = ""
    if one.numerator is not None and one.denominator:
        share = one.numerator / one.denominator * (100 if is_percent(indicator.unit) else 1)
        result = amount(share, indicator.unit, language)
        worked = f"{language.number(one.numerator, None)} ÷ {language.number(one.denominator, None)} = {result}"
    elif one.numerator is not None:
        said.append(_("Numerator: {n}; the denominator is not known.").format(n=language.number(one.numerator, None)))
    source = source_words(one, language)
    said.append(_("Source: {source}").format(source=source) if source else _("No source was entered."))
    path = path_value(target, one.day) if target else None
    if path is not None:
        path_said = value_text(path, indicator.unit, language)
        said.append(_("On that day the straight path was at {path}.").format(path=path_said))
    return WordedExplanation(number, lead, tuple(said), worked, result, notes=(one.note,) if one.note else ())


def explain_figure(name: str, round_code: str, found: RoundFigure, language: Language) -> WordedExplanation:
    """What a computed number of a round is made of: what it was divided by, whose it is, and who was left out."""
    _, n_ = language.gettext, language.ngettext
    figure = found.figure
    number = value_text(figure.value, figure.unit, language)
    lead = _("{name}, round {round}").format(name=name, round=round_code)
    taken = n_("Taken over {n} participant.", "Taken over {n} participants.", figure.n)
    said = [taken.format(n=language.number(figure.n, 0))]
    worked = result = ""
    if figure.value is None:
        said = [_("No number: there is nothing to divide by.")]
    elif figure.numerator is not None and figure.denominator is not None:
        result = number
        worked = _("{numerator} ÷ {denominator} =").format(
            numerator=amount(figure.numerator, "", language), denominator=amount(figure.denominator, "", language)
        )
        worked = f"{worked} {result}"
    notes = [
        _left_out(_why(reason, language), [standing.party.name for standing in standings], language)
        for reason, standings in figure.left_out.items()
    ]
    if outside := found.selection.outside:
        notes.append(_left_out(_("Outside this choice"), [one.party.name for one in outside], language))
    if gone := found.selection.gone:
        notes.append(_left_out(_("No longer a participant"), [party.name for party in gone], language))
    return WordedExplanation(number, lead, tuple(said), worked, result, notes=(*_rules(figure, language), *notes))


def _rules(figure: Figure, language: Language) -> tuple[str, ...]:
    _ = language.gettext
    if figure.numerator is not None and figure.denominator is not None and figure.denominator != figure.n:
        return (_("The denominator is no number of participants: it is what the numerator was divided by."),)
    return ()


def _why(reason: Reason | Lack, language: Language) -> str:
    if isinstance(reason, Lack):
        return language.pick(LACKS[reason].nl, LACKS[reason].en)
    return reason_name(reason, language)


def _left_out(why: str, names: Sequence[str], language: Language) -> str:
    """Why some are left out, how many, and who: of many the first by name."""
    _ = language.gettext
    ordered = sorted(map(one_line, names), key=language.sort_key)
    listed = ", ".join(ordered[:_MOST_NAMES])
    if more := len(ordered) - _MOST_NAMES:
        listed = _("{names} and {n} more").format(names=listed, n=more) if more > 0 else listed
    return _("{why} ({n}): {names}.").format(why=why, n=language.number(len(ordered), 0), names=listed.rstrip("."))


def show(opener: QWidget, rect: QRect, told: WordedExplanation, source: str, language: Language) -> Popover:
    """Open an explanation beside `rect` of `opener`. Esc gives the focus back."""
    popover = Popover(opener.window(), language)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading(told.number, told.lead)
    if told.sentences:
        popover.add_text(" ".join(told.sentences))
    if told.arithmetic:
        popover.add_sum(told.arithmetic.removesuffix(told.result).rstrip(), told.result)
    if told.rows:
        table = PlainTable()
        numbers = [place for place, numeric in enumerate(told.numeric) if numeric]
        table.fill(told.headers, told.rows, numbers=numbers)
        popover.body.addWidget(table)
    for note in told.notes:
        popover.add_text(note, "secondary")
    copy = button(language.gettext("Copy"), lambda: QApplication.clipboard().setText(told.text), icon="copy")
    popover.add_actions(source, copy)
    popover.open_at(opener, rect)
    return popover
