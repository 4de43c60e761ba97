"""The form for percentages entered directly: of years of which only the totals per section are known."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from covenant_monitor.domain.model import Framework, Number, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.store.assessments import AssessmentKey, enter_summary
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label

TOTAL = ""


class SummaryForm(FormDialog):
    """One percentage per section, and one for the total. Empty is not known; it is not 0."""

    def __init__(
        self,
        session: Session,
        key: AssessmentKey,
        party: str,
        framework: Framework,
        entered: Mapping[str, Number],
        parent: QWidget | None = None,
    ) -> None:
        """`party`: the participant's name; `entered`: what is known by now, by section code."""
        spoken = session.language
        _ = spoken.gettext
        super().__init__(session, _("Percentages only"), _("Save"), parent)
        self._key = key
        self._entered = entered
        about = _("{party}, round {round}. Leave empty what is not known; empty is not 0.")
        self.column.addWidget(text_label(about.format(party=party, round=key.round), "secondary", wrap=True))
        names = {
            section.code: f"{section.code} {spoken.pick(section.name.nl, section.name.en)}".strip()
            for section in framework.sections
        }
        self.fields = {code: Field(f"{name} (%)", QLineEdit()) for code, name in (names | {TOTAL: _("Total")}).items()}
        for code, field in self.fields.items():
            known = entered.get(code)
            field.set_text("" if known is None else spoken.number(known, None))
            self.add_row(code)
        self.column.addStretch(1)
        self.fit(440)

    def verb(self) -> Callable[[], Change] | None:
        found: dict[str, Number | None] = {code: self.read(code, self._percent) for code in self.fields}
        if self.is_wrong():
            return None
        changed = {code: percent for code, percent in found.items() if percent != self._entered.get(code)}
        return lambda: enter_summary(self.session.file, key=self._key, percents=changed)

    def _percent(self, text: str) -> Number | None:
        if not text.strip():
            return None
        notation = Notation(point_decimals=self.session.language.code != "nl")
        percent = exact(cells.number(text.strip(), notation, percent=True))
        if not 0 <= percent <= 100:
            raise Problem("{percent} is no percentage: type a number from 0 to 100.", percent=float(percent))
        return percent
