"""Asking for one line of text beside the button that asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 400
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the window's language; `missing` is what is said where nothing was typed."""

    heading: str
    about: str
    label: str
    verb: str
    missing: Problem


def ask(opener: QWidget, language: Language, question: Question, text: str, done: Callable[[str], object]) -> Popover:
    """Ask beside `opener`, with `text` to begin with. Enter gives `done` what was typed, Esc does nothing."""
    popover = Popover(opener.window(), language, width=_WIDTH)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading("", question.heading)
    popover.add_text(question.about, "secondary")
    label = text_label(question.label, "label")
    field = QLineEdit()
    field.setAccessibleName(question.label)
    field.setText(text)
    field.setMaxLength(_LONGEST)
    label.setBuddy(field)
    problem = text_label("", "small", wrap=True)
    set_meaning(problem, "bad")
    problem.hide()
    for one in (label, field, problem):
        popover.body.addWidget(one)

    def submit() -> None:
        typed = field.text().strip()
        if not typed:
            problem.setText(question.missing.text(language))
            problem.show()
            field.setFocus()
            return
        popover.dismiss()
        done(typed)

    field.returnPressed.connect(submit)
    popover.add_actions("", button(question.verb, submit, kind="primary"))
    popover.open_at(opener)
    field.setFocus(Qt.FocusReason.PopupFocusReason)
    field.selectAll()
    return popover
