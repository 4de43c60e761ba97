"""Telling when a widget has been painted for the first time."""

from collections.abc import Callable
from time import perf_counter_ns

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Calls `done` with the clock's nanoseconds when `widget`, and with it its window, was painted while `is_ready`.

    The clock is the system's, the same in every process.
    """

    def __init__(
        self, widget: QWidget, done: Callable[[int], object], is_ready: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(widget)
        self._done = done
        self._is_ready = is_ready
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_ready():
            watched.removeEventFilter(self)
            # Handled right after the event that paints the window, and before any timer.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, _event: QEvent) -> None:
        self._done(perf_counter_ns())
