"""An open covenant file. Reading is in `queries`; everything that changes it goes through `Store.change`."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.store import backup, ledger, lock, migrations, opening, scores
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.queries import Reader


@dataclass
class Change:
    """A transaction under way, and after it what it changed. `tables` is empty where nothing did."""

    number: int = 0
    tables: frozenset[str] = frozenset()
    rows: int = 0
    assessments: frozenset[int] = frozenset()


class Store(Reader):
    """One open file. Not for use in two threads at once.

    `user` is who the ledger names. `read_only`: no change is possible, and `change` says so.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, *, user: str, read_only: bool, scratch: Path | None = None
    ) -> None:
        """`scratch`: a temporary folder that the file is a copy in, and that goes when it is closed."""
        super().__init__(connection)
        self._scratch = scratch
        self.path = path
        self.user = user
        self.read_only = read_only
        self._identity = opening.identity(path)
        self._stacks: ledger.Stacks | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let go of its lock. A second time does nothing."""
        self.connection.close()
        opening.forget(self._identity)
        if not self.read_only:
            lock.release(self.path)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @contextmanager
    def change(
        self, action: str, detail: Mapping[str, object], *, why: str = "", kind: str = "edit", reverts: int | None = None
    ) -> Iterator[Change]:
        """One change set: what the block writes is kept whole with its ledger and scores, or not at all.

        `action` is a key of `ledger.ACTIONS`, `detail` what its text is filled with. A block that changes nothing
        leaves no change set. An exception in the block rolls everything back and is raised again.

        Raises:
            Problem: the file is read-only, was replaced or removed since it was opened, or the disk is full.
        """
        self._must_be_writable()
        change = Change()
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            change.number = ledger.open_change_set(
                self.connection, who=self.user, action=action, detail=detail, why=why, kind=kind, reverts=reverts
            )
            yield change
            self.refresh_scores(change)
            change.rows = ledger.seal_change_set(self.connection, change.number)
            if change.rows:
                self.connection.execute("COMMIT")
            else:
                self.connection.execute("ROLLBACK")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self.forget_frameworks()
            if isinstance(error, sqlite3.OperationalError):
                raise opening.explain(error, self.path) from error
            raise
        if change.rows:
            self.history.note(change.number, kind, reverts)

    def refresh_scores(self, change: Change) -> None:
        """Keep the scores that follow from what `change` has written so far; once per change, at its end."""
        if change.tables:
            return
        change.tables = frozenset(
            row[0]
            for row in self.connection.execute("SELECT DISTINCT tbl FROM change WHERE change_set = ?", (change.number,))
        )
        if change.tables & scores.FRAMEWORK_TABLES:
            self.forget_frameworks()
        change.assessments = frozenset(scores.affected(self.connection, change.number))
        scores.refresh(self, change.assessments)

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise Problem("{file} is open read-only: it cannot be changed. Save a copy to work in.", file=self.path.name)
        try:
            replaced = opening.identity(self.path) != self._identity
        except OSError:
            replaced = True
        if replaced:
            raise Problem(
                "{file} was moved or replaced since it was opened. Save your work as a copy, then open the file again.",
                file=self.path.name,
            )

    @property
    def history(self) -> ledger.Stacks:
        """What can be undone and redone."""
        if self._stacks is None:
            self._stacks = ledger.stacks(self.connection)
        return self._stacks

    def next_undo(self) -> ChangeSet | None:
        """What `undo` would undo."""
        undo = self.history.undo
        return ledger.change_set(self.connection, undo[-1]) if undo else None

    def next_redo(self) -> ChangeSet | None:
        """What `redo` would redo."""
        redo = self.history.redo
        return ledger.change_set(self.connection, redo[-1][0]) if redo else None

    def undo(self) -> tuple[ChangeSet, Change]:
        """Undo the last change set that is not undone; it survives a restart. Raises Problem where there is none."""
        last = self.next_undo()
        if last is None:
            raise Problem("There is nothing to undo.")
        return last, self._revert(last, last.id, "undo")

    def redo(self) -> tuple[ChangeSet, Change]:
        """Do again what was undone last, if nothing was changed since. Raises Problem where there is none."""
        last = self.next_redo()
        if last is None:
            raise Problem("There is nothing to redo.")
        return last, self._revert(last, self.history.redo[-1][1], "redo")

    def _revert(self, named: ChangeSet, number: int, kind: str) -> Change:
        with self.change(named.action, named.detail, kind=kind, reverts=number) as change:
            ledger.revert(self.connection, number)
        return change


def create(path: Path, *, user: str | None = None) -> Store:
    """Make a new, empty covenant file, and open it. Raises Problem where there is a file already."""
    if path.exists():
        raise Problem("{path} exists already. Choose another name.", path=path)
    with replacing(path) as temporary:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            migrations.migrate(connection)
        finally:
            connection.close()
    return open_store(path, user=user)


def open_store(
    path: Path, *, user: str | None = None, read_only: bool = False, take_over: bool = False
) -> Store:
    """Open a covenant file. Where it cannot be written it is opened read-only, as `Store.read_only` then says.

    An older file is brought up to date after a verified backup. `take_over` breaks a lock that another computer, or
    nobody that can be found, left behind; only a person can decide that.

    Raises:
        Problem: the file is missing, foreign, empty, newer, damaged or open elsewhere. It is left as it was.
    """
    version = opening.schema_version(path)
    read_only = read_only or not opening.is_writable(path)
    who = user or lock.system_user()
    if read_only:
        if version < migrations.SCHEMA_VERSION:
            raise Problem(
                "{file} was made by an older Covenant Monitor, and must be brought up to date first. "
                "Open it once where it can be written.",
                file=path.name,
            )
        return Store(path, opening.connect(path, read_only=True), user=who, read_only=True)
    lock.acquire(path, take_over=take_over)
    try:
        connection = opening.connect(path, read_only=False)
        try:
            if version < migrations.SCHEMA_VERSION:
                backup.make(connection, path, "upgrade")
                migrations.migrate(connection)
            return Store(path, connection, user=who, read_only=False)
        except BaseException:
            connection.close()
            opening.forget(opening.identity(path))
            raise
    except BaseException:
        lock.release(path)
        raise


def open_copy(path: Path, *, user: str | None = None) -> Store:
    """Open a copy of a file that is open elsewhere, read-only, as it was last saved there.

    Raises Problem where it cannot be read, or was caught in the middle of being written.
    """
    opening.schema_version(path)
    folder = Path(tempfile.mkdtemp(prefix="covenant-monitor-"))
    try:
        # With its journal, so that a change under way is rolled back in the copy.
        for suffix in ("", "-journal"):
            original = path.with_name(path.name + suffix)
            if original.exists():
                shutil.copyfile(original, folder / original.name)
        connection = opening.connect(folder / path.name, read_only=True)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise Problem("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error
        raise
    return Store(folder / path.name, connection, user=user or lock.system_user(), read_only=True, scratch=folder)
