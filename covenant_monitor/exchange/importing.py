"""Importing exchange tables: everything that is wrong is told at once, and then nothing is written.

A row is first understood cell by cell, then bound to the record that it is about, then compared with what is there.
Only what differs is written, in one change set, so the same import a second time changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.exchange.binding import Binder
from covenant_monitor.exchange.differences import Difference, compare
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.import_rules import (
    CARRIED_AND_RATED,
    contradictions,
    locked,
    wrong_once_scored,
    wrong_once_written,
)
from covenant_monitor.exchange.lookup import Bound
from covenant_monitor.exchange.parsing import parse_table
from covenant_monitor.exchange.raw_table import RawTable
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.language import N_
from covenant_monitor.store import backup
from covenant_monitor.store.opening import is_open_here
from covenant_monitor.store.store import Change, Store

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
    look: Callable[[], None] | None = None,
) -> Imported:
    """Import tables that have been read; `findings` are those of the reading. Raises as `import_files` does.

    `kind` is "start" for what a new file is made with. `look`, in a dry run: called while the file is as it would be.
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
    differences = compare(store, binder.bound)
    errors += contradictions(differences, errors, binder)
    errors += locked(store, binder, differences)
    if errors:
        raise _rejected(errors)
    counts = _count(binder.bound, differences)
    if with_backup and differences and not dry_run:
        backup.make(store.connection, store.path, "import")
    try:
        with store.change("import", {"source": source}, kind=kind) as change:
            _write(store, differences)
            wrong = wrong_once_written(store, binder, differences)
            store.connection.execute(f"DELETE FROM carried WHERE (assessment, criterion) IN ({CARRIED_AND_RATED})")
            store.refresh_scores(change)
            if wrong := [*wrong, *wrong_once_scored(store, binder, differences)]:
                raise _rejected(wrong)
            if dry_run:
                if look is not None:
                    look()
                raise _DryRun
    except _DryRun:
        return Imported(counts, notes)
    return Imported(counts, notes, change)


def _rejected(errors: Sequence[Finding]) -> Rejected:
    return Rejected(NOTHING_IMPORTED_FOR_ONE if len(errors) == 1 else NOTHING_IMPORTED, errors, n=len(errors))


def _write(store: Store, differences: Sequence[Difference]) -> None:
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
    "followup": "followups",
}


def _count(bound: Mapping[str, Mapping[tuple[object, ...], Bound]], differences: Sequence[Difference]) -> Counts:
    counts = Counts()
    for table, records in bound.items():
        for name, n in _by_name(table, records.values()).items():
            counts.unchanged[name] = n
    for difference in differences:
        added = _by_name(difference.table, (record for record, _ in difference.inserts))
        changed = _by_name(difference.table, (record for record, _ in difference.updates))
        for name in sorted({*added, *changed}):
            counts.added[name], counts.changed[name] = added[name], changed[name]
            counts.unchanged[name] -= added[name] + changed[name]
    return counts


def _by_name(table: str, records: Iterable[Bound]) -> Counter[str]:
    """How many records there are of each exchange table: the registers, which are several, are kept in one table."""
    return Counter(record.table.name if table == "register_entry" else _TABLE_OF[table] for record in records)
