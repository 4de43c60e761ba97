from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.registers import Answer, Entry, EntryStatus, Followup, Register
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.registers.panel import About, EntryPanel
from tests.ui.pages.registers.stage import said

ABOUT = About(
    {"P": "Piet & <b>Zn.</b>"}, {"1.01": Text("Beleid", "Policy " * 30)}, "2021", date(2021, 6, 30), asks=True
)


@pytest.fixture
def panel(put_on_stage: Callable[[QWidget], None]) -> EntryPanel:
    window = QMainWindow()
    made = EntryPanel(Language("en"))
    window.setCentralWidget(made)
    window.resize(304, 640)
    put_on_stage(window)
    return made


def test_what_is_not_known_takes_no_room(panel: EntryPanel) -> None:
    panel.show_entry(Entry(Register.COMPLAINT, "K1", "Dismissal"), ABOUT)
    assert said(panel) >= {"Dismissal"}
    assert dict(panel.facts.facts) == {"Code": "K1"}
    assert panel.links == []
    for part in (panel.about_head, panel.followups_head, panel.note_head, panel.result_head, panel.overdue):
        assert part.isHidden()
    panel.show_nothing()
    assert not panel.title.isVisible()


def test_a_risk_says_how_its_level_came_about(panel: EntryPanel) -> None:
    panel.show_entry(Entry(Register.RISK, "R1", "T", severity=4, likelihood=2), ABOUT)
    assert dict(panel.facts.facts)["Severity × likelihood"] == "4 × 2 = 8"
    panel.show_entry(Entry(Register.RISK, "R1", "T", severity=4), ABOUT)
    assert dict(panel.facts.facts)["Severity × likelihood"] == "not yet known"


def test_links_are_elided_to_the_room_and_go_where_they_say(panel: EntryPanel, qtbot: QtBot) -> None:
    panel.show_entry(
        Entry(Register.ACTION, "A1", "T", party="P", participants=("P", "GONE"), criteria=("1.01",)), ABOUT
    )
    assert [link.accessibleName() for link in panel.links][:2] == ["Piet & <b>Zn.</b>", "GONE"]
    assert panel.links[0].text() == "Piet && <b>Zn.</b>"
    assert panel.links[2].text().endswith("…")
    assert panel.links[2].toolTip().startswith("1.01  Policy Policy")
    assert all(link.geometry().right() <= panel.viewport().width() for link in panel.links)
    with qtbot.waitSignal(panel.party_wanted, timeout=0) as party:
        qtbot.keyClick(panel.links[0], Qt.Key.Key_Return)
    assert party.args == ["P"]
    with qtbot.waitSignal(panel.criterion_wanted, timeout=0) as criterion:
        qtbot.mouseClick(panel.links[2], Qt.MouseButton.LeftButton)
    assert criterion.args == ["1.01"]


def test_the_answers_of_later_rounds(panel: EntryPanel) -> None:
    answers = (
        Followup("2019", Answer.NOT, "No budget", "B. Proef", date(2020, 1, 3)),
        Followup("2020", Answer.PARTLY),
    )
    panel.show_entry(Entry(Register.ACTION, "A1", "T", followups=answers), ABOUT)
    assert panel.followups_head.isVisible()
    assert "No budget\nB. Proef, 3 Jan 2020" in said(panel)
    assert len(panel.followups) == 3


def test_what_is_dropped_has_its_reason(panel: EntryPanel) -> None:
    panel.show_entry(Entry(Register.ACTION, "A1", "T", status=EntryStatus.DROPPED, result="Sold"), ABOUT)
    assert said(panel) >= {"Reason", "Sold"}
    panel.show_entry(Entry(Register.ACTION, "A1", "T", status=EntryStatus.DONE, result="Sold"), ABOUT)
    assert "What came of it" in said(panel)


def test_buttons_ask_for_what_keys_do(panel: EntryPanel, qtbot: QtBot) -> None:
    panel.show_entry(Entry(Register.ACTION, "A1", "T"), ABOUT)
    buttons = (panel.ask_button, panel.status_button, panel.edit_button, panel.remove_button, panel.history_button)
    for one, name in zip(buttons, ("ask", "menu", "edit", "remove", "history"), strict=True):
        with qtbot.waitSignal(panel.command_wanted, timeout=0) as wanted:
            qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
        assert wanted.args == [name]


def test_locked_it_says_why(panel: EntryPanel) -> None:
    panel.lock("This file is open read-only.")
    assert not panel.edit_button.isEnabled()
    assert panel.edit_button.toolTip() == "This file is open read-only."
    assert panel.history_button.isEnabled()
    panel.lock("")
    assert panel.edit_button.toolTip() == "F2"
