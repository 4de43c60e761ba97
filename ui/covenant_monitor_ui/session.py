"""What the window works in: the open file, the covenant and the round that are chosen, the language.

Everything that changes the file goes through `Session.change` (at once) or `Session.in_background` (slow work): errors
become messages, and `changed` says once what changed. Pages hold a session and nothing global.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.store import pictures, queries
from covenant_monitor.store.backup import backups, make_daily
from covenant_monitor.store.store import Change, Store

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The user cancelled."""


class Progress(QObject):
    """How far a background task is, and whether it should stop. Made in the GUI thread, told from the worker."""

    moved = Signal(int, int)

    def __init__(self, title: str, *, can_stop: bool = False) -> None:
        """`can_stop`: whether the task takes steps, and so can be stopped between them."""
        super().__init__()
        self.title = title
        self.can_stop = can_stop
        self.reached = 0, 0
        """How many steps are done, of how many."""
        self._stop = False

    def step(self, done: int, of: int) -> None:
        """Tell how far it is. Raises Stopped where the user has cancelled."""
        self.reached = done, of
        if self._stop:
            raise Stopped
        self.moved.emit(done, of)

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        self._stop = True


class _Task(QObject):
    """Runs one callable in a worker thread, and its outcome in the GUI thread."""

    finished = Signal(object, object)

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        """In the worker."""
        try:
            result, error = self._work(), None
        except BaseException as caught:
            result, error = None, caught
        with suppress(RuntimeError):  # the application is gone: nobody is waiting
            self.finished.emit(result, error)


class _Runner(QRunnable):
    def __init__(self, task: _Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


class Session(QObject):
    """One window's work. `store` is None until a file is open."""

    changed = Signal(object)
    """A `Change` was written (by an edit, undo, redo or import): its `tables` and `assessments`."""
    place_changed = Signal()
    """Another file, covenant or round is chosen."""
    language_changed = Signal()
    problem_met = Signal(object)
    """A `Problem` to show to the user."""
    notice_given = Signal(str)
    """Something good to know, in the window's language already."""
    lead_wanted = Signal(str, str)
    """What a mark in a chart leads to: the kind of thing and its code, as `charts.chart.Spot.goes_to` has them."""
    task_started = Signal(object)
    """A `Progress`, of work that has begun in the background."""
    task_ended = Signal(object)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language
        self.store: Store | None = None
        self._has_changed = False
        self.covenant = ""
        self.round = ""
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._tasks: set[_Task] = set()
        self._progresses: set[Progress] = set()
        self._picture: CovenantPicture | None = None
        self._pictured = ""
        self._unseen: list[Change] = []
        self.changed.connect(self._note_change, Qt.ConnectionType.DirectConnection)

    @property
    def file(self) -> Store:
        """The open file. Only for code that runs while one is open."""
        if self.store is None:
            raise RuntimeError("no file is open")
        return self.store

    @property
    def is_open(self) -> bool:
        """Whether there is a file."""
        return self.store is not None

    @property
    def can_write(self) -> bool:
        """Whether there is a file that can be changed."""
        return self.store is not None and not self.store.read_only

    @property
    def picture(self) -> CovenantPicture:
        """The chosen covenant as a whole; after a change only what it touched is read again."""
        if self._picture is None or self._pictured != self.covenant:
            self._picture = pictures.picture(self.file, self.covenant)
        elif self._unseen:
            self._picture = pictures.renewed(self.file, self._picture, self._unseen)
        self._pictured = self.covenant
        self._unseen.clear()
        return self._picture

    @Slot(object)
    def _note_change(self, change: Change) -> None:
        if self._picture is not None:
            self._unseen.append(change)

    def open(self, store: Store) -> None:
        """Work in `store` from now on, and close the file before it."""
        self.close()
        self.store = store
        known = queries.covenants(store)
        self.covenant = known[0].code if known else ""
        self.round = self._latest_round()
        self.place_changed.emit()

    def close(self) -> None:
        """Let go of the file, after what is under way."""
        self.finish_tasks()
        if self.store is not None:
            if self._has_changed:
                self._back_up()
            self.store.close()
            self.store = None
            self.covenant = self.round = ""
            self._picture = None
            self._unseen.clear()

    def _back_up(self) -> None:
        """Make the day's backup; where that cannot be, the file itself is as good as it was, and is closed."""
        self._has_changed = False
        try:
            make_daily(self.file.connection, self.file.path)
        except (Problem, OSError) as problem:
            log.warning("no backup at closing: %s", problem)

    def choose(self, covenant: str, round_: str | None = None) -> None:
        """Go to a covenant, and to a round of it (None: its latest)."""
        self.covenant = covenant
        self.round = self._latest_round() if round_ is None else round_
        self.place_changed.emit()

    def _latest_round(self) -> str:
        rounds = queries.rounds(self.file, self.covenant) if self.covenant else []
        return rounds[-1].code if rounds else ""

    def set_language(self, language: Language) -> None:
        """Speak `language` from now on."""
        self.language = language
        self.language_changed.emit()

    def change(self, verb: Callable[[], Change]) -> bool:
        """Run a verb of the store that changes something; whether it succeeded. What went wrong is told."""
        problem = self.attempt(verb)
        if problem is not None:
            self.tell(problem)
        return problem is None

    def attempt(self, verb: Callable[[], Change]) -> Problem | None:
        """Run a verb of the store that changes something; what stopped it, to be said where it belongs."""
        try:
            change = verb()
        except Problem as problem:
            return problem
        if change.tables:
            self.tell_change(change)
        return None

    def tell_change(self, change: Change) -> None:
        """Say what was written; where that took away the covenant or round that is chosen, go to another first."""
        self._has_changed = True
        moved = bool(change.tables & {"covenant", "round"}) and self._leave_what_is_gone()
        self.changed.emit(change)
        if moved:
            self.place_changed.emit()

    def _leave_what_is_gone(self) -> bool:
        """Choose a covenant and round that there are; whether others were chosen until now."""
        before = self.covenant, self.round
        known = [covenant.code for covenant in queries.covenants(self.file)]
        if self.covenant not in known:
            self.covenant = known[0] if known else ""
        rounds = queries.rounds(self.file, self.covenant) if self.covenant else []
        if self.round not in [round_.code for round_ in rounds]:
            self.round = self._latest_round()
        return (self.covenant, self.round) != before

    def undo(self) -> None:
        """Undo the last change."""
        self._step(lambda: self.file.undo()[1])

    def redo(self) -> None:
        """Redo what was undone last."""
        self._step(lambda: self.file.redo()[1])

    def _step(self, step: Callable[[], Change]) -> None:
        if self.is_open:
            self.change(step)

    @property
    def locked(self) -> str:
        """Why nothing can be changed, in the window's language; "" where there is a file that can be."""
        if self.can_write:
            return ""
        return self.language.gettext("This file is open read-only: nothing in it can be changed.")

    def may_write(self) -> bool:
        """Whether there is a file that can be changed; that it is read-only is said."""
        if self.store is not None and self.store.read_only:
            self.tell(Problem("This file is open read-only: nothing in it can be changed."))
        return self.can_write

    def tell(self, problem: Problem) -> None:
        """Show a problem to the user."""
        log.info("told the user: %s", problem)
        self.problem_met.emit(problem)

    def in_background(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        *,
        progress: Progress | None = None,
        failed: Callable[[BaseException], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> None:
        """Run `work` in a worker thread, one after another, then `done` with its result in this thread.

        `work` must not touch the open file unless nothing else does meanwhile: give it what it needs. A Problem is
        told (or given to `failed`), a bug is raised in this thread, where it is logged. `stopped` is called where the
        user has cancelled.
        """
        task = _Task(work)
        self._tasks.add(task)
        if progress is not None:
            self._progresses.add(progress)
            self.task_started.emit(progress)

        def ended(result: object, error: BaseException | None) -> None:
            self._tasks.discard(task)
            if progress is not None:
                self._progresses.discard(progress)
                self.task_ended.emit(progress)
            if error is None:
                done(result)
            elif isinstance(error, Stopped):
                if stopped is not None:
                    stopped()
            elif failed is not None:
                failed(error)
            elif isinstance(error, Problem):
                self.tell(error)
            else:
                raise error

        task.finished.connect(ended, Qt.ConnectionType.QueuedConnection)
        self._pool.start(_Runner(task))

    def finish_tasks(self) -> None:
        """Stop what can be stopped, and wait for what is under way."""
        for progress in self._progresses:
            progress.stop()
        self._pool.waitForDone()

    def recent_backup(self) -> str:
        """When the last backup was made, in words; "" where there is none."""
        made = backups(self.file.path)
        return self.language.moment(made[0].made) if made else ""

    def path(self) -> Path | None:
        """Where the open file is."""
        return self.store.path if self.store else None
