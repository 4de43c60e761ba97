"""How ratings fall, counted by SQLite: only on criteria that apply, and the same as the kept scores say."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Dimension
from covenant_monitor.domain.tally import Amount, Tally
from covenant_monitor.errors import Problem
from covenant_monitor.exchange.demo import create_demo
from covenant_monitor.store import pictures
from covenant_monitor.store.store import Store
from covenant_monitor.store.tallies import criterion_tallies, figures, tallies
from tests.core.store.small import bring, small

COUNTS = ("fully", "partially", "not_", "na", "points", "maximum")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with create_demo(tmp_path_factory.mktemp("demo") / "demo.covenant", user="A. Voorbeeld") as opened:
        yield opened


def test_the_tallies_of_a_round_add_up_to_its_kept_scores(demo: Store) -> None:
    picture = pictures.picture(demo, "kleding", ratings=True)
    compared = 0
    for round_ in picture.rounds:
        of: dict[str, list[Tally]] = {}
        for tally in round_.tallies:
            of.setdefault(tally.party, []).append(tally)
        for standing in round_.standings:
            if standing.score is None or standing.score.from_summary:
                assert standing.party.code not in of
                continue
            compared += 1
            for name in COUNTS:
                kept = sum(getattr(part, name) for part in standing.score.sections)
                assert sum(getattr(tally, name) for tally in of.get(standing.party.code, ())) == kept
    assert compared > 150


def test_the_criteria_of_a_round_add_up_to_the_same(demo: Store) -> None:
    some = {"VOORBEELD-MODE", "ZOGENAAMD-WOL"}
    wanted = [tally for tally in tallies(demo, "KLEDING")["2020"] if tally.party in some]
    found = criterion_tallies(demo, "KLEDING", "2020", some).values()
    for name in COUNTS:
        assert sum(getattr(tally, name) for tally in found) == sum(getattr(tally, name) for tally in wanted)
    assert len(criterion_tallies(demo, "KLEDING", "2020")) == 56
    assert criterion_tallies(demo, "KLEDING", "2020", ()) == {}


def test_a_number_of_queries_that_does_not_depend_on_the_ratings(store: Store, demo: Store) -> None:
    asked = []
    for opened, round_ in ((store, "2019"), (demo, "2020")):
        pictures.picture(opened, "KLEDING")  # so that the frameworks are known
        said: list[str] = []
        opened.connection.set_trace_callback(said.append)
        tallies(opened, "KLEDING")
        criterion_tallies(opened, "KLEDING", round_)
        opened.connection.set_trace_callback(None)
        asked.append(len(said))
    assert asked[0] == asked[1]


def test_sums_are_exact_and_carried_ratings_do_not_count(store: Store) -> None:
    found = tallies(store, "KLEDING")
    (n1,) = criterion_tallies(store, "KLEDING", "2021").values()
    assert (n1.points / n1.maximum, n1.partially) == (Fraction(3, 4), 1)  # 7.5 of 10
    assert [tally.party for tally in found["2021"]] == ["P1"]  # and not N2, which is to be confirmed


def test_figures_are_turnovers_and_numbers_of_companies(store: Store) -> None:
    found = figures(store, "KLEDING")
    assert found.sector == {("turnover", 2019): Amount(Fraction("5900.1"), "EUR million")}
    assert found.of == {("turnover", 2019): {"P1": Amount(Fraction("12.3"), "EUR million")}}
    bring(store, figures="covenant,party,year,figure,value,unit,source\nKLEDING,P1,2019,employees,3,,x")
    assert figures(store, "KLEDING") == found
    with pytest.raises(Problem, match="no covenant"):
        tallies(store, "NONE")


def test_a_picture_has_tallies_only_where_they_are_asked_for(demo: Store) -> None:
    assert not any(round_.tallies for round_ in pictures.picture(demo, "KLEDING").rounds)
    first, *_ = pictures.picture(demo, "KLEDING", ratings=True).round("2020").tallies
    assert isinstance(first.dimension, Dimension)
