"""The ratings of a whole round, for rules that weigh all of them."""

import json
from collections.abc import Iterable

from covenant_monitor.domain.model import AssessmentKind, Rating, exact
from covenant_monitor.store.queries import Reader


def ratings_of_round(source: Reader, round_: int, kinds: Iterable[AssessmentKind]) -> dict[int, dict[str, Rating]]:
    """The ratings of these kinds in the round with this id, by assessment and criterion.

    Without reasons and evidence. Equal ones are one object, since there are so few different ones.
    """
    codes: dict[int, str] = dict(source.connection.execute("SELECT id, code FROM criterion"))
    same: dict[tuple[float | None, int], Rating] = {}
    found: dict[int, dict[str, Rating]] = {}
    for assessment, criterion, value, not_applicable in source.connection.execute(
        "SELECT g.assessment, g.criterion, g.value, g.not_applicable FROM assessment a"
        " JOIN rating g ON g.assessment = a.id WHERE a.round = ? AND a.kind IN (SELECT value FROM json_each(?))",
        (round_, json.dumps(list(kinds))),
    ):
        key = value, not_applicable
        rating = same.get(key)
        if rating is None:
            rating = same[key] = Rating(None if value is None else exact(value), bool(not_applicable))
        of = found.get(assessment)
        if of is None:
            of = found[assessment] = {}
        of[codes[criterion]] = rating
    return found
