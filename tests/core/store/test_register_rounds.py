"""What a round proposes for the registers and asks of them, on a real file."""

from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import HALF, Level, Rating, Status
from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Proposal, Register
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.register_rounds import (
    accept_proposals,
    decline_proposals,
    proposals,
    questions,
    record_followup,
)
from covenant_monitor.store.registers import add_entry, entries, entry
from covenant_monitor.store.store import Change, Store
from tests.core.store.reviewing import EN, handed_in, refused, there_and_back
from tests.core.store.small import WHO, bring, small

COVENANT = "KLEDING"
TODAY = date(2021, 2, 3)
NL = language("nl")


def proposed(store: Store, round_: str = "2020", *, partially: bool = False) -> list[Proposal]:
    return proposals(store, COVENANT, round_, partially=partially)


def accept(store: Store, chosen: list[Proposal], **options: object) -> Change:
    return accept_proposals(store, covenant=COVENANT, chosen=chosen, language=NL, today=TODAY, **options)  # type: ignore[arg-type]


def decline(store: Store, chosen: list[Proposal], reason: str = "Loopt al") -> Change:
    return decline_proposals(store, covenant=COVENANT, chosen=chosen, reason=reason, language=NL, today=TODAY)


def follow(store: Store, code: str, answer: Answer, round_: str = "2020") -> Change:
    return record_followup(
        store, covenant=COVENANT, code=code, followup=Followup(round_, answer, " Nagevraagd "), today=TODAY
    )


def action(store: Store, code: str) -> Entry:
    return entry(store, COVENANT, Register.ACTION, code)


def test_low_ratings_of_what_is_assessed_propose_actions(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.SUBMITTED)
        assert proposed(store) == []
        set_status(store, key=where, status=Status.ASSESSED)
        found = proposed(store)
        assert [(one.participant, one.criterion, one.level, one.weight) for one in found] == [
            ("P2", "A2", Level.NOT, 3),
            ("P2", "B1", Level.NOT, 1),
        ]
        rate(store, key=where, ratings={"A1": Rating(HALF, unproven=True)})
        assert [one.criterion for one in proposed(store, partially=True)] == ["A2", "B1", "A1"]
        assert proposed(store, partially=True)[-1].unproven
        assert proposals(store, COVENANT, "2020", participant="p1") == []
        assert proposals(store, COVENANT, "2020", participant="p2") == found
        with pytest.raises(Problem, match="no party P9"):
            proposals(store, COVENANT, "2020", participant="P9")


def test_what_is_accepted_is_an_action_and_is_proposed_no_longer(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        handed_in(store, Status.ASSESSED)
        chosen = proposed(store)
        there_and_back(store, lambda: accept(store, chosen, owner="B. Test"))
        assert action(store, "2020-P2-A2") == Entry(
            Register.ACTION,
            "2020-P2-A2",
            "Het is openbaar",
            owner="B. Test",
            party="P2",
            round="2020",
            raised_on=TODAY,
            due_on=date(2021, 12, 31),
            participants=("P2",),
            criteria=("A2",),
        )
        assert proposed(store, partially=True) == []
        with refused(store, "The action on criterion A2 of P2 is proposed no longer."):
            accept(store, chosen[:1])
        last = store.next_undo()
        assert last is not None
        assert last.text(EN) == "Proposed actions of round 2020 accepted: 2"


def test_a_title_a_theme_and_a_date_of_ones_own(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        (one,) = proposed(store, "2019")
        assert one.key == ("P3", "A1")
        accept_proposals(
            store, covenant="kleding", chosen=[one, one], language=EN, due_on=date(2022, 3, 1), today=date(2022, 1, 1)
        )
        made = action(store, "2019-P3-A1")
        assert (made.title, made.themes, made.due_on) == ("There is a policy", ("loon",), date(2022, 3, 1))


def test_an_old_round_gives_no_action_that_is_due_before_it_is_raised(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        accept(store, proposed(store, "2019"))
        assert action(store, "2019-P3-A1").due_on == TODAY
        store.undo()
        with refused(store, "due before the day on which it was raised"):
            accept(store, proposed(store, "2019"), due_on=date(2020, 12, 31))


def test_what_is_declined_is_remembered_in_its_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        (one,) = proposed(store, "2019")
        with refused(store, "Say why"):
            decline(store, [one], " ")
        there_and_back(store, lambda: decline(store, [one]))
        made = action(store, "2019-P3-A1")
        assert (made.status, made.closed_on, made.result) == (EntryStatus.DROPPED, TODAY, "Loopt al")
        assert proposed(store, "2019") == []


def test_what_is_chosen_is_something_and_of_one_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        handed_in(store, Status.ASSESSED)
        with refused(store, "Choose at least one proposed action."):
            accept(store, [])
        with refused(store, "of one round at a time"):
            decline(store, [*proposed(store), *proposed(store, "2019")])


def test_a_code_that_is_taken_or_too_long_gives_way(tmp_path: Path) -> None:
    long = "P" * 60
    with small(tmp_path / "a.covenant") as store:
        add_entry(store, covenant=COVENANT, entry=Entry(Register.ACTION, "2019-p3-a1", "anders"), today=TODAY)
        bring(
            store,
            parties=f"covenant,party,name\nKLEDING,{long},Lang B.V.",
            assessments=f"covenant,party,round,status\nKLEDING,{long},2019,assessed",
            ratings=f"covenant,party,round,criterion,rating\nKLEDING,{long},2019,A1,not\nKLEDING,{long},2019,A2,not",
        )
        accept(store, proposed(store, "2019"))
        found = {one.code for one in entries(store, COVENANT, Register.ACTION)}
        assert found == {"A1", "A2", "A3", "2019-p3-a1", "2019-P3-A1-2", "A4", "A5"}


def test_an_action_on_what_a_criterion_was_called_before_is_not_proposed_again(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(
            store,
            criteria="framework,version,section,criterion,text_nl,text_en\nF,2,A,X2,Openbaar,Public",
            mappings="framework,from_version,from_criterion,to_version,to_criterion,relation\nF,1,A2,2,X2,reworded",
            rounds="covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-01,2022-12-31,F,2",
            ratings="covenant,party,round,criterion,rating\nKLEDING,P1,2022,A1,not\nKLEDING,P1,2022,X2,not",
            assessments="covenant,party,round,status\nKLEDING,P1,2022,assessed",
        )
        assert [one.key for one in proposed(store, "2022")] == [("P1", "A1")]


def test_a_round_asks_about_earlier_actions_until_it_has_an_answer(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert [one.code for one in questions(store, COVENANT, "2021", today=TODAY)] == ["A1"]
        assert questions(store, COVENANT, "2020", today=TODAY) == []
        assert questions(store, COVENANT, "2019", today=TODAY) == []
        there_and_back(store, lambda: follow(store, "a1", Answer.NOT, "2021"))
        assert questions(store, COVENANT, "2021", today=TODAY) == []
        found = action(store, "A1")
        assert found.followups[1] == Followup("2021", Answer.NOT, "Nagevraagd", WHO, TODAY)
        assert found.status is EntryStatus.OPEN
        with pytest.raises(Problem, match="no round 1999"):
            questions(store, COVENANT, "1999")


def test_an_earlier_rounds_answer_does_not_undo_what_a_later_one_found(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        follow(store, "A1", Answer.DONE, "2021")
        follow(store, "A1", Answer.NOT, "2020")
        found = action(store, "A1")
        assert (found.status, found.closed_on) == (EntryStatus.DONE, TODAY)
        assert [(one.round, one.answer) for one in found.followups][-2:] == [
            ("2020", Answer.NOT),
            ("2021", Answer.DONE),
        ]
        follow(store, "A1", Answer.NOT, "2021")
        assert action(store, "A1").status is EntryStatus.OPEN


def test_an_answer_moves_the_action_on_and_can_be_another(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, lambda: follow(store, "A1", Answer.DONE))
        done = action(store, "A1")
        assert (done.status, done.closed_on, len(done.followups)) == (EntryStatus.DONE, TODAY, 1)
        there_and_back(store, lambda: follow(store, "A1", Answer.PARTLY))
        assert (action(store, "A1").status, action(store, "A1").closed_on) == (EntryStatus.IN_PROGRESS, None)
        follow(store, "A2", Answer.NOT, "2021")
        assert (action(store, "A2").status, action(store, "A2").closed_on) == (EntryStatus.OPEN, None)
        last = store.next_undo()
        assert last is not None
        assert last.text(EN) == "Action A2, asked about in round 2021: not done"


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with refused(store, "Action A3 was dropped"):
            follow(store, "A3", Answer.DONE)
        with refused(store, "KLEDING has no action R1."):
            follow(store, "R1", Answer.DONE)
        with refused(store, "KLEDING has no round 1999."):
            follow(store, "A1", Answer.DONE, "1999")
