"""Importing the real garment data against sqlite3 writing the same rows, and the ledger's, into the same schema."""

import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import interleaved
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import create

REPETITIONS = 9
_WRITTEN = (*RECORDED_TABLES, "change")
Rows = dict[str, list[tuple[object, ...]]]


def measure() -> list[Figure]:
    """Both into new files, each in one transaction, with the pragmas of the store."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = _rows_of_an_import(folder / "rows.covenant")
        recorded = {table: rows[table] for table in (*RECORDED_TABLES, "change_set")}
        ours, bare, real = interleaved(
            REPETITIONS,
            lambda: _import(folder / "ours.covenant"),
            lambda: _write(folder / "bare.covenant", rows, with_triggers=False),
            lambda: _write(folder / "real.covenant", recorded, with_triggers=True),
        )
    n = len(rows["rating"])
    return [
        Figure(f"import {n:,} ratings from CSV / executemany, ledger's rows too", median(ours), median(bare), most=3),
        Figure("the same / executemany, ledger written by the real triggers", median(ours), median(real)),
    ]


def _rows_of_an_import(path: Path) -> Rows:
    with create(path) as store:
        data.import_garment(store)
        return {
            table: store.connection.execute(f"SELECT * FROM {table}").fetchall() for table in (*_WRITTEN, "change_set")
        }


def _import(path: Path) -> float:
    with create(path) as store:
        start = perf_counter()
        data.import_garment(store)
        taken = perf_counter() - start
    path.unlink()
    return taken


def _write(path: Path, rows: Rows, *, with_triggers: bool) -> float:
    with create(path) as store:
        data.without_protection(store)
        if not with_triggers:
            data.without_ledger(store)
        start = perf_counter()
        store.connection.execute("BEGIN IMMEDIATE")
        # First, since the triggers ask for it.
        _insert(store.connection, "change_set", rows["change_set"])
        for table in _WRITTEN:
            _insert(store.connection, table, rows.get(table, ()))
        store.connection.execute("COMMIT")
        taken = perf_counter() - start
    path.unlink()
    return taken


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
