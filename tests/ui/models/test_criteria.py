from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.applicability import applicable
from covenant_monitor.domain.model import (
    HALF,
    LEVELS,
    Assessment,
    Criterion,
    Framework,
    Rating,
    Remark,
    Response,
    Section,
    Text,
)
from covenant_monitor.domain.scoring import score_assessment
from covenant_monitor.language import Language
from covenant_monitor_ui.models.criteria import CARRIED, OUTSIDE, Column, CriteriaModel, CriterionRow, SectionRow
from covenant_monitor_ui.models.criteria_sheet import Earlier, Filter, Sheet
from covenant_monitor_ui.widgets.delegates import DIFFERS_ROLE, HEAD_ROLE, MARK_ROLE, NOTE_ROLE

FULLY, PARTIALLY, NOT = Rating(value=1), Rating(value=HALF), Rating(value=0)
NA = Rating(not_applicable=True, na_reason="no shops")
TIP = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


def criterion(code: str, year: int = 1) -> Criterion:
    return Criterion(code, Text(f"vraag {code}", f"question {code}"), from_participation_year=year)


FRAMEWORK = Framework(
    "F",
    "1",
    Text(),
    (
        Section("A", Text("eerste", "first"), (criterion("A1"), criterion("A2"), criterion("A3"))),
        Section("B", Text("tweede", "second"), (criterion("B1"), criterion("B2", 3))),
    ),
)


def sheet(
    ratings: dict[str, Rating] | None = None,
    own: dict[str, Rating] | None = None,
    earlier: dict[str, Earlier] | None = None,
    framework: Framework = FRAMEWORK,
) -> Sheet:
    given_ = ratings or {}
    score = score_assessment(Assessment("P", "R", ratings=given_), framework, 1, "")
    applying = frozenset(c.code for _section, codes in applicable(framework, 1, "") for c in codes)
    return Sheet(framework, applying, score, given_, own or {}, earlier or {})


def model(shown: Sheet | None = None, language: str = "en") -> CriteriaModel:
    made = CriteriaModel(Language(language))
    made.show_sheet(shown or sheet(), earlier_round="2019", round_code="2020")
    return made


def codes(made: CriteriaModel) -> list[str]:
    return [row.code for row in made.rows]


def test_criteria_stand_under_their_section_without_those_that_do_not_apply(qtmodeltester: ModelTester) -> None:
    made = model()
    assert codes(made) == ["A", "A1", "A2", "A3", "B", "B1"]
    qtmodeltester.check(made)


def test_heads_name_the_rounds() -> None:
    made = model()
    heads = [made.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert heads == ["Code", "Criterion", "From", "2019", "Self", "Rating 2020", ""]
    assert made.headerData(99, Qt.Orientation.Horizontal) is None
    assert made.headerData(0, Qt.Orientation.Vertical) is None


def test_a_row_shows_rating_self_and_earlier_with_their_marks() -> None:
    made = model(
        sheet(
            {
                "A1": replace(FULLY, evidence="Report; Contract", note="see p. 3"),
                "A2": NA,
                "A3": replace(NOT, unproven=True),
            },
            {"A1": PARTIALLY, "A2": NA},
            {"A1": Earlier((NOT,), LEVELS)},
        )
    )
    first = [made.index(1, column).data() for column in Column]
    assert first == ["A1", "question A1", "yr 1", "not", "partially", "fully", "2"]
    assert [made.index(1, column).data(MARK_ROLE) for column in Column][3:] == ["not", "partially", "fully", "clip"]
    assert [made.index(row, Column.SELF).data(DIFFERS_ROLE) for row in (1, 2, 3)] == [True, False, False]
    assert [made.index(row, Column.MARKS).data(MARK_ROLE) for row in (1, 2, 3)] == ["clip", "", "clip-warning"]
    assert [made.index(row, Column.MARKS).data(NOTE_ROLE) for row in (1, 2, 3)] == ["comment", "", ""]
    assert made.index(2, Column.RATING).data() == "n.a."
    assert made.index(2, Column.RATING).data(TIP) == "N.a.: no shops"
    assert made.index(1, Column.MARKS).data(TIP) == "Report; Contract\nsee p. 3"
    assert made.index(1, Column.RATING).data(SPOKEN) == "A1 question A1: fully"
    assert made.index(0, 0).data(SPOKEN) == "A first, 3 of 3, 50.0%"
    assert made.index(0, 0).data(HEAD_ROLE) is True


def test_markup_in_evidence_is_shown_as_text() -> None:
    made = model(sheet({"A1": Rating(evidence="<b>x</b>")}))
    assert "&lt;b&gt;" in made.index(1, Column.MARKS).data(TIP)


def test_a_rating_that_does_not_apply_is_shown_as_not_counted() -> None:
    made = model(sheet({"B2": FULLY}))
    made.set_filter(Filter.OUTSIDE)
    assert codes(made) == ["B", "B2"]
    assert made.index(1, Column.RATING).data(NOTE_ROLE) == OUTSIDE
    assert isinstance(made.rows[0], SectionRow)
    assert made.rows[0].rated == "0 of 1"


def test_merged_criteria_that_were_rated_differently_are_mixed() -> None:
    both = Earlier((FULLY, NOT), LEVELS, False)
    made = model(sheet({"A1": FULLY}, earlier={"A1": both}))
    assert made.index(1, Column.EARLIER).data() == "mixed"
    assert made.index(1, Column.EARLIER).data(MARK_ROLE) == ""
    assert made.index(1, Column.EARLIER).data(TIP) == "fully, not"
    assert Earlier((FULLY, FULLY), LEVELS, False).rating == FULLY


def test_what_is_rated_under_not_yet_stays_until_the_filter_is_chosen_again() -> None:
    made = model()
    made.set_filter(Filter.OPEN)
    made.update_sheet(sheet({"A1": FULLY}))
    assert "A1" in codes(made)
    assert made.index(made.place("A1"), Column.RATING).data() == "fully"
    made.set_filter(Filter.OPEN)
    assert "A1" not in codes(made)


def test_an_update_tells_only_the_rows_that_differ() -> None:
    made = model(sheet({"B1": FULLY}))
    told: list[int] = []
    made.dataChanged.connect(lambda first, _last: told.append(first.row()))
    resets: list[int] = []
    made.modelReset.connect(lambda: resets.append(1))
    made.update_sheet(sheet({"B1": FULLY, "A2": NOT}))
    assert told == [0, 2]
    assert resets == []
    made.update_sheet(sheet({"B1": FULLY, "A2": NOT}))
    assert told == [0, 2]


def test_folding_takes_rows_out_and_puts_them_back(qtmodeltester: ModelTester) -> None:
    made = model()
    qtmodeltester.check(made)
    made.fold("A", True)
    assert codes(made) == ["A", "B", "B1"]
    assert isinstance(made.rows[0], SectionRow)
    assert made.rows[0].folded
    made.fold("A", True)
    made.fold("nowhere", True)
    made.update_sheet(sheet({"A1": FULLY}))
    made.fold("A", False)
    assert codes(made) == ["A", "A1", "A2", "A3", "B", "B1"]
    assert made.index(1, Column.RATING).data() == "fully"
    made.set_folded({"B"})
    assert codes(made) == ["A", "A1", "A2", "A3", "B"]
    assert set(made.folded) == {"B"}


def test_the_next_criterion_and_the_next_that_is_open() -> None:
    made = model(sheet({"A2": FULLY, "A3": FULLY}))
    assert [made.following(place) for place in (-1, 0, 3, 5)] == [1, 1, 5, -1]
    assert [made.following(place, only_open=True) for place in (1, 5)] == [5, 1]
    made.set_filter(Filter.OUTSIDE)
    assert made.following(-1, only_open=True) == -1


def test_an_empty_model_and_no_index_answer_nothing() -> None:
    made = CriteriaModel(Language("en"))
    assert (made.rowCount(), made.columnCount(), made.place("A1")) == (0, 7, -1)
    assert made.data(QModelIndex()) is None
    assert made.row(QModelIndex()) is None
    assert made.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    made.set_filter(Filter.OPEN)
    made.show_sheet(None)
    assert made.rowCount() == 0


RATINGS = st.sampled_from(
    [FULLY, PARTIALLY, NOT, NA, Rating(), replace(FULLY, evidence="x"), replace(NOT, unproven=True)]
)
SHEETS = st.builds(sheet, st.dictionaries(st.sampled_from(sorted(FRAMEWORK.criteria)), RATINGS))


@settings(max_examples=60, deadline=None)
@given(SHEETS, SHEETS, st.sampled_from(["", "A", "B"]))
def test_an_update_ends_where_showing_it_anew_would(before: Sheet, after: Sheet, folded: str) -> None:
    updated, anew = model(before), model(after)
    for made in (updated, anew):
        made.fold(folded, True)
    updated.update_sheet(after)
    assert list(updated.rows) == list(anew.rows)
    for row in updated.rows:
        if isinstance(row, SectionRow):
            part = next(one for one in after.score.sections if one.section == row.code)
            assert row.score == Language("en").percent(part.score)


def test_what_is_carried_forward_is_no_rating_yet() -> None:
    made = model(replace(sheet({"A2": FULLY}), carried={"A1": NOT, "A2": NOT}))
    first, second = made.rows[1], made.rows[2]
    assert isinstance(first, CriterionRow)
    assert isinstance(second, CriterionRow)
    assert (first.mark, first.proposed, first.texts[Column.RATING]) == ("", "not", "not")
    assert (second.mark, second.proposed) == ("fully", "")
    assert made.index(1, Column.RATING).data(NOTE_ROLE) == CARRIED
    assert made.index(1, Column.RATING).data(MARK_ROLE) == "not"
    assert made.index(1, Column.RATING).data(SPOKEN) == "A1 question A1: not, to confirm"
    assert made.following(-1, only_open=True) == 1


def test_remarks_and_responses_stand_in_the_marks_until_dealt_with() -> None:
    remarked = replace(
        sheet({"A1": replace(FULLY, note="seen")}),
        remarks={"A1": Remark("why?"), "A2": Remark("done", done=True)},
        responses={"A3": Response("not so"), "B1": Response("not so", answer="it is")},
    )
    made = model(remarked)
    marks = [made.index(row, Column.MARKS).data(NOTE_ROLE) for row in (1, 2, 3, 5)]
    assert marks == ["remark", "", "remark", ""]
    assert made.index(1, Column.MARKS).data(TIP) == "Reviewer: why?\nseen"
    assert made.index(3, Column.MARKS).data(TIP) == "Company: not so"


def test_members_are_there_whether_folded_or_not() -> None:
    made = model(sheet({"A2": FULLY}))
    made.fold("A", True)
    assert made.members() == ["A1", "A2", "A3", "B1"]
    assert made.members("A") == ["A1", "A2", "A3"]
    assert made.onward(made.rows[0]) == ["A1", "A2", "A3", "B1"]
    assert made.onward(made.rows[-1]) == ["B1"]
    made.set_filter(Filter.OPEN)
    assert made.members("A") == ["A1", "A3"]
    assert CriteriaModel(Language("en")).members() == []
    assert CriteriaModel(Language("en")).next_member(None, Filter.OPEN, 1) == ""


@settings(max_examples=60, deadline=None)
@given(SHEETS, st.sampled_from([Filter.OPEN, Filter.UNPROVEN]), st.sampled_from([1, -1]), st.integers(0, 5))
def test_jumps_come_by_every_member_of_their_kind(shown: Sheet, wanted: Filter, step: int, start: int) -> None:
    made = model(shown)
    expected = [code for code in made.members() if shown.shows(code, wanted)]
    row = made.rows[start]
    seen = []
    for _ in expected:
        code = made.next_member(row, wanted, step)
        seen.append(code)
        row = made.rows[made.place(code)]
    assert sorted(seen) == expected
    if not expected:
        assert made.next_member(row, wanted, step) == ""
