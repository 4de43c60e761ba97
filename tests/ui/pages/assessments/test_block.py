from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.pasting import read_block
from covenant_monitor_ui.pages.assessments import desk as assessments_desk
from covenant_monitor_ui.pages.assessments.grid import CriteriaTable
from tests.ui.pages.assessments.stage import Stage, small_store

Show = Callable[[QWidget], None]
ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(stage: Stage) -> CriteriaTable:
    return stage.page.view.table


@pytest.fixture
def paste(table: CriteriaTable, qtbot: QtBot) -> Callable[[str], None]:
    def paste_text(text: str) -> None:
        QApplication.clipboard().setText(text)
        qtbot.keyClick(table, Qt.Key.Key_V, CTRL)

    return paste_text


Paste = Callable[[str], None]


def values(stage: Stage, *codes: str) -> list[object]:
    kept = stage.kept()
    return [kept[code].value if code in kept else None for code in codes]


def test_a_column_of_ratings_goes_down_from_the_current_criterion(stage: Stage, paste: Paste) -> None:
    paste("volledig\ndeels\r\n\n0\n")
    assert values(stage, "3.10", "3.11", "3.12", "3.13") == [1, Fraction(1, 2), None, 0]
    assert stage.page.view.banner.text == "Pasted: 3 criteria changed. Ctrl+Z undoes it."
    assert len(stage.changes) == 1
    stage.session.undo()
    assert values(stage, "3.10", "3.11", "3.12", "3.13") == [None] * 4


def test_rows_go_on_over_folded_sections(stage: Stage, table: CriteriaTable, paste: Paste) -> None:
    table.criteria.fold("4", True)
    stage.go("3.13")
    paste("1\n1")
    assert values(stage, "3.13", "4.01") == [1, 1]


def test_on_a_head_it_begins_with_the_section(stage: Stage, table: CriteriaTable, paste: Paste) -> None:
    table.go_to(table.criteria.section_place("4"))
    paste("1\n0")
    assert values(stage, "4.01", "4.02") == [1, 0]


def test_evidence_and_notes_come_along_where_columns_are_named(stage: Stage, paste: Paste) -> None:
    paste("code\tbewijs\ttoelichting\toordeel\n3.10\tRapport 2020\t\tdeels")
    kept = stage.kept()["3.10"]
    assert (kept.value, kept.evidence, kept.note) == (Fraction(1, 2), "Rapport 2020", "")


def test_na_asks_its_reason_once_for_all(stage: Stage, table: CriteriaTable, paste: Paste) -> None:
    paste("n.v.t.\nfully\nn.v.t.")
    assert table.field.isVisible()
    assert table.field.placeholderText() == "Why are 2 pasted criteria not applicable?"
    assert stage.changes == []
    stage.keys("No shops", ENTER)
    kept = stage.kept()
    assert [kept[code].na_reason for code in ("3.10", "3.11", "3.12")] == ["No shops", "", "No shops"]
    assert len(stage.changes) == 1
    assert not stage.page.view.report.isVisible()


def test_without_a_reason_the_rest_is_pasted_and_na_is_told(stage: Stage, table: CriteriaTable, paste: Paste) -> None:
    paste("n.v.t.\nfully")
    stage.keys(ESCAPE)
    assert values(stage, "3.10", "3.11") == [None, 1]
    assert stage.page.view.report.model.rows == [("1", "1", "n.v.t.", "N.a. needs a reason.")]
    assert QApplication.focusWidget() is table


def test_leaving_while_the_reason_is_asked_pastes_the_rest(stage: Stage, paste: Paste) -> None:
    paste("n.v.t.\nfully")
    stage.page.go_to_party("TESTPATROON")
    assert values(stage, "3.10", "3.11") == [None, 1]


def test_what_could_not_be_pasted_is_listed_copied_and_closed(
    stage: Stage, table: CriteriaTable, paste: Paste, qtbot: QtBot
) -> None:
    report = stage.page.view.report
    paste("code\trating\tcolour\n3.10\tfully\tred\n3.11\tvolldig\t\n9.99\tnot\t")
    assert values(stage, "3.10", "3.11") == [1, None]
    assert report.isVisible()
    assert report.title.text() == "2 cells were not pasted"
    assert [row[:3] for row in report.model.rows] == [("3", "2", "volldig"), ("4", "1", "9.99")]
    assert report.unused.text().startswith("Column 3 ")
    report.copy_button.click()
    assert read_block(QApplication.clipboard().text())[1][:3] == ["3", "2", "volldig"]
    report.table.setFocus()
    stage.keys(ESCAPE)
    assert not report.isVisible()
    assert QApplication.focusWidget() is table


def test_the_list_goes_with_the_next_paste_that_is_whole_and_with_another_participant(
    stage: Stage, paste: Paste
) -> None:
    report = stage.page.view.report
    paste("fully\nvolldig")
    assert report.isVisible()
    paste("fully\nnot")
    assert not report.isVisible()
    paste("fully\nvolldig")
    stage.page.go_to_party("TESTPATROON")
    assert not report.isVisible()


@pytest.mark.parametrize(
    "garbage", ["", "   ", "Dear colleague,\nplease see below", "{}\t[]\n<b>\t&", "7;8\n9;10", "\0"]
)
def test_garbage_changes_nothing_and_is_one_sentence(stage: Stage, paste: Paste, garbage: str) -> None:
    before = dict(stage.kept())
    paste(garbage)
    assert stage.page.view.banner.isVisible()
    assert stage.page.view.banner.kind == "warning"
    assert not stage.page.view.report.isVisible()
    assert (stage.kept(), stage.changes) == (before, [])


def test_F19_a_block_that_cannot_be_saved_changes_nothing(
    stage: Stage, paste: Paste, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_args: object, **_named: object) -> None:
        raise Problem("The disk is full.")

    monkeypatch.setattr(assessments_desk, "rate", full_disk)
    paste("fully\nn.v.t.")
    stage.keys("A reason", ENTER)
    assert stage.page.view.table.field.text() == "A reason"
    assert [str(problem) for problem in stage.problems] == ["The disk is full."]
    assert values(stage, "3.10") == [None]


def test_one_cell_fills_what_is_chosen(stage: Stage, table: CriteriaTable, paste: Paste, qtbot: QtBot) -> None:
    for _ in range(2):
        qtbot.keyClick(table, DOWN, SHIFT)
    paste("deels\r\n")
    assert values(stage, "3.10", "3.11", "3.12", "3.13") == [Fraction(1, 2)] * 3 + [None]


def test_more_cells_begin_at_the_first_that_is_chosen(
    stage: Stage, table: CriteriaTable, paste: Paste, qtbot: QtBot
) -> None:
    qtbot.keyClick(table, DOWN, SHIFT)
    paste("1\n0\n1")
    assert values(stage, "3.10", "3.11", "3.12") == [1, 0, 1]


def test_what_is_copied_pastes_back_without_a_change(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    block = read_block(QApplication.clipboard().text())
    assert block[0] == ["Code", "Criterion", "Rating", "Reason n.a.", "Evidence", "Note"]
    assert len(block) == 57
    assert stage.page.view.banner.text == "56 criteria copied: paste them in a spreadsheet, or here."
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    assert stage.page.view.banner.text == "Nothing to change here: it is so already."
    assert stage.changes == []
    assert not stage.page.view.report.isVisible()


def test_one_copied_criterion_fills_what_is_chosen(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("3.06")
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    stage.go("3.10")
    qtbot.keyClick(table, DOWN, SHIFT)
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    kept = stage.kept()
    assert values(stage, "3.10", "3.11") == [kept["3.06"].value] * 2


def test_the_other_participant_gets_by_code_what_was_copied(stage: Stage, table: CriteriaTable, qtbot: QtBot) -> None:
    stage.go("1.01")
    for _ in range(2):
        qtbot.keyClick(table, DOWN, SHIFT)
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    stage.go("2.01", "TESTPATROON")
    qtbot.keyClick(table, Qt.Key.Key_V, CTRL)
    kept = stage.kept()
    assert {code: rating.value for code, rating in stage.kept("TESTPATROON").items()} == {
        code: kept[code].value for code in ("1.01", "1.02", "1.03")
    }


def test_ctrl_D_fills_down_from_the_first_chosen_and_else_from_the_row_above(
    stage: Stage, table: CriteriaTable, qtbot: QtBot
) -> None:
    above = stage.kept()["3.09"]
    qtbot.keyClick(table, Qt.Key.Key_D, CTRL)
    assert values(stage, "3.10") == [above.value]
    assert table.current_place == table.criteria.place("3.11")
    stage.go("3.09")
    for _ in range(3):
        qtbot.keyClick(table, DOWN, SHIFT)
    qtbot.keyClick(table, Qt.Key.Key_D, CTRL)
    assert values(stage, "3.10", "3.11", "3.12") == [above.value] * 3
    assert stage.page.view.banner.text == "Filled down to 2 criteria. Ctrl+Z undoes it."
    assert stage.kept()["3.10"].evidence == ""


@pytest.mark.parametrize("code", ["1.01", "3.11"])
def test_there_may_be_nothing_to_fill_down(stage: Stage, table: CriteriaTable, qtbot: QtBot, code: str) -> None:
    stage.go(code)
    qtbot.keyClick(table, Qt.Key.Key_D, CTRL)
    assert stage.page.view.banner.text == "There is no rating above to fill down."
    assert stage.changes == []


def test_numbers_are_pasted_on_a_scale_of_numbers(tmp_path: Path, put_on_stage: Show, qtbot: QtBot) -> None:
    stage = Stage(small_store(tmp_path), "nl")
    put_on_stage(stage.window)
    stage.go("A1", "P1")
    QApplication.clipboard().setText("62,5\n62.5%\n101")
    qtbot.keyClick(stage.table, Qt.Key.Key_V, CTRL)
    assert {code: rating.value for code, rating in stage.kept("P1").items()} == dict.fromkeys(
        ("A1", "A2"), Fraction(125, 2)
    )
    assert [row[2] for row in stage.page.view.report.model.rows] == ["101"]
    stage.session.close()
