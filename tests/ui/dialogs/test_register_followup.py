from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Register
from covenant_monitor.store import registers
from covenant_monitor.store.register_rounds import questions, record_followup
from covenant_monitor_ui.dialogs.register_followup import FollowupBox, ask_followups
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from tests.ui.pages.registers.stage import empty_registers

HERO = "VOORBEELD-MODE"


@pytest.fixture
def opener(put_on_stage: Callable[[QWidget], None]) -> QPushButton:
    window = QMainWindow()
    made = QPushButton("?")
    window.setCentralWidget(made)
    window.resize(900, 700)
    put_on_stage(window)
    made.setFocus()
    return made


@pytest.fixture
def asked(session: Session) -> list[Entry]:
    empty_registers(session.file)
    for code, title in (("A1", "Living wage plan"), ("A2", "List of <b>sites</b>")):
        entry = Entry(
            Register.ACTION, code, title, party=HERO, round="2019", raised_on=date(2020, 1, 1), due_on=date(2099, 1, 1)
        )
        session.change(lambda entry=entry: registers.add_entry(session.file, covenant="KLEDING", entry=entry))
    return questions(session.file, "KLEDING", "2020")


def ask(opener: QPushButton, session: Session, asked: list[Entry], done: Callable[[int], object]) -> Popover:
    return ask_followups(opener, QRect(0, 0, 80, 20), session, asked, done)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def kept(session: Session, code: str) -> Entry:
    return registers.entry(session.file, "KLEDING", Register.ACTION, code)


def test_one_after_another_by_keys(opener: QPushButton, session: Session, asked: list[Entry], qtbot: QtBot) -> None:
    answered: list[int] = []
    popover = ask(opener, session, asked, answered.append)
    box = popover.findChild(FollowupBox)
    assert box is not None
    assert box.title.text() == "Living wage plan"
    assert box.head.text() == "1 of 2 · agreed in round 2019 · due 1 Jan 2099"
    qtbot.keyClick(focused(), Qt.Key.Key_1)
    assert kept(session, "A1").status is EntryStatus.DONE
    assert box.title.text() == "List of <b>sites</b>"
    box.note.setFocus()
    qtbot.keyClicks(focused(), "123 sites of 200")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert kept(session, "A2").followups == ()
    qtbot.keyClick(focused(), Qt.Key.Key_3)
    one = kept(session, "A2").followups[0]
    assert (one.round, one.answer, one.note) == ("2020", Answer.NOT, "123 sites of 200")
    assert answered == [2]
    assert focused() is opener
    session.undo()
    assert kept(session, "A2").followups == ()


def test_by_mouse(opener: QPushButton, session: Session, asked: list[Entry], qtbot: QtBot) -> None:
    popover = ask(opener, session, asked[:1], lambda _n: None)
    box = popover.findChild(FollowupBox)
    assert box is not None
    qtbot.mouseClick(box.buttons[Answer.PARTLY], Qt.MouseButton.LeftButton)
    assert kept(session, "A1").followups[0].answer is Answer.PARTLY
    assert popover.isHidden()


def test_esc_leaves_it_unanswered(opener: QPushButton, session: Session, asked: list[Entry], qtbot: QtBot) -> None:
    ask(opener, session, asked, lambda _n: pytest.fail("nothing was answered"))
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert kept(session, "A1").followups == ()
    assert focused() is opener


def test_what_was_answered_before_is_there(opener: QPushButton, session: Session, asked: list[Entry]) -> None:
    for round_, answer, note in (("2019", Answer.NOT, "too early"), ("2020", Answer.PARTLY, "half")):
        followup = Followup(round_, answer, note)
        session.change(
            lambda followup=followup: record_followup(session.file, covenant="KLEDING", code="A1", followup=followup)
        )
        box = ask(opener, session, [kept(session, "A1")], lambda _n: None).findChildren(FollowupBox)[-1]
        said = box.before.text()
        in_2019 = "In round 2019: Not carried out (too early)"
        assert said == (in_2019 if round_ == "2019" else "Answered in this round: Partly")
    assert box.note.text() == "half"


def test_why_an_answer_cannot_be_kept_is_said_there(
    opener: QPushButton, session: Session, asked: list[Entry], qtbot: QtBot
) -> None:
    popover = ask(opener, session, asked[:1], lambda _n: None)
    session.change(
        lambda: registers.remove_entry(session.file, covenant="KLEDING", register=Register.ACTION, code="A1")
    )
    box = popover.findChild(FollowupBox)
    assert box is not None
    qtbot.keyClick(box, Qt.Key.Key_1)
    assert "A1" in box.problem.text()
    assert popover.isVisible()
