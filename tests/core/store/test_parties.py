from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party, edit_party, leave
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import small

WHOLE = Party(
    "P9",
    "Negen B.V.",
    PartyKind.COMPANY,
    "small",
    "NL",
    "01234567",
    "5493001KJTIIGC8Y1R12",
    date(2020, 1, 1),
    date(2021, 1, 1),
    "verkocht",
)


def add(store: Store, **changes: object) -> None:
    add_party(store, covenant="KLEDING", party=replace(WHOLE, **changes))  # type: ignore[arg-type]


def refusal(store: Store, **changes: object) -> str:
    before = check(store).digest
    with pytest.raises(Problem) as problem:
        add(store, **changes)
    assert check(store).digest == before
    return str(problem.value)


def test_a_party_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        add(store)
    with open_store(path) as store:
        assert queries.party(store, "kleding", "p9") == WHOLE
        assert queries.party_id(store, "KLEDING", "P9") == stable_id("party", "KLEDING", "P9")


def test_why_a_party_is_not_added(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert "needs a name" in refusal(store, name=" \n\x00")
        assert "needs a short code" in refusal(store, code=" ")
        assert "on one line" in refusal(store, code="a\nb")
        assert "at most 64" in refusal(store, code="a" * 65)
        assert "on one line" in refusal(store, group="klein\ngroot")
        assert "before it joined" in refusal(store, left_on=date(2019, 12, 31))
        assert "already that of Voorbeeld Mode B.V." in refusal(store, code=" p1")
        with pytest.raises(Problem, match=r"no covenant TEXTIEL in this file\. It has: KLEDING"):
            add_party(store, covenant="TEXTIEL", party=WHOLE)


@pytest.mark.parametrize(("one", "other"), [("É1", "é1"), ("Straße", "STRASSE"), ("café", "cafe\u0301"), ("a1", "A1 ")])
def test_F56_codes_that_differ_in_case_or_in_how_an_accent_is_typed_are_one(
    tmp_path: Path, one: str, other: str
) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(store, code=one)
        assert "already that of Negen B.V." in refusal(store, code=other)
        assert queries.party(store, "KLEDING", other).name == "Negen B.V."
        edit_party(store, covenant="KLEDING", party=replace(WHOLE, code=other, name="Anders"))
        assert queries.party(store, "KLEDING", one).name == "Anders"


def test_the_same_code_may_be_in_another_covenant(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with store.change("import", {"source": "test"}):
            store.connection.execute("INSERT INTO covenant (id, code) VALUES (?, 'B')", (stable_id("covenant", "B"),))
        add_party(store, covenant="B", party=replace(WHOLE, code="P1"))
        assert queries.party(store, "B", "P1").name == "Negen B.V."
        assert queries.party(store, "KLEDING", "P1").name == "Voorbeeld Mode B.V."


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "@x",
        "-",
        "<b>Vet & Co</b>",
        "\u202eomgekeerd\u202c",
        "🧵👩\u200d🏭",
        "n" * 40_000,
        'O\'Neill "x" \\ y; DROP TABLE party --',
    ],
)
def test_F55_a_name_is_stored_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        add(store, name=name)
        store.undo()
        store.redo()
        assert check(store).findings == []
    with open_store(path) as store:
        assert queries.party(store, "KLEDING", "P9").name == name


def test_texts_are_kept_as_an_import_would_bring_them(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(
            store, code=" P9 ", name=" Cafe\u0301 ", group=" small ", kvk="\t012 ", left_reason="een\r\ntwee\x07\ud800 "
        )
        found = queries.party(store, "KLEDING", "P9")
        assert (found.code, found.name, found.group, found.kvk) == ("P9", "Café", "small", "012")
        assert found.left_reason == "een\ntwee"


def test_an_edit_changes_everything_but_the_code(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        add(store)
        new = replace(WHOLE, name="Tien", kind=PartyKind.NGO, group="", joined_on=None, left_on=None, left_reason="")
        change = edit_party(store, covenant="KLEDING", party=new)
        assert queries.party(store, "KLEDING", "P9") == new
        assert change.rows == 1
        with pytest.raises(Problem, match="needs a name"):
            edit_party(store, covenant="KLEDING", party=replace(new, name=""))
        with pytest.raises(Problem, match="has no party P10"):
            edit_party(store, covenant="KLEDING", party=replace(new, code="P10"))


def test_a_participant_that_was_assessed_stays_a_company(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assessed = queries.party(store, "KLEDING", "P1")
        with pytest.raises(Problem, match="stays a company"):
            edit_party(store, covenant="KLEDING", party=replace(assessed, kind=PartyKind.NGO))
        not_yet = queries.party(store, "KLEDING", "P2")
        edit_party(store, covenant="KLEDING", party=replace(not_yet, kind=PartyKind.NGO))
        assert [party.code for party in queries.parties(store, "KLEDING", companies_only=True)] == ["P1", "P3"]


def test_leaving(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        leave(store, covenant="KLEDING", code="p1", left_on=date(2020, 6, 30), reason=" failliet ")
        found = queries.party(store, "KLEDING", "P1")
        assert (found.left_on, found.left_reason) == (date(2020, 6, 30), "failliet")
        assert len(queries.assessments_of(store, "KLEDING", "P1")) == 4
        with pytest.raises(Problem, match="before it joined"):
            leave(store, covenant="KLEDING", code="P1", left_on=date(2018, 4, 30), reason="")
        with pytest.raises(Problem, match="has no party"):
            leave(store, covenant="KLEDING", code="P99", left_on=date(2020, 1, 1), reason="")
