"""Beside the score: low ratings that have no action yet, and actions of earlier rounds that are to be asked about."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.domain.registers import Entry, Register, in_order, to_ask
from covenant_monitor.store import queries
from covenant_monitor.store.pictures import OF_ASSESSMENTS
from covenant_monitor.store.register_rounds import proposals
from covenant_monitor.store.registers import entries
from covenant_monitor.store.store import Change
from covenant_monitor_ui.pages.assessments.desk import Desk
from covenant_monitor_ui.pages.assessments.parts import ActionsLine
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.widgets.popover import Popover

_LATER_MS = 120
"""So long after the last change it is read how many ratings are low: nobody waits for it."""
_MANY = 500
"""With more actions than this in the file, who steps from one participant to the next does not wait for it either."""


class Actions(QObject):
    """What the registers have to do with the participant that is shown: what is slow is read when the work pauses."""

    proposals_wanted = Signal(str)
    """The code of the participant whose low ratings should become actions."""

    def __init__(self, desk: Desk, line: ActionsLine, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._line = desk, line
        self._entries: Sequence[Entry] | None = None
        self._asked: Sequence[Entry] = ()
        self._low = 0
        self._popover: Popover | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LATER_MS)
        self._timer.timeout.connect(self.read)
        desk.session.changed.connect(self._note)
        desk.session.place_changed.connect(self._forget_entries)
        line.ask.clicked.connect(lambda _checked=False: self.ask(line.ask))
        line.propose.clicked.connect(lambda _checked=False: self.propose())

    def _forget_entries(self) -> None:
        self._entries = None

    def _note(self, change: Change) -> None:
        """Read again what a change may have made different; while somebody rates a draft, that is nothing."""
        if not change.tables <= OF_ASSESSMENTS:
            self._entries = None
        if self._line.window().isVisible() and (self._entries is None or self._low or self._is_handed_in):
            self._timer.start()

    @property
    def _shown(self) -> ParticipantSheet | None:
        """The secretariat's own assessment, where that is what is shown: no other has to do with actions."""
        shown = self._desk.shown() if self._desk.session.is_open else None
        return shown if shown is not None and shown.kind is AssessmentKind.SECRETARIAT else None

    @property
    def _is_handed_in(self) -> bool:
        """Whether low ratings of it propose actions."""
        shown = self._shown
        return shown is not None and shown.status is not None and shown.status.reached(Status.ASSESSED)

    def show_participant(self) -> None:
        """Another participant is shown."""
        asked = self._questions()
        if len(self._entries or ()) <= _MANY:
            self.read()
        else:
            self._show(asked, 0)
            self._timer.start()

    def read(self) -> None:
        """Read it now."""
        self._timer.stop()
        shown, low = self._shown, 0
        if shown is not None and self._is_handed_in:
            key = shown.key
            low = len(proposals(self._desk.session.file, key.covenant, key.round, participant=key.party))
        self._show(self._questions(), low)

    def _questions(self) -> Sequence[Entry]:
        """The actions of earlier rounds that are still to be asked about."""
        shown, file = self._shown, self._desk.session.store
        if shown is None or file is None:
            return ()
        if self._entries is None:
            self._entries = entries(file, shown.key.covenant, Register.ACTION)
        rounds = queries.rounds(file, shown.key.covenant)
        return in_order(to_ask(self._entries, rounds, shown.key.round, shown.key.party), date.today())

    def _show(self, asked: Sequence[Entry], low: int) -> None:
        self._asked, self._low = asked, low
        self._line.show_counts(len(asked), low)

    def answer_key(self) -> None:
        """What the key does: ask about earlier actions, or else propose new ones."""
        if self._timer.isActive():
            self.read()
        if self._asked:
            self.ask(self._desk.view.table)
        elif self._low:
            self.propose()

    def ask(self, opener: QWidget) -> None:
        """Ask about the actions of earlier rounds beside the link; after that the focus returns to `opener`."""
        session = self._desk.session
        if not self._asked or self._desk.shown() is None:
            return
        if not session.can_write:
            self._desk.may_write()  # which says so
            return
        asking = import_module("covenant_monitor_ui.dialogs.register_followup")
        corner = opener.mapFromGlobal(self._line.ask.mapToGlobal(QPoint(0, 0)))
        rect = QRect(corner, self._line.ask.size())
        self._popover = asking.ask_followups(opener, rect, session, self._asked, lambda _n: None)

    def propose(self) -> None:
        """Go to what the low ratings of this participant propose."""
        shown = self._desk.shown()
        if shown is not None:
            self.proposals_wanted.emit(shown.standing.party.code)

    @property
    def popover(self) -> Popover | None:
        """What asks, or asked last."""
        return self._popover
