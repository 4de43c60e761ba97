"""The head above the criteria: who is assessed, how far it is, the next step, and the reason for reopening."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Status
from covenant_monitor.language import Language
from covenant_monitor_ui.pages.assessments_sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments_words import (
    about_participant,
    next_step,
    other_steps,
    status_and_people,
)
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button
from covenant_monitor_ui.widgets.labels import ElidedLabel


class ReasonField(QLineEdit):
    """A field that Enter confirms and Esc leaves."""

    confirmed = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ReasonStrip(QFrame):
    """Asks, in the page, why an assessment is reopened. `confirm(reason)` says whether it worked."""

    closed = Signal()

    def __init__(self, language: Language, confirm: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._confirm = confirm
        set_surface(self, "panel")
        self.field = ReasonField()
        self.field.setAccessibleName(_("Reason for reopening"))
        self.field.setPlaceholderText(_("Why is it reopened? The reason will be visible."))
        self.field.confirmed.connect(self._try)
        self.field.left.connect(self.dismiss)
        self.accept = button(_("Reopen"), self._try)
        self.cancel = button(_("Cancel"), self.dismiss, kind="flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.accept)
        row.addWidget(self.cancel)
        self.hide()

    def open(self) -> None:
        """Ask; what was typed before and not used is still there."""
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Think better of it."""
        self.field.clear()
        self.hide()
        self.closed.emit()

    def _try(self) -> None:
        if self._confirm(self.field.text().strip()):
            self.dismiss()
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class AssessmentHeader(QWidget):
    """Name, group and year, status, and a button for what comes next."""

    step_wanted = Signal(object)
    """The `Status` that the assessment should get."""
    reopen_wanted = Signal()

    def __init__(self, language: Language, confirm: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._narrow = False
        self._shown: ParticipantSheet | None = None
        set_surface(self, "window")
        self.name = ElidedLabel("", "title")
        self.about = ElidedLabel("", "secondary")
        self.status = ElidedLabel("", "secondary")
        self.step = button("", self._step)
        self.others = icon_button("more", _("Other steps"), self._open_menu)
        for label in (self.name, self.about):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.step.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.strip = ReasonStrip(language, confirm)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.status)
        row.addWidget(self.step)
        row.addWidget(self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.strip)

    def set_narrow(self, narrow: bool) -> None:
        """Put the status under the name, where there is no room beside it."""
        if narrow != self._narrow:
            self._narrow = narrow
            if self._shown is not None:
                self._say(self._shown)

    def show_participant(self, shown: ParticipantSheet, *, writable: bool) -> None:
        """Show how far the assessment of a participant is."""
        language = self._language
        before, self._shown = self._shown, shown
        self._say(shown)
        _status, text = next_step(shown.status, language)
        self.step.setText(escaped(text))
        self.step.setAccessibleName(text)
        self.step.setVisible(writable)
        self.others.setVisible(writable and bool(other_steps(shown.status, language)))
        if not self.strip.isHidden() and (
            before is None or before.key != shown.key or shown.status is not Status.FINAL
        ):
            self.strip.dismiss()

    def _say(self, shown: ParticipantSheet) -> None:
        about, status = about_participant(shown, self._language), status_and_people(shown, self._language)
        self.name.show_text(shown.standing.party.name)
        self.about.show_text(f"{status} · {about}" if self._narrow else about)
        self.status.show_text("" if self._narrow else status)

    def steps_menu(self) -> QMenu:
        """The other steps that an assessment of this status can take."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        status = self._shown.status if self._shown else None
        for wanted, text in other_steps(status, self._language):
            action = menu.addAction(escaped(text))
            action.triggered.connect(lambda _checked=False, wanted=wanted: self.step_wanted.emit(wanted))
        return menu

    def _open_menu(self) -> None:
        self.steps_menu().popup(self.others.mapToGlobal(QPoint(0, self.others.height())))

    def _step(self) -> None:
        if self._shown is None:
            return
        if self._shown.status is Status.FINAL:
            self.reopen_wanted.emit()
        else:
            self.step_wanted.emit(next_step(self._shown.status, self._language)[0])
