"""A snapshot is made and read in another thread, while the file goes on being read and written."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.targets import Observation
from covenant_monitor.store import pictures
from covenant_monitor.store.check import check
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor.store.store import Store
from covenant_monitor.store.targets import save_observation
from tests.core.store.small import small

DAY = date(1950, 1, 1)


def read(store: Store) -> CovenantPicture:
    with snapshot(store) as source:
        assert source.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ledger = source.connection.execute("SELECT count(*) FROM change WHERE tbl = 'observation'").fetchone()[0]
        found = pictures.picture(source, "KLEDING", ratings=True)
        assert len(found.indicators[0].observations) == ledger, "whole change sets only"
        return found


def observe(store: Store, n: int) -> None:
    observation = Observation(DAY + timedelta(n), n, note="x" * 3000)
    save_observation(store, covenant="KLEDING", indicator="OMZET", observation=observation)


def test_a_snapshot_is_the_file_as_it_is(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store, ThreadPoolExecutor(1) as pool:
        assert pool.submit(read, store).result() == pictures.picture(store, "KLEDING", ratings=True)


def test_writing_goes_on_while_snapshots_are_taken(tmp_path: Path) -> None:
    with small(tmp_path / "small.covenant") as store, ThreadPoolExecutor(1) as pool:
        for n in range(300):  # so that it takes several steps
            observe(store, n)
        tasks = [pool.submit(read, store) for _ in range(8)]
        n = 300
        while not all(task.done() for task in tasks):
            observe(store, n)
            pictures.indicators(store, "KLEDING")
            n += 1
        seen = [len(task.result().indicators[0].observations) for task in tasks]
        assert seen == sorted(seen)
        assert 302 <= seen[0] <= seen[-1] <= n + 2
        assert len(pictures.indicators(store, "KLEDING")[0].observations) == n + 2
        assert check(store).findings == []


def test_nothing_is_written_to_a_snapshot(tmp_path: Path) -> None:
    with (
        small(tmp_path / "small.covenant") as store,
        snapshot(store) as source,
        pytest.raises(sqlite3.OperationalError),
    ):
        source.connection.execute("DELETE FROM party")
