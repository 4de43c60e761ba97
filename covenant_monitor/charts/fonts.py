"""Which font file draws a text, and how wide that text becomes.

Files are chosen here, not by matplotlib's own search, which logs a warning for every family or weight it lacks.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font
from matplotlib.textpath import text_to_path

POINTS_PER_PIXEL = 0.75
REGULAR = 400
SEMI_BOLD = 600
_LAST_RESORT = "DejaVu Sans"
_UNKNOWN = "\N{WHITE SQUARE}"


@cache
def _file(families: tuple[str, ...], weight: int) -> str:
    """The file of the first installed family, in the weight nearest to `weight`; heavier goes before lighter."""

    def distance(entry: FontEntry) -> tuple[float, bool]:
        own = entry.weight if isinstance(entry.weight, int) else REGULAR
        return abs(own - weight), own < weight

    for family in (*families, _LAST_RESORT):
        faces = [
            entry
            for entry in fontManager.ttflist
            if entry.name == family and entry.style == "normal" and entry.stretch in ("normal", 400)
        ]
        if faces:
            return min(faces, key=distance).fname
    raise LookupError(_LAST_RESORT)


@cache
def _characters(file: str) -> frozenset[str]:
    return frozenset(chr(code) for code in get_font(file).get_charmap())


@lru_cache(maxsize=4096)
def drawable(text: str, families: tuple[str, ...], weight: int) -> tuple[str, str]:
    """`text` as it can be drawn, and the font file that can; line ends become spaces, unknown characters squares."""
    text = " ".join(text.split("\n")).translate(dict.fromkeys(range(32), " "))
    file = _file(families, weight)
    if not set(text) <= _characters(file):
        file = _file((_LAST_RESORT,), weight)
        text = "".join(c if c in _characters(file) else _UNKNOWN for c in text)
    return text, file


def properties(file: str, size: float) -> FontProperties:
    """The font of `file` at `size` pixels."""
    return FontProperties(fname=file, size=size * POINTS_PER_PIXEL)


@lru_cache(maxsize=8192)
def width(text: str, families: tuple[str, ...], size: float, weight: int = REGULAR) -> float:
    """How wide `text` is, in pixels at scale 1."""
    said, file = drawable(text, families, weight)
    if not said.strip():
        return 0.3 * size * len(said)
    points, _, _ = text_to_path.get_text_width_height_descent(said, properties(file, size), ismath=False)
    return float(points) / POINTS_PER_PIXEL


def elided(text: str, room: float, families: tuple[str, ...], size: float, weight: int = REGULAR) -> str:
    """`text`, or as much of its beginning as fits in `room` pixels with an ellipsis."""
    if width(text, families, size, weight) <= room:
        return text
    end = len(text)
    while end > 1 and width(text[:end].rstrip() + "…", families, size, weight) > room:
        end -= 1
    return text[:end].rstrip() + "…"


def wrapped(text: str, room: float, families: tuple[str, ...], size: float) -> Sequence[str]:
    """`text` broken between words into lines no wider than `room` pixels; a longer word is elided."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, families, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = elided(word, room, families, size)
    return [*lines, line] if line else lines
