from pathlib import Path

from pytestqt.qtbot import QtBot

from covenant_monitor_ui import screenshots
from covenant_monitor_ui.theme import LIGHT, apply_theme
from tests.ui.demo import demo_copy


def test_every_page_is_drawn(tmp_path: Path, qtbot: QtBot, qapp: object) -> None:
    del qapp
    out = tmp_path / "out"
    arguments = [str(demo_copy(tmp_path)), str(out), "--sizes", "1280x720", "--languages", "nl", "--themes", "dark"]
    assert screenshots.main(arguments) == 0
    names = {path.name.split("-")[0] for path in out.glob("*.png")}
    assert {"welcome", "overview", "participants", "assessments", "reports", "explain"} <= names
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, LIGHT)
