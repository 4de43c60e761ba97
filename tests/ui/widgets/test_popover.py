import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.popover import WIDTH, Popover


class Stage:
    """A window with a popover, something that opens it, and something else."""

    def __init__(self, qtbot: QtBot, language: Language) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        self.opener = QPushButton("63,1 %", self.window)
        self.opener.setGeometry(450, 100, 80, 32)
        self.other = QLineEdit(self.window)
        self.other.setGeometry(8, 8, 100, 32)
        self.popover = Popover(self.window, language, "Uitleg")
        self.popover.set_heading("63,1 %", "score van Voorbeeld Mode B.V.")
        self.popover.add_text("Het gemiddelde van de vijf stappen met een score. " * 6)
        self.popover.add_sum("(84,4 + 59,1) ÷ 2 =", "71,8 %")
        self.copy = button("Kopiëren")
        self.go = button("Naar beoordeling", kind="primary")
        self.popover.add_actions("Kader versie 2", self.copy, self.go)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()


@pytest.fixture
def stage(qtbot: QtBot, dutch: Language) -> Stage:
    return Stage(qtbot, dutch)


def test_it_opens_below_with_its_notch_at_the_anchor(stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    surface = stage.popover.surface_rect().translated(stage.popover.pos())
    assert surface.width() == WIDTH
    assert surface.top() == stage.opener.geometry().bottom() + 11
    assert not stage.popover.is_above
    assert stage.popover.hasFocus()
    assert stage.popover.accessibleName() == "63,1 % score van Voorbeeld Mode B.V."
    tip = stage.window.grab().toImage().pixelColor(stage.opener.geometry().center().x(), surface.top() - 4)
    assert tip == LIGHT.base


def test_it_flips_above_where_there_is_no_room_below(stage: Stage) -> None:
    stage.opener.move(450, 640)
    stage.popover.open_at(stage.opener)
    surface = stage.popover.surface_rect().translated(stage.popover.pos())
    assert stage.popover.is_above
    assert surface.bottom() == stage.opener.geometry().top() - 11


@pytest.mark.parametrize("x", [0, 920])
def test_it_stays_inside_the_window(stage: Stage, x: int) -> None:
    stage.opener.move(x, 100)
    stage.popover.open_at(stage.opener)
    surface = stage.popover.surface_rect().translated(stage.popover.pos())
    assert stage.window.rect().contains(surface)


def test_it_scrolls_what_is_too_long(stage: Stage) -> None:
    for _ in range(20):
        stage.popover.add_text("Volledig is 1 punt, deels een half, niet 0. " * 8)
    stage.popover.open_at(stage.opener)
    surface = stage.popover.surface_rect().translated(stage.popover.pos())
    assert stage.window.rect().contains(surface)


def test_escape_closes_and_the_focus_returns(qtbot: QtBot, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    assert stage.opener.property("has_popover")
    with qtbot.waitSignal(stage.popover.closed):
        qtbot.keyClick(stage.go, Qt.Key.Key_Escape)
    assert stage.popover.isHidden()
    assert stage.opener.hasFocus()
    assert not stage.opener.property("has_popover")
    with qtbot.assertNotEmitted(stage.popover.closed):
        stage.popover.dismiss()


def test_the_close_button_closes(qtbot: QtBot, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    assert stage.popover.close_button.accessibleName()
    qtbot.mouseClick(stage.popover.close_button, Qt.MouseButton.LeftButton)
    assert stage.popover.isHidden()
    assert stage.opener.hasFocus()


def test_a_click_elsewhere_closes_and_goes_there(qtbot: QtBot, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    qtbot.mouseClick(stage.popover, Qt.MouseButton.LeftButton, pos=stage.popover.surface_rect().center())
    assert stage.popover.isVisible()
    qtbot.mouseClick(stage.other, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert stage.popover.isHidden()
    assert stage.other.hasFocus()


def test_tab_stays_inside(qtbot: QtBot, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    seen = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [stage.copy, stage.go, stage.popover.close_button, stage.copy]
    qtbot.keyClick(stage.copy, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is stage.popover.close_button


def test_it_closes_when_the_window_changes_size(qtbot: QtBot, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    with qtbot.waitSignal(stage.popover.closed):
        stage.window.resize(900, 700)


def test_it_can_be_filled_anew(stage: Stage) -> None:
    stage.popover.clear()
    stage.popover.add_text("Iets anders.")
    stage.popover.open_at(stage.opener)
    texts = [label.text() for label in stage.popover.findChildren(QLabel) if label.isVisible()]
    assert "Iets anders." in texts
    assert "Kader versie 2" not in texts


def test_it_follows_the_theme(qapp: QApplication, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    spot = stage.popover.surface_rect().topLeft() + QPoint(8, 30)
    assert stage.popover.grab().toImage().pixelColor(spot) == LIGHT.base
    apply_theme(qapp, DARK)
    assert stage.popover.grab().toImage().pixelColor(spot) == DARK.base


def test_the_page_it_came_from_may_be_gone(qapp: QApplication, stage: Stage) -> None:
    stage.popover.open_at(stage.opener)
    stage.opener.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.popover.dismiss()
    assert stage.popover.isHidden()
