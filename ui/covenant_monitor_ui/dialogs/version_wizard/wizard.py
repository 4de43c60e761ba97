"""The version wizard: from an old version of a framework to a new one, and what that does to scores.

It stands in the page. Nothing waits for its end: every step is in the file at once, so it can be left at any moment.
"""

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.domain.versions import FrameworkKey
from covenant_monitor.store import framework_reading as reading
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.dialogs.steps import Steps
from covenant_monitor_ui.dialogs.version_wizard.mapping import MappingStep
from covenant_monitor_ui.dialogs.version_wizard.pair import Pair, read_pair
from covenant_monitor_ui.dialogs.version_wizard.publish import DraftStep, PublishStep
from covenant_monitor_ui.dialogs.version_wizard.results import EffectStep
from covenant_monitor_ui.dialogs.version_wizard.start import StartStep
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_kind, text_label
from covenant_monitor_ui.widgets.buttons import enter_pressed

NARROW_BELOW, LOW_BELOW = 1360, 800


class Step(IntEnum):
    """The steps in order."""

    START = 0
    MAPPING = 1
    DRAFT = 2
    EFFECT = 3
    PUBLISH = 4


class VersionWizard(Steps):
    """Five steps, which can be gone to in any order once it is known which two versions it is about.

    `closed` has the `FrameworkKey` of the version to show (None: as it was).
    """

    edit_wanted = Signal(object, object)
    """Left to change a version: its `FrameworkKey`, and a `Flaw` to go to or None."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        _ = session.language.gettext
        names = (_("Versions"), _("Mapping"), _("Changes"), _("Effect on scores"), _("Publish"))
        super().__init__(session, names, _("Close; everything is saved"), parent)
        self.pair: Pair | None = None
        self.step = Step.START
        self.start = StartStep(session)
        self.mapping = MappingStep(session)
        self.draft = DraftStep(session)
        self.effect = EffectStep(session)
        self.publishing = PublishStep(session)
        self.about = text_label("", "secondary")
        self.lay_out(self.about, self.start, self.mapping, self.draft, self.effect, self.publishing)
        self._connect()

    def _connect(self) -> None:
        self.start.chosen.connect(self._chosen)
        self.draft.edit_wanted.connect(lambda: self._leave_to_edit(None))
        self.publishing.go_wanted.connect(self._go_to_flaw)
        self.publishing.leave_wanted.connect(self.leave)

    def begin(self, entry: FrameworkEntry, *, mapping: bool) -> None:
        """Begin at a version: with a new one made from it, or (`mapping`) with the mapping that it has."""
        entries = reading.entries(self._session.file)
        if mapping and entry.mapped_from:
            old = FrameworkKey(entry.key.framework, entry.mapped_from[-1])
            self.start.begin(entries, old, entry.key)
            self._chosen(old, entry.key)
            return
        self.pair = None
        self.start.begin(entries, entry.key, None)
        self.go_to(Step.START)

    def _chosen(self, old: FrameworkKey, new: FrameworkKey) -> None:
        self.pair = read_pair(self._session.file, old, new)
        if self.pair is None:
            return
        self.start.begin(reading.entries(self._session.file), old, new)
        self.mapping.forget()
        self.go_to(Step.MAPPING)
        if not self.pair.saved and not self.pair.after.published and self._session.can_write:
            self.mapping.save_proposal()

    def show_change(self) -> None:
        """Show what is in the file now; where one of the two versions is gone, it begins again."""
        if self.pair is None:
            return
        now = read_pair(self._session.file, self.pair.before.key, self.pair.after.key)
        if now is None:
            old = self.pair.before.key
            self.pair = None
            entries = reading.entries(self._session.file)
            known = [entry.key for entry in entries]
            if known and self.isVisible():
                self.start.begin(entries, old if old in known else known[-1], None)
                self.go_to(Step.START)
            return
        self.pair = now
        if self.isVisible():
            self._show_step()

    def go_to(self, step: Step) -> None:
        """Show a step; all but the first need two versions."""
        if step is not Step.START and self.pair is None:
            step = Step.START
        self.step = step
        self.stack.setCurrentIndex(step)
        self._show_step()
        self.take_focus()

    def go_to_step(self, place: int) -> None:
        self.go_to(Step(place))

    def go_on(self, by: int) -> None:
        if self.step is Step.START and by > 0:
            self.start.go()
        elif self.step is Step.PUBLISH and by > 0:
            self.leave()
        elif self.step + by >= 0:
            self.go_to(Step(self.step + by))

    def _show_step(self) -> None:
        """Fill the step that is shown, and what stands around it."""
        language = self._session.language
        _ = language.gettext
        pair = self.pair
        if pair is None:
            self.title.show_text(_("New version"))
            self.about.setText(one_line(self.start.source_key.framework))
        else:
            text = _("From version {old} to {new}")
            self.title.show_text(
                text.format(old=one_line(pair.before.key.version), new=one_line(pair.after.key.version))
            )
            self.about.setText(one_line(pair.before.key.framework))
        for place, made in enumerate(self.steps):
            made.setChecked(place == self.step)
            made.setEnabled(place == Step.START or pair is not None)
        self.back_button.setEnabled(self.step is not Step.START)
        last = self.step is Step.PUBLISH
        self.name_next(_("Done") if last else _("Next"))
        # One filled button on a page: where a step has its own, this one is plain.
        set_kind(self.next_button, "" if self.step in (Step.DRAFT, Step.PUBLISH) else "primary")
        self._show_hints()
        if pair is None:
            return
        if self.step is Step.MAPPING:
            self.mapping.show_pair(pair)
        elif self.step is Step.DRAFT:
            self.draft.show_pair(pair)
        elif self.step is Step.EFFECT:
            self.effect.show_pair(pair)
        elif self.step is Step.PUBLISH:
            self.publishing.show_pair(pair)

    def _show_hints(self) -> None:
        _ = self._session.language.gettext
        hints = self.usual_hints()
        if self.step is Step.MAPPING:
            keys = [
                ("R", _("same or reworded")),
                ("L", _("link")),
                ("S", _("split it")),
                ("M", _("merge")),
                ("D", _("drop")),
                ("N", _("as new")),
            ]
            hints = [*keys, *hints]
        self.hints.set_hints(hints)

    def take_focus(self) -> None:
        """To where the work of the step begins."""
        shown = self.stack.currentWidget()
        if isinstance(shown, StartStep | MappingStep | DraftStep | EffectStep | PublishStep):
            shown.take_focus()
            focus = QApplication.focusWidget()
            if focus is not None and not shown.isAncestorOf(focus):
                self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave; everything is in the file."""
        self.closed.emit(self.pair.after.key if self.pair is not None else None)

    def _leave_to_edit(self, flaw: Flaw | None) -> None:
        if self.pair is not None:
            self.edit_wanted.emit(self.pair.after.key, flaw)

    def _go_to_flaw(self, flaw: Flaw) -> None:
        if flaw.place == "mapping":
            self.go_to(Step.MAPPING)
            self.mapping.go_to_criterion(flaw.code)
        else:
            self._leave_to_edit(flaw)

    def state(self) -> dict[str, object]:
        """Which versions and which step, as plain values."""
        if self.pair is None:
            return {"step": int(Step.START)}
        key = self.pair.before.key
        return {"framework": key.framework, "old": key.version, "new": self.pair.after.key.version, "step": self.step}

    def restore(self, state: Mapping[str, object]) -> None:
        """Get back what `state` kept, if it is still there."""
        code, old, new, step = (state.get(key) for key in ("framework", "old", "new", "step"))
        if isinstance(code, str) and isinstance(old, str) and isinstance(new, str):
            self._chosen(FrameworkKey(code, old), FrameworkKey(code, new))
            self.go_to(Step(step) if isinstance(step, int) and step in set(Step) else Step.MAPPING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self.step is not Step.START or not enter_pressed(event, self.start.go):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        if self.pair is not None:
            self._show_step()

    def _fit(self) -> None:
        window = self.window()
        narrow, low = window.width() < NARROW_BELOW, window.height() < LOW_BELOW
        self.mapping.fit(self.width(), narrow=narrow, low=low)
