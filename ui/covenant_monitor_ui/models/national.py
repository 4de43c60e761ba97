"""The national picture of the open file, kept up to date: after a rating only the round that it touched is read."""

from datetime import date

from PySide6.QtCore import QObject, Qt, Slot

from covenant_monitor.domain.national import CovenantContent, National, national
from covenant_monitor.exchange.risk_sectors import risk_sectors
from covenant_monitor.store import national as reading
from covenant_monitor.store.store import Change, Store
from covenant_monitor_ui.session import Session


class NationalReading(QObject):
    """Reads when it is asked, and notes meanwhile what changes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._of: tuple[Store, date] | None = None
        self._contents: list[CovenantContent] = []
        self._unseen: list[Change] = []
        session.changed.connect(self._note, Qt.ConnectionType.DirectConnection)

    def contents(self, day: date) -> list[CovenantContent]:
        """What is in the file of every covenant on `day`, by code."""
        file = self._session.file
        if self._of != (file, day):
            self._contents = reading.read(file, day)
        elif self._unseen:
            self._contents = reading.renewed(file, self._contents, day, self._unseen)
        self._of = (file, day)
        self._unseen.clear()
        return self._contents

    def on(self, day: date) -> National:
        """The national picture on `day`."""
        return national(self.contents(day), risk_sectors(), day)

    @Slot(object)
    def _note(self, change: Change) -> None:
        self._unseen.append(change)
