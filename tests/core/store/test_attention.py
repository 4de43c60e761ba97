from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Status
from covenant_monitor.errors import Problem
from covenant_monitor.store.attention import matters
from covenant_monitor.store.review import return_assessment, settle_remark
from tests.core.store.reviewing import handed_in
from tests.core.store.small import bring, small

TODAY = date(2021, 1, 14)


def test_what_waits_in_a_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(
            store,
            ratings="covenant,party,round,kind,criterion,rating,unproven\n"
            "KLEDING,P1,2020,secretariat,A2,partially,yes\nKLEDING,P1,2020,secretariat,B1,,yes",
        )
        assert matters(store, "kleding", "2020", TODAY).unproven == {"P1": 1}, (
            "nothing was claimed where nothing is rated"
        )
        assert matters(store, "KLEDING", "2019", TODAY).unproven == {}, "that of P1 is final"
        with pytest.raises(Problem, match="has no round 1999"):
            matters(store, "KLEDING", "1999", TODAY)


def test_returned_until_its_remarks_are_dealt_with(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.ASSESSED)
        return_assessment(store, key=where, remarks={"A1": "Kijk nog eens"})
        assert "P2" in matters(store, "KLEDING", "2020", TODAY).returned
        settle_remark(store, key=where, criterion="A1")
        assert "P2" not in matters(store, "KLEDING", "2020", TODAY).returned


def test_differences_are_said_when_both_assessors_are_done(tmp_path: Path) -> None:
    ratings = "covenant,party,round,kind,criterion,rating,na_reason\n"
    with small(tmp_path / "a.covenant") as store:
        bring(
            store,
            assessments="covenant,party,round,kind,status,assessor\nKLEDING,P3,2019,second,draft,D. Tweede",
            ratings=ratings
            + "KLEDING,P3,2019,secretariat,A2,fully,\nKLEDING,P3,2019,secretariat,B1,fully,\n"
            + "KLEDING,P3,2019,second,A1,fully,\nKLEDING,P3,2019,second,A2,fully,\nKLEDING,P3,2019,second,B1,na,geen",
        )
        assert matters(store, "KLEDING", "2019", TODAY).differing == {}, "the second assessor is not done"
        bring(store, assessments="covenant,party,round,kind,status\nKLEDING,P3,2019,second,assessed")
        assert matters(store, "KLEDING", "2019", TODAY).differing == {"A1": 1}, "it is limited to a sample of A1"
        with store.change("import", {"source": "test"}):
            store.connection.execute("DELETE FROM sample")
        assert matters(store, "KLEDING", "2019", TODAY).differing == {"A1": 1, "B1": 1}
