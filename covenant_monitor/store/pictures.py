"""A whole covenant out of the file: what pages, charts and workbooks are made of. Reading only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from covenant_monitor.domain.model import AssessmentKind, Text, exact
from covenant_monitor.domain.picture import (
    AlignmentDimension,
    CovenantAlignment,
    CovenantPicture,
    RoundPicture,
)
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from covenant_monitor.store.queries import (
    Reader,
    covenant_id,
    covenants,
    day_of,
    number_of,
    numbered_rounds,
    parties_by_id,
    standings_in,
)
from covenant_monitor.store.tallies import figures, tallies
from covenant_monitor.store.texts import fold


def picture(source: Reader, covenant: str, *, ratings: bool = False) -> CovenantPicture:
    """A whole covenant: every round with all standings by the secretariat's assessments, indicators and targets.

    With `ratings` also how these fall by theme and dimension, which takes longer than all the rest.
    """
    number = covenant_id(source, covenant)
    described = numbered_rounds(source, number)
    every = [round_ for _, round_, _ in described]
    companies = parties_by_id(source, number, companies_only=True)
    tallied = tallies(source, covenant) if ratings else {}
    return CovenantPicture(
        covenant=next(c for c in covenants(source) if fold(c.code) == fold(covenant)),
        rounds=[
            RoundPicture(
                round_,
                source.framework(framework),
                standings_in(source, key, round_, every, companies, AssessmentKind.SECRETARIAT),
                tallied.get(round_.code, ()),
            )
            for key, round_, framework in described
        ],
        indicators=indicators(source, covenant),
        targets=targets(source, covenant),
        alignment=alignment(source, covenant),
        figures=figures(source, covenant),
    )


def indicators(source: Reader, covenant: str) -> list[Indicator]:
    """The indicators of a covenant with their observations in order of day."""
    number = covenant_id(source, covenant)
    observed: dict[int, list[Observation]] = {}
    for row in source.connection.execute(
        "SELECT o.indicator, o.day, o.value, o.low, o.high, o.numerator, o.denominator, o.source, o.note"
        " FROM observation o JOIN indicator i ON i.id = o.indicator WHERE i.covenant = ? ORDER BY o.day",
        (number,),
    ):
        observed.setdefault(row[0], []).append(_observation(row[1:]))
    return [
        Indicator(row[1], Text(row[2], row[3]), row[4], Direction(row[5]), tuple(observed.get(row[0], ())))
        for row in source.connection.execute(
            "SELECT id, code, name_nl, name_en, unit, direction FROM indicator WHERE covenant = ? ORDER BY code",
            (number,),
        )
    ]


def _observation(row: Sequence[Any]) -> Observation:
    day, value, low, high, numerator, denominator, source, note = row
    return Observation(
        date.fromisoformat(day),
        number_of(value),
        number_of(low),
        number_of(high),
        number_of(numerator),
        number_of(denominator),
        source,
        note,
    )


def targets(source: Reader, covenant: str) -> list[Target]:
    """The targets of a covenant with their milestones in order of day."""
    number = covenant_id(source, covenant)
    milestones: dict[int, list[Milestone]] = {}
    for row in source.connection.execute(
        "SELECT m.target, m.day, m.value, m.note FROM milestone m JOIN target t ON t.id = m.target"
        " WHERE t.covenant = ? ORDER BY m.day",
        (number,),
    ):
        milestones.setdefault(row[0], []).append(Milestone(date.fromisoformat(row[1]), exact(row[2]), row[3]))
    return [
        Target(row[1], row[2], tuple(milestones.get(row[0], ())), day_of(row[3]), number_of(row[4]))
        for row in source.connection.execute(
            "SELECT t.id, t.code, i.code, t.baseline_date, t.baseline_value FROM target t"
            " JOIN indicator i ON i.id = t.indicator WHERE t.covenant = ? ORDER BY t.code",
            (number,),
        )
    ]


def alignment(source: Reader, covenant: str) -> list[CovenantAlignment]:
    """The OECD alignment results of a covenant, by year, component and dimension."""
    return [
        CovenantAlignment(row[0], AlignmentDimension(row[1]), exact(row[2]), exact(row[3]), number_of(row[4]), *row[5:])
        for row in source.connection.execute(
            "SELECT year, dimension, fully, partially, not_met, component, unit, source FROM alignment"
            " WHERE covenant = ? ORDER BY year, component, dimension",
            (covenant_id(source, covenant),),
        )
    ]
