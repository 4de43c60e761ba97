"""Domain objects out of the file. Reading only; every function makes a fixed number of queries, however many rows."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from covenant_monitor.domain.lineage import Link
from covenant_monitor.domain.model import (
    Assessment,
    AssessmentKind,
    Covenant,
    Criterion,
    Dimension,
    Framework,
    JoinRule,
    Level,
    Number,
    Party,
    PartyKind,
    Rating,
    Relation,
    Requirement,
    Round,
    Scale,
    Section,
    Status,
    Text,
    exact,
    natural_key,
)
from covenant_monitor.errors import Problem
from covenant_monitor.store.attached import Attached, attached_to
from covenant_monitor.store.schema_2 import ONE_PERSON
from covenant_monitor.store.texts import fold

GROUP_SEPARATOR = ";"
_Coded = TypeVar("_Coded", Section, Criterion)


class Reader:
    """A connection to a covenant file, and the frameworks read from it so far (a version seldom changes)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._frameworks: dict[int, Framework] = {}

    def framework(self, number: int) -> Framework:
        """The framework version with this id."""
        if number not in self._frameworks:
            self._frameworks[number] = _read_framework(self.connection, number)
        return self._frameworks[number]

    def forget_frameworks(self) -> None:
        """Read frameworks again: one has changed."""
        self._frameworks.clear()


def day_of(text: str | None) -> date | None:
    """A day out of the file."""
    return date.fromisoformat(text) if text else None


def number_of(value: float | None) -> Number | None:
    """A number out of the file, as it was written."""
    return None if value is None else exact(value)


def _read_framework(connection: sqlite3.Connection, number: int) -> Framework:
    code, version, nl, en, scale, low, high, status = connection.execute(
        "SELECT code, version, name_nl, name_en, scale, scale_min, scale_max, status FROM framework WHERE id = ?",
        (number,),
    ).fetchone()
    anchors: dict[int, dict[Level, Text]] = {}
    for criterion, level, text_nl, text_en in connection.execute(
        "SELECT a.criterion, a.level, a.text_nl, a.text_en FROM anchor a JOIN criterion c ON c.id = a.criterion"
        " WHERE c.framework = ?",
        (number,),
    ):
        anchors.setdefault(criterion, {})[Level(level)] = Text(text_nl, text_en)
    criteria: dict[int, list[Criterion]] = {}
    for row in connection.execute(
        "SELECT section, id, code, text_nl, text_en, guidance_nl, guidance_en, theme, dimension, weight,"
        " from_participation_year, groups FROM criterion WHERE framework = ?",
        (number,),
    ):
        criteria.setdefault(row[0], []).append(
            Criterion(
                code=row[2],
                text=Text(row[3], row[4]),
                guidance=Text(row[5], row[6]),
                theme=row[7],
                dimension=Dimension(row[8]) if row[8] else None,
                weight=exact(row[9]),
                from_participation_year=row[10],
                groups=frozenset(filter(None, row[11].split(GROUP_SEPARATOR))),
                anchors=anchors.get(row[1], {}),
            )
        )
    sections = [
        Section(row[1], Text(row[2], row[3]), _in_order(criteria.get(row[0], ())), step=row[4], weight=exact(row[5]))
        for row in connection.execute(
            "SELECT id, code, name_nl, name_en, step, weight FROM section WHERE framework = ?",
            (number,),
        )
    ]
    return Framework(
        code=code,
        version=version,
        name=Text(nl, en),
        sections=_in_order(sections),
        scale=Scale(exact(low), exact(high), scale == "levels"),
        published=status == "published",
    )


def _in_order(items: Iterable[_Coded]) -> tuple[_Coded, ...]:
    return tuple(sorted(items, key=lambda item: natural_key(item.code)))


def covenants(source: Reader) -> list[Covenant]:
    """Every covenant in the file, by code."""
    return [
        Covenant(
            row[0],
            Text(row[1], row[2]),
            row[3],
            day_of(row[4]),
            day_of(row[5]),
            row[6],
            exact(row[7]),
            outcomes_public=bool(row[8]),
            one_person=row[9] == "1",
        )
        for row in source.connection.execute(
            "SELECT code, name_nl, name_en, sector, start_date, end_date, minimum_group, dominance_percent,"
            " outcomes_public, (SELECT value FROM setting WHERE covenant = covenant.id AND name = ?)"
            " FROM covenant ORDER BY code",
            (ONE_PERSON,),
        )
    ]


def covenant_id(source: Reader, code: str) -> int:
    """The id of a covenant. Raises Problem where there is none with this code."""
    number = _by_code(source.connection.execute("SELECT id, code FROM covenant"), code)
    if number is None:
        known = ", ".join(covenant.code for covenant in covenants(source)) or "-"
        raise Problem("There is no covenant {code} in this file. It has: {known}.", code=code, known=known)
    return number


def _by_code(rows: Iterable[tuple[int, str]], code: str) -> int | None:
    """The id of the row with this code. Compared here: SQLite ignores the case of a to z only."""
    wanted = fold(code)
    return next((number for number, known in rows if fold(known) == wanted), None)


def party_id(source: Reader, covenant: str, code: str) -> int:
    """The id of a party. Raises Problem where the covenant has none with this code."""
    rows = source.connection.execute("SELECT id, code FROM party WHERE covenant = ?", (covenant_id(source, covenant),))
    number = _by_code(rows, code)
    if number is None:
        raise Problem("{covenant} has no party {code}.", covenant=covenant, code=code)
    return number


def rounds(source: Reader, covenant: str) -> list[Round]:
    """The rounds of a covenant in order of first day."""
    return [round_ for _, round_, _ in numbered_rounds(source, covenant_id(source, covenant))]


def numbered_rounds(source: Reader, covenant: int) -> list[tuple[int, Round, int]]:
    """(id, round, framework id), in order of first day."""
    return rounds_by_covenant(source, [covenant]).get(covenant, [])


def rounds_by_covenant(source: Reader, numbers: Collection[int]) -> dict[int, list[tuple[int, Round, int]]]:
    """The rounds of the covenants with these ids, as `numbered_rounds` has them, in two queries."""
    asked = (json.dumps(list(numbers)),)
    required: dict[int, list[Requirement]] = {}
    for number, year, group, percent in source.connection.execute(
        "SELECT q.round, q.participation_year, q.group_code, q.required_percent FROM requirement q"
        " JOIN round r ON r.id = q.round WHERE r.covenant IN (SELECT value FROM json_each(?))",
        asked,
    ):
        required.setdefault(number, []).append(Requirement(year, exact(percent), group))
    found: dict[int, list[tuple[int, Round, int]]] = {}
    for row in source.connection.execute(
        "SELECT r.id, r.code, r.first_day, r.last_day, f.code, f.version, r.reference_date, r.join_rule,"
        " r.on_track_margin, r.note, f.id, r.covenant FROM round r JOIN framework f ON f.id = r.framework"
        " WHERE r.covenant IN (SELECT value FROM json_each(?)) ORDER BY r.first_day, r.code",
        asked,
    ):
        round_ = Round(
            code=row[1],
            first_day=date.fromisoformat(row[2]),
            last_day=date.fromisoformat(row[3]),
            framework=row[4],
            version=row[5],
            reference_date=day_of(row[6]),
            join_rule=JoinRule(row[7]),
            on_track_margin=exact(row[8]),
            note=row[9],
            requirements=tuple(required.get(row[0], ())),
        )
        found.setdefault(row[11], []).append((row[0], round_, row[10]))
    return found


def round_of(source: Reader, covenant: str, code: str) -> tuple[int, Round, int, list[Round]]:
    """A round: its id, itself, its framework's id, and all rounds of its covenant. Raises Problem if there is none."""
    described = numbered_rounds(source, covenant_id(source, covenant))
    every = [round_ for _, round_, _ in described]
    for number, round_, framework in described:
        if fold(round_.code) == fold(code):
            return number, round_, framework, every
    known = ", ".join(round_.code for round_ in every) or "-"
    raise Problem("{covenant} has no round {code}. It has: {known}.", covenant=covenant, code=code, known=known)


_PARTY = "code, name, kind, group_code, country, kvk, lei, joined_on, left_on, left_reason"


def parties(source: Reader, covenant: str, *, companies_only: bool = False) -> list[Party]:
    """The parties of a covenant, by code."""
    return list(parties_by_id(source, covenant_id(source, covenant), companies_only=companies_only).values())


def party(source: Reader, covenant: str, code: str) -> Party:
    """One party. Raises Problem where there is none."""
    number = party_id(source, covenant, code)
    return parties_by_id(source, covenant_id(source, covenant))[number]


def parties_by_id(
    source: Reader, covenant: int, *, companies_only: bool = False, only: Collection[int] | None = None
) -> dict[int, Party]:
    """The parties of the covenant with this id, by their own, in order of code; with `only` those of these ids."""
    where = "covenant = :covenant"
    if companies_only:
        where += " AND kind = 'company'"
    if only is not None:
        where += " AND id IN (SELECT value FROM json_each(:only))"
    given = {"covenant": covenant, "only": json.dumps(list(only or ()))}
    return {
        row[0]: _party(row[1:])
        for row in source.connection.execute(f"SELECT id, {_PARTY} FROM party WHERE {where} ORDER BY code", given)
    }


def _party(row: Sequence[str]) -> Party:
    code, name, kind, group, country, kvk, lei, joined_on, left_on, left_reason = row
    return Party(code, name, PartyKind(kind), group, country, kvk, lei, day_of(joined_on), day_of(left_on), left_reason)


def ratings_of(source: Reader, assessments: Collection[int]) -> dict[int, dict[str, Rating]]:
    """The ratings of some assessments by criterion code."""
    found: dict[int, dict[str, Rating]] = {number: {} for number in assessments}
    for row in source.connection.execute(
        "SELECT g.assessment, k.code, g.value, g.not_applicable, g.na_reason, g.evidence, g.evidence_date,"
        " g.unproven, g.note FROM rating g JOIN criterion k ON k.id = g.criterion"
        " WHERE g.assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(assessments)),),
    ):
        found[row[0]][row[1]] = Rating(
            number_of(row[2]), bool(row[3]), row[4], row[5], day_of(row[6]), bool(row[7]), row[8]
        )
    return found


def assessments_of(source: Reader, covenant: str, party_code: str) -> list[Assessment]:
    """Every assessment of a participant, with its ratings and summaries, in order of round and kind."""
    number = party_id(source, covenant, party_code)
    rows = source.connection.execute(
        "SELECT a.id, r.code, a.kind, a.status, a.assessor, a.reviewer, a.assessed_on, a.note"
        " FROM assessment a JOIN round r ON r.id = a.round WHERE a.party = ? ORDER BY r.first_day, a.kind",
        (number,),
    ).fetchall()
    keys = [row[0] for row in rows]
    ratings = ratings_of(source, keys)
    entered = summaries_of(source, keys)
    attached = attached_to(source.connection, keys)
    return [
        assessment_of(party_code, row[1], row[2:], ratings[row[0]], entered[row[0]], attached[row[0]]) for row in rows
    ]


def assessment_of(
    party_code: str,
    round_code: str,
    row: Sequence[str],
    ratings: Mapping[str, Rating],
    entered: Mapping[str, Number],
    attached: Attached,
) -> Assessment:
    """An assessment: `row` is kind, status, assessor, reviewer, assessed_on and note; its parts were read apart."""
    kind, status, assessor, reviewer, assessed_on, note = row
    return Assessment(
        party_code,
        round_code,
        AssessmentKind(kind),
        Status(status),
        assessor,
        reviewer,
        day_of(assessed_on),
        note,
        ratings,
        entered,
        attached.carried,
        attached.carried_from,
        attached.responses,
        attached.remarks,
        attached.sample,
    )


def summaries_of(source: Reader, assessments: Collection[int]) -> dict[int, dict[str, Number]]:
    """The percentages entered directly, of some assessments, by section code ("" is the total)."""
    found: dict[int, dict[str, Number]] = {number: {} for number in assessments}
    for number, section, percent in source.connection.execute(
        "SELECT assessment, section_code, percent FROM summary WHERE assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(assessments)),),
    ):
        found[number][section] = exact(percent)
    return found


def rating_counts(source: Reader, covenant: str, round_code: str, *, but: str) -> dict[str, dict[str, int]]:
    """How the secretariat rated the others in a round: criterion code -> fully/partially/not/na -> how many.

    Only assessments of status assessed or later; `but` is the participant that is left out.
    """
    number, _, _, _ = round_of(source, covenant, round_code)
    found: dict[str, dict[str, int]] = {}
    for criterion, rating, n in source.connection.execute(
        "SELECT k.code, CASE WHEN g.not_applicable THEN 'na' WHEN g.value >= f.scale_max THEN 'fully'"
        " WHEN g.value <= f.scale_min THEN 'not' ELSE 'partially' END AS rating, count(*)"
        " FROM assessment a JOIN rating g ON g.assessment = a.id JOIN criterion k ON k.id = g.criterion"
        " JOIN framework f ON f.id = k.framework WHERE a.round = ? AND a.kind = 'secretariat'"
        " AND a.status IN ('assessed', 'reviewed', 'final') AND a.party <> ?"
        " AND (g.not_applicable OR g.value IS NOT NULL) GROUP BY k.code, rating",
        (number, party_id(source, covenant, but)),
    ):
        found.setdefault(criterion, {})[rating] = n
    return found


def figures(source: Reader, covenant: str, party_code: str) -> list[tuple[int, str, float, str]]:
    """(year, figure, value, unit) of a party, latest year first."""
    return source.connection.execute(
        "SELECT year, figure, value, unit FROM figure WHERE party = ? ORDER BY year DESC, figure",
        (party_id(source, covenant, party_code),),
    ).fetchall()


def links(source: Reader) -> list[Link]:
    """Every mapping of a criterion to a criterion."""
    return [
        Link(row[0], row[1], row[2], row[3], Relation(row[4]))
        for row in source.connection.execute(
            "SELECT m.from_framework, o.code, m.to_framework, n.code, m.relation FROM mapping m"
            " JOIN criterion o ON o.id = m.from_criterion JOIN criterion n ON n.id = m.to_criterion"
            " ORDER BY m.to_framework, n.code, o.code"
        )
    ]


def na_reasons(source: Reader, covenant: str) -> list[str]:
    """The reasons given for n.a. in a covenant's assessments, the most usual first."""
    return [
        row[0]
        for row in source.connection.execute(
            "SELECT g.na_reason FROM rating g JOIN assessment a ON a.id = g.assessment JOIN round r ON r.id = a.round"
            " WHERE r.covenant = ? AND g.na_reason <> '' GROUP BY g.na_reason"
            " ORDER BY count(*) DESC, g.na_reason LIMIT 50",
            (covenant_id(source, covenant),),
        )
    ]
