"""The history of one record beside where it is shown."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QWidget

from covenant_monitor.domain.model import Rating
from covenant_monitor.store import queries
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.parties import edit_party
from covenant_monitor_ui.dialogs.record_history import show_record_history
from covenant_monitor_ui.pages.history.table import HistoryTable
from covenant_monitor_ui.pages.participants.page import ParticipantsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover

PARTY = "VOORBEELD-MODE"


@pytest.fixture
def opener(put_on_stage: Callable[[QWidget], None]) -> QPushButton:
    window = QMainWindow()
    made = QPushButton("x")
    window.setCentralWidget(made)
    window.resize(1000, 640)
    put_on_stage(window)
    return made


def open_party(session: Session, opener: QWidget) -> tuple[Popover, HistoryTable]:
    number = queries.party_id(session.file, "KLEDING", PARTY)
    popover = show_record_history(opener, QRect(0, 0, 10, 10), session, "party", str(number), "Voorbeeld")
    table = popover.findChild(HistoryTable)
    assert table is not None
    return popover, table


def test_a_party(session: Session, opener: QPushButton) -> None:
    known = queries.party(session.file, "KLEDING", PARTY)
    edit_party(session.file, covenant="KLEDING", party=replace(known, country="BE"))
    edit_party(session.file, covenant="KLEDING", party=replace(known, country="DE"))
    popover, table = open_party(session, opener)
    assert popover.accessibleName() == "History of Voorbeeld"
    assert table.hasFocus()
    row = table.current_row
    assert row is not None
    assert (row.line.field, row.line.before, row.line.after) == ("Country", "BE", "DE")
    assert any(label.text() == "Voorbeeld Mode B.V. changed" for label in popover.findChildren(QLabel))
    said: list[str] = []
    session.notice_given.connect(said.append)
    QTest.keyClick(table, Qt.Key.Key_R)
    assert queries.party(session.file, "KLEDING", PARTY).country == "BE"
    assert said == ["Voorbeeld Mode B.V.: Country restored. Ctrl+Z undoes it."]
    # It stays open, with what was done in it.
    assert popover.isVisible()
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert table.current_row is not None
    assert table.current_row.line.after == "BE"
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert queries.party(session.file, "KLEDING", PARTY).country == "NL"
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert popover.isHidden()
    assert opener.hasFocus()


def test_a_rating(session: Session, opener: QPushButton) -> None:
    rate(session.file, key=AssessmentKey("KLEDING", "2020", PARTY), ratings={"1.01": Rating(0)})
    row = session.file.connection.execute("SELECT row FROM change WHERE tbl = 'rating' ORDER BY id DESC").fetchone()[0]
    popover = show_record_history(opener, opener.rect(), session, "rating", row, "1.01")
    buttons = [button for button in popover.findChildren(QPushButton) if button.text().startswith("Restore")]
    assert [button.text() for button in buttons] == ["Restore this field", "Restore this record"]
    buttons[1].click()
    found = queries.assessments_of(session.file, "KLEDING", PARTY)
    assert next(a for a in found if a.round == "2020" and a.kind == "secretariat").ratings["1.01"].value != 0
    popover.dismiss()


def test_what_was_never_there(session: Session, opener: QPushButton) -> None:
    popover = show_record_history(opener, opener.rect(), session, "rating", "1/1", "x")
    assert any(label.text() == "Nothing was ever changed in it." for label in popover.findChildren(QLabel))
    table = popover.findChild(HistoryTable)
    assert table is not None
    QTest.keyClick(table, Qt.Key.Key_R)
    QTest.keyClick(table, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    popover.dismiss()


def test_on_the_participants_page(session: Session, put_on_stage: Callable[[QWidget], None]) -> None:
    window = QMainWindow()
    page = ParticipantsPage(session)
    window.setCentralWidget(page)
    window.resize(1224, 644)
    put_on_stage(window)
    page.show_place()
    page.go_to_party(PARTY)
    page.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F7)
    popover = window.findChild(Popover)
    assert popover is not None
    assert popover.accessibleName() == "History of Voorbeeld Mode B.V."
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    page.panel.history.click()
    assert page._popover is not None
    page.hide()
    assert page._popover is None
