"""The sheet of a round's workbook that compares it with earlier rounds, with a mark wherever they do not compare.

In public it holds what follows from the totals that are shown; why they changed can tell of a few participants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from covenant_monitor.exchange.annual_workbook.changes import write_changes
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures
from covenant_monitor.exchange.annual_workbook.outcome_charts import RoundsTable
from covenant_monitor.exchange.annual_workbook.outcomes import Summary, requires, version_of
from covenant_monitor.exchange.annual_workbook.same import write_same
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    on_sheet,
    or_dash,
)
from covenant_monitor.exchange.annual_workbook.source import Beside
from covenant_monitor.language import NO_NUMBER

WIDTHS = (46, 14, 14, 13, 12, 12, 12, 12, 12, 12, 44)
_SCORE_WIDTHS = (46, 14, 14, 13, 12, 12, 12, 44, 12, 12, 12)
LAST = len(WIDTHS) - 1
_MEETS = 5
_ROOM = 6
"""So many rows after the rounds the first comparison begins, on the same page."""


def write_comparison(
    book: Book, summary: Summary, beside: Beside, changed: Mapping[str, str], sheet: str, table: RoundsTable
) -> None:
    """This round beside the earlier ones; `sheet` and `table` are where the summary has its rounds."""
    _ = book.language.gettext
    widths = WIDTHS if summary.requires else _SCORE_WIDTHS
    page = book.page(_("Comparison"), _("Comparison with earlier rounds"), widths)
    row = _rounds(page, summary, changed, sheet, table)
    if len(summary.rounds) < 2:
        page.paragraph(row, _("There is no earlier round to compare with."), LAST)
        return
    note = _(
        "┆ marks a break: the framework version, the reference date, the length or the rules changed, so that a"
        " difference with the round before may come from that."
    )
    page.paragraph(row, note, LAST)
    row += 2
    if book.public:
        row = _sections(page, summary, row)
        why = _("Why a figure changed is for internal use: what a few participants changed can be read from it.")
        page.paragraph(row, why, LAST)
        return
    first = Page.TOP + 1
    places = {figures.picture.round.code: first + i for i, figures in enumerate(summary.rounds)}
    for found in beside.comparisons:
        then = places.get(found.then.round.code)
        if then is not None:
            if row > Page.TOP + len(summary.rounds) + _ROOM:
                page.break_before(row)
            starts = {"meets": cell(then, _MEETS), "mean-score": cell(then, _mean_column(summary))}
            row = write_changes(page, found, starts, row, LAST)
            page.break_before(row)
            row = write_same(page, found, row, LAST)
    page.print_until(row)


def _mean_column(summary: Summary) -> int:
    return 8 if summary.requires else 5


def _rounds(page: Page, summary: Summary, changed: Mapping[str, str], sheet: str, table: RoundsTable) -> int:
    language = page.book.language
    _ = language.gettext
    outcomes = [
        Column("n", WIDTHS[4], "count"),
        Column(_("Meets (%)"), WIDTHS[5], "percent"),
        Column(_("Change (points)"), WIDTHS[6], "change"),
    ]
    columns = [
        Column(_("Round"), WIDTHS[0], "strong"),
        Column(_("Reference date"), WIDTHS[1], "day"),
        Column(_("Framework version"), WIDTHS[2]),
        Column(_("Break"), WIDTHS[3], "mark cell"),
        *(outcomes if summary.requires else ()),
        Column(_("Mean of (n)"), WIDTHS[7], "count"),
        Column(_("Mean score"), WIDTHS[8], "percent"),
        Column(_("Change in mean (points)"), WIDTHS[9], "change"),
        Column(_("What changed before this round"), WIDTHS[10], "wrapped"),
    ]
    rows: list[list[Value | Styled]] = []
    before: RoundFigures | None = None
    for place, figures in enumerate(summary.rounds):
        round_, every = figures.picture.round, figures.every
        source, row = table.first + place, Page.TOP + 1 + place
        withheld: Value | Styled = Styled(_("withheld"), "count")

        def same(column: int, value: Fraction | int | None, source: int = source) -> Formula:
            return Formula(on_sheet(sheet, cell(source, column)), NO_NUMBER if value is None else value)

        meets, mean = _meets(figures), _mean(figures)
        hidden = mean is None and bool(every.counted)
        counted: Value | Styled = same(table.counted, figures.counted)
        if figures.counted is None or every.withheld:
            counted = withheld
        outcome: list[Value | Styled] = [
            withheld if every.withheld else same(table.n, every.counts.n if requires(figures) else None),
            withheld if every.withheld else same(table.shares, meets),
            _change(row, _MEETS, meets, _meets(before) if before else None, is_first=before is None),
        ]
        rows.append(
            [
                round_.code,
                or_dash(round_.reference_date),
                page.book.safe(round_.version),
                100 if round_.code in changed else None,
                *(outcome if summary.requires else ()),
                counted,
                withheld if hidden else same(table.mean, mean),
                _change(row, _mean_column(summary), mean, _mean(before) if before else None, is_first=before is None),
                _said(page, figures, changed),
            ]
        )
        before = figures
    return page.table(Page.TOP, columns, rows, name=_("Rounds"), main=True, alone=False)


def _said(page: Page, figures: RoundFigures, changed: Mapping[str, str]) -> str:
    """What changed before a round; internally with what the round itself says of it."""
    round_ = figures.picture.round
    note = "" if page.book.public or round_.code not in changed else round_.note.strip()
    return "\n".join(filter(None, (changed.get(round_.code, ""), note)))


def _meets(figures: RoundFigures) -> Fraction | None:
    every = figures.every
    return None if every.withheld or not every.counts.n else Fraction(100 * every.counts.meets, every.counts.n)


def _mean(figures: RoundFigures) -> Fraction | None:
    return None if figures.every.withheld else figures.every.mean


def _change(row: int, column: int, now: Fraction | None, then: Fraction | None, *, is_first: bool) -> Value:
    """How many points more than in the row above."""
    if is_first:
        return NO_NUMBER
    here, above = cell(row, column), cell(row - 1, column)
    value = NO_NUMBER if now is None or then is None else now - then
    return Formula(f'IF(AND(ISNUMBER({here}),ISNUMBER({above})),{here}-{above},"{NO_NUMBER}")', value)


def _sections(page: Page, summary: Summary, row: int) -> int:
    """The sections in this round and the one before, where both have one version of the framework. For the public."""
    language, this, before = page.book.language, summary.this, summary.rounds[-2]
    _ = language.gettext
    if version_of(this) != version_of(before):
        note = _("The round before has another version of the framework: sections do not compare.")
        page.paragraph(row, note, LAST)
        return row + 2
    then, now = before.picture.round.code, this.picture.round.code
    page.put(row, 0, _("Mean score per section, {then} and {now}").format(then=then, now=now), "heading")
    columns = [
        Column(_("Section"), WIDTHS[0], "strong"),
        Column(then, WIDTHS[1], "percent"),
        Column(now if now != then else f"{now} ", WIDTHS[2], "percent"),
        Column(_("Change (points)"), WIDTHS[3], "change"),
    ]
    rows: list[list[Value | Styled]] = []
    for place, section in enumerate(this.picture.framework.sections):
        at = row + 2 + place
        means = [before.sections[place].mean, this.sections[place].mean]
        cells: Sequence[Value | Styled] = [
            Styled(_("withheld"), "percent") if figures.sections[place].withheld else or_dash(mean)
            for figures, mean in zip((before, this), means, strict=True)
        ]
        a, b = cell(at, 1), cell(at, 2)
        change = NO_NUMBER if None in means else (means[1] or 0) - (means[0] or 0)
        name = f"{section.code} {page.book.safe(language.pick(section.name.nl, section.name.en))}".strip()
        live = Formula(f'IF(AND(ISNUMBER({a}),ISNUMBER({b})),{b}-{a},"{NO_NUMBER}")', change)
        rows.append([name, *cells, live])
    return page.table(row + 1, columns, rows, name=_("Sections compared")) + 1
