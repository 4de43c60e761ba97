"""The chart of a round's workbook: the outcome classes over the rounds, as a chart that Excel draws from cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from covenant_monitor.exchange.round_figures import RoundFigures
from covenant_monitor.exchange.round_sheet import (
    BAD,
    GOOD,
    HALF,
    INK,
    QUIET,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    cells_of,
)
from covenant_monitor.language import Language

_FILLS = ((GOOD, "#FFFFFF"), (HALF, "#0A1B29"), (BAD, "#FFFFFF"))
_GRID, _PATH = "#E6E4DF", "#6E7377"
_FONT = "Arial"
_LEFT_COLUMN = 5
_WIDTH, _HEIGHT = 742, 350
# Of a smaller share the label does not fit in its part of the bar.
_LABELS = {"nl": '[>=4.5]0" %";""', "en": '[>=4.5]0"%";""'}
_AXIS = {"nl": '0" %"', "en": '0"%"'}


def write_chart(
    page: Page,
    rounds: Sequence[RoundFigures],
    names: Sequence[str],
    changed: Mapping[str, str],
    table: tuple[int, int, int],
    row: int,
) -> int:
    """Draw the outcome of `rounds` and put the cells it is drawn from in `row` and below; returns the next row.

    `names` are the outcome classes. `changed` says what changed before a round: a dashed line stands there. `table`
    is the first row, the column of n and the first column of shares of the rounds' own table.
    """
    language = page.book.language
    _ = language.gettext
    title = _("Outcome per round, in % of the participants that count")
    if not any(figures.every.counts.n and not figures.every.withheld for figures in rounds):
        page.put(Page.TOP, _LEFT_COLUMN, _("No chart: there are no outcomes to show yet."), "line")
        return row
    page.put(row, 0, _("What the chart is drawn from"), "small heading")
    lines = _lines(rounds, changed, table)
    columns = [Column(_("Round"), 36, "small"), *(Column(name, 12, "small percent") for name in names)]
    columns.append(Column(_("Break"), 10, "small mark"))
    end = page.table(row + 1, columns, lines)
    chart = _chart(page, title, language, row + 2, end - 1, has_break=bool(changed))
    description = _("Stacked bars of the outcome classes per round. The numbers are in the tables of this sheet.")
    options = {"object_position": 2, "description": description, "x_offset": 6}
    page.sheet.insert_chart(Page.TOP, _LEFT_COLUMN - 1, chart, options)
    return end


def _lines(
    rounds: Sequence[RoundFigures], changed: Mapping[str, str], table: tuple[int, int, int]
) -> list[list[Value | Styled]]:
    """A line per round, and one for every break before it."""
    first, n_column, share_column = table
    lines: list[list[Value | Styled]] = []
    for i, figures in enumerate(rounds):
        code, every = figures.picture.round.code, figures.every
        if code in changed and i:
            lines.append([changed[code], None, None, None, 100])
        shown = bool(every.counts.n) and not every.withheld
        n = cell(first + i, n_column)
        name = f'{cell(first + i, 0)}&" (n = "&{n}&")"'
        shares = (every.counts.meets, every.counts.on_track, every.counts.behind)
        lines.append(
            [
                Formula(name, f"{code} (n = {every.counts.n})") if shown else code,
                *(
                    Formula(cell(first + i, share_column + place), 100 * count / every.counts.n) if shown else None
                    for place, count in enumerate(shares)
                ),
                None,
            ]
        )
    return lines


def _chart(page: Page, title: str, language: Language, first: int, last: int, *, has_break: bool) -> Any:
    chart = page.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    categories = f"={cells_of(page.name, first, last, 0)}"
    for place, (fill, label) in enumerate(_FILLS, 1):
        chart.add_series(
            {
                "name": f"={cells_of(page.name, first - 1, first - 1, place)}",
                "categories": categories,
                "values": f"={cells_of(page.name, first, last, place)}",
                "fill": {"color": fill},
                "border": {"color": "#FFFFFF", "width": 1.5},
                "gap": 55,
                "data_labels": {
                    "value": True,
                    "num_format": _LABELS[language.code],
                    "font": {"name": _FONT, "size": 8, "bold": True, "color": label},
                },
            }
        )
    if has_break:
        values = f"={cells_of(page.name, first, last, len(_FILLS) + 1)}"
        chart.add_series(
            {
                "name": f"={cells_of(page.name, first - 1, first - 1, len(_FILLS) + 1)}",
                "categories": categories,
                "values": values,
                "fill": {"none": True},
                "border": {"none": True},
                "y_error_bars": {
                    "type": "percentage",
                    "value": 100,
                    "direction": "minus",
                    "end_style": 0,
                    "line": {"color": _PATH, "width": 1, "dash_type": "dash"},
                },
            }
        )
    small = {"name": _FONT, "size": 9, "color": QUIET}
    chart.set_title({"name": title, "name_font": {"name": _FONT, "size": 10, "bold": True, "color": INK}})
    chart.set_legend({"position": "bottom", "font": small, "delete_series": [3] if has_break else []})
    chart.set_x_axis({"num_font": small, "line": {"color": "#86898B"}, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "min": 0,
            "max": 100,
            "major_unit": 20,
            "num_format": _AXIS[language.code],
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.75}},
            "major_tick_mark": "none",
        }
    )
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    return chart
