from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.grid import CriteriaTable
from tests.ui.pages.assessments.stage import LOCKED, Stage, small_store

Show = Callable[[QWidget], None]
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
SECTION_4 = [f"4.0{n}" for n in range(1, 6)]


@pytest.fixture
def table(stage: Stage) -> CriteriaTable:
    return stage.page.view.table


def press(qtbot: QtBot, table: CriteriaTable, key: Qt.Key, held: Qt.KeyboardModifier, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(table, key, held)


def test_shift_and_arrows_choose_a_range_and_a_step_without_lets_go(
    stage: Stage, table: CriteriaTable, qtbot: QtBot
) -> None:
    assert table.choice.codes == []
    press(qtbot, table, DOWN, SHIFT, 2)
    assert table.choice.codes == ["3.10", "3.11", "3.12"]
    assert stage.page.view.chosen.text() == "3 criteria chosen"
    press(qtbot, table, UP, SHIFT)
    assert table.choice.codes == ["3.10", "3.11"]
    stage.keys(DOWN)
    assert table.choice.codes == []
    assert not stage.page.view.chosen.isVisible()


def test_a_range_passes_over_the_head_of_an_open_section(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("3.13")
    press(qtbot, table, DOWN, SHIFT)
    assert table.choice.codes == ["3.13", "4.01"]
    press(qtbot, table, UP, SHIFT)
    assert table.choice.codes == []


def test_a_range_over_a_folded_section_has_all_of_it(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    table.criteria.fold("4", True)
    stage.go("3.13")
    press(qtbot, table, DOWN, SHIFT)
    assert table.choice.codes == ["3.13", *SECTION_4]


def test_a_range_from_a_head_begins_with_its_section(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    table.go_to(table.criteria.section_place("4"))
    press(qtbot, table, DOWN, SHIFT)
    assert table.choice.codes == SECTION_4


def test_ctrl_space_marks_rows_one_by_one_until_escape(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    press(qtbot, table, Qt.Key.Key_Space, CTRL)
    stage.keys(DOWN, DOWN)
    press(qtbot, table, Qt.Key.Key_Space, CTRL)
    assert table.choice.codes == ["3.10", "3.12"]
    press(qtbot, table, Qt.Key.Key_Space, CTRL)
    assert table.choice.codes == ["3.10"]
    stage.keys(Qt.Key.Key_Escape)
    assert table.choice.codes == []
    assert QApplication.focusWidget() is table


def test_the_last_mark_taken_away_leaves_nothing_chosen(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    press(qtbot, table, Qt.Key.Key_Space, CTRL, 2)
    assert table.choice.codes == []
    stage.keys("1")
    assert stage.kept()["3.10"].value == 1


def test_ctrl_A_takes_the_section_and_then_everything(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("4.03")
    press(qtbot, table, Qt.Key.Key_A, CTRL)
    assert table.choice.codes == SECTION_4
    press(qtbot, table, Qt.Key.Key_A, CTRL)
    assert len(table.choice.codes) == 56


def test_a_click_with_shift_or_ctrl_chooses_and_opens_no_menu(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    def click(code: str, held: Qt.KeyboardModifier) -> None:
        at = table.visualRect(table.rating_index(table.criteria.place(code))).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, at)

    click("3.12", SHIFT)
    assert table.choice.codes == ["3.10", "3.11", "3.12"]
    click("3.06", CTRL)
    assert table.choice.codes == ["3.06", "3.10", "3.11", "3.12"]
    assert QApplication.activePopupWidget() is None
    at = table.visualRect(table.rating_index(table.criteria.place("3.08"))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, at.y()))
    assert table.choice.codes == []


def test_ctrl_click_on_a_head_takes_its_section(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    at = table.visualRect(table.rating_index(table.criteria.section_place("4"))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, QPoint(60, at.y()))
    assert table.choice.codes == SECTION_4
    assert not table.criteria.folded


def test_a_digit_rates_all_that_are_chosen_as_one_step(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("3.08")
    before = dict(stage.kept())
    press(qtbot, table, DOWN, SHIFT, 4)
    stage.keys("2")
    kept = stage.kept()
    assert [str(kept[code].value) for code in ("3.08", "3.09", "3.10", "3.11", "3.12")] == ["1/2"] * 5
    assert kept["3.08"].note == before["3.08"].note
    # 3.09 was rated so already.
    assert stage.page.view.banner.text == "4 criteria rated partially. Ctrl+Z undoes it."
    assert table.choice.codes == ["3.08", "3.09", "3.10", "3.11", "3.12"]
    assert len(stage.changes) == 1
    stage.session.undo()
    assert stage.kept() == before
    assert not stage.page.view.banner.isVisible()


def test_a_digit_on_a_head_rates_what_is_open_in_it(stage: Stage, table: CriteriaTable) -> None:
    before = dict(stage.kept())
    table.go_to(table.criteria.section_place("3"))
    stage.keys("3")
    kept = stage.kept()
    assert {code: kept[code] for code in before} == before
    assert [kept[code].value for code in ("3.10", "3.11", "3.12", "3.13")] == [0] * 4
    assert len(stage.changes) == 1
    stage.keys("1")
    assert len(stage.changes) == 1
    assert stage.page.view.banner.text.startswith("Nothing to change here")


def test_na_of_what_is_chosen_asks_one_reason(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    press(qtbot, table, DOWN, SHIFT, 2)
    stage.keys("0")
    assert table.field.placeholderText() == "Why are the 3 chosen criteria not applicable?"
    stage.keys("No shops", Qt.Key.Key_Return)
    assert [stage.kept()[code].na_reason for code in ("3.10", "3.11", "3.12")] == ["No shops"] * 3
    assert len(stage.changes) == 1
    assert stage.page.view.banner.text == "3 criteria made n.a. Ctrl+Z undoes it."


def test_delete_clears_what_is_chosen_and_keeps_the_evidence(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("3.06")
    evidence = stage.kept()["3.06"].evidence
    press(qtbot, table, DOWN, SHIFT)
    stage.keys(Qt.Key.Key_Delete)
    assert [stage.kept()[code].is_rated for code in ("3.06", "3.07")] == [False, False]
    assert stage.kept()["3.06"].evidence == evidence
    assert stage.page.view.banner.text == "2 criteria cleared. Ctrl+Z undoes it."


def test_delete_on_a_head_clears_its_section(stage: Stage, table: CriteriaTable) -> None:
    table.go_to(table.criteria.section_place("1"))
    stage.keys(Qt.Key.Key_Delete)
    assert not any(code.startswith("1.") and rating.is_rated for code, rating in stage.kept().items())
    stage.session.undo()
    assert sum(code.startswith("1.") and rating.is_rated for code, rating in stage.kept().items()) == 16


def test_L_rates_as_the_last_round_did(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    shown = stage.page.shown
    assert shown is not None
    last = shown.sheet.last_rating("3.10")
    assert last is not None
    stage.keys("l")
    assert stage.kept()["3.10"].value == last.value
    assert table.current_place == table.criteria.place("3.11")
    table.go_to(table.criteria.section_place("4"))
    stage.keys("L".lower())
    assert stage.page.view.banner.text.startswith("4 criteria rated as in 2019. Ctrl+Z undoes it. 1 has no rating")
    assert len(stage.changes) == 2


def test_L_without_an_earlier_round_says_so(stage: Stage) -> None:
    stage.go("1.01", "TESTPATROON")
    stage.keys("l")
    assert "not rated in an earlier round" in stage.page.view.banner.text
    assert stage.changes == []


def test_a_filter_lets_go_of_what_was_chosen(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    press(qtbot, table, DOWN, SHIFT, 2)
    stage.page.view.tabs.choose(Filter.OPEN.value)
    assert table.choice.codes == []


def test_what_is_filtered_away_is_not_rated_by_its_head(stage: Stage, table: CriteriaTable) -> None:
    stage.page.view.tabs.choose(Filter.UNPROVEN.value)
    before = dict(stage.kept())
    table.go_to(0)
    stage.keys("3")
    assert stage.kept() == before


def test_a_locked_assessment_is_told_and_stays_as_it_is(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("1.01", LOCKED)
    before = dict(stage.kept(LOCKED))
    QApplication.clipboard().setText("not\nnot")
    press(qtbot, table, Qt.Key.Key_A, CTRL)
    for key in (Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_L, Qt.Key.Key_C, Qt.Key.Key_Delete):
        stage.keys(key)
    for key in (Qt.Key.Key_D, Qt.Key.Key_V):
        press(qtbot, table, key, CTRL)
    assert stage.page.view.banner.text.startswith("The assessment of Allegorie Outdoor B.V. is final and locked.")
    assert (stage.kept(LOCKED), stage.changes) == (before, [])


def test_a_number_is_typed_once_for_all_that_are_chosen(tmp_path: Path, put_on_stage: Show, qtbot: QtBot) -> None:
    stage = Stage(small_store(tmp_path), "en")
    put_on_stage(stage.window)
    stage.go("A1", "P1")
    press(qtbot, stage.page.view.table, DOWN, SHIFT)
    stage.keys("6", "5", Qt.Key.Key_Return)
    assert {code: rating.value for code, rating in stage.kept("P1").items()} == {"A1": 65, "A2": 65}
    assert stage.page.view.banner.text == "2 criteria rated 65. Ctrl+Z undoes it."
    stage.session.close()


def test_a_filter_without_criteria_says_so(stage: Stage, table: CriteriaTable) -> None:
    table.go_to(table.criteria.section_place("3"))
    for section in "3456":
        table.go_to(table.criteria.section_place(section))
        stage.keys("1")
    before = table.viewport().grab().toImage()
    stage.page.view.tabs.choose(Filter.OPEN.value)
    assert table.criteria.rowCount() == 0
    image = table.viewport().grab().toImage()
    ink = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(24, 44)}
    assert len(ink) > 2
    assert image != before
    stage.keys("1", "n", Qt.Key.Key_Return)
    assert stage.page.view.banner.text.startswith("There is no criterion here")


def test_a_list_without_participants_says_so(stage: Stage) -> None:
    people = stage.page.view.people
    people.filter.setText("nobody at all")
    assert people.nobody.isVisible()
    people.filter.clear()
    assert not people.nobody.isVisible()


def test_right_click_offers_the_menu_and_keeps_the_choice(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    press(qtbot, table, DOWN, SHIFT, 2)
    at = table.visualRect(table.rating_index(table.criteria.place("3.11"))).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.RightButton, pos=at)
    assert table.choice.codes == ["3.10", "3.11", "3.12"]
    menu = stage.page.menu()
    menu.actions()[0].trigger()
    assert [stage.kept()[code].value for code in ("3.10", "3.11", "3.12")] == [1, 1, 1]
    menu.close()
