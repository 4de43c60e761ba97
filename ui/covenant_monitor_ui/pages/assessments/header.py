"""The head above the criteria: who is assessed and by whom, how far it is, the next step, and what was said of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.domain.model import AssessmentKind, Status
from covenant_monitor.domain.workflow import RETURNABLE
from covenant_monitor.language import Language
from covenant_monitor.store.settings import one_person
from covenant_monitor.store.store import Store
from covenant_monitor.store.trail import stations, trail
from covenant_monitor_ui.pages.assessments.head_words import KIND_ORDER, head_notes, kind_segments, step_parts
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.steps import StepLine
from covenant_monitor_ui.pages.assessments.words import about_participant, next_step, other_steps
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.segments import Segment, Segments


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
    """Asks for one sentence, in the page, before a step is taken. `confirm(sentence)` says whether it worked."""

    closed = Signal()

    def __init__(
        self,
        language: Language,
        confirm: Callable[[str], bool],
        parent: QWidget | None = None,
        *,
        name: str = "",
        ask: str = "",
        accept: str = "",
    ) -> None:
        """`name`: the field's accessible name; `ask`: what it asks; `accept`: its button. Without: for reopening."""
        super().__init__(parent)
        _ = language.gettext
        self.confirm = confirm
        set_surface(self, "panel")
        self.field = ReasonField()
        self.field.setAccessibleName(name or _("Reason for reopening"))
        self.field.setPlaceholderText(ask or _("Why is it reopened? The reason will be visible."))
        self.field.confirmed.connect(self._try)
        self.field.left.connect(self.dismiss)
        self.accept = button(accept or _("Reopen"), self._try)
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
        if self.confirm(self.field.text().strip()):
            self.dismiss()
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class AssessmentHeader(QWidget):
    """Name, group and year; whose view; the steps to final with who took them; a button for what comes next."""

    step_wanted = Signal(object)
    """The `Status` that the assessment should get."""
    reopen_wanted = Signal()
    kind_wanted = Signal(object)
    """The `AssessmentKind` that should be shown."""
    carry_wanted = Signal()
    """Begin with the ratings of an earlier round, to be confirmed."""
    summary_wanted = Signal()
    """Enter percentages only."""
    remark_settled = Signal(bool)
    """The remark on the whole was dealt with (true), or was not after all."""

    def __init__(self, language: Language, confirm: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._narrow = False
        self._writable = False
        self._shown: ParticipantSheet | None = None
        set_surface(self, "window")
        self.name = ElidedLabel("", "title")
        self.about = ElidedLabel("", "secondary")
        self.notes = ElidedLabel("", "secondary")
        self.kinds = Segments(_("Whose assessment"))
        # Made now, so that Tab comes by them before the buttons that follow.
        self.kinds.show_segments([Segment(kind.value, "") for kind in KIND_ORDER], "")
        self.kinds.chosen.connect(lambda key: self.kind_wanted.emit(AssessmentKind(key)))
        self.steps = StepLine(_("Steps"))
        self.carry = button("", self.carry_wanted.emit)
        self.give_back = button(_("Return …"), self.ask_return)
        self.step = button("", self._step)
        self.step.installEventFilter(self)
        self.others = icon_button("more", _("Other steps"), self._open_menu)
        for label in (self.name, self.about, self.notes):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for made in (self.step, self.carry, self.give_back):
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.strip = ReasonStrip(language, confirm)
        self.return_strip = ReasonStrip(
            language,
            lambda _text: False,
            name=_("Remark on the whole"),
            ask=_("What is to be done? Remarks at criteria go along."),
            accept=_("Return"),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        for widget in (self.kinds, self.carry, self.give_back, self.step, self.others):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.about)
        column.addWidget(self.steps)
        column.addWidget(self.notes)
        for strip in (self.strip, self.return_strip):
            column.addWidget(strip)

    def set_narrow(self, narrow: bool) -> None:
        """Say on one line how far it is, where there is little room."""
        self._narrow = narrow
        self.steps.set_low(narrow)
        self._show_give_back()

    def show_participant(self, shown: ParticipantSheet, *, writable: bool) -> None:
        """Show how far the assessment of a participant is."""
        language = self._language
        before, self._shown, self._writable = self._shown, shown, writable
        status = shown.status
        self.name.show_text(shown.standing.party.name)
        self.about.show_text(about_participant(shown, language))
        source = shown.place.source
        taken = trail(source, shown.key) if shown.assessment is not None else []
        self.steps.show_parts(step_parts(stations(shown.assessment, taken, shown.kind), shown, language))
        hidden = isinstance(source, Store) and shown.is_hidden_from(source.user)
        alone = one_person(source, shown.place.covenant)
        notes = [] if hidden else head_notes(shown, taken, language, one_person=alone)
        self.notes.show_text(" · ".join(notes))
        self.notes.setVisible(bool(notes))
        self.kinds.show_segments(kind_segments(shown, language), shown.kind.value)
        following = next_step(status, shown.kind, language)
        text = following[1] if following is not None else ""
        self.step.setText(escaped(text))
        self.step.setAccessibleName(text)
        self.step.setVisible(writable and following is not None)
        self._show_carry()
        self._show_give_back()
        self.others.setVisible(writable and bool(self._menu_entries()))
        moved = before is None or before.key != shown.key
        if not self.strip.isHidden() and (moved or status is not Status.FINAL):
            self.strip.dismiss()
        if not self.return_strip.isHidden() and (moved or status not in RETURNABLE):
            self.return_strip.dismiss()

    def _show_give_back(self) -> None:
        """Where there is little room, it is in the menu only."""
        shown = self._shown
        waits = (
            shown is not None
            and shown.kind is AssessmentKind.SECRETARIAT
            and shown.status in (Status.ASSESSED, Status.REVIEWED)
        )
        self.give_back.setVisible(waits and self._writable and not self._narrow)

    def _show_carry(self) -> None:
        shown = self._shown
        assert shown is not None
        _ = self._language.gettext
        text = _("Begin with {round}").format(round=shown.earlier_round)
        tip = _("Begin with the ratings of round {round}, to be confirmed").format(round=shown.earlier_round)
        self.carry.setText(escaped(text))
        self.carry.setAccessibleName(tip)
        self.carry.setToolTip(tip)
        self.carry.setVisible(self._writable and _can_carry(shown))

    def _menu_entries(self) -> list[tuple[str, Callable[[], object]]]:
        """The other steps that can be taken now, in the order of the menu."""
        shown = self._shown
        if shown is None:
            return []
        _ = self._language.gettext
        found: list[tuple[str, Callable[[], object]]] = []
        for wanted, text in other_steps(shown.status, shown.kind, self._language):
            found.append((text, partial(self.step_wanted.emit, wanted)))
        if shown.status in RETURNABLE and shown.kind is AssessmentKind.SECRETARIAT:
            found.append((_("Return with remarks …"), self.ask_return))
        whole = shown.assessment.remarks.get("") if shown.assessment else None
        if whole is not None and not shown.is_locked:
            text = _("Remark on the whole is open again") if whole.done else _("Remark on the whole is dealt with")
            found.append((text, partial(self.remark_settled.emit, not whole.done)))
        if shown.is_locked or shown.kind is AssessmentKind.SECOND:
            return found
        if not any(rating.is_rated for rating in shown.sheet.ratings.values()):
            found.append((_("Enter percentages only …"), self.summary_wanted.emit))
        return found

    def steps_menu(self) -> QMenu:
        """What else can be done with an assessment of this status."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in self._menu_entries():
            menu.addAction(escaped(text)).triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def ask_return(self) -> None:
        """Ask in the page with which remark an assessment is returned."""
        self.return_strip.open()

    def _open_menu(self) -> None:
        self.steps_menu().popup(self.others.mapToGlobal(QPoint(0, self.others.height())))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The button says something else after the first press: the second one of a double click is not meant for it.
        if watched is self.step and event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return super().eventFilter(watched, event)

    def _step(self) -> None:
        if self._shown is None:
            return
        if self._shown.status is Status.FINAL:
            self.reopen_wanted.emit()
        elif (following := next_step(self._shown.status, self._shown.kind, self._language)) is not None:
            self.step_wanted.emit(following[0])


def _can_carry(shown: ParticipantSheet) -> bool:
    """Whether an assessment can begin with the ratings of an earlier round."""
    scale = shown.place.framework.scale
    return (
        shown.status is None
        and shown.kind is AssessmentKind.SECRETARIAT
        and any(one.comparable and one.ratings and one.scale == scale for one in shown.sheet.earlier.values())
    )
