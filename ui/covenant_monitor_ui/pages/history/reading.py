"""Reading the history page by page, between other events, so that nothing waits for it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from covenant_monitor.store.changes import FieldChange, field_changes
from covenant_monitor_ui.session import Session

PAGE_SIZE = 250
"""How many lines are read at once: about 10 ms."""


class HistoryReading(QObject):
    """Reads changes, newest first, from `start` on; the first page at once."""

    page_read = Signal(object)
    """A list of `FieldChange`s that are older than those before; an empty one is the end."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.record: tuple[str, str] | None = None
        """Table and row in the ledger of the only record to read, if any."""
        self.opened: set[int] = set()
        """The large change sets to read in full."""
        self.is_reading = False
        self._since: datetime | int | None = None
        self._cursor: int | None = None
        self._newest = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read)

    def start(self, since: datetime | int | None) -> None:
        """Begin anew, with the newest change."""
        self._since, self._cursor, self.is_reading = since, None, True
        self._newest = self._last()
        self._read()
        self.go_on()

    def go_on(self) -> None:
        """Read on, if there is more."""
        if self.is_reading:
            self._timer.start()

    def wait(self) -> None:
        """Do not read until `go_on`: nobody looks, or somebody else has the file."""
        self._timer.stop()

    def _read(self) -> None:
        if not self._session.is_open:
            self.wait()
            return
        changes = self._changes(self._since, self._cursor, PAGE_SIZE)
        if changes:
            self._cursor = changes[-1].change
        else:
            self.is_reading = False
            self.wait()
        self.page_read.emit(changes)

    def newer(self) -> Sequence[FieldChange]:
        """What was changed since the last time that this, or `start`, was called."""
        since, self._newest = self._newest, self._last()
        return self._changes(since, None, None)

    def _last(self) -> int:
        row = self._session.file.connection.execute("SELECT max(id) FROM change_set").fetchone()
        return int(row[0] or 0)

    def _changes(self, since: datetime | int | None, before: int | None, limit: int | None) -> list[FieldChange]:
        table, row = self.record or (None, None)
        return field_changes(
            self._session.file,
            since=since,
            covenant=self._session.covenant or None,
            table=table,
            row=row,
            opened=self.opened,
            before=before,
            limit=limit,
        )
