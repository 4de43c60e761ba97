"""Charts: matplotlib Figures made from domain results, each with its numbers as a table and in words.

Importing this package, `look` and `chart` is cheap; matplotlib is imported when the first chart is drawn.

look        colours and sizes           chart       what every chart function returns
outcomes    outcome classes over the rounds          target_path  an indicator against its target
sections    mean score per section      saving      png, svg, pdf and pixels
alignment_bars  OECD alignment of the covenant itself        dumbbell  the same on paper and in practice
waterfall   why a share changed from one round to another
heatmap     participants by sections    distribution  the scores against what is required
cohort_lines  mean scores over the rounds            profile_chart  sections and steps, now and before
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from covenant_monitor.charts.chart import Chart
from covenant_monitor.charts.look import DARK, LIGHT, Look
from covenant_monitor.domain.alignment import AlignmentYear, alignment_years
from covenant_monitor.domain.comparison_parts import Measure
from covenant_monitor.domain.picture import CovenantPicture, breaks
from covenant_monitor.domain.progress import COMPUTED, FIRST_CODES, computed_indicators
from covenant_monitor.domain.targets import Indicator, Target
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_, Language
from covenant_monitor.names import one_person_note

if TYPE_CHECKING:
    from covenant_monitor.store.comparing import RoundComparison

__all__ = ["CHARTS", "DARK", "LIGHT", "Chart", "Kind", "Look", "Request", "draw"]


@dataclass(frozen=True, slots=True)
class Request:
    """What to draw. `round`: the code of the round, of which charts over time show the earlier ones too ("": the last).

    `target`: the code of a target, or of an indicator ("": the first). `size` in pixels at `scale` 1; None: the
    chart's own. `public`: for the public, with what is too small withheld. `at`: the date at which a target is seen.
    `from_round`: the round that `profile` compares with ("": the one before). `comparison`: the rounds that a chart
    `of_rounds` is about; its `target` is a measure ("": the first there is). `outgoing`: it is saved or copied, and
    says so where it is for internal use.
    """

    picture: CovenantPicture
    language: Language
    round: str = ""
    target: str = ""
    look: Look = LIGHT
    size: tuple[float, float] | None = None
    scale: float = 1.0
    public: bool = False
    at: date | None = None
    heading: bool = True
    comparison: "RoundComparison | None" = None
    from_round: str = ""
    outgoing: bool = False

    @property
    def minimum_group(self) -> int | None:
        """The smallest group that is shown; None where the chart is internal."""
        return self.picture.covenant.minimum_group if self.public else None

    @property
    def note(self) -> str:
        """What has to be said first in every output: for whom it is, and by how many people it was assessed."""
        confidential = self.language.gettext("Internal: confidential")
        mark = f"{confidential}." if self.outgoing and not self.public else ""
        return " ".join(filter(None, (mark, one_person_note(self.picture.covenant, self.language))))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chart: its name on the command line, what it is called, its own size and its function.

    One `of_rounds` compares rounds that it is given, and is for internal use.
    """

    name: str
    title: str
    size: tuple[float, float]
    build: Callable[[Request], Chart]
    of_rounds: bool = False


def draw(name: str, request: Request) -> Chart:
    """Draw the chart called `name`. Raises Problem where there is no such chart, round or target."""
    if name not in CHARTS:
        raise Problem("There is no chart {name}. There are: {names}.", name=name, names=", ".join(CHARTS))
    return CHARTS[name].build(request)


def _looks(request: Request, name: str) -> dict[str, Any]:
    """What every chart function is told beside its numbers: its language, its looks, and what is said with it."""
    return {
        "language": request.language,
        "look": request.look,
        "size": request.size or CHARTS[name].size,
        "scale": request.scale,
        "heading": request.heading,
        "note": request.note,
    }


def _position(request: Request) -> int:
    """Where the asked round is among the rounds."""
    codes = [picture.round.code for picture in request.picture.rounds]
    if request.round in codes:
        return codes.index(request.round)
    if not codes:
        raise Problem("There are no rounds yet. Add a round, or import one.")
    if request.round:
        raise Problem("There is no round {round}. There are: {rounds}.", round=request.round, rounds=", ".join(codes))
    return len(codes) - 1


def _outcomes(request: Request) -> Chart:
    from covenant_monitor.charts.outcomes import outcomes_over_rounds

    return outcomes_over_rounds(
        request.picture.rounds[: _position(request) + 1],
        minimum_group=request.minimum_group,
        **_looks(request, "outcomes"),
    )


def _target(request: Request) -> Chart:
    from covenant_monitor.charts.target_path import target_path

    indicator, target = _find_target(request.picture, request.target, public=request.public)
    return target_path(
        indicator,
        target,
        at=request.at,
        breaks=breaks(request.picture.rounds),
        minimum_group=request.minimum_group,
        **_looks(request, "target"),
    )


def _find_target(picture: CovenantPicture, code: str, *, public: bool) -> tuple[Indicator, Target | None]:
    """The indicator and target of a target's or an indicator's code; of "" the first target, or the first indicator.

    Among the indicators are those that are computed from the rounds, unless the picture comes with one of that code,
    such as one in another scope. For the public only the first of them: the others are also of parts of the
    participants, and what they are divided by does not say how few these are.
    """
    entered = {one.code: one for one in picture.indicators if not public or not one.code.startswith(COMPUTED)}
    targets = {target.code: target for target in picture.targets}
    known = {*entered, *targets}
    indicators = entered
    if code not in known and (code or not known):  # what is entered needs nothing computed
        computed = [one for one in computed_indicators(picture) if not public or one.code in FIRST_CODES]
        indicators = entered | {indicator.code: indicator for indicator in computed}
    if not indicators or not (code or known):
        raise Problem("There are no targets and no indicators yet. Add one, or import one.")
    code = code or next(iter([*targets, *indicators]))
    if code in targets:
        return indicators[targets[code].indicator], targets[code]
    if code in indicators:
        return indicators[code], next((t for t in picture.targets if t.indicator == code), None)
    codes = ", ".join([*targets, *(one for one in indicators if not one.startswith(COMPUTED) or one in FIRST_CODES)])
    raise Problem("There is no target or indicator {code}. There are: {codes}.", code=code, codes=codes)


def _sections(request: Request) -> Chart:
    from covenant_monitor.charts.sections import section_means

    return section_means(
        request.picture.rounds[_position(request)],
        minimum_group=request.minimum_group,
        **_looks(request, "sections"),
    )


def _heatmap(request: Request) -> Chart:
    from covenant_monitor.charts.heatmap import section_heatmap

    return section_heatmap(
        request.picture.rounds[_position(request)],
        minimum_group=request.minimum_group,
        **_looks(request, "heatmap"),
    )


def _distribution(request: Request) -> Chart:
    from covenant_monitor.charts.distribution import score_distribution

    return score_distribution(
        request.picture.rounds[_position(request)],
        minimum_group=request.minimum_group,
        **_looks(request, "distribution"),
    )


def _cohorts(request: Request) -> Chart:
    from covenant_monitor.charts.cohort_lines import cohort_lines

    return cohort_lines(
        request.picture.rounds[: _position(request) + 1],
        minimum_group=request.minimum_group,
        **_looks(request, "cohorts"),
    )


def _profile(request: Request) -> Chart:
    from covenant_monitor.charts.profile_chart import section_profile

    rounds = request.picture.rounds
    place = _position(request)
    before = _position(replace(request, round=request.from_round)) if request.from_round else place - 1
    return section_profile(
        request.picture,
        rounds[place],
        rounds[before] if before >= 0 and before != place else None,
        minimum_group=request.minimum_group,
        **_looks(request, "profile"),
    )


def _waterfall(request: Request) -> Chart:
    from covenant_monitor.charts.waterfall import waterfall

    if request.public:
        raise Problem("The chart waterfall is for internal use: what a few participants changed can be read from it.")
    measures = [measure.value for measure in Measure]
    if request.target and request.target not in measures:
        raise Problem(
            "There is no measure {measure}. There are: {measures}.",
            measure=request.target,
            measures=", ".join(measures),
        )
    _position(request)
    return waterfall(
        request.comparison,
        Measure(request.target) if request.target else None,
        **_looks(request, "waterfall"),
    )


def _alignment_years(request: Request) -> list[AlignmentYear]:
    """The assessment years up to the date that is asked for. They are no rounds, so no round limits them."""
    years = alignment_years(request.picture.alignment)
    known = [year for year in years if request.at is None or year.year <= request.at.year]
    if not known:
        raise Problem("There are no results of an OECD alignment assessment yet. Add them, or import them.")
    return known


def _alignment(request: Request) -> Chart:
    from covenant_monitor.charts.alignment_bars import alignment_bars

    return alignment_bars(
        _alignment_years(request),
        public=request.public,
        **_looks(request, "alignment"),
    )


def _dumbbell(request: Request) -> Chart:
    from covenant_monitor.charts.dumbbell import dumbbell

    return dumbbell(
        _alignment_years(request)[-1],
        public=request.public,
        **_looks(request, "dumbbell"),
    )


CHARTS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("outcomes", N_("Outcome classes over the rounds"), (776, 400), _outcomes),
        Kind("target", N_("An indicator against its target"), (760, 480), _target),
        Kind("sections", N_("Mean score per section"), (640, 360), _sections),
        Kind("profile", N_("Sections and steps, compared with an earlier round"), (776, 440), _profile),
        Kind("cohorts", N_("Mean score over the rounds, by first round"), (776, 440), _cohorts),
        Kind("distribution", N_("Scores against what is required"), (776, 440), _distribution),
        Kind("heatmap", N_("Scores per participant and section"), (776, 560), _heatmap),
        Kind("alignment", N_("OECD alignment of the covenant"), (776, 440), _alignment),
        Kind("dumbbell", N_("OECD alignment, on paper and in practice"), (640, 400), _dumbbell),
        Kind("waterfall", N_("Why a share changed between two rounds"), (640, 400), _waterfall, of_rounds=True),
    )
}
