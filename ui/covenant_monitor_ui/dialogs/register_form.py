"""The form for an entry of a register: adding one or changing one. It stands in the page, not in a dialog."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from covenant_monitor.domain.model import PartyKind
from covenant_monitor.domain.registers import Entry, EntryStatus, Register
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.language import Language
from covenant_monitor.names import register_one, term
from covenant_monitor.store import queries, registers
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import Field, field_row
from covenant_monitor_ui.dialogs.register_pick import PickField
from covenant_monitor_ui.dialogs.side_form import SideForm
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled
from covenant_monitor_ui.widgets.topbar import LabelledCombo

ADD, EDIT = "add", "edit"

_ROWS = (
    ("title",), ("description",), ("party",), ("severity",), ("likelihood",), ("owner",), ("due_on", "round"),
)  # fmt: skip
_LAST_ROWS = (("result",), ("note",), ("raised_on", "code"))
_DAYS = ("due_on", "raised_on")
_ONLY_RISK = ("severity", "likelihood")
_LINES = 3


class EntryForm(SideForm):
    """One entry's data. In a text Ctrl+Enter saves."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        _ = self._language.gettext
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
        for keys in _ROWS:
            self.column.addLayout(field_row([self.fields[key] for key in keys]))
        for pick in self.picks.values():
            self.column.addWidget(pick)
        for keys in _LAST_ROWS:
            self.column.addLayout(field_row([self.fields[key] for key in keys]))
        self.lay_out()
        self._connect()

    def _connect(self) -> None:
        for field in self.fields.values():
            field.edited.connect(lambda field=field: field.say("", "") if field.kind else None)
        for key in _DAYS:
            self.hint_day(key)
            control = self.fields[key].control
            if isinstance(control, QLineEdit):
                control.editingFinished.connect(lambda key=key: self.show_day(key))
        self.limit_code(cells.LONGEST_CODE)

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
        self.name_save_button(_("Add") if mode == ADD else _("Save"))
        self._name_fields(entry)
        self._offer()
        for key, field in self.fields.items():
            field.setVisible(self._is_asked(key))
            field.say("", "")
        self._fill(entry)
        self.remind("")
        self._at_first = self.values()
        self.lock(*self.picks.values())
        self.scroll_to_top()

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

    def take_focus(self) -> None:
        """Put the focus in the first field, with what is in it selected."""
        self.focus_on("title")

    def values(self) -> dict[str, object]:
        """What is in the fields, in no language, to be put back by `restore`."""
        found: dict[str, object] = {key: self.text_of(key) for key in self.fields}
        return found | {key: list(pick.chosen) for key, pick in self.picks.items()}

    def text_of(self, key: str) -> str:
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

    def typed(self) -> Entry | None:
        """The entry as the form has it; None where a field is wrong, which then has the focus."""
        readers: dict[str, Callable[[str], Any]] = {
            "title": _read_title,
            **dict.fromkeys(("description", "owner", "result", "note"), cells.text),
            **dict.fromkeys(("party", "round"), str),
            **dict.fromkeys(_ONLY_RISK, lambda text: int(text) if text else None),
            **dict.fromkeys(_DAYS, typed_day),
            "code": cells.code,
        }
        values: dict[str, Any] = {key: self.read(key, reader) for key, reader in readers.items() if self._is_asked(key)}
        wrong = [key for key in self.fields if self.fields[key].kind == "bad"]
        if wrong:
            self.go_to(wrong[0])
            return None
        values |= {key: pick.chosen for key, pick in self.picks.items()}
        return replace(self._entry, **values)

    def write(self, entry: Entry) -> Change:
        verb = registers.add_entry if self.mode == ADD else registers.edit_entry
        return verb(self._session.file, covenant=self._session.covenant, entry=entry)

    def place_of(self, problem: Problem) -> str:
        return next((name for name in problem.values if name in self.fields and self._is_asked(name)), "")


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
