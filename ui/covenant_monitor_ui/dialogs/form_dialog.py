"""A form in a window of its own: fields with what is wrong said at each, and one button that saves it as one change."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from covenant_monitor.errors import Problem
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import Field, field_row, select_all
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enter_pressed
from covenant_monitor_ui.widgets.layout import in_column, rule

_MARGIN = 24


class FormDialog(QDialog):
    """Enter saves and Esc cancels; what is wrong is said at its field, and everything stays as it was typed.

    A subclass fills `fields` and lays them out with `add_row`, reads them in `write`, and says in `PLACES` at which
    field a problem of the store is told, by the placeholder that its sentence has.
    """

    saved = Signal()

    PLACES: ClassVar[Mapping[str, str]] = {}

    def __init__(self, session: Session, title: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        _ = session.language.gettext
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        set_surface(self, "window")
        self.fields: dict[str, Field] = {}
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        self.save_button = button(save, self.save, kind="primary", tip="Enter")
        self.cancel_button = button(_("Cancel"), self.reject, tip="Esc")
        content = QWidget()
        set_surface(content, "window")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(_MARGIN, 20, _MARGIN, 16)
        self.column.setSpacing(12)
        self.column.addWidget(text_label(title, "title", wrap=True))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.message, 1)
        buttons.addStretch(0)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 12, _MARGIN, 16)
        foot.addLayout(buttons)
        whole = in_column(self)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    def add_row(self, *keys: str) -> None:
        """Put fields side by side, and under them what is wrong with any, over the whole width."""
        fields = [self.fields[key] for key in keys]
        for field in fields:
            field.edited.connect(lambda field=field: field.say("", "") if field.kind == "bad" else None)
        self.column.addLayout(field_row(fields))

    def fit(self, width: int) -> None:
        """Be this wide, or as its labels need, and as high as it takes and the screen allows; the rest scrolls."""
        content = self._scroll.widget()
        assert content is not None
        layout = content.layout()
        assert layout is not None
        wide = max(scaled(width), layout.minimumSize().width() + self._scroll.verticalScrollBar().sizeHint().width())
        inner = layout.heightForWidth(wide) if layout.hasHeightForWidth() else layout.sizeHint().height()
        screen: QScreen | None = self.screen()
        most = screen.availableGeometry().height() - 48 if screen else inner
        parent = self.parentWidget()
        if parent is not None:
            most = min(most, max(parent.window().height() - 16, 480))
        self.resize(wide, min(inner + scaled(76), most))
        self.setMinimumWidth(wide)

    def read(self, key: str, reader: Callable[[str], Any]) -> Any:
        """What is understood of a field; what is wrong with it is said there, and None is what it then is."""
        field = self.fields[key]
        try:
            return reader(field.text)
        except Problem as problem:
            field.say("bad", problem.text(self.session.language))
            return None

    def is_wrong(self) -> bool:
        """Whether a field was found wrong by `read`; the first such has the focus then."""
        for field in self.fields.values():
            if field.kind == "bad":
                self.go_to(field)
                return True
        return False

    def go_to(self, field: Field) -> None:
        """Put the focus into a field, with what is wrong with it in sight."""
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(field.control)
        self._scroll.ensureWidgetVisible(field.message)

    def remind(self, text: str) -> None:
        """Say something about the whole form; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def verb(self) -> Callable[[], Change] | None:
        """What saves the form; None where a field is wrong, which then says so."""
        raise NotImplementedError

    def save(self) -> None:
        """Save what is in the form, as one change."""
        self.remind("")
        for field in self.fields.values():
            field.say("", "")
        verb = self.verb()
        if verb is None:
            return
        problem = self.session.attempt(verb)
        if problem is not None:
            self.show_problem(problem)
        else:
            self.accept()
            self.saved.emit()

    def show_problem(self, problem: Problem) -> None:
        """Say a problem at the field that it is about, which the placeholders of its sentence tell."""
        text = problem.text(self.session.language)
        key = next((self.PLACES[name] for name in self.PLACES if name in problem.values), "")
        if key in self.fields:
            self.fields[key].say("bad", text)
            self.go_to(self.fields[key])
        else:
            self.remind(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = next((field for field in self.fields.values() if field.isVisible()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
            select_all(first.control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_pressed(event, self._save_by_enter):
            super().keyPressEvent(event)

    def _save_by_enter(self) -> None:
        if not isinstance(QApplication.focusWidget(), QPlainTextEdit):
            self.save()
