"""A whole covenant out of the file."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import HALF, AssessmentKind, Rating, Status
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.domain.targets import Direction, Milestone, Observation
from covenant_monitor.errors import Problem
from covenant_monitor.store import assessments, parties, pictures, queries
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.store import Change, Store, create
from tests.core.domain.strategies import relaxed
from tests.core.store.small import bring, key, small


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


def undo(store: Store) -> Change:
    """Undo the last change, but never what brought the covenant in."""
    last = store.next_undo()
    if last is None or last.action == "import":
        raise Problem("There is nothing to undo.")
    return store.undo()[1]


ratings = st.sampled_from([Rating(0), Rating(HALF), Rating(1), Rating(not_applicable=True, na_reason="geen"), Rating()])
places = st.builds(
    key, st.sampled_from(["P1", "P2", "P3"]), st.sampled_from(["2019", "2020"]), st.sampled_from(list(AssessmentKind))
)
edits: st.SearchStrategy[Callable[[Store], Change]] = st.one_of(
    st.builds(
        lambda place, given: lambda store: assessments.rate(store, key=place, ratings=given),
        places,
        st.dictionaries(st.sampled_from(["A1", "A2", "A3", "B1", "B2"]), ratings, min_size=1),
    ),
    st.builds(
        lambda place, status: lambda store: assessments.set_status(store, key=place, status=status, why="nodig"),
        places,
        st.sampled_from(list(Status)),
    ),
    st.builds(
        lambda place, percent: lambda store: assessments.enter_summary(store, key=place, percents={"": percent}),
        places,
        st.sampled_from([None, 40, 60]),
    ),
    st.builds(
        lambda code, joined: (
            lambda store: parties.edit_party(
                store, covenant="KLEDING", party=replace(queries.party(store, "KLEDING", code), joined_on=joined)
            )
        ),
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from([None, date(2018, 5, 1), date(2020, 3, 1)]),
    ),
    st.just(undo),
    st.just(lambda store: store.redo()[1]),
)


@relaxed
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=6))
def test_a_renewed_picture_is_what_is_read_afresh(steps: list[list[Callable[[Store], Change]]]) -> None:
    with TemporaryDirectory() as folder, small(Path(folder) / "a.covenant") as store:
        known = pictures.picture(store, "KLEDING")
        for step in steps:
            changes = []
            for edit in step:
                with suppress(Problem):
                    changes.append(edit(store))
            known = pictures.renewed(store, known, changes)
            assert known == pictures.picture(store, "KLEDING")


def test_only_the_round_that_was_touched_is_another(store: Store) -> None:
    known = pictures.picture(store, "KLEDING")
    change = assessments.rate(store, key=key("P1", "2020"), ratings={"A2": Rating(1)})
    again = pictures.renewed(store, known, [change])
    assert [after is before for before, after in zip(known.rounds, again.rounds, strict=True)] == [True, False, True]
    before = {standing.party.code: standing for standing in known.round("2020").standings}
    other = {s.party.code: s for s in again.round("2020").standings}
    assert before.keys() == other.keys()
    assert [code for code in before if before[code] is not other[code]] == ["P1"]


def test_an_assessment_that_was_not_there_and_is_gone_again(store: Store) -> None:
    known = pictures.picture(store, "KLEDING")
    begun = assessments.begin(store, key=key("P2", "2020"))
    after = pictures.renewed(store, known, [begun])
    assert after.round("2020") != known.round("2020")
    assert pictures.renewed(store, after, [store.undo()[1]]) == known


def test_sections_that_a_framework_has_none_of_are_none_in_the_score(tmp_path: Path) -> None:
    """An assessment without any section stands between two that have some."""
    with create(tmp_path / "b.covenant") as store:
        bring(
            store,
            covenants="covenant,name_nl\nC,C",
            frameworks="framework,version,name_nl\nLEEG,1,Leeg",
            rounds="covenant,round,first_day,last_day,framework,version\nC,2020,2020-01-01,2020-12-31,LEEG,1",
            parties="covenant,party,name\nC,P1,Een\nC,P2,Twee",
            assessments="covenant,party,round,kind,status\nC,P1,2020,secretariat,draft\nC,P2,2020,secretariat,draft",
        )
        first, second = pictures.picture(store, "C").round("2020").standings
        assert first.score is not None
        assert second.score is not None
        assert (first.score.sections, second.score.sections) == ((), ())
