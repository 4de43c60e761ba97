"""Which spot of a chart is meant: the one under the pointer, and the one that an arrow key goes to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from covenant_monitor.charts.chart import Spot

_NEAR = 4.0
"""How far beside a small mark, in pixels of the chart, it is still meant."""
_ASIDE = 3.0
"""How much more it counts to lie aside of an arrow key's way than farther along it."""
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
SPOT_KEYS = (*_WAYS, *_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End)


def spot_at(spots: Sequence[Spot], x: float, y: float) -> int:
    """The place of the smallest spot that holds a point of the chart, or else of the nearest; -1 where none is near."""
    best, least = -1, (2.0, 0.0)
    for place, spot in enumerate(spots):
        aside = max(spot.left - x, x - spot.right, spot.top - y, y - spot.bottom, 0.0)
        if aside > _NEAR:
            continue
        size = (spot.right - spot.left) * (spot.bottom - spot.top)
        rank = (0.0, size) if aside == 0 else (1.0, aside)
        if rank < least:
            best, least = place, rank
    return best


def spot_after(spots: Sequence[Spot], current: int, key: int) -> int:
    """The place that a key of `SPOT_KEYS` goes to: left and right by their order, up and down to the nearest there.

    Where it cannot go on it stays; without a current one (-1) it begins at the first, or with left and End the last.
    """
    last = len(spots) - 1
    if key == Qt.Key.Key_Home or not spots:
        return min(0, last)
    if key == Qt.Key.Key_End or (current < 0 and key == Qt.Key.Key_Left):
        return last
    if current < 0:
        return 0
    if key in _STEPS:
        return min(max(current + _STEPS[Qt.Key(key)], 0), last)
    x, y = _middle(spots[current])
    way = _WAYS[Qt.Key(key)]
    found = [
        (along + _ASIDE * abs(other_x - x), place)
        for place, (other_x, other_y) in enumerate(map(_middle, spots))
        if (along := way * (other_y - y)) > 1
    ]
    return min(found, default=(0.0, current))[1]


def _middle(spot: Spot) -> tuple[float, float]:
    return (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
