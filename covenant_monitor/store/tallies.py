"""How the ratings of a covenant fall, counted by SQLite. A fixed number of queries, however many ratings.

Which criteria apply is said by `covenant_monitor.domain.applicability` alone: it is asked once for every participation
year and group that there is, and SQLite counts what it answered.
"""

import json
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.model import Criterion, Number, exact
from covenant_monitor.domain.tally import COMPANIES, TURNOVER, Amount, Figures, Tally, figures_of
from covenant_monitor.store.queries import Reader, covenant_id, round_of

_Part = TypeVar("_Part", bound=Hashable)
_Row = tuple[int, str, str, int, int, str]

_ASSESSMENTS = """
SELECT a.id, r.code, p.code, r.framework, o.participation_year, coalesce(a.final_group, p.group_code)
FROM round r JOIN assessment a ON a.round = r.id JOIN party p ON p.id = a.party JOIN score o ON o.assessment = a.id
WHERE r.covenant = ? AND a.kind = 'secretariat'
"""

# The cast lets SQLite look up by class and criterion both; without it this takes twice as long.
_COUNTED = """
WITH placed AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS assessment, json_extract(value, '$[1]') AS class FROM json_each(:placed)
), applying AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS class, CAST(json_extract(value, '$[1]') AS INTEGER) AS criterion,
        json_extract(value, '$[2]') AS part, json_extract(value, '$[3]') AS weight,
        json_extract(value, '$[4]') AS low, json_extract(value, '$[5]') AS high FROM json_each(:applying)
)
SELECT part, {keys} sum(g.value >= high), sum(g.value > low AND g.value < high), sum(g.value <= low),
    sum(g.not_applicable), sum(weight * g.value), sum(iif(g.value IS NULL, 0, weight * high))
FROM placed CROSS JOIN rating g ON g.assessment = placed.assessment
    CROSS JOIN applying ON applying.class = placed.class AND applying.criterion = g.criterion
WHERE g.value IS NOT NULL OR g.not_applicable
GROUP BY {keys} part
"""

# Sums of what SQLite adds up in floats: as many decimals as people write make tenths tenths again.
_DECIMALS = 9


def tallies(source: Reader, covenant: str, rounds: Collection[str] | None = None) -> dict[str, list[Tally]]:
    """The ratings in the secretariat's assessments by round code: by participant, theme and dimension.

    `rounds`: codes; only these. Raises Problem where there is no such covenant.
    """
    assessments = [row for row in _assessments(source, covenant) if rounds is None or row[1] in rounds]
    where = {row[0]: row[1:3] for row in assessments}
    found: dict[str, list[Tally]] = {}
    counted = _counted(source, assessments, lambda criterion: (criterion.theme, criterion.dimension), "g.assessment, ")
    for (theme, dimension), (assessment, *amounts) in counted:
        round_, party = where[assessment]
        found.setdefault(round_, []).append(Tally(party, theme, dimension, *_exact(amounts)))
    return found


def criterion_tallies(
    source: Reader, covenant: str, round_code: str, participants: Collection[str] | None = None
) -> dict[str, Tally]:
    """The ratings of a round by criterion code, over the secretariat's assessments of some participants, or of all.

    Raises Problem where there is no such covenant or round. Criteria without a rating that counts are not there.
    """
    _number, round_, framework, _every = round_of(source, covenant, round_code)
    criteria = source.framework(framework).criteria
    assessments = [
        row
        for row in _assessments(source, covenant)
        if row[1] == round_.code and (participants is None or row[2] in participants)
    ]
    return {
        code: Tally("", criteria[code].theme, criteria[code].dimension, *_exact(amounts))
        for code, amounts in _counted(source, assessments, lambda criterion: criterion.code)
    }


def figures(source: Reader, covenant: str) -> Figures:
    """The turnovers and numbers of companies of a covenant. Raises Problem where there is none with this code."""
    return figures_of(
        (party or "", name, year, _amount(value, unit))
        for party, name, year, value, unit in source.connection.execute(
            "SELECT p.code, f.figure, f.year, f.value, f.unit FROM figure f LEFT JOIN party p ON p.id = f.party"
            " WHERE f.covenant = ? AND f.figure IN (?, ?)",
            (covenant_id(source, covenant), TURNOVER, COMPANIES),
        )
    )


@lru_cache(maxsize=1 << 12)
def _amount(value: float, unit: str) -> Amount:
    return Amount(exact(value), unit)


def _assessments(source: Reader, covenant: str) -> list[_Row]:
    """(id, round, party, framework id, participation year, group) of the secretariat's assessments."""
    return source.connection.execute(_ASSESSMENTS, (covenant_id(source, covenant),)).fetchall()


def _counted(
    source: Reader, assessments: Sequence[_Row], part_of: Callable[[Criterion], _Part], keys: str = ""
) -> Iterator[tuple[_Part, Sequence[Any]]]:
    """The ratings of some assessments that count, added up by `keys` and by the part that a criterion belongs to."""
    numbers: dict[int, dict[str, int]] = {}
    for number, framework_id, code in source.connection.execute("SELECT id, framework, code FROM criterion"):
        numbers.setdefault(framework_id, {})[code] = number
    classes: dict[tuple[int, int, str], int] = {}
    placed = [(row[0], classes.setdefault(row[3:], len(classes))) for row in assessments]
    parts: dict[_Part, int] = {}
    applying = []
    for (framework_id, year, group), number in classes.items():
        framework = source.framework(framework_id)
        ends = float(framework.scale.minimum), float(framework.scale.maximum)
        for _section, criteria in applicable(framework, year, group):
            for criterion in criteria:
                part = parts.setdefault(part_of(criterion), len(parts))
                applying.append((number, numbers[framework_id][criterion.code], part, float(criterion.weight), *ends))
    in_order = list(parts)
    for part, *row in source.connection.execute(
        _COUNTED.format(keys=keys), {"placed": json.dumps(placed), "applying": json.dumps(applying)}
    ):
        yield in_order[part], row


def _exact(amounts: Sequence[Any]) -> tuple[int, int, int, int, Number, Number]:
    """Counts and sums out of a row; of what is all n.a., SQLite's sums of values are NULL."""
    fully, partially, not_, na, points, maximum = amounts
    return fully or 0, partially or 0, not_ or 0, na, _sum(points), _sum(maximum)


def _sum(value: float | None) -> Number:
    return exact(round(value or 0.0, _DECIMALS))
