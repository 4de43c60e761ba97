from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.explanation import (
    Explanation,
    LeftOut,
    Subject,
    Term,
    explain_outcome_share,
    explain_score,
    explain_section,
    explain_section_mean,
)
from covenant_monitor.domain.headline import Headline, Reason, Standing, headline
from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    AssessmentKind,
    Number,
    Outcome,
    Party,
    Rating,
    Status,
)
from covenant_monitor.domain.scoring import score_assessment
from tests.core.domain.strategies import Case, cases, framework_of, rate, relaxed


def adds_up(explanation: Explanation) -> None:
    """What an explanation promises: its value is 100 x numerator / denominator, or there is none."""
    if explanation.denominator:
        assert explanation.value == 100 * Fraction(explanation.numerator) / Fraction(explanation.denominator)
    else:
        assert explanation.value is None


def test_a_score_by_hand() -> None:
    framework = framework_of([3, 2, 2, 1])
    framework = replace(framework, sections=[replace(framework.sections[0], weight=HALF), *framework.sections[1:]])
    # 1.5 of 2 = 75 % with weight 1/2, 1 of 1 = 100 %, none, 0 of 1 = 0 %: (0.375 + 1 + 0) / 2.5 = 55 %.
    ratings = rate("1", "fpa") | rate("2", "f-") | rate("3", "--") | rate("4", "n")
    score = score_assessment(Assessment("P", "2020", ratings=ratings), framework, 2, "")
    found = explain_score(score, about="Voorbeeld Mode B.V.", required=40)
    assert found.subject is Subject.SCORE
    assert found.about == "Voorbeeld Mode B.V."
    assert found.value == 55
    assert (found.numerator, found.denominator) == (Fraction(11, 8), Fraction(5, 2))
    assert found.terms == [
        Term("1", Fraction(75), Fraction(3, 2), 2, HALF, (LeftOut(Reason.NOT_APPLICABLE, 1),)),
        Term("2", Fraction(100), 1, 1, 1, (LeftOut(Reason.NOT_RATED, 1),)),
        Term("3", None, 0, 0, 1, (LeftOut(Reason.NOT_RATED, 2),)),
        Term("4", Fraction(0), 0, 1, 1),
    ]
    assert found.left_out == [LeftOut(Reason.NO_SECTION_SCORE, 1, ("3",))]
    assert (found.rated, found.applicable, found.required) == (5, 8, 40)
    # With step 3: (0.375 + 0.5 + 0 + 0) / 3.5 = 25 %, and (0.375 + 1 + 1 + 0) / 3.5 = 67.9 %.
    assert (found.low, found.high) == (Fraction(25), Fraction(475, 7))
    adds_up(found)


@relaxed
@given(cases())
def test_a_score_adds_up_to_what_its_terms_say(case: Case) -> None:
    score = case.score
    found = explain_score(score)
    adds_up(found)
    counted = [term for term in found.terms if term.value is not None]
    assert found.value == score.score
    assert found.denominator == sum(term.weight for term in counted)
    assert 100 * found.numerator == sum(term.weight * (term.value or 0) for term in counted)
    for term in counted:
        assert term.points is not None
        assert term.maximum
        assert term.value == 100 * Fraction(term.points) / Fraction(term.maximum)
    without = [term.label for term in found.terms if term.value is None]
    assert [name for left in found.left_out for name in left.names] == without
    assert (found.low, found.high) == ((score.low, score.high) if case.open else (None, None))


@relaxed
@given(cases())
def test_what_was_left_out_of_a_section_is_all_that_did_not_count(case: Case) -> None:
    for section, part in zip(case.framework.sections, case.score.sections, strict=True):
        found = explain_section(part)
        adds_up(found)
        assert found.about == section.code
        assert found.subject is Subject.SECTION
        left = {out.reason: out.count for out in found.left_out}
        ratings = {c.code: case.ratings.get(c.code, Rating()) for c in section.criteria}
        applying = {c.code for c in section.criteria if case.counts(c)}
        assert left.get(Reason.NOT_APPLICABLE, 0) == sum(ratings[code].not_applicable for code in applying)
        assert left.get(Reason.NOT_RATED, 0) == sum(not ratings[code].is_rated for code in applying)
        others = [rating for code, rating in ratings.items() if code not in applying]
        assert left.get(Reason.DOES_NOT_APPLY, 0) == sum(rating.is_rated for rating in others)
        assert all(left.values())
        assert (found.low, found.high) == ((part.low, part.high) if part.open else (None, None))
        assert (found.rated, found.applicable) == (part.rated, part.applicable)


def test_a_summary_total_is_explained_as_entered() -> None:
    score = score_assessment(Assessment("P", "2017", summaries={"": 38}), framework_of([2, 2]), 1, "")
    found = explain_score(score)
    assert found.subject is Subject.SUMMARY
    assert (found.value, found.numerator, found.denominator) == (Fraction(38), Fraction(38, 100), 1)
    assert [term.value for term in found.terms] == [None, None]
    assert found.low is found.high is None


def test_a_summary_of_sections_is_explained_as_their_mean() -> None:
    entered = Assessment("P", "2017", summaries={"1": 40, "2": 60})
    found = explain_score(score_assessment(entered, framework_of([2, 2]), 1, ""))
    assert (found.value, found.numerator, found.denominator) == (Fraction(50), 1, 2)
    assert [term.value for term in found.terms] == [40, 60]
    assert not found.entered


@pytest.mark.parametrize("total", [55, 50])
def test_an_entered_total_is_not_explained_as_the_mean_of_the_sections(total: Number) -> None:
    entered = Assessment("P", "2017", summaries={"": total, "1": 40, "2": 60})
    found = explain_score(score_assessment(entered, framework_of([2, 2]), 1, ""))
    assert found.entered
    assert (found.value, found.numerator, found.denominator) == (total, Fraction(total, 100), 1)
    assert [term.value for term in found.terms] == [40, 60]


def test_an_entered_section_is_explained() -> None:
    score = score_assessment(Assessment("P", "2017", summaries={"1": 40}), framework_of([2, 2]), 1, "")
    first, second = (explain_section(part) for part in score.sections)
    assert first.subject is Subject.SECTION
    assert first.entered
    assert (first.value, first.numerator, first.denominator) == (40, Fraction(2, 5), 1)
    assert first.low is first.high is None
    assert (second.value, second.numerator, second.denominator, second.entered) == (None, 0, 0, False)
    adds_up(first)


def test_an_entered_section_that_does_not_apply_is_explained_as_left_out() -> None:
    framework = framework_of([2, 2])
    later = [replace(c, from_participation_year=3) for c in framework.sections[1].criteria]
    framework = replace(framework, sections=[framework.sections[0], replace(framework.sections[1], criteria=later)])
    score = score_assessment(Assessment("P", "2017", summaries={"1": 40, "2": 60}), framework, 1, "")
    found = explain_score(score)
    assert (found.value, found.numerator, found.denominator) == (40, Fraction(2, 5), 1)
    assert found.left_out == [LeftOut(Reason.NO_SECTION_SCORE, 1, ("2",))]
    assert found.terms[1] == Term("2", None, weight=0, left_out=(LeftOut(Reason.DOES_NOT_APPLY, 1),))
    section = explain_section(score.sections[1])
    assert (section.value, section.denominator, section.entered) == (None, 0, False)


def standing(name: str, marks: str, required: Number | None, outcome: Outcome | None = None) -> Standing:
    assessment = Assessment(name, "2020", status=Status.FINAL, ratings=rate("1", marks))
    return Standing(
        Party(name, f"{name} B.V."),
        "2020",
        assessment.kind,
        1,
        assessment.status,
        score_assessment(assessment, framework_of([2]), 1, ""),
        required,
        outcome,
    )


def round_of_seven() -> Headline:
    """One meets, two are behind, nothing is required of one, one is all n.a., one not done, one not begun."""
    return headline(
        [
            standing("A", "fn", 40, Outcome.MEETS),
            standing("B", "pn", 60, Outcome.BEHIND),
            standing("C", "ff", None),
            standing("D", "aa", 40),
            standing("E", "f-", 40),
            Standing(Party("F", "F B.V."), "2020", AssessmentKind.SECRETARIAT, 1),
            standing("G", "nn", 60, Outcome.BEHIND),
        ]
    )


def test_an_outcome_share_names_who_counts_and_who_does_not() -> None:
    found = explain_outcome_share(round_of_seven(), Outcome.MEETS)
    assert found.subject is Subject.OUTCOME_SHARE
    assert found.about == "meets"
    assert (found.numerator, found.denominator) == (1, 3)
    assert found.value == Fraction(100, 3)
    assert found.terms == [
        Term("A B.V.", Fraction(50), maximum=40, outcome=Outcome.MEETS),
        Term("B B.V.", Fraction(25), maximum=60, outcome=Outcome.BEHIND),
        Term("G B.V.", Fraction(0), maximum=60, outcome=Outcome.BEHIND),
    ]
    assert {(left.reason, left.count, left.names) for left in found.left_out} == {
        (Reason.NO_REQUIREMENT, 1, ("C B.V.",)),
        (Reason.NO_SCORE, 1, ("D B.V.",)),
        (Reason.INCOMPLETE, 1, ("E B.V.",)),
        (Reason.NOT_BEGUN, 1, ("F B.V.",)),
    }
    adds_up(found)


def test_those_of_the_class_come_first() -> None:
    found = explain_outcome_share(round_of_seven(), Outcome.BEHIND)
    assert [(term.label, term.outcome) for term in found.terms] == [
        ("B B.V.", Outcome.BEHIND),
        ("G B.V.", Outcome.BEHIND),
        ("A B.V.", Outcome.MEETS),
    ]


def test_a_share_of_no_one_is_no_number() -> None:
    found = explain_outcome_share(headline([]), Outcome.BEHIND)
    assert (found.value, found.numerator, found.denominator) == (None, 0, 0)
    assert not found.terms
    assert not found.left_out


def test_a_section_mean_names_who_counts_and_who_does_not() -> None:
    # A 1 of 2, B 0.5 of 2, C 2 of 2, G 0 of 2: (50 + 25 + 100 + 0) / 4 = 43.75 %.
    found = explain_section_mean(round_of_seven(), "1")
    assert found.subject is Subject.SECTION_MEAN
    assert found.value == Fraction("43.75")
    assert (found.numerator, found.denominator) == (Fraction("1.75"), 4)
    assert [(term.label, term.value) for term in found.terms] == [
        ("A B.V.", Fraction(50)),
        ("B B.V.", Fraction(25)),
        ("C B.V.", Fraction(100)),
        ("G B.V.", Fraction(0)),
    ]
    assert {left.reason for left in found.left_out} == {Reason.NO_SCORE, Reason.INCOMPLETE, Reason.NOT_BEGUN}
    adds_up(found)


def test_a_section_mean_leaves_out_participants_without_that_section() -> None:
    found = explain_section_mean(round_of_seven(), "9")
    assert (found.value, found.denominator) == (None, 0)
    assert LeftOut(Reason.NO_SECTION_SCORE, 4, ("A B.V.", "B B.V.", "C B.V.", "G B.V.")) in found.left_out
    adds_up(found)


@relaxed
@given(st.lists(st.sampled_from([*Outcome, None]), max_size=9))
def test_the_shares_of_a_round_add_up_and_everyone_is_somewhere(marks: list[Outcome | None]) -> None:
    template = round_of_seven().counted[0]
    counted = [replace(template, party=Party(str(i), f"{i} B.V."), outcome=o) for i, o in enumerate(marks)]
    shares = [explain_outcome_share(headline(counted), outcome) for outcome in Outcome]
    for outcome, share in zip(Outcome, shares, strict=True):
        named = [term.label for term in share.terms] + [name for left in share.left_out for name in left.names]
        assert sorted(named) == sorted(s.party.name for s in counted)
        assert len(share.terms) == share.denominator
        assert [term.outcome for term in share.terms].count(outcome) == share.numerator
        assert all(term.outcome is outcome for term in share.terms[: int(share.numerator)])
        adds_up(share)
    assert sum(share.value or 0 for share in shares) == (100 if any(marks) else 0)
