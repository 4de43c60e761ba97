"""The numbers of a chart as a table: what cannot be read off a picture, and what its labels leave out."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 1000
_HEAD = 24
_LONG = 28
"""A column with texts longer than this many characters shows what fits, and the rest in a tool tip."""


def show_chart_table(opener: QWidget, view: ChartView, title: str, language: Language) -> Popover:
    """Open the table of the chart in `view` beside `opener`. Esc gives the focus back."""
    headers, rows = view.table
    popover = Popover(opener.window(), language, width=_WIDTH)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading("", title)
    table = PlainTable()
    columns = [[row[place] for row in rows] for place in range(len(headers))]
    numbers = [place for place, cells in enumerate(columns) if place and all(map(_is_number, cells))]
    long = [place for place, cells in enumerate(columns) if max(map(len, cells), default=0) > _LONG]
    table.fill(headers, rows, numbers=numbers, stretch=long or (0,))
    popover.body.addWidget(table)
    source = language.gettext("The numbers as the chart shows them.")
    popover.add_actions(source, button(language.gettext("Copy table"), view.copy_table, icon="copy"))
    # Over the chart, not below it: there is more room, and what it shows is in the table.
    popover.open_at(opener, QRect(0, 0, view.width(), _HEAD) if opener is view else opener.rect())
    return popover


def table_link(view: ChartView, title: Callable[[], str], language: Language) -> QPushButton:
    """What opens the table behind the chart in `view`; the chart itself does so too. `title` is asked for then."""
    _ = language.gettext

    def show(opener: QWidget) -> None:
        show_chart_table(opener, view, title(), language)

    link = button(_("Table"), kind="link", tip=_("The numbers of this chart (F1 on the chart)"))
    link.clicked.connect(lambda _checked=False: show(link))
    view.table_wanted.connect(lambda: show(view))
    return link


def _is_number(text: str) -> bool:
    return set(text) <= set("0123456789.,%–-−() \u00a0")
