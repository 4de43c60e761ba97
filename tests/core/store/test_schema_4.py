"""What the fourth schema adds, and a file of the third brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

from covenant_monitor.domain.releases import Statement
from covenant_monitor.store import backup, ledger, migrations, schema
from covenant_monitor.store.backup import backups
from covenant_monitor.store.check import check
from covenant_monitor.store.releases import record_release, releases
from covenant_monitor.store.schema_4 import RECORDED
from covenant_monitor.store.store import open_store
from tests.core.store.small import contents, small, take_back


def third_version(path: Path) -> None:
    """Make a file as the program made it before it kept what was released."""
    small(path).close()
    take_back(path, 3)


def test_F06_a_file_of_the_third_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.covenant"
    third_version(path)
    older = [table for table in schema.RECORDED_TABLES if table not in RECORDED]
    with closing(sqlite3.connect(path)) as connection:
        whole = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in older}
        last = ledger.last_digest(connection)
    with open_store(path) as store:
        assert store.connection.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA_VERSION,)
        assert contents(store, older) == whole
        assert check(store).findings == []
        assert check(store).digest == last
        assert releases(store, "KLEDING") == []
        record_release(
            store,
            covenant="KLEDING",
            output="tables",
            round="2019",
            language="en",
            file="a",
            digest="",
            statements=[Statement("score", "2019", "all", frozenset({"P1"}), 50)],
        )
        assert len(releases(store, "KLEDING")) == 1
        assert check(store).findings == []
    (kept,) = backups(path)
    assert kept.reason == "upgrade"
    backup.verify(kept.path, last)
