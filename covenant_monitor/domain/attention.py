"""What of a round somebody has to do something about today, the most pressing first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Party, Status
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.domain.registers import Entry, Register


class Need(StrEnum):
    """Why something needs attention, in the order in which it is said."""

    RETURNED = "returned"
    TO_REVIEW = "to_review"
    OVERDUE = "overdue"
    ENTRIES_OVERDUE = "entries_overdue"
    DIFFERING = "differing"
    TO_CONFIRM = "to_confirm"
    UNPROVEN = "unproven"
    TO_ASK = "to_ask"
    TO_FINISH = "to_finish"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Matters:
    """What the standings of a round do not say, of the secretariat's assessments that are not final.

    By the participant's code: `returned` with remarks that are not dealt with; how many earlier ratings are to be
    confirmed, how many are claimed without evidence seen, how many actions agreed before are to be asked about.
    `differing`: by criterion, how many ratings a second assessor who is done gave differently. `entries_overdue`: what
    is past its date in the registers, the most pressing first.
    """

    returned: frozenset[str] = frozenset()
    to_confirm: Mapping[str, int] = field(default_factory=dict)
    unproven: Mapping[str, int] = field(default_factory=dict)
    differing: Mapping[str, int] = field(default_factory=dict)
    to_ask: Mapping[str, int] = field(default_factory=dict)
    entries_overdue: Sequence[Entry] = ()


NOTHING = Matters()


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs attention: how often, at whom, and since or by which day, as far as that is known.

    `about`: criteria (most often first), or titles, where it is not about participants. Where it is about entries,
    `register` is that of the most pressing one, and `registers` says how many there are in each.
    """

    need: Need
    count: int
    parties: Sequence[Party] = ()
    day: date | None = None
    about: Sequence[str] = ()
    register: Register | None = None
    registers: Mapping[Register, int] = field(default_factory=dict)


def attention(picture: RoundPicture, matters: Matters, at: date) -> list[Attention]:
    """What needs attention on the day `at`; nothing that needs none is there.

    An assessment is overdue where its round has ended and it is not final. While the round runs, those not begun are
    said instead. To be reviewed come first whose assessment is done longest.
    """
    ended = picture.round.last_day < at
    by_status: dict[Status | None, list[Standing]] = {}
    for standing in picture.standings:
        by_status.setdefault(standing.status, []).append(standing)
    waiting = sorted(
        by_status.get(Status.ASSESSED, ()),
        key=lambda one: (one.assessed_on is None, one.assessed_on or at, one.party.code),
    )
    late = matters.entries_overdue
    open_ones = [one for one in picture.standings if one.status is not Status.FINAL] if ended else []
    found = (
        _of_parties(Need.RETURNED, picture, dict.fromkeys(matters.returned, 1)),
        Attention(
            Need.TO_REVIEW, len(waiting), [one.party for one in waiting], waiting[0].assessed_on if waiting else None
        ),
        Attention(Need.OVERDUE, len(open_ones), [one.party for one in open_ones], picture.round.last_day),
        Attention(
            Need.ENTRIES_OVERDUE,
            len(late),
            about=[entry.title for entry in late],
            register=late[0].register if late else None,
            registers=Counter(entry.register for entry in late),
        ),
        Attention(Need.DIFFERING, sum(matters.differing.values()), about=_most_often(matters.differing)),
        _of_parties(Need.TO_CONFIRM, picture, matters.to_confirm),
        _of_parties(Need.UNPROVEN, picture, matters.unproven),
        _of_parties(Need.TO_ASK, picture, matters.to_ask),
        _of_standings(Need.TO_FINISH, by_status.get(Status.REVIEWED, ())),
        _of_standings(Need.NOT_BEGUN, () if ended else by_status.get(None, ())),
    )
    return [one for one in found if one.count]


def _of_standings(need: Need, standings: Iterable[Standing]) -> Attention:
    parties = [standing.party for standing in standings]
    return Attention(need, len(parties), parties)


def _of_parties(need: Need, picture: RoundPicture, counts: Mapping[str, int]) -> Attention:
    """The participants with a count whose assessment is not final, the highest first."""
    having = [
        standing.party
        for standing in picture.standings
        if counts.get(standing.party.code) and standing.status is not Status.FINAL
    ]
    having.sort(key=lambda party: -counts[party.code])
    return Attention(need, sum(counts[party.code] for party in having), having)


def _most_often(counts: Mapping[str, int]) -> list[str]:
    """What has a count, the highest first, and of the same count in the order given."""
    return sorted((code for code, n in counts.items() if n), key=lambda code: -counts[code])
