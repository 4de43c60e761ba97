"""The registers page in the real window, with real keys and the demo."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Status
from covenant_monitor.domain.registers import Answer, EntryStatus, Followup, Register
from covenant_monitor.language import Language
from covenant_monitor.store import registers
from covenant_monitor.store.register_rounds import accept_proposals, proposals, record_followup
from covenant_monitor.store.seconds import assign_second
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui.search import fill
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.ui.pages.registers.stage import HERO, USER, RegistersStage, add_sample, focused, said

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Stage = Callable[[QWidget], None]


@pytest.fixture
def window(tmp_path: Path, put_on_stage: Stage) -> Iterator[MainWindow]:
    settings = Settings(tmp_path / "settings.json")
    settings.set("user", USER)
    made = MainWindow(Session(Language("en")), settings)
    put_on_stage(made)
    yield made
    made.close()


@pytest.fixture
def stage(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> RegistersStage:
    path = demo_copy(tmp_path)
    with open_store(path, user=USER) as store:
        add_sample(store)
    window.open_path(path)
    made = RegistersStage(window)
    settled(made, qtbot)
    return made


def settled(stage: RegistersStage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stage.page.reading.proposals is not None)


def in_panel(stage: RegistersStage, qtbot: QtBot, title: str) -> None:
    panel = stage.page.view.side.panel
    qtbot.waitUntil(lambda: panel.title.text() == title and panel.title.isVisible())


def test_it_opens_on_the_open_actions_with_counts_on_every_tab(stage: RegistersStage) -> None:
    tabs = stage.page.view.tabs
    assert stage.titles() == ["Living wage plan", "Publish the list of sites"]
    assert stage.page.view.counts.text() == "2 open of 3"
    assert tabs.tab("action").accessibleName() == "Actions 2, 1 late"
    assert tabs.tab("risk").accessibleName() == "Risks 2"
    assert tabs.tab("commitment").accessibleName() == "Commitments 0"
    assert tabs.tab("proposed").accessibleName().startswith("Proposed 3")
    assert focused() is stage.page.view.table
    assert stage.page.view.add_button.accessibleName() == "Add an action"


def test_overdue_is_said_by_word_and_mark(stage: RegistersStage, qtbot: QtBot) -> None:
    due = stage.page.view.entries.shown[0].cells[3]
    assert (due.text, due.mark) == ("31 Dec 2019, overdue", "behind")
    assert stage.page.view.entries.shown[1].cells[3].mark == ""
    in_panel(stage, qtbot, "Living wage plan")
    assert stage.page.view.side.panel.overdue.text.endswith("years overdue")


def test_the_panel_has_everything_and_follows_the_arrow_keys(stage: RegistersStage, qtbot: QtBot) -> None:
    in_panel(stage, qtbot, "Living wage plan")
    panel = stage.page.view.side.panel
    assert "Three suppliers first." in said(panel)
    assert "Round 2020 has to ask about it." in said(panel)
    facts = dict(panel.facts.facts)
    assert (facts["Owner"], facts["Due"], facts["Round"]) == (USER, "31 Dec 2019", "2018")
    assert [link.accessibleName()[:6] for link in panel.links] == ["Voorbe", "3.07  "]
    stage.keys(Qt.Key.Key_Down)
    in_panel(stage, qtbot, "Publish the list of sites")
    assert panel.overdue.isHidden()


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("overdue", ["Living wage plan"]),
        ("mine", ["Living wage plan"]),
        ("ask", ["Living wage plan", "Publish the list of sites"]),
        ("all", ["Living wage plan", "Publish the list of sites", "Train the buyers"]),
    ],
)
def test_filters(stage: RegistersStage, qtbot: QtBot, key: str, titles: list[str]) -> None:
    qtbot.mouseClick(stage.page.view.shown.segment(key), Qt.MouseButton.LeftButton)
    assert stage.titles() == titles
    assert stage.page.view.shown.segment(key).text().endswith(f" {len(titles)}")


def test_filter_by_words_and_by_party(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.keys("f", held=CONTROL)
    stage.keys("schets sites")
    assert stage.titles() == ["Publish the list of sites"]
    assert stage.page.view.counts.text() == "2 open of 3, 1 found"
    stage.keys(Qt.Key.Key_Down)
    assert focused() is stage.page.view.table
    stage.page.view.filter.clear()
    box = stage.page.view.party_box
    box.setFocus()
    qtbot.keyClicks(box, "Voorbeeld Mode")
    assert stage.titles() == ["Living wage plan"]
    assert stage.page.view.shown.segment("all").text() == "All 2"


def test_what_is_not_there_says_what_to_do(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.view.filter.setText("<b>zzz</b>")
    empty = stage.page.view.empty
    assert empty is not None
    assert empty.accessibleName() == "Nothing found"
    assert "<b>zzz</b>" in empty.accessibleDescription()
    qtbot.mouseClick(empty.buttons[0], Qt.MouseButton.LeftButton)
    assert len(stage.titles()) == 3
    stage.page.show_tab("commitment")
    assert stage.page.view.empty is not None
    assert stage.page.view.empty.accessibleName() == "No commitments yet"
    assert focused() is stage.page.view.empty.buttons[0]
    stage.keys(Qt.Key.Key_Return)
    assert stage.page.view.side.form.register is Register.COMMITMENT


def test_a_filter_that_is_empty_says_why(stage: RegistersStage) -> None:
    stage.page.show_tab("complaint")
    stage.page.show_only("overdue")
    assert stage.page.view.empty is not None
    assert stage.page.view.empty.accessibleDescription() == "Nothing is past its date."
    stage.page.go_to_party(HERO)
    assert stage.page.view.empty.accessibleDescription() == "Nothing in this filter concerns Voorbeeld Mode B.V.."


def test_tabs_by_keyboard_and_risks_by_severity(stage: RegistersStage, qtbot: QtBot) -> None:
    tab = stage.page.view.tabs.tab("action")
    tab.setFocus()
    stage.keys(Qt.Key.Key_Left)
    assert stage.page.register is Register.RISK
    assert focused() is stage.page.view.tabs.tab("risk")
    assert stage.titles() == ["Forced labour in spinning mills", "Waste water of dye houses"]
    assert stage.texts("level") == ["15", "12"]
    assert stage.texts("party") == ["Modelwerk Jassen B.V. +1", "–"]
    with pytest.raises(KeyError):
        stage.page.view.shown.segment("ask")


def test_sorting_by_head_and_by_keys(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_only("all")
    table = stage.page.view.table
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(2) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    owners = stage.texts("owner")
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.texts("owner") == sorted(owners, reverse=owners == sorted(owners))
    stage.select("A2")
    stage.keys(Qt.Key.Key_Up, held=CONTROL | SHIFT)
    assert stage.titles() == sorted(stage.titles())
    assert stage.page.work.current is not None
    assert stage.page.work.current.code == "A2"


def test_one_key_gives_a_status_and_undo_takes_it_back(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys("2")
    assert stage.kept(Register.ACTION, "A1").status is EntryStatus.IN_PROGRESS
    assert stage.texts("status")[0] == "Under way"
    stage.keys("3")
    kept = stage.kept(Register.ACTION, "A1")
    assert (kept.status, kept.closed_on) == (EntryStatus.DONE, date.today())
    assert stage.titles() == ["Publish the list of sites"]
    assert focused() is stage.page.view.table
    stage.keys("z", held=CONTROL)
    assert stage.kept(Register.ACTION, "A1").status is EntryStatus.IN_PROGRESS
    assert len(stage.titles()) == 2


def test_what_is_dropped_needs_a_reason_asked_below_the_table(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys("4")
    strip = stage.page.view.strip
    assert focused() is strip.field
    stage.keys(Qt.Key.Key_Return)
    assert stage.kept(Register.ACTION, "A1").status is EntryStatus.OPEN
    assert stage.problems
    stage.keys("The supplier has gone", Qt.Key.Key_Return)
    kept = stage.kept(Register.ACTION, "A1")
    assert (kept.status, kept.result) == (EntryStatus.DROPPED, "The supplier has gone")
    assert not strip.isVisible()
    assert focused() is stage.page.view.table
    stage.keys("4")
    stage.keys(Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert stage.kept(Register.ACTION, "A2").status is EntryStatus.OPEN


def test_the_menu_has_the_statuses_and_all_else(stage: RegistersStage) -> None:
    stage.select("A1")
    menu = stage.page.work.menu()
    entries = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    assert list(entries)[:5] == ["To do", "Under way", "Carried out", "Dropped", "Was it done?"]
    assert not entries["To do"].isEnabled()
    entries["Carried out"].trigger()
    assert stage.kept(Register.ACTION, "A1").status is EntryStatus.DONE
    menu.deleteLater()


def test_removing_and_getting_it_back(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys(Qt.Key.Key_Delete)
    assert stage.codes(Register.ACTION) == ["A2", "A3"]
    assert stage.notices == ["“Living wage plan” removed. Ctrl+Z undoes it."]
    assert stage.page.work.current is not None
    assert stage.page.work.current.code == "A2"
    stage.keys("z", held=CONTROL)
    assert stage.codes(Register.ACTION) == ["A1", "A2", "A3"]


def test_adding_by_keyboard_alone(stage: RegistersStage) -> None:
    stage.keys(Qt.Key.Key_Insert)
    stage.keys("Visit the dye house", Qt.Key.Key_Return)
    kept = stage.kept(Register.ACTION, "A4")
    assert (kept.title, kept.owner, kept.round) == ("Visit the dye house", USER, "2020")
    assert stage.page.work.current == kept
    assert focused() is stage.page.view.table


def test_editing(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.select("A1")
    stage.keys(Qt.Key.Key_Return)
    title = focused()
    assert isinstance(title, QLineEdit)
    title.selectAll()
    stage.keys("Another plan", Qt.Key.Key_Return)
    assert stage.kept(Register.ACTION, "A1").title == "Another plan"
    in_panel(stage, qtbot, "Another plan")


def test_what_is_typed_and_not_saved_stays_and_says_so(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys(Qt.Key.Key_F2)
    stage.keys("Half")
    form = stage.page.view.side.form
    stage.select("A2")
    stage.page.view.table.setFocus()
    assert stage.page.view.side.has_form
    assert "not saved yet" in form.message.text()
    stage.page.show_tab("risk")
    assert stage.page.register is Register.ACTION
    stage.page.view.table.setFocus()
    stage.keys("3")
    assert stage.kept(Register.ACTION, "A2").status is EntryStatus.OPEN
    form.take_focus()
    stage.keys(Qt.Key.Key_Escape)
    assert not stage.page.view.side.has_form
    assert focused() is stage.page.view.table


def test_a_form_without_anything_typed_makes_room(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys(Qt.Key.Key_F2)
    stage.select("A2")
    assert not stage.page.view.side.has_form


def test_the_history_of_an_entry(stage: RegistersStage) -> None:
    stage.select("A1")
    stage.keys("2")
    stage.keys(Qt.Key.Key_F7)
    popover = stage.page.work.popover
    assert popover is not None
    assert "Living wage plan" in popover.words.text()
    stage.keys(Qt.Key.Key_Escape)
    assert stage.page.work.popover is None
    assert focused() is stage.page.view.table


def test_asking_whether_it_was_done(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.select("A1")
    stage.keys("q")
    popover = stage.page.work.popover
    assert popover is not None
    assert popover.words.text() == "Was it done by round 2020?"
    stage.keys("2")
    kept = stage.kept(Register.ACTION, "A1")
    assert [(one.round, one.answer, one.answered_by) for one in kept.followups] == [("2020", Answer.PARTLY, USER)]
    assert kept.status is EntryStatus.IN_PROGRESS
    assert stage.page.work.popover is None
    qtbot.waitUntil(lambda: "Round 2020 has to ask about it." not in said(stage.page.view.side.panel))
    panel = stage.page.view.side.panel
    assert [one.text for one in panel.followups if hasattr(one, "show_mark")] == ["2020: Partly"]
    assert stage.page.view.shown.segment("ask").text() == "To ask about 1"


def test_links_go_to_the_participant_and_to_the_rating(stage: RegistersStage, qtbot: QtBot) -> None:
    in_panel(stage, qtbot, "Living wage plan")
    qtbot.mouseClick(stage.page.view.side.panel.links[0], Qt.MouseButton.LeftButton)
    assert stage.window.page_key == "participants"
    stage.window.show_page("registers")
    stage.select("A1")
    stage.keys("g")
    assert stage.window.page_key == "assessments"
    page = stage.window.pages["assessments"]
    assert page.shown.standing.party.code == HERO  # type: ignore[attr-defined]
    assert page.criterion == "3.07"  # type: ignore[attr-defined]


def test_without_a_criterion_it_goes_to_the_party(stage: RegistersStage) -> None:
    stage.select("A2")
    stage.keys("g")
    assert stage.window.page_key == "participants"


def test_a_criterion_of_an_earlier_version_is_shown_in_the_round_of_the_entry(stage: RegistersStage) -> None:
    old = stage.session.picture.round("2017").framework.criteria
    new = stage.session.picture.round("2020").framework.criteria
    only = next(code for code in old if code not in new)
    changed = replace(stage.kept(Register.ACTION, "A1"), criteria=(only,), round="2017")
    stage.session.change(lambda: registers.edit_entry(stage.session.file, covenant="KLEDING", entry=changed))
    stage.select("A1")
    stage.keys("g")
    assert stage.session.round == "2017"


def test_F6_goes_to_the_panel_and_back(stage: RegistersStage, qtbot: QtBot) -> None:
    in_panel(stage, qtbot, "Living wage plan")
    stage.keys(Qt.Key.Key_F6)
    assert focused() is stage.page.view.side.panel.ask_button
    stage.keys(Qt.Key.Key_F6)
    assert focused() is stage.page.view.table


def test_tab_goes_through_the_page_in_reading_order(stage: RegistersStage) -> None:
    view = stage.page.view
    view.filter.setFocus()
    expected = [view.add_button, view.tabs.tab("action"), view.shown.segment("open"), view.party_box, view.table]
    seen = []
    for _stop in expected:
        stage.keys(Qt.Key.Key_Tab)
        seen.append(focused())
    assert seen == expected
    stage.keys(Qt.Key.Key_Tab)
    assert view.side.isAncestorOf(focused())


def test_a_third_click_on_a_head_gives_the_order_of_the_work_back(stage: RegistersStage, qtbot: QtBot) -> None:
    before = stage.titles()
    header = stage.page.view.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 40, header.height() // 2)
    for _click in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.titles() == sorted(before, reverse=True)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert stage.titles() == before


def test_a_change_elsewhere_is_shown(stage: RegistersStage) -> None:
    entry = stage.kept(Register.ACTION, "A2")
    answer = Followup("2020", Answer.DONE)
    session = stage.session
    session.change(lambda: record_followup(session.file, covenant="KLEDING", code=entry.code, followup=answer))
    assert stage.titles() == ["Living wage plan"]


def test_the_language_changes_and_the_work_stays(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_only("all")
    stage.select("A3")
    stage.keys(Qt.Key.Key_F2)
    focused().selectAll()  # type: ignore[attr-defined]
    stage.keys("Half a title")
    stage.window.speak_dutch()
    settled(stage, qtbot)
    assert stage.page.work.current is not None
    assert stage.page.work.current.code == "A3"
    assert stage.page.view.side.form.fields["title"].text == "Half a title"
    assert stage.page.view.shown.current == "all"


def test_search_finds_an_entry(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.window.show_page("participants")
    stage.keys("k", held=CONTROL)
    stage.keys("dye houses", Qt.Key.Key_Return)
    assert stage.window.page_key == "registers"
    assert stage.page.work.current == stage.kept(Register.RISK, "R1")


def test_search_finds_a_target(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.keys("k", held=CONTROL)
    stage.keys("Target: Share of market", Qt.Key.Key_Return)
    assert stage.window.page_key == "targets"
    page = stage.window.pages["targets"]
    qtbot.waitUntil(lambda: page.is_settled, timeout=20_000)  # type: ignore[attr-defined]
    assert page.current_key.code == "OMZETAANDEEL"  # type: ignore[attr-defined]


def test_an_entry_that_is_filtered_away_is_shown_to_be_gone_to(stage: RegistersStage) -> None:
    stage.page.go_to_entry(Register.ACTION, "A3")
    assert stage.page.work.current == stage.kept(Register.ACTION, "A3")
    stage.page.go_to_entry(Register.ACTION, "ZZZ")
    assert stage.page.work.current == stage.kept(Register.ACTION, "A3")


def test_read_only_shows_everything_and_changes_nothing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = demo_copy(tmp_path)
    with open_store(path, user=USER) as store:
        add_sample(store)
    window.session.open(open_store(path, user=USER, read_only=True))
    stage = RegistersStage(window)
    settled(stage, qtbot)
    assert not stage.page.view.add_button.isEnabled()
    stage.select("A1")
    stage.keys("3", Qt.Key.Key_Delete, "q", Qt.Key.Key_Insert)
    assert len(stage.problems) == 4
    assert {type(one) for one in stage.problems}
    assert stage.kept(Register.ACTION, "A1").status is EntryStatus.OPEN
    in_panel(stage, qtbot, "Living wage plan")
    assert not stage.page.view.side.panel.status_button.isEnabled()
    stage.page.show_tab("proposed")
    stage.keys("a", held=CONTROL)
    assert not stage.page.view.bar.make_button.isEnabled()


def test_a_file_without_a_covenant_and_one_without_a_round(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    create(tmp_path / "empty.covenant", user=USER).close()
    window.open_path(tmp_path / "empty.covenant")
    stage = RegistersStage(window)
    assert stage.page.view.empty is not None
    assert stage.page.view.empty.accessibleName() == "This file has no covenant yet"
    settled(stage, qtbot)
    stage.page.show_tab("proposed")
    assert stage.page.view.empty.accessibleName() == "This file has no covenant yet"


def test_what_low_ratings_propose_is_made_into_actions_at_once(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_tab("proposed")
    view = stage.page.view
    assert focused() is view.proposal_table
    assert view.side.isHidden()
    assert not view.bar.make_button.isEnabled()
    first = view.proposals.shown[0].key
    stage.keys(Qt.Key.Key_Space)
    assert view.proposals.ticked == [first]
    stage.keys(Qt.Key.Key_Space, held=SHIFT)
    mine = [line.key for line in view.proposals.every if line.key[0] == first[0]]
    assert view.proposals.ticked == mine
    assert view.bar.make_button.text() == f"Make {len(mine)} actions"
    assert f"{len(mine)} ticked" in view.counts.text()
    before = len(stage.codes(Register.ACTION))
    stage.keys("a")
    assert len(stage.codes(Register.ACTION)) == before + len(mine)
    assert stage.notices == [f"{len(mine)} actions made. Ctrl+Z undoes it."]
    settled(stage, qtbot)
    assert view.proposals.ticked == []
    assert mine[0] not in {line.key for line in view.proposals.every}
    made = next(one for one in registers.entries(stage.session.file, "KLEDING") if one.criteria == (mine[0][1],))
    assert (made.owner, made.party) == (USER, mine[0][0])
    stage.keys("z", held=CONTROL)
    assert len(stage.codes(Register.ACTION)) == before


def test_who_follows_up_by_when_is_typed_below(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_tab("proposed")
    view = stage.page.view
    stage.keys(Qt.Key.Key_Space)
    stage.keys(Qt.Key.Key_F6)
    assert focused() is view.bar.owner
    line = view.bar.owner.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "D. Model")
    view.bar.due.setFocus()
    view.bar.due.selectAll()
    stage.keys("31-31-2030", Qt.Key.Key_Return)
    assert view.bar.problem.isVisible()
    view.bar.due.selectAll()
    stage.keys("31-3-2030", Qt.Key.Key_Return)
    found = [one for one in registers.entries(stage.session.file, "KLEDING") if one.owner == "D. Model"]
    assert [one.due_on for one in found] == [date(2030, 3, 31)]
    assert focused() is view.proposal_table


def test_declining_needs_a_reason(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_tab("proposed")
    view = stage.page.view
    key = view.proposals.shown[0].key
    stage.keys(Qt.Key.Key_Space, Qt.Key.Key_Delete)
    assert focused() is view.bar.strip.field
    stage.keys(Qt.Key.Key_Return)
    assert view.bar.problem.isVisible()
    stage.keys("Sold since", Qt.Key.Key_Return)
    settled(stage, qtbot)
    assert key not in {line.key for line in view.proposals.every}
    assert stage.notices == ["1 proposal declined. Ctrl+Z undoes it."]
    declined = [one for one in registers.entries(stage.session.file, "KLEDING") if one.result == "Sold since"]
    assert [one.status for one in declined] == [EntryStatus.DROPPED]
    assert focused() is view.proposal_table


def test_the_box_is_ticked_by_a_click_and_all_that_is_shown_by_a_key(stage: RegistersStage, qtbot: QtBot) -> None:
    stage.page.show_tab("proposed")
    view = stage.page.view
    at = view.proposal_table.visualRect(view.proposals.index(2, 0))
    qtbot.mouseClick(view.proposal_table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, at.center().y()))
    assert view.proposals.ticked == [view.proposals.shown[2].key]
    qtbot.mouseClick(view.proposal_table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, at.center().y()))
    assert view.proposals.ticked == [view.proposals.shown[2].key]
    name = view.proposals.shown[0].cells[0].text
    view.filter.setText(name)
    stage.page.take_focus()
    stage.keys("a", held=CONTROL)
    shown = {line.key for line in view.proposals.shown}
    assert shown <= set(view.proposals.ticked)
    assert len(view.proposals.ticked) <= len(shown) + 1


def test_ratings_that_are_only_partial_propose_on_request(stage: RegistersStage) -> None:
    stage.page.show_tab("proposed")
    view = stage.page.view
    few = len(view.proposals.every)
    view.partially.setFocus()
    stage.keys(Qt.Key.Key_Space)
    assert len(view.proposals.every) > few
    assert {line.cells[3].text for line in view.proposals.every} == {"not", "partially"}


def test_enter_on_a_proposal_goes_to_its_rating(stage: RegistersStage) -> None:
    stage.page.show_tab("proposed")
    party, criterion = stage.page.view.proposals.shown[0].key
    stage.keys(Qt.Key.Key_Return)
    page = stage.window.pages["assessments"]
    assert stage.window.page_key == "assessments"
    assert (page.shown.standing.party.code, page.criterion) == (party, criterion)  # type: ignore[attr-defined]


def test_who_assesses_blind_does_not_see_what_was_found(stage: RegistersStage, qtbot: QtBot) -> None:
    session = stage.session
    stage.page.show_tab("proposed")
    proposed = {line.key[0] for line in stage.page.view.proposals.every}
    party = next(
        one.party.code
        for one in session.picture.round("2020").standings
        if one.party.code in proposed and one.status is Status.ASSESSED and one.assessor != USER
    )
    session.change(
        lambda: assign_second(
            session.file, covenant="KLEDING", round="2020", parties=[party], criteria=(), assessor=USER
        )
    )
    settled(stage, qtbot)
    assert party not in {line.key[0] for line in stage.page.view.proposals.every}


def test_who_assesses_blind_does_not_see_the_actions_made_of_what_was_found(
    stage: RegistersStage, qtbot: QtBot
) -> None:
    session = stage.session
    found = proposals(session.file, "KLEDING", "2020")
    party = next(
        one.party.code
        for one in session.picture.round("2020").standings
        if one.party.code in {proposal.participant for proposal in found} and one.assessor != USER
    )
    chosen = [one for one in found if one.participant == party][:1]
    session.change(lambda: accept_proposals(session.file, covenant="KLEDING", chosen=chosen, language=session.language))
    stage.page.show_tab("action")

    def made() -> set[str]:
        there = stage.page.reading.entries.values()
        return {entry.code for entry in there if entry.party == party and entry.round == "2020"}

    def found_by_search() -> bool:
        model = QStandardItemModel()
        fill(model, stage.window)
        texts = [model.item(row).text() for row in range(model.rowCount())]
        return any(text.startswith("Action") and chosen[0].text.en[:40] in text for text in texts)

    assert len(made()) == 1
    assert found_by_search()
    given = {"covenant": "KLEDING", "round": "2020", "parties": [party], "criteria": ()}
    session.change(lambda: assign_second(session.file, **given, assessor=USER))  # type: ignore[arg-type]
    settled(stage, qtbot)
    assert made() == set()
    assert not found_by_search()
    stage.window.undo()
    settled(stage, qtbot)
    assert len(made()) == 1


def test_every_control_has_a_name(stage: RegistersStage, qtbot: QtBot) -> None:
    in_panel(stage, qtbot, "Living wage plan")
    stage.page.add()
    for kind in (QPushButton, QLineEdit):
        for one in stage.page.findChildren(kind):
            if one.isVisible() and one.objectName() != "qt_spinbox_lineedit":
                assert one.accessibleName() or one.parentWidget().accessibleName(), one
