"""Results of OECD alignment assessments that the tests of their charts draw."""

from covenant_monitor.domain.alignment import AlignmentYear, alignment_years
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment

PAPER, PRACTICE, TRUST = AlignmentDimension
PUBLISHED = (
    CovenantAlignment(2020, PAPER, 62, 17, source="OECD (2020), as cited in an advice. It says more."),
    CovenantAlignment(2020, PRACTICE, 40, 23, source="OECD (2020), as cited in an advice. And more."),
)
FAIR_WEAR = (CovenantAlignment(2024, PAPER, 67, 33, source="https://www.fashionunited.example/news/x Revised."),)


def of_components(n: int, year: int = 2020, *, counted: bool = False) -> list[CovenantAlignment]:
    """Standards and implementation of `n` components."""
    found = []
    for i in range(n):
        for dimension, lower in ((PAPER, 0), (PRACTICE, 3 + i)):
            name = f"{i + 1} Component number {i + 1} with a name of some length"
            values = (max(0, 9 - lower), 2, 1 + lower) if counted else (max(5, 80 - 10 * lower), 10, None)
            unit = "count" if counted else "percent"
            found.append(CovenantAlignment(year, dimension, *values, component=name, unit=unit, source="Made up"))
    return found


def years_of(n: int) -> list[AlignmentYear]:
    """Two assessment years of `n` components each, of which the second was counted; of 0 nothing at all."""
    return alignment_years([*of_components(n, 2020), *of_components(n, 2023, counted=True)])
