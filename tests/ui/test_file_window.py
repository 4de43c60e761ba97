"""What the window's menu does with rounds and the covenant, with the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor.store import queries
from covenant_monitor.store.store import create, open_store
from covenant_monitor_ui import file_window
from covenant_monitor_ui.dialogs.covenant_settings import CovenantForm
from covenant_monitor_ui.dialogs.new_round import RoundForm
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, put_on_stage: Callable[[QWidget], None]) -> Iterator[MainWindow]:
    made = MainWindow(Session(Language("en")), Settings(tmp_path / "settings.json"))
    put_on_stage(made)
    made.open_path(demo_copy(tmp_path))
    yield made
    made.close()


def form(window: MainWindow) -> QDialog:
    (found,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    return found


def test_after_a_new_round_the_window_shows_it(window: MainWindow) -> None:
    window.actions_by_key["new_round"].trigger()
    asked = form(window)
    assert isinstance(asked, RoundForm)
    asked.save()
    assert window.session.round == "2021"
    assert window.round_box.currentData() == "2021"
    window.undo()
    assert window.session.round == "2020"


def test_a_new_round_that_is_not_begun_changes_nothing(window: MainWindow) -> None:
    window.actions_by_key["new_round"].trigger()
    form(window).reject()
    assert window.session.round == "2020"
    assert window.session.file.next_undo() is None


def test_the_settings_of_the_round_that_is_shown(window: MainWindow) -> None:
    window.session.choose("KLEDING", "2019")
    window.actions_by_key["edit_round"].trigger()
    asked = form(window)
    assert isinstance(asked, RoundForm)
    asked.note.setPlainText("Other evidence rule")
    asked.save()
    (changed,) = [one for one in queries.rounds(window.session.file, "KLEDING") if one.code == "2019"]
    assert changed.note == "Other evidence rule"
    assert window.session.round == "2019"


def test_the_covenant_is_shown_by_its_new_name(window: MainWindow) -> None:
    window.actions_by_key["covenant_settings"].trigger()
    asked = form(window)
    assert isinstance(asked, CovenantForm)
    asked.fields["name_en"].set_text("Clothes")
    asked.one_person.setChecked(True)
    asked.save()
    assert window.covenant_box.currentText() == "Clothes"
    window.show_page("reports")
    shown = window.pages["reports"].one_person  # type: ignore[attr-defined]
    assert shown.isVisible()
    assert shown.text().startswith("One-person secretariat")


def test_a_file_without_a_covenant_says_what_comes_first(window: MainWindow, tmp_path: Path) -> None:
    create(tmp_path / "empty.covenant").close()
    window.open_path(tmp_path / "empty.covenant")
    for key in ("new_round", "edit_round", "covenant_settings"):
        window.actions_by_key[key].trigger()
        assert window.banner.text == "The file has no covenant yet: make one first, with New covenant … in the menu."


def test_a_large_file_is_opened_beside_the_work(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_window, "LARGE", 1)
    other = tmp_path / "groot.covenant"
    create(other).close()
    before = window.session.store
    window.open_path(other)
    assert window.session.store is before
    assert window.progress_text.text() == "Opening groot.covenant"
    qtbot.waitUntil(lambda: window.session.path() == other)
    assert window.settings.recent_files()[0] == other


def test_a_large_file_that_cannot_be_opened_is_told(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_window, "LARGE", 1)
    wrong = tmp_path / "geen.covenant"
    wrong.write_text("no covenant at all")
    window.open_path(wrong)
    qtbot.waitUntil(lambda: window.banner.isVisible())
    assert "geen.covenant is not a covenant file." in window.banner.text
    assert window.session.is_open


def test_F60_a_window_that_is_closed_while_a_large_file_opens_leaves_no_lock(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_window, "LARGE", 1)
    other = tmp_path / "groot.covenant"
    create(other).close()
    window.open_path(other)
    window.close()
    qtbot.waitUntil(lambda: not list(tmp_path.glob(".groot*")))
    with open_store(other) as store:
        assert not store.read_only
