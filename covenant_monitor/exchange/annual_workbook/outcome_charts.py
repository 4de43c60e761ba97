"""The charts on the summary of a round's workbook: the outcome classes and the mean score over the rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.exchange.annual_workbook.chart import Cells, add_breaks, add_parts, insert, labels, percent_chart
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures
from covenant_monitor.exchange.annual_workbook.sheet import Column, Formula, Page, Styled, Value, cell
from covenant_monitor.exchange.annual_workbook.styles import GOOD

_RIGHT = (Page.TOP, 4)
_BREAK, _MEAN = 4, 5
_LARGE, _SMALL = (742, 350), (640, 300)
SMALL_ROWS = 17
"""How many rows the lower chart takes."""


@dataclass(frozen=True, slots=True)
class RoundsTable:
    """Where the rounds' own table stands: its first row, and the columns of n, the first share, the mean and its n."""

    first: int
    n: int
    shares: int
    mean: int
    counted: int


def has_outcomes(rounds: Sequence[RoundFigures]) -> bool:
    """Whether there is an outcome to draw."""
    return any(_shown(figures.every) for figures in rounds)


def has_means(rounds: Sequence[RoundFigures]) -> bool:
    """Whether there is a mean score to draw."""
    return any(_mean(figures.every) is not None for figures in rounds)


def write_charts(
    page: Page,
    rounds: Sequence[RoundFigures],
    names: Sequence[str],
    changed: Mapping[str, str],
    table: RoundsTable,
    row: int,
    below: int,
    *,
    requires: bool,
) -> int:
    """Draw outcomes and means of `rounds`, and put the cells they are drawn from in `row` and below.

    `requires`: whether anything is required in them. `names` are the outcome classes. `changed` says what changed
    before a round: a dashed line stands there. The mean scores are drawn from row `below` on, or where there are no
    outcomes above. Returns the next row.
    """
    language = page.book.language
    _ = language.gettext
    if not has_outcomes(rounds):
        if requires:
            page.put(_RIGHT[0], _RIGHT[1] + 1, _("No chart: there are no outcomes to show yet."), "line")
        elif not has_means(rounds):
            page.put(_RIGHT[0], _RIGHT[1] + 1, _("No chart: there are no scores to show yet."), "line")
        if not has_means(rounds):
            return row
    page.put(row, 0, _("What the charts are drawn from"), "small heading")
    columns = [Column(_("Round"), 36, "small"), *(Column(name, 12, "small percent") for name in names)]
    columns += [Column(_("Break"), 10, "small mark"), Column(_("Mean score"), 10, "small percent")]
    end = page.table(row + 1, columns, _lines(rounds, changed, table))
    cells = Cells(page, row + 1, end - 1)
    if has_outcomes(rounds):
        chart = percent_chart(page, "column", "stacked", _("Outcome per round, in % of the participants that count"))
        add_parts(chart, cells, (1, 2, 3), language)
        if changed:
            add_breaks(chart, cells, _BREAK, 3)
        said = _("Stacked bars of the outcome classes per round. The numbers are in the tables of this sheet.")
        insert(page, chart, _RIGHT, _LARGE, said)
    if has_means(rounds):
        place = (below, 0) if has_outcomes(rounds) else (_RIGHT[0] + 1, _RIGHT[1])
        _mean_chart(page, cells, place, has_break=bool(changed))
    return end


def _mean_chart(page: Page, cells: Cells, place: tuple[int, int], *, has_break: bool) -> None:
    """The mean score per round, as a line that stops at a break."""
    language = page.book.language
    _ = language.gettext
    chart = percent_chart(page, "line", "", _("Mean score per round, of the participants that count"))
    chart.add_series(
        {
            **cells.series(_MEAN),
            "line": {"color": GOOD, "width": 2},
            "marker": {"type": "circle", "size": 7, "fill": {"color": GOOD}, "border": {"color": "#FFFFFF"}},
            "data_labels": {**labels(language, GOOD), "position": "above"},
        }
    )
    chart.show_blanks_as("gap")
    if has_break:
        add_breaks(chart, cells, _BREAK, 1)
    insert(page, chart, place, _SMALL, _("A line of the mean score per round. The numbers are in the tables."))


def _shown(every: Group) -> bool:
    return bool(every.counts.n) and not every.withheld


def _mean(every: Group) -> Fraction | None:
    return None if every.withheld else every.mean


def _lines(
    rounds: Sequence[RoundFigures], changed: Mapping[str, str], table: RoundsTable
) -> list[list[Value | Styled]]:
    """A line per round from the first with anything to draw, and one for every break before it."""
    lines: list[list[Value | Styled]] = []
    with_outcomes = has_outcomes(rounds)
    for row, figures in enumerate(rounds, table.first):
        code, every = figures.picture.round.code, figures.every
        if not lines and not _shown(every) and _mean(every) is None:
            continue
        if code in changed and lines:
            lines.append([changed[code], None, None, None, 100, None])
        of, n = (table.n, every.counts.n) if with_outcomes else (table.counted, every.counted)
        name: Value = code
        if n and not every.withheld and (with_outcomes or figures.counted is not None):
            name = Formula(f'{cell(row, 0)}&" (n = "&{cell(row, of)}&")"', f"{code} (n = {n})")
        shares = (every.counts.meets, every.counts.on_track, every.counts.behind)
        mean = _mean(every)
        lines.append(
            [
                name,
                *(
                    Formula(cell(row, table.shares + place), 100 * count / every.counts.n) if _shown(every) else None
                    for place, count in enumerate(shares)
                ),
                None,
                None if mean is None else Formula(cell(row, table.mean), mean),
            ]
        )
    return lines
