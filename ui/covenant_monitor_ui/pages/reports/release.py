"""What leaves the house for the public: seen and confirmed before anything is written, and recorded in the file."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from covenant_monitor import charts
from covenant_monitor.charts import Request
from covenant_monitor.errors import Problem
from covenant_monitor.files import replacing
from covenant_monitor.language import Language
from covenant_monitor.publishing import tables
from covenant_monitor.publishing.checking import Figures, ReleaseCheck, must_be_recordable, picked, prepared, record
from covenant_monitor.publishing.nameless import nameless
from covenant_monitor.publishing.statements import ROUND_CHARTS, in_chart, in_report, in_workbook
from covenant_monitor.publishing.words import (
    group_words,
    measure_words,
    output_words,
    release_words,
    value_words,
)
from covenant_monitor.store.releases import releases
from covenant_monitor.store.round_content import round_content
from covenant_monitor.store.snapshot import snapshot
from covenant_monitor_ui.dialogs.form_dialog import FormDialog
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.session import Progress, Session, Stopped
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.plaintable import PlainTable

_WIDTH = 760

Write = Callable[[Path, ReleaseCheck, Progress], object]
"""Makes an output at a path, in a worker thread."""


class ReleasePreview(FormDialog):
    """Every figure that an output holds, what is withheld and why, and what was released before."""

    def __init__(self, session: Session, check: ReleaseCheck, output: str, parent: QWidget | None = None) -> None:
        _ = session.language.gettext
        super().__init__(session, _("What leaves the house"), _("Release …"), parent)
        self.check = check
        self.summary = text_label(self._summed_up(output), "secondary", wrap=True)
        self.column.addWidget(self.summary)
        self.banner = Banner(session.language)
        self.column.addWidget(self.banner)
        self.withheld = self._list(_("Withheld, and why"), check.why(session.language))
        self.earlier = self._list(_("Released before"), self._earlier())
        self.figures = PlainTable()
        self.column.addWidget(text_label(_("Figures"), "heading"))
        if check.allowed:
            self._fill()
            self.column.addWidget(self.figures)
        else:
            self.column.addWidget(text_label(_("It holds no figures of participants."), "secondary"))
        self.column.addStretch(1)
        if check.refused:
            said = check.why_not(check.refused[0]).text(session.language)
            self.banner.say("error", _("It cannot be released: {why}.").format(why=said))
            self.save_button.setEnabled(False)
        self.fit(_WIDTH)

    def _summed_up(self, output: str) -> str:
        words, check = self.session.language, self.check
        _, n_ = words.gettext, words.ngettext
        what = output_words(output, words)
        if check.round:
            what = _("{output} of round {round}").format(output=what, round=check.round)
        n, held = len(check.allowed), len(check.withheld) + len(check.refused)
        parts = [
            n_("{n} figure of participants", "{n} figures of participants", n).format(n=words.number(n, 0)),
            _("{n} withheld").format(n=words.number(held, 0)),
            _("no names"),
        ]
        said = _("{output}, for the public: {parts}.").format(output=what, parts=", ".join(parts))
        more = _("It is recorded in the file, so that nothing can be computed from this and a later release together.")
        return f"{said} {more}"

    def _list(self, title: str, lines: Sequence[str]) -> list[str]:
        """A heading with lines below it; nothing where there are none."""
        if lines:
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(text_label(title, "heading"))
            for line in lines:
                column.addWidget(text_label(line, wrap=True))
            self.column.addLayout(column)
        return list(lines)

    def _earlier(self) -> list[str]:
        words = self.session.language
        said = words.gettext("{release}, by {who}")
        return [said.format(release=release_words(one, words), who=one.who) for one in self.check.earlier]

    def _fill(self) -> None:
        words = self.session.language
        _ = words.gettext
        frameworks = {one.round.code: one.framework for one in self.check.picture.rounds}
        rows = [
            [
                one.round,
                measure_words(one.measure, words, frameworks.get(one.round)),
                group_words(one.group, words),
                words.number(len(one.members), 0),
                value_words(one, words),
            ]
            for one in self.check.allowed
        ]
        heads = [_("Round"), _("Figure"), _("Participants"), "n", _("Published")]
        self.figures.fill(heads, rows, numbers=(3, 4), stretch=(1,))

    def save(self) -> None:
        """Go on to choosing a name."""
        if self.save_button.isEnabled():
            self.accept()
            self.saved.emit()

    def take_focus(self) -> None:
        """To the button that can be used."""
        able = self.save_button if self.save_button.isEnabled() else self.cancel_button
        able.setFocus(Qt.FocusReason.OtherFocusReason)


class Release:
    """One release under way: tested, previewed, named, written and recorded. `written` is called with its path."""

    def __init__(
        self,
        page: QWidget,
        session: Session,
        output: str,
        *,
        figures: Figures,
        write: Write,
        written: Callable[[Path], object],
        language: Language,
        name: str,
        kinds: str,
        round_: str,
        partial: bool = False,
    ) -> None:
        """`figures` are what `write` writes; `partial`: it can do without any of them."""
        self._prepare = picked if partial else prepared
        # The page itself may be gone by then: it is made anew when the language changes.
        self._window, self._session, self._output = page.window(), session, output
        self._figures, self._write, self._written = figures, write, written
        self._language, self._name, self._kinds, self._round = language, name, kinds, round_
        self.preview: ReleasePreview | None = None

    def start(self) -> None:
        """Test what there is to release, in the background, and show it."""
        session, figures, round_ = self._session, self._figures, self._round
        try:
            must_be_recordable(session.file)
        except Problem as problem:
            session.tell(problem)
            return
        picture, earlier = session.picture, releases(session.file, session.covenant)

        def tested() -> ReleaseCheck:
            check = self._prepare(picture, round_, earlier, figures)
            check.why(session.language)  # known from then on: of many releases it takes seconds
            return check

        session.in_background(tested, self._show)

    def _show(self, check: ReleaseCheck) -> None:
        if any(one.isVisible() for one in self._window.findChildren(ReleasePreview)):
            return  # the button was pressed twice
        preview = ReleasePreview(self._session, check, self._output, self._window)
        self.preview = preview
        preview.finished.connect(preview.deleteLater)
        preview.saved.connect(lambda: self._choose(check))
        preview.open()
        preview.take_focus()

    def _choose(self, check: ReleaseCheck) -> None:
        """Ask for a name, and write."""
        session = self._session
        start = str(session.file.path.parent / self._name)
        title = output_words(self._output, session.language)
        chosen, kind = QFileDialog.getSaveFileName(self._window, title, start, self._kinds)
        if chosen:
            self.write_to(check, with_ending(chosen, kind, self._name))

    def write_to(self, check: ReleaseCheck, path: Path) -> None:
        """Write in the background beside `path`; it takes its place once it is recorded."""
        session = self._session
        _ = session.language.gettext
        progress = Progress(_("Writing {name}").format(name=path.name), can_stop=True)
        stack = ExitStack()
        try:
            temporary = stack.enter_context(replacing(path))
        except Problem as problem:
            session.tell(problem)
            return

        def give_up(error: BaseException) -> None:
            try:
                stack.__exit__(type(error), error, error.__traceback__)
            except Problem as problem:
                error = problem
            if isinstance(error, Problem):
                session.tell(error)
            elif not isinstance(error, Stopped):
                raise error

        def work() -> Stopped | None:
            try:
                self._write(temporary, check, progress)
            except Stopped as stopped:
                return stopped
            return None

        def done(stopped: Stopped | None) -> None:
            if stopped is not None:
                give_up(stopped)
                return
            problem = session.attempt(
                lambda: record(session.file, check, path, temporary, output=self._output, language=self._language.code)
            )
            if problem is not None:
                give_up(problem)
                return
            try:
                stack.close()
            except Problem as left:
                session.tell(left)
                return
            self._written(path)

        session.in_background(work, done, progress=progress, failed=give_up)


def release_workbook(
    page: QWidget, session: Session, language: Language, name: str, kinds: str, written: Callable[[Path], object]
) -> Release:
    """Release the workbook of the round that is chosen."""
    file, covenant, round_ = session.file, session.covenant, session.round

    def write(path: Path, check: ReleaseCheck, progress: Progress) -> None:
        with snapshot(file) as source:
            content = round_content(source, covenant, round_)
            reading = import_module("covenant_monitor.exchange.annual_workbook.source")
            beside = reading.read_beside(source, covenant, round_, public=True)
        picture = check.applied(content.picture)
        shown = replace(content, picture=picture, round=picture.round(round_))
        import_module("covenant_monitor.exchange.annual_workbook.workbook").write_round_workbook(
            path, shown, language=language, public=True, progress=progress.step, source=file.path.name, beside=beside
        )

    return _started(
        Release(
            page,
            session,
            "workbook",
            figures=lambda picture: in_workbook(picture, round_),
            write=write,
            written=written,
            language=language,
            name=name,
            kinds=kinds,
            round_=round_,
        )
    )


def release_report(
    page: QWidget, session: Session, language: Language, name: str, written: Callable[[Path], object]
) -> Release:
    """Release the board report of the round that is chosen."""
    file, covenant, round_ = session.file, session.covenant, session.round

    def write(path: Path, check: ReleaseCheck, progress: Progress) -> None:
        with snapshot(file) as source:
            content = import_module("covenant_monitor.reports.report_reading").report_content(source, covenant, round_)
        picture = check.applied(content.picture)
        shown = replace(content, picture=picture, round=picture.round(round_))
        import_module("covenant_monitor.reports.board_report").write_board_report(
            path, shown, language=language, public=True, progress=progress.step
        )

    return _started(
        Release(
            page,
            session,
            "report",
            figures=lambda picture: in_report(picture, round_),
            write=write,
            written=written,
            language=language,
            name=name,
            kinds="PDF (*.pdf)",
            round_=round_,
        )
    )


def release_chart(
    page: QWidget, session: Session, chart: str, request: Request, name: str, written: Callable[[Path], object]
) -> Release:
    """Release a chart, as a raster image."""

    def write(path: Path, check: ReleaseCheck, _progress: Progress) -> None:
        shown = nameless(check.applied(request.picture))
        drawn = charts.draw(chart, replace(request, picture=shown, scale=2))
        import_module("covenant_monitor.charts.saving").save(drawn, path)

    return _started(
        Release(
            page,
            session,
            f"chart:{chart}",
            figures=lambda picture: in_chart(chart, replace(request, picture=picture)),
            write=write,
            written=written,
            language=request.language,
            name=name,
            kinds="PNG (*.png)",
            round_=request.round if chart in ROUND_CHARTS else "",
        )
    )


def release_tables(
    page: QWidget, session: Session, language: Language, name: str, written: Callable[[Path], object]
) -> Release:
    """Release the figures of the round that is chosen as CSV."""
    round_ = session.round
    return _started(
        Release(
            page,
            session,
            "tables",
            figures=lambda picture: tables.in_tables(picture, round_),
            write=lambda path, check, _progress: tables.write_tables(path, check, language),
            written=written,
            language=language,
            name=name,
            kinds="CSV (*.csv)",
            round_=round_,
            partial=True,
        )
    )


def _started(release: Release) -> Release:
    release.start()
    return release
