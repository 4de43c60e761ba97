"""What goes out and comes in: the round's workbook, the exchange tables, charts as files, backups."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.names import one_person_note
from covenant_monitor.store import backup, settings
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.pages.backup_words import backup_reason
from covenant_monitor_ui.pages.missing_words import no_covenant_words, no_round_words
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.reports.assistant import ReportsAssistant
from covenant_monitor_ui.pages.reports.charts import ChartsPanel
from covenant_monitor_ui.pages.reports.importing import TABLE_NAMES, ImportPanel
from covenant_monitor_ui.pages.reports.pdf import PdfPanel
from covenant_monitor_ui.pages.reports.questionnaires import QuestionnairesPanel
from covenant_monitor_ui.pages.reports.release import release_tables, release_workbook
from covenant_monitor_ui.pages.reports.told import WrittenLine, open_with_system
from covenant_monitor_ui.pages.reports.workbook import WorkbookWriter
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import empty_layout
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_MOST_BACKUPS = 5
_EDGE, _GAP = 24, 24


class ReportsPage(Page):
    """Writes and reads files, in the background, and says what came of it where it was asked for."""

    LASTING = frozenset({"recipes"})
    path_wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        self._bar = scroll.verticalScrollBar()
        self.assistant = ReportsAssistant(
            session, scroll, outer, names=TABLE_NAMES, hold=self._hold_window, show_imported=self._show_imported
        )
        content = QWidget()
        set_surface(content, "window")
        scroll.setWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(_EDGE, 20, _EDGE, 24)
        column.setSpacing(16)
        column.addWidget(text_label(_("Reports"), "title"))
        self.nothing_yet = text_label("", "secondary", wrap=True)
        self.one_person = text_label("", "note", wrap=True)
        column.addWidget(self.nothing_yet)
        column.addWidget(self.one_person)
        self.questionnaires = QuestionnairesPanel(session, self._hold_window)
        column.addWidget(self.questionnaires.staged)
        self.questionnaires.looked.connect(lambda: scroll.ensureWidgetVisible(self.questionnaires.staged, 0, 0))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_GAP)
        column.addLayout(self._columns)
        left, right = self._sides = QVBoxLayout(), QVBoxLayout()
        for side in self._sides:
            side.setSpacing(16)
            self._columns.addLayout(side, 1)
        # What goes out stands on the left, what comes in on the right; Tab goes through them in the order of adding.
        left.addWidget(self._workbook_panel())
        self.pdfs = PdfPanel(session)
        left.addWidget(self.pdfs)
        left.addWidget(self._export_panel())
        left.addStretch(1)
        right.addWidget(self.questionnaires)
        self.imports = ImportPanel(session, self._hold_window, self.assistant.button, self.questionnaires.read)
        right.addWidget(self.imports)
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
        self.workbook_line = WrittenLine(self.session)
        self.workbook_panel.add(self.workbook_line)
        return self.workbook_panel

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
        self.export_line = WrittenLine(self.session)
        panel.add(self.export_line)
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
        self.imports.show_place()
        self.assistant.show_place()
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
        self._arrange()

    def _show_nothing_yet(self) -> None:
        """What has to be there before most of this can be done."""
        language = self.session.language
        said = no_round_words(language) if self.session.covenant else no_covenant_words(language)
        self.nothing_yet.setText("{}. {}".format(*said))
        self.nothing_yet.setVisible(not self.session.round)

    def take_focus(self) -> None:
        if self.assistant.is_open:
            self.assistant.wizard.take_focus()
        elif self.questionnaires.staged.staged is not None:
            self.questionnaires.staged.take_focus()
        else:
            able = self.workbook_button if self.workbook_button.isEnabled() else self.imports.files_button
            able.setFocus()

    def state(self) -> dict[str, object]:
        return {**self.assistant.state(), **self.imports.state(), **self.questionnaires.state()}

    def restore(self, state: dict[str, object]) -> None:
        self.imports.restore(state)
        self.questionnaires.restore(state)
        self.assistant.restore(state)

    def _arrange(self) -> None:
        """What comes in beside what goes out, or below it where there is no room for that."""
        needed = sum(side.minimumSize().width() for side in self._sides) + _GAP + 2 * _EDGE
        room = self.width() - self._bar.sizeHint().width()
        way = QBoxLayout.Direction.LeftToRight if needed <= room else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _show_imported(self, imported: Any) -> None:
        self.imports.show_imported(imported)

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
        if not self.session.round or not self._is_free():
            return
        kinds = _("Excel workbooks (*.xlsx)")
        if self.audience_box.currentData() == "public":
            words = language(str(self.language_box.currentData()))
            release_workbook(self, self.session, words, self._suggest(".xlsx"), kinds, self._written_workbook)
            return
        path = self._ask_save(_("Workbook of this round"), self._suggest(".xlsx"), kinds)
        if path is None:
            return
        self.workbook_line.hide()
        self.workbook_writer.write(path, language(str(self.language_box.currentData())))

    def _written_workbook(self, path: Path) -> None:
        self.workbook_line.tell(path)
        open_with_system(path)

    def export_figures(self) -> None:
        """Release the figures that may leave the house, as CSV."""
        if self.session.round:
            words = self.session.language
            name = self._suggest("-" + words.gettext("figures") + ".csv")
            release_tables(self, self.session, words, name, self.export_line.tell)

    def write_report(self) -> None:
        """Ask where to, and write the board report."""
        if self._is_free():
            self.pdfs.write_report()

    def write_letters(self) -> None:
        """Ask for a folder, and write the letters."""
        if self._is_free():
            self.pdfs.write_letters()

    def export_tables(self) -> None:
        """Ask for a workbook's name, and write the exchange tables to it."""
        if not self._is_free():
            return
        _ = self.session.language.gettext
        kinds = _("Excel workbooks (*.xlsx)")
        self._export(self._ask_save(_("Export the tables"), f"{self.session.file.path.stem}.xlsx", kinds))

    def export_csv(self) -> None:
        """Ask for a folder, and write the exchange tables to it."""
        if not self._is_free():
            return
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
        self.export_line.hide()
        file = self.session.file

        def work() -> Path:
            exporting.export_tables(file, path)
            return path

        def done(written: Path) -> None:
            free()
            self.export_line.tell(written)

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
            seen = focus is not None and isValid(focus) and focus.isVisible()
            back = focus if seen else self.imports.files_button if isValid(self) else None
            if back is not None:
                back.setFocus(Qt.FocusReason.OtherFocusReason)

        return free

    def _is_free(self) -> bool:
        """Whether the page is in sight; where the assistant is in its place, which is not to be lost, that is told."""
        if self.assistant.is_open:
            self.session.tell(Problem("You are importing from another workbook. Finish that, or close it, first."))
        return not self.assistant.is_open

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, Problem):
            raise error
        self.session.tell(error)

    def make_questionnaires(self) -> None:
        """Ask for a folder, and write the questionnaires of the round to it."""
        if self._is_free():
            self.questionnaires.make()

    def read_questionnaires(self) -> None:
        """Ask for questionnaires that came back, and look what they would change."""
        if self._is_free():
            self.questionnaires.choose_returned()

    def choose_import(self) -> None:
        """Ask for workbooks or CSV files, and look what they would change."""
        if self._is_free():
            self.imports.choose_files()

    def look_at(self, sources: Sequence[Path]) -> None:
        """Read the sources and say what importing them would change, or what is wrong with them. Writes nothing."""
        if self._is_free():
            self.imports.look_at(sources)
