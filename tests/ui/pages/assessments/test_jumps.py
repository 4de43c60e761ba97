from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.grid import JUMPS
from covenant_monitor_ui.pages.history.table import HistoryTable
from covenant_monitor_ui.widgets.popover import Popover
from tests.ui.pages.assessments.stage import HERO, NOT_BEGUN, Stage, demo_stage

Show = Callable[[QWidget], None]
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.go("1.01")
    yield made
    made.session.close()


@pytest.mark.parametrize("key", JUMPS)
def test_every_jump_finds_all_of_its_kind_and_comes_round(stage: Stage, key: int, qtbot: QtBot) -> None:
    shown = stage.page.shown
    assert shown is not None
    wanted = JUMPS[key]
    codes = [code for code in shown.sheet.framework.criteria if shown.sheet.shows(code, wanted)]
    found = []
    for _ in codes:
        qtbot.keyClick(stage.table, Qt.Key(key))
        found.append(stage.page.criterion)
    assert sorted(found) == codes
    if not codes:
        qtbot.keyClick(stage.table, Qt.Key(key))
        assert stage.page.view.banner.text.startswith("There is no criterion here under")
        assert stage.page.criterion == "1.01"


def test_shift_goes_the_other_way(stage: Stage, qtbot: QtBot) -> None:
    stage.keys("nnn")
    assert stage.page.criterion == "3.12"
    qtbot.keyClick(stage.table, Qt.Key.Key_N, SHIFT)
    assert stage.page.criterion == "3.11"
    stage.go("1.01")
    qtbot.keyClick(stage.table, Qt.Key.Key_N, SHIFT)
    assert stage.page.criterion == "6.04"


def test_a_jump_from_a_head_begins_in_its_section(stage: Stage, qtbot: QtBot) -> None:
    table = stage.page.view.table
    table.go_to(table.criteria.section_place("4"))
    stage.keys("n")
    assert stage.page.criterion == "4.01"
    table.go_to(table.criteria.section_place("4"))
    qtbot.keyClick(table, Qt.Key.Key_N, SHIFT)
    assert stage.page.criterion == "3.13"


def test_a_jump_unfolds_the_section_that_it_ends_in(stage: Stage) -> None:
    stage.page.view.criteria.fold("3", True)
    stage.keys("n")
    assert stage.page.criterion == "3.10"
    assert not stage.page.view.criteria.folded


def test_a_jump_stays_within_the_filter(stage: Stage) -> None:
    stage.page.view.tabs.choose(Filter.UNPROVEN.value)
    stage.page.take_focus()
    stage.keys("n")
    assert stage.page.view.criteria.filter is Filter.UNPROVEN
    assert "“Not yet”" in stage.page.view.banner.text


def test_the_only_one_of_its_kind_is_told(stage: Stage) -> None:
    stage.page.view.tabs.choose(Filter.OPEN.value)
    stage.page.take_focus()
    while stage.page.view.tabs.tab("open").count != "1":
        stage.keys("n", "1")
    stage.keys("n", "n")
    assert stage.page.view.banner.text == "There is no other criterion here under “Not yet”."


def test_slash_finds_a_criterion_by_code_or_words(stage: Stage) -> None:
    finder = stage.page.view.finder
    stage.keys("/")
    assert finder.isVisible()
    assert QApplication.focusWidget() is finder.field
    stage.keys("3.12", Qt.Key.Key_Return)
    assert (stage.page.criterion, finder.isVisible()) == ("3.12", False)
    assert QApplication.focusWidget() is stage.table
    stage.keys("/", "wage gap")
    assert [goal.code for goal in finder.found] == ["3.07"]
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.criterion == "3.07"


def test_ctrl_F_finds_a_participant_and_keeps_the_criterion(stage: Stage, qtbot: QtBot) -> None:
    stage.go("2.03")
    qtbot.keyClick(stage.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    stage.keys("zijde", Qt.Key.Key_Return)
    assert stage.page.shown is not None
    assert stage.page.shown.standing.party.name == "Verbeeld Zijde B.V."
    assert stage.page.criterion == "2.03"


def test_arrows_choose_in_the_list_and_a_click_goes(stage: Stage, qtbot: QtBot) -> None:
    finder = stage.page.view.finder
    stage.keys("/", "3.0", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert stage.page.criterion == "3.02"
    stage.keys("/", "4.0")
    at = finder.list.visualRect(finder.list.model().index(2, 0)).center()
    qtbot.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert stage.page.criterion == "4.03"


def test_nothing_found_goes_nowhere_and_escape_leaves(stage: Stage) -> None:
    finder = stage.page.view.finder
    stage.keys("/", "no such thing at all", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert finder.isVisible()
    assert not finder.found
    stage.keys(Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert QApplication.focusWidget() is stage.table
    assert stage.page.criterion == "1.01"


def test_what_is_being_typed_is_saved_before_something_is_looked_for(stage: Stage, qtbot: QtBot) -> None:
    stage.keys("b", " extra")
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert "extra" in stage.kept()["1.01"].evidence


def test_a_slash_in_a_field_is_a_slash(stage: Stage) -> None:
    stage.keys("b", "a/b?", Qt.Key.Key_Return)
    assert stage.kept()["1.01"].evidence.endswith("a/b?")


def test_letters_in_the_list_go_to_a_participant(stage: Stage) -> None:
    stage.page.view.people.list.setFocus()
    stage.keys("test")
    assert stage.page.shown is not None
    assert stage.page.shown.standing.party.code == NOT_BEGUN
    stage.page.view.people.list._forget()
    stage.keys("mode")
    assert "mode" in stage.page.shown.standing.party.name.lower()
    stage.page.view.people.list._forget()
    stage.keys(HERO.lower())
    assert stage.page.shown.standing.party.code == HERO


def test_slash_and_question_mark_work_from_the_list_too(stage: Stage) -> None:
    stage.page.view.people.list.setFocus()
    stage.keys("/")
    assert stage.page.view.finder.isVisible()
    stage.keys(Qt.Key.Key_Escape)


def test_question_mark_shows_every_key_and_gives_the_focus_back(stage: Stage) -> None:
    stage.page.take_focus()
    stage.keys("?")
    popover = stage.window.findChild(Popover)
    assert popover is not None
    assert popover.isVisible()
    stage.keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is stage.table


def test_H_shows_the_history_of_the_rating(stage: Stage) -> None:
    stage.page.take_focus()
    stage.keys("1h")
    popover = stage.window.findChild(Popover)
    assert popover is not None
    table = popover.findChild(HistoryTable)
    assert table is not None
    assert table.model().rowCount() > 0
    stage.keys(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is stage.table


def test_H_does_nothing_on_the_head_of_a_section(stage: Stage) -> None:
    stage.page.view.table.go_to(0)
    stage.keys("h")
    assert stage.window.findChild(Popover) is None


def test_that_there_is_nothing_is_said_until_the_next_jump_or_escape(stage: Stage) -> None:
    banner = stage.page.view.banner
    stage.keys("t")
    assert banner.text == "There is no criterion here under “To confirm”."
    stage.keys("n")
    assert banner.isHidden()
    stage.keys("t", Qt.Key.Key_Escape)
    assert banner.isHidden()


def test_F6_goes_round_and_with_shift_the_other_way(stage: Stage, qtbot: QtBot) -> None:
    view = stage.page.view
    parts = [view.table, view.score.figure, view.people.list]
    for modifier, order in ((Qt.KeyboardModifier.NoModifier, (1, 2, 0)), (SHIFT, (2, 1, 0))):
        for wanted in order:
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, modifier)
            assert QApplication.focusWidget() is parts[wanted]
