"""Domain objects out of the file."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import (
    HALF,
    Dimension,
    JoinRule,
    Level,
    PartyKind,
    Rating,
    Relation,
    Remark,
    Requirement,
    Response,
    Text,
)
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, key, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def test_the_covenant(store: Store) -> None:
    (covenant,) = queries.covenants(store)
    assert (covenant.code, covenant.name, covenant.sector) == (
        "KLEDING",
        Text("Kleding", "Garments"),
        "kleding & textiel",
    )
    assert (covenant.start_date, covenant.end_date) == (date(2018, 1, 1), date(2022, 12, 31))
    assert (covenant.minimum_group, covenant.dominance_percent, covenant.outcomes_public) == (5, 75, False)


def test_a_framework_is_whole_and_in_order(store: Store) -> None:
    _, _, number, _ = queries.round_of(store, "KLEDING", "2019")
    framework = store.framework(number)
    assert (framework.code, framework.version, framework.published) == ("F", "1", True)
    assert [(s.code, s.step, s.weight) for s in framework.sections] == [("A", 1, 1), ("B", 2, 2)]
    assert list(framework.criteria) == ["A1", "A2", "A3", "B1", "B2"]
    a1, a3, b2 = (framework.criteria[code] for code in ("A1", "A3", "B2"))
    assert a1.anchors == {Level.FULLY: Text("Alles is er", "All is there")}
    assert (a1.text, a1.theme, a1.dimension) == (Text("Er is beleid", "There is a policy"), "loon", Dimension.POLICY)
    assert (a3.groups, b2.from_participation_year) == (frozenset({"small"}), 2)
    assert store.framework(number) is framework


def test_criteria_come_as_people_number_them(store: Store) -> None:
    bring(store, criteria="framework,version,section,criterion\nN,1,S,N10\nN,1,S,N9")
    _, _, number, _ = queries.round_of(store, "KLEDING", "2021")
    assert list(store.framework(number).criteria) == ["N1", "N2", "N9", "N10"]
    assert store.framework(number).scale.maximum == 10
    assert store.framework(number).criteria["N2"].weight == HALF


def test_a_framework_that_changes_is_read_again_also_when_the_change_is_undone(store: Store) -> None:
    _, _, number, _ = queries.round_of(store, "KLEDING", "2021")
    store.framework(number)
    bring(store, criteria="framework,version,section,criterion\nN,1,S,N3")
    assert "N3" in store.framework(number).criteria
    store.undo()
    assert "N3" not in store.framework(number).criteria

    class Interrupted(Exception):
        pass

    def interrupted() -> None:
        with store.change("import", {"source": "x"}):
            store.connection.execute("UPDATE criterion SET code = 'N4' WHERE code = 'N2'")
            store.forget_frameworks()
            assert "N2" not in store.framework(number).criteria
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    assert "N2" in store.framework(number).criteria


def test_rounds_in_order_of_first_day_with_their_requirements(store: Store) -> None:
    bring(
        store,
        rounds="covenant,round,first_day,last_day,framework,version,join_rule\n"
        "KLEDING,nul,2018-01-01,2018-12-31,F,1,first_full_round",
    )
    found = queries.rounds(store, "kleding")
    assert [round_.code for round_ in found] == ["nul", "2019", "2020", "2021"]
    assert found[0].join_rule is JoinRule.FIRST_FULL_ROUND
    assert set(found[1].requirements) == {Requirement(1, 20), Requirement(2, 40), Requirement(1, 10, "small")}
    assert found[3].requirements == (Requirement(1, Fraction(333, 10)),)
    assert (found[1].on_track_margin, found[1].note, found[2].reference_date) == (10, "Eerste ronde", None)


def test_the_assessments_of_one_participant(store: Store) -> None:
    found = queries.assessments_of(store, "KLEDING", "P1")
    assert [(a.round, a.kind) for a in found] == [
        ("2019", "secretariat"),
        ("2020", "secretariat"),
        ("2020", "self"),
        ("2021", "secretariat"),
    ]
    assert found[0].ratings["A1"] == Rating(1, evidence="beleid.pdf", evidence_date=date(2019, 6, 1))
    assert found[0].ratings["A2"] == Rating(HALF, unproven=True, note="nog zien")
    assert found[0].ratings["B1"] == Rating(not_applicable=True, na_reason="geen keten")
    assert found[2].carried == {"B1": Rating(not_applicable=True, na_reason="geen keten")}
    assert found[2].carried_from == "2019"
    assert found[1].responses == {"A1": Response("Het stuk is er wel", "E. Bedrijf", date(2020, 11, 1), "Gezien")}
    assert found[1].remarks[""] == Remark("Bijna klaar", "C. Proef", date(2020, 12, 1))
    assert found[1].remarks["A1"].done
    (second, _, summary) = queries.assessments_of(store, "KLEDING", "P3")
    assert second.sample == {"A1"}
    assert summary.summaries == {"": Fraction("44.4"), "B": 50}


def test_how_the_others_were_rated(store: Store) -> None:
    rate(store, key=key("P2", "2019"), ratings={"A1": Rating(1)})  # a draft does not count
    assert queries.rating_counts(store, "KLEDING", "2019", but="P1") == {"A1": {"not": 1}}
    assert queries.rating_counts(store, "KLEDING", "2019", but="P3") == {
        "A1": {"fully": 1},
        "A2": {"partially": 1},
        "A3": {"not": 1},
        "B1": {"na": 1},
        "B2": {"fully": 1},
    }


def test_parties_and_figures(store: Store) -> None:
    assert [party.code for party in queries.parties(store, "KLEDING")] == ["P1", "P2", "P3", "V1"]
    assert queries.party(store, "KLEDING", "v1").kind is PartyKind.UNION
    assert queries.figures(store, "KLEDING", "P1") == [(2019, "turnover", 12.3, "EUR million")]


def test_what_there_is_not_is_told_with_what_there_is(store: Store) -> None:
    with pytest.raises(Problem, match=r"no covenant X in this file. It has: KLEDING\."):
        queries.rounds(store, "X")
    with pytest.raises(Problem, match=r"KLEDING has no round 1. It has: 2019, 2020, 2021\."):
        queries.round_of(store, "KLEDING", "1")
    with pytest.raises(Problem, match="KLEDING has no party Q"):
        standing_reading.course(store, "KLEDING", "Q")


def test_the_mappings_from_criterion_to_criterion(store: Store) -> None:
    (link,) = queries.links(store)
    assert (link.from_criterion, link.to_criterion, link.relation) == ("A1", "A1", Relation.SAME)
    assert link.from_framework != link.to_framework


def test_reasons_for_na_come_most_usual_first_and_only_once(store: Store) -> None:
    given = [("P1", "A2", "Geen winkels"), ("P1", "B1", "Geen keten"), ("P2", "A1", "Geen keten")]
    for party, criterion, reason in given:
        rating = Rating(None, True, reason)
        rate(store, key=key(party, "2020"), ratings={criterion: rating})
    reasons = queries.na_reasons(store, "KLEDING")
    assert reasons[0] == "Geen keten"
    assert len(reasons) == len(set(reasons))
