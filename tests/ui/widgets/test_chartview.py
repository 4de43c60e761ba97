import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import LIGHT
from covenant_monitor_ui.widgets.chartview import ChartView, table_text

TABLE = (["Ronde", "Voldoet"], [["2018", "8 %"], ["2020", "80 %\n(40 van 50)"]])


@pytest.fixture
def view(qtbot: QtBot, dutch: Language) -> ChartView:
    made = ChartView(dutch)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def drawn(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(LIGHT.good)
    return image


def test_a_chart_is_shown_and_told(view: ChartView) -> None:
    view.set_chart(drawn(300, 200), "Het aandeel dat voldoet steeg van 8 % naar 80 %.", TABLE)
    assert view.grab().toImage().pixelColor(150, 100) == LIGHT.good
    assert view.accessibleName() == "Het aandeel dat voldoet steeg van 8 % naar 80 %."
    assert "80 % (40 van 50)" in view.accessibleDescription()
    assert view.image.size() == QSize(300, 200)
    assert view.table is TABLE
    view.clear()
    assert view.image.isNull()
    assert view.accessibleName() == ""


def test_a_chart_of_another_size_is_fitted(view: ChartView) -> None:
    view.set_chart(drawn(600, 200), "x", TABLE)
    image = view.grab().toImage()
    assert image.pixelColor(150, 100) == LIGHT.good
    assert image.pixelColor(150, 20) != LIGHT.good, "its proportions are kept"


def test_a_new_size_asks_for_a_new_drawing(qtbot: QtBot, view: ChartView) -> None:
    with qtbot.waitSignal(view.size_changed):
        view.resize(320, 200)
    assert view.pixel_size() == QSize(320, 200)


def test_being_drawn_is_said_and_keeps_the_old_chart(view: ChartView) -> None:
    view.set_drawing()
    assert view.accessibleName()
    blank = {view.grab().toImage().pixelColor(x, 100).name() for x in range(300)}
    assert len(blank) > 1, "words in the middle"
    view.set_chart(drawn(300, 200), "x", TABLE)
    view.set_drawing()
    assert view.accessibleName() == "x"
    assert view.grab().toImage().pixelColor(150, 100) == LIGHT.good


def test_ctrl_c_copies_the_table(qtbot: QtBot, view: ChartView) -> None:
    QGuiApplication.clipboard().setText("nothing")
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "nothing"
    view.set_chart(drawn(300, 200), "x", TABLE)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ronde\tVoldoet\n2018\t8 %\n2020\t80 % (40 van 50)"


def test_the_menu_copies_and_saves(qtbot: QtBot, view: ChartView) -> None:
    view.set_chart(drawn(300, 200), "x", TABLE)
    menu = view.popup_menu(QPoint(0, 0))
    _shown, table, image, _line, save = menu.actions()
    image.trigger()
    assert QGuiApplication.clipboard().image().pixelColor(5, 5) == QColor(LIGHT.good)
    table.trigger()
    assert QGuiApplication.clipboard().text().startswith("Ronde\t")
    with qtbot.waitSignal(view.save_wanted):
        save.trigger()
    menu.close()


def test_a_table_without_heads() -> None:
    assert table_text(([], [["a", "b\tc"]])) == "a\tb c"
