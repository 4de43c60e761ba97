"""What an assessment holds beside its ratings: what was carried forward, responses, remarks, and a sample."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from covenant_monitor.domain.model import Rating, Remark, Response, exact


@dataclass(slots=True)
class Attached:
    """The fields of `domain.model.Assessment` of the same names."""

    carried: dict[str, Rating] = field(default_factory=dict)
    carried_from: str = ""
    responses: dict[str, Response] = field(default_factory=dict)
    remarks: dict[str, Remark] = field(default_factory=dict)
    sample: frozenset[str] = frozenset()


def attached_to(connection: sqlite3.Connection, assessments: Collection[int]) -> dict[int, Attached]:
    """What is attached to each of some assessments, by their ids: four queries, however many there are."""
    found = {number: Attached() for number in assessments}
    numbers = json.dumps(list(assessments))

    def rows(columns: str, table: str, *, by_criterion: bool = True) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
        code = "k.code" if by_criterion else "g.criterion_code"
        joined = "JOIN criterion k ON k.id = g.criterion " if by_criterion else ""
        for row in connection.execute(
            f"SELECT g.assessment, {code}, {columns} FROM {table} g {joined}"
            "WHERE g.assessment IN (SELECT value FROM json_each(?))",
            (numbers,),
        ):
            yield row[0], row[1], row[2:]

    for number, code, (value, not_applicable, reason, origin) in rows(
        "g.value, g.not_applicable, g.na_reason, g.from_round", "carried"
    ):
        found[number].carried[code] = Rating(None if value is None else exact(value), bool(not_applicable), reason)
        found[number].carried_from = origin
    for number, code, (response, by, on, answer) in rows(
        "g.response, g.responded_by, g.responded_on, g.answer", "response"
    ):
        found[number].responses[code] = Response(response, by, _day(on), answer)
    for number, code, (text, by, on, done) in rows(
        "g.text, g.made_by, g.made_on, g.done", "remark", by_criterion=False
    ):
        found[number].remarks[code] = Remark(text, by, _day(on), bool(done))
    for number, sample in samples_of(connection, assessments).items():
        found[number].sample = sample
    return found


def samples_of(connection: sqlite3.Connection, assessments: Collection[int]) -> dict[int, frozenset[str]]:
    """The criteria that assessments are limited to, of those that are."""
    samples: dict[int, set[str]] = {}
    for number, code in connection.execute(
        "SELECT g.assessment, k.code FROM sample g JOIN criterion k ON k.id = g.criterion"
        " WHERE g.assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(assessments)),),
    ):
        samples.setdefault(number, set()).add(code)
    return {number: frozenset(codes) for number, codes in samples.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
