from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from covenant_monitor.domain.headline import Reason, Standing
from covenant_monitor.domain.model import AssessmentKind, Covenant, Party, Round, Text
from covenant_monitor.domain.picture import Break, CovenantPicture, RoundPicture, breaks
from tests.core.domain.strategies import framework_of, year_round

FRAMEWORK = framework_of([2])


def row(*rounds: Round) -> list[RoundPicture]:
    return [RoundPicture(round_, FRAMEWORK, []) for round_ in rounds]


def two(**change: Any) -> list[Break]:
    before = replace(year_round(2018), reference_date=date(2018, 12, 31))
    after = replace(year_round(2019), reference_date=date(2019, 12, 31))
    return breaks(row(before, replace(after, **change)))


def test_no_break_where_nothing_changed() -> None:
    assert two() == []
    assert breaks([]) == breaks(row(year_round(2018))) == []
    assert breaks(row(*[year_round(year) for year in range(2016, 2022)])) == []  # leap years among them


def test_another_framework_version_breaks() -> None:
    assert two(version="3", note="stricter on wages") == [
        Break("2019", date(2019, 1, 1), version="3", note="stricter on wages")
    ]


def test_another_framework_of_the_same_version_breaks() -> None:
    assert two(framework="textile") == [Break("2019", date(2019, 1, 1), version="2")]


def test_a_moved_reference_date_breaks() -> None:
    assert two(reference_date=date(2019, 9, 30)) == [Break("2019", date(2019, 1, 1), reference_date=True)]


def test_a_reference_date_that_is_not_known_is_not_one_that_moved() -> None:
    unknown = year_round(2018)
    known = replace(year_round(2019), reference_date=date(2019, 12, 31))
    assert breaks(row(unknown, known)) == []
    assert breaks(row(known, replace(unknown, code="2020"))) == []


def test_a_note_of_its_own_breaks_such_as_on_the_evidence_rule() -> None:
    assert two(note="only evidence of the last 12 months") == [
        Break("2019", date(2019, 1, 1), note="only evidence of the last 12 months")
    ]
    assert two(note=" ") == []


def test_a_note_that_stays_the_same_or_goes_is_no_break() -> None:
    noted = [replace(year_round(year), note="evidence must be seen") for year in (2018, 2019)]
    assert breaks(row(*noted, year_round(2020))) == []
    stricter = replace(noted[1], version="3")
    assert breaks(row(noted[0], stricter)) == [Break("2019", date(2019, 1, 1), version="3")]


@pytest.mark.parametrize(("days", "broken"), [(-32, True), (-31, False), (0, False), (31, False), (32, True)])
def test_another_length_breaks_where_it_is_more_than_a_month(days: int, broken: bool) -> None:
    found = two(last_day=date(2019, 12, 31) + timedelta(days))
    assert found == ([Break("2019", date(2019, 1, 1), length=True)] if broken else [])


def test_each_break_is_where_it_happened() -> None:
    rounds = [year_round(year) for year in (2017, 2018, 2019, 2020)]
    rounds[2] = replace(rounds[2], version="3")
    rounds[3] = replace(rounds[3], version="3", last_day=date(2021, 6, 30))
    assert [(b.round, b.version, b.length) for b in breaks(row(*rounds))] == [
        ("2019", "3", False),
        ("2020", "", True),
    ]


def test_a_round_by_its_code() -> None:
    rounds = row(year_round(2018), year_round(2019))
    picture = CovenantPicture(Covenant("garment", Text("Kleding")), rounds)
    assert picture.round("2019") is rounds[1]
    with pytest.raises(KeyError):
        picture.round("2030")


def test_headline_of_a_round() -> None:
    nobody = Standing(Party("P", "Voorbeeld"), "2018", AssessmentKind.SECRETARIAT, 1)
    found = RoundPicture(year_round(2018), FRAMEWORK, [nobody]).headline
    assert found.n == 0
    assert found.left_out == {Reason.NOT_BEGUN: [nobody]}
