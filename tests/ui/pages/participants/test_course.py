from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Party, PartyKind, Round
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.language import Language
from covenant_monitor.store import pictures
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.participants.course import course, departure, facts, introduction
from tests.core.demo import demo_copy

ENGLISH = Language("en")
MODE = Party("MODE", "Mode B.V.", group="large", joined_on=date(2017, 10, 3))
ROUND = Round("2019", date(2019, 1, 1), date(2019, 12, 31), "KADER", "1")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[CovenantPicture]:
    with open_store(demo_copy(tmp_path), read_only=True) as store:
        yield pictures.picture(store, "KLEDING")


def test_the_course_is_what_the_standings_say(demo: CovenantPicture) -> None:
    found = course(demo, "VOORBEELD-MODE", ENGLISH)
    assert [point.label for point in found.points] == ["2017", "2018", "2019", "2020"]
    for point, picture in zip(found.points, demo.rounds, strict=True):
        standing = next(s for s in picture.standings if s.party.code == "VOORBEELD-MODE")
        assert standing.score is not None
        assert standing.score.score is not None
        assert point.score == pytest.approx(float(standing.score.score))
        assert point.required == (None if standing.required is None else float(standing.required))
        assert (point.low is not None) == standing.score.provisional


def test_the_legend_names_what_is_drawn(demo: CovenantPicture) -> None:
    legend = course(demo, "VOORBEELD-MODE", ENGLISH).legend
    assert legend == "Dash: required score. Dotted line: framework version 2 (2019). Block: provisional band of 2020."


def test_nothing_is_named_that_is_not_drawn(demo: CovenantPicture) -> None:
    """Who joined in the round of the break does not cross it, and a final score has no band."""
    found = course(demo, "BORDKARTON-BABYKLEDING", ENGLISH)
    assert [point.label for point in found.points] == ["2019", "2020"]
    assert "line" not in found.legend
    assert "band" not in found.legend


def test_a_note_of_the_round_is_told_beside_the_chart(demo: CovenantPicture) -> None:
    noted = replace(demo.rounds[3].round, note="Bewijs op afstand bekeken")
    changed = replace(demo, rounds=[*demo.rounds[:3], replace(demo.rounds[3], round=noted)])
    found = course(changed, "VOORBEELD-MODE", ENGLISH)
    assert found.points[3].broken
    assert "other way of working (2020)" in found.legend
    assert "2020: Bewijs op afstand bekeken" in found.notes


def test_the_course_in_words(demo: CovenantPicture) -> None:
    words = course(demo, "TESTPATROON", ENGLISH).words
    assert words == "2020: no score, required 20%"
    assert "provisional" in course(demo, "VOORBEELD-MODE", ENGLISH).words


def test_nobody_has_no_course(demo: CovenantPicture) -> None:
    assert not course(demo, "NOBODY", ENGLISH).points


def test_introductions(dutch: Language) -> None:
    assert introduction(MODE, ENGLISH) == "Large · participant since 3 October 2017"
    assert introduction(replace(MODE, group="", joined_on=None), ENGLISH) == "No group · date of joining not known"
    union = Party("V", "Vakbond", PartyKind.UNION, joined_on=date(2016, 7, 4))
    assert introduction(union, ENGLISH) == "Trade union · party since 4 July 2016"


def test_departures() -> None:
    assert departure(MODE, ENGLISH) == ""
    gone = replace(MODE, left_on=date(2019, 2, 28))
    assert departure(gone, ENGLISH) == "Left on 28 February 2019"
    assert departure(replace(gone, left_reason="bankrupt"), ENGLISH) == "Left on 28 February 2019: bankrupt"


def test_facts_leave_out_what_is_not_known() -> None:
    standing = Standing(MODE, "2019", AssessmentKind.SECRETARIAT, 3, assessor="A. Voorbeeld")
    assert facts(replace(MODE, kvk="00000101"), standing, ROUND, [], ENGLISH) == [
        ("Participation year", "3"),
        ("Assessor", "A. Voorbeeld"),
        ("KvK number", "00000101"),
        ("Code", "MODE"),
    ]
    assert facts(MODE, None, None, [], ENGLISH) == [("Code", "MODE")]


def test_figures_are_those_of_the_latest_year_up_to_the_round() -> None:
    figures = [
        (2020, "turnover", 190.0, "EUR million"),
        (2019, "production_locations", 312.0, "locations"),
        (2019, "employees", 1240.0, "employees"),
        (2019, "turnover", 184.2, "EUR million"),
        (2019, "suppliers_visited", 12.0, "visits"),
        (2018, "turnover", 178.9, "EUR million"),
    ]
    assert facts(MODE, None, ROUND, figures, ENGLISH)[:-1] == [
        ("Turnover 2019", "184.2 million euro"),
        ("Employees 2019", "1,240"),
        ("Production locations 2019", "312"),
        ("Suppliers visited 2019", "12 visits"),
    ]
    assert facts(MODE, None, None, figures, ENGLISH)[0] == ("Turnover 2020", "190 million euro")
    early = replace(ROUND, last_day=date(2016, 12, 31))
    assert facts(MODE, None, early, figures, ENGLISH)[0] == ("Turnover 2018", "178.9 million euro")
