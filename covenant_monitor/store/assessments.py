"""What is done with assessments: rating, evidence, and the way from draft to final."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from covenant_monitor.domain.model import LEVEL_VALUES, AssessmentKind, Framework, PartyKind, Rating, Status
from covenant_monitor.domain.workflow import Obstacle, obstacle
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.queries import party_id, round_of
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.LOCKED: N_("The assessment of {party} is final and locked. Reopen it with a reason to change it."),
    Obstacle.SAME_PERSON: N_("{person} assessed {party}, and cannot review it too: the reviewer is another person."),
    Obstacle.INCOMPLETE: N_("{party} cannot be final yet: {open} criteria that apply are not rated."),
    Obstacle.NO_ASSESSOR: N_("{party} has no assessor yet: mark it assessed first."),
    Obstacle.NO_REVIEWER: N_("{party} needs a reviewer first."),
    Obstacle.NEEDS_REASON: N_("Give the reason for reopening the assessment of {party}; it will be visible."),
}


@dataclass(frozen=True, slots=True)
class AssessmentKey:
    """Which assessment: codes of covenant, round and party, and whose view it is."""

    covenant: str
    round: str
    party: str
    kind: AssessmentKind = AssessmentKind.SECRETARIAT


@dataclass(frozen=True, slots=True)
class _Found:
    """An assessment as it is in the file, or (`exists` false) as it would be made."""

    number: int
    party: int
    party_name: str
    round: int
    framework_id: int
    framework: Framework
    exists: bool
    status: Status
    assessor: str
    reviewer: str


def _find(store: Store, key: AssessmentKey) -> _Found:
    round_number, _, framework_id, _ = round_of(store, key.covenant, key.round)
    party = party_id(store, key.covenant, key.party)
    name, kind = store.connection.execute("SELECT name, kind FROM party WHERE id = ?", (party,)).fetchone()
    if kind != PartyKind.COMPANY:
        raise Problem("{party} is not a company: only companies are assessed.", party=name)
    row = store.connection.execute(
        "SELECT id, status, assessor, reviewer FROM assessment WHERE round = ? AND kind = ? AND party = ?",
        (round_number, key.kind, party),
    ).fetchone()
    number = stable_id("assessment", key.covenant, key.party, key.round, key.kind)
    known = row or (number, Status.DRAFT, "", "")
    return _Found(
        known[0],
        party,
        name,
        round_number,
        framework_id,
        store.framework(framework_id),
        row is not None,
        Status(known[1]),
        known[2],
        known[3],
    )


def _open_to_change(found: _Found) -> None:
    if found.status is Status.FINAL:
        raise Problem(OBSTACLES[Obstacle.LOCKED], party=found.party_name)


def _ensure(store: Store, found: _Found, key: AssessmentKey) -> None:
    """Make the assessment where it is not there; note who assesses where nobody is noted yet."""
    if not found.exists:
        _make(store, found, key, _assessor(store, key))
    elif not found.assessor and _assessor(store, key):
        store.connection.execute(
            "UPDATE assessment SET assessor = ? WHERE id = ?", (_assessor(store, key), found.number)
        )


def _make(store: Store, found: _Found, key: AssessmentKey, assessor: str) -> None:
    store.connection.execute(
        "INSERT INTO assessment (id, party, round, kind, assessor) VALUES (?, ?, ?, ?, ?)",
        (found.number, found.party, found.round, key.kind, assessor),
    )


def _assessor(store: Store, key: AssessmentKey) -> str:
    """Who enters it assesses; what a company says of itself is typed in by anybody."""
    return "" if key.kind is AssessmentKind.SELF else store.user


def begin(store: Store, *, key: AssessmentKey) -> Change:
    """Make a draft assessment. One that exists is left as it is."""
    found = _find(store, key)
    with store.change("status", {"party": found.party_name, "status": "status:draft"}) as change:
        _ensure(store, found, key)
    return change


def _checked(found: _Found, criterion: str, rating: Rating) -> Rating:
    known = found.framework.criteria.get(criterion)
    if known is None:
        raise Problem(
            "Criterion {criterion} is not in framework {framework}, version {version}.",
            criterion=criterion,
            framework=found.framework.code,
            version=found.framework.version,
        )
    if rating.not_applicable and not clean(rating.na_reason):
        raise Problem("Say why criterion {criterion} is not applicable.", criterion=criterion)
    scale = found.framework.scale
    if rating.value is not None and not scale.minimum <= rating.value <= scale.maximum:
        raise Problem(
            "{value} is not on the scale of criterion {criterion}: {low} to {high}.",
            value=float(rating.value),
            criterion=criterion,
            low=float(scale.minimum),
            high=float(scale.maximum),
        )
    if rating.value is not None and scale.by_level and rating.value not in LEVEL_VALUES.values():
        raise Problem(
            "{value} is no rating of criterion {criterion}: it is met fully (1), partially (0.5) or not (0).",
            value=float(rating.value),
            criterion=criterion,
        )
    return rating


_SAVE_RATING = """
INSERT INTO rating (assessment, criterion, value, not_applicable, na_reason, evidence, evidence_date, unproven, note)
SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM criterion WHERE framework = ? AND code = ?
ON CONFLICT DO UPDATE SET value = excluded.value, not_applicable = excluded.not_applicable,
    na_reason = excluded.na_reason, evidence = excluded.evidence, evidence_date = excluded.evidence_date,
    unproven = excluded.unproven, note = excluded.note
"""


def rate(store: Store, *, key: AssessmentKey, ratings: Mapping[str, Rating]) -> Change:
    """Save the ratings of some criteria, by code, as one change; the assessment is made where it does not exist yet.

    Raises:
        Problem: the assessment is final, a criterion is unknown, n.a. has no reason, or a value is off the scale.
    """
    found = _find(store, key)
    _open_to_change(found)
    checked = {criterion: _checked(found, criterion, rating) for criterion, rating in ratings.items()}
    return _save(store, key, found, checked, *_named(found, checked), ends_carried=True)


def note_evidence(store: Store, *, key: AssessmentKey, criterion: str, rating: Rating) -> Change:
    """Save evidence and note of one criterion; its rating comes along as it is. Raises Problem as `rate` does."""
    found = _find(store, key)
    _open_to_change(found)
    checked = {criterion: _checked(found, criterion, rating)}
    return _save(store, key, found, checked, "evidence", {"party": found.party_name, "criterion": criterion})


def _save(
    store: Store,
    key: AssessmentKey,
    found: _Found,
    ratings: Mapping[str, Rating],
    action: str,
    detail: Mapping[str, object],
    *,
    ends_carried: bool = False,
) -> Change:
    with store.change(action, detail) as change:
        _ensure(store, found, key)
        if ends_carried:  # what was carried forward is settled by any rating, and by clearing it
            store.connection.executemany(
                "DELETE FROM carried WHERE assessment = ?"
                " AND criterion = (SELECT id FROM criterion WHERE framework = ? AND code = ?)",
                [(found.number, found.framework_id, criterion) for criterion in ratings],
            )
        store.connection.executemany(
            _SAVE_RATING,
            [
                (
                    found.number,
                    None if rating.value is None else float(rating.value),
                    int(rating.not_applicable),
                    clean(rating.na_reason) if rating.not_applicable else "",
                    clean(rating.evidence),
                    rating.evidence_date and rating.evidence_date.isoformat(),
                    int(rating.unproven),
                    clean(rating.note),
                    found.framework_id,
                    criterion,
                )
                for criterion, rating in ratings.items()
            ],
        )
    return change


def _named(found: _Found, ratings: Mapping[str, Rating]) -> tuple[str, dict[str, object]]:
    if len(ratings) != 1:
        return "rate_many", {"party": found.party_name, "n": len(ratings)}
    ((criterion, rating),) = ratings.items()
    detail: dict[str, object] = {"party": found.party_name, "criterion": criterion}
    if not rating.is_rated:
        return "clear_rating", detail
    if rating.value is None:
        return "rate", detail | {"rating": "rating:na"}
    scale = found.framework.scale
    shown: object = f"rating:{scale.level(rating.value)}" if scale.by_level else float(rating.value)
    return "rate", detail | {"rating": shown}


def set_status(store: Store, *, key: AssessmentKey, status: Status, why: str = "", today: date | None = None) -> Change:
    """Give an assessment another status. Who marks it assessed is its assessor, who marks it reviewed its reviewer.

    Raises:
        Problem: the rules of `domain.workflow` do not allow it; the sentence says what is missing.
    """
    found = _find(store, key)
    assessor = store.user if status is Status.ASSESSED and not found.assessor else found.assessor
    reviewer = store.user if status is Status.REVIEWED else found.reviewer
    if not status.reached(Status.REVIEWED):
        reviewer = ""
    rated, applicable, complete = store.connection.execute(
        "SELECT rated, applicable, complete FROM score WHERE assessment = ?", (found.number,)
    ).fetchone() or (0, 0, 0)
    problem = obstacle(found.status, status, assessor=assessor, reviewer=reviewer, complete=bool(complete), why=why)
    if problem:
        raise Problem(OBSTACLES[problem], party=found.party_name, person=reviewer, open=applicable - rated)
    action = "reopen" if found.status is Status.FINAL and status is not Status.FINAL else "status"
    detail: dict[str, object] = {"party": found.party_name, "status": f"status:{status}"}
    with store.change(action, detail, why=why) as change:
        if not found.exists:
            _make(store, found, key, assessor)
        day = (today or date.today()).isoformat() if status is Status.ASSESSED else None
        store.connection.execute(
            "UPDATE assessment SET status = ?, assessor = ?, reviewer = ?, assessed_on = coalesce(?, assessed_on)"
            " WHERE id = ?",
            (status, assessor, reviewer, day, found.number),
        )
    return change
