from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.store.frameworks import new_version
from covenant_monitor.store.store import open_store
from covenant_monitor_ui import screenshots
from covenant_monitor_ui.theme import LIGHT, apply_theme
from tests.core.demo import demo_copy


def test_every_view_is_drawn(tmp_path: Path, qtbot: QtBot, qapp: object) -> None:
    del qapp
    out = tmp_path / "out"
    demo = demo_copy(tmp_path)
    before = demo.read_bytes()
    arguments = [str(demo), str(out), "--sizes", "1280x720", "--languages", "nl", "--themes", "dark"]
    assert screenshots.main(arguments) == 0
    names = {path.name.removesuffix("-nl-dark-1280x720.png") for path in out.glob("*.png")}
    assert names == {"welcome", *screenshots.VIEWS}
    assert demo.read_bytes() == before
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, LIGHT)


def test_only_some_views_are_drawn(tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "out"
    arguments = [str(demo_copy(tmp_path)), str(out), "--sizes", "1280x720", "--views", "coherence,history-record"]
    assert screenshots.main(arguments) == 0
    assert len(list(out.glob("coherence*.png"))) == 4
    assert len(list(out.glob("*.png"))) == 5


def test_a_demo_that_was_worked_in_is_drawn_too(
    tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = demo_copy(tmp_path)
    with open_store(demo) as file:
        new_version(file, key=FrameworkKey("KLEDING", "2"), version="3")
    arguments = [str(demo), str(tmp_path / "out"), "--sizes", "1280x720", "--views", "frameworks"]
    assert screenshots.main(arguments) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1
