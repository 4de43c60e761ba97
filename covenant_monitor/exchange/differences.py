"""What records of an import say otherwise than the file, and writing that: so the same import twice changes nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.exchange.lookup import IDENTITY, Bound
from covenant_monitor.exchange.parsing import CLEARED
from covenant_monitor.store.records import OF_ASSESSMENTS
from covenant_monitor.store.schema import RECORDED_TABLES, columns
from covenant_monitor.store.store import Store


@dataclass
class Difference:
    """What is to be written to one table."""

    table: str
    names: Sequence[str]
    keys: Sequence[str]
    inserts: list[tuple[Bound, list[object]]]
    updates: list[tuple[Bound, list[object]]]

    def write(self, store: Store) -> None:
        marks = ", ".join("?" * len(self.names))
        store.connection.executemany(
            f"INSERT INTO {self.table} ({', '.join(self.names)}) VALUES ({marks})", [row for _, row in self.inserts]
        )
        settings = ", ".join(f"{name} = ?" for name in self.names)
        where = " AND ".join(f"{name} = ?" for name in self.keys)
        store.connection.executemany(
            f"UPDATE {self.table} SET {settings} WHERE {where}", [[*row, *bound.key] for bound, row in self.updates]
        )


def compare(store: Store, bound: Mapping[str, Mapping[tuple[object, ...], Bound]]) -> list[Difference]:
    """What differs from the file, table by table, parents first."""
    result = []
    for table in RECORDED_TABLES:
        records = bound.get(table)
        if not records:
            continue
        described = columns(store.connection, table)
        names = [name for name, _, _ in described]
        keys = [name for name, _, is_key in described if is_key]
        existing = _existing(store, table, records)
        defaults = _defaults(store, table)
        difference = Difference(table, names, keys, [], [])
        for key, record in records.items():
            old = existing.get(key)
            given = record.values
            row = [given.get(name, value) for name, value in (defaults if old is None else old).items()]
            if CLEARED in row:
                row = [defaults[name] if value is CLEARED else value for name, value in zip(names, row, strict=True)]
            if old is None:
                difference.inserts.append((record, row))
            elif any(value != old[name] for name, value in zip(names, row, strict=True) if name not in IDENTITY):
                for i, name in enumerate(names):
                    if name in IDENTITY:
                        row[i] = old[name]
                difference.updates.append((record, row))
        if difference.inserts or difference.updates:
            result.append(difference)
    return result


def _existing(
    store: Store, table: str, records: Mapping[tuple[object, ...], Bound]
) -> dict[tuple[object, ...], dict[str, object]]:
    """The rows that the file has for these records, by primary key."""
    described = columns(store.connection, table)
    where = ""
    parameters: list[str] = []
    if table in OF_ASSESSMENTS:
        where = " WHERE assessment IN (SELECT value FROM json_each(?))"
        parameters = [json.dumps(sorted({record.owner for record in records.values()}))]
    names = [name for name, _, _ in described]
    keys = [place for place, (_, _, is_key) in enumerate(described) if is_key]
    return {
        tuple(row[place] for place in keys): dict(zip(names, row, strict=True))
        for row in store.connection.execute(f"SELECT * FROM {table}{where}", parameters)
    }


def _defaults(store: Store, table: str) -> dict[str, object]:
    """What a new row holds in the columns that are not given."""
    return {
        name: None if default is None else store.connection.execute(f"SELECT {default}").fetchone()[0]
        for _, name, _, _, default, _ in store.connection.execute(f"PRAGMA table_info({table})").fetchall()
    }
