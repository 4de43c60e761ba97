"""Own answers of participants: read for their questionnaires, written as one change."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store.answers import Answers, TakenFile, answers_of_rounds, take_answers, taken_files
from covenant_monitor.store.assessment_reading import assessment_of
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Change, Store
from tests.core.store.small import bring, contents, small, tamper


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


def take(store: Store, *answers: Answers, round_: str = "2020", files: tuple[TakenFile, ...] = ()) -> Change:
    return take_answers(store, covenant="KLEDING", round=round_, answers=answers, files=files)


def test_answers_by_participant_round_and_criterion(store: Store) -> None:
    assert answers_of_rounds(store, "KLEDING") == {"P1": {"2020": {"A1": Rating(1)}}}


def test_they_become_its_own_assessment_submitted(store: Store) -> None:
    rating = Rating(HALF, evidence="Beleid", evidence_date=date(2020, 10, 3), note="x")
    change = take(store, Answers("P2", {"A1": rating}), Answers("P1", {"B1": Rating(0)}))
    made = assessment_of(store, "KLEDING", "P2", "2020", AssessmentKind.SELF)
    assert made is not None
    assert (made.status, made.assessor, made.ratings) == (Status.SUBMITTED, "", {"A1": rating})
    other = assessment_of(store, "KLEDING", "P1", "2020", AssessmentKind.SELF)
    assert other is not None
    assert other.ratings == {"A1": Rating(1), "B1": Rating(0)}
    assert {"assessment", "rating"} <= change.tables


def test_not_submitted_stays_a_draft(store: Store) -> None:
    take(store, Answers("P2", {"A1": Rating(1)}, submitted=False))
    made = assessment_of(store, "KLEDING", "P2", "2020", AssessmentKind.SELF)
    assert made is not None
    assert made.status is Status.DRAFT


@pytest.mark.parametrize(
    "answers",
    [
        Answers("P1", {"A1": Rating(5)}),
        Answers("P1", {"ZZ": Rating(1)}),
        Answers("P1", {"A1": Rating(not_applicable=True)}),
        Answers("V1", {"A1": Rating(1)}),
        Answers("P9", {"A1": Rating(1)}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(store: Store, answers: Answers) -> None:
    before = contents(store, RECORDED_TABLES)
    with pytest.raises(Problem):
        take(store, Answers("P2", {"A1": Rating(1)}), answers)
    assert contents(store, RECORDED_TABLES) == before


def test_final_and_percentages_are_refused(store: Store, tmp_path: Path) -> None:
    bring(
        store,
        summaries="""
            covenant,party,round,kind,section,percent
            KLEDING,P2,2020,self,,40
        """,
    )
    with pytest.raises(Problem, match="percentages entered directly"):
        take(store, Answers("P2", {"A1": Rating(1)}))
    store.close()
    tamper(store.path, "UPDATE assessment SET status = 'final' WHERE kind = 'self'")
    with small(tmp_path / "other.covenant") as other:
        other.connection.execute("BEGIN")
        other.connection.execute("UPDATE assessment SET status = 'final' WHERE kind = 'self'")
        with pytest.raises(Problem, match="final and locked"):
            take(other, Answers("P1", {"A1": Rating(1)}))
        other.connection.execute("ROLLBACK")


def test_files_that_were_taken_in_as_a_whole_are_remembered_until_that_is_undone(store: Store) -> None:
    take(store, Answers("P1", {"A1": Rating(0)}), files=(TakenFile("a.xlsx", "aa"), TakenFile("b.xlsx", "bb", False)))
    take(store, Answers("P1", {"A1": Rating(1)}), files=(TakenFile("c.xlsx", "cc"),))
    assert set(taken_files(store)) == {"aa", "cc"}
    store.undo()
    assert set(taken_files(store)) == {"aa"}
    store.undo()
    assert set(taken_files(store)) == set()
    store.redo()
    store.redo()
    assert set(taken_files(store)) == {"aa", "cc"}
