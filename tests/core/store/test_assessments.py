from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import HALF, AssessmentKind, Party, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey, begin, note_evidence, rate, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import WHO, key, small

NA = Rating(not_applicable=True, na_reason="geen keten")


def ratings(store: Store, where: AssessmentKey) -> dict[str, Rating]:
    (found,) = [
        a
        for a in queries.assessments_of(store, where.covenant, where.party)
        if (a.round, a.kind) == (where.round, where.kind)
    ]
    return dict(found.ratings)


def test_a_rating_is_kept_whole_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    given = {
        "A1": Rating(
            HALF, evidence="=beleid.pdf", evidence_date=date(2020, 2, 29), unproven=True, note="<b>zie</b>\n2"
        ),
        "A2": NA,
        "B1": Rating(0),
    }
    with small(path) as store:
        change = rate(store, key=key("P2", "2020"), ratings=given)
        assert change.rows == 4
        assert change.tables == {"assessment", "rating"}
    with open_store(path) as store:
        assert ratings(store, key("P2", "2020")) == given
        (found,) = queries.assessments_of(store, "KLEDING", "P2")
        assert (found.status, found.assessor) == (Status.DRAFT, WHO)
        number = store.connection.execute("SELECT assessment FROM rating WHERE note LIKE '<b>%'").fetchone()[0]
        assert number == stable_id("assessment", "KLEDING", "P2", "2020", "secretariat")


def test_rating_again_replaces_and_clearing_leaves_the_note(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2020"), ratings={"B1": NA})
        rate(store, key=key("P1", "2020"), ratings={"B1": Rating(1, na_reason="blijft niet", note="nu wel")})
        assert ratings(store, key("P1", "2020"))["B1"] == Rating(1, note="nu wel")
        rate(store, key=key("P1", "2020"), ratings={"B1": Rating(note="nu wel")})
        assert ratings(store, key("P1", "2020"))["B1"] == Rating(note="nu wel")
        assert not ratings(store, key("P1", "2020"))["B1"].is_rated


def test_numbers_on_a_numeric_scale_are_kept_as_written(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2021"), ratings={"N1": Rating(Fraction(1, 10)), "N2": Rating(10)})
        found = ratings(store, key("P1", "2021"))
        assert (found["N1"].value, found["N2"].value) == (Fraction(1, 10), 10)


@pytest.mark.parametrize(
    ("criterion", "rating", "says"),
    [
        ("C9", Rating(1), "C9 is not in framework F, version 1"),
        ("A1", Rating(not_applicable=True, na_reason=" \n"), "Say why criterion A1 is not applicable"),
        ("A1", Rating(2), "2 is not on the scale of criterion A1: 0 to 1"),
        ("A1", Rating(-1), "not on the scale"),
        ("A1", Rating(Fraction(3, 10)), "0.3 is no rating of criterion A1"),
    ],
)
def test_what_is_no_rating_is_refused_and_nothing_of_the_request_is_kept(
    tmp_path: Path, criterion: str, rating: Rating, says: str
) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = check(store).digest
        with pytest.raises(Problem) as problem:
            rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1), criterion: rating})
        assert says in problem.value.text(language("en"))
        with pytest.raises(Problem):
            note_evidence(store, key=key("P1", "2020"), criterion=criterion, rating=rating)
        assert check(store).digest == before


def test_a_number_off_its_scale_is_refused(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store, pytest.raises(Problem, match="not on the scale of criterion N1"):
        rate(store, key=key("P1", "2021"), ratings={"N1": Rating(11)})


def test_whom_and_what_there_is_not(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for where, says in (
            (AssessmentKey("X", "2020", "P1"), "no covenant X"),
            (AssessmentKey("KLEDING", "1999", "P1"), "no round 1999. It has: 2019, 2020, 2021"),
            (AssessmentKey("KLEDING", "2020", "P99"), "no party P99"),
        ):
            with pytest.raises(Problem, match=says):
                rate(store, key=where, ratings={"A1": Rating(1)})


def test_codes_of_an_assessment_are_found_in_any_case(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=AssessmentKey("kleding", "2020", "p2"), ratings={"A1": Rating(1)})
        rate(store, key=key("P2", "2020"), ratings={"A2": Rating(1)})
        assert set(ratings(store, key("P2", "2020"))) == {"A1", "A2"}


def test_beginning_makes_a_draft_once(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert begin(store, key=key("P2", "2020")).rows == 1
        assert begin(store, key=key("P2", "2020")).rows == 0
        assert begin(store, key=key("P2", "2020", AssessmentKind.SELF)).rows == 1
        found = {a.kind: a for a in queries.assessments_of(store, "KLEDING", "P2")}
        assert found[AssessmentKind.SECRETARIAT].assessor == WHO
        assert found[AssessmentKind.SELF].assessor == ""


def complete(store: Store) -> AssessmentKey:
    """P2 in 2020, with everything that applies rated by WHO."""
    where = key("P2", "2020")
    rate(store, key=where, ratings={"A1": Rating(1), "A2": NA, "B1": Rating(0)})
    return where


def give(store: Store, where: AssessmentKey, status: Status, user: str = WHO, why: str = "") -> None:
    store.user = user
    set_status(store, key=where, status=status, why=why, today=date(2021, 2, 3))


def test_the_way_from_draft_to_final(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = complete(store)
        for status, user in zip(Status, (WHO, WHO, WHO, "R. Lezer", WHO), strict=True):
            give(store, where, status, user)
        (found,) = queries.assessments_of(store, "KLEDING", "P2")
        assert (found.status, found.assessor, found.reviewer) == (Status.FINAL, WHO, "R. Lezer")
        assert found.assessed_on == date(2021, 2, 3)
        assert check(store).findings == []
        with pytest.raises(Problem, match="final and locked"):
            rate(store, key=where, ratings={"A1": Rating(0)})
        with pytest.raises(Problem, match="final and locked"):
            note_evidence(store, key=where, criterion="A1", rating=Rating(1, note="later"))
        with pytest.raises(Problem, match="reason for reopening"):
            give(store, where, Status.ASSESSED, why="  ")
        give(store, where, Status.ASSESSED, why="bezwaar gegrond")
        rate(store, key=where, ratings={"A1": Rating(0)})
        (found,) = queries.assessments_of(store, "KLEDING", "P2")
        assert (found.reviewer, found.assessor) == ("", WHO)  # it is to be reviewed anew
        undone = store.next_undo()
        assert undone is not None


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([(Status.ASSESSED, WHO), (Status.REVIEWED, WHO)], "the reviewer is another person"),
        ([(Status.ASSESSED, WHO), (Status.REVIEWED, WHO.upper())], "the reviewer is another person"),
        ([(Status.ASSESSED, WHO), (Status.FINAL, "R. Lezer")], "needs a reviewer first"),
    ],
)
def test_nobody_reviews_their_own_work(tmp_path: Path, steps: Sequence[tuple[Status, str]], says: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = complete(store)
        *before, last = steps
        for status, user in before:
            give(store, where, status, user)
        digest = check(store).digest
        with pytest.raises(Problem, match=says):
            give(store, where, *last)
        assert check(store).digest == digest


def test_what_a_company_says_of_itself_has_no_assessor_before_somebody_assesses_it(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P1", "2020", AssessmentKind.SELF)
        with pytest.raises(Problem, match="has no assessor yet"):
            give(store, where, Status.REVIEWED)


def test_final_needs_everything_that_applies(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P1", "2020")
        give(store, where, Status.ASSESSED, WHO)
        give(store, where, Status.REVIEWED, "R. Lezer")
        with pytest.raises(Problem, match="4 criteria that apply are not rated"):
            give(store, where, Status.FINAL)
        store.user = WHO
        rate(store, key=where, ratings={c: Rating(1) for c in ("A2", "A3", "B1", "B2")})
        with pytest.raises(Problem, match="needs a reviewer first"):  # what was reviewed has changed
            give(store, where, Status.FINAL)
        give(store, where, Status.REVIEWED, "R. Lezer")
        give(store, where, Status.FINAL)


def test_an_assessment_of_whom_nothing_applies_to_can_be_final(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add_party(store, covenant="KLEDING", party=Party("P4", "Vier", joined_on=date(2021, 12, 1)))
        where = key("P4", "2019")
        give(store, where, Status.ASSESSED, WHO)
        give(store, where, Status.REVIEWED, "R. Lezer")
        give(store, where, Status.FINAL)
        assert check(store).findings == []


def test_a_status_can_be_given_to_what_was_not_begun(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        change = set_status(store, key=key("P2", "2020"), status=Status.SUBMITTED)
        assert change.tables == {"assessment"}
        assert set_status(store, key=key("P2", "2020"), status=Status.SUBMITTED).rows == 0


def test_a_party_that_is_no_company_is_not_assessed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store, pytest.raises(Problem, match="only companies are assessed"):
        rate(store, key=key("V1", "2020"), ratings={"A1": Rating(1)})


def test_a_note_leaves_the_rating_as_it_is_in_the_file(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        note_evidence(store, key=key("P3", "2020"), criterion="A1", rating=Rating(1, note="naast percentages"))
        note_evidence(store, key=key("P1", "2020"), criterion="A1", rating=Rating(0, note="bij de feiten"))
        rows = store.connection.execute("SELECT value, note FROM rating WHERE note LIKE 'naast %' OR note LIKE 'bij %'")
        assert sorted(rows, key=repr) == [(1.0, "bij de feiten"), (None, "naast percentages")]
        assert check(store).findings == []
