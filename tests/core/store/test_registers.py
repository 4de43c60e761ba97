"""The registers in a file: entries are kept whole, changed and removed in one step, and refused in one sentence."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Register
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.reports.change_words import line_of
from covenant_monitor.store import ledger
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.check import ENTRY_WRONG, NO_PARTICIPANT, check
from covenant_monitor.store.framework_content import save_criterion
from covenant_monitor.store.framework_reading import framework_of
from covenant_monitor.store.queries import party_id
from covenant_monitor.store.registers import (
    add_entry,
    edit_entry,
    entries,
    entry,
    find,
    next_code,
    remove_entry,
    set_status,
    topics,
)
from covenant_monitor.store.restoring import restore_field, restore_record
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store, open_store
from tests.core.store.reviewing import EN, refused, there_and_back
from tests.core.store.small import bring, small, tamper

COVENANT = "KLEDING"
TODAY = date(2021, 2, 3)
WHOLE = Entry(
    Register.RISK,
    "R9",
    "Kinderarbeid in spinnerijen",
    "Sumangali in Tamil Nadu",
    "B. Test",
    "V1",
    "2019",
    EntryStatus.DROPPED,
    date(2019, 2, 1),
    date(2020, 2, 1),
    date(2019, 5, 1),
    "Valt onder R1",
    5,
    3,
    "Zie het landenrapport",
    ("P1", "P3"),
    ("A1", "B2"),
    ("kind", "loon"),
)
SIMPLE = Entry(Register.ACTION, "A9", "Bellen")


def add(store: Store, known: Entry = WHOLE, **changes: Any) -> Change:
    return add_entry(store, covenant=COVENANT, entry=replace(known, **changes), today=TODAY)


def edit(store: Store, known: Entry, **changes: Any) -> Change:
    return edit_entry(store, covenant=COVENANT, entry=replace(known, **changes), today=TODAY)


def turn(store: Store, code: str, status: EntryStatus, result: str | None = None) -> Change:
    return set_status(
        store, covenant=COVENANT, register=Register.ACTION, code=code, status=status, result=result, today=TODAY
    )


def action(store: Store, code: str) -> Entry:
    return entry(store, COVENANT, Register.ACTION, code)


def test_an_entry_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        there_and_back(store, lambda: add(store))
    with open_store(path) as store:
        assert entry(store, "kleding", Register.RISK, "r9") == WHOLE
        assert find(store, COVENANT, Register.RISK, "r9")[0] == stable_id("register_entry", COVENANT, "risk", "R9")


def test_codes_are_those_of_the_file_and_texts_are_tidy(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(
            store,
            SIMPLE,
            code=" a9 ",
            title=" Bellen\n met  de fabriek ",
            party="p3",
            round="2020",
            participants=("p3", " P1", "p3"),
            criteria=("b2", "A1"),
            themes=(" loon ", "kind;veiligheid"),
        )
        found = action(store, "A9")
        assert (found.code, found.title, found.party, found.round) == ("a9", "Bellen met de fabriek", "P3", "2020")
        assert (found.participants, found.criteria) == (("P1", "P3"), ("A1", "B2"))
        assert found.themes == ("kind", "loon", "veiligheid")
        assert (found.raised_on, found.status, found.followups) == (TODAY, EntryStatus.OPEN, ())


def test_what_was_closed_before_it_was_entered_was_raised_by_then(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(store, SIMPLE, status=EntryStatus.DONE, closed_on=date(2020, 1, 1))
        assert action(store, "A9").raised_on == date(2020, 1, 1)
        add(store, SIMPLE, code="A10", status=EntryStatus.DONE)
        assert action(store, "A10").closed_on == TODAY
        add(store, SIMPLE, code="A11", status=EntryStatus.DONE, raised_on=date(2022, 1, 1))
        assert action(store, "A11").closed_on == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": " "}, "needs a short code"),
        ({"code": "x" * 65}, "at most 64 characters"),
        ({"code": " r1"}, "The code r1 is already that of “Brand in de keten”. Choose another."),
        ({"title": " \n"}, "needs a title"),
        ({"party": "P9"}, "KLEDING has no party P9."),
        ({"participants": ("P1", "P9")}, "KLEDING has no party P9."),
        ({"round": "1999"}, "KLEDING has no round 1999."),
        ({"criteria": ("A1", "Z9")}, "No framework version of KLEDING has a criterion Z9."),
        ({"due_on": date(2019, 1, 31)}, "due before the day on which it was raised"),
        ({"closed_on": date(2019, 1, 31)}, "closed before the day on which it was raised"),
        ({"status": EntryStatus.OPEN}, "a day of closing, though it is not closed"),
        ({"result": " "}, "needs its reason"),
        ({"severity": 6}, "from 1 to 5"),
        ({"likelihood": 0}, "from 1 to 5"),
        ({"register": Register.COMPLAINT}, "are of risks"),
    ],
)
def test_why_an_entry_is_not_kept(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        with refused(store, says):
            add(store, **changes)
        if "code" not in changes and "register" not in changes:
            add(store)
            with refused(store, says):
                edit(store, WHOLE, **changes)


def test_a_list_of_codes_needs_codes_without_its_separator(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(store, parties="covenant,party,name\nKLEDING,A;B,Samen B.V.")
        add(store, SIMPLE, party="A;B")
        with refused(store, "No entry can be linked to A;B"):
            add(store, SIMPLE, code="A10", participants=("A;B",))


def test_the_same_code_stands_in_every_register(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        for register in Register:
            add(store, SIMPLE, register=register, code="X1")
        assert [one.register for one in entries(store, COVENANT) if one.code == "X1"] == list(Register)


def test_an_entry_is_changed_and_removed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        known = entry(store, COVENANT, Register.RISK, "R1")
        changed = replace(known, title="Brand en instorting", likelihood=None, participants=(), due_on=None, party="P2")
        there_and_back(store, lambda: edit(store, changed))
        assert entry(store, COVENANT, Register.RISK, "R1") == changed
        assert not edit(store, changed).rows
        there_and_back(
            store, lambda: remove_entry(store, covenant=COVENANT, register=Register.ACTION, code="a1", why="dubbel")
        )
        assert [one.code for one in entries(store, COVENANT, Register.ACTION)] == ["A2", "A3"]
        with refused(store, "KLEDING has no risk R9."):
            edit(store, WHOLE)
        with refused(store, "KLEDING has no risk R9."):
            remove_entry(store, covenant=COVENANT, register=Register.RISK, code="R9")


def test_a_criterion_that_is_gone_by_now_stays_where_it_is(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(store, actions="covenant,action,title,criteria\nKLEDING,A9,Bellen,A1;WEG")
        edit(store, action(store, "A9"), title="Schrijven")
        assert action(store, "A9").criteria == ("A1", "WEG")
        with refused(store, "has a criterion OOK-WEG"):
            edit(store, action(store, "A9"), criteria=("WEG", "OOK-WEG"))


def test_a_status_notes_and_takes_away_the_day(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        there_and_back(store, lambda: turn(store, "A1", EntryStatus.DONE, " Gezien "))
        done = action(store, "A1")
        assert (done.status, done.closed_on, done.result) == (EntryStatus.DONE, TODAY, "Gezien")
        with refused(store, "needs its reason"):
            turn(store, "A1", EntryStatus.DROPPED, "")
        turn(store, "A1", EntryStatus.DROPPED)
        assert action(store, "A1").closed_on == TODAY
        there_and_back(store, lambda: turn(store, "A1", EntryStatus.IN_PROGRESS))
        assert action(store, "A1") == replace(done, status=EntryStatus.IN_PROGRESS, closed_on=None)
        with refused(store, "KLEDING has no action A9."):
            turn(store, "A9", EntryStatus.DONE)


def test_what_becomes_closed_by_editing_is_closed_today(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        edit(store, action(store, "A1"), status=EntryStatus.DONE)
        assert action(store, "A1").closed_on == TODAY
        bring(store, actions="covenant,action,title,closed_on\nKLEDING,A1,Beleid,-")
        edit(store, action(store, "A1"), note="dag onbekend")
        assert action(store, "A1").closed_on is None


def test_entries_come_with_their_follow_ups_in_a_fixed_number_of_queries(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        asked: list[str] = []
        store.connection.set_trace_callback(asked.append)
        found = entries(store, COVENANT)
        first = len(asked)
        store.connection.set_trace_callback(None)
        assert [(one.register, one.code) for one in found] == [
            (Register.RISK, "R1"),
            *((Register.ACTION, code) for code in ("A1", "A2", "A3")),
            (Register.COMMITMENT, "C1"),
            (Register.COMPLAINT, "K1"),
        ]
        assert found[1].followups == (
            Followup("2020", Answer.PARTLY, "Nog niet openbaar", "B. Test", date(2021, 1, 10)),
        )
        for n in range(30):
            add(store, SIMPLE, code=f"N{n}")
        store.connection.set_trace_callback(asked.append)
        assert len(entries(store, COVENANT)) == 36
        assert len(asked) == 2 * first


def test_the_next_code_and_what_can_be_linked_to(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert [next_code(store, COVENANT, register) for register in Register] == ["R2", "A4", "C2", "K2"]
        add(store, SIMPLE, code="a12")
        assert next_code(store, COVENANT, Register.ACTION) == "A13"
        found = topics(store, COVENANT)
        assert list(found.criteria) == ["A1", "A2", "A3", "B1", "B2", "N1", "N2"]
        assert found.criteria["A2"] == Text("Het is openbaar", "It is public")
        assert found.themes == ["loon"]
        with pytest.raises(Problem, match="no covenant"):
            topics(store, "ANDERS")


def test_the_history_of_an_entry_reads_field_by_field(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        turn(store, "A1", EntryStatus.DONE, "Gezien")
        row = str(find(store, COVENANT, Register.ACTION, "A1")[0])
        lines = [line_of(one, EN) for one in field_changes(store, since=1, table="register_entry", row=row)]
        assert [(line.record, line.field, line.before, line.after) for line in lines] == [
            ("Action · A1 · Beleid afronden", "Status", "Open", "Completed"),
            ("Action · A1 · Beleid afronden", "Closed on", "–", "3 Feb 2021"),
            ("Action · A1 · Beleid afronden", "Result", "–", "Gezien"),
        ]
        assert {line.done for line in lines} == {"Action A1: completed"}
        assert [one.record.party for one in field_changes(store, since=1, party="P1")] == ["P1"] * 3
        party = party_id(store, COVENANT, "P1")
        assert ledger.history(store.connection, party=party)[0].action == "entry_status"


def test_a_status_goes_back_with_its_day_and_its_reason(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = action(store, "A1")
        turn(store, "A1", EntryStatus.DROPPED, "Staat er al")
        change = next(one for one in field_changes(store, table="register_entry") if one.field == "status")
        with refused(store, "needs its reason"):
            restore_field(store, change=change.change, field="result")
        there_and_back(store, lambda: restore_field(store, change=change.change, field="status"))
        assert action(store, "A1") == before


def test_what_was_removed_comes_back_and_what_it_names_stays(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        before = entries(store, COVENANT)
        remove_entry(store, covenant=COVENANT, register=Register.ACTION, code="A1")
        gone = {one.record.table: one for one in field_changes(store, since=1)}
        with refused(store, "What A1 · Beleid afronden · 2020 belongs to is gone"):
            restore_record(store, change=gone["followup"].change)
        there_and_back(store, lambda: restore_record(store, change=gone["register_entry"].change))
        there_and_back(store, lambda: restore_record(store, change=gone["followup"].change))
        assert entries(store, COVENANT) == before


def test_a_party_that_an_entry_is_about_is_not_taken_out(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(store, parties="covenant,party,name\nKLEDING,P9,Negen B.V.")
        made = next(one for one in field_changes(store, table="party") if one.record.party == "P9")
        add(store, SIMPLE, participants=("P9",))
        linked = next(one for one in field_changes(store, table="register_entry") if one.field == "participants")
        with refused(store, "Negen B.V. stays: other records belong to it"):
            restore_record(store, change=made.change)
        remove_entry(store, covenant=COVENANT, register=Register.ACTION, code="A9")
        gone = field_changes(store, table="register_entry")[0]
        restore_record(store, change=made.change)
        for change in (linked, gone):
            with refused(store, "gone"):
                restore_field(store, change=change.change, field="participants")
        with refused(store, "What A9 · Bellen belongs to is gone"):
            restore_record(store, change=gone.change)


def test_a_criterion_of_a_draft_that_is_renamed_is_followed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(store, SIMPLE, round="2021", criteria=("N1", "N2"))
        add(store, SIMPLE, code="A10", round="2019", criteria=("N1",))
        key = FrameworkKey("N", "1")
        known = framework_of(store, key).criteria["N1"]
        there_and_back(
            store,
            lambda: save_criterion(store, key=key, section="S", criterion=replace(known, code="N7"), was="N1"),
        )
        assert (action(store, "A9").criteria, action(store, "A10").criteria) == (("N2", "N7"), ("N1",))
        renamed = next(one for one in field_changes(store, table="criterion") if one.field == "code")
        there_and_back(store, lambda: restore_field(store, change=renamed.change, field="code"))
        assert action(store, "A9").criteria == ("N1", "N2")


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE register_entry SET result = '' WHERE code = 'A3'", ENTRY_WRONG),
        ("UPDATE register_entry SET participants = 'P1;P9' WHERE code = 'R1'", NO_PARTICIPANT),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(tmp_path: Path, statement: str, message: str) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    tamper(path, statement)
    with open_store(path) as store:
        (found,) = [finding for finding in check(store).findings if finding.area == "rules"]
        assert found.message == message
        assert found.text(EN).startswith("KLEDING, ")
