"""The distribution of the scores in a round, by participation year, against what is required."""

from collections.abc import Sequence
from dataclasses import dataclass

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.distribution_figures import (
    SHAPES,
    DistributionFigures,
    Interval,
    Strip,
    distribution_figures,
    intervals,
)
from covenant_monitor.charts.distribution_words import (
    class_lines,
    describe,
    dot_words,
    headers,
    interval_words,
    left_lines,
    notes_of,
    rows,
)
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_bars import fill_colors
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language

MARKERS = {Outcome.MEETS: "o", Outcome.ON_TRACK: "^", Outcome.BEHIND: "v", None: "o"}
_DOT, _LEAST_DOT = 9.0, 5.0
_MOST_DOTS = 400
_AXIS = 26
_STRIP_GAP, _MOST_STRIP = 22, 200
_HEAD = 18
_LINE = 16
_SIDE_GAP = 16
_SAID = 20
"""Bars lower than this, in pixels, have no numbers."""
_TICKS = (0, 20, 40, 60, 80, 100)


def score_distribution(
    picture: RoundPicture,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 440),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """A dot for every participant at its score, or bars for many, in a strip per participation year.

    Dots have the shape and colour of their outcome; those whose score does not count yet are rings. With a
    `minimum_group` it is for the public: intervals of which none holds fewer participants, and no dots. Other arguments
    as in `outcomes_over_rounds`.
    """
    _ = language.gettext
    figures = distribution_figures(picture, language, minimum_group)
    sheet = Sheet(look, size, scale)
    title = _("Scores of the participants, round {round}").format(round=picture.round.code)
    shown = [strip for strip in figures.strips if not strip.withheld]
    as_dots = minimum_group is None and sum(len(strip.dots) for strip in shown) <= _MOST_DOTS
    notes = [sentences([note, said]) for said in notes_of(picture, figures, language)]
    unit = _("score in % of the points that can be had") if shown else ""
    frame = framed(sheet, title if heading else "", unit, notes)
    if not shown:
        hidden = _("Withheld: groups of fewer than {n} participants.").format(n=minimum_group)
        nobody = _("No participant has a score yet in round {round}.").format(round=picture.round.code)
        frame.say(hidden if figures.strips else nobody)
    else:
        as_dots = _draw(frame, figures, language, as_dots=as_dots)
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences(
            [f"{title}.", *(describe(strip, figures, language) for strip in figures.strips), notes[0]]
        ),
        headers=headers(language, by_participant=as_dots),
        rows=table_rows(rows(figures, language, by_participant=as_dots)),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """The room of the strips: scores from `left` (0) to `right` (100)."""

    sheet: Sheet
    left: float
    right: float
    language: Language
    minimum: int | None

    def x(self, score: float) -> float:
        """Where a score is."""
        return self.left + (self.right - self.left) * float(score) / 100


def _draw(frame: Frame, figures: DistributionFigures, language: Language, *, as_dots: bool) -> bool:
    """The strips over one axis; whether their participants are dots."""
    sheet = frame.sheet
    strips = figures.strips
    names = max(_side_width(sheet, left_lines(strip, figures, language)) for strip in strips) + _SIDE_GAP
    classes = max((_side_width(sheet, [text for _o, text in class_lines(s, language)]) for s in strips), default=0.0)
    classes = classes + _SIDE_GAP + 14 if figures.minimum is None else 8.0
    bottom = frame.bottom - _AXIS
    pitch = min((bottom - frame.top) / len(strips), _MOST_STRIP)
    bottom = min(bottom, frame.top + pitch * len(strips))
    plot = _Plot(sheet, frame.left + names, frame.right - classes, language, figures.minimum)
    _axis(plot, frame.top + _HEAD, bottom)
    room = pitch - _STRIP_GAP - _HEAD
    size = _dot_size([_positions(plot, strip) for strip in strips if not strip.withheld], room) if as_dots else 0.0
    for place, strip in enumerate(strips):
        base = frame.top + pitch * (place + 1) - (0 if place == len(strips) - 1 else _STRIP_GAP)
        top = frame.top + pitch * place + _HEAD
        _say_strip(frame, plot, strip, figures, top - 4, pitch, as_dots=bool(size))
        sheet.line((plot.left, plot.right), (base, base), color=sheet.look.border, name="baseline")
        if strip.withheld:
            said = language.gettext("withheld: fewer than {n} participants").format(n=figures.minimum)
            sheet.text(plot.left + 8, base - 12, said, name="withheld", halo=True)
            continue
        if size:
            _dots(plot, strip, base, size)
        else:
            _bars(plot, strip, min(top + 12, base - 8), base)
        _required(plot, strip, top, base)
    return bool(size)


def _side_width(sheet: Sheet, lines: Sequence[str]) -> float:
    return max((sheet.text_width(line, size=sheet.look.body, bold=True) for line in lines), default=0.0)


def _axis(plot: _Plot, top: float, bottom: float) -> None:
    sheet, look, language = plot.sheet, plot.sheet.look, plot.language
    for value in _TICKS:
        x = plot.x(value)
        sheet.line((x, x), (top, bottom), color=look.grid, name="grid")
        sheet.line((x, x), (bottom, bottom + 5), color=look.border, name="tick")
        said = language.percent(value, 0) if value == _TICKS[-1] else language.number(value, 0)
        sheet.text(x, bottom + 16, said, align="center", name="value")


def _say_strip(
    frame: Frame, plot: _Plot, strip: Strip, figures: DistributionFigures, top: float, room: float, *, as_dots: bool
) -> None:
    """The names at the left; at the right the classes, with the shapes that they have, or the fills of bars."""
    sheet, look = frame.sheet, frame.sheet.look
    fit = max(1, int(room // 18))
    first, *rest = left_lines(strip, figures, plot.language)[:fit]
    sheet.text(frame.left, top + 7, first, size=look.body, bold=True, color=look.text, name="strip")
    for i, line in enumerate(rest):
        sheet.text(frame.left, top + 7 + 18 + i * _LINE, line, name="n")
    if figures.minimum is not None:
        return
    for i, (outcome, text) in enumerate(class_lines(strip, plot.language)[:fit]):
        x, y = plot.right + _SIDE_GAP + 4, top + 7 + i * 18
        if as_dots:
            _mark(sheet, [x], [y], outcome, 8, counts=outcome is not None)
        else:
            _swatch(sheet, x, y, outcome)
        color = fill_colors(look, outcome)[2] if outcome else look.text2
        sheet.text(x + 10, y, text, bold=True, color=color, name="class")


def _swatch(sheet: Sheet, x: float, y: float, outcome: Outcome | None) -> None:
    """What a class looks like in a bar."""
    box, look = (x - 5, y - 5, x + 5, y + 5), sheet.look
    if outcome is not None:
        sheet.boxes([box], fills=fill_colors(look, outcome)[0], name="legend")
        return
    sheet.boxes([box], fills=look.base, edge=look.text2, edge_width=1, name="legend")
    sheet.hatched([box], color=look.text2, name="legend")


def _mark(
    sheet: Sheet, xs: Sequence[float], ys: Sequence[float], outcome: Outcome | None, size: float, *, counts: bool
) -> None:
    """Dots of one kind: filled by class, grey where nothing is required, rings where they do not count yet."""
    look = sheet.look
    fill = fill_colors(look, outcome)[0] if outcome else look.text2
    sheet.marks(
        xs,
        ys,
        marker=MARKERS[outcome],
        size=size - (0 if counts else 1),
        fill=fill if counts else look.base,
        edge=look.base if counts else look.text2,
        edge_width=0.75 if counts else 1.5,
        name=outcome.value if outcome else "no outcome" if counts else "open",
    )


def _positions(plot: _Plot, strip: Strip) -> list[float]:
    return [plot.x(float(dot.score)) for dot in strip.dots]


def _levels(xs: Sequence[float], size: float) -> list[int]:
    """How high every dot lies so that it stands on no other; `xs` in order."""
    ends: list[float] = []
    levels = []
    for x in xs:
        level = next((i for i, end in enumerate(ends) if x - end >= size), len(ends))
        if level == len(ends):
            ends.append(x)
        else:
            ends[level] = x
        levels.append(level)
    return levels


def _dot_size(strips: Sequence[Sequence[float]], room: float) -> float:
    """The largest dots that leave every strip within its room; 0 where even the smallest do not."""
    size = _DOT
    while size >= _LEAST_DOT:
        if all((max(_levels(xs, size), default=0) + 1) * size <= room for xs in strips):
            return size
        size -= 1
    return 0.0


def _dots(plot: _Plot, strip: Strip, base: float, size: float) -> None:
    xs = _positions(plot, strip)
    ys = [base - (level + 0.5) * size - 1 for level in _levels(xs, size)]
    kinds: dict[tuple[Outcome | None, bool], list[tuple[float, float]]] = {}
    for dot, x, y in zip(strip.dots, xs, ys, strict=True):
        kinds.setdefault((dot.outcome, dot.counts), []).append((x, y))
        half = size / 2
        leads = ("party", dot.standing.party.code)
        plot.sheet.spot(x - half, y - half, x + half, y + half, dot_words(dot, plot.language), leads)
    for (outcome, counts), places in kinds.items():
        at_x, at_y = zip(*places, strict=True)
        _mark(plot.sheet, at_x, at_y, outcome, size, counts=counts)


def _bars(plot: _Plot, strip: Strip, top: float, base: float) -> None:
    """Bars whose area is how many there are: stacked by class, or in public of one grey; the highest has its number."""
    sheet, look = plot.sheet, plot.sheet.look
    parts = [part for part in intervals(strip, plot.minimum) if part.n]
    densest = max(part.n / (part.high - part.low) for part in parts)
    highest = max(parts, key=lambda part: part.n / (part.high - part.low))
    said = base - top >= _SAID
    places: list[tuple[float, float, float, float]] = []
    fills: list[str] = []
    hatched: list[tuple[float, float, float, float]] = []
    for part in parts:
        left, right = plot.x(part.low) + 1, plot.x(part.high) - 1
        height = (base - top) * part.n / (part.high - part.low) / densest
        y = base
        for fill, hatch, n in _pieces(part, plot, look):
            above = y - height * n / part.n
            places.append((left, above, right, y))
            fills.append(fill)
            hatched += [places[-1]] * hatch
            y = above
        if said and (plot.minimum is not None or part is highest):
            number, x = plot.language.number(part.n, 0), (left + right) / 2
            sheet.text(x, y - 8, number, bold=True, color=look.text, align="center", name="count", halo=True)
        sheet.spot(left, min(y, base - 6), right, base, interval_words(strip, part, plot.language, plot.minimum))
    sheet.boxes(places, fills=fills, name="bars")
    sheet.boxes(hatched, fills=look.base, edge=look.text2, edge_width=1, name="open")
    sheet.hatched(hatched, color=look.text2, name="open")


def _pieces(part: Interval, plot: _Plot, look: Look) -> list[tuple[str, bool, int]]:
    """Fill, hatched or not, and number, from the baseline up."""
    if plot.minimum is not None:
        return [(look.border, False, part.n)]
    counts = [dot for dot in part.dots if dot.counts]
    pieces = [
        (fill_colors(look, outcome)[0], False, sum(dot.outcome is outcome for dot in counts)) for outcome in SHAPES
    ]
    pieces.append((look.text2, False, sum(dot.outcome is None for dot in counts)))
    pieces.append((look.base, True, part.n - len(counts)))
    return [piece for piece in pieces if piece[2]]


def _required(plot: _Plot, strip: Strip, top: float, base: float) -> None:
    """A line at every required score, named over it as far as the names fit beside one another."""
    sheet, look, language = plot.sheet, plot.sheet.look, plot.language
    _ = language.gettext
    end = plot.left - 100
    for required in strip.required:
        x = plot.x(float(required))
        sheet.line((x, x), (top - 2, base + 4), color=look.accent, width=2, above=True, name="required")
        percent = language.percent(required, None)
        text = _("required {percent}").format(percent=percent)
        sheet.spot(x - 3, top - _HEAD, x + 3, base + 4, f"{strip.name}\n{words.capitalised(text)}")
        said = text if end < plot.left else percent
        half = sheet.text_width(said, bold=True) / 2
        centre = min(max(x, plot.left + half), plot.right - half)
        if centre - half > end + 6:
            sheet.text(centre, top - 10, said, bold=True, color=look.accent, align="center", name="required")
            end = centre + half
