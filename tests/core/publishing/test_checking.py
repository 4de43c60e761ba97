"""What of an output may be published, its writing and its record."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.releases import Cause, Statement, judge
from covenant_monitor.domain.targets import Indicator, Observation
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.publishing.checking import ReleaseCheck, picked, prepared, publish
from covenant_monitor.publishing.statements import in_workbook
from covenant_monitor.publishing.words import (
    cause_words,
    figure_words,
    group_words,
    measure_words,
    output_words,
    value_words,
)
from covenant_monitor.store.check import check as verify
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.releases import record_release, releases
from covenant_monitor.store.store import Store, open_store
from covenant_monitor.store.targets import add_indicator, save_observation
from tests.core.publishing.stage import demo, reopen_one

EN, NL = language("en"), language("nl")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return demo(tmp_path)


def asked(store: Store, round_: str = "2020") -> ReleaseCheck:
    whole = picture(store, "KLEDING")
    return prepared(whole, round_, releases(store, "KLEDING"), partial(in_workbook, round_=round_))


def put(path: Path) -> None:
    path.write_bytes(b"made")


def test_a_first_release_is_allowed_and_the_same_again(store: Store, tmp_path: Path) -> None:
    for times in (1, 2):
        check = asked(store)
        assert (check.refused, check.left_out) == ([], [])
        # One has no score in section 5: of the means of all but one and of all, one has to go.
        assert [held.statement.measure for held in check.withheld] == ["section:6"]
        assert len(check.allowed) == 57
        publish(store, check, tmp_path / "a.xlsx", put, output="workbook", language="nl")
        assert len(releases(store, "KLEDING")) == times
    assert (tmp_path / "a.xlsx").read_bytes() == b"made"
    assert verify(store).findings == []


def test_an_earlier_round_in_which_one_was_reopened_is_left_out(store: Store, tmp_path: Path) -> None:
    publish(store, asked(store), tmp_path / "a", put, output="workbook", language="nl")
    code = reopen_one(store, "2018")
    check = asked(store)
    assert check.left_out == ["2018"]
    assert check.refused == []
    assert "2018" not in {one.round for one in check.allowed}
    assert "2018" not in {one.round.code for one in check.picture.rounds}
    of_2018 = [held for held in check.withheld if held.statement.round == "2018"]
    assert {held.cause for held in of_2018} == {Cause.ONE_FOLLOWS}
    assert {held.about for held in of_2018} == {frozenset({code})}
    (release,) = releases(store, "KLEDING")
    assert all(check.because_of(held) == [release] for held in of_2018)
    said = check.why(EN)
    assert said[-1] == "Round 2018 is left out as a whole."
    assert "together with what was published before (Workbook, round 2020, " in said[1]
    assert check.applied(picture(store, "KLEDING")) == check.picture
    publish(store, check, tmp_path / "b", put, output="workbook", language="nl")


def test_the_round_itself_is_refused_in_one_sentence(store: Store, tmp_path: Path) -> None:
    publish(store, asked(store), tmp_path / "a", put, output="workbook", language="nl")
    reopen_one(store, "2020")
    check = asked(store)
    with pytest.raises(Problem) as refused:
        publish(store, check, tmp_path / "b", put, output="workbook", language="nl")
    said = refused.value.text(EN)
    assert said.startswith("Not written: “Meets, all participants, round 2020” is withheld: that of one participant ")
    assert not (tmp_path / "b").exists()
    assert len(releases(store, "KLEDING")) == 1


def test_participation_years_and_sections_go_first(store: Store) -> None:
    """What another release said of a part is no reason to withhold the whole."""
    whole = picture(store, "KLEDING")
    figures = in_workbook(whole, "2019")
    year = next(one for one in figures if one.group != "all" and one.round == "2019" and one.measure == "score")
    section = next(one for one in figures if one.measure.startswith("section:") and one.round == "2019")
    for one in (year, section):
        told = replace(one, members=frozenset(sorted(one.members)[1:]))
        record_release(
            store,
            covenant="KLEDING",
            output="report",
            round="2019",
            language="en",
            file="",
            digest="",
            statements=[told],
        )
    check = asked(store, "2019")
    assert check.refused == []
    assert check.left_out == []
    # The last section as well: with the score and the others it would give back the first one of everybody.
    assert check.picture.round("2019").withheld == {"years", section.measure, "section:6"}
    left = {(one.measure, one.group) for one in check.allowed if one.round == "2019"}
    assert ("score", "all") in left
    assert (section.measure, "all") not in left
    assert {group for _measure, group in left} == {"all"}


def test_what_can_do_without_any_figure_is_never_refused(store: Store, tmp_path: Path) -> None:
    publish(store, asked(store), tmp_path / "a", put, output="workbook", language="nl")
    reopen_one(store, "2020")
    whole = picture(store, "KLEDING")
    check = picked(whole, "2020", releases(store, "KLEDING"), partial(in_workbook, round_="2020"))
    assert check.refused == ()
    assert check.withheld
    assert {held.statement.round for held in check.withheld} == {"2020"}
    assert len(check.allowed) + len(check.withheld) == len(in_workbook(whole, "2020"))


def test_only_the_releases_that_matter_are_named(store: Store, tmp_path: Path) -> None:
    publish(store, asked(store, "2018"), tmp_path / "a", put, output="workbook", language="nl")
    publish(store, asked(store, "2018"), tmp_path / "b", put, output="tables", language="nl")
    reopen_one(store, "2018")
    check = asked(store, "2018")
    assert [one.output for one in check.because_of(check.refused[0])] in (["workbook"], ["tables"])


def test_nothing_is_recorded_where_writing_fails(store: Store, tmp_path: Path) -> None:
    def fail(_path: Path) -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - that it is passed on
        publish(store, asked(store), tmp_path / "a", fail, output="workbook", language="nl")
    assert releases(store, "KLEDING") == []
    assert not (tmp_path / "a").exists()


def test_nothing_is_written_where_it_cannot_be_recorded(store: Store, tmp_path: Path) -> None:
    path = store.path
    store.close()
    with open_store(path, read_only=True) as reading, pytest.raises(Problem, match="cannot be recorded"):
        publish(reading, asked(reading), tmp_path / "a", put, output="workbook", language="nl")
    assert not (tmp_path / "a").exists()


def test_words(store: Store) -> None:
    framework = picture(store, "KLEDING").round("2020").framework
    one = Statement("outcome:on_track", "2020", "year:3+", frozenset({"P"}), 4, is_count=True)
    assert figure_words(one, EN) == "On track, year 3 and later, round 2020"
    assert value_words(one, EN) == "4"
    assert value_words(Statement("score", "2020", "all", frozenset(), 61), EN) == "61.0%"
    assert measure_words("section:1", EN, framework).startswith("Section 1 ")
    assert measure_words("section:1", EN) == "Section 1: mean"
    assert measure_words("step:2", EN) == "Step 2: mean"
    assert measure_words("below:40", EN) == "Score below 40%"
    assert measure_words("outcome:other", EN) == "outcome:other"
    assert group_words("since:2018", EN) == "Since 2018"
    assert group_words("other", EN) == "other"
    assert [output_words(key, EN) for key in ("report", "chart:sections", "file", "x", "chart:y")] == [
        "Board report",
        "Chart: Mean score per section",
        "Copy of the covenant file",
        "x",
        "Chart: y",
    ]


def test_a_group_of_two_is_told_to_be_of_fewer_than_three() -> None:
    """Either of two knows its own: of two nothing is shown, also where the covenant's smallest group is two."""
    pair = Statement("score", "2020", "year:1", frozenset({"A", "B"}), 50)
    (held,) = judge([pair], minimum=2).withheld
    assert cause_words(held, 2, [], EN) == "it is of fewer than 3 participants"
    assert cause_words(held, 5, [], EN) == "it is of fewer than 5 participants"


def test_what_was_changed_since_the_test_is_not_written(store: Store) -> None:
    check = asked(store)
    reopen_one(store, "2019")
    with pytest.raises(Problem) as refused:
        check.applied(picture(store, "KLEDING"))
    assert refused.value.text(EN) == "What was tested has changed in the meantime. Start the release again."


def test_what_was_entered_of_too_few_is_in_no_output(store: Store) -> None:
    add_indicator(store, covenant="KLEDING", indicator=Indicator("SITES", Text("Locaties", "Sites"), "%"))
    for year, denominator in ((2018, 4), (2019, 5), (2020, None)):
        seen = Observation(date(year, 12, 31), 50, denominator=denominator)
        save_observation(store, covenant="KLEDING", indicator="SITES", observation=seen)
    whole = picture(store, "KLEDING")
    for check in (asked(store), picked(whole, "2020", [], partial(in_workbook, round_="2020"))):
        for shown in (check.picture, check.applied(whole)):
            (one,) = [one for one in shown.indicators if one.code == "SITES"]
            assert [seen.day.year for seen in one.observations] == [2019, 2020]
        assert check.why(EN)[-1].startswith("1 value that was entered for an indicator is withheld: it is of fewer")
