"""What participants answer themselves: read for their questionnaires, and taken in from those that came back.

The answers become the participant's own assessment (kind *self*), never the secretariat's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from covenant_monitor.domain.model import AssessmentKind, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import (
    ENTERED_AS_PERCENTAGES,
    AssessmentKey,
    Found,
    checked_rating,
    ensure,
    find,
    refuse_if_final,
    review_anew,
    write_ratings,
)
from covenant_monitor.store.queries import Reader, covenant_id, ratings_of, summaries_of
from covenant_monitor.store.store import Change, Store

ACTION_ONE, ACTION_MANY = "questionnaire", "questionnaires"


@dataclass(frozen=True, slots=True)
class Answers:
    """What one participant answers: whole ratings by criterion code; `submitted`: it is done with them."""

    party: str
    ratings: Mapping[str, Rating]
    submitted: bool = True


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that answers came from: its name, its SHA-256, and whether all that it says was taken in."""

    name: str
    sha256: str
    whole: bool = True


def answers_of_rounds(source: Reader, covenant: str) -> dict[str, dict[str, dict[str, Rating]]]:
    """The own answers of every participant of a covenant: party code, round code, criterion code."""
    rows = source.connection.execute(
        "SELECT a.id, p.code, r.code FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " WHERE a.kind = ? AND r.covenant = ?",
        (AssessmentKind.SELF, covenant_id(source, covenant)),
    ).fetchall()
    ratings = ratings_of(source, [row[0] for row in rows])
    found: dict[str, dict[str, dict[str, Rating]]] = {}
    for number, party, round_ in rows:
        found.setdefault(party, {})[round_] = ratings[number]
    return found


def take_answers(
    store: Store, *, covenant: str, round: str, answers: Sequence[Answers], files: Sequence[TakenFile] = ()
) -> Change:
    """Write the answers of some participants as one change. Those of criteria that are not named stay.

    Raises:
        Problem: an assessment is final or has percentages entered directly, a criterion is unknown, n.a. has no
            reason, or a value is off the scale; then nothing is written.
    """
    found = [(_checked(store, covenant, round, one), one) for one in answers]
    detail: dict[str, object] = {"round": round, "files": [[one.name, one.sha256, one.whole] for one in files]}
    action = ACTION_MANY
    if len(found) == 1:
        action, detail["party"] = ACTION_ONE, found[0][0].party_name
    else:
        detail["n"] = len(found)
    with store.change(action, detail) as change:
        for there, one in found:
            ensure(store, there, AssessmentKey(covenant, round, one.party, AssessmentKind.SELF))
            write_ratings(store, there, one.ratings)
            if one.submitted and not there.status.reached(Status.SUBMITTED):
                store.connection.execute(
                    "UPDATE assessment SET status = ? WHERE id = ?", (Status.SUBMITTED, there.number)
                )
        for there, _one in found:
            review_anew(store, there.number, there.status, change)
    return change


def _checked(store: Store, covenant: str, round_: str, one: Answers) -> Found:
    found = find(store, AssessmentKey(covenant, round_, one.party, AssessmentKind.SELF))
    refuse_if_final(found)
    for criterion, rating in one.ratings.items():
        checked_rating(found.framework, criterion, rating)
    if any(rating.is_rated for rating in one.ratings.values()) and summaries_of(store, [found.number])[found.number]:
        raise Problem(ENTERED_AS_PERCENTAGES, party=found.party_name)
    return found


def taken_files(source: Reader) -> dict[str, datetime]:
    """When each file was taken in as a whole, by its SHA-256; not those of which that was undone."""
    moments: dict[int, tuple[str, list[str]]] = {}
    undone: dict[int, int] = {}
    away: set[int] = set()
    for number, at, kind, reverts, detail in source.connection.execute(
        "SELECT id, at, kind, reverts, detail FROM change_set WHERE action IN (?, ?) ORDER BY id",
        (ACTION_ONE, ACTION_MANY),
    ):
        if kind == "edit":
            moments[number] = at, [digest for _name, digest, whole in json.loads(detail)["files"] if whole]
        elif kind == "undo":
            undone[number] = reverts
            away.add(reverts)
        elif kind == "redo":
            away.discard(undone.get(reverts, reverts))
    return {
        digest: datetime.fromisoformat(at)
        for number, (at, digests) in moments.items()
        if number not in away
        for digest in digests
    }
