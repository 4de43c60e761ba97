"""Field by field: who, when, from, to, why; and since when."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Party, Rating
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.changes import FieldChange, field_changes, people, rating_row, state_at
from covenant_monitor.store.parties import add_party, edit_party
from tests.core.store.small import bring, key, small

COVENANT = "KLEDING"


def told(lines: list[FieldChange]) -> list[tuple[str, str, object, object]]:
    return [(line.record.label, line.field, line.before, line.after) for line in lines]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.covenant"


def test_fields_of_a_rating(path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0, note="gezien")})
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(None, True, "geen keten")})
        lines = field_changes(store, since=1)
        name = "Voorbeeld Mode B.V. · 2020 · A1"
        assert told(lines) == [
            (name, "rating", "not", "na"),
            (name, "na_reason", "", "geen keten"),
            (name, "note", "gezien", ""),
            (name, "rating", "fully", "not"),
            (name, "note", "", "gezien"),
        ]
        assert [line.change_set.id for line in lines] == [3, 3, 3, 2, 2]
        assert {line.record.row for line in lines} == {lines[0].record.row}
        assert not any(line.is_new or line.is_gone for line in lines)
        assert lines[0].change_set.who == "A. Voorbeeld"


def test_new_and_gone_records(path: Path) -> None:
    with small(path) as store:
        party = Party("P9", "Nieuw B.V.", group="small", joined_on=date(2020, 1, 1))
        add_party(store, covenant=COVENANT, party=party)
        lines = field_changes(store, since=1)
        assert told(lines) == [
            ("Nieuw B.V.", "code", None, "P9"),
            ("Nieuw B.V.", "name", None, "Nieuw B.V."),
            ("Nieuw B.V.", "group_code", None, "small"),
            ("Nieuw B.V.", "joined_on", None, "2020-01-01"),
        ]
        assert all(line.is_new for line in lines)
        store.undo()
        gone = field_changes(store, since=2)
        assert [(line.field, line.before) for line in gone] == [(line.field, line.after) for line in lines]
        assert all(line.is_gone and line.change_set.kind == "undo" for line in gone)


def test_a_record_that_says_nothing_yet_is_one_line(path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A3": Rating()})
        (line,) = field_changes(store, since=1)
        assert (line.field, line.is_new, line.after) == ("", True, None)


def test_references_are_codes(path: Path) -> None:
    with small(path) as store:
        bring(
            store, rounds="covenant,round,first_day,last_day,framework,version\nKLEDING,2022,2022-01-01,2022-12-31,F,2"
        )
        assert ("2022", "framework", None, "F 2") in told(field_changes(store, since=1))
        bring(store, criteria="framework,version,section,criterion,text_nl\nF,2,A,A9,Nieuw")
        assert ("F 2 · A9", "section", None, "A") in told(field_changes(store, since=2))


def test_a_large_import_is_one_line_until_it_is_opened(path: Path) -> None:
    with small(path) as store:
        rows = "\n".join(f"KLEDING,X{n},Bedrijf {n}" for n in range(400))
        bring(store, parties=f"covenant,party,name\n{rows}")
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        bring(store, parties="covenant,party,name\nKLEDING,Y,Klein")
        lines = field_changes(store, since=1)
        assert [line.change_set.id for line in lines] == [4, 4, 3, 2]
        assert lines[-1].counts == {"party": 400}
        opened = field_changes(store, since=1, opened=[2])
        assert len(opened) == 3 + 800
        assert not any(line.counts for line in opened)
        # What a page is cut by is no line that is lost or told twice.
        paged: list[FieldChange] = []
        while page := field_changes(store, since=1, opened=[2], before=paged[-1].change if paged else None, limit=70):
            paged += page
        assert paged == opened
        assert len(field_changes(store, table="party", since=1)) == 802


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_around_large_imports(path: Path, limit: int) -> None:
    with small(path) as store:
        rows = "\n".join(f"KLEDING,X{n},Bedrijf {n}" for n in range(301))
        for value in (0, 1):
            rate(store, key=key("P1", "2020"), ratings={"A1": Rating(value), "A2": Rating(value)})
            bring(store, parties=f"covenant,party,name\n{rows}".replace("Bedrijf", f"B{value}"))
        every = field_changes(store)
        assert [line.change_set.id for line in every if line.counts] == [5, 3]
        paged: list[FieldChange] = []
        while page := field_changes(store, before=paged[-1].change if paged else None, limit=limit):
            paged += page
        assert paged == every


def test_what_a_file_began_with_is_one_line(path: Path) -> None:
    with small(path) as store:
        assert not any(line.counts for line in field_changes(store, covenant=COVENANT))  # an edit, and not large
        store.connection.execute("UPDATE change_set SET kind = 'start'")
        (only,) = field_changes(store, covenant=COVENANT)
        assert only.counts["rating"] == 9


def test_filters(path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        store.user = "D. Elders"
        known = queries.party(store, COVENANT, "P2")
        edit_party(store, covenant=COVENANT, party=replace(known, country="BE"))
        bring(store, covenants="covenant,name_nl\nANDER,Ander", parties="covenant,party,name\nANDER,Q,Q B.V.")
        assert {line.record.label for line in field_changes(store, since=1, who="D. Elders", covenant="kleding")} == {
            "Fictief Textiel N.V."
        }
        assert {line.record.table for line in field_changes(store, since=1, covenant="ANDER")} == {"covenant", "party"}
        assert {line.record.party for line in field_changes(store, party="p1", since=1)} == {"P1"}
        rating = field_changes(store, since=1, table="rating")[0].record
        assert len(field_changes(store, table="rating", row=rating.row)) == 2
        assert people(store) == ["A. Voorbeeld", "D. Elders"]
        moment = field_changes(store, until=1)[0].change_set.at
        assert field_changes(store, since=moment + timedelta(days=1)) == []
        assert len(field_changes(store, since=moment)) == len(field_changes(store))
        assert field_changes(store, until=moment) == []


def test_state_at(path: Path) -> None:
    with small(path) as store:
        before = state_at(store, 1)
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0), "A2": Rating(1)})
        after = state_at(store, 2)
        assert len(after) == len(before) + 1
        store.undo()
        assert state_at(store, 3) == before
        assert state_at(store, 2) == after
        assert state_at(store, 0) == {}


def test_the_row_of_a_rating(path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        row = rating_row(store, key("P1", "2020"), "A1")
        assert [line.after for line in field_changes(store, table="rating", row=row, since=1)] == ["not"]
        assert rating_row(store, key("P1", "2020"), "X") == ""
        assert rating_row(store, key("P2", "2019"), "A1") == ""
