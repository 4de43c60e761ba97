"""Which risk sectors a covenant is of."""

import pytest

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.sectors import RiskSector, Sectors

FOOD = RiskSector("VOEDING", Text("Voedingsmiddelen", "Food"), ("levensmiddelen",))
MONEY = RiskSector("FINANCIEEL", Text("Financiële sector", "Financial sector"), ("banken", "verzekeraars"))
SECTORS = Sectors([FOOD, MONEY], RiskSector("ALL", Text("Alle sectoren", "All sectors")))


@pytest.mark.parametrize(
    ("sector", "found"),
    [
        ("Voedingsmiddelen", [FOOD]),
        ("  voedingsMIDDELEN ", [FOOD]),
        ("food", [FOOD]),
        ("VOEDING", [FOOD]),
        ("Levensmiddelen", [FOOD]),
        ("financiele sector", [MONEY]),
        ("Banken; Verzekeraars", [MONEY]),
        ("banken;food", [FOOD, MONEY]),
        ("Alle sectoren", []),
        ("Goud", []),
        ("", []),
        (";", []),
    ],
)
def test_a_sector_is_recognised_by_code_name_or_alias(sector: str, found: list[RiskSector]) -> None:
    assert SECTORS.of(sector) == found


def test_all_sectors_are_no_risk_sector() -> None:
    assert SECTORS.is_all("ALLE SECTOREN")
    assert SECTORS.is_all("all sectors")
    assert not SECTORS.is_all("Food")
    assert not SECTORS.is_all("")
