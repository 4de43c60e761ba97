"""What came back from the participants, before anything is written: what was found, and every change to tick or not."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QSizePolicy

from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.questionnaires.staging import Staged, StagedChange
from covenant_monitor.language import Language
from covenant_monitor_ui.models.staged import StagedModel
from covenant_monitor_ui.pages.reports.staged_table import StagedTable
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.panel import Panel

_FINDINGS_HEIGHT, _TABLE_HEIGHT, _ROW, _MOST_ROWS = 176, 96, 32, 12


class StagedPanel(Panel):
    """Shows a `Staged`; `wanted` says that what is ticked is to be taken in, `put_aside` that nothing is."""

    wanted = Signal()
    put_aside = Signal()

    def __init__(self, language: Language) -> None:
        _ = language.gettext
        super().__init__(_("Returned questionnaires"))
        self._language = language
        self.staged: Staged | None = None
        self.summary = text_label("", wrap=True)
        self.add(self.summary)
        self.take_button = button("", self.wanted.emit, icon="check")
        self.all_link = button(_("Tick all"), lambda: self._tick_all(on=True), kind="link")
        self.none_link = button(_("Tick none"), lambda: self._tick_all(on=False), kind="link")
        self.aside_button = button(_("Put aside"), self.put_aside.emit, tip=_("Nothing is written"))
        row = QHBoxLayout()
        row.setSpacing(12)
        for part in (self.take_button, self.aside_button, self.all_link, self.none_link):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)
        self.findings = QListWidget()
        self.findings.setAccessibleName(_("What was found"))
        self.findings.setWordWrap(True)
        self.findings.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.findings.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.findings.setMinimumHeight(0)
        self.findings.setMaximumHeight(scaled(_FINDINGS_HEIGHT))
        self.findings.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.add(self.findings)
        self.model = StagedModel(language, self)
        self.table = StagedTable(_("What the questionnaires change"), self.model)
        self.add(self.table)
        self.model.ticked.connect(self._show_count)
        self.hide()

    def show_staged(self, staged: Staged, left_out: Iterable[StagedChange] = (), *, take_focus: bool = True) -> None:
        """Show what some questionnaires would do; what is `left_out` is not ticked."""
        self.staged = staged
        words = self._language
        errors = [finding for finding in staged.findings if finding.severity == "error"]
        notes = [finding for finding in staged.findings if finding.severity == "note"]
        self.summary.setText(self._summary(staged, len(errors)))
        self.findings.clear()
        self.findings.addItems(self._lines(errors, notes))
        self.findings.setVisible(bool(staged.findings))
        self.model.show_changes(staged.changes, left_out)
        shown = min(len(staged.changes), _MOST_ROWS)
        self.table.setFixedHeight(max(scaled(_TABLE_HEIGHT), scaled(36) + shown * scaled(_ROW) + 4))
        for part in (self.table, self.take_button, self.all_link, self.none_link):
            part.setVisible(bool(staged.changes))
        self.aside_button.setText(words.gettext("Put aside") if staged.changes else words.gettext("Close"))
        self.aside_button.setAccessibleName(self.aside_button.text())
        self.show()
        self.table.fit_columns()
        if staged.changes:
            self.table.setCurrentIndex(self.model.index(0, 0))
        if take_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """Go to the first change, or to what closes the list where there is none."""
        if self.staged is not None and self.staged.changes:
            self.table.setFocus()
        else:
            self.aside_button.setFocus()

    def forget(self) -> None:
        """Show nothing any more."""
        self.staged = None
        self.model.show_changes(())
        self.findings.clear()
        self.hide()

    def accepted(self) -> list[StagedChange]:
        """What is ticked."""
        return self.model.accepted()

    def left_out(self) -> list[StagedChange]:
        """What is not ticked."""
        return self.model.left_out()

    def _summary(self, staged: Staged, errors: int) -> str:
        words, files, changes = self._language, len(staged.returned), len(staged.changes)
        said = [
            words.ngettext(
                "{n} questionnaire read for round {round}.", "{n} questionnaires read for round {round}.", files
            ).format(n=words.number(files, 0), round=staged.round)
        ]
        if errors:
            said.append(
                words.ngettext(
                    "{n} thing cannot be taken in; it is the first of the list.",
                    "{n} things cannot be taken in; they are at the top of the list.",
                    errors,
                ).format(n=words.number(errors, 0))
            )
        if changes:
            said.append(
                words.ngettext(
                    "{n} change would be made to the own assessments of {parties} participants.",
                    "{n} changes would be made to the own assessments of {parties} participants.",
                    changes,
                ).format(n=words.number(changes, 0), parties=words.number(staged.parties, 0))
            )
            said.append(words.gettext("Nothing is written until you take them in; then it is one step to undo."))
        else:
            said.append(words.gettext("There is nothing new to take in."))
        return " ".join(said)

    def _lines(self, errors: Sequence[Finding], notes: Sequence[Finding]) -> list[str]:
        words = self._language
        kept_out = words.gettext("Not taken in: {finding}")
        return [
            *(kept_out.format(finding=finding.text(words)) for finding in errors),
            *(finding.text(words) for finding in notes),
        ]

    def _tick_all(self, *, on: bool) -> None:
        self.model.tick(range(self.model.rowCount()), on=on)

    def _show_count(self) -> None:
        n = len(self.model.accepted())
        words = self._language
        text = words.ngettext("Take in {n} change", "Take in {n} changes", n).format(n=words.number(n, 0))
        self.take_button.setText(text)
        self.take_button.setAccessibleName(text)
        self.take_button.setEnabled(n > 0)
