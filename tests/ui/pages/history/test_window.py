"""The history in the real window: what it says, what other pages show after it, another language."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.model import Rating, Status
from covenant_monitor.language import language
from covenant_monitor.store import queries, standing_reading
from covenant_monitor.store.assessments import AssessmentKey, rate
from covenant_monitor_ui.pages.history.page import HistoryPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow

KEY = AssessmentKey("KLEDING", "2020", "VOORBEELD-MODE")


def value(session: Session) -> object:
    found = queries.assessments_of(session.file, "KLEDING", KEY.party)
    return next(a for a in found if a.round == "2020" and a.kind == "secretariat").ratings["1.01"].value


def shown(window: MainWindow, qtbot: QtBot) -> HistoryPage:
    window.show_page("history")
    page = window.pages["history"]
    assert isinstance(page, HistoryPage)
    qtbot.waitUntil(lambda: not page.reading.is_reading)
    return page


def test_in_the_real_window(
    session: Session, put_on_stage: Callable[[QWidget], None], qtbot: QtBot, tmp_path: Path
) -> None:
    before = value(session)
    assert before != 0
    rate(session.file, key=KEY, ratings={"1.01": Rating(0)})
    window = MainWindow(session, Settings(tmp_path / "settings.json"))
    put_on_stage(window)
    page = shown(window, qtbot)
    assert page.table.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_R)
    assert value(session) == before
    assert window.banner.kind == "info"
    assert window.banner.text.endswith("Rating restored. Ctrl+Z undoes it.")
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value(session) == 0
    assert window.banner_frame.isHidden()
    # Refused in one sentence, in the same place.
    party = next(
        s.party.code for s in standing_reading.standings(session.file, "KLEDING", "2019") if s.status is Status.FINAL
    )
    row = session.file.connection.execute(
        "SELECT g.assessment || '/' || g.criterion FROM rating g JOIN assessment a ON a.id = g.assessment"
        " JOIN party p ON p.id = a.party JOIN round r ON r.id = a.round"
        " WHERE p.code = ? AND r.code = '2019' AND a.kind = 'secretariat' LIMIT 1",
        (party,),
    ).fetchone()[0]
    page.show_record("rating", row)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert window.banner.kind == "error"
    assert "final and locked" in window.banner.text
    # In another language it is where it was.
    page.show_everything()
    page.filter.setText("1.01")
    session.set_language(language("nl"))
    again = shown(window, qtbot)
    assert again is not page
    assert again.filter.text() == "1.01"
    assert len(again.model.shown) == len([one for one in again.model.every if "1.01" in one.search])
    # What is written elsewhere is there when it is shown again.
    window.show_page("participants")
    rate(session.file, key=KEY, ratings={"1.01": Rating(1)})
    n = len(again.model.shown)
    session.place_changed.emit()
    shown(window, qtbot)
    assert len(window.pages["history"].model.shown) == n + 1  # type: ignore[attr-defined]
    window.close()
