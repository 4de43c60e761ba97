"""Opening the demo's file as the window does: header, lock, quick check, the first standings."""

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import interleaved, timed
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.store import open_store

REPETITIONS = 15


def measure() -> list[Figure]:
    """Opening alone, and with what the participants page asks first."""
    with tempfile.TemporaryDirectory() as folder:
        path = data.make_demo(Path(folder))

        def with_standings() -> None:
            with open_store(path) as store:
                covenant = queries.covenants(store)[0].code
                standing_reading.standings(store, covenant, queries.rounds(store, covenant)[-1].code)

        opened, whole = interleaved(REPETITIONS, timed(lambda: open_store(path).close()), timed(with_standings))
    return [
        Figure("open the demo: lock, quick check, close", median(opened)),
        Figure("open the demo: the same with the first standings", median(whole)),
    ]
