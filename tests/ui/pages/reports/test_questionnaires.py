"""Questionnaires from the window: made into a folder, read back by choosing or dropping them, taken in as one step."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from covenant_monitor.domain.model import AssessmentKind, Rating, Status
from covenant_monitor.exchange.questionnaires.marks import Column
from covenant_monitor.language import Language
from covenant_monitor.store.assessment_reading import assessment_of
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.dropping import dropped_files
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.pages.reports.questionnaires import QuestionnairesPanel
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.core.exchange.returned import filled

WAIT = 30_000
PARTY = "ALLEGORIE-OUTDOOR"


@pytest.fixture
def page(
    tmp_path: Path, put_on_stage: Callable[[QWidget], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ReportsPage]:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: None)
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    made = ReportsPage(session)
    put_on_stage(made)
    made.show_place()
    yield made
    session.close()


@pytest.fixture
def panel(page: ReportsPage) -> QuestionnairesPanel:
    return page.questionnaires


def make(
    panel: QuestionnairesPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, party: str
) -> list[Path]:
    """The questionnaires as the panel makes them."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    panel.party_box.setCurrentIndex(panel.party_box.findData(party))
    panel.make_button.click()
    qtbot.waitUntil(panel.result.isVisible, timeout=WAIT)
    return sorted(folder.glob("*.xlsx"))


@pytest.fixture
def returned(panel: QuestionnairesPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (path,) = make(panel, tmp_path / "out", qtbot, monkeypatch, PARTY)
    answers = {"1.01": {Column.ANSWER: "Fully", Column.NOTE: "nieuw"}, "1.02": {Column.ANSWER: "Not"}}
    return filled(path, answers)


def read(panel: QuestionnairesPanel, qtbot: QtBot, *paths: Path) -> None:
    panel.read(paths)
    qtbot.waitUntil(panel.staged.isVisible, timeout=WAIT)


def test_all_participants_at_once_into_a_folder(
    panel: QuestionnairesPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = make(panel, tmp_path / "out", qtbot, monkeypatch, "")
    assert len(made) == panel.party_box.count() - 1
    assert panel.result.whole_text.startswith(f"{len(made)} questionnaires written")
    assert panel.folder_link.isVisible()


def test_it_can_be_cancelled(
    panel: QuestionnairesPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    panel.session.task_started.connect(lambda progress: progress.stop())
    with qtbot.waitSignal(panel.session.notice_given, timeout=WAIT) as told:
        panel.make_button.click()
    assert told.args[0].startswith("Stopped. Written before that: 0 of ")
    assert not panel.result.isVisible()


def test_what_is_made_while_the_page_is_made_anew_is_told(
    panel: QuestionnairesPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session = panel.session
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    panel.party_box.setCurrentIndex(1)
    with qtbot.waitSignal(session.notice_given, timeout=WAIT) as told:
        panel.make_button.click()
        delete(panel)
    assert told.args[0].startswith("1 questionnaire written: ")


def test_a_folder_with_questionnaires_in_it_is_refused(
    panel: QuestionnairesPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make(panel, tmp_path / "out", qtbot, monkeypatch, PARTY)
    with qtbot.waitSignal(panel.session.problem_met, timeout=WAIT) as met:
        panel.make_button.click()
    assert "may be filled in" in str(met.args[0])


def test_every_change_is_shown_before_anything_is_written(
    panel: QuestionnairesPanel, qtbot: QtBot, returned: Path
) -> None:
    last = panel.session.file.next_undo()
    read(panel, qtbot, returned)
    staged = panel.staged
    assert [row[2:] for row in staged.model.texts] == [
        ("1.01", "Answer", "–", "Fully"),
        ("1.01", "Remarks", "–", "nieuw"),
        ("1.02", "Answer", "–", "Not"),
        ("", "Status", "In progress", "Submitted"),
    ]
    assert staged.take_button.text() == "Take in 4 changes"
    assert staged.table.hasFocus()
    assert panel.session.file.next_undo() == last
    assert "1 questionnaire read for round 2020." in staged.summary.text()


def test_all_is_taken_in_as_one_step_and_the_same_file_says_so(
    panel: QuestionnairesPanel, qtbot: QtBot, returned: Path
) -> None:
    read(panel, qtbot, returned)
    with qtbot.waitSignal(panel.session.changed, timeout=WAIT):
        panel.staged.take_button.click()
    assert not panel.staged.isVisible()
    assert panel.taken.text().startswith("Answers of 1 participant taken in, as one step.")
    file = panel.session.file
    made = assessment_of(file, "KLEDING", PARTY, "2020", AssessmentKind.SELF)
    assert made is not None
    assert (made.status, made.ratings["1.01"].value) == (Status.SUBMITTED, 1)
    read(panel, qtbot, returned)
    assert "There is nothing new to take in." in panel.staged.summary.text()
    assert "nothing in it is new" in panel.staged.findings.item(0).text()
    assert not panel.staged.take_button.isVisible()
    panel.staged.aside_button.click()
    panel.session.undo()
    assert assessment_of(file, "KLEDING", PARTY, "2020", AssessmentKind.SELF) is None


def test_one_by_one_with_the_keyboard(panel: QuestionnairesPanel, qtbot: QtBot, returned: Path) -> None:
    read(panel, qtbot, returned)
    table = panel.staged.table
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert panel.staged.take_button.text() == "Take in 3 changes"
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert panel.staged.take_button.text() == "Take in 2 changes"
    panel.staged.none_link.click()
    assert not panel.staged.take_button.isEnabled()
    panel.staged.all_link.click()
    assert panel.staged.take_button.text() == "Take in 4 changes"


def test_a_click_on_the_box_ticks(panel: QuestionnairesPanel, qtbot: QtBot, returned: Path) -> None:
    read(panel, qtbot, returned)
    table = panel.staged.table
    place = table.visualRect(panel.staged.model.index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert not panel.staged.model.is_ticked(2)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert panel.staged.model.is_ticked(2)


def test_what_is_left_out_is_said(panel: QuestionnairesPanel, qtbot: QtBot, returned: Path) -> None:
    read(panel, qtbot, returned)
    QTest.keyClick(panel.staged.table, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.session.changed, timeout=WAIT):
        panel.staged.take_button.click()
    assert panel.taken.text().endswith("1 change was left out. Read the workbook again to take it in after all.")
    read(panel, qtbot, returned)
    assert panel.staged.take_button.text() == "Take in 1 change"


def test_one_workbook_after_another_is_added_to_what_is_shown(
    panel: QuestionnairesPanel, qtbot: QtBot, returned: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = panel.party_box.itemData(panel.party_box.count() - 1)
    panel.result.hide()
    (path,) = make(panel, tmp_path / "other", qtbot, monkeypatch, other)
    filled(path, {"1.01": {Column.ANSWER: "Not"}})
    read(panel, qtbot, returned)
    panel.staged.model.tick([1], on=False)
    panel.read([path])
    qtbot.waitUntil(lambda: len(panel.staged.model.texts) > 4, timeout=WAIT)
    assert "2 questionnaires read" in panel.staged.summary.text()
    assert [row for row in range(6) if not panel.staged.model.is_ticked(row)] == [1]
    filled(returned, {"1.02": {Column.ANSWER: "Fully"}})
    panel.read([returned])  # the same one again, which was changed meanwhile
    qtbot.waitUntil(lambda: any(row[-1] == "Fully" for row in panel.staged.model.texts if row[2] == "1.02"))
    assert "2 questionnaires read" in panel.staged.summary.text()


def test_what_is_shown_keeps_up_with_the_file(page: ReportsPage, qtbot: QtBot, returned: Path) -> None:
    panel, session = page.questionnaires, page.session
    session.changed.connect(page.show_change)
    read(panel, qtbot, returned)
    panel.staged.model.tick([1], on=False)
    key = AssessmentKey(covenant="KLEDING", round="2020", party=PARTY, kind=AssessmentKind.SELF)
    session.change(lambda: rate(session.file, key=key, ratings={"1.01": Rating(value=0)}))
    qtbot.waitUntil(lambda: panel.staged.model.texts[0][-2:] == ("Not", "Fully"), timeout=WAIT)
    assert [panel.staged.model.is_ticked(row) for row in range(4)] == [True, False, True, True]
    session.undo()
    qtbot.waitUntil(lambda: panel.staged.model.texts[0][-2:] == ("–", "Fully"), timeout=WAIT)


def test_it_is_kept_where_the_language_changes(
    put_on_stage: Callable[[QWidget], None], qtbot: QtBot, tmp_path: Path, returned: Path
) -> None:
    session = Session(Language("en"))
    folder = tmp_path / "other"
    folder.mkdir()
    session.open(open_store(demo_copy(folder)))
    window = MainWindow(session, Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    window.show_page("reports")
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    other = tmp_path / "b.xlsx"
    other.write_bytes(b"")
    read(page.questionnaires, qtbot, returned, other)
    page.questionnaires.staged.model.tick([2], on=False)
    window.show_page("participants")
    window.speak_dutch()
    window.speak_english()  # without a look at it in between
    window.speak_dutch()
    window.show_page("reports")
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    staged = page.questionnaires.staged
    qtbot.waitUntil(staged.isVisible)
    page.take_focus()
    assert staged.table.hasFocus()
    assert staged.model.texts[0][2:] == ("1.01", "Antwoord", "–", "Volledig")
    assert staged.findings.item(0).text().startswith("Niet overgenomen: b.xlsx: Dit bestand is leeg.")
    assert [staged.model.is_ticked(row) for row in range(4)] == [True, True, False, True]
    session.finish_tasks()
    qtbot.wait(1)
    with qtbot.waitSignal(session.changed, timeout=WAIT):
        staged.take_button.click()
    made = assessment_of(session.file, "KLEDING", PARTY, "2020", AssessmentKind.SELF)
    assert made is not None
    assert set(made.ratings) == {"1.01"}
    session.close()


def test_what_was_kept_of_another_file_is_not_shown(page: ReportsPage, qtbot: QtBot, returned: Path) -> None:
    read(page.questionnaires, qtbot, returned)
    kept = page.questionnaires.state()
    page.session.close()
    assert page.state()["returned"] is None
    folder = returned.parent / "other"
    folder.mkdir()
    session = Session(Language("nl"))
    session.open(open_store(demo_copy(folder)))
    other = QuestionnairesPanel(session, lambda: lambda: None)
    other.restore(kept)
    assert other.staged.staged is None
    session.close()


def test_a_language_that_is_changed_while_it_reads_does_no_harm(
    page: ReportsPage, qtbot: QtBot, returned: Path
) -> None:
    session = page.session
    page.questionnaires.read([returned])
    delete(page.questionnaires.staged)
    delete(page.questionnaires)
    session.finish_tasks()
    with qtbot.waitSignal(session.task_ended, timeout=WAIT):
        pass


def test_what_is_wrong_stands_first_and_can_be_put_aside(
    panel: QuestionnairesPanel, qtbot: QtBot, returned: Path, tmp_path: Path
) -> None:
    other = tmp_path / "jaarverslag.xlsx"
    other.write_bytes(b"%PDF-1.7")
    read(panel, qtbot, other, returned)
    assert panel.staged.findings.item(0).text().startswith("Not taken in: jaarverslag.xlsx: This is a PDF document")
    panel.staged.aside_button.click()
    assert not panel.staged.isVisible()
    assert panel.read_button.hasFocus()


def test_without_a_round_it_is_said_why_nothing_is_read(page: ReportsPage, qtbot: QtBot, returned: Path) -> None:
    page.session.choose("KLEDING", "")
    page.show_place()
    with qtbot.waitSignal(page.session.problem_met):
        page.look_at([returned])
    assert not page.questionnaires.staged.isVisible()


def test_another_round_puts_it_aside(page: ReportsPage, qtbot: QtBot, returned: Path) -> None:
    read(page.questionnaires, qtbot, returned)
    page.session.choose("KLEDING", "2019")
    page.show_place()
    assert not page.questionnaires.staged.isVisible()


def test_what_is_chosen_to_be_imported_is_known(page: ReportsPage, qtbot: QtBot, returned: Path) -> None:
    page.look_at([returned])
    qtbot.waitUntil(page.questionnaires.staged.isVisible, timeout=WAIT)
    assert not page.imports.confirm_button.isVisible()


def test_F24_read_only_nothing_can_be_taken_in(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> None:
    session = Session(Language("nl"))
    session.open(open_store(demo_copy(tmp_path), read_only=True))
    made = ReportsPage(session)
    put_on_stage(made)
    made.show_place()
    assert not made.questionnaires.read_button.isEnabled()
    assert made.questionnaires.make_button.isEnabled()
    session.close()


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_only_workbooks_tables_and_folders_can_be_dropped(tmp_path: Path) -> None:
    workbook, table, other = tmp_path / "a.xlsx", tmp_path / "a.csv", tmp_path / "a.pdf"
    assert dropped_files(dragged(workbook, table, tmp_path)) == [workbook, table, tmp_path]
    assert dropped_files(dragged(workbook, other)) == []
    others = [tmp_path / f"a{ending}" for ending in (".xls", ".ods", ".XLSM")]
    assert dropped_files(dragged(workbook, *others)) == [workbook, *others]  # to be told what to save them as
    remote = QMimeData()
    remote.setUrls([QUrl("https://example.org/a.xlsx")])
    assert dropped_files(remote) == []
    assert dropped_files(QMimeData()) == []


def test_workbooks_dropped_on_the_window_are_shown(
    put_on_stage: Callable[[QWidget], None], qtbot: QtBot, tmp_path: Path, returned: Path
) -> None:
    session = Session(Language("en"))
    folder = tmp_path / "other"
    folder.mkdir()
    session.open(open_store(demo_copy(folder)))
    window = MainWindow(session, Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    data = dragged(returned)
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = QDragEnterEvent(QPoint(200, 200), copy, data, left, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(held)
    assert held.isAccepted()
    window.dropEvent(QDropEvent(QPointF(200, 200), copy, data, left, Qt.KeyboardModifier.NoModifier))
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(page.questionnaires.staged.isVisible, timeout=WAIT)
    other = dragged(tmp_path / "a.pdf")
    refused = QDragEnterEvent(QPoint(200, 200), copy, other, left, Qt.KeyboardModifier.NoModifier)
    refused.ignore()
    window.dragEnterEvent(refused)
    assert not refused.isAccepted()
    session.finish_tasks()
    qtbot.wait(1)
    window.close()
    session.close()
