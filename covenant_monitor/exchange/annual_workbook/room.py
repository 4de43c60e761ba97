"""How much room a text takes in a cell of a round's workbook: not every program makes rows high enough by itself."""

from __future__ import annotations

import textwrap

LINE_HEIGHT, _SMALL_LINE_HEIGHT = 13.0, 11.0
# How many letters fit in one unit of width, by style: figures are wider than most letters.
_LETTERS_PER_WIDTH = 1.18
_LETTERS = {"wrapped": 1.08, "first": 1.08, "strong": 1.05, "head": 1.0, "number head": 1.0, "text head": 0.9}
_SMALL_LETTERS = 1.2
_CAPITALS_WIDER = 0.3
_INDENT = 1.5


def line_height(style: str) -> float:
    """The height of a line in a style, in points."""
    return _SMALL_LINE_HEIGHT if "filter" in style else LINE_HEIGHT


def lines(text: str, width: float, style: str) -> int:
    """How many lines a text takes in a cell of some width, in characters."""
    per_width = _SMALL_LETTERS if "filter" in style else _LETTERS.get(style, _LETTERS_PER_WIDTH)
    capitals = sum(map(str.isupper, text)) / max(len(text), 1)
    room = (width - _INDENT * (style == "wrapped")) * per_width / (1 + _CAPITALS_WIDER * capitals)
    letters = max(int(room), 1)
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(max(len(textwrap.wrap(line, letters)), 1) for line in text.splitlines() or [""])


def shortened(text: str, longest: int) -> str:
    """A text of at most so many letters, with "…" where it was longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
