"""Who turned out to be one person where there should be two, in what is in the file already."""

from dataclasses import dataclass

from covenant_monitor.domain.workflow import same_person
from covenant_monitor.store.queries import Reader
from covenant_monitor.store.schema_2 import ONE_PERSON


@dataclass(frozen=True, slots=True)
class Twice:
    """One person in two places: the assessments that it is about by id, and the codes of participant and round."""

    assessments: tuple[int, ...]
    party: str
    round: str
    covenant: int


def reviewed_by_assessor(source: Reader, covenant: int | None = None) -> list[Twice]:
    """The assessments that were reviewed by who assessed them: in this covenant, or in every one that forbids it."""
    rows = source.connection.execute(
        "SELECT a.id, p.code, r.code, r.covenant, a.assessor, a.reviewer FROM assessment a"
        " JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " WHERE a.assessor <> '' AND a.reviewer <> '' AND iif(? IS NULL, NOT EXISTS (SELECT 1 FROM setting s"
        " WHERE s.covenant = r.covenant AND s.name = ? AND s.value = '1'), r.covenant = ?)",
        (covenant, ONE_PERSON, covenant),
    )
    return [
        Twice((number,), party, round_, of)
        for number, party, round_, of, assessor, reviewer in rows
        if same_person(assessor, reviewer)
    ]


def assessed_twice(source: Reader) -> list[Twice]:
    """The second assessments of who made the secretariat's too, so that they are not blind; both, the second last."""
    rows = source.connection.execute(
        "SELECT a.id, s.id, p.code, r.code, r.covenant, a.assessor, s.assessor FROM assessment s"
        " JOIN assessment a ON a.party = s.party AND a.round = s.round AND a.kind = 'secretariat'"
        " JOIN party p ON p.id = s.party JOIN round r ON r.id = s.round WHERE s.kind = 'second' AND s.assessor <> ''"
    )
    return [
        Twice((first, second), party, round_, covenant)
        for first, second, party, round_, covenant, assessor, second_assessor in rows
        if same_person(assessor, second_assessor)
    ]
