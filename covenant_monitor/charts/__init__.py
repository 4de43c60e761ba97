"""Charts: matplotlib Figures made from domain results, each with its numbers as a table and in words.

Importing this package, `look` and `chart` is cheap; matplotlib is imported when the first chart is drawn.

look        colours and sizes           chart       what every chart function returns
outcomes    outcome classes over the rounds          target_path  an indicator against its target
sections    mean score per section      saving      png, svg, pdf and pixels
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from covenant_monitor.charts.chart import Chart
from covenant_monitor.charts.look import DARK, LIGHT, Look
from covenant_monitor.domain.picture import CovenantPicture, breaks
from covenant_monitor.domain.progress import COMPUTED, FIRST_CODES, computed_indicators
from covenant_monitor.domain.targets import Indicator, Target
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_, Language
from covenant_monitor.names import one_person_note

__all__ = ["CHARTS", "DARK", "LIGHT", "Chart", "Kind", "Look", "Request", "draw"]


@dataclass(frozen=True, slots=True)
class Request:
    """What to draw. `round`: the code of the round, of which charts over time show the earlier ones too ("": the last).

    `target`: the code of a target, or of an indicator ("": the first). `size` in pixels at `scale` 1; None: the
    chart's own. `public`: for the public, with what is too small withheld. `at`: the date at which a target is seen.
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

    @property
    def minimum_group(self) -> int | None:
        """The smallest group that is shown; None where the chart is internal."""
        return self.picture.covenant.minimum_group if self.public else None

    @property
    def note(self) -> str:
        """What has to be said of the covenant in every output."""
        return one_person_note(self.picture.covenant, self.language)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chart: its name on the command line, what it is called, its own size and its function."""

    name: str
    title: str
    size: tuple[float, float]
    build: Callable[[Request], Chart]


def draw(name: str, request: Request) -> Chart:
    """Draw the chart called `name`. Raises Problem where there is no such chart, round or target."""
    if name not in CHARTS:
        raise Problem("There is no chart {name}. There are: {names}.", name=name, names=", ".join(CHARTS))
    return CHARTS[name].build(request)


def _size(request: Request, name: str) -> tuple[float, float]:
    return request.size or CHARTS[name].size


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
        request.language,
        request.look,
        _size(request, "outcomes"),
        request.scale,
        minimum_group=request.minimum_group,
        heading=request.heading,
        note=request.note,
    )


def _target(request: Request) -> Chart:
    from covenant_monitor.charts.target_path import target_path

    indicator, target = _find_target(request.picture, request.target, public=request.public)
    return target_path(
        indicator,
        target,
        request.language,
        request.look,
        _size(request, "target"),
        request.scale,
        request.at,
        breaks(request.picture.rounds),
        minimum_group=request.minimum_group,
        heading=request.heading,
        note=request.note,
    )


def _find_target(picture: CovenantPicture, code: str, *, public: bool) -> tuple[Indicator, Target | None]:
    """The indicator and target of a target's or an indicator's code; of "" the first target, or the first indicator.

    Among the indicators are those that are computed from the rounds. For the public only the first of them: the others
    are also of parts of the participants, and what they are divided by does not say how few these are.
    """
    computed = [one for one in computed_indicators(picture) if not public or one.code in FIRST_CODES]
    indicators = {indicator.code: indicator for indicator in (*picture.indicators, *computed)}
    targets = {target.code: target for target in picture.targets}
    if not indicators or not (code or picture.targets or picture.indicators):
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
        request.language,
        request.look,
        _size(request, "sections"),
        request.scale,
        minimum_group=request.minimum_group,
        heading=request.heading,
        note=request.note,
    )


CHARTS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("outcomes", N_("Outcome classes over the rounds"), (776, 400), _outcomes),
        Kind("target", N_("An indicator against its target"), (760, 480), _target),
        Kind("sections", N_("Mean score per section"), (640, 360), _sections),
    )
}
