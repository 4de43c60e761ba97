"""A copy of an open file in memory, made and read in another thread while the file itself goes on being used.

The file is locked for every other connection, and a long query on its own would hold up whoever needs it meanwhile. So
SQLite's online backup takes a copy in small steps, between which the thread of the file reads and writes as it likes;
what that writes before the last step is in the copy too, whole change sets only.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from covenant_monitor.store.queries import Reader

_STEP = 500
"""Pages of 4 kB that are copied at a time, in a few milliseconds; the file waits for no more than that."""
_PAUSE = 0.01
"""Seconds until the next try, where a change is being written."""


@contextmanager
def snapshot(source: Reader) -> Iterator[Reader]:
    """Copy an open file and read the copy. For a worker thread; all in one thread.

    The file has to stay open until the copy is made: who closes it waits for its workers first.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        source.connection.backup(connection, pages=_STEP, sleep=_PAUSE)
        connection.execute("PRAGMA query_only = ON")
        yield Reader(connection)
