from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.headline import (
    Headline,
    OutcomeCounts,
    Reason,
    SectionMean,
    Standing,
    by_participation_year,
    headline,
    mean,
    outcomes,
    reason_left_out,
    section_means,
)
from covenant_monitor.domain.model import AssessmentKind, Number, Outcome, Party, Status
from covenant_monitor.domain.scoring import Score, SectionScore
from tests.core.domain.strategies import relaxed


def score(percent: Number | None, *, rated: int = 10, applicable: int = 10, **sections: Number | None) -> Score:
    value = None if percent is None else Fraction(percent)
    parts = [SectionScore(code.removeprefix("s"), entered=entered) for code, entered in sections.items()]
    return Score(parts, value, value, value, rated, applicable)


def standing(
    name: str = "Voorbeeld Mode B.V.",
    status: Status | None = Status.FINAL,
    result: Score | None = None,
    year: int = 1,
    outcome: Outcome | None = None,
    kind: AssessmentKind = AssessmentKind.SECRETARIAT,
) -> Standing:
    return Standing(Party(name, name), "2020", kind, year, status, result or score(50), outcome=outcome)


@pytest.mark.parametrize(
    ("status", "reason", "final_only"),
    [
        (Status.DRAFT, Reason.STATUS, Reason.STATUS),
        (Status.SUBMITTED, Reason.STATUS, Reason.STATUS),
        (Status.ASSESSED, None, Reason.STATUS),
        (Status.REVIEWED, None, Reason.STATUS),
        (Status.FINAL, None, None),
    ],
)
def test_complete_assessments_count_from_assessed_on(
    status: Status, reason: Reason | None, final_only: Reason | None
) -> None:
    assert reason_left_out(standing(status=status)) is reason
    assert reason_left_out(standing(status=status), final_only=True) is final_only


def test_why_others_do_not_count() -> None:
    nothing = Standing(Party("P", "P"), "2020", AssessmentKind.SECRETARIAT, 1)
    assert reason_left_out(nothing) is Reason.NOT_BEGUN
    assert reason_left_out(standing(result=score(50, rated=9))) is Reason.INCOMPLETE
    assert reason_left_out(standing(result=score(None))) is Reason.NO_SCORE  # everything n.a.
    assert reason_left_out(standing(status=Status.DRAFT, result=score(50, rated=9))) is Reason.STATUS


@pytest.mark.parametrize("kind", [AssessmentKind.SECOND, AssessmentKind.SELF])
@pytest.mark.parametrize("status", [*Status, None])
def test_only_the_secretariats_assessments_count(kind: AssessmentKind, status: Status | None) -> None:
    found = headline([standing(kind=kind, status=status), standing("B")])
    assert [s.party.name for s in found.counted] == ["B"]
    assert list(found.left_out) == [Reason.KIND]


def test_where_nothing_applies_there_is_no_score_and_nothing_to_wait_for() -> None:
    assert reason_left_out(standing(result=score(None, rated=0, applicable=0))) is Reason.NO_SCORE


@pytest.mark.parametrize(("complete", "reason"), [(True, None), (False, Reason.INCOMPLETE)])
def test_complete_summaries_count(complete: bool, reason: Reason | None) -> None:
    value = Fraction(38)
    summary = Score([], value, value, value, 0, 0, from_summary=True, summary_complete=complete)
    assert reason_left_out(standing(status=Status.FINAL, result=summary)) is reason


STANDINGS = st.lists(
    st.builds(
        standing,
        st.sampled_from(["A", "B", "C"]),
        st.none() | st.sampled_from(Status),
        st.builds(score, st.none() | st.integers(0, 100), rated=st.integers(8, 10)),
        st.integers(0, 4),
        st.none() | st.sampled_from(Outcome),
        st.sampled_from(AssessmentKind),
    ),
    max_size=12,
)


@relaxed
@given(STANDINGS, st.booleans())
def test_everyone_counts_or_is_left_out_for_one_reason(standings: list[Standing], final_only: bool) -> None:
    found = headline(standings, final_only=final_only)
    assert found.n == len(found.counted)
    assert found.n + sum(len(group) for group in found.left_out.values()) == len(standings)
    assert all(found.left_out.values())
    for group, reason in [(found.counted, None), *((g, r) for r, g in found.left_out.items())]:
        assert all(reason_left_out(s, final_only=final_only) is reason for s in group)
        assert [s for s in standings if any(s is member for member in group)] == list(group)
    assert all(s.score and s.score.score is not None and s.score.complete for s in found.counted)
    assert all(s.kind is AssessmentKind.SECRETARIAT for s in found.counted)


@relaxed
@given(STANDINGS)
def test_final_only_takes_some_of_the_same(standings: list[Standing]) -> None:
    wide, narrow = headline(standings).counted, headline(standings, final_only=True).counted
    assert list(narrow) == [s for s in wide if s.status is Status.FINAL]


def test_outcome_counts_and_shares() -> None:
    # The first assessed round of the garment covenant in the small: 1 of 12 meets, 9 on track, 2 behind.
    marks = [Outcome.MEETS] + 9 * [Outcome.ON_TRACK] + 2 * [Outcome.BEHIND] + [None]
    counts = outcomes(standing(outcome=mark) for mark in marks)
    assert counts == OutcomeCounts(1, 9, 2, without_requirement=1)
    assert counts.n == 12
    assert [counts.share(o) for o in Outcome] == [Fraction(100, 12), 75, Fraction(200, 12)]


def test_no_outcomes_have_no_shares() -> None:
    assert outcomes([]) == OutcomeCounts()
    assert OutcomeCounts().share(Outcome.MEETS) is None
    assert outcomes([standing()]).share(Outcome.MEETS) is None


@relaxed
@given(STANDINGS)
def test_outcome_shares_add_up_to_100(standings: list[Standing]) -> None:
    counts = outcomes(standings)
    assert counts.n + counts.without_requirement == len(standings)
    if counts.n:
        assert sum(counts.share(outcome) or 0 for outcome in Outcome) == 100


@relaxed
@given(STANDINGS)
def test_cohorts_part_the_standings_in_order_of_year(standings: list[Standing]) -> None:
    cohorts = by_participation_year(standings)
    assert list(cohorts) == sorted({s.participation_year for s in standings})
    for year, cohort in cohorts.items():
        assert list(cohort) == [s for s in standings if s.participation_year == year]


def test_section_means_count_each_participant_once_and_tell_who_has_none() -> None:
    # Section 1: (40 + 70 + 100) / 3 = 70 %. Section 2: (50 + 100) / 2 = 75 %, one participant without.
    counted = [
        standing("A", result=score(50, s1=40, s2=50)),
        standing("B", result=score(50, s1=70, s2=None)),
        standing("C", result=score(50, s1=100, s2=100)),
    ]
    assert section_means(counted) == [
        SectionMean("1", Fraction(70), 3, 0),
        SectionMean("2", Fraction(75), 2, 1),
    ]
    assert section_means([counted[1]])[1] == SectionMean("2", None, 0, 1)
    assert section_means([]) == []


def test_mean_is_exact() -> None:
    assert mean([]) is None
    assert mean([Fraction(1, 3), Fraction(2, 3), Fraction(1)]) == Fraction(2, 3)


def test_an_empty_round_has_an_empty_headline() -> None:
    assert headline([]) == Headline([], {})
    assert headline([]).n == 0
