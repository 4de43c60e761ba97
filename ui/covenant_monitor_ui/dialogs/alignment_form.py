"""The form for the results of one component, or of all together, in one OECD alignment assessment."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from covenant_monitor.domain.alignment import WHOLE, component_key
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.store.alignment import add_results, edit_results
from covenant_monitor.store.store import Change
from covenant_monitor_ui.dialogs.alignment_rows import AlignmentRows
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.dialogs.form_fields import Field
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label

_WIDTH = 760


class AlignmentForm(FormDialog):
    """A year, a component (empty: the total) and its results per dimension, saved as one change."""

    PLACES: ClassVar = {"component": "component", "year": "year"}

    def __init__(
        self,
        session: Session,
        year: int,
        known: Sequence[CovenantAlignment],
        component: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`known`: all results of the covenant; `component`: whose results of `year` to change; None: add new ones."""
        _ = session.language.gettext
        adding = component is None
        super().__init__(session, _("New result") if adding else _("Edit"), _("Add") if adding else _("Save"), parent)
        self._year, self._component = year, component
        names = QComboBox()
        names.setEditable(True)
        names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names.addItems(self._suggested(year, known) if adding else [component or ""])
        self.fields = {
            "year": Field(_("Assessment year"), QLineEdit()),
            "component": Field(_("Component; empty for the published total"), names),
        }
        self.rows = AlignmentRows(session.language)
        self.add_row("year", "component")
        self.column.addWidget(self.rows)
        self.column.addWidget(
            text_label(
                _(
                    "In percentages “not” may stay empty: it is the rest of 100 then. A dimension of which nothing is "
                    "known stays empty."
                ),
                "note",
                wrap=True,
            )
        )
        self.column.addStretch(1)
        self.fields["year"].set_text(str(year))
        self.saved_key = year, component or WHOLE
        if adding:
            self.rows.begin_like([one for one in known if one.year == year])
            self.fields["component"].set_text(names.itemText(0))
        else:
            self.fields["component"].set_text(component or "")
            self.rows.fill([one for one in known if one.year == year and _same(one.component, component or WHOLE)])
        self.fit(_WIDTH)

    @staticmethod
    def _suggested(year: int, known: Sequence[CovenantAlignment]) -> list[str]:
        """The components of other years that have no results in this one yet, in their order."""
        there = {component_key(one.component) for one in known if one.year == year}
        others = {component_key(one.component): one.component for one in known}
        return [name for key, name in others.items() if key not in there] or [WHOLE]

    def verb(self) -> Callable[[], Change] | None:
        year = self.read("year", _year)
        component = self.read("component", cells.text)
        if self.is_wrong():
            return None
        results = self.rows.values(year, component)
        if results is None:
            return None
        self.saved_key = year, component
        store, covenant, old_year, old_component = self.session.file, self.session.covenant, self._year, self._component
        if old_component is None:
            return lambda: add_results(store, covenant=covenant, results=results)
        return lambda: edit_results(store, covenant=covenant, year=old_year, component=old_component, results=results)

    def show_problem(self, problem: Problem) -> None:
        dimension, column = problem.values.get("dimension"), str(problem.values.get("column", ""))
        if column == "year":
            self.fields["year"].say("bad", problem.text(self.session.language))
            self.go_to(self.fields["year"])
        elif isinstance(dimension, AlignmentDimension):
            self.rows.show_problem(dimension, column, problem)
        else:
            super().show_problem(problem)


def _same(one: str, other: str) -> bool:
    return component_key(one) == component_key(other)


def _year(text: str) -> int:
    """A year. Raises Problem where it is none."""
    if not text.strip():
        raise Problem("Say of which year the assessment is.")
    return cells.integer(text.strip())
