"""The scores of a whole round from the store, against one SQL scan of the ratings that they follow from."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import interleaved, timed
from covenant_monitor.store import queries
from covenant_monitor.store.store import Store, create, open_store

REPETITIONS = 15
_OF_THE_ROUND = (
    "FROM assessment a JOIN rating g ON g.assessment = a.id JOIN round r ON r.id = a.round"
    " JOIN covenant c ON c.id = r.covenant WHERE c.code = ? AND r.code = ? AND a.kind = 'secretariat'"
)


def measure() -> list[Figure]:
    """Rounds of three sizes."""
    figures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(data.make_demo(folder)) as store:
            figures += _of(store, "2020", "demo")
        with create(folder / "garment.covenant") as store:
            data.import_garment(store)
            figures += _of(store, "2020", "garment data")
        with data.make_large(folder / "large.covenant") as store:
            figures += _of(store, "2020", "made up")
    return figures


def _of(store: Store, round_: str, name: str) -> list[Figure]:
    covenant = queries.covenants(store)[0].code
    query = store.connection.execute
    key = (covenant, round_)
    n = query(f"SELECT count(*) {_OF_THE_ROUND}", key).fetchone()[0]
    ours, scan, total = interleaved(
        REPETITIONS,
        timed(lambda: queries.standings(store, covenant, round_)),
        timed(
            lambda: query(
                f"SELECT g.assessment, g.criterion, g.value, g.not_applicable {_OF_THE_ROUND}", key
            ).fetchall()
        ),
        timed(lambda: query(f"SELECT sum(g.value) {_OF_THE_ROUND}", key).fetchone()),
    )
    return [
        Figure(f"scores of a round ({name}, {n:,} ratings) / its ratings fetched", median(ours), median(scan), most=2),
        Figure(f"scores of a round ({name}) / sum(value) in SQL, nothing fetched", median(ours), median(total)),
    ]
