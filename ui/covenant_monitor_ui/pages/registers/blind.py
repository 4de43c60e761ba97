"""What of the registers must wait: whoever assesses a participant blind must not see what others found."""

from collections.abc import Iterable

from covenant_monitor.domain.registers import Entry, Register
from covenant_monitor.store import registers
from covenant_monitor.store.seconds import assessed_blind
from covenant_monitor_ui.session import Session


def visible_entries(session: Session) -> list[Entry]:
    """The entries of the chosen covenant that who is working may see."""
    return may_be_seen(session, registers.entries(session.file, session.covenant))


def may_be_seen(session: Session, entries: Iterable[Entry]) -> list[Entry]:
    """Entries without the actions out of ratings of whom who is working still assesses blind in that round."""
    blind = assessed_blind(session.file, session.covenant, session.file.user)
    return [one for one in entries if not (_is_out_of_ratings(one) and _places(one) & blind)]


def _is_out_of_ratings(entry: Entry) -> bool:
    return entry.register is Register.ACTION and bool(entry.criteria)


def _places(entry: Entry) -> set[tuple[str, str]]:
    return {(entry.round, participant) for participant in (entry.party, *entry.participants)}
