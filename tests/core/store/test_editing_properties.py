"""Any sequence of edits, undo, redo and restarts, against a model of what the file should then say."""

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from covenant_monitor.domain.model import HALF, Party, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import edit_party
from covenant_monitor.store.store import open_store
from tests.core.store.small import WHO, key, small

PARTICIPANTS = ("P1", "P2")
CRITERIA = ("A1", "A2", "A3", "B1", "B2")
ratings = st.one_of(
    st.builds(Rating, st.sampled_from([0, HALF, 1]), note=st.sampled_from(["", "gezien"])),
    st.just(Rating(not_applicable=True, na_reason="geen keten")),
    st.just(Rating()),
)


class Model:
    """What is known of the file: the ratings of 2020, the statuses and the parties."""

    def __init__(self) -> None:
        self.ratings: dict[str, dict[str, Rating]] = {"P1": {"A1": Rating(1)}}
        self.statuses = {"P1": Status.DRAFT}
        self.parties: dict[str, Party] = {}


class Editing(RuleBasedStateMachine):
    @initialize()
    def make(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "a.covenant"
        self.store = small(self.path)
        self.now = Model()
        self.now.parties = {party.code: party for party in queries.parties(self.store, "KLEDING")}
        self.before: list[Model] = []
        self.after: list[Model] = []

    def edited(self, rows: int, now: Model) -> None:
        """A change that changes something can be undone, and ends what could be redone."""
        if rows:
            self.before.append(self.now)
            self.after.clear()
        self.now = now

    @rule(party=st.sampled_from(PARTICIPANTS), given=st.dictionaries(st.sampled_from(CRITERIA), ratings, min_size=1))
    def rate(self, party: str, given: dict[str, Rating]) -> None:
        if self.now.statuses.get(party) is Status.FINAL:
            with pytest.raises(Problem, match="final and locked"):
                rate(self.store, key=key(party, "2020"), ratings=given)
            return
        now = copy.deepcopy(self.now)
        now.statuses.setdefault(party, Status.DRAFT)
        now.ratings.setdefault(party, {}).update(given)
        if now.ratings != self.now.ratings and now.statuses[party] is Status.REVIEWED:
            now.statuses[party] = Status.ASSESSED  # what was reviewed is no longer what is there
        change = rate(self.store, key=key(party, "2020"), ratings=given)
        assert bool(change.rows) == (now.ratings != self.now.ratings)
        self.edited(change.rows, now)

    @rule(party=st.sampled_from(PARTICIPANTS), status=st.sampled_from(list(Status)), who=st.sampled_from("XY"))
    def give_status(self, party: str, status: Status, who: str) -> None:
        self.store.user = who
        now = copy.deepcopy(self.now)
        try:
            change = set_status(self.store, key=key(party, "2020"), status=status, why="getest", today=date(2021, 1, 1))
        except Problem:
            return
        finally:
            self.store.user = WHO
        now.statuses[party] = status
        now.ratings.setdefault(party, {})
        self.edited(change.rows, now)

    @rule(
        party=st.sampled_from(PARTICIPANTS),
        group=st.sampled_from(["", "small", "large"]),
        joined=st.sampled_from([None, date(2018, 5, 1), date(2020, 3, 1)]),
        name=st.sampled_from(["Een", "Twee"]),
    )
    def edit(self, party: str, group: str, joined: date | None, name: str) -> None:
        now = copy.deepcopy(self.now)
        now.parties[party] = replace(now.parties[party], group=group, joined_on=joined, name=name)
        change = edit_party(self.store, covenant="KLEDING", party=now.parties[party])
        assert bool(change.rows) == (now.parties != self.now.parties)
        self.edited(change.rows, now)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        self.store.undo()
        self.after.append(self.now)
        self.now = self.before.pop()

    @rule()
    def redo(self) -> None:
        if not self.after:
            with pytest.raises(Problem, match="nothing to redo"):
                self.store.redo()
            return
        self.store.redo()
        self.before.append(self.now)
        self.now = self.after.pop()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_store(self.path, user=WHO)

    @invariant()
    def the_file_says_what_the_model_says(self) -> None:
        assert {party.code: party for party in queries.parties(self.store, "KLEDING")} == self.now.parties
        for party in PARTICIPANTS:
            found = {
                a.round: a for a in queries.assessments_of(self.store, "KLEDING", party) if a.kind == "secretariat"
            }
            assert ("2020" in found) == (party in self.now.statuses)
            if "2020" in found:
                assert found["2020"].status == self.now.statuses[party]
                kept = {code: rating for code, rating in self.now.ratings[party].items() if rating != Rating()}
                # What was cleared stays as a rating that says nothing.
                assert {c: r for c, r in found["2020"].ratings.items() if r != Rating()} == kept

    def teardown(self) -> None:
        assert check(self.store).findings == []
        self.store.close()
        self.folder.cleanup()


Editing.TestCase.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
test_editing = Editing.TestCase
