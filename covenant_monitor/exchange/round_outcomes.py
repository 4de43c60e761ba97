"""The tables of outcomes in a round's workbook: of the round, over the rounds, and by participation year.

The shares are formulas over the counts beside them. Internally the counts and means of the round itself are formulas
too, over the participants sheet; in public, where there is none, they are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.domain.picture import Break, RoundContent
from covenant_monitor.exchange.round_figures import Group, RoundFigures
from covenant_monitor.exchange.round_people import PeopleCells
from covenant_monitor.exchange.round_sheet import Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import break_name, outcome_name, status_name

OUTCOMES = (Outcome.MEETS, Outcome.ON_TRACK, Outcome.BEHIND)
WIDTHS = (43, 12, 12, 10, 10, 10, 10, 10, 10, 11, 10, 12, 26)
LAST = len(WIDTHS) - 1
N, FIRST_SHARE = 2, 6
_FIRST_COUNT, _LAST_COUNT, _MEAN, _COUNTED = 3, 5, 9, 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What the summary sheet is made from. `people` None: public, there is no participants sheet to add up."""

    content: RoundContent
    rounds: Sequence[RoundFigures]
    people: PeopleCells | None
    written_on: date

    @property
    def this(self) -> RoundFigures:
        """The figures of the round itself."""
        return self.rounds[-1]


def _columns(language: Language, first: str, second: Column, *rest: Column) -> list[Column]:
    """The columns that all tables of outcomes have: n, the counts, the shares, the mean score."""
    _ = language.gettext
    names = [outcome_name(outcome, language) for outcome in OUTCOMES]
    return [
        Column(first, WIDTHS[0], "strong"),
        second,
        Column("n", WIDTHS[N], "count"),
        *(Column(name, 10, "count") for name in names),
        *(Column(f"{name} (%)", 10, "percent") for name in names),
        Column(_("Mean score"), WIDTHS[_MEAN], "percent"),
        Column(_("Mean of (n)"), WIDTHS[_COUNTED], "count"),
        *rest,
    ]


def write_outcomes(page: Page, summary: Summary, row: int) -> tuple[int, int]:
    """The outcome of the round, of all and by participation year; returns the next row and the row of all."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    page.put(row, 0, _("Outcome in round {round}").format(round=this.picture.round.code), "heading")
    columns = _columns(language, _("Participation year"), Column(_("Required"), WIDTHS[1], "percent"))
    head = row + 1
    groups = [this.every, *this.cohorts]
    rows = [
        [
            group_name(group, language),
            NO_NUMBER if group.required is None else group.required,
            *_group_cells(page, this, group, head + 1 + i, summary.people, head),
        ]
        for i, group in enumerate(groups)
    ]
    end = page.table(head, columns, rows)
    if this.cohorts_withheld:
        said = _(
            "Participation years are withheld: one has fewer than {n} participants and could be computed from the rest."
        )
        page.paragraph(end, said.format(n=summary.content.picture.covenant.minimum_group), LAST)
        end += 1
    said = _("n: participants with a complete assessment of status ‘{status}’ or later, and a required score.")
    page.paragraph(end, said.format(status=status_name(Status.ASSESSED, language)), LAST)
    return end + 1, head + 1


def group_name(group: Group, language: Language) -> str:
    """A participation year, or all participants."""
    _ = language.gettext
    if group.year is None:
        return _("All participants")
    if group.and_later:
        return _("Year {year} and later").format(year=group.year)
    return _("Participation year {year}").format(year=group.year)


def _group_cells(
    page: Page, figures: RoundFigures, group: Group, row: int, people: PeopleCells | None = None, head: int = 0
) -> list[Value | Styled]:
    """n, counts, shares and mean of a group, in the columns of `_columns`."""
    _ = page.book.language.gettext
    withheld = Styled(_("withheld"), "count")
    if group.withheld:
        return [withheld, *[NO_NUMBER] * 8]
    counts: list[Value] = [group.counts.count(outcome) for outcome in OUTCOMES]
    mean: Value | Styled = withheld if group.mean is None and group.counted else or_dash(group.mean)
    counted: Value | Styled = or_dash(figures.counted) if group is figures.every else group.counted
    if counted == NO_NUMBER or (group is not figures.every and not figures.counted_shown):
        counted = withheld
    if people:
        years = _criterion(group, people)
        counts = [
            Formula(f'COUNTIFS({people.counts},"{people.yes}"{years},{people.outcome},{cell(head, column)})', value)
            for column, value in enumerate((group.counts.count(outcome) for outcome in OUTCOMES), _FIRST_COUNT)
        ]
        counted = Formula(f'COUNTIFS({people.counts},"{people.yes}"{years})', group.counted)
        total = f'SUMIFS({people.score},{people.counts},"{people.yes}"{years})'
        of = cell(row, _COUNTED)
        mean = Formula(f'IF({of}=0,"{NO_NUMBER}",{total}/{of})', NO_NUMBER if group.mean is None else group.mean)
    return [_n(group, row), *counts, *_shares(group, row), mean, counted]


def _criterion(group: Group, people: PeopleCells) -> str:
    if group.year is None:
        return ""
    return f',{people.year},">={group.year}"' if group.and_later else f",{people.year},{group.year}"


def _n(group: Group, row: int) -> Formula:
    return Formula(f"SUM({cell(row, _FIRST_COUNT)}:{cell(row, _LAST_COUNT)})", group.counts.n)


def _shares(group: Group, row: int) -> list[Value]:
    n = cell(row, N)
    shares = [group.counts.share(outcome) for outcome in OUTCOMES]
    return [
        Formula(f'IF({n}=0,"{NO_NUMBER}",100*{cell(row, _FIRST_COUNT + i)}/{n})', NO_NUMBER if share is None else share)
        for i, share in enumerate(shares)
    ]


def write_rounds(page: Page, summary: Summary, row: int, all_row: int, changed: Mapping[str, str]) -> int:
    """All participants in this round and the earlier ones; where a round cannot be compared, why."""
    language = page.book.language
    _ = language.gettext
    page.put(row, 0, _("This round and the earlier ones"), "heading")
    columns = _columns(
        language,
        _("Round"),
        Column(_("Reference date"), WIDTHS[1], "day"),
        Column(_("Framework version"), WIDTHS[11], "text"),
        Column(_("Break with the round before"), WIDTHS[12], "wrapped"),
    )
    rows: list[list[Value | Styled]] = []
    for place, figures in enumerate(summary.rounds, row + 2):
        round_ = figures.picture.round
        cells = _group_cells(page, figures, figures.every, place)
        if figures is summary.this and summary.people:
            cells = _same_cells(figures.every, place, all_row)
        change = changed.get(round_.code, "")
        rows.append([round_.code, or_dash(round_.reference_date), *cells, round_.version, change])
    return page.table(row + 1, columns, rows)


def _same_cells(group: Group, row: int, all_row: int) -> list[Value | Styled]:
    """The round itself: what the table of its outcome says."""
    counts: list[Value | Styled] = [
        Formula(cell(all_row, _FIRST_COUNT + i), group.counts.count(outcome)) for i, outcome in enumerate(OUTCOMES)
    ]
    mean = Formula(cell(all_row, _MEAN), NO_NUMBER if group.mean is None else group.mean)
    return [_n(group, row), *counts, *_shares(group, row), mean, Formula(cell(all_row, _COUNTED), group.counted)]


def break_words(mark: Break, language: Language) -> str:
    """What changed before a round."""
    said = break_name(mark, language)
    return said[:1].upper() + said[1:]


def write_cohorts(page: Page, summary: Summary, row: int) -> int:
    """Every participation year in the rounds that required something of it."""
    language = page.book.language
    _ = language.gettext
    years = sorted({group.year for figures in summary.rounds for group in figures.cohorts if group.year is not None})
    shown = [
        (figures, group)
        for year in years
        for figures in summary.rounds
        for group in figures.cohorts
        if group.year == year and group.counts.n
    ]
    if len(summary.rounds) < 2 or not shown:
        return row
    page.put(row, 0, _("By participation year in this round and the earlier ones"), "heading")
    columns = _columns(
        language, _("Participation year"), Column(_("Round"), WIDTHS[1]), Column(_("Required"), WIDTHS[11], "percent")
    )
    rows = [
        [
            group_name(group, language),
            figures.picture.round.code,
            *_group_cells(page, figures, group, place),
            or_dash(group.required),
        ]
        for place, (figures, group) in enumerate(shown, row + 2)
    ]
    return page.table(row + 1, columns, rows) + 1
