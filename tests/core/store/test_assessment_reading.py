from collections.abc import Iterator
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.store import queries
from covenant_monitor.store.assessment_reading import assessment_of, returned_parties
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor.store.review import return_assessment
from covenant_monitor.store.store import Store, open_store
from tests.core.demo import demo_copy

HERO = "VOORBEELD-MODE"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(demo_copy(tmp_path), user="B. Toets") as opened:
        yield opened


def test_one_assessment_is_the_same_as_among_all(store: Store) -> None:
    for party in (HERO, "TESTPATROON", "ALLEGORIE-OUTDOOR"):
        every = {(one.round, one.kind): one for one in queries.assessments_of(store, "KLEDING", party)}
        for round_ in ("2018", "2019", "2020"):
            for kind in AssessmentKind:
                assert assessment_of(store, "KLEDING", party, round_, kind) == every.get((round_, kind))


def test_what_came_back_with_remarks_is_returned_until_it_is_handed_in_again(store: Store) -> None:
    kind = AssessmentKind.SECRETARIAT
    assert returned_parties(store, "KLEDING", "2020", kind) == frozenset()
    key = AssessmentKey("KLEDING", "2020", "VERZONNEN-SOKKEN")
    return_assessment(store, key=key, remarks={"1.01": "Where is the evidence?"})
    assert returned_parties(store, "KLEDING", "2020", kind) == {"VERZONNEN-SOKKEN"}
    assert returned_parties(store, "KLEDING", "2020", AssessmentKind.SELF) == frozenset()
    assert returned_parties(store, "KLEDING", "2019", kind) == frozenset()
