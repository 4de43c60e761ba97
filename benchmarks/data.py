"""Covenant files to measure with: the demo, the real garment data, and one that is larger than any real round."""

from pathlib import Path

from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.exchange.importing import import_tables
from covenant_monitor.exchange.reading import read_tables
from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.files import sample_data
from covenant_monitor.store import scores
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Store, create

LARGE_PARTICIPANTS, LARGE_SECTIONS, LARGE_CRITERIA = 1000, 6, 60


def make_demo(folder: Path) -> Path:
    """The demo covenant's file."""
    path = folder / "demo.covenant"
    create_demo(path).close()
    return path


def import_garment(store: Store) -> None:
    """Read and import the 6,766 real ratings and what they belong to, without the backup before it."""
    tables, findings = read_tables([sample_data("msa-garment")], table_names=TABLES)
    import_tables(store, tables, findings, source="msa-garment")


def without_ledger(store: Store) -> None:
    """Take the triggers away: what is written from now on is a bare write."""
    for table in RECORDED_TABLES:
        for event in ("insert", "update", "delete"):
            store.connection.execute(f"DROP TRIGGER ledger_{table}_{event}")


def make_large(path: Path) -> Store:
    """One round of 1,000 participants with 60 criteria in six sections, every one rated."""
    store = create(path)
    without_ledger(store)
    run, run_many = store.connection.execute, store.connection.executemany
    participants, criteria = range(1, LARGE_PARTICIPANTS + 1), range(1, LARGE_CRITERIA + 1)
    run("BEGIN")
    run("INSERT INTO covenant (id, code) VALUES (1, 'LARGE')")
    run("INSERT INTO framework (id, code, version) VALUES (1, 'LARGE', '1')")
    run_many(
        "INSERT INTO section (id, framework, code) VALUES (?, 1, ?)",
        [(number, f"S{number}") for number in range(1, LARGE_SECTIONS + 1)],
    )
    run_many(
        "INSERT INTO criterion (id, framework, section, code) VALUES (?, 1, ?, ?)",
        [(number, 1 + number % LARGE_SECTIONS, f"C{number}") for number in criteria],
    )
    run(
        "INSERT INTO round (id, covenant, code, first_day, last_day, framework)"
        " VALUES (1, 1, '2020', '2020-01-01', '2020-12-31', 1)"
    )
    run("INSERT INTO requirement (round, participation_year, required_percent) VALUES (1, 1, 60)")
    run_many(
        "INSERT INTO party (id, covenant, code, name) VALUES (?, 1, ?, ?)",
        [(number, f"P{number:04}", f"Participant {number}") for number in participants],
    )
    run_many(
        "INSERT INTO assessment (id, party, round, status) VALUES (?, ?, 1, 'assessed')",
        [(number, number) for number in participants],
    )
    run_many(
        "INSERT INTO rating (assessment, criterion, value) VALUES (?, ?, ?)",
        [(party, criterion, (party * criterion % 3) / 2) for party in participants for criterion in criteria],
    )
    scores.refresh(store, participants)
    run("COMMIT")
    return store
