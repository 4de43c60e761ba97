"""Rating one criterion: from the key press to saved and repainted, against one commit of one row in such a file.

And the same in a round of 200 participants with 150 criteria, of which the rows are also scrolled.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast
from unittest.mock import patch

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks import data
from benchmarks.table import Figure
from benchmarks.timing import Run, interleaved, timed
from covenant_monitor.domain.model import Rating
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import Store, open_store
from covenant_monitor_ui import application
from covenant_monitor_ui.main import main
from covenant_monitor_ui.pages.assessments.grid import CriteriaTable
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow

REPETITIONS = 40
SCROLLS = 200
FRAME = 0.016
"""Seconds: what a screen with 60 pictures a second gives for one."""
_SECTIONS = 10
_START_MS = 2500
"""By then the program has come to rest."""
_OPENING = 60
"""Seconds that a large file may take to open."""
COVENANT, ROUND, PARTY = "KLEDING", "2020", "VOORBEELD-MODE"
_KEYS = {"1": Qt.Key.Key_1, "2": Qt.Key.Key_2, "3": Qt.Key.Key_3}
_MARKS = {"1": "fully", "2": "partially", "3": "not"}


def measure() -> list[Figure]:
    """The demo's draft assessment in the program as it is started; and its file without triggers, written directly."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = data.make_demo(folder)
        bare = folder / "bare.covenant"
        shutil.copyfile(demo, bare)
        with patch.dict(os.environ, dict.fromkeys(("XDG_STATE_HOME", "LOCALAPPDATA"), name)):
            large = data.make_assessed(folder)
            ours, stored, one, keys, scrolled, many = _in_the_program(
                demo, lambda window: [*_timed_in(window, bare), *_timed_in_large(window, large)]
            )
    size = f"{data.ASSESSED_PARTICIPANTS} x {data.ASSESSED_CRITERIA}"
    return [
        Figure(f"rate a criterion: key to saved and repainted, median of {REPETITIONS}", median(ours), limit=0.030),
        Figure(f"rate a criterion: the worst of {REPETITIONS}", max(ours), limit=0.030),
        Figure("rate a criterion / one commit of one row", median(ours), median(one), most=2),
        Figure("of which the store, with ledger and scores / one commit", median(stored), median(one)),
        Figure(f"rate a criterion of {size}: median of {REPETITIONS}", median(keys), limit=0.030),
        Figure(f"rate a criterion of {size}: the worst of {REPETITIONS}", max(keys), limit=0.030),
        Figure(f"scroll {size} by a row, repainted: median of {SCROLLS}", median(scrolled), limit=FRAME),
        Figure(f"scroll {size} by a row, repainted: the worst of {SCROLLS}", max(scrolled), limit=FRAME),
        Figure(f"rate a section of {size} at once: median of {_SECTIONS}", median(many)),
    ]


def _in_the_program(path: Path, work: Callable[[MainWindow], list[list[float]]]) -> list[list[float]]:
    """Start the program on a file, do `work` in its event loop once its window stands, and close it."""
    build = application.build
    done: list[list[float]] = []
    failed: list[BaseException] = []

    def work_in(window: MainWindow) -> None:
        try:
            until_idle()
            done.extend(work(window))
        except BaseException as error:
            failed.append(error)
        window.close()

    def build_and_work(app: QApplication, settings: Settings) -> MainWindow:
        window = build(app, settings)
        QTimer.singleShot(_START_MS, window, lambda: work_in(window))
        return window

    # The program keeps bugs for its log; here they are to be seen.
    with patch.object(application, "build", build_and_work), patch.object(sys, "excepthook", sys.excepthook):
        main([str(path)])
    if failed:
        raise failed[0]
    return done


def _timed_in(window: MainWindow, bare: Path) -> list[list[float]]:
    window.session.choose(COVENANT, ROUND)
    window.go_to("assessments", party=PARTY)
    table = cast(Any, window.pages["assessments"]).view.table
    until_idle()
    with open_store(bare) as store:
        file = window.session.file
        return interleaved(REPETITIONS, _press(file, table), _rate(file), _commit(store))


def _timed_in_large(window: MainWindow, large: Path) -> list[list[float]]:
    window.resize(1920, 1080)
    window.open_path(large)
    start = perf_counter()
    while window.session.path() != large:  # a large file opens beside the work
        if perf_counter() - start > _OPENING:
            raise RuntimeError(f"{large} was not opened")
        until_idle()
    window.go_to("assessments", party="P100")
    table = cast(Any, window.pages["assessments"]).view.table
    until_idle()
    (keys,) = interleaved(REPETITIONS, _press(window.session.file, table))
    (scrolled,) = interleaved(SCROLLS, _scroll(table))
    (many,) = interleaved(_SECTIONS, _rate_section(table))
    return [keys, scrolled, many]


def _scroll(table: CriteriaTable) -> Run:
    """Moves the rows by one, down and at the end up again, and paints them all."""
    bar, row = table.verticalScrollBar(), table.verticalHeader().defaultSectionSize()
    bar.setValue(0)
    step = row

    def run() -> float:
        nonlocal step
        if not bar.minimum() <= bar.value() + step <= bar.maximum():
            step = -step
        start = perf_counter()
        bar.setValue(bar.value() + step)
        table.viewport().repaint()
        return perf_counter() - start

    return run


def _rate_section(table: CriteriaTable) -> Run:
    """Chooses a whole section and rates it, every time otherwise."""
    levels = cycle((Qt.Key.Key_1, Qt.Key.Key_2))
    heads = cycle([place for place, row in enumerate(table.criteria.rows) if not hasattr(row, "outside")])

    def run() -> float:
        table.setFocus()
        table.go_to(next(heads) + 1)
        QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        until_idle()
        start = perf_counter()
        QTest.keyClick(table, next(levels))
        until_idle()
        return perf_counter() - start

    return run


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


def _press(store: Store, table: CriteriaTable) -> Run:
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


def _rate(store: Store) -> Run:
    """The same without a window, in another draft: the window does not know of it."""
    party, criterion = store.connection.execute(
        "SELECT p.code, k.code FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " JOIN criterion k ON k.framework = r.framework"
        " WHERE r.code = ? AND a.kind = 'secretariat' AND a.status = 'draft' AND p.code <> ?",
        (ROUND, PARTY),
    ).fetchone()
    assessment = AssessmentKey(COVENANT, ROUND, party)
    values = cycle((0, 1))
    return timed(lambda: rate(store, key=assessment, ratings={criterion: Rating(next(values))}))


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
