"""The rows of the page of targets: entries of its list, and the tables of milestones and observations."""

from collections.abc import Sequence
from datetime import date

from covenant_monitor.charts.target_words import projected_value, projected_words
from covenant_monitor.charts.words import amount
from covenant_monitor.domain.headline import Reason, Standing
from covenant_monitor.domain.indicators import LACKS, Lack
from covenant_monitor.domain.progress import COMPUTED, ComputedIndicator, RoundFigure
from covenant_monitor.domain.targets import (
    Indicator,
    MilestoneStanding,
    Observation,
    Target,
    milestone_standing,
    next_milestone,
    path_value,
    with_baseline,
)
from covenant_monitor.language import N_, NO_NUMBER, Language
from covenant_monitor.names import gap_words, no_projection_words, reason_count, target_status_name
from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Cell, Column, one_line
from covenant_monitor_ui.models.targets import Entry, Key, Tab
from covenant_monitor_ui.pages.targets.reading import Known
from covenant_monitor_ui.pages.targets.words import (
    difference_text,
    indicator_name,
    observed_text,
    rounded_pace,
    short_reason,
    value_text,
)

Table = tuple[list[Column], list[Line]]

_PARTS = (
    ("year:", N_("By participation year")),
    ("all:", N_("Ratings fully, partially and not")),
    ("step:", N_("OECD steps")),
    ("section:", N_("Sections")),
    ("theme:", N_("Themes")),
    ("policy", N_("Policy and practice")),
    ("practice", N_("Policy and practice")),
    ("alignment:", N_("Alignment of the covenant itself")),
)
_WITH_MEASURE = ("all:", "step:", "section:", "theme:", "policy:", "practice:", "alignment:")


def known_until(indicator: Indicator, at: date) -> list[Observation]:
    """The observations up to the day `at`, in order of day."""
    return sorted((one for one in indicator.observations if one.day <= at), key=lambda one: one.day)


def entries(known: Known, at: date, language: Language) -> list[Entry]:
    """Every target, entered and computed indicator, as on the day `at`, by name within its group."""
    _ = language.gettext

    def by_name(found: list[Entry]) -> list[Entry]:
        return sorted(found, key=lambda entry: language.sort_key(entry.text))

    targets = [
        _target_entry(target, known.by_code[target.indicator], known, at, language)
        for target in known.targets
        if target.indicator in known.by_code
    ]
    entered = [
        _indicator_entry(indicator, at, language, Tab.ENTERED, _("Entered indicators"))
        for indicator in known.indicators
    ]
    grouped: dict[str, list[Entry]] = {}
    for one in known.computed:
        group = _group_of(one.indicator.code, language)
        grouped.setdefault(group, []).append(_indicator_entry(one.indicator, at, language, Tab.COMPUTED, group))
    return [*by_name(targets), *by_name(entered), *(entry for found in grouped.values() for entry in found)]


def _group_of(code: str, language: Language) -> str:
    rest = code.removeprefix(f"{COMPUTED}:")
    found = next((text for prefix, text in _PARTS if rest.startswith(prefix)), N_("Computed of each round"))
    return language.gettext(found)


def _target_entry(target: Target, indicator: Indicator, known: Known, at: date, language: Language) -> Entry:
    _ = language.gettext
    name = one_line(indicator_name(indicator, language))
    if sum(other.indicator == target.indicator for other in known.targets) > 1:
        name = f"{name} ({target.code})"
    milestone = next_milestone(target, at)
    group = _("Targets")
    key = Key(Tab.TARGETS, target.code)
    if milestone is None:
        return Entry(key, name, _("no milestone"), "none", target_status_name_of(None, language), group)
    standing = milestone_standing(indicator, target, milestone, at)
    goal = f"{value_text(milestone.value, indicator.unit, language)} {language.month(milestone.day)}"
    gap = ""
    if standing.gap is not None and standing.gap > 0:
        gap = gap_words(standing.gap, indicator.unit, language, ahead=milestone.day > at)
    note = " · ".join(filter(None, [gap, goal]))
    return Entry(key, name, note, mark_of(standing), target_status_name_of(standing, language), group)


def target_status_name_of(standing: MilestoneStanding | None, language: Language) -> str:
    """The word of a status."""
    return target_status_name(standing.status, language) if standing else language.gettext("No data")


def mark_of(standing: MilestoneStanding) -> str:
    """The mark of a status (see widgets/shapes.py)."""
    return "none" if standing.status == "no_data" else standing.status.value


def _indicator_entry(indicator: Indicator, at: date, language: Language, tab: Tab, group: str) -> Entry:
    _ = language.gettext
    seen = [one for one in known_until(indicator, at) if one.lowest is not None or one.highest is not None]
    said = _("no observation yet")
    if seen:
        said = f"{observed_text(seen[-1], indicator.unit, language)} · {language.month(seen[-1].day)}"
    name, measure = one_line(indicator_name(indicator, language)), ""
    if indicator.code.removeprefix(f"{COMPUTED}:").startswith(_WITH_MEASURE) and tab is Tab.COMPUTED:
        name, _colon, measure = name.rpartition(": ")
    return Entry(Key(tab, indicator.code), name, " · ".join(filter(None, [measure, said])), group=group)


def milestone_table(indicator: Indicator, target: Target, at: date, language: Language) -> Table:
    """How every milestone stands on the day `at`."""
    _ = language.gettext
    columns = [
        Column("day", _("Date")),
        Column("value", _("Target"), at_right=True),
        Column("status", _("Status")),
        Column("gap", _("Still to go"), at_right=True, tip=_("Negative where more than the target was reached")),
        Column("expected", _("Path"), at_right=True, tip=_("Where the straight path is on the day of the observation")),
        Column("needed", _("Needed per year"), at_right=True, tip=_("From the last observation to the milestone")),
        Column("so_far", _("So far per year"), at_right=True, tip=_("From the baseline to the last observation")),
        Column("projected", _("Projection (95%)"), at_right=True, tip=_("With its 95% prediction interval")),
    ]
    return columns, [
        _milestone_line(milestone_standing(indicator, target, one, at), indicator.unit, language)
        for one in target.milestones
    ]


def standing_on(indicator: Indicator, target: Target, day: date, at: date) -> MilestoneStanding:
    """How the milestone of a day stands. Raises StopIteration where there is none."""
    return milestone_standing(indicator, target, next(one for one in target.milestones if one.day == day), at)


def _milestone_line(standing: MilestoneStanding, unit: str, language: Language) -> Line:
    milestone = standing.milestone
    ends = projected_value(standing.projected, standing.projected_low, standing.projected_high, unit, language)
    reason = standing.no_projection
    projected = Cell(projected_words(*ends, language), standing.projected)
    if reason is not None:
        projected = Cell(short_reason(reason, language), None, tip=no_projection_words(reason, language))
    cells = (
        Cell(language.short_day(milestone.day), milestone.day, tip=milestone.note),
        Cell(value_text(milestone.value, unit, language), milestone.value),
        Cell(target_status_name(standing.status, language), standing.status.value, mark=mark_of(standing)),
        Cell(difference_text(standing.gap, unit, language), standing.gap),
        Cell(value_text(standing.expected, unit, language), standing.expected),
        Cell(_pace(standing.pace_needed_per_year, unit, language), standing.pace_needed_per_year),
        Cell(_pace(standing.pace_so_far_per_year, unit, language), standing.pace_so_far_per_year),
        projected,
    )
    return Line(("milestone", milestone.day.isoformat()), cells)


def _pace(pace: float | None, unit: str, language: Language) -> str:
    if pace is None:
        return NO_NUMBER
    return difference_text(rounded_pace(pace), unit, language)


def observation_table(indicator: Indicator, target: Target | None, at: date, language: Language) -> Table:
    """What was entered of an indicator; what is later than the day `at` is quiet, for it was not known then."""
    _ = language.gettext
    columns = [
        Column("day", _("Date")),
        Column("value", _("Value"), at_right=True),
        *([Column("path", _("Path"), at_right=True)] if target else []),
        Column("numerator", _("Numerator"), at_right=True),
        Column("denominator", _("Denominator"), at_right=True),
        Column("source", _("Source")),
        Column("note", _("Note")),
    ]
    based = with_baseline(target, indicator, at) if target else None
    lines = []
    for one in sorted(indicator.observations, key=lambda one: one.day):
        later = one.day > at
        path = path_value(based, one.day) if based else None
        cells = [
            Cell(language.short_day(one.day), one.day, note=_("later") if later else ""),
            Cell(observed_text(one, indicator.unit, language), one.worst(indicator.direction)),
            *([Cell(value_text(path, indicator.unit, language), path)] if target else []),
            Cell(language.number(one.numerator, None), one.numerator),
            Cell(language.number(one.denominator, None), one.denominator),
            Cell(one_line(one.source), language.sort_key(one.source), tip=one.source),
            Cell(one_line(one.note), language.sort_key(one.note), tip=one.note),
        ]
        lines.append(Line(("observation", one.day.isoformat()), tuple(cells), quiet=later))
    return columns, lines


def computed_table(one: ComputedIndicator, at: date, language: Language) -> Table:
    """A computed indicator round by round, with how many it is of and who was left out and why."""
    _ = language.gettext
    columns = [
        Column("round", _("Round")),
        Column("day", _("Date")),
        Column("value", _("Value"), at_right=True),
        Column("numerator", _("Numerator"), at_right=True),
        Column("denominator", _("Denominator"), at_right=True),
        Column("n", "n", at_right=True, tip=_("How many participants it is taken over")),
        Column("left_out", _("Left out")),
    ]
    lines = []
    for code, found in one.figures.items():
        figure, day = found.figure, found.selection.day
        said = left_out_words(found, language)
        cells = (
            Cell(code, None),
            Cell(language.short_day(day), day, note=_("later") if day > at else ""),
            Cell(value_text(figure.value, figure.unit, language), figure.value),
            Cell(amount(figure.numerator, "", language), figure.numerator),
            Cell(amount(figure.denominator, "", language), figure.denominator),
            Cell(language.number(figure.n, 0), figure.n),
            Cell(said, language.sort_key(said), tip=said),
        )
        lines.append(Line(("round", code), cells, quiet=day > at))
    return columns, lines


def left_out_words(found: RoundFigure, language: Language) -> str:
    """How many are not in a figure of a round, and why; also those who lie outside its scope."""
    _, n_ = language.gettext, language.ngettext
    said = [reason_words(reason, standings, language) for reason, standings in found.figure.left_out.items()]
    outside, gone = len(found.selection.outside), len(found.selection.gone)
    if outside:
        said.append(_("{n} outside this choice").format(n=language.number(outside, 0)))
    if gone:
        said.append(n_("{n} no longer there", "{n} no longer there", gone).format(n=language.number(gone, 0)))
    return ", ".join(said)


def reason_words(reason: Reason | Lack, standings: Sequence[Standing], language: Language) -> str:
    """How many are left out for a reason."""
    n = len(standings)
    if isinstance(reason, Reason):
        return reason_count(reason, n, language)
    text = LACKS[reason]
    return f"{language.number(n, 0)}: {language.pick(text.nl, text.en).lower()}"
