"""How a round's mean score came about, where nothing is required and so there is no share that meets it."""

from fractions import Fraction

from covenant_monitor.domain.explanation import Explanation, LeftOut, Subject, Term
from covenant_monitor.domain.headline import Headline


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
        left_out=[
            LeftOut(reason, len(standings), tuple(one.party.name for one in standings))
            for reason, standings in figures.left_out.items()
        ],
    )
