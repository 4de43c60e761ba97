"""Rows of fields in a form, that can be changed, added and taken away; what is wrong is said below them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.form_fields import mark_wrong
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button


class FormRow(Protocol):
    """The fields of one row, in order, and the button that takes the row away."""

    @property
    def parts(self) -> Sequence[QWidget]: ...

    @property
    def remove(self) -> QToolButton: ...


class FormRows(QWidget):
    """A subclass makes its rows and gives them to `put`, and reads them with `read`."""

    def __init__(
        self,
        language: Language,
        heads: Sequence[tuple[str, int]],
        add: str,
        called: str,
        parent: QWidget | None = None,
    ) -> None:
        """`heads`: of the columns, with how they share the room. `add`: what the button that adds a row is called.

        `called`: what a row is called, with its number as {n}.
        """
        super().__init__(parent)
        self._language = language
        self._heads = [text for text, _stretch in heads]
        self._called = called
        self.rows: list[Any] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for place, (text, stretch) in enumerate(heads):
            self._grid.addWidget(text_label(text, "label"), 0, place)
            self._grid.setColumnStretch(place, stretch)
        self.add_button = button(add, self.add_empty, kind="link", icon="plus")
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self.message)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def add_empty(self) -> None:
        """Add an empty row, with the focus in its first field."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take all rows away."""
        while self.rows:
            self._remove(self.rows[0])

    def put(self, row: FormRow) -> None:
        """Put a row at the end."""
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        row.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.remove.setFixedWidth(scaled(32))
        self.rows.append(row)
        place = self._grid.rowCount()
        for column, widget in enumerate((*row.parts, row.remove)):
            self._grid.addWidget(widget, place, column)
            widget.show()  # now, and not when the layout comes to it: the focus goes to it next
        for field in row.parts:
            if isinstance(field, QLineEdit):
                field.textEdited.connect(lambda _text, field=field: self._clear(field))
        self._chain()
        self._name()

    def _remove(self, row: FormRow) -> None:
        at = self.rows.index(row)
        had_focus = row.remove.hasFocus()
        self.rows.remove(row)
        for widget in (*row.parts, row.remove):
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
            for field in (*row.parts, row.remove):
                QWidget.setTabOrder(before, field)
                before = field
        QWidget.setTabOrder(before, self.add_button)

    def _name(self) -> None:
        """Say for screen readers which row a field is in."""
        for n, row in enumerate(self.rows, 1):
            for field, name in zip(row.parts, self._heads, strict=True):
                field.setAccessibleName(f"{name}, {self._called.format(n=n)}")

    def filled(self) -> Iterator[Any]:
        """The rows in which something was typed, once what was wrong is no longer said."""
        self.say("")
        return (row for row in self.rows if not row.is_empty)

    def read(self, field: QLineEdit, reader: Callable[[str], Any]) -> Any:
        """What is understood of a field; where something is wrong that is said, it has the focus, and it is None."""
        try:
            return reader(field.text())
        except Problem as problem:
            mark_wrong(field, True)
            self.say(problem.text(self._language))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _clear(self, field: QLineEdit) -> None:
        mark_wrong(field, False)
        self.say("")

    def say(self, text: str) -> None:
        """Say what is wrong with the table; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
