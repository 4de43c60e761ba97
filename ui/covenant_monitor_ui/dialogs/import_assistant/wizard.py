"""The import assistant: any workbook or CSV file, read as the user says, into exchange tables and so into the file.

It stands in the page. Nothing is written before the last step, and that is the ordinary import: one step to undo.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from covenant_monitor.errors import Problem
from covenant_monitor.exchange.assistant import guess as assistant_guess
from covenant_monitor.exchange.assistant import recipe as assistant
from covenant_monitor.exchange.assistant.importing import Tried, try_out
from covenant_monitor.exchange.assistant.known import known_in
from covenant_monitor.exchange.assistant.reading import read_source
from covenant_monitor.exchange.assistant.tables import Followed, follow
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.importing import OPEN_HERE
from covenant_monitor.store.opening import is_open_here
from covenant_monitor_ui.dialogs.import_assistant.columns import ColumnsStep
from covenant_monitor_ui.dialogs.import_assistant.preview import PreviewStep, changes_in_words
from covenant_monitor_ui.dialogs.import_assistant.source import SourceStep
from covenant_monitor_ui.dialogs.import_assistant.values import ValuesStep
from covenant_monitor_ui.dialogs.import_assistant.work import Work
from covenant_monitor_ui.dialogs.steps import Steps
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import stops_after

_MOST_REMEMBERED = 40


class Step(IntEnum):
    """The steps in order."""

    SOURCE = 0
    COLUMNS = 1
    VALUES = 2
    PREVIEW = 3


class ImportAssistant(Steps):
    """Four steps, which can be gone to in any order. `closed` has what was imported (`importing.Imported`), or None."""

    def __init__(
        self,
        session: Session,
        names: Mapping[str, str],
        hold: Callable[[], Callable[[], None]],
        parent: QWidget | None = None,
    ) -> None:
        """`names`: what the exchange tables are called. `hold` lets nothing happen in the window while a worker uses
        the file, and gives what lets go again.
        """
        _ = session.language.gettext
        steps = (_("Sheet and headings"), _("Columns"), _("Values"), _("Preview"))
        super().__init__(session, steps, _("Close; nothing is imported"), parent)
        self._hold = hold
        self._names = names
        self.work: Work | None = None
        self.step = Step.SOURCE
        self.recipes: dict[str, str] = {}
        self._followed: Followed | None = None
        self._wish = 0
        self.is_settled = True
        self.source = SourceStep(session)
        self.columns = ColumnsStep(session)
        self.values = ValuesStep(session)
        self.preview = PreviewStep(session, names)
        self.title.show_text(_("Import from another workbook"))
        self.about = ElidedLabel("", "secondary")
        self.lay_out(self.about, self.source, self.columns, self.values, self.preview)
        self._connect()

    def _connect(self) -> None:
        self.source.sheet_chosen.connect(self._choose_sheet)
        self.source.row_chosen.connect(self._choose_row)
        self.columns.table_chosen.connect(self._choose_table)

    def begin(self, path: Path, ready: Callable[[], None], not_read: Callable[[], None]) -> None:
        """Read a source in the background; `ready` once it can be shown, or `not_read`: why is told."""
        session = self._session
        if is_open_here(path):
            not_read()
            session.tell(Problem(OPEN_HERE, file=path.name))
            return
        file = session.file
        known = known_in(file)
        place = assistant_guess.Place(session.covenant, session.round)

        def work() -> Work:
            sheets, told = read_source(path)
            sheet = assistant_guess.guess_sheet(sheets)
            recipe = assistant_guess.guess_recipe(sheet, known, place)
            return Work(path, sheets, told, sheet, recipe, known)

        def done(made: Work) -> None:
            if not isValid(self) or session.store is not file:
                return  # the page was made anew, or the file closed
            self.is_settled = True
            self.work = made
            self._remember_back()
            ready()
            self.go_to(Step.SOURCE)

        def failed(error: BaseException) -> None:
            self.is_settled = True
            not_read()
            if not isinstance(error, Problem):
                raise error
            session.tell(error)

        self.is_settled = False
        title = session.language.gettext("Reading {names}").format(names=path.name)
        session.in_background(work, done, progress=Progress(title), failed=failed)

    def _remember_back(self) -> None:
        """Read a table as one with the same headings was read before."""
        work = self.work
        assert work is not None
        kept = self.recipes.get(assistant.signature(work.names))
        work.is_remembered = False
        if kept is None:
            return
        try:
            old = assistant.from_json(kept)
        except Problem:  # kept by another version of the program
            return
        place = assistant_guess.Place(self._session.covenant, self._session.round)
        work.recipe = assistant_guess.remembered(old, work.sheet, work.recipe.header_row, work.known, place)
        work.is_remembered = True

    def _guess_anew(self, *, table: str = "", header_row: int = 0) -> None:
        work = self.work
        assert work is not None
        place = assistant_guess.Place(self._session.covenant, self._session.round)
        recipe = assistant_guess.guess_recipe(work.sheet, work.known, place, table=table, header_row=header_row)
        self.work = Work(work.path, work.sheets, work.told, work.sheet, recipe, work.known)

    def _choose_sheet(self, name: str) -> None:
        work = self.work
        if work is None:
            return
        work.sheet = next(sheet for sheet in work.sheets if sheet.name == name)
        self._guess_anew()
        self._remember_back()
        self._show_step()

    def _choose_row(self, row: int) -> None:
        if self.work is not None and row != self.work.recipe.header_row:
            self._guess_anew(header_row=row)
            self._remember_back()

    def _choose_table(self, table: str) -> None:
        if self.work is not None and table != self.work.recipe.table:
            self._guess_anew(table=table, header_row=self.work.recipe.header_row)
            self._show_step()

    def look_again(self) -> None:
        """What the file has may have changed: a preview is worked out anew, so that it says what would be written."""
        if self.work is not None:
            self.work.known = known_in(self._session.file)
            if self.step is Step.PREVIEW and self.is_settled:
                self._work_out()

    def go_to(self, step: Step) -> None:
        """Show a step."""
        if self.work is None:
            return
        self.step = Step(step)
        self.stack.setCurrentIndex(step)
        self._show_step()
        self.take_focus()

    def go_to_step(self, place: int) -> None:
        self.go_to(Step(place))

    def go_on(self, by: int) -> None:
        if self.step is Step.PREVIEW and by > 0:
            self.import_now()
        elif self.step + by >= 0:
            self.go_to(Step(self.step + by))

    def _show_step(self) -> None:
        """Fill the step that is shown, and what stands around it."""
        work = self.work
        if work is None:
            return
        _ = self._session.language.gettext
        self.about.show_text(work.path.name)
        for place, made in enumerate(self.steps):
            made.setChecked(place == self.step)
        self.back_button.setEnabled(self.step is not Step.SOURCE)
        self.name_next(_("Import this") if self.step is Step.PREVIEW else _("Next"))
        self.next_button.setEnabled(self.step is not Step.PREVIEW)
        hints = self.usual_hints()
        if self.step is Step.VALUES and work.worded:
            hints.insert(0, ("1–5", _("what the words mean")))
        self.hints.set_hints(hints)
        if self.step is Step.SOURCE:
            self.source.show_work(work)
        elif self.step is Step.COLUMNS:
            self.columns.show_work(work)
        elif self.step is Step.VALUES:
            self.values.show_work(work)
        else:
            self._work_out()

    def _work_out(self) -> None:
        """Make the rows, and try the import, in the background."""
        work, session = self.work, self._session
        assert work is not None
        self._wish += 1
        wish = self._wish
        self.is_settled = False
        self.preview.show_waiting()
        known = known_in(session.file)
        sheet, recipe, told, file = work.sheet, work.recipe, work.told, session.file
        free = self._hold()

        def run() -> tuple[Followed, Tried]:
            made = follow(sheet, recipe, known)
            made.findings[:0] = told
            return made, try_out(file, made)

        def done(outcome: tuple[Followed, Tried]) -> None:
            free()
            if wish == self._wish and self.step is Step.PREVIEW:
                self.is_settled = True
                self._show_outcome(*outcome)

        def failed(error: BaseException) -> None:
            free()
            self.is_settled = True
            if not isinstance(error, Problem):
                raise error
            session.tell(error)

        progress = Progress(session.language.gettext("Working it out"))
        session.in_background(run, done, progress=progress, failed=failed)

    def _show_outcome(self, made: Followed, tried: Tried) -> None:
        language = self._session.language
        _ = language.gettext
        self._followed = made
        notes = [finding for finding in made.findings if finding.severity == "note"]
        if tried.rejected is not None or tried.counts is None:
            found = tried.rejected.findings if tried.rejected is not None else ()
            findings = [finding for finding in found if isinstance(finding, Finding)]
            summary = language.ngettext(
                "{n} thing is wrong. Step back and say it otherwise, or mend it in the source.",
                "{n} things are wrong. Step back and say it otherwise, or mend them in the source.",
                len(findings),
            ).format(n=language.number(len(findings), 0))
            self.preview.show_tables(made.tables, [*findings, *notes], summary, bad=True)
            stops_after(self.steps[-1], self.preview.tabs.stops)
            self.take_focus()
            return
        changes = changes_in_words(tried.counts, self._names, language)
        summary = (
            _("Everything is right. This would change: {changes}.").format(changes=changes)
            if changes
            else _("Nothing to import: the file has all of this already.")
        )
        self.preview.show_tables(made.tables, notes, summary, changes=tried.changes)
        stops_after(self.steps[-1], self.preview.tabs.stops)
        self.next_button.setEnabled(bool(changes) and self._session.can_write)
        self.take_focus()

    def import_now(self) -> None:
        """Import what the preview shows, after a backup."""
        work, made, session = self.work, self._followed, self._session
        if work is None or made is None or not self.next_button.isEnabled():
            return
        free = self._hold()
        file, source = session.file, work.path.name

        def run() -> Any:
            importing = import_module("covenant_monitor.exchange.importing")
            return importing.import_tables(file, made.tables, made.findings, source=source, with_backup=True)

        def done(imported: Any) -> None:
            free()
            self._keep(work)
            self._followed = None
            self.closed.emit(imported)

        def failed(error: BaseException) -> None:
            free()
            if not isinstance(error, Problem):
                raise error
            session.tell(error)

        title = session.language.gettext("Reading {names}").format(names=source)
        session.in_background(run, done, progress=Progress(title), failed=failed)

    def _keep(self, work: Work) -> None:
        """Remember how tables with these headings are read; those that were used longest ago are forgotten."""
        key = assistant.signature(work.names)
        self.recipes.pop(key, None)
        self.recipes[key] = assistant.to_json(work.recipe)
        while len(self.recipes) > _MOST_REMEMBERED:
            del self.recipes[next(iter(self.recipes))]

    def take_focus(self) -> None:
        """To where the work of the step begins."""
        shown = self.stack.currentWidget()
        if isinstance(shown, SourceStep | ColumnsStep | ValuesStep | PreviewStep):
            shown.take_focus()
        if self.step is Step.PREVIEW and self.next_button.isEnabled():
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave; nothing is imported."""
        self._wish += 1
        self.closed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.step in (Step.SOURCE, Step.VALUES):
            self.go_on(1)
        else:
            super().keyPressEvent(event)
