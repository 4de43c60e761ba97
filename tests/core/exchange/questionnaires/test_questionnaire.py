"""What is asked of whom, and under which name the workbook goes out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.questionnaires.questionnaire import Questionnaire, file_names, questionnaires
from covenant_monitor.language import language
from covenant_monitor.store.store import Store
from tests.core.store.small import bring, small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "small.covenant") as made:
        yield made


def asked(store: Store, round_: str, party: str = "P1") -> Questionnaire:
    (found,) = questionnaires(store, "KLEDING", round_, [party])
    return found


def codes(one: Questionnaire) -> list[str]:
    return [question.criterion.code for question in one.questions]


def test_only_what_applies_is_asked(store: Store) -> None:
    assert codes(asked(store, "2020")) == ["A1", "A2", "A3", "B1", "B2"]  # small, and in its second year
    assert codes(asked(store, "2020", "P2")) == ["A1", "A2", "B1"]


def test_everybody_who_takes_part_is_asked_and_no_other_party(store: Store) -> None:
    assert [one.party for one in questionnaires(store, "KLEDING", "2020")] == ["P1", "P2", "P3"]
    assert [one.party for one in questionnaires(store, "KLEDING", "2021")] == ["P1", "P2"]


def test_what_it_answered_already_is_there(store: Store) -> None:
    first = asked(store, "2020").questions[0]
    assert (first.now.value, first.before) == (1, ())


def test_the_last_answers_are_those_of_the_last_round_that_has_any(store: Store) -> None:
    bring(
        store,
        ratings="""
            covenant,party,round,kind,criterion,rating,na_reason,evidence
            KLEDING,P1,2019,self,A1,partially,,Beleid p. 3
            KLEDING,P1,2019,self,B1,na,geen keten,
        """,
    )
    one = asked(store, "2020")
    assert one.last_round == "2019"
    texts = {q.criterion.code: [last.text(language("en")) for last in q.before] for q in one.questions}
    assert texts == {"A1": ["Partially, Beleid p. 3"], "A2": [], "A3": [], "B1": ["N.a., geen keten"], "B2": []}


def test_the_last_answers_follow_the_mapping_between_versions(store: Store) -> None:
    bring(
        store,
        criteria="""
            framework,version,section,criterion,text_nl
            F,2,A,A9,Nieuw gesplitst
        """,
        mappings="""
            framework,from_version,from_criterion,to_version,to_criterion,relation
            F,1,B1,2,A9,split
        """,
        rounds="""
            covenant,round,first_day,last_day,framework,version
            KLEDING,2022,2022-01-01,2022-12-31,F,2
        """,
        ratings="""
            covenant,party,round,kind,criterion,rating
            KLEDING,P1,2020,self,A1,not
            KLEDING,P1,2020,self,B1,partially
        """,
    )
    one = asked(store, "2022")
    assert one.last_round == "2020"
    texts = {q.criterion.code: [last.text(language("nl")) for last in q.before] for q in one.questions}
    assert texts == {"A1": ["Niet"], "A9": ["B1: Deels"]}


def test_nothing_to_ask_is_told(store: Store) -> None:
    with pytest.raises(Problem, match="nothing to ask"):
        questionnaires(store, "KLEDING", "2021", ["P3"])
    with pytest.raises(Problem):
        questionnaires(store, "KLEDING", "2020", ["NOBODY"])


def test_F55_names_of_files_are_safe_and_each_one_once(store: Store) -> None:
    one = asked(store, "2020")
    odd = [
        replace(one, party="../../etc", party_name="=cmd|' /C calc'!A0"),
        replace(one, party="CON", party_name="a" * 300),
        replace(one, party="Ü", party_name="Ünlü <b>"),
        replace(one, party="日本", party_name="\u202e日本"),
        replace(one, party="日本", party_name="日本 2"),
    ]
    names = file_names([one, *odd])
    assert names[0] == "kleding-2020-p1-voorbeeld-mode-b-v.xlsx"
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert len(name) < 150
        assert set(name.removesuffix(".xlsx")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert file_names([one, *odd]) == names
