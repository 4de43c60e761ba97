"""Where labels go so that none lies on another, on a line or on a mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Segment = tuple[float, float, float, float]
SPACE = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        """Whether it lies wholly in `other`."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def crossed_by(self, segment: Segment) -> bool:
        """Whether a straight line from (x1, y1) to (x2, y2) passes through it (Liang and Barsky)."""
        x1, y1, x2, y2 = segment
        enter, leave = 0.0, 1.0
        for step, room in (
            (x1 - x2, x1 - self.left),
            (x2 - x1, self.right - x1),
            (y1 - y2, y1 - self.top),
            (y2 - y1, self.bottom - y1),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        return enter <= leave


@dataclass(slots=True)
class Obstacles:
    """What labels must keep clear of, and the area that they must stay in."""

    area: Box
    boxes: list[Box] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def free(self, box: Box, *, over_lines: bool = False) -> bool:
        """Whether a label can stand here; with `over_lines` it may lie on a line, but on nothing else."""
        wide = Box(box.left - SPACE, box.top - SPACE / 2, box.right + SPACE, box.bottom + SPACE / 2)
        return (
            box.inside(self.area)
            and not any(wide.meets(other) for other in self.boxes)
            and (over_lines or not any(wide.crossed_by(segment) for segment in self.segments))
        )

    def place(self, candidates: Iterable[Box], *, over_lines: bool = False) -> Box | None:
        """Take the first free candidate; None where none is."""
        for box in candidates:
            if self.free(box, over_lines=over_lines):
                self.boxes.append(box)
                return box
        return None


def around(x: float, y: float, width: float, height: float, distance: float, above: bool) -> list[Box]:
    """Places for a label of this size near a point, best first: centred over or under it, beside it, at its corners."""

    def box(left: float, middle: float) -> Box:
        return Box(left, middle - height / 2, left + width, middle + height / 2)

    reach = distance + height / 2
    ways = (-1, 1) if above else (1, -1)
    places = [box(x - width / 2, y + way * reach) for way in ways]
    for way in ways:
        places += [
            box(x + distance * 0.6, y + way * reach * 0.8),
            box(x - distance * 0.6 - width, y + way * reach * 0.8),
        ]
    places += [box(x + distance, y), box(x - distance - width, y)]
    return places


def spread(middles: Sequence[float], space: float, lowest: float, highest: float) -> list[float]:
    """The heights nearest to `middles` (in order, growing) that are `space` apart and lie between the two limits."""
    placed: list[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + space if placed else lowest))
    limit = highest
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - space
    return placed
