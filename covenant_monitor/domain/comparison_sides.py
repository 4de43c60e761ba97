"""The rounds of a comparison, and what can be compared of them.

With one framework version that is everything. With several it is the common core: the criteria that are one to one the
same or reworded in all of them, under the oldest version (`version_effect.common_core`); ratings by the others are
carried back to it.
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


Version = tuple[str, str]
"""A framework's code and version."""


def version_of(framework: Framework) -> Version:
    """What tells versions of frameworks apart."""
    return framework.code, framework.version


@dataclass(frozen=True)
class Core:
    """What the versions of some rounds have in common, under the oldest: `framework`, without what others lack.

    `became` leads, for every other version, from the codes of the oldest to its own; it is empty where all rounds have
    one version, and the core is all of it. `of`: how many criteria the oldest version itself has.
    """

    framework: Framework
    became: Mapping[Version, Mapping[str, str]]
    of: int

    @property
    def same_version(self) -> bool:
        """Whether all rounds have one and the same version."""
        return not self.became

    @cached_property
    def criteria(self) -> int:
        """How many criteria are in it."""
        return len(self.framework.criteria)

    def codes_in(self, version: Framework) -> Mapping[str, str]:
        """From the core's codes to those of a version."""
        codes = self.became.get(version_of(version))
        return {code: codes[code] if codes else code for code in self.framework.criteria}

    def back_from(self, version: Framework) -> Mapping[str, str]:
        """The criteria of the core, from their codes in a version to the core's."""
        return _turned(self.codes_in(version))

    def between(self, then: Framework, now: Framework) -> Mapping[str, str]:
        """The criteria of the core, from their codes in `now` to those in `then`."""
        before, after = self.codes_in(then), self.codes_in(now)
        return {after[code]: before[code] for code in before}


def whole(framework: Framework) -> Core:
    """The core of one and the same version."""
    return Core(framework, {}, len(framework.criteria))


def core_of(oldest: Framework, *others: tuple[Framework, Mapping[str, str]]) -> Core:
    """The common core of versions; with each of `others` come its codes by those of the oldest."""
    became = {version_of(other): codes for other, codes in others if version_of(other) != version_of(oldest)}
    if not became:
        return whole(oldest)
    shared = set.intersection(*(set(codes) for codes in became.values()))
    rows = [MappingRow(code, code, Relation.SAME) for code in oldest.criteria if code in shared]
    return Core(common_core(oldest, rows), became, len(oldest.criteria))


def common_core_of(lineage: Lineage, versions: Mapping[int, Framework]) -> Core:
    """The common core of versions by their ids, under the one that all others come from.

    Where there is none such, nothing is in common.
    """
    for number, oldest in versions.items():
        codes = {
            other: one_to_one(lineage, number, other, list(framework.criteria))
            for other, framework in versions.items()
            if other != number
        }
        if all(codes.values()):
            return core_of(oldest, *((versions[other], its) for other, its in codes.items()))
    first, *others = versions.values()
    return core_of(first, *((other, {}) for other in others))


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


def on_core(side: Side, entry: Entry, core: Core, applicable: Applicable) -> OnCore:
    """A participant's score on the core: of what applied in the round itself and does so by the oldest version too.

    Percentages entered directly cannot be limited to a core: they count only where the version is one and the same.
    """
    ratings = side.counting[entry.party.code]
    if core.same_version:
        return OnCore(side.standings[entry.party.code].score, ratings)
    if version_of(side.framework) in core.became:
        ratings = carried(ratings, side.framework, core.framework, core.back_from(side.framework))
    codes = applicable.codes(entry.year, entry.party.group)
    ratings = {code: rating for code, rating in ratings.items() if code in codes}
    if not ratings:
        return OnCore(None, {})
    assessment = Assessment(entry.party.code, side.round.code, ratings=ratings)
    return OnCore(score_assessment(assessment, core.framework, entry.year, entry.party.group), ratings)


def _turned(codes: Mapping[str, str]) -> dict[str, str]:
    return {after: before for before, after in codes.items()}
