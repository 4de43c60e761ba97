"""How a number came about: what was added up, what it was divided by, what was left out and why (design, rule 3.9).

An explanation holds numbers and codes; `covenant_monitor.reports.wording` puts it in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.domain.headline import Headline, Reason, Standing, outcomes
from covenant_monitor.domain.model import Number, Outcome
from covenant_monitor.domain.scoring import Score, SectionScore


class Subject(StrEnum):
    """What kind of number is explained."""

    SCORE = "score"
    SUMMARY = "summary"
    SECTION = "section"
    OUTCOME_SHARE = "outcome_share"
    SECTION_MEAN = "section_mean"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many of something did not count, and why; `names` where they have any."""

    reason: Reason
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the arithmetic. `label` is a section's code or a participant's name; `value` is in percent.

    In a share of outcomes `outcome` is the participant's class, and `maximum` the required percentage.
    """

    label: str
    value: Fraction | None
    points: Number | None = None
    maximum: Number | None = None
    weight: Number = 1
    left_out: tuple[LeftOut, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number, `value` = 100 x numerator / denominator or None, and everything that it is made of.

    For a score, numerator and denominator are the sums of section weight x score / 100, and of section weight. Where
    the number itself was `entered` they are value / 100 and 1, and what the terms say is not what it is made of. For a
    share of outcomes the terms are all of the denominator, those of the class first. `low` and `high`: the provisional
    band in percent, where there is one; `rated` of `applicable` criteria are dealt with.
    """

    subject: Subject
    about: str
    value: Fraction | None
    numerator: Number
    denominator: Number
    terms: Sequence[Term] = ()
    left_out: Sequence[LeftOut] = ()
    rated: int | None = None
    applicable: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    required: Number | None = None
    entered: bool = False


def _criteria_left_out(part: SectionScore) -> tuple[LeftOut, ...]:
    counts = (
        (Reason.NOT_APPLICABLE, part.na),
        (Reason.NOT_RATED, part.open),
        (Reason.DOES_NOT_APPLY, part.not_counted),
    )
    return tuple(LeftOut(reason, count) for reason, count in counts if count)


def _term(part: SectionScore) -> Term:
    entered = part.entered is not None
    return Term(
        label=part.section,
        value=part.score,
        points=None if entered else part.points,
        maximum=None if entered else part.maximum,
        weight=part.weight,
        left_out=_criteria_left_out(part),
    )


def explain_score(score: Score, *, about: str = "", required: Number | None = None) -> Explanation:
    """How the score of one assessment came about, section by section."""
    counted = [part for part in score.sections if part.score is not None]
    weights = 1 if score.total_entered else sum(part.weight for part in counted)
    return Explanation(
        subject=Subject.SUMMARY if score.from_summary else Subject.SCORE,
        about=about,
        value=score.score,
        numerator=0 if score.score is None else score.score / 100 * weights,
        denominator=weights,
        terms=[_term(part) for part in score.sections],
        left_out=[
            LeftOut(Reason.NO_SECTION_SCORE, 1, (part.section,)) for part in score.sections if part.score is None
        ],
        rated=score.rated,
        applicable=score.applicable,
        low=score.low if score.provisional else None,
        high=score.high if score.provisional else None,
        required=required,
        entered=score.total_entered,
    )


def explain_section(part: SectionScore) -> Explanation:
    """How the score of one section came about."""
    entered = part.score if part.entered is not None else None
    return Explanation(
        subject=Subject.SECTION,
        about=part.section,
        value=part.score,
        numerator=part.points if entered is None else entered / 100,
        denominator=part.maximum if entered is None else 1,
        terms=[_term(part)],
        left_out=_criteria_left_out(part),
        rated=part.rated,
        applicable=part.applicable,
        low=part.low if part.open else None,
        high=part.high if part.open else None,
        entered=entered is not None,
    )


def explain_outcome_share(figures: Headline, outcome: Outcome) -> Explanation:
    """How the share of participants in an outcome class came about: who counts, and who does not and why.

    Its terms are everyone in the denominator with their outcome, those of the class first.
    """
    counts = outcomes(figures.counted)
    with_outcome = [standing for standing in figures.counted if standing.outcome is not None]
    with_outcome.sort(key=lambda standing: standing.outcome is not outcome)
    without = [standing for standing in figures.counted if standing.outcome is None]
    return Explanation(
        subject=Subject.OUTCOME_SHARE,
        about=outcome.value,
        value=counts.share(outcome),
        numerator=counts.count(outcome),
        denominator=counts.n,
        terms=[_standing_term(standing) for standing in with_outcome],
        left_out=[*_standings_left_out(figures), *_left_out(Reason.NO_REQUIREMENT, without)],
    )


def explain_section_mean(figures: Headline, section: str) -> Explanation:
    """How the mean score of a section over a round's participants came about."""
    scored: list[Term] = []
    without: list[Standing] = []
    for standing in figures.counted:
        part = next((p for p in standing.score.sections if p.section == section), None) if standing.score else None
        if part is None or part.score is None:
            without.append(standing)
        else:
            scored.append(Term(standing.party.name, part.score))
    total = sum((term.value for term in scored if term.value is not None), Fraction())
    return Explanation(
        subject=Subject.SECTION_MEAN,
        about=section,
        value=total / len(scored) if scored else None,
        numerator=total / 100,
        denominator=len(scored),
        terms=scored,
        left_out=[*_standings_left_out(figures), *_left_out(Reason.NO_SECTION_SCORE, without)],
    )


def explain_mean(figures: Headline) -> Explanation:
    """The mean of the scores that count, each participant's counting the same, with everyone that is left out.

    It is worded as a section's mean is, but for its lead.
    """
    scores = [(one.party.name, one.score.score) for one in figures.counted if one.score and one.score.score is not None]
    total = sum((score for _name, score in scores), Fraction())
    return Explanation(
        subject=Subject.SECTION_MEAN,
        about="",
        value=total / len(scores) if scores else None,
        numerator=total / 100,
        denominator=len(scores),
        terms=[Term(name, score) for name, score in scores],
        left_out=[*_standings_left_out(figures)],
    )


def _standing_term(standing: Standing) -> Term:
    return Term(
        standing.party.name,
        standing.score.score if standing.score else None,
        maximum=standing.required,
        outcome=standing.outcome,
    )


def _standings_left_out(figures: Headline) -> Iterable[LeftOut]:
    for reason, standings in figures.left_out.items():
        yield from _left_out(reason, standings)


def _left_out(reason: Reason, standings: Sequence[Standing]) -> list[LeftOut]:
    return [LeftOut(reason, len(standings), tuple(s.party.name for s in standings))] if standings else []
