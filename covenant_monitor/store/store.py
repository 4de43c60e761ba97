"""An open covenant file. Reading is in `queries`; everything that changes it goes through `Store.change`."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.store import backup, ledger, lock, migrations, opening, scores
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.texts import clean

_TRIES = 5


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
        self._closed = False
        self._stacks: ledger.Stacks | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let go of its lock. A second time does nothing."""
        if self._closed:
            return
        self._closed = True
        self.connection.close()
        opening.forget(self._identity)
        if not self.read_only:
            lock.release(self.path)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    @contextmanager
    def change(
        self,
        action: str,
        detail: Mapping[str, object],
        *,
        why: str = "",
        kind: str = "edit",
        reverts: int | None = None,
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
            self._roll_back()
            self.forget_frameworks()
            if isinstance(error, sqlite3.Error):
                raise opening.explain(error, self.path) from error
            raise
        if change.rows and self._stacks is not None:  # where they were not built yet, they will be with this one in
            self._stacks.note(change.number, kind, reverts)

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

    def _roll_back(self) -> None:
        """End the transaction. Where the disk does not even allow that, the journal does it when the file is opened."""
        if self.connection.in_transaction:
            with suppress(sqlite3.OperationalError):
                self.connection.execute("ROLLBACK")

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise Problem(
                "{file} is open read-only: it cannot be changed. Save a copy to work in.", file=self.path.name
            )
        if self.is_replaced:
            raise Problem(
                "{file} was moved or replaced since it was opened. Save your work as a copy, then open the file again.",
                file=self.path.name,
            )

    @property
    def is_replaced(self) -> bool:
        """Whether another file, or none, is by now where this one was opened: by a sync program, or a colleague."""
        try:
            return opening.identity(self.path) != self._identity
        except OSError:
            return True

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
    if not path.parent.is_dir():
        raise Problem("There is no folder {folder}. Make it first, or choose another.", folder=path.parent)
    try:
        with replacing(path) as temporary:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
                migrations.migrate(connection)
            opening.remove_journal(path)
    except sqlite3.Error as error:
        raise opening.explain(error, path) from error
    return open_store(path, user=user)


def open_store(path: Path, *, user: str | None = None, read_only: bool = False, take_over: bool = False) -> Store:
    """Open a covenant file. Where it cannot be written it is opened read-only, as `Store.read_only` then says.

    An older file is brought up to date after a verified backup. `take_over` breaks a lock that another computer, or
    nobody that can be found, left behind; only a person can decide that.

    Raises:
        Problem: the file is missing, foreign, empty, newer, damaged or open elsewhere. It is left as it was.
    """
    opening.schema_version(path)
    who = clean(user or "") or lock.system_user()
    if read_only or not opening.is_writable(path):
        return Store(path, _connect_to_read(path), user=who, read_only=True)
    lock.acquire(path, take_over=take_over)
    try:
        connection = opening.connect(path, read_only=False)
        identity = opening.identity(path)
        try:
            _bring_up_to_date(connection, path)
            return Store(path, connection, user=who, read_only=False)
        except BaseException:
            connection.close()
            opening.forget(identity)
            raise
    except BaseException:
        lock.release(path)
        raise


def _connect_to_read(path: Path) -> sqlite3.Connection:
    connection = opening.connect(path, read_only=True)
    if _version(connection) < migrations.SCHEMA_VERSION:
        connection.close()
        opening.forget(opening.identity(path))
        raise Problem(
            "{file} was made by an older Covenant Monitor, and must be brought up to date first. "
            "Open it once where it can be written.",
            file=path.name,
        )
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == migrations.SCHEMA_VERSION:
        return
    backup.make(connection, path, "upgrade")
    try:
        migrations.migrate(connection)
    except sqlite3.Error as error:
        raise opening.explain(error, path) from error


def _version(connection: sqlite3.Connection) -> int:
    """The schema version. The header that was looked at first may be of a migration that a crash has left half-way."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def open_copy(path: Path, *, user: str | None = None) -> Store:
    """Open a copy of a file that is open elsewhere, read-only, as it was last saved there.

    Raises Problem where it cannot be read, or was caught in the middle of being written.
    """
    opening.schema_version(path)
    folder = Path(tempfile.mkdtemp(prefix="covenant-monitor-"))
    try:
        _copy_while_still(path, folder)
        connection = _connect_to_read(folder / path.name)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise Problem("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error
        raise
    who = clean(user or "") or lock.system_user()
    return Store(folder / path.name, connection, user=who, read_only=True, scratch=folder)


def _copy_while_still(path: Path, folder: Path) -> None:
    """Copy a file with its journal, so that a change under way is rolled back in the copy.

    Raises Problem where changes keep ending while it is copied.
    """
    journal = opening.journal_of(path)
    for _ in range(_TRIES):
        before = _last_written(path)
        shutil.copyfile(path, folder / path.name)
        opening.remove_journal(folder / path.name)
        with suppress(FileNotFoundError):
            shutil.copyfile(journal, folder / journal.name)
        if _last_written(path) == before:
            return
    raise Problem("{file} is being changed all the time. Try again in a moment.", file=path.name)


def _last_written(path: Path) -> tuple[int, int, bool]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, opening.journal_of(path).exists()
