"""The risk sectors that come with the program (resources/sectors, which says where they are from)."""

import csv
from functools import cache

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.sectors import SEPARATOR, RiskSector, Sectors
from covenant_monitor.files import resource

_ALL = "ALL"


@cache
def risk_sectors() -> Sectors:
    """The Dutch risk sectors, by name in Dutch."""
    with resource("sectors", "risk_sectors.csv").open(encoding="utf-8", newline="") as file:
        found = [
            RiskSector(
                row["sector"],
                Text(row["name_nl"], row["name_en"]),
                tuple(filter(None, row["aliases"].split(SEPARATOR))),
            )
            for row in csv.DictReader(file)
        ]
    return Sectors([one for one in found if one.code != _ALL], next(one for one in found if one.code == _ALL))
