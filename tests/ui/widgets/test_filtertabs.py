import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.filtertabs import FilterTabs

TABS = [
    ("all", "Alle", "56"),
    ("open", "Nog niet", "14"),
    ("differs", "Verschil met zelf", "12"),
    ("changed", "Gewijzigd sinds 2019", "15"),
]


@pytest.fixture
def tabs(qtbot: QtBot) -> FilterTabs:
    made = FilterTabs("Filters", "Meer filters")
    qtbot.addWidget(made)
    made.set_tabs(TABS)
    made.resize(900, 28)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_first_is_chosen_at_first(tabs: FilterTabs) -> None:
    assert tabs.current == "all"
    assert tabs.tab("all").isChecked()
    assert tabs.tab("open").accessibleName() == "Nog niet 14"


def test_a_click_chooses(qtbot: QtBot, tabs: FilterTabs) -> None:
    with qtbot.waitSignal(tabs.chosen) as blocker:
        qtbot.mouseClick(tabs.tab("differs"), Qt.MouseButton.LeftButton)
    assert blocker.args == ["differs"]
    with qtbot.assertNotEmitted(tabs.chosen):
        qtbot.mouseClick(tabs.tab("differs"), Qt.MouseButton.LeftButton)
    assert tabs.tab("differs").isChecked()


def test_arrows_choose(qtbot: QtBot, tabs: FilterTabs) -> None:
    tabs.tab("all").setFocus()
    with qtbot.waitSignal(tabs.chosen) as blocker:
        qtbot.keyClick(tabs.tab("all"), Qt.Key.Key_Right)
    assert blocker.args == ["open"]
    assert tabs.tab("open").hasFocus()


def test_new_counts_keep_what_was_chosen(qtbot: QtBot, tabs: FilterTabs) -> None:
    tabs.set_current("open")
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.set_tabs([(key, text, "1.240") for key, text, _count in TABS])
        assert tabs.current == "open"
        assert tabs.tab("open").accessibleName() == "Nog niet 1.240"
        tabs.set_tabs(TABS[2:])
    assert tabs.current == "differs"
    tabs.set_tabs([])
    assert tabs.current == ""


def test_tabs_that_do_not_fit_stand_in_a_menu(qtbot: QtBot, tabs: FilterTabs) -> None:
    tabs.resize(280, 28)
    shown = [key for key, _text, _count in TABS if tabs.tab(key).isVisible()]
    assert shown == ["all", "open"]
    assert all(tabs.tab(key).geometry().right() <= 280 for key in shown)
    menu = tabs.overflow_menu()
    assert [action.text() for action in menu.actions()] == ["Verschil met zelf  12", "Gewijzigd sinds 2019  15"]
    with qtbot.waitSignal(tabs.chosen) as blocker:
        menu.actions()[1].trigger()
    assert blocker.args == ["changed"]
    assert tabs.tab("changed").isVisible(), "the chosen one is always in sight"


def test_the_chosen_one_is_tinted_in_both_themes(qapp: QApplication, tabs: FilterTabs) -> None:
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        assert tabs.tab("all").grab().toImage().pixelColor(4, 14) == theme.sel
