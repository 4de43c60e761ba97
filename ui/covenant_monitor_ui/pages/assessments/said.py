"""What is said to and fro at a criterion: the reviewer's remark, the company's response, the secretariat's answer."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Remark, Response
from covenant_monitor.language import Language
from covenant_monitor.store.assessments import AssessmentKey
from covenant_monitor_ui.pages.assessments.fields import LineField, TextField, day_text, show_problem
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped

Place = tuple[AssessmentKey, str]
"""An assessment, and the code of a criterion in it."""

Save = Callable[[Place, Mapping[str, str]], str | None]
"""Saves all texts of a place: "" where it worked, what is wrong with it, None where the window tells."""

REMARK = "remark"
RESPONSE, BY, DAY, ANSWER = "response", "responded_by", "responded_on", "answer"


class SaidFields(QWidget):
    """Fields that are saved when they are left; a link while there is nothing. Esc puts back what was saved.

    What could not be saved is kept for its criterion, and is there again when that is shown.
    """

    left = Signal()
    """The user is done here: back to the grid."""

    def __init__(
        self,
        language: Language,
        add: str,
        fields: Mapping[str, tuple[str, LineField | TextField]],
        parent: QWidget | None = None,
    ) -> None:
        """`add`: the link's text; `fields`: label and field by key."""
        super().__init__(parent)
        self._language = language
        self.save: Save = lambda _place, _texts: None
        self.place: Place | None = None
        self._texts: dict[str, str] = {}
        self._kept: dict[Place, dict[str, str]] = {}
        self._opened = False
        self._writable = False
        self.fields = {key: field for key, (_label, field) in fields.items()}
        self.add = button(add, self.open, kind="link")
        self.trouble = text_label("", "small", wrap=True)
        set_meaning(self.trouble, "bad")
        self.trouble.hide()
        self.form = QWidget()
        self.grid = QGridLayout(self.form)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        for label, field in fields.values():
            self._add_row(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        column.addWidget(self.trouble)
        for key, field in self.fields.items():
            field.committed.connect(lambda key=key: self.commit(key))
            field.entered.connect(lambda key=key: self._leave(key))
            field.escaped.connect(self._drop)

    def _add_row(self, label: str, field: LineField | TextField) -> None:
        """A line beside its label; several lines below it, over the whole width."""
        row = self.grid.rowCount()
        if label:
            said = text_label(label, "secondary")
            said.setBuddy(field)
            self.grid.addWidget(said, row, 0, 1, 1 if isinstance(field, LineField) else 2)
        if isinstance(field, LineField):
            self.grid.addWidget(field, row, 1)
        else:
            self.grid.addWidget(field, row + 1, 0, 1, 2)

    @property
    def is_filled(self) -> bool:
        """Whether there is something in it, in the file or typed."""
        return any(self._texts.values()) or any(field.is_changed for field in self.fields.values())

    def show_texts(self, place: Place, texts: Mapping[str, str], *, writable: bool) -> None:
        """Show what is in the file; of the same criterion, what is being typed stays."""
        other = place != self.place
        if other:
            self.keep()
        self.place, self._texts, self._writable = place, dict(texts), writable
        kept = self._kept.pop(place, {}) if other else {}
        for key, field in self.fields.items():
            if other or not field.is_changed:
                field.show_saved(texts.get(key, ""))
            if key in kept:
                field.show_typed(kept[key])
            if other:
                show_problem(field, key in kept)
            field.setReadOnly(not writable)
        if other:
            self._opened = bool(kept)
            self._say(self._language.gettext("Not saved yet. Press Enter to try again.") if kept else "")
        self._show_form()

    def _show_form(self) -> None:
        shown = self._opened or any(self._texts.values())
        self.form.setVisible(shown)
        self.add.setVisible(not shown and self._writable)

    def open(self) -> None:
        """Show the fields and go to the first."""
        self._opened = True
        self._show_form()
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self, key: str) -> bool:
        """Save one field; whether that was not needed, or worked."""
        field, place = self.fields[key], self.place
        if place is None or not field.is_changed:
            return True
        typed = field.typed.strip()
        wrong = self.save(place, {**self._texts, key: typed})
        show_problem(field, wrong != "")
        if wrong == "":
            if self.place == place:
                self._texts[key] = self._texts.get(key) or typed
                field.show_saved(self._texts[key])
                self._say("")
            return True
        self._say(wrong or self._language.gettext("Not saved yet. Press Enter to try again."))
        return False

    def commit_all(self) -> None:
        """Save what was typed and not left yet."""
        for key in self.fields:
            self.commit(key)

    def keep(self) -> None:
        """Save what is being typed, before another criterion is shown; what cannot be saved is kept."""
        self.commit_all()
        rest = {key: field.typed for key, field in self.fields.items() if field.is_changed}
        if self.place is not None and rest:
            self._kept[self.place] = rest

    def _leave(self, key: str) -> None:
        if not self.fields[key].is_changed:
            self.left.emit()

    def _drop(self) -> None:
        for field in self.fields.values():
            if not field.is_changed:
                show_problem(field, False)
        if not any(field.is_changed for field in self.fields.values()):
            self._say("")
        self.left.emit()

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))


class ResponseFields(SaidFields):
    """What the company says of a criterion, by whom and when, and what the secretariat answers."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        _ = language.gettext
        response, answer = TextField(_("Response of the company")), TextField(_("Answer of the secretariat"))
        for field in (response, answer):
            field.setFixedHeight(scaled(64))
        day = LineField(_("Date of the response"))
        day.setPlaceholderText("3-10-2020" if language.code == "nl" else "2020-10-03")
        super().__init__(
            language,
            _("Add a response"),
            {
                RESPONSE: (_("Response"), response),
                BY: (_("By"), LineField(_("Who responded"))),
                DAY: (_("Date"), day),
                ANSWER: (_("Answer"), answer),
            },
            parent,
        )
        self._spoken = language

    def show_response(self, place: Place, response: Response | None, *, writable: bool) -> None:
        """Show the response on a criterion."""
        known = response or Response()
        texts = {
            RESPONSE: known.response,
            BY: known.responded_by,
            DAY: day_text(known.responded_on, self._spoken),
            ANSWER: known.answer,
        }
        self.show_texts(place, texts, writable=writable)


class RemarkFields(SaidFields):
    """The reviewer's remark at a criterion, who made it and when, and whether it was dealt with."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        _ = language.gettext
        remark = TextField(_("Remark of the reviewer"))
        remark.setFixedHeight(scaled(64))
        super().__init__(language, _("Add a remark"), {REMARK: ("", remark)}, parent)
        self.settle: Callable[[Place, bool], bool] = lambda _place, _done: False
        self._spoken = language
        self.made = text_label("", "note", wrap=True)
        done = _("Dealt with")
        self.done = QCheckBox(escaped(done))
        self.done.setAccessibleName(done)
        self.done.clicked.connect(self._settle)
        for widget in (self.made, self.done):
            self.grid.addWidget(widget, self.grid.rowCount(), 0, 1, 2)

    def show_remark(self, place: Place, remark: Remark | None, *, writable: bool) -> None:
        """Show the remark on a criterion."""
        self.show_texts(place, {REMARK: remark.text if remark else ""}, writable=writable)
        _ = self._spoken.gettext
        said = ""
        if remark is not None and remark.made_by:
            text = _("By {person} on {day}")
            said = text.format(person=remark.made_by, day=self._spoken.short_day(remark.made_on))
        self.made.setText(said)
        self.made.setVisible(bool(said))
        self.done.setVisible(remark is not None)
        self.done.setChecked(remark is not None and remark.done)
        self.done.setEnabled(writable)

    def _settle(self, checked: bool) -> None:
        if self.place is None or not self.settle(self.place, checked):
            self.done.setChecked(not checked)
