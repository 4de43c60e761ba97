"""The tables of a covenant file. Described for readers of the file in docs/file-format.md.

Ids are hashes of the natural key (`stable_id`), so that two copies of a file give the same record the same id. Dates
are ISO text. Text that is not there is '', other things that are not there are NULL.
"""

import sqlite3
from collections.abc import Callable
from hashlib import blake2b

from covenant_monitor.store.texts import fold

APPLICATION_ID = 0x43564E54  # "CVNT"

TABLES = """
CREATE TABLE covenant (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL COLLATE NOCASE UNIQUE,
    name_nl TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', sector TEXT NOT NULL DEFAULT '',
    start_date TEXT, end_date TEXT,
    minimum_group INTEGER NOT NULL DEFAULT 5 CHECK (minimum_group >= 1),
    dominance_percent REAL NOT NULL DEFAULT 75 CHECK (dominance_percent BETWEEN 0 AND 100),
    outcomes_public INTEGER NOT NULL DEFAULT 0 CHECK (outcomes_public IN (0, 1))
) STRICT;
CREATE TABLE framework (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL COLLATE NOCASE, version TEXT NOT NULL COLLATE NOCASE,
    name_nl TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
    scale TEXT NOT NULL DEFAULT 'levels' CHECK (scale IN ('levels', 'number')),
    scale_min REAL NOT NULL DEFAULT 0 CHECK (scale_min >= 0),
    scale_max REAL NOT NULL DEFAULT 1 CHECK (scale_max > scale_min),
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published')),
    UNIQUE (code, version)
) STRICT;
CREATE TABLE section (
    id INTEGER PRIMARY KEY, framework INTEGER NOT NULL REFERENCES framework,
    code TEXT NOT NULL COLLATE NOCASE, name_nl TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '',
    step INTEGER CHECK (step BETWEEN 1 AND 6), weight REAL NOT NULL DEFAULT 1 CHECK (weight > 0),
    UNIQUE (framework, code)
) STRICT;
CREATE TABLE criterion (
    id INTEGER PRIMARY KEY, framework INTEGER NOT NULL REFERENCES framework,
    section INTEGER NOT NULL REFERENCES section,
    code TEXT NOT NULL COLLATE NOCASE, text_nl TEXT NOT NULL DEFAULT '', text_en TEXT NOT NULL DEFAULT '',
    guidance_nl TEXT NOT NULL DEFAULT '', guidance_en TEXT NOT NULL DEFAULT '', theme TEXT NOT NULL DEFAULT '',
    dimension TEXT CHECK (dimension IN ('policy', 'practice')), weight REAL NOT NULL DEFAULT 1 CHECK (weight > 0),
    from_participation_year INTEGER NOT NULL DEFAULT 1, groups TEXT NOT NULL DEFAULT '',
    UNIQUE (framework, code)
) STRICT;
CREATE TABLE anchor (
    criterion INTEGER NOT NULL REFERENCES criterion,
    level TEXT NOT NULL CHECK (level IN ('fully', 'partially', 'not')),
    text_nl TEXT NOT NULL DEFAULT '', text_en TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (criterion, level)
) STRICT, WITHOUT ROWID;
CREATE TABLE mapping (
    id INTEGER PRIMARY KEY,
    from_framework INTEGER NOT NULL REFERENCES framework, from_criterion INTEGER REFERENCES criterion,
    to_framework INTEGER NOT NULL REFERENCES framework, to_criterion INTEGER REFERENCES criterion,
    relation TEXT NOT NULL CHECK (relation IN ('same', 'reworded', 'split', 'merged', 'new', 'dropped'))
) STRICT;
CREATE TABLE round (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, code TEXT NOT NULL COLLATE NOCASE,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL CHECK (last_day >= first_day), reference_date TEXT,
    framework INTEGER NOT NULL REFERENCES framework,
    join_rule TEXT NOT NULL DEFAULT 'join_round' CHECK (join_rule IN ('join_round', 'first_full_round')),
    on_track_margin REAL NOT NULL DEFAULT 0 CHECK (on_track_margin >= 0), note TEXT NOT NULL DEFAULT '',
    UNIQUE (covenant, code)
) STRICT;
CREATE TABLE requirement (
    round INTEGER NOT NULL REFERENCES round, participation_year INTEGER NOT NULL, group_code TEXT NOT NULL DEFAULT '',
    required_percent REAL NOT NULL CHECK (required_percent BETWEEN 0 AND 100),
    PRIMARY KEY (round, participation_year, group_code)
) STRICT, WITHOUT ROWID;
CREATE TABLE party (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, code TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'company'
        CHECK (kind IN ('company', 'association', 'union', 'ngo', 'government', 'other')),
    group_code TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '', kvk TEXT NOT NULL DEFAULT '',
    lei TEXT NOT NULL DEFAULT '', joined_on TEXT, left_on TEXT, left_reason TEXT NOT NULL DEFAULT '',
    UNIQUE (covenant, code)
) STRICT;
CREATE TABLE figure (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, party INTEGER REFERENCES party,
    year INTEGER NOT NULL, figure TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE assessment (
    id INTEGER PRIMARY KEY, party INTEGER NOT NULL REFERENCES party, round INTEGER NOT NULL REFERENCES round,
    kind TEXT NOT NULL DEFAULT 'secretariat' CHECK (kind IN ('self', 'secretariat', 'second')),
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'assessed', 'reviewed', 'final')),
    assessor TEXT NOT NULL DEFAULT '', reviewer TEXT NOT NULL DEFAULT '', assessed_on TEXT,
    note TEXT NOT NULL DEFAULT '', final_group TEXT, final_year INTEGER,
    UNIQUE (round, kind, party)
) STRICT;
CREATE TABLE rating (
    assessment INTEGER NOT NULL REFERENCES assessment, criterion INTEGER NOT NULL REFERENCES criterion,
    value REAL, not_applicable INTEGER NOT NULL DEFAULT 0 CHECK (not_applicable IN (0, 1)),
    na_reason TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '', evidence_date TEXT,
    unproven INTEGER NOT NULL DEFAULT 0 CHECK (unproven IN (0, 1)), note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment, criterion), CHECK (value IS NULL OR not_applicable = 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE summary (
    assessment INTEGER NOT NULL REFERENCES assessment, section_code TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    percent REAL NOT NULL CHECK (percent BETWEEN 0 AND 100),
    PRIMARY KEY (assessment, section_code)
) STRICT, WITHOUT ROWID;
CREATE TABLE alignment (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, year INTEGER NOT NULL,
    component TEXT NOT NULL DEFAULT '',
    dimension TEXT NOT NULL CHECK (dimension IN ('standards', 'implementation', 'credibility')),
    fully REAL NOT NULL, partially REAL NOT NULL, not_met REAL,
    unit TEXT NOT NULL DEFAULT 'percent' CHECK (unit IN ('count', 'percent')), source TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE indicator (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, code TEXT NOT NULL COLLATE NOCASE,
    name_nl TEXT NOT NULL DEFAULT '', name_en TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL DEFAULT 'up' CHECK (direction IN ('up', 'down')),
    UNIQUE (covenant, code)
) STRICT;
CREATE TABLE observation (
    indicator INTEGER NOT NULL REFERENCES indicator, day TEXT NOT NULL, value REAL, low REAL, high REAL,
    numerator REAL, denominator REAL, source TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (indicator, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE target (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant, code TEXT NOT NULL COLLATE NOCASE,
    indicator INTEGER NOT NULL REFERENCES indicator, baseline_date TEXT, baseline_value REAL,
    UNIQUE (covenant, code)
) STRICT;
CREATE TABLE milestone (
    target INTEGER NOT NULL REFERENCES target, day TEXT NOT NULL, value REAL NOT NULL, note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (target, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX section_by_framework ON section (framework);
CREATE INDEX criterion_by_section ON criterion (section);
CREATE INDEX assessment_by_party ON assessment (party);
CREATE INDEX rating_by_criterion ON rating (criterion);
CREATE INDEX figure_by_party ON figure (party);
"""

KEPT_SCORES = """
CREATE TABLE score (
    assessment INTEGER PRIMARY KEY REFERENCES assessment ON DELETE CASCADE,
    participation_year INTEGER NOT NULL, score REAL, low REAL, high REAL,
    rated INTEGER NOT NULL, applicable INTEGER NOT NULL,
    from_summary INTEGER NOT NULL, complete INTEGER NOT NULL
) STRICT;
CREATE TABLE section_score (
    assessment INTEGER NOT NULL REFERENCES assessment ON DELETE CASCADE, section_code TEXT NOT NULL,
    position INTEGER NOT NULL, weight REAL NOT NULL, points REAL NOT NULL, maximum REAL NOT NULL,
    open_minimum REAL NOT NULL, open_maximum REAL NOT NULL, applicable INTEGER NOT NULL,
    fully INTEGER NOT NULL, partially INTEGER NOT NULL, not_met INTEGER NOT NULL, na INTEGER NOT NULL,
    not_counted INTEGER NOT NULL, entered REAL,
    PRIMARY KEY (assessment, position)
) STRICT, WITHOUT ROWID;
"""

LEDGER = """
CREATE TABLE change_set (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}', why TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('start', 'edit', 'undo', 'redo')), reverts INTEGER REFERENCES change_set,
    digest TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE change (
    id INTEGER PRIMARY KEY, change_set INTEGER NOT NULL REFERENCES change_set,
    tbl TEXT NOT NULL, row TEXT NOT NULL, before TEXT, after TEXT
) STRICT;
CREATE INDEX change_by_set ON change (change_set);
CREATE INDEX change_by_row ON change (tbl, row);
"""

VIEWS = """
CREATE VIEW v_participants AS
    SELECT c.code AS covenant, p.code AS party, p.name, p.group_code, p.country, p.joined_on, p.left_on, p.left_reason
    FROM party p JOIN covenant c ON c.id = p.covenant WHERE p.kind = 'company';
CREATE VIEW v_ratings AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, p.name, a.kind, a.status, s.code AS section,
        k.code AS criterion, k.text_nl, k.text_en,
        CASE WHEN g.not_applicable THEN 'na' WHEN g.value IS NULL THEN NULL
            WHEN f.scale = 'number' THEN CAST(g.value AS TEXT)
            WHEN g.value >= f.scale_max THEN 'fully' WHEN g.value <= f.scale_min THEN 'not'
            ELSE 'partially' END AS rating,
        g.value, g.na_reason, g.evidence, g.evidence_date, g.unproven, g.note
    FROM rating g JOIN assessment a ON a.id = g.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant
        JOIN criterion k ON k.id = g.criterion JOIN section s ON s.id = k.section
        JOIN framework f ON f.id = k.framework;
CREATE VIEW v_scores AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, p.name, a.kind, a.status, o.participation_year,
        o.score, o.low, o.high, o.rated, o.applicable, o.complete, a.assessor, a.reviewer
    FROM score o JOIN assessment a ON a.id = o.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant;
CREATE VIEW v_section_scores AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, a.kind, o.section_code AS section,
        iif(o.weight = 0, NULL, coalesce(o.entered, 100.0 * o.points / nullif(o.maximum, 0))) AS score,
        o.fully + o.partially + o.not_met + o.na AS rated, o.applicable, o.fully, o.partially, o.not_met, o.na
    FROM section_score o JOIN assessment a ON a.id = o.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant;
CREATE VIEW v_observations AS
    SELECT c.code AS covenant, i.code AS indicator, i.name_nl, i.name_en, i.unit, o.day, o.value, o.low, o.high,
        o.numerator, o.denominator, o.source, o.note
    FROM observation o JOIN indicator i ON i.id = o.indicator JOIN covenant c ON c.id = i.covenant;
CREATE VIEW v_history AS
    SELECT s.id AS change_set, s.at, s.who, s.action, s.why, s.kind, h.tbl, h.row, h.before, h.after
    FROM change_set s LEFT JOIN change h ON h.change_set = s.id ORDER BY s.id, h.id;
"""

FIRST_RECORDED = (
    "covenant",
    "framework",
    "section",
    "criterion",
    "anchor",
    "mapping",
    "round",
    "requirement",
    "party",
    "figure",
    "assessment",
    "rating",
    "summary",
    "alignment",
    "indicator",
    "observation",
    "target",
    "milestone",
)
"""The recorded tables of the first schema."""

RECORDED_TABLES = (
    *("covenant", "setting", "meeting", *FIRST_RECORDED[1:], "carried", "response", "remark", "sample"),
    *("register_entry", "followup", "release", "released_figure"),
)
"""Tables whose every change is in the ledger, parents before children. The kept scores follow from them."""


def stable_id(*key: str) -> int:
    """The id of the record with this natural key: the same in every copy, and below 2**52 for JSON readers."""
    digest = blake2b("\x1f".join(map(fold, key)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 12 or 1


def free_id(is_taken: Callable[[int], bool], *key: str) -> int:
    """The stable id of a new record. After a renaming another record may have it: then the next one that is free."""
    number, again = stable_id(*key), 1
    while is_taken(number):
        again += 1
        number = stable_id(*key, str(again))
    return number


def columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool]]:
    """Name, type and whether it is part of the primary key, of every column of `table`, in order."""
    return [(row[1], row[2], bool(row[5])) for row in connection.execute(f"PRAGMA table_info({table})")]


def ledger_triggers(connection: sqlite3.Connection, table: str) -> str:
    """The statements that make every change to `table` a row of the ledger.

    A row is kept as a JSON object, spelled out here: SQLite 3.40 does not let the schema of an untrusted file call its
    JSON functions, and they write a REAL with 15 digits, which would not give the same number back.
    """
    described = columns(connection, table)
    keys = [name for name, _, is_key in described if is_key]

    def key(row: str) -> str:
        return " || '/' || ".join(f"{row}.{name}" for name in keys)

    def image(row: str) -> str:
        pairs = (f"""'"{name}":' || {_json(f"{row}.{name}", kind)}""" for name, kind, _ in described)
        return "'{' || " + " || ',' || ".join(pairs) + " || '}'"

    def trigger(event: str, row: str, before: str, after: str, when: str = "") -> str:
        return (
            f"CREATE TRIGGER ledger_{table}_{event.lower()} AFTER {event} ON {table} {when}BEGIN\n"
            f"    INSERT INTO change (change_set, tbl, row, before, after)\n"
            f"    VALUES ((SELECT max(id) FROM change_set), '{table}', {key(row)}, {before}, {after});\nEND;\n"
        )

    differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name, _, _ in described)
    return (
        trigger("INSERT", "NEW", "NULL", image("NEW"))
        + trigger("UPDATE", "OLD", image("OLD"), image("NEW"), f"WHEN {differs} ")
        + trigger("DELETE", "OLD", image("OLD"), "NULL")
    )


def _json(value: str, kind: str) -> str:
    """The SQL expression for `value`, of column type `kind`, as JSON."""
    if kind == "INTEGER":
        return f"coalesce({value}, 'null')"
    if kind == "REAL":
        return f"iif({value} IS NULL, 'null', printf('%!.17g', {value}))"
    escaped = value
    for character, escape in (("'\\'", "'\\\\'"), ("'\"'", "'\\\"'"), ("char(10)", "'\\n'"), ("char(9)", "'\\t'")):
        escaped = f"replace({escaped}, {character}, {escape})"
    # Most texts of most records are empty.
    return f"CASE WHEN {value} = '' THEN '\"\"' WHEN {value} IS NULL THEN 'null' ELSE '\"' || {escaped} || '\"' END"
