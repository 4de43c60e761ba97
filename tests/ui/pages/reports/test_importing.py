"""What was looked at is what is imported: it survives another language, and is shown again where it has changed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.pages.reports.importing import stamp_of
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy

HEAD = "covenant,party,name,kind\n"
COUNT = "SELECT count(*) FROM party WHERE code LIKE 'NIEUW%'"


@pytest.fixture
def window(tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[MainWindow]:
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


def parties(folder: Path, *codes: str) -> Path:
    path = folder / "parties.csv"
    path.write_text(HEAD + "".join(f"KLEDING,{code},Bedrijf {code},company\n" for code in codes), encoding="utf-8")
    return path


def look(window: MainWindow, qtbot: QtBot, source: Path) -> ReportsPage:
    page = reports(window)
    page.look_at([source])
    qtbot.waitUntil(page.imports.confirm_button.isVisible, timeout=30_000)
    return page


def test_what_was_looked_at_survives_another_language(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    look(window, qtbot, parties(tmp_path, "NIEUW"))
    window.speak_dutch()
    page = reports(window)
    qtbot.waitUntil(page.imports.confirm_button.isVisible)
    assert page.imports.findings.item(0).text() == "partijen: 1 nieuw, 0 gewijzigd"
    with qtbot.waitSignal(window.session.changed, timeout=30_000):
        page.imports.confirm_button.click()
    assert window.session.file.connection.execute(COUNT).fetchone() == (1,)


def test_what_is_wrong_survives_another_language(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    source = tmp_path / "parties.csv"
    source.write_text(HEAD + "NERGENS,A,A,company\n", encoding="utf-8")
    reports(window).look_at([source])
    qtbot.waitUntil(reports(window).imports.findings.isVisible, timeout=30_000)
    window.speak_dutch()
    assert reports(window).imports.findings.count() == 1
    assert not reports(window).imports.confirm_button.isVisible()


def test_a_source_that_was_saved_again_is_shown_again_first(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    source = parties(tmp_path, "NIEUW")
    page = look(window, qtbot, source)
    parties(tmp_path, "NIEUW", "NIEUW-2")
    page.imports.confirm_button.click()
    qtbot.waitUntil(page.imports.confirm_button.isVisible, timeout=30_000)
    assert page.imports.words.text() == "Something has changed since you looked. This would change now:"
    assert page.imports.findings.item(0).text() == "parties: 2 new, 0 changed"
    assert window.session.file.connection.execute(COUNT).fetchone() == (0,)
    with qtbot.waitSignal(window.session.changed, timeout=30_000):
        page.imports.confirm_button.click()
    assert window.session.file.connection.execute(COUNT).fetchone() == (2,)


def test_a_file_that_changed_meanwhile_is_looked_at_again_first(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = look(window, qtbot, parties(tmp_path, "NIEUW"))
    with qtbot.waitSignal(window.session.changed, timeout=30_000):
        page.imports.confirm_button.click()
    look(window, qtbot, parties(tmp_path, "NIEUW", "NIEUW-2"))
    window.undo()
    page.imports.confirm_button.click()
    qtbot.waitUntil(page.imports.confirm_button.isVisible, timeout=30_000)
    assert page.imports.findings.item(0).text() == "parties: 2 new, 0 changed"


def test_a_stamp_is_of_every_file_of_a_folder(tmp_path: Path) -> None:
    parties(tmp_path, "A")
    before = stamp_of([tmp_path])
    parties(tmp_path, "A", "B")
    assert len(before) == 1
    assert stamp_of([tmp_path]) != before
    assert stamp_of([tmp_path / "gone"]) == ()


@pytest.mark.parametrize(("width", "across"), [(1024, False), (1100, None), (1150, None), (1280, True)])
def test_nothing_of_the_page_is_out_of_sight_at_the_side(
    window: MainWindow, qtbot: QtBot, width: int, across: bool | None
) -> None:
    page = reports(window)
    window.speak_dutch()
    window.resize(width, 640)
    page = reports(window)
    bar = page.findChildren(QScrollArea)[0].horizontalScrollBar()
    qtbot.waitUntil(lambda: window.width() == width and bar.maximum() == 0)
    beside = page.imports.mapTo(page, page.imports.rect().topLeft()).x() > page.width() / 3
    assert across is None or beside is across
    assert page.imports.files_button.focusPolicy() & Qt.FocusPolicy.TabFocus
