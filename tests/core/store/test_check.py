"""Every kind of damage and every broken rule is found, and told with its place."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.domain.releases import Statement
from covenant_monitor.language import language
from covenant_monitor.store import check as checking
from covenant_monitor.store import schema, schema_2, schema_3, schema_4
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.check import CheckFinding, check
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.releases import record_release
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import bring, key, small, tamper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.covenant"
    with small(place) as store:
        release(store)
    return place


def release(store: Store) -> None:
    """Keep a release on record, so that there is something in every table."""
    figure = Statement("score", "2019", "all", frozenset({"P1", "P3"}), Fraction(101, 2), rounding=Fraction(1, 20))
    record_release(
        store,
        covenant="KLEDING",
        output="workbook",
        round="2019",
        language="nl",
        file="a.xlsx",
        digest="ab",
        statements=[figure, replace(figure, measure="outcome:meets", value=1, is_count=True, rounding=0)],
    )


def findings(path: Path) -> list[CheckFinding]:
    """What `check` finds in a file that is opened for it; each can be said in both languages."""
    with open_store(path, read_only=True) as store:
        found = list(check(store).findings)
    for finding in found:
        for code in ("nl", "en"):
            assert "{" not in finding.text(language(code))
    return found


def messages(path: Path, area: str) -> list[str]:
    return [finding.message for finding in findings(path) if finding.area == area]


def test_nothing_is_wrong_with_a_good_file_and_its_digest_stands_for_its_content(path: Path) -> None:
    with open_store(path) as store:
        first = check(store)
        assert (first.findings, first.change_sets) == ([], 2)
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        second = check(store)
        assert (second.findings, second.change_sets) == ([], 3)
        assert second.digest != first.digest
        store.undo()
        assert check(store).digest not in (first.digest, second.digest)
        assert check(store).digest == check(store).digest


# Structure


@pytest.mark.parametrize(
    ("statement", "message", "values"),
    [
        ("CREATE TABLE extra (a)", checking.SCHEMA_DIFFERS, {"kind": "table", "name": "extra"}),
        ("DROP VIEW v_scores", checking.SCHEMA_MISSING, {"kind": "view", "name": "v_scores"}),
        ("DROP TRIGGER ledger_rating_update", checking.SCHEMA_MISSING, {"kind": "trigger"}),
        ("DROP INDEX figure_by_party", checking.SCHEMA_MISSING, {"kind": "index"}),
        ("ALTER TABLE party ADD COLUMN extra TEXT", checking.SCHEMA_DIFFERS, {"kind": "table", "name": "party"}),
        (
            "CREATE TRIGGER evil AFTER UPDATE ON party BEGIN DELETE FROM rating; END",
            checking.SCHEMA_DIFFERS,
            {"kind": "trigger", "name": "evil"},
        ),
    ],
)
def test_F10_a_schema_that_somebody_changed_is_told(
    path: Path, statement: str, message: str, values: dict[str, str]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    (found, *_) = [finding for finding in findings(path) if finding.area == "structure"]
    assert found.message == message
    assert values.items() <= found.values.items()


def test_a_step_of_the_schema_that_did_not_run_is_told(path: Path) -> None:
    tamper(path, "UPDATE _sqlite_migrations SET name = 'm0001_first_schemb' WHERE name LIKE 'm0001%'")
    assert messages(path, "structure") == [checking.SCHEMA_DIFFERS]


def test_an_index_that_lacks_a_row_is_told(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        index = connection.execute("SELECT * FROM sqlite_master WHERE name = 'figure_by_party'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'figure_by_party'")
    tamper(path, "UPDATE figure SET party = NULL")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)
    assert checking.DAMAGED in messages(path, "structure")


# References


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DELETE FROM party WHERE code = 'P3'", "assessment"),
        ("DELETE FROM criterion WHERE code = 'N1'", "rating"),
        ("UPDATE round SET framework = 1 WHERE code = '2021'", "round"),
        ("INSERT INTO score SELECT 1, 1, NULL, NULL, NULL, 0, 0, 0, 0", "score"),
    ],
)
def test_F13_a_record_without_what_it_refers_to_is_told(path: Path, statement: str, table: str) -> None:
    tamper(path, "PRAGMA foreign_keys = OFF", statement)
    found = [finding for finding in findings(path) if finding.area == "references"]
    assert {finding.message for finding in found} == {checking.ORPHAN}
    assert table in {finding.values["table"] for finding in found}


# Rules: brought in through the ledger, as a bug or a later rule would


def with_change(path: Path, *statements: str) -> None:
    with open_store(path) as store, store.change("import", {"source": "test"}):
        for statement in statements:
            store.connection.execute(statement)


A1_OF_P1 = (
    "assessment = (SELECT a.id FROM assessment a JOIN round r ON r.id = a.round JOIN party p ON p.id = a.party"
    " WHERE r.code = '2019' AND p.code = 'P1') AND criterion IN (SELECT id FROM criterion WHERE code = 'A1')"
)


@pytest.mark.parametrize(
    ("statements", "message", "values"),
    [
        (
            [f"UPDATE rating SET value = NULL, not_applicable = 1, na_reason = ' ' WHERE {A1_OF_P1}"],
            checking.NO_REASON,
            {"party": "P1", "round": "2019", "criterion": "A1"},
        ),
        ([f"UPDATE rating SET value = 0.3 WHERE {A1_OF_P1}"], checking.OFF_SCALE, {"criterion": "A1"}),
        ([f"UPDATE rating SET value = 1.5 WHERE {A1_OF_P1}"], checking.OFF_SCALE, {"criterion": "A1"}),
        (["UPDATE rating SET value = 11 WHERE value = 7.5"], checking.OFF_SCALE, {"criterion": "N1"}),
        (
            [  # the file itself refuses it otherwise
                "UPDATE setting SET value = '1'",
                "UPDATE assessment SET reviewer = lower(assessor) WHERE status = 'final'",
                "UPDATE setting SET value = '0'",
            ],
            checking.SAME_PERSON,
            {"party": "P1", "round": "2019"},
        ),
        (
            [f"UPDATE rating SET value = NULL WHERE {A1_OF_P1}"],
            checking.FINAL_INCOMPLETE,
            {"party": "P1", "round": "2019", "open": 1},
        ),
        (
            ["UPDATE round SET framework = (SELECT framework FROM round WHERE code = '2019') WHERE code = '2021'"],
            checking.WRONG_FRAMEWORK,
            {"party": "P1", "round": "2021", "criterion": "N1"},
        ),
        (
            [
                "INSERT INTO rating (assessment, criterion, value) SELECT s.assessment, c.id, 1 FROM summary s"
                " JOIN criterion c ON c.code = 'A1' WHERE s.section_code = ''"
                " AND c.framework = (SELECT framework FROM round WHERE code = '2020')"
            ],
            checking.BOTH_KINDS,
            {"party": "P3", "round": "2020"},
        ),
        (["UPDATE party SET left_on = '2018-01-01' WHERE code = 'P1'"], checking.LEFT_EARLY, {"party": "P1"}),
    ],
)
def test_a_broken_rule_is_told_with_its_place(
    path: Path, statements: Sequence[str], message: str, values: dict[str, object]
) -> None:
    with_change(path, *statements)
    (found,) = findings(path)
    assert (found.area, found.message) == ("rules", message)
    assert values.items() <= found.values.items()


# Ledger


def test_what_was_changed_outside_the_history_is_told(path: Path) -> None:
    tamper(
        path,
        "UPDATE party SET name = 'Anders' WHERE code = 'P1'",
        "DELETE FROM anchor",
        "INSERT INTO covenant (id, code) VALUES (7, 'NIEUW')",
    )
    found = {(f.message, f.values["table"]) for f in findings(path) if f.area == "ledger"}
    assert found == {
        (checking.ROW_DIFFERS, "party"),
        (checking.ROW_LOST, "anchor"),
        (checking.ROW_UNKNOWN, "covenant"),
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_set SET who = 'iemand'",
        "UPDATE change_set SET at = '2020-01-01T00:00:00.000+00:00'",
        "UPDATE change_set SET digest = 'x'",
        "DELETE FROM change WHERE id = (SELECT max(id) FROM change)",
        "UPDATE change SET after = replace(after, 'Voorbeeld', 'Voorbeelt')",
    ],
)
def test_a_history_that_was_altered_is_told(path: Path, statement: str) -> None:
    tamper(path, statement)
    assert checking.CHAIN_BROKEN in messages(path, "ledger")


@pytest.mark.parametrize("statement", ["UPDATE score SET score = 99", "DELETE FROM section_score", "DELETE FROM score"])
def test_a_kept_score_that_is_not_what_the_ratings_give_is_told(path: Path, statement: str) -> None:
    tamper(path, statement)
    assert set(messages(path, "scores")) == {checking.SCORE_DIFFERS}


# F12: one bit, in any text or number, in any table


def columns_of(table: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        tables = (schema.TABLES, schema_2.TABLES, schema_3.TABLES, schema_4.TABLES)
        for script in (*tables, schema.KEPT_SCORES, schema.LEDGER):
            connection.executescript(script)
        return [(name, kind) for name, kind, _ in schema.columns(connection, table)]


EVERY_TABLE = (*schema.RECORDED_TABLES, "score", "section_score", "change_set", "change")
FLIPS = {"TEXT": (0x01, 0x80), "REAL": (0x01,), "INTEGER": (0x01,)}


def flipped(value: object, bit: int) -> object:
    """`value` with one bit of its middle byte, or its lowest, the other way round. None where there is no bit."""
    if isinstance(value, str):
        raw = bytearray(value.encode())
        if not raw:
            return None
        raw[len(raw) // 2] ^= bit
        return bytes(raw)
    if isinstance(value, float):
        return value + value / 2**40 if value else 1e-300
    return value ^ bit if isinstance(value, int) else None


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_F12_a_bit_that_fell_over_is_found_in_every_table_and_named(
    path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_structure", lambda _: iter(()))  # slow, and about something else
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with closing(sqlite3.connect(path)) as file:
            file.backup(connection)
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        tried = 0
        for column, kind in columns_of(table):
            for bit in FLIPS[kind]:
                connection.execute("BEGIN")
                for name, _ in triggers:
                    connection.execute(f"DROP TRIGGER {name}")
                fell_over = flip(connection, table, column, bit)
                for _, sql in triggers:
                    connection.execute(sql)
                if fell_over and (table, column) != ("change", "id"):  # which is only an order
                    tried += 1
                    is_told(check(Reader(connection)).findings, table, f"{table}.{column} ^ {bit:#x}")
                connection.execute("ROLLBACK")
        assert tried


def is_told(found: Sequence[CheckFinding], table: str, what: str) -> None:
    areas = {finding.area for finding in found}
    if table in schema.RECORDED_TABLES:
        assert table in {finding.values.get("table") for finding in found if finding.area == "ledger"}, what
    elif table.startswith("change"):
        assert "ledger" in areas, what
    else:
        assert areas & {"scores", "references"}, what


def flip(connection: sqlite3.Connection, table: str, column: str, bit: int) -> bool:
    """Flip a bit of `column` in the first row that has one there; whether there was one."""
    for values in connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall():
        other = flipped(values[0], bit)
        if other is None:
            continue
        # As text whatever its bytes are: that is what a disk does.
        new = "CAST(? AS TEXT)" if isinstance(other, bytes) else "?"
        try:
            connection.execute(f"UPDATE {table} SET {column} = {new} WHERE {column} = ?", (other, values[0]))
        except sqlite3.IntegrityError:
            continue  # it would be another's key
        return True
    return False


def test_check_leaves_the_connection_as_it_was(path: Path) -> None:
    with open_store(path) as store:
        check(store)
        assert store.connection.text_factory is str
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})


def test_a_ledger_that_cannot_be_read_at_all_is_told(path: Path) -> None:
    tamper(path, "DROP TABLE change_set")
    with open_store(path, read_only=True) as store:
        found = check(store)
    assert found.findings
    assert (found.digest, found.change_sets) == ("", 0)


def test_an_import_that_was_undone_leaves_nothing_wrong(tmp_path: Path) -> None:
    with small(tmp_path / "b.covenant") as store:
        assert isinstance(store, Store)
        bring(store, parties="covenant,party,name\nKLEDING,P9,Negen")
        store.undo()
        store.undo()
        assert check(store).findings == []
