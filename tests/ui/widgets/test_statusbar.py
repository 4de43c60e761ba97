import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.statusbar import StatusBar


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.set_file("kleding-textiel.covenant", "/home/a/kleding-textiel.covenant")
    made.set_saved("Alles opgeslagen om 10:42")
    made.set_remark("Voorbeeldgegevens")
    made.set_audience("Intern: namen zichtbaar")
    made.set_user("A. Voorbeeld")
    made.set_backup("Laatste reservekopie vandaag 08:58")
    made.resize(1280, 28)
    made.show()
    return made


def test_it_tells_all(bar: StatusBar) -> None:
    parts = (bar.file, bar.saved, bar.remark, bar.audience, bar.user, bar.backup)
    assert [part.text for part in parts] == [part.accessibleName() for part in parts]
    assert all(part.width() >= part.sizeHint().width() for part in parts)
    assert bar.file.toolTip() == bar.file.accessibleDescription() == "/home/a/kleding-textiel.covenant"
    assert bar.height() == 28


def test_nothing_to_say_takes_no_room(bar: StatusBar) -> None:
    bar.set_remark("")
    assert bar.remark.isHidden()


def test_trouble_with_saving_is_seen(bar: StatusBar, qapp: QApplication) -> None:
    def has(colour: object) -> bool:
        image = bar.saved.grab().toImage()
        return any(image.pixelColor(x, y) == colour for y in range(image.height()) for x in range(image.width()))

    assert not has(LIGHT.bad_x)
    bar.set_saved("Niet opgeslagen: schijf vol", problem=True)
    assert has(LIGHT.bad_x)
    apply_theme(qapp, DARK)
    assert has(DARK.bad_x)


def test_a_narrow_window_elides_and_cuts_nothing_off(bar: StatusBar) -> None:
    bar.set_file("x" * 500)
    bar.resize(900, 28)
    bar.layout().activate()
    right = bar.backup.geometry().right()
    assert right <= 900 - 16
    assert bar.minimumSizeHint().width() < 900


def test_the_user_can_be_pressed_by_mouse_and_keyboard(bar: StatusBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.user.clicked):
        qtbot.mouseClick(bar.user, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.user.clicked):
        qtbot.keyClick(bar.user, Qt.Key.Key_Return)
    assert bar.user.focusPolicy() & Qt.FocusPolicy.TabFocus
