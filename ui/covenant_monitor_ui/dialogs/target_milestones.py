"""The table of milestones in the form for a target: a row with a date, the value wanted then, and a note."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from covenant_monitor.domain.targets import Milestone
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.form_rows import FormRows
from covenant_monitor_ui.dialogs.target_fields import number_text, read_day, read_number
from covenant_monitor_ui.widgets.buttons import icon_button


@dataclass(slots=True)
class Row:
    """The fields of one milestone."""

    day: QLineEdit
    value: QLineEdit
    note: QLineEdit
    remove: QToolButton

    @property
    def parts(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """What is typed in."""
        return self.day, self.value, self.note

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not any(field.text().strip() for field in self.parts)


class MilestoneRows(FormRows):
    """The milestones of a target."""

    rows: list[Row]

    def __init__(self, language: Language, unit: str, parent: QWidget | None = None) -> None:
        """`unit`: that of the indicator."""
        _ = language.gettext
        wanted = _("Value wanted") + (f" ({unit})" if unit else "")
        heads = ((_("Date"), 3), (wanted, 3), (_("Note"), 5))
        super().__init__(language, heads, _("Add a milestone"), _("milestone {n}"), parent)

    def show_milestones(self, milestones: Sequence[Milestone]) -> None:
        """Fill the table; with one empty row where there is nothing to fill it with."""
        self.clear()
        for one in sorted(milestones, key=lambda one: one.day):
            self.add(one)
        if not milestones:
            self.add()

    def add(self, milestone: Milestone | None = None) -> Row:
        """Add a row at the end; empty without a milestone."""
        _ = self._language.gettext
        row = Row(QLineEdit(), QLineEdit(), QLineEdit(), icon_button("delete", _("Remove this milestone"), size=16))
        row.day.setPlaceholderText(_("d-m-yyyy"))
        if milestone is not None:
            row.day.setText(self._language.short_day(milestone.day))
            row.value.setText(number_text(milestone.value, self._language))
            row.note.setText(milestone.note)
            row.note.setCursorPosition(0)
        row.day.editingFinished.connect(lambda: self._show_day(row.day))
        self.put(row)
        return row

    def add_empty(self) -> None:
        self.add().day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_day(self, field: QLineEdit) -> None:
        """Show a day as it was understood, once its field is left."""
        try:
            day = typed_day(field.text())
        except Problem:
            return  # it is said when the form is saved
        if day is not None:
            field.setText(self._language.short_day(day))

    def values(self) -> list[Milestone] | None:
        """The milestones that were typed; None where one is wrong, which then says so. Empty rows do not count."""
        found = []
        for row in self.filled():
            day = self.read(row.day, read_day)
            value = None if day is None else self.read(row.value, self._value)
            note = None if value is None else self.read(row.note, cells.text)
            if value is None or note is None:
                return None
            found.append(Milestone(day, value, note))
        return found

    def _value(self, text: str) -> object:
        value = read_number(text, self._language)
        if value is None:
            raise Problem("Say what is wanted then, such as 50.")
        return value
