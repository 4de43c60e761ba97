"""What a report and letters are made of, out of the file. Reading only: the rest may be done in another thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.model import Assessment, Party
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.registers import Entry, Proposal
from covenant_monitor.store.comparing import RoundComparison, compare_rounds
from covenant_monitor.store.ledger import last_digest
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.queries import Reader, parties, round_of
from covenant_monitor.store.register_rounds import proposals
from covenant_monitor.store.registers import entries
from covenant_monitor.store.round_content import round_content


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A covenant as seen from one of its rounds.

    `comparison` is with the round before; None in the first. `companies`: every company of the covenant; `names`: those
    of every party, by code. `digest` stands for the content of the whole file.
    """

    picture: CovenantPicture
    round: RoundPicture
    comparison: RoundComparison | None
    entries: Sequence[Entry]
    companies: Sequence[Party]
    digest: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What the letters of a round need: the report's content, the assessments with their ratings, and what low ratings
    propose that no action is about yet."""

    report: ReportContent
    assessments: Sequence[Assessment]
    proposals: Sequence[Proposal]


def report_content(source: Reader, covenant: str, round_code: str) -> ReportContent:
    """Everything of a covenant that a report of one of its rounds tells. Raises Problem where there is none such."""
    this = round_of(source, covenant, round_code)[1]
    whole = picture(source, covenant, ratings=True)
    codes = [one.round.code for one in whole.rounds]
    place = codes.index(this.code)
    return ReportContent(
        picture=whole,
        round=whole.rounds[place],
        comparison=compare_rounds(source, covenant, codes[place - 1], this.code) if place else None,
        entries=entries(source, covenant),
        companies=parties(source, covenant, companies_only=True),
        digest=last_digest(source.connection),
        names={one.code: one.name or one.code for one in parties(source, covenant)},
    )


def letter_content(source: Reader, covenant: str, round_code: str) -> LetterContent:
    """Everything that the letters of a round tell. Raises Problem where there is no such covenant or round."""
    return LetterContent(
        report_content(source, covenant, round_code),
        round_content(source, covenant, round_code).assessments,
        proposals(source, covenant, round_code),
    )
