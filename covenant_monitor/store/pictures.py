"""A whole covenant out of the file: what pages, charts and workbooks are made of. Reading only."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
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
)
from covenant_monitor.store.standing_reading import standings_in
from covenant_monitor.store.store import Change
from covenant_monitor.store.tallies import figures, tallies
from covenant_monitor.store.texts import fold

OF_ASSESSMENTS = frozenset({"assessment", "rating", "summary", "carried", "response", "remark", "sample"})
"""The tables that say nothing of a covenant but how one participant is assessed in one round."""


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


def renewed(source: Reader, known: CovenantPicture, changes: Sequence[Change]) -> CovenantPicture:
    """`known`, which was read without tallies, as it is after some changes.

    What changes of assessments only have touched is read again, and no more; after any other change all of it is.
    Raises Problem where the covenant is no more.
    """
    if any(change.tables - OF_ASSESSMENTS for change in changes):
        return picture(source, known.covenant.code)
    touched = touched_by(source, changes)
    covenant = covenant_id(source, known.covenant.code)
    every = [one.round for one in known.rounds]
    numbers = dict(source.connection.execute("SELECT code, id FROM round WHERE covenant = ?", (covenant,)))
    again = []
    for one in known.rounds:
        number = numbers[one.round.code]
        if number in touched:
            some = parties_by_id(source, covenant, companies_only=True, only=touched[number])
            codes = {company.code for company in some.values()}
            standings = standings_in(source, number, one.round, every, some, AssessmentKind.SECRETARIAT)
            fresh = {standing.party.code: standing for standing in standings}
            if fresh.keys() == {standing.party.code for standing in one.standings} & codes:
                standings = [fresh.get(standing.party.code, standing) for standing in one.standings]
            else:  # somebody came or went
                companies = parties_by_id(source, covenant, companies_only=True)
                standings = standings_in(source, number, one.round, every, companies, AssessmentKind.SECRETARIAT)
            one = replace(one, standings=standings)
        again.append(one)
    return replace(known, rounds=again)


_TOUCHED = """
SELECT round, party FROM assessment WHERE id IN (SELECT value FROM json_each(:assessments))
UNION SELECT json_extract(before, '$.round'), json_extract(before, '$.party') FROM change
    WHERE tbl = 'assessment' AND before IS NOT NULL AND change_set IN (SELECT value FROM json_each(:change_sets))
"""


def touched_by(source: Reader, changes: Sequence[Change]) -> dict[int, set[int]]:
    """The parties whose assessments were changed, by round; also of assessments that are no more."""
    given = {
        "assessments": json.dumps([number for change in changes for number in change.assessments]),
        "change_sets": json.dumps([change.number for change in changes]),
    }
    found: dict[int, set[int]] = {}
    for round_, party in source.connection.execute(_TOUCHED, given):
        found.setdefault(round_, set()).add(party)
    return found


def indicators(source: Reader, covenant: str) -> list[Indicator]:
    """The indicators of a covenant with their observations in order of day."""
    number = covenant_id(source, covenant)
    return indicators_by_covenant(source, [number]).get(number, [])


def indicators_by_covenant(source: Reader, numbers: Collection[int]) -> dict[int, list[Indicator]]:
    """The indicators, by code, of the covenants with these ids, in two queries."""
    asked = (json.dumps(list(numbers)),)
    observed: dict[int, list[Observation]] = {}
    for row in source.connection.execute(
        "SELECT o.indicator, o.day, o.value, o.low, o.high, o.numerator, o.denominator, o.source, o.note"
        " FROM observation o JOIN indicator i ON i.id = o.indicator"
        " WHERE i.covenant IN (SELECT value FROM json_each(?)) ORDER BY o.day",
        asked,
    ):
        observed.setdefault(row[0], []).append(_observation(row[1:]))
    found: dict[int, list[Indicator]] = {}
    for covenant, number, code, nl, en, unit, direction in source.connection.execute(
        "SELECT covenant, id, code, name_nl, name_en, unit, direction FROM indicator"
        " WHERE covenant IN (SELECT value FROM json_each(?)) ORDER BY code",
        asked,
    ):
        indicator = Indicator(code, Text(nl, en), unit, Direction(direction), tuple(observed.get(number, ())))
        found.setdefault(covenant, []).append(indicator)
    return found


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
    return targets_by_covenant(source, [number]).get(number, [])


def targets_by_covenant(source: Reader, numbers: Collection[int]) -> dict[int, list[Target]]:
    """The targets, by code, of the covenants with these ids, in two queries."""
    asked = (json.dumps(list(numbers)),)
    milestones: dict[int, list[Milestone]] = {}
    for target, day, value, note in source.connection.execute(
        "SELECT m.target, m.day, m.value, m.note FROM milestone m JOIN target t ON t.id = m.target"
        " WHERE t.covenant IN (SELECT value FROM json_each(?)) ORDER BY m.day",
        asked,
    ):
        milestones.setdefault(target, []).append(Milestone(date.fromisoformat(day), exact(value), note))
    found: dict[int, list[Target]] = {}
    for covenant, number, code, indicator, day, value in source.connection.execute(
        "SELECT t.covenant, t.id, t.code, i.code, t.baseline_date, t.baseline_value FROM target t"
        " JOIN indicator i ON i.id = t.indicator WHERE t.covenant IN (SELECT value FROM json_each(?)) ORDER BY t.code",
        asked,
    ):
        target = Target(code, indicator, tuple(milestones.get(number, ())), day_of(day), number_of(value))
        found.setdefault(covenant, []).append(target)
    return found


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
