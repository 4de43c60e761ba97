"""C15: after the work is done no participant is named outside of the covenant file and of what was asked for."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.cli import main
from covenant_monitor.domain.disclosure import names_someone, wanted_names
from covenant_monitor.language import Language
from covenant_monitor.logs import start_logging
from covenant_monitor.store.queries import parties
from covenant_monitor.store.store import open_store
from covenant_monitor_ui.actions import PAGES
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.window import MainWindow
from tests.core.demo import demo_copy
from tests.core.test_logs import loggers  # noqa: F401  (a fixture)
from tests.ui.conftest import light, put_on_stage  # noqa: F401  (fixtures)

ROUND = ("--round", "2020", "--language", "nl")


def test_logs_settings_and_temporary_files_name_nobody(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    put_on_stage: Callable[[QWidget], None],  # noqa: F811
    qtbot: QtBot,
) -> None:
    home, scratch, work = (tmp_path / name for name in ("home", "scratch", "work"))
    for folder in (home, scratch, work):
        folder.mkdir()
    file = demo_copy(work)
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))  # for the processes that read workbooks

    for arguments in (
        ("workbook", file, work / "w.xlsx", *ROUND, "--audience", "internal"),
        ("letters", file, work / "letters", *ROUND, "--participant", "ALLEGORIE-OUTDOOR"),
        ("questionnaire", file, work / "out", *ROUND, "--participant", "TESTPATROON"),
        ("import", file, work / "out" / "kleding-2020-testpatroon.xlsx", "--dry-run"),
        ("export", file, work / "tables.xlsx"),
        ("import", file, work / "tables.xlsx"),
        ("import", file, work / "nothing.xlsx"),
    ):
        assert main([str(argument) for argument in arguments]) == int("nothing.xlsx" in str(arguments[-1]))

    start_logging()
    window = MainWindow(Session(Language("nl")), Settings())
    put_on_stage(window)
    window.open_path(file)
    for page in PAGES:
        window.show_page(page)
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            qtbot.keyClick(QApplication.focusWidget() or window, key)
    window.close()

    with open_store(file, read_only=True) as store:
        wanted = wanted_names(parties(store, "KLEDING"))
    written = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "settings.json" for path in written)
    assert [path for path in written if names_someone(path.read_text(encoding="utf-8", errors="replace"), wanted)] == []
    assert list(scratch.rglob("*")) == []
