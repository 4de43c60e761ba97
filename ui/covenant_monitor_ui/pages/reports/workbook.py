"""The internal workbook of a round, read and written in the background; where it is open elsewhere, by another name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button, escaped


class WorkbookWriter(QWidget):
    """Writes the workbook of the round that is chosen, and shows itself where that needs an answer.

    Where the file is open elsewhere it says so and offers a name that is free. `written` is called with the path.
    """

    def __init__(self, session: Session, written: Callable[[Path], None]) -> None:
        super().__init__()
        self._session = session
        self._written = written
        self._again: Callable[[], None] | None = None
        self.said = text_label("", wrap=True)
        self.other_name = button("", self.write_to_other_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addWidget(self.other_name, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def write(self, path: Path, language: Language) -> None:
        """Write to `path` in the background; a Problem is told."""
        session = self._session
        file, covenant, round_ = session.file, session.covenant, session.round
        progress = Progress(session.language.gettext("Writing {name}").format(name=path.name), can_stop=True)
        self.hide()

        def work() -> Path:
            reading = import_module("covenant_monitor.exchange.annual_workbook.source")
            writing = import_module("covenant_monitor.exchange.annual_workbook.workbook")
            with snapshot(file) as source:
                content = round_content(source, covenant, round_)
                beside = reading.read_beside(source, covenant, round_)
            writing.write_round_workbook(
                path, content, language=language, progress=progress.step, source=file.path.name, beside=beside
            )
            return path

        def failed(error: BaseException) -> None:
            writing = import_module("covenant_monitor.exchange.annual_workbook.workbook")
            if isinstance(error, writing.OpenElsewhere) and isValid(self):
                self._offer(error.text(session.language), error.other, language)
            elif isinstance(error, Problem):
                session.tell(error)
            else:
                raise error

        session.in_background(work, self._written, progress=progress, failed=failed)

    def _offer(self, said: str, other: Path, language: Language) -> None:
        text = self._session.language.gettext("Write to {name}").format(name=other.name)
        self.said.setText(said)
        self.other_name.setText(escaped(text))
        self.other_name.setAccessibleName(text)
        self._again = lambda: self.write(other, language)
        self.show()
        self.other_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_to_other_name(self) -> None:
        """Write to the name that was offered."""
        if self._again is not None:
            self._again()
