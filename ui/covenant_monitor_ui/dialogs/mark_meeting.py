"""Marking this moment as a meeting, to see later what changed since."""

from datetime import date

from PySide6.QtWidgets import QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.store.moments import mark_meeting
from covenant_monitor_ui.dialogs.ask import Question, ask
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover


def ask_meeting(opener: QWidget, session: Session) -> Popover:
    """Ask beside `opener` for the meeting's name; Enter marks it, Esc does not."""
    _ = session.language.gettext
    question = Question(
        heading=_("Mark this moment as a meeting"),
        about=_("Then “since the last meeting” shows what changed after it."),
        label=_("Name of the meeting"),
        verb=_("Mark the meeting"),
        missing=Problem("Give the meeting a name."),
    )

    def mark(name: str) -> None:
        if session.change(lambda: mark_meeting(session.file, covenant=session.covenant, name=name)):
            session.notice_given.emit(_("Marked: {meeting}").format(meeting=name))

    day = session.language.day(date.today())
    return ask(opener, session.language, question, _("Meeting of {day}").format(day=day), mark)
