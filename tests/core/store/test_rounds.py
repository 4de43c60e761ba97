from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import JoinRule, Rating, Requirement, Round
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.queries import rounds
from covenant_monitor.store.rounds import edit_round, next_round, start_round, versions
from covenant_monitor.store.store import create
from tests.core.store.reviewing import assessment, refused, there_and_back
from tests.core.store.small import bring, key, small

NEXT = Round(
    "2022",
    date(2022, 1, 1),
    date(2022, 12, 31),
    "F",
    "1",
    reference_date=date(2022, 12, 31),
    join_rule=JoinRule.FIRST_FULL_ROUND,
    on_track_margin=5,
    note="Andere bewijsregel",
    requirements=(Requirement(1, 25), Requirement(1, 15, "small"), Requirement(2, 50)),
)


def test_the_next_round_is_a_year_later_with_what_the_last_one_required(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        bring(store, frameworks="framework,version,scale,status\nN,2,number,published\nN,10,number,published")
        last = rounds(store, "KLEDING")[-1]
        made = next_round(store, "KLEDING")
        assert (made.code, made.first_day, made.last_day) == ("2022", date(2022, 1, 1), date(2022, 12, 31))
        assert (made.framework, made.version, made.note) == ("N", "10", "")
        assert made.requirements == last.requirements
        assert [one.version for one in versions(store)] == ["1", "2", "10"]  # of F, and of N without its draft


@pytest.mark.parametrize(
    ("label", "following"),
    [("2019-2020", "2020-2021"), ("Ronde 9", "Ronde 10"), ("R09", "R10"), ("voorjaar", ""), ("2018/19", "2019/20")],
)
def test_the_next_label(tmp_path: Path, label: str, following: str) -> None:
    with small(tmp_path / "a.covenant") as store:
        start_round(store, covenant="KLEDING", round=replace(NEXT, code=label, reference_date=date(2024, 2, 29)))
        made = next_round(store, "KLEDING")
        assert (made.code, made.reference_date) == (following, date(2025, 2, 28))


def test_a_label_that_is_taken_is_not_proposed(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        start_round(store, covenant="KLEDING", round=replace(NEXT, code="2018"))
        assert next_round(store, "KLEDING").code == ""


def test_the_first_round_is_the_calendar_year_with_a_published_framework(tmp_path: Path) -> None:
    with create(tmp_path / "a.covenant") as store:
        bring(store, covenants="covenant,name_nl\nLEEG,Leeg", frameworks="framework,version\nF,1")
        with pytest.raises(Problem, match="no published framework"):
            next_round(store, "LEEG")
        bring(store, frameworks="framework,version,status\nF,1,published")
        first = next_round(store, "LEEG", today=date(2024, 2, 29))
        assert (first.code, first.first_day, first.last_day) == ("2024", date(2024, 1, 1), date(2024, 12, 31))
        there_and_back(store, lambda: start_round(store, covenant="LEEG", round=first))
        assert rounds(store, "LEEG") == [first]


def test_a_round_is_begun_with_its_requirements_in_one_change(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        change = there_and_back(store, lambda: start_round(store, covenant="KLEDING", round=NEXT))
        assert change.tables == {"round", "requirement"}
        made = rounds(store, "KLEDING")[-1]
        assert sorted(made.requirements, key=repr) == sorted(NEXT.requirements, key=repr)
        assert replace(made, requirements=NEXT.requirements) == NEXT


def test_a_round_begun_with_the_last_ratings(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P2", "2020"), ratings={"A1": Rating(1)})
        change = there_and_back(store, lambda: start_round(store, covenant="KLEDING", round=NEXT, carry=True))
        assert change.tables == {"round", "requirement", "assessment", "carried"}
        assert assessment(store, key("P2", "2022")).carried["A1"] == Rating(1)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"code": " "}, "A round needs a label"),
        ({"code": "2020 "}, "There is a round 2020 already. Choose another label."),
        ({"code": "x" * 65}, "at most 64 characters"),
        ({"last_day": date(2021, 12, 31)}, "before it begins on"),
        ({"first_day": date(2021, 12, 31)}, "The round overlaps round 2021"),
        ({"on_track_margin": -1}, "0 points or more"),
        ({"version": "9"}, "There is no version 9 of framework F."),
        ({"version": "2"}, "is a draft. Publish it before a round uses it."),
        ({"requirements": (Requirement(0, 20),)}, "A participation year is 1 or more."),
        ({"requirements": (Requirement(1, 101),)}, "type a number from 0 to 100"),
        ({"requirements": (Requirement(1, 20), Requirement(1, 30))}, "two requirements for the same group"),
    ],
)
def test_a_round_that_cannot_be(tmp_path: Path, changed: dict[str, object], says: str) -> None:
    with small(tmp_path / "a.covenant") as store, refused(store, says):
        start_round(store, covenant="KLEDING", round=replace(NEXT, **changed))  # type: ignore[arg-type]


def test_a_round_is_changed_and_its_scores_follow(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        (before,) = (one for one in rounds(store, "KLEDING") if one.code == "2020")
        wanted = replace(
            before,
            first_day=date(2020, 2, 1),
            note="Korter",
            join_rule=JoinRule.FIRST_FULL_ROUND,
            requirements=(Requirement(1, 30), Requirement(3, 60)),
        )
        change = there_and_back(store, lambda: edit_round(store, covenant="KLEDING", round=wanted))
        assert {"round", "requirement"} <= change.tables
        (after,) = (one for one in rounds(store, "KLEDING") if one.code == "2020")
        assert after == wanted
        assert edit_round(store, covenant="KLEDING", round=wanted).rows == 0


def test_a_round_keeps_the_version_that_participants_were_assessed_under(tmp_path: Path) -> None:
    with small(tmp_path / "a.covenant") as store:
        start_round(store, covenant="KLEDING", round=NEXT)
        there_and_back(store, lambda: edit_round(store, covenant="KLEDING", round=replace(NEXT, version="2")))
        (before,) = (one for one in rounds(store, "KLEDING") if one.code == "2020")
        with refused(store, "so it keeps that version"):
            edit_round(store, covenant="KLEDING", round=replace(before, version="2"))
        with refused(store, "overlaps round 2021"):
            edit_round(store, covenant="KLEDING", round=replace(before, last_day=date(2021, 1, 1)))
