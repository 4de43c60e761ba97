"""What goes out and comes in: the round's workbook, the exchange tables, charts as files, backups."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import N_, language
from covenant_monitor.names import one_person_note
from covenant_monitor.store import backup, settings
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.pages.backup_words import backup_reason
from covenant_monitor_ui.pages.missing_words import no_covenant_words, no_round_words
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.reports_assistant import ReportsAssistant
from covenant_monitor_ui.pages.reports_charts import ChartsPanel
from covenant_monitor_ui.pages.reports_pdf import PdfPanel
from covenant_monitor_ui.pages.reports_questionnaires import QuestionnairesPanel
from covenant_monitor_ui.pages.reports_release import release_tables, release_workbook
from covenant_monitor_ui.pages.reports_workbook import WorkbookWriter
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import empty_layout
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

TABLE_NAMES = {
    "covenants": N_("covenants"),
    "frameworks": N_("frameworks"),
    "sections": N_("sections"),
    "criteria": N_("criteria"),
    "anchors": N_("anchors"),
    "mappings": N_("mappings"),
    "rounds": N_("rounds"),
    "requirements": N_("requirements"),
    "parties": N_("parties"),
    "figures": N_("figures"),
    "assessments": N_("assessments"),
    "ratings": N_("ratings"),
    "summaries": N_("summaries"),
    "alignment": N_("alignment results"),
    "indicators": N_("indicators"),
    "observations": N_("observations"),
    "targets": N_("targets"),
    "milestones": N_("milestones"),
    "settings": N_("settings"),
    "meetings": N_("meetings"),
    "carried": N_("ratings to be confirmed"),
    "responses": N_("responses"),
    "remarks": N_("remarks"),
    "samples": N_("samples"),
    "risks": N_("risks"),
    "actions": N_("actions"),
    "commitments": N_("commitments"),
    "complaints": N_("complaints"),
    "followups": N_("follow-ups of actions"),
}
_MOST_BACKUPS = 5
_FINDINGS_HEIGHT = 320
"""What was found scrolls where it needs more than this, in pixels."""


class ReportsPage(Page):
    """Writes and reads files, in the background, and says what came of it where it was asked for."""

    LASTING = frozenset({"recipes"})
    path_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self._sources: list[Path] = []
        self._tables: Any = None
        self._written: Path | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        self.assistant = ReportsAssistant(
            session, scroll, outer, names=TABLE_NAMES, hold=self._hold_window, show_imported=self._after_assistant
        )
        content = QWidget()
        set_surface(content, "window")
        scroll.setWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addWidget(text_label(_("Reports"), "title"))
        self.nothing_yet = text_label("", "secondary", wrap=True)
        self.one_person = text_label("", "note", wrap=True)
        column.addWidget(self.nothing_yet)
        column.addWidget(self.one_person)
        self.questionnaires = QuestionnairesPanel(session, self._hold_window)
        column.addWidget(self.questionnaires.staged)
        self.questionnaires.looked.connect(lambda: scroll.ensureWidgetVisible(self.questionnaires.staged, 0, 0))
        columns = QHBoxLayout()
        columns.setSpacing(24)
        column.addLayout(columns)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(16)
            columns.addLayout(side, 1)
        # What goes out stands on the left, what comes in on the right; Tab goes through them in the order of adding.
        left.addWidget(self._workbook_panel())
        self.pdfs = PdfPanel(session)
        left.addWidget(self.pdfs)
        left.addWidget(self._export_panel())
        left.addStretch(1)
        right.addWidget(self.questionnaires)
        right.addWidget(self._import_panel())
        right.addWidget(self._backup_panel())
        right.addStretch(1)
        self.charts = ChartsPanel(session)
        column.addWidget(self.charts)
        column.addStretch(1)

    def _workbook_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.workbook_panel = Panel(_("Workbook of this round"))
        self.workbook_panel.add(
            text_label(
                _(
                    "Summary with charts, targets, participation years, sections and steps, earlier rounds, OECD "
                    "alignment and the method, as an Excel workbook. Internal has names, ratings and registers, and is "
                    "marked confidential; public has only totals that may be published."
                ),
                "secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        self.audience_box = LabelledCombo(_("For"))
        self.audience_box.addItem(_("internal use"), "internal")
        self.audience_box.addItem(_("the public"), "public")
        self.language_box = LabelledCombo(_("Language"))
        for code, name in (("nl", "Nederlands"), ("en", "English")):
            self.language_box.addItem(name, code)
        self.language_box.setCurrentIndex(self.language_box.findData(self.session.language.code))
        row.addWidget(self.audience_box)
        row.addWidget(self.language_box)
        row.addStretch(1)
        self.workbook_panel.body.addLayout(row)
        self.workbook_button = button(_("Write the workbook …"), self.write_workbook, kind="primary", icon="export")
        self.workbook_panel.body.addWidget(self.workbook_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.workbook_writer = WorkbookWriter(self.session, self._written_workbook)
        self.workbook_panel.add(self.workbook_writer)
        self.workbook_result, self.workbook_open = self._result_line(self.workbook_panel)
        return self.workbook_panel

    def _result_line(self, panel: Panel) -> tuple[ElidedLabel, Any]:
        _ = self.session.language.gettext
        row = QHBoxLayout()
        row.setSpacing(12)
        label = ElidedLabel("", "secondary")
        opener = button(_("Open"), self.open_written, kind="link")
        label.hide()
        opener.hide()
        row.addWidget(label)
        row.addWidget(opener)
        row.addStretch(1)
        panel.body.addLayout(row)
        return label, opener

    def _import_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.import_panel = Panel(_("Import"))
        self.import_panel.add(
            text_label(
                _(
                    "Tables from a workbook or from CSV files. You first see what would change; nothing is written "
                    "until everything is right and you say so."
                ),
                "secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        self.import_button = button(_("Choose files …"), self.choose_import, icon="import")
        self.folder_button = button(_("Choose a folder …"), self.choose_import_folder)
        row.addWidget(self.import_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.import_panel.body.addLayout(row)
        self.import_panel.body.addWidget(self.assistant.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.import_words = text_label("", wrap=True)
        self.import_words.hide()
        self.import_panel.add(self.import_words)
        self.findings = QListWidget()
        self.findings.setAccessibleName(_("What was found"))
        self.findings.setWordWrap(True)
        self.findings.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.findings.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.findings.setMinimumHeight(0)
        self.findings.setMaximumHeight(scaled(_FINDINGS_HEIGHT))
        self.findings.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.findings.hide()
        self.import_panel.add(self.findings)
        self.confirm_button = button(_("Import this"), self.confirm_import)
        self.confirm_button.hide()
        self.import_panel.body.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignLeft)
        return self.import_panel

    def _export_panel(self) -> Panel:
        _ = self.session.language.gettext
        panel = Panel(_("Export the tables"))
        panel.add(
            text_label(
                _(
                    "Everything in the file in the same tables: as one workbook, or as a folder of CSV files. Public"
                    " figures are what may be published of this round, as CSV, after you have seen them."
                ),
                "secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button(_("As a workbook …"), self.export_tables))
        row.addWidget(button(_("As CSV files …"), self.export_csv))
        row.addStretch(1)
        panel.body.addLayout(row)
        self.figures_button = button(_("Public figures …"), self.export_figures)
        row.insertWidget(2, self.figures_button)
        self.export_lines = self.export_result, self.export_open = self._result_line(panel)
        return panel

    def _backup_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.backup_panel = Panel(_("Backups"))
        self.backup_list = QVBoxLayout()
        self.backup_list.setSpacing(4)
        self.backup_panel.body.addLayout(self.backup_list)
        return self.backup_panel

    def show_place(self) -> None:
        _ = self.session.language.gettext
        no_round = "" if self.session.round else _("There is no round yet.")
        for part in (self.import_button, self.folder_button, self.assistant.button):
            enable(part, self.session.locked)
        for of_a_round in (self.audience_box, self.language_box, self.workbook_button, self.figures_button):
            enable(of_a_round, no_round)
        self._show_nothing_yet()
        self.charts.show_place()
        self.questionnaires.show_place()
        self.pdfs.show_place()
        known = settings.covenant(self.session.file, self.session.covenant) if self.session.covenant else None
        note = one_person_note(known, self.session.language) if known else ""
        self.one_person.setText(note)
        self.one_person.setVisible(bool(note))
        title = _("Workbook of round {round}") if self.session.round else _("Workbook of this round")
        self.workbook_panel.set_title(title.format(round=self.session.round))
        self._show_backups()

    def _show_nothing_yet(self) -> None:
        """What has to be there before most of this can be done."""
        language = self.session.language
        said = no_round_words(language) if self.session.covenant else no_covenant_words(language)
        self.nothing_yet.setText("{}. {}".format(*said))
        self.nothing_yet.setVisible(not self.session.round)

    def take_focus(self) -> None:
        if self.assistant.is_open:
            self.assistant.wizard.take_focus()
        else:
            able = self.workbook_button if self.workbook_button.isEnabled() else self.import_button
            able.setFocus()

    def state(self) -> dict[str, object]:
        return self.assistant.state()

    def restore(self, state: dict[str, object]) -> None:
        self.assistant.restore(state)

    def _after_assistant(self, imported: Any) -> None:
        self.confirm_button.hide()
        self._show_imported(imported, False)

    def _show_backups(self) -> None:
        words = self.session.language
        empty_layout(self.backup_list)
        made = backup.backups(self.session.file.path)
        for one in made[:_MOST_BACKUPS]:
            self.backup_list.addWidget(ElidedLabel(f"{words.moment(one.made)}, {backup_reason(one, words)}"))
        if not made:
            self.backup_list.addWidget(
                text_label(
                    words.gettext(
                        "None yet. One is made before every import and after a day's work; "
                        "the menu makes one at any time."
                    ),
                    "secondary",
                    wrap=True,
                )
            )

    def _suggest(self, ending: str) -> str:
        return f"{self.session.covenant}-{self.session.round}{ending}".lower()

    def _ask_save(self, title: str, name: str, kinds: str) -> Path | None:
        folder = self.session.file.path.parent
        chosen, kind = QFileDialog.getSaveFileName(self, title, str(folder / name), kinds)
        return with_ending(chosen, kind, name) if chosen else None

    def write_workbook(self) -> None:
        """Ask where to, then write the round's workbook in the background and open it."""
        _ = self.session.language.gettext
        if not self.session.round:
            return
        kinds = _("Excel workbooks (*.xlsx)")
        if self.audience_box.currentData() == "public":
            words = language(str(self.language_box.currentData()))
            release_workbook(self, self.session, words, self._suggest(".xlsx"), kinds, self._written_workbook)
            return
        path = self._ask_save(_("Workbook of this round"), self._suggest(".xlsx"), kinds)
        if path is None:
            return
        self.workbook_writer.write(path, language(str(self.language_box.currentData())))

    def _written_workbook(self, path: Path) -> None:
        self._show_written(self.workbook_result, self.workbook_open, path)
        self.open_written()

    def export_figures(self) -> None:
        """Release the figures that may leave the house, as CSV."""
        if self.session.round:
            words = self.session.language
            name = self._suggest("-" + words.gettext("figures") + ".csv")
            release_tables(self, self.session, words, name, lambda path: self._show_written(*self.export_lines, path))

    def write_report(self) -> None:
        """Ask where to, and write the board report."""
        self.pdfs.write_report()

    def write_letters(self) -> None:
        """Ask for a folder, and write the letters."""
        self.pdfs.write_letters()

    def _show_written(self, label: ElidedLabel, opener: Any, path: Path) -> None:
        self._written = path
        label.show_text(self.session.language.gettext("Written: {path}").format(path=path))
        label.show()
        opener.show()

    def open_written(self) -> None:
        """Open what was written last with the program that the system has for it."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def export_tables(self) -> None:
        """Ask for a workbook's name, and write the exchange tables to it."""
        _ = self.session.language.gettext
        kinds = _("Excel workbooks (*.xlsx)")
        self._export(self._ask_save(_("Export the tables"), f"{self.session.file.path.stem}.xlsx", kinds))

    def export_csv(self) -> None:
        """Ask for a folder, and write the exchange tables to it."""
        _ = self.session.language.gettext
        start = str(self.session.file.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, _("A folder for the CSV files"), start)
        self._export(Path(chosen) if chosen else None)

    def _export(self, path: Path | None) -> None:
        if path is None:
            return
        _ = self.session.language.gettext
        exporting = import_module("covenant_monitor.exchange.exporting")
        free = self._hold_window()

        def work() -> Path:
            exporting.export_tables(self.session.file, path)
            return path

        def done(written: Path) -> None:
            free()
            self._show_written(self.export_result, self.export_open, written)

        def failed(error: BaseException) -> None:
            free()
            self._tell(error)

        progress = Progress(_("Writing {name}").format(name=path.name))
        self.session.in_background(work, done, progress=progress, failed=failed)

    def _hold_window(self) -> Callable[[], None]:
        """Let nothing happen in the window, for a worker uses the file, which is one thread's at a time.

        Returns what lets go again; the focus is then where it was, or where one can go on.
        """
        window, focus = self.window(), QApplication.focusWidget()
        window.setEnabled(False)

        def free() -> None:
            window.setEnabled(True)
            back = focus if focus is not None and isValid(focus) and focus.isVisible() else self.import_button
            back.setFocus(Qt.FocusReason.OtherFocusReason)

        return free

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            raise error
        self.session.tell(error)

    def make_questionnaires(self) -> None:
        """Ask for a folder, and write the questionnaires of the round to it."""
        self.questionnaires.make()

    def read_questionnaires(self) -> None:
        """Ask for questionnaires that came back, and look what they would change."""
        self.questionnaires.choose_returned()

    def choose_import(self) -> None:
        """Ask for workbooks or CSV files, and look what they would change."""
        _ = self.session.language.gettext
        start = str(self.session.file.path.parent)
        kinds = _("Tables (*.xlsx *.csv)")
        names, _kind = QFileDialog.getOpenFileNames(self, _("Import"), start, kinds)
        self.look_at([Path(name) for name in names])

    def choose_import_folder(self) -> None:
        """Ask for a folder of CSV files, and look what they would change."""
        _ = self.session.language.gettext
        chosen = QFileDialog.getExistingDirectory(self, _("Import"), str(self.session.file.path.parent))
        self.look_at([Path(chosen)] if chosen else [])

    def look_at(self, sources: list[Path]) -> None:
        """Read the sources and say what importing them would change, or what is wrong with them. Writes nothing."""
        if not sources:
            return
        reading = import_module("covenant_monitor.exchange.questionnaire_reading")
        try:
            returned = reading.all_questionnaires(sources)
        except Problem as problem:
            self.session.tell(problem)
            return
        if returned:
            self.questionnaires.read(sources)
            return
        self._sources = sources
        self._import(dry_run=True)

    def confirm_import(self) -> None:
        """Import what was looked at."""
        self._import(dry_run=False)

    def _import(self, *, dry_run: bool) -> None:
        _ = self.session.language.gettext
        free = self._hold_window()
        self.confirm_button.hide()
        self.findings.hide()
        sources = self._sources

        def work() -> Any:
            importing = import_module("covenant_monitor.exchange.importing")
            return importing.import_files(self.session.file, sources, dry_run=dry_run)

        def done(imported: Any) -> None:
            free()
            self._show_imported(imported, dry_run)

        def failed(error: BaseException) -> None:
            free()
            if isinstance(error, Rejected):
                self._show_findings(error)
            else:
                self._tell(error)

        names = ", ".join(source.name for source in sources)
        title = _("Reading {names}").format(names=names)
        self.session.in_background(work, done, progress=Progress(title), failed=failed)

    def _show_findings(self, rejected: Rejected) -> None:
        words = self.session.language
        self.import_words.setText(rejected.text(words))
        self.import_words.show()
        self.findings.clear()
        self.findings.addItems([finding.text(words) for finding in rejected.findings])
        self.findings.show()
        self.findings.setFocus()

    def _show_imported(self, imported: Any, dry_run: bool) -> None:
        words = self.session.language
        _ = words.gettext
        counts = imported.counts
        lines = []
        for table in counts.unchanged:
            added, changed = counts.added.get(table, 0), counts.changed.get(table, 0)
            if added or changed:
                lines.append(
                    _("{table}: {added} new, {changed} changed").format(
                        table=_(TABLE_NAMES[table]), added=words.number(added, 0), changed=words.number(changed, 0)
                    )
                )
        lines += [note.text(words) for note in imported.notes]
        any_change = any(counts.added.values()) or any(counts.changed.values())
        if not any_change:
            text = _("Nothing to import: the file has all of this already.")
        elif dry_run:
            text = _("Everything is right. This would change:")
        else:
            text = _("Imported, as one step that can be undone. A backup was made before it.")
        self.import_words.setText(text)
        self.import_words.show()
        self.findings.clear()
        self.findings.addItems(lines)
        self.findings.setVisible(bool(lines))
        self.confirm_button.setVisible(dry_run and any_change)
        if dry_run and any_change:
            self.confirm_button.setFocus()
        if not dry_run and imported.change.tables:
            self.session.tell_change(imported.change)
