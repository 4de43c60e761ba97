"""Every chart of 1,000 participants, drawn into pixels, against the same chart of six."""

from statistics import median

from benchmarks.table import Figure
from benchmarks.timing import Run, interleaved, timed
from covenant_monitor.charts import CHARTS, Kind, Request, draw
from covenant_monitor.charts.gallery_covenant import gallery_covenant
from covenant_monitor.charts.saving import to_rgba
from covenant_monitor.language import language

REPETITIONS = 15
FEW, MANY = 6, 1000


def measure() -> list[Figure]:
    """One figure for every chart that is made of a round's participants."""
    kinds = [kind for kind in CHARTS.values() if kind.name not in ("target", "alignment", "dumbbell")]
    return [_of(kind) for kind in kinds if not kind.of_rounds]


def _of(kind: Kind) -> Figure:
    many, few = interleaved(REPETITIONS, _drawn(kind.name, MANY), _drawn(kind.name, FEW))
    return Figure(f"chart {kind.name}, {MANY:,} participants / {FEW}", median(many), median(few), most=2)


def _drawn(name: str, n: int) -> Run:
    request = Request(gallery_covenant(n)[0], language("nl"))
    return timed(lambda: to_rgba(draw(name, request)))
