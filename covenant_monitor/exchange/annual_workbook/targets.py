"""The sheets of a round's workbook about what was agreed: requirements, targets with their projection, indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.targets import (
    Direction,
    Indicator,
    MilestoneStanding,
    Observation,
    Target,
    TargetStatus,
    is_percent,
    milestone_standing,
)
from covenant_monitor.exchange.annual_workbook.chart import Cells, add_bars, insert, percent_chart
from covenant_monitor.exchange.annual_workbook.room import shortened
from covenant_monitor.exchange.annual_workbook.sheet import (
    EMPTY,
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    or_dash,
)
from covenant_monitor.exchange.annual_workbook.styles import GOOD
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import no_projection_words, projection_method, target_status_name, term

_STATUS_STYLES = {
    TargetStatus.ACHIEVED: "good",
    TargetStatus.ON_TRACK: "half",
    TargetStatus.BEHIND: "bad",
    TargetStatus.MISSED: "bad",
    TargetStatus.NO_DATA: "none",
}
_BASELINE, _GOAL_DAY, _GOAL, _SEEN = 3, 4, 5, 8
_CHART_ROWS = 18
_LONGEST_NAME = 45
_LARGE = 100
"""From here on a pace is shown without decimals."""


def write_requirements(book: Book, rounds: Sequence[RoundPicture]) -> None:
    """The scores required in this round and the earlier ones."""
    language = book.language
    _ = language.gettext
    columns = [
        Column(_("Round"), 14, "strong"),
        Column(_("Participation year"), 14, "count"),
        Column(_("Group"), 22),
        Column(_("Required"), 14, "percent"),
        Column(_("On track from"), 16, "percent"),
        Column(_("Framework version"), 20),
    ]
    name = _("Requirements")
    page = book.page(name, _("Required scores"), [*(column.width for column in columns), 40])
    note = _(
        "What is required in a participation year holds on in later ones until another year is named. A group's own"
        " requirement goes before the one for all. On track: less than required, but not less than this."
    )
    page.paragraph(Page.TOP, note, len(columns))
    end = page.table(Page.TOP + 2, columns, _requirements(book, rounds), name=name, main=True)
    without = [picture.round.code for picture in rounds if not picture.round.requirements]
    if without:
        page.paragraph(end + 1, _("Nothing was required in: {rounds}.").format(rounds=", ".join(without)), len(columns))


def _requirements(book: Book, rounds: Sequence[RoundPicture]) -> Iterator[list[Value | Styled]]:
    _ = book.language.gettext
    for picture in rounds:
        round_ = picture.round
        for one in sorted(round_.requirements, key=lambda one: (one.participation_year, one.group)):
            yield [
                round_.code,
                one.participation_year,
                term(book.safe(one.group), book.language) or _("All"),
                one.percent,
                max(one.percent - round_.on_track_margin, 0),
                round_.version,
            ]


def write_targets(book: Book, picture: CovenantPicture, at: date) -> None:
    """Every milestone with its status on the day `at`; there is at least one target."""
    language = book.language
    _ = language.gettext
    columns = [
        Column(_("Indicator"), 30, "strong"),
        Column(_("Unit"), 9),
        Column(_("Baseline on"), 11.5, "day"),
        Column(_("Baseline"), 10, "number"),
        Column(_("Target on"), 11.5, "day"),
        Column(_("Target"), 10, "number"),
        Column(_("Target is"), 10),
        Column(_("Last observation"), 12, "day"),
        Column(_("Value"), 10, "number"),
        Column(_("To"), 8, "number"),
        Column(_("Still to go"), 11, "number"),
        Column(_("Status"), 11),
        Column(_("Pace needed per year"), 11, "number"),
        Column(_("Pace so far per year"), 11, "number"),
        Column(_("Projected on the target’s day"), 20, "wrapped"),
        Column(_("95% interval from"), 9, "number"),
        Column(_("95% interval to"), 9, "number"),
    ]
    if not book.public:
        columns.append(Column(_("Note"), 30, "wrapped"))
    widths = [column.width for column in columns]
    page = book.page(_("Targets"), _("Targets as they stood on {day}").format(day=language.day(at)), widths)
    last = len(columns) - 1
    rows = list(_milestones(book, picture, at))
    row = page.table(Page.TOP, columns, rows, name=_("Targets"), main=True, alone=False)
    page.sheet.freeze_panes(Page.TOP + 1, 1)
    note = _(
        "Achieved or missed: on its day and after. Before it: on track is on the straight path from the baseline, or"
        " better. A value published as a range (value, to) counts by its less favourable end. Still to go: negative"
        " where more than the target was reached."
    )
    page.paragraph(row + 1, note, last)
    page.paragraph(row + 2, projection_method(language), last)
    _chart(page, rows, row + 4)


def _chart(page: Page, rows: Sequence[Sequence[Value | Styled]], row: int) -> None:
    """Where every target in percent started, where it is and where it has to go: bars, drawn from a table below."""
    language = page.book.language
    _ = language.gettext
    lines: list[list[Value | Styled]] = []
    for place, cells in enumerate(rows, Page.TOP + 1):
        goal = cells[_GOAL]
        if not isinstance(goal, Styled) or goal.style != "percent":
            continue
        day = cells[_GOAL_DAY]
        name = f"{cells[0]}, {language.month(day)}" if isinstance(day, date) else str(cells[0])
        numbers: list[Value | Styled] = []
        for column in (_BASELINE, _SEEN, _GOAL):
            found = cells[column]
            value = found.value if isinstance(found, Styled) else found
            known = value is not None and not isinstance(value, str | date | Formula)
            numbers.append(Styled(Formula(cell(place, column), value), "small percent") if known else EMPTY)  # type: ignore[arg-type]
        lines.append([shortened(name, _LONGEST_NAME), None, *numbers])
    if not lines:
        return
    source = row + _CHART_ROWS
    page.put(source, 0, _("What the chart is drawn from"), "small heading")
    columns = [
        Column(_("Target"), 34, "small"),
        Column("", 11, "small"),
        Column(_("Baseline"), 11, "small percent"),
        Column(_("Last observation"), 11, "small percent"),
        Column(_("Target"), 11, "small percent"),
    ]
    end = page.table(source + 1, columns, lines)
    title = _("Targets in percent: the baseline, the last observation and what is aimed at")
    chart = percent_chart(page, "column", "", title)
    add_bars(chart, Cells(page, source + 1, end - 1), (2, 3, 4), language, ("#B9C0C6", GOOD, "#0B6E63"))
    insert(page, chart, (row, 0), (900, 340), _("Bars of the baseline, the last observation and the target."))
    page.print_until(source)


def _milestones(book: Book, picture: CovenantPicture, at: date) -> Iterator[list[Value | Styled]]:
    language = book.language
    indicators = {indicator.code: indicator for indicator in picture.indicators}
    for target in picture.targets:
        if target.indicator in indicators:
            yield from _milestones_of(book, indicators[target.indicator], target, at, language)


def _milestones_of(
    book: Book, indicator: Indicator, target: Target, at: date, language: Language
) -> Iterator[list[Value | Styled]]:
    _ = language.gettext
    bound = _("At least") if indicator.direction is Direction.UP else _("At most")
    for milestone in target.milestones:
        standing = milestone_standing(indicator, target, milestone, at)
        last = standing.observation
        row: list[Value | Styled] = [
            book.safe(language.pick(indicator.name.nl, indicator.name.en)) or indicator.code,
            term(book.safe(indicator.unit), language),
            or_dash(target.baseline_day),
            _amount(target.baseline_value, indicator),
            milestone.day,
            _amount(milestone.value, indicator),
            bound,
            or_dash(last.day if last else None),
            _amount(last.lowest if last else None, indicator),
            _amount(last.high, indicator) if last and last.is_range else None,
            _gap(standing.gap, indicator),
            Styled(target_status_name(standing.status, language), _STATUS_STYLES[standing.status]),
            *_ahead(standing, indicator, language),
        ]
        yield row if book.public else [*row, milestone.note]


def _amount(value: Number | None, indicator: Indicator) -> Styled:
    """A number in the indicator's unit; a dash where there is none."""
    if value is None:
        return Styled(NO_NUMBER, "count")
    if is_percent(indicator.unit):
        return Styled(value, "percent")
    return Styled(value, "count" if value == int(value) else "number")


def _ahead(standing: MilestoneStanding, indicator: Indicator, language: Language) -> list[Value | Styled]:
    """The paces, and the projection with its interval, or why there is none."""
    reason = standing.no_projection
    return [
        _pace(standing.pace_needed_per_year, indicator),
        _pace(standing.pace_so_far_per_year, indicator),
        no_projection_words(reason, language) if reason else _amount(standing.projected, indicator),
        _interval_end(standing.projected_low, indicator),
        _interval_end(standing.projected_high, indicator),
    ]


def _pace(pace: float | None, indicator: Indicator) -> Styled:
    if pace is None:
        return Styled(NO_NUMBER, "count")
    if is_percent(indicator.unit):
        return Styled(pace, "gap")
    return Styled(pace, "count" if abs(pace) >= _LARGE else "number")


def _interval_end(end: float | None, indicator: Indicator) -> Styled:
    if end is None:
        return Styled(NO_NUMBER, "count")
    return Styled(end, "percent" if is_percent(indicator.unit) else "number")


def _gap(gap: Number | None, indicator: Indicator) -> Styled:
    """What is still missing: of percentages in points."""
    return Styled(gap, "gap") if gap is not None and is_percent(indicator.unit) else _amount(gap, indicator)


def write_observations(book: Book, indicators: Sequence[Indicator], at: date) -> None:
    """Every observation of every indicator up to the day `at`."""
    language = book.language
    _, n_ = language.gettext, language.ngettext
    columns = [
        Column(_("Indicator"), 34, "strong"),
        Column(_("Unit"), 12),
        Column(_("Date"), 13, "day"),
        Column(_("Value"), 12, "number"),
        Column(_("At least"), 12, "number"),
        Column(_("At most"), 12, "number"),
        Column(_("Numerator"), 12, "number"),
        Column(_("Denominator"), 13, "number"),
        Column(_("Source"), 50, "wrapped"),
    ]
    if not book.public:
        columns.append(Column(_("Note"), 50, "wrapped"))
    title = _("Observations up to {day}").format(day=language.day(at))
    page = book.page(_("Indicators"), title, (column.width for column in columns))
    known = [(indicator, one) for indicator in indicators for one in indicator.observations if one.day <= at]
    if known:
        rows = (_observation(book, indicator, one) for indicator, one in known)
        end = page.table(Page.TOP, columns, rows, name=_("Indicators"), main=True)
        page.sheet.freeze_panes(Page.TOP + 1, 1)
    else:
        page.put(Page.TOP, 0, _("There are no observations yet."), "line")
        page.sheet.freeze_panes(Page.TOP, 0)
        end = Page.TOP + 1
    if later := sum(len(indicator.observations) for indicator in indicators) - len(known):
        said = n_("{n} later observation is left out.", "{n} later observations are left out.", later)
        page.paragraph(end, said.format(n=language.number(later, 0)), len(columns) - 1)


def _observation(book: Book, indicator: Indicator, one: Observation) -> list[Value | Styled]:
    language = book.language
    _ = language.gettext
    row: list[Value | Styled] = [
        book.safe(language.pick(indicator.name.nl, indicator.name.en)) or indicator.code,
        term(book.safe(indicator.unit), language),
        one.day,
        _amount(one.value, indicator),
        None if one.low is None else _amount(one.low, indicator),
        None if one.high is None else _amount(one.high, indicator),
        one.numerator,
        one.denominator,
        _("computed from the assessments") if one.source == COMPUTED else book.safe(one.source),
    ]
    return row if book.public else [*row, one.note]
