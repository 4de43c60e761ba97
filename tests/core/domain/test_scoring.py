from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    Criterion,
    Framework,
    Number,
    Outcome,
    Rating,
    Scale,
    Section,
    Text,
)
from covenant_monitor.domain.scoring import (
    Score,
    classify,
    score_assessment,
    weighted_mean,
)
from tests.core.domain.strategies import framework_of, rate, relaxed, weights


def score_of(framework: Framework, ratings: dict[str, Rating], year: int = 4, group: str = "") -> Score:
    return score_assessment(Assessment("P", "2020", ratings=ratings), framework, year, group)


def voorbeeld_mode() -> Score:
    return score_of(
        framework_of([16, 12, 13, 5, 5, 5]),
        rate("1", "ffffffffffffpppn")  # 12 + 3 x 0.5 = 13.5 of 16
        | rate("2", "fffffpppnnna")  # 5 + 3 x 0.5 = 6.5 of 11, one n.a.
        | rate("3", "ffffppnnn----")  # 4 + 2 x 0.5 = 5 of 9, four open
        | rate("5", "ffn--")  # 2 of 3, two open
        | rate("6", "fn---"),  # 1 of 2, three open; all five of step 4 are open
    )


def test_a_score_by_hand_with_a_step_that_nothing_is_rated_in() -> None:
    score = voorbeeld_mode()
    by_step = [Fraction(135, 160), Fraction(65, 110), Fraction(5, 9), None, Fraction(2, 3), Fraction(1, 2)]
    assert [part.score for part in score.sections] == [None if s is None else 100 * s for s in by_step]
    assert [round(float(p.score), 1) for p in score.sections if p.score] == [84.4, 59.1, 55.6, 66.7, 50.0]
    # (13.5/16 + 6.5/11 + 5/9 + 2/3 + 1/2) / 5, exactly.
    assert score.score == 100 * (Fraction(27, 32) + Fraction(13, 22) + Fraction(5, 9) + Fraction(7, 6)) / 5
    assert round(float(score.score), 1) == 63.1
    assert (score.rated, score.applicable) == (42, 56)  # 16 + 12 + 9 + 0 + 3 + 2, of 16 + 12 + 13 + 5 + 5 + 5


def test_its_provisional_band_by_hand() -> None:
    score = voorbeeld_mode()
    first, second = Fraction(27, 32), Fraction(13, 22)
    # Now step 4 counts as well: six steps. Not met: 5/13, 0/5, 2/5, 1/5. Fully met: 9/13, 5/5, 4/5, 4/5.
    assert score.low == 100 * (first + second + Fraction(5, 13) + 0 + Fraction(2, 5) + Fraction(1, 5)) / 6
    assert score.high == 100 * (first + second + Fraction(9, 13) + 1 + Fraction(4, 5) + Fraction(4, 5)) / 6
    assert (round(float(score.low), 1), round(float(score.high), 1)) == (40.3, 78.8)
    assert score.provisional
    assert not score.complete


def test_a_whole_section_not_applicable_is_left_out_and_divides_nothing_by_zero() -> None:
    # Step 2 is all n.a.: (2/2 + 0.5/1) / 2 = 75 %.
    score = score_of(framework_of([2, 3, 1]), rate("1", "ff") | rate("2", "aaa") | rate("3", "p"))
    assert score.sections[1].score is score.sections[1].low is score.sections[1].high is None
    assert score.score == score.low == score.high == 75
    assert score.complete
    assert (score.rated, score.applicable) == (6, 6)


@pytest.mark.parametrize("mark", ["-", "a"])
def test_nothing_rated_or_all_not_applicable_is_no_score(mark: str) -> None:
    score = score_of(framework_of([2, 1]), rate("1", 2 * mark) | rate("2", mark))
    assert score.score is None
    assert score.complete is (mark == "a")
    assert (score.low, score.high) == ((None, None) if mark == "a" else (0, 100))


def test_nothing_applies() -> None:
    # In year 0 no criterion applies: there is nothing to wait for either.
    score = score_of(framework_of([2, 1]), rate("1", "ff"), year=0)
    assert score.score is score.low is score.high is None
    assert score.complete  # of nothing, everything is rated; else it could never be final
    assert not score.provisional
    assert (score.rated, score.applicable, score.sections[0].not_counted) == (0, 0, 2)
    assert score_of(framework_of([2, 1]), {}, year=0).complete
    assert score_of(framework_of([0]), {}).complete


def test_not_applicable_goes_before_a_value() -> None:
    # The file forbids both at once; whoever calls this from a script is told the same as everybody.
    score = score_of(framework_of([2]), {"1.01": Rating(1), "1.02": Rating(0, not_applicable=True)})
    assert score.score == 100
    assert (score.sections[0].na, score.sections[0].not_, score.rated) == (1, 0, 2)


def test_missing_is_neither_zero_nor_not_applicable() -> None:
    framework = framework_of([4])
    assert score_of(framework, rate("1", "ffp-")).score == Fraction(250, 3)
    assert score_of(framework, rate("1", "ffpn")).score == Fraction(250, 4)
    assert score_of(framework, rate("1", "ffpa")).score == Fraction(250, 3)
    assert [score_of(framework, rate("1", m)).rated for m in ("ffp-", "ffpn", "ffpa")] == [3, 4, 4]


def test_weights_at_both_levels() -> None:
    # Section A: (3 x 1 + 1 x 0) / 4 = 75 %, weight 1; B: (2 x 0.5 + 0.5 x 1) / 2.5 = 60 %, weight 1.5.
    # (1 x 75 + 1.5 x 60) / 2.5 = 66 %.
    a = Section("A", Text(), [Criterion("a1", Text(), weight=3), Criterion("a2", Text())])
    in_b = [Criterion("b1", Text(), weight=2), Criterion("b2", Text(), weight=HALF)]
    b = Section("B", Text(), in_b, weight=Fraction(3, 2))
    ratings = {"a1": Rating(1), "a2": Rating(0), "b1": Rating(HALF), "b2": Rating(1)}
    score = score_of(Framework("f", "1", Text(), [a, b]), ratings)
    assert [part.score for part in score.sections] == [75, 60]
    assert score.score == 66


def test_a_numeric_scale_that_does_not_begin_at_zero() -> None:
    # 1 to 5: (1 + 3 + 5) / 15 = 60 %; the lowest possible is 1/5 = 20 %, for 1 is what "not met" brings.
    framework = framework_of([4], Scale(1, 5, by_level=False))
    score = score_of(framework, {"1.01": Rating(1), "1.02": Rating(3), "1.03": Rating(5)})
    assert score.score == 60
    assert (score.low, score.high) == (Fraction(1000, 20), Fraction(1400, 20))  # 9 + 1 and 9 + 5, of 20
    part = score.sections[0]
    assert (part.fully, part.partially, part.not_, part.open) == (1, 1, 1, 1)


def test_a_criterion_of_a_later_year_or_another_group_counts_for_nobody_else() -> None:
    section = Section(
        "1",
        Text(),
        [
            Criterion("all", Text()),
            Criterion("later", Text(), from_participation_year=3),
            Criterion("large", Text(), groups=frozenset({"large"})),
        ],
    )
    framework = Framework("f", "1", Text(), [section])
    ratings = {"all": Rating(1), "later": Rating(0), "large": Rating(HALF)}
    assert score_of(framework, ratings, 2, "small").score == 100
    assert score_of(framework, ratings, 3, "small").score == 50
    assert score_of(framework, ratings, 3, "large").score == 50
    assert score_of(framework, ratings, 2, "large").score == 75
    assert score_of(framework, ratings, 2, "small").sections[0].not_counted == 2


def test_weighted_mean_of_nothing() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([(1, None)]) is None
    assert weighted_mean([(0, Fraction(50))]) is None
    assert weighted_mean([(1, Fraction(50)), (7, None)]) == 50


@pytest.mark.parametrize(
    ("score", "required", "margin", "expected"),
    [
        (Fraction(60), 60, 0, Outcome.MEETS),
        (Fraction("59.9999"), 60, 0, Outcome.BEHIND),  # shown as 60.0 %
        (Fraction("59.9999"), 60, 5, Outcome.ON_TRACK),
        (Fraction(55), 60, 5, Outcome.ON_TRACK),
        (Fraction("54.9999"), 60, 5, Outcome.BEHIND),
        (Fraction(200, 3), Fraction(200, 3), 0, Outcome.MEETS),
        (Fraction(0), 0, 0, Outcome.MEETS),
        (Fraction(100), 100, 10, Outcome.MEETS),
        (None, 60, 5, None),
        (Fraction(60), None, 5, None),
    ],
)
def test_outcome_is_decided_unrounded(
    score: Fraction | None, required: Number | None, margin: Number, expected: Outcome | None
) -> None:
    assert classify(score, required, margin) is expected


def test_exactly_60_from_thirds_and_sixths_meets_60() -> None:
    # (2/3 + 5/6 + 3/10) / 3 = 1.8 / 3 = 60 %; in binary floats this sum is a little less.
    framework = framework_of([3, 3, 5])
    score = score_of(framework, rate("1", "ffn") | rate("2", "ffp") | rate("3", "fpnnn"))
    assert [part.score for part in score.sections] == [Fraction(200, 3), Fraction(250, 3), 30]
    assert score.score == 60
    assert classify(score.score, 60, 0) is Outcome.MEETS


def test_just_less_than_60_does_not_meet_60() -> None:
    # 5,999 of 10,000 equal criteria and a half: 59.995 %, which is shown as 60.0 %.
    framework = framework_of([10_000])
    score = score_of(framework, rate("1", 5999 * "f" + "p" + 4000 * "n"))
    assert score.score == Fraction("59.995")
    assert classify(score.score, 60, 0) is Outcome.BEHIND


def summary(**percents: Number) -> Assessment:
    entered = {"" if key == "total" else key.removeprefix("s"): value for key, value in percents.items()}
    return Assessment("P", "2017", summaries=entered)


def test_a_summary_total_is_the_score() -> None:
    score = score_assessment(summary(total=38), framework_of([2, 3]), 2, "")
    assert score.from_summary
    assert score.complete
    assert not score.provisional
    assert score.score == score.low == score.high == 38
    assert [part.score for part in score.sections] == [None, None]
    assert (score.rated, score.applicable) == (0, 0)


def test_a_summary_of_every_section_is_their_weighted_mean() -> None:
    # (40 + 3 x 60) / 4 = 55 %
    framework = framework_of([2, 3])
    framework = replace(framework, sections=[framework.sections[0], replace(framework.sections[1], weight=3)])
    score = score_assessment(summary(s1=40, s2=60), framework, 2, "")
    assert [part.score for part in score.sections] == [40, 60]
    assert [part.low for part in score.sections] == [part.high for part in score.sections] == [40, 60]
    assert score.score == 55
    assert score.complete


def test_a_summary_total_goes_before_the_mean_of_its_sections() -> None:
    score = score_assessment(summary(total=52, s1=40, s2=60), framework_of([2, 3]), 2, "")
    assert score.score == 52
    assert score.complete


def test_a_summary_of_some_sections_is_not_complete() -> None:
    score = score_assessment(summary(s1=40), framework_of([2, 3]), 2, "")
    assert score.score == 40
    assert not score.complete
    assert score.provisional
    assert (score.low, score.high) == (20, 70)  # with 0 and with 100 % for section 2
    assert [(part.score, part.low, part.high) for part in score.sections] == [(40, 40, 40), (None, 0, 100)]


@relaxed
@given(
    st.lists(st.tuples(weights(), st.fractions(0, 100, max_denominator=9)), min_size=1, max_size=4),
    st.data(),
)
def test_the_band_of_a_summary_holds_what_it_can_become(
    entered: list[tuple[Number, Fraction]], data: st.DataObject
) -> None:
    framework = framework_of([1] * len(entered))
    sections = [replace(s, weight=weight) for s, (weight, _) in zip(framework.sections, entered, strict=True)]
    framework = replace(framework, sections=sections)
    whole = {str(i): percent for i, (_, percent) in enumerate(entered, start=1)}
    known = data.draw(st.sets(st.sampled_from(sorted(whole)), min_size=1))
    part = score_assessment(Assessment("P", "1", summaries={s: whole[s] for s in known}), framework, 1, "")
    end = score_assessment(Assessment("P", "1", summaries=whole), framework, 1, "")
    assert part.complete is (len(known) == len(whole))
    assert part.low is not None
    assert part.high is not None
    assert end.score is not None
    assert part.low <= end.score <= part.high
    assert (part.low == part.high) is part.complete


def test_a_summary_total_has_no_band_whatever_sections_are_missing() -> None:
    score = score_assessment(summary(total=52, s1=40), framework_of([2, 3]), 2, "")
    assert score.score == score.low == score.high == 52
    assert [(part.score, part.low, part.high) for part in score.sections] == [(40, 40, 40), (None, None, None)]


def test_a_summary_need_not_name_a_section_that_does_not_apply() -> None:
    assert score_assessment(summary(s1=40), with_section_2_from_year_3(), 2, "").complete
    assert not score_assessment(summary(s1=40), with_section_2_from_year_3(), 3, "").complete


def with_section_2_from_year_3() -> Framework:
    framework = framework_of([2, 1])
    later = replace(framework.sections[1], criteria=[Criterion("2.01", Text(), from_participation_year=3)])
    return replace(framework, sections=[framework.sections[0], later])


def test_a_percentage_of_a_section_that_does_not_apply_is_kept_and_does_not_count() -> None:
    score = score_assessment(summary(s1=40, s2=60), with_section_2_from_year_3(), 2, "")
    assert score.score == score.low == score.high == 40
    assert score.complete
    first, second = score.sections
    assert (first.entered, first.weight, first.not_counted) == (40, 1, 0)
    assert (second.entered, second.weight, second.not_counted) == (60, 0, 1)
    assert second.score is second.low is second.high is None
    assert score_assessment(summary(s1=40, s2=60), with_section_2_from_year_3(), 3, "").score == 50


def test_a_summary_of_sections_that_do_not_apply_is_no_score() -> None:
    score = score_assessment(summary(s2=60), with_section_2_from_year_3(), 0, "")
    assert score.score is score.low is score.high is None
    assert score.complete
    score = score_assessment(summary(s2=60), with_section_2_from_year_3(), 2, "")
    assert (score.score, score.low, score.high, score.complete) == (None, 0, 100, False)


def test_of_a_framework_without_criteria_every_section_applies() -> None:
    # Years of which only totals are known have such frameworks.
    framework = framework_of([0, 0])
    assert score_assessment(summary(s1=40, s2=60), framework, 1, "").complete
    part = score_assessment(summary(s1=40), framework, 1, "")
    assert not part.complete
    assert (part.score, part.low, part.high) == (40, 20, 70)


def test_rating_a_criterion_that_does_not_apply_changes_nothing_of_a_summary() -> None:
    for entered in (summary(total=38), summary(s1=38)):
        rated = replace(entered, ratings={"2.01": Rating(1), "no such criterion": Rating(1)})
        score = score_assessment(rated, with_section_2_from_year_3(), 2, "")
        assert score.from_summary
        assert score.score == 38
        assert [part.not_counted for part in score.sections] == [0, 1]


def test_a_total_is_known_to_have_been_entered() -> None:
    def entered(**percents: Number) -> bool:
        return score_assessment(summary(**percents), framework_of([2, 3]), 2, "").total_entered

    assert entered(total=38)
    assert entered(total=50, s1=40, s2=60)  # even where it is their mean
    assert not entered(s1=40, s2=60)
    assert not score_of(framework_of([2]), rate("1", "ff")).total_entered


def test_a_summary_counts_only_where_there_are_no_ratings() -> None:
    entered = replace(summary(total=38), ratings=rate("1", "f-"))
    score = score_assessment(entered, framework_of([2]), 2, "")
    assert not score.from_summary
    assert score.score == 100
    assert score_assessment(replace(entered, ratings=rate("1", "--")), framework_of([2]), 2, "").score == 38


def test_a_summary_of_zero_is_a_score_of_zero() -> None:
    score = score_assessment(summary(total=0), framework_of([2]), 1, "")
    assert score.score == 0
    assert classify(score.score, 20, 0) is Outcome.BEHIND
