"""How a file gets from one schema version to the next. New files take the same path as old ones, from nothing.

A released migration never changes; a new schema is a new migration at the end. `user_version` is how many have run, so
that a file newer than the program is known as such.
"""

import sqlite3
from typing import Any

from covenant_monitor.store import schema, schema_2, schema_3, schema_4

SCHEMA_VERSION = 4


def registered() -> Any:  # sqlite_utils.migrations.Migrations; imported late, see below
    """Every migration, oldest first."""
    # Not at the top: it takes 80 ms, and a file that is up to date needs none of it before the first paint.
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("covenant_monitor")

    @migrations()
    def m0001_first_schema(db: Any) -> None:
        for script in (schema.TABLES, schema.KEPT_SCORES, schema.LEDGER, schema.VIEWS):
            _run(db.conn, script)
        for table in schema.FIRST_RECORDED:
            _run(db.conn, schema.ledger_triggers(db.conn, table))

    @migrations()
    def m0002_review_and_protection(db: Any) -> None:
        for script in (schema_2.TABLES, schema_2.PROTECTION, schema_2.VIEWS):
            _run(db.conn, script)
        for table in schema_2.RECORDED:
            _run(db.conn, schema.ledger_triggers(db.conn, table))

    @migrations()
    def m0003_registers(db: Any) -> None:
        for script in (schema_3.TABLES, schema_3.VIEWS):
            _run(db.conn, script)
        for table in schema_3.RECORDED:
            _run(db.conn, schema.ledger_triggers(db.conn, table))

    @migrations()
    def m0004_releases(db: Any) -> None:
        for script in (schema_4.TABLES, schema_4.PROTECTION, schema_4.VIEWS):
            _run(db.conn, script)
        for table in schema_4.RECORDED:
            _run(db.conn, schema.ledger_triggers(db.conn, table))

    return migrations


def migrate(connection: sqlite3.Connection, migrations: Any = None) -> None:
    """Bring the schema up to date in one transaction: all of it, or nothing where any step raises."""
    from sqlite_utils import Database

    steps = registered() if migrations is None else migrations
    db = Database(connection, execute_plugins=False)
    with db.atomic():
        steps.apply(db)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps.applied(db))}")


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run statements one by one: `executescript` would commit first, and so break the transaction in two."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
