"""What the forms that stand beside a table have in common: reading, saving, and saying what is wrong where it is."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import FORM_MARGIN, Field, lay_out_form, select_all
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enter_pressed, escaped


class SideForm(QWidget):
    """A form in the page for one record with a code. Enter saves and Esc cancels; every save is one change.

    A subclass fills `fields`, puts them into `column` and calls `lay_out`. `mode` is "" while the form is closed.
    """

    saved = Signal(str)
    """The code of what was saved."""
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language = session.language
        self.mode = ""
        self.fields: dict[str, Field] = {}
        self.title = text_label("", "title", wrap=True)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.save_button = button("", self.save, kind="primary", tip="Enter")
        self.cancel_button = button(session.language.gettext("Cancel"), self.cancel, tip="Esc")
        self._content = QWidget()
        set_surface(self._content, "window")
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(FORM_MARGIN, FORM_MARGIN, FORM_MARGIN, 12)
        self.column.setSpacing(12)
        self.column.addWidget(self.title)

    def lay_out(self) -> None:
        """Lay out the form once its fields are in the column."""
        self.column.addStretch(1)
        self._scroll = lay_out_form(self, self._content, self.message, self.save_button, self.cancel_button)

    def typed(self) -> Any:
        """The record as the form has it; None where a field is wrong, which then has the focus."""
        raise NotImplementedError

    def write(self, record: Any) -> Change:
        """Write the record that `typed` gave, as one change. Raises Problem."""
        raise NotImplementedError

    def place_of(self, problem: Problem) -> str:
        """The key of the field that a problem of the store is about, which its values tell; "" for none."""
        raise NotImplementedError

    def text_of(self, key: str) -> str:
        """What is in a field, as `read` understands it."""
        return self.fields[key].text

    def name_save_button(self, text: str) -> None:
        """Call the button that saves so."""
        self.save_button.setText(escaped(text))
        self.save_button.setAccessibleName(text)

    def scroll_to_top(self) -> None:
        """Show the first field."""
        self._scroll.verticalScrollBar().setValue(0)

    def lock(self, *parts: QWidget) -> None:
        """Nothing can be typed in a file that cannot be written, and the form says so. `parts`: beside the fields."""
        writable = self._session.can_write
        for part in (*self.fields.values(), *parts, self.save_button):
            part.setEnabled(writable)
        if not writable:
            self.remind(self._language.gettext("This file is open read-only: nothing in it can be changed."))

    def focus_on(self, key: str) -> None:
        """Put the focus in a field, with what is in it selected; where nothing can be typed, on Cancel."""
        control = self.fields[key].control
        if not control.isEnabled():
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(control)

    def limit_code(self, longest: int) -> None:
        """Let nobody type a longer code."""
        code = self.fields["code"].control
        if isinstance(code, QLineEdit):
            code.setMaxLength(longest)

    def hint_day(self, key: str) -> None:
        """Say how a day is typed."""
        control = self.fields[key].control
        if isinstance(control, QLineEdit):
            control.setPlaceholderText(self._language.gettext("d-m-yyyy"))

    def show_day(self, key: str) -> None:
        """Once a day is left: show it as it was understood."""
        day = self.read(key, typed_day)
        if day is not None:
            self.fields[key].set_text(self._language.short_day(day))

    def remind(self, text: str) -> None:
        """Say something about the whole form; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def read(self, key: str, reader: Callable[[str], Any]) -> Any:
        """What is understood of a field; what is wrong with it is said there, and None is what it then is."""
        try:
            return reader(self.text_of(key))
        except Problem as problem:
            self.fields[key].say("bad", problem.text(self._language))
            return None

    def go_to(self, key: str) -> None:
        """Put the focus into a field, with what is wrong with it in sight."""
        field = self.fields[key]
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(field.control)
        self._scroll.ensureWidgetVisible(field.message)

    def save(self) -> None:
        """Save what is in the form, as one change. What is wrong is said at its field, and all stays as typed."""
        if not self._session.can_write:
            return
        self.remind("")
        record = self.typed()
        if record is None:
            return
        problem = self._session.attempt(lambda: self.write(record))
        if problem is not None:
            self._show_problem(problem)
        else:
            self.mode = ""
            self.saved.emit(record.code)

    def _show_problem(self, problem: Problem) -> None:
        text = problem.text(self._language)
        key = self.place_of(problem)
        if key:
            self.fields[key].say("bad", text)
            self.go_to(key)
        else:
            self.remind(text)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.mode = ""
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif not enter_pressed(event, self.save):
            super().keyPressEvent(event)
