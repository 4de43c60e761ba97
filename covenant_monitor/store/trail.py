"""How an assessment got where it is: every change of its status, by whom and when, out of the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from covenant_monitor.domain.model import Assessment, AssessmentKind, Status
from covenant_monitor.domain.picture import Reopening
from covenant_monitor.domain.workflow import PATHS
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.queries import Reader, round_of
from covenant_monitor.store.schema import stable_id


@dataclass(frozen=True, slots=True)
class Step:
    """One change of status: to which, from which (None: it was made), by whom, when and why.

    `action` is that of its change set, such as "status", "return", "reopen" or "rate": what was rated after the review
    is assessed again by that.
    """

    status: Status
    before: Status | None
    who: str
    at: datetime
    why: str
    action: str

    @property
    def is_reopening(self) -> bool:
        """Whether it undid that the assessment was final."""
        return self.before is Status.FINAL and self.status is not Status.FINAL


@dataclass(frozen=True, slots=True)
class Station:
    """One status on the way: who brought the assessment there, and on which day, as far as that is known."""

    status: Status
    reached: bool
    who: str = ""
    day: date | None = None


def trail(source: Reader, key: AssessmentKey) -> list[Step]:
    """Every change of an assessment's status, oldest first, without those that were undone."""
    number = stable_id("assessment", key.covenant, key.party, key.round, key.kind)
    steps: dict[int, Step] = {}
    undone: dict[int, tuple[int, Step]] = {}
    for set_, kind, reverts, who, at, why, action, before, after in source.connection.execute(
        "SELECT s.id, s.kind, s.reverts, s.who, s.at, s.why, s.action, c.before, c.after"
        " FROM change c JOIN change_set s ON s.id = c.change_set WHERE c.tbl = 'assessment' AND c.row = ?"
        " ORDER BY c.id",
        (str(number),),
    ):
        then, now = _status(before), _status(after)
        if kind == "undo":
            if reverts in steps:
                undone[set_] = reverts, steps.pop(reverts)
        elif kind == "redo":
            if reverts in undone:
                original, step = undone.pop(reverts)
                steps[original] = step
        elif now is not None and now is not then:
            steps[set_] = Step(now, then, str(who), datetime.fromisoformat(at), str(why), str(action))
    return [steps[number] for number in sorted(steps)]


def reopenings(source: Reader, covenant: str, round_code: str) -> list[Reopening]:
    """The secretariat's assessments of a round that were reopened, and that was not undone; by participant, then day.

    Participants are named.
    """
    number, round_, _framework, _every = round_of(source, covenant, round_code)
    found = []
    for party, name in source.connection.execute(
        "SELECT p.code, p.name FROM assessment a JOIN party p ON p.id = a.party WHERE a.round = ?"
        " AND a.kind = 'secretariat' AND CAST(a.id AS TEXT) IN (SELECT c.row FROM change_set s"
        " JOIN change c ON c.change_set = s.id AND c.tbl = 'assessment' WHERE s.action = 'reopen') ORDER BY p.code",
        (number,),
    ).fetchall():
        for step in trail(source, AssessmentKey(covenant, round_.code, party)):
            if step.is_reopening:
                found.append(Reopening(name, step.who, step.at.astimezone().date(), step.why))
    return found


def _status(image: str | None) -> Status | None:
    row: Mapping[str, object] = json.loads(image, strict=False) if image else {}
    return Status(str(row["status"])) if row else None


def stations(
    assessment: Assessment | None, steps: Sequence[Step], kind: AssessmentKind = AssessmentKind.SECRETARIAT
) -> list[Station]:
    """Every status on the way of its kind, and what it has reached beside that, with who brought it there and when.

    None is reached of one that was not begun.

    Assessor, day of assessing and reviewer are those of the record: history that was imported has no steps of its own.
    """
    if assessment is None:
        return [Station(status, False) for status in PATHS[kind]]
    last: dict[Status, Step] = {}
    for step in steps:
        if step.action != "import" and (step.before is None or step.status.reached(step.before)):
            last[step.status] = step
    found = []
    for status in Status:
        if status not in PATHS[kind] and assessment.status is not status and status not in last:
            continue
        taken = last.get(status)
        who, day = (taken.who, taken.at.astimezone().date()) if taken is not None else ("", None)
        if status is Status.ASSESSED:
            who, day = assessment.assessor, assessment.assessed_on
        elif status is Status.REVIEWED:
            who = assessment.reviewer
        reached = assessment.status.reached(status)
        found.append(Station(status, reached, who if reached else "", day if reached else None))
    return found
