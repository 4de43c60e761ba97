"""What stands around every chart: its title and unit above, one line of notes below."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from covenant_monitor.charts.sheet import Sheet

NOTE_LINE = 16
NOTE_GAP = 10
_HEADING = 28
_LOW_SHEET, _HIGH_SHEET = 420, 700


@dataclass(frozen=True, slots=True)
class Frame:
    """What is left for the chart itself, in pixels of its sheet."""

    sheet: Sheet
    left: float
    top: float
    right: float
    bottom: float

    def say(self, text: str) -> None:
        """Say in the middle why there is no chart."""
        lines = self.sheet.wrapped(text, self.right - self.left)
        middle = (self.top + self.bottom - NOTE_LINE * (len(lines) - 1)) / 2
        for i, line in enumerate(lines):
            x, y = (self.left + self.right) / 2, middle + i * NOTE_LINE
            self.sheet.text(x, y, line, align="center", name="empty", halo=True)


def framed(sheet: Sheet, title: str, unit: str, notes: Sequence[str], *, rule: bool = False) -> Frame:
    """Draw title, unit and the first of `notes` that fits (the last is cut to fit); return the room between.

    `notes` say the same with ever fewer words. A `rule` parts them from the chart.
    """
    look = sheet.look
    left, right = look.margin, sheet.width - look.margin
    top = look.margin
    if title:
        top = _heading(sheet, title, unit, left, top, right)
    elif unit:
        sheet.text(left, top + 6, sheet.elided(unit, right - left), name="unit")
        top += _HEADING - 4
    lines = _note_lines(sheet, notes, right - left)
    bottom = sheet.height - look.margin - NOTE_LINE * len(lines)
    for i, line in enumerate(lines):
        sheet.text(left, bottom + NOTE_LINE * (i + 0.5), line, name="note")
    if rule and lines:
        bottom -= NOTE_GAP
        sheet.line((left, right), (bottom, bottom), color=look.line, name="rule")
    return Frame(sheet, left, top, right, bottom - NOTE_GAP)


def _heading(sheet: Sheet, title: str, unit: str, left: float, top: float, right: float) -> float:
    """Title and unit on one line where they fit, else on two; return where they end."""
    look = sheet.look
    title = sheet.elided(title, right - left, size=look.body, bold=True)
    sheet.text(left, top + 7, title, size=look.body, bold=True, color=look.text, name="title")
    if not unit:
        return top + _HEADING
    after = left + sheet.text_width(title, size=look.body, bold=True) + 10
    if after + sheet.text_width(unit) <= right:
        sheet.text(after, top + 7, unit, name="unit")
        return top + _HEADING
    sheet.text(left, top + 7 + 18, sheet.elided(unit, right - left), name="unit")
    return top + _HEADING + 18


def _note_lines(sheet: Sheet, notes: Sequence[str], room: float) -> Sequence[str]:
    most = 2 if sheet.height < _LOW_SHEET else 3 if sheet.height < _HIGH_SHEET else 4
    lines: Sequence[str] = ()
    for allowed in (most, most + 1):
        for note in notes:
            lines = sheet.wrapped(note, room)
            if len(lines) <= allowed:
                return lines
    return [*lines[: most - 1], sheet.elided(" ".join(lines[most - 1 :]), room)]


def overlap(sheet: Sheet, labels: Sequence[tuple[float, str]], space: float) -> bool:
    """Whether centred labels of small type, in order of their centre, stand nearer than `space` to each other."""
    return any(
        x2 - x1 < (sheet.text_width(first) + sheet.text_width(second)) / 2 + space
        for (x1, first), (x2, second) in pairwise(labels)
    )
