"""How participants stand, as the file keeps it."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind, Outcome, Rating, Status
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.standing_reading import course, standings
from covenant_monitor.store.store import Store
from tests.core.store.small import key, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as opened:
        yield opened


def test_the_standings_of_a_round(store: Store) -> None:
    found = {standing.party.code: standing for standing in standings(store, "KLEDING", "2019")}
    # P2 joined later, V1 is no company.
    assert list(found) == ["P1", "P3"]
    p1, p3 = found["P1"], found["P3"]
    assert (p1.status, p1.required, p1.outcome) == (Status.FINAL, 10, Outcome.MEETS)
    assert (p1.assessor, p1.reviewer, p1.assessed_on) == ("B. Test", "C. Proef", date(2020, 2, 1))
    # What can still change has no outcome yet.
    assert (p3.status, p3.required, p3.outcome) == (Status.ASSESSED, 20, None)
    assert p3.score is not None
    assert (p3.score.provisional, p3.score.rated, p3.score.applicable) == (True, 1, 3)


def test_a_summary_stands_with_its_outcome(store: Store) -> None:
    found = {standing.party.code: standing for standing in standings(store, "KLEDING", "2020")}
    assert list(found) == ["P1", "P2", "P3"]
    p3 = found["P3"]
    assert p3.score is not None
    assert (p3.score.from_summary, p3.score.complete, p3.score.score) == (True, True, Fraction("44.4"))
    assert (p3.participation_year, p3.required, p3.outcome) == (2, 40, Outcome.MEETS)
    assert (found["P2"].status, found["P2"].score, found["P2"].participation_year) == (None, None, 1)


def test_who_left_before_a_round_is_not_in_it_unless_assessed(store: Store) -> None:
    assert [s.party.code for s in standings(store, "KLEDING", "2021")] == ["P1", "P2"]
    rate(store, key=key("P3", "2021"), ratings={"N1": Rating(1)})
    assert [s.party.code for s in standings(store, "KLEDING", "2021")] == ["P1", "P2", "P3"]


def test_standings_of_another_kind(store: Store) -> None:
    found = standings(store, "KLEDING", "2020", kind=AssessmentKind.SELF)
    assert [(s.party.code, s.status) for s in found] == [("P1", Status.SUBMITTED), ("P2", None), ("P3", None)]


def test_the_course_of_one_participant(store: Store) -> None:
    found = course(store, "KLEDING", "p1")
    assert [(s.round, s.participation_year) for s in found] == [("2019", 1), ("2020", 2), ("2021", 3)]
    assert {s.kind for s in found} == {AssessmentKind.SECRETARIAT}
    assert [s.round for s in course(store, "KLEDING", "P2")] == ["2020", "2021"]
