"""Starting and ending the window: the application, its crashes, and signals from the system."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

import PySide6
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from covenant_monitor.language import language, system_language
from covenant_monitor.logs import start_logging
from covenant_monitor_ui.icons import app_icon
from covenant_monitor_ui.qt_words import translate_qt
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.settings import Settings
from covenant_monitor_ui.theme import THEMES, apply_theme, system_theme
from covenant_monitor_ui.window import MainWindow

log = logging.getLogger(__name__)
_IDLE_MS = 1500


def run(path: Path | None = None) -> int:
    """Open the window, on `path` or on the welcome page, and return when it is closed."""
    if is_bad_pair():
        print("PySide6 6.12 does not run on Python 3.11: install PySide6-Essentials<6.12.", file=sys.stderr)
        return 1
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Covenant Monitor")
    app.setDesktopFileName("covenant-monitor")
    window = build(app, Settings())
    log_path = start_logging()
    catch_bugs(window, log_path)
    quit_on_signals(app)
    window.show()
    if path is not None:
        window.open_path(path)
    QTimer.singleShot(_IDLE_MS, app, keep_what_is_there)
    return app.exec()


def keep_what_is_there() -> None:
    """Take what the start made out of Python's search for garbage: it stays, and each look at it takes 20 ms."""
    gc.collect()
    gc.freeze()


def is_bad_pair() -> bool:
    """Whether this PySide6 on this Python drops references until the process aborts (6.12 below Python 3.12)."""
    return sys.version_info < (3, 12) and tuple(PySide6.__version_info__[:2]) >= (6, 12)


def build(app: QApplication, settings: Settings) -> MainWindow:
    """The main window with its session, in the language and theme that were chosen before."""
    chosen = settings.text("language")
    session = Session(language(chosen) if chosen in ("nl", "en") else system_language())
    apply_theme(app, THEMES.get(settings.text("theme")) or system_theme(app))
    translate_qt(app, session.language.code)
    app.setWindowIcon(app_icon())
    return MainWindow(session, settings)


def catch_bugs(window: MainWindow, log_path: Path) -> None:
    """Log every exception that nobody caught, and say so in the window. What was saved stays saved."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("uncaught", exc_info=(kind, error, trace))
        QTimer.singleShot(0, window, lambda: window.say_bug(log_path))

    sys.excepthook = caught


def quit_on_signals(app: QApplication) -> Callable[[], None]:
    """Quit in good order on SIGTERM and SIGINT; returns what takes that away again.

    Python runs signal handlers only between bytecodes, and Qt's loop has none while it waits: so the signal also writes
    to a socket that the loop watches.
    """
    if os.name == "nt":
        return lambda: None
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno())
    handlers = {number: signal.signal(number, _on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, app)

    def woken() -> None:
        reader.recv(16)
        app.closeAllWindows()
        app.quit()

    notifier.activated.connect(woken)

    def undo() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()

    app.aboutToQuit.connect(undo)
    return undo


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    """Nothing: the wakeup socket does the work."""
