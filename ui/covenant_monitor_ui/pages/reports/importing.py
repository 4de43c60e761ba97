"""Exchange tables on their way in: what importing them would change is shown first, and written when the user says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QPushButton, QSizePolicy

from covenant_monitor.errors import Problem, Rejected
from covenant_monitor.language import N_
from covenant_monitor.store.store import Change
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button, enable
from covenant_monitor_ui.widgets.panel import Panel

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
_FINDINGS_HEIGHT = 320
"""What was found scrolls where it needs more than this, in pixels."""

Stamp = tuple[tuple[str, int, int], ...]


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        yield from sorted(source.iterdir()) if source.is_dir() else [source]


def stamp_of(sources: Sequence[Path]) -> Stamp:
    """What changes when somebody saves one of the sources again; () where they cannot be seen any more."""
    try:
        seen = [(str(path), path.stat()) for path in _files(sources)]
    except OSError:
        return ()
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in seen)


@dataclass(slots=True)
class Looked:
    """Sources that were looked at, and what came of it: `importing.Imported`, or why nothing can be imported.

    `stamp` is that of the sources when they were read; `is_stale`: the covenant file has changed since.
    """

    sources: Sequence[Path]
    stamp: Stamp
    outcome: Any
    is_stale: bool = False


class ImportPanel(Panel):
    """Asks for exchange tables, shows what they would change or what is wrong with them, and imports them."""

    def __init__(
        self,
        session: Session,
        hold: Callable[[], Callable[[], None]],
        other: QPushButton,
        read_questionnaires: Callable[[Sequence[Path]], object],
    ) -> None:
        """`hold` lets nothing happen in the window while a worker uses the file, and gives what lets go again. `other`
        is the way in for workbooks that hold no exchange tables; `read_questionnaires` gets those that hold answers.
        """
        _ = session.language.gettext
        super().__init__(_("Import"))
        self._session, self._hold, self._read_questionnaires = session, hold, read_questionnaires
        self._looked: Looked | None = None
        self.other_button = other
        self.add(
            text_label(
                _(
                    "Tables from a workbook or from CSV files. You first see what would change; nothing is written "
                    "until everything is right and you say so."
                ),
                "secondary",
                wrap=True,
            )
        )
        self.files_button = button(_("Choose files …"), self.choose_files, icon="import")
        self.folder_button = button(_("Choose a folder …"), self.choose_folder)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.files_button)
        row.addWidget(self.folder_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        self.words = text_label("", wrap=True)
        self.words.hide()
        self.add(self.words)
        self.findings = QListWidget()
        self.findings.setAccessibleName(_("What was found"))
        self.findings.setWordWrap(True)
        self.findings.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.findings.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.findings.setMinimumHeight(0)
        self.findings.setMaximumHeight(scaled(_FINDINGS_HEIGHT))
        self.findings.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.findings.hide()
        self.add(self.findings)
        self.confirm_button = button(_("Import this"), self.confirm)
        self.confirm_button.hide()
        self.body.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignLeft)
        session.changed.connect(self._note_change)

    def show_place(self) -> None:
        """Whether anything can be imported."""
        for part in (self.files_button, self.folder_button, self.other_button, self.confirm_button):
            enable(part, self._session.locked)

    def state(self) -> dict[str, object]:
        """What was looked at and is not imported yet."""
        return {"looked": self._looked}

    def restore(self, state: Mapping[str, object]) -> None:
        """Show again what `state` kept."""
        looked = state.get("looked")
        if isinstance(looked, Looked):
            self._looked = looked
            self._show_looked()

    def _note_change(self, _change: Change) -> None:
        if self._looked is not None:
            self._looked.is_stale = True

    def choose_files(self) -> None:
        """Ask for workbooks or CSV files, and look what they would change."""
        _ = self._session.language.gettext
        start = str(self._session.file.path.parent)
        kinds = _("Tables (*.xlsx *.csv)")
        names, _kind = QFileDialog.getOpenFileNames(self, _("Import"), start, kinds)
        self.look_at([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder of CSV files, and look what they would change."""
        _ = self._session.language.gettext
        chosen = QFileDialog.getExistingDirectory(self, _("Import"), str(self._session.file.path.parent))
        self.look_at([Path(chosen)] if chosen else [])

    def look_at(self, sources: Sequence[Path]) -> None:
        """Read the sources and say what importing them would change, or what is wrong with them. Writes nothing."""
        if not sources:
            return
        reading = import_module("covenant_monitor.exchange.questionnaires.reading")
        try:
            returned = reading.all_questionnaires(sources)
        except Problem as problem:
            self._session.tell(problem)
            return
        if returned:
            self._read_questionnaires(sources)
        else:
            self._import(sources, dry_run=True)

    def confirm(self) -> None:
        """Import what was looked at. Where it would be another thing by now, that is shown first."""
        looked = self._looked
        if looked is None:
            return
        changed = looked.is_stale or looked.stamp != stamp_of(looked.sources)
        self._import(looked.sources, dry_run=changed, again=changed)

    def _import(self, sources: Sequence[Path], *, dry_run: bool, again: bool = False) -> None:
        session = self._session
        _ = session.language.gettext
        free = self._hold()
        self.confirm_button.hide()
        self.words.hide()
        self.findings.hide()
        self._looked = None
        file, stamp = session.file, stamp_of(sources)

        def work() -> Any:
            importing = import_module("covenant_monitor.exchange.importing")
            return importing.import_files(file, sources, dry_run=dry_run)

        def done(imported: Any) -> None:
            free()
            if dry_run:
                self._looked = Looked(sources, stamp, imported)
                self._show_looked(again=again)
            else:
                self.show_imported(imported)

        def failed(error: BaseException) -> None:
            free()
            if isinstance(error, Rejected):
                self._looked = Looked(sources, stamp, error)
                self._show_looked()
                self.findings.setFocus()
            elif isinstance(error, Problem):
                session.tell(error)
            else:
                raise error

        names = ", ".join(source.name for source in sources)
        title = _("Reading {names}").format(names=names)
        session.in_background(work, done, progress=Progress(title), failed=failed)

    def _show_looked(self, *, again: bool = False) -> None:
        """Say what came of looking; `again`: it had been looked at before, and is another thing now."""
        looked = self._looked
        assert looked is not None
        _ = self._session.language.gettext
        if isinstance(looked.outcome, Rejected):
            words = self._session.language
            self._say(looked.outcome.text(words), [finding.text(words) for finding in looked.outcome.findings])
            return
        lines = self._lines(looked.outcome)
        if not _changes_anything(looked.outcome):
            self._say(_("Nothing to import: the file has all of this already."), lines)
            self._looked = None
            return
        if again:
            self._say(_("Something has changed since you looked. This would change now:"), lines)
        else:
            self._say(_("Everything is right. This would change:"), lines)
        self.confirm_button.show()
        self.confirm_button.setFocus()

    def show_imported(self, imported: Any) -> None:
        """Say what was imported, by this panel or from another workbook."""
        _ = self._session.language.gettext
        self._looked = None
        self.confirm_button.hide()
        if _changes_anything(imported):
            text = _("Imported, as one step that can be undone. A backup was made before it.")
        else:
            text = _("Nothing to import: the file has all of this already.")
        self._say(text, self._lines(imported))
        if imported.change.tables and self._session.is_open:  # the window may have been closed meanwhile
            self._session.tell_change(imported.change)

    def _lines(self, imported: Any) -> list[str]:
        words = self._session.language
        _ = words.gettext
        counts = imported.counts
        lines = [
            _("{table}: {added} new, {changed} changed").format(
                table=_(TABLE_NAMES[table]), added=words.number(added, 0), changed=words.number(changed, 0)
            )
            for table in counts.unchanged
            if (added := counts.added.get(table, 0)) + (changed := counts.changed.get(table, 0))
        ]
        return lines + [note.text(words) for note in imported.notes]

    def _say(self, text: str, lines: Sequence[str]) -> None:
        self.words.setText(text)
        self.words.show()
        self.findings.clear()
        self.findings.addItems(lines)
        self.findings.setVisible(bool(lines))


def _changes_anything(imported: Any) -> bool:
    return any(imported.counts.added.values()) or any(imported.counts.changed.values())
