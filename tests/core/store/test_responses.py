from datetime import date
from pathlib import Path

from covenant_monitor.domain.model import Response, Status
from covenant_monitor.store.responses import save_response
from tests.core.store.reviewing import assessment, handed_in, refused, there_and_back
from tests.core.store.small import key, small

DAY = date(2021, 3, 1)


def test_a_response_with_its_answer_is_kept_and_taken_away(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.REVIEWED)
        said = Response(" Dat beleid is er wel ", "K. Baas", DAY)
        there_and_back(store, lambda: save_response(store, key=where, criterion="A1", response=said))
        kept = assessment(store, where).responses["A1"]
        assert kept == Response("Dat beleid is er wel", "K. Baas", DAY)
        assert kept.is_open
        answered = Response("Dat beleid is er wel", "K. Baas", DAY, "Gezien; blijft deels.")
        there_and_back(store, lambda: save_response(store, key=where, criterion="A1", response=answered))
        assert not assessment(store, where).responses["A1"].is_open
        assert assessment(store, where).status is Status.REVIEWED
        there_and_back(store, lambda: save_response(store, key=where, criterion="A1", response=Response()))
        assert assessment(store, where).responses == {}


def test_a_response_without_a_day_is_of_today_and_without_text_of_no_day(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.ASSESSED)
        save_response(store, key=where, criterion="A1", response=Response("Nee"))
        assert assessment(store, where).responses["A1"].responded_on == date.today()
        save_response(store, key=where, criterion="A2", response=Response(responded_by="K. Baas"))
        assert assessment(store, where).responses["A2"].responded_on is None


def test_no_response_once_it_is_final_or_before_there_is_something_to_respond_to(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with refused(store, "is final and locked"):
            save_response(store, key=key("P1", "2019"), criterion="A1", response=Response("Nee"))
        with refused(store, "is not assessed yet"):
            save_response(store, key=key("P2", "2020"), criterion="A1", response=Response("Nee"))
        with refused(store, "C9 is not in framework F"):
            save_response(store, key=key("P1", "2020"), criterion="C9", response=Response("Nee"))
