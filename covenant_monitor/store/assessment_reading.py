"""One assessment out of the file, without the others of its participant: what a window needs after every key."""

from datetime import date

from covenant_monitor.domain.model import Assessment, AssessmentKind, Status
from covenant_monitor.store.attached import attached_to
from covenant_monitor.store.queries import Reader, party_id, ratings_of, round_of, summaries_of


def assessment_of(source: Reader, covenant: str, party: str, round_: str, kind: AssessmentKind) -> Assessment | None:
    """The assessment of a participant in a round; None where there is none. Raises Problem for an unknown code."""
    row = source.connection.execute(
        "SELECT a.id, a.status, a.assessor, a.reviewer, a.assessed_on, a.note FROM assessment a"
        " JOIN round r ON r.id = a.round WHERE a.party = ? AND a.kind = ? AND r.code = ?",
        (party_id(source, covenant, party), kind, round_),
    ).fetchone()
    if row is None:
        return None
    number, status, assessor, reviewer, day, note = row
    attached = attached_to(source.connection, [number])[number]
    return Assessment(
        party=party,
        round=round_,
        kind=kind,
        status=Status(status),
        assessor=assessor,
        reviewer=reviewer,
        assessed_on=date.fromisoformat(day) if day else None,
        note=note,
        ratings=ratings_of(source, [number])[number],
        summaries=summaries_of(source, [number])[number],
        carried=attached.carried,
        carried_from=attached.carried_from,
        responses=attached.responses,
        remarks=attached.remarks,
        sample=attached.sample,
    )


def returned_parties(source: Reader, covenant: str, round_: str, kind: AssessmentKind) -> frozenset[str]:
    """The codes of participants whose assessment came back from its reviewer, with remarks not dealt with yet."""
    number = round_of(source, covenant, round_)[0]
    return frozenset(
        row[0]
        for row in source.connection.execute(
            "SELECT DISTINCT p.code FROM remark m JOIN assessment a ON a.id = m.assessment"
            " JOIN party p ON p.id = a.party WHERE a.round = ? AND a.kind = ? AND a.status = ? AND NOT m.done",
            (number, kind, Status.DRAFT),
        )
    )
