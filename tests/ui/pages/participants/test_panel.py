from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.participants.course import Course
from covenant_monitor_ui.pages.participants.panel import FactList, NameLabel, PartyPanel
from covenant_monitor_ui.theme import LIGHT
from covenant_monitor_ui.widgets.course import CoursePoint

ENGLISH = Language("en")
MODE = Party("MODE", "Mode B.V.", group="large", joined_on=date(2017, 10, 3))
POINT = CoursePoint("2019", 50.0, 60.0)
COURSE = Course([POINT], "Dash: required score.", "2019: 50.0%, required 60%", "2019: strenger")


@pytest.fixture
def panel(put_on_stage: Callable[[QWidget], None]) -> PartyPanel:
    window = QMainWindow()
    made = PartyPanel(ENGLISH)
    window.setCentralWidget(made)
    window.resize(320, 700)
    put_on_stage(window)
    return made


def test_nobody_is_an_empty_panel(panel: PartyPanel) -> None:
    assert not any(label.isVisible() for label in panel.findChildren(QLabel))
    assert not panel.go.isVisible()


def test_a_participant(panel: PartyPanel) -> None:
    panel.show_party(MODE, COURSE, [("Code", "MODE")], assessable=True)
    assert panel.name.text == "Mode B.V."
    assert panel.introduction.text() == "Large · participant since 3 October 2017"
    assert not panel.departure.isVisible()
    assert panel.chart.accessibleName() == "2019: 50.0%, required 60%"
    assert (panel.legend.text(), panel.legend.toolTip()) == ("Dash: required score.", "2019: strenger")
    assert panel.go.isEnabled()
    assert panel.leave.isVisible()


def test_who_is_not_in_the_round_has_no_assessment_to_go_to(panel: PartyPanel) -> None:
    panel.show_party(MODE, Course([], "", ""), [], assessable=False)
    assert not panel.go.isEnabled()
    assert not panel.chart.isVisible()


def test_other_parties_have_neither_course_nor_assessment(panel: PartyPanel) -> None:
    panel.show_party(MODE, COURSE, [], assessable=True)
    panel.show_party(Party("V", "Vakbond", PartyKind.UNION), None, [], assessable=False)
    assert not panel.go.isVisible()
    assert not panel.chart.isVisible()
    assert not panel.legend.isVisible()


def test_who_left_says_when_and_cannot_leave_again(panel: PartyPanel) -> None:
    gone = replace(MODE, left_on=date(2019, 1, 31), left_reason="<b>failliet</b>")
    panel.show_party(gone, COURSE, [], assessable=False)
    assert panel.departure.text() == "Left on 31 January 2019: <b>failliet</b>"
    assert not panel.leave.isVisible()


def test_buttons_tell(panel: PartyPanel, qtbot: QtBot) -> None:
    panel.show_party(MODE, COURSE, [], assessable=True)
    wanted = [(panel.go, panel.assessment_wanted), (panel.edit, panel.edit_wanted), (panel.leave, panel.leave_wanted)]
    for button, signal in wanted:
        with qtbot.waitSignal(signal, timeout=0):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_locked_it_says_why(panel: PartyPanel) -> None:
    panel.lock("read-only")
    assert not panel.edit.isEnabled()
    assert panel.leave.toolTip() == "read-only"
    panel.lock("")
    assert panel.edit.isEnabled()
    assert panel.edit.toolTip() == "F2"


def test_a_name_takes_two_lines_at_most_and_is_whole_in_its_tip(qtbot: QtBot) -> None:
    label = NameLabel()
    qtbot.addWidget(label)
    label.show_text("Kort")
    one = label.heightForWidth(280)
    label.show_text("Een naam die zo lang is dat hij twee regels nodig heeft")
    assert label.heightForWidth(280) == 2 * one
    for name in ("woord " * 40, "X" * 400):
        label.show_text(name)
        label.resize(280, label.heightForWidth(280))
        assert label.heightForWidth(280) == 2 * one
        label.grab()
        assert label.toolTip() == name
    label.show_text("")
    assert label.heightForWidth(280) == one


def test_a_name_is_painted_as_text(qtbot: QtBot) -> None:
    label = NameLabel()
    qtbot.addWidget(label)
    label.resize(280, 48)
    label.show_text("<b></b>")
    image = label.grab().toImage()
    assert any(image.pixel(x, y) == LIGHT.text.rgb() for x in range(image.width()) for y in range(image.height()))


def test_facts_are_read_out_and_whole_in_their_tip(qtbot: QtBot) -> None:
    facts = FactList()
    qtbot.addWidget(facts)
    facts.show_facts([("Country", "NL"), ("Reviewer", "A very long name indeed " * 4)])
    facts.resize(280, facts.sizeHint().height())
    facts.show()
    assert facts.accessibleName().splitlines()[0] == "Country: NL"
    for place, hidden in ((0, False), (1, True)):
        at = QPoint(20, place * 28 + 10)
        QApplication.sendEvent(facts, QHelpEvent(QEvent.Type.ToolTip, at, facts.mapToGlobal(at)))
        if hidden:
            assert QToolTip.text().startswith("Reviewer: A very long")
    facts.grab()


def test_a_name_gets_its_second_line_when_there_is_less_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    name = NameLabel()
    column.addWidget(name)
    column.addStretch(1)
    window.resize(600, 200)
    window.show()
    name.show_text("Aanname Accessoires B.V.")
    column.activate()
    one_line = name.height()
    window.resize(230, 200)
    column.activate()
    assert name.height() == 2 * one_line
