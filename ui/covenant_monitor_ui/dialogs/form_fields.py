"""What every form is made of: fields with what is wrong under them, rows of these, and a foot that is always there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.layout import in_column, rule

FORM_MARGIN = 20


def select_all(control: QWidget) -> None:
    """Select what is typed with the cursor in front, so that its beginning is what is seen of it."""
    if isinstance(control, QLineEdit):
        control.setSelection(len(control.text()), -len(control.text()))


def mark_wrong(control: QWidget, wrong: bool) -> None:
    """Show that something is wrong with what is typed, or no longer."""
    control.setProperty("problem", "true" if wrong else "")
    control.style().unpolish(control)
    control.style().polish(control)


class Field(QWidget):
    """A label and its control. `message` says what is wrong with it; whoever lays out the form gives it a place."""

    edited = Signal()

    def __init__(
        self, label: str, control: QLineEdit | QComboBox | QPlainTextEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.kind = ""
        self._label = text_label(label, "label")
        self._label.setBuddy(control)
        self.message = text_label("", "small", wrap=True)
        self.message.hide()
        control.setAccessibleName(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(control)
        changed = control.currentTextChanged if isinstance(control, QComboBox) else control.textChanged
        changed.connect(lambda *_text: self.edited.emit())

    @property
    def text(self) -> str:
        """What is typed or chosen."""
        if isinstance(self.control, QPlainTextEdit):
            return self.control.toPlainText()
        return self.control.text() if isinstance(self.control, QLineEdit) else self.control.currentText()

    @property
    def data(self) -> object:
        """What a choice stands for."""
        return self.control.currentData() if isinstance(self.control, QComboBox) else None

    def set_label(self, label: str) -> None:
        """Call it otherwise."""
        self._label.setText(label)
        self.control.setAccessibleName(label)

    def set_text(self, text: str) -> None:
        """Fill it in."""
        if isinstance(self.control, QLineEdit):
            self.control.setText(text)
            self.control.setCursorPosition(0)
        elif isinstance(self.control, QPlainTextEdit):
            self.control.setPlainText(text)
        else:
            self.control.setCurrentText(text)
            if (line := self.control.lineEdit()) is not None:
                line.setCursorPosition(0)

    def say(self, kind: str, text: str) -> None:
        """Show a message under the control: "bad" is something to mend first, "warn" to think about, "" nothing."""
        self.kind = kind
        set_meaning(self.message, kind)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        mark_wrong(self.control, kind == "bad")


def field_row(fields: Sequence[Field]) -> QVBoxLayout:
    """Fields side by side, and under them what is wrong with any, over the whole width."""
    side_by_side = QHBoxLayout()
    side_by_side.setSpacing(12)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addLayout(side_by_side)
    for field in fields:
        side_by_side.addWidget(field, 1)
        column.addWidget(field.message)
    return column


def lay_out_form(form: QWidget, content: QWidget, message: QWidget, save: QWidget, cancel: QWidget) -> QScrollArea:
    """Lay out a form that stands beside a table: `content` scrolls; what ends the form is always there."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    buttons = QHBoxLayout()
    buttons.setSpacing(8)
    buttons.addWidget(save, 1)
    buttons.addWidget(cancel)
    foot = QVBoxLayout()
    foot.setContentsMargins(FORM_MARGIN, 12, FORM_MARGIN, 16)
    foot.setSpacing(8)
    foot.addWidget(message)
    foot.addLayout(buttons)
    whole = in_column(form)
    whole.addWidget(scroll, 1)
    whole.addWidget(rule())
    whole.addLayout(foot)
    return scroll
