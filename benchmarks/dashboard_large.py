"""The dashboard of a file larger than any: 7.8 million ratings, half a gigabyte in the temporary folder meanwhile."""

from benchmarks import dashboard
from benchmarks.table import Figure
from benchmarks.wide import LARGE


def measure() -> list[Figure]:
    """Thirteen covenants of 1,000 participants and ten rounds."""
    return dashboard.of(LARGE, ready=0.3)
