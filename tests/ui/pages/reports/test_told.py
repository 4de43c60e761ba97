"""What was written is told, also where the page that asked for it was made anew or let go of meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.pages.reports.release import ReleasePreview
from covenant_monitor_ui.pages.reports.told import WrittenLine
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toLocalFile()))
    return asked


@pytest.fixture
def window(tmp_path: Path, put_on_stage: Callable[[QWidget], None], opened: list[QUrl]) -> Iterator[MainWindow]:
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(made)
    made.open_path(demo_copy(tmp_path))
    made.show_page("reports")
    yield made
    made.close()


def reports(window: MainWindow) -> ReportsPage:
    page = window.pages["reports"]
    assert isinstance(page, ReportsPage)
    return page


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(path))


@pytest.mark.parametrize("verb", ["write_workbook", "write_report", "write_letters"])
def test_another_language_while_it_is_written_loses_nothing(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[str], verb: str
) -> None:
    path = tmp_path / {"write_workbook": "round.xlsx", "write_report": "round.pdf", "write_letters": "letters"}[verb]
    if verb == "write_letters":
        path.mkdir()
    answer(monkeypatch, path)
    with qtbot.waitSignal(window.session.notice_given, timeout=60_000) as told:
        getattr(reports(window), verb)()
        window.speak_dutch()
    assert str(path) in told.args[0]
    assert path.exists()
    assert opened == ([] if verb == "write_letters" else [str(path)])


def test_a_release_that_is_tested_when_the_language_changes_is_still_shown(window: MainWindow, qtbot: QtBot) -> None:
    page = reports(window)
    page.audience_box.setCurrentIndex(page.audience_box.findData("public"))
    page.write_workbook()
    window.speak_dutch()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReleasePreview)), timeout=30_000)
    window.findChildren(ReleasePreview)[0].reject()


def test_each_open_opens_what_it_stands_beside(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[str]
) -> None:
    page = reports(window)
    workbook, tables = tmp_path / "round.xlsx", tmp_path / "tables.xlsx"
    answer(monkeypatch, workbook)
    page.write_workbook()
    qtbot.waitUntil(page.workbook_line.isVisible, timeout=30_000)
    answer(monkeypatch, tables)
    page.export_tables()
    qtbot.waitUntil(page.export_line.isVisible, timeout=30_000)
    opened.clear()
    page.workbook_line.link.click()
    page.export_line.link.click()
    assert opened == [str(workbook), str(tables)]


def test_what_was_written_before_is_not_said_of_what_failed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = reports(window)
    answer(monkeypatch, tmp_path / "round.xlsx")
    page.write_workbook()
    qtbot.waitUntil(page.workbook_line.isVisible, timeout=30_000)
    answer(monkeypatch, tmp_path / "no such folder" / "round.xlsx")
    with qtbot.waitSignal(window.session.problem_met, timeout=30_000):
        page.write_workbook()
    assert not page.workbook_line.isVisible()


def test_a_line_is_hidden_until_there_is_something_to_tell(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    line = WrittenLine(session)
    qtbot.addWidget(line)
    assert line.isHidden()
    line.tell(tmp_path / "a.csv")
    assert not line.isHidden()
    assert line.label.whole_text == f"Written: {tmp_path / 'a.csv'}"
