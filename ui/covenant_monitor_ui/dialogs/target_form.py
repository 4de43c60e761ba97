"""The form for a target: its baseline and its milestones, of an indicator that is entered."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit, QWidget

from covenant_monitor.domain.targets import Direction, Indicator, Target
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.typed import suggested_code, typed_day
from covenant_monitor.store.store import Change
from covenant_monitor.store.targets import add_target, edit_target
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.dialogs.target_fields import number_text, read_number
from covenant_monitor_ui.dialogs.target_milestones import MilestoneRows
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label


class TargetForm(FormDialog):
    """Code, baseline and milestones. Enter saves; every save is one change."""

    PLACES: ClassVar[Mapping[str, str]] = {"code": "code", "baseline": "baseline_day"}

    def __init__(
        self,
        session: Session,
        indicator: Indicator,
        name: str,
        target: Target | None = None,
        taken: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """`name`: what the indicator is called; `target`: the one to be changed; None asks for a new one.

        `taken`: the codes of the targets that there are.
        """
        language = session.language
        _ = language.gettext
        title = _("New target") if target is None else _("Edit target")
        super().__init__(session, title, _("Add") if target is None else _("Save"), parent)
        self._indicator, self._target = indicator, target
        unit = indicator.unit
        bound = _("at least") if indicator.direction is Direction.UP else _("at most")
        about = _("{name}. Lower is better: a milestone is a value to be at most.")
        if indicator.direction is Direction.UP:
            about = _("{name}. Higher is better: a milestone is a value to be at least.")
        self.column.addWidget(text_label(about.format(name=name), "secondary", wrap=True))
        self.fields = {
            "code": Field(_("Code"), QLineEdit()),
            "baseline_day": Field(_("Baseline on"), QLineEdit()),
            "baseline_value": Field(_("Baseline") + (f" ({unit})" if unit else ""), QLineEdit()),
        }
        self.fields["code"].setVisible(target is None)
        self.add_row("code")
        self.add_row("baseline_day", "baseline_value")
        note = _(
            "The straight path from the baseline to a milestone says what is on track. Without a baseline the first"
            " observation is taken."
        )
        self.column.addWidget(text_label(note, "note", wrap=True))
        self.column.addWidget(text_label(_("Milestones: {bound}").format(bound=bound), "heading"))
        self.milestones = MilestoneRows(language, unit)
        self.column.addWidget(self.milestones)
        self.column.addStretch(1)
        self._fill(target, taken)
        self.fit(600)

    def _fill(self, target: Target | None, taken: Sequence[str]) -> None:
        language = self.session.language
        day, code = self.fields["baseline_day"].control, self.fields["code"].control
        if isinstance(day, QLineEdit) and isinstance(code, QLineEdit):
            day.setPlaceholderText(language.gettext("d-m-yyyy"))
            day.editingFinished.connect(self._show_day)
            code.setMaxLength(cells.LONGEST_CODE)
        self.milestones.show_milestones(target.milestones if target else ())
        if target is None:
            self.fields["code"].set_text(suggested_code(self._indicator.code, taken))
            return
        if target.baseline_day is not None:
            self.fields["baseline_day"].set_text(language.short_day(target.baseline_day))
        self.fields["baseline_value"].set_text(number_text(target.baseline_value, language))

    def _show_day(self) -> None:
        """Show a day as it was understood, once its field is left."""
        day = self.read("baseline_day", typed_day)
        if day is not None:
            self.fields["baseline_day"].set_text(self.session.language.short_day(day))

    @property
    def code(self) -> str:
        """The code of the target."""
        return self._target.code if self._target else self.fields["code"].text.strip()

    def verb(self) -> Callable[[], Change] | None:
        day = self.read("baseline_day", typed_day)
        value = self.read("baseline_value", lambda text: read_number(text, self.session.language))
        if self.is_wrong():
            return None
        milestones = self.milestones.values()
        if milestones is None:
            return None
        wanted = Target(self.code, self._indicator.code, tuple(milestones), day, value)
        store, covenant = self.session.file, self.session.covenant
        if self._target is None:
            return lambda: add_target(store, covenant=covenant, target=wanted)
        return lambda: edit_target(store, covenant=covenant, target=wanted)

    def show_problem(self, problem: Problem) -> None:
        """A problem with a milestone is told below their table."""
        if "milestone" in problem.values:
            self.milestones.say(problem.text(self.session.language))
        else:
            super().show_problem(problem)
