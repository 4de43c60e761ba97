"""A file of many covenants with every criterion of every assessment rated: as wide as a national one could be.

What a rating adds up to is computed by the rules, once for each of some patterns of ratings; SQLite then multiplies
them, since millions of rows one by one would take longer than all measuring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.data import without_ledger
from covenant_monitor.domain.model import HALF, Assessment, Criterion, Framework, Rating, Section, Text
from covenant_monitor.domain.scoring import Score, score_assessment
from covenant_monitor.store import scores
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Store, create

_SECTIONS = 6
_PATTERNS = 1999
"""A prime, so that neighbours, and the years of one participant, are not alike."""
_FIRST_YEAR = 2015
_REQUIRED = (20, 40, 60)
_VALUES = (Rating(1), Rating(HALF), Rating(0), Rating(not_applicable=True, na_reason="n.v.t."))
_SHARES = (50, 25, 20, 5)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    covenants: int
    participants: int
    rounds: int
    criteria: int = 60

    @property
    def ratings(self) -> int:
        """How many ratings there are."""
        return self.covenants * self.participants * self.rounds * self.criteria

    def __str__(self) -> str:
        return f"{self.covenants} x {self.participants:,} x {self.rounds} x {self.criteria}"


NORMAL = Size(13, 150, 6)
LARGE = Size(13, 1000, 10)


def make_wide(path: Path, size: Size) -> None:
    """Make a file of this size. The ledger knows nothing of it, so the history is short; all else is as imported."""
    with create(path) as store:
        run = store.connection.execute
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -400000", "foreign_keys = OFF"):
            run(f"PRAGMA {pragma}").fetchall()
        kept = run(
            "SELECT sql FROM sqlite_master WHERE name LIKE 'ledger_%' OR name = 'rating_by_criterion'"
        ).fetchall()
        without_ledger(store)
        run("DROP INDEX rating_by_criterion")
        run("BEGIN")
        framework = _add_framework(store, size)
        _add_patterns(store, framework)
        _add_covenants(store, size)
        run("UPDATE framework SET status = 'published'")
        for (statement,) in kept:
            run(statement)
        for table in ("pattern_rating", "pattern_score", "pattern_section", "placed"):
            run(f"DROP TABLE temp.{table}")
        run("COMMIT")


def _add_framework(store: Store, size: Size) -> Framework:
    run, run_many = store.connection.execute, store.connection.executemany
    per_section = size.criteria // _SECTIONS
    sections = [
        Section(
            str(step),
            Text(f"Stap {step}", f"Step {step}"),
            [
                Criterion(f"{step}.{place:02}", Text(en=f"Criterion {step}.{place}"))
                for place in range(1, per_section + 1)
            ],
            step=step,
        )
        for step in range(1, _SECTIONS + 1)
    ]
    number = stable_id("framework", "WIDE", "1")
    run("INSERT INTO framework (id, code, version) VALUES (?, 'WIDE', '1')", (number,))
    for section in sections:
        key = stable_id("section", "WIDE", section.code)
        run(
            "INSERT INTO section (id, framework, code, name_nl, name_en, step) VALUES (?, ?, ?, ?, ?, ?)",
            (key, number, section.code, section.name.nl, section.name.en, section.step),
        )
        run_many(
            "INSERT INTO criterion (id, framework, section, code, text_en) VALUES (?, ?, ?, ?, ?)",
            [(stable_id("criterion", c.code), number, key, c.code, c.text.en) for c in section.criteria],
        )
    return Framework("WIDE", "1", Text(), sections, published=True)


def _add_patterns(store: Store, framework: Framework) -> None:
    """Some hundreds of ways in which an assessment can be rated, and what each adds up to."""
    run, run_many = store.connection.execute, store.connection.executemany
    run(
        "CREATE TEMP TABLE pattern_rating (pattern INTEGER, criterion INTEGER, value REAL, na INTEGER, reason TEXT,"
        " PRIMARY KEY (pattern, criterion)) WITHOUT ROWID"
    )
    run(
        "CREATE TEMP TABLE pattern_score (pattern INTEGER PRIMARY KEY, score, low, high, rated, applicable, summary,"
        " complete)"
    )
    run(
        "CREATE TEMP TABLE pattern_section (pattern INTEGER, code, position INTEGER, weight, points, maximum, low,"
        " high, applicable, fully, partially, not_met, na, not_counted, entered, PRIMARY KEY (pattern, position))"
    )
    random = Random(4)
    for pattern in range(_PATTERNS):
        chosen = random.choices(_VALUES, _SHARES, k=len(framework.criteria))
        ratings: Mapping[str, Rating] = dict(zip(framework.criteria, chosen, strict=True))
        run_many(
            "INSERT INTO pattern_rating VALUES (?, ?, ?, ?, ?)",
            [
                (
                    pattern,
                    stable_id("criterion", code),
                    None if rating.value is None else float(rating.value),
                    int(rating.not_applicable),
                    rating.na_reason,
                )
                for code, rating in ratings.items()
            ],
        )
        _add_pattern_scores(store, pattern, score_assessment(Assessment("", "", ratings=ratings), framework, 1, ""))


def _add_pattern_scores(store: Store, pattern: int, score: Score) -> None:
    _, _, *rest = scores.score_row(pattern, 0, score)
    store.connection.execute("INSERT INTO pattern_score VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (pattern, *rest))
    store.connection.executemany(
        f"INSERT INTO pattern_section VALUES ({', '.join('?' * 15)})", scores.section_rows(pattern, score)
    )


def _add_covenants(store: Store, size: Size) -> None:
    run, run_many = store.connection.execute, store.connection.executemany
    run("CREATE TEMP TABLE placed (assessment INTEGER PRIMARY KEY, pattern INTEGER, year INTEGER)")
    placed: list[tuple[int, int, int]] = []
    assessments: list[tuple[int, int, int]] = []
    for at in range(1, size.covenants + 1):
        covenant = f"CONVENANT-{at:02}"
        number = stable_id("covenant", covenant)
        run(
            "INSERT INTO covenant (id, code, name_nl, sector, start_date) VALUES (?, ?, ?, 'Bouw', '2014-06-01')",
            (number, covenant, f"Convenant nummer {at}"),
        )
        rounds = [_add_round(store, covenant, place) for place in range(size.rounds)]
        parties = [stable_id("party", covenant, f"P{place:04}") for place in range(size.participants)]
        run_many(
            "INSERT INTO party (id, covenant, code, name, joined_on) VALUES (?, ?, ?, ?, '2014-07-01')",
            [(key, number, f"P{place:04}", f"Deelnemer {place} B.V.") for place, key in enumerate(parties)],
        )
        _add_figures(store, number, covenant, parties, size.rounds)
        for place, party in enumerate(parties):
            for year, round_ in enumerate(rounds, 1):
                key = stable_id("assessment", covenant, str(place), str(year))
                assessments.append((key, party, round_))
                placed.append((key, (place * 7 + year * 31 + at * 101) % _PATTERNS, year))
        _add_target(store, number, covenant)
    run_many(
        "INSERT INTO assessment (id, party, round, status, assessor, assessed_on)"
        " VALUES (?, ?, ?, 'assessed', 'A. Voorbeeld', '2024-01-15')",
        sorted(assessments),
    )
    run_many("INSERT INTO placed VALUES (?, ?, ?)", sorted(placed))
    run(
        "INSERT INTO rating (assessment, criterion, value, not_applicable, na_reason)"
        " SELECT a.assessment, g.criterion, g.value, g.na, g.reason FROM placed a"
        " CROSS JOIN pattern_rating g ON g.pattern = a.pattern ORDER BY a.assessment, g.criterion"
    )
    run(
        "INSERT INTO score SELECT a.assessment, a.year, o.score, o.low, o.high, o.rated, o.applicable, o.summary,"
        " o.complete FROM placed a CROSS JOIN pattern_score o ON o.pattern = a.pattern"
    )
    run(
        "INSERT INTO section_score SELECT a.assessment, o.code, o.position, o.weight, o.points, o.maximum, o.low,"
        " o.high, o.applicable, o.fully, o.partially, o.not_met, o.na, o.not_counted, o.entered"
        " FROM placed a CROSS JOIN pattern_section o ON o.pattern = a.pattern"
    )


def _add_round(store: Store, covenant: str, place: int) -> int:
    year = _FIRST_YEAR + place
    number = stable_id("round", covenant, str(year))
    store.connection.execute(
        "INSERT INTO round (id, covenant, code, first_day, last_day, framework, on_track_margin)"
        " VALUES (?, ?, ?, ?, ?, ?, 10)",
        (
            number,
            stable_id("covenant", covenant),
            str(year),
            date(year, 1, 1).isoformat(),
            date(year, 12, 31).isoformat(),
            stable_id("framework", "WIDE", "1"),
        ),
    )
    store.connection.executemany(
        "INSERT INTO requirement (round, participation_year, required_percent) VALUES (?, ?, ?)",
        [(number, year, percent) for year, percent in enumerate(_REQUIRED, 1)],
    )
    return number


def _add_figures(store: Store, covenant: int, code: str, parties: Sequence[int], rounds: int) -> None:
    years = range(_FIRST_YEAR, _FIRST_YEAR + rounds)
    rows = [
        (stable_id("figure", code, str(year), name), covenant, None, year, name, value, unit)
        for year in years
        for name, value, unit in (("companies", 4 * len(parties), ""), ("turnover", 90 * len(parties), "EUR million"))
    ] + [
        (
            stable_id("figure", code, str(year), str(party)),
            covenant,
            party,
            year,
            "turnover",
            10 + party % 70,
            "EUR million",
        )
        for year in years
        for party in parties
    ]
    store.connection.executemany(
        "INSERT INTO figure (id, covenant, party, year, figure, value, unit) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )


def _add_target(store: Store, covenant: int, code: str) -> None:
    run = store.connection.execute
    indicator, target = stable_id("indicator", code), stable_id("target", code)
    run("INSERT INTO indicator (id, covenant, code, unit) VALUES (?, ?, 'AANDEEL', '%')", (indicator, covenant))
    for year, value in ((2015, 20), (2016, 31), (2017, 38), (2018, 47)):
        run("INSERT INTO observation (indicator, day, value) VALUES (?, ?, ?)", (indicator, f"{year}-12-31", value))
    run("INSERT INTO target (id, covenant, code, indicator) VALUES (?, ?, 'AANDEEL', ?)", (target, covenant, indicator))
    run("INSERT INTO milestone (target, day, value) VALUES (?, '2025-12-31', 90)", (target,))
