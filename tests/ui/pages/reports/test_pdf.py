"""The panel that writes the board report and the letters."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.pages.reports.pdf import PdfPanel
from covenant_monitor_ui.session import Progress, Session
from tests.core.demo import demo_copy
from tests.core.reports.pdfs import read, text_of


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to open."""
    asked: list[Path] = []

    def ask(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", ask)
    return asked


@pytest.fixture
def panel(tmp_path: Path, put_on_stage: Callable[[QWidget], None], opened: list[Path]) -> Iterator[PdfPanel]:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    page = ReportsPage(session)
    put_on_stage(page)
    page.show_place()
    yield page.pdfs
    session.close()


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    offered: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return (str(path), "") if path else ("", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(path) if path else "")
    return offered


def test_the_report_is_written_by_keyboard_and_opened(
    panel: PdfPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[Path]
) -> None:
    path = tmp_path / "report.pdf"
    offered = save_as(monkeypatch, path)
    panel.language_box.setCurrentIndex(panel.language_box.findData("nl"))
    panel.report_button.setFocus()
    qtbot.keyClick(panel.report_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(opened), timeout=60_000)
    assert offered == ["kleding-2020-internal.pdf"]
    assert opened == [path]
    assert read(path).trailer["/Root"]["/Lang"] == "nl"  # type: ignore[index]
    assert str(path) in panel.result.whole_text
    panel.folder_link.click()
    assert opened[-1] == tmp_path


def test_letters_are_written_into_a_folder(
    panel: PdfPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[Path]
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    save_as(monkeypatch, folder)
    panel.letters_button.click()
    qtbot.waitUntil(panel.folder_link.isVisible, timeout=60_000)
    assert len(list(folder.iterdir())) == 56
    assert panel.result.whole_text == f"56 letters written: {folder}"
    assert panel.left_out.text() == "4 participants have none: they are not assessed yet."
    assert panel.left_out.isVisible()
    assert not panel.open_link.isVisible()
    assert not opened
    panel.folder_link.click()
    assert opened == [folder]
    assert "Your assessment in round 2020" in text_of(next(folder.iterdir()))


def test_letters_can_be_stopped(panel: PdfPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    save_as(monkeypatch, folder)
    started: list[Progress] = []
    panel.session.task_started.connect(started.append)
    panel.session.task_started.connect(lambda progress: progress.moved.connect(lambda _done, _of: progress.stop()))
    with qtbot.waitSignal(panel.session.notice_given, timeout=60_000) as told:
        panel.write_letters()
    assert started[0].can_stop
    written = len(list(folder.iterdir()))
    assert written < 56
    assert told.args == [f"Stopped. Written before that: {written} of 56, in {folder}."]
    assert not panel.result.isVisible()


def test_F57_what_cannot_be_written_is_told(
    panel: PdfPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[Path]
) -> None:
    save_as(monkeypatch, tmp_path / "no such folder" / "report.pdf")
    with qtbot.waitSignal(panel.session.problem_met, timeout=60_000):
        panel.write_report()
    assert not opened
    assert not panel.result.isVisible()


def test_nothing_happens_when_the_user_thinks_better_of_it(panel: PdfPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    save_as(monkeypatch, None)
    tasks: list[object] = []
    panel.session.task_started.connect(tasks.append)
    panel.write_report()
    panel.write_letters()
    assert not tasks


def test_everything_has_a_name_and_can_be_reached(panel: PdfPanel) -> None:
    assert panel.audience_box.accessibleName() == "For"
    assert panel.language_box.accessibleName() == "Language"
    for part in (panel.report_button, panel.letters_button):
        assert part.text()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_without_a_round_there_is_nothing_to_write(panel: PdfPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.session.round = ""
    panel.show_place()
    assert not panel.report_button.isEnabled()
    assert not panel.letters_button.isEnabled()
    tasks: list[object] = []
    panel.session.task_started.connect(tasks.append)
    panel.write_report()
    panel.write_letters()
    assert not tasks
