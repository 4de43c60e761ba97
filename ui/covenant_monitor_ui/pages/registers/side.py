"""What stands beside a register: the panel of the selected entry, or the form in which one is added or changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from covenant_monitor.domain.registers import Entry
from covenant_monitor_ui.pages.registers.panel import EntryPanel
from covenant_monitor_ui.pages.side import Side
from covenant_monitor_ui.session import Session

if TYPE_CHECKING:
    from covenant_monitor_ui.dialogs.register_form import EntryForm


class RegistersSide(Side):
    """The panel of an entry, or its form."""

    FORM = ("covenant_monitor_ui.dialogs.register_form", "EntryForm")
    WIDTHS = (336, 304)
    panel: EntryPanel

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, EntryPanel(session.language), parent)

    @property
    def form(self) -> "EntryForm":
        """The form, made when it is first asked for."""
        made: EntryForm = self.made_form()
        return made

    def add(self, entry: Entry) -> None:
        """Ask for a new entry; `entry` is what it begins with."""
        self.open_form(lambda: self.form.add(entry))

    def edit(self, entry: Entry) -> None:
        """Show an entry to be changed."""
        self.open_form(lambda: self.form.edit(entry))

    def state(self) -> dict[str, object]:
        """A form that is not saved, as plain values; empty where there is none."""
        if not self.is_unsaved:
            return {}
        return {
            "mode": self.form.mode,
            "register": self.form.register.value,
            "code": self.form.code,
            "values": self.form.values(),
        }

    def restore(self, state: Mapping[str, object], entry: Entry) -> None:
        """Open the form again that `state` kept, on the entry that it is about."""
        if state.get("mode") == "add":
            self.add(entry)
        else:
            self.edit(entry)
        values = state.get("values")
        if isinstance(values, dict):
            self.form.restore(values)
