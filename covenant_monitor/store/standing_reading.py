"""How participants stand in a round, out of the scores that the file keeps."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from covenant_monitor.domain.applicability import is_participant, participation_year, requirement
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Party, Round, Status, exact
from covenant_monitor.domain.scoring import Score, SectionScore, classify
from covenant_monitor.store.later import Later
from covenant_monitor.store.queries import (
    Reader,
    covenant_id,
    day_of,
    number_of,
    numbered_rounds,
    parties_by_id,
    party,
    party_id,
    round_of,
)

_SECTION_SCORE = (
    "section_code, weight, points, maximum, open_minimum, open_maximum, applicable, fully, partially, not_met, na,"
    " not_counted, entered"
)


_Row = tuple[Any, ...]


@lru_cache(maxsize=1 << 14)
def _section_score(row: _Row) -> SectionScore:
    """A row of section_score. Equal ones are one object: ten criteria can be rated in so many ways only."""
    code, weight, points, maximum, open_low, open_high, applies, fully, part, not_, na, other, entered = row[1:]
    return SectionScore(
        code,
        exact(weight),
        exact(points),
        exact(maximum),
        exact(open_low),
        exact(open_high),
        applies,
        fully,
        part,
        not_,
        na,
        other,
        number_of(entered),
    )


_FEW = 20
"""Of so many participants at most it is quicker to look up each than to read a whole round."""


def _assessed(
    source: Reader, number: int, kind: AssessmentKind, companies: Collection[int]
) -> tuple[list[_Row], list[_Row]]:
    """What is kept of the assessments of some companies in a round, in order of party; and of their sections."""
    where = "a.round = ? AND a.kind = ?"
    parameters: list[object] = [number, kind]
    if len(companies) <= _FEW:
        where += " AND a.party IN (SELECT value FROM json_each(?))"
        parameters.append(json.dumps(list(companies)))
    found = source.connection.execute(
        "SELECT a.party, a.status, a.assessor, a.reviewer, a.assessed_on, a.final_group, o.participation_year,"
        " o.score, o.low, o.high, o.rated, o.applicable, o.from_summary, o.complete,"
        " o.from_summary AND EXISTS (SELECT 1 FROM summary s WHERE s.assessment = a.id AND s.section_code = '')"
        f" FROM assessment a CROSS JOIN score o ON o.assessment = a.id WHERE {where} ORDER BY a.party",
        parameters,
    ).fetchall()
    # In this order SQLite follows two indexes, and has nothing to sort.
    rows = source.connection.execute(
        f"SELECT coalesce(o.position, 0), {_SECTION_SCORE} FROM assessment a"
        f" LEFT JOIN section_score o ON o.assessment = a.id WHERE {where} ORDER BY a.party, o.position",
        parameters,
    ).fetchall()
    return found, rows


def _by_party(found: list[_Row], rows: list[_Row]) -> dict[int, tuple[tuple[SectionScore, ...], _Row]]:
    """The sections' scores and the rest of what is kept, by party."""
    starts = [place for place, row in enumerate(rows) if not row[0]]  # every first section, or none at all
    sections = [
        tuple(map(_section_score, rows[start:end])) if rows[start][1] is not None else ()
        for start, end in pairwise([*starts, len(rows)])
    ]
    return {row[0]: (parts, row[1:]) for row, parts in zip(found, sections, strict=True)}


@lru_cache(maxsize=1 << 14)
def fraction_of(value: float | None) -> Fraction | None:
    """A kept score as a fraction, as it was written."""
    return None if value is None else Fraction(exact(value))


def standings(
    source: Reader, covenant: str, round_code: str, *, kind: AssessmentKind = AssessmentKind.SECRETARIAT
) -> list[Standing]:
    """How every participant of a round stands, by code: those that take part in it, and all that were assessed."""
    number, round_, _, every = round_of(source, covenant, round_code)
    companies = parties_by_id(source, covenant_id(source, covenant), companies_only=True)
    return list(standings_in(source, number, round_, every, companies, kind))


def standings_in(
    source: Reader,
    number: int,
    round_: Round,
    every: Sequence[Round],
    companies: Mapping[int, Party],
    kind: AssessmentKind,
) -> Sequence[Standing]:
    """How `companies`, by id, stand in the round with id `number`; `every` is all rounds of its covenant.

    All is read at once, and made into standings when they are looked at: of most rounds that is later, or never.
    """
    found, sections = _assessed(source, number, kind, companies)
    return Later(lambda: _standings(_by_party(found, sections), round_, every, companies, kind))


def _standings(
    assessed: Mapping[int, tuple[tuple[SectionScore, ...], _Row]],
    round_: Round,
    every: Sequence[Round],
    companies: Mapping[int, Party],
    kind: AssessmentKind,
) -> list[Standing]:
    year_of = cache(lambda joined_on: participation_year(joined_on, round_, every))
    required_of = cache(lambda year, group: requirement(round_.requirements, year, group))
    outcome_of = cache(lambda score, required: classify(fraction_of(score), required, round_.on_track_margin))
    found = []
    for key, company in companies.items():
        if key not in assessed:
            if is_participant(company.joined_on, company.left_on, round_):
                year = year_of(company.joined_on)
                needed = required_of(year, company.group)
                found.append(Standing(company, round_.code, kind, year, required=needed.percent if needed else None))
            continue
        sections, row = assessed[key]
        status, assessor, reviewer, assessed_on, final_group, year, value, low, high, *rest = row
        rated, applicable, from_summary, complete, total_entered = rest
        # A final assessment counts with the group that it became final with.
        counted = company if final_group in (None, company.group) else replace(company, group=final_group)
        score = Score(
            sections=sections,
            score=fraction_of(value),
            low=fraction_of(low),
            high=fraction_of(high),
            rated=rated,
            applicable=applicable,
            from_summary=bool(from_summary),
            summary_complete=bool(from_summary and complete),
            total_entered=bool(total_entered),
        )
        needed = required_of(year, counted.group)
        required = needed.percent if needed else None
        found.append(
            Standing(
                party=counted,
                round=round_.code,
                kind=kind,
                participation_year=year,
                status=Status(status),
                score=score,
                required=required,
                outcome=outcome_of(value, required) if score.complete else None,
                assessor=assessor,
                reviewer=reviewer,
                assessed_on=day_of(assessed_on),
            )
        )
    return found


def course(source: Reader, covenant: str, party_code: str) -> list[Standing]:
    """How one participant stands, by the secretariat's assessments, in every round that it takes part in."""
    number = party_id(source, covenant, party_code)
    described = numbered_rounds(source, covenant_id(source, covenant))
    every = [round_ for _, round_, _ in described]
    one = {number: party(source, covenant, party_code)}
    return [
        standing
        for key, round_, _ in described
        for standing in standings_in(source, key, round_, every, one, AssessmentKind.SECRETARIAT)
    ]
