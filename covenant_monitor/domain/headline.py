"""The figures of a round: which assessments count in them, which do not and why, and what they add up to.

A headline figure takes the secretariat's complete assessments of status assessed or later, and its complete summaries
(design, sections 2 and 3.5).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.model import AssessmentKind, Number, Outcome, Party, Status
from covenant_monitor.domain.scoring import Score
from covenant_monitor.domain.shares import sum_of


class Reason(StrEnum):
    """Why something does not count in a number."""

    KIND = "kind"
    NOT_BEGUN = "not_begun"
    STATUS = "status"
    INCOMPLETE = "incomplete"
    NO_SCORE = "no_score"
    NO_REQUIREMENT = "no_requirement"
    NOT_APPLICABLE = "not_applicable"
    NOT_RATED = "not_rated"
    DOES_NOT_APPLY = "does_not_apply"
    NO_SECTION_SCORE = "no_section_score"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one participant stands in one round. `status` and `score` are None where there is no assessment yet.

    `outcome` is None too where the score is provisional: an outcome that can still change is none. `required` is in
    percent.
    """

    party: Party
    round: str
    kind: AssessmentKind
    participation_year: int
    status: Status | None = None
    score: Score | None = None
    required: Number | None = None
    outcome: Outcome | None = None
    assessor: str = ""
    reviewer: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The standings that count, and those that do not by the reason why."""

    counted: Sequence[Standing]
    left_out: Mapping[Reason, Sequence[Standing]]

    @property
    def n(self) -> int:
        """How many count."""
        return len(self.counted)


def reason_left_out(standing: Standing, *, final_only: bool = False) -> Reason | None:
    """Why a standing does not count in headline figures; None where it does."""
    if standing.kind is not AssessmentKind.SECRETARIAT:
        return Reason.KIND
    if standing.status is None or standing.score is None:
        return Reason.NOT_BEGUN
    if not standing.status.reached(Status.FINAL if final_only else Status.ASSESSED):
        return Reason.STATUS
    if not standing.score.complete:
        return Reason.INCOMPLETE
    return Reason.NO_SCORE if standing.score.score is None else None


def headline(standings: Iterable[Standing], *, final_only: bool = False) -> Headline:
    """Part the standings of a round in those that count in headline figures and those that do not."""
    counted: list[Standing] = []
    left_out: dict[Reason, list[Standing]] = {}
    for standing in standings:
        if reason := reason_left_out(standing, final_only=final_only):
            left_out.setdefault(reason, []).append(standing)
        else:
            counted.append(standing)
    return Headline(counted, left_out)


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many participants are in each outcome class, of those that have one."""

    meets: int = 0
    on_track: int = 0
    behind: int = 0
    without_requirement: int = 0

    @property
    def n(self) -> int:
        """How many have an outcome."""
        return self.meets + self.on_track + self.behind

    def count(self, outcome: Outcome) -> int:
        """How many are in this class."""
        return {Outcome.MEETS: self.meets, Outcome.ON_TRACK: self.on_track, Outcome.BEHIND: self.behind}[outcome]

    def share(self, outcome: Outcome) -> Fraction | None:
        """Which part of them, in percent, is in this class; None where there are none."""
        return Fraction(100 * self.count(outcome), self.n) if self.n else None


def outcomes(counted: Iterable[Standing]) -> OutcomeCounts:
    """Count the outcome classes; participants of whom nothing is required are counted apart."""
    tally = dict.fromkeys(Outcome, 0)
    without = 0
    for standing in counted:
        if standing.outcome is None:
            without += 1
        else:
            tally[standing.outcome] += 1
    return OutcomeCounts(tally[Outcome.MEETS], tally[Outcome.ON_TRACK], tally[Outcome.BEHIND], without)


def by_participation_year(counted: Iterable[Standing]) -> Mapping[int, Sequence[Standing]]:
    """The cohorts: the standings by participation year, in order."""
    cohorts: dict[int, list[Standing]] = {}
    for standing in counted:
        cohorts.setdefault(standing.participation_year, []).append(standing)
    return dict(sorted(cohorts.items()))


@dataclass(frozen=True, slots=True)
class SectionMean:
    """The mean score of one section, in percent, over the `n` participants that have one; each counts once."""

    section: str
    mean: Fraction | None
    n: int
    without: int


def section_means(counted: Iterable[Standing]) -> list[SectionMean]:
    """The mean score of every section over the standings that count."""
    scores: dict[str, list[Fraction | None]] = {}
    for standing in counted:
        for part in standing.score.sections if standing.score else ():
            scores.setdefault(part.section, []).append(part.score)
    return [_section_mean(section, values) for section, values in scores.items()]


def _section_mean(section: str, values: Sequence[Fraction | None]) -> SectionMean:
    present = [value for value in values if value is not None]
    return SectionMean(section, mean(present), len(present), len(values) - len(present))


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The plain mean; None of nothing."""
    return sum_of((value.numerator, value.denominator) for value in values) / len(values) if values else None


def scores_of(counted: Iterable[Standing]) -> list[Fraction]:
    """The scores that there are, in percent."""
    return [s.score.score for s in counted if s.score is not None and s.score.score is not None]
