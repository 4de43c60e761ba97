"""What the Overview and the national picture need of a file of thirteen covenants, against plain SQL over its ratings.

Once the file is open: the whole picture of one covenant, and the national picture of all. After one rating: stored, and
both of these brought up to date.
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.scores import forget
from benchmarks.table import Figure
from benchmarks.timing import Run, interleaved, timed
from benchmarks.wide import NORMAL, Size, make_wide
from covenant_monitor.domain.headline import outcomes, section_means
from covenant_monitor.domain.model import Rating
from covenant_monitor.domain.national import national
from covenant_monitor.exchange.risk_sectors import risk_sectors
from covenant_monitor.store import national as reading
from covenant_monitor.store import pictures, queries
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import Change, Store, open_store

REPETITIONS = 9
DAY = date(2026, 1, 1)
_SCAN = "SELECT sum(value) FROM rating"
_PLAIN = """
SELECT r.covenant, r.id, p.group_code, sum(c.weight * g.value) / sum(c.weight)
FROM rating g JOIN assessment a ON a.id = g.assessment JOIN round r ON r.id = a.round JOIN party p ON p.id = a.party
    JOIN criterion c ON c.id = g.criterion
WHERE a.kind = 'secretariat' AND a.status IN ('assessed', 'reviewed', 'final') AND g.value IS NOT NULL
GROUP BY r.covenant, r.id, p.group_code
"""


def measure() -> list[Figure]:
    """Thirteen covenants of 150 participants and six rounds, as many as there have ever been in one country."""
    return of(NORMAL, ready=0.1)


def of(size: Size, *, ready: float) -> list[Figure]:
    """A file of this size. `ready`: the aim for once it is open, in seconds; after one rating it is always 0.05."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.covenant"
        make_wide(path, size)
        opened, overview, all_covenants, scan, plain = interleaved(
            REPETITIONS,
            _opened(path, _both),
            _opened(path, _overview),
            _opened(path, _national),
            _opened(path, lambda store: store.connection.execute(_SCAN).fetchall()),
            _opened(path, lambda store: store.connection.execute(_PLAIN).fetchall()),
            warm=False,
        )
        with open_store(path) as store:
            changed, stored = interleaved(REPETITIONS, _changed(store), timed(_rate(store)))
    return [
        Figure(f"dashboard of {size}, once open / one scan of the ratings", median(opened), median(scan), limit=ready),
        Figure(f"dashboard of {size}, once open / mean per round from the ratings", median(opened), median(plain)),
        Figure("of which one covenant with all of its rounds", median(overview), median(scan)),
        Figure("of which the national picture", median(all_covenants), median(scan)),
        Figure("one rating stored, and both again", median(changed), limit=0.05),
        Figure("of which the store, with ledger and scores", median(stored)),
    ]


def _overview(store: Store) -> None:
    """All rounds are read; the last one is looked at, and the others are when their chart is drawn, beside the work."""
    picture = pictures.picture(store, queries.covenants(store)[-1].code)
    counted = picture.rounds[-1].headline.counted
    outcomes(counted)
    section_means(counted)


def _national(store: Store) -> None:
    national(reading.read(store, DAY), risk_sectors(), DAY)


def _both(store: Store) -> None:
    _overview(store)
    _national(store)


def _opened(path: Path, work: Callable[[Store], object]) -> Run:
    """Opens the file anew, which does not count, and does the work in it."""

    def run() -> float:
        forget()
        with closing(open_store(path)) as store:
            start = perf_counter()
            work(store)
            return perf_counter() - start

    return run


def _key(store: Store) -> AssessmentKey:
    """An assessment of the last round of the last covenant."""
    covenant = queries.covenants(store)[-1].code
    round_ = queries.rounds(store, covenant)[-1].code
    return AssessmentKey(covenant, round_, queries.parties(store, covenant)[0].code)


def _rate(store: Store) -> Callable[[], Change]:
    """Rates a criterion otherwise than it is, every time."""
    key, values = _key(store), cycle((0, 1))
    return lambda: rate(store, key=key, ratings={"1.01": Rating(next(values))})


def _changed(store: Store) -> Run:
    verb = _rate(store)
    picture = pictures.picture(store, _key(store).covenant)
    contents = reading.read(store, DAY)

    def run() -> float:
        nonlocal picture, contents
        start = perf_counter()
        change = verb()
        picture = pictures.renewed(store, picture, [change])
        section_means(picture.rounds[-1].headline.counted)
        contents = reading.renewed(store, contents, DAY, [change])
        national(contents, risk_sectors(), DAY)
        return perf_counter() - start

    return run
