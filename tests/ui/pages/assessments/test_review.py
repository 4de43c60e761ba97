"""Two pairs of eyes and the company's word, by the real page and its widgets."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Assessment, AssessmentKind, Number, Rating, Response, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey, enter_summary, rate, set_status
from covenant_monitor.store.responses import save_response
from covenant_monitor.store.review import return_assessment, save_remark
from covenant_monitor.store.rounds import next_round, start_round
from covenant_monitor.store.settings import set_setting
from covenant_monitor_ui.pages.assessments import review as assessments_review
from covenant_monitor_ui.pages.assessments.header import AssessmentHeader
from covenant_monitor_ui.pages.assessments.panel import CriterionPanel
from covenant_monitor_ui.pages.assessments.said import ANSWER, BY, DAY, REMARK, RESPONSE
from tests.ui.pages.assessments.stage import HERO, LOCKED, NOT_BEGUN, Stage

REVIEWED = "PROEFSTOF-RETAIL"
Show = Callable[[QWidget], None]


@pytest.fixture
def header(stage: Stage) -> AssessmentHeader:
    return stage.page.view.header


@pytest.fixture
def panel(stage: Stage) -> CriterionPanel:
    return stage.page.view.panel


def assessment(stage: Stage, party: str = HERO, kind: AssessmentKind = AssessmentKind.SECRETARIAT) -> Assessment:
    session = stage.session
    return next(
        one
        for one in queries.assessments_of(session.file, session.covenant, party)
        if one.round == session.round and one.kind is kind
    )


def key(stage: Stage, party: str = HERO) -> AssessmentKey:
    return AssessmentKey(stage.session.covenant, stage.session.round, party)


def assessed(stage: Stage) -> None:
    session = stage.session
    session.change(lambda: set_status(session.file, key=key(stage), status=Status.ASSESSED))


def entries(header: AssessmentHeader) -> list[str]:
    return [action.text() for action in header.steps_menu().actions()]


def test_the_steps_say_who_and_when(stage: Stage, header: AssessmentHeader) -> None:
    current = header.steps.current
    assert current is not None
    assert current.words == "In progress: A. Voorbeeld"
    assessed(stage)
    current = header.steps.current
    assert current is not None
    assert current.words == f"Assessed: A. Voorbeeld, {stage.session.language.short_day(date.today())}"
    assert [part.taken for part in header.steps.parts] == [True, True, True, False, False]
    assert "Assessed: A. Voorbeeld" in header.steps.accessibleName()


def test_reviewing_ones_own_work_is_refused_and_the_way_out_is_named(stage: Stage, header: AssessmentHeader) -> None:
    assessed(stage)
    header.step.click()
    told = stage.problems[-1].text(stage.session.language)
    assert told.endswith("A one-person secretariat can allow it in the settings of the covenant.")
    assert assessment(stage).status is Status.ASSESSED
    session = stage.session
    session.change(lambda: set_setting(session.file, covenant=session.covenant, name="one_person", value="1"))
    assert header.notes.whole_text.endswith("One-person secretariat")
    header.step.click()
    assert assessment(stage).status is Status.REVIEWED


def test_an_assessment_is_returned_with_remarks_by_keyboard(
    stage: Stage, header: AssessmentHeader, panel: CriterionPanel, qtbot: QtBot
) -> None:
    assessed(stage)
    stage.session.file.user = "R. Lezer"
    panel.remark.add.click()
    field = panel.remark.fields[REMARK]
    assert field.hasFocus()
    stage.keys("Which policy?")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert assessment(stage).remarks["3.10"].text == "Which policy?"
    assert assessment(stage).status is Status.ASSESSED
    header.give_back.click()
    assert header.return_strip.field.hasFocus()
    stage.keys("See 3.10", Qt.Key.Key_Return)
    found = assessment(stage)
    assert (found.status, found.remarks[""].text) == (Status.DRAFT, "See 3.10")
    assert not header.return_strip.isVisible()
    today = stage.session.language.short_day(date.today())
    assert header.notes.whole_text.startswith(f"Returned by R. Lezer on {today} · 2 remarks, 2 open · Remark: See 3.10")
    session = stage.session
    session.change(lambda: set_status(session.file, key=key(stage), status=Status.SUBMITTED))
    assert header.notes.whole_text.startswith("2 remarks, 2 open · Remark: See 3.10")
    session.undo()
    session.undo()
    assert assessment(stage).status is Status.ASSESSED


def test_a_return_without_a_remark_is_refused_and_the_question_stays(stage: Stage, header: AssessmentHeader) -> None:
    assessed(stage)
    header.give_back.click()
    stage.keys(Qt.Key.Key_Return)
    assert "at least one remark" in stage.problems[-1].text(stage.session.language)
    assert header.return_strip.isVisible()
    stage.keys(Qt.Key.Key_Escape)
    assert not header.return_strip.isVisible()
    assert stage.table.hasFocus()


def test_the_assessor_marks_remarks_as_dealt_with(
    stage: Stage, header: AssessmentHeader, panel: CriterionPanel
) -> None:
    assessed(stage)
    session = stage.session
    session.change(lambda: return_assessment(session.file, key=key(stage), remarks={"": "All", "3.10": "Which?"}))
    assert panel.remark.fields[REMARK].typed == "Which?"
    panel.remark.done.click()
    assert assessment(stage).remarks["3.10"].done
    assert "2 remarks, 1 open" in header.notes.whole_text
    action = next(one for one in header.steps_menu().actions() if one.text() == "Remark on the whole is dealt with")
    action.trigger()
    assert "2 remarks, all dealt with" in header.notes.whole_text
    assert "Remark on the whole is open again" in entries(header)


def test_the_company_responds_and_is_answered(stage: Stage, header: AssessmentHeader, panel: CriterionPanel) -> None:
    panel.response.add.click()
    stage.keys("We do have that", Qt.Key.Key_Tab, "K. Baas", Qt.Key.Key_Tab, "2020-11-03", Qt.Key.Key_Return)
    kept = assessment(stage).responses["3.10"]
    assert kept == Response("We do have that", "K. Baas", date(2020, 11, 3))
    assert "1 response, 1 not answered" in header.notes.whole_text
    assert panel.folds["response"].head.beside == "not answered"
    assert stage.table.hasFocus()
    panel.response.fields[ANSWER].setFocus()
    stage.keys("Seen")
    stage.go("3.11")
    assert assessment(stage).responses["3.10"].answer == "Seen"
    assert "1 response, all answered" in header.notes.whole_text
    assert panel.response.fields[ANSWER].typed == ""
    stage.go("3.10")
    assert panel.response.fields[ANSWER].typed == "Seen"


def test_esc_puts_back_what_was_saved(stage: Stage, panel: CriterionPanel) -> None:
    session = stage.session
    session.change(lambda: save_response(session.file, key=key(stage), criterion="3.10", response=Response("Yes")))
    panel.response.fields[RESPONSE].setFocus()
    stage.keys("No. ", Qt.Key.Key_Escape)
    assert panel.response.fields[RESPONSE].typed == "Yes"
    assert stage.table.hasFocus()


def test_a_date_that_is_none_stays_as_typed_and_says_so(stage: Stage, panel: CriterionPanel) -> None:
    panel.response.open()
    panel.response.fields[DAY].setFocus()
    stage.keys("31-2-2020", Qt.Key.Key_Return)
    assert panel.response.trouble.text() == "“31-2-2020” is a day that does not exist."
    assert panel.response.fields[DAY].typed == "31-2-2020"
    assert assessment(stage).responses == {}


def test_F19_what_cannot_be_saved_is_kept_for_its_criterion(
    stage: Stage, panel: CriterionPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise Problem("The disk is full: {file} could not be written.", file="demo.covenant")

    panel.response.open()
    with monkeypatch.context() as patched:
        patched.setattr(assessments_review, "save_response", full)
        stage.keys("We do have that")
        stage.go("3.11")
        assert panel.response.fields[RESPONSE].typed == ""
        stage.go("3.10")
        assert panel.response.fields[RESPONSE].typed == "We do have that"
        assert panel.response.fields[RESPONSE].property("problem") == "true"
    panel.response.fields[RESPONSE].setFocus()
    stage.go("3.11")
    assert assessment(stage).responses["3.10"].response == "We do have that"


def test_what_is_final_has_no_place_for_new_remarks_or_responses(stage: Stage, panel: CriterionPanel) -> None:
    stage.go("3.06", LOCKED)
    assert not panel.folds["remark"].isVisible()
    assert not panel.folds["response"].isVisible()


def test_reopening_is_seen_with_its_reason(stage: Stage, header: AssessmentHeader) -> None:
    stage.go("3.06", LOCKED)
    header.step.click()
    stage.keys("New evidence came in", Qt.Key.Key_Return)
    today = stage.session.language.short_day(date.today())
    assert f"Reopened by A. Voorbeeld on {today}: New evidence came in" in header.notes.whole_text


def test_rating_after_the_review_shows_that_it_is_to_be_reviewed_anew(stage: Stage, header: AssessmentHeader) -> None:
    stage.go("1.01", REVIEWED)
    assert header.step.text() == "Make final"
    code = next(code for code in stage.page.shown.sheet.applying) if stage.page.shown else ""
    session = stage.session
    before = assessment(stage, REVIEWED).ratings[code]
    after = Rating(0) if before.value else Rating(1)
    session.change(lambda: rate(session.file, key=key(stage, REVIEWED), ratings={code: after}))
    assert header.step.text() == "Mark as reviewed"
    assert assessment(stage, REVIEWED).status is Status.ASSESSED


def test_a_participant_begins_with_the_ratings_of_the_last_round(stage: Stage, header: AssessmentHeader) -> None:
    session = stage.session
    assert not header.carry.isVisible()
    session.change(
        lambda: start_round(session.file, covenant=session.covenant, round=next_round(session.file, session.covenant))
    )
    session.choose(session.covenant, "2021")
    assert header.carry.text() == "Begin with 2020"
    header.carry.click()
    found = assessment(stage)
    assert (found.carried_from, found.assessor, len(found.carried)) == ("2020", "A. Voorbeeld", 42)
    assert header.notes.whole_text == "42 ratings of 2020 to confirm"
    assert not header.carry.isVisible()
    stage.go("3.06")
    assert stage.page.view.panel.carried.text() == "Fully in 2020: to be confirmed, and not counted until then."
    assert "Enter: confirm" in stage.page.view.hints.accessibleName()
    session.undo()
    assert "Enter: next" in stage.page.view.hints.accessibleName()
    assert header.carry.isVisible()


def test_percentages_only_are_offered_where_nothing_is_rated(stage: Stage, header: AssessmentHeader) -> None:
    assert "Enter percentages only …" not in entries(header)
    stage.go("1.01", NOT_BEGUN)
    assert "Enter percentages only …" in entries(header)
    next(one for one in header.steps_menu().actions() if one.text() == "Enter percentages only …").trigger()
    form = stage.page.reviewer.form
    assert form is not None
    form.fields["1"].set_text("40")
    form.save()
    assert assessment(stage, NOT_BEGUN).summaries == {"1": 40}
    assert stage.page.view.score.figure.text() == "40.0%"
    assert header.notes.whole_text == "Percentages only"


def test_rating_what_has_percentages_says_what_to_do(stage: Stage) -> None:
    session = stage.session
    entered: Mapping[str, Number | None] = {"": 40}
    session.change(lambda: enter_summary(session.file, key=key(stage, NOT_BEGUN), percents=entered))
    stage.go("1.01", NOT_BEGUN)
    stage.keys("1")
    assert "Empty those first" in stage.problems[-1].text(session.language)
    assert stage.kept(NOT_BEGUN) == {}


def test_the_kinds_that_there_are_can_be_shown(stage: Stage, header: AssessmentHeader) -> None:
    assert [header.kinds.segment(kind).segment.quiet for kind in AssessmentKind] == [False, False, True]
    header.kinds.segment("self").click()
    assert stage.page.shown is not None
    assert stage.page.shown.kind is AssessmentKind.SELF
    assert header.kinds.current == "self"


def test_a_second_assessor_is_shown_nothing_of_the_others(
    stage: Stage, header: AssessmentHeader, panel: CriterionPanel
) -> None:
    session = stage.session
    session.change(lambda: save_response(session.file, key=key(stage), criterion="3.10", response=Response("Yes")))
    session.change(lambda: save_remark(session.file, key=key(stage), criterion="3.10", text="Which?"))
    header.kinds.segment("second").click()
    stage.go("3.10")
    assert header.notes.whole_text == "Blind: what others found is not shown."
    assert not any(header.kinds.segment(kind).segment.quiet for kind in AssessmentKind)
    assert not panel.folds["others"].isVisible()
    assert not panel.folds["response"].isVisible()
    assert not panel.folds["remark"].isVisible()
    assert "2020" not in panel.history.accessibleName()
    assert panel.folds["history"].isVisible()
    assert not any(row.row.mark_text for row in stage.page.view.score.sections.rows)


def test_what_differs_from_the_company_is_counted_per_section_and_in_all(
    stage: Stage, header: AssessmentHeader
) -> None:
    rows = [row.row for row in stage.page.view.score.sections.rows]
    assert {row.code: row.mark_text[2:] for row in rows} == {"1": "3", "2": "4", "3": "3", "4": "", "5": "1", "6": "1"}
    assert "12 differ from the self-assessment" in header.notes.whole_text
    spoken = stage.page.view.score.sections.rows[0].accessibleName()
    assert spoken.endswith("3 differ from the self-assessment")


def test_what_is_folded_away_is_remembered(stage: Stage, panel: CriterionPanel) -> None:
    panel.folds["others"].head.click()
    assert not panel.others.isVisible()
    state = stage.page.state()
    assert state["panel_folded"] == ["others"]
    panel.set_folded(())
    assert panel.others.isVisible()
    stage.page.restore(state)
    assert not panel.others.isVisible()


def test_in_a_narrow_window_returning_is_in_the_menu(stage: Stage, header: AssessmentHeader) -> None:
    assessed(stage)
    assert header.give_back.isVisible()
    stage.resize(1280, 720)
    assert not header.give_back.isVisible()
    assert "Return with remarks …" in entries(header)


def test_who_responded_is_kept_without_a_response(stage: Stage, panel: CriterionPanel) -> None:
    panel.response.open()
    panel.response.fields[BY].setFocus()
    stage.keys("K. Baas", Qt.Key.Key_Return)
    assert assessment(stage).responses["3.10"] == Response(responded_by="K. Baas")


def test_tab_comes_by_the_head_from_left_to_right(stage: Stage, header: AssessmentHeader) -> None:
    assessed(stage)
    header.kinds.segment("secretariat").setFocus()
    for expected in (header.give_back, header.step, header.others, stage.page.view.tabs.tab("all")):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected


def test_keys_go_to_remark_and_response(stage: Stage, panel: CriterionPanel) -> None:
    def press(key: Qt.Key) -> None:
        QTest.keyClick(stage.table, key, Qt.KeyboardModifier.ControlModifier)

    press(Qt.Key.Key_M)
    assert stage.table.hasFocus()  # nobody reviews what is in progress
    panel.folds["response"].head.click()
    stage.go("3.10")
    press(Qt.Key.Key_R)
    assert panel.response.fields[RESPONSE].hasFocus()
    assert panel.folds["response"].is_open
    assessed(stage)
    stage.go("3.10")
    press(Qt.Key.Key_M)
    assert panel.remark.fields[REMARK].hasFocus()


def test_the_jump_to_a_remark_brings_it_in_sight(stage: Stage, panel: CriterionPanel) -> None:
    session = stage.session
    stage.resize(1280, 720)
    assessed(stage)
    session.change(lambda: return_assessment(session.file, key=key(stage), remarks={"": "All", "3.10": "Which?"}))
    panel.folds["remark"].set_open(False)
    stage.go("1.01")
    stage.keys("r")
    assert stage.page.criterion == "3.10"
    field = panel.remark.fields[REMARK]
    top = field.mapTo(panel.viewport(), field.rect().topLeft()).y()
    assert 0 <= top <= panel.viewport().height() - field.height()
