"""The form for a new framework. It stands in the page, in the place of the editor."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.model import LEVELS, Scale, Text
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import suggested_code
from covenant_monitor.store.frameworks import create
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.pages.frameworks.records import DEFAULT_HIGH, LEVEL_SCALE, NUMBER_SCALE
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enter_pressed
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class NewFrameworkForm(QWidget):
    """Name, code, first version and scale. Enter makes it and Esc cancels."""

    made = Signal(object)
    """The `FrameworkKey` of what was made."""
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        set_surface(self, "window")
        self._code_typed = False
        scale = LabelledCombo()
        scale.addItem(_("levels: fully, partially, not"), LEVEL_SCALE)
        scale.addItem(_("a number"), NUMBER_SCALE)
        self.fields = {
            "name_nl": Field(" · ".join((_("Name"), _("Dutch"))), QLineEdit()),
            "name_en": Field(" · ".join((_("Name"), _("English"))), QLineEdit()),
            "code": Field(_("Code"), QLineEdit()),
            "version": Field(_("Version"), QLineEdit()),
            "scale": Field(_("Rated by"), scale),
        }
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.make_button = button(_("Make the framework"), self.make, kind="primary", tip="Enter")
        self.cancel_button = button(_("Cancel"), self.cancelled.emit, tip="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(text_label(_("New framework"), "title"))
        column.addWidget(
            text_label(
                _("It begins as an empty draft. Sections and criteria are added in the table, or come by import."),
                "secondary",
                wrap=True,
            )
        )
        for keys in (("name_nl", "name_en"), ("code", "version"), ("scale",)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for key in keys:
                box = QVBoxLayout()
                box.setSpacing(4)
                box.addWidget(self.fields[key])
                box.addWidget(self.fields[key].message)
                box.addStretch(1)
                row.addLayout(box, 1)
            column.addLayout(row)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.make_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        for key in ("name_nl", "name_en"):
            self.fields[key].edited.connect(self._follow_name)
        code = self.fields["code"].control
        assert isinstance(code, QLineEdit)
        code.textEdited.connect(self._note_code_typed)
        self.begin()

    def begin(self) -> None:
        """Empty the form."""
        self._code_typed = False
        for field in self.fields.values():
            field.say("", "")
            field.set_text("")
        self.fields["version"].set_text("1")
        self.message.setText("")

    def values(self) -> dict[str, str]:
        """What is typed, to be put back by `restore`."""
        return {key: field.text for key, field in self.fields.items() if key != "scale"}

    def restore(self, values: Mapping[str, object]) -> None:
        """Put back what was typed."""
        for key, value in values.items():
            if key in self.fields and isinstance(value, str):
                self.fields[key].set_text(value)
        self._code_typed = bool(self.fields["code"].text)

    def take_focus(self) -> None:
        """To the first field."""
        self.fields["name_nl"].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_code_typed(self, text: str) -> None:
        self._code_typed = bool(text)

    def _follow_name(self) -> None:
        name = self.fields["name_nl"].text.strip() or self.fields["name_en"].text.strip()
        if not self._code_typed:
            self.fields["code"].set_text(suggested_code(name, ()) if name else "")

    def make(self) -> None:
        """Make it. What is wrong is said at its field, and all stays as typed."""
        texts = {key: field.text.strip() for key, field in self.fields.items()}
        by_level = self.fields["scale"].data == LEVEL_SCALE
        scale = LEVELS if by_level else Scale(0, DEFAULT_HIGH, by_level=False)
        key = FrameworkKey(texts["code"], texts["version"])
        for field in self.fields.values():
            field.say("", "")
        self.message.setText("")

        def verb() -> Change:
            name = Text(cells.text(texts["name_nl"]), cells.text(texts["name_en"]))
            return create(self._session.file, key=key, name=name, scale=scale)

        problem = self._session.attempt(verb)
        if problem is not None:
            self._show_problem(problem, texts)
        else:
            self.made.emit(key)

    def _show_problem(self, problem: Problem, texts: Mapping[str, str]) -> None:
        text = problem.text(self._session.language)
        at = "code" if not texts["code"] else "version" if not texts["version"] or "version" in problem.values else ""
        if at:
            self.fields[at].say("bad", text)
            self.fields[at].control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.message.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif not enter_pressed(event, self.make):
            super().keyPressEvent(event)
