from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from covenant_monitor.store import queries
from covenant_monitor_ui.pages.assessments.panel import CriterionPanel
from tests.ui.pages.assessments.stage import HERO, LOCKED, Stage, small_store

Show = Callable[[QWidget], None]


@pytest.fixture
def panel(stage: Stage) -> CriterionPanel:
    return stage.page.view.panel


def test_the_criterion_is_there_in_full(panel: CriterionPanel) -> None:
    assert panel.tags.accessibleName() == "3.10, practice, water, chemicals and energy"
    assert panel.text.text() == "There are goals and actions on environment (water, chemicals, energy)"
    assert panel.guidance.text().startswith("Look at wet processing first.")
    spoken = [line.accessibleName() for line in panel.anchors.values()]
    assert [words.split(".")[0] for words in spoken] == ["1: Fully", "2: Partially", "3: Not"]
    assert panel.history.accessibleName() == "2018: not, 2019: not, 2020: not yet"


def test_the_others_are_those_of_the_store_without_this_one(stage: Stage, panel: CriterionPanel) -> None:
    session = stage.session
    counts = queries.rating_counts(session.file, session.covenant, session.round, but=HERO)["3.10"]
    assert panel.folds["others"].head.beside == f"n = {sum(counts.values())}"
    stage.keys("1")
    stage.go("3.10")
    assert panel.folds["others"].head.beside == f"n = {sum(counts.values())}"


def test_a_rating_is_in_the_history_at_once(stage: Stage, panel: CriterionPanel) -> None:
    stage.keys("1")
    stage.go("3.10")
    assert panel.history.accessibleName() == "2018: not, 2019: not, 2020: fully"


def test_what_is_final_cannot_be_edited(stage: Stage, panel: CriterionPanel) -> None:
    stage.go("3.06", LOCKED)
    assert panel.fields.evidence.isReadOnly()
    assert not panel.fields.unproven.isEnabled()
    stage.go("3.10", LOCKED)
    assert not panel.fields.add.isVisible()


def test_another_criterion_starts_at_its_top(stage: Stage, panel: CriterionPanel) -> None:
    stage.resize(1280, 720)
    stage.keys("b")
    assert panel.verticalScrollBar().value() > 0
    field = panel.fields.evidence
    top = field.mapTo(panel.viewport(), field.rect().topLeft()).y()
    assert 0 <= top <= panel.viewport().height() - field.height()
    stage.go("3.11")
    assert panel.verticalScrollBar().value() == 0


def test_the_reason_for_na_can_be_changed_from_the_panel(stage: Stage, panel: CriterionPanel) -> None:
    stage.go("2.05")
    panel.change_reason.click()
    assert stage.page.view.table.field.isVisible()
    stage.page.view.table.field.cancelled.emit()


def test_number_scales_have_no_anchors_and_no_shares(tmp_path: Path, put_on_stage: Show) -> None:
    stage = Stage(small_store(tmp_path))
    put_on_stage(stage.window)
    panel = stage.page.view.panel
    assert panel.scale.text() == "A number from 0 to 100."
    assert not any(line.isVisible() for line in panel.anchors.values())
    assert not panel.others.isVisible()
    stage.session.close()


def test_an_outcome_stands_with_its_mark_once_the_score_is_complete(stage: Stage) -> None:
    block = stage.page.view.score
    assert not block.outcome.isVisible()
    assert block.band.band.low is not None
    stage.page.go_to_party(LOCKED)
    assert block.outcome.text == "Behind"
    assert block.band.band.low is None
    assert block.verdict.text().endswith("points below the required 60%.")
