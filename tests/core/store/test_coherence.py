from dataclasses import replace
from pathlib import Path

import pytest

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.coherence import round_coherence
from covenant_monitor.store.parties import edit_party
from covenant_monitor.store.queries import party
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.store import Store, open_store
from tests.core.store.small import bring, key, small

SECOND = AssessmentKind.SECOND
NA = Rating(not_applicable=True, na_reason="geen keten")
RATINGS = "covenant,party,round,kind,criterion,rating,na_reason\n"


def second(store: Store, *rows: str) -> None:
    """Ratings of second assessments in round 2019: party, criterion, rating."""
    bring(
        store,
        assessments="covenant,party,round,kind,assessor\nKLEDING,P1,2019,second,D. Ander",
        ratings=RATINGS + "\n".join(f"KLEDING,P1,2019,second,{row}" for row in rows),
    )


def test_the_coherence_of_a_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        second(store, "A1,fully,", "A2,not,", "A3,na,te klein", "B1,na,geen keten", "B2,fully,")
        found = round_coherence(store, "kleding", "2019")
    overall = found.coherence.overall
    assert (overall.n, overall.same, overall.na_disagreements, overall.na_both) == (2, 1, 1, 1)
    assert list(found.coherence.criteria) == ["A1", "A2", "A3", "B1"], "B2 is for year 2"
    assert list(found.coherence.pairs) == [("B. Test", "D. Ander")]
    assert found.names == {"P1": "Voorbeeld Mode B.V.", "P3": "Denkbeeldig Dessin B.V."}
    assert "P1" in [one.party for one in found.second]
    assert found.framework.section_of["A1"].code == "A"


def test_without_second_assessments_there_is_only_the_round(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        found = round_coherence(store, "KLEDING", "2020")
        assert (found.coherence.overall.n, found.second, found.coherence.criteria) == (0, [], {})
        with pytest.raises(Problem, match="has no round 1999"):
            round_coherence(store, "KLEDING", "1999")


def test_a_second_assessment_without_ratings_compares_nothing(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        assign_second(store, covenant="KLEDING", round="2020", parties=["P2"], criteria=[], assessor="D. Ander")
        found = round_coherence(store, "KLEDING", "2020")
    assert [(one.party, one.assessor, one.status) for one in found.second] == [("P2", "D. Ander", Status.DRAFT)]
    assert found.coherence.overall.n == 0


def test_only_the_sample_and_what_applies_then(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        assign_second(
            store, covenant="KLEDING", round="2019", parties=["P1"], criteria=["A1", "A3"], assessor="D. Ander"
        )
    with open_store(path, user="D. Ander") as store:
        rate(
            store,
            key=key("P1", "2019", SECOND),
            ratings={"A1": Rating(1), "A2": Rating(0), "A3": Rating(HALF)},
        )
        found = round_coherence(store, "KLEDING", "2019")
        assert list(found.coherence.criteria) == ["A1", "A3"]
        one = next(one for one in found.second if one.party == "P1")
        assert one.sample == {"A1", "A3"}
        # A final assessment keeps the group that it became final with, and A3 is for small ones only.
        company = replace(party(store, "KLEDING", "P1"), group="large")
        edit_party(store, covenant="KLEDING", party=company)
        assert list(round_coherence(store, "KLEDING", "2019").coherence.criteria) == ["A1", "A3"]


def test_a_fixed_number_of_queries(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        round_coherence(store, "KLEDING", "2019")
        counts = []
        for rows in (["A1,fully,"], ["A1,fully,", "A2,not,", "B1,na,geen keten"]):
            second(store, *rows)
            asked: list[str] = []
            store.connection.set_trace_callback(asked.append)
            round_coherence(store, "KLEDING", "2019")
            store.connection.set_trace_callback(None)
            counts.append(sum(text.lstrip().startswith("SELECT") for text in asked))
        assert counts[0] == counts[1] <= 8


def test_drift_is_of_the_secretariats_assessments(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        second(store, "A1,not,")
        assert round_coherence(store, "KLEDING", "2019").coherence.drift == [], "one assessor only"
        bring(store, assessments="covenant,party,round,kind,assessor\nKLEDING,P3,2019,secretariat,E. Zesde")
        drift = round_coherence(store, "KLEDING", "2019").coherence.drift
    assert [(one.assessor, one.criterion, one.mean, one.n, one.rest, one.rest_n) for one in drift[:2]] == [
        ("B. Test", "", HALF, 3, 0, 1),
        ("B. Test", "A1", 1, 1, 0, 1),
    ]
