from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Covenant, Status, Text
from covenant_monitor.store import check as checking
from covenant_monitor.store.assessments import set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.settings import add_covenant, covenant, edit_covenant, one_person, set_setting
from tests.core.store.reviewing import REVIEWER, handed_in, refused, there_and_back
from tests.core.store.small import bring, small


def test_a_covenant_is_changed_as_a_whole(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = covenant(store, "kleding")
        wanted = replace(
            before,
            name=Text("Kleding & textiel", "Garments & textile"),
            end_date=date(2023, 6, 30),
            minimum_group=8,
            dominance_percent=80,
            outcomes_public=True,
            one_person=True,
        )
        there_and_back(store, lambda: edit_covenant(store, covenant=wanted))
        assert covenant(store, "KLEDING") == wanted
        assert edit_covenant(store, covenant=wanted).rows == 0
        there_and_back(store, lambda: edit_covenant(store, covenant=before))
        assert covenant(store, "KLEDING") == before


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", Text(" ", ""), "A covenant needs a name."),
        ("end_date", date(2017, 12, 31), "before it starts on"),
        ("minimum_group", 0, "at least 1 participant"),
        ("dominance_percent", 101, "type a number from 0 to 100"),
    ],
)
def test_a_covenant_that_cannot_be(tmp_path: Path, field: str, value: object, says: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        changed: Covenant = replace(covenant(store, "KLEDING"), **{field: value})  # type: ignore[arg-type]
        with refused(store, says):
            edit_covenant(store, covenant=changed)


def test_a_one_person_secretariat_can_only_end_once_others_have_reviewed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, lambda: set_setting(store, covenant="KLEDING", name="one_person", value="1"))
        assert one_person(store, "kleding")
        where = handed_in(store, Status.ASSESSED)
        set_status(store, key=where, status=Status.REVIEWED)
        with refused(store, "reviewed by who assessed them: 1."):
            set_setting(store, covenant="KLEDING", name="one_person", value="")
        with refused(store, "Have somebody else review those first"):
            edit_covenant(store, covenant=replace(covenant(store, "KLEDING"), one_person=False))
        set_status(store, key=where, status=Status.ASSESSED)
        store.user = REVIEWER
        set_status(store, key=where, status=Status.REVIEWED)
        there_and_back(store, lambda: set_setting(store, covenant="KLEDING", name="one_person", value=""))
        assert not one_person(store, "KLEDING")


def test_there_is_no_other_setting(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store, pytest.raises(ValueError, match="no setting colour"):
        set_setting(store, covenant="KLEDING", name="colour", value="1")


def test_whoever_reviewed_their_own_work_is_known_however_the_name_was_typed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(
            store,
            settings="covenant,setting,value\nKLEDING,one_person,1",
            assessments="covenant,party,round,status,assessor,reviewer\nKLEDING,P2,2020,reviewed,Élise Wit,éLISE  wit",
        )
        with refused(store, "reviewed by who assessed them: 1."):
            set_setting(store, covenant="KLEDING", name="one_person", value="")
        with store.change("setting", {"covenant": "KLEDING"}):
            store.connection.execute("DELETE FROM setting")
        assert [finding.message for finding in check(store).findings] == [checking.SAME_PERSON]


def test_a_covenant_is_made_with_a_code_of_its_own(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        wanted = Covenant(" SIERTEELT ", Text("Sierteelt"), one_person=True)
        there_and_back(store, lambda: add_covenant(store, covenant=wanted))
        assert covenant(store, "SIERTEELT") == replace(wanted, code="SIERTEELT")
        for wrong, says in (
            (wanted, "There is a covenant SIERTEELT already."),
            (replace(wanted, code=" "), "needs a short code"),
            (Covenant("X", Text()), "needs a name"),
        ):
            with refused(store, says):
                add_covenant(store, covenant=wrong)
