"""What came of work in the background, told on the page that asked for it, or in a notice where that is gone.

The page is made anew when the language changes and let go of with the file; what was written then is still told.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import ElidedLabel


def show_or_say(session: Session, widget: QWidget, said: str, show: Callable[[], object]) -> None:
    """Call `show` where `widget` is still there, else give what is `said` as a notice."""
    if isValid(widget):
        show()
    else:
        session.notice_given.emit(said)


def say_stopped(session: Session, progress: Progress, folder: Path) -> None:
    """Tell how many files a job had written into `folder` when the user cancelled it: they stay."""
    words = session.language
    n, of = (words.number(amount, 0) for amount in progress.reached)
    said = words.gettext("Stopped. Written before that: {n} of {of}, in {folder}.").format(n=n, of=of, folder=folder)
    session.notice_given.emit(said)


def open_with_system(path: Path) -> None:
    """Open a file or folder with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class WrittenLine(QWidget):
    """Where something was written to, and a link that opens it. Hidden until `tell`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._path: Path | None = None
        self.label = ElidedLabel("", "secondary")
        self.link = button(session.language.gettext("Open"), self.open, kind="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.label)
        row.addWidget(self.link)
        row.addStretch(1)
        self.hide()

    def tell(self, path: Path) -> None:
        """Say that `path` was written."""
        said = self._session.language.gettext("Written: {path}").format(path=path)
        show_or_say(self._session, self, said, lambda: self._show(path, said))

    def _show(self, path: Path, said: str) -> None:
        self._path = path
        self.label.show_text(said)
        self.show()

    def open(self) -> None:
        """Open what was written."""
        if self._path is not None:
            open_with_system(self._path)
