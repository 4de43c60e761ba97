"""What made a headline share change from one round to another, part by part.

One thing is changed at a time, from the earlier round to the later, in a fixed order; a part is what the share does at
that step. So the parts add up to the whole change exactly, whatever they are. The steps:

1. *participants*: only those that count in both rounds; whoever counts in the earlier one only is left out;
2. *ratings*: the criteria that apply in both rounds, and are one to one the same, get the later rating;
3. *applicability*: what applies is as in the participation year and group of the later round;
4. *version*: criteria, sections and scale are those of the later round's version. Weights keep the proportions that
   they had between what both versions have;
5. *weights*: those of the later round's version;
6. *requirement*: that of the later round;
7. *participants* again: whoever counts in the later round only comes in.

Another order gives other parts, as always when things change together: this one first asks what companies did, then
what was asked of them. Swapping the rounds turns the whole around, and not necessarily each part.

Percentages entered directly cannot be taken apart: all that such a participant's score differs counts as ratings. Where
a step leaves a participant without a score, it keeps the one that it had until a later step gives one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.comparison import Ratio, mean_of
from covenant_monitor.domain.comparison_sides import Core, Entry, Side, carried
from covenant_monitor.domain.headline import Standing, headline
from covenant_monitor.domain.model import Assessment, Framework, Number, Outcome, Rating, Section
from covenant_monitor.domain.scoring import classify, score_assessment


class Cause(StrEnum):
    """What changes a share, in the order in which it is changed."""

    PARTICIPANTS = "participants"
    RATINGS = "ratings"
    APPLICABILITY = "applicability"
    VERSION = "version"
    WEIGHTS = "weights"
    REQUIREMENT = "requirement"


class Measure(StrEnum):
    """Which headline share: of the participants with an outcome those that meet the requirement, or the mean score."""

    MEETS = "meets"
    MEAN = "mean-score"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing changed, and the share before and after it."""

    cause: Cause
    before: Ratio
    after: Ratio

    @property
    def part(self) -> Fraction:
        """What the share does, in percentage points."""
        return (self.after.percent or Fraction()) - (self.before.percent or Fraction())


_CHAIN = (Cause.RATINGS, Cause.APPLICABILITY, Cause.VERSION, Cause.WEIGHTS)


@dataclass(frozen=True, slots=True)
class Course:
    """The scores of one participant in percent: in the earlier round, and after each cause that changes a score."""

    scores: Sequence[Fraction]
    taken_apart: bool

    @property
    def parts(self) -> Mapping[Cause, Fraction]:
        """What each cause did to the score, in percentage points; they add up to its whole change."""
        return {cause: self.scores[at + 1] - self.scores[at] for at, cause in enumerate(_CHAIN)}


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A share in two rounds, and the steps between.

    `same` participants count in both; `courses` has the scores of each. Of `not_taken_apart` of them a percentage was
    entered directly.
    """

    measure: Measure
    then: Ratio
    now: Ratio
    steps: Sequence[Step]
    same: int
    not_taken_apart: int
    courses: Mapping[str, Course] = field(default_factory=dict)

    @property
    def whole(self) -> Fraction:
        """The whole change, in percentage points."""
        return (self.now.percent or Fraction()) - (self.then.percent or Fraction())

    @property
    def parts(self) -> Mapping[Cause, Fraction]:
        """What each cause did, in percentage points; they add up to the whole."""
        return {cause: sum((s.part for s in self.steps if s.cause is cause), Fraction()) for cause in Cause}


def decompose(then: Side, now: Side, core: Core, *, final_only: bool = False) -> dict[Measure, Decomposition]:
    """Take the change of both headline shares apart; one that either round has not is not there."""
    before = counted(then, final_only=final_only)
    after = counted(now, final_only=final_only)
    both = [code for code in before if code in after]
    chain = _Chain(then, now, core)
    courses = {code: chain.course(then.by_party[code], now.by_party[code]) for code in both}
    found = [
        _decomposition(Measure.MEAN, before, after, both, courses),
        _decomposition(
            Measure.MEETS,
            {code: standing for code, standing in before.items() if standing.outcome},
            {code: standing for code, standing in after.items() if standing.outcome},
            [code for code in both if before[code].outcome and after[code].outcome],
            courses,
        ),
    ]
    return {one.measure: one for one in found if one is not None}


_Scores = Mapping[str, Fraction]


def counted(side: Side, *, final_only: bool) -> dict[str, Standing]:
    """The participants that count in the headline figures of a round, by code."""
    standings = headline(side.standings.values(), final_only=final_only).counted
    return {standing.party.code: standing for standing in standings}


def _decomposition(
    measure: Measure,
    before: Mapping[str, Standing],
    after: Mapping[str, Standing],
    both: Sequence[str],
    courses: Mapping[str, Course],
) -> Decomposition | None:
    if not before or not after:
        return None
    then = _ratio(measure, before, {code: _score(standing) for code, standing in before.items()})
    now = _ratio(measure, after, {code: _score(standing) for code, standing in after.items()})
    causes: list[Cause] = []
    ratios: list[Ratio] = []
    if both:
        stayed = {code: before[code] for code in both}
        states = [_ratio(measure, stayed, {code: courses[code].scores[at] for code in both}) for at in range(5)]
        last = {code: courses[code].scores[-1] for code in both}
        ratios = [*states, _ratio(measure, {code: after[code] for code in both}, last)]
        causes = [Cause.PARTICIPANTS, *_CHAIN, Cause.REQUIREMENT]
    causes.append(Cause.PARTICIPANTS)
    shares = [then, *ratios, now]
    steps = [Step(cause, shares[at], shares[at + 1]) for at, cause in enumerate(causes)]
    its = {code: courses[code] for code in both}
    return Decomposition(measure, then, now, steps, len(both), sum(not one.taken_apart for one in its.values()), its)


def _ratio(measure: Measure, standings: Mapping[str, Standing], scores: _Scores) -> Ratio:
    """The share that these scores make, against what is required in these standings."""
    if measure is Measure.MEAN:
        return mean_of(scores.values())
    meets = sum(classify(scores[code], standing.required, 0) is Outcome.MEETS for code, standing in standings.items())
    return Ratio(Fraction(meets), len(standings))


def _score(standing: Standing) -> Fraction:
    if standing.score is None or standing.score.score is None:
        raise ValueError("a standing that counts has a score")
    return standing.score.score


class _Chain:
    """Changes one thing at a time for one participant."""

    def __init__(self, then: Side, now: Side, core: Core) -> None:
        self._then, self._now = then, now
        self._same_version = core.same_version
        self._codes = core.between(then.framework, now.framework)
        self._reweighted = now.framework if core.same_version else with_weights_of(then.framework, now.framework, core)

    def course(self, before: Entry, after: Entry) -> Course:
        """The participant's score after each step; it counts in both rounds."""
        first = _score(self._then.standings[before.party.code])
        last = _score(self._now.standings[after.party.code])
        if _entered(self._then, before) or _entered(self._now, after):
            return Course((first, last, last, last, last), taken_apart=False)
        earlier, later = self._then.counting[before.party.code], self._carried(after)
        rated = {code: later.get(code, rating) for code, rating in earlier.items()}
        ratings = self._or(first, self._scored(self._then.framework, rated, before))
        if self._same_version:
            return Course((first, ratings, last, last, last), taken_apart=True)
        applicability = ratings
        if (before.year, before.party.group) != (after.year, after.party.group):
            applicability = self._or(ratings, self._scored(self._then.framework, {**earlier, **later}, after))
        version = last
        if self._reweighted is not self._now.framework:
            counting = self._now.counting[after.party.code]
            version = self._or(applicability, self._scored(self._reweighted, counting, after))
        return Course((first, ratings, applicability, version, last), taken_apart=True)

    def _carried(self, after: Entry) -> Mapping[str, Rating]:
        """The later ratings under the codes and on the scale of the earlier version."""
        counting = self._now.counting[after.party.code]
        if self._same_version:
            return counting
        return carried(counting, self._now.framework, self._then.framework, self._codes)

    @staticmethod
    def _or(before: Fraction, score: Fraction | None) -> Fraction:
        return before if score is None else score

    @staticmethod
    def _scored(framework: Framework, ratings: Mapping[str, Rating], entry: Entry) -> Fraction | None:
        assessment = Assessment(entry.party.code, "", ratings=ratings)
        return score_assessment(assessment, framework, entry.year, entry.party.group).score


def _entered(side: Side, entry: Entry) -> bool:
    score = side.standings[entry.party.code].score
    return score is not None and score.from_summary


def with_weights_of(then: Framework, now: Framework, core: Core) -> Framework:
    """Version `now` with the weights of `then`, between what both have; `now` itself where that makes no difference.

    Within a section the criteria that are one to one the same share what they weigh together as they did before. So do
    the sections; a section of `now` stands for the one that most of its criteria come from.
    """
    sections, origins = [], {}
    from_now = core.between(then, now)
    for section in now.sections:
        before = {
            code: then.criteria[from_now[code]].weight
            for code in (criterion.code for criterion in section.criteria)
            if code in from_now
        }
        weights = _in_proportion(before, {c.code: c.weight for c in section.criteria if c.code in before})
        criteria = tuple(replace(c, weight=weights.get(c.code, c.weight)) for c in section.criteria)
        sections.append(replace(section, criteria=criteria))
        if before:
            origins[section.code] = _origin(then, (from_now[code] for code in before)).weight
    weights = _in_proportion(origins, {s.code: s.weight for s in now.sections if s.code in origins})
    sections = [replace(section, weight=weights.get(section.code, section.weight)) for section in sections]
    alike = all(
        one.weight == other.weight
        and all(a.weight == b.weight for a, b in zip(one.criteria, other.criteria, strict=True))
        for one, other in zip(sections, now.sections, strict=True)
    )
    return now if alike else replace(now, sections=tuple(sections))


def _in_proportion(before: Mapping[str, Number], now: Mapping[str, Number]) -> dict[str, Number]:
    """The weights of `before`, adding up to what those of `now` do."""
    total = sum(before.values())
    return {code: Fraction(weight) * sum(now.values()) / total for code, weight in before.items()} if total else {}


def _origin(then: Framework, codes: Iterable[str]) -> Section:
    """The section of the earlier version that most of some criteria are in; of several, the first."""
    count: dict[str, int] = {}
    for code in codes:
        section = then.section_of[code].code
        count[section] = count.get(section, 0) + 1
    return max((s for s in then.sections if s.code in count), key=lambda section: count[section.code])
