"""The import assistant on the Reports page: the button that opens it, and the page that makes room for it."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from covenant_monitor_ui.dialogs.import_assistant.work import Work
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.buttons import button, enable

Hold = Callable[[], Callable[[], None]]


class ReportsAssistant(QObject):
    """Opens the assistant in the place of the page's `view`, and puts that back when it is left."""

    def __init__(
        self,
        session: Session,
        view: QWidget,
        room: QVBoxLayout,
        *,
        names: Mapping[str, str],
        hold: Hold,
        show_imported: Callable[[Any], None],
    ) -> None:
        """`room` is the layout that `view` stands in; `show_imported` is told what came of an import."""
        super().__init__(view)
        _ = session.language.gettext
        self._session, self._view, self._room = session, view, room
        self._names, self._hold, self._show_imported = names, hold, show_imported
        self._recipes: dict[str, str] = {}
        self._reading: Path | None = None
        self.wizard: Any = None
        self.button = button(_("Import from another workbook …"), self.choose, icon="import")
        self.button.setToolTip(_("Any workbook or CSV file: you say what its columns are for"))

    def choose(self) -> None:
        """Ask for any workbook or CSV file."""
        _ = self._session.language.gettext
        start = str(self._session.file.path.parent)
        kinds = _("Workbooks and CSV files (*.xlsx *.xlsm *.csv *.tsv *.txt)")
        name, _kind = QFileDialog.getOpenFileName(self._view, _("Import from another workbook"), start, kinds)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Read a source, and open the assistant on it once that worked."""
        self._reading = path
        self._made().begin(path, self._show, self._not_read)

    def _not_read(self) -> None:
        self._reading = None

    def show_place(self) -> None:
        """Whether anything can be imported; what is worked on is looked at again, for the file may be another now."""
        enable(self.button, self._session.locked)
        if self.is_open:
            self.wizard.look_again()

    def _made(self) -> Any:
        """The assistant; made when it is first wanted, for it is much that few days need."""
        if self.wizard is None:
            # Its modules are slow to load for a page that is opened to write a workbook.
            module = import_module("covenant_monitor_ui.dialogs.import_assistant.wizard")
            self.wizard = module.ImportAssistant(self._session, self._names, self._hold)
            self.wizard.recipes = self._recipes
            self.wizard.closed.connect(self._closed)
            self.wizard.hide()
            self._room.addWidget(self.wizard)
        return self.wizard

    @property
    def is_open(self) -> bool:
        """Whether the assistant stands in the place of the page."""
        return self.wizard is not None and self._view.isHidden()

    def _show(self) -> None:
        self._reading = None
        self._view.hide()
        self.wizard.show()

    def _closed(self, imported: Any) -> None:
        self.wizard.hide()
        self.wizard.work = None
        self._view.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        if imported is not None:
            self._show_imported(imported)

    def state(self) -> dict[str, object]:
        """How sources were read, and what is being worked on."""
        work = self.wizard.work if self.is_open else None
        return {
            "recipes": dict(self._recipes),
            "work": work,
            "step": self.wizard.step if work is not None else 0,
            "reading": self._reading,
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Get back what `state` kept."""
        kept = state.get("recipes")
        if isinstance(kept, dict):
            self._recipes.update({str(key): text for key, text in kept.items() if isinstance(text, str)})
        reading, work = state.get("reading"), state.get("work")
        if isinstance(reading, Path):  # the page that asked for it is gone, and what it would have shown with it
            self.open(reading)
        if isinstance(work, Work):
            made = self._made()
            made.work = work
            self._show()
            made.go_to(type(made.step)(state.get("step")))
