from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.panel import Panel


def test_a_panel_has_a_title_and_words_beside_it(qtbot: QtBot) -> None:
    panel = Panel("Ronde 2020", "50 van 60 definitief")
    qtbot.addWidget(panel)
    panel.add(QLabel("inhoud"))
    panel.set_right_widget(button("Alle 37 wijzigingen", kind="link"))
    panel.show()
    assert panel.accessibleName() == panel.title.text() == "Ronde 2020"
    assert panel.right.text() == "50 van 60 definitief"
    assert panel.beside.isHidden()
    panel.set_title("Uitkomst", beside="% van de definitieve beoordelingen")
    assert panel.right.isHidden()
    assert panel.beside.text() == "% van de definitieve beoordelingen"


def test_a_panel_is_a_sheet_with_a_line_in_both_themes(qapp: QApplication, qtbot: QtBot) -> None:
    panel = Panel()
    qtbot.addWidget(panel)
    panel.resize(200, 100)
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        image = panel.grab().toImage()
        assert image.pixelColor(100, 50) == theme.base
        assert image.pixelColor(100, 0) == theme.line
