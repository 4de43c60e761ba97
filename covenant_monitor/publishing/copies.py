"""A copy of the covenant file for the public: what was agreed and how it is measured, and nothing of anybody.

What stays: covenants, frameworks with their mappings, rounds with what they require, indicators with their
observations, targets, and the alignment of the covenant itself. What goes: parties, assessments, registers, meetings,
settings, notes, the history, and the record of releases, which says who is in which group. A text that names a
participant is left empty; an observation of too few is not there. The copy is made anew from what stays: no deleted row
is left in it.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from covenant_monitor.domain.disclosure import divided_by_too_few, names_someone, wanted_names
from covenant_monitor.domain.model import Party
from covenant_monitor.errors import Problem
from covenant_monitor.store import migrations
from covenant_monitor.store.ledger import open_change_set, seal_change_set
from covenant_monitor.store.opening import remove_journal
from covenant_monitor.store.queries import Reader, covenants, parties
from covenant_monitor.store.schema import columns

KEPT = (
    *("covenant", "framework", "section", "criterion", "anchor", "mapping", "round", "requirement", "alignment"),
    *("indicator", "observation", "target", "milestone"),
)
"""The tables whose rows stay, parents before children."""

_CLEARED = frozenset({("round", "note"), ("observation", "note"), ("milestone", "note")})
"""What people wrote for themselves: (table, column)."""


def write_copy(path: Path, source: Reader) -> None:
    """Write the copy to `path`, where there is no file yet. Raises Problem where a code names a participant."""
    known: list[Party] = [party for covenant in covenants(source) for party in parties(source, covenant.code)]
    wanted = wanted_names(party for party in known if party.kind == "company")
    smallest = dict(source.connection.execute(_SMALLEST))
    remove_journal(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        migrations.migrate(made)
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("BEGIN")
        number = open_change_set(
            made, who="", action="import", detail={"source": "covenant-monitor export --audience public"}, kind="start"
        )
        for table in KEPT:
            names = [name for name, _kind, _key in columns(source.connection, table)]
            rows = source.connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
            marks = ", ".join("?" * len(names))
            for values in rows:
                row = dict(zip(names, values, strict=True))
                if table != "observation" or not divided_by_too_few(row["denominator"], smallest[row["indicator"]]):
                    made.execute(
                        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
                        [_shown(table, name, row, wanted) for name in names],
                    )
        # Only now, for to a published version nothing can be added.
        published = source.connection.execute("SELECT id FROM framework WHERE status = 'published'").fetchall()
        made.executemany("UPDATE framework SET status = 'published' WHERE id = ?", published)
        seal_change_set(made, number)
        made.execute("COMMIT")


_SMALLEST = "SELECT i.id, c.minimum_group FROM indicator i JOIN covenant c ON c.id = i.covenant"


def _shown(table: str, name: str, row: Mapping[str, Any], wanted: frozenset[str]) -> Any:
    value = row[name]
    if table == "framework" and name == "status":
        return "draft"
    if (table, name) in _CLEARED:
        return ""
    if isinstance(value, str) and names_someone(value, wanted):
        if name in ("code", "version"):
            raise Problem(
                "The code {code} names a participant. Change it first: a public copy holds no names.", code=value
            )
        return ""
    return value
