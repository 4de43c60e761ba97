"""Which two versions of a framework the wizard is about, and what it reads and writes of them."""

from dataclasses import dataclass

from covenant_monitor.domain.model import Framework
from covenant_monitor.domain.versions import FrameworkKey, Match, matches, propose
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor.store.queries import Reader


@dataclass(frozen=True)
class Pair:
    """Two versions with the mapping between them. `saved`: the mapping is in the file; else it is a proposal."""

    before: FrameworkEntry
    after: FrameworkEntry
    old: Framework
    new: Framework
    matches: tuple[Match, ...]
    saved: bool


def read_pair(source: Reader, old: FrameworkKey, new: FrameworkKey) -> Pair | None:
    """Two versions as they are in the file; None where one of them is not there any more."""
    known = {entry.key: entry for entry in reading.entries(source)}
    if old not in known or new not in known or old == new:
        return None
    before, after = reading.framework_of(source, old), reading.framework_of(source, new)
    rows = reading.mapping(source, old, new)
    found = matches(rows, before, after) if rows else propose(before, after)
    return Pair(known[old], known[new], before, after, tuple(found), bool(rows))
