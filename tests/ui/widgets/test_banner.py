import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.banner import Banner


@pytest.fixture
def banner(qtbot: QtBot, dutch: Language) -> Banner:
    made = Banner(dutch)
    qtbot.addWidget(made)
    made.resize(600, 48)
    return made


def test_it_is_silent_until_it_speaks(banner: Banner) -> None:
    assert banner.isHidden()
    banner.say("info", "De werkmap van ronde 2020 is klaar.")
    assert banner.isVisible()
    assert banner.text == banner.accessibleName() == "De werkmap van ronde 2020 is klaar."
    assert banner.kind == "info"
    assert banner.findChild(QPushButton).isHidden()
    with pytest.raises(ValueError, match="no such kind"):
        banner.say("panic", "x")


def test_its_action_is_called(qtbot: QtBot, banner: Banner) -> None:
    done: list[str] = []
    banner.say("warning", "Alleen-lezen.", "Kopie & meer", lambda: done.append("kopie"))
    action = banner.findChild(QPushButton)
    assert action.accessibleName() == "Kopie & meer"
    with qtbot.waitSignal(banner.action_chosen):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    assert done == ["kopie"]
    banner.say("info", "Klaar.", "Openen")
    with qtbot.waitSignal(banner.action_chosen):
        qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    assert done == ["kopie"], "the old action is forgotten"


def test_it_closes_by_button_and_by_escape(qtbot: QtBot, banner: Banner) -> None:
    banner.say("error", "Schijf vol.")
    close = banner.findChild(QToolButton)
    assert close.accessibleName()
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert banner.isHidden()
    banner.say("error", "Schijf vol.")
    with qtbot.waitSignal(banner.closed):
        qtbot.keyClick(banner, Qt.Key.Key_Escape)
    banner.say("error", "Dit blijft.", closable=False)
    qtbot.keyClick(banner, Qt.Key.Key_Escape)
    assert banner.isVisible()


@pytest.mark.parametrize(("kind", "tint"), [("info", "sel"), ("warning", "warn_t"), ("error", "bad_t")])
def test_the_kind_is_seen_in_both_themes(qapp: QApplication, banner: Banner, kind: str, tint: str) -> None:
    banner.say(kind, "Lees dit.")
    assert banner.grab().toImage().pixelColor(5, 10) == LIGHT.color(tint)
    apply_theme(qapp, DARK)
    assert banner.grab().toImage().pixelColor(5, 10) == DARK.color(tint)


def test_a_long_message_wraps(banner: Banner) -> None:
    banner.say("error", "Het bestand kon niet worden geschreven. " * 8)
    assert banner.layout().heightForWidth(600) > 48
