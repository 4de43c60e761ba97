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
from covenant_monitor.domain.headline import Reason, Standing, headline
from covenant_monitor.domain.model import (
    HALF,
    LEVELS,
    AssessmentKind,
    Dimension,
    JoinRule,
    Level,
    Outcome,
    Party,
    PartyKind,
    Rating,
    Scale,
    Status,
)
from covenant_monitor.domain.scoring import Score, SectionScore, total
from covenant_monitor.domain.targets import TargetStatus
from covenant_monitor.language import Language, language
from covenant_monitor.reports import wording
from covenant_monitor.reports.wording import WordedExplanation, explain_in_words

NL, EN = language("nl"), language("en")
NAMES = {str(i): name for i, name in enumerate(("Embed", "Map", "Act", "Track", "Communicate", "Remedy"), 1)}


def half_way() -> list[SectionScore]:
    """42 of 56 criteria rated: points 13.5 of 16, 6.5 of 11, 5 of 9, nothing yet, 2 of 3, 1 of 2."""
    points = (Fraction(27, 2), Fraction(13, 2), 5, 0, 2, 1)
    rated = (16, 11, 9, 0, 3, 2)
    open_ = (0, 0, 4, 5, 2, 3)
    na = (0, 1, 0, 0, 0, 0)
    return [
        SectionScore(
            str(i + 1),
            points=points[i],
            maximum=rated[i],
            open_maximum=open_[i],
            applicable=rated[i] + open_[i] + na[i],
            fully=rated[i],
            na=na[i],
        )
        for i in range(6)
    ]


def worded(explanation: Explanation, words: Language = EN, **more: object) -> WordedExplanation:
    return explain_in_words(explanation, words, NAMES, **more)  # type: ignore[arg-type]


def standing(name: str, outcome: Outcome | None, score: int | None, status: Status | None = Status.FINAL) -> Standing:
    value = None if score is None else Fraction(score)
    sections = [SectionScore("1", entered=score), SectionScore("2")]
    return Standing(
        Party(name, name),
        "2019",
        AssessmentKind.SECRETARIAT,
        2,
        status,
        Score(sections, value, value, value, 4, 4) if status else None,
        40,
        outcome,
    )


def a_round() -> list[Standing]:
    return [
        *(standing(f"Meets {i}", Outcome.MEETS, 70) for i in range(36)),
        *(standing(f"Behind {i}", Outcome.BEHIND, 20) for i in range(21)),
        *(standing(f"Absent {i}", None, None, None) for i in range(7)),
    ]


class TestScore:
    def test_the_sum_is_written_out(self) -> None:
        said = worded(explain_score(total(half_way()), about="Example Ltd", required=60), round_code="2020")
        assert said.number == "63.1%"
        assert said.lead == "score of Example Ltd, round 2020, provisional"
        assert said.arithmetic == "(84.4 + 59.1 + 55.6 + 66.7 + 50.0) ÷ 5 = 63.1%"
        assert said.arithmetic.endswith(said.result)
        assert said.sentences[0] == "The mean of the five sections with a score."
        assert "Each counts the same." in said.sentences
        assert "Section 4 does not count: nothing has been rated there yet." in said.sentences

    def test_numbers_follow_the_language(self) -> None:
        said = worded(explain_score(total(half_way()), about="Voorbeeld B.V.", required=60), NL)
        assert said.number == "63,1\u00a0%"
        assert said.arithmetic == "(84,4 + 59,1 + 55,6 + 66,7 + 50,0) ÷ 5 = 63,1\u00a0%"
        assert "40,3\u00a0%" in said.provisional
        assert "78,8\u00a0%" in said.provisional

    def test_what_can_still_change(self) -> None:
        said = worded(explain_score(total(half_way()), required=60))
        assert said.provisional == (
            "42 of 56 rated. If the remaining 14 are not met, the score is 40.3%; if they are fully met, 78.8%."
            " Required is 60%."
        )
        assert said.requirement == ""
        by_number = worded(explain_score(total(half_way())), scale=Scale(0, 100, by_level=False))
        assert "If the remaining 14 get the lowest number" in by_number.provisional
        assert "A rating is a number from 0 to 100" in by_number.notes[0]

    def test_the_table_names_points_maximum_score_and_what_was_left_out(self) -> None:
        said = worded(explain_score(total(half_way())))
        assert said.headers == ("Section", "Points", "Maximum", "Score", "Not counted")
        assert said.numeric == (False, True, True, True, False)
        assert said.rows[0] == ("1 Embed", "13.5", "16", "84.4%", "–")
        assert said.rows[1] == ("2 Map", "6.5", "11", "59.1%", "1 n.a.")
        assert said.rows[3] == ("4 Track", "–", "–", "no score", "5 not yet")

    def test_unequal_weights_are_written_out(self) -> None:
        sections = [
            SectionScore("1", 2, points=3, maximum=4, applicable=4, fully=4),
            SectionScore("2", 1, points=HALF, maximum=3, applicable=3, not_=3),
        ]
        said = worded(explain_score(total(sections), required=60))
        assert said.arithmetic == "(2 × 75.0 + 1 × 16.7) ÷ 3 = 55.6%"
        assert said.headers[1] == "Weight"
        assert [row[1] for row in said.rows] == ["2", "1"]
        assert {len(row) for row in said.rows} == {len(said.headers), len(said.numeric)}
        assert said.requirement == "Required is 60%; the score is 4.4 points below it."
        assert said.provisional == ""

    @pytest.mark.parametrize(
        ("score", "sentence"),
        [
            (Fraction(60), "Required is 60%; the score is exactly that."),
            (Fraction(729, 10), "Required is 60%; the score is 12.9 points above it."),
            (Fraction(5999, 100), "Required is 60%; the score is less than 0.1 points below it."),
        ],
    )
    def test_the_gap_is_not_rounded_away(self, score: Fraction, sentence: str) -> None:
        section = SectionScore("1", points=score, maximum=100, applicable=1, partially=1)
        assert worded(explain_score(total([section]), required=60)).requirement == sentence

    def test_long_sums_are_shortened(self) -> None:
        sections = [SectionScore(str(i), points=i, maximum=20, applicable=20, fully=20) for i in range(1, 18)]
        said = worded(explain_score(total(sections)))
        assert said.arithmetic == "(5.0 + 10.0 + 15.0 + … + 85.0) ÷ 17 = 45.0%"
        assert said.sentences[0] == "The mean of the 17 sections with a score."
        assert len(said.rows) == 17

    def test_rounding_is_said_where_it_shows(self) -> None:
        exact = [SectionScore(code, points=1, maximum=2, applicable=2, fully=2) for code in "12"]
        note = "Computed with unrounded numbers."
        assert note not in worded(explain_score(total(exact))).notes
        assert note in worded(explain_score(total(half_way()))).notes

    def test_one_section_has_no_sum(self) -> None:
        said = worded(explain_score(total([SectionScore("1", points=1, maximum=2, applicable=2, fully=2)])))
        assert said.arithmetic == ""
        assert said.sentences[0] == "The score of the only section that has one."

    @pytest.mark.parametrize(
        ("section", "why"),
        [
            (SectionScore("1"), "no criterion applies in this participation year and group"),
            (SectionScore("1", open_maximum=4, applicable=4), "nothing has been rated yet"),
            (SectionScore("1", applicable=4, na=4), "everything is n.a."),
            (SectionScore("1", open_maximum=3, applicable=4, na=1), "all that has been rated so far is n.a."),
        ],
    )
    def test_no_score_says_why(self, section: SectionScore, why: str) -> None:
        for said in (worded(explain_score(total([section]), about="X")), worded(explain_section(section))):
            assert said.number == "–"
            assert said.lead.startswith("no score")
            assert why in said.text
            assert "0%" not in said.number

    def test_sections_without_a_score_are_grouped_by_reason(self) -> None:
        sections = [
            SectionScore("1", points=1, maximum=2, applicable=2, fully=2),
            SectionScore("2", open_maximum=2, applicable=2),
            SectionScore("3", open_maximum=2, applicable=2),
            SectionScore("4", applicable=1, na=1),
            SectionScore("5"),
        ]
        said = worded(explain_score(total(sections))).sentences
        assert "Sections 2 and 3 do not count: nothing has been rated there yet." in said
        assert "Section 4 does not count: everything there is n.a." in said
        assert "Section 5 does not count: no criterion there applies." in said

    def test_as_text_for_copying(self) -> None:
        said = worded(explain_score(total(half_way()), about="X"))
        assert said.text.startswith("63.1% score of X")
        assert "\n1 Embed\t13.5\t16\t84.4%\t–\n" in said.text
        assert said.text.endswith(said.provisional)


class TestSummary:
    ENTERED = tuple(SectionScore(str(i), entered=20 + i) for i in (1, 2))

    def score(self, value: Fraction, *, entered: bool = False) -> Score:
        score = Score(self.ENTERED, value, value, value, 0, 0, from_summary=True, summary_complete=True)
        return replace(score, total_entered=entered)

    def test_a_mean_of_entered_percentages(self) -> None:
        said = worded(explain_score(self.score(Fraction(43, 2)), about="X", required=20))
        assert said.lead == "entered score of X"
        assert said.arithmetic == "(21.0 + 22.0) ÷ 2 = 21.5%"
        assert said.headers == ("Section", "Score")
        assert said.requirement.startswith("Required is 20%")

    def test_an_entered_total_is_no_mean(self) -> None:
        said = worded(explain_score(self.score(Fraction(50), entered=True), about="X"))
        assert said.arithmetic == ""
        assert "The total is as it was entered." in said.sentences

    def test_an_incomplete_summary_says_what_can_still_change(self) -> None:
        sections = [*self.ENTERED, SectionScore("3", open_maximum=1)]
        score = replace(total(sections), from_summary=True)
        said = worded(explain_score(score, required=20))
        assert said.arithmetic == "(21.0 + 22.0) ÷ 2 = 21.5%"
        assert said.provisional == (
            "Not every section has a percentage yet. With 0 for the others the score is 14.3%; with 100, 47.7%."
            " Required is 20%."
        )
        assert said.requirement == ""
        assert said.rows[2] == ("3 Act", "no score")

    def test_a_percentage_that_does_not_count_changes_no_weight(self) -> None:
        sections = [*self.ENTERED, SectionScore("3", 0, entered=90, not_counted=1)]
        said = worded(explain_score(replace(total(sections), from_summary=True, summary_complete=True)))
        assert said.headers == ("Section", "Score")
        assert said.arithmetic == "(21.0 + 22.0) ÷ 2 = 21.5%"

    def test_nothing_entered(self) -> None:
        said = worded(explain_score(Score((), None, None, None, 0, 0, from_summary=True)))
        assert "No percentage has been entered." in said.text


class TestSection:
    def test_points_of_the_maximum(self) -> None:
        said = worded(explain_section(half_way()[1]), party="X", round_code="2020")
        assert said.lead == "section 2 Map, X, round 2020"
        assert said.sentences == ("6.5 of 11 points.",)
        assert said.arithmetic == "6.5 ÷ 11 = 59.1%"

    def test_entered(self) -> None:
        said = worded(explain_section(SectionScore("2", entered=33)))
        assert said.number == "33.0%"
        assert said.arithmetic == ""
        assert "Entered as a percentage" in said.text


class TestOutcomeShare:
    def test_numerator_denominator_and_unit_stand_beside_the_percentage(self) -> None:
        said = worded(explain_outcome_share(headline(a_round()), Outcome.MEETS), round_code="2019")
        assert said.number == "63%"
        assert said.lead == "meets the required score, round 2019"
        assert said.sentences[0] == "36 of 57 assessed participants (63%)."
        assert said.arithmetic == "36 ÷ 57 = 63.2%"
        assert said.headers == ("Participant", "Outcome", "Required", "Score")
        assert said.rows[0] == ("Meets 0", "Meets", "40%", "70.0%")
        assert said.rows[36] == ("Behind 0", "Behind", "40%", "20.0%")
        assert len(said.rows) == 57

    def test_who_is_left_out_and_why(self) -> None:
        said = worded(explain_outcome_share(headline(a_round()), Outcome.BEHIND))
        assert said.sentences[1] == ("Not counted: 7 not begun (Absent 0, Absent 1, Absent 2, Absent 3 and 3 others).")

    def test_names_can_be_kept_out(self) -> None:
        for explanation in (
            explain_outcome_share(headline(a_round()), Outcome.MEETS),
            explain_section_mean(headline(a_round()), "1"),
        ):
            said = worded(explanation, with_names=False, party="Meets 1")
            assert said.rows == said.headers == ()
            assert not any(name in said.text for name in ("Meets ", "Behind ", "Absent "))
        score = worded(explain_score(total(half_way()), about="Meets 1"), with_names=False)
        assert "Meets" not in score.text

    @pytest.mark.parametrize(("count", "said"), [(999, "99.9%"), (1000, "100%"), (1, "0.1%"), (0, "0%")])
    def test_nearly_all_is_not_all(self, count: int, said: str) -> None:
        explanation = Explanation(Subject.OUTCOME_SHARE, "meets", Fraction(count, 10), count, 1000)
        assert worded(explanation).number == said

    def test_nobody_counts(self) -> None:
        said = worded(explain_outcome_share(headline([]), Outcome.MEETS))
        assert said.number == "–"
        assert said.sentences == ("No assessment counts yet.",)


class TestSectionMean:
    def test_every_participant_counts_once(self) -> None:
        said = worded(explain_section_mean(headline(a_round()), "1"), round_code="2019")
        assert said.number == "51.6%"
        assert said.lead == "mean score of section 1 Embed, round 2019"
        assert said.sentences[0] == "The mean of 57 participants; each counts the same."
        assert said.arithmetic == "(70.0 + 70.0 + 70.0 + … + 20.0) ÷ 57 = 51.6%"

    def test_a_section_in_which_nobody_has_a_score(self) -> None:
        said = worded(explain_section_mean(headline(a_round()), "2"))
        assert said.number == "–"
        assert "57 without a score in the section" in said.text


@pytest.mark.parametrize("words", [NL, EN], ids=["nl", "en"])
def test_every_member_has_a_name_of_its_own(words: Language) -> None:
    named = [
        [wording.status_name(status, words) for status in (None, *Status)],
        [wording.outcome_name(outcome, words) for outcome in (None, *Outcome)],
        [wording.kind_name(kind, words) for kind in AssessmentKind],
        [wording.party_kind_name(kind, words) for kind in PartyKind],
        [wording.rating_name(level, words) for level in Level],
        [wording.reason_name(reason, words) for reason in Reason],
        [wording.reason_count(reason, 3, words) for reason in Reason],
        [wording.dimension_name(dimension, words) for dimension in (None, *Dimension)],
        [wording.target_status_name(status, words) for status in TargetStatus],
        [wording.join_rule_name(rule, words) for rule in JoinRule],
    ]
    for names in named:
        assert len(set(names)) == len(names)


def test_ratings_in_words() -> None:
    hundred = Scale(0, 100, by_level=False)
    assert wording.rating_in_words(Rating(HALF), LEVELS, EN) == "Partially"
    assert wording.rating_in_words(Rating(Fraction(125, 2)), hundred, NL) == "62,5"
    assert wording.rating_in_words(Rating(not_applicable=True), LEVELS, EN) == "N.a."
    assert wording.rating_in_words(Rating(), LEVELS, EN) == "Not yet"


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 3), st.integers(1, 3)), min_size=1, max_size=6
    ),
    st.sampled_from([NL, EN]),
    st.sampled_from([None, 20, 60]),
)
def test_anything_can_be_explained(
    drawn: list[tuple[int, int, int, int]], words: Language, required: int | None
) -> None:
    sections = [
        SectionScore(
            str(i),
            weight,
            points=min(points, rated),
            maximum=rated,
            open_maximum=open_,
            applicable=rated + open_,
            fully=rated,
        )
        for i, (points, rated, open_, weight) in enumerate(drawn)
    ]
    explanation = explain_score(total(sections), about="X", required=required)
    said = worded(explanation, words)
    assert said.number == words.percent(explanation.value)
    assert {len(row) for row in said.rows} <= {len(said.headers)}
    assert len(said.headers) == len(said.numeric)
    assert "{" not in said.text
    for section in sections:
        assert "{" not in worded(explain_section(section), words).text


def test_left_out_without_names_is_still_counted() -> None:
    explanation = Explanation(
        Subject.SECTION_MEAN,
        "1",
        Fraction(50),
        Fraction(1, 2),
        1,
        [Term("A", Fraction(50))],
        [LeftOut(Reason.STATUS, 2)],
    )
    assert "2 still in progress" in worded(explanation).text
