"""The figures that every public output holds, from the same objects that it is made of.

Figures come in order of importance: all participants before participation years, outcomes before means, the round
itself before earlier ones. What an output withholds by itself is not among them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from covenant_monitor.charts import Request
from covenant_monitor.charts.cohort_figures import cohort_figures
from covenant_monitor.charts.cohorts import first_rounds, year_groups
from covenant_monitor.charts.distribution_figures import distribution_figures, intervals
from covenant_monitor.charts.heatmap_figures import by_year
from covenant_monitor.charts.outcome_figures import LAST_COHORT, OUTCOMES, Column, outcome_figures
from covenant_monitor.charts.profile_figures import profile_figures
from covenant_monitor.domain.disclosure import published_mean
from covenant_monitor.domain.headline import Standing, mean, scores_of, section_means
from covenant_monitor.domain.model import Framework, Number, Outcome
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.progress import COMPUTED
from covenant_monitor.domain.releases import SECTION, Statement
from covenant_monitor.domain.scoring import Score
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures, last_year, round_figures

ALL = "all"
_ROUNDING = Fraction(1, 20)
"""A mean that is published has one decimal."""


def in_workbook(picture: CovenantPicture, round_: str) -> list[Statement]:
    """The figures of the public workbook of a round: those of the round itself, and of all before it."""
    rounds = rounds_until(picture, round_)
    last, minimum = last_year(rounds), picture.covenant.minimum_group
    figures = [round_figures(one, last, minimum) for one in reversed(rounds)]
    return [*_of_groups(figures), *(statement for one in figures for statement in _of_sections(one))]


def in_report(picture: CovenantPicture, round_: str) -> list[Statement]:
    """The figures of the public board report: those of the workbook, and of the charts in it."""
    request = _Asked(picture, round_)
    return unique([*in_workbook(picture, round_), *_outcomes(request), *_sections(request)])


def in_chart(name: str, request: Request) -> list[Statement]:
    """The figures of a public chart. Those that show nothing of participants have none."""
    if name == "target":
        return _target(request)
    found = _CHARTS.get(name)
    return found(_Asked(request.picture, request.round, request)) if found and request.picture.rounds else []


def rounds_until(picture: CovenantPicture, round_: str) -> Sequence[RoundPicture]:
    """The rounds up to the one with this code, of "" the last."""
    codes = [one.round.code for one in picture.rounds]
    return picture.rounds[: codes.index(round_) + 1] if round_ in codes else picture.rounds


def unique(statements: Iterable[Statement]) -> list[Statement]:
    """Every figure once, where it first was; two charts of an output may show the same."""
    return list(
        {(one.space, one.members, one.value, one.is_count): one for one in reversed(list(statements))}.values()
    )[::-1]


class _Asked:
    """A chart of a round and, where it is over time, of the rounds before it."""

    def __init__(self, picture: CovenantPicture, round_: str, request: Request | None = None) -> None:
        self.picture = picture
        self.rounds = rounds_until(picture, round_)
        self.round = self.rounds[-1]
        self.minimum = picture.covenant.minimum_group
        self.request = request


def _codes(standings: Iterable[Standing]) -> frozenset[str]:
    return frozenset(standing.party.code for standing in standings)


def _classes(round_: str, group: str, standings: Sequence[Standing], amounts: Sequence[int]) -> list[Statement]:
    """How many are in each outcome class, of those that have one."""
    members = _codes(one for one in standings if one.outcome is not None)
    return [
        Statement(f"outcome:{outcome}", round_, group, members, amount, is_count=True)
        for outcome, amount in zip(OUTCOMES, amounts, strict=True)
        if members
    ]


def _mean_score(round_: str, group: str, standings: Iterable[Standing], value: Fraction) -> Statement:
    """The mean score of those that have one; that of each is made of its sections, unless it was entered."""
    scores = {one.party.code: one.score for one in standings if one.score and one.score.score is not None}
    made_of = {code: _parts(score) for code, score in scores.items() if not score.total_entered}
    return Statement("score", round_, group, frozenset(scores), value, rounding=_ROUNDING, made_of=made_of)


def _mean_of(
    sections: Sequence[str], round_: str, group: str, standings: Iterable[Standing], value: Fraction, *, step: int = 0
) -> Statement:
    """The mean of sections, where there are more those of a step, of those with a score in one of them."""
    found = {one.party.code: _parts(one.score, sections) for one in standings if one.score}
    made_of = {code: parts for code, parts in found.items() if parts}
    if len(sections) == 1:
        return Statement(f"{SECTION}{sections[0]}", round_, group, frozenset(made_of), value, rounding=_ROUNDING)
    return Statement(f"step:{step}", round_, group, frozenset(made_of), value, rounding=_ROUNDING, made_of=made_of)


def _parts(score: Score, sections: Collection[str] | None = None) -> dict[str, Number]:
    """The sections with a score, or those of them that are among `sections`, as measures, with their weights."""
    return {
        f"{SECTION}{part.section}": part.weight
        for part in score.sections
        if (sections is None or part.section in sections) and part.score is not None
    }


def _of_groups(rounds: Sequence[RoundFigures]) -> list[Statement]:
    """Outcomes and mean scores of all and of every participation year: first of all, in every round."""
    whole: list[Statement] = []
    parts: list[Statement] = []
    for figures in rounds:
        code, counted = figures.picture.round.code, figures.picture.headline.counted
        for group in (figures.every, *figures.cohorts):
            if group.withheld:
                continue
            members = [one for one in counted if group.holds(one)]
            name = ALL if group.year is None else year_key(group.year, and_later=group.and_later)
            amounts = [group.counts.count(outcome) for outcome in OUTCOMES]
            found = _classes(code, name, members, amounts)
            if group.mean is not None:
                found.append(_mean_score(code, name, members, group.mean))
            (whole if group.year is None else parts).extend(found)
    return [*whole, *parts]


def year_key(year: int, *, and_later: bool) -> str:
    """What a participation year is called in the record: "year:2", or "year:3+" with the later ones."""
    return f"year:{year}{'+' if and_later else ''}"


def _of_sections(figures: RoundFigures) -> list[Statement]:
    counted, code = figures.picture.headline.counted, figures.picture.round.code
    return [_mean_of([one.code], code, ALL, counted, one.mean) for one in figures.sections if one.mean is not None]


def _outcomes(asked: _Asked) -> list[Statement]:
    figures = outcome_figures(asked.rounds, asked.minimum)
    counted = [one.headline.counted for one in asked.rounds]

    def of(columns: Sequence[Column], year: int | None, *, and_later: bool = False) -> list[Statement]:
        found: list[Statement] = []
        for column, standings in zip(columns, counted, strict=True):
            members = [s for s in standings if year is None or min(s.participation_year, LAST_COHORT) == year]
            name = ALL if year is None else year_key(year, and_later=and_later)
            if not column.withheld:
                found += _classes(column.round, name, members, column.amounts)
        return found

    found = of(figures.columns, None)
    for cohort in figures.cohorts:
        found += of(cohort.columns, cohort.year, and_later=cohort.and_later)
    return found


def _sections(asked: _Asked) -> list[Statement]:
    counted, code = asked.round.headline.counted, asked.round.round.code
    return [
        _mean_of([one.section], code, ALL, counted, shown)
        for one in section_means(counted)
        if f"{SECTION}{one.section}" not in asked.round.withheld
        and (shown := published_mean(one.mean, one.n, asked.minimum)) is not None
    ]


def _profile(asked: _Asked) -> list[Statement]:
    request = asked.request
    known = {one.round.code: one for one in asked.picture.rounds}
    from_round = request.from_round if request else ""
    then = known.get(from_round) if from_round else (asked.rounds[-2] if len(asked.rounds) > 1 else None)
    if then is asked.round or request is None:
        then = None
    words = request.language if request else None
    assert words is not None
    figures = profile_figures(asked.picture, asked.round, then, words, asked.minimum)
    found: list[Statement] = []
    for side, one in (("now", asked.round), ("then", then)):
        if one is None:
            continue
        counted, code = one.headline.counted, one.round.code
        for item in figures.sections:
            value = getattr(item, side)
            if value is not None and value.mean is not None:
                found.append(_mean_of([item.section], code, ALL, counted, value.mean))
        for item in figures.steps:
            value = getattr(item, side)
            if value is not None and value.mean is not None:
                step = int(item.name.split()[0])
                found.append(_mean_of(_of_step(one.framework, step), code, ALL, counted, value.mean, step=step))
    return found


def _of_step(framework: Framework, step: int) -> list[str]:
    return [section.code for section in framework.sections if section.step == step]


def _cohorts(asked: _Asked) -> list[Statement]:
    figures = cohort_figures(asked.rounds, asked.minimum)
    first = first_rounds([one.standings for one in asked.rounds])
    found = []
    for line in (figures.every, *figures.cohorts):
        for point in line.points:
            counted = asked.rounds[point.place].headline.counted
            members = [s for s in counted if not line.since or figures.codes[first[s.party.code]] == line.since]
            name = f"since:{line.since}" if line.since else ALL
            code = figures.codes[point.place]
            found.append(_mean_score(code, name, members, point.mean))
    return found


def _distribution(asked: _Asked) -> list[Statement]:
    assert asked.request is not None
    found: list[Statement] = []
    figures = distribution_figures(asked.round, asked.request.language, asked.minimum)
    groups = {group.name(asked.request.language): group for group in year_groups(asked.round.headline.counted)}
    for strip in figures.strips:
        if strip.withheld or not strip.dots:
            continue
        group = groups.get(strip.name)
        name = year_key(group.year, and_later=group.and_later) if group else ALL
        members, below = _codes(dot.standing for dot in strip.dots), 0
        for part in intervals(strip, asked.minimum):
            below += part.n
            if part.high < 100:
                found.append(
                    Statement(f"below:{part.high}", asked.round.round.code, name, members, below, is_count=True)
                )
    return found


def _heatmap(asked: _Asked) -> list[Statement]:
    assert asked.request is not None
    words, counted, code = asked.request.language, asked.round.headline.counted, asked.round.round.code
    figures = by_year(asked.round, words, asked.minimum)
    groups = {group.name(words): group for group in year_groups(counted)}
    found = []
    for row in figures.rows:
        group = groups.get(row.name)
        members = group.standings if group else counted
        name = year_key(group.year, and_later=group.and_later) if group else ALL
        for (section, _name), cell in zip(figures.columns, row.cells, strict=True):
            if cell.value is not None:
                found.append(_mean_of([section], code, name, members, cell.value))
    return found


def _target(request: Request) -> list[Statement]:
    """Indicators that are computed of all participants: their mean, and how many meet what is required."""
    found: list[Statement] = []
    if not request.target.startswith(COMPUTED):
        return found
    minimum = request.picture.covenant.minimum_group
    for one in request.picture.rounds:
        counted, code = one.headline.counted, one.round.code
        if request.target == f"{COMPUTED}:mean-score" and len(counted) >= minimum:
            value = mean(scores_of(counted))
            if value is not None:
                found.append(_mean_score(code, ALL, counted, value))
        if request.target == f"{COMPUTED}:meets":
            with_outcome = [s for s in counted if s.outcome is not None]
            if len(with_outcome) >= minimum:
                meets = sum(s.outcome is Outcome.MEETS for s in with_outcome)
                found.append(Statement("outcome:meets", code, ALL, _codes(with_outcome), meets, is_count=True))
    return found


_CHARTS: Mapping[str, Callable[[_Asked], list[Statement]]] = {
    "outcomes": _outcomes,
    "sections": _sections,
    "profile": _profile,
    "cohorts": _cohorts,
    "distribution": _distribution,
    "heatmap": _heatmap,
}
ROUND_CHARTS = frozenset(_CHARTS)
"""The charts of a round; the others are of the covenant."""
