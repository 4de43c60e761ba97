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

ASSESSED_PARTICIPANTS, ASSESSED_SECTIONS, ASSESSED_CRITERIA = 200, 10, 150
ASSESSED_ROUNDS = ("2018", "2019", "2020")
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


def without_protection(store: Store) -> None:
    """Let a version of a framework be written that is published already, as rows that are copied are."""
    for (name,) in store.connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'published%'"
    ).fetchall():
        store.connection.execute(f"DROP TRIGGER {name}")


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


def make_assessed(folder: Path) -> Path:
    """Three rounds of 200 participants with 150 criteria in ten sections: the last one half rated, in draft."""
    tables = folder / "assessed"
    tables.mkdir()
    sections, criteria = range(1, ASSESSED_SECTIONS + 1), range(ASSESSED_CRITERIA)
    codes = [f"{1 + place * ASSESSED_SECTIONS // ASSESSED_CRITERIA}.{place % 15 + 1:02}" for place in criteria]
    parties = [f"P{number:03}" for number in range(1, ASSESSED_PARTICIPANTS + 1)]
    kinds = [(year, kind) for year in ASSESSED_ROUNDS for kind in ("secretariat", "self")]
    last = ASSESSED_ROUNDS[-1]
    words = ("fully", "partially", "not")
    rows = {
        "covenants": ["covenant,name_nl", "BIG,Groot"],
        "frameworks": ["framework,version,name_nl", "F,1,Kader"],
        "sections": ["framework,version,section,name_nl,step"]
        + [f"F,1,{number},Onderdeel nummer {number}," for number in sections],
        "criteria": ["framework,version,section,criterion,text_nl,guidance_nl"]
        + [f"F,1,{code.partition('.')[0]},{code},{'Er is een plan voor dit onderwerp ' * 3},Let op." for code in codes],
        "rounds": ["covenant,round,first_day,last_day,framework,version"]
        + [f"BIG,{year},{year}-01-01,{year}-12-31,F,1" for year in ASSESSED_ROUNDS],
        "requirements": ["covenant,round,participation_year,required_percent"]
        + [f"BIG,{year},1,60" for year in ASSESSED_ROUNDS],
        "parties": ["covenant,party,name,joined_on"]
        + [f"BIG,{party},Deelnemer {party} B.V.,2018-01-01" for party in parties],
        "assessments": ["covenant,party,round,kind,status,assessor"]
        + [
            f"BIG,{party},{year},{kind},{'draft' if year == last else 'assessed'},A. Voorbeeld"
            for party in parties
            for year, kind in kinds
        ],
        "ratings": ["covenant,party,round,kind,criterion,rating,evidence"]
        + [
            f"BIG,{party},{year},{kind},{code},{words[(number * place + len(kind)) % 3]},Plan p. {place}"
            for number, party in enumerate(parties)
            for year, kind in kinds
            for place, code in enumerate(codes)
            if not (year == last and place % 2)
        ],
    }
    for name, lines in rows.items():
        (tables / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "assessed.covenant"
    with create(path) as store:
        found, findings = read_tables([tables], table_names=TABLES)
        import_tables(store, found, findings, source="assessed")
    return path
