"""The history page in a real window, by the keyboard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import HALF, Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import backup, queries, standing_reading
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor.store.check import check
from covenant_monitor.store.parties import add_party, edit_party
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.history.page import HistoryPage
from covenant_monitor_ui.pages.history.reading import PAGE_SIZE
from covenant_monitor_ui.pages.history.since import ALL, DAY, TODAY, WEEK
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import LabelledCombo
from tests.core.demo import demo_copy

COVENANT, PARTY = "KLEDING", "VOORBEELD-MODE"
KEY = AssessmentKey(COVENANT, "2020", PARTY)
CODES = ("1.01", "1.02", "1.03")
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Told:
    """What the session says to the user."""

    def __init__(self, session: Session) -> None:
        self.problems: list[str] = []
        self.notices: list[str] = []
        session.problem_met.connect(lambda problem: self.problems.append(problem.text(session.language)))
        session.notice_given.connect(self.notices.append)


@pytest.fixture
def told(session: Session) -> Told:
    return Told(session)


@pytest.fixture
def page(session: Session, told: Told, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> HistoryPage:
    edit(session)
    return on_stage(session, put_on_stage, qtbot)


def edit(session: Session) -> None:
    """Some work in the demo: change sets 2 to 5."""
    store = session.file
    rate(store, key=KEY, ratings={CODES[0]: Rating(0, note="Het beleid is er, maar niet openbaar.")})
    rate(store, key=KEY, ratings={CODES[0]: Rating(HALF, note="Het beleid is er, en sinds kort openbaar.")})
    store.user = "D. Elders"
    known = queries.party(store, COVENANT, PARTY)
    edit_party(store, covenant=COVENANT, party=replace(known, country="BE", name="Voorbeeld Mode Groep"))
    rate(store, key=KEY, ratings={code: Rating(None, True, "koopt niet in") for code in CODES[1:]})


def on_stage(
    session: Session,
    put_on_stage: Callable[[QWidget], None],
    qtbot: QtBot,
    state: dict[str, object] | None = None,
) -> HistoryPage:
    """The page in a window, wired as the real one does it, with everything read."""
    window = QMainWindow()
    made = HistoryPage(session)
    window.setCentralWidget(made)
    window.resize(1224, 644)
    session.changed.connect(made.show_change)
    session.place_changed.connect(made.show_place)
    put_on_stage(window)
    if state is not None:
        made.restore(state)
    made.show_place()
    made.take_focus()
    read(made, qtbot)
    return made


def read(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.reading.is_reading)


def told_lines(page: HistoryPage) -> list[tuple[str, str, str]]:
    return [(row.line.field, row.line.before, row.line.after) for row in page.model.shown]


def press(page: HistoryPage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def go_to(page: HistoryPage, field: str) -> None:
    """Move by the arrow keys to the newest line of a field."""
    place = next(n for n, row in enumerate(page.model.shown) if row.line.field == field)
    press(page, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(place):
        press(page, Qt.Key.Key_Down)
    assert page.current_row is not None
    assert page.current_row.line.field == field


def choose(box: LabelledCombo, data: str) -> None:
    """Choose from a selector as a person does who steps through it."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before


def rating(session: Session, code: str = CODES[0]) -> Rating:
    found = queries.assessments_of(session.file, COVENANT, PARTY)
    one = next(a for a in found if a.round == "2020" and a.kind == "secretariat")
    return one.ratings[code]


def test_what_is_shown(page: HistoryPage) -> None:
    lines = told_lines(page)
    assert ("Rating", "Not", "Partially") in lines
    assert ("Country", "NL", "BE") in lines
    assert lines[-1][0] == ""
    last = page.model.shown[-1]
    assert last.is_large
    assert last.line.record == "Import of demo"
    assert page.counts.text() == f"{len(lines)} changes"
    assert page.current_row == page.model.shown[0]
    assert page.detail.isVisible()
    assert page.table.hasFocus()


def test_restore_a_field_by_key(page: HistoryPage, session: Session, told: Told, qtbot: QtBot) -> None:
    before = rating(session)
    go_to(page, "Note")
    n = len(page.model.every)
    selected = page.current_row
    press(page, Qt.Key.Key_R)
    assert rating(session) == replace(before, note="Het beleid is er, maar niet openbaar.")
    assert told.notices == ["Voorbeeld Mode Groep · 2020 · 1.01: Note restored. Ctrl+Z undoes it."]
    assert len(page.model.every) == n + 1
    assert page.current_row == selected  # the new line is above it
    assert page.model.shown[0].line.field == "Note"
    session.undo()
    assert rating(session) == before
    assert check(session.file).findings == []


def test_restore_a_record_by_key(page: HistoryPage, session: Session, told: Told) -> None:
    go_to(page, "Country")
    press(page, Qt.Key.Key_R, SHIFT)
    found = queries.party(session.file, COVENANT, PARTY)
    assert (found.name, found.country) == ("Voorbeeld Mode B.V.", "NL")
    assert told.notices[0].startswith("Voorbeeld Mode Groep restored.")


def test_a_record_that_was_new_is_taken_out(page: HistoryPage, session: Session, qtbot: QtBot) -> None:
    party = queries.party(session.file, COVENANT, PARTY)
    session.change(lambda: add_party(session.file, covenant=COVENANT, party=replace(party, code="N", name="Nieuw")))
    press(page, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.detail.restore_record.text() == "Take this record out")
    page.detail.restore_record.click()
    with pytest.raises(Problem):
        queries.party(session.file, COVENANT, "N")
    press(page, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.detail.restore_record.text() == "Restore this record")
    assert not page.detail.restore_field.isVisible()
    page.detail.restore_record.click()
    assert queries.party(session.file, COVENANT, "N").name == "Nieuw"


def test_refused_in_one_sentence(page: HistoryPage, session: Session, told: Told, qtbot: QtBot) -> None:
    store = session.file
    finals = standing_reading.standings(store, COVENANT, "2019")
    code = next(one.party.code for one in finals if one.status is Status.FINAL)
    number = store.connection.execute(
        "SELECT a.id FROM assessment a JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " WHERE p.code = ? AND r.code = '2019' AND a.kind = 'secretariat'",
        (code,),
    ).fetchone()[0]
    page.show_record("assessment", str(number))
    read(page, qtbot)
    press(page, Qt.Key.Key_R)
    assert len(told.problems) == 1
    assert "final and locked" in told.problems[0]
    assert told.notices == []


def test_undo_only_the_last_step(page: HistoryPage, session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.detail.undo.isVisible)
    go_to(page, "Country")
    qtbot.waitUntil(lambda: not page.detail.undo.isVisible())
    told = Told(session)
    press(page, Qt.Key.Key_U)
    assert told.problems == ["Only the last step can be undone. Restore its fields or its record instead."]
    assert queries.party(session.file, COVENANT, PARTY).country == "BE"
    press(page, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_U)
    assert rating(session, CODES[1]).na_reason != "koopt niet in"


def test_an_import_is_opened(page: HistoryPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    press(page, Qt.Key.Key_Return)
    assert page.reading.is_reading
    assert page.counts.text().endswith(", reading on …")
    assert not page.save_button.isEnabled()
    qtbot.waitUntil(lambda: not page.reading.is_reading, timeout=20_000)
    assert len(page.model.every) > 20_000
    assert page.current_row is not None
    assert page.current_row.change.change_set.id == 1
    assert not any(row.is_large for row in page.model.every)


def test_a_large_import_is_read_in_small_pages_between_other_events(page: HistoryPage, qtbot: QtBot) -> None:
    page.reading.opened.add(1)
    pages: list[int] = []
    page.reading.page_read.connect(lambda lines: pages.append(len({line.change for line in lines})))
    page._start()
    assert len(pages) == 1  # the first at once
    qtbot.waitUntil(lambda: not page.reading.is_reading, timeout=20_000)
    assert len(pages) > 10
    assert max(pages) <= 2 * PAGE_SIZE  # a record is never told in part


def test_filters(page: HistoryPage, qtbot: QtBot) -> None:
    every = len(page.model.every)
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filter.hasFocus()
    QTest.keyClicks(page.filter, "openbaar")
    assert {row.line.field for row in page.model.shown} == {"Note"}
    assert page.counts.text() == f"2 of {every} changes"
    press(page, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    page.filter.take_focus()
    press(page, Qt.Key.Key_Escape)
    assert len(page.model.shown) == every
    choose(page.filters.who_box, "D. Elders")
    assert {row.line.who for row in page.model.shown} == {"D. Elders"}
    choose(page.filters.who_box, "")
    choose(page.filters.kind_box, "parties")
    # What came with the import is among them.
    assert {row.line.field for row in page.model.shown} == {"Country", "Name", ""}
    page.filter.setText("zzz")
    assert page.stack.currentWidget() is not page.table
    assert not page.detail.isVisible()
    assert not page.save_button.isEnabled()
    (show_all,) = page.stack.currentWidget().buttons  # type: ignore[attr-defined]
    show_all.click()
    read(page, qtbot)
    assert len(page.model.shown) == every
    assert page.table.hasFocus()


def test_since_a_day(page: HistoryPage, qtbot: QtBot) -> None:
    every = len(page.model.every)
    choose(page.filters.since_box, TODAY)
    read(page, qtbot)
    assert len(page.model.every) == every
    choose(page.filters.since_box, WEEK)
    choose(page.filters.since_box, DAY)
    assert page.filters.day_field.hasFocus()
    QTest.keyClicks(page.filters.day_field, "overmorgen")
    QTest.keyClick(page.filters.day_field, Qt.Key.Key_Return)
    assert "overmorgen" in page.filters.day_problem.text()
    assert page.filters.day_problem.isVisible()
    page.filters.day_field.selectAll()
    tomorrow = date.today() + timedelta(days=1)
    QTest.keyClicks(page.filters.day_field, language("en").short_day(tomorrow))
    QTest.keyClick(page.filters.day_field, Qt.Key.Key_Return)
    read(page, qtbot)
    assert page.model.every == []
    assert not page.filters.day_problem.isVisible()
    assert page.counts.text() == "0 changes"
    page.filters.day_field.selectAll()
    QTest.keyClicks(page.filters.day_field, date.today().isoformat())
    QTest.keyClick(page.filters.day_field, Qt.Key.Key_Return)
    read(page, qtbot)
    assert len(page.model.every) == every


def test_since_a_meeting_marked_now(page: HistoryPage, session: Session, told: Told, qtbot: QtBot) -> None:
    page.meeting_button.click()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.selectedText() == field.text() != ""
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert page._popover is not None  # it asks for a name
    QTest.keyClicks(field, "Stuurgroep")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.notices == ["Marked: Stuurgroep"]
    assert page._popover is None
    key = next(key for key in page.filters._choices if key.startswith("meeting:"))
    choose(page.filters.since_box, key)
    read(page, qtbot)
    assert page.model.every == []
    session.change(lambda: rate(session.file, key=KEY, ratings={CODES[0]: Rating(1)}))
    assert {row.change.change_set.id for row in page.model.every} == {7}
    # Once it is undone that it was marked, all is shown.
    session.undo()
    session.undo()
    read(page, qtbot)
    assert page.filters.since_box.currentData() == ALL
    assert {row.change.change_set.id for row in page.model.every} == set(range(1, 10))


def test_since_a_backup(page: HistoryPage, session: Session, told: Told, qtbot: QtBot) -> None:
    made = backup.make(session.file.connection, session.file.path, "backup")
    session.change(lambda: rate(session.file, key=KEY, ratings={CODES[0]: Rating(1)}))
    key = f"backup:{made.name}"
    choose(page.filters.since_box, key)
    qtbot.waitUntil(lambda: {row.change.change_set.id for row in page.model.every} == {6})
    assert page.filters.words.startswith("Since: backup: ")
    # One that is damaged is told, and all is shown again.
    choose(page.filters.since_box, ALL)
    made.write_bytes(b"garbage")
    choose(page.filters.since_box, key)
    qtbot.waitUntil(lambda: bool(told.problems))
    assert "not a covenant file" in told.problems[0]
    assert page.filters.since_box.currentData() == ALL


def test_one_record(page: HistoryPage, qtbot: QtBot) -> None:
    every = len(page.model.every)
    go_to(page, "Country")
    press(page, Qt.Key.Key_H)
    read(page, qtbot)
    assert {row.line.record for row in page.model.shown} == {"Voorbeeld Mode Groep"}
    assert len(page.model.shown) > 6  # with what it was imported with
    assert page.filters.only.whole_text == "Only: Party · Voorbeeld Mode Groep"
    assert page.filters.all_button.isVisible()
    press(page, Qt.Key.Key_Escape)
    read(page, qtbot)
    assert len(page.model.every) == every
    assert not page.filters.all_button.isVisible()
    assert page.current_row is not None


def test_saved_and_read_again(
    page: HistoryPage, told: Told, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    target = tmp_path / "lijst.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), "Excel workbooks (*.xlsx)"))
    page.filter.setText("openbaar")
    page.save_button.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert told.notices == [f"Written: {target}"]
    (sheet,) = openpyxl.load_workbook(target).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2] == ["When", "Who", "Kind", "What", "Field", "Before", "After", "Why", "Change"]
    assert len(rows) == 3 + 2
    assert rows[3][1:7] == [
        "A. Voorbeeld",
        "Rating",
        "Voorbeeld Mode Groep · 2020 · 1.01",
        "Note",
        "Het beleid is er, maar niet openbaar.",
        "Het beleid is er, en sinds kort openbaar.",
    ]
    assert "“openbaar”" in rows[1][0]
    assert rows[1][0].startswith("Internal: confidential · demo.covenant · Since: the beginning · ")
    target = tmp_path / "lijst.csv"
    page.filter.setText("")
    page.save_button.click()
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == len(page.model.shown) + 1


def test_saving_can_be_thought_better_of(page: HistoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.save()


def test_read_only(tmp_path: Path, put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> None:
    session = Session(language("en"))
    session.open(open_store(demo_copy(tmp_path), user="A. Voorbeeld", read_only=True))
    told = Told(session)
    page = on_stage(session, put_on_stage, qtbot)
    page.reading.opened.add(1)
    page._start()
    qtbot.waitUntil(lambda: page.detail.restore_field.isVisible())
    assert not page.detail.restore_field.isEnabled()
    assert not page.meeting_button.isEnabled()
    assert "read-only" in page.detail.restore_record.toolTip()
    press(page, Qt.Key.Key_R)
    press(page, Qt.Key.Key_R, SHIFT)
    press(page, Qt.Key.Key_U)
    assert len(told.problems) == 3
    assert all("open read-only" in problem for problem in told.problems)
    assert told.notices == []
    session.close()


def test_state_comes_back(
    page: HistoryPage, session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    choose(page.filters.who_box, "D. Elders")
    page.filter.setText("koopt")
    page.table.setFocus()
    press(page, Qt.Key.Key_Down)
    state = page.state()
    again = on_stage(session, put_on_stage, qtbot, state)
    assert again.state() == state
    assert [row.key for row in again.model.shown] == [row.key for row in page.model.shown]
    page.show_everything()
    page.table.select(next(n for n, row in enumerate(page.model.shown) if row.line.field == "Country"))
    page.show_this_record()
    third = on_stage(session, put_on_stage, qtbot, page.state())
    assert third.reading.record == page.reading.record
    assert third.filters.only.whole_text == page.filters.only.whole_text
    other = on_stage(session, put_on_stage, qtbot, {**page.state(), "covenant": "X", "selected": "garbage"})
    assert other.reading.record is None


def test_it_waits_while_it_is_out_of_sight_or_somebody_else_has_the_file(page: HistoryPage, qtbot: QtBot) -> None:
    page.reading.opened.add(1)
    page._start()
    page.window().setEnabled(False)
    n = len(page.model.every)
    qtbot.waitUntil(lambda: not page.reading._timer.isActive())
    assert len(page.model.every) == n
    page.window().setEnabled(True)
    qtbot.waitUntil(lambda: len(page.model.every) > n)
    page.hide()
    assert not page.reading._timer.isActive()
    page.show()
    qtbot.waitUntil(lambda: not page.reading.is_reading, timeout=20_000)


def test_everything_has_a_name(page: HistoryPage) -> None:
    controls = [child for child in page.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [child for child in controls if child.isVisible() and not child.accessibleName()] == []


def test_popovers_go_with_the_page(page: HistoryPage) -> None:
    page.mark()
    page.hide()
    assert page._popover is None
    assert all(popover.isHidden() for popover in page.window().findChildren(Popover))
