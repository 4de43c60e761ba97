"""The form for an observation: what an indicator was on a day, divided by what, and where that comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from covenant_monitor.domain.targets import Indicator, Observation, is_percent
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.store.store import Change
from covenant_monitor.store.targets import save_observation
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.dialogs.target_fields import Typed, number_text, read_day, read_number, read_value, value_text
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label

_FAR = 1
"""Points between a percentage and its numerator and denominator that rounding does not explain."""


class ObservationForm(FormDialog):
    """Date, value or range in one field, numerator, denominator, source and note."""

    PLACES: ClassVar[Mapping[str, str]] = {"day": "day", "value": "value", "denominator": "denominator"}

    def __init__(
        self,
        session: Session,
        indicator: Indicator,
        name: str,
        observation: Observation | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`name`: what the indicator is called; `observation`: the one to be changed; None asks for a new one."""
        language = session.language
        _ = language.gettext
        title = _("New observation") if observation is None else _("Edit observation")
        super().__init__(session, title, _("Add") if observation is None else _("Save"), parent)
        self._indicator, self._was = indicator, observation
        self.column.addWidget(text_label(name, "secondary", wrap=True))
        unit = f" ({indicator.unit})" if indicator.unit else ""
        self.fields = {
            "day": Field(_("Date (last day of the period)"), QLineEdit()),
            "value": Field(_("Value or range") + unit, QLineEdit()),
            "numerator": Field(_("Numerator"), QLineEdit()),
            "denominator": Field(_("Denominator"), QLineEdit()),
            "source": Field(_("Source"), QLineEdit()),
            "note": Field(_("Note"), QLineEdit()),
        }
        self.add_row("day", "value")
        self.add_row("numerator", "denominator")
        self.add_row("source")
        self.add_row("note")
        about = _(
            "A range is typed with a dash: 40-45. Leave numerator and denominator empty where they are not known."
        )
        self.column.addWidget(text_label(about, "note", wrap=True))
        self.column.addStretch(1)
        self._fill(observation)
        self.fit(520)

    def _fill(self, one: Observation | None) -> None:
        language = self.session.language
        for key in ("day", "value", "numerator", "denominator"):
            control = self.fields[key].control
            if isinstance(control, QLineEdit):
                control.editingFinished.connect(lambda key=key: self._look_over(key))
        placeholders = {"day": language.gettext("d-m-yyyy"), "value": language.gettext("48 or 40-45")}
        for key, text in placeholders.items():
            control = self.fields[key].control
            if isinstance(control, QLineEdit):
                control.setPlaceholderText(text)
        if one is None:
            return
        self.fields["day"].set_text(language.short_day(one.day))
        self.fields["value"].set_text(value_text(one.value, one.low, one.high, language))
        self.fields["numerator"].set_text(number_text(one.numerator, language))
        self.fields["denominator"].set_text(number_text(one.denominator, language))
        self.fields["source"].set_text(one.source)
        self.fields["note"].set_text(one.note)

    @property
    def day(self) -> date | None:
        """The day that was typed, once it is saved."""
        return typed_day(self.fields["day"].text)

    def _look_over(self, key: str) -> None:
        """Show a day as it was understood; doubt a percentage that its numerator and denominator do not make."""
        if key == "day":
            day = self.read("day", typed_day)
            if day is not None:
                self.fields["day"].set_text(self.session.language.short_day(day))
            return
        field = self.fields["value"]
        if field.kind == "bad":
            return
        doubt = self._doubt()
        field.say("warn" if doubt else "", doubt)

    def _doubt(self) -> str:
        language = self.session.language
        try:
            typed = read_value(self.fields["value"].text, language)
            numerator, denominator = (
                read_number(self.fields[key].text, language) for key in ("numerator", "denominator")
            )
        except Problem:
            return ""  # it is said when the form is saved, or as soon as its field is left
        if not is_percent(self._indicator.unit) or numerator is None or not denominator:
            return ""
        share = 100 * numerator / denominator
        low, high = (typed.value, typed.value) if typed.value is not None else (typed.low, typed.high)
        if low is None or high is None or low - _FAR <= share <= high + _FAR:
            return ""
        return language.gettext("{n} of {total} is {percent}.").format(
            n=language.number(numerator, None),
            total=language.number(denominator, None),
            percent=language.percent(share),
        )

    def verb(self) -> Callable[[], Change] | None:
        language = self.session.language
        day = self.read("day", read_day)
        typed: Typed | None = self.read("value", lambda text: read_value(text, language))
        numerator = self.read("numerator", lambda text: read_number(text, language))
        denominator = self.read("denominator", lambda text: read_number(text, language))
        source, note = (self.read(key, cells.text) for key in ("source", "note"))
        if self.is_wrong() or typed is None:
            return None
        wanted = Observation(day, *typed, numerator, denominator, source, note)
        was = self._was.day if self._was else None
        store, covenant, code = self.session.file, self.session.covenant, self._indicator.code
        return lambda: save_observation(store, covenant=covenant, indicator=code, observation=wanted, was=was)
