"""What the charts of OECD alignment draw alike: rows with their names, and the axis of percentages under them."""

from typing import Literal

from covenant_monitor.charts.frame import Frame
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.language import Language

ROW, LEAST_ROW = 44, 22
AXIS = 24
_TWO_LINES, _NAME_LINE = 34, 16
_TICKS: tuple[tuple[int, Literal["left", "center", "right"]], ...] = ((0, "left"), (50, "center"), (100, "right"))


def row_name(sheet: Sheet, left: float, middle: float, room: float, name: str, *, height: float, bold: bool) -> None:
    """The name of a row, on two lines where it does not fit on one and the row has the height for it."""
    look = sheet.look
    parts = list(sheet.wrapped(name, room, size=look.body)) if height >= _TWO_LINES and not bold else [name]
    if len(parts) > 1:
        parts = [parts[0], " ".join(parts[1:])]
    for i, part in enumerate(parts):
        sheet.text(
            left,
            middle + (i - (len(parts) - 1) / 2) * _NAME_LINE,
            sheet.elided(part, room, size=look.body, bold=bold),
            size=look.body,
            bold=bold,
            color=look.text,
            name="component",
        )


def percent_axis(sheet: Sheet, start: float, end: float, bottom: float, language: Language) -> None:
    """A baseline from 0 to 100 percent, with its ticks below it."""
    look = sheet.look
    sheet.line((start, end), (bottom, bottom), color=look.border, name="baseline")
    for value, align in _TICKS:
        x = start + (end - start) * value / 100
        sheet.line((x, x), (bottom, bottom + 5), color=look.border, name="tick")
        text = language.percent(value, 0) if value == 100 else str(value)
        sheet.text(x, bottom + 14, text, align=align, name="axis")


def say_more(frame: Frame, middle: float, hidden: int, language: Language) -> None:
    """How many components did not fit."""
    words = language.ngettext("{n} more component in the table", "{n} more components in the table", hidden)
    frame.sheet.text(frame.left, middle, words.format(n=hidden), name="more")
