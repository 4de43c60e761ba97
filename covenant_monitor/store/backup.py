"""Backups: consistent copies, checked before they get their name, the newest ones kept.

They stand in the folder "<file> backups" beside the file, numbered, so that a wrong clock never prunes the wrong one.
"""

import re
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.store import lock, opening
from covenant_monitor.store.ledger import last_digest

KEPT = 20
DAILY = "daily"
_NAME = re.compile(r"^(\d{4,}) (\d{4}-\d\d-\d\d \d\d\.\d\d) (.*)\.covenant$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its number, when it was made by the clock of then, and before what."""

    path: Path
    number: int
    made: datetime
    reason: str


def folder_of(file: Path) -> Path:
    """Where the backups of `file` are."""
    return file.with_name(f"{file.stem} backups")


def backups(file: Path) -> list[Backup]:
    """The backups of `file`, newest first."""
    found = []
    for path in folder_of(file).glob("*.covenant") if folder_of(file).is_dir() else ():
        if match := _NAME.match(path.name):
            with suppress(ValueError):  # somebody's own file, with a day that there is not
                made = datetime.strptime(match[2], "%Y-%m-%d %H.%M").astimezone()
                found.append(Backup(path, int(match[1]), made, match[3]))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def make(connection: sqlite3.Connection, file: Path, reason: str) -> Path:
    """Make a backup of the open `file` before `reason` (a word for its name), and prune the oldest beyond `KEPT`.

    Raises Problem where it cannot be written or does not verify; the older ones are then all still there.
    """
    existing = backups(file)
    number = existing[0].number + 1 if existing else 1
    folder = folder_of(file)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Problem(
            "No backup could be made in {folder} ({reason}), so nothing was changed. Make the folder writable.",
            folder=folder,
            reason=error.strerror,
        ) from error
    target = folder / f"{number:04d} {datetime.now():%Y-%m-%d %H.%M} {reason}.covenant"
    copy_to(connection, target)
    for old in existing[KEPT - 1 :]:
        with suppress(OSError):  # one too many is no reason to say that there is no backup
            old.path.unlink()
    return target


def make_daily(connection: sqlite3.Connection, file: Path) -> Path:
    """Make the backup of today's work, in place of an earlier one of today. Raises Problem as `make` does."""
    made = make(connection, file, DAILY)
    for old in backups(file):
        if old.reason == DAILY and old.made.date() == datetime.now().date() and old.path != made:
            with suppress(OSError):
                old.path.unlink()
    return made


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Write a consistent, verified copy of an open file to `target`, without what was deleted in it.

    Raises Problem where it cannot be written, does not verify, or `target` is open here; it is then as it was.
    """
    if opening.is_open_here(target):
        raise Problem("{file} is open here. Give the copy another name.", file=target.name)
    try:
        with replacing(target) as temporary:
            connection.execute("VACUUM INTO ?", (str(temporary),))
            verify(temporary, last_digest(connection))
            opening.remove_journal(target)
    except sqlite3.Error as error:
        raise opening.explain(error, target) from error


def verify(copy: Path, digest: str | None = None) -> None:
    """Check that a copy is whole, and that its ledger ends in `digest` where one is given.

    Raises Problem where it is not: damaged, foreign, newer, or another state than it should be.
    """
    opening.schema_version(copy)
    with closing(opening.connect(copy, read_only=True)) as connection:
        opening.forget(opening.identity(copy))
        found = last_digest(connection)
    if digest is not None and found != digest:
        raise Problem("{file} is not the copy that it should be. Try again on another disk.", file=copy.name)


def restore(source: Path, file: Path) -> Path | None:
    """Put the backup `source` in the place of `file`; what was there becomes a backup itself, whose path is returned.

    Raises Problem where the backup does not verify, `file` is open elsewhere, or something cannot be written; `file` is
    then as it was.
    """
    if opening.is_open_here(file):
        raise Problem("{file} is open here. Close it first.", file=file.name)
    verify(source)
    kept = None
    lock.acquire(file)
    try:
        with replacing(file) as temporary:
            # First, since setting aside is a backup more, and the oldest one, which goes then, may be this one.
            shutil.copyfile(source, temporary)
            if file.exists():
                kept = _set_aside(file)
            opening.remove_journal(file)
    finally:
        lock.release(file)
    return kept


def _set_aside(file: Path) -> Path:
    """A backup of the file that a restore replaces: a verified copy, or the bytes as they are where it is damaged."""
    try:
        opening.schema_version(file)
        with closing(opening.connect(file, read_only=False)) as connection:
            opening.forget(opening.identity(file))
            return make(connection, file, "restore")
    except lock.HeldElsewhere:
        raise
    except Problem:
        return _keep_bytes(file)


def _keep_bytes(file: Path) -> Path:
    folder = folder_of(file)
    aside = folder / f"{datetime.now():%Y-%m-%d %H.%M.%S} replaced {file.name}"
    try:
        folder.mkdir(exist_ok=True)
        with replacing(aside) as temporary:
            shutil.copyfile(file, temporary)
    except OSError as error:
        raise Problem(
            "{path} could not be kept aside ({reason}), so nothing was restored.", path=file, reason=error.strerror
        ) from error
    return aside
