"""The covenants of one file side by side."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Covenant, Number, Outcome, Text
from covenant_monitor.domain.national import (
    Alike,
    CovenantContent,
    Cover,
    RoundContent,
    State,
    Turnover,
    figures_year,
    latest_round,
    national,
    round_figures,
    state,
)
from covenant_monitor.domain.sectors import RiskSector, Sectors
from covenant_monitor.domain.tally import Amount
from covenant_monitor.domain.targets import Indicator, Milestone, Observation, Target, TargetStatus
from tests.core.domain.strategies import year_round

BUILDING = RiskSector("BOUW", Text("Bouw", "Construction"))
RETAIL = RiskSector("WINKELS", Text("Detailhandel", "Retail"))
SECTORS = Sectors([BUILDING, RETAIL], RiskSector("ALL", Text("Alle sectoren", "All sectors")))
DAY = date(2020, 7, 1)


def counted(n: int, score: Number, outcome: Outcome | None = None) -> Alike:
    """So many participants that count, with this score."""
    return Alike(n, None, outcome, Fraction(score))


def content(
    code: str, sector: str = "", *, start: date | None = None, end: date | None = None, **given: Any
) -> CovenantContent:
    """A covenant that is running unless its dates say otherwise."""
    return CovenantContent(Covenant(code, Text(code), sector, start, end), **given)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, State.UNDATED),
        (None, DAY, State.UNDATED),
        (None, date(2020, 6, 30), State.ENDED),
        (DAY, DAY, State.RUNNING),
        (DAY, None, State.RUNNING),
        (date(2020, 7, 2), None, State.AHEAD),
        (date(2010, 1, 1), date(2020, 6, 30), State.ENDED),
    ],
)
def test_how_far_a_covenant_is(start: date | None, end: date | None, expected: State) -> None:
    assert state(Covenant("C", Text(), start_date=start, end_date=end), DAY) is expected


def test_the_latest_round_is_the_last_that_has_begun() -> None:
    rounds = [year_round(year) for year in (2019, 2018, 2020, 2021)]
    found = latest_round(rounds, DAY)
    assert found is not None
    assert found.code == "2020"
    assert latest_round(rounds, date(2017, 12, 31)) is None
    assert latest_round([], DAY) is None


def test_figures_are_of_the_year_of_the_reference_date() -> None:
    assert figures_year(year_round(2020)) == 2020
    assert figures_year(year_round(2020, reference_date=date(2019, 10, 1))) == 2019


def test_the_headline_of_a_round_adds_up_those_that_are_alike() -> None:
    figures = round_figures(
        RoundContent(
            year_round(2020),
            [
                counted(3, 80, Outcome.MEETS),
                counted(1, Fraction(100, 3), Outcome.BEHIND),
                counted(2, 50, Outcome.ON_TRACK),
                counted(4, 10),  # nothing is required of these
                Alike(6, Reason.STATUS),
                Alike(2, Reason.NOT_BEGUN),
                Alike(7, Reason.NO_SCORE),
                Alike(3, Reason.NOT_BEGUN),
            ],
        )
    )
    assert (figures.participants, figures.n) == (28, 10)
    assert list(figures.left_out.items()) == [(Reason.NOT_BEGUN, 5), (Reason.STATUS, 6), (Reason.NO_SCORE, 7)]
    assert figures.meets == 50
    assert (figures.outcomes.n, figures.outcomes.without_requirement) == (6, 4)
    assert figures.mean == (240 + Fraction(100, 3) + 100 + 40) / 10
    assert (figures.companies, figures.turnover) == (None, None)


def test_a_round_without_participants_has_no_numbers() -> None:
    figures = round_figures(RoundContent(year_round(2020), []))
    assert (figures.participants, figures.n, figures.mean, figures.meets) == (0, 0, None, None)


def shares(turnovers: Sequence[Turnover], sector: Amount | None, companies: Amount | None = None) -> tuple[object, ...]:
    figures = round_figures(RoundContent(year_round(2020), [Alike(5, Reason.NOT_BEGUN)], turnovers, companies, sector))
    return figures.companies, figures.turnover


def test_the_share_of_the_sector() -> None:
    turnovers = [
        Turnover(Amount(Fraction("12.3"), "EUR"), 2),
        Turnover(Amount(7, "EUR"), 1),
        Turnover(Amount(9, "USD"), 1),
    ]
    companies, turnover = shares(turnovers, Amount(100, "EUR"), Amount(40))
    assert companies.percent == Fraction(100 * 5, 40)  # type: ignore[attr-defined]
    assert turnover.percent == Fraction("31.6")  # type: ignore[attr-defined]
    assert (turnover.n, turnover.missing) == (3, 2)  # type: ignore[attr-defined]


def test_there_is_no_share_of_a_sector_without_figures() -> None:
    assert shares([Turnover(Amount(7, "EUR"), 1)], None) == (None, None)
    assert shares([Turnover(Amount(7, "EUR"), 1)], Amount(0, "EUR"), Amount(0)) == (None, None)
    assert shares([Turnover(Amount(7, "USD"), 1)], Amount(10, "EUR")) == (None, None)
    assert shares([], Amount(10, "EUR")) == (None, None)


SHARE = Indicator("AANDEEL", Text("Aandeel"), "%", observations=(Observation(date(2019, 12, 31), 35),))


def target(code: str, *milestones: tuple[int, Number]) -> Target:
    return Target(code, "AANDEEL", [Milestone(date(year, 12, 31), value) for year, value in milestones])


def test_a_target_is_shown_by_the_milestone_that_comes_next() -> None:
    made = content("C", indicators=[SHARE], targets=[target("D", (2018, 30), (2021, 80)), target("LEEG")])
    first, empty = national([made], SECTORS, DAY).covenants[0].targets
    assert first.standing is not None
    assert (first.standing.milestone.value, first.standing.gap, first.status) == (80, 45, TargetStatus.BEHIND)
    assert (empty.standing, empty.status) == (None, TargetStatus.NO_DATA)


def test_national_targets_are_those_of_what_has_neither_participants_nor_rounds() -> None:
    goal: dict[str, Any] = {"indicators": [SHARE], "targets": [target("D", (2019, 90))]}
    found = national(
        [
            content("MET-DEELNEMERS", "Bouw", has_participants=True, **goal),
            content("MET-RONDES", "Bouw", rounds=[year_round(2019)], **goal),
            content("OVERZICHT", "Detailhandel", **goal),
            content("LANDELIJK", "Alle sectoren", **goal),
        ],
        SECTORS,
        DAY,
    )
    assert [one.covenant.code for one in found.targets] == ["LANDELIJK", "OVERZICHT"]
    assert [one.standing.status for one in found.targets if one.standing] == [TargetStatus.MISSED] * 2
    assert [one.covenant.code for one in found.covenants] == ["MET-DEELNEMERS", "MET-RONDES", "OVERZICHT"]


def test_a_covenant_of_all_sectors_that_has_participants_is_a_covenant() -> None:
    found = national([content("BREED", "all sectors", has_participants=True, participants=3)], SECTORS, DAY)
    assert [one.covenant.code for one in found.covenants] == ["BREED"]
    assert (found.unknown, found.targets, found.participants) == ([], [], 3)


def test_sectors_with_and_without_a_covenant() -> None:
    ended, ahead = date(2019, 12, 31), date(2021, 1, 1)
    found = national(
        [
            content("OUD", "construction", start=date(2016, 1, 1), end=ended),
            content("STRAKS", "Detailhandel", start=ahead),
            content("GOUD", "Goud", start=date(2017, 1, 1)),
            content("STIL"),
        ],
        SECTORS,
        DAY,
    )
    assert [(one.sector.code, one.cover) for one in found.sectors] == [("BOUW", Cover.ENDED), ("WINKELS", Cover.NONE)]
    assert [one.covenant.code for one in found.unknown] == ["GOUD", "STIL"]
    assert (found.covered(Cover.RUNNING), found.covered(Cover.ENDED, Cover.RUNNING)) == (0, 1)
    assert (found.count(State.RUNNING), found.count(State.ENDED), found.count(State.AHEAD)) == (1, 1, 1)
    later = national([content("STRAKS", "Detailhandel", start=ahead)], SECTORS, ahead)
    assert [one.cover for one in later.sectors] == [Cover.NONE, Cover.RUNNING]


def test_a_sector_with_one_covenant_ended_and_another_running_has_one() -> None:
    found = national(
        [content("A", "Bouw", start=date(2010, 1, 1), end=date(2012, 1, 1)), content("B", "Bouw; Detailhandel")],
        SECTORS,
        DAY,
    )
    assert [one.cover for one in found.sectors] == [Cover.RUNNING, Cover.RUNNING]
    assert [len(one.covenants) for one in found.sectors] == [2, 1]


def test_a_file_without_covenants() -> None:
    found = national([], SECTORS, DAY)
    assert (found.participants, found.covenants, found.targets) == (0, [], [])
    assert [one.cover for one in found.sectors] == [Cover.NONE, Cover.NONE]
