"""Everything about a file that can be verified: structure, references, rules, ledger, kept scores, digest.

SQLite's own integrity check misses many damaged texts. The ledger holds every row a second time under a chain of
digests, so whatever was altered outside the program, or by a failing disk, is found by comparing the two.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial

from covenant_monitor.domain.model import Status
from covenant_monitor.domain.registers import split
from covenant_monitor.language import N_, Language, Term
from covenant_monitor.store import ledger, migrations, schema, scores
from covenant_monitor.store.framework_reading import circles
from covenant_monitor.store.people import assessed_twice, reviewed_by_assessor
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.record_rules import broken_rules


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing wrong. `area` is structure, references, rules, ledger or scores."""

    area: str
    message: str
    values: Mapping[str, object]

    def text(self, language: Language) -> str:
        """It in words."""
        return language.fill(self.message, self.values)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found, and the digest that stands for the file's whole content."""

    findings: Sequence[CheckFinding]
    digest: str
    change_sets: int


DAMAGED = N_("The file is damaged: {what}. Restore a backup.")
UNREADABLE = N_("Something in the file cannot be read ({what}). Restore a backup.")
SCHEMA_DIFFERS = N_("{kind} {name} in the file is not as this program makes it.")
SCHEMA_MISSING = N_("{kind} {name} is missing in the file.")
ORPHAN = N_("A record of {table} refers to one of {parent} that does not exist.")
CHAIN_BROKEN = N_("Change {number} of the history was altered after it was written.")
ROW_DIFFERS = N_("Record {row} of {table} was changed outside the history.")
ROW_UNKNOWN = N_("Record {row} of {table} is not in the history.")
ROW_LOST = N_("Record {row} of {table} is gone, though the history still has it.")
SCORE_DIFFERS = N_("The score kept for {party}, round {round}, is not what its ratings give.")
NO_REASON = N_("{party}, round {round}: criterion {criterion} is n.a. without a reason.")
OFF_SCALE = N_("{party}, round {round}: the rating of criterion {criterion} is not on its scale.")
SAME_PERSON = N_("{party}, round {round}: assessor and reviewer are one person.")
NOT_BLIND = N_("{party}, round {round}: who assessed it first made the second assessment too.")
FINAL_INCOMPLETE = N_("{party}, round {round}: final, but {open} criteria that apply are not rated.")
WRONG_FRAMEWORK = N_("{party}, round {round}: criterion {criterion} is not of the framework version of the round.")
BOTH_KINDS = N_("{party}, round {round}: has ratings, and percentages entered directly; only the ratings count.")
CIRCLE = N_("The mappings go in a circle between version {old} and version {new} of {framework}.")
LEFT_EARLY = N_("{party}: left before it joined.")
ENTRY_WRONG = N_("{covenant}, {entry} of the registers: {rule}")
NO_PARTICIPANT = N_("{covenant}, {entry} of the registers: there is no party {party}.")

_ASSESSMENT = " JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round JOIN covenant c ON c.id = r.covenant"
_RATING = (
    "FROM rating g JOIN assessment a ON a.id = g.assessment JOIN criterion k ON k.id = g.criterion"
    f" JOIN framework f ON f.id = k.framework{_ASSESSMENT}"
)
_RULES: Sequence[tuple[str, str]] = (
    (
        NO_REASON,
        f"SELECT p.code AS party, r.code AS round, k.code AS criterion {_RATING}"
        " WHERE g.not_applicable AND trim(g.na_reason) = ''",
    ),
    (
        OFF_SCALE,
        f"SELECT p.code AS party, r.code AS round, k.code AS criterion {_RATING}"
        " WHERE g.value NOT BETWEEN f.scale_min AND f.scale_max"
        " OR (f.scale = 'levels' AND g.value NOT IN (0, 0.5, 1))",
    ),
    (
        WRONG_FRAMEWORK,
        f"SELECT p.code AS party, r.code AS round, k.code AS criterion {_RATING} WHERE k.framework <> r.framework",
    ),
    (
        FINAL_INCOMPLETE,
        "SELECT p.code AS party, r.code AS round, o.applicable - o.rated AS open FROM assessment a"
        " JOIN score o ON o.assessment = a.id"
        + _ASSESSMENT
        + f" WHERE a.status = '{Status.FINAL}' AND NOT o.from_summary AND o.rated < o.applicable",
    ),
    (
        BOTH_KINDS,
        "SELECT p.code AS party, r.code AS round FROM assessment a JOIN score o ON o.assessment = a.id"
        + _ASSESSMENT
        + " WHERE NOT o.from_summary AND a.id IN (SELECT assessment FROM summary)",
    ),
    (LEFT_EARLY, "SELECT code AS party FROM party WHERE left_on < joined_on"),
)
"""What each rule says when it is broken, and the query for where it is: its columns fill the text."""


def check(source: Reader) -> CheckResult:
    """Verify the whole file. Reads everything and writes nothing; seconds for a large file."""
    findings: list[CheckFinding] = []
    parts: Sequence[tuple[str, Callable[[Reader], _Findings]]] = (
        ("structure", _structure),
        ("references", _references),
        ("rules", _rules),
        ("ledger", _ledger),
        *(("ledger", partial(_table, table=table)) for table in schema.RECORDED_TABLES),
        ("scores", _scores),
    )
    # What is no UTF-8 any more is a text that differs, to be told with its place.
    source.connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        for area, part in parts:
            findings += _found(source, area, part)
        number, digest = 0, ""
        # Where the ledger cannot be read, that is a finding by now.
        with suppress(sqlite3.DatabaseError):
            number = source.connection.execute("SELECT count(*) FROM change_set").fetchone()[0]
            digest = ledger.last_digest(source.connection)
    finally:
        source.connection.text_factory = str
    return CheckResult(findings, digest, number)


_Findings = Iterator[tuple[str, Mapping[str, object]]]


def _found(source: Reader, area: str, part: Callable[[Reader], _Findings]) -> Iterator[CheckFinding]:
    """What one part finds, up to where the file cannot be read any further."""
    try:
        for message, values in part(source):
            yield CheckFinding(area, message, values)
    except sqlite3.DatabaseError as error:
        yield CheckFinding(area, DAMAGED, {"what": str(error)})
    except (ValueError, KeyError, TypeError) as error:
        # A value that no longer is what its column is for: a day that is none, a status that there is not.
        yield CheckFinding(area, UNREADABLE, {"what": str(error)})


def _structure(source: Reader) -> _Findings:
    for (line,) in source.connection.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield DAMAGED, {"what": " ".join(str(line).split())}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.migrate(fresh)
        expected, found = _objects(fresh), _objects(source.connection)
        steps = fresh.execute(_STEPS).fetchall()
    for kind, name in sorted(expected.keys() | found.keys()):
        if (kind, name) not in found:
            yield SCHEMA_MISSING, {"kind": kind, "name": name}
        elif expected.get((kind, name)) != found[kind, name]:
            yield SCHEMA_DIFFERS, {"kind": kind, "name": name}
    if steps != source.connection.execute(_STEPS).fetchall():
        yield SCHEMA_DIFFERS, {"kind": "table", "name": "_sqlite_migrations"}


_STEPS = "SELECT name FROM _sqlite_migrations ORDER BY name"


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows}


def _references(source: Reader) -> _Findings:
    for table, _row, parent, _key in source.connection.execute("PRAGMA foreign_key_check").fetchall():
        yield ORPHAN, {"table": table, "parent": parent}


def _rules(source: Reader) -> _Findings:
    for message, query in _RULES:
        cursor = source.connection.execute(query)
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield message, dict(zip(names, row, strict=True))
    yield from _entries(source)
    for message, found in ((SAME_PERSON, reviewed_by_assessor(source)), (NOT_BLIND, assessed_twice(source))):
        for one in found:
            yield message, {"party": one.party, "round": one.round}
    for old, new in circles(source):
        yield CIRCLE, {"framework": old.framework, "old": old.version, "new": new.version}


def _entries(source: Reader) -> _Findings:
    """Entries of registers that say what cannot be together, or name a participant that there is not."""
    parties = set(source.connection.execute("SELECT covenant, code FROM party").fetchall())
    cursor = source.connection.execute(
        "SELECT e.*, c.code AS covenant_code FROM register_entry e JOIN covenant c ON c.id = e.covenant"
        " ORDER BY c.code, e.register, e.code"
    )
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        entry = dict(zip(names, row, strict=True))
        where = {"covenant": entry["covenant_code"], "entry": entry["code"]}
        for _column, rule in broken_rules("register_entry", entry):
            yield ENTRY_WRONG, where | {"rule": Term(rule)}
        for party in split(entry["participants"]):
            if (entry["covenant"], party) not in parties:
                yield NO_PARTICIPANT, where | {"party": party}


def _ledger(source: Reader) -> _Findings:
    for number in ledger.broken_change_sets(source.connection):
        yield CHAIN_BROKEN, {"number": number}


def _table(source: Reader, table: str) -> _Findings:
    """Every record against the last that the ledger has of it."""
    connection = source.connection
    kept = {
        row: json.loads(after, strict=False) if after else None
        for row, after in connection.execute("SELECT row, after FROM change WHERE tbl = ? ORDER BY id", (table,))
    }
    described = schema.columns(connection, table)
    names = [name for name, _, _ in described]
    keys = [name for name, _, is_key in described if is_key]
    for values in connection.execute(f"SELECT * FROM {table}").fetchall():
        record = dict(zip(names, values, strict=True))
        row = "/".join(str(record[key]) for key in keys)
        if row not in kept:
            yield ROW_UNKNOWN, {"table": table, "row": row}
            continue
        noted = kept.pop(row)
        if noted is None or any(noted.get(name) != value for name, value in record.items()):
            yield ROW_DIFFERS, {"table": table, "row": row}
    for row, noted in kept.items():
        if noted is not None:
            yield ROW_LOST, {"table": table, "row": row}


def _scores(source: Reader) -> _Findings:
    connection = source.connection
    names = {
        number: {"party": party, "round": round_}
        for number, party, round_ in connection.execute(f"SELECT a.id, p.code, r.code FROM assessment a{_ASSESSMENT}")
    }
    kept = {row[0]: row for row in connection.execute("SELECT * FROM score")}
    sections: dict[int, list[tuple[object, ...]]] = {}
    for row in connection.execute("SELECT * FROM section_score ORDER BY assessment, position"):
        sections.setdefault(row[0], []).append(row)
    computed = scores.compute(source, list(names))
    for number, (year, score) in computed.items():
        same_total = kept.get(number) == scores.score_row(number, year, score)
        if not same_total or sections.get(number, []) != scores.section_rows(number, score):
            yield SCORE_DIFFERS, names[number]
