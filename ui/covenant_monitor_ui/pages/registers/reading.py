"""What the registers page has read of the file, and what it reads again after a change."""

from collections.abc import Mapping
from datetime import date

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.registers import Entry, Proposal, Register, is_overdue, to_ask
from covenant_monitor.store import queries, registers
from covenant_monitor.store.pictures import OF_ASSESSMENTS
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.models.registers import REGISTER_TABLES
from covenant_monitor_ui.pages.registers.blind import visible_entries
from covenant_monitor_ui.pages.registers.proposals import proposals_for
from covenant_monitor_ui.pages.registers.rows import concerned, entry_key
from covenant_monitor_ui.session import Session

Key = tuple[str, ...]


class RegistersReading:
    """The entries of a covenant, what its chosen round has to ask about, and what it proposes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.today = date.today()
        self.entries: Mapping[Key, Entry] = {}
        self.asked: frozenset[Key] = frozenset()
        """The actions that the round still has to ask about."""
        self.proposals: Mapping[Key, Proposal] | None = None
        """What the ratings of the round propose; None until it is read, since that reads every rating."""
        self.proposed: int | None = None
        """How many that were when they were read last in this round."""
        self.names: Mapping[str, str] = {}
        """The names of all parties by their codes."""
        self.criteria: Mapping[str, Text] = {}

    def read(self) -> None:
        """Read everything but the proposals."""
        self.today = date.today()
        self.proposals = self.proposed = None
        self._read_names()
        self._read_entries()

    def read_again(self, change: Change) -> None:
        """Read what a change has written, and no more; the proposals when they are asked for."""
        self.today = date.today()
        tables = change.tables
        elsewhere = tables - REGISTER_TABLES - OF_ASSESSMENTS
        if elsewhere:
            self._read_names()
        # A second assessment that is assigned or done hides entries, or no longer.
        if elsewhere or tables & REGISTER_TABLES or "assessment" in tables:
            self._read_entries()
        self.proposals = None

    def _read_names(self) -> None:
        session = self._session
        self.names, self.criteria = {}, {}
        if session.covenant:
            self.names = {one.code: one_line(one.name) for one in queries.parties(session.file, session.covenant)}
            self.criteria = registers.topics(session.file, session.covenant).criteria

    def _read_entries(self) -> None:
        session = self._session
        found = visible_entries(session) if session.covenant else []
        self.entries = {entry_key(one): one for one in found}
        self.asked = frozenset()
        if session.round:
            rounds = queries.rounds(session.file, session.covenant)
            self.asked = frozenset(entry_key(one) for one in to_ask(found, rounds, session.round))

    def read_proposals(self, *, partially: bool) -> list[Proposal]:
        """Read what the round proposes, for low ratings or for those that are `partially` too."""
        found = proposals_for(self._session, partially=partially)
        self.proposals = {one.key: one for one in found}
        self.proposed = len(found)
        return found

    def of(self, register: Register) -> list[Entry]:
        """The entries of one register."""
        return [one for one in self.entries.values() if one.register is register]

    def counts(self, register: Register) -> tuple[int, int, int]:
        """How many entries a register has, how many of them are open, and how many are overdue."""
        found = self.of(register)
        late = sum(is_overdue(one, self.today) for one in found)
        return len(found), sum(not one.status.is_closed for one in found), late

    def parties(self, chosen: str) -> list[tuple[str, str]]:
        """The parties that something here concerns and the one that is chosen, as (code, name), by name."""
        codes = {code for one in self.entries.values() for code in concerned(one)} | {chosen} - {""}
        codes |= {one.participant for one in (self.proposals or {}).values()}
        named = [(code, self.names.get(code, code)) for code in codes]
        return sorted(named, key=lambda pair: self._session.language.sort_key(pair[1]))

    def owners(self) -> list[str]:
        """Who owns an entry, by name."""
        found = {one.owner for one in self.entries.values() if one.owner}
        return sorted(found, key=self._session.language.sort_key)
