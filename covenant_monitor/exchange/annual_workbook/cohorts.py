"""The sheet of a round's workbook about participation years: the figures of every one in every round, and a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from covenant_monitor.domain.headline import section_means
from covenant_monitor.exchange.annual_workbook.chart import SHADES, Cells, add_bars, add_breaks, insert, percent_chart
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures
from covenant_monitor.exchange.annual_workbook.outcomes import OUTCOMES, Summary, group_cells, outcome_columns
from covenant_monitor.exchange.annual_workbook.people import PeopleCells
from covenant_monitor.exchange.annual_workbook.sheet import (
    EMPTY,
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    exactly,
)
from covenant_monitor.exchange.annual_workbook.words import group_name, years_withheld_sentence
from covenant_monitor.language import NO_NUMBER
from covenant_monitor.names import outcome_name

_WIDTHS = (34, 18, 11, *[17] * 7, 13, 13)
_NAME, _ROUND, _N, _FIRST_COUNT, _MEETS = 0, 1, 2, 3, 6
_CHART_ROWS, _CHART_SIZE = 19, (860, 350)
_LAST = len(_WIDTHS) - 1

Shown = Sequence[tuple[RoundFigures, Group]]


def write_cohorts(book: Book, summary: Summary, changed: Mapping[str, str]) -> None:
    """Every participation year in every round. `changed` says what changed before a round."""
    language = book.language
    _ = language.gettext
    page = book.page(_("Participation years"), _("Indicators by participation year"), _WIDTHS)
    years = sorted({group.year for figures in summary.rounds for group in figures.cohorts if group.year is not None})
    shown = [
        (figures, group)
        for year in years
        for figures in summary.rounds
        for group in figures.cohorts
        if group.year == year and (group.counted or group.withheld)
    ]
    end = _by_year_and_round(page, summary, shown)
    if not shown:
        page.put(end, 0, _("There are no figures by participation year to show."), "note")
        return
    if withheld := years_withheld_sentence(summary.rounds, language):
        page.paragraph(end, withheld, _LAST)
        end += 1
    if summary.requires:
        end = _meeting(page, summary, shown, changed, end + 1)
    if summary.people:
        page.break_before(end + 1)
        _sections(page, summary, summary.people, end + 1)


def _by_year_and_round(page: Page, summary: Summary, shown: Shown) -> int:
    language = page.book.language
    _ = language.gettext
    asked = [Column(_("Required"), 12, "percent")] if summary.requires else []
    columns = outcome_columns(
        language, _("Participation year"), Column(_("Round"), 16), *asked, with_outcomes=summary.requires
    )
    head = Page.TOP
    rows = []
    for row, (figures, group) in enumerate(shown, head + 1):
        is_this = figures is summary.this
        people, history = (summary.people, None) if is_this else (None, summary.history)
        cells = group_cells(page, summary, figures, group, row, people, head, history, _ROUND)
        required: list[Value] = [NO_NUMBER if group.required is None else group.required] if asked else []
        rows.append([group_name(group, language), figures.picture.round.code, *cells, *required])
    return page.table(head, columns, rows, name=_("Participation years"), main=True, alone=False)


def _meeting(page: Page, summary: Summary, shown: Shown, changed: Mapping[str, str], row: int) -> int:
    """Who meets what is required per round: all together, added up from the years, and every year; with a chart."""
    language = page.book.language
    _ = language.gettext
    names = list(dict.fromkeys(group_name(group, language) for _figures, group in shown))
    last = Page.TOP + len(shown)
    columns = [
        Column(_("Round"), _WIDTHS[0], "strong"),
        Column(_("Break"), _WIDTHS[1], "mark cell"),
        Column("n", _WIDTHS[_N], "count"),
        Column(outcome_name(OUTCOMES[0], language), _WIDTHS[_FIRST_COUNT], "count"),
        Column(_("All participants"), _WIDTHS[4], "percent"),
        *(Column(name, 17, "percent") for name in names),
    ]
    title = _("Share that meets the requirement, in % of the participants that count")
    page.put(row, 0, title, "heading")
    head = row + 1
    lines: list[list[Value | Styled]] = []
    for figures in summary.rounds:
        code = figures.picture.round.code
        groups = {group_name(group, language): group for one, group in shown if one is figures and group.counts.n}
        if not groups or any(group.withheld for group in groups.values()):
            continue
        if code in changed and lines:
            lines.append([changed[code], 100, *[EMPTY] * (3 + len(names))])
        lines.append([code, None, *_line(groups, names, head, head + 1 + len(lines), last)])
    if not lines:
        page.paragraph(head, _("Nothing was required, or too few are shown."), _LAST)
        return head + 1
    end = page.table(head, columns, lines, name=_("Share that meets"))
    cells = Cells(page, head, end - 1)
    chart = percent_chart(page, "column", "", title)
    places = range(5, 5 + len(names))
    add_bars(chart, cells, places, language, [*SHADES[3 - min(len(names), 3) : 3], *SHADES[3:]])
    if any(line[1] for line in lines):
        add_breaks(chart, cells, 1, len(names))
    said = _("Bars of the share that meets the requirement, per round and participation year.")
    insert(page, chart, (end, 0), _CHART_SIZE, said)
    return end + _CHART_ROWS


def _line(groups: Mapping[str, Group], names: Sequence[str], head: int, row: int, last: int) -> list[Value | Styled]:
    """n and those that meet in one round, added up from the rows above, and the shares of its years."""

    def column(number: int) -> str:
        top, bottom = cell(Page.TOP + 1, number, fixed=True), cell(last, number, fixed=True)
        return f"{top}:{bottom}"

    of_round = exactly(column(_ROUND), cell(row, 0))
    n, meets = (sum(one) for one in zip(*((g.counts.n, g.counts.meets) for g in groups.values()), strict=True))
    found: list[Value | Styled] = [
        Formula(f"SUMPRODUCT({of_round}*1,{column(_N)})", n),
        Formula(f"SUMPRODUCT({of_round}*1,{column(_FIRST_COUNT)})", meets),
        Formula(f'IF({cell(row, 2)}=0,"{NO_NUMBER}",100*{cell(row, 3)}/{cell(row, 2)})', 100 * meets / n),
    ]
    for place, name in enumerate(names, 5):
        group = groups.get(name)
        if group is None:
            found.append(EMPTY)
            continue
        one = f"{of_round}*{exactly(column(_NAME), cell(head, place, fixed=True))}"
        share = 100 * group.counts.meets / group.counts.n
        found.append(Formula(f"SUMPRODUCT({one},{column(_MEETS)})", share))
    return found


def _sections(page: Page, summary: Summary, people: PeopleCells, row: int) -> None:
    """The mean score of every section in this round, of all and by participation year. For internal use."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    page.put(row, 0, _("Mean score per section in round {round}").format(round=this.picture.round.code), "heading")
    columns = [Column(_("Section"), _WIDTHS[0], "strong")]
    groups = [this.every, *this.cohorts]
    for group in groups:
        name = group_name(group, language)
        columns += [Column(f"{name} (n)", 17, "count"), Column(name, 17, "percent")]
    head = row + 1
    means = [
        {one.section: one for one in section_means([s for s in this.picture.headline.counted if group.holds(s)])}
        for group in groups
    ]
    rows: list[list[Value | Styled]] = []
    for place, section in enumerate(this.picture.framework.sections):
        cells = people.sections[place]
        line: list[Value | Styled] = [f"{section.code} {language.pick(section.name.nl, section.name.en)}".strip()]
        for at, (group, found) in enumerate(zip(groups, means, strict=True)):
            who = people.counting(group)
            one = found.get(section.code)
            n = cell(head + 1 + place, 1 + 2 * at)
            mean = None if one is None else one.mean
            line += [
                Formula(f"SUMPRODUCT({who}*ISNUMBER({cells}))", one.n if one else 0),
                Formula(f'IF({n}=0,"{NO_NUMBER}",SUMPRODUCT({who},{cells})/{n})', NO_NUMBER if mean is None else mean),
            ]
        rows.append(line)
    page.table(head, columns, rows, name=_("Sections by participation year"))
