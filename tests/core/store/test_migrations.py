"""From one schema version to the next: after a backup, whole or not at all."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from covenant_monitor.domain.model import Rating
from covenant_monitor.errors import Problem
from covenant_monitor.store import backup, ledger, migrations, schema
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.store import create, open_copy, open_store
from tests.core.store.small import WHO, beside, contents, digest, key, small

UNTOUCHED = [table for table in schema.RECORDED_TABLES if table != "party"]
NOW = migrations.SCHEMA_VERSION
Step = Callable[[Any], None]


def add_sector(db: Any) -> None:
    """A step as a later release may have it: a new column, and with it new triggers."""
    db.execute("ALTER TABLE party ADD COLUMN sector TEXT NOT NULL DEFAULT 'onbekend'")
    for event in ("insert", "update", "delete"):
        db.execute(f"DROP TRIGGER ledger_party_{event}")
    for statement in schema.ledger_triggers(db.conn, "party").split("END;\n")[:-1]:
        db.execute(statement + "END")


def add_table(db: Any) -> None:
    db.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make this program one that knows more steps than it does."""
    first = migrations.registered

    def with_steps(*steps: Step) -> None:
        def registered() -> Any:
            known = first()
            for number, step in enumerate(steps, NOW + 1):
                known(name=f"m{number:04}_{step.__name__}")(step)
            return known

        monkeypatch.setattr(migrations, "registered", registered)
        for place in ("migrations", "opening"):
            monkeypatch.setattr(f"covenant_monitor.store.{place}.SCHEMA_VERSION", NOW + len(steps))

    return with_steps


def version_of(path: Path) -> tuple[int, int]:
    """user_version and application_id, as another program sees them."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return (
            connection.execute("PRAGMA user_version").fetchone()[0],
            connection.execute("PRAGMA application_id").fetchone()[0],
        )


def test_a_new_file_takes_the_path_of_an_old_one(tmp_path: Path, release: Callable[..., None]) -> None:
    old = tmp_path / "old.covenant"
    create(old).close()
    assert version_of(old) == (NOW, schema.APPLICATION_ID)
    release(add_sector, add_table)
    open_store(old).close()
    new = tmp_path / "new.covenant"
    create(new).close()
    assert version_of(old) == version_of(new) == (NOW + 2, schema.APPLICATION_ID)
    with open_store(old) as one, open_store(new) as other:
        for store in (one, other):
            assert check(store).findings == []


def test_the_known_version_is_how_many_steps_there_are() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(connection)
        applied = migrations.registered().applied(Database(connection, execute_plugins=False))
        assert len(applied) == migrations.SCHEMA_VERSION
        before = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        migrations.migrate(connection)
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == before


def test_F06_an_older_file_is_brought_up_to_date_after_a_verified_backup(
    tmp_path: Path, release: Callable[..., None]
) -> None:
    path = tmp_path / "old.covenant"
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
        before = contents(store, UNTOUCHED)
        parties = contents(store, ["party"])["party"]
        last = ledger.last_digest(store.connection)
    release(add_sector, add_table)
    with open_store(path, user=WHO) as store:
        assert contents(store, UNTOUCHED) == before
        assert contents(store, ["party"])["party"] == [(*party, "onbekend") for party in parties]
        assert ledger.last_digest(store.connection) == last
        (kept,) = backups(path)
        assert kept.reason == "upgrade"
        # What was done before the upgrade can still be undone, and done again, after it.
        store.undo()
        store.redo()
        rate(store, key=key("P1", "2020"), ratings={"A2": Rating(0)})
    assert version_of(path) == (NOW + 2, schema.APPLICATION_ID)
    assert version_of(kept.path) == (NOW, schema.APPLICATION_ID)
    backup.verify(kept.path, last)
    open_store(path).close()
    assert len(backups(path)) == 1


def test_F06_undo_of_what_was_done_before_an_upgrade_keeps_the_new_columns(
    tmp_path: Path, release: Callable[..., None]
) -> None:
    path = tmp_path / "old.covenant"
    with small(path) as store:
        everything = store.next_undo()
        with store.change("edit_party", {"party": "P1"}):
            store.connection.execute("UPDATE party SET country = 'DE' WHERE code = 'P1'")
            store.connection.execute("DELETE FROM register_entry WHERE code = 'C1'")
            store.connection.execute("DELETE FROM party WHERE code = 'V1'")
    release(add_sector)
    with open_store(path) as store:
        with store.change("edit_party", {"party": "P1"}):
            store.connection.execute("UPDATE party SET sector = 'kleding' WHERE code = 'P1'")
        store.undo()
        store.redo()
        with store.change("edit_party", {"party": "P1"}, kind="undo", reverts=2):
            ledger.revert(store.connection, 2)
        found = store.connection.execute("SELECT code, country, sector FROM party ORDER BY code").fetchall()
        assert found[0] == ("P1", "NL", "kleding")
        assert found[3] == ("V1", "NL", "onbekend")
        assert everything is not None


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_F07_a_step_that_fails_leaves_the_old_file(tmp_path: Path, release: Callable[..., None], fails_at: int) -> None:
    path = tmp_path / "old.covenant"
    small(path).close()
    before = digest(path)

    class Broken(Exception):
        pass

    def broken(db: Any) -> None:
        db.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
        db.execute("UPDATE party SET name = 'half'")
        raise Broken

    steps = [add_sector, add_table]
    steps.insert(fails_at - 1, broken)
    release(*steps)
    with pytest.raises(Broken):
        open_store(path)
    assert version_of(path) == (NOW, schema.APPLICATION_ID)
    assert digest(path) == before
    assert beside(path) == ["old backups", "old.covenant"]
    release(*[step for step in steps if step is not broken])
    with open_store(path) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (NOW + 2,)


def test_F07_a_full_disk_during_an_upgrade_is_told_and_leaves_the_old_file(
    tmp_path: Path, release: Callable[..., None]
) -> None:
    path = tmp_path / "old.covenant"
    small(path).close()
    before = digest(path)

    def full(db: Any) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        db.execute("CREATE TABLE big (a TEXT)")
        db.execute("INSERT INTO big VALUES (printf('%.1000000c', 'x'))")

    release(full)
    with pytest.raises(Problem, match="disk is full"):
        open_store(path)
    assert digest(path) == before
    assert beside(path) == ["old backups", "old.covenant"]


def test_F06_without_a_backup_there_is_no_upgrade(tmp_path: Path, release: Callable[..., None]) -> None:
    path = tmp_path / "old.covenant"
    small(path).close()
    (tmp_path / "old backups").write_text("in the way")
    before = digest(path)
    release(add_table)
    with pytest.raises(Problem, match="No backup could be made"):
        open_store(path)
    assert digest(path) == before


def test_an_older_file_is_not_read_before_it_is_up_to_date(tmp_path: Path, release: Callable[..., None]) -> None:
    path = tmp_path / "old.covenant"
    small(path).close()
    before = digest(path)
    release(add_table)
    with pytest.raises(Problem, match="must be brought up to date first"):
        open_store(path, read_only=True)
    with pytest.raises(Problem, match="must be brought up to date first"):
        open_copy(path)
    assert digest(path) == before
    assert beside(path) == ["old.covenant"]
    open_store(path).close()
