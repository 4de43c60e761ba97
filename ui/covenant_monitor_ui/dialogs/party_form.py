"""The form for a party: adding one, changing one, or noting that it left. It stands in the page, not in a dialog."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QWidget,
)

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import same_name, suggested_code, typed_day
from covenant_monitor.names import party_kind_name
from covenant_monitor.store import queries
from covenant_monitor.store.parties import add_party, edit_party, leave
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_fields import Field, field_row
from covenant_monitor_ui.dialogs.party_fields import doubt_number, read_code, read_day_left, read_name, read_number
from covenant_monitor_ui.dialogs.side_form import SideForm
from covenant_monitor_ui.models.participants import USUAL_GROUPS, group_key, group_name, one_line
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.topbar import LabelledCombo

ADD, EDIT, LEAVE = "add", "edit", "leave"

_ROWS = (
    ("name",), ("code",), ("kind",), ("group", "country"), ("kvk",), ("lei",), ("joined_on", "left_on"),
    ("left_reason",),
)  # fmt: skip
_DAYS = ("joined_on", "left_on")
_EVERY_FIELD = tuple(key for row in _ROWS for key in row)
_FIELDS_OF = {
    ADD: _EVERY_FIELD,
    EDIT: tuple(key for key in _EVERY_FIELD if key != "code"),
    LEAVE: ("left_on", "left_reason"),
}


class PartyForm(SideForm):
    """One party's data."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        _ = self._language.gettext
        self._party = Party("", "")
        self._known: list[Party] = []
        self._code_typed = False
        self._at_first: dict[str, str] = {}
        self._save_text = ""
        kind = LabelledCombo()
        for one in PartyKind:
            kind.addItem(party_kind_name(one, self._language), one)
        group = QComboBox()
        group.setEditable(True)
        group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        group.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fields = {
            "name": Field(_("Name"), QLineEdit()),
            "code": Field(_("Code"), QLineEdit()),
            "kind": Field(_("Kind"), kind),
            "group": Field(_("Group"), group),
            "country": Field(_("Country"), QLineEdit()),
            "kvk": Field(_("KvK number"), QLineEdit()),
            "lei": Field("LEI", QLineEdit()),
            "joined_on": Field(_("Joined on"), QLineEdit()),
            "left_on": Field(_("Left on"), QLineEdit()),
            "left_reason": Field(_("Reason for leaving"), QLineEdit()),
        }
        self.about = text_label("", "secondary", wrap=True)
        self.column.addWidget(self.about)
        for keys in _ROWS:
            self.column.addLayout(field_row([self.fields[key] for key in keys]))
        self.lay_out()
        self._connect()

    def _connect(self) -> None:
        fields = self.fields
        fields["name"].edited.connect(self._follow_name)
        for key, field in fields.items():
            field.edited.connect(lambda field=field: field.say("", "") if field.kind == "bad" else None)
            control = field.control
            if isinstance(control, QLineEdit):
                control.editingFinished.connect(lambda key=key: self._check_typed(key))
        self.limit_code(cells.LONGEST_CODE)
        code = fields["code"].control
        if isinstance(code, QLineEdit):
            code.textEdited.connect(self._note_code_typed)
        for key in _DAYS:
            self.hint_day(key)

    def add(self, kind: PartyKind = PartyKind.COMPANY) -> None:
        """Ask for a new party."""
        _ = self._language.gettext
        company = kind is PartyKind.COMPANY
        title = _("New participant") if company else _("New party")
        self._begin(ADD, Party("", "", kind, country="NL"), title, _("Add"))

    def edit(self, party: Party) -> None:
        """Show a party to be changed."""
        _ = self._language.gettext
        self._begin(EDIT, party, _("Edit"), _("Save"))

    def leave(self, party: Party) -> None:
        """Ask when and why a party left."""
        _ = self._language.gettext
        self._begin(LEAVE, replace(party, left_on=date.today()), _("Leave"), _("Save"))

    def _begin(self, mode: str, party: Party, title: str, save: str) -> None:
        self.mode, self._party, self._code_typed = mode, party, False
        self._known = queries.parties(self._session.file, self._session.covenant)
        self.title.setText(title)
        self.about.setText(one_line(party.name))
        self.about.setVisible(bool(party.name))
        self._save_text = save
        self._fill_groups()
        for key, field in self.fields.items():
            field.setVisible(key in _FIELDS_OF[mode])
            field.say("", "")
        self._fill(party)
        self.remind("")
        self._at_first = self.values()
        self._follow_name()
        self.lock()
        self.scroll_to_top()

    def _fill_groups(self) -> None:
        combo = self.fields["group"].control
        if isinstance(combo, QComboBox):
            used = {party.group for party in self._known if party.group}
            names = [group_name(code, self._language) for code in sorted(used, key=group_key)]
            combo.clear()
            combo.addItems(["", *names])

    def _group_code(self, name: str) -> str:
        """The group that was chosen or typed by the name that it is shown by."""
        known = [*{party.group for party in self._known if party.group}, *USUAL_GROUPS]
        return next((code for code in known if group_name(code, self._language).casefold() == name.casefold()), name)

    def _fill(self, party: Party) -> None:
        spoken = self._language
        texts = {
            "name": party.name,
            "code": party.code,
            "kind": party_kind_name(party.kind, spoken),
            "group": group_name(party.group, spoken),
            "country": party.country,
            "kvk": party.kvk,
            "lei": party.lei,
            "joined_on": spoken.short_day(party.joined_on) if party.joined_on else "",
            "left_on": spoken.short_day(party.left_on) if party.left_on else "",
            "left_reason": party.left_reason,
        }
        for key, text in texts.items():
            self.fields[key].set_text(text)

    def take_focus(self) -> None:
        """Put the focus in the first field, with what is in it selected."""
        self.focus_on(_FIELDS_OF[self.mode][0])

    def values(self) -> dict[str, str]:
        """What is in the fields, in no language, to be put back by `restore`."""
        texts = {key: field.text for key, field in self.fields.items()}
        return {**texts, "kind": str(self.fields["kind"].data), "group": self._group_code(texts["group"])}

    def restore(self, values: Mapping[str, object]) -> None:
        """Put back what was typed."""
        for key, value in values.items():
            if key in self.fields and isinstance(value, str):
                self.fields[key].set_text(self._shown(key, value))
        self._code_typed = bool(self.fields["code"].text)

    def _shown(self, key: str, value: str) -> str:
        """How a value of `values` stands in its field."""
        if key == "group":
            return group_name(value, self._language)
        if key == "kind" and value in set(PartyKind):
            return party_kind_name(PartyKind(value), self._language)
        return value

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        if not self.mode:
            return False
        ignored = {"code"} if not self._code_typed else set()
        now = self.values()
        return any(now[key] != text for key, text in self._at_first.items() if key not in ignored)

    @property
    def code(self) -> str:
        """The code of the party that is changed; "" while adding."""
        return self._party.code

    def _note_code_typed(self, text: str) -> None:
        self._code_typed = bool(text)

    def _follow_name(self) -> None:
        """Suggest a code, and warn where another party has the same name."""
        if self.mode == LEAVE:
            self.name_save_button(self._save_text)
            return
        name = self.fields["name"].text
        if self.mode == ADD and not self._code_typed:
            suggestion = suggested_code(name, (party.code for party in self._known)) if name.strip() else ""
            self.fields["code"].set_text(suggestion)
        twin = self._twin(name)
        _ = self._language.gettext
        field = self.fields["name"]
        if twin is not None:
            said = _("There is a party of this name already, with the code {code}.")
            field.say("warn", said.format(code=twin.code))
        elif field.kind == "warn":
            field.say("", "")
        text = _("Add all the same") if twin is not None and self.mode == ADD else self._save_text
        self.name_save_button(text)

    def _twin(self, name: str) -> Party | None:
        wanted = same_name(name)
        others = (party for party in self._known if party.code != self._party.code)
        return next((party for party in others if wanted and same_name(party.name) == wanted), None)

    def _check_typed(self, key: str) -> None:
        """Once a field is left: show a day as it was understood, and doubt numbers that cannot be right."""
        field = self.fields[key]
        if key in _DAYS:
            self.show_day(key)
        elif key in ("kvk", "lei"):
            doubt = doubt_number(key, field.text, self._language)
            field.say("warn" if doubt else "", doubt)

    def typed(self) -> Party | None:
        """The party as the form has it; None where a field is wrong, which then has the focus."""
        readers: dict[str, Callable[[str], Any]] = {
            "name": read_name,
            "code": read_code,
            "kind": lambda _text: PartyKind(str(self.fields["kind"].data)),
            "group": lambda text: self._group_code(cells.text(text)),
            "country": cells.text,
            "kvk": read_number,
            "lei": read_number,
            "joined_on": typed_day,
            "left_on": read_day_left if self.mode == LEAVE else typed_day,
            "left_reason": cells.text,
        }
        keys = _FIELDS_OF[self.mode]
        values = {key: self.read(key, readers[key]) for key in keys}
        wrong = [key for key in keys if self.fields[key].kind == "bad"]
        if wrong:
            self.go_to(wrong[0])
            return None
        return replace(self._party, **values)

    def write(self, party: Party) -> Change:
        store, covenant = self._session.file, self._session.covenant
        if self.mode == ADD:
            return add_party(store, covenant=covenant, party=party)
        if self.mode == LEAVE and party.left_on is not None:
            return leave(store, covenant=covenant, code=party.code, left_on=party.left_on, reason=party.left_reason)
        return edit_party(store, covenant=covenant, party=party)

    def place_of(self, problem: Problem) -> str:
        key = "left_on" if "left" in problem.values else "code" if "code" in problem.values else ""
        return key if key in _FIELDS_OF[self.mode] else ""
