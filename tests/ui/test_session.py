import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party, Rating
from covenant_monitor.errors import Problem
from covenant_monitor.store import pictures
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.backup import backups
from covenant_monitor.store.parties import add_party
from covenant_monitor.store.store import Change, open_store
from covenant_monitor_ui.session import Progress, Session
from tests.core.demo import demo_copy


def test_it_begins_in_the_latest_round_of_the_first_covenant(session: Session) -> None:
    assert (session.covenant, session.round) == ("KLEDING", "2020")


def test_a_change_is_told_once_with_what_changed(session: Session, qtbot: QtBot) -> None:
    party = Party("NIEUW", "Nieuw B.V.")
    with qtbot.waitSignal(session.changed) as told:
        assert session.change(lambda: add_party(session.file, covenant="KLEDING", party=party))
    assert isinstance(told.args[0], Change)
    assert told.args[0].tables == {"party"}


def test_a_problem_is_told_and_nothing_is_raised(session: Session, qtbot: QtBot) -> None:
    party = Party("VOORBEELD-MODE", "Nog een")
    with qtbot.waitSignal(session.problem_met) as told, qtbot.assertNotEmitted(session.changed):
        assert not session.change(lambda: add_party(session.file, covenant="KLEDING", party=party))
    assert isinstance(told.args[0], Problem)


def test_the_picture_is_read_anew_after_a_change(session: Session) -> None:
    before = session.picture
    assert session.picture is before
    session.change(lambda: add_party(session.file, covenant="KLEDING", party=Party("N", "N", joined_on=None)))
    assert session.picture is not before
    assert len(session.picture.round("2020").standings) == len(before.round("2020").standings) + 1


def test_of_the_picture_only_what_a_rating_touches_is_read_anew(session: Session) -> None:
    before = session.picture
    key = AssessmentKey("KLEDING", "2020", "VOORBEELD-MODE")
    session.change(lambda: rate(session.file, key=key, ratings={"1.01": Rating(0)}))
    session.change(lambda: rate(session.file, key=key, ratings={"1.02": Rating(0)}))
    after = session.picture
    assert after != before
    assert after == pictures.picture(session.file, "KLEDING")
    assert after.round("2019") is before.round("2019")
    assert session.picture is after


def test_the_picture_is_kept_from_round_to_round_but_not_from_file_to_file(session: Session, tmp_path: Path) -> None:
    before = session.picture
    session.choose("KLEDING", "2018")
    assert session.picture is before
    (tmp_path / "other").mkdir()
    session.open(open_store(demo_copy(tmp_path / "other")))
    assert session.picture is not before
    assert session.picture == before


def test_background_work_runs_elsewhere_and_ends_here(session: Session, qtbot: QtBot) -> None:
    here = threading.get_ident()
    seen: list[tuple[int, int]] = []
    session.in_background(threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here


def test_a_problem_in_the_background_is_told(session: Session, qtbot: QtBot) -> None:
    def work() -> None:
        raise Problem("There is nothing to undo.")

    with qtbot.waitSignal(session.problem_met):
        session.in_background(work, lambda _result: None)


def test_F59_a_bug_in_the_background_reaches_the_handler_of_bugs(session: Session, qtbot: QtBot) -> None:
    def work() -> None:
        raise ZeroDivisionError("a bug")

    with qtbot.captureExceptions() as caught:
        session.in_background(work, lambda _result: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_F60_cancelled_work_stops_at_its_next_step(session: Session, qtbot: QtBot) -> None:
    progress = Progress("Counting")
    stepped = threading.Event()
    go_on = threading.Event()
    done: list[object] = []

    def work() -> None:
        progress.step(1, 3)
        stepped.set()
        go_on.wait(10)
        progress.step(2, 3)

    with qtbot.waitSignal(session.task_ended):
        session.in_background(work, done.append, progress=progress)
        stepped.wait(10)
        progress.stop()
        go_on.set()
    assert not done


def test_F60_closing_waits_for_what_is_under_way(session: Session) -> None:
    ended = threading.Event()
    progress = Progress("Writing")
    session.in_background(ended.set, lambda _result: None, progress=progress)
    session.close()
    assert ended.is_set()
    assert not session.is_open


def test_undo_and_redo_are_told_like_any_change(session: Session, qtbot: QtBot) -> None:
    session.change(lambda: add_party(session.file, covenant="KLEDING", party=Party("N", "N")))
    for step in (session.undo, session.redo):
        with qtbot.waitSignal(session.changed) as told:
            step()
        assert told.args[0].tables == {"party"}


def test_nothing_to_undo_is_a_problem_not_a_crash(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.problem_met):
        session.undo()


def test_a_file_that_was_changed_is_backed_up_when_it_is_closed(session: Session) -> None:
    path = session.file.path
    session.change(lambda: add_party(session.file, covenant="KLEDING", party=Party("N", "N")))
    session.close()
    (made,) = backups(path)
    assert made.reason == "daily"
    session.open(open_store(path))
    session.close()
    assert backups(path) == [made]


def test_a_backup_that_cannot_be_made_does_not_keep_a_file_open(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> None:
        raise Problem("The disk is full: {file} was not changed. Make room, then do it again.", file="x")

    monkeypatch.setattr("covenant_monitor_ui.session.make_daily", fail)
    session.change(lambda: add_party(session.file, covenant="KLEDING", party=Party("N", "N")))
    session.close()
    assert not session.is_open
    assert "no backup at closing" in caplog.text


def test_what_stops_an_attempt_is_given_back_and_not_told(session: Session) -> None:
    told: list[Problem] = []
    changed: list[Change] = []
    session.problem_met.connect(told.append)
    session.changed.connect(changed.append)
    party = Party("NIEUW", "Nieuw B.V.")
    assert session.attempt(lambda: add_party(session.file, covenant=session.covenant, party=party)) is None
    problem = session.attempt(lambda: add_party(session.file, covenant=session.covenant, party=party))
    assert problem is not None
    assert told == []
    assert len(changed) == 1
