"""The last step of the import assistant: the rows as they will be imported, and what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.domain.model import AssessmentKind, PartyKind, Status
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.raw_table import Cell, RawTable
from covenant_monitor.language import Language
from covenant_monitor.names import kind_name, party_kind_name, status_name
from covenant_monitor.reports.change_words import headings, line_of
from covenant_monitor.store.changes import FieldChange
from covenant_monitor_ui.dialogs.import_assistant.table import TextTable
from covenant_monitor_ui.dialogs.import_assistant.words import MEANING_NAMES, field_name
from covenant_monitor_ui.dialogs.import_assistant.work import shown
from covenant_monitor_ui.models.assistant import TextRows
from covenant_monitor_ui.models.participants import group_name
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_meaning, set_surface, text_label
from covenant_monitor_ui.widgets.filtertabs import FilterTabs

_CHANGES = "changed"
_MOST_FOUND, _MOST_CHANGES = 500, 20_000
_FOUND_HEIGHT = 152


class PreviewStep(QWidget):
    """What would be imported, table by table, with what is wrong or worth knowing below it."""

    def __init__(self, session: Session, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`names`: what the exchange tables are called."""
        super().__init__(parent)
        self._language = session.language
        _ = session.language.gettext
        self._names = names
        self._tables: dict[str, RawTable] = {}
        self._changes: Sequence[FieldChange] = ()
        self.summary = text_label("", wrap=True)
        self.tabs = FilterTabs(_("Which rows"), _("More tables"))
        self.model = TextRows(self)
        self.table = TextTable(_("Rows to be imported"), self.model)
        self.found = QListWidget()
        self.found.setAccessibleName(_("What was found"))
        self.found.setWordWrap(True)
        self.found.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.found.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.found.setMinimumHeight(0)
        self.found.setMaximumHeight(scaled(_FOUND_HEIGHT))
        set_surface(self.found, "base")
        top = QVBoxLayout()
        top.setContentsMargins(24, 8, 24, 8)
        top.setSpacing(8)
        top.addWidget(self.summary)
        top.addWidget(self.tabs)
        below = QVBoxLayout()
        below.setContentsMargins(24, 8, 24, 8)
        below.addWidget(self.found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self.tabs.chosen.connect(lambda _key: self._show_table())

    def show_waiting(self) -> None:
        """Say that it is being worked out."""
        self._tables = {}
        set_meaning(self.summary, "")
        self.summary.setText(self._language.gettext("Working it out …"))
        self.tabs.set_tabs([])
        self.model.show_rows([], [])
        self.found.clear()
        self.found.hide()

    def show_tables(
        self,
        tables: Sequence[RawTable],
        findings: Sequence[Finding],
        summary: str,
        *,
        bad: bool = False,
        changes: Sequence[FieldChange] = (),
    ) -> None:
        """Show what a recipe made, what was found, the outcome in a sentence, and which known fields would change."""
        language = self._language
        self._tables = {table.name: table for table in tables}
        set_meaning(self.summary, "bad" if bad else "")
        self.summary.setText(summary)
        names = self._names
        self._changes = changes
        changed = [(_CHANGES, language.gettext("Changed"), language.number(len(changes), 0))] if changes else []
        self.tabs.set_tabs(
            changed
            + [
                (name, language.gettext(names.get(name, name)), language.number(len(table.rows), 0))
                for name, table in self._tables.items()
            ]
        )
        if self._tables:
            self.tabs.set_current(_CHANGES if changes else list(self._tables)[-1])
        self._show_table()
        self.found.clear()
        self.found.addItems(self._findings_in_words(findings)[:_MOST_FOUND])
        self.found.setVisible(bool(findings))

    def _findings_in_words(self, findings: Sequence[Finding]) -> list[str]:
        """What was found, errors first; the same thing in many cells once, at the first of them."""
        language = self._language
        alike: dict[tuple[str, str], list[Finding]] = {}
        for finding in sorted(findings, key=lambda finding: finding.severity != "error"):
            said = language.fill(finding.message, finding.values)
            alike.setdefault((finding.severity, said), []).append(finding)
        told = []
        for same in alike.values():
            text, n = same[0].text(language), len(same) - 1
            if n:
                more = language.ngettext("(and {n} more)", "(and {n} more)", n).format(n=language.number(n, 0))
                text = f"{text} {more}"
            told.append(text)
        return told

    def _show_changes(self) -> None:
        language = self._language
        head = headings(language)
        lines = [line_of(change, language) for change in self._changes[:_MOST_CHANGES]]
        self.model.show_rows(
            [head.table, head.record, head.field, head.before, head.after],
            [(line.table, line.record, line.field, line.before, line.after) for line in lines],
        )
        self.table.select_row(0)

    def _show_table(self) -> None:
        if self.tabs.current == _CHANGES:
            self._show_changes()
            return
        table = self._tables.get(self.tabs.current)
        if table is None:
            self.model.show_rows([], [])
            return
        language = self._language
        heads = [field_name(name, language) for name in table.header]
        numbers: list[int] = [
            place
            for place in range(len(table.header))
            if any(isinstance(cells[place], (int, float)) for _n, cells in table.rows[:20])
        ]
        rows = []
        for number, line in table.rows:
            told = [cell_in_words(table.name, *pair, language) for pair in zip(table.header, line, strict=True)]
            rows.append([str(int(number)), *told])
        self.model.show_rows([language.gettext("Row"), *heads], rows, at_right=[place + 1 for place in numbers])
        self.table.select_row(0)

    def take_focus(self) -> None:
        """To the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def cell_in_words(table: str, column: str, cell: Cell, language: Language) -> str:
    """A cell of an exchange table as it is shown; the words that stand for a few things in the reader's language."""
    text = shown(cell, language)
    if column == "rating" and text in MEANING_NAMES:
        return language.gettext(MEANING_NAMES[text])
    if column == "section" and table == "summaries" and not text:
        return language.gettext("total")
    if column == "group" and text:
        return group_name(text, language)
    if column == "status" and text in set(Status):
        return status_name(Status(text), language)
    if column == "kind" and table == "parties" and text in set(PartyKind):
        return party_kind_name(PartyKind(text), language)
    if column == "kind" and text in set(AssessmentKind):
        return kind_name(AssessmentKind(text), language)
    return text


def changes_in_words(counts: Any, names: Mapping[str, str], language: Any) -> str:
    """ "participants: 250 new, 0 changed; summaries: 1.500 new, 0 changed", of what differs; "" for nothing."""
    _ = language.gettext
    said = [
        _("{table}: {added} new, {changed} changed").format(
            table=_(names.get(table, table)),
            added=language.number(counts.added.get(table, 0), 0),
            changed=language.number(counts.changed.get(table, 0), 0),
        )
        for table in counts.unchanged
        if counts.added.get(table, 0) or counts.changed.get(table, 0)
    ]
    return "; ".join(said)
