"""The form for an indicator: a new one, or what one is called, in which unit, and which way is better."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.targets import Direction, Indicator
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import suggested_code
from covenant_monitor.store import pictures
from covenant_monitor.store.store import Change
from covenant_monitor.store.targets import add_indicator, edit_indicator
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class IndicatorForm(FormDialog):
    """Names in both languages, code, unit and direction. Enter saves; every save is one change."""

    PLACES: ClassVar[Mapping[str, str]] = {"code": "code", "name": "first"}

    def __init__(self, session: Session, indicator: Indicator | None = None, parent: QWidget | None = None) -> None:
        """`indicator`: the one to be changed; None asks for a new one."""
        language = session.language
        _ = language.gettext
        title = _("New indicator") if indicator is None else _("Edit indicator")
        super().__init__(session, title, _("Add") if indicator is None else _("Save"), parent)
        self._indicator = indicator
        self._known = pictures.indicators(session.file, session.covenant)
        self._code_typed = False
        direction, unit = LabelledCombo(), QComboBox()
        for one, text in ((Direction.UP, _("Higher is better")), (Direction.DOWN, _("Lower is better"))):
            direction.addItem(text, one)
        unit.setEditable(True)
        unit.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        unit.addItems(list(dict.fromkeys(["%", *(one.unit for one in self._known)])))
        names = {"name_nl": _("Name in Dutch"), "name_en": _("Name in English")}
        first, second = names if language.code == "nl" else reversed(names)
        self._first = first
        self.fields = {
            first: Field(names[first], QLineEdit()),
            second: Field(names[second], QLineEdit()),
            "code": Field(_("Code"), QLineEdit()),
            "unit": Field(_("Unit"), unit),
            "direction": Field(_("Direction"), direction),
        }
        self.fields["code"].setVisible(indicator is None)
        self.add_row(first)
        self.add_row(second)
        self.add_row("code")
        self.add_row("unit", "direction")
        about = _("The unit is % for a share of a whole, or what is counted, such as companies.")
        self.column.addWidget(text_label(about, "note", wrap=True))
        self.column.addStretch(1)
        self._fill(indicator or Indicator("", Text(), "%"))
        self._connect()
        self.fit(480)

    def _fill(self, indicator: Indicator) -> None:
        direction = self.fields["direction"].control
        self.fields["name_nl"].set_text(indicator.name.nl)
        self.fields["name_en"].set_text(indicator.name.en)
        self.fields["unit"].set_text(indicator.unit)
        if isinstance(direction, QComboBox):
            direction.setCurrentIndex(direction.findData(indicator.direction))

    def _connect(self) -> None:
        code = self.fields["code"].control
        if isinstance(code, QLineEdit):
            code.setMaxLength(cells.LONGEST_CODE)
            code.textEdited.connect(self._note_code)
        for key in ("name_nl", "name_en"):
            self.fields[key].edited.connect(self._suggest)

    def _note_code(self, text: str) -> None:
        self._code_typed = bool(text)

    def _suggest(self) -> None:
        if self._indicator is None and not self._code_typed:
            name = self.fields["name_nl"].text.strip() or self.fields["name_en"].text.strip()
            taken = (one.code for one in self._known)
            self.fields["code"].set_text(suggested_code(name, taken) if name else "")

    @property
    def code(self) -> str:
        """The code of the indicator."""
        return self._indicator.code if self._indicator else self.fields["code"].text.strip()

    def verb(self) -> Callable[[], Change] | None:
        name = Text(*(self.read(key, cells.text) or "" for key in ("name_nl", "name_en")))
        unit = self.read("unit", cells.text)
        if self.is_wrong():
            return None
        direction = Direction(str(self.fields["direction"].data))
        wanted = replace(self._indicator or Indicator(self.code, name), name=name, unit=unit or "", direction=direction)
        store, covenant = self.session.file, self.session.covenant
        if self._indicator is None:
            return lambda: add_indicator(store, covenant=covenant, indicator=wanted)
        return lambda: edit_indicator(store, covenant=covenant, indicator=wanted)

    def show_problem(self, problem: Problem) -> None:
        """A missing name is told at the first of the two."""
        if "name" in problem.values:
            self.fields[self._first].say("bad", problem.text(self.session.language))
            self.go_to(self.fields[self._first])
        else:
            super().show_problem(problem)
