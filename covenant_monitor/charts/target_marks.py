"""Drawing the target chart: observations, ranges, path, milestones, breaks, and labels that keep clear of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from covenant_monitor.charts import words
from covenant_monitor.charts.frame import Frame
from covenant_monitor.charts.labels import Box, Obstacles, around
from covenant_monitor.charts.sheet import DASH_BREAK, Sheet
from covenant_monitor.charts.target_axes import Axes, unit_box
from covenant_monitor.charts.target_words import milestone_label, projection_label, said
from covenant_monitor.domain.picture import Break
from covenant_monitor.domain.projection import Projection
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from covenant_monitor.language import Language
from covenant_monitor.names import break_name

RADIUS = 4.5
HALO = 1.5
RANGE_WIDTH = 12
DIAMOND = 8
DASH_PROJECTION = (7.0, 4.0)
_LABEL_HEIGHT = 14
_CROWDED = 60


@dataclass(slots=True)
class Plot:
    """One target chart being drawn; `taken` grows as marks and labels are put down."""

    sheet: Sheet
    frame: Frame
    axes: Axes
    indicator: Indicator
    language: Language
    taken: Obstacles = field(init=False)

    def __post_init__(self) -> None:
        self.taken = Obstacles(Box(self.axes.left + 2, self.frame.top, self.frame.right, self.axes.bottom - 2))
        if box := unit_box(self.sheet, self.axes, self.indicator.unit, self.language):
            self.taken.boxes.append(box)

    def draw(
        self,
        known: Sequence[Observation],
        target: Target | None,
        breaks: Sequence[Break],
        ahead: Sequence[Projection] = (),
        *,
        all_labelled: bool,
    ) -> None:
        """Everything within the axes."""
        ends = [*(self.axes.x(mark.day) for mark in breaks[1:]), self.frame.right]
        for mark, end in zip(breaks, ends, strict=False):  # without breaks there is an end too many
            self._break(mark, end)
        if ahead:
            self._projection(ahead)
        path = self._path(target) if target else []
        self._observations(known, [mark.day for mark in breaks])
        if target:
            self._milestones(target)
        if ahead:
            self._name_projection(ahead[-1])
        self._labels(known, everything=all_labelled)
        if target:
            self._baseline(known, target)
        if ahead:
            ends = [self.axes.x(part.day) for part in (ahead[0], ahead[-1])]
            self.taken.segments += [(x, self.axes.top, x, self.axes.bottom) for x in ends]
        if len(path) > 1 and target:
            self._name_path(path[-2], path[-1], target)

    def _break(self, mark: Break, end: float) -> None:
        """A dashed line with its name, in so many words as go before the next one at `end`."""
        sheet, axes = self.sheet, self.axes
        x = axes.x(mark.day)
        sheet.line((x, x), (axes.top - 8, axes.bottom), color=sheet.look.path, dash=DASH_BREAK, name="break-line")
        self.taken.segments.append((x, axes.top - 8, x, axes.bottom))
        name = break_name(mark, self.language)
        shorter = (name, name.split(", ")[0], words.short_break_name(mark, self.language))
        text = next((text for text in shorter if x + 6 + sheet.text_width(text) < end - 6), shorter[-1])
        width, middle = sheet.text_width(text), self.frame.top + 9
        places = [Box(left, middle - 7, left + width, middle + 7) for left in (x + 6, x - 6 - width)]
        if box := self.taken.place(places):
            sheet.text(box.left, middle, text, name="break")

    def _path(self, target: Target) -> list[tuple[float, float]]:
        points = [(milestone.day, milestone.value) for milestone in target.milestones]
        if target.baseline_day is not None and target.baseline_value is not None:
            points.append((target.baseline_day, target.baseline_value))
        place = [(self.axes.x(day), self.axes.y(float(value))) for day, value in sorted(points)]
        if len(place) > 1:
            xs, ys = zip(*place, strict=True)
            self.sheet.line(xs, ys, color=self.sheet.look.accent, width=1.5, name="path")
            self._avoid_line(place)
        return place

    def _projection(self, ahead: Sequence[Projection]) -> None:
        """A dashed line in the band of its interval; the band ends at the edge of the plot where it is wider."""
        look = self.sheet.look
        xs = [self.axes.x(part.day) for part in ahead]
        edges = [[self.axes.y(end) for end in ends] for ends in ([p.low for p in ahead], [p.high for p in ahead])]
        if any(part.high > part.low for part in ahead):
            self.sheet.area(
                [*xs, *reversed(xs)],
                [self._within(y) for y in (*edges[0], *reversed(edges[1]))],
                fill=look.good_tint,
                name="band",
            )
            for edge in edges:
                seen = [(x, y) for x, y in zip(xs, edge, strict=True) if self.axes.top <= y <= self.axes.bottom]
                if len(seen) > 1:
                    self.sheet.line(*zip(*seen, strict=True), color=look.half, name="band-edge")
                    self._avoid_line(seen)
        middle = [self.axes.y(float(part.value)) for part in ahead]
        self.sheet.line(xs, middle, color=look.good, width=2, dash=DASH_PROJECTION, above=True, name="projection")
        self._avoid_line(list(zip(xs, middle, strict=True)))

    def _within(self, y: float) -> float:
        return min(max(y, self.axes.top), self.axes.bottom)

    def _name_projection(self, end: Projection) -> None:
        """Its value, what it is and its interval, beside its end as near as there is room."""
        sheet, look = self.sheet, self.sheet.look
        value, *lines = projection_label(end, self.indicator, self.language)
        wide = max(sheet.text_width(value, size=look.body, bold=True), *(sheet.text_width(line) for line in lines))
        high = 16 * len(lines) + 16
        x, y = self.axes.x(end.day), self.axes.y(float(end.value))
        shifts = [0, *(way * distance for distance in range(8, 160, 8) for way in (1, -1))]
        places = [
            Box(left, y - 10 + shift, left + wide, y - 10 + shift + high)
            for left in (x + 12, x - 12 - wide)
            for shift in shifts
        ]
        box = self.taken.place(places) or self.taken.place(places, over_lines=True)
        if box is None:
            return
        sheet.text(
            box.left,
            box.top + 7,
            value,
            size=look.body,
            bold=True,
            color=look.good_text,
            name="projected",
            halo=True,
        )
        for i, line in enumerate(lines):
            sheet.text(box.left, box.top + 23 + 16 * i, line, name="projected-interval", halo=True)

    def _avoid_line(self, place: Sequence[tuple[float, float]]) -> None:
        self.taken.segments += [(*start, *end) for start, end in pairwise(place)]

    def _observations(self, known: Sequence[Observation], breaks: Sequence[date]) -> None:
        """Lines between breaks (never through a single observation), then ranges and points over them."""
        look = self.sheet.look
        for run in runs(known, breaks):
            place = [self._middle(observation) for observation in run]
            if len(place) > 1:
                xs, ys = zip(*place, strict=True)
                self.sheet.line(xs, ys, color=look.good, width=2, above=True, name="series")
                self._avoid_line(place)
        points: list[tuple[float, float]] = []
        for observation in known:
            x, y = self._middle(observation)
            if observation.low is not None and observation.high is not None:
                top, bottom = self.axes.y(float(observation.high)), self.axes.y(float(observation.low))
                if bottom - top < 4:
                    top, bottom = y - 2, y + 2
                half = RANGE_WIDTH / 2
                self.sheet.rectangle(
                    x - half + 1,
                    top,
                    x + half - 1,
                    bottom,
                    fill=look.good_tint,
                    edge=look.good,
                    edge_width=2,
                    above=True,
                    name="range",
                )
                self.taken.boxes.append(Box(x - half, top - 1, x + half, bottom + 1))
            if not observation.is_range:
                points.append((x, y))
                self.taken.boxes.append(Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS))
        if points:
            xs, ys = zip(*points, strict=True)
            crowded = len(points) > _CROWDED
            self.sheet.marks(
                xs,
                ys,
                marker="o",
                size=4 if crowded else 2 * RADIUS + HALO,
                fill=look.good,
                edge="none" if crowded else look.base,
                edge_width=0 if crowded else HALO,
                name="points",
            )

    def _middle(self, observation: Observation) -> tuple[float, float]:
        ends = [float(end) for end in (observation.lowest, observation.highest) if end is not None]
        return self.axes.x(observation.day), self.axes.y(sum(ends) / len(ends))

    def _milestones(self, target: Target) -> None:
        sheet, look = self.sheet, self.sheet.look
        place = [(self.axes.x(m.day), self.axes.y(float(m.value))) for m in target.milestones]
        if not place:
            return
        xs, ys = zip(*place, strict=True)
        sheet.marks(
            xs,
            ys,
            marker="D",
            size=DIAMOND,
            fill=look.base,
            edge=look.accent,
            edge_width=1.75,
            name="milestones",
        )
        for x, y in place:
            self.taken.boxes.append(Box(x - 6, y - 6, x + 6, y + 6))
        last = max(target.milestones, key=lambda milestone: milestone.day)
        for milestone, (x, y) in zip(target.milestones, place, strict=True):
            self._milestone_label(milestone, x, y, last=milestone is last)

    def _milestone_label(self, milestone: Milestone, x: float, y: float, *, last: bool) -> None:
        """Beside the last milestone with its date under it; over or under the others."""
        sheet, look = self.sheet, self.sheet.look
        text = milestone_label(milestone.value, self.indicator, self.language)
        width = sheet.text_width(text, size=look.body, bold=True)
        if last:
            when = self.language.month(milestone.day)
            wide = max(width, sheet.text_width(when))
            top = min(y - 10, self.axes.bottom - 36)
            places = [Box(left, top, left + wide, top + 32) for left in (x + 12, x - 12 - wide)]
            if block := self.taken.place(places):
                sheet.text(block.left, top + 7, text, size=look.body, bold=True, color=look.accent, name="target")
                sheet.text(block.left, top + 23, when, name="target-day")
                return
        places = around(x, y, width, _LABEL_HEIGHT, 12, above=self.indicator.direction is Direction.UP)
        if free := self.taken.place(places):
            self._label(free, text, look.accent, "target")
        elif free := self.taken.place(places, over_lines=True):
            self._label(free, text, look.accent, "target", halo=True)

    def _labels(self, known: Sequence[Observation], *, everything: bool) -> None:
        """The values that have a free place beside them: of all observations, or only of the notable ones."""
        look = self.sheet.look
        above = self.indicator.direction is Direction.DOWN
        for i in range(len(known) - 1, -1, -1) if everything else notable(known):
            observation = known[i]
            text = said(observation, self.indicator.unit, self.language)
            x, y = self._middle(observation)
            distance = RADIUS + 5.0
            if observation.low is not None and observation.high is not None:
                height = self.axes.y(float(observation.low)) - self.axes.y(float(observation.high))
                distance = max(distance, abs(height) / 2 + 6)
            width = self.sheet.text_width(text, size=look.body, bold=True)
            places = around(x, y, width, _LABEL_HEIGHT, distance, above=above)
            if box := self.taken.place(places):
                self._label(box, text, look.good_text, "observation")
            elif i == len(known) - 1 and (box := self.taken.place(places, over_lines=True)):
                self._label(box, text, look.good_text, "observation", halo=True)

    def _label(self, box: Box, text: str, color: str, name: str, *, halo: bool = False) -> None:
        middle = (box.top + box.bottom) / 2
        size = self.sheet.look.body
        self.sheet.text(box.left, middle, text, size=size, bold=True, color=color, name=name, halo=halo)

    def _baseline(self, known: Sequence[Observation], target: Target) -> None:
        """Where the path starts, unless an observation there says it already."""
        if target.baseline_day is None or target.baseline_value is None:
            return
        if any(observation.day == target.baseline_day for observation in known):
            return
        _ = self.language.gettext
        amount = words.amount(target.baseline_value, self.indicator.unit, self.language)
        text = _("start {amount}").format(amount=amount)
        x, y = self.axes.x(target.baseline_day), self.axes.y(float(target.baseline_value))
        width = self.sheet.text_width(text, size=self.sheet.look.body, bold=True)
        above = self.indicator.direction is Direction.DOWN
        if box := self.taken.place(around(x, y, width, _LABEL_HEIGHT, 10, above=above)):
            self._label(box, text, self.sheet.look.accent, "baseline-value")

    def _name_path(self, start: tuple[float, float], end: tuple[float, float], target: Target) -> None:
        """Say what the line to the last milestone is, near its middle, where there is room."""
        _ = self.language.gettext
        last = max(target.milestones, key=lambda milestone: milestone.day)
        amount = words.amount(last.value, self.indicator.unit, self.language)
        text = _("straight path to {amount}").format(amount=amount)
        width = self.sheet.text_width(text)
        places = []
        for part in (0.45, 0.3, 0.6, 0.7):
            x, y = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
            places += [
                Box(x - width - 10, y - 16, x - 10, y - 2),
                Box(x + 10, y + 2, x + 10 + width, y + 16),
                Box(x - width / 2, y - 24, x + width / 2, y - 10),
                Box(x - width / 2, y + 10, x + width / 2, y + 24),
            ]
        if box := self.taken.place(places):
            middle = (box.top + box.bottom) / 2
            self.sheet.text(box.left, middle, text, color=self.sheet.look.accent, name="path-name")


def runs(known: Sequence[Observation], breaks: Sequence[date]) -> list[list[Observation]]:
    """The observations, parted wherever a break lies between two."""
    found: list[list[Observation]] = []
    for observation in known:
        if found and not any(found[-1][-1].day < day <= observation.day for day in breaks):
            found[-1].append(observation)
        else:
            found.append([observation])
    return found


def notable(known: Sequence[Observation]) -> list[int]:
    """Which observations to label where there are many: the latest, the first, the highest and the lowest."""
    if not known:
        return []

    def middle(i: int) -> float:
        ends = [float(end) for end in (known[i].lowest, known[i].highest) if end is not None]
        return sum(ends) / len(ends)

    order = range(len(known))
    return list(dict.fromkeys((len(known) - 1, 0, max(order, key=middle), min(order, key=middle))))
