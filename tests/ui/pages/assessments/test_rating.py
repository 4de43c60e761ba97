from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.errors import Problem
from covenant_monitor_ui.models.criteria import CriterionRow
from covenant_monitor_ui.pages.assessments import desk as assessments_desk
from covenant_monitor_ui.pages.assessments import evidence as assessments_evidence
from tests.ui.pages.assessments.stage import HERO, NOT_BEGUN, Stage, small_store

Show = Callable[[QWidget], None]
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def numbers(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = Stage(small_store(tmp_path), "nl")
    put_on_stage(made.window)
    made.go("A1", "P1")
    yield made
    made.session.close()


def full_disk(*_args: object, **_named: object) -> None:
    raise Problem("The disk is full.")


def current(stage: Stage) -> str:
    row = stage.row()
    assert isinstance(row, CriterionRow)
    return row.code


@pytest.mark.parametrize(("key", "value"), [("1", 1), ("2", Fraction(1, 2)), ("3", 0)])
def test_a_digit_rates_and_goes_on_to_the_next_row(stage: Stage, key: str, value: object) -> None:
    stage.keys(key)
    assert stage.kept()["3.10"].value == value
    assert current(stage) == "3.11"
    assert stage.shown("3.10").mark


def test_rating_goes_on_over_the_head_of_the_next_section(stage: Stage) -> None:
    stage.go("3.13")
    stage.keys("1")
    assert current(stage) == "4.01"


def test_at_the_last_criterion_it_stays_there(stage: Stage) -> None:
    stage.go("6.05")
    stage.keys("1", ENTER)
    assert current(stage) == "6.05"


def test_delete_clears_and_stays_and_keeps_the_evidence(stage: Stage) -> None:
    stage.go("3.06")
    before = stage.kept()["3.06"]
    stage.keys(Qt.Key.Key_Delete)
    after = stage.kept()["3.06"]
    assert (after.value, after.not_applicable, after.evidence) == (None, False, before.evidence)
    assert current(stage) == "3.06"


def test_enter_and_arrows_move_and_N_finds_the_next_that_is_open(stage: Stage) -> None:
    stage.go("3.01")
    stage.keys(ENTER)
    assert current(stage) == "3.02"
    stage.keys(Qt.Key.Key_Down)
    assert current(stage) == "3.03"
    stage.keys("n")
    assert current(stage) == "3.10"
    stage.keys("n")
    assert current(stage) == "3.11"


def test_N_goes_round(stage: Stage) -> None:
    stage.go("6.05")
    stage.keys("n")
    assert current(stage) == "3.10"


def test_keys_that_mean_nothing_here_change_nothing(stage: Stage) -> None:
    stage.keys("4", "9", ",", "x", "ab")
    assert stage.changes == []


def test_each_rating_is_one_step_to_undo(stage: Stage) -> None:
    stage.keys("1", "2")
    stage.session.undo()
    assert stage.kept()["3.10"].value == 1
    assert stage.kept().get("3.11") is None or stage.kept()["3.11"].value is None


def test_the_same_rating_again_is_no_change(stage: Stage) -> None:
    stage.go("3.01")
    stage.keys("1")
    assert stage.changes == []
    assert current(stage) == "3.02"


def test_na_asks_the_reason_in_the_row(stage: Stage) -> None:
    stage.keys("0")
    field = stage.page.view.table.field
    assert field.isVisible()
    assert QApplication.focusWidget() is field
    stage.keys("No production in own hands", ENTER)
    kept = stage.kept()["3.10"]
    assert (kept.not_applicable, kept.na_reason, kept.value) == (True, "No production in own hands", None)
    assert not field.isVisible()
    assert QApplication.focusWidget() is stage.table
    assert current(stage) == "3.11"


def test_na_without_a_reason_is_refused(stage: Stage) -> None:
    stage.keys("0", ENTER)
    assert stage.page.view.table.field.isVisible()
    assert "Type the reason first" in stage.page.view.banner.text
    assert stage.page.rate_current("na") is False
    assert stage.problems[-1].message.startswith("Say why criterion")
    assert not stage.kept().get("3.10")


def test_escape_leaves_na_unsaved(stage: Stage) -> None:
    stage.keys("0", "half a reas", ESCAPE)
    assert not stage.page.view.table.field.isVisible()
    assert QApplication.focusWidget() is stage.table
    assert stage.changes == []


def test_reasons_used_before_are_offered_the_last_one_first(stage: Stage) -> None:
    stage.keys("0", "A reason of today", ENTER, "0")
    field = stage.page.view.table.field
    offered = field.completer().model()
    texts = [offered.index(row, 0).data() for row in range(offered.rowCount())]
    assert texts[0] == "A reason of today"
    assert any("verkoopt geen merken van derden" in text for text in texts)
    stage.keys(ESCAPE)


def test_na_of_what_is_na_shows_its_reason_to_be_changed(stage: Stage) -> None:
    stage.go("2.05")
    before = stage.kept()["2.05"].na_reason
    stage.keys("0")
    assert stage.page.view.table.field.text() == before
    stage.keys("Other", ENTER)
    assert stage.kept()["2.05"].na_reason == "Other"
    stage.go("2.05")
    assert stage.page.view.panel.reason.text() == "N.a.: Other"


def test_a_rating_after_na_drops_the_reason(stage: Stage) -> None:
    stage.go("2.05")
    stage.keys("2")
    assert stage.kept()["2.05"].na_reason == ""


def test_leaving_the_field_for_another_row_saves_the_reason(stage: Stage, qtbot: QtBot) -> None:
    stage.keys("0", "Said on the phone")
    table = stage.page.view.table
    above = table.visualRect(table.rating_index(table.criteria.place("3.08"))).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=above)
    assert stage.kept()["3.10"].na_reason == "Said on the phone"
    assert current(stage) == "3.08"


def test_all_that_is_open_in_a_section_becomes_na_in_one_step(stage: Stage) -> None:
    table = stage.page.view.table
    table.go_to(table.criteria.section_place("4"))
    stage.keys("0", "No suppliers yet", ENTER)
    assert all(stage.kept()[f"4.0{n}"].na_reason == "No suppliers yet" for n in range(1, 6))
    assert len(stage.changes) == 1
    stage.session.undo()
    assert not any(code.startswith("4") and rating.is_rated for code, rating in stage.kept().items())


def test_na_of_a_section_leaves_what_is_rated(stage: Stage) -> None:
    table = stage.page.view.table
    before = dict(stage.kept())
    table.go_to(table.criteria.section_place("1"))
    stage.keys("0")
    assert not table.field.isVisible()
    assert stage.kept() == before


def test_rating_begins_an_assessment_that_is_not_there(stage: Stage) -> None:
    stage.go("1.01", NOT_BEGUN)
    stage.keys("2")
    assert stage.kept(NOT_BEGUN)["1.01"].value == Fraction(1, 2)


def test_F19_a_rating_that_cannot_be_saved_shows_the_old_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.go("3.01")
    with monkeypatch.context() as patched:
        patched.setattr(assessments_desk, "rate", full_disk)
        stage.keys("3")
    assert [str(problem) for problem in stage.problems] == ["The disk is full."]
    assert (stage.shown("3.01").mark, current(stage)) == ("fully", "3.01")
    stage.keys("3")
    assert (stage.shown("3.01").mark, current(stage)) == ("not", "3.02")


def test_F19_a_reason_that_cannot_be_saved_stays_in_its_field(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    field = stage.page.view.table.field
    with monkeypatch.context() as patched:
        patched.setattr(assessments_desk, "rate", full_disk)
        stage.keys("0", "A long reason", ENTER)
    assert (field.isVisible(), field.text(), field.property("problem")) == (True, "A long reason", "true")
    assert stage.shown("3.10").mark == ""
    stage.keys(ENTER)
    assert stage.kept()["3.10"].na_reason == "A long reason"
    assert not field.isVisible()


def test_F19_a_reason_that_cannot_be_saved_is_kept_while_another_participant_is_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(assessments_desk, "rate", full_disk)
        stage.keys("0", "A long reason")
        stage.page.go_to_party(NOT_BEGUN)
    assert not stage.page.view.table.field.isVisible()
    stage.go("3.10", HERO)
    stage.keys("0")
    assert stage.page.view.table.field.text() == "A long reason"
    stage.keys(ENTER)
    assert stage.kept()["3.10"].na_reason == "A long reason"


def test_F19_evidence_that_cannot_be_saved_stays_as_typed_and_can_be_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = stage.page.view.panel.fields
    with monkeypatch.context() as patched:
        patched.setattr(assessments_evidence, "note_evidence", full_disk)
        stage.keys("b", "Report 2020, p. 4", ENTER)
        assert (fields.evidence.text(), fields.evidence.property("problem")) == ("Report 2020, p. 4", "true")
        assert fields.trouble.isVisible()
        stage.go("1.01")
        assert fields.evidence.text() == "IMVO-beleid 2020, p. 1"
        fields.evidence.setFocus()
        stage.page.go_to_party(NOT_BEGUN)
        assert QApplication.focusWidget() is stage.table
        stage.go("3.10", HERO)
        assert (fields.evidence.text(), fields.evidence.property("problem")) == ("Report 2020, p. 4", "true")
    assert "3.10" not in stage.kept()
    assert "3.10 of Voorbeeld Mode B.V. in 2020 is not saved yet" in stage.page.view.banner.text
    fields.evidence.setFocus()
    stage.keys(ENTER)
    assert stage.kept()["3.10"].evidence == "Report 2020, p. 4"
    assert fields.evidence.property("problem") == "false"
    assert not fields.trouble.isVisible()
    assert not stage.page.view.banner.isVisible()
    assert QApplication.focusWidget() is stage.table


def test_evidence_is_saved_by_enter_and_shown_in_the_row(stage: Stage) -> None:
    stage.keys("b", "Report; Contract", ENTER)
    assert stage.kept()["3.10"].evidence == "Report; Contract"
    assert QApplication.focusWidget() is stage.table
    assert (stage.shown("3.10").clip, stage.shown("3.10").texts[-1]) == ("clip", "2")
    assert current(stage) == "3.10"
    assert len(stage.changes) == 1


def test_fields_are_saved_when_they_are_left_one_step_each(stage: Stage) -> None:
    fields = stage.page.view.panel.fields
    stage.keys("b", "Report", Qt.Key.Key_Tab, "2020-12-15", Qt.Key.Key_Tab)
    fields.note.setFocus()
    stage.keys("First line", ENTER, "second")
    stage.page.take_focus()
    kept = stage.kept()["3.10"]
    assert (kept.evidence, kept.evidence_date, kept.note) == ("Report", date(2020, 12, 15), "First line\nsecond")
    assert len(stage.changes) == 3
    stage.session.undo()
    assert stage.kept()["3.10"].note == ""
    assert fields.note.toPlainText() == ""


def test_ctrl_enter_saves_the_note_and_goes_back_to_the_grid(stage: Stage, qtbot: QtBot) -> None:
    fields = stage.page.view.panel.fields
    fields.open()
    fields.note.setFocus()
    stage.keys("Remark")
    qtbot.keyClick(fields.note, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert stage.kept()["3.10"].note == "Remark"
    assert QApplication.focusWidget() is stage.table


def test_escape_puts_back_what_was_saved(stage: Stage) -> None:
    stage.go("3.06")
    stage.keys("b", "Something else", ESCAPE)
    assert stage.page.view.panel.fields.evidence.text() == "Plan van aanpak 2020, p. 5"
    assert QApplication.focusWidget() is stage.table
    assert stage.changes == []


def test_a_day_that_is_none_is_told_beside_it_and_not_saved(stage: Stage) -> None:
    fields = stage.page.view.panel.fields
    fields.open()
    fields.day.setFocus()
    stage.keys("31-2-2020", ENTER)
    assert "does not exist" in fields.trouble.text()
    assert fields.day.text() == "31-2-2020"
    assert stage.changes == []
    fields.day.selectAll()
    stage.keys("29-2-2020", ENTER)
    assert stage.kept()["3.10"].evidence_date == date(2020, 2, 29)
    assert fields.day.text() == "2020-02-29"


def test_claimed_without_evidence_is_a_mark_of_its_own(stage: Stage) -> None:
    stage.go("3.06")
    stage.page.view.panel.fields.unproven.click()
    assert stage.kept()["3.06"].unproven
    assert (stage.shown("3.06").clip, stage.shown("3.06").mark) == ("clip-warning", "fully")
    assert stage.page.view.tabs.tab("unproven").count == "3"


def test_F19_the_mark_goes_back_where_it_cannot_be_saved(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.go("3.06")
    monkeypatch.setattr(assessments_evidence, "note_evidence", full_disk)
    box = stage.page.view.panel.fields.unproven
    box.click()
    assert not box.isChecked()


def test_what_is_being_typed_is_saved_before_another_criterion_participant_or_state(stage: Stage) -> None:
    stage.keys("b", "One")
    stage.page.go_to_criterion("3.11")
    assert stage.kept()["3.10"].evidence == "One"
    stage.go("3.11")
    stage.keys("b", "Two")
    stage.page.go_to_party(NOT_BEGUN)
    assert stage.kept()["3.11"].evidence == "Two"
    stage.go("3.12", HERO)
    stage.keys("b", "Three")
    stage.page.state()
    assert stage.kept()["3.12"].evidence == "Three"


def test_what_is_being_typed_goes_to_the_round_that_it_was_typed_in(stage: Stage) -> None:
    stage.keys("b", "In 2020")
    stage.session.choose(stage.session.covenant, "2019")
    stage.session.choose(stage.session.covenant, "2020")
    assert stage.kept()["3.10"].evidence == "In 2020"


def test_nothing_is_written_into_another_file(stage: Stage, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    store = small_store(other)
    stage.keys("b", "For the first file only")
    with stage.session.file:
        pass
    stage.session.store = store
    stage.page.view.panel.fields.commit_all()
    assert store.next_undo() is not None
    assert store.next_undo().action == "import"  # type: ignore[union-attr]


def test_a_number_is_typed_in_the_row(numbers: Stage) -> None:
    numbers.keys("6", "2,5", ENTER)
    assert numbers.kept("P1")["A1"].value == Fraction(125, 2)
    assert numbers.shown("A1").texts[5] == "62,5"
    assert current(numbers) == "A2"
    assert numbers.page.view.score.figure.text() == "62,5\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize("typed", ["101", "1x", "1e999", "5.5.5,"])
def test_what_is_no_number_on_the_scale_stays_to_be_mended(numbers: Stage, typed: str) -> None:
    numbers.keys(typed[0], typed[1:], ENTER)
    field = numbers.page.view.table.field
    assert (field.isVisible(), field.text(), field.property("problem")) == (True, typed, "true")
    assert numbers.page.view.banner.isVisible()
    assert numbers.changes == []
    numbers.keys(ESCAPE)
    assert not field.isVisible()


def test_zero_is_a_number_and_ctrl_0_is_na(numbers: Stage, qtbot: QtBot) -> None:
    numbers.keys("0", ENTER)
    assert numbers.kept("P1")["A1"].value == 0
    qtbot.keyClick(numbers.table, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    numbers.keys("Geen winkels", ENTER)
    assert numbers.kept("P1")["A2"].na_reason == "Geen winkels"


def test_F2_opens_a_number_to_change_it(numbers: Stage) -> None:
    numbers.keys("6", "2,5", ENTER)
    numbers.go("A1")
    numbers.keys(Qt.Key.Key_F2)
    assert numbers.page.view.table.field.text() == "62,5"
    numbers.keys("70", ENTER)
    assert numbers.kept("P1")["A1"].value == 70


def test_F19_a_number_that_cannot_be_saved_stays_in_its_field(numbers: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(assessments_desk, "rate", full_disk)
        numbers.keys("4", "0", ENTER)
    field = numbers.page.view.table.field
    assert (field.isVisible(), field.text()) == (True, "40")
    numbers.keys(ENTER)
    assert numbers.kept("P1")["A1"].value == 40


def test_the_menu_of_a_number_scale_types_a_number(numbers: Stage) -> None:
    menu = numbers.page.menu()
    assert menu.actions()[0].text().endswith("\tF2")
    menu.actions()[0].trigger()
    assert numbers.page.view.table.field.isVisible()
    numbers.keys(ESCAPE)


def test_rate_current_is_what_a_key_does(stage: Stage) -> None:
    assert stage.page.rate_current("partially")
    assert stage.page.rate_current("na", "No office")
    assert (stage.kept()["3.10"].value, stage.kept()["3.11"].na_reason) == (Fraction(1, 2), "No office")
    assert current(stage) == "3.12"
    assert stage.page.rate_current("splendid") is False
    assert stage.page.view.banner.isVisible()


def test_F19_what_waits_to_be_saved_is_found_again_from_another_round(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = stage.page.view.panel.fields
    with monkeypatch.context() as patched:
        patched.setattr(assessments_evidence, "note_evidence", full_disk)
        stage.keys("b", "Report 2020")
        stage.session.choose(stage.session.covenant, "2019")
    stage.page.go_to_criterion("3.10")
    assert fields.evidence.text() != "Report 2020"
    buttons = stage.page.view.banner.findChildren(QPushButton)
    next(one for one in buttons if one.text() == "Go there").click()
    assert (stage.session.round, stage.page.criterion, fields.evidence.text()) == ("2020", "3.10", "Report 2020")
    fields.commit_all()
    assert stage.kept()["3.10"].evidence == "Report 2020"


def test_a_key_that_is_held_down_rates_once(stage: Stage) -> None:
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    QApplication.sendEvent(stage.table, held)
    assert stage.changes == []


def test_a_reason_is_chosen_from_those_used_before(stage: Stage) -> None:
    stage.keys("0", "verkoopt")
    popup = stage.page.view.table.field.completer().popup()
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, ENTER)
    assert "verkoopt geen merken van derden" in stage.kept()["3.10"].na_reason
    assert not popup.isVisible()
    assert QApplication.focusWidget() is stage.table


def test_down_offers_all_reasons(stage: Stage) -> None:
    stage.keys("0", Qt.Key.Key_Down)
    field = stage.page.view.table.field
    assert field.completer().popup().isVisible()
    assert field.completer().completionCount() > 1
    stage.keys(ESCAPE)
    assert not field.isVisible()
