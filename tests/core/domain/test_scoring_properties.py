"""What holds for every score, whatever the framework and the ratings."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from covenant_monitor.domain.model import Criterion, Number, Outcome, Rating, Scale, Section
from covenant_monitor.domain.scoring import (
    Score,
    SectionScore,
    classify,
    score_section,
    total,
    weighted_mean,
)
from tests.core.domain.strategies import (
    NA,
    Case,
    cases,
    dealt_with,
    pick,
    reference,
    relaxed,
    values,
    weights,
)


def parts_of(score: Score) -> list[Score | SectionScore]:
    """The whole and its sections."""
    return [score, *score.sections]


def figures(score: Score) -> tuple[object, ...]:
    """What a score says, apart from how much it left out."""
    parts = [(p.section, p.score, p.low, p.high, p.rated, p.applicable) for p in score.sections]
    return score.score, score.low, score.high, score.rated, score.applicable, score.complete, sorted(parts)


@relaxed
@given(cases())
def test_agrees_with_the_naive_computation(case: Case) -> None:
    scale, score = case.framework.scale, case.score
    assert score.score == reference(case)
    assert score.low == reference(case, fill=scale.minimum)
    assert score.high == reference(case, fill=scale.maximum)
    assert score.applicable == len(case.applying)
    assert score.rated == len(case.applying) - len(case.open)


@relaxed
@given(cases())
def test_bounds(case: Case) -> None:
    scale, score = case.framework.scale, case.score
    lowest = Fraction(100 * Fraction(scale.minimum), scale.maximum)
    for part in parts_of(score):
        for value in (part.score, part.low, part.high):
            assert value is None or 0 <= lowest <= value <= 100


@relaxed
@given(cases())
def test_no_score_if_and_only_if_nothing_that_applies_has_a_value(case: Case) -> None:
    has_value = any(case.ratings[c.code].value is not None for c in case.applying if c.code in case.ratings)
    assert (case.score.score is not None) == has_value


@relaxed
@given(cases())
def test_the_counts_add_up(case: Case) -> None:
    score = case.score
    for part in score.sections:
        assert part.fully + part.partially + part.not_ + part.na == part.rated
        assert part.rated + part.open == part.applicable
        assert part.open >= 0
    assert score.complete == (not case.open)
    assert score.provisional == bool(case.open)
    rated_codes = {code for code, rating in case.ratings.items() if rating.is_rated}
    assert sum(p.not_counted for p in score.sections) == len(rated_codes - {c.code for c in case.applying})


@relaxed
@given(cases())
def test_low_score_high_in_this_order_and_equal_once_nothing_is_open(case: Case) -> None:
    for part in parts_of(case.score):
        if part.low is not None and part.high is not None:
            assert part.low <= part.high
            assert part.score is None or part.low <= part.score <= part.high
        else:
            assert part.score is part.low is part.high is None
    if not case.open:
        assert case.score.low == case.score.score == case.score.high


@relaxed
@given(cases(), st.data())
def test_the_band_holds_the_final_score_whatever_the_rest_becomes(case: Case, data: st.DataObject) -> None:
    final = case
    for criterion in case.open:
        final = final.rated(criterion.code, data.draw(dealt_with(case.framework.scale), label=criterion.code))
    score, end = case.score, final.score
    assert not final.open
    if end.score is not None:
        assert score.low is not None
        assert score.high is not None
        assert score.low <= end.score <= score.high


@relaxed
@given(cases(years=[3]), st.data())
def test_the_band_narrows_as_criteria_are_rated(case: Case, data: st.DataObject) -> None:
    before = case.score
    for criterion in case.open:
        case = case.rated(criterion.code, data.draw(dealt_with(case.framework.scale), label=criterion.code))
        after = case.score
        if after.low is not None and after.high is not None:
            assert before.low is not None
            assert before.high is not None
            assert before.low <= after.low <= after.high <= before.high
            before = after


@relaxed
@given(cases())
def test_the_ends_of_the_band_are_reached(case: Case) -> None:
    scale, score = case.framework.scale, case.score
    for value, end in ((scale.minimum, score.low), (scale.maximum, score.high)):
        final = case
        for criterion in case.open:
            final = final.rated(criterion.code, Rating(value))
        assert final.score.score == end


@relaxed
@given(cases(years=[3]), st.data())
def test_not_applicable_is_as_if_the_criterion_were_not_there(case: Case, data: st.DataObject) -> None:
    assume(case.applying)
    code = pick(data, case.applying).code
    without = case.with_sections(lambda s: replace(s, criteria=[c for c in s.criteria if c.code != code]))
    left_out = case.rated(code, NA)
    for a, b in zip(parts_of(left_out.score), parts_of(without.score), strict=True):
        assert (a.score, a.low, a.high) == (b.score, b.low, b.high)
        assert a.applicable - a.rated == b.applicable - b.rated
    assert left_out.score.rated == without.score.rated + 1


@relaxed
@given(cases(), weights(), weights())
def test_only_the_proportion_of_weights_counts(case: Case, times: Number, section_times: Number) -> None:
    scaled = case.with_criteria(lambda c: replace(c, weight=c.weight * times))
    assert figures(scaled.score) == figures(case.score)
    scaled = case.with_sections(lambda s: replace(s, weight=s.weight * section_times))
    assert figures(scaled.score) == figures(case.score)


@relaxed
@given(cases(), st.integers(2, 100))
def test_the_unit_of_the_scale_does_not_count(case: Case, times: int) -> None:
    scale = case.framework.scale
    scaled = replace(
        case,
        framework=replace(case.framework, scale=Scale(scale.minimum * times, scale.maximum * times, by_level=False)),
        ratings={
            code: rating if rating.value is None else replace(rating, value=rating.value * times)
            for code, rating in case.ratings.items()
        },
    )
    assert figures(scaled.score) == figures(case.score)


@relaxed
@given(cases(), st.randoms())
def test_order_does_not_count(case: Case, random: Random) -> None:
    def shuffled(section: Section) -> Section:
        return replace(section, criteria=random.sample(list(section.criteria), len(section.criteria)))

    mixed = case.with_sections(shuffled)
    sections = random.sample(list(mixed.framework.sections), len(mixed.framework.sections))
    ratings = dict(random.sample(list(case.ratings.items()), len(case.ratings)))
    mixed = replace(mixed, framework=replace(mixed.framework, sections=sections), ratings=ratings)
    assert figures(mixed.score) == figures(case.score)


@relaxed
@given(cases(years=[3]), st.data())
def test_a_better_rating_never_lowers_a_score(case: Case, data: st.DataObject) -> None:
    assume(case.applying)
    code = pick(data, case.applying).code
    lower, higher = sorted([data.draw(values(case.framework.scale)), data.draw(values(case.framework.scale))])
    worse, better = case.rated(code, Rating(lower)).score, case.rated(code, Rating(higher)).score
    for a, b in zip(parts_of(worse), parts_of(better), strict=True):
        for low, high in ((a.score, b.score), (a.low, b.low), (a.high, b.high)):
            assert (low is None) == (high is None)
            assert low is None or high is None or low <= high
    if higher > lower:
        assert better.score is not None
        assert worse.score is not None
        assert better.score > worse.score


@relaxed
@given(cases(years=[1]), st.data())
def test_rating_a_criterion_that_does_not_apply_changes_nothing(case: Case, data: st.DataObject) -> None:
    codes = set(case.framework.criteria) - {c.code for c in case.applying}
    changed = case.rated("no such criterion", Rating(1))
    for code in sorted(codes):
        changed = changed.rated(code, data.draw(dealt_with(case.framework.scale), label=code))
    assert figures(changed.score) == figures(case.score)
    assert sum(p.not_counted for p in changed.score.sections) == len(codes)


@relaxed
@given(cases())
def test_a_criterion_in_two_halves_is_the_same_criterion(case: Case) -> None:
    def halves(criterion: Criterion) -> list[Criterion]:
        half = Fraction(criterion.weight) / 2
        return [replace(criterion, weight=half), replace(criterion, code=f"{criterion.code}b", weight=half)]

    halved = case.with_sections(lambda s: replace(s, criteria=[h for c in s.criteria for h in halves(c)]))
    halved = replace(halved, ratings={**case.ratings, **{f"{code}b": r for code, r in case.ratings.items()}})
    a, b = case.score, halved.score
    assert (a.score, a.low, a.high, 2 * a.rated) == (b.score, b.low, b.high, b.rated)


@relaxed
@given(cases())
def test_marks_that_are_not_ratings_change_nothing(case: Case) -> None:
    ratings = {code: replace(r, unproven=True, note="n", evidence="e") for code, r in case.ratings.items()}
    marked = replace(case, ratings=ratings)
    assert figures(marked.score) == figures(case.score)


@relaxed
@given(cases())
def test_the_total_is_made_of_the_sections(case: Case) -> None:
    score = case.score
    assert total(score.sections) == score
    assert score.score == weighted_mean((p.weight, p.score) for p in score.sections)
    for section, part in zip(case.framework.sections, score.sections, strict=True):
        applying = [c for c in section.criteria if case.counts(c)]
        assert score_section(section, applying, case.ratings, case.framework.scale) == part


@relaxed
@given(*3 * [st.fractions(0, 100, max_denominator=12)], st.fractions(0, 20, max_denominator=4))
def test_a_higher_score_is_never_a_worse_outcome(
    a: Fraction, b: Fraction, required: Fraction, margin: Fraction
) -> None:
    order = [Outcome.BEHIND, Outcome.ON_TRACK, Outcome.MEETS]
    worse, better = classify(min(a, b), required, margin), classify(max(a, b), required, margin)
    assert worse is not None
    assert better is not None
    assert order.index(worse) <= order.index(better)
