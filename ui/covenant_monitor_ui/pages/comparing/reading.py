"""Reading the rounds that are compared, and comparing them, beside the work.

The file is one thread's, so the rounds are read here, one at a time between other events (40 ms for 200 participants
with 150 criteria); comparing them takes several times as long, and is done in the background. Rounds that were read
stay in memory until something is written, so another choice of rounds reads only what it adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from covenant_monitor.store.comparing import ReadRound, RoundComparison, compared, read_lineage, read_round
from covenant_monitor.store.store import Change
from covenant_monitor_ui.session import Progress, Session


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rounds of a covenant to compare, from the first to the last; over whom."""

    covenant: str
    rounds: tuple[str, ...]
    everybody: bool = False


class ComparingReading(QObject):
    """Compares what was asked for last; what comes too late is dropped."""

    compared = Signal(object)
    """The `RoundComparison` of the wish."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wish: Wish | None = None
        self._asked = 0
        self._known: dict[tuple[str, str], ReadRound] = {}
        self.is_reading = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read)
        session.changed.connect(self._forget)

    @Slot(object)
    def _forget(self, _change: Change) -> None:
        """Something was written: read everything again."""
        self._known.clear()
        if self.is_reading and self._wish is not None:
            self.ask(self._wish)

    def drop(self) -> None:
        """Nothing is asked for any more."""
        self._asked += 1
        self._wish = None
        self.is_reading = False
        self._timer.stop()

    def ask(self, wish: Wish) -> None:
        """Compare these; `compared` tells when it is done."""
        self._asked += 1
        self._wish = wish
        self.is_reading = True
        self._timer.start()

    def _read(self) -> None:
        """Read one round that is missing, or with all of them there have them compared."""
        wish, session = self._wish, self._session
        if wish is None or not session.is_open:
            self.drop()
            return
        missing = [code for code in wish.rounds if (wish.covenant, code) not in self._known]
        if missing:
            self._known[wish.covenant, missing[0]] = read_round(session.file, wish.covenant, missing[0])
            return
        self._timer.stop()
        self._compare(wish, [self._known[wish.covenant, code] for code in wish.rounds])

    def _compare(self, wish: Wish, rounds: Sequence[ReadRound]) -> None:
        asked = self._asked
        lineage = read_lineage(self._session.file, rounds)

        def work() -> RoundComparison | None:
            # Of wishes that wait for each other only the last is still somebody's.
            return compared(rounds, lineage, everybody=wish.everybody) if asked == self._asked else None

        def done(found: RoundComparison | None) -> None:
            # The page or the file that it was about may be gone by now.
            if isValid(self) and self._session.is_open and asked == self._asked and found is not None:
                self.is_reading = False
                self.compared.emit(found)

        title = self._session.language.gettext("Comparing the rounds")
        self._session.in_background(work, done, progress=Progress(title))
