"""How a score is computed. The one place where it is (design, section 3).

A section's score is the sum of weight x value over the sum of weight x maximum, of the criteria that apply and are
rated with a value; n.a. leaves both sides. The score is the mean of the sections that have one, by section weight.
Percentages that were entered directly count only where nothing that applies is rated; those of the sections go into
the same mean, unless a total was entered too.
Nothing is rounded here. Scores are percentages, 0-100, as exact fractions; None is "no score", which is not 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.model import (
    LEVELS,
    UNRATED,
    Assessment,
    Criterion,
    Framework,
    Level,
    Number,
    Outcome,
    Rating,
    Scale,
    Section,
)


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What one section adds up to.

    `points` and `maximum` are over the criteria rated with a value, `open_maximum` and `open_minimum` over those that
    apply and are not dealt with yet: what they could bring at best, and at least. Counts are of criteria that apply;
    `not_counted` of ratings that do not.

    `entered` is a percentage that was entered directly; then nothing else counts. Where nothing of the section applies
    it is kept, and does not count either: `weight` is 0, and `not_counted` has it too. A section whose percentage is
    still to be entered has 0 and 1 as `open_minimum` and `open_maximum`.
    """

    section: str
    weight: Number = 1
    points: Number = 0
    maximum: Number = 0
    open_minimum: Number = 0
    open_maximum: Number = 0
    applicable: int = 0
    fully: int = 0
    partially: int = 0
    not_: int = 0
    na: int = 0
    not_counted: int = 0
    entered: Number | None = None

    @property
    def rated(self) -> int:
        """How many of the criteria that apply have been dealt with: a value, or n.a."""
        return self.fully + self.partially + self.not_ + self.na

    @property
    def open(self) -> int:
        """How many of the criteria that apply are not dealt with yet."""
        return self.applicable - self.rated

    @property
    def score(self) -> Fraction | None:
        """The section's score in percent; None where nothing that applies is rated with a value."""
        if self.entered is not None:
            return Fraction(self.entered) if self.weight else None
        return Fraction(100 * self.points, self.maximum) if self.maximum else None

    @property
    def low(self) -> Fraction | None:
        """The score if all the rest is not met."""
        return self._if_the_rest_brings(self.open_minimum)

    @property
    def high(self) -> Fraction | None:
        """The score if all the rest is fully met."""
        return self._if_the_rest_brings(self.open_maximum)

    def _if_the_rest_brings(self, points: Number) -> Fraction | None:
        if self.entered is not None:
            return self.score
        maximum = self.maximum + self.open_maximum
        return Fraction(100 * (self.points + points), maximum) if maximum else None


@dataclass(frozen=True, slots=True)
class Score:
    """What one assessment adds up to. `low` and `high` are the provisional band; equal to `score` once complete.

    `from_summary`: the percentages were entered directly, not rated; `total_entered`: so was the score itself.
    """

    sections: Sequence[SectionScore]
    score: Fraction | None
    low: Fraction | None
    high: Fraction | None
    rated: int
    applicable: int
    from_summary: bool = False
    summary_complete: bool = False
    total_entered: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing that applies is still open. Where nothing applies, nothing is."""
        return self.summary_complete if self.from_summary else self.rated == self.applicable

    @property
    def provisional(self) -> bool:
        """Whether there is a score, or could be one, that can still change because something is open."""
        return not self.complete


def weighted_mean(parts: Iterable[tuple[Number, Fraction | None]]) -> Fraction | None:
    """The mean of the values that there are, by weight; None where there is none or all weigh nothing."""
    present = [(weight, value) for weight, value in parts if value is not None]
    total = sum(weight for weight, _ in present)
    if not total:
        return None
    points = sum((value if weight == 1 else weight * value for weight, value in present), Fraction())
    return points / total


def score_section(
    section: Section, criteria: Sequence[Criterion], ratings: Mapping[str, Rating], scale: Scale = LEVELS
) -> SectionScore:
    """Add up the ratings of the `criteria` of `section` that apply; other ratings are counted apart, and left out."""
    points: Number = 0
    rated_weight: Number = 0
    open_weight: Number = 0
    counts = {Level.FULLY: 0, Level.PARTIALLY: 0, Level.NOT: 0}
    na = 0
    # Most values of a round are a few objects: what is the same is looked at, and multiplied, once.
    same: dict[int, tuple[Number, list[Number]]] = {}
    for criterion in criteria:
        rating = ratings.get(criterion.code)
        if rating is None or not rating.is_rated:
            open_weight += criterion.weight
        elif rating.not_applicable or rating.value is None:
            na += 1
        elif (known := same.get(id(rating.value))) is None:
            same[id(rating.value)] = rating.value, [criterion.weight]
        else:
            known[1].append(criterion.weight)
    for value, weights in same.values():
        weight = sum(weights)
        points += weight * value
        rated_weight += weight
        counts[scale.level(value)] += len(weights)
    return SectionScore(
        section=section.code,
        weight=section.weight,
        points=points,
        maximum=rated_weight * scale.maximum,
        open_minimum=open_weight * scale.minimum,
        open_maximum=open_weight * scale.maximum,
        applicable=len(criteria),
        fully=counts[Level.FULLY],
        partially=counts[Level.PARTIALLY],
        not_=counts[Level.NOT],
        na=na,
        not_counted=_not_counted(section, criteria, ratings),
    )


def _not_counted(section: Section, criteria: Sequence[Criterion], ratings: Mapping[str, Rating]) -> int:
    if len(criteria) == len(section.criteria):
        return 0
    applying = {criterion.code for criterion in criteria}
    return sum(c.code not in applying and ratings.get(c.code, UNRATED).is_rated for c in section.criteria)


def score_assessment(assessment: Assessment, framework: Framework, year: int, group: str) -> Score:
    """The score of an assessment under `framework`, of a participant of `group` in participation year `year`.

    Of an assessment of a sample only the criteria in the sample apply.
    """
    by_section = applicable(framework, year, group)
    if assessment.sample:
        by_section = [
            (section, [c for c in criteria if c.code in assessment.sample]) for section, criteria in by_section
        ]
    ratings = assessment.ratings
    if assessment.summaries:
        rated = any(ratings.get(c.code, UNRATED).is_rated for _, criteria in by_section for c in criteria)
        if not rated:
            return _score_summary(by_section, assessment)
    sections = [score_section(section, criteria, ratings, framework.scale) for section, criteria in by_section]
    return total(sections)


def total(sections: Sequence[SectionScore]) -> Score:
    """The score that the sections make together."""
    score = low = high = weighted_mean((part.weight, part.score) for part in sections)
    if any(part.open_maximum for part in sections):
        low = weighted_mean((part.weight, part.low) for part in sections)
        high = weighted_mean((part.weight, part.high) for part in sections)
    return Score(
        sections=sections,
        score=score,
        low=low,
        high=high,
        rated=sum(part.rated for part in sections),
        applicable=sum(part.applicable for part in sections),
    )


def _score_summary(by_section: Sequence[tuple[Section, Sequence[Criterion]]], assessment: Assessment) -> Score:
    """A summary is complete with a total, or with a percentage for every section in which something applies."""
    entered = assessment.summaries.get("")
    sections = [_entered_section(section, criteria, assessment) for section, criteria in by_section]
    complete = not any(part.open_maximum for part in sections)
    score = replace(total(sections), from_summary=True, summary_complete=complete)
    if entered is None:
        return score
    whole = Fraction(entered)
    return replace(score, score=whole, low=whole, high=whole, summary_complete=True, total_entered=True)


def _entered_section(section: Section, criteria: Sequence[Criterion], assessment: Assessment) -> SectionScore:
    entered = assessment.summaries.get(section.code)
    # Of a framework of which only the sections are known, all of them apply.
    counts = bool(criteria) or not section.criteria
    left_out = entered is not None and not counts
    return SectionScore(
        section.code,
        0 if left_out else section.weight,
        open_maximum=int(counts and entered is None and "" not in assessment.summaries),
        not_counted=_not_counted(section, criteria, assessment.ratings) + left_out,
        entered=entered,
    )


def classify(score: Fraction | None, required: Number | None, on_track_margin: Number) -> Outcome | None:
    """How a score stands against the required one, both in percent and unrounded; None where either is missing.

    On track is less than required by at most `on_track_margin` percentage points.
    """
    if score is None or required is None:
        return None
    if score >= required:
        return Outcome.MEETS
    return Outcome.ON_TRACK if score >= required - on_track_margin else Outcome.BEHIND
