"""What the fourth version of the file adds: a record of what was released, so that nothing follows from two releases.

Described for readers of the file in docs/file-format.md. A release has happened: its record is not changed or removed,
and undo passes it by. It refers to participants and rounds by their ids, which renaming leaves alone, and without
foreign keys, so that it also holds where they were taken out of the file.
"""

RELEASED = "a release has happened"

TABLES = """
CREATE TABLE release (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL DEFAULT '',
    output TEXT NOT NULL, round INTEGER, audience TEXT NOT NULL DEFAULT 'public', language TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '', members TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE released_figure (
    release INTEGER NOT NULL REFERENCES release, number INTEGER NOT NULL,
    measure TEXT NOT NULL, round INTEGER NOT NULL, group_code TEXT NOT NULL DEFAULT '', line INTEGER NOT NULL,
    value REAL NOT NULL, is_count INTEGER NOT NULL CHECK (is_count IN (0, 1)), rounding REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (release, number)
) STRICT, WITHOUT ROWID;
"""

RECORDED = ("release", "released_figure")
"""The tables above: every change of them is in the ledger."""

PROTECTION = "".join(
    f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table}\nBEGIN SELECT RAISE(ABORT, '{RELEASED}'); END;\n"
    for table in RECORDED
    for event in ("UPDATE", "DELETE")
)

VIEWS = """
CREATE VIEW v_releases AS
    SELECT c.code AS covenant, x.at, x.who, x.output, r.code AS round, x.audience, x.language, x.file, x.digest,
        (SELECT count(*) FROM released_figure f WHERE f.release = x.id) AS figures
    FROM release x LEFT JOIN covenant c ON c.id = x.covenant LEFT JOIN round r ON r.id = x.round;
CREATE VIEW v_released_figures AS
    SELECT c.code AS covenant, x.at, x.output, r.code AS round, f.measure, f.group_code AS group_name, f.value,
        f.is_count, f.rounding
    FROM released_figure f JOIN release x ON x.id = f.release LEFT JOIN covenant c ON c.id = x.covenant
        LEFT JOIN round r ON r.id = f.round;
"""
