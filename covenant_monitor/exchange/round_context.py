"""The sheets of a round's workbook about what was agreed: requirements, targets and indicators, OECD alignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment, CovenantPicture, RoundPicture
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.targets import Direction, Indicator, Observation, Target, TargetStatus, milestone_standing
from covenant_monitor.exchange.round_sheet import Book, Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import target_status_name, term

_STATUS_STYLES = {
    TargetStatus.ACHIEVED: "good",
    TargetStatus.ON_TRACK: "half",
    TargetStatus.BEHIND: "bad",
    TargetStatus.MISSED: "bad",
    TargetStatus.NO_DATA: "none",
}
_PERCENT_UNITS = ("%", "percent", "procent", "pct")


def seen_on(picture: RoundPicture) -> date:
    """The day at which targets, observations and alignment are seen: the round's reference date, or its last day."""
    return picture.round.reference_date or picture.round.last_day


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
    page = book.page(_("Requirements"), _("Required scores"), [*(column.width for column in columns), 40])
    note = _(
        "What is required in a participation year holds on in later ones until another year is named. A group's own"
        " requirement goes before the one for all. On track: less than required, but not less than this."
    )
    page.paragraph(Page.TOP, note, len(columns))
    end = page.table(Page.TOP + 2, columns, _requirements(book, rounds))
    page.sheet.freeze_panes(Page.TOP + 3, 0)
    page.sheet.repeat_rows(0, Page.TOP + 2)
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
    """Every milestone with its status on the day `at`."""
    language = book.language
    _ = language.gettext
    columns = [
        Column(_("Indicator"), 34, "strong"),
        Column(_("Unit"), 11),
        Column(_("Baseline on"), 13, "day"),
        Column(_("Baseline"), 11, "number"),
        Column(_("Target on"), 13, "day"),
        Column(_("Target"), 11, "number"),
        Column(_("Target is"), 11),
        Column(_("Last observation"), 13, "day"),
        Column(_("Value"), 11, "number"),
        Column(_("To"), 11, "number"),
        Column(_("Still to go"), 13, "number"),
        Column(_("Status"), 13),
    ]
    if not book.public:
        columns.append(Column(_("Note"), 40, "wrapped"))
    widths = [column.width for column in columns]
    page = book.page(_("Targets"), _("Targets as they stood on {day}").format(day=language.day(at)), widths)
    last = len(columns) - 1
    rows = list(_milestones(book, picture, at))
    row = page.table(Page.TOP, columns, rows)
    page.sheet.freeze_panes(Page.TOP + 1, 1)
    page.sheet.repeat_rows(0, Page.TOP)
    if not rows:
        page.put(row, 0, _("There are no targets yet."), "note")
        row += 1
    note = _(
        "Achieved or missed: on its day and after. Before it: on track is on the straight path from the baseline, or"
        " better. A value published as a range (value, to) counts by its less favourable end. Still to go: negative"
        " where more than the target was reached."
    )
    page.paragraph(row + 1, note, last)


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
        ]
        yield row if book.public else [*row, milestone.note]


def _amount(value: Number | None, indicator: Indicator) -> Styled:
    """A number in the indicator's unit; a dash where there is none."""
    if value is None:
        return Styled(NO_NUMBER, "count")
    if _in_percent(indicator):
        return Styled(value, "percent")
    return Styled(value, "count" if value == int(value) else "number")


def _gap(gap: Number | None, indicator: Indicator) -> Styled:
    """What is still missing: of percentages in points."""
    return Styled(gap, "gap") if gap is not None and _in_percent(indicator) else _amount(gap, indicator)


def _in_percent(indicator: Indicator) -> bool:
    return indicator.unit.strip().casefold() in _PERCENT_UNITS


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
    end = page.table(Page.TOP, columns, (_observation(book, indicator, one) for indicator, one in known))
    page.sheet.freeze_panes(Page.TOP + 1, 1)
    page.sheet.repeat_rows(0, Page.TOP)
    if not known:
        page.put(end, 0, _("There are no observations yet."), "note")
        end += 1
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


def dimension_of_covenant(dimension: AlignmentDimension, language: Language) -> str:
    """What of the covenant was looked at."""
    _ = language.gettext
    return {
        AlignmentDimension.STANDARDS: _("Written standards"),
        AlignmentDimension.IMPLEMENTATION: _("Implementation"),
        AlignmentDimension.CREDIBILITY: _("Credibility"),
    }[dimension]


def write_alignment(book: Book, alignment: Sequence[CovenantAlignment]) -> None:
    """How far the covenant itself is aligned with the OECD; counts with the shares they make."""
    language = book.language
    _ = language.gettext
    names = (_("Fully"), _("Partially"), _("Not"))
    counts = any(one.unit == "count" for one in alignment)
    columns = [
        Column(_("Year"), 9, "year"),
        Column(_("Component"), 30, "wrapped"),
        Column(_("Dimension"), 22),
        *(Column(f"{name} (%)", 13, "percent") for name in names),
        *(Column(f"{name} (n)", 11, "count") for name in names if counts),
        Column(_("Source"), 70, "wrapped"),
    ]
    title = _("Alignment of the covenant itself with the OECD")
    page = book.page(_("OECD alignment"), title, (column.width for column in columns))
    note = _(
        "How far the covenant itself follows the OECD due diligence guidance; never a judgement of a company. A dash:"
        " not published."
    )
    page.paragraph(Page.TOP, note, len(columns) - 1)
    head = Page.TOP + 2
    page.table(head, columns, (_aligned(book, one, head + 1 + i, counts=counts) for i, one in enumerate(alignment)))
    page.sheet.freeze_panes(head + 1, 0)
    page.sheet.repeat_rows(0, head)


def _aligned(book: Book, one: CovenantAlignment, row: int, *, counts: bool) -> list[Value | Styled]:
    amounts = (one.fully, one.partially, one.not_)
    shares: list[Value | Styled] = [or_dash(amount) for amount in amounts]
    numbers: list[Value | Styled] = [NO_NUMBER] * 3
    if one.unit == "count":
        numbers = [or_dash(amount) for amount in amounts]
        shares = _shares_of_counts(amounts, row)
    return [
        one.year,
        book.safe(one.component) or book.language.gettext("Whole covenant"),
        dimension_of_covenant(one.dimension, book.language),
        *shares,
        *(numbers if counts else ()),
        book.safe(one.source),
    ]


def _shares_of_counts(amounts: Sequence[Number | None], row: int) -> list[Value | Styled]:
    """The shares in percent; a dash for each where one of the counts is missing, for then nobody knows the whole."""
    if any(amount is None for amount in amounts):
        return [NO_NUMBER] * 3
    known = [amount for amount in amounts if amount is not None]
    whole = f"SUM({cell(row, 6)}:{cell(row, 8)})"
    total = sum(known)
    return [
        Formula(
            f'IF({whole}=0,"{NO_NUMBER}",100*{cell(row, 6 + i)}/{whole})', 100 * amount / total if total else NO_NUMBER
        )
        for i, amount in enumerate(known)
    ]
