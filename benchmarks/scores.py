"""The scores of a whole round from the store, against one SQL scan of the ratings that they follow from."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import interleaved, timed
from covenant_monitor.domain import model
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.store import Store, create, open_store

REPETITIONS = 15
_OF_THE_ROUND = (
    "FROM assessment a JOIN rating g ON g.assessment = a.id JOIN round r ON r.id = a.round"
    " JOIN covenant c ON c.id = r.covenant WHERE c.code = ? AND r.code = ? AND a.kind = 'secretariat'"
)


def measure() -> list[Figure]:
    """Rounds of three sizes; the first time, and when what they are made of is remembered from before."""
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
    columns = "g.assessment, g.criterion, g.value, g.not_applicable"
    standings = timed(lambda: standing_reading.standings(store, covenant, round_))

    def first_standings() -> float:
        forget()
        return standings()

    first, again, scan, total = interleaved(
        REPETITIONS,
        first_standings,
        standings,
        timed(lambda: query(f"SELECT {columns} {_OF_THE_ROUND}", key).fetchall()),
        timed(lambda: query(f"SELECT sum(g.value) {_OF_THE_ROUND}", key).fetchone()),
    )
    what = f"scores of a round ({name}, {n:,} ratings)"
    return [
        Figure(f"{what}, first time / its ratings fetched", median(first), median(scan), most=2),
        Figure(f"{what}, again / its ratings fetched", median(again), median(scan), most=2),
        Figure(f"{what}, first time / sum(value)", median(first), median(total)),
    ]


def forget() -> None:
    """Empty what functions remember from call to call, as it is when a file has just been opened."""
    for module in (model, queries):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()
