"""A copy for the public holds nobody, nor anything that was deleted."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from covenant_monitor.domain.model import PartyKind
from covenant_monitor.errors import Problem
from covenant_monitor.publishing.checking import publish_copy
from covenant_monitor.publishing.copies import KEPT
from covenant_monitor.store import schema
from covenant_monitor.store.check import check
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.queries import parties
from covenant_monitor.store.releases import releases
from covenant_monitor.store.store import Store, open_store
from tests.core.publishing.stage import demo
from tests.core.store.small import contents, small


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return demo(tmp_path)


def copied(store: Store, path: Path) -> bytes:
    publish_copy(store, path, ["KLEDING"], language="nl")
    return path.read_bytes()


def test_C14_not_one_name_is_in_its_bytes(store: Store, tmp_path: Path) -> None:
    known = parties(store, "KLEDING")
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE round SET note = 'Zeldzaam Textiel' WHERE code = '2019'")
        store.connection.execute("UPDATE party SET name = 'Vroeger Zo' WHERE code = ?", (known[0].code,))
    path = tmp_path / "uit.covenant"
    whole = copied(store, path).decode("utf-8", "replace").casefold()
    companies = [party for party in known if party.kind is PartyKind.COMPANY]
    assert len(companies) > 50
    said = [text for party in companies for text in (party.name, party.code, party.kvk, party.lei) if len(text) > 3]
    people = {
        row[0] for row in store.connection.execute("SELECT assessor FROM assessment UNION SELECT who FROM change_set")
    }
    assert [text for text in (*said, *filter(None, people)) if text.casefold() in whole] == []
    assert "vroeger zo" not in whole
    assert "zeldzaam" not in whole
    (kept,) = releases(store, "KLEDING")
    assert (kept.output, kept.file, kept.statements) == ("file", "uit.covenant", ())


def test_it_is_a_covenant_file_with_what_was_agreed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "uit.covenant"
    copied(store, path)
    before = picture(store, "KLEDING")
    with open_store(path, user="iemand") as made:
        assert check(made).findings == []
        after = picture(made, "KLEDING")
        assert [one.framework for one in after.rounds] == [one.framework for one in before.rounds]
        assert [one.round.requirements for one in after.rounds] == [one.round.requirements for one in before.rounds]
        assert [one.standings for one in after.rounds] == [[]] * len(before.rounds)
        assert after.targets
        assert after.alignment == before.alignment
        assert [one.code for one in after.indicators] == [one.code for one in before.indicators]
        gone = contents(made, [name for name in schema.RECORDED_TABLES if name not in KEPT])
        assert {name for name, rows in gone.items() if rows} == set()
        assert made.history.undo == []


def test_observations_of_too_few_and_notes_stay_behind(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        indicator = store.connection.execute("SELECT id FROM indicator LIMIT 1").fetchone()[0]
        with store.change("import", {"source": "test"}):
            for day, n in (("2011-01-01", 4), ("2012-01-01", 5), ("2013-01-01", None)):
                store.connection.execute(
                    "INSERT INTO observation (indicator, day, value, denominator, note) VALUES (?, ?, 1, ?, 'geheim')",
                    (indicator, day, n),
                )
        copied(store, tmp_path / "b.covenant")
    with closing(sqlite3.connect(tmp_path / "b.covenant")) as connection:
        found = connection.execute("SELECT day, note FROM observation WHERE day < '2014'").fetchall()
        assert sorted(found) == [("2012-01-01", ""), ("2013-01-01", "")]


def test_a_code_that_names_somebody_is_refused(store: Store, tmp_path: Path) -> None:
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE indicator SET code = 'Zeldzaam' WHERE id = (SELECT min(id) FROM indicator)")
        store.connection.execute(
            "UPDATE party SET name = 'Zeldzaam B.V.' WHERE id = (SELECT min(id) FROM party WHERE kind = 'company')"
        )
    with pytest.raises(Problem, match="Zeldzaam names a participant"):
        copied(store, tmp_path / "uit.covenant")
    assert not (tmp_path / "uit.covenant").exists()
    assert releases(store, "KLEDING") == []
