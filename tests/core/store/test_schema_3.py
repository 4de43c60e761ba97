"""What the third schema adds, and a file of the second brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.store import backup, ledger, migrations, schema, schema_4
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.registers import entries
from covenant_monitor.store.schema_3 import RECORDED
from covenant_monitor.store.store import create, open_store
from tests.core.store.small import TABLES, WHO, bring, contents, key, small, take_back

NEW = ("risks", "actions", "commitments", "complaints", "followups")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entry SET register = 'idea'",
        "UPDATE register_entry SET status = 'unknown'",
        "UPDATE register_entry SET severity = 6 WHERE register = 'risk'",
        "UPDATE register_entry SET severity = 3 WHERE register = 'action'",
        "UPDATE register_entry SET code = 'a2' WHERE code = 'A1'",
        "UPDATE followup SET answer = 'maybe'",
        "UPDATE followup SET round = 1",
    ],
)
def test_the_file_itself_refuses_what_is_none(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


def test_a_view_per_register(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        (risk,) = connection.execute("SELECT * FROM v_risks").fetchall()
        assert (risk["code"], risk["severity"], risk["participants"]) == ("R1", 5, "P1;P3")
        actions = connection.execute(
            "SELECT code, party_name, asked_in, answer FROM v_actions ORDER BY code"
        ).fetchall()
        assert [tuple(row) for row in actions] == [
            ("A1", "Voorbeeld Mode B.V.", "2020", "partly"),
            ("A2", "Denkbeeldig Dessin B.V.", "2020", "done"),
            ("A3", "Voorbeeld Mode B.V.", None, None),
        ]
        assert connection.execute("SELECT code, party FROM v_commitments").fetchone()[:] == ("C1", "V1")
        assert connection.execute("SELECT code, closed_on FROM v_complaints").fetchone()[:] == ("K1", "2019-09-01")


def second_version(path: Path) -> None:
    """Make a file as the program made it before there were registers."""
    with create(path, user=WHO) as store:
        bring(store, **{name: text for name, text in TABLES.items() if name not in NEW})
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
    take_back(path, 2)


def test_F06_a_file_of_the_second_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.covenant"
    second_version(path)
    older = [table for table in schema.RECORDED_TABLES if table not in (*RECORDED, *schema_4.RECORDED)]
    with closing(sqlite3.connect(path)) as connection:
        whole = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in older}
        last = ledger.last_digest(connection)
    with open_store(path) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA_VERSION,)
        assert contents(store, older) == whole
        assert check(store).findings == []
        assert check(store).digest == last
        assert entries(store, "KLEDING") == []
        bring(store, **{name: TABLES[name] for name in NEW})
        assert len(entries(store, "KLEDING")) == 6
        assert check(store).findings == []
        for _ in range(3):  # also what was done before
            store.undo()
        assert store.history.undo == []
        for _ in range(3):
            store.redo()
        assert len(entries(store, "KLEDING")) == 6
    (kept,) = backups(path)
    assert kept.reason == "upgrade"
    backup.verify(kept.path, last)
