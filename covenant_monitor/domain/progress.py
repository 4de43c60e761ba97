"""Indicators that are computed from the rounds themselves: every figure as a series, with an observation per round."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from covenant_monitor.domain import indicators as of
from covenant_monitor.domain.alignment import alignment_indicators
from covenant_monitor.domain.indicators import Figure
from covenant_monitor.domain.model import Dimension, Level, Outcome, Text
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.profile import Part, Profile
from covenant_monitor.domain.scope import ALL, Scope, Selection, cohorts, select
from covenant_monitor.domain.targets import Direction, Indicator, Observation

COMPUTED = "computed"
"""The source of an observation that follows from the file itself."""

EVERY_STEP = 50
"""The level, in percent, of the series of participants that reach it in every step."""


class Series(NamedTuple):
    """A figure as an indicator: the code after "computed:", the name, which way is better, and the unit."""

    code: str
    name: Text
    direction: Direction = Direction.UP
    unit: str = of.PERCENT


class Computed(NamedTuple):
    """A series and how its figure follows from a selection."""

    series: Series
    figure: Callable[[Selection], Figure]


_PARTICIPANTS = Computed(Series("participants", Text("Deelnemers", "Participants"), unit=""), of.participants)
_ASSESSED = Computed(Series("assessed", Text("Beoordeelde deelnemers", "Assessed participants")), of.assessed)
_MEAN = Computed(Series("mean-score", Text("Gemiddelde score", "Mean score")), of.mean_score)
_OUTCOMES = tuple(
    Computed(series, partial(of.outcome_share, outcome=outcome))
    for series, outcome in (
        (Series("meets", Text("Voldoet aan de vereiste score", "Meets the required score")), Outcome.MEETS),
        (
            Series("on-track", Text("Op weg naar de vereiste score", "On track to the required score")),
            Outcome.ON_TRACK,
        ),
        (
            Series("behind", Text("Achter op de vereiste score", "Behind the required score"), Direction.DOWN),
            Outcome.BEHIND,
        ),
    )
)
_FIRST = (_PARTICIPANTS, _ASSESSED, _MEAN, _OUTCOMES[0])
_OF_A_COHORT = (_PARTICIPANTS, _MEAN, *_OUTCOMES)
_MORE = (
    *_OUTCOMES[1:],
    Computed(Series("median-score", Text("Mediaan van de scores", "Median score")), of.median_score),
    Computed(
        Series("weighted-mean-score", Text("Gemiddelde score, gewogen naar omzet", "Mean score, weighted by turnover")),
        of.weighted_mean_score,
    ),
    Computed(
        Series("sector-companies", Text("Aandeel in de bedrijven van de sector", "Share of the sector's companies")),
        of.sector_companies,
    ),
    Computed(
        Series("sector-turnover", Text("Aandeel in de omzet van de sector", "Share of the sector's turnover")),
        of.sector_turnover,
    ),
    Computed(Series("final", Text("Beoordelingen definitief", "Assessments final")), of.final),
    Computed(
        Series("in-progress", Text("Beoordelingen in behandeling", "Assessments in progress"), Direction.DOWN),
        of.in_progress,
    ),
    Computed(
        Series("missing", Text("Beoordelingen niet begonnen", "Assessments not begun"), Direction.DOWN), of.missing
    ),
)
_EVERY_STEP = Series(
    f"every-step-{EVERY_STEP}", Text(f"Elke stap ten minste {EVERY_STEP} %", f"Every step at least {EVERY_STEP} %")
)
_GAP = Series(
    "policy-practice-gap",
    Text("Beleid min praktijk (procentpunten)", "Policy less practice (percentage points)"),
    Direction.DOWN,
)


class RoundFigure(NamedTuple):
    """A figure of one round, and whom it was taken over; its value is None where there is no number."""

    selection: Selection
    figure: Figure


class ComputedIndicator(NamedTuple):
    """A computed indicator, and behind it the figure of every round that has it, by the round's code.

    There are no such figures behind the alignment of the covenant itself, which is of no participants.
    """

    indicator: Indicator
    figures: Mapping[str, RoundFigure]


FIRST_CODES = tuple(f"{COMPUTED}:{computed.series.code}" for computed in _FIRST)
"""The indicators that are always there. Their denominator, where they have one, is a number of participants."""

_LEVELS: Mapping[Level, Text] = {
    Level.FULLY: Text("volledig", "fully"),
    Level.PARTIALLY: Text("deels", "partially"),
    Level.NOT: Text("niet", "not"),
}
_DIMENSIONS: Mapping[Dimension, Text] = {
    Dimension.POLICY: Text("Beleid", "Policy"),
    Dimension.PRACTICE: Text("Praktijk", "Practice"),
}


def computed_indicators(picture: CovenantPicture, scope: Scope = ALL, *, final_only: bool = False) -> list[Indicator]:
    """Every figure of every round of the covenant, as indicators with an observation per round.

    An observation is dated by its round's reference date, or its last day. A round without a number has none, and an
    indicator without any observation is not there; but for the first four, which always are. Themes, policy and
    practice are there where the picture has tallies. Every percentage is 100 x numerator / denominator; the numerator
    of a mean is the sum of the scores as parts of 1. `final_only`: only final assessments count.

    Raises:
        KeyError: the scope names a round that the covenant does not have.
    """
    return [one.indicator for one in computed_figures(picture, scope, final_only=final_only)]


def computed_figures(
    picture: CovenantPicture, scope: Scope = ALL, *, final_only: bool = False
) -> list[ComputedIndicator]:
    """`computed_indicators` with what each number is made of, also of the rounds without one. Raises KeyError alike."""
    series = {computed.series.code: computed.series for computed in _FIRST}
    found: dict[str, dict[str, RoundFigure]] = {code: {} for code in series}
    for round_ in picture.rounds:
        selection = select(picture, round_.round.code, scope, final_only=final_only)
        for one, figure in _figures(selection):
            series[one.code] = one
            found.setdefault(one.code, {})[round_.round.code] = RoundFigure(selection, figure)
    made = [ComputedIndicator(_indicator(series[code], figures), figures) for code, figures in found.items()]
    of_participants = [one for one in made if one.indicator.observations or one.indicator.code in FIRST_CODES]
    of_covenant = alignment_indicators(f"{COMPUTED}:alignment", picture.alignment) if scope == ALL else []
    return [*of_participants, *(ComputedIndicator(one, {}) for one in of_covenant)]


def _indicator(series: Series, figures: Mapping[str, RoundFigure]) -> Indicator:
    observed = tuple(_observation(*one) for one in figures.values() if one.figure.value is not None)
    return Indicator(f"{COMPUTED}:{series.code}", series.name, series.unit, series.direction, observed)


def _observation(selection: Selection, figure: Figure) -> Observation:
    return Observation(
        selection.day,
        figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        source=COMPUTED,
    )


def _figures(selection: Selection) -> Iterator[tuple[Series, Figure]]:
    """Everything that can be said of a round; of its parts in the order of its framework."""
    profile = Profile(selection)
    for series, figure in (*_FIRST, *_MORE):
        yield series, figure(selection)
    yield _EVERY_STEP, profile.every_step(EVERY_STEP)
    yield _GAP, profile.policy_practice_gap()
    if selection.scope.participation_year is None:
        for year, cohort in cohorts(selection).items():
            for series, figure in _OF_A_COHORT:
                name = Text(f"Deelnamejaar {year}: {series.name.nl}", f"Participation year {year}: {series.name.en}")
                yield series._replace(code=f"year:{year}:{series.code}", name=name), figure(cohort)
    yield from _shares("all", Text("Alle criteria", "All criteria"), profile.whole)
    for step, part in profile.steps.items():
        yield from _mean_and_shares(f"step:{step}", Text(f"Stap {step}", f"Step {step}"), part)
    for section in selection.picture.framework.sections:
        name = Text(
            f"Onderdeel {section.code}. {section.name.nl or section.name.en}",
            f"Section {section.code}. {section.name.en or section.name.nl}",
        )
        yield from _mean_and_shares(f"section:{section.code}", name, profile.sections[section.code])
    for theme, part in profile.themes.items():
        yield from _mean_and_shares(f"theme:{theme}", Text(f"Thema {theme}", f"Theme {theme}"), part)
    for dimension, part in profile.dimensions.items():
        yield from _mean_and_shares(dimension.value, _DIMENSIONS[dimension], part)


def _mean_and_shares(code: str, name: Text, part: Part) -> Iterator[tuple[Series, Figure]]:
    yield Series(f"{code}:mean", Text(f"{name.nl}: gemiddelde", f"{name.en}: mean")), part.mean
    yield from _shares(code, name, part)


def _shares(code: str, name: Text, part: Part) -> Iterator[tuple[Series, Figure]]:
    for level, figure in part.shares.items():
        word = _LEVELS[level]
        direction = Direction.DOWN if level is Level.NOT else Direction.UP
        yield Series(f"{code}:{level}", Text(f"{name.nl}: {word.nl}", f"{name.en}: {word.en}"), direction), figure
