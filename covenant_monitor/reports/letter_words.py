"""What a letter says of one participant, in sentences that are written from its numbers."""

from fractions import Fraction

from covenant_monitor.charts.words import capitalised
from covenant_monitor.domain.comparison_counts import RatingCounts
from covenant_monitor.domain.headline import Standing, reason_left_out
from covenant_monitor.domain.model import Status
from covenant_monitor.language import Language
from covenant_monitor.names import outcome_name
from covenant_monitor.reports.phrases import listed


def score_sentence(standing: Standing, language: Language) -> str:
    """The score, or what it can still become, or why there is none."""
    _ = language.gettext
    score = standing.score
    if score is None or (score.score is None and not score.provisional):
        return _("There is no score: everything that applies to you is n.a., or nothing applies.")
    if not score.provisional:
        return _("Your score is {score}.").format(score=language.percent(score.score))
    if score.from_summary or score.low is None or score.high is None:
        return _("There is no complete score yet.")
    said = (
        _("Your score is provisional: {rated} of {all} criteria are rated. It can become {low} to {high}.")
        if score.score is None
        else _(
            "Your score is provisional: {rated} of {all} criteria are rated. It is {score} so far, and can become {low}"
            " to {high}."
        )
    )
    return said.format(
        rated=language.number(score.rated, 0),
        all=language.number(score.applicable, 0),
        score=language.percent(score.score),
        low=language.percent(score.low),
        high=language.percent(score.high),
    )


def requirement_sentence(standing: Standing, language: Language) -> str:
    """How the score stands against what is required in the participation year, with the gap in points."""
    _ = language.gettext
    if standing.required is None:
        return _("In this round no score is required of you, so there is no outcome.")
    required = language.percent(standing.required, None)
    year = language.number(standing.participation_year, 0)
    score = standing.score.score if standing.score else None
    if standing.outcome is None or score is None:
        return _("In your participation year {year} at least {required} is required. There is no outcome yet.").format(
            year=year, required=required
        )
    gap = score - standing.required
    said = (
        _("In your participation year {year} at least {required} is required; your score is exactly that: {outcome}.")
        if not gap
        else _("In your participation year {year} at least {required} is required; you are {points} above: {outcome}.")
        if gap > 0
        else _("In your participation year {year} at least {required} is required; you are {points} below: {outcome}.")
    )
    return said.format(
        year=year,
        required=required,
        points=points_words(abs(gap), language),
        outcome=outcome_name(standing.outcome, language).lower(),
    )


def points_words(points: Fraction, language: Language) -> str:
    """So many percentage points, without sign: "1 point", "less than 0.1 points"."""
    _, n_ = language.gettext, language.ngettext
    if 0 < points < Fraction(1, 20):
        return _("less than {n} points").format(n=language.number(Fraction(1, 10)))
    shown = language.number(points, None if points.denominator == 1 else 1)
    return n_("{n} point", "{n} points", 1 if points == 1 else 2).format(n=shown)


def status_sentence(status: Status, language: Language) -> str:
    """Whether the assessment can still change."""
    _ = language.gettext
    if status is Status.FINAL:
        return _("The assessment is final.")
    return _("The assessment is not final yet: you can still respond to it.")


def improvement_sentence(
    then: Fraction | None, now: Fraction | None, before: str, this: str, counts: RatingCounts, language: Language
) -> str:
    """The score in the round before and in this one as they compare, and how the ratings differ."""
    _, n_ = language.gettext, language.ngettext
    said = []
    if then is not None and now is not None:
        gap = now - then
        text = (
            _("On what can be compared your score was {then} in {before} and {now} in {this}: {points} higher.")
            if gap > 0
            else _("On what can be compared your score was {then} in {before} and {now} in {this}: {points} lower.")
            if gap < 0
            else _("On what can be compared your score was {then} in {before}, and the same in {this}.")
        )
        said.append(
            text.format(
                then=language.percent(then),
                now=language.percent(now),
                before=before,
                this=this,
                points=points_words(abs(gap), language),
            )
        )
    amounts = [
        (n_("{n} rating is better", "{n} ratings are better", counts.better), counts.better),
        (n_("{n} is worse", "{n} are worse", counts.worse), counts.worse),
        (n_("{n} is the same", "{n} are the same", counts.same), counts.same),
    ]
    parts = [text.format(n=language.number(n, 0)) for text, n in amounts if n]
    if parts:
        text = listed(parts, language)
        said.append(capitalised(text) + ".")
    return " ".join(said)


def few_sentence(minimum: int, language: Language) -> str:
    """Why nothing is told of how the others did."""
    return language.gettext(
        "How the other participants did is not told: there would be fewer than {n} others, and it could be seen who"
        " they are."
    ).format(n=minimum)


def one_class_sentence(minimum: int, language: Language) -> str:
    """Why nothing is told of how the others did where all of them are in one class of scores."""
    return language.gettext(
        "How the other participants did is not told: there are too few of them for two groups of at least {n} with"
        " different scores."
    ).format(n=minimum)


def place_sentence(standing: Standing, language: Language) -> str:
    """How to find oneself among the others, who are not named."""
    _ = language.gettext
    score = standing.score.score if standing.score else None
    if score is None:
        return _("The scores of all participants, without names.")
    if reason_left_out(standing):
        return _(
            "The scores of all participants that count, without names. Yours, {score}, is not among them yet."
        ).format(score=language.percent(score))
    return _("The scores of all participants that count, without names. Yours is {score}.").format(
        score=language.percent(score)
    )
