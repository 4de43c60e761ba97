"""A covenant with its rounds and how every participant stands in each: what pages, charts and workbooks are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from covenant_monitor.domain.headline import Headline, Standing, headline
from covenant_monitor.domain.model import Assessment, Covenant, Framework, Number, Round
from covenant_monitor.domain.tally import NO_FIGURES, Figures, Tally
from covenant_monitor.domain.targets import Indicator, Target


class AlignmentDimension(StrEnum):
    """What of the covenant itself an OECD alignment assessment looks at."""

    STANDARDS = "standards"
    IMPLEMENTATION = "implementation"
    CREDIBILITY = "credibility"


@dataclass(frozen=True, slots=True)
class CovenantAlignment:
    """One published or own result of an OECD alignment assessment of the covenant itself. `unit`: count or percent."""

    year: int
    dimension: AlignmentDimension
    fully: Number
    partially: Number
    not_: Number | None = None
    component: str = ""
    unit: str = "percent"
    source: str = ""


@dataclass(frozen=True, slots=True)
class RoundPicture:
    """One round: its framework version, and how every participant stands in it by the secretariat's assessments.

    `tallies`: how the ratings of each fall by theme and dimension; empty where they were not asked for. `withheld`:
    what may not be published of it beside what was published before: "years" (by participation year), "section:B".
    """

    round: Round
    framework: Framework
    standings: Sequence[Standing]
    tallies: Sequence[Tally] = ()
    withheld: frozenset[str] = frozenset()

    @property
    def headline(self) -> Headline:
        """The standings that count in headline figures, and why the others do not."""
        return headline(self.standings)


@dataclass(frozen=True, slots=True)
class CovenantPicture:
    """One covenant: its rounds in order of first day, its indicators and its targets."""

    covenant: Covenant
    rounds: Sequence[RoundPicture]
    indicators: Sequence[Indicator] = ()
    targets: Sequence[Target] = ()
    alignment: Sequence[CovenantAlignment] = ()
    figures: Figures = NO_FIGURES

    def round(self, code: str) -> RoundPicture:
        """The round with this code. Raises KeyError."""
        for picture in self.rounds:
            if picture.round.code == code:
                return picture
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Break:
    """Something changed before a round that makes it no longer comparable with the one before (design, section 4).

    `note` is what its round says has changed; "" where it says nothing, or what the round before said already.
    """

    round: str
    day: date
    version: str = ""
    reference_date: bool = False
    length: bool = False
    note: str = ""


def breaks(rounds: Sequence[RoundPicture]) -> list[Break]:
    """The breaks between consecutive rounds: another framework version, reference date, length, or a note of its own.

    A reference date breaks where its day and month moved, and both are known; a length where it changed by more than
    a month. A round's note says what changed, such as the evidence rule; it breaks unless the round before has it too.
    """
    found = []
    for before, after in pairwise(rounds):
        old, new = before.round, after.round
        version = new.version if (new.framework, new.version) != (old.framework, old.version) else ""
        day_before, day_after = _day_of_year(old), _day_of_year(new)
        moved = None not in (day_before, day_after) and day_before != day_after
        longer = abs((new.last_day - new.first_day) - (old.last_day - old.first_day)).days > 31
        note = new.note if new.note.strip() != old.note.strip() else ""
        if version or moved or longer or note.strip():
            found.append(Break(new.code, new.first_day, version, moved, longer, note))
    return found


def _day_of_year(round_: Round) -> tuple[int, int] | None:
    return (round_.reference_date.month, round_.reference_date.day) if round_.reference_date else None


@dataclass(frozen=True, slots=True)
class Reopening:
    """A final assessment by the secretariat that was reopened: whose, by whom, on which day and why."""

    party: str
    who: str
    day: date
    why: str


@dataclass(frozen=True, slots=True)
class RoundContent:
    """Everything of one round that goes into its workbook: the covenant, and the assessments with their ratings."""

    picture: CovenantPicture
    round: RoundPicture
    assessments: Sequence[Assessment]
    reopened: Sequence[Reopening] = ()
