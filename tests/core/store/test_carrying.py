from datetime import date
from pathlib import Path

from covenant_monitor.domain.model import HALF, Rating, Requirement, Round, Status
from covenant_monitor.store.assessments import begin, note_evidence, rate
from covenant_monitor.store.carrying import carry_forward
from covenant_monitor.store.rounds import start_round
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.standing_reading import standings
from covenant_monitor.store.store import Store
from tests.core.store.reviewing import assessment, refused, there_and_back
from tests.core.store.small import WHO, bring, key, small

NA = Rating(not_applicable=True, na_reason="geen keten", note="van toen")


def with_next(store: Store, version: str = "1", framework: str = "F") -> None:
    """Ratings of P2 in 2020, and a round 2022 in which nobody is begun."""
    rate(
        store,
        key=key("P2", "2020"),
        ratings={
            "A1": Rating(1, evidence="beleid.pdf; site", evidence_date=date(2020, 5, 1), unproven=True, note="toen"),
            "A2": Rating(HALF),
            "B1": NA,
            "B2": Rating(evidence="nog te zien.pdf"),
        },
    )
    if version == "2":
        bring(store, frameworks="framework,version,status\nF,2,published")
    days = date(2022, 1, 1), date(2022, 12, 31)
    start_round(
        store, covenant="KLEDING", round=Round("2022", *days, framework, version, requirements=(Requirement(1, 75),))
    )


def test_ratings_go_along_to_be_confirmed_with_evidence_and_without_notes(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store)
        there_and_back(store, lambda: carry_forward(store, covenant="KLEDING", round="2022", parties=["p2"]))
        found = assessment(store, key("P2", "2022"))
        assert (found.status, found.assessor, found.carried_from) == (Status.DRAFT, WHO, "2020")
        assert found.carried == {
            "A1": Rating(1),
            "A2": Rating(HALF),
            "B1": Rating(not_applicable=True, na_reason="geen keten"),
        }
        assert found.ratings == {
            "A1": Rating(evidence="beleid.pdf; site", evidence_date=date(2020, 5, 1), unproven=True),
            "B2": Rating(evidence="nog te zien.pdf"),
        }


def test_what_is_to_be_confirmed_is_never_counted_before_it_is_rated(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store)
        carry_forward(store, covenant="KLEDING", round="2022")
        (standing,) = (one for one in standings(store, "KLEDING", "2022") if one.party.code == "P2")
        assert standing.score is not None
        assert (standing.score.rated, standing.score.score, standing.required) == (0, None, 75)
        where = key("P2", "2022")
        there_and_back(store, lambda: rate(store, key=where, ratings={"A1": Rating(1, evidence="beleid.pdf; site")}))
        found = assessment(store, where)
        assert set(found.carried) == {"A2", "B1"}
        assert found.ratings["A1"].evidence == "beleid.pdf; site"
        note_evidence(store, key=where, criterion="A2", rating=Rating(note="nog eens kijken"))
        assert set(assessment(store, where).carried) == {"A2", "B1"}


def test_only_what_is_one_and_the_same_criterion_goes_over_to_another_version(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store, "2")
        there_and_back(store, lambda: carry_forward(store, covenant="KLEDING", round="2022", parties=["P2"]))
        assert assessment(store, key("P2", "2022")).carried == {"A1": Rating(1)}


def test_of_all_at_once_those_who_were_rated_begin_and_nobody_is_their_assessor_yet(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store)
        there_and_back(store, lambda: carry_forward(store, covenant="KLEDING", round="2022"))
        begun = {one.party.code for one in standings(store, "KLEDING", "2022") if one.status}
        assert begun == {"P2"}  # the last ratings of P1 are of a framework that has nothing in common with F
        assert assessment(store, key("P2", "2022")).assessor == ""
        assert carry_forward(store, covenant="KLEDING", round="2022").rows == 0
        rate(store, key=key("P2", "2022"), ratings={"A1": Rating(1)})
        assert assessment(store, key("P2", "2022")).assessor == WHO


def test_numbers_do_not_go_over_to_levels(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(
            store,
            mappings="framework,from_version,from_criterion,to_version,to_criterion,relation\nN,1,N1,2,N1,same",
            frameworks="framework,version,status\nN,2,draft",
            sections="framework,version,section\nN,2,S",
            criteria="framework,version,section,criterion\nN,2,S,N1",
        )
        bring(store, frameworks="framework,version,status\nN,2,published")
        with_next(store, "2", "N")
        with refused(store, "has no ratings of an earlier round that can be carried forward"):
            carry_forward(store, covenant="KLEDING", round="2022", parties=["P1"])


def test_who_cannot_be_begun_so(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store)
        begin(store, key=key("P2", "2022"))
        with refused(store, "Fictief Textiel N.V. is begun already"):
            carry_forward(store, covenant="KLEDING", round="2022", parties=["P2"])
        with refused(store, "Voorbeeld Mode B.V. has no ratings of an earlier round"):
            carry_forward(store, covenant="KLEDING", round="2022", parties=["P1"])
        with refused(store, "no party P9"):
            carry_forward(store, covenant="KLEDING", round="2022", parties=["P9"])


def test_who_makes_the_second_assessment_does_not_begin_the_first(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        with_next(store)
        assign_second(store, covenant="KLEDING", round="2022", parties=["P2"], criteria=[], assessor=WHO)
        with refused(store, "makes the second assessment"):
            carry_forward(store, covenant="KLEDING", round="2022", parties=["P2"])
        carry_forward(store, covenant="KLEDING", round="2022")
        assert assessment(store, key("P2", "2022")).assessor == ""
