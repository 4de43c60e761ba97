from collections.abc import Iterator
from pathlib import Path

import pytest

from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.store import queries
from covenant_monitor.store.store import Store, open_store
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet, read_participant, read_round
from tests.core.demo import demo_copy
from tests.ui.pages.assessments.stage import HERO, NOT_BEGUN


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(demo_copy(tmp_path), read_only=True) as opened:
        yield opened


def sheet(store: Store, party: str = HERO, round_: str = "2020") -> ParticipantSheet:
    place = read_round(store, "KLEDING", round_)
    return read_participant(store, place, place.standings[party])


def test_standing_and_score_are_those_of_the_store(store: Store) -> None:
    place = read_round(store, "KLEDING", "2020")
    for standing in place.standings.values():
        shown = read_participant(store, place, standing)
        assert (shown.standing.status, shown.standing.outcome) == (standing.status, standing.outcome)
        if standing.score is not None and standing.score.score is not None:
            assert shown.score.score is not None
            assert float(shown.score.score) == pytest.approx(float(standing.score.score))
            assert (shown.score.rated, shown.score.applicable) == (standing.score.rated, standing.score.applicable)


def test_who_has_not_begun_has_a_score_block_without_a_score(store: Store) -> None:
    shown = sheet(store, NOT_BEGUN)
    assert (shown.assessment, shown.status, shown.score.score, shown.score.rated) == (None, None, None, 0)
    assert shown.score.applicable == 18


def test_the_last_round_is_the_one_before_in_which_it_was_rated(store: Store) -> None:
    shown = sheet(store)
    assert (shown.earlier_round, shown.has_own) == ("2019", True)
    before = {
        code: rating
        for one in queries.assessments_of(store, "KLEDING", HERO)
        if (one.round, one.kind) == ("2019", AssessmentKind.SECRETARIAT)
        for code, rating in one.ratings.items()
        if rating.is_rated
    }
    assert {code: earlier.rating for code, earlier in shown.sheet.earlier.items()} == before


def test_over_a_change_of_version_the_mappings_lead_back(store: Store) -> None:
    shown = sheet(store, round_="2019")
    assert shown.earlier_round == "2018"
    assert shown.place.framework.version == "2"
    split, merged = shown.sheet.earlier["1.03"], shown.sheet.earlier["1.10"]
    assert (split.comparable, merged.comparable) == (False, False)
    assert len(merged.ratings) == 2


def test_a_first_round_has_no_round_before(store: Store) -> None:
    assert sheet(store, round_="2018").earlier_round == ""


def test_the_history_of_a_criterion_names_the_change_of_version(store: Store) -> None:
    found = sheet(store).history("3.10")
    assert [(one.round, one.version) for one in found] == [("2018", ""), ("2019", "2"), ("2020", "")]
    assert not found[-1].rating.is_rated


def test_a_criterion_that_is_new_is_not_known_before(store: Store) -> None:
    found = sheet(store).history("1.12")
    assert [one.known for one in found] == [False, True, True]
