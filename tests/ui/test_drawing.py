"""Charts that are drawn beside the work."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.charts import Chart, Request
from covenant_monitor_ui import drawing
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.chartview import ChartView

Drawer = Callable[[str, Request], tuple[Chart, int, int, bytes]]


@pytest.fixture
def desk(session: Session, put_on_stage: Callable[[QWidget], None]) -> tuple[QLineEdit, ChartView]:
    """A field to type in, above a chart."""
    window, field, view = QWidget(), QLineEdit(), ChartView(session.language)
    column = QVBoxLayout(window)
    column.addWidget(field)
    column.addWidget(view)
    window.resize(640, 480)
    put_on_stage(window)
    return field, view


def request(session: Session) -> Request:
    return Request(session.picture, session.language)


def test_one_can_type_while_a_chart_is_drawn(
    session: Session, desk: tuple[QLineEdit, ChartView], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, view = desk
    begun, go_on, draw = Event(), Event(), drawing.draw_pixels

    def slowly(name: str, wanted: Request) -> tuple[Chart, int, int, bytes]:
        begun.set()
        assert go_on.wait(30)
        return draw(name, wanted)

    monkeypatch.setattr(drawing, "draw_pixels", slowly)
    chart = DrawnChart(session, view, "heatmap", lambda: request(session))
    chart.refresh()
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    qtbot.keyClicks(field, "typed")
    assert field.text() == "typed"
    assert not chart.is_settled
    go_on.set()
    qtbot.waitUntil(lambda: chart.is_settled, timeout=30_000)
    assert view.spots


def test_only_the_latest_wish_is_shown(session: Session, desk: tuple[QLineEdit, ChartView], qtbot: QtBot) -> None:
    _field, view = desk
    chart = DrawnChart(session, view, "sections", lambda: request(session))
    for name in ("outcomes", "distribution", "sections"):
        chart.name = name
        chart.refresh()
    qtbot.waitUntil(lambda: chart.is_settled and chart.chart is not None, timeout=30_000)
    assert chart.chart is not None
    assert chart.chart.title.startswith("Mean score per section")


def test_what_cannot_be_drawn_is_told(session: Session, desk: tuple[QLineEdit, ChartView], qtbot: QtBot) -> None:
    _field, view = desk
    chart = DrawnChart(session, view, "pie", lambda: request(session))
    with qtbot.waitSignal(session.problem_met, timeout=30_000):
        chart.refresh()
    said: list[str] = []
    beside = DrawnChart(session, view, "pie", lambda: request(session), told=said.append)
    with qtbot.assertNotEmitted(session.problem_met):
        beside.refresh()
        qtbot.waitUntil(lambda: bool(said), timeout=30_000)
    assert "There is no chart pie" in said[0]
    assert view.image.isNull()


def test_a_click_on_a_mark_is_passed_on(session: Session, desk: tuple[QLineEdit, ChartView], qtbot: QtBot) -> None:
    _field, view = desk
    chart = DrawnChart(session, view, "sections", lambda: request(session))
    chart.refresh()
    qtbot.waitUntil(lambda: bool(view.spots), timeout=30_000)
    with qtbot.waitSignal(session.lead_wanted) as led:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.spot_rect(view.spots[0]).center().toPoint())
    assert led.args == ["section", "1"]
