"""What is done with rounds: beginning the next one, and changing what is set for one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from covenant_monitor.domain.model import Framework, Requirement, Round
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.carrying import planned, write
from covenant_monitor.store.queries import Reader, covenant_id, round_of, rounds
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

LONGEST_CODE = 64

KEEPS_ITS_VERSION = N_("Participants were assessed in round {round} under version {version}, so it keeps that version.")


def versions(source: Reader, *, published_only: bool = True) -> list[Framework]:
    """The framework versions in the file: by framework, the latest last (published ones come in the order made)."""
    return [
        source.framework(row[0])
        for row in source.connection.execute("SELECT id FROM framework ORDER BY code, length(version), version")
        if source.framework(row[0]).published or not published_only
    ]


def next_round(source: Reader, covenant: str, *, today: date | None = None) -> Round:
    """What the round after the last one would be: a year later, the latest published version, the same requirements.

    The first one is the calendar year of `today`. Raises Problem where there is no published framework to assess with.
    """
    known = rounds(source, covenant)
    if not known:
        return _first_round(versions(source), today or date.today())
    last = known[-1]
    first_day = last.last_day + timedelta(days=1)
    of_framework = [one.version for one in versions(source) if fold(one.code) == fold(last.framework)]
    return replace(
        last,
        code=_next_code(last.code, {fold(one.code) for one in known}),
        first_day=first_day,
        last_day=_a_year_later(first_day) - timedelta(days=1),
        reference_date=last.reference_date and _a_year_later(last.reference_date),
        version=of_framework[-1] if of_framework else last.version,
        note="",
    )


def _first_round(published: Sequence[Framework], today: date) -> Round:
    if not published:
        raise Problem("There is no published framework to assess with yet: publish one on the page Frameworks first.")
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    used = published[-1]
    return Round(str(today.year), first, last, used.code, used.version, reference_date=last)


def _next_code(code: str, taken: Collection[str]) -> str:
    """The label after `code`: every number in it one higher ("2019-2020" becomes "2020-2021"), if that is free."""
    following = re.sub(r"[0-9]+", lambda part: str(int(part[0]) + 1).zfill(len(part[0])), code)
    return following if fold(following) not in taken else ""


def _a_year_later(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)


def start_round(store: Store, *, covenant: str, round: Round, carry: bool = False) -> Change:
    """Add a round with its requirements, as one change.

    `carry`: begin the assessment of every participant that was rated before with those ratings, to be confirmed (see
    `store.carrying`).

    Raises:
        Problem: its code is missing or taken, its days are backward or overlap another round's, a requirement is
            impossible or there twice, or its framework version is unknown or not published.
    """
    number = covenant_id(store, covenant)
    code = _code(round.code)
    known = rounds(store, covenant)
    taken = next((other for other in known if fold(other.code) == fold(code)), None)
    if taken:
        raise Problem("There is a round {code} already. Choose another label.", code=taken.code)
    _check(round, known)
    framework = _framework_id(store, round)
    if not store.framework(framework).published:
        raise Problem(
            "Version {version} of framework {framework} is a draft. Publish it before a round uses it.",
            version=round.version,
            framework=round.framework,
        )
    made = stable_id("round", covenant, code)
    with store.change("start_round", {"round": code}) as change:
        store.connection.execute(
            "INSERT INTO round (id, covenant, code, framework, first_day, last_day, reference_date, join_rule,"
            " on_track_margin, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (made, number, code, framework, *_values(round)),
        )
        _write_requirements(store, made, round.requirements)
        if carry:
            write(store, covenant, code, planned(store, covenant, code))
    return change


def edit_round(store: Store, *, covenant: str, round: Round) -> Change:
    """Change everything of a round but its code: days, framework version, rules, note and requirements.

    Raises:
        Problem: as `start_round` does; or it would get another framework version though participants were assessed.
    """
    number, before, framework, known = round_of(store, covenant, round.code)
    _check(round, [other for other in known if other.code != before.code])
    wanted = _framework_id(store, round)
    if (
        wanted != framework
        and store.connection.execute("SELECT 1 FROM assessment WHERE round = ?", (number,)).fetchone()
    ):
        raise Problem(KEEPS_ITS_VERSION, round=before.code, version=before.version)
    with store.change("edit_round", {"round": before.code}) as change:
        store.connection.execute(
            "UPDATE round SET framework = ?, first_day = ?, last_day = ?, reference_date = ?, join_rule = ?,"
            " on_track_margin = ?, note = ? WHERE id = ?",
            (wanted, *_values(round), number),
        )
        _write_requirements(store, number, round.requirements)
    return change


def _code(text: str) -> str:
    code = clean(text)
    if not code:
        raise Problem("A round needs a label, such as 2021.")
    if len(code) > LONGEST_CODE or "\n" in code or "\t" in code:
        raise Problem("A code stands on one line, and has at most {limit} characters.", limit=LONGEST_CODE)
    return code


def _check(round_: Round, others: Sequence[Round]) -> None:
    """Raise Problem where days or requirements cannot be."""
    if round_.last_day < round_.first_day:
        raise Problem(
            "The round cannot end on {last}, before it begins on {first}.", last=round_.last_day, first=round_.first_day
        )
    for other in others:
        if round_.first_day <= other.last_day and other.first_day <= round_.last_day:
            raise Problem(
                "The round overlaps round {round}, which lasts from {from_day} to {to_day}.",
                round=other.code,
                from_day=other.first_day,
                to_day=other.last_day,
            )
    if round_.on_track_margin < 0:
        raise Problem("The margin of “on track” is 0 points or more.", margin=0)
    seen = set()
    for required in round_.requirements:
        if required.participation_year < 1:
            raise Problem("A participation year is 1 or more.", year=required.participation_year)
        if not 0 <= required.percent <= 100:
            raise Problem("{percent} is no percentage: type a number from 0 to 100.", percent=float(required.percent))
        key = required.participation_year, fold(required.group)
        if key in seen:
            raise Problem(
                "Participation year {year} has two requirements for the same group.", year=required.participation_year
            )
        seen.add(key)


def _framework_id(store: Store, round_: Round) -> int:
    for number, code, version in store.connection.execute("SELECT id, code, version FROM framework"):
        if (fold(code), fold(version)) == (fold(round_.framework), fold(round_.version)):
            return int(number)
    raise Problem(
        "There is no version {version} of framework {framework}.", version=round_.version, framework=round_.framework
    )


def _values(round_: Round) -> tuple[Any, ...]:
    return (
        round_.first_day.isoformat(),
        round_.last_day.isoformat(),
        round_.reference_date and round_.reference_date.isoformat(),
        round_.join_rule.value,
        float(round_.on_track_margin),
        clean(round_.note),
    )


def _write_requirements(store: Store, round_: int, requirements: Sequence[Requirement]) -> None:
    """Make the requirements of a round these; what stays the same is not written."""
    wanted = {(one.participation_year, clean(one.group)): float(one.percent) for one in requirements}
    known = store.connection.execute(
        "SELECT participation_year, group_code FROM requirement WHERE round = ?", (round_,)
    ).fetchall()
    store.connection.executemany(
        "DELETE FROM requirement WHERE round = ? AND participation_year = ? AND group_code = ?",
        [(round_, *key) for key in known if key not in wanted],
    )
    store.connection.executemany(
        "INSERT INTO requirement (round, participation_year, group_code, required_percent) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET required_percent = excluded.required_percent",
        [(round_, *key, percent) for key, percent in wanted.items()],
    )
