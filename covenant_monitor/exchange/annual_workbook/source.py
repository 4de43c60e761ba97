"""What an annual workbook is made from, out of the file. Reading only: the rest may be done in another thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from covenant_monitor.domain.headline import headline
from covenant_monitor.domain.model import Party
from covenant_monitor.domain.registers import Entry
from covenant_monitor.store.comparing import RoundComparison, compared, read_lineage, read_round
from covenant_monitor.store.ledger import last_digest
from covenant_monitor.store.queries import Reader, covenant_id, parties_by_id
from covenant_monitor.store.queries import rounds as rounds_of
from covenant_monitor.store.registers import entries


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes into a round's workbook beside the content of the round.

    `comparisons` are with the round before, and with the first one before that in which anything counts. `entries` are
    those of the registers, `parties` all of the covenant. `digest` stands for everything in the file.
    """

    comparisons: Sequence[RoundComparison] = ()
    entries: Sequence[Entry] = ()
    parties: Sequence[Party] = ()
    digest: str = ""


NOTHING = Beside()


def read_beside(source: Reader, covenant: str, round_code: str, *, public: bool = False) -> Beside:
    """What goes beside a round; `public`: without comparisons and entries. Raises Problem where there is no such."""
    number = covenant_id(source, covenant)
    parties = list(parties_by_id(source, number).values())
    digest = last_digest(source.connection)
    if public:
        return Beside(parties=parties, digest=digest)
    codes = [one.code for one in rounds_of(source, covenant)]
    now = read_round(source, covenant, round_code)
    earlier = codes[: codes.index(now.side.round.code)]
    chosen = [read_round(source, covenant, code) for code in earlier[-1:]]
    for code in earlier[:-1]:
        first = read_round(source, covenant, code)
        if headline(first.side.standings.values()).n:
            chosen.append(first)
            break
    comparisons = [compared([then, now], read_lineage(source, [then, now])) for then in chosen]
    return Beside(comparisons, entries(source, covenant), parties, digest)
