from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.domain.workflow import Obstacle, following, obstacle, same_person
from tests.core.domain.strategies import relaxed


def test_each_status_is_followed_by_the_next_and_final_by_none() -> None:
    assert all(following(one) is other for one, other in pairwise(Status))
    assert following(Status.FINAL) is None


def test_only_the_secretariats_own_assessment_is_reviewed() -> None:
    own, second = AssessmentKind.SELF, AssessmentKind.SECOND
    assert [following(status, own) for status in Status] == [Status.SUBMITTED, None, None, None, None]
    assert [following(status, second) for status in Status] == [Status.ASSESSED, Status.ASSESSED, None, None, None]


@pytest.mark.parametrize(
    ("wanted", "reviewer", "complete", "expected"),
    [
        (Status.SUBMITTED, "", False, None),
        (Status.ASSESSED, "", False, None),
        (Status.REVIEWED, "", False, Obstacle.NO_REVIEWER),
        (Status.REVIEWED, " ", True, Obstacle.NO_REVIEWER),
        (Status.REVIEWED, "a. voorbeeld ", True, Obstacle.SAME_PERSON),
        (Status.REVIEWED, "B. Fictief", False, None),
        (Status.FINAL, "B. Fictief", False, Obstacle.INCOMPLETE),
        (Status.FINAL, "", True, Obstacle.NO_REVIEWER),
        (Status.FINAL, "A. VOORBEELD", True, Obstacle.SAME_PERSON),
        (Status.FINAL, "B. Fictief", True, None),
    ],
)
def test_what_stands_in_the_way(wanted: Status, reviewer: str, complete: bool, expected: Obstacle | None) -> None:
    before = next(status for status in Status if following(status) is wanted)
    found = obstacle(before, wanted, assessor="A. Voorbeeld", reviewer=reviewer, complete=complete)
    assert found is expected


@pytest.mark.parametrize("assessor", ["", " "])
@pytest.mark.parametrize("wanted", [Status.REVIEWED, Status.FINAL])
def test_what_nobody_assessed_cannot_be_reviewed_or_final(wanted: Status, assessor: str) -> None:
    # Else who rates it could review it too, without ever being its assessor.
    for current in (Status.DRAFT, Status.SUBMITTED, Status.ASSESSED):
        found = obstacle(current, wanted, assessor=assessor, reviewer="A. Voorbeeld", complete=True)
        assert found is Obstacle.NO_ASSESSOR


@pytest.mark.parametrize("wanted", [status for status in Status if status is not Status.FINAL])
def test_reopening_needs_a_reason(wanted: Status) -> None:
    def reopen(why: str) -> Obstacle | None:
        return obstacle(Status.FINAL, wanted, assessor="A", reviewer="B", complete=True, why=why)

    assert reopen("") is reopen(" ") is Obstacle.NEEDS_REASON
    assert reopen("the company sent new evidence") is None


@relaxed
@given(st.sampled_from(Status), st.text(), st.text(), st.booleans(), st.text())
def test_nothing_becomes_final_incomplete_or_reviewed_by_its_assessor(
    current: Status, assessor: str, reviewer: str, complete: bool, why: str
) -> None:
    if obstacle(current, Status.FINAL, assessor=assessor, reviewer=reviewer, complete=complete, why=why) is None:
        assert complete
        assert assessor.strip()
        assert reviewer.strip()
        assert not same_person(assessor, reviewer)


def test_nobody_is_not_one_person() -> None:
    assert not same_person("", "")
    assert not same_person(" ", " ")
    assert same_person(" Élise", "élise ")


def test_one_person_however_the_accent_is_typed() -> None:
    assert same_person("\u00c9lise", "E\u0301lise")
    assert same_person("E\u0301LISE", "\u00e9lise")
    assert not same_person("Elise", "\u00c9lise")


@pytest.mark.parametrize(
    "other", ["élise  de wit", "ÉLISE DE WIT", "E\u0301lise de Wit", " Élise\N{NO-BREAK SPACE}de Wit "]
)
def test_one_person_however_the_name_was_typed(other: str) -> None:
    assert same_person("Élise de Wit", other)
    assert not same_person("Elise de Wit", other)
