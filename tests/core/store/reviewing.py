"""What the tests of the way to final share: a small covenant, and that every change can be undone and done again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from covenant_monitor.domain.model import Assessment, AssessmentKind, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey, rate, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.schema import RECORDED_TABLES
from covenant_monitor.store.store import Change, Store
from tests.core.store.small import WHO, contents, key

REVIEWER = "R. Lezer"
EN = language("en")
KEPT = (*RECORDED_TABLES, "score", "section_score")


def there_and_back(store: Store, verb: Callable[[], Change]) -> Change:
    """Do something; it leaves a file without findings, and is undone and done again as one step."""
    before = contents(store, KEPT)
    change = verb()
    assert change.rows
    after = contents(store, KEPT)
    assert check(store).findings == []
    store.undo()
    assert contents(store, KEPT) == before
    assert check(store).findings == []
    store.redo()
    assert contents(store, KEPT) == after
    assert check(store).findings == []
    return change


@contextmanager
def refused(store: Store, says: str) -> Iterator[None]:
    """What is done in the block is refused with one sentence, and leaves no trace."""
    before = check(store).digest
    with pytest.raises(Problem) as problem:
        yield
    assert says in problem.value.text(EN)
    assert check(store).digest == before


def assessment(store: Store, where: AssessmentKey) -> Assessment:
    """An assessment as it is in the file."""
    (found,) = [
        one
        for one in queries.assessments_of(store, where.covenant, where.party)
        if (one.round, one.kind) == (where.round, where.kind)
    ]
    return found


def handed_in(store: Store, status: Status, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> AssessmentKey:
    """P2 in 2020, rated by WHO in everything that applies, and brought to a status by two people."""
    where = key("P2", "2020", kind)
    rate(store, key=where, ratings={"A1": Rating(1), "A2": Rating(0), "B1": Rating(0)})
    for step in list(Status)[1 : list(Status).index(status) + 1]:
        store.user = REVIEWER if step is Status.REVIEWED else WHO
        set_status(store, key=where, status=step)
    store.user = WHO
    return where
