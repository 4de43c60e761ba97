"""What the page of targets says: amounts in their unit, how a milestone stands, and the rule behind it."""

from datetime import date
from fractions import Fraction

from covenant_monitor.charts.target_words import said
from covenant_monitor.charts.words import amount, unit_name
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.projection import NoProjection
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import (
    Direction,
    Indicator,
    MilestoneStanding,
    Observation,
    Target,
    TargetStatus,
    is_percent,
    with_baseline,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import gap_words, term
from covenant_monitor_ui.models.targets import Tab
from covenant_monitor_ui.pages.missing_words import no_covenant_words

_LARGE = 100
_THEME = f"{COMPUTED}:theme:"


def indicator_name(indicator: Indicator, language: Language) -> str:
    """What an indicator is called; a theme in the reader's language."""
    name = language.pick(indicator.name.nl, indicator.name.en) or indicator.code
    if indicator.code.startswith(_THEME):
        theme = indicator.code.removeprefix(_THEME).rpartition(":")[0]
        name = name.replace(theme, term(theme, language), 1)
    return name


def value_text(value: Number | float | None, unit: str, language: Language) -> str:
    """A value with its unit: "62,5 %", "5.800 locaties"; "–" where there is none."""
    if value is None:
        return NO_NUMBER
    return _with_unit(amount(value, unit, language), unit, language)


def observed_text(observation: Observation, unit: str, language: Language) -> str:
    """An observation with its unit: "40–45 %", "5.800 locaties"."""
    return _with_unit(said(observation, unit, language), unit, language)


def _with_unit(text: str, unit: str, language: Language) -> str:
    return text if is_percent(unit) else f"{text} {unit_name(unit, language)}".rstrip()


def difference_text(value: Number | float | None, unit: str, language: Language) -> str:
    """A difference in the indicator's unit: "2 points" of percentages, "800 locaties"; "–" where there is none."""
    if value is None:
        return NO_NUMBER
    number = _number(value, language)
    if is_percent(unit):
        return language.ngettext("{gap} point", "{gap} points", 1 if value == 1 else 2).format(gap=number)
    return f"{number} {unit_name(unit, language)}".rstrip()


def pace_text(pace: float | None, unit: str, language: Language) -> str:
    """A pace: "10,7 points a year"."""
    if pace is None:
        return NO_NUMBER
    return language.gettext("{amount} a year").format(amount=difference_text(rounded_pace(pace), unit, language))


def rounded_pace(pace: float) -> float:
    """A pace as it is shown: large ones in whole numbers, others with one decimal."""
    return round(pace) if abs(pace) >= _LARGE else round(pace, 1)


def _number(value: Number | float, language: Language) -> str:
    return language.number(value, 0 if value == int(value) else 1)


def standing_sentence(indicator: Indicator, standing: MilestoneStanding, at: date, language: Language) -> str:
    """How a milestone stands, in a sentence or two."""
    _ = language.gettext
    unit, milestone, seen = indicator.unit, standing.milestone, standing.observation
    goal, until = value_text(milestone.value, unit, language), language.day(milestone.day)
    if seen is None:
        return _("Nothing was observed up to {day}. Wanted: {goal} on {until}.").format(
            day=language.day(min(at, milestone.day)), goal=goal, until=until
        )
    about = {"value": observed_text(seen, unit, language), "day": language.day(seen.day), "goal": goal, "until": until}
    gap = standing.gap or 0
    if standing.status is TargetStatus.ACHIEVED:
        if gap < 0:
            return (
                _("{value} on {day}, {more} more than the {goal} wanted on {until}.").format(
                    **about, more=difference_text(-gap, unit, language)
                )
                if indicator.direction is Direction.UP
                else _("{value} on {day}, {less} less than the {goal} allowed on {until}.").format(
                    **about, less=difference_text(-gap, unit, language)
                )
            )
        return _("{value} on {day}, just what was wanted on {until}.").format(**about)
    if standing.status is TargetStatus.MISSED:
        return _("{value} on {day} against {goal} on {until}, {short}.").format(
            **about, short=gap_words(gap, unit, language)
        )
    if standing.status is TargetStatus.NO_DATA:
        return _(
            "{value} on {day}, but no path to {goal} on {until} to hold it against. Enter a baseline, or a"
            " second observation."
        ).format(**about)
    about["path"] = value_text(standing.expected, unit, language)
    first = _("{value} on {day}, where the straight path to {goal} on {until} is at {path}.")
    return " ".join([first.format(**about), *_paces(standing, unit, language)])


def _paces(standing: MilestoneStanding, unit: str, language: Language) -> list[str]:
    _ = language.gettext
    needed, so_far = standing.pace_needed_per_year, standing.pace_so_far_per_year
    if needed is None:
        return []
    if so_far is None:
        return [_("From then on it takes {needed}.").format(needed=pace_text(needed, unit, language))]
    return [
        _("From then on it takes {needed}; so far it was {so_far}.").format(
            needed=pace_text(needed, unit, language), so_far=pace_text(so_far, unit, language)
        )
    ]


def rule_sentence(indicator: Indicator, target: Target, at: date, language: Language) -> str:
    """When a milestone is on track, and by which end of a range: what the statuses of a target mean."""
    _ = language.gettext
    given = target.baseline_day is not None and target.baseline_value is not None
    based = with_baseline(target, indicator, at)
    parts = []
    if based.baseline_day is None:
        parts.append(_("On track is: on the straight path from the baseline to the milestone, or better."))
        parts.append(_("There is no baseline, and no two observations to take the first of."))
    else:
        start = value_text(based.baseline_value, indicator.unit, language)
        text = _("On track is: on the straight path from {start} on {day} to the milestone, or better.")
        parts.append(text.format(start=start, day=language.day(based.baseline_day)))
        if not given:
            parts.append(_("No baseline was agreed, so the first observation is taken for it."))
    if indicator.direction is Direction.UP:
        parts.append(_("A range counts by its low end."))
    else:
        parts.append(_("A range counts by its high end, since lower is better."))
    return " ".join(parts)


def short_reason(reason: NoProjection, language: Language) -> str:
    """Why there is no projection, in the room of a cell."""
    _ = language.gettext
    return {
        NoProjection.TOO_FEW: _("too few observations"),
        NoProjection.TOO_SHORT: _("too far ahead"),
        NoProjection.PASSED: _("day has come"),
    }[reason]


def direction_name(direction: Direction, language: Language) -> str:
    """Which way is better."""
    _ = language.gettext
    return {Direction.UP: _("Higher is better"), Direction.DOWN: _("Lower is better")}[direction]


def about_words(indicator: Indicator, language: Language) -> str:
    """What stands below the name of an indicator: its code, where it was given one, unit and direction."""
    code = "" if indicator.code.startswith(f"{COMPUTED}:") else indicator.code
    unit = "%" if is_percent(indicator.unit) else unit_name(indicator.unit, language)
    return " · ".join(filter(None, [code, unit, direction_name(indicator.direction, language).lower()]))


def scope_name(scope: Scope, language: Language) -> str:
    """Over whom an indicator is computed."""
    _ = language.gettext
    if scope == ALL:
        return _("all participants")
    if scope.participation_year is not None:
        return _("participation year {year} of each round").format(year=scope.participation_year)
    return _("the same participants as round {round}").format(round=", ".join(scope.panel))


def tab_names(language: Language) -> list[tuple[str, str, str]]:
    """The quick filters; how many there are of each stands over their groups."""
    _ = language.gettext
    names = {Tab.ALL: _("All"), Tab.TARGETS: _("Targets"), Tab.ENTERED: _("Entered"), Tab.COMPUTED: _("Computed")}
    return [(tab.value, name, "") for tab, name in names.items()]


def nothing_words(language: Language, *, no_covenant: bool, can_write: bool) -> tuple[str, str]:
    """What is said where there is no target and no indicator."""
    _ = language.gettext
    if no_covenant:
        return no_covenant_words(language)
    said = _("An indicator is a series of observations, such as a share of turnover; a target says what it should be.")
    if can_write:
        said += " " + _("Enter them here, or import the tables indicators, observations and targets.")
    return _("No indicators yet"), said


def pace_arithmetic(start: Number, end: Number, days: int, language: Language) -> str:
    """The sum behind a pace, without its result."""
    _ = language.gettext
    number = _number(Fraction(end) - Fraction(start), language)
    return _("{difference} ÷ ({days} days ÷ 365.25) =").format(difference=number, days=language.number(days, 0))


def key_hints(language: Language, *, entered: bool) -> list[tuple[str, str]]:
    """The keys of the page, the most useful first; what was `entered` can be changed."""
    _ = language.gettext
    changing = [("Enter", _("edit")), ("Ins", _("add")), (_("Del"), _("remove")), ("F7", _("history"))]
    return [
        ("F1", _("explain")),
        *(changing if entered else [("Ins", _("add"))]),
        ("Ctrl+F", _("filter")),
        ("Ctrl+C", _("copy the table")),
    ]
