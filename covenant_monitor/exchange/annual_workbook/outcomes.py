"""The tables of outcomes in a round's workbook: of the round, over the rounds, and by participation year.

The shares are formulas over the counts beside them. Internally the counts and means are formulas too, over the sheets
with the participants of this round and the earlier ones; in public, where there are none, they are numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.domain.picture import Break, RoundContent
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures
from covenant_monitor.exchange.annual_workbook.history import HistoryCells
from covenant_monitor.exchange.annual_workbook.people import PeopleCells
from covenant_monitor.exchange.annual_workbook.ratings import RatingCells
from covenant_monitor.exchange.annual_workbook.sheet import Column, Formula, Page, Styled, Value, cell, exactly, or_dash
from covenant_monitor.exchange.annual_workbook.words import group_name, why_years_withheld
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import break_name, outcome_name, status_name

OUTCOMES = (Outcome.MEETS, Outcome.ON_TRACK, Outcome.BEHIND)
WIDTHS = (40, 15, 12, 10, 10, 10, 11, 11, 11, 11, 10, 12, 26)
LAST = len(WIDTHS) - 1
N, FIRST_SHARE = 2, 6
_FIRST_COUNT, _LAST_COUNT = 3, 5
_SCORE_WIDTHS = (40, 15, 12, 12, 12, 26, *[11] * 7)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the sheets with totals are made from.

    `people`, `ratings` and `history`: what they add up; None in public, and `history` in the first round.
    """

    content: RoundContent
    rounds: Sequence[RoundFigures]
    people: PeopleCells | None
    ratings: RatingCells | None
    history: HistoryCells | None
    written_on: date

    @property
    def this(self) -> RoundFigures:
        """The figures of the round itself."""
        return self.rounds[-1]

    @property
    def requires(self) -> bool:
        """Whether anything is required in any of the rounds; else there are scores, and no columns of outcomes."""
        return any(requires(figures) for figures in self.rounds)

    @property
    def between(self) -> int:
        """How many columns of outcomes stand before the mean score; the one after that says of how many it is."""
        return 7 if self.requires else 0

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the columns of the first sheet."""
        return WIDTHS if self.requires else _SCORE_WIDTHS


def requires(figures: RoundFigures) -> bool:
    """Whether a score is required in a round."""
    return bool(figures.picture.round.requirements)


def outcome_columns(
    language: Language, first: str, second: Column | None, *rest: Column, with_outcomes: bool
) -> list[Column]:
    """The columns that all tables of outcomes have: n, the counts, the shares, the mean score."""
    _ = language.gettext
    names = [outcome_name(outcome, language) for outcome in OUTCOMES]
    outcomes = [
        Column("n", WIDTHS[N], "count"),
        *(Column(name, 10, "count") for name in names),
        *(Column(f"{name} (%)", 11, "percent") for name in names),
    ]
    return [
        Column(first, WIDTHS[0], "strong"),
        *([second] if second else ()),
        *(outcomes if with_outcomes else ()),
        Column(_("Mean score"), 11, "percent"),
        Column(_("Mean of (n)"), 10, "count"),
        *rest,
    ]


def write_outcomes(page: Page, summary: Summary, row: int) -> tuple[int, int]:
    """The outcome of the round, of all and by participation year; returns the next row and the row of all."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    title = _("Outcome in round {round}") if summary.requires else _("Scores in round {round}")
    page.put(row, 0, title.format(round=this.picture.round.code), "heading")
    required = Column(_("Required"), WIDTHS[1], "percent") if summary.requires else None
    columns = outcome_columns(language, _("Participation year"), required, with_outcomes=summary.requires)
    head = row + 1
    groups = [this.every, *this.cohorts]
    rows = [
        [
            group_name(group, language),
            *([NO_NUMBER if group.required is None else group.required] if required else ()),
            *group_cells(page, summary, this, group, head + 1 + i, summary.people, head, before=1 + bool(required)),
        ]
        for i, group in enumerate(groups)
    ]
    end = page.table(head, columns, rows, name=_("Outcome"))
    if this.cohorts_withheld:
        minimum = summary.content.picture.covenant.minimum_group
        page.paragraph(end, why_years_withheld(this, minimum, language), LAST)
        end += 1
    said = (
        _("n: participants with a complete assessment of status ‘{status}’ or later, and a required score.")
        if summary.requires
        else _(
            "Nothing is required, so there are scores and no outcomes. n: participants with a complete assessment of"
            " status ‘{status}’ or later."
        )
    )
    page.paragraph(end, said.format(status=status_name(Status.ASSESSED, language)), LAST)
    return end + 1, head + 1


def group_cells(
    page: Page,
    summary: Summary,
    figures: RoundFigures,
    group: Group,
    row: int,
    people: PeopleCells | None = None,
    head: int = 0,
    history: HistoryCells | None = None,
    round_column: int = 0,
    before: int = 2,
) -> list[Value | Styled]:
    """n, counts, shares and mean of a group, in the columns of `outcome_columns`; dashes where nothing is required.

    As formulas over `people`, or over `history` for the round whose code is in column `round_column`. The names of the
    classes are in row `head`; so many columns are `before` these.
    """
    _ = page.book.language.gettext
    withheld = Styled(_("withheld"), "count")
    if group.withheld:
        return [withheld, *[NO_NUMBER] * 8] if summary.requires else [withheld] * 2
    counts: list[Value] = [group.counts.count(outcome) for outcome in OUTCOMES]
    mean: Value | Styled = withheld if group.mean is None and group.counted else or_dash(group.mean)
    counted: Value | Styled = or_dash(figures.counted) if group is figures.every else group.counted
    if counted == NO_NUMBER or (group is not figures.every and not figures.counted_shown):
        counted = withheld
    of = cell(row, before + summary.between + 1)
    if history:
        who = history.counting(group, cell(row, round_column))
        counts = [
            Formula(f"SUMPRODUCT({who}*{exactly(history.outcome, cell(head, column))})", group.counts.count(one))
            for column, one in enumerate(OUTCOMES, _FIRST_COUNT)
        ]
        total = f"SUMPRODUCT({who},{history.score})"
        counted = Formula(f"SUMPRODUCT({who})", group.counted)
    elif people:
        years = _criterion(group, people)
        counts = [
            Formula(f'COUNTIFS({people.counts},"{people.yes}"{years},{people.outcome},{cell(head, column)})', value)
            for column, value in enumerate((group.counts.count(outcome) for outcome in OUTCOMES), _FIRST_COUNT)
        ]
        counted = Formula(f'COUNTIFS({people.counts},"{people.yes}"{years})', group.counted)
        total = f'SUMIFS({people.score},{people.counts},"{people.yes}"{years})'
    if history or people:
        mean = Formula(f'IF({of}=0,"{NO_NUMBER}",{total}/{of})', NO_NUMBER if group.mean is None else group.mean)
    return [*_outcome_cells(summary, figures, group, row, counts), mean, counted]


def _outcome_cells(
    summary: Summary, figures: RoundFigures, group: Group, row: int, counts: Sequence[Value]
) -> list[Value]:
    """n, the counts and their shares: dashes in a round without requirements, nothing where no round has any."""
    if not summary.requires:
        return []
    return [_n(group, row), *counts, *_shares(group, row)] if requires(figures) else [NO_NUMBER] * 7


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
    columns = outcome_columns(
        language,
        _("Round"),
        Column(_("Reference date"), WIDTHS[1], "day"),
        Column(_("Framework version"), WIDTHS[11], "text"),
        Column(_("Break with the round before"), WIDTHS[12], "wrapped"),
        with_outcomes=summary.requires,
    )
    rows: list[list[Value | Styled]] = []
    for place, figures in enumerate(summary.rounds, row + 2):
        round_ = figures.picture.round
        cells = group_cells(page, summary, figures, figures.every, place, head=row + 1, history=summary.history)
        if figures is summary.this and summary.people:
            cells = _same_cells(summary, place, all_row)
        change = changed.get(round_.code, "")
        rows.append([round_.code, or_dash(round_.reference_date), *cells, round_.version, change])
    return page.table(row + 1, columns, rows, name=_("Outcome per round"))


def _same_cells(summary: Summary, row: int, all_row: int) -> list[Value | Styled]:
    """The round itself: what the table of its outcome says."""
    this, group = summary.this, summary.this.every
    counts: list[Value] = [
        Formula(cell(all_row, _FIRST_COUNT + i), group.counts.count(outcome)) for i, outcome in enumerate(OUTCOMES)
    ]
    of_all = 1 + summary.requires + summary.between
    mean = Formula(cell(all_row, of_all), NO_NUMBER if group.mean is None else group.mean)
    counted = Formula(cell(all_row, of_all + 1), group.counted)
    return [*_outcome_cells(summary, this, group, row, counts), mean, counted]


def break_words(mark: Break, language: Language) -> str:
    """What changed before a round."""
    said = break_name(mark, language)
    return said[:1].upper() + said[1:]


def version_of(figures: RoundFigures) -> tuple[str, str]:
    """Which version of which framework a round has."""
    return figures.picture.framework.code, figures.picture.framework.version
