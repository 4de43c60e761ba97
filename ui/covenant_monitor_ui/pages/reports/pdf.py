"""The board report and the letters of the round as PDFs: for whom, in which language, written in the background."""

from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from covenant_monitor.language import language
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.pages.reports.release import release_report
from covenant_monitor_ui.pages.reports.told import open_with_system, say_stopped, show_or_say
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.topbar import LabelledCombo


class PdfPanel(Panel):
    """Writes the report for an audience, or a letter to everybody into a folder, and shows where it is."""

    def __init__(self, session: Session) -> None:
        _ = session.language.gettext
        super().__init__(_("Board report and letters"))
        self.session = session
        self._path: Path | None = None
        self.add(
            text_label(
                _(
                    "The board report tells of the round in words, tables and charts. A letter tells one participant"
                    " of its own assessment, and names nobody else. Both are PDFs."
                ),
                "secondary",
                wrap=True,
            )
        )
        self.audience_box = LabelledCombo(_("For"))
        self.audience_box.addItem(_("internal use"), "internal")
        self.audience_box.addItem(_("the public"), "public")
        self.language_box = LabelledCombo(_("Language"))
        for code, name in (("nl", "Nederlands"), ("en", "English")):
            self.language_box.addItem(name, code)
        self.language_box.setCurrentIndex(self.language_box.findData(session.language.code))
        self.report_button = button(_("Write the board report …"), self.write_report, icon="export")
        self.letters_button = button(
            _("Write the letters …"), self.write_letters, tip=_("Each letter is for one participant only")
        )
        self.result = ElidedLabel("", "secondary")
        self.open_link = button(_("Open"), self.open_written, kind="link")
        self.folder_link = button(_("Show in folder"), self.show_folder, kind="link")
        self.left_out = text_label("", "secondary", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = (
            (8, (self.audience_box, self.language_box)),
            (8, (self.report_button, self.letters_button)),
            (12, (self.result, self.open_link, self.folder_link)),
        )
        for spacing, parts in rows:
            row = QHBoxLayout()
            row.setSpacing(spacing)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self.body.addLayout(row)
        self.add(self.left_out)
        self._hide_result()

    def show_place(self) -> None:
        """Whether there is a round to write about."""
        no_round = "" if self.session.round else self.session.language.gettext("There is no round yet.")
        for part in (self.audience_box, self.language_box, self.report_button, self.letters_button):
            enable(part, no_round)

    def write_report(self) -> None:
        """Ask where to, then write the report in the background and open it."""
        session = self.session
        _ = session.language.gettext
        if not session.round:
            return
        public = self.audience_box.currentData() == "public"
        name = f"{session.covenant}-{session.round}-{self.audience_box.currentData()}.pdf".lower()
        if public:
            words = language(str(self.language_box.currentData()))
            release_report(self, session, words, name, self._written_report)
            return
        start = str(session.file.path.parent / name)
        chosen, kind = QFileDialog.getSaveFileName(self, _("Board report"), start, "PDF (*.pdf)")
        if not chosen:
            return
        self._hide_result()
        path = with_ending(chosen, kind, name)
        file, covenant, round_ = session.file, session.covenant, session.round
        words = language(str(self.language_box.currentData()))
        progress = Progress(_("Writing {name}").format(name=path.name), can_stop=True)

        def work() -> None:
            with snapshot(file) as source:
                content = import_module("covenant_monitor.reports.report_reading").report_content(
                    source, covenant, round_
                )
            import_module("covenant_monitor.reports.board_report").write_board_report(
                path, content, language=words, progress=progress.step
            )

        session.in_background(work, lambda _nothing: self._written_report(path), progress=progress)

    def _written_report(self, path: Path) -> None:
        said = self.session.language.gettext("Written: {path}").format(path=path)
        show_or_say(self.session, self, said, lambda: self._show_written(path, said))
        open_with_system(path)

    def write_letters(self) -> None:
        """Ask for a folder, then write the letters in the background; what was written stays if it is stopped."""
        session = self.session
        _ = session.language.gettext
        if not session.round:
            return
        start = str(session.file.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, _("A folder for the letters"), start)
        if not chosen:
            return
        self._hide_result()
        folder = Path(chosen)
        file, covenant, round_ = session.file, session.covenant, session.round
        words = language(str(self.language_box.currentData()))
        progress = Progress(_("Writing the letters"), can_stop=True)

        def work() -> Any:
            with snapshot(file) as source:
                content = import_module("covenant_monitor.reports.report_reading").letter_content(
                    source, covenant, round_
                )
            return import_module("covenant_monitor.reports.letters").write_letters(
                folder, content, language=words, progress=progress.step
            )

        session.in_background(
            work,
            lambda made: self._show_letters(folder, made),
            progress=progress,
            stopped=lambda: say_stopped(session, progress, folder),
        )

    def _show_letters(self, folder: Path, made: Any) -> None:
        words = self.session.language
        n_ = words.ngettext
        n, without = len(made.written), len(made.left_out)
        said = n_("{n} letter written: {folder}", "{n} letters written: {folder}", n).format(
            n=words.number(n, 0), folder=folder
        )
        none = n_(
            "{n} participant has none: it is not assessed yet.",
            "{n} participants have none: they are not assessed yet.",
            without,
        ).format(n=words.number(without, 0))

        def show() -> None:
            self._show_written(folder, said)
            self.left_out.setText(none)
            self.left_out.setVisible(bool(without))
            self.open_link.hide()

        show_or_say(self.session, self, f"{said} {none}" if without else said, show)

    def _hide_result(self) -> None:
        for part in (self.result, self.open_link, self.folder_link, self.left_out):
            part.hide()

    def _show_written(self, path: Path, said: str) -> None:
        self._path = path
        self.result.show_text(said)
        self.left_out.hide()
        for part in (self.result, self.open_link, self.folder_link):
            part.show()

    def open_written(self) -> None:
        """Open the report that was written last with the program that the system has for it."""
        if self._path is not None:
            open_with_system(self._path)

    def show_folder(self) -> None:
        """Show the folder of what was written last."""
        if self._path is not None:
            open_with_system(self._path if self._path.is_dir() else self._path.parent)
