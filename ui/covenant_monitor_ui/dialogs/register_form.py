"""The form for an entry of a register: adding one or changing one. It stands in the page, not in a dialog."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.model import PartyKind
from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language
from covenant_monitor.names import register_one, term
from covenant_monitor.store import queries, registers
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import FORM_MARGIN, Field, field_row, lay_out_form, select_all
from covenant_monitor_ui.dialogs.register_pick import PickField
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enter_pressed, escaped
from covenant_monitor_ui.widgets.topbar import LabelledCombo

ADD, EDIT = "add", "edit"

_ROWS = (
    ("title",), ("description",), ("party",), ("severity",), ("likelihood",), ("owner",), ("due_on", "round"),
)  # fmt: skip
_LAST_ROWS = (("result",), ("note",), ("raised_on", "code"))
_DAYS = ("due_on", "raised_on")
_ONLY_RISK = ("severity", "likelihood")
_LINES = 3


class EntryForm(QWidget):
    """One entry's data. Enter saves (in a text Ctrl+Enter), Esc cancels; every save is one change."""

    saved = Signal(str)
    """The code of what was saved."""
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._language = session.language
        _ = self._language.gettext
        self.mode = ""
        self._entry = Entry(Register.ACTION, "", "")
        self._at_first: dict[str, object] = {}
        self.fields = {
            "title": Field(_("Title"), QLineEdit()),
            "description": Field(_("Description"), _lines()),
            "party": Field(_("Party"), _combo()),
            "severity": Field(_("Severity"), _combo()),
            "likelihood": Field(_("Likelihood"), _combo()),
            "owner": Field(_("Owner"), _editable()),
            "due_on": Field(_("Due"), QLineEdit()),
            "round": Field(_("Round"), _combo()),
            "raised_on": Field(_("Raised on"), QLineEdit()),
            "result": Field(_("What came of it"), _lines()),
            "note": Field(_("Note"), _lines()),
            "code": Field(_("Code"), QLineEdit()),
        }
        self.picks = {
            "participants": PickField(_("Participants"), self._language),
            "criteria": PickField(_("Criteria"), self._language),
            "themes": PickField(_("Themes"), self._language),
        }
        self.title = text_label("", "title", wrap=True)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.save_button = button("", self.save, kind="primary", tip="Enter")
        self.cancel_button = button(_("Cancel"), self.cancel, tip="Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        set_surface(content, "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(FORM_MARGIN, FORM_MARGIN, FORM_MARGIN, 12)
        column.setSpacing(12)
        column.addWidget(self.title)
        for keys in _ROWS:
            column.addLayout(field_row([self.fields[key] for key in keys]))
        for pick in self.picks.values():
            column.addWidget(pick)
        for keys in _LAST_ROWS:
            column.addLayout(field_row([self.fields[key] for key in keys]))
        column.addStretch(1)
        self._scroll = lay_out_form(self, content, self.message, self.save_button, self.cancel_button)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(lambda field=field: field.say("", "") if field.kind else None)
        for key in _DAYS:
            control = self.fields[key].control
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(self._language.gettext("d-m-yyyy"))
                control.editingFinished.connect(lambda key=key: self._show_day(key))
        code = self.fields["code"].control
        if isinstance(code, QLineEdit):
            code.setMaxLength(cells.LONGEST_CODE)

    def add(self, entry: Entry) -> None:
        """Ask for a new entry; `entry` is what it begins with."""
        self._begin(ADD, entry)

    def edit(self, entry: Entry) -> None:
        """Show an entry to be changed."""
        self._begin(EDIT, entry)

    def _begin(self, mode: str, entry: Entry) -> None:
        _ = self._language.gettext
        self.mode, self._entry = mode, entry
        one = register_one(entry.register, self._language)
        self.title.setText(
            _("New: {what}").format(what=one[:1].lower() + one[1:]) if mode == ADD else f"{one} {entry.code}"
        )
        text = _("Add") if mode == ADD else _("Save")
        self.save_button.setText(escaped(text))
        self.save_button.setAccessibleName(text)
        self._name_fields(entry)
        self._offer()
        for key, field in self.fields.items():
            field.setVisible(self._is_asked(key))
            field.say("", "")
        self._fill(entry)
        self.remind("")
        self._at_first = self.values()
        self._lock()
        self._scroll.verticalScrollBar().setValue(0)

    def _is_asked(self, key: str) -> bool:
        if key in _ONLY_RISK:
            return self._entry.register is Register.RISK
        if key == "code":
            return self.mode == ADD
        return key != "result" or self.mode == EDIT

    def _name_fields(self, entry: Entry) -> None:
        _ = self._language.gettext
        self.fields["party"].set_label(
            {
                Register.RISK: _("Party"),
                Register.ACTION: _("To be done by"),
                Register.COMMITMENT: _("Owed by"),
                Register.COMPLAINT: _("About"),
            }[entry.register]
        )
        dropped = entry.status is EntryStatus.DROPPED
        self.fields["result"].set_label(_("Reason") if dropped else _("What came of it"))

    def _offer(self) -> None:
        """What can be chosen in this covenant."""
        session, language = self._session, self._language
        _ = language.gettext
        parties = sorted(queries.parties(session.file, session.covenant), key=lambda one: language.sort_key(one.name))
        if self._entry.register is Register.COMMITMENT:  # what the others owe: they come first
            parties.sort(key=lambda one: one.kind is PartyKind.COMPANY)
        self._fill_combo("party", [("", _("none")), *((one.code, one_line(one.name)) for one in parties)])
        rounds = queries.rounds(session.file, session.covenant)
        self._fill_combo("round", [("", _("none")), *((one.code, one.code) for one in rounds)])
        for key, words in (("severity", _severities(language)), ("likelihood", _likelihoods(language))):
            named = ((str(n), f"{n}  {word}") for n, word in enumerate(words, 1))
            self._fill_combo(key, [("", _("not yet known")), *named])
        known = registers.entries(session.file, session.covenant)
        owners = sorted({one.owner for one in known if one.owner} - {session.file.user}, key=language.sort_key)
        self._fill_combo("owner", [("", ""), *((name, name) for name in (session.file.user, *owners))])
        topics = registers.topics(session.file, session.covenant)
        companies = [one for one in parties if one.kind is PartyKind.COMPANY]
        self.picks["participants"].offer([(one.code, one.name, one.name) for one in companies])
        texts = [(code, language.pick(text.nl, text.en)) for code, text in topics.criteria.items()]
        self.picks["criteria"].offer([(code, code, f"{code}  {text}") for code, text in texts])
        self.picks["themes"].offer([(one, term(one, language), term(one, language)) for one in topics.themes])

    def _fill_combo(self, key: str, options: Sequence[tuple[str, str]]) -> None:
        control = self.fields[key].control
        assert isinstance(control, QComboBox)
        control.clear()
        for data, text in options:
            control.addItem(text, data)

    def _fill(self, entry: Entry) -> None:
        day = self._language.short_day
        self.restore(
            {
                "title": entry.title,
                "description": entry.description,
                "party": entry.party,
                "severity": str(entry.severity or ""),
                "likelihood": str(entry.likelihood or ""),
                "owner": entry.owner,
                "due_on": day(entry.due_on) if entry.due_on else "",
                "round": entry.round,
                "raised_on": day(entry.raised_on) if entry.raised_on else "",
                "result": entry.result,
                "note": entry.note,
                "code": entry.code,
                "participants": list(entry.participants),
                "criteria": list(entry.criteria),
                "themes": list(entry.themes),
            }
        )

    def _lock(self) -> None:
        """Nothing can be typed in a file that cannot be written, and the form says so."""
        writable = self._session.can_write
        for part in (*self.fields.values(), *self.picks.values(), self.save_button):
            part.setEnabled(writable)
        if not writable:
            self.remind(self._language.gettext("This file is open read-only: nothing in it can be changed."))

    def take_focus(self) -> None:
        """Put the focus in the first field, with what is in it selected."""
        first = self.fields["title"].control
        if not first.isEnabled():
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(first)

    def values(self) -> dict[str, object]:
        """What is in the fields, in no language, to be put back by `restore`."""
        found: dict[str, object] = {key: self._value(key) for key in self.fields}
        return found | {key: list(pick.chosen) for key, pick in self.picks.items()}

    def _value(self, key: str) -> str:
        field = self.fields[key]
        control = field.control
        if isinstance(control, QComboBox) and not control.isEditable():
            return str(field.data or "")
        return field.text

    def restore(self, values: Mapping[str, object]) -> None:
        """Put back what was typed and chosen."""
        for key, value in values.items():
            if key in self.picks and isinstance(value, list):
                self.picks[key].choose(str(one) for one in value)
            elif key in self.fields and isinstance(value, str):
                control = self.fields[key].control
                if isinstance(control, QComboBox) and not control.isEditable():
                    control.setCurrentIndex(max(0, control.findData(value)))
                else:
                    self.fields[key].set_text(value)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.mode) and self.values() != self._at_first

    @property
    def code(self) -> str:
        """The code of the entry that is changed; "" while adding."""
        return self._entry.code if self.mode == EDIT else ""

    @property
    def register(self) -> Register:
        """The register that the entry stands in."""
        return self._entry.register

    def remind(self, text: str) -> None:
        """Say something about the whole form; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _show_day(self, key: str) -> None:
        """Once a day is left: show it as it was understood."""
        day = self._read(key, typed_day)
        if day is not None:
            self.fields[key].set_text(self._language.short_day(day))

    def _read(self, key: str, reader: Callable[[str], Any]) -> Any:
        """What is understood of a field; what is wrong with it is said there, and None is what it then is."""
        try:
            return reader(self._value(key))
        except Problem as problem:
            self.fields[key].say("bad", problem.text(self._language))
            return None

    def _typed_entry(self) -> Entry | None:
        """The entry as the form has it; None where a field is wrong, which then has the focus."""
        readers: dict[str, Callable[[str], Any]] = {
            "title": _read_title,
            **dict.fromkeys(("description", "owner", "result", "note"), cells.text),
            **dict.fromkeys(("party", "round"), str),
            **dict.fromkeys(_ONLY_RISK, lambda text: int(text) if text else None),
            **dict.fromkeys(_DAYS, typed_day),
            "code": cells.code,
        }
        values: dict[str, Any] = {
            key: self._read(key, reader) for key, reader in readers.items() if self._is_asked(key)
        }
        wrong = [key for key in self.fields if self.fields[key].kind == "bad"]
        if wrong:
            self._go_to(wrong[0])
            return None
        values |= {key: pick.chosen for key, pick in self.picks.items()}
        return replace(self._entry, **values)

    def _go_to(self, key: str) -> None:
        field = self.fields[key]
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        select_all(field.control)
        self._scroll.ensureWidgetVisible(field.message)

    def save(self) -> None:
        """Save what is in the form, as one change. What is wrong is said at its field, and all stays as typed."""
        if not self._session.can_write:
            return
        self.remind("")
        entry = self._typed_entry()
        if entry is None:
            return
        problem = self._session.attempt(lambda: self._write(entry))
        if problem is not None:
            self._show_problem(problem)
        else:
            self.mode = ""
            self.saved.emit(entry.code)

    def _write(self, entry: Entry) -> Change:
        verb = registers.add_entry if self.mode == ADD else registers.edit_entry
        return verb(self._session.file, covenant=self._session.covenant, entry=entry)

    def _show_problem(self, problem: Problem) -> None:
        """Say a problem at the field that it is about, which its values tell."""
        text = problem.text(self._language)
        key = next((name for name in problem.values if name in self.fields and self._is_asked(name)), "")
        if key:
            self.fields[key].say("bad", text)
            self._go_to(key)
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


def _read_title(text: str) -> str:
    if not text.strip():
        raise Problem("Give it a title.")
    return cells.text(text)


def _severities(language: Language) -> tuple[str, ...]:
    """What a severity of 1 to 5 means."""
    _ = language.gettext
    return _("very small"), _("small"), _("considerable"), _("severe"), _("very severe")


def _likelihoods(language: Language) -> tuple[str, ...]:
    """What a likelihood of 1 to 5 means."""
    _ = language.gettext
    return _("very unlikely"), _("unlikely"), _("possible"), _("likely"), _("very likely")


class _Lines(QPlainTextEdit):
    """Several lines; Ctrl+Enter and Esc are the form's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _lines() -> QPlainTextEdit:
    made = _Lines()
    made.setTabChangesFocus(True)
    made.setFixedHeight(_LINES * scaled(16) + 16)
    return made


def _combo() -> LabelledCombo:
    made = LabelledCombo()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    return made


def _editable() -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made
