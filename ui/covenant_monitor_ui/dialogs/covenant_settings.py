"""The form for what is set for a covenant: its names and days, what may be published, and how many people there are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from covenant_monitor.domain.model import Covenant, Text, exact
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.exchange.typed import typed_day
from covenant_monitor.store.settings import add_covenant, covenant, edit_covenant
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label


class CovenantForm(FormDialog):
    """Everything of a covenant; one that is there keeps its code."""

    PLACES: ClassVar[Mapping[str, str]] = {
        "code": "code",
        "limit": "code",
        "end": "end_date",
        "minimum_group": "minimum_group",
        "percent": "dominance_percent",
    }

    def __init__(self, session: Session, shown: Covenant, *, is_new: bool, parent: QWidget | None = None) -> None:
        """`is_new`: it is to be made; else it is there."""
        _ = session.language.gettext
        title = _("New covenant") if is_new else _("Settings of the covenant")
        super().__init__(session, title, _("Make the covenant") if is_new else _("Save"), parent)
        self._covenant, self._is_new = shown, is_new
        self.fields = {
            "code": Field(_("Code"), QLineEdit()),
            "name_nl": Field(_("Name in Dutch"), QLineEdit()),
            "name_en": Field(_("Name in English"), QLineEdit()),
            "sector": Field(_("Sector"), QLineEdit()),
            "start_date": Field(_("First day"), QLineEdit()),
            "end_date": Field(_("Last day"), QLineEdit()),
            "minimum_group": Field(_("Smallest group that is published"), QLineEdit()),
            "dominance_percent": Field(_("Largest share of one company (%)"), QLineEdit()),
        }
        self.outcomes_public = QCheckBox(_("The outcomes of companies are public"))
        self.one_person = QCheckBox(_("One-person secretariat: who assessed may also review"))
        self.fields["code"].setVisible(is_new)
        self.add_row("code")
        self.add_row("name_nl")
        self.add_row("name_en")
        self.add_row("sector")
        self.add_row("start_date", "end_date")
        self.column.addWidget(text_label(_("Publication"), "heading"))
        self.add_row("minimum_group", "dominance_percent")
        self.column.addWidget(self.outcomes_public)
        self.column.addWidget(text_label(_("Two pairs of eyes"), "heading"))
        self.column.addWidget(self.one_person)
        self.column.addWidget(
            text_label(_("Assessments, workbooks, charts and tables of this covenant then say so."), "note", wrap=True)
        )
        self.column.addStretch(1)
        self._fill(shown)
        self.fit(520)

    @property
    def code(self) -> str:
        """The code of the covenant, as it is typed."""
        return self.fields["code"].text.strip()

    def _fill(self, shown: Covenant) -> None:
        spoken = self.session.language
        texts = {
            "code": shown.code,
            "name_nl": shown.name.nl,
            "name_en": shown.name.en,
            "sector": shown.sector,
            "start_date": spoken.short_day(shown.start_date) if shown.start_date else "",
            "end_date": spoken.short_day(shown.end_date) if shown.end_date else "",
            "minimum_group": str(shown.minimum_group),
            "dominance_percent": spoken.number(shown.dominance_percent, None),
        }
        for key, text in texts.items():
            self.fields[key].set_text(text)
        self.outcomes_public.setChecked(shown.outcomes_public)
        self.one_person.setChecked(shown.one_person)

    def verb(self) -> Callable[[], Change] | None:
        notation = Notation(point_decimals=self.session.language.code != "nl")
        values: dict[str, Any] = {
            "sector": self.read("sector", cells.text),
            "start_date": self.read("start_date", typed_day),
            "end_date": self.read("end_date", typed_day),
            "minimum_group": self.read("minimum_group", lambda text: cells.integer(text, notation)),
            "dominance_percent": self.read(
                "dominance_percent", lambda text: exact(cells.number(text, notation, percent=True))
            ),
        }
        name = Text(self.read("name_nl", cells.text), self.read("name_en", cells.text))
        if self.is_wrong():
            return None
        wanted = replace(
            self._covenant,
            **values,
            code=self.code,
            name=name,
            outcomes_public=self.outcomes_public.isChecked(),
            one_person=self.one_person.isChecked(),
        )
        save = add_covenant if self._is_new else edit_covenant
        return lambda: save(self.session.file, covenant=wanted)


def covenant_form(session: Session, parent: QWidget | None = None) -> CovenantForm:
    """The form for what is set for the covenant that is shown."""
    return CovenantForm(session, covenant(session.file, session.covenant), is_new=False, parent=parent)


def new_covenant_form(session: Session, parent: QWidget | None = None) -> CovenantForm:
    """The form for a new covenant."""
    return CovenantForm(session, Covenant("", Text()), is_new=True, parent=parent)
