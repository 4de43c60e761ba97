"""From the start of the process to the first paint: the window with the demo's participants against a bare one."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import Run, interleaved

ROOT = Path(__file__).parent.parent
REPETITIONS, CHART_REPETITIONS = 15, 5
_PATIENCE_S = 60


def measure() -> list[Figure]:
    """Fresh processes in turns, each with compiled modules and with settings of its own, as a Dutch user has them."""
    with tempfile.TemporaryDirectory() as folder:
        demo = str(data.make_demo(Path(folder)))
        environment = _environment(folder)
        bare = _start(environment, "benchmarks.bare_window")
        table = _start(environment, "benchmarks.table_window", demo)
        real = _start(environment, "benchmarks.real_window", demo)
        ours, tables, least = interleaved(REPETITIONS, real, table, bare)
        (with_chart,) = interleaved(CHART_REPETITIONS, _start(environment, "benchmarks.real_window", demo, "--chart"))
    baseline = median(least)
    return [
        Figure("first paint: the demo's participants / bare PySide6 window", median(ours), baseline, most=1.3),
        Figure("first paint: bare window with such a table, read by sqlite3", median(tables), baseline),
        Figure("overview's chart painted, from the start of the process", median(with_chart), baseline),
    ]


def _environment(folder: str) -> dict[str, str]:
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "COVENANT_MONITOR_LANGUAGE", "LC_ALL"}
    wanted = {"QT_QPA_PLATFORM": "offscreen", "LC_MESSAGES": "nl_NL.UTF-8"}
    folders = dict.fromkeys(("XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"), folder)
    return {name: value for name, value in os.environ.items() if name not in unwanted} | wanted | folders


def _start(environment: dict[str, str], *arguments: str) -> Run:
    def run() -> float:
        started = perf_counter_ns()
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_S
        )
        return (int(done.stdout.split()[-1]) - started) / 1e9

    return run
