"""The table of milestones in the form for a target: a row with a date, the value wanted then, and a note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from covenant_monitor.domain.targets import Milestone
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.target_fields import number_text, read_day, read_number
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button, icon_button


@dataclass(slots=True)
class Row:
    """The fields of one milestone."""

    day: QLineEdit
    value: QLineEdit
    note: QLineEdit
    remove: QToolButton

    @property
    def fields(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """What is typed in."""
        return self.day, self.value, self.note

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not any(field.text().strip() for field in self.fields)


class MilestoneRows(QWidget):
    """Milestones that can be changed, added and taken away; what is wrong is said below them."""

    def __init__(self, language: Language, unit: str, parent: QWidget | None = None) -> None:
        """`unit`: that of the indicator."""
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._heads = (_("Date"), _("Value wanted") + (f" ({unit})" if unit else ""), _("Note"))
        self.rows: list[Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for place, (text, stretch) in enumerate(zip(self._heads, (3, 3, 5), strict=True)):
            self._grid.addWidget(text_label(text, "label"), 0, place)
            self._grid.setColumnStretch(place, stretch)
        self.add_button = button(_("Add a milestone"), self._add_empty, kind="link", icon="plus")
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self.message)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_milestones(self, milestones: Sequence[Milestone]) -> None:
        """Fill the table; with one empty row where there is nothing to fill it with."""
        while self.rows:
            self._remove(self.rows[0])
        for one in sorted(milestones, key=lambda one: one.day):
            self.add(one)
        if not milestones:
            self.add()

    def add(self, milestone: Milestone | None = None) -> Row:
        """Add a row at the end; empty without a milestone."""
        _ = self._language.gettext
        remove = icon_button("delete", _("Remove this milestone"), size=16)
        row = Row(QLineEdit(), QLineEdit(), QLineEdit(), remove)
        row.day.setPlaceholderText(_("d-m-yyyy"))
        if milestone is not None:
            row.day.setText(self._language.short_day(milestone.day))
            row.value.setText(number_text(milestone.value, self._language))
            row.note.setText(milestone.note)
            row.note.setCursorPosition(0)
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        row.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.remove.setFixedWidth(scaled(32))
        row.day.editingFinished.connect(lambda: self._show_day(row.day))
        self.rows.append(row)
        place = self._grid.rowCount()
        for column, widget in enumerate((*row.fields, row.remove)):
            self._grid.addWidget(widget, place, column)
            widget.show()  # now, and not when the layout comes to it: the focus goes to it next
        for field in row.fields:
            field.textEdited.connect(lambda _text, field=field: self._clear(field))
        self._chain()
        self._name()
        return row

    def _add_empty(self) -> None:
        self.add().day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: Row) -> None:
        at = self.rows.index(row)
        had_focus = row.remove.hasFocus()
        self.rows.remove(row)
        for widget in (*row.fields, row.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._name()
        if had_focus:
            after = self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add_button
            after.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chain(self) -> None:
        """Tab goes through the rows as they stand, then to the button below them."""
        before: QWidget = self.add_button
        for row in self.rows:
            for field in (*row.fields, row.remove):
                QWidget.setTabOrder(before, field)
                before = field
        QWidget.setTabOrder(before, self.add_button)

    def _name(self) -> None:
        """Say for screen readers which row a field is in."""
        said = self._language.gettext("milestone {n}")
        for n, row in enumerate(self.rows, 1):
            for field, name in zip(row.fields, self._heads, strict=True):
                field.setAccessibleName(f"{name}, {said.format(n=n)}")

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
        self.say("")
        found = []
        for row in self.rows:
            if row.is_empty:
                continue
            day = self._read(row.day, read_day)
            value = None if day is None else self._read(row.value, self._value)
            note = None if value is None else self._read(row.note, cells.text)
            if value is None or note is None:
                return None
            found.append(Milestone(day, value, note))
        return found

    def _value(self, text: str) -> object:
        value = read_number(text, self._language)
        if value is None:
            raise Problem("Say what is wanted then, such as 50.")
        return value

    def _read(self, field: QLineEdit, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(field.text())
        except Problem as problem:
            _problem(field, True)
            self.say(problem.text(self._language))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _clear(self, field: QLineEdit) -> None:
        _problem(field, False)
        self.say("")

    def say(self, text: str) -> None:
        """Say what is wrong with the table; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _problem(field: QLineEdit, problem: bool) -> None:
    field.setProperty("problem", "true" if problem else "")
    field.style().unpolish(field)
    field.style().polish(field)
