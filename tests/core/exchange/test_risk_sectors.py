"""The risk sectors that come with the program."""

import csv

from covenant_monitor.domain.sectors import names_of
from covenant_monitor.exchange.risk_sectors import risk_sectors
from covenant_monitor.files import resource


def test_the_thirteen_that_come_with_the_program() -> None:
    with resource("sectors", "risk_sectors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 14
    known = risk_sectors()
    assert [(one.code, one.name.nl, one.name.en) for one in known.risk] == [
        (row["sector"], row["name_nl"], row["name_en"]) for row in rows[:13]
    ]
    assert [row["sector"] for row in rows if row["sector"] not in {one.code for one in known.risk}] == ["ALL"]
    assert [one.name.nl for one in known.risk] == sorted(one.name.nl for one in known.risk)


def test_no_name_is_of_two_sectors() -> None:
    known = risk_sectors()
    names = [name for sector in (*known.risk, known.every) for name in set(names_of(sector))]
    assert len(names) == len(set(names))
