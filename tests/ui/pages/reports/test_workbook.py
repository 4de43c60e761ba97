"""The internal workbook out of the window: whole, and under another name where its own is taken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.session import Session
from tests.core.demo import demo_copy


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    return asked


@pytest.fixture
def page(tmp_path: Path, put_on_stage: Callable[[QWidget], None], opened: list[QUrl]) -> Iterator[ReportsPage]:
    session = Session(Language("en"))
    session.open(open_store(demo_copy(tmp_path)))
    made = ReportsPage(session)
    put_on_stage(made)
    made.show_place()
    yield made
    session.close()


def test_it_holds_comparison_and_registers(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[QUrl]
) -> None:
    path = tmp_path / "round.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.write_workbook()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    book = load_workbook(path, read_only=True)
    assert {"Comparison", "Earlier rounds", "Ratings", "Risks & actions"} <= set(book.sheetnames)
    assert not page.workbook_writer.isVisible()


def test_F57_where_it_is_open_elsewhere_another_name_is_offered(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[QUrl]
) -> None:
    path = tmp_path / "R & D.xlsx"
    path.write_bytes(b"old")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(13, "The process cannot access the file", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.write_workbook()
    writer = page.workbook_writer
    qtbot.waitUntil(writer.isVisible, timeout=30_000)
    assert "stays as it was" in writer.said.text()
    assert writer.other_name.accessibleName() == "Write to R & D (2).xlsx"
    assert writer.other_name.hasFocus()
    assert path.read_bytes() == b"old"
    assert not opened
    qtbot.keyClick(writer.other_name, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert Path(opened[0].toLocalFile()) == tmp_path / "R & D (2).xlsx"
    assert not writer.isVisible()
    assert path.read_bytes() == b"old"
