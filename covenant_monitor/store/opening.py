"""Opening a file: what it is, whether it may be written, and that it is whole. A refused file stays as it was."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store import schema_2, schema_4
from covenant_monitor.store.lock import HeldElsewhere, held, read_holder
from covenant_monitor.store.migrations import SCHEMA_VERSION
from covenant_monitor.store.schema import APPLICATION_ID

SIGNATURE = b"SQLite format 3\x00"
HEADER_LENGTH = 100

DAMAGED = N_("{file} is damaged ({what}). Restore a backup.")
REFUSALS: Mapping[str, str] = {
    schema_2.PUBLISHED: N_("This framework version is published and never changes: make a new version."),
    schema_2.REVIEWER: N_(
        "The reviewer is another person than the assessor. A one-person secretariat can allow it in the settings"
        " of the covenant."
    ),
    schema_4.RELEASED: N_("What was released stays on record: it is neither changed nor removed."),
}
"""What the file's own refusals mean to the user."""

_open_here: set[tuple[int, int]] = set()
"""(device, inode) of the files that this process has open: reading one through another handle drops SQLite's locks."""


def identity(path: Path) -> tuple[int, int]:
    """What tells whether `path` is still the same file. Raises OSError where there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open."""
    with suppress(OSError):
        return identity(path) in _open_here
    return False


def read_header(path: Path) -> bytes:
    """The first bytes of the file. Raises Problem where it is missing, a folder, unreadable, or open here."""
    try:
        if identity(path) in _open_here:
            raise Problem("{file} is already open here.", file=path.name)
        if path.is_dir():
            raise Problem("{file} is a folder, not a covenant file. Choose a .covenant file.", file=path.name)
        with path.open("rb") as file:
            return file.read(HEADER_LENGTH)
    except FileNotFoundError:
        raise Problem("{path} does not exist. Check the name, or make a new file.", path=path) from None
    except OSError as error:
        raise Problem("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error


def schema_version(path: Path) -> int:
    """The schema version in the file's header, which is checked before any SQLite connection is made.

    Raises:
        Problem: it is no covenant file: empty, not SQLite, of another program, or of a newer version of this one.
    """
    header = read_header(path)
    if not header:
        raise Problem("{file} is empty (0 bytes). Restore a backup, or make a new file.", file=path.name)
    if not header.startswith(SIGNATURE) or len(header) < HEADER_LENGTH:
        raise Problem(_what_it_is_instead(header), file=path.name)
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application != APPLICATION_ID:
        raise Problem("{file} is a database of another program, not a covenant file.", file=path.name)
    if version > SCHEMA_VERSION:
        raise Problem(
            "{file} was made by a newer Covenant Monitor (file version {version}; this program knows {known}). "
            "Update the program to open it.",
            file=path.name,
            version=version,
            known=SCHEMA_VERSION,
        )
    return version


def _what_it_is_instead(header: bytes) -> str:
    if header.startswith(b"PK"):
        return N_("{file} is a workbook or zip file, not a covenant file. Workbooks are read with Import.")
    if header.startswith(b"\xd0\xcf\x11\xe0"):
        return N_("{file} is an old or protected Office file, not a covenant file.")
    if header.startswith(SIGNATURE):
        return N_("{file} is damaged: it ends within its first 100 bytes. Restore a backup.")
    return N_("{file} is not a covenant file.")


def is_writable(path: Path) -> bool:
    """Whether the file and its folder (where SQLite keeps its journal) can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Connect, take the lock that is wanted, and check that the file is whole.

    A writer holds SQLite's exclusive lock until it closes. The rollback journal, not WAL, because people copy the one
    file that they see; EXTRA, because DELETE with FULL can lose the last transaction when the power goes.

    Raises:
        Problem: it is open elsewhere, damaged, or needs a recovery that a read-only file cannot have.
    """
    if journal_of(path).exists() and read_only and is_writable(path):
        _roll_back(path)
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0.2, check_same_thread=False)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if not read_only:
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = DELETE", "synchronous = EXTRA"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        # One read error looks like damage.
        if _damage(connection, path, sure=False) and (what := _damage(connection, path, sure=True)):
            raise Problem(DAMAGED, file=path.name, what=what)
        # At most 64 MB, of which a usual file fills a few: with SQLite's 2 MB every look at a large one reads it again.
        # Not before the check: it reads the schema, and a read that fails there would be taken for damage.
        connection.execute("PRAGMA cache_size = -65536")
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise explain(error, path) from error
        if isinstance(error, UnicodeDecodeError):
            raise Problem(DAMAGED, file=path.name, what=_readable(error)) from error
        raise
    with suppress(OSError):
        _open_here.add(identity(path))
    return connection


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what the change under way, or one that a crash cut short, has overwritten."""
    return path.with_name(path.name + "-journal")


def remove_journal(path: Path) -> None:
    """Remove the journal of a file about to be replaced: it would be played back into the new one, and ruin it."""
    journal_of(path).unlink(missing_ok=True)


def forget(at_open: tuple[int, int]) -> None:
    """Note that this process has the file with this identity no longer open."""
    _open_here.discard(at_open)


def _damage(connection: sqlite3.Connection, path: Path, *, sure: bool) -> str:
    """The first thing wrong with the structure. What may be an error of the disk counts too, unless one is `sure`."""
    try:
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        page_size = connection.execute("PRAGMA page_size").fetchone()[0]
    except sqlite3.DatabaseError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_BUSY or (sure and code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)):
            raise
        return str(error)
    except UnicodeDecodeError as error:
        return _readable(error)
    if found != "ok":
        return " ".join(found.split())
    # SQLite takes the missing end of the last page for zeros.
    return "incomplete last page" if path.stat().st_size % page_size else ""


def _readable(error: UnicodeDecodeError) -> str:
    """What SQLite said with the damaged name of something in it, which is then no error that Python can make."""
    return error.object.decode("utf-8", "replace")


def _roll_back(path: Path) -> None:
    """Undo what a crash left half-way; SQLite does it when a writer reads."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()


def explain(error: sqlite3.Error, path: Path) -> Problem:
    """What an SQLite error means to the user. A bug of ours is raised again as it is."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        holder = read_holder(path)
        if holder:
            return held(path, holder)
        return HeldElsewhere("{file} is open in another program. Close it there first.", None, file=path.name)
    if code == sqlite3.SQLITE_FULL:
        return Problem("The disk is full: {file} was not changed. Make room, then do it again.", file=path.name)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return Problem("{file} cannot be written. Copy it to a folder of your own, and open that.", file=path.name)
    if code == sqlite3.SQLITE_IOERR:
        return Problem(
            "{file} could not be read or written ({reason}). Nothing was changed; check the disk or the network.",
            file=path.name,
            reason=str(error),
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Problem(DAMAGED, file=path.name, what=str(error))
    if refusal := REFUSALS.get(str(error)):
        return Problem(refusal)
    raise error
