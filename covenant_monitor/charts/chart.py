"""What every chart function returns: a picture, and the same in words and in a table. Does not import matplotlib."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a chart that says its number when it is pointed at, in pixels of the chart at scale 1, y downwards.

    `text`: the number and its explanation. `goes_to`: what a click leads to, as (kind, code): ("party", "P12"),
    ("section", "B"), ("round", "2019"), ("criterion", "B3"), ("cohort", "2"), ("target", "GROOT"); None: nowhere.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    goes_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart. `headers` and `rows` hold its numbers as they are shown, for screen readers and for copying.

    `description` says in a paragraph what is to be seen (the text alternative). A `public` one shows no group that is
    too small, and may only be saved as a raster image: a vector gives its numbers back.
    """

    figure: Figure
    title: str
    description: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    public: bool = False
    spots: tuple[Spot, ...] = ()

    @property
    def text(self) -> str:
        """The table with tabs between its cells, as spreadsheets paste it."""
        return "\n".join("\t".join(cells) for cells in (self.headers, *self.rows))


def sentences(parts: Iterable[str]) -> str:
    """The parts that say something, as one paragraph."""
    return " ".join(part for part in parts if part)


def table_rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows that nobody can change."""
    return tuple(tuple(row) for row in rows)
