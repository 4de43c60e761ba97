"""The kept scores: what `covenant_monitor.domain.scoring` says of every assessment, so that no page needs to ask again.

They are written in the same transaction as what they follow from, and `check` proves that they agree.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

from covenant_monitor.domain.applicability import participation_year
from covenant_monitor.domain.model import Assessment, AssessmentKind, Number, Rating, Round, exact
from covenant_monitor.domain.scoring import Score, score_assessment
from covenant_monitor.store.attached import samples_of
from covenant_monitor.store.queries import Reader, numbered_rounds, summaries_of

_AFFECTED = """
WITH changed AS (SELECT tbl, row, before, after FROM change WHERE change_set = :change_set)
SELECT CAST(substr(row, 1, instr(row, '/') - 1) AS INTEGER) FROM changed
    WHERE tbl IN ('rating', 'summary', 'carried', 'response', 'remark', 'sample')
UNION SELECT CAST(row AS INTEGER) FROM changed WHERE tbl = 'assessment'
UNION SELECT a.id FROM changed JOIN assessment a ON a.party = CAST(row AS INTEGER) WHERE tbl = 'party'
UNION SELECT a.id FROM changed JOIN round r ON r.covenant = json_extract(coalesce(after, before), '$.covenant')
    JOIN assessment a ON a.round = r.id WHERE tbl = 'round'
UNION SELECT a.id FROM changed JOIN round r
    ON r.framework = iif(tbl = 'framework', CAST(row AS INTEGER), json_extract(coalesce(after, before), '$.framework'))
    JOIN assessment a ON a.round = r.id WHERE tbl IN ('framework', 'section', 'criterion')
"""

FRAMEWORK_TABLES = frozenset({"framework", "section", "criterion", "anchor"})


def affected(connection: sqlite3.Connection, change_set: int) -> set[int]:
    """The assessments whose score may follow from what a change set changed."""
    return {row[0] for row in connection.execute(_AFFECTED, {"change_set": change_set})}


def compute(source: Reader, assessments: Collection[int]) -> dict[int, tuple[int, Score]]:
    """Participation year and score of some assessments, by the rules. Assessments that are no more are not there.

    A final one keeps the group and participation year that it became final with: what is said of its participant or
    its round later does not change it.
    """
    connection = source.connection
    rows = connection.execute(
        "SELECT a.id, r.covenant, r.code, r.framework, p.joined_on, coalesce(a.final_group, p.group_code), a.final_year"
        " FROM assessment a"
        " JOIN round r ON r.id = a.round JOIN party p ON p.id = a.party"
        " WHERE a.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(assessments)),),
    ).fetchall()
    rounds = {covenant: _round_list(source, covenant) for covenant in {row[1] for row in rows}}
    ratings = _values_of(connection, assessments)
    entered = summaries_of(source, assessments)
    samples = samples_of(connection, assessments)
    years: dict[tuple[int, str, str | None], int] = {}
    result = {}
    for number, covenant, code, framework, joined_on, group, final_year in rows:
        key = (covenant, code, joined_on)
        if key not in years:
            current = {round_.code: round_ for round_ in rounds[covenant]}[code]
            joined = date.fromisoformat(joined_on) if joined_on else None
            years[key] = participation_year(joined, current, rounds[covenant])
        assessment = Assessment(
            "",
            code,
            AssessmentKind.SECRETARIAT,
            ratings=ratings.get(number, {}),
            summaries=entered[number],
            sample=samples.get(number, frozenset()),
        )
        year = years[key] if final_year is None else final_year
        result[number] = year, score_assessment(assessment, source.framework(framework), year, group)
    return result


def _round_list(source: Reader, covenant: int) -> list[Round]:
    return [round_ for _, round_, _ in numbered_rounds(source, covenant)]


def _values_of(connection: sqlite3.Connection, assessments: Collection[int]) -> dict[int, dict[str, Rating]]:
    """Ratings without what does not matter to a score; equal ones are one object, since there are so few."""
    same: dict[tuple[float | None, int], Rating] = {}
    found: dict[int, dict[str, Rating]] = {}
    for number, criterion, value, not_applicable in connection.execute(
        "SELECT g.assessment, k.code, g.value, g.not_applicable FROM rating g JOIN criterion k ON k.id = g.criterion"
        " WHERE g.assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(assessments)),),
    ):
        key = (value, not_applicable)
        if key not in same:
            same[key] = Rating(None if value is None else exact(value), bool(not_applicable))
        found.setdefault(number, {})[criterion] = same[key]
    return found


def refresh(source: Reader, assessments: Collection[int]) -> None:
    """Keep the scores of some assessments anew, in the running transaction."""
    if not assessments:
        return
    numbers = json.dumps(list(assessments))
    for table in ("score", "section_score"):
        source.connection.execute(
            f"DELETE FROM {table} WHERE assessment IN (SELECT value FROM json_each(?))", (numbers,)
        )
    _forget_final(source.connection, numbers)
    computed = compute(source, assessments)
    _note_final(source.connection, numbers, {number: year for number, (year, _) in computed.items()})
    source.connection.executemany(
        "INSERT INTO score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [score_row(number, year, score) for number, (year, score) in computed.items()],
    )
    source.connection.executemany(
        "INSERT INTO section_score VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [row for number, (_, score) in computed.items() for row in section_rows(number, score)],
    )


def _forget_final(connection: sqlite3.Connection, numbers: str) -> None:
    connection.execute(
        "UPDATE assessment SET final_group = NULL, final_year = NULL WHERE status <> 'final'"
        " AND (final_year IS NOT NULL OR final_group IS NOT NULL) AND id IN (SELECT value FROM json_each(?))",
        (numbers,),
    )


def _note_final(connection: sqlite3.Connection, numbers: str, years: Mapping[int, int]) -> None:
    """Note with which group and participation year an assessment has become final; one that is given already stays."""
    became = connection.execute(
        "SELECT a.id, p.group_code FROM assessment a JOIN party p ON p.id = a.party WHERE a.status = 'final'"
        " AND (a.final_year IS NULL OR a.final_group IS NULL) AND a.id IN (SELECT value FROM json_each(?))",
        (numbers,),
    ).fetchall()
    connection.executemany(
        "UPDATE assessment SET final_group = coalesce(final_group, ?), final_year = coalesce(final_year, ?)"
        " WHERE id = ?",
        [(group, years[number], number) for number, group in became],
    )


def _float(value: Number | None) -> float | None:
    return None if value is None else float(value)


def score_row(number: int, year: int, score: Score) -> tuple[object, ...]:
    """The row of table `score`."""
    return (
        number,
        year,
        _float(score.score),
        _float(score.low),
        _float(score.high),
        score.rated,
        score.applicable,
        int(score.from_summary),
        int(score.complete),
    )


def section_rows(number: int, score: Score) -> list[tuple[object, ...]]:
    """The rows of table `section_score`."""
    return [
        (
            number,
            part.section,
            position,
            float(part.weight),
            float(part.points),
            float(part.maximum),
            float(part.open_minimum),
            float(part.open_maximum),
            part.applicable,
            part.fully,
            part.partially,
            part.not_,
            part.na,
            part.not_counted,
            _float(part.entered),
        )
        for position, part in enumerate(score.sections)
    ]
