"""The risk sectors of a country, and which of them a covenant is of."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from covenant_monitor.domain.model import Text

SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class RiskSector:
    """A sector with great risks for people and the environment; `aliases` are its other names, in any language."""

    code: str
    name: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sectors:
    """The risk sectors, and the names for all sectors together."""

    risk: Sequence[RiskSector]
    every: RiskSector
    _by_name: dict[str, RiskSector] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {name: sector for sector in (*self.risk, self.every) for name in names_of(sector)}
        object.__setattr__(self, "_by_name", known)

    def of(self, sector: str) -> list[RiskSector]:
        """The risk sectors that a covenant's `sector` names; several are separated by ";". What is unknown is none."""
        named = [self._by_name.get(_plain(part)) for part in sector.split(SEPARATOR)]
        return [one for one in self.risk if one in named]

    def is_all(self, sector: str) -> bool:
        """Whether a covenant's `sector` names all sectors."""
        return any(self._by_name.get(_plain(part)) is self.every for part in sector.split(SEPARATOR))


def names_of(sector: RiskSector) -> Iterable[str]:
    """Everything that a sector is called, as it is compared: without case, accents and spaces around."""
    return filter(None, map(_plain, (sector.code, sector.name.nl, sector.name.en, *sector.aliases)))


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(mark for mark in composed if not unicodedata.combining(mark)).split())
