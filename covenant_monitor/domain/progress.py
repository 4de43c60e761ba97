"""Indicators that are computed from the rounds themselves; every one with numerator, denominator and unit."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from covenant_monitor.domain.headline import mean, outcomes, scores_of
from covenant_monitor.domain.model import Outcome, Text
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.targets import Indicator, Observation

COMPUTED = "computed"
"""The source of an observation that follows from the file itself."""


def computed_indicators(picture: CovenantPicture) -> list[Indicator]:
    """Participants, assessed participants, mean score and share meeting the requirement, per round of the covenant.

    An observation is dated by its round's reference date, or its last day. A round without a number has none. Every
    percentage is 100 x numerator / denominator; the numerator of the mean is the sum of the scores as parts of 1.
    """
    kinds: Sequence[tuple[str, Text, str, Callable[[RoundPicture], Observation | None]]] = (
        ("computed:participants", Text("Deelnemers", "Participants"), "", _participants),
        ("computed:assessed", Text("Beoordeelde deelnemers", "Assessed participants"), "%", _assessed),
        ("computed:mean-score", Text("Gemiddelde score", "Mean score"), "%", _mean_score),
        ("computed:meets", Text("Voldoet aan de vereiste score", "Meets the required score"), "%", _meets),
    )
    return [
        Indicator(code, name, unit, observations=tuple(o for r in picture.rounds if (o := observe(r)) is not None))
        for code, name, unit, observe in kinds
    ]


def _share(picture: RoundPicture, count: int, n: int) -> Observation | None:
    if not n:
        return None
    day = picture.round.reference_date or picture.round.last_day
    return Observation(day, Fraction(100 * count, n), numerator=count, denominator=n, source=COMPUTED)


def _participants(picture: RoundPicture) -> Observation:
    day = picture.round.reference_date or picture.round.last_day
    return Observation(day, len(picture.standings), source=COMPUTED)


def _assessed(picture: RoundPicture) -> Observation | None:
    return _share(picture, picture.headline.n, len(picture.standings))


def _meets(picture: RoundPicture) -> Observation | None:
    counts = outcomes(picture.headline.counted)
    return _share(picture, counts.count(Outcome.MEETS), counts.n)


def _mean_score(picture: RoundPicture) -> Observation | None:
    scores = scores_of(picture.headline.counted)
    value = mean(scores)
    if value is None:
        return None
    day = picture.round.reference_date or picture.round.last_day
    return Observation(day, value, numerator=sum(scores, Fraction()) / 100, denominator=len(scores), source=COMPUTED)
