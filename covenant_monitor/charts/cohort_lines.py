"""The chart of mean scores over the rounds: everybody, and a line for those who began in the same round."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.cohort_figures import CohortFigures, Line, Point, cohort_figures
from covenant_monitor.charts.cohorts import unbroken
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.labels import Box, Obstacles, around, spread
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_figures import NARROW_BELOW
from covenant_monitor.charts.sheet import DASH_BREAK, Sheet
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language
from covenant_monitor.names import break_name

_MARKERS = ("o", "s", "^", "D", "v", "P")
_SIZE, _REACH = 9.0, 8
_TICKS = (0, 20, 40, 60, 80, 100)
_LABEL_HEIGHT = 14
_BESIDE = 12
_MOST_PITCH = 220
_LEAST_PITCH = 44


def cohort_lines(
    rounds: Sequence[RoundPicture],
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 440),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Mean scores in every round, in one line for everybody and one per cohort: those who began in the same round.

    No line crosses a break, a round without a number, or goes through a single point. Points of few are hollow. With a
    `minimum_group` it is for the public. Other arguments as in `outcomes_over_rounds`.
    """
    _ = language.gettext
    figures = cohort_figures(rounds, minimum_group)
    sheet = Sheet(look, size, scale)
    title = _("Mean score over the rounds, by first round")
    notes = [sentences([note, said]) for said in _notes(figures, language)]
    shown = [line for line in (figures.every, *figures.cohorts) if line.points]
    frame = framed(sheet, title if heading else "", _("% of the points that can be had") if shown else "", notes)
    if not shown:
        hidden = words.means_withheld(minimum_group, language)
        frame.say(hidden if figures.withheld else _("No assessment counts yet."))
    else:
        _Painter(sheet, figures, language, _axes(frame, figures, shown, language)).draw(shown)
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *(_describe(line, figures, language) for line in shown), notes[0]]),
        headers=(_("Participants"), *(head for code in figures.codes for head in (code, f"n {code}"))),
        rows=table_rows(_row(line, figures, language) for line in (figures.every, *figures.cohorts)),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _name(line: Line, language: Language) -> str:
    _ = language.gettext
    return _("since {round}").format(round=line.since) if line.since else _("All participants")


def _row(line: Line, figures: CohortFigures, language: Language) -> list[str]:
    _ = language.gettext
    means = {point.place: point.mean for point in line.points}
    row = [words.capitalised(_name(line, language))]
    for place, n in enumerate(line.sizes):
        said = _("withheld") if n is None else language.number(n, 0)
        row += [language.percent(means.get(place)), said]
    return row


def _describe(line: Line, figures: CohortFigures, language: Language) -> str:
    said = [
        f"{figures.codes[point.place]} {language.percent(point.mean)} (n = {language.number(point.n, 0)})"
        for point in line.points
    ]
    return f"{words.capitalised(_name(line, language))}: {', '.join(said)}."


@dataclass(frozen=True, slots=True)
class _Axes:
    """The plot: the places of the rounds, and scores from `bottom` (0) to `top` (100)."""

    left: float
    top: float
    right: float
    bottom: float
    first: int
    pitch: float
    edge: float

    def x(self, place: float) -> float:
        """Where a round is."""
        return self.left + 30 + (place - self.first) * self.pitch

    def y(self, score: float) -> float:
        """Where a score is."""
        return self.bottom - (self.bottom - self.top) * float(score) / 100


def _axes(frame: Frame, figures: CohortFigures, shown: Sequence[Line], language: Language) -> _Axes:
    """As many of the latest rounds as fit, with room for the names of the lines at the right."""
    sheet = frame.sheet
    labels = [_end_label(line, figures, language) for line in shown]
    beside = max(sheet.text_width(label, size=sheet.look.body, bold=True) for label in labels)
    left = frame.left + sheet.text_width(language.percent(100, 0)) + 8
    right = frame.right - beside - _BESIDE
    room = right - left - 60
    most = max(1, int(room // _LEAST_PITCH) + 1)
    first = max(0, len(figures.codes) - most)
    count = len(figures.codes) - first
    pitch = min(room / max(count - 1, 1), _MOST_PITCH)
    top = frame.top + (26 if figures.broken else 6)
    return _Axes(left, top, left + 60 + pitch * (count - 1), frame.bottom - 24, first, pitch, frame.right)


def _end_label(line: Line, figures: CohortFigures, language: Language) -> str:
    """The last value and whose it is; with its round where that is not the last one."""
    point, name = line.points[-1], _name(line, language)
    if point.place < len(figures.codes) - 1:
        name = f"{name} ({figures.codes[point.place]})"
    return f"{language.percent(point.mean)}  {name}"


@dataclass(frozen=True, slots=True)
class _Painter:
    """Draws the lines of one chart."""

    sheet: Sheet
    figures: CohortFigures
    language: Language
    axes: _Axes

    def draw(self, shown: Sequence[Line]) -> None:
        """Axes, breaks, lines from the last to the first so that everybody's is on top, and labels."""
        self._draw_axes()
        taken = Obstacles(Box(self.axes.left, self.axes.top - 4, self.axes.edge, self.axes.bottom - 2))
        self._breaks(taken)
        for place, line in reversed(list(enumerate(shown))):
            self._line(line, place, taken)
        self._end_labels(shown, taken)
        for line in self.figures.cohorts or shown:
            self._values(line, taken)

    def _draw_axes(self) -> None:
        sheet, axes, look = self.sheet, self.axes, self.sheet.look
        for value in _TICKS:
            y = axes.y(value)
            text = self.language.percent(value, 0) if value == _TICKS[-1] else self.language.number(value, 0)
            sheet.text(axes.left - 8, y, text, align="right", name="value")
            color = look.grid if value else look.border
            sheet.line((axes.left, axes.right), (y, y), color=color, name="grid" if value else "baseline")
        every = -(-max(sheet.text_width(code) + 8 for code in self.figures.codes) // max(axes.pitch, 1))
        last = len(self.figures.codes) - 1
        for place in range(axes.first, last + 1):
            x = axes.x(place)
            sheet.line((x, x), (axes.bottom, axes.bottom + 5), color=look.border, name="tick")
            if (last - place) % max(int(every), 1) == 0:
                code = sheet.elided(self.figures.codes[place], 140)
                sheet.text(x, axes.bottom + 16, code, align="center", color=look.text, name="round")

    def _breaks(self, taken: Obstacles) -> None:
        """A dashed line between two rounds, with its name over it in as many words as go before the next."""
        sheet, axes = self.sheet, self.axes
        shown = [
            (place, mark)
            for place, mark in zip(self.figures.broken, self.figures.breaks, strict=True)
            if place > axes.first
        ]
        ends = [*(axes.x(place - 0.5) for place, _mark in shown[1:]), axes.edge]
        for (place, mark), end in zip(shown, ends, strict=False):  # without breaks there is an end too many
            x = axes.x(place - 0.5)
            sheet.line((x, x), (axes.top - 10, axes.bottom), color=sheet.look.path, dash=DASH_BREAK, name="break-line")
            taken.segments.append((x, axes.top - 10, x, axes.bottom))
            name = break_name(mark, self.language)
            for text in (name, name.split(", ")[0], words.short_break_name(mark, self.language)):
                if x + 4 + sheet.text_width(text) <= end - 6:
                    sheet.text(x + 4, axes.top - 16, text, name="break")
                    break

    def _line(self, line: Line, place: int, taken: Obstacles) -> None:
        """Everybody broad and grey, the cohorts in one colour with a shape each; hollow where there are few."""
        sheet, axes, look = self.sheet, self.axes, self.sheet.look
        points = [point for point in line.points if point.place >= axes.first]
        by_place = {point.place: (axes.x(point.place), axes.y(float(point.mean))) for point in points}
        color = look.good if line.since else look.border
        for run in unbroken(list(by_place), self.figures.broken):
            spots = [by_place[one] for one in run]
            if len(spots) > 1:
                xs, ys = zip(*spots, strict=True)
                width, name = (2, "cohort") if line.since else (4, "every")
                sheet.line(xs, ys, color=color, width=width, above=bool(line.since), name=name)
                taken.segments += [(*start, *end) for start, end in pairwise(spots)]
        marker = _MARKERS[(place - 1) % len(_MARKERS)] if line.since else "o"
        for few in (False, True):
            some = [by_place[point.place] for point in points if (point.n < NARROW_BELOW) is few]
            if some:
                sheet.marks(
                    *zip(*some, strict=True),
                    marker=marker,
                    size=_SIZE - 1.5 * few,
                    fill=look.base if few else color,
                    edge=color if few else look.base,
                    edge_width=2 if few else 1.5,
                    name="few" if few else "points",
                )
        for point in points:
            x, y = by_place[point.place]
            taken.boxes.append(Box(x - 5, y - 5, x + 5, y + 5))
            sheet.spot(x - _REACH, y - _REACH, x + _REACH, y + _REACH, self._words(line, point), self._leads(point))

    def _leads(self, point: Point) -> tuple[str, str]:
        return "round", self.figures.codes[point.place]

    def _words(self, line: Line, point: Point) -> str:
        """Who, when, how much, of how many."""
        _, n_ = self.language.gettext, self.language.ngettext
        who = words.capitalised(_name(line, self.language))
        said = n_("Mean {value} of {n} participant", "Mean {value} of {n} participants", point.n).format(
            value=self.language.percent(point.mean), n=self.language.number(point.n, 0)
        )
        round_ = _("Round {round}").format(round=self.figures.codes[point.place])
        return f"{round_} · {who}\n{said}"

    def _end_labels(self, shown: Sequence[Line], taken: Obstacles) -> None:
        """The last value and the name of every line, at the right, spread so that none lies on another."""
        sheet, axes, look = self.sheet, self.axes, self.sheet.look
        ends = sorted(
            ((axes.y(float(line.points[-1].mean)), line) for line in shown),
            key=lambda end: (end[0], bool(end[1].since)),
        )
        heights = spread([y for y, _line in ends], 17, axes.top, axes.bottom - 4)
        left = axes.right + _BESIDE - 6
        for (y, line), middle in zip(ends, heights, strict=True):
            x = axes.x(line.points[-1].place)
            text = _end_label(line, self.figures, self.language)
            color = look.good_text if line.since else look.text
            if line.points[-1].place < len(self.figures.codes) - 1 or abs(middle - y) > 3:
                sheet.line((x + 8, left - 4), (y, middle), color=look.border, name="leader")
            width = sheet.text_width(text, size=look.body, bold=True)
            sheet.text(left, middle, text, size=look.body, bold=True, color=color, name="line")
            taken.boxes.append(Box(left, middle - 8, left + width, middle + 8))

    def _values(self, line: Line, taken: Obstacles) -> None:
        """The values before the last one, where they have a free place."""
        sheet, axes, look = self.sheet, self.axes, self.sheet.look
        for point in line.points[:-1]:
            if point.place < axes.first:
                continue
            text = self.language.percent(point.mean, 0)
            width = sheet.text_width(text, bold=True)
            x, y = axes.x(point.place), axes.y(float(point.mean))
            if box := taken.place(around(x, y, width, _LABEL_HEIGHT, 9, above=True)[:6]):
                color = look.good_text if line.since else look.text2
                middle = (box.top + box.bottom) / 2
                sheet.text(box.left, middle, text, bold=True, color=color, name="mean")


def _notes(figures: CohortFigures, language: Language) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _ = language.gettext
    few = any(point.n < NARROW_BELOW for line in (figures.every, *figures.cohorts) for point in line.points)
    withheld = ""
    if figures.withheld:
        withheld = words.means_withheld(figures.minimum, language)
    needed = sentences(
        [
            _("Mean of the complete assessments.") if figures.codes else "",
            _("A line follows those who took part for the first time in the same round.") if figures.cohorts else "",
            _("Hollow: fewer than {n} participants.").format(n=NARROW_BELOW) if few else "",
            withheld,
        ]
    )
    change = words.break_sentence(figures.breaks, language)
    source = _("Source: assessments by the secretariat.")
    return [sentences([needed, change, source]), sentences([needed, source]), needed]
