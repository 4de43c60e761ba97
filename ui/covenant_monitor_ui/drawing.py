"""Drawing charts beside the work: in the background, for the size and theme of the moment, the latest wish only."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from covenant_monitor import charts
from covenant_monitor.charts import Chart, Request
from covenant_monitor.errors import Problem
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import theme_of
from covenant_monitor_ui.widgets.chartview import ChartView

CHART_KINDS = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
_PAUSE_MS = 60
"""While a window is dragged larger, its size changes many times; one drawing is enough."""


def draw_pixels(name: str, request: Request) -> tuple[Chart, int, int, bytes]:
    """Draw a chart and turn it into pixels. For the worker thread: matplotlib is imported here, at the first chart."""
    from covenant_monitor.charts.saving import to_rgba

    chart = charts.draw(name, request)
    return chart, *to_rgba(chart)


def save_chart(session: Session, name: str, request: Request, path: Path, told: Callable[[str], object]) -> None:
    """Draw a chart in the background into a file, and tell where it is."""
    _ = session.language.gettext
    wanted = replace(request, scale=2, outgoing=True)

    def work() -> None:
        from covenant_monitor.charts.saving import save

        save(charts.draw(name, wanted), path)

    def done(_nothing: None) -> None:
        told(_("Written: {path}").format(path=path))

    session.in_background(
        work,
        done,
        progress=Progress(_("Drawing {name}").format(name=path.name)),
    )


class DrawnChart(QObject):
    """Keeps one `ChartView` filled with the chart called `name`, made from what `request` returns (None: nothing).

    The chart takes the size and the theme of the view, which has a title of its own; one `as_saved` is shown as it will
    be in a file, fitted into the view. `told`: who hears that it could not be drawn, and "" once it could (None: the
    window).
    """

    def __init__(
        self,
        session: Session,
        view: ChartView,
        name: str,
        request: Callable[[], Request | None],
        *,
        as_saved: bool = False,
        told: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(view)
        self.name = name
        self._session = session
        self._view = view
        self._request = request
        self._as_saved = as_saved
        self._told = told
        self._wish = self._shown = 0
        self.chart: Chart | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._draw)
        view.size_changed.connect(self._timer.start)
        view.save_wanted.connect(self.save)
        view.image_wanted.connect(self.copy)
        view.spot_clicked.connect(session.lead_wanted)

    def refresh(self) -> None:
        """Draw anew, once the event loop is idle."""
        self._timer.start()

    def save(self) -> None:
        """Ask where to, and save the chart as it is asked for now, with its title, at twice the size."""
        request = self._request()
        if request is None:
            return
        _ = self._session.language.gettext
        start = self._session.file.path.with_name(f"{self.name}.png")
        chosen, kind = QFileDialog.getSaveFileName(self._view, _("Save the chart"), str(start), CHART_KINDS)
        if chosen:
            save_chart(
                self._session,
                self.name,
                request,
                with_ending(chosen, kind, start.name),
                self._session.notice_given.emit,
            )

    def copy(self) -> None:
        """Put the chart on the clipboard as it would be saved."""
        request = self._request()
        if request is None:
            return
        name, wanted = self.name, replace(request, scale=2, outgoing=True)

        def copied(drawn: Any) -> None:
            _chart, width, height, pixels = drawn
            QGuiApplication.clipboard().setImage(_image(width, height, pixels))
            self._session.notice_given.emit(self._session.language.gettext("The chart is on the clipboard."))

        self._session.in_background(lambda: draw_pixels(name, wanted), copied)

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was last asked for, or nobody sees it."""
        return not self._view.isVisible() or (self._shown == self._wish and not self._timer.isActive())

    def _draw(self) -> None:
        self._wish += 1
        request = self._request()
        if request is None or self._view.width() < 2:
            self._view.clear()
            self._shown = self._wish
            return
        self._view.set_drawing()
        name, wish, wanted = self.name, self._wish, self._fitted(request)

        def show(drawn: Any) -> None:
            if wish == self._wish and isValid(self._view):  # the page may be gone by now
                self._shown = wish
                self._show(*drawn, scale=wanted.scale)

        def fail(error: BaseException) -> None:
            if not isinstance(error, Problem):
                raise error
            if wish == self._wish and isValid(self._view):
                self._shown = wish
                self._say(error)

        self._session.in_background(lambda: draw_pixels(name, wanted), show, failed=fail)

    def _fitted(self, request: Request) -> Request:
        """What is drawn for the view as it is now."""
        size, ratio = (self._view.width(), self._view.height()), self._view.devicePixelRatioF()
        if self._as_saved:
            own = charts.CHARTS[self.name].size
            return replace(request, scale=ratio * min(size[0] / own[0], size[1] / own[1]))
        look = charts.DARK if theme_of(self._view).name == "dark" else charts.LIGHT
        return replace(request, look=look, size=size, scale=ratio, heading=False)

    def _show(self, chart: Chart, width: int, height: int, pixels: bytes, *, scale: float) -> None:
        self.chart = chart
        image = _image(width, height, pixels)
        image.setDevicePixelRatio(scale)
        self._view.set_chart(image, chart.description, (chart.headers, chart.rows), chart.spots)
        if self._told is not None:
            self._told("")

    def _say(self, problem: Problem) -> None:
        """There is no such chart, and why."""
        self.chart = None
        self._view.clear()
        if self._told is None:
            self._session.tell(problem)
        else:
            self._told(problem.text(self._session.language))


def _image(width: int, height: int, pixels: bytes) -> QImage:
    return QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
