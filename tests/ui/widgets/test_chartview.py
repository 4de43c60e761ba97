import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QScrollArea, QToolTip
from pytestqt.qtbot import QtBot

from covenant_monitor.charts.chart import Spot
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
    with qtbot.waitSignal(view.image_wanted):
        image.trigger()
    table.trigger()
    assert QGuiApplication.clipboard().text().startswith("Ronde\t")
    with qtbot.waitSignal(view.save_wanted):
        save.trigger()
    menu.close()


def test_a_table_without_heads() -> None:
    assert table_text(([], [["a", "b\tc"]])) == "a\tb c"


SPOTS = (
    Spot(10, 100, 50, 180, "2018: 8 %\n<5 van 63>", ("round", "2018")),
    Spot(100, 20, 140, 180, "2020: 80 %"),
)


@pytest.fixture
def tips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What tool tips said."""
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, *_rest: shown.append(text))
    return shown


def test_what_is_pointed_at_says_its_number(qtbot: QtBot, view: ChartView, tips: list[str]) -> None:
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS)
    qtbot.mouseMove(view, QPoint(30, 150))
    assert tips == ["<span>2018: 8 %<br>&lt;5 van 63&gt;</span>"]
    assert view.cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(view, QPoint(120, 100))
    assert tips[-1] == "2020: 80 %"
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor
    qtbot.mouseMove(view, QPoint(250, 10))
    assert len(tips) == 2


def test_a_click_goes_where_the_mark_leads(qtbot: QtBot, view: ChartView) -> None:
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS)
    with qtbot.waitSignal(view.spot_clicked) as clicked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(30, 150))
    assert clicked.args == ["round", "2018"]
    with qtbot.assertNotEmitted(view.spot_clicked):
        for place in (QPoint(120, 100), QPoint(250, 10)):
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(30, 150))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(120, 100))


@pytest.mark.parametrize(("ratio", "width", "height"), [(1.0, 600, 200), (2.0, 1200, 400)])
def test_spots_are_fitted_with_the_picture(view: ChartView, ratio: float, width: int, height: int) -> None:
    image = drawn(width, height)
    image.setDevicePixelRatio(ratio)
    view.set_chart(image, "x", TABLE, [Spot(0, 0, 600, 200, "all"), Spot(300, 100, 600, 200, "quarter")])
    assert view.spot_rect(view.spots[0]) == QRectF(0, 50, 300, 100)
    assert view.spot_rect(view.spots[1]) == QRectF(150, 100, 150, 50)


def test_the_arrow_keys_walk_the_spots_and_enter_goes(qtbot: QtBot, view: ChartView, tips: list[str]) -> None:
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS)
    view.setFocus()
    before = view.grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current_spot is SPOTS[0]
    assert "2018" in tips[-1]
    ringed = view.grab().toImage()
    assert ringed.pixelColor(30, 97) == LIGHT.accent != before.pixelColor(30, 97)
    with qtbot.waitSignal(view.spot_clicked) as clicked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert clicked.args == ["round", "2018"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.table_wanted):  # it leads nowhere, and its number is in the table
        qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.current_spot is None
    with qtbot.waitSignal(view.table_wanted):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_a_spot_stays_current_in_the_chart_drawn_anew(qtbot: QtBot, view: ChartView) -> None:
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS)
    qtbot.keyClick(view, Qt.Key.Key_End)
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS[1:])
    assert view.current_spot is SPOTS[1]
    view.set_chart(drawn(300, 200), "x", TABLE, SPOTS[:1])
    assert view.current_spot is None
    view.clear()
    assert view.spots == ()


def test_a_spot_that_is_walked_to_comes_into_sight(qtbot: QtBot, dutch: Language, tips: list[str]) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    view = ChartView(dutch)
    view.setMinimumSize(300, 900)
    area.setWidget(view)
    area.resize(320, 200)
    area.show()
    view.set_chart(drawn(300, 900), "x", TABLE, [Spot(10, 10, 50, 30, "above"), Spot(10, 800, 50, 830, "below")])
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert area.verticalScrollBar().value() == 0
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert area.verticalScrollBar().value() > 500
    assert tips == ["above", "below"]
