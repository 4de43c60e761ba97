"""Who can be assessed again, and who looked at them so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Assessment
from covenant_monitor.domain.workflow import same_person


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant that can be assessed again, and who looked at it so far."""

    standing: Standing
    second: str = ""
    rated: bool = False

    def refusal(self, who: str) -> bool:
        """Whether `who` cannot assess it blind, or somebody else has begun to."""
        return same_person(self.standing.assessor, who) or (self.rated and not same_person(self.second, who))


def candidates(standings: Iterable[Standing], seconds: Iterable[Assessment]) -> list[Candidate]:
    """The participants of a round with their second assessment, if there is one."""
    by_party = {one.party: one for one in seconds}
    found = []
    for standing in standings:
        second = by_party.get(standing.party.code)
        rated = second is not None and any(rating.is_rated for rating in second.ratings.values())
        found.append(Candidate(standing, second.assessor if second else "", rated))
    return found
