import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.exchange.tables import TABLES
from covenant_monitor.language import Language
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.pages.reports.importing import TABLE_NAMES
from covenant_monitor_ui.pages.reports.page import ReportsPage
from covenant_monitor_ui.session import Session
from tests.core.demo import demo_copy


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What the system was asked to open."""
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


def test_every_table_that_comes_in_has_a_name() -> None:
    assert set(TABLE_NAMES) == {*TABLES, "milestones"}


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def parties_csv(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "parties.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("covenant", "party", "name", "kind"), *rows])
    return path


def test_the_workbook_is_written_in_the_background_and_opened(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[QUrl]
) -> None:
    path = tmp_path / "round.xlsx"
    save_as(monkeypatch, path)
    page.workbook_button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=30_000)
    assert Path(opened[0].toLocalFile()) == path
    assert load_workbook(path, read_only=True).sheetnames
    assert str(path) in page.workbook_line.label.whole_text


def test_F57_a_workbook_that_cannot_be_written_is_told(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[QUrl]
) -> None:
    save_as(monkeypatch, tmp_path / "no such folder" / "round.xlsx")
    with qtbot.waitSignal(page.session.problem_met, timeout=30_000):
        page.write_workbook()
    assert not opened


def test_nothing_happens_when_the_user_thinks_better_of_it(
    page: ReportsPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([], ""))
    with qtbot.assertNotEmitted(page.session.task_started):
        for verb in (page.write_workbook, page.export_tables, page.export_csv, page.choose_import):
            verb()


@pytest.mark.parametrize("verb", ["export_tables", "export_csv"])
def test_the_tables_go_out(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: str
) -> None:
    target = tmp_path / ("out.xlsx" if verb == "export_tables" else "out")
    save_as(monkeypatch, target)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(target))
    getattr(page, verb)()
    qtbot.waitUntil(page.export_line.isVisible, timeout=30_000)
    assert target.exists()
    assert page.window().isEnabled()


def test_an_import_first_shows_what_it_would_change_and_then_is_one_step(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    source = parties_csv(tmp_path, ("KLEDING", "NIEUW", "Nieuw B.V.", "company"))
    count = "SELECT count(*) FROM party WHERE code = 'NIEUW'"
    page.look_at([source])
    qtbot.waitUntil(page.imports.confirm_button.isVisible, timeout=30_000)
    assert page.imports.findings.item(0).text() == "parties: 1 new, 0 changed"
    assert page.session.file.connection.execute(count).fetchone() == (0,)
    with qtbot.waitSignal(page.session.changed, timeout=30_000):
        page.imports.confirm_button.click()
    assert page.session.file.connection.execute(count).fetchone() == (1,)
    page.session.undo()
    assert page.session.file.connection.execute(count).fetchone() == (0,)


def test_everything_that_is_wrong_is_listed_and_nothing_is_written(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    source = parties_csv(tmp_path, ("KLEDING", "A", "", "company"), ("NERGENS", "B", "B", "bedrijf"))
    digest = page.session.file.connection.execute("SELECT max(id) FROM change_set").fetchone()
    page.look_at([source])
    qtbot.waitUntil(page.imports.findings.isVisible, timeout=30_000)
    assert page.imports.findings.count() == 3
    assert not page.imports.confirm_button.isVisible()
    assert page.session.file.connection.execute("SELECT max(id) FROM change_set").fetchone() == digest


def test_F44_a_wrong_file_is_told_in_its_own_words(page: ReportsPage, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_text("<html></html>", encoding="utf-8")
    page.look_at([wrong])
    qtbot.waitUntil(page.imports.findings.isVisible, timeout=30_000)
    assert "wrong.xlsx" in page.imports.findings.item(0).text()
    assert page.window().isEnabled()


def test_the_focus_is_where_one_can_go_on_after_an_import(page: ReportsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.look_at([parties_csv(tmp_path, ("KLEDING", "NIEUW", "Nieuw B.V.", "company"))])
    qtbot.waitUntil(page.imports.confirm_button.isVisible, timeout=30_000)
    assert page.imports.confirm_button.hasFocus()
    with qtbot.waitSignal(page.session.changed, timeout=30_000):
        page.imports.confirm_button.click()
    qtbot.waitUntil(page.imports.files_button.hasFocus)


def test_without_a_round_there_is_nothing_to_save(page: ReportsPage) -> None:
    page.session.choose("KLEDING", "")
    page.show_place()
    assert not page.charts.save_button.isEnabled()
    assert not page.workbook_button.isEnabled()
    assert page.workbook_button.toolTip() == "There is no round yet."
    assert page.nothing_yet.isVisible()
    assert not page.charts.view.isVisible()
    page.take_focus()
    assert page.imports.files_button.hasFocus()
    page.session.choose("KLEDING", "2020")
    page.show_place()
    assert page.workbook_button.isEnabled()
    assert not page.workbook_button.toolTip()
    assert not page.nothing_yet.isVisible()


def test_tab_goes_through_the_panels_as_they_stand(page: ReportsPage, qtbot: QtBot) -> None:
    goals = [
        page.workbook_button,
        page.pdfs.report_button,
        page.pdfs.letters_button,
        page.figures_button,
        page.questionnaires.make_button,
        page.questionnaires.read_button,
        page.imports.files_button,
        page.imports.folder_button,
        page.charts.save_button,
    ]
    page.take_focus()
    met: list[QWidget] = []
    for _turn in range(30):
        focus = page.window().focusWidget()
        if focus in goals and focus not in met:
            met.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert met == goals
