from collections.abc import Sequence
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import ledger
from covenant_monitor.store.assessments import begin, enter_summary, note_evidence, rate, set_status
from covenant_monitor.store.check import check
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.seconds import assessed_blind, assign_second
from covenant_monitor.store.store import Change, Store, open_store
from tests.core.store.reviewing import refused
from tests.core.store.small import WHO, key, small

SECOND = AssessmentKind.SECOND


def assign(
    store: Store, *parties: str, criteria: Sequence[str] = (), who: str = "D. Ander", round_: str = "2020"
) -> Change:
    return assign_second(store, covenant="KLEDING", round=round_, parties=parties, criteria=criteria, assessor=who)


def seconds(store: Store) -> dict[str, tuple[str, Status, frozenset[str], int]]:
    """Assessor, status, sample and number of ratings of the second assessments of 2020, by party."""
    content = round_content(store, "KLEDING", "2020")
    return {
        one.party: (one.assessor, one.status, one.sample, len(one.ratings))
        for one in content.assessments
        if one.kind is SECOND
    }


def test_several_at_once_are_one_change(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        change = assign(store, "p1", "P2", criteria=["a2", "B1"], who="  D. Ander ")
        assert (change.rows, change.tables) == (6, {"assessment", "sample"})
    with open_store(path) as store:
        wanted = ("D. Ander", Status.DRAFT, frozenset({"A2", "B1"}), 0)
        assert seconds(store) == {"P1": wanted, "P2": wanted}
        last = ledger.history(store.connection)[0]
        assert last.text(language("en")) == "2 second assessments by D. Ander"
        assert check(store).findings == []
        store.undo()
        assert seconds(store) == {}
        store.redo()
        assert seconds(store) == {"P1": wanted, "P2": wanted}


def test_one_is_named_in_the_history(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assign(store, "P1")
        assert ledger.history(store.connection)[0].text(language("en")) == (
            "Second assessment of Voorbeeld Mode B.V. by D. Ander"
        )
        assert seconds(store)["P1"][2] == frozenset()


def test_again_with_another_sample_changes_only_that(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assign(store, "P1", criteria=["A1", "A2"])
        assert assign(store, "P1", criteria=["A1", "A2"]).rows == 0
        assert assign(store, "P1", criteria=["A2", "A3"]).rows == 2
        assert seconds(store)["P1"][2] == {"A2", "A3"}
        assert assign(store, "P1").rows == 2
        assert seconds(store)["P1"][2] == frozenset()


def test_what_nobody_began_can_be_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        assign(store, "P1")
        assign(store, "P1", who="E. Zesde")
        assert seconds(store)["P1"][0] == "E. Zesde"
    with open_store(path, user="E. Zesde") as store:
        rate(store, key=key("P1", "2020", SECOND), ratings={"A1": Rating(1)})
        with pytest.raises(Problem) as caught:
            assign(store, "P1")
        assert str(caught.value) == (
            "E. Zesde has begun the second assessment of Voorbeeld Mode B.V.: leave it to E. Zesde, or clear those"
            " ratings first."
        )
        assign(store, "P1", criteria=["A1"], who="e. zesde")
        assert seconds(store)["P1"][1:] == (Status.DRAFT, {"A1"}, 1)


@pytest.mark.parametrize(
    ("parties", "criteria", "who", "said"),
    [
        (["P1"], [], " ", "Say who makes the second assessment."),
        ([], [], "D. Ander", "Choose at least one participant to assess again."),
        (["P1"], ["Z9"], "D. Ander", "Criterion Z9 is not in framework F, version 1."),
        (["P1", "V1"], [], "D. Ander", "Vakbond Voorbeeld does not take part in round 2020."),
        (["P9"], [], "D. Ander", "KLEDING has no party P9."),
        (
            ["P1", "P2"],
            ["A3", "B2"],
            "D. Ander",
            "None of the chosen criteria applies to Fictief Textiel N.V.: choose others.",
        ),
        (
            ["P2", "P1"],
            [],
            " b. test ",
            "b. test assessed Voorbeeld Mode B.V., and cannot assess it again blind: choose somebody else.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(
    tmp_path: Path, parties: Sequence[str], criteria: Sequence[str], who: str, said: str
) -> None:
    with small(tmp_path / "a.covenant") as store:
        with pytest.raises(Problem) as caught:
            assign(store, *parties, criteria=criteria, who=who)
        assert str(caught.value) == said
        assert seconds(store) == {}
        assert len(ledger.history(store.connection)) == 1


def test_who_left_before_the_round_cannot_be_chosen(tmp_path: Path) -> None:
    with (
        small(tmp_path / "a.covenant") as store,
        pytest.raises(Problem, match=r"Denkbeeldig Dessin B\.V\. does not take part in round 2021"),
    ):
        assign(store, "P3", round_="2021")


def test_what_somebody_assesses_blind(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assign(store, "P1", "P2")
        assert assessed_blind(store, "kleding", "d.  ander") == {("2020", "P1"), ("2020", "P2")}
        assert assessed_blind(store, "KLEDING", WHO) == set()


def test_who_assessed_first_cannot_rate_again(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    with open_store(path, user="B. TEST") as store:
        blind = "cannot assess it again blind"
        with pytest.raises(Problem, match=blind):
            rate(store, key=key("P1", "2020", SECOND), ratings={"A1": Rating(1)})
        with pytest.raises(Problem, match=blind):
            note_evidence(store, key=key("P1", "2020", SECOND), criterion="A1", rating=Rating(note="x"))
        with pytest.raises(Problem, match=blind):
            set_status(store, key=key("P1", "2020", SECOND), status=Status.ASSESSED)
        set_status(store, key=key("P1", "2020", SECOND), status=Status.SUBMITTED)
        store.undo()
        assert seconds(store) == {}
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(1)})
    with open_store(path, user=WHO) as store:
        rate(store, key=key("P1", "2020", SECOND), ratings={"A1": Rating(1)})
        set_status(store, key=key("P1", "2020", SECOND), status=Status.ASSESSED)
        assert seconds(store)["P1"][:2] == (WHO, Status.ASSESSED)


def test_the_second_assessor_does_not_become_the_first(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        where = key("P2", "2020")
        assign(store, "P2", who="D. Ander")
        store.user = "d.  ander"
        for verb in (
            lambda: rate(store, key=where, ratings={"A1": Rating(1)}),
            lambda: begin(store, key=where),
            lambda: set_status(store, key=where, status=Status.ASSESSED),
            lambda: enter_summary(store, key=where, percents={"": 50}),
            lambda: note_evidence(store, key=where, criterion="A1", rating=Rating(note="x")),
        ):
            with refused(store, "makes the second assessment of Fictief Textiel N.V., which is blind"):
                verb()
        store.user = WHO
        rate(store, key=where, ratings={"A1": Rating(1)})
        store.user = "D. Ander"
        rate(store, key=where, ratings={"A2": Rating(1)})  # somebody else is its assessor
        assert check(store).findings == []
