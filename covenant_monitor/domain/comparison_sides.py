"""The two rounds of a comparison, and what can be compared of them.

With one framework version that is everything. With two it is the common core: the criteria that are one to one the same
or reworded, under the older version (`version_effect.common_core`); ratings by the newer one are carried back to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from covenant_monitor.domain.applicability import Applicable, requirement
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.lineage import Lineage
from covenant_monitor.domain.model import (
    Assessment,
    AssessmentKind,
    Framework,
    Party,
    Rating,
    Relation,
    Round,
    Status,
)
from covenant_monitor.domain.scoring import Score, classify, score_assessment
from covenant_monitor.domain.version_effect import Case, carried_over, common_core
from covenant_monitor.domain.versions import MappingRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One participant in a round, with the group and the participation year that it counts with there.

    `assessment` is the secretariat's; None where it is not begun.
    """

    party: Party
    year: int
    assessment: Assessment | None = None


@dataclass(frozen=True)
class Side:
    """One round with everybody in it."""

    round: Round
    framework: Framework
    entries: Sequence[Entry]

    @cached_property
    def by_party(self) -> Mapping[str, Entry]:
        """Everybody by code."""
        return {entry.party.code: entry for entry in self.entries}

    @cached_property
    def applicable(self) -> Applicable:
        """Which criteria apply to whom."""
        return Applicable(self.framework)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How everybody stands in the round itself, by code."""
        return {entry.party.code: self._standing(entry) for entry in self.entries}

    def _standing(self, entry: Entry) -> Standing:
        party, year, assessment = entry.party, entry.year, entry.assessment
        needed = requirement(self.round.requirements, year, party.group)
        required = needed.percent if needed else None
        standing = Standing(party, self.round.code, AssessmentKind.SECRETARIAT, year, required=required)
        if assessment is None:
            return standing
        score = score_assessment(assessment, self.framework, year, party.group)
        outcome = classify(score.score, required, self.round.on_track_margin) if score.complete else None
        return replace(standing, kind=assessment.kind, status=assessment.status, score=score, outcome=outcome)

    @cached_property
    def counting(self) -> Mapping[str, Mapping[str, Rating]]:
        """The ratings of everybody that count in this round, by code: of what applies, a value or n.a."""
        return {entry.party.code: self._counting(entry) for entry in self.entries}

    def _counting(self, entry: Entry) -> dict[str, Rating]:
        codes = self.applicable.codes(entry.year, entry.party.group)
        ratings = entry.assessment.ratings if entry.assessment else {}
        return {code: rating for code, rating in ratings.items() if code in codes and rating.is_rated}


@dataclass(frozen=True)
class Core:
    """What two versions have in common, under the older one: `framework`.

    `became` leads from the older version's codes to the newer one's. `same_version`: they are one version, and the core
    is all of it.
    """

    framework: Framework
    became: Mapping[str, str]
    same_version: bool = True
    then_is_older: bool = True

    @cached_property
    def from_now(self) -> Mapping[str, str]:
        """The criteria of the core, from their codes in the later round's version to those in the earlier one's."""
        return _turned(self.became) if self.then_is_older else self.became

    @cached_property
    def criteria(self) -> int:
        """How many criteria are in it."""
        return len(self.framework.criteria)


def whole(framework: Framework) -> Core:
    """The core of one and the same version."""
    return Core(framework, {code: code for code in framework.criteria})


def core_of(then: Framework, now: Framework, became: Mapping[str, str], *, then_is_older: bool = True) -> Core:
    """The common core of the versions of two rounds; `became` leads from codes of the older to those of the newer."""
    if (then.code, then.version) == (now.code, now.version):
        return whole(then)
    older = then if then_is_older else now
    rows = [MappingRow(before, after, Relation.SAME) for before, after in became.items()]
    return Core(common_core(older, rows), became, same_version=False, then_is_older=then_is_older)


def one_to_one(lineage: Lineage, older: int, newer: int, codes: Sequence[str]) -> dict[str, str]:
    """Which criterion of version `older` became which of the `codes` of `newer`, one to one; versions by their ids."""
    found: dict[str, list[str]] = {}
    for code in codes:
        origins, same = lineage.origins(newer, code, older)
        if same:
            found.setdefault(origins[0], []).append(code)
    return {before: after[0] for before, after in found.items() if len(after) == 1}


def carried(
    ratings: Mapping[str, Rating], source: Framework, target: Framework, codes: Mapping[str, str]
) -> dict[str, Rating]:
    """Ratings by version `source` as they would be by `target`; `codes` leads from the one's codes to the other's."""
    rows = [MappingRow(before, after, Relation.SAME) for before, after in codes.items()]
    return carried_over(source, target, rows, Case("", "", 0, "", Status.DRAFT, ratings))


@dataclass(frozen=True, slots=True)
class OnCore:
    """One participant of a round, on the core: the score (None where there is none), and the ratings it is made of."""

    score: Score | None
    ratings: Mapping[str, Rating]


def on_core(side: Side, entry: Entry, core: Core, applicable: Applicable, *, is_older: bool) -> OnCore:
    """A participant's score on the core: of what applied in the round itself and does so by the older version too.

    Percentages entered directly cannot be limited to a core: they count only where the version is one and the same.
    """
    ratings = side.counting[entry.party.code]
    if core.same_version:
        return OnCore(side.standings[entry.party.code].score, ratings)
    if not is_older:
        ratings = carried(ratings, side.framework, core.framework, _turned(core.became))
    codes = applicable.codes(entry.year, entry.party.group)
    ratings = {code: rating for code, rating in ratings.items() if code in codes}
    if not ratings:
        return OnCore(None, {})
    assessment = Assessment(entry.party.code, side.round.code, ratings=ratings)
    return OnCore(score_assessment(assessment, core.framework, entry.year, entry.party.group), ratings)


def _turned(codes: Mapping[str, str]) -> dict[str, str]:
    return {after: before for before, after in codes.items()}
