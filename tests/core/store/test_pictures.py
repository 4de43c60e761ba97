"""A whole covenant out of the file."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.domain.targets import Direction, Milestone, Observation
from covenant_monitor.store import pictures
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import Store
from tests.core.store.small import small


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with small(tmp_path / "a.covenant") as opened:
        yield opened


def test_indicators_targets_and_alignment(store: Store) -> None:
    (indicator,) = pictures.indicators(store, "KLEDING")
    assert (indicator.code, indicator.unit, indicator.direction) == ("OMZET", "%", Direction.UP)
    assert indicator.observations == (
        Observation(date(2018, 12, 31), 35, source="verzonnen"),
        Observation(date(2019, 12, 31), None, 40, 45, source="verzonnen", note="een bereik"),
    )
    (target,) = pictures.targets(store, "KLEDING")
    assert (target.code, target.indicator, target.baseline_day, target.baseline_value) == (
        "DOEL",
        "OMZET",
        date(2018, 12, 31),
        35,
    )
    assert target.milestones == (Milestone(date(2020, 12, 31), 50), Milestone(date(2022, 12, 31), 80, "verzonnen"))
    assert pictures.alignment(store, "KLEDING") == [
        CovenantAlignment(2020, AlignmentDimension.STANDARDS, 62, 17, None, "", "percent", "verzonnen")
    ]


def test_the_whole_picture_and_the_content_of_a_round(store: Store) -> None:
    picture = pictures.picture(store, "kleding")
    assert [r.round.code for r in picture.rounds] == ["2019", "2020", "2021"]
    assert picture.round("2019").framework.code == "F"
    content = round_content(store, "KLEDING", "2020")
    assert [(a.party, a.kind) for a in content.assessments] == [
        ("P1", "secretariat"),
        ("P1", "self"),
        ("P3", "secretariat"),
    ]
    assert content.assessments[0].ratings == {"A1": Rating(1)}
    assert content.assessments[2].summaries == {"": Fraction("44.4"), "B": 50}
