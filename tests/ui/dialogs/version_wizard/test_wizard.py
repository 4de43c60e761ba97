"""The version wizard in the real main window, with real keys and the demo's two versions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Relation
from covenant_monitor.domain.version_effect import effect
from covenant_monitor.domain.versions import MappingRow
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store import standing_reading
from covenant_monitor.store.framework_mapping import save_mapping
from covenant_monitor.store.frameworks import delete_draft
from covenant_monitor.store.store import create
from covenant_monitor_ui.dialogs.version_wizard.wizard import Step, VersionWizard
from covenant_monitor_ui.models.version_mapping import Filter
from tests.ui.pages.frameworks.stage import CONTROL, ONE, THREE, TWO, Stage, criterion_at, demo_stage, section_at

Show = Callable[[QWidget], None]


@pytest.fixture
def stage(tmp_path: Path, put_on_stage: Show) -> Iterator[Stage]:
    made = demo_stage(tmp_path)
    put_on_stage(made.window)
    made.open(tmp_path / "demo.covenant")
    yield made
    made.window.close()


def wizard(stage: Stage) -> VersionWizard:
    assert stage.page.wizard is not None
    return stage.page.wizard


def mapping_of(stage: Stage, code: str) -> set[tuple[str | None, str | None, Relation]]:
    """The rows that name a criterion of the old version."""
    made = wizard(stage)
    assert made.pair is not None
    rows = reading.mapping(stage.session.file, made.pair.before.key, made.pair.after.key)
    return {(row.from_criterion, row.to_criterion, row.relation) for row in rows if row.from_criterion == code}


def at_mapping(stage: Stage) -> VersionWizard:
    """The wizard on the demo's own two versions, at the mapping, with a reason given."""
    stage.page.go_to_version(TWO)
    stage.page.open_wizard(mapping=True)
    made = wizard(stage)
    made.mapping.why.setText("herzien")
    return made


def at_draft(stage: Stage) -> VersionWizard:
    """The wizard on a new draft made from version 2."""
    stage.page.go_to_version(TWO)
    stage.page.open_wizard()
    stage.keys(Qt.Key.Key_Return)
    return wizard(stage)


def test_on_the_demos_versions_from_start_to_effect(stage: Stage, qtbot: QtBot) -> None:
    stage.page.go_to_version(TWO)
    stage.page.open_wizard()
    made = wizard(stage)
    assert made.step is Step.START
    start = made.start
    start.source.setCurrentIndex(start.source.findText("Version 1", Qt.MatchFlag.MatchStartsWith))
    start.target.setFocus()
    stage.keys(Qt.Key.Key_Down)
    assert start.target_key == TWO
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert made.step is Step.MAPPING
    assert made.title.whole_text == "From version 1 to 2"
    counts = {key: made.mapping.tabs.tab(key).count for key in Filter}
    assert counts == {Filter.LOOK: "24", Filter.SAME: "32", Filter.ALL: "56"}
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert made.step is Step.DRAFT
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert made.step is Step.EFFECT
    qtbot.waitUntil(lambda: made.effect.effects is not None and made.effect.is_settled)
    file = stage.session.file
    cases = reading.cases(file, covenant="KLEDING", round="2018")
    wanted = effect(
        reading.framework_of(file, ONE), reading.framework_of(file, TWO), reading.mapping(file, ONE, TWO), cases
    )
    assert made.effect.effects == wanted
    assert "Round 2018" in made.effect.note.text()
    rows = made.effect.model.rows
    assert len(rows) == len(wanted.each)
    standings = {one.party.code: one for one in standing_reading.standings(file, "KLEDING", "2018")}
    for row in rows:
        score = standings[row.party].score
        assert score is not None
        assert row.texts[1] == stage.session.language.percent(score.score)
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert made.step is Step.PUBLISH
    assert not made.publishing.publish_button.isVisible()
    stage.keys(Qt.Key.Key_PageUp, modifier=CONTROL)
    assert made.step is Step.EFFECT
    stage.keys(Qt.Key.Key_Escape)
    assert stage.page.view.isVisible()
    assert stage.session.file.next_undo() is None


def test_the_effect_on_an_earlier_round(stage: Stage, qtbot: QtBot) -> None:
    made = at_mapping(stage)
    made.go_to(Step.EFFECT)
    qtbot.waitUntil(lambda: made.effect.is_settled)
    box = made.effect.round_box
    assert [box.itemText(n) for n in range(box.count())] == ["2017", "2018"]
    assert box.currentText() == "2018"
    box.setFocus()
    stage.keys(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: made.effect.is_settled)
    assert "Round 2017" in made.effect.note.text()
    made.show_change()
    qtbot.waitUntil(lambda: made.effect.is_settled)
    assert box.currentText() == "2017"


def test_a_new_version_is_made_mapped_changed_and_published(stage: Stage, qtbot: QtBot) -> None:
    made = at_draft(stage)
    assert made.step is Step.MAPPING
    assert made.pair is not None
    assert made.pair.after.key == THREE
    assert all(match.relation is Relation.SAME for match in made.pair.matches)
    made.go_to(Step.DRAFT)
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.view.isVisible()
    assert stage.page.entry is not None
    assert stage.page.entry.key == THREE
    stage.page.sheet.go(criterion_at("1.02"))
    stage.keys(Qt.Key.Key_Return, "Anders: ", Qt.Key.Key_Tab)
    stage.page.take_focus()
    stage.page.open_wizard(mapping=True)
    assert mapping_of(stage, "1.02") == {("1.02", "1.02", Relation.REWORDED)}
    assert [row.match.before for row in made.mapping.model.rows] == [("1.02",)]
    made.go_to(Step.EFFECT)
    qtbot.waitUntil(lambda: made.effect.is_settled)
    assert made.effect.effects is not None
    assert made.effect.effects.before == made.effect.effects.after
    made.go_to(Step.PUBLISH)
    assert made.publishing.publish_button.hasFocus()
    stage.keys(Qt.Key.Key_Return)
    assert stage.kept().published
    assert stage.page.entry.published


def test_the_words_that_differ_are_marked_by_shape(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.go_to_criterion("1.04")
    assert made.mapping.title.text() == "A03 → 1.03 + 1.04: split"
    shown = " ".join(made.mapping.differences.texts)
    assert "line-through" in shown
    made.mapping.go_to_criterion("1.01")
    assert "underline" in " ".join(made.mapping.differences.texts)


def test_the_relation_is_changed_by_a_letter_and_undone(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.go_to_criterion("A01")
    made.take_focus()
    stage.keys(Qt.Key.Key_R)
    assert mapping_of(stage, "A01") == {("A01", "1.01", Relation.SAME)}
    assert made.mapping.table.current_row is not None
    assert made.mapping.table.current_row.match.before == ("A01",)
    stage.session.undo()
    assert mapping_of(stage, "A01") == {("A01", "1.01", Relation.REWORDED)}
    assert made.isVisible()


def test_a_criterion_is_linked_to_another(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.go_to_criterion("A01")
    made.take_focus()
    stage.keys(Qt.Key.Key_L)
    assert made.mapping.picker.title.text() == "What did A01 become?"
    stage.keys("1.12", Qt.Key.Key_Return)
    assert mapping_of(stage, "A01") == {("A01", "1.12", Relation.REWORDED)}
    assert made.mapping.table.hasFocus()
    assert made.mapping.title.text() == "A01 → 1.12: reworded"
    made.mapping.go_to_criterion("1.01")
    assert made.mapping.title.text() == "1.01: new"
    stage.keys(Qt.Key.Key_Return)
    assert made.mapping.picker.title.text() == "Where does 1.01 come from?"
    stage.keys(Qt.Key.Key_Escape)
    assert made.mapping.table.hasFocus()
    assert made.isVisible()


def test_split_merge_drop_and_new(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.go_to_criterion("A02")
    made.take_focus()
    stage.keys(Qt.Key.Key_S, "1.12", Qt.Key.Key_Return)
    assert mapping_of(stage, "A02") == {("A02", "1.02", Relation.SPLIT), ("A02", "1.12", Relation.SPLIT)}
    made.mapping.go_to_criterion("A04")
    stage.keys(Qt.Key.Key_M, "A15", Qt.Key.Key_Return)
    assert mapping_of(stage, "A15") == {("A15", "1.05", Relation.MERGED)}
    stage.keys(Qt.Key.Key_D)
    assert mapping_of(stage, "A15") == {("A15", None, Relation.DROPPED)}
    assert mapping_of(stage, "A04") == {("A04", None, Relation.DROPPED)}
    made.mapping.go_to_criterion("1.06")
    stage.keys(Qt.Key.Key_N)
    assert made.mapping.title.text() == "1.06: new"
    for _step in range(4):
        stage.session.undo()
    assert mapping_of(stage, "A02") == {("A02", "1.02", Relation.SAME)}
    assert not stage.problems


def test_who_drops_a_criterion_goes_on_where_it_stood(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.tabs.choose("all")
    made.mapping.go_to_criterion("A04")
    made.take_focus()
    place = made.mapping.table.currentIndex().row()
    stage.keys(Qt.Key.Key_D)
    assert mapping_of(stage, "A04") == {("A04", None, Relation.DROPPED)}
    assert made.mapping.table.currentIndex().row() == place


def test_what_a_match_cannot_become_is_off(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.go_to_criterion("1.10")
    enabled = {key: one.isEnabled() for key, one in made.mapping.buttons.items()}
    assert enabled == {"relation": False, "link": True, "split": False, "merge": True, "drop": True, "new": True}
    made.take_focus()
    stage.keys(Qt.Key.Key_S)
    assert made.mapping.side.currentIndex() == 0


def test_the_mapping_of_a_published_version_asks_a_reason_first(stage: Stage) -> None:
    made = at_mapping(stage)
    made.mapping.why.clear()
    made.mapping.go_to_criterion("A01")
    made.take_focus()
    stage.keys(Qt.Key.Key_R)
    assert made.mapping.banner.text.startswith("Version 2 is published: say first")
    assert made.mapping.why.hasFocus()
    assert mapping_of(stage, "A01") == {("A01", "1.01", Relation.REWORDED)}
    stage.keys("te streng")
    made.take_focus()
    stage.keys(Qt.Key.Key_R)
    assert made.mapping.banner.isHidden()
    change = stage.session.file.next_undo()
    assert change is not None
    assert change.why == "te streng"


def test_a_mapping_in_a_circle_is_refused_in_one_sentence(stage: Stage) -> None:
    stage.page.open_wizard()
    made = wizard(stage)
    made.start.begin(reading.entries(stage.session.file), TWO, ONE)
    stage.keys(Qt.Key.Key_PageDown, modifier=CONTROL)
    assert made.step is Step.MAPPING
    assert made.mapping.save_button.isVisible()
    made.mapping.why.setText("proef")
    made.mapping.save_button.click()
    assert "circle" in made.mapping.banner.text
    assert made.mapping.banner.text.count(".") == 1
    assert reading.mapping(stage.session.file, TWO, ONE) == []
    assert made.mapping.model.matches


def test_a_criterion_without_a_section_stops_publishing_and_leads_to_it(stage: Stage) -> None:
    made = at_draft(stage)
    stage.page.go_to_version(THREE, section_at("6"))
    stage.page.sheet.delete_current()
    made.go_to(Step.PUBLISH)
    stage.keys(Qt.Key.Key_Return)
    assert made.publishing.banner.text == "It cannot be published yet: 5 things are wrong."
    assert not stage.kept().published
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.view.isVisible()
    assert stage.page.sheet.place == criterion_at("6.01")
    assert stage.page.view.editor.form.control("section").hasFocus()


def test_a_version_that_is_there_already_is_refused_and_the_name_stays(stage: Stage) -> None:
    stage.page.go_to_version(TWO)
    stage.page.open_wizard()
    made = wizard(stage)
    field = made.start.fields["version"]
    assert field.text == "3"
    field.set_text("1")
    stage.keys(Qt.Key.Key_Return)
    assert made.step is Step.START
    assert "version 1 already" in field.message.text()
    assert made.start.fields["name_en"].text.endswith("version 3")
    field.set_text("")
    stage.keys(Qt.Key.Key_Return)
    assert field.message.text()
    stage.keys("2026", Qt.Key.Key_Return)
    assert made.pair is not None
    assert made.pair.after.key.version == "2026"


def test_a_mapping_that_is_not_there_is_proposed_and_saved(stage: Stage) -> None:
    at_draft(stage)
    file = stage.session.file
    rows = [MappingRow(None, "1.02", Relation.NEW), MappingRow("1.02", None, Relation.DROPPED)]
    rows += [row for row in reading.mapping(file, TWO, THREE) if row.from_criterion != "1.02"]
    stage.session.change(lambda: save_mapping(file, old=TWO, new=THREE, rows=rows))
    made = wizard(stage)
    assert made.mapping.tabs.tab(Filter.LOOK).count == "2"
    made.mapping.propose_button.click()
    assert made.mapping.tabs.tab(Filter.LOOK).count == "0"
    assert mapping_of(stage, "1.02") == {("1.02", "1.02", Relation.SAME)}
    stage.session.undo()
    assert made.mapping.tabs.tab(Filter.LOOK).count == "2"


def test_undoing_the_version_itself_begins_again(stage: Stage) -> None:
    made = at_draft(stage)
    stage.session.undo()
    assert made.pair is None
    assert made.step is Step.START
    assert not any(one.isEnabled() for one in made.steps[1:])


def test_a_version_without_ratings_has_no_effect_to_show(stage: Stage) -> None:
    at_draft(stage)
    stage.page.go_to_version(THREE)
    stage.page.open_wizard()
    stage.keys(Qt.Key.Key_Return)
    made = wizard(stage)
    assert made.pair is not None
    assert (made.pair.before.key, made.pair.after.key.version) == (THREE, "4")
    made.go_to(Step.EFFECT)
    assert made.effect.empty is not None
    assert made.effect.empty.isVisible()


def test_closing_keeps_everything_and_coming_back_resumes(stage: Stage) -> None:
    made = at_draft(stage)
    made.mapping.go_to_criterion("1.02")
    made.take_focus()
    stage.keys(Qt.Key.Key_D, Qt.Key.Key_Escape)
    assert stage.page.view.isVisible()
    assert stage.page.view.table.hasFocus()
    stage.page.open_wizard(mapping=True)
    assert mapping_of(stage, "1.02") == {("1.02", None, Relation.DROPPED)}


def test_another_language_keeps_versions_and_step(stage: Stage, qtbot: QtBot) -> None:
    made = at_draft(stage)
    made.go_to(Step.DRAFT)
    stage.window.speak_dutch()
    qtbot.waitUntil(lambda: stage.page.wizard is not None and stage.page.wizard.isVisible())
    again = wizard(stage)
    assert again.step is Step.DRAFT
    assert again.pair is not None
    assert again.pair.after.key == THREE
    stage.window.speak_english()


def test_a_draft_deleted_elsewhere_closes_nothing(stage: Stage) -> None:
    made = at_draft(stage)
    stage.session.change(lambda: delete_draft(stage.session.file, key=THREE))
    assert made.step is Step.START
    assert made.start.source_key in (ONE, TWO)


def test_another_file_has_no_wizard_open(stage: Stage, tmp_path: Path) -> None:
    at_draft(stage)
    create(tmp_path / "empty.covenant").close()
    stage.open(tmp_path / "empty.covenant")
    assert stage.page.wizard is None or not stage.page.wizard.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("step", list(Step))
def test_it_fits(stage: Stage, width: int, height: int, step: Step) -> None:
    made = at_mapping(stage)
    stage.window.resize(width, height)
    made.go_to(step)
    QApplication.processEvents()
    assert stage.window.size().width() == width
    assert stage.window.size().height() == height
    assert made.mapping.table.horizontalHeader().length() <= made.mapping.table.viewport().width() + 1
    for one in (*made.mapping.buttons.values(), *made.steps, made.next_button):
        if one.isVisible():
            assert one.width() >= one.sizeHint().width()


def test_read_only_it_can_be_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.session.file, "read_only", True)
    stage.page.show_place()
    made = at_mapping(stage)
    assert not made.mapping.why.isVisible()
    assert not any(one.isEnabled() for one in made.mapping.buttons.values())
    made.take_focus()
    stage.keys(Qt.Key.Key_R)
    made.go_to(Step.START)
    made.start.target.setCurrentIndex(0)
    assert not made.start.go()
    assert made.start.message.text()
