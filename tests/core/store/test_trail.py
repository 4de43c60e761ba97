from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Rating, Status
from covenant_monitor.domain.picture import Reopening
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.review import return_assessment
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.trail import Station, reopenings, stations, trail
from tests.core.domain.strategies import relaxed
from tests.core.store.reviewing import REVIEWER, assessment, handed_in
from tests.core.store.small import WHO, key, small


def test_every_step_with_who_and_when(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.FINAL)
        found = trail(store, where)
        assert [(step.status, step.before, step.who) for step in found] == [
            (Status.DRAFT, None, WHO),
            (Status.SUBMITTED, Status.DRAFT, WHO),
            (Status.ASSESSED, Status.SUBMITTED, WHO),
            (Status.REVIEWED, Status.ASSESSED, REVIEWER),
            (Status.FINAL, Status.REVIEWED, WHO),
        ]
        today = found[-1].at.astimezone().date()
        assert stations(assessment(store, where), found) == [
            Station(step.status, True, step.who, today if step.status is not Status.ASSESSED else date.today())
            for step in found
        ]


def test_a_reopening_and_its_reason_are_seen_and_what_was_undone_is_not(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.FINAL)
        set_status(store, key=where, status=Status.DRAFT, why="bezwaar gegrond")
        last = trail(store, where)[-1]
        assert (last.is_reopening, last.why) == (True, "bezwaar gegrond")
        store.undo()
        assert trail(store, where)[-1].status is Status.FINAL
        store.redo()
        assert trail(store, where)[-1].is_reopening
        store.undo()
        store.undo()
        assert trail(store, where)[-1].status is Status.REVIEWED


def test_the_reopenings_of_a_round_without_those_that_were_undone(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.FINAL)
        assert reopenings(store, "KLEDING", "2020") == []
        set_status(store, key=where, status=Status.DRAFT, why="bezwaar gegrond")
        (found,) = reopenings(store, "kleding", "2020")
        assert found == Reopening("Fictief Textiel N.V.", WHO, date.today(), "bezwaar gegrond")
        assert round_content(store, "KLEDING", "2020").reopened == [found]
        assert reopenings(store, "KLEDING", "2019") == []
        store.undo()
        assert reopenings(store, "KLEDING", "2020") == []


def test_a_return_and_what_was_rated_after_the_review(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = handed_in(store, Status.REVIEWED)
        rate(store, key=where, ratings={"A1": Rating(0)})
        assert trail(store, where)[-1].action == "rate"
        reached = {one.status: one for one in stations(assessment(store, where), trail(store, where))}
        assert (reached[Status.ASSESSED].reached, reached[Status.REVIEWED]) == (True, Station(Status.REVIEWED, False))
        return_assessment(store, key=where, remarks={"": "Nog eens"})
        assert (trail(store, where)[-1].action, trail(store, where)[-1].why) == ("return", "Nog eens")


@relaxed
@given(moves=st.lists(st.sampled_from([*Status, "undo", "redo", "return", "rate"]), max_size=12))
def test_the_trail_ends_where_the_assessment_is(moves: list[str]) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        where = handed_in(store, Status.DRAFT)
        value = 0
        for place, move in enumerate(moves):
            store.user = WHO if place % 2 else REVIEWER
            with suppress(Problem):  # what the rules refuse leaves everything as it was
                if move == "undo":
                    last = store.next_undo()
                    if last is not None and last.action != "import":
                        store.undo()
                elif move == "redo":
                    store.redo()
                elif move == "return":
                    return_assessment(store, key=where, remarks={"": f"keer {place}"})
                elif move == "rate":
                    value = 1 - value
                    rate(store, key=where, ratings={"B1": Rating(value)})
                else:
                    set_status(store, key=where, status=Status(move), why="omdat")
        steps = trail(store, where)
        known = [a for a in queries.assessments_of(store, "KLEDING", "P2") if a.round == "2020"]
        assert [step.status for step in steps[-1:]] == [one.status for one in known]
        assert all(after.before is before.status for before, after in pairwise(steps))


def test_imported_history_has_the_people_of_the_record(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P1", "2019")
        assert stations(assessment(store, where), trail(store, where)) == [
            Station(Status.DRAFT, True),
            Station(Status.SUBMITTED, True),
            Station(Status.ASSESSED, True, "B. Test", date(2020, 2, 1)),
            Station(Status.REVIEWED, True, "C. Proef"),
            Station(Status.FINAL, True),
        ]


def test_what_was_not_begun_has_reached_nothing(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assert trail(store, key("P2", "2020")) == []
        assert not any(one.reached for one in stations(None, []))
