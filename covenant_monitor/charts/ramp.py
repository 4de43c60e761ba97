"""The shades of a heat map: from little to much, ever darker on light and ever lighter on dark. No matplotlib."""

from collections.abc import Sequence

from covenant_monitor.charts.look import Look

_BLACK, _WHITE = "#000000", "#FFFFFF"


def shade(look: Look, percent: float) -> str:
    """The fill for a value of 0-100: between the tint of good and good itself, so that it holds in greyscale."""
    low, high = (_channels(color) for color in (look.good_tint, look.good))
    part = min(max(percent, 0.0), 100.0) / 100
    return "#" + "".join(f"{round(a + part * (b - a)):02X}" for a, b in zip(low, high, strict=True))


def ink(fill: str) -> str:
    """Black or white, whichever stands out more on a fill: 4.5 or better on any."""
    light = luminance(fill)
    return _WHITE if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else _BLACK


def luminance(color: str) -> float:
    """The relative luminance of #rrggbb, 0-1 (WCAG 2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(color: str) -> Sequence[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]
