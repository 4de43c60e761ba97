"""Timing runs against each other."""

from collections.abc import Callable
from time import perf_counter

Run = Callable[[], float]
"""Does the work once and returns how many seconds of it count."""


def timed(work: Callable[[], object]) -> Run:
    """A run of which everything counts."""

    def run() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return run


def interleaved(repetitions: int, *runs: Run, warm: bool = True) -> list[list[float]]:
    """The times of every run, taken in turns (A B A B ...), so that what else the machine does weighs on all alike."""
    if warm:
        for run in runs:
            run()
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(repetitions):
        for run, own in zip(runs, times, strict=True):
            own.append(run())
    return times
