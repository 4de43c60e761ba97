"""Rating one criterion: from the key press to saved and repainted, against one commit of one row in such a file."""

import shutil
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import Run, interleaved
from covenant_monitor.store.store import Store, open_store
from covenant_monitor_ui.application import build
from covenant_monitor_ui.pages.assessments_grid import CriteriaTable
from covenant_monitor_ui.settings import Settings

REPETITIONS = 40
COVENANT, ROUND, PARTY = "KLEDING", "2020", "VOORBEELD-MODE"
_KEYS = {"1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3}
_MARKS = {"1": "fully", "2": "partially", "3": "not"}


def measure() -> list[Figure]:
    """The demo's draft assessment in the real window; and the same file without its triggers, written to directly."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = data.make_demo(folder)
        bare = folder / "bare.covenant"
        shutil.copyfile(demo, bare)
        window = build(app, Settings(folder / "settings.json"))
        window.show()
        window.open_path(demo)
        window.session.choose(COVENANT, ROUND)
        window.go_to("assessments", party=PARTY)
        table = cast(Any, window.pages["assessments"]).view.table
        until_idle()
        with open_store(bare) as store:
            ours, commits = interleaved(REPETITIONS, _rating(window.session.file, table), _commit(store))
        window.close()
    one = median(commits)
    return [
        Figure("rate one criterion, key to saved and repainted: median / one commit", median(ours), one, 2, 0.030),
        Figure(f"the same: the worst of {REPETITIONS}", max(ours), one, limit=0.030),
    ]


class Paints(QObject):
    """Counts the paints of one widget."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0
        parent.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def until_idle() -> None:
    """Let the window do all that it has to: what it posted, its timers that are due, its paints."""
    dispatcher = QAbstractEventDispatcher.instance()
    while dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
        pass


def _rating(store: Store, table: CriteriaTable) -> Run:
    """Rates the next criterion otherwise than it is, from the top again after the last."""
    paints = Paints(table.viewport())
    places = _places(table)

    def saved() -> int:
        return int(store.connection.execute("SELECT count(*) FROM change_set").fetchone()[0])

    def run() -> float:
        place = next(places)
        table.setFocus()
        table.go_to(place)
        until_idle()
        mark = cast(Any, table.criteria.rows[place]).mark
        key = next(key for key, other in _MARKS.items() if other != mark)
        before, painted = saved(), paints.count
        start = perf_counter()
        QTest.keyClick(table, _KEYS[key])
        until_idle()
        taken = perf_counter() - start
        now = cast(Any, table.criteria.rows[place]).mark
        if (saved(), now, paints.count > painted) != (before + 1, _MARKS[key], True):
            raise RuntimeError(f"key {key} in row {place} was not saved and shown: {mark} became {now}")
        return taken

    return run


def _places(table: CriteriaTable) -> Iterator[int]:
    rows = table.criteria.rows
    return cycle([place for place, row in enumerate(rows) if hasattr(row, "outside") and not row.outside])


def _commit(store: Store) -> Run:
    data.without_ledger(store)
    run = store.connection.execute
    key = run("SELECT assessment, criterion FROM rating WHERE value IS NOT NULL").fetchone()
    values = cycle((0, 1))

    def commit() -> float:
        start = perf_counter()
        run("BEGIN IMMEDIATE")
        run("UPDATE rating SET value = ? WHERE assessment = ? AND criterion = ?", (next(values), *key))
        run("COMMIT")
        return perf_counter() - start

    return commit
