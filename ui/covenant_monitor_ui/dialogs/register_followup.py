"""Asking whether actions of earlier rounds were done: one after another, beside where they are shown."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from covenant_monitor.domain.registers import Answer, Entry, Followup
from covenant_monitor.language import Language
from covenant_monitor.names import answer_name
from covenant_monitor.store.register_rounds import record_followup
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 480
_LONGEST_NOTE = 500
_KEYS = {
    int(Qt.Key.Key_1): Answer.DONE,
    int(Qt.Key.Key_2): Answer.PARTLY,
    int(Qt.Key.Key_3): Answer.NOT,
}


class NoteField(QLineEdit):
    """One line; Enter is done with it."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class FollowupBox(QWidget):
    """One action, a note, and the three answers: 1, 2 and 3 outside the note."""

    answered = Signal(object, str)
    """The `Answer`, and the note."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        _ = language.gettext
        self.head = text_label("", "secondary", wrap=True)
        self.title = text_label("", "heading", wrap=True)
        self.before = text_label("", "secondary", wrap=True)
        self.note = NoteField()
        self.note.setMaxLength(_LONGEST_NOTE)
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("Note (not required)"))
        self.problem = text_label("", "small", wrap=True)
        set_meaning(self.problem, "bad")
        self.buttons: dict[Answer, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for place, answer in enumerate(Answer, 1):
            made = button(f"{place}  {answer_name(answer, language)}", partial(self._answer, answer), tip=str(place))
            made.setAccessibleName(answer_name(answer, language))
            self.buttons[answer] = made
            row.addWidget(made, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.title, self.before):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.problem)
        self.note.entered.connect(self.take_focus)

    def show_question(self, entry: Entry, round_: str, place: int, of: int) -> None:
        """Ask about an action for a round; it is the one at `place` of so many."""
        language = self._language
        _ = language.gettext
        said = [_("{n} of {total}").format(n=language.number(place, 0), total=language.number(of, 0))] if of > 1 else []
        if entry.round:
            said.append(_("agreed in round {round}").format(round=entry.round))
        if entry.due_on:
            said.append(_("due {day}").format(day=language.short_day(entry.due_on)))
        text = " · ".join(said)
        self.head.setText(text[:1].upper() + text[1:])
        self.head.setVisible(bool(said))
        self.title.setText(one_line(entry.title))
        known = _last_answer(entry, round_)
        self.before.setText(_said_before(known, round_, language) if known else "")
        self.before.setVisible(known is not None)
        here = known if known is not None and known.round == round_ else None
        self.note.setText(here.note if here else "")
        self.say("")

    def say(self, text: str) -> None:
        """Say why an answer could not be kept; "" for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def take_focus(self) -> None:
        """To the answers."""
        self.buttons[Answer.DONE].setFocus(Qt.FocusReason.PopupFocusReason)

    def _answer(self, answer: Answer) -> None:
        self.answered.emit(answer, self.note.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = _KEYS.get(event.key())
        if answer is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            self._answer(answer)


def _last_answer(entry: Entry, round_: str) -> Followup | None:
    """What this round answered, or else the last one that was asked."""
    here = [one for one in entry.followups if one.round == round_]
    asked = here or list(entry.followups)
    return asked[-1] if asked else None


def _said_before(known: Followup, round_: str, language: Language) -> str:
    _ = language.gettext
    said = _("Answered in this round: {answer}") if known.round == round_ else _("In round {round}: {answer}")
    words = said.format(answer=answer_name(known.answer, language), round=known.round)
    return f"{words} ({known.note})" if known.note and known.round != round_ else words


def ask_followups(
    opener: QWidget, rect: QRect, session: Session, questions: Sequence[Entry], done: Callable[[int], object]
) -> Popover:
    """Ask beside `rect` of `opener` whether these actions were done by the chosen round, one after another.

    Each answer is saved when it is given, as one change. `done` is called with how many were answered, once all are.
    """
    language, round_ = session.language, session.round
    _ = language.gettext
    popover = Popover(opener.window(), language, width=_WIDTH)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading("", _("Was it done by round {round}?").format(round=round_))
    box = FollowupBox(language)
    popover.body.addWidget(box)
    left = list(questions)

    def ask() -> None:
        box.show_question(left[0], round_, len(questions) - len(left) + 1, len(questions))

    def answer(found: Answer, note: str) -> None:
        problem = session.attempt(
            lambda: record_followup(
                session.file,
                covenant=session.covenant,
                code=left[0].code,
                followup=Followup(round_, found, note),
            )
        )
        if problem is not None:
            box.say(problem.text(language))
            return
        del left[0]
        if left:
            ask()
            popover.open_at(opener, rect)
            box.take_focus()
        else:
            popover.dismiss()
            done(len(questions))

    box.answered.connect(answer)
    ask()
    popover.open_at(opener, rect)
    box.take_focus()
    return popover
