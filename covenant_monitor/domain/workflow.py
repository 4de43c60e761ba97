"""How an assessment moves from draft to final, and what stands in the way.

draft -> submitted -> assessed -> reviewed -> final. The reviewer is another person than the assessor, so there must be
one; a secretariat of one person can allow otherwise. Final needs every criterion that applies rated or n.a., and is
locked; reopening it needs a reason. Returning sends it back to draft with remarks: the work is the assessor's again.
What is changed after the review makes it assessed again, since it is not what was reviewed.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from covenant_monitor.domain.model import AssessmentKind, Status


class Obstacle(StrEnum):
    """Why an assessment cannot get a status."""

    LOCKED = "locked"
    SAME_PERSON = "same_person"
    INCOMPLETE = "incomplete"
    NO_ASSESSOR = "no_assessor"
    NO_REVIEWER = "no_reviewer"
    NEEDS_REASON = "needs_reason"


PATHS: Mapping[AssessmentKind, Sequence[Status]] = {
    AssessmentKind.SECRETARIAT: tuple(Status),
    AssessmentKind.SELF: (Status.DRAFT, Status.SUBMITTED),
    AssessmentKind.SECOND: (Status.DRAFT, Status.ASSESSED),
}
"""The statuses that work on each kind of assessment leads through: only the secretariat's own is reviewed."""


def following(status: Status, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> Status | None:
    """The next status on the way of a kind; None after the last, or where it is past that."""
    order = list(Status)
    after = [other for other in PATHS[kind] if order.index(other) > order.index(status)]
    return after[0] if after else None


RETURNABLE = frozenset({Status.SUBMITTED, Status.ASSESSED, Status.REVIEWED})
"""From where an assessment can be returned with remarks."""


def after_change(status: Status) -> Status:
    """The status of an assessment once something in it was changed: what was reviewed is to be reviewed anew."""
    return Status.ASSESSED if status is Status.REVIEWED else status


def obstacle(
    current: Status,
    wanted: Status,
    *,
    assessor: str,
    reviewer: str,
    complete: bool,
    why: str = "",
    one_person: bool = False,
) -> Obstacle | None:
    """What keeps an assessment from going from `current` to `wanted`; None where nothing does.

    `assessor` and `reviewer` are who they would then be. `one_person`: they may be the same one.
    """
    if current is Status.FINAL and wanted is not Status.FINAL and not why.strip():
        return Obstacle.NEEDS_REASON
    if wanted in (Status.REVIEWED, Status.FINAL):
        if not complete and wanted is Status.FINAL:
            return Obstacle.INCOMPLETE
        if not assessor.strip():
            return Obstacle.NO_ASSESSOR
        if not reviewer.strip():
            return Obstacle.NO_REVIEWER
        if same_person(assessor, reviewer) and not one_person:
            return Obstacle.SAME_PERSON
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however case, spaces and accents were typed; a missing name is nobody's."""
    return bool(one.strip()) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFC", " ".join(name.split())).casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)
