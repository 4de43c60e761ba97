"""What the second schema adds: published versions and the second pair of eyes are kept by the file itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.store import ledger, migrations, schema
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.store import create, open_store
from tests.core.store.small import TABLES, WHO, bring, contents, small

VERSION_1 = "(SELECT id FROM framework WHERE code = 'F' AND version = '1')"
VERSION_2 = "(SELECT id FROM framework WHERE code = 'F' AND version = '2')"
A1 = f"(SELECT id FROM criterion WHERE framework = {VERSION_1} AND code = 'A1')"
SECTION_A = f"(SELECT id FROM section WHERE framework = {VERSION_1} AND code = 'A')"


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE framework SET name_nl = 'anders' WHERE id = {VERSION_1}",
        f"UPDATE framework SET status = 'draft' WHERE id = {VERSION_1}",
        f"DELETE FROM framework WHERE id = {VERSION_1}",
        f"INSERT INTO section (id, framework, code) VALUES (1, {VERSION_1}, 'C')",
        f"UPDATE section SET weight = 9 WHERE framework = {VERSION_1}",
        f"DELETE FROM section WHERE framework = {VERSION_1}",
        f"UPDATE criterion SET text_nl = 'anders' WHERE id = {A1}",
        f"UPDATE criterion SET framework = {VERSION_1} WHERE framework <> {VERSION_1}",
        f"DELETE FROM criterion WHERE framework = {VERSION_1}",
        f"INSERT INTO anchor VALUES ({A1}, 'not', 'Niets', 'Nothing')",
        f"UPDATE anchor SET text_nl = 'anders' WHERE criterion = {A1}",
        f"DELETE FROM anchor WHERE criterion = {A1}",
        # What REPLACE takes out of the way, no trigger on DELETE sees.
        f"REPLACE INTO framework (id, code, version) VALUES ({VERSION_1}, 'G', '1')",
        "REPLACE INTO framework (id, code, version) VALUES (1, 'f', '1')",
        f"UPDATE OR REPLACE framework SET version = '1' WHERE id = {VERSION_2}",
        f"UPDATE OR REPLACE framework SET id = {VERSION_1} WHERE id = {VERSION_2}",
        f"REPLACE INTO section (id, framework, code) VALUES ({SECTION_A}, {VERSION_2}, 'Z')",
        f"UPDATE OR REPLACE section SET id = {SECTION_A} WHERE framework = {VERSION_2}",
        f"REPLACE INTO criterion (id, framework, section, code) SELECT {A1}, framework, id, 'Z' FROM section"
        f" WHERE framework = {VERSION_2}",
        f"UPDATE OR REPLACE criterion SET id = {A1} WHERE framework = {VERSION_2}",
        # A criterion of a draft cannot sit in a section of what is published.
        f"UPDATE criterion SET section = {SECTION_A} WHERE framework = {VERSION_2}",
    ],
)
def test_the_file_itself_refuses_to_change_a_published_version(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = list(connection.iterdump())
        with pytest.raises(sqlite3.IntegrityError, match="published framework version"):
            connection.execute(statement)
        assert list(connection.iterdump()) == before
    with open_store(path) as store:
        with pytest.raises(Problem, match="published and never changes"), store.change("import", {"source": "test"}):
            store.connection.execute(statement)
        assert check(store).findings == []


def test_what_changes_nothing_is_no_change_of_a_published_version(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store, store.change("import", {"source": "test"}):
        for table in ("framework", "section", "criterion", "anchor"):
            column = "text_nl" if table in ("criterion", "anchor") else "name_nl"
            store.connection.execute(f"UPDATE {table} SET {column} = {column}")


def test_undo_and_redo_of_a_publication_pass(tmp_path: Path) -> None:
    with create(tmp_path / "a.covenant", user=WHO) as store:
        empty = contents(store, schema.RECORDED_TABLES)
        bring(store, **TABLES)
        whole = contents(store, schema.RECORDED_TABLES)
        bring(store, frameworks="framework,version,status\nF,2,published")
        published = contents(store, schema.RECORDED_TABLES)
        store.undo()
        assert contents(store, schema.RECORDED_TABLES) == whole
        store.undo()
        assert contents(store, schema.RECORDED_TABLES) == empty
        store.redo()
        store.redo()
        assert contents(store, schema.RECORDED_TABLES) == published
        assert check(store).findings == []


def test_an_undo_that_is_over_opens_nothing_to_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        bring(store, frameworks="framework,version,name_nl\nF,2,Anders")
        store.undo()
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="published framework version"),
    ):
        connection.execute(f"DELETE FROM anchor WHERE criterion = {A1}")


def test_the_file_itself_refuses_a_reviewer_who_is_the_assessor_unless_the_covenant_allows_it(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    review = "UPDATE assessment SET reviewer = 'b. test' WHERE assessor = 'B. Test'"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="reviewer is the assessor"),
    ):
        connection.execute(review)
    with open_store(path) as store:
        with pytest.raises(Problem, match="settings of the covenant"), store.change("import", {"source": "test"}):
            store.connection.execute(review)
        bring(store, settings="covenant,setting,value\nKLEDING,one_person,1")
        with store.change("import", {"source": "test"}):
            store.connection.execute(review)
        assert check(store).findings == []


def test_a_file_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.covenant"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        first = migrations.registered()
        del first._migrations[1:]
        migrations.migrate(connection, first)
        connection.execute("BEGIN")
        number = ledger.open_change_set(connection, who=WHO, action="import", detail={"source": "test"})
        connection.execute("INSERT INTO covenant (id, code) VALUES (?, 'OUD')", (schema.stable_id("covenant", "OUD"),))
        ledger.seal_change_set(connection, number)
        connection.execute("COMMIT")
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    with open_store(path) as store:
        assert store.connection.execute("SELECT code FROM covenant").fetchall() == [("OUD",)]
        assert check(store).findings == []
        bring(store, settings="covenant,setting,value\nOUD,one_person,1")
        store.undo()
        store.undo()
    assert [kept.reason for kept in backups(path)] == ["upgrade"]
