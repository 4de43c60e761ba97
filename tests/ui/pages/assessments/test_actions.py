from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import AssessmentKind
from covenant_monitor.domain.registers import Answer, Entry, Register
from covenant_monitor.store import registers
from covenant_monitor.store.register_rounds import accept_proposals, proposals
from tests.ui.pages.assessments.stage import HERO, LOCKED, Stage
from tests.ui.pages.registers.stage import empty_registers


@pytest.fixture(autouse=True)
def nothing_yet(stage: Stage) -> None:
    empty_registers(stage.session.file)
    stage.session.place_changed.emit()


@pytest.fixture
def asked(stage: Stage) -> Stage:
    """The hero has an action of an earlier round."""
    session = stage.session
    entry = Entry(Register.ACTION, "A1", "Plan", party=HERO, round="2019", raised_on=date(2020, 1, 1))
    session.change(lambda: registers.add_entry(session.file, covenant="KLEDING", entry=entry))
    stage.page.actions_line.read()
    return stage


def links(stage: Stage) -> list[str]:
    line = stage.page.view.score.actions_line
    return [link.text() for link in (line.ask, line.propose) if link.isVisible()]


def low(stage: Stage, party: str) -> int:
    return len(proposals(stage.session.file, "KLEDING", "2020", participant=party))


def test_without_either_nothing_is_said(stage: Stage) -> None:
    stage.page.actions_line.read()
    assert links(stage) == []
    assert stage.page.view.score.actions_line.isHidden()
    stage.keys("a")


def test_earlier_actions_are_asked_about_right_there(asked: Stage) -> None:
    assert links(asked) == ["1 action of earlier rounds to ask about"]
    asked.keys("a")
    popover = asked.page.actions_line.popover
    assert popover is not None
    assert popover.isVisible()
    asked.keys("2")
    kept = registers.entry(asked.session.file, "KLEDING", Register.ACTION, "A1")
    assert kept.followups[0].answer is Answer.PARTLY
    assert asked.table.hasFocus()
    asked.page.actions_line.read()
    assert links(asked) == []


def test_answering_leaves_the_criteria_where_they_are(asked: Stage) -> None:
    before = asked.page.view.table.currentIndex()
    asked.keys("a", "1")
    assert asked.page.view.table.currentIndex() == before


def test_low_ratings_are_counted_once_the_assessment_is_handed_in(stage: Stage, qtbot: QtBot) -> None:
    stage.page.go_to_party(LOCKED)
    n = low(stage, LOCKED)
    qtbot.waitUntil(lambda: links(stage) == [f"{n} low ratings without an action"])
    with qtbot.waitSignal(stage.page.actions_line.proposals_wanted, timeout=0) as wanted:
        stage.keys("a")
    assert wanted.args == [LOCKED]
    with qtbot.waitSignal(stage.page.actions_line.proposals_wanted, timeout=0):
        qtbot.mouseClick(stage.page.view.score.actions_line.propose, Qt.MouseButton.LeftButton)
    stage.page.go_to_party(HERO)
    qtbot.waitUntil(lambda: links(stage) == [])


def test_it_follows_what_is_made_of_them(stage: Stage, qtbot: QtBot) -> None:
    stage.page.go_to_party(LOCKED)
    stage.page.actions_line.read()
    session = stage.session
    chosen = proposals(session.file, "KLEDING", "2020", participant=LOCKED)[:-1]
    session.change(lambda: accept_proposals(session.file, covenant="KLEDING", chosen=chosen, language=session.language))
    qtbot.waitUntil(lambda: links(stage) == ["1 low rating without an action"])


def test_only_the_secretariats_assessment_has_actions(asked: Stage) -> None:
    asked.page.show_kind(AssessmentKind.SELF)
    asked.page.actions_line.read()
    assert links(asked) == []
    asked.page.show_kind(AssessmentKind.SECRETARIAT)
    asked.page.actions_line.read()
    assert len(links(asked)) == 1


def test_rating_a_draft_reads_nothing_of_the_registers(asked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("entries", "proposals"):
        reading = f"covenant_monitor_ui.pages.assessments.actions.{name}"
        monkeypatch.setattr(reading, lambda *_args, **_kwargs: pytest.fail("it was read"))
    asked.keys("1")
    assert asked.kept()["3.10"].is_rated
    assert not asked.page.actions_line._timer.isActive()
    assert len(links(asked)) == 1


def test_stepping_through_participants_reads_the_registers_once(asked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = "covenant_monitor_ui.pages.assessments.actions.entries"
    monkeypatch.setattr(reading, lambda *_args, **_kwargs: pytest.fail("it was read"))
    asked.page.go_to_party(LOCKED)
    assert "earlier rounds" not in "".join(links(asked))
    asked.page.go_to_party(HERO)
    assert len(links(asked)) == 1


def test_what_is_reopened_proposes_nothing(stage: Stage, qtbot: QtBot) -> None:
    stage.page.go_to_party(LOCKED)
    qtbot.waitUntil(lambda: bool(links(stage)))
    assert stage.page.desk.reopen("a mistake")
    qtbot.waitUntil(lambda: links(stage) == [])
