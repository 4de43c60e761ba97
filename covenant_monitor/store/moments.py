"""Moments since which to tell what changed: meetings that were marked, and backups."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from covenant_monitor.errors import Problem
from covenant_monitor.store import opening
from covenant_monitor.store.ledger import moment
from covenant_monitor.store.queries import Reader, covenant_id
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean


@dataclass(frozen=True, slots=True)
class Meeting:
    """A moment that was marked. What changed since it comes after `change_set`."""

    name: str
    at: datetime
    change_set: int


def meetings(source: Reader, covenant: str) -> list[Meeting]:
    """The meetings that were marked in a covenant, latest first."""
    return [
        Meeting(name, datetime.fromisoformat(at), number or 0)
        for name, at, number in source.connection.execute(
            # Marking it is no change since it; one that came with an import was marked in another file.
            "SELECT m.name, m.at, coalesce((SELECT max(s.id) FROM change h JOIN change_set s ON s.id = h.change_set"
            " WHERE h.tbl = 'meeting' AND h.row = CAST(m.id AS TEXT) AND h.before IS NULL AND s.action = 'meeting'),"
            " (SELECT max(id) FROM change_set WHERE at <= m.at))"
            " FROM meeting m WHERE m.covenant = ? ORDER BY m.at DESC, m.id",
            (covenant_id(source, covenant),),
        )
    ]


def mark_meeting(store: Store, *, covenant: str, name: str) -> Change:
    """Mark this moment as a meeting, to see later what changed since. Raises Problem where it has no name."""
    known = clean(name)
    if not known:
        raise Problem("Give the meeting a name.")
    number = covenant_id(store, covenant)
    at = moment(datetime.now(UTC))
    with store.change("meeting", {"meeting": known}) as change:
        store.connection.execute(
            "INSERT INTO meeting (id, covenant, at, name) VALUES (?, ?, ?, ?)",
            (stable_id("meeting", covenant, at), number, at, known),
        )
    return change


def digests_of(path: Path) -> dict[int, str]:
    """The digest of every change set in a backup, or another copy of a file. Reads that file only.

    Raises Problem where it is no covenant file, damaged, or open here.
    """
    opening.schema_version(path)
    try:
        with closing(opening.connect(path, read_only=True)) as connection:
            opening.forget(opening.identity(path))
            return dict(connection.execute("SELECT id, digest FROM change_set"))
    except OSError as error:
        raise Problem("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error


def last_common(source: Reader, digests: Mapping[int, str], *, name: str) -> int:
    """The last change set that this file shares with a copy of it; 0 where the copy has none yet.

    Raises Problem where it is no copy of this file; `name` is what it is called.
    """
    ours = dict(source.connection.execute("SELECT id, digest FROM change_set"))
    common = [number for number, digest in digests.items() if ours.get(number) == digest]
    if digests and not common:
        raise Problem("{file} is no backup of this file.", file=name)
    return max(common, default=0)


def since_backup(source: Reader, path: Path) -> int:
    """The last change set that a backup has. Raises Problem as `digests_of` and `last_common` do."""
    return last_common(source, digests_of(path), name=path.name)
