"""Two pairs of eyes: who may review, what is returned, and what a change after the review does."""

from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating, Remark, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import enter_summary, note_evidence, rate, set_status
from covenant_monitor.store.review import return_assessment, save_remark, settle_remark
from covenant_monitor.store.settings import set_setting
from tests.core.store.reviewing import REVIEWER, assessment, handed_in, refused, there_and_back
from tests.core.store.small import WHO, bring, key, small

TODAY = date(2021, 2, 3)


def test_reviewing_ones_own_work_is_refused_and_the_sentence_names_the_way_out(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.ASSESSED)
        with refused(store, "A one-person secretariat can allow it in the settings of the covenant."):
            set_status(store, key=where, status=Status.REVIEWED)
        set_setting(store, covenant="KLEDING", name="one_person", value="1")
        there_and_back(store, lambda: set_status(store, key=where, status=Status.REVIEWED))
        there_and_back(store, lambda: set_status(store, key=where, status=Status.FINAL))
        assert assessment(store, where).reviewer == WHO


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ASSESSED, Status.REVIEWED])
def test_what_is_returned_is_in_progress_again_with_its_remarks(tmp_path: Path, status: Status) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, status)
        store.user = REVIEWER
        said = {"": " Zie ook het jaarverslag ", "A1": "Welk beleid?", "B1": "  "}
        there_and_back(store, lambda: return_assessment(store, key=where, remarks=said, today=TODAY))
        found = assessment(store, where)
        assert (found.status, found.reviewer) == (Status.DRAFT, "")
        assert found.remarks == {
            "": Remark("Zie ook het jaarverslag", REVIEWER, TODAY),
            "A1": Remark("Welk beleid?", REVIEWER, TODAY),
        }
        assert found.ratings["A1"].value == 1


def test_a_remark_is_dealt_with_and_made_anew(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.ASSESSED)
        store.user = REVIEWER
        return_assessment(store, key=where, remarks={"A1": "Welk beleid?"}, today=TODAY)
        store.user = WHO
        there_and_back(store, lambda: settle_remark(store, key=where, criterion="A1"))
        assert assessment(store, where).remarks["A1"].done
        there_and_back(store, lambda: settle_remark(store, key=where, criterion="A1", done=False))
        settle_remark(store, key=where, criterion="A1")
        set_status(store, key=where, status=Status.SUBMITTED)
        return_assessment(store, key=where, remarks={"A1": "Nog steeds niet"}, today=TODAY)
        assert assessment(store, where).remarks["A1"] == Remark("Nog steeds niet", WHO, TODAY)


def test_remarks_are_made_while_reviewing_and_go_along_when_it_is_returned(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.REVIEWED)
        store.user = REVIEWER
        there_and_back(store, lambda: save_remark(store, key=where, criterion="A1", text="Welk beleid?", today=TODAY))
        found = assessment(store, where)
        assert (found.status, found.remarks["A1"]) == (Status.REVIEWED, Remark("Welk beleid?", REVIEWER, TODAY))
        there_and_back(store, lambda: return_assessment(store, key=where, remarks={}))
        there_and_back(store, lambda: save_remark(store, key=where, criterion="A1", text=" "))
        assert assessment(store, where).remarks == {}
        with refused(store, "is final and locked"):
            save_remark(store, key=key("P1", "2019"), criterion="", text="nog iets")
        with refused(store, "is not assessed yet"):
            save_remark(store, key=key("P3", "2021"), criterion="", text="nog iets")


def test_a_return_says_what_is_to_be_done_and_is_of_something_handed_in(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.ASSESSED)
        with refused(store, "returned with at least one remark"):
            return_assessment(store, key=where, remarks={"": " ", "A1": "\n"})
        with refused(store, "C9 is not in framework F"):
            return_assessment(store, key=where, remarks={"C9": "wat?"})
        with refused(store, "still in progress: there is nothing to return"):
            return_assessment(store, key=key("P1", "2020"), remarks={"": "wat?"})
        with refused(store, "is final and locked"):
            return_assessment(store, key=key("P1", "2019"), remarks={"": "wat?"})
        with refused(store, "is final and locked"):
            settle_remark(store, key=key("P1", "2019"), criterion="")


def test_what_is_rated_after_the_review_is_to_be_reviewed_anew(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.REVIEWED)
        same = {"A1": assessment(store, where).ratings["A1"]}
        assert rate(store, key=where, ratings=same).rows == 0
        assert assessment(store, where).status is Status.REVIEWED
        there_and_back(store, lambda: rate(store, key=where, ratings={"A1": Rating(HALF)}))
        found = assessment(store, where)
        assert (found.status, found.assessor, found.reviewer) == (Status.ASSESSED, WHO, "")


def test_so_is_what_gets_other_evidence(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.REVIEWED)
        rating = Rating(1, evidence="ander.pdf")
        there_and_back(store, lambda: note_evidence(store, key=where, criterion="A1", rating=rating))
        assert assessment(store, where).status is Status.ASSESSED


def test_what_was_not_reviewed_keeps_its_status_when_it_is_rated(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for status in (Status.SUBMITTED, Status.ASSESSED):
            where = handed_in(store, status)
            rate(store, key=where, ratings={"A1": Rating(HALF)})
            assert assessment(store, where).status is status


def test_percentages_of_sections_and_total_are_entered_and_taken_away(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P2", "2021")
        there_and_back(store, lambda: enter_summary(store, key=where, percents={"": 62, "S": 61}))
        assert assessment(store, where).summaries == {"": 62, "S": 61}
        there_and_back(store, lambda: enter_summary(store, key=where, percents={"": None}))
        assert assessment(store, where).summaries == {"S": 61}
        assert enter_summary(store, key=where, percents={"S": 61}).rows == 0


def test_percentages_that_cannot_be(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for percent in (-1, 101):
            with refused(store, "no percentage: type a number from 0 to 100"):
                enter_summary(store, key=key("P2", "2020"), percents={"A": 50, "B": percent})
        with refused(store, "Section C is not in framework F, version 1"):
            enter_summary(store, key=key("P2", "2020"), percents={"C": 50})
        with refused(store, "is final and locked"):
            enter_summary(store, key=key("P1", "2019"), percents={"A": 50})
        with refused(store, "Clear the ratings first"):
            enter_summary(store, key=key("P1", "2020"), percents={"A": 50})


def test_ratings_and_percentages_are_not_mixed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P3", "2020")
        with refused(store, "Empty those first, and then rate it criterion by criterion"):
            rate(store, key=where, ratings={"A1": Rating(1)})
        note_evidence(store, key=where, criterion="A1", rating=Rating(note="alleen een notitie"))
        enter_summary(store, key=where, percents={"": None, "B": None})
        there_and_back(store, lambda: rate(store, key=where, ratings={"A1": Rating(1)}))


def test_percentages_changed_after_the_review_are_to_be_reviewed_anew(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P3", "2020")
        set_status(store, key=where, status=Status.ASSESSED)
        store.user = REVIEWER
        set_status(store, key=where, status=Status.REVIEWED)
        there_and_back(store, lambda: enter_summary(store, key=where, percents={"": 50}))
        assert assessment(store, where).status is Status.ASSESSED


def test_a_self_assessment_is_returned_to_the_company(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P1", "2020", AssessmentKind.SELF)
        there_and_back(store, lambda: return_assessment(store, key=where, remarks={"": "B2 ontbreekt"}))
        assert assessment(store, where).status is Status.DRAFT


def test_an_import_cannot_make_somebody_review_their_own_work(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store, pytest.raises(Problem):
        bring(store, assessments="covenant,party,round,assessor,reviewer\nKLEDING,P2,2020,A. Een,a. een")
