"""What the national picture is made of, out of the file: every covenant at once, in a fixed number of queries.

Participants that are alike are counted by SQLite, which is exact; scores are added up, and turnovers too, where
fractions are. Which round is the latest, who takes part in it and what counts is asked of the rules alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from covenant_monitor.domain.applicability import is_participant, requirement
from covenant_monitor.domain.headline import Reason, Standing, reason_left_out
from covenant_monitor.domain.model import AssessmentKind, Outcome, Party, Round, Status, exact
from covenant_monitor.domain.national import (
    Alike,
    CovenantContent,
    RoundContent,
    Turnover,
    figures_year,
    latest_round,
)
from covenant_monitor.domain.scoring import Score, classify
from covenant_monitor.domain.tally import COMPANIES, TURNOVER, Amount
from covenant_monitor.store.pictures import (
    OF_ASSESSMENTS,
    indicators_by_covenant,
    targets_by_covenant,
    touched_by,
)
from covenant_monitor.store.queries import Reader, covenants, day_of, rounds_by_covenant
from covenant_monitor.store.standing_reading import fraction_of
from covenant_monitor.store.store import Change


class _Latest(NamedTuple):
    """A round that is to be read: its id, its covenant's, and itself."""

    number: int
    covenant: int
    round: Round


def read(source: Reader, day: date) -> list[CovenantContent]:
    """Every covenant in the file as it is on `day`, by code."""
    numbers = dict(source.connection.execute("SELECT code, id FROM covenant"))
    described = rounds_by_covenant(source, numbers.values())
    rounds = {number: [(key, round_) for key, round_, _ in rows] for number, rows in described.items()}
    latest = [found for number, rows in rounds.items() if (found := _latest(number, rows, day))]
    contents = {one.covenant: content for one, content in zip(latest, _contents(source, latest), strict=True)}
    participants = _participants(source, day)
    indicators = indicators_by_covenant(source, numbers.values())
    targets = targets_by_covenant(source, numbers.values())
    return [
        CovenantContent(
            covenant,
            [round_ for _, round_ in rounds.get(number, ())],
            contents.get(number),
            participants.get(number, 0),
            number in participants,
            indicators.get(number, ()),
            targets.get(number, ()),
        )
        for covenant in covenants(source)
        for number in (numbers[covenant.code],)
    ]


def renewed(
    source: Reader, known: Sequence[CovenantContent], day: date, changes: Sequence[Change]
) -> list[CovenantContent]:
    """`known`, which was read for the same day, as it is after some changes.

    After changes of assessments only the rounds that they touched are read again.
    """
    if any(change.tables - OF_ASSESSMENTS for change in changes):
        return read(source, day)
    touched = touched_by(source, changes)
    numbers = {
        (covenant, code): (number, key)
        for covenant, code, number, key in source.connection.execute(
            "SELECT c.code, r.code, r.id, c.id FROM round r JOIN covenant c ON c.id = r.covenant"
            " WHERE r.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(touched)),),
        )
    }
    before = {
        place: content.latest
        for place, content in enumerate(known)
        if content.latest and (content.covenant.code, content.latest.round.code) in numbers
    }
    latest = [_Latest(*numbers[known[place].covenant.code, one.round.code], one.round) for place, one in before.items()]
    # Ratings change scores; who is in a round, and so whose turnover counts, only its assessments do.
    whole = any("assessment" in change.tables for change in changes)
    if whole:
        contents = _contents(source, latest)
    else:
        alike = _alike(source, latest)
        contents = [replace(one, alike=rows) for one, rows in zip(before.values(), alike, strict=True)]
    again = dict(zip(before, contents, strict=True))
    return [replace(one, latest=again.get(place, one.latest)) for place, one in enumerate(known)]


def _latest(covenant: int, rounds: Sequence[tuple[int, Round]], day: date) -> _Latest | None:
    by_code = {round_.code: number for number, round_ in rounds}
    found = latest_round([round_ for _, round_ in rounds], day)
    return _Latest(by_code[found.code], covenant, found) if found else None


_LATEST = """
WITH latest AS MATERIALIZED (
    SELECT json_extract(value, '$[0]') AS place, json_extract(value, '$[1]') AS round,
        json_extract(value, '$[2]') AS covenant, json_extract(value, '$[3]') AS year FROM json_each(:latest)
)
"""

# Who was assessed is in the round whenever it joined or left; that is asked of the others only.
_PRESENCE = "l.place, a.id IS NOT NULL, iif(a.id IS NULL, p.joined_on, NULL), iif(a.id IS NULL, p.left_on, NULL)"

_ALIKE = f"""
{_LATEST} SELECT {_PRESENCE}, a.status, coalesce(a.final_group, p.group_code), o.participation_year, o.score,
    o.complete, count(*)
FROM latest l JOIN party p ON p.covenant = l.covenant AND p.kind = 'company'
    LEFT JOIN assessment a ON a.round = l.round AND a.kind = 'secretariat' AND a.party = p.id
    LEFT JOIN score o ON o.assessment = a.id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""

# All figures are gone through, and their parties looked up: that is many times as fast as the other way round.
_TURNOVERS = f"""
{_LATEST} SELECT {_PRESENCE}, f.value, f.unit, count(*)
FROM figure f CROSS JOIN party p ON p.id = f.party AND p.kind = 'company'
    CROSS JOIN latest l ON l.covenant = p.covenant AND l.year = f.year
    LEFT JOIN assessment a ON a.round = l.round AND a.kind = 'secretariat' AND a.party = p.id
WHERE f.figure = '{TURNOVER}' AND f.year IN (SELECT year FROM latest)
GROUP BY 1, 2, 3, 4, 5, 6
"""

_SECTOR = f"""
{_LATEST} SELECT l.place, f.figure, f.value, f.unit FROM figure f
    JOIN latest l ON l.covenant = f.covenant AND l.year = f.year
WHERE f.party IS NULL AND f.figure IN ('{COMPANIES}', '{TURNOVER}')
"""


_Outcome = Callable[[float | None, int, str], Outcome | None]


def _outcomes_of(round_: Round) -> _Outcome:
    """The outcome of a score by participation year and group, in a round."""
    required_of = cache(lambda year, group: requirement(round_.requirements, year, group))

    @cache
    def outcome(score: float | None, year: int, group: str) -> Outcome | None:
        needed = required_of(year, group)
        return classify(fraction_of(score), needed.percent if needed else None, round_.on_track_margin)

    return outcome


@cache
def _left_out(status: str | None, has_score: bool, is_complete: bool) -> Reason | None:
    """Why such standings do not count, if they do not: what the rule says of one of them."""
    score = Score((), Fraction(0) if has_score else None, None, None, rated=int(is_complete), applicable=1)
    nobody = Party("", "")
    if status is None:
        return reason_left_out(Standing(nobody, "", AssessmentKind.SECRETARIAT, 0))
    return reason_left_out(Standing(nobody, "", AssessmentKind.SECRETARIAT, 0, Status(status), score))


def _asked(latest: Sequence[_Latest]) -> dict[str, str]:
    rows = [(place, one.number, one.covenant, figures_year(one.round)) for place, one in enumerate(latest)]
    return {"latest": json.dumps(rows)}


def _contents(source: Reader, latest: Sequence[_Latest]) -> list[RoundContent]:
    """What the national picture needs of some rounds, in three queries."""
    run = source.connection.execute
    turnovers: list[list[Turnover]] = [[] for _ in latest]
    for place, is_assessed, joined, left, value, unit, n in run(_TURNOVERS, _asked(latest)):
        if is_assessed or is_participant(day_of(joined), day_of(left), latest[place].round):
            turnovers[place].append(Turnover(Amount(exact(value), unit), n))
    sector = {(place, name): Amount(exact(value), unit) for place, name, value, unit in run(_SECTOR, _asked(latest))}
    return [
        RoundContent(one.round, alike, turnovers[place], sector.get((place, COMPANIES)), sector.get((place, TURNOVER)))
        for place, (one, alike) in enumerate(zip(latest, _alike(source, latest), strict=True))
    ]


def _alike(source: Reader, latest: Sequence[_Latest]) -> list[list[Alike]]:
    """The participants of some rounds, those that are alike together."""
    found: list[list[Alike]] = [[] for _ in latest]
    outcome_of = [_outcomes_of(one.round) for one in latest]
    for place, is_assessed, joined, left, status, group, year, score, complete, n in source.connection.execute(
        _ALIKE, _asked(latest)
    ):
        if not is_assessed and not is_participant(day_of(joined), day_of(left), latest[place].round):
            continue
        if reason := _left_out(status, score is not None, bool(complete)):
            found[place].append(Alike(n, reason))
        else:
            found[place].append(Alike(n, None, outcome_of[place](score, year, group), fraction_of(score)))
    return found


def _participants(source: Reader, day: date) -> dict[int, int]:
    """How many companies take part on `day`, by covenant; those that have none at any time are not there."""
    on_the_day = Round("", day, day, "", "")
    found: dict[int, int] = {}
    for covenant, joined, left, n in source.connection.execute(
        "SELECT covenant, joined_on, left_on, count(*) FROM party WHERE kind = 'company' GROUP BY 1, 2, 3"
    ):
        takes_part = is_participant(day_of(joined), day_of(left), on_the_day)
        found[covenant] = found.get(covenant, 0) + (n if takes_part else 0)
    return found
