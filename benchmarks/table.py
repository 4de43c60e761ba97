"""A measured figure, and the table of them. Shown numbers are rounded up, so that none looks better than it is."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADINGS = ("what", "ours", "baseline", "ratio", "aim", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in seconds. `most` is the aim as a ratio to `baseline`, `limit` as an absolute time.

    A figure without an aim is there for information.
    """

    what: str
    ours: float
    baseline: float | None = None
    most: float | None = None
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the baseline it takes; None where there is no baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether it is within its aims, compared before rounding; None where it has none."""
        within = []
        if self.most is not None and self.ratio is not None:
            within.append(self.ratio <= self.most)
        if self.limit is not None:
            within.append(self.ours <= self.limit)
        return all(within) if within else None


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table that is aligned for reading as it stands."""
    rows = [HEADINGS, *map(_cells, figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    rule = "|".join("-" * (width + 1) + (":" if 0 < place < 5 else "-") for place, width in enumerate(widths))
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        text.rjust(width) if 0 < place < 5 else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def _cells(figure: Figure) -> tuple[str, ...]:
    aims = []
    if figure.most is not None:
        aims.append(f"{figure.most:g} x")
    if figure.limit is not None:
        aims.append(f"{figure.limit * 1000:g} ms")
    return (
        figure.what,
        milliseconds(figure.ours),
        "" if figure.baseline is None else milliseconds(figure.baseline),
        "" if figure.ratio is None else f"{_up(figure.ratio, 2):.2f}",
        " and ".join(aims),
        {True: "yes", False: "no", None: ""}[figure.met],
    )


def milliseconds(seconds: float) -> str:
    """A time as "12.4 ms", to three digits."""
    value = seconds * 1000
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{_up(value, digits):.{digits}f} ms"


def _up(value: float, digits: int) -> float:
    """`value` rounded up; what is wrong only in its last binary digits stays."""
    scale: int = 10**digits
    return math.ceil(round(value * scale, 6)) / scale
