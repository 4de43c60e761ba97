"""Importing exchange tables: everything that is wrong is told at once, and then nothing is written.

A row is first understood cell by cell, then bound to the record that it is about, then compared with what is there.
Only what differs is written, in one change set, so the same import a second time changes nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import cast

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.binding import IDENTITY, Binder, Bound
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.parsing import CLEARED, parse_table
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.rules import SAME_PERSON, broken_rules
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.language import N_
from covenant_monitor.store import backup
from covenant_monitor.store.framework_reading import circles, known_id
from covenant_monitor.store.opening import is_open_here
from covenant_monitor.store.schema import RECORDED_TABLES, columns
from covenant_monitor.store.store import Change, Store

FINAL_CHANGED = N_("This assessment is final: reopen it before you change it by import.")
PUBLISHED_CHANGED = N_("This framework version is published and never changes: make a new version.")
FINAL_INCOMPLETE = N_("It cannot be final: {open} criteria that apply are not rated.")
RATED_BY_NOW = N_("This criterion has its rating: there is nothing to be confirmed.")
CIRCLE = N_("The mappings go in a circle: a version cannot come from one that comes from it.")
NOTHING_IMPORTED = N_("Nothing was imported: {n} things are wrong. Mend them and import again.")
NOTHING_IMPORTED_FOR_ONE = N_("Nothing was imported: one thing is wrong. Mend it and import again.")
OPEN_HERE = N_("{file} is the covenant file itself. Import exchange tables: a workbook, CSV files or a folder of them.")


@dataclass
class Counts:
    """How many records of each kind an import added, changed and found as they were."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)


@dataclass
class Imported:
    """What an import did, or (dry run) would do. `notes` are findings that stop nothing."""

    counts: Counts
    notes: Sequence[Finding]
    change: Change = field(default_factory=Change)


class _DryRun(Exception):
    """Rolls an import back that was only tried."""


def import_files(store: Store, sources: Sequence[Path], *, dry_run: bool = False) -> Imported:
    """Import workbooks, CSV files and folders of CSV files, after a backup.

    Raises:
        Rejected: with every finding, each with its place; the file is as it was.
        Problem: a source cannot be read at all, or the file cannot be written.
    """
    for source in sources:
        # Reading it would also let go of the lock on it.
        if is_open_here(source):
            raise Problem(OPEN_HERE, file=source.name)
    tables, findings = read_tables(sources, table_names=TABLES)
    return import_tables(
        store, tables, findings, source=", ".join(path.name for path in sources), dry_run=dry_run, with_backup=True
    )


def import_tables(
    store: Store,
    tables: Iterable[RawTable],
    findings: Sequence[Finding] = (),
    *,
    source: str,
    dry_run: bool = False,
    with_backup: bool = False,
    kind: str = "edit",
) -> Imported:
    """Import tables that have been read; `findings` are those of the reading. Raises as `import_files` does.

    `kind` is "start" for what a new file is made with.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    notes = [finding for finding in findings if finding.severity == "note"]
    binder = Binder(store)
    by_name: dict[str, list[RawTable]] = {}
    for table in tables:
        by_name.setdefault(table.name, []).append(table)
    for name in TABLES:
        for table in by_name.get(name, ()):
            rows, wrong = parse_table(table)
            errors += wrong
            errors += binder.bind(table, rows)
    differences = _compare(store, binder.bound)
    errors += _contradictions(differences, errors, binder)
    errors += _locked(binder, differences)
    if errors:
        raise _rejected(errors)
    counts = _count(binder.bound, differences)
    if with_backup and differences and not dry_run:
        backup.make(store.connection, store.path, "import")
    try:
        with store.change("import", {"source": source}, kind=kind) as change:
            _write(store, differences)
            wrong = [*_rated_by_now(store, binder), *_in_a_circle(store, binder)]
            store.connection.execute(f"DELETE FROM carried WHERE (assessment, criterion) IN ({_CARRIED_AND_RATED})")
            store.refresh_scores(change)
            if wrong := [*wrong, *_not_yet_final(store, binder)]:
                raise _rejected(wrong)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return Imported(counts, notes)
    return Imported(counts, notes, change)


def _rejected(errors: Sequence[Finding]) -> Rejected:
    return Rejected(NOTHING_IMPORTED_FOR_ONE if len(errors) == 1 else NOTHING_IMPORTED, errors, n=len(errors))


@dataclass
class _Difference:
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


def _compare(store: Store, bound: Mapping[str, Mapping[tuple[object, ...], Bound]]) -> list[_Difference]:
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
        difference = _Difference(table, names, keys, [], [])
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


_OF_ASSESSMENTS = frozenset({"rating", "summary", "carried", "response", "remark", "sample"})


def _existing(
    store: Store, table: str, records: Mapping[tuple[object, ...], Bound]
) -> dict[tuple[object, ...], dict[str, object]]:
    """The rows that the file has for these records, by primary key."""
    described = columns(store.connection, table)
    where = ""
    parameters: list[str] = []
    if table in _OF_ASSESSMENTS:
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


def _write(store: Store, differences: Sequence[_Difference]) -> None:
    """Write what differs. What becomes published is that last: the file refuses every change of it from then on."""
    publish: list[int] = []
    for difference in differences:
        if difference.table == "framework":
            status, number = difference.names.index("status"), difference.names.index("id")
            for _, row in [*difference.inserts, *difference.updates]:
                if row[status] == "published":
                    row[status] = "draft"
                    publish.append(cast(int, row[number]))
        difference.write(store)
    store.connection.executemany("UPDATE framework SET status = 'published' WHERE id = ?", [(n,) for n in publish])


def _contradictions(differences: Sequence[_Difference], errors: Sequence[Finding], binder: Binder) -> list[Finding]:
    """What records would say that cannot be together; not of rows that have something wrong in them already."""
    told = {(error.source, error.sheet, error.cell.lstrip(ascii_uppercase)) for error in errors}
    findings = []
    for difference in differences:
        for bound, row in [*difference.inserts, *difference.updates]:
            record = dict(zip(difference.names, row, strict=True))
            for column, message in broken_rules(difference.table, record):
                if message == SAME_PERSON and binder.covenant_of[cast(int, record["round"])] in binder.one_person:
                    continue
                place = bound.table.header.index(column) if column in bound.table.header else 0
                finding = bound.table.finding(bound.row, place, message)
                if (finding.source, finding.sheet, str(bound.row)) not in told:
                    findings.append(finding)
    return findings


_OF_FRAMEWORKS = frozenset({"framework", "section", "criterion", "anchor"})


def _locked(binder: Binder, differences: Sequence[_Difference]) -> list[Finding]:
    """What would change an assessment that was final, or a framework version that was published, before this import."""
    findings = []
    for difference in differences:
        if difference.table in _OF_FRAMEWORKS:
            locked, message = binder.published, PUBLISHED_CHANGED
        elif difference.table in _OF_ASSESSMENTS or difference.table == "assessment":
            locked, message = binder.final, FINAL_CHANGED
        else:
            continue
        findings += [
            bound.table.finding(bound.row, 0, message)
            for bound, _ in [*difference.inserts, *difference.updates]
            if bound.owner in locked
        ]
    return findings


def _not_yet_final(store: Store, binder: Binder) -> list[Finding]:
    """The assessments that this import makes final although criteria that apply are open; asked once it is written."""
    incomplete = store.connection.execute(
        "SELECT assessment, applicable - rated FROM score WHERE NOT from_summary AND rated < applicable"
        " AND assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(binder.assessment_places)),),
    )
    return [
        bound.table.finding(bound.row, 0, FINAL_INCOMPLETE, open=missing)
        for number, missing in incomplete
        for bound in [binder.assessment_places[number]]
    ]


_CARRIED_AND_RATED = (
    "SELECT c.assessment, c.criterion FROM carried c JOIN rating g USING (assessment, criterion)"
    " WHERE g.value IS NOT NULL OR g.not_applicable"
)


def _rated_by_now(store: Store, binder: Binder) -> list[Finding]:
    """What this import wants confirmed although it is rated; asked once it is written."""
    carried = binder.bound.get("carried", {})
    rated = store.connection.execute(_CARRIED_AND_RATED)
    return [bound.table.finding(bound.row, 0, RATED_BY_NOW) for key in rated if (bound := carried.get(key))]


def _in_a_circle(store: Store, binder: Binder) -> list[Finding]:
    """The first row of every mapping that goes in a circle; asked once it is written."""
    rows = {(row.values["from_framework"], row.values["to_framework"]): row for row in _last_first(binder, "mapping")}
    found = {(known_id(store, old), known_id(store, new)) for old, new in circles(store)} if rows else set()
    return [bound.table.finding(bound.row, 0, CIRCLE) for pair, bound in rows.items() if pair in found]


def _last_first(binder: Binder, table: str) -> list[Bound]:
    return list(binder.bound.get(table, {}).values())[::-1]


_TABLE_OF = {
    "covenant": "covenants",
    "framework": "frameworks",
    "section": "sections",
    "criterion": "criteria",
    "anchor": "anchors",
    "mapping": "mappings",
    "round": "rounds",
    "requirement": "requirements",
    "party": "parties",
    "figure": "figures",
    "assessment": "assessments",
    "rating": "ratings",
    "summary": "summaries",
    "alignment": "alignment",
    "indicator": "indicators",
    "observation": "observations",
    "target": "targets",
    "milestone": "milestones",
    "setting": "settings",
    "meeting": "meetings",
    "carried": "carried",
    "response": "responses",
    "remark": "remarks",
    "sample": "samples",
}


def _count(bound: Mapping[str, Mapping[tuple[object, ...], Bound]], differences: Sequence[_Difference]) -> Counts:
    counts = Counts()
    for table, records in bound.items():
        counts.unchanged[_TABLE_OF[table]] = len(records)
    for difference in differences:
        name = _TABLE_OF[difference.table]
        counts.added[name] = len(difference.inserts)
        counts.changed[name] = len(difference.updates)
        counts.unchanged[name] -= len(difference.inserts) + len(difference.updates)
    return counts
