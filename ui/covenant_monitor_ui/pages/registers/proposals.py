"""Actions that the low ratings of a round propose: ticked in a table, then made or declined together."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.registers import Proposal, default_due
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language
from covenant_monitor.store import queries
from covenant_monitor.store.register_rounds import accept_proposals, decline_proposals, proposals
from covenant_monitor.store.seconds import assessed_blind
from covenant_monitor.store.store import Change
from covenant_monitor_ui.pages.assessments.header import ReasonStrip
from covenant_monitor_ui.pages.participants.table import EDGE
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.labels import plain_tip

_OWNER_WIDTH, _DAY_WIDTH = 176, 128


def proposals_for(session: Session, *, partially: bool, participant: str | None = None) -> list[Proposal]:
    """What the chosen round proposes, without those whom who is working assesses blind; nothing without a round."""
    if not (session.covenant and session.round):
        return []
    found = proposals(session.file, session.covenant, session.round, participant=participant, partially=partially)
    if not found:
        return []
    hidden = assessed_blind(session.file, session.covenant, session.file.user)
    return [one for one in found if (session.round, one.participant) not in hidden]


class ProposalsBar(QWidget):
    """Who follows the ticked actions up, by when; and the buttons that make or decline them. Enter makes them."""

    made = Signal(int)
    """So many actions were made."""
    declined = Signal(int)
    left = Signal()
    """The user is done here: back to the table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        language = session.language
        _ = language.gettext
        set_surface(self, "window")
        self._chosen: list[Proposal] = []
        self._place = ("", "")
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.owner.setFixedWidth(scaled(_OWNER_WIDTH))
        self.due = QLineEdit()
        self.due.setPlaceholderText(_("d-m-yyyy"))
        self.due.setFixedWidth(scaled(_DAY_WIDTH))
        self.problem = text_label("", "small", wrap=True)
        set_meaning(self.problem, "bad")
        self.problem.hide()
        self.make_button = button("", self.make, kind="primary", tip="A")
        self.decline_button = button(_("Decline …"), self.ask_reason, tip=_("Del"))
        self.strip = ReasonStrip(
            language,
            self.decline,
            name=_("Reason for declining"),
            ask=_("Why is no action needed? The reason will be visible."),
            accept=_("Decline"),
        )
        self.strip.closed.connect(self.left)
        line = self.owner.lineEdit()
        assert line is not None
        for field in (line, self.due):
            field.returnPressed.connect(self.make)
        self.due.textEdited.connect(lambda _text: self.say(""))
        self._lay_out(language)
        self.show_chosen(())

    def _lay_out(self, language: Language) -> None:
        _ = language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        for label, field in ((_("Owner"), self.owner), (_("Due"), self.due)):
            said = text_label(label, "label")
            said.setBuddy(field)
            field.setAccessibleName(label)
            row.addWidget(said)
            row.addWidget(field)
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self.decline_button)
        row.addWidget(self.make_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE, 8)
        column.setSpacing(4)
        column.addWidget(self.strip)
        column.addLayout(row)
        column.addWidget(self.problem)

    def begin(self, owners: Sequence[str]) -> None:
        """Offer who follows actions up, and in another round the day on which its actions are due unless said."""
        session = self._session
        typed = self.owner.currentText()
        self.owner.clear()
        self.owner.addItems(list(owners))
        self.owner.setCurrentText(typed or session.file.user)
        place = session.covenant, session.round
        if place != self._place:  # what was typed goes for the next ones of the same round
            self._place = place
            round_ = next(one for one in queries.rounds(session.file, place[0]) if one.code == place[1])
            self.due.setText(session.language.short_day(max(default_due(round_), date.today())))
            self.say("")

    def show_chosen(self, chosen: Collection[Proposal]) -> None:
        """The proposals that the buttons are about."""
        language = self._session.language
        n = len(chosen)
        self._chosen = list(chosen)
        text = language.gettext("Make actions")
        if n:
            text = language.ngettext("Make {n} action", "Make {n} actions", n).format(n=language.number(n, 0))
        self.make_button.setText(escaped(text))
        self.make_button.setAccessibleName(text)
        reason = self._session.locked
        if not reason and not n:
            reason = language.gettext("Tick what is proposed first: Space, or Ctrl+A for all.")
        for one, key in ((self.make_button, "A"), (self.decline_button, language.gettext("Del"))):
            one.setEnabled(not reason)
            one.setToolTip(plain_tip(reason or key))
        for field in (self.owner, self.due):
            field.setEnabled(self._session.can_write)
        if not n and not self.strip.isHidden():
            self.strip.dismiss()

    def say(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def make(self) -> None:
        """Make actions of what is ticked, as one change."""
        session = self._session
        if not self._chosen or not session.can_write:
            self.left.emit()
            return
        try:
            due = typed_day(self.due.text())
        except Problem as problem:
            self.say(problem.text(session.language))
            self.due.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        chosen = list(self._chosen)
        done = self._tried(
            lambda: accept_proposals(
                session.file,
                covenant=session.covenant,
                chosen=chosen,
                language=session.language,
                owner=self.owner.currentText().strip(),
                due_on=due,
            )
        )
        if done:
            self.made.emit(len(chosen))

    def ask_reason(self) -> None:
        """Ask why what is ticked needs no action."""
        if self._chosen and self._session.can_write:
            self.say("")
            self.strip.open()

    def decline(self, reason: str) -> bool:
        """Decline what is ticked, as one change; whether that worked."""
        session, chosen = self._session, list(self._chosen)
        done = self._tried(
            lambda: decline_proposals(
                session.file, covenant=session.covenant, chosen=chosen, reason=reason, language=session.language
            )
        )
        if done:
            self.declined.emit(len(chosen))
        return done

    def _tried(self, verb: Callable[[], Change]) -> bool:
        problem = self._session.attempt(verb)
        self.say(problem.text(self._session.language) if problem else "")
        return problem is None
