"""Charts of a round's workbook, which Excel draws from the cells of a table and keeps in step with them.

They look as the product's own charts do: three colours with one meaning, names in the legend, a dashed line at a break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from covenant_monitor.exchange.annual_workbook.sheet import Page, cells_of
from covenant_monitor.exchange.annual_workbook.styles import BAD, BORDER, FONT, GOOD, HALF, INK, QUIET
from covenant_monitor.language import Language

CLASS_FILLS = ((GOOD, "#FFFFFF"), (HALF, "#0A1B29"), (BAD, "#FFFFFF"))
"""The fill of what is there, on the way and not there, and what is written on each."""

SHADES = ("#A9BFD6", "#6A8FB5", GOOD, "#7E8A94", "#B9C0C6", "#3F5A73")
"""Fills of series that are no classes, such as participation years."""

_GRID, _PATH = "#E6E4DF", "#6E7377"
# Of a smaller share the label does not fit in its part of the bar.
_PART_LABELS = {"nl": '[>=4.5]0" %";""', "en": '[>=4.5]0"%";""'}
_LABELS = {"nl": '0" %"', "en": '0"%"'}
PLAIN_LABELS = "#,##0.##"


@dataclass(frozen=True, slots=True)
class Cells:
    """The table that a chart is drawn from: its headings stand in row `head`, its names in the first column."""

    page: Page
    head: int
    last: int

    def column(self, column: int) -> str:
        """The values of a column, without its heading."""
        return f"={cells_of(self.page.name, self.head + 1, self.last, column)}"

    def heading(self, column: int) -> str:
        """The heading of a column."""
        return f"={cells_of(self.page.name, self.head, self.head, column)}"

    def series(self, column: int) -> dict[str, Any]:
        """What every series has: its name, and its values by the names of the rows."""
        return {"name": self.heading(column), "categories": self.column(0), "values": self.column(column)}


def percent_chart(page: Page, kind: str, subtype: str, title: str) -> Any:
    """An empty chart of percentages, 0 to 100; `kind` and `subtype` as XlsxWriter names them."""
    language = page.book.language
    chart = page.book.workbook.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
    across = kind == "bar"
    values: dict[str, Any] = {"min": 0, "max": 100, "major_unit": 20, "num_format": _LABELS[language.code]}
    dress(chart, title, values, across=across)
    return chart


def dress(chart: Any, title: str, values: dict[str, Any], *, across: bool = False) -> None:
    """Give a chart its title, its axes (`values`: what is special of that of the values) and its legend."""
    chart.set_title(
        {"name": title, "name_font": {"name": FONT, "size": 10, "bold": True, "color": INK}, "overlay": False}
    )
    chart.set_legend({"position": "bottom", "font": _small()})
    names = {"num_font": _small(), "line": {"color": BORDER}, "major_tick_mark": "none"}
    numbers = {
        "num_font": _small(),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": _GRID, "width": 0.75}},
        "major_tick_mark": "none",
        **values,
    }
    if across:
        # The first name stands on top, and the numbers stay below.
        chart.set_y_axis({**names, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
        chart.set_x_axis(numbers)
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(numbers)
    chart.set_chartarea({"border": {"none": True}})


def _small() -> dict[str, object]:
    return {"name": FONT, "size": 9, "color": QUIET}


def labels(language: Language, color: str, *, part: bool = False, form: str = "") -> dict[str, Any]:
    """The values written at a series: whole percentages, in a part of a bar only where they fit; or in a `form`."""
    shown = form or (_PART_LABELS if part else _LABELS)[language.code]
    return {"value": True, "num_format": shown, "font": {"name": FONT, "size": 8, "bold": True, "color": color}}


def add_parts(chart: Any, cells: Cells, columns: Sequence[int], language: Language) -> None:
    """Add stacked bars of three classes, the best first."""
    for column, (fill, ink) in zip(columns, CLASS_FILLS, strict=True):
        chart.add_series(
            {
                **cells.series(column),
                "fill": {"color": fill},
                "border": {"color": "#FFFFFF", "width": 1.5},
                "gap": 55,
                "data_labels": labels(language, ink, part=True),
            }
        )


def add_bars(chart: Any, cells: Cells, columns: Sequence[int], language: Language, shades: Sequence[str]) -> None:
    """Add bars beside each other, each with its value."""
    for place, column in enumerate(columns):
        chart.add_series(
            {
                **cells.series(column),
                "fill": {"color": shades[place % len(shades)]},
                "border": {"none": True},
                "gap": 60,
                "overlap": -8,
                "data_labels": {**labels(language, INK), "position": "outside_end"},
            }
        )


def add_breaks(chart: Any, cells: Cells, column: int, series: int) -> None:
    """Draw a dashed line where `column` has 100; `series`: how many were added before. It stands in no legend."""
    chart.add_series(
        {
            **cells.series(column),
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
    chart.set_legend({"position": "bottom", "font": _small(), "delete_series": [series]})


def insert(page: Page, chart: Any, place: tuple[int, int], size: tuple[int, int], description: str) -> None:
    """Put a chart with its top left in the cell (row, column) `place`; `size` is (width, height) in pixels.

    On paper it begins a new page where it would be cut by the end of one.
    """
    page.keep_whole(place[0], size[1])
    chart.set_size({"width": size[0], "height": size[1]})
    options = {"object_position": 2, "description": description, "x_offset": 6, "y_offset": 4}
    page.sheet.insert_chart(*place, chart, options)
