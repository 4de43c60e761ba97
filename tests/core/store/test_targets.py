"""Indicators, observations and targets: every verb is one change that can be undone, and refuses in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Text, exact
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, Observation, Target
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import ledger, targets
from covenant_monitor.store.check import check
from covenant_monitor.store.pictures import indicators
from covenant_monitor.store.pictures import targets as known_targets
from covenant_monitor.store.store import Change, Store
from tests.core.store.small import contents, small

KLEDING = {"covenant": "KLEDING"}
TABLES = ("indicator", "observation", "target", "milestone")
DAY = date(2019, 12, 31)
NEW = Indicator("LOCATIES", Text("Locaties", "Locations"), "locaties", Direction.DOWN)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return small(tmp_path / "small.covenant")


def indicator(store: Store, code: str) -> Indicator:
    return next(one for one in indicators(store, "KLEDING") if one.code == code)


def target(store: Store, code: str) -> Target:
    return next(one for one in known_targets(store, "KLEDING") if one.code == code)


def text(store: Store, change: Change, code: str = "en") -> str:
    return ledger.change_set(store.connection, change.number).text(language(code))


def test_every_verb_is_one_change_that_undo_takes_back(store: Store) -> None:
    seen = Observation(DAY, None, exact(40), exact(45), source="verslag")
    wanted = Target("T", "LOCATIES", (Milestone(date(2021, 12, 31), 30, "n"), Milestone(date(2020, 12, 31), 60)))
    verbs: list[tuple[Callable[[], Change], str]] = [
        (lambda: targets.add_indicator(store, **KLEDING, indicator=NEW), "Indicator Locaties added"),
        (lambda: targets.save_observation(store, **KLEDING, indicator="locaties", observation=seen), "Observation of"),
        (lambda: targets.add_target(store, **KLEDING, target=wanted), "Target T added"),
        (
            lambda: targets.edit_indicator(store, **KLEDING, indicator=replace(NEW, unit="sites")),
            "Indicator Locaties changed",
        ),
        (
            lambda: targets.edit_target(
                store, **KLEDING, target=replace(wanted, baseline_day=DAY, baseline_value=exact(99.5))
            ),
            "Target T changed",
        ),
        (lambda: targets.remove_observation(store, **KLEDING, indicator="LOCATIES", day=DAY), "Observation of"),
        (lambda: targets.remove_target(store, **KLEDING, code="t"), "Target T removed"),
        (lambda: targets.remove_indicator(store, **KLEDING, code="LOCATIES"), "Indicator Locaties removed"),
    ]
    for verb, said in verbs:
        before = contents(store, TABLES)
        change = verb()
        assert text(store, change).startswith(said)
        assert change.tables
        after = contents(store, TABLES)
        assert after != before
        store.undo()
        assert contents(store, TABLES) == before
        store.redo()
        assert contents(store, TABLES) == after
        assert check(store).findings == []


def test_what_is_saved_is_read_back(store: Store) -> None:
    targets.add_indicator(store, **KLEDING, indicator=NEW)
    seen = Observation(DAY, exact(57.5), None, None, exact(23), exact(40), " bron ", "een\r\nnoot")
    targets.save_observation(store, **KLEDING, indicator="LOCATIES", observation=seen)
    found = indicator(store, "LOCATIES")
    assert found == replace(NEW, observations=(replace(seen, source="bron", note="een\nnoot"),))
    wanted = Target("T", "LOCATIES", (Milestone(date(2020, 12, 31), exact(0.1), "n"),), DAY, 60)
    targets.add_target(store, **KLEDING, target=wanted)
    assert target(store, "T") == wanted


def test_an_observation_moves_to_another_day_as_one_change(store: Store) -> None:
    before = indicator(store, "OMZET").observations[0]
    moved = replace(before, day=date(2015, 6, 30))
    change = targets.save_observation(store, **KLEDING, indicator="OMZET", observation=moved, was=before.day)
    assert text(store, change) == "Observation of Omzetaandeel changed"
    days = [one.day for one in indicator(store, "OMZET").observations]
    assert moved.day in days
    assert before.day not in days
    store.undo()
    assert indicator(store, "OMZET").observations[0] == before


def test_saving_what_is_there_is_no_change(store: Store) -> None:
    known = indicator(store, "OMZET")
    same = targets.edit_indicator(store, **KLEDING, indicator=known)
    one = known.observations[0]
    again = targets.save_observation(store, **KLEDING, indicator="OMZET", observation=one, was=one.day)
    aim = targets.edit_target(store, **KLEDING, target=target(store, "DOEL"))
    assert not (same.tables | again.tables | aim.tables)


def test_milestones_that_are_no_longer_there_go_and_others_stay(store: Store) -> None:
    aim = target(store, "DOEL")
    kept = aim.milestones[-1]
    targets.edit_target(store, **KLEDING, target=replace(aim, milestones=(kept, Milestone(date(2030, 1, 1), 99))))
    assert target(store, "DOEL").milestones == (kept, Milestone(date(2030, 1, 1), 99))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": ""}, "It needs a short code."),
        ({"code": "a\nb"}, "A code stands on one line"),
        ({"code": "x" * 65}, "has at most 64"),
        ({"code": "omzet"}, "There is an indicator OMZET already"),
        ({"code": "Computed:mean"}, "those of computed indicators"),
        ({"name": Text(" ", "")}, "An indicator needs a name"),
    ],
)
def test_an_indicator_that_cannot_be(store: Store, changes: dict[str, object], said: str) -> None:
    before = contents(store, TABLES)
    with pytest.raises(Problem, match=said):
        targets.add_indicator(store, **KLEDING, indicator=replace(NEW, **changes))  # type: ignore[arg-type]
    assert contents(store, TABLES) == before


@pytest.mark.parametrize(
    ("observation", "said"),
    [
        (Observation(DAY), "has a value, such as 48, or a range"),
        (Observation(DAY, low=40), "has a value, such as 48, or a range"),
        (Observation(DAY, low=45, high=40), "goes from 45 down to 40: the lower end comes first"),
        (Observation(DAY, 4, low=5, high=3), "the lower end comes first"),
        (Observation(DAY, 50, low=40, high=45), "lies outside its own range"),
        (Observation(DAY, 39, low=40), "lies outside its own range"),
        (Observation(DAY, 48, numerator=1, denominator=0), "The denominator is more than 0"),
    ],
)
def test_an_observation_that_cannot_be(store: Store, observation: Observation, said: str) -> None:
    free = replace(observation, day=date(2001, 1, 1))
    before = contents(store, TABLES)
    with pytest.raises(Problem) as caught:
        targets.save_observation(store, **KLEDING, indicator="OMZET", observation=free)
    assert said in caught.value.text(language("en"))
    assert contents(store, TABLES) == before


def test_two_observations_on_one_day_cannot_be(store: Store) -> None:
    first, *_others, last = indicator(store, "OMZET").observations
    for was in (None, last.day):
        with pytest.raises(Problem, match="already"):
            targets.save_observation(store, **KLEDING, indicator="OMZET", observation=first, was=was)
    with pytest.raises(Problem, match="any more"):
        targets.save_observation(store, **KLEDING, indicator="OMZET", observation=first, was=date(1999, 1, 1))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "doel"}, "There is a target DOEL already"),
        ({"indicator": "computed:mean-score"}, "of entered indicators only"),
        ({"milestones": ()}, "at least one milestone"),
        ({"milestones": (Milestone(DAY, 1), Milestone(DAY, 2))}, "two milestones on 31 December 2019"),
        ({"baseline_day": DAY}, "a date and a value, or neither"),
        ({"baseline_value": 3}, "a date and a value, or neither"),
        ({"baseline_day": date(2020, 12, 31), "baseline_value": 3}, "before the first milestone"),
    ],
)
def test_a_target_that_cannot_be(store: Store, changes: dict[str, object], said: str) -> None:
    fine = Target("T", "OMZET", (Milestone(date(2020, 12, 31), 50),))
    before = contents(store, TABLES)
    with pytest.raises(Problem) as caught:
        targets.add_target(store, **KLEDING, target=replace(fine, **changes))  # type: ignore[arg-type]
    assert said in caught.value.text(language("en"))
    assert contents(store, TABLES) == before


def test_an_indicator_with_a_target_stays_until_that_is_gone(store: Store) -> None:
    with pytest.raises(Problem, match="Target DOEL is about this indicator"):
        targets.remove_indicator(store, **KLEDING, code="OMZET")
    targets.remove_target(store, **KLEDING, code="DOEL")
    targets.remove_indicator(store, **KLEDING, code="OMZET")
    assert "OMZET" not in [one.code for one in indicators(store, "KLEDING")]
    assert check(store).findings == []


def test_what_is_not_there_cannot_be_changed(store: Store) -> None:
    gone = Target("X", "OMZET", (Milestone(DAY, 1),))
    for verb in (
        lambda: targets.edit_indicator(store, **KLEDING, indicator=replace(NEW, code="X")),
        lambda: targets.remove_indicator(store, **KLEDING, code="X"),
        lambda: targets.edit_target(store, **KLEDING, target=gone),
        lambda: targets.remove_target(store, **KLEDING, code="X"),
        lambda: targets.remove_observation(store, **KLEDING, indicator="OMZET", day=date(1999, 1, 1)),
    ):
        with pytest.raises(Problem, match="There is no"):
            verb()
