"""What is done with assessments: rating, evidence, and the way from draft to final."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from covenant_monitor.domain.model import (
    LEVEL_VALUES,
    AssessmentKind,
    Framework,
    Number,
    PartyKind,
    Rating,
    Status,
)
from covenant_monitor.domain.workflow import Obstacle, after_change, obstacle, same_person
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.queries import party_id, round_of
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.settings import one_person
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.LOCKED: N_("The assessment of {party} is final and locked. Reopen it with a reason to change it."),
    Obstacle.SAME_PERSON: N_(
        "{person} assessed {party}, and cannot review it too: the reviewer is another person. A one-person secretariat"
        " can allow it in the settings of the covenant."
    ),
    Obstacle.INCOMPLETE: N_("{party} cannot be final yet: {open} criteria that apply are not rated."),
    Obstacle.NO_ASSESSOR: N_("{party} has no assessor yet: mark it assessed first."),
    Obstacle.NO_REVIEWER: N_("{party} needs a reviewer first."),
    Obstacle.NEEDS_REASON: N_("Give the reason for reopening the assessment of {party}; it will be visible."),
}


NOT_BLIND = N_("{person} assessed {party}, and cannot assess it again blind: choose somebody else.")

IS_SECOND = N_(
    "{person} makes the second assessment of {party}, which is blind: have somebody else make the first one, or the"
    " second."
)

ENTERED_AS_PERCENTAGES = N_(
    "{party} has percentages entered directly. Empty those first, and then rate it criterion by criterion."
)

RATED_BY_CRITERION = N_("{party} is rated by criterion, so its percentages follow from that. Clear the ratings first.")


@dataclass(frozen=True, slots=True)
class AssessmentKey:
    """Which assessment: codes of covenant, round and party, and whose view it is."""

    covenant: str
    round: str
    party: str
    kind: AssessmentKind = AssessmentKind.SECRETARIAT


@dataclass(frozen=True, slots=True)
class Found:
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


def find(store: Store, key: AssessmentKey) -> Found:
    """The assessment with this key. Raises Problem where there is no such covenant, round or company."""
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
    return Found(
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


def refuse_if_final(found: Found) -> None:
    """Raise Problem where an assessment is final, and so cannot be changed."""
    if found.status is Status.FINAL:
        raise Problem(OBSTACLES[Obstacle.LOCKED], party=found.party_name)


def must_be_blind(store: Store, *, party: int, round: int, kind: AssessmentKind, person: str) -> None:
    """Raise Problem where `person` would assess a participant both for the secretariat and blind.

    `party` and `round` are ids, `kind` is that of the assessment that `person` would make.
    """
    there = store.connection.execute(
        "SELECT a.assessor, p.name FROM assessment a JOIN party p ON p.id = a.party"
        " WHERE a.round = ? AND a.kind = ? AND a.party = ?",
        (round, _OTHER_PAIR_OF_EYES.get(kind), party),
    ).fetchone()
    if there and same_person(there[0], person):
        raise Problem(NOT_BLIND if kind is AssessmentKind.SECOND else IS_SECOND, person=person, party=there[1])


_OTHER_PAIR_OF_EYES = {
    AssessmentKind.SECOND: AssessmentKind.SECRETARIAT,
    AssessmentKind.SECRETARIAT: AssessmentKind.SECOND,
}


def _must_be_blind(store: Store, found: Found, key: AssessmentKey, person: str) -> None:
    must_be_blind(store, party=found.party, round=found.round, kind=key.kind, person=person)


def ensure(store: Store, found: Found, key: AssessmentKey) -> None:
    """Make the assessment where it is not there; note who assesses where nobody is noted yet."""
    if not found.exists:
        make(store, found, key, _assessor(store, key))
    elif not found.assessor and _assessor(store, key) and not same_person(store.user, found.reviewer):
        _must_be_blind(store, found, key, store.user)
        store.connection.execute(
            "UPDATE assessment SET assessor = ? WHERE id = ?", (_assessor(store, key), found.number)
        )


def review_anew(store: Store, number: int, status: Status, change: Change) -> None:
    """Make what was reviewed assessed again, where `change` altered something in it. Called at the end of a change.

    `number` is the id of the assessment, `status` what it is.
    """
    after = after_change(status)
    if after is status:
        return
    if store.connection.execute("SELECT 1 FROM change WHERE change_set = ? LIMIT 1", (change.number,)).fetchone():
        store.connection.execute("UPDATE assessment SET status = ?, reviewer = '' WHERE id = ?", (after, number))


def make(store: Store, found: Found, key: AssessmentKey, assessor: str) -> None:
    """Make a draft assessment, in the running change. Raises Problem where `assessor` is the second one."""
    _must_be_blind(store, found, key, assessor)
    store.connection.execute(
        "INSERT INTO assessment (id, party, round, kind, assessor) VALUES (?, ?, ?, ?, ?)",
        (found.number, found.party, found.round, key.kind, assessor),
    )


def _assessor(store: Store, key: AssessmentKey) -> str:
    """Who enters it assesses; what a company says of itself is typed in by anybody."""
    return "" if key.kind is AssessmentKind.SELF else store.user


def begin(store: Store, *, key: AssessmentKey) -> Change:
    """Make a draft assessment. One that exists is left as it is."""
    found = find(store, key)
    with store.change("status", {"party": found.party_name, "status": "status:draft"}) as change:
        ensure(store, found, key)
    return change


def checked_rating(framework: Framework, criterion: str, rating: Rating) -> Rating:
    """The rating, where it can be one of this criterion.

    Raises Problem where the criterion is unknown, n.a. has no reason, or the value is off the scale.
    """
    known = framework.criteria.get(criterion)
    if known is None:
        raise Problem(
            "Criterion {criterion} is not in framework {framework}, version {version}.",
            criterion=criterion,
            framework=framework.code,
            version=framework.version,
        )
    if rating.not_applicable and not clean(rating.na_reason):
        raise Problem("Say why criterion {criterion} is not applicable.", criterion=criterion)
    scale = framework.scale
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

    What was reviewed is assessed again by it (see `domain.workflow`).

    Raises:
        Problem: the assessment is final or has percentages entered directly, a criterion is unknown, n.a. has no
            reason, or a value is off the scale.
    """
    found = find(store, key)
    refuse_if_final(found)
    if key.kind is AssessmentKind.SECOND:
        _must_be_blind(store, found, key, store.user)
    checked = {criterion: checked_rating(found.framework, criterion, rating) for criterion, rating in ratings.items()}
    if any(rating.is_rated for rating in checked.values()) and _has(store, "summary", found):
        raise Problem(ENTERED_AS_PERCENTAGES, party=found.party_name)
    return _save(store, key, found, checked, *_named(found, checked), ends_carried=True)


def note_evidence(store: Store, *, key: AssessmentKey, criterion: str, rating: Rating) -> Change:
    """Save evidence and note of one criterion, those of `rating`; its rating stays as it is in the file.

    Raises Problem as `rate` does.
    """
    found = find(store, key)
    refuse_if_final(found)
    if key.kind is AssessmentKind.SECOND:
        _must_be_blind(store, found, key, store.user)
    checked_rating(found.framework, criterion, rating)
    value, not_applicable, reason = store.connection.execute(
        "SELECT value, not_applicable, na_reason FROM rating WHERE assessment = ?"
        " AND criterion = (SELECT id FROM criterion WHERE framework = ? AND code = ?)",
        (found.number, found.framework_id, criterion),
    ).fetchone() or (None, False, "")
    kept = replace(rating, value=value, not_applicable=bool(not_applicable), na_reason=reason)
    return _save(store, key, found, {criterion: kept}, "evidence", {"party": found.party_name, "criterion": criterion})


def _save(
    store: Store,
    key: AssessmentKey,
    found: Found,
    ratings: Mapping[str, Rating],
    action: str,
    detail: Mapping[str, object],
    *,
    ends_carried: bool = False,
) -> Change:
    with store.change(action, detail) as change:
        ensure(store, found, key)
        if ends_carried:  # what was carried forward is settled by any rating, and by clearing it
            store.connection.executemany(
                "DELETE FROM carried WHERE assessment = ?"
                " AND criterion = (SELECT id FROM criterion WHERE framework = ? AND code = ?)",
                [(found.number, found.framework_id, criterion) for criterion in ratings],
            )
        write_ratings(store, found, ratings)
        review_anew(store, found.number, found.status, change)
    return change


def write_ratings(store: Store, found: Found, ratings: Mapping[str, Rating]) -> None:
    """Write ratings that were checked, in the running change."""
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


def _named(found: Found, ratings: Mapping[str, Rating]) -> tuple[str, dict[str, object]]:
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


def _has(store: Store, table: str, found: Found) -> bool:
    """Whether an assessment has rows in `table`; of ratings those that are more than evidence or a note."""
    rated = " AND (value IS NOT NULL OR not_applicable)" if table == "rating" else ""
    query = f"SELECT 1 FROM {table} WHERE assessment = ?{rated} LIMIT 1"
    return store.connection.execute(query, (found.number,)).fetchone() is not None


def enter_summary(store: Store, *, key: AssessmentKey, percents: Mapping[str, Number | None]) -> Change:
    """Enter percentages (0-100) directly, by section code ("" is the total), for years of which only those are known.

    None takes one away; sections that are not named stay as they are.

    Raises:
        Problem: the assessment is final or has ratings, a section is unknown, or a percentage is off 0-100.
    """
    found = find(store, key)
    refuse_if_final(found)
    if _has(store, "rating", found) and any(percent is not None for percent in percents.values()):
        raise Problem(RATED_BY_CRITERION, party=found.party_name)
    known = {section.code for section in found.framework.sections} | {""}
    for section, percent in percents.items():
        if section not in known:
            raise Problem(
                "Section {section} is not in framework {framework}, version {version}.",
                section=section,
                framework=found.framework.code,
                version=found.framework.version,
            )
        if percent is not None and not 0 <= percent <= 100:
            raise Problem("{percent} is no percentage: type a number from 0 to 100.", percent=float(percent))
    with store.change("enter_summary", {"party": found.party_name}) as change:
        ensure(store, found, key)
        for section, percent in percents.items():
            if percent is None:
                store.connection.execute(
                    "DELETE FROM summary WHERE assessment = ? AND section_code = ?", (found.number, section)
                )
            else:
                store.connection.execute(
                    "INSERT INTO summary (assessment, section_code, percent) VALUES (?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET percent = excluded.percent",
                    (found.number, section, float(percent)),
                )
        review_anew(store, found.number, found.status, change)
    return change


def set_status(store: Store, *, key: AssessmentKey, status: Status, why: str = "", today: date | None = None) -> Change:
    """Give an assessment another status. Who marks it assessed is its assessor, who marks it reviewed its reviewer.

    Raises:
        Problem: the rules of `domain.workflow` do not allow it; the sentence says what is missing.
    """
    found = find(store, key)
    assessor = store.user if status is Status.ASSESSED and not found.assessor else found.assessor
    reviewer = store.user if status is Status.REVIEWED else found.reviewer
    if not status.reached(Status.REVIEWED):
        reviewer = ""
    if status.reached(Status.ASSESSED):
        _must_be_blind(store, found, key, assessor)
    rated, applicable, complete = store.connection.execute(
        "SELECT rated, applicable, complete FROM score WHERE assessment = ?", (found.number,)
    ).fetchone() or (0, 0, 0)
    problem = obstacle(
        found.status,
        status,
        assessor=assessor,
        reviewer=reviewer,
        complete=bool(complete),
        why=why,
        one_person=one_person(store, key.covenant),
    )
    if problem:
        raise Problem(OBSTACLES[problem], party=found.party_name, person=reviewer, open=applicable - rated)
    action = "reopen" if found.status is Status.FINAL and status is not Status.FINAL else "status"
    detail: dict[str, object] = {"party": found.party_name, "status": f"status:{status}"}
    with store.change(action, detail, why=why) as change:
        if not found.exists:
            make(store, found, key, assessor)
        day = (today or date.today()).isoformat() if status is Status.ASSESSED else None
        store.connection.execute(
            "UPDATE assessment SET status = ?, assessor = ?, reviewer = ?, assessed_on = coalesce(?, assessed_on)"
            " WHERE id = ?",
            (status, assessor, reviewer, day, found.number),
        )
    return change
