"""Carried ratings, the company's own assessment, a blind second one, and what must not be seen during it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.store.assessments import AssessmentKey, set_status
from covenant_monitor.store.carrying import carry_forward
from covenant_monitor.store.review import save_remark, settle_remark
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.models.assessment_list import Whose
from covenant_monitor_ui.models.criteria import Column, CriterionRow
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.widgets.popover import Popover
from tests.core.demo import demo_copy
from tests.ui.pages.assessments.stage import HERO, Stage

Show = Callable[[QWidget], None]
Key = Qt.Key
SECOND, SELF = AssessmentKind.SECOND, AssessmentKind.SELF
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    store = open_store(demo_copy(tmp_path), user="C. Tweede")
    made = Stage(store)
    made.page.go_to_party(HERO)
    put_on_stage(made.window)
    made.go("3.10")
    yield made
    made.session.close()


def carry(stage: Stage, **ratings: float) -> None:
    """Put ratings beside the participant's assessment that are still to be confirmed."""
    store = stage.session.file
    with store.change("rate_many", {"party": HERO, "n": len(ratings)}) as change:
        for code, value in ratings.items():
            store.connection.execute(
                "INSERT INTO carried (assessment, criterion, value, from_round) SELECT a.id, k.id, ?, '2019'"
                " FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
                " JOIN criterion k ON k.framework = r.framework"
                " WHERE p.code = ? AND r.code = '2020' AND a.kind = 'secretariat' AND k.code = ?",
                (value, HERO, code.replace("_", ".").strip("c")),
            )
    stage.session.tell_change(change)


@pytest.fixture
def carried(stage: Stage) -> Stage:
    carry(stage, c3_10=1, c3_11=0.5, c3_13=0)
    stage.go("3.10")
    return stage


def test_a_carried_rating_is_shown_as_to_be_confirmed_and_counts_nowhere(carried: Stage) -> None:
    row = carried.shown("3.10")
    assert (row.mark, row.proposed, row.texts[Column.RATING]) == ("", "fully", "fully")
    assert row.spoken.endswith(", to confirm")
    view = carried.page.view
    assert view.score.rated.text() == "42 of 56 rated"
    assert (view.tabs.tab("open").count, view.tabs.tab("carried").count) == ("14", "3")


def test_its_chip_is_hollow_and_says_so_in_words(carried: Stage) -> None:
    table = carried.page.view.table
    delegate = table.itemDelegateForColumn(Column.RATING)
    assert table.columnWidth(Column.RATING) >= delegate.carried_width("partially")  # type: ignore[attr-defined]

    def ground(code: str) -> QColor:
        rect = table.visualRect(table.criteria.index(table.criteria.place(code), Column.RATING))
        return table.viewport().grab().toImage().pixelColor(rect.center().x() + 2, rect.center().y() - 9)

    carried.go("3.12")
    assert ground("3.11") == ground("3.13") != ground("3.09")


def test_enter_confirms_and_goes_on_and_passes_what_has_nothing(carried: Stage) -> None:
    carried.keys(Key.Key_Return, "c")
    kept = carried.kept()
    assert (kept["3.10"].value, float(kept["3.11"].value or 0)) == (1, 0.5)
    assert carried.page.criterion == "3.12"
    carried.keys(Key.Key_Return)
    assert carried.page.criterion == "3.13"
    assert "3.12" not in kept
    assert [change.tables for change in carried.changes[1:]] == [frozenset({"rating", "carried", "score"})] * 2 or (
        len(carried.changes) == 3
    )


def test_T_goes_to_the_next_and_another_rating_replaces_it(carried: Stage) -> None:
    carried.go("1.01")
    carried.keys("t", "3")
    assert carried.kept()["3.10"].value == 0
    assert carried.shown("3.10").proposed == ""
    assert carried.page.view.tabs.tab("carried").count == "2"


def test_delete_takes_a_proposal_away(carried: Stage) -> None:
    carried.keys(Key.Key_Delete)
    assert carried.page.view.tabs.tab("carried").count == "2"
    assert not carried.kept()["3.10"].is_rated
    carried.session.undo()
    assert carried.page.view.tabs.tab("carried").count == "3"


def test_a_section_or_a_choice_is_confirmed_as_one_step(carried: Stage, qtbot: QtBot) -> None:
    table = carried.page.view.table
    table.go_to(table.criteria.section_place("3"))
    carried.keys("c")
    assert carried.page.view.banner.text == "3 ratings confirmed. Ctrl+Z undoes it."
    carried.session.undo()
    carried.go("3.10")
    for _ in range(3):
        qtbot.keyClick(table, Key.Key_Down, SHIFT)
    carried.keys(Key.Key_Return)
    assert carried.page.view.banner.text == "3 ratings confirmed. Ctrl+Z undoes it."
    assert "carried" not in carried.page.view._tab_keys


def test_nothing_to_confirm_is_told(stage: Stage) -> None:
    stage.keys("c")
    assert stage.page.view.banner.text == "There is nothing to confirm here."


def test_the_last_one_confirmed_stays_under_its_filter_until_another_is_chosen(carried: Stage) -> None:
    view = carried.page.view
    view.tabs.choose(Filter.CARRIED.value)
    carried.page.take_focus()
    carried.keys("c", "c", "c")
    assert (view.tabs.current, view.tabs.tab("carried").count) == (Filter.CARRIED, "0")
    assert sum(isinstance(row, CriterionRow) for row in view.criteria.rows) == 3
    carried.page.go_to_party("TESTPATROON")
    assert view.criteria.filter is Filter.ALL


def test_what_is_carried_forward_by_the_store_can_be_confirmed_whole(stage: Stage, qtbot: QtBot) -> None:
    session = stage.session
    store = session.file
    # A round after the last: everybody begins anew with what was found in 2020.
    with store.change("import", {"source": "test"}) as change:
        store.connection.execute(
            "INSERT INTO round (id, covenant, code, first_day, last_day, framework)"
            " SELECT 424242, covenant, '2021', '2021-01-01', '2021-12-31', framework FROM round WHERE code = '2020'"
        )
    session.tell_change(change)
    session.choose("KLEDING", "2021")
    session.change(lambda: carry_forward(store, covenant="KLEDING", round="2021", parties=[HERO]))
    stage.go("1.01", HERO)
    n = int(stage.page.view.tabs.tab("carried").count)
    assert n > 30
    qtbot.keyClick(stage.table, Key.Key_A, CTRL)
    qtbot.keyClick(stage.table, Key.Key_A, CTRL)
    stage.keys("c")
    assert stage.page.view.banner.text == f"{n} ratings confirmed. Ctrl+Z undoes it."
    assert sum(rating.is_rated for rating in stage.kept().values()) == n


def test_a_remark_is_marked_filtered_and_jumped_to(stage: Stage) -> None:
    session = stage.session
    key = AssessmentKey("KLEDING", "2020", HERO)
    session.change(lambda: save_remark(session.file, key=key, criterion="2.02", text="Where is the plan?"))
    assert stage.shown("2.02").comment == "remark"
    assert "Reviewer: Where is the plan?" in stage.shown("2.02").tips[2]
    assert stage.page.view.tabs.tab("remarked").count == "1"
    stage.page.take_focus()
    stage.keys("r")
    assert stage.page.criterion == "2.02"
    session.change(lambda: settle_remark(session.file, key=key, criterion="2.02"))
    assert stage.shown("2.02").comment != "remark"


def test_returned_and_mine_are_listed(stage: Stage) -> None:
    people = stage.page.view.people
    people.choose_whose(Whose.MINE.value)
    assert stage.page.view.participants.parties == []
    stage.keys("1")
    assert people.whose.tab("mine").count == "0"  # somebody else began it, and stays its assessor
    people.choose_whose(Whose.TO_REVIEW.value)
    assert "VERZONNEN-SOKKEN" in stage.page.view.participants.parties
    kept = stage.page.state()
    assert (kept["whose"], kept["filter"]) == ("to_review", "all")
    assert {"whose", "filter"} <= stage.page.LASTING
    stage.page.go_to_party("TESTPATROON")
    assert stage.page.view.participants.whose is Whose.ALL


def test_what_a_company_says_is_entered_in_its_own_assessment(stage: Stage) -> None:
    before = dict(stage.kept())
    stage.page.show_kind(SELF)
    stage.go("3.10")
    view = stage.page.view
    assert view.table.isColumnHidden(Column.SELF)
    assert "differs" not in view._tab_keys
    stage.keys("1")
    assert stage.kept(kind=SELF)["3.10"].value == 1
    assert stage.kept() == before
    stage.page.show_kind(AssessmentKind.SECRETARIAT)
    assert stage.shown("3.10").own_mark == "fully"
    assert stage.page.criterion == "3.11"


def texts(widget: QWidget) -> str:
    """Everything that can be read in labels of a page."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_a_blind_assessment_shows_nothing_that_others_found_this_round(stage: Stage) -> None:
    page, view = stage.page, stage.page.view
    assert "63.1%" in view.score.figure.text()
    page.show_kind(SECOND)
    stage.go("3.06")
    shown = page.shown
    assert shown is not None
    assert (dict(shown.every), dict(shown.sheet.own), dict(shown.sheet.ratings)) == ({}, {}, {})
    assert "2020" not in shown.past
    assert view.score.rated.text() == "0 of 56 rated"
    assert view.score.figure.text() == "–"
    assert view.table.isColumnHidden(Column.SELF)
    assert all(key not in view._tab_keys for key in ("differs", "carried", "remarked"))
    assert all(
        row.mark == row.own_mark == row.clip == "" for row in view.criteria.rows if isinstance(row, CriterionRow)
    )
    assert "63.1" not in texts(page)
    assert "Other participants" not in texts(page)
    stage.keys("1")
    assert stage.kept(kind=SECOND)["3.06"].value == 1
    assert stage.page.shown is not None
    assert stage.page.shown.standing.assessor == "C. Tweede"


def test_who_assesses_blind_does_not_see_what_the_secretariat_found_until_it_is_done(stage: Stage) -> None:
    page, view = stage.page, stage.page.view
    page.show_kind(SECOND)
    stage.go("3.06")
    stage.keys("1")
    page.show_kind(AssessmentKind.SECRETARIAT)
    assert page.is_hidden
    assert view.veil is not None
    assert not view.table.isVisible()
    assert not view.score.isVisible()
    assert view.criteria.rowCount() == 0
    assert "blind" in view.veil.accessibleDescription()
    assert "63.1" not in texts(page)
    stage.keys(Key.Key_F1)
    page.go_to_criterion("3.06")
    assert not any(popover.isVisible() for popover in stage.window.findChildren(Popover))
    assert page.rate_current("not") is False
    assert not page.view.header.step.isVisible()
    page.go_to_party("TESTPATROON")
    assert view.table.isVisible()
    assert QApplication.focusWidget() is view.table
    page.go_to_party(HERO)
    assert view.veil is not None
    assert QApplication.focusWidget() is view.veil.buttons[0]
    view.veil.buttons[0].click()
    assert view.veil is None
    assert view.table.isVisible()
    assert QApplication.focusWidget() is view.table
    session, key = stage.session, AssessmentKey("KLEDING", "2020", HERO, SECOND)
    session.change(lambda: set_status(session.file, key=key, status=Status.ASSESSED))
    page.show_kind(AssessmentKind.SECRETARIAT)
    assert view.veil is None
    assert view.score.figure.text() == "63.1%"


def test_others_are_shown_what_the_secretariat_found(stage: Stage) -> None:
    stage.page.show_kind(SECOND)
    stage.go("3.06")
    stage.keys("1")
    stage.session.file.user = "A. Voorbeeld"
    stage.page.show_kind(AssessmentKind.SECRETARIAT)
    assert stage.page.view.veil is None


def test_a_second_assessment_may_be_limited_to_some_criteria(stage: Stage) -> None:
    page = stage.page
    page.show_kind(SECOND)
    stage.go("3.06")
    stage.keys("1")
    store = stage.session.file
    with store.change("status", {"party": HERO, "status": "status:draft"}) as change:
        store.connection.execute(
            "INSERT INTO sample (assessment, criterion) SELECT a.id, k.id FROM assessment a JOIN round r"
            " ON r.id = a.round JOIN criterion k ON k.framework = r.framework"
            " WHERE a.kind = 'second' AND a.id IN (SELECT assessment FROM rating g JOIN criterion c"
            " ON c.id = g.criterion WHERE c.code = '3.06') AND k.code IN ('3.06', '4.01')"
            " AND a.party = (SELECT id FROM party WHERE code = ?)",
            (HERO,),
        )
    stage.session.tell_change(change)
    page.go_to_party("TESTPATROON")
    page.go_to_party(HERO)
    assert [row.code for row in page.view.criteria.rows] == ["3", "3.06", "4", "4.01"]
    assert page.view.score.rated.text() == "1 of 2 rated"
    assert page.view.score.figure.text() == "100.0%"


def test_a_second_assessment_is_in_no_headline_figure(stage: Stage) -> None:
    before = stage.session.picture.round("2020").standings
    stage.page.show_kind(SECOND)
    stage.go("3.06")
    stage.keys("1", "2", "3")
    assert stage.session.picture.round("2020").standings == before


def test_undo_goes_to_the_kind_that_it_changes(stage: Stage) -> None:
    stage.page.show_kind(SELF)
    stage.go("3.10")
    stage.keys("1")
    stage.page.show_kind(AssessmentKind.SECRETARIAT)
    stage.session.undo()
    assert stage.page.shown is not None
    assert stage.page.shown.kind is SELF
    assert stage.page.criterion == "3.10"


def test_the_kind_comes_back_with_the_page(stage: Stage) -> None:
    stage.page.show_kind(SELF)
    kept = stage.page.state()
    stage.page.show_kind(AssessmentKind.SECRETARIAT)
    stage.page.restore(kept)
    assert stage.page.shown is not None
    assert stage.page.shown.kind is SELF


def test_what_could_not_be_saved_is_found_again_in_its_kind(stage: Stage) -> None:
    key = AssessmentKey("KLEDING", "2020", HERO, SELF)
    stage.page._go(key, "2.01")
    assert stage.page.shown is not None
    assert (stage.page.shown.kind, stage.page.criterion) == (SELF, "2.01")


def test_a_second_assessment_that_was_asked_for_names_who_is_to_make_it(stage: Stage) -> None:
    session = stage.session
    session.change(
        lambda: assign_second(
            session.file,
            covenant=session.covenant,
            round=session.round,
            parties=[HERO],
            criteria=(),
            assessor="D. Ander",
        )
    )
    stage.page.show_kind(SECOND)
    stage.go("3.06")
    current = stage.page.view.header.steps.current
    assert current is not None
    assert "D. Ander" in current.words
