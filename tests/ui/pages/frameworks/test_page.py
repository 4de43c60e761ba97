"""The real main window on its frameworks page, with real keys and the demo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Dimension, Level
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.store import create
from covenant_monitor_ui.models.frameworks import WHOLE, WITHOUT
from tests.ui.pages.frameworks.stage import ONE, SHIFT, THREE, TWO, Stage, criterion_at, demo_stage, section_at

Show = Callable[[QWidget], None]


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.open(tmp_path / "demo.covenant")
    yield made
    made.window.close()


@pytest.fixture
def draft(stage: Stage) -> Stage:
    stage.make_draft()
    return stage


def test_it_opens_on_the_version_of_the_round_and_says_what_that_is(stage: Stage) -> None:
    view = stage.page.view
    assert stage.page.entry is not None
    assert stage.page.entry.key == TWO
    assert view.about.whole_text == "Published · used by rounds 2019, 2020 · 6 sections, 56 criteria"
    assert "never changes" in stage.said
    assert view.main_button.text() == "New version …"
    assert not view.suggestion.isVisible()
    assert [row.text for row in view.versions.rows] == ["KLEDING", "version 1", "version 2"]


def test_a_published_version_can_be_read_and_refuses_every_key(stage: Stage) -> None:
    stage.page.go_to_version(TWO, criterion_at("3.10"))
    stage.page.take_focus()
    before = stage.kept(TWO)
    for key in (Qt.Key.Key_Insert, Qt.Key.Key_Delete):
        stage.keys(key)
    stage.keys(Qt.Key.Key_Insert, modifier=SHIFT)
    stage.keys(Qt.Key.Key_Return, "x")
    stage.page.take_focus()
    assert stage.kept(TWO) == before
    assert stage.said.startswith("Version 2 is published and never changes")
    assert stage.session.file.next_undo() is None
    assert stage.page.view.editor.form.control("text_en").typed == before.criteria["3.10"].text.en


def test_a_criterion_is_edited_in_both_languages_each_field_one_undo_step(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_Return)
    draft.page.view.editor.form.control("text_nl").selectAll()
    draft.keys("Er is beleid", Qt.Key.Key_Tab)
    draft.page.view.editor.form.control("text_en").selectAll()
    draft.keys("There is a policy", Qt.Key.Key_Tab)
    text = draft.criterion("1.02").text
    assert (text.nl, text.en) == ("Er is beleid", "There is a policy")
    assert draft.page.view.table.records.rows[draft.page.view.records.row_of(criterion_at("1.02"))].texts[1] == text.en
    draft.session.undo()
    assert draft.criterion("1.02").text.nl == "Er is beleid"
    draft.session.undo()
    assert draft.criterion("1.02").text == draft.criterion("1.02", TWO).text
    assert not draft.problems


def test_what_is_typed_is_saved_when_another_row_is_chosen(draft: Stage, qtbot: QtBot) -> None:
    draft.keys(Qt.Key.Key_Return, "Nieuw: ")
    view = draft.page.view
    index = view.records.index(view.records.row_of(criterion_at("1.03")), 1)
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=view.table.visualRect(index).center())
    assert draft.criterion("1.02").text.nl.startswith("Nieuw: ")
    assert draft.page.sheet.place == criterion_at("1.03")
    assert view.editor.form.control("code").typed == "1.03"


def test_esc_puts_back_what_was_saved(draft: Stage) -> None:
    before = draft.criterion("1.02").text.nl
    draft.keys(Qt.Key.Key_Return, "weg ermee", Qt.Key.Key_Escape)
    assert draft.criterion("1.02").text.nl == before
    assert draft.page.view.table.hasFocus()
    assert draft.page.view.editor.form.control("text_nl").typed == before


def test_what_cannot_be_saved_stays_as_typed_and_says_why(draft: Stage) -> None:
    editor = draft.page.view.editor
    editor.take_focus("code")
    draft.keys("1.03", Qt.Key.Key_Tab)
    assert "1.03 already" in editor.form.fields["code"].message.text()
    draft.page.take_focus()
    draft.keys(Qt.Key.Key_Down)
    assert draft.page.sheet.place == criterion_at("1.03")
    assert draft.said == "What was typed at 1.02 is not saved yet. It is kept there."
    draft.keys(Qt.Key.Key_Up)
    assert editor.form.control("code").typed == "1.03"
    assert "1.03 already" in editor.form.fields["code"].message.text()
    editor.take_focus("code")
    draft.keys("1.99", Qt.Key.Key_Return)
    assert draft.page.sheet.place == criterion_at("1.99")
    assert "1.02" not in draft.kept().criteria
    assert not draft.problems


def test_every_field_of_a_criterion_reaches_the_file(draft: Stage) -> None:
    editor = draft.page.view.editor
    for name, typed in (
        ("guidance_en", "Look here"),
        ("theme", "child labour; water"),
        ("weight", "1.50"),
        ("year", "3"),
        ("groups", "Large, Small"),
        ("anchor_partially_nl", "Een beetje"),
    ):
        editor.take_focus(name)
        control = editor.form.control(name)
        control.selectAll()
        draft.keys(typed, Qt.Key.Key_Tab)
    found = draft.criterion("1.02")
    assert found.guidance.en == "Look here"
    assert found.theme == "child labour;water"
    assert found.weight == 1.5
    assert editor.form.control("weight").typed == "1.5"
    assert found.from_participation_year == 3
    assert found.groups == {"large", "small"}
    assert found.anchors[Level.PARTIALLY].nl == "Een beetje"
    editor.take_focus("dimension")
    draft.keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert draft.criterion("1.02").dimension is Dimension.PRACTICE


@pytest.mark.parametrize(("name", "typed"), [("weight", "0"), ("weight", "much"), ("year", "0"), ("year", "1.5")])
def test_numbers_that_cannot_be_are_refused_in_one_sentence(draft: Stage, name: str, typed: str) -> None:
    before = draft.criterion("1.02")
    editor = draft.page.view.editor
    editor.take_focus(name)
    draft.keys(typed, Qt.Key.Key_Return)
    assert editor.form.fields[name].message.text().count(".") >= 1
    assert draft.criterion("1.02") == before
    assert editor.form.control(name).typed == typed


def test_a_criterion_goes_to_another_section_by_keyboard(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_M, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert draft.kept().section_of["1.02"].code == "1"
    draft.keys(Qt.Key.Key_Return)
    assert draft.kept().section_of["1.02"].code == "3"
    assert draft.page.sheet.place == criterion_at("1.02")
    assert draft.page.view.table.place == criterion_at("1.02")


def test_ins_adds_a_criterion_with_the_code_that_follows(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_Insert)
    assert draft.page.sheet.place == criterion_at("1.17")
    assert draft.page.view.editor.form.control("text_nl").hasFocus()
    draft.keys("Iets nieuws", Qt.Key.Key_Escape)
    assert draft.criterion("1.17").text.nl == ""
    draft.session.undo()
    assert "1.17" not in draft.kept().criteria
    assert draft.page.view.table.place is not None


def test_shift_ins_adds_a_section_and_its_criteria_begin_with_its_code(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_Insert, modifier=SHIFT)
    assert draft.page.sheet.place == section_at("7")
    draft.keys("Zevende", Qt.Key.Key_Tab)
    draft.page.take_focus()
    draft.keys(Qt.Key.Key_Insert)
    assert draft.page.sheet.place == criterion_at("7.01")
    assert draft.kept().section_of["7.01"].name.nl == "Zevende"


def test_del_deletes_without_asking_and_undo_brings_it_back(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_Delete)
    assert "1.02" not in draft.kept().criteria
    assert draft.said == "Criterion 1.02 deleted."
    assert draft.page.sheet.place == criterion_at("1.03")
    draft.session.undo()
    assert draft.page.sheet.place == criterion_at("1.02")
    assert "1.02" in draft.kept().criteria
    draft.page.go_to_version(THREE, WHOLE)
    draft.keys(Qt.Key.Key_Delete)
    assert draft.session.file.next_redo() is not None


def test_what_is_offered_to_undo_is_the_last_change_only(draft: Stage) -> None:
    draft.keys(Qt.Key.Key_Delete)
    assert draft.said == "Criterion 1.02 deleted."
    draft.keys(Qt.Key.Key_Insert)
    assert draft.said == ""


def test_a_section_is_deleted_its_criteria_stay_and_publishing_says_so_in_one_sentence(draft: Stage) -> None:
    draft.page.go_to_version(THREE, section_at("6"))
    draft.keys(Qt.Key.Key_Delete)
    view = draft.page.view
    assert view.records.row_of(WITHOUT) >= 0
    assert view.obstacles.text() == "5 things stand in the way of publishing"
    before = draft.kept()
    draft.page.deeds.publish()
    assert draft.kept() == before
    assert draft.said == "It cannot be published yet: 5 things are wrong."
    assert view.editor.findings.stops.hasFocus()
    draft.keys(Qt.Key.Key_Return)
    assert draft.page.sheet.place == criterion_at("6.01")
    assert view.editor.form.control("section").hasFocus()
    draft.keys(Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert draft.kept().section_of["6.01"].code == "5"
    assert view.obstacles.text() == "4 things stand in the way of publishing"


def test_a_draft_that_is_right_is_published_and_then_refuses(draft: Stage) -> None:
    draft.page.view.main_button.setFocus()
    draft.keys(Qt.Key.Key_Space)
    assert draft.kept().published
    assert draft.page.view.main_button.text() == "New version …"
    draft.page.take_focus()
    draft.keys(Qt.Key.Key_Insert)
    assert "1.17" not in draft.kept().criteria
    draft.session.undo()
    assert not draft.kept().published


def test_a_draft_is_deleted_and_comes_back(draft: Stage) -> None:
    draft.page.deeds.delete_draft()
    assert [one.key for one in reading.entries(draft.session.file)] == [ONE, TWO]
    assert draft.page.entry is not None
    assert draft.said
    draft.session.undo()
    assert draft.page.entry.key == THREE


def test_the_name_and_scale_of_a_version(draft: Stage) -> None:
    draft.page.go_to_version(THREE)
    editor = draft.page.view.editor
    editor.take_focus("scale")
    draft.keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert not draft.kept().scale.by_level
    assert editor.form.fields["low"].isVisible()
    editor.take_focus("high")
    draft.keys("10", Qt.Key.Key_Return)
    assert draft.kept().scale.maximum == 10
    editor.take_focus("low")
    draft.keys("20", Qt.Key.Key_Return)
    assert editor.form.fields["low"].message.text() == "A scale goes from 0 or more to a number that is larger."
    editor.take_focus("version")
    draft.keys("2027", Qt.Key.Key_Return)
    assert draft.page.entry is not None
    assert draft.page.entry.key.version == "2027"
    assert editor.form.control("low").typed == "20"


def test_the_filter_finds_criteria_and_enter_goes_there(stage: Stage) -> None:
    view = stage.page.view
    view.filter.take_focus()
    stage.keys("child")
    assert view.found.text() == "2 criteria found"
    stage.keys(Qt.Key.Key_Return)
    assert view.table.hasFocus()
    assert stage.page.sheet.place == criterion_at("1.03")
    assert view.editor.form.control("code").typed == "1.03"
    view.filter.setText("zzz")
    assert view.records.rows == []
    view.filter.clear()
    assert view.table.place == criterion_at("1.03")


def test_other_pages_lead_to_a_criterion_of_the_round(draft: Stage) -> None:
    draft.window.go_to("frameworks", criterion="4.05")
    assert draft.page.entry is not None
    assert draft.page.entry.key == TWO
    assert draft.page.view.table.place == criterion_at("4.05")


def test_sections_fold(stage: Stage) -> None:
    view = stage.page.view
    stage.page.go_to_version(TWO, criterion_at("2.01"))
    stage.page.take_focus()
    stage.keys(Qt.Key.Key_Left)
    assert stage.page.sheet.place == section_at("2")
    assert view.records.row_of(criterion_at("2.01")) < 0
    stage.keys(Qt.Key.Key_Space)
    assert view.records.row_of(criterion_at("2.01")) > 0
    stage.keys(Qt.Key.Key_Left)
    stage.page.sheet.go(criterion_at("2.01"))
    assert view.table.place == criterion_at("2.01")


def test_f6_goes_round_the_parts(stage: Stage) -> None:
    view = stage.page.view
    stage.keys(Qt.Key.Key_F6)
    assert view.editor.isAncestorOf(QApplication.focusWidget() or view)
    stage.keys(Qt.Key.Key_F6)
    assert view.list.hasFocus()
    stage.keys(Qt.Key.Key_Up)
    assert stage.page.entry is not None
    assert stage.page.entry.key == ONE
    stage.keys(Qt.Key.Key_F6)
    assert view.table.hasFocus()


def test_a_new_framework(stage: Stage) -> None:
    stage.page.new_framework()
    stage.keys("Eigen kader")
    assert stage.page.view.form.fields["code"].text == "EIGEN-KADER"
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.entry is not None
    assert stage.page.entry.key == FrameworkKey("EIGEN-KADER", "1")
    assert stage.page.view.table.hasFocus()
    stage.keys(Qt.Key.Key_Insert, modifier=SHIFT)
    stage.keys("Eerste", Qt.Key.Key_Escape)
    stage.page.new_framework()
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.view.form.fields["code"].message.text()
    stage.keys(Qt.Key.Key_Escape)
    assert stage.page.view.side.currentWidget() is stage.page.view.editor


def test_the_suggested_framework_is_marked_as_one(stage: Stage) -> None:
    stage.page.deeds.add_suggested()
    assert stage.page.entry is not None
    assert stage.page.entry.suggestion
    assert stage.page.view.suggestion.isVisible()
    stage.page.deeds.add_suggested()
    assert stage.said
    assert not stage.problems


def test_an_empty_file_says_how_to_get_a_framework(stage: Stage, tmp_path: Path) -> None:
    create(tmp_path / "empty.covenant").close()
    stage.open(tmp_path / "empty.covenant")
    stage.page.deeds.add_suggested()
    assert stage.page.entry is not None
    stage.session.undo()
    stage.page.new_framework()
    assert stage.page.view.form.isVisible()
    stage.keys(Qt.Key.Key_Escape)
    assert not stage.page.view.isVisible()


def test_export_and_import_as_workbook(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kader.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), "Excel workbooks (*.xlsx)"))
    stage.page.deeds.export_workbook()
    assert path.exists()
    assert str(path) in stage.page.view.banner.text
    asked: list[Path] = []
    stage.page.import_wanted.disconnect()
    stage.page.import_wanted.connect(asked.append)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    stage.page.deeds.import_workbook()
    assert asked == [path]


def test_the_menus_offer_what_can_be_done(draft: Stage) -> None:
    def offered(menu: object) -> dict[str, bool]:
        return {action.text(): action.isEnabled() for action in menu.actions()}  # type: ignore[attr-defined]

    assert offered(draft.page.deeds.more_menu()) == {
        "New version …": True,
        "Mapping and effect …": True,
        "Publish": True,
        "Delete this draft": True,
        "Export as workbook …": True,
    }
    draft.page.go_to_version(ONE)
    assert offered(draft.page.deeds.more_menu()) == {
        "New version …": True,
        "Mapping and effect …": False,
        "Publish": False,
        "Delete this draft": False,
        "Export as workbook …": True,
    }
    assert all(offered(draft.page.deeds.new_menu()).values())


def test_another_language_keeps_place_filter_and_what_could_not_be_saved(draft: Stage, qtbot: QtBot) -> None:
    draft.page.view.editor.take_focus("code")
    draft.keys("1.03", Qt.Key.Key_Return)
    draft.window.speak_dutch()
    qtbot.waitUntil(lambda: draft.page.view.table.place == criterion_at("1.02"))
    assert draft.page.view.editor.form.control("code").typed == "1.03"
    draft.window.speak_english()


def test_a_read_only_file_is_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.session.file, "read_only", True)
    stage.page.show_place()
    stage.keys(Qt.Key.Key_Insert)
    assert stage.said == "This file is open read-only: nothing in it can be changed."
    assert not stage.page.view.main_button.isEnabled()


def test_everything_has_an_accessible_name(draft: Stage) -> None:
    editor = draft.page.view.editor
    for form in editor.forms.values():
        assert all(field.control.accessibleName() for field in form.fields.values())
    names = [field.control.accessibleName() for field in editor.form.fields.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_it_fits(draft: Stage, width: int, height: int) -> None:
    draft.window.resize(width, height)
    QApplication.processEvents()
    view = draft.page.view
    assert view.table.width() >= 480
    assert view.side.width() >= 440
    assert view.table.horizontalHeader().length() <= view.table.viewport().width() + 1
    assert draft.window.width() == width
