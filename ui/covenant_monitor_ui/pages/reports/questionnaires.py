"""Questionnaires: a workbook for each participant into a folder, and what came back taken in after it was looked at."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout
from shiboken6 import isValid

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import standing_reading
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor.store.store import Change
from covenant_monitor_ui.pages.reports.staged import StagedPanel
from covenant_monitor_ui.pages.reports.told import say_stopped, show_or_say
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_WIDEST_NAME = 240
"""Of the box with the participants, in a 13 px design: the language beside it has room left."""


class QuestionnairesPanel(Panel):
    """Makes and reads questionnaires; `staged` shows what those that came back would change, until it is decided."""

    looked = Signal()
    """There is something to look at in `staged`."""

    def __init__(self, session: Session, hold_window: Callable[[], Callable[[], None]]) -> None:
        """`hold_window` lets nothing happen in the window, and returns what lets go of it again."""
        _ = session.language.gettext
        super().__init__(_("Questionnaires"))
        self.session = session
        self._hold_window = hold_window
        self.staged = StagedPanel(session.language)
        self._folder: Path | None = None
        self._place = ("", "")
        self._is_stale = False
        self.add(
            text_label(
                _(
                    "One workbook for each participant, with the criteria that apply to it and its last answers. What"
                    " comes back becomes its own assessment, after you have seen every change. You can also drop the"
                    " workbooks on the window."
                ),
                "secondary",
                wrap=True,
            )
        )
        self.party_box = LabelledCombo(_("For"))
        self.party_box.setMaximumWidth(scaled(_WIDEST_NAME))
        self.language_box = LabelledCombo(_("Language"))
        for code, name in (("nl", "Nederlands"), ("en", "English")):
            self.language_box.addItem(name, code)
        self.language_box.setCurrentIndex(self.language_box.findData(session.language.code))
        self.make_button = button(_("Make questionnaires …"), self.make, icon="export")
        self.read_button = button(_("Read what came back …"), self.choose_returned, icon="import")
        self.taken = text_label("", "secondary", wrap=True)
        self.result = ElidedLabel("", "secondary")
        self.folder_link = button(_("Show in folder"), self.show_folder, kind="link")
        self._lay_out()
        self.staged.wanted.connect(self.take_in)
        self.staged.put_aside.connect(self._put_aside)
        session.changed.connect(self._note_change)

    def _lay_out(self) -> None:
        rows = (
            (8, (self.party_box, self.language_box)),
            (8, (self.make_button, self.read_button)),
            (12, (self.result, self.folder_link)),
        )
        for spacing, parts in rows:
            row = QHBoxLayout()
            row.setSpacing(spacing)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.insertWidget(self.body.count() - 1, self.taken)
        self._say_nothing()

    def _say_nothing(self) -> None:
        for part in (self.taken, self.result, self.folder_link):
            part.hide()

    def show_place(self) -> None:
        """The participants of the round, and whether there is one; what was read for another round is put aside."""
        session = self.session
        _ = session.language.gettext
        chosen = self.party_box.currentData()
        self.party_box.clear()
        self.party_box.addItem(_("all participants"), "")
        if session.round:
            standings = standing_reading.standings(session.file, session.covenant, session.round)
            for standing in sorted(standings, key=lambda one: session.language.sort_key(one.party.name)):
                self.party_box.addItem(standing.party.name, standing.party.code)
        self.party_box.setCurrentIndex(max(0, self.party_box.findData(chosen)))
        no_round = "" if session.round else _("There is no round yet.")
        for part in (self.party_box, self.language_box, self.make_button):
            enable(part, no_round)
        enable(self.read_button, session.locked or no_round)
        if self._place != (session.covenant, session.round):
            self._place = (session.covenant, session.round)
            self.staged.forget()
            self._say_nothing()
        elif self._is_stale:
            self._stage_again()
        self._is_stale = False

    def state(self) -> dict[str, object]:
        """What came back and is not decided yet, and the file that it is for."""
        staged, path = self.staged.staged, self.session.path()
        return {"returned": (path, staged, self.staged.left_out()) if staged is not None and path else None}

    def restore(self, state: Mapping[str, object]) -> None:
        """Show again what `state` kept of this file."""
        kept = state.get("returned")
        if isinstance(kept, tuple) and kept[0] == self.session.path():
            _path, staged, left_out = kept
            self._place = (staged.covenant, staged.round)
            self.staged.show_staged(staged, left_out, take_focus=False)
            self._is_stale = True  # nobody saw what was written while there was no page

    def _note_change(self) -> None:
        self._is_stale = True

    def make(self) -> None:
        """Ask for a folder, then write the questionnaires in the background; what is written stays if it is stopped."""
        session = self.session
        _ = session.language.gettext
        if not session.round:
            return
        start = str(session.file.path.parent)
        chosen = QFileDialog.getExistingDirectory(self, _("An empty folder for the questionnaires"), start)
        if not chosen:
            return
        folder, file, covenant, round_ = Path(chosen), session.file, session.covenant, session.round
        party = str(self.party_box.currentData() or "")
        words = language(str(self.language_box.currentData()))
        progress = Progress(_("Writing the questionnaires"), can_stop=True)

        def work() -> int:
            with snapshot(file) as source:
                asked = import_module("covenant_monitor.exchange.questionnaires.questionnaire").questionnaires(
                    source, covenant, round_, [party] if party else None
                )
            writing = import_module("covenant_monitor.exchange.questionnaires.writing")
            return len(writing.write_questionnaires(folder, asked, language=words, progress=progress.step))

        session.in_background(
            work,
            lambda n: self._show_made(folder, n),
            progress=progress,
            stopped=lambda: say_stopped(session, progress, folder),
        )

    def _show_made(self, folder: Path, n: int) -> None:
        words = self.session.language
        said = words.ngettext("{n} questionnaire written: {folder}", "{n} questionnaires written: {folder}", n).format(
            n=words.number(n, 0), folder=folder
        )
        show_or_say(self.session, self, said, lambda: self._show_result(folder, said))

    def _show_result(self, folder: Path, said: str) -> None:
        self._folder = folder
        self._say_nothing()
        self.result.show_text(said)
        self.result.show()
        self.folder_link.show()

    def show_folder(self) -> None:
        """Open the folder that was written to last."""
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def choose_returned(self) -> None:
        """Ask for workbooks that came back, many at once, and look what they would change."""
        session = self.session
        _ = session.language.gettext
        start = str(session.file.path.parent)
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("Returned questionnaires"), start, _("Workbooks (*.xlsx *.xlsm *.xls *.ods)")
        )
        self.read([Path(name) for name in names])

    def read(self, sources: Sequence[Path]) -> None:
        """Read workbooks in the background, and show what they would change. Writes nothing."""
        session = self.session
        if not sources or not session.can_write:
            return
        if not session.round:
            session.tell(Problem("There is no round yet."))
            return
        _ = session.language.gettext
        file, place = session.file, (session.covenant, session.round)
        progress = Progress(_("Reading the questionnaires"), can_stop=True)

        def work() -> Sequence[Any]:
            reading = import_module("covenant_monitor.exchange.questionnaires.reading")
            return list(reading.read_questionnaires(sources, progress=progress.step))

        def done(returned: Sequence[Any]) -> None:
            # Meanwhile the page may have gone with the language it was in, or another round may have been chosen.
            if isValid(self) and session.store is file and place == (session.covenant, session.round):
                self._add(returned)

        session.in_background(work, done, progress=progress)

    def _add(self, returned: Sequence[Any]) -> None:
        """Show what some workbooks would change, with what is shown already: they may come one by one, as from mail."""
        shown = self.staged.staged
        anew = {one.path for one in returned}
        earlier = [one for one in shown.returned if one.path not in anew] if shown is not None else []

        def show(staged: Any) -> None:
            if self.staged.staged is not shown:  # it was taken in meanwhile, or others were added
                self._add(returned)
                return
            self.staged.show_staged(staged, self.staged.left_out())
            self.looked.emit()

        self._stage([*earlier, *returned], show)

    def _stage_again(self) -> None:
        """Compare what is shown with the file as it is now."""
        shown = self.staged.staged
        if shown is None:
            return

        def show(staged: Any) -> None:
            same = (staged.changes, staged.findings) == (shown.changes, shown.findings)
            if self.staged.staged is shown and not same:
                self.staged.show_staged(staged, self.staged.left_out(), take_focus=False)

        self._stage(shown.returned, show)

    def _stage(self, returned: Sequence[Any], show: Callable[[Any], None]) -> None:
        """Compare workbooks with the file in the background, and show what comes of it if it is still of use."""
        session = self.session
        file, place = session.file, (session.covenant, session.round)

        def work() -> Any:
            staging = import_module("covenant_monitor.exchange.questionnaires.staging")
            with snapshot(file) as source:
                return staging.stage(source, returned, covenant=place[0], round=place[1])

        def done(staged: Any) -> None:
            if isValid(self) and session.store is file and place == (session.covenant, session.round):
                show(staged)

        session.in_background(work, done)

    def take_in(self) -> None:
        """Write what is ticked, as one step."""
        staged, accepted = self.staged.staged, self.staged.accepted()
        if staged is None or not accepted:
            return
        session = self.session
        _ = session.language.gettext
        taking = import_module("covenant_monitor.exchange.questionnaires.taking")
        free = self._hold_window()

        def done(change: Change) -> None:
            free()
            self._show_taken(len({one.party for one in accepted}), len(staged.changes) - len(accepted))
            session.tell_change(change)

        def failed(error: BaseException) -> None:
            free()
            if not isinstance(error, Problem):
                raise error
            session.tell(error)

        progress = Progress(_("Taking in the answers"))
        session.in_background(
            lambda: taking.accept(session.file, staged, accepted), done, progress=progress, failed=failed
        )

    def _show_taken(self, n: int, left_out: int) -> None:
        words = self.session.language
        self.staged.forget()
        self._say_nothing()
        said = words.ngettext(
            "Answers of {n} participant taken in, as one step. The workbook is kept beside the file.",
            "Answers of {n} participants taken in, as one step. The workbooks are kept beside the file.",
            n,
        ).format(n=words.number(n, 0))
        if left_out:
            more = words.ngettext(
                "{n} change was left out. Read the workbook again to take it in after all.",
                "{n} changes were left out. Read the workbooks again to take them in after all.",
                left_out,
            )
            said = f"{said} {more.format(n=words.number(left_out, 0))}"
        self.taken.setText(said)
        self.taken.show()
        taking = import_module("covenant_monitor.exchange.questionnaires.taking")
        self._folder = taking.originals_folder(self.session.file.path)
        self.folder_link.show()
        self.read_button.setFocus()

    def _put_aside(self) -> None:
        self.staged.forget()
        self.read_button.setFocus()
