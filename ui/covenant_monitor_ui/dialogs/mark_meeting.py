"""Marking this moment as a meeting, to see later what changed since."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.store.moments import mark_meeting
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 400


def ask_meeting(opener: QWidget, session: Session) -> Popover:
    """Ask beside `opener` for the meeting's name; Enter marks it, Esc does not."""
    _ = session.language.gettext
    popover = Popover(opener.window(), session.language, width=_WIDTH)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading("", _("Mark this moment as a meeting"))
    popover.add_text(_("Then “since the last meeting” shows what changed after it."), "secondary")
    label = text_label(_("Name of the meeting"), "label")
    field = QLineEdit()
    field.setAccessibleName(_("Name of the meeting"))
    field.setText(_("Meeting of {day}").format(day=session.language.day(date.today())))
    field.setMaxLength(200)
    label.setBuddy(field)
    problem = text_label("", "small", wrap=True)
    set_meaning(problem, "bad")
    problem.hide()
    for one in (label, field, problem):
        popover.body.addWidget(one)

    def mark() -> None:
        if not field.text().strip():
            problem.setText(Problem("Give the meeting a name.").text(session.language))
            problem.show()
            field.setFocus()
            return
        name = field.text().strip()
        popover.dismiss()
        if session.change(lambda: mark_meeting(session.file, covenant=session.covenant, name=name)):
            session.notice_given.emit(_("Marked: {meeting}").format(meeting=name))

    field.returnPressed.connect(mark)
    popover.add_actions("", button(_("Mark the meeting"), mark, kind="primary"))
    popover.open_at(opener)
    field.setFocus(Qt.FocusReason.PopupFocusReason)
    field.selectAll()
    return popover
