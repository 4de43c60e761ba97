"""What the second version of the file adds: what is carried forward, said back and forth, and protected.

Described for readers of the file in docs/file-format.md. The refusals of `PROTECTION` are texts that
`store.opening.explain` knows; they hold for every program that writes the file, and let undo and redo pass.
"""

TABLES = """
CREATE TABLE carried (
    assessment INTEGER NOT NULL REFERENCES assessment, criterion INTEGER NOT NULL REFERENCES criterion,
    value REAL, not_applicable INTEGER NOT NULL DEFAULT 0 CHECK (not_applicable IN (0, 1)),
    na_reason TEXT NOT NULL DEFAULT '', from_round TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment, criterion), CHECK ((value IS NULL) = not_applicable)
) STRICT, WITHOUT ROWID;
CREATE TABLE response (
    assessment INTEGER NOT NULL REFERENCES assessment, criterion INTEGER NOT NULL REFERENCES criterion,
    response TEXT NOT NULL DEFAULT '', responded_by TEXT NOT NULL DEFAULT '', responded_on TEXT,
    answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (assessment, criterion)
) STRICT, WITHOUT ROWID;
CREATE TABLE remark (
    assessment INTEGER NOT NULL REFERENCES assessment, criterion_code TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    text TEXT NOT NULL, made_by TEXT NOT NULL DEFAULT '', made_on TEXT,
    done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
    PRIMARY KEY (assessment, criterion_code)
) STRICT, WITHOUT ROWID;
CREATE TABLE sample (
    assessment INTEGER NOT NULL REFERENCES assessment, criterion INTEGER NOT NULL REFERENCES criterion,
    PRIMARY KEY (assessment, criterion)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    covenant INTEGER NOT NULL REFERENCES covenant, name TEXT NOT NULL, value TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (covenant, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY, covenant INTEGER NOT NULL REFERENCES covenant,
    at TEXT NOT NULL, name TEXT NOT NULL DEFAULT ''
) STRICT;
"""

RECORDED = ("setting", "meeting", "carried", "response", "remark", "sample")
"""The tables above: every change of them is in the ledger."""

ONE_PERSON = "one_person"
"""The setting that, where it is "1", lets who assessed a participant also review it."""

PUBLISHED = "published framework version"
REVIEWER = "reviewer is the assessor"

# A change set that is not sealed yet is the running one; so nothing outside the program passes as an undo.
_IS_UNDO = "EXISTS (SELECT 1 FROM change_set WHERE digest = '' AND kind IN ('undo', 'redo'))"


def _published(name: str, event: str, frameworks: str, when: str = "true") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} WHEN {when}"
        f" AND EXISTS (SELECT 1 FROM framework WHERE status = 'published' AND {frameworks}) AND NOT {_IS_UNDO}\n"
        f"BEGIN SELECT RAISE(ABORT, '{PUBLISHED}'); END;\n"
    )


def _of_version(table: str, columns: str, frameworks: str, *others: str) -> str:
    """The triggers that keep the rows of `table` as they are.

    `frameworks`: the version of the row that {row} stands for; `others`: further ones that a row about to be written
    touches, such as that of the row that REPLACE would take out of its way, which no trigger on DELETE sees.
    """
    names = columns.split()
    differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    old, new = frameworks.format(row="OLD"), ", ".join((frameworks.format(row="NEW"), *others))
    return (
        _published(f"published_{table}_insert", f"INSERT ON {table}", f"id IN ({new})")
        + _published(f"published_{table}_update", f"UPDATE ON {table}", f"id IN ({old}, {new})", f"({differs})")
        + _published(f"published_{table}_delete", f"DELETE ON {table}", f"id = {old}")
    )


_SAME_VERSION = "(id = NEW.id OR (code = NEW.code AND version = NEW.version))"

_REVIEWED_BY_ASSESSOR = (
    "NEW.reviewer <> '' AND NEW.reviewer = NEW.assessor COLLATE NOCASE AND NOT EXISTS (SELECT 1 FROM setting s"
    " JOIN round r ON r.covenant = s.covenant WHERE r.id = NEW.round"
    f" AND s.name = '{ONE_PERSON}' AND s.value = '1') AND NOT {_IS_UNDO}"
)

PROTECTION = (
    _of_version(
        "section",
        "id framework code name_nl name_en step weight",
        "{row}.framework",
        "(SELECT framework FROM section WHERE id = NEW.id)",
    )
    + _of_version(
        "criterion",
        "id framework section code text_nl text_en guidance_nl guidance_en theme dimension weight"
        " from_participation_year groups",
        "{row}.framework",
        "(SELECT framework FROM criterion WHERE id = NEW.id)",
        "(SELECT framework FROM section WHERE id = NEW.section)",
    )
    + _of_version(
        "anchor", "criterion level text_nl text_en", "(SELECT framework FROM criterion WHERE id = {row}.criterion)"
    )
    + _published("published_framework_insert", "INSERT ON framework", _SAME_VERSION)
    + _published(
        "published_framework_moved", "UPDATE OF id, code, version ON framework", f"id <> OLD.id AND {_SAME_VERSION}"
    )
    + f"""
CREATE TRIGGER published_framework_update BEFORE UPDATE ON framework
    WHEN OLD.status = 'published' AND (OLD.id IS NOT NEW.id OR OLD.code IS NOT NEW.code
        OR OLD.version IS NOT NEW.version OR OLD.name_nl IS NOT NEW.name_nl OR OLD.name_en IS NOT NEW.name_en
        OR OLD.scale IS NOT NEW.scale OR OLD.scale_min IS NOT NEW.scale_min OR OLD.scale_max IS NOT NEW.scale_max
        OR NEW.status <> 'published') AND NOT {_IS_UNDO}
BEGIN SELECT RAISE(ABORT, '{PUBLISHED}'); END;
CREATE TRIGGER published_framework_delete BEFORE DELETE ON framework
    WHEN OLD.status = 'published' AND NOT {_IS_UNDO}
BEGIN SELECT RAISE(ABORT, '{PUBLISHED}'); END;
CREATE TRIGGER reviewer_insert BEFORE INSERT ON assessment WHEN {_REVIEWED_BY_ASSESSOR}
BEGIN SELECT RAISE(ABORT, '{REVIEWER}'); END;
CREATE TRIGGER reviewer_update BEFORE UPDATE OF assessor, reviewer ON assessment WHEN {_REVIEWED_BY_ASSESSOR}
BEGIN SELECT RAISE(ABORT, '{REVIEWER}'); END;
"""
)

VIEWS = """
CREATE VIEW v_to_confirm AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, a.kind, k.code AS criterion, g.from_round,
        g.value, g.not_applicable, g.na_reason
    FROM carried g JOIN assessment a ON a.id = g.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant JOIN criterion k ON k.id = g.criterion;
CREATE VIEW v_responses AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, a.kind, k.code AS criterion,
        g.response, g.responded_by, g.responded_on, g.answer
    FROM response g JOIN assessment a ON a.id = g.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant JOIN criterion k ON k.id = g.criterion;
CREATE VIEW v_remarks AS
    SELECT c.code AS covenant, r.code AS round, p.code AS party, a.kind, g.criterion_code AS criterion,
        g.text, g.made_by, g.made_on, g.done
    FROM remark g JOIN assessment a ON a.id = g.assessment JOIN party p ON p.id = a.party
        JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant;
"""
