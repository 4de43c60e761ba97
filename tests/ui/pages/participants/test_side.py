from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party
from covenant_monitor.store import queries
from covenant_monitor_ui.pages.participants.side import ParticipantsSide
from covenant_monitor_ui.session import Session


@pytest.fixture
def side(session: Session, put_on_stage: Callable[[QWidget], None]) -> ParticipantsSide:
    window = QMainWindow()
    made = ParticipantsSide(session)
    window.setCentralWidget(made)
    window.resize(320, 640)
    put_on_stage(window)
    made.fit(1300)
    return made


@pytest.fixture
def mode(session: Session) -> Party:
    return queries.party(session.file, session.covenant, "VOORBEELD-MODE")


def test_the_form_is_made_when_it_is_wanted(side: ParticipantsSide) -> None:
    assert side.currentWidget() is side.panel
    assert side.count() == 1
    side.close_form()
    assert side.count() == 1
    side.add()
    assert side.currentWidget() is side.form


@pytest.mark.parametrize(("width", "side_width"), [(1800, 320), (1240, 320), (1224, 296), (940, 296)])
def test_how_wide_it_is(side: ParticipantsSide, width: int, side_width: int) -> None:
    side.fit(width)
    assert not side.isHidden()
    assert side.maximumWidth() == side_width


def test_where_there_is_no_room_only_a_form_is_shown(side: ParticipantsSide) -> None:
    side.fit(900)
    assert side.isHidden()
    side.add()
    assert not side.isHidden()
    side.close_form()
    assert side.isHidden()


def test_passing_by(side: ParticipantsSide, mode: Party) -> None:
    side.edit(mode)
    side.pass_by("VOORBEELD-MODE")
    assert side.has_form
    side.form.fields["name"].set_text("Anders")
    side.pass_by("OTHER")
    assert side.has_form
    assert side.form.message.text()
    side.form.fields["name"].set_text(mode.name)
    side.pass_by("OTHER")
    assert not side.has_form


def test_what_is_kept_is_put_back(side: ParticipantsSide, mode: Party, session: Session, qtbot: QtBot) -> None:
    assert side.state() == {}
    side.leave(mode)
    assert side.state() == {}
    side.form.fields["left_reason"].set_text("Overgenomen")
    kept = side.state()
    other = ParticipantsSide(session)
    qtbot.addWidget(other)
    other.restore(kept, [mode])
    assert other.form.mode == "leave"
    assert other.form.fields["left_reason"].text == "Overgenomen"
    gone = ParticipantsSide(session)
    qtbot.addWidget(gone)
    gone.restore(kept, [])
    assert not gone.has_form


def test_saving_closes_and_tells(side: ParticipantsSide, mode: Party, qtbot: QtBot) -> None:
    side.edit(mode)
    side.form.fields["name"].set_text("Anders")
    with qtbot.waitSignal(side.saved, timeout=0) as saved, qtbot.waitSignal(side.closed, timeout=0):
        side.form.save()
    assert saved.args == ["VOORBEELD-MODE"]
    assert side.currentWidget() is side.panel
