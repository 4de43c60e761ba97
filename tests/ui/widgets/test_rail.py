from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.rail import Rail

Stage = Callable[[QWidget], None]


PAGES = [
    ("overview", "overview", "Overzicht"),
    ("participants", "participants", "Deelnemers"),
    ("assessments", "assessments", "Beoordelingen"),
    ("risks", "risks", "Risico’s en acties"),
]


@pytest.fixture
def rail(put_on_stage: Stage) -> Rail:
    window = QWidget()
    made = Rail(PAGES, "Pagina’s", window)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(made)
    window.resize(400, 500)
    put_on_stage(window)
    return made


def test_a_click_chooses_a_page(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.chosen) as blocker:
        qtbot.mouseClick(rail.button("assessments"), Qt.MouseButton.LeftButton)
    assert blocker.args == ["assessments"]
    assert rail.current == "assessments"
    assert rail.button("assessments").isChecked()
    assert not rail.button("overview").isChecked()


def test_alt_and_a_number_choose_a_page(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.waitSignal(rail.chosen) as blocker:
        qtbot.keyClick(rail.window(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert blocker.args == ["participants"]


def test_arrows_and_enter_choose_a_page(qtbot: QtBot, rail: Rail) -> None:
    rail.button("overview").setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(rail.button("overview"), Qt.Key.Key_Down)
    assert rail.button("participants").hasFocus()
    with qtbot.waitSignal(rail.chosen) as blocker:
        qtbot.keyClick(rail.button("participants"), Qt.Key.Key_Return)
    assert blocker.args == ["participants"]


def test_setting_the_page_is_silent(qtbot: QtBot, rail: Rail) -> None:
    with qtbot.assertNotEmitted(rail.chosen):
        rail.set_current("risks")
    assert rail.current == "risks"
    with pytest.raises(KeyError):
        rail.set_current("no-such-page")
    assert rail.current == "risks"


def test_a_narrow_window_shows_icons_with_tool_tips(rail: Rail) -> None:
    rail.fit(1440)
    assert rail.width() >= 112
    rail.fit(1280)
    assert rail.width() == 56
    assert rail.button("risks").toolTip() == "Risico’s en acties (Alt+4)"


def test_no_word_is_cut(rail: Rail) -> None:
    rail.set_compact(False)
    assert all(rail.width() >= rail.button(key).wanted_width() for key, _icon, _text in PAGES)


def test_it_says_what_it_is(rail: Rail) -> None:
    assert rail.accessibleName() == "Pagina’s"
    assert rail.button("overview").accessibleName() == "Overzicht"
    assert rail.button("overview").accessibleDescription() == "Alt+1"


def test_the_chosen_page_has_a_bar_and_a_tint_in_both_themes(qapp: QApplication, rail: Rail) -> None:
    def colours() -> tuple[object, object, object]:
        chosen = rail.button("overview").grab().toImage()
        return chosen.pixelColor(1, 4), chosen.pixelColor(8, 4), rail.grab().toImage().pixelColor(8, 480)

    assert colours() == (LIGHT.accent, LIGHT.sel, LIGHT.rail)
    apply_theme(qapp, DARK)
    assert colours() == (DARK.accent, DARK.sel, DARK.rail)
