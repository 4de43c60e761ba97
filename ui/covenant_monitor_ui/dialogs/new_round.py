"""The form for a round: beginning the next one from the last, or changing what is set for one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.model import JoinRule, Round, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.names import join_rule_name
from covenant_monitor.store import queries
from covenant_monitor.store.rounds import edit_round, next_round, start_round, versions
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.dialogs.requirement_rows import RequirementRows
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_DAYS = ("first_day", "last_day", "reference_date")


class RoundForm(FormDialog):
    """A round's label, days, framework version, rules, note and requirements."""

    PLACES: ClassVar[Mapping[str, str]] = {
        "code": "code",
        "from_day": "first_day",
        "last": "last_day",
        "version": "version",
        "margin": "margin",
    }

    def __init__(self, session: Session, round_: Round, *, is_new: bool, parent: QWidget | None = None) -> None:
        """`is_new`: it is to be begun; else it is there, and keeps its label."""
        _ = session.language.gettext
        title = _("New round") if is_new else _("Settings of round {round}").format(round=round_.code)
        super().__init__(session, title, _("Begin the round") if is_new else _("Save"), parent)
        self._round = round_
        self._is_new = is_new
        version, rule = LabelledCombo(), LabelledCombo()
        self._versions = versions(session.file, published_only=is_new)
        for one in self._versions:
            version.addItem(f"{one.code} {one.version}")
        for choice in JoinRule:
            rule.addItem(join_rule_name(choice, session.language), choice)
        self.fields = {
            "code": Field(_("Label"), QLineEdit()),
            "first_day": Field(_("First day"), QLineEdit()),
            "last_day": Field(_("Last day"), QLineEdit()),
            "reference_date": Field(_("Reference date"), QLineEdit()),
            "version": Field(_("Framework version"), version),
            "margin": Field(_("On track: at most this many points short"), QLineEdit()),
            "join_rule": Field(_("Participation year 1"), rule),
        }
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(scaled(64))
        self.requirements = RequirementRows(session.language, self._groups())
        self.carry = QCheckBox(_("Begin all participants with their last ratings, to be confirmed"))
        self._lay_out()
        self._fill(round_)
        self.fit(560)

    def _groups(self) -> list[str]:
        known = queries.parties(self.session.file, self.session.covenant, companies_only=True)
        return sorted({party.group for party in known if party.group})

    def _lay_out(self) -> None:
        _ = self.session.language.gettext
        self.fields["code"].setVisible(self._is_new)
        head = [("code", "reference_date"), ("first_day", "last_day")]
        for row in head if self._is_new else reversed(head):  # the first thing to fill in stands first
            self.add_row(*row)
        self.add_row("version", "margin")
        self.add_row("join_rule")
        note = QVBoxLayout()
        note.setSpacing(4)
        label = text_label(_("What changed in this round"), "label")
        label.setBuddy(self.note)
        self.note.setAccessibleName(label.text())
        self.note.setPlaceholderText(
            _("Such as another rule for evidence. Charts draw a break where something changed.")
        )
        note.addWidget(label)
        note.addWidget(self.note)
        self.column.addLayout(note)
        self.column.addWidget(text_label(_("Required scores"), "heading"))
        self.column.addWidget(self.requirements)
        if self._is_new:
            self.column.addWidget(self.carry)
            self.column.addWidget(
                text_label(
                    _("They count only once somebody confirms or rates them anew; evidence goes along, notes do not."),
                    "note",
                    wrap=True,
                )
            )
        self.column.addStretch(1)

    def _fill(self, round_: Round) -> None:
        spoken = self.session.language
        self.fields["code"].set_text(round_.code)
        for key in _DAYS:
            day = getattr(round_, key)
            self.fields[key].set_text(spoken.short_day(day) if day else "")
            control = self.fields[key].control
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(spoken.gettext("d-m-yyyy"))
                control.editingFinished.connect(lambda key=key: self._show_day(key))
        self.fields["version"].set_text(f"{round_.framework} {round_.version}")
        self.fields["margin"].set_text(spoken.number(round_.on_track_margin, None))
        self.fields["join_rule"].set_text(join_rule_name(round_.join_rule, spoken))
        self.note.setPlainText(round_.note)
        self.requirements.show_requirements(round_.requirements)

    def _show_day(self, key: str) -> None:
        """Show a day as it was understood, once its field is left."""
        day = self.read(key, typed_day)
        if day is not None:
            self.fields[key].set_text(self.session.language.short_day(day))

    def verb(self) -> Callable[[], Change] | None:
        values: dict[str, Any] = {key: self.read(key, typed_day) for key in _DAYS}
        for key in ("first_day", "last_day"):
            if values[key] is None and self.fields[key].kind != "bad":
                self.fields[key].say("bad", Problem("Say on which day.").text(self.session.language))
        values["code"] = self.read("code", _label)
        values["on_track_margin"] = self.read("margin", self._margin)
        if self.is_wrong():
            return None
        requirements = self.requirements.values()
        if requirements is None:
            return None
        framework, version = self._version()
        wanted = replace(
            self._round,
            **values,
            framework=framework,
            version=version,
            join_rule=JoinRule(str(self.fields["join_rule"].data)),
            note=self.note.toPlainText(),
            requirements=tuple(requirements),
        )
        store, covenant = self.session.file, self.session.covenant
        if self._is_new:
            carry = self.carry.isChecked()
            return lambda: start_round(store, covenant=covenant, round=wanted, carry=carry)
        return lambda: edit_round(store, covenant=covenant, round=wanted)

    def _version(self) -> tuple[str, str]:
        """The framework and version that are chosen; those of the round where there is nothing to choose."""
        place = self.fields["version"].control
        assert isinstance(place, LabelledCombo)
        if place.currentIndex() < 0:
            return self._round.framework, self._round.version
        chosen = self._versions[place.currentIndex()]
        return chosen.code, chosen.version

    def _margin(self, text: str) -> object:
        notation = Notation(point_decimals=self.session.language.code != "nl")
        return exact(cells.number(text.strip(), notation)) if text.strip() else 0

    @property
    def code(self) -> str:
        """The label that was typed."""
        return self.fields["code"].text.strip()

    def show_problem(self, problem: Problem) -> None:
        """A problem with a requirement is told below their table."""
        if "year" in problem.values or "percent" in problem.values:
            self.requirements.say(problem.text(self.session.language))
        else:
            super().show_problem(problem)


def _label(text: str) -> str:
    """A round's label. Raises Problem where there is none, or it is too long."""
    if not text.strip():
        raise Problem("A round needs a label, such as 2021.")
    return cells.code(text)


def new_round_form(session: Session, parent: QWidget | None = None) -> RoundForm:
    """The form for the round after the last one. Raises Problem where there is no framework to assess with."""
    return RoundForm(session, next_round(session.file, session.covenant), is_new=True, parent=parent)


def round_settings_form(session: Session, parent: QWidget | None = None) -> RoundForm:
    """The form for the round that is chosen. Raises Problem where there is none."""
    round_ = queries.round_of(session.file, session.covenant, session.round)[1]
    return RoundForm(session, round_, is_new=False, parent=parent)
