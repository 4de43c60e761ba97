"""How the ratings of one participant fall, by theme and dimension of their criteria; and the figures of the sector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from covenant_monitor.domain.model import Dimension, Number

TURNOVER = "turnover"
COMPANIES = "companies"


@dataclass(frozen=True, slots=True)
class Tally:
    """The ratings that count, of one participant (or, `party` "", of several), on some criteria of one round.

    They are those on criteria that apply. `points` and `maximum`: the sums of weight x value and weight x maximum of
    those rated with a value. `theme` as the framework has it; several are separated by ";".
    """

    party: str
    theme: str = ""
    dimension: Dimension | None = None
    fully: int = 0
    partially: int = 0
    not_: int = 0
    na: int = 0
    points: Number = 0
    maximum: Number = 0


def themes_in(theme: str) -> tuple[str, ...]:
    """The themes of a criterion one by one; in the file they are separated by ";"."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, theme.split(";")))))


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a year, such as a turnover, in its unit."""

    value: Number
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a covenant by (name, year): of the whole sector, and of the participants by their code."""

    sector: Mapping[tuple[str, int], Amount]
    of: Mapping[tuple[str, int], Mapping[str, Amount]]


NO_FIGURES = Figures({}, {})


def figures_of(rows: Iterable[tuple[str, str, int, Amount]]) -> Figures:
    """Figures out of (participant's code or "" for the sector, name, year, amount)."""
    sector: dict[tuple[str, int], Amount] = {}
    of: dict[tuple[str, int], dict[str, Amount]] = {}
    for party, name, year, amount in rows:
        if party:
            of.setdefault((name, year), {})[party] = amount
        else:
            sector[name, year] = amount
    return Figures(sector, of)
