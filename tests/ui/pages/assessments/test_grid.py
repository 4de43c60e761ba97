from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.models.criteria import Column, CriterionRow, SectionRow
from covenant_monitor_ui.pages.assessments.grid import CriteriaTable
from covenant_monitor_ui.theme import role_font
from covenant_monitor_ui.widgets.delegates import PADDING
from covenant_monitor_ui.widgets.shapes import MARK_SIZE
from tests.ui.pages.assessments.stage import NOT_BEGUN, Stage, demo_stage

Show = Callable[[QWidget], None]
LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.go("3.05")
    yield made
    made.session.close()


@pytest.fixture
def table(stage: Stage) -> CriteriaTable:
    return stage.page.view.table


def current(stage: Stage) -> str:
    row = stage.row()
    assert row is not None
    return row.code


def test_home_end_and_pages_move_the_current_row(stage: Stage, table: CriteriaTable) -> None:
    stage.keys(Qt.Key.Key_End)
    assert current(stage) == "6.05"
    stage.keys(Qt.Key.Key_PageUp)
    assert table.current_place < table.criteria.rowCount() - 5
    stage.keys(Qt.Key.Key_Home)
    assert current(stage) == "1"
    stage.keys(Qt.Key.Key_Up, Qt.Key.Key_PageUp)
    assert table.current_place == 0
    stage.keys(Qt.Key.Key_PageDown)
    assert table.current_place > 5


def test_the_current_cell_is_the_rating_or_the_head_of_a_section(stage: Stage, table: CriteriaTable) -> None:
    stage.keys(Qt.Key.Key_Home)
    for _ in range(table.criteria.rowCount()):
        row = stage.row()
        assert table.currentIndex().column() == (0 if isinstance(row, SectionRow) else Column.RATING)
        stage.keys(Qt.Key.Key_Down)


def test_left_folds_the_section_and_right_unfolds_it(stage: Stage, table: CriteriaTable) -> None:
    stage.keys(Qt.Key.Key_Left)
    assert (current(stage), table.criteria.folded) == ("3", {"3"})
    assert table.columnSpan(table.current_place + 1, 0) == len(Column)
    stage.keys(Qt.Key.Key_Right)
    assert not table.criteria.folded
    assert current(stage) == "3"
    stage.keys(Qt.Key.Key_Space)
    assert table.criteria.folded == {"3"}
    stage.keys(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert current(stage) == "3.01"


def test_a_click_on_a_head_folds_and_one_on_any_cell_of_a_row_selects_its_rating(
    stage: Stage, table: CriteriaTable, qtbot: QtBot
) -> None:
    stage.go("3.01")
    head = table.visualRect(table.rating_index(table.criteria.section_place("3")))
    qtbot.mouseClick(table.viewport(), LEFT_BUTTON, pos=QPoint(60, head.center().y()))
    assert table.criteria.folded == {"3"}
    qtbot.mouseClick(table.viewport(), LEFT_BUTTON, pos=QPoint(60, head.center().y()))
    assert not table.criteria.folded
    row = table.visualRect(table.rating_index(table.criteria.place("3.02")))
    qtbot.mouseClick(table.viewport(), LEFT_BUTTON, pos=QPoint(90, row.center().y()))
    assert (current(stage), table.currentIndex().column()) == ("3.02", Column.RATING)
    assert stage.changes == []


def test_a_press_that_is_let_go_elsewhere_does_nothing(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    chip = table.visualRect(table.currentIndex()).center()
    qtbot.mousePress(table.viewport(), LEFT_BUTTON, pos=chip)
    qtbot.mouseMove(table.viewport(), QPoint(chip.x(), chip.y() + 60))
    qtbot.mouseRelease(table.viewport(), LEFT_BUTTON, pos=QPoint(chip.x(), chip.y() + 60))
    assert current(stage) == "3.05"
    assert stage.changes == []


def test_a_click_on_the_marks_goes_to_the_evidence(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    marks = table.visualRect(table.criteria.index(table.criteria.place("3.06"), Column.MARKS))
    qtbot.mouseClick(table.viewport(), LEFT_BUTTON, pos=marks.center())
    assert stage.page.view.panel.fields.evidence.hasFocus()
    assert stage.page.view.panel.fields.evidence.text() == "Plan van aanpak 2020, p. 5"


def test_the_rows_that_follow_are_in_sight(stage: Stage, table: CriteriaTable) -> None:
    for _ in range(25):
        stage.keys(Qt.Key.Key_Down)
        after = table.visualRect(table.rating_index(min(table.current_place + 2, table.criteria.rowCount() - 1)))
        assert table.viewport().rect().contains(after.center())


def test_a_row_out_of_sight_comes_to_the_middle(stage: Stage, table: CriteriaTable) -> None:
    stage.go("1.01")
    stage.go("6.01")
    middle = table.visualRect(table.currentIndex()).center().y()
    assert middle > 100
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_columns_without_anything_in_them_are_hidden(stage: Stage, table: CriteriaTable) -> None:
    assert not table.isColumnHidden(Column.SELF)
    stage.page.go_to_party(NOT_BEGUN)
    assert table.isColumnHidden(Column.SELF)
    assert table.isColumnHidden(Column.EARLIER)


def test_no_word_for_a_rating_is_cut(stage: Stage, table: CriteriaTable) -> None:
    body = QFontMetrics(role_font())
    rows = [row for row in stage.page.view.criteria.rows if isinstance(row, CriterionRow)]
    for column, beside in ((Column.EARLIER, 0), (Column.SELF, 18)):
        room = table.columnWidth(column) - 2 * PADDING - MARK_SIZE - 7 - beside
        assert max(body.horizontalAdvance(row.texts[column]) for row in rows) <= room


def test_in_a_narrow_window_columns_give_way_to_the_criterion(stage: Stage, table: CriteriaTable) -> None:
    stage.resize(1024, 640)
    assert table.isColumnHidden(Column.FROM)
    assert table.columnWidth(Column.CRITERION) > 150
    stage.resize(1440, 900)
    assert not table.isColumnHidden(Column.FROM)


def test_the_field_stays_on_its_row_when_the_grid_scrolls(stage: Stage, table: CriteriaTable) -> None:
    stage.keys("0")
    before = table.field.y()
    table.verticalScrollBar().setValue(table.verticalScrollBar().value() - 40)
    assert table.field.y() == before + 40
    assert table.field.geometry().right() <= table.viewport().width()
    stage.keys(Qt.Key.Key_Escape)


def test_section_rows_are_painted_over_all_columns(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("3.02")
    place = table.criteria.section_place("3")
    table.scrollTo(table.criteria.index(place, 0))
    rect = table.visualRect(table.criteria.index(place, 0))
    assert rect.width() == table.viewport().width()
    image = table.viewport().grab().toImage()
    ink = {
        image.pixelColor(x, rect.center().y()).name()
        for x in range(table.section_rect("3").left(), table.section_rect("3").right())
    }
    assert len(ink) > 1
    row = table.criteria.rows[place + 1]
    assert isinstance(row, CriterionRow)
