"""The panel beside a register: everything of the selected entry, where its links lead, and what can be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Text
from covenant_monitor.domain.registers import Answer, Entry, Followup, Register, is_overdue
from covenant_monitor.language import Language
from covenant_monitor.names import answer_name, entry_status_name, register_one, term
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.assessments.parts import MarkLabel, TagLine
from covenant_monitor_ui.pages.participants.panel import MARGIN, FactList
from covenant_monitor_ui.pages.registers.rows import MARKS, Names, concerned
from covenant_monitor_ui.pages.registers.words import overdue_words
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import empty_layout, stops_after

ANSWER_MARKS = {Answer.DONE: "fully", Answer.PARTLY: "partially", Answer.NOT: "not"}
_LONGEST = 4000
_LINK_PADDING = 8


@dataclass(frozen=True, slots=True)
class About:
    """What the panel says beside the entry itself.

    `round`: the code of the chosen round; `asks`: it still has to ask whether the action was done.
    """

    names: Names
    criteria: Mapping[str, Text]
    round: str
    today: date
    asks: bool


class EntryPanel(QScrollArea):
    """The entry that is selected. What can be done with it is told by signals."""

    command_wanted = Signal(str)
    """One of the commands of the table."""
    party_wanted = Signal(str)
    criterion_wanted = Signal(str)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        _ = language.gettext
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tags = TagLine()
        self.title = text_label("", "heading", wrap=True)
        self.status = MarkLabel()
        self.overdue = MarkLabel()
        self.question = text_label("", "body", wrap=True)
        self.ask_button = button(_("Was it done?"), partial(self.command_wanted.emit, "ask"), tip="Q")
        self.text = _selectable()
        self.result_head = text_label("", "group")
        self.result = _selectable()
        self.note_head = text_label(_("Note"), "group")
        self.note = _selectable()
        self.facts = FactList()
        self.about_head = text_label(_("About"), "group")
        self.links: list[QPushButton] = []
        self._links = _column(0)
        self.followups_head = text_label(_("Asked in later rounds"), "group")
        self.followups: list[QLabel | MarkLabel] = []
        self._followups = _column(4)
        self.status_button = button(
            _("Change the status"), partial(self.command_wanted.emit, "menu"), kind="primary", tip=_("Space")
        )
        self.edit_button = button(_("Edit"), partial(self.command_wanted.emit, "edit"), icon="edit")
        self.remove_button = button(_("Remove"), partial(self.command_wanted.emit, "remove"), icon="delete")
        self.history_button = icon_button(
            "history", _("History"), partial(self.command_wanted.emit, "history"), shortcut="F7"
        )
        self._content = self._laid_out()
        self.setWidget(self._content)
        self.show_nothing()

    def _laid_out(self) -> QWidget:
        content = QWidget()
        set_surface(content, "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 20, MARGIN, 12)
        column.setSpacing(8)
        for widget in (self.tags, self.title, self.status, self.overdue, self.question):
            column.addWidget(widget)
        column.addWidget(self.ask_button)
        for widget in (self.text, self.result_head, self.result):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.facts)
        column.addSpacing(4)
        column.addWidget(self.about_head)
        column.addLayout(self._links)
        column.addWidget(self.followups_head)
        column.addLayout(self._followups)
        for widget in (self.note_head, self.note):
            column.addWidget(widget)
        column.addSpacing(4)
        for row in ((self.status_button, self.history_button), (self.edit_button, self.remove_button)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for place, one in enumerate(row):
                line.addWidget(one, int(one is not self.history_button and (place == 0 or row[0] is self.edit_button)))
            column.addLayout(line)
        column.addStretch(1)
        return content

    def show_nothing(self) -> None:
        """Show that nothing is selected."""
        self._content.hide()

    def show_entry(self, entry: Entry, about: About) -> None:
        """Show an entry."""
        language = self._language
        _ = language.gettext
        themes = [term(theme, language) for theme in entry.themes]
        self.tags.show_tags(register_one(entry.register, language), themes)
        _say(self.title, entry.title)
        self.status.show_mark(MARKS[entry.status], entry_status_name(entry.register, entry.status, language))
        late = is_overdue(entry, about.today)
        self.overdue.show_mark("behind", overdue_words(entry, about.today, language) if late else "")
        asked = _("Round {round} has to ask about it.").format(round=about.round) if about.asks else ""
        _say(self.question, asked)
        self.ask_button.setVisible(about.asks)
        _say(self.text, entry.description)
        self.result_head.setText(_("Reason") if entry.status.value == "dropped" else _("What came of it"))
        _say_under(self.result_head, self.result, entry.result)
        _say_under(self.note_head, self.note, entry.note)
        self.facts.show_facts(_facts(entry, about, language))
        self._show_links(entry, about)
        self._show_followups(entry)
        stops_after(self.ask_button, self.links)
        self._content.show()

    def _show_links(self, entry: Entry, about: About) -> None:
        empty_layout(self._links)
        self.links = []
        for code in concerned(entry):
            name = one_line(about.names.get(code, code))
            self._add_link(name, partial(self.party_wanted.emit, code))
        for code in entry.criteria:
            text = about.criteria.get(code)
            words = one_line(self._language.pick(text.nl, text.en)) if text else ""
            self._add_link(f"{code}  {words}".strip(), partial(self.criterion_wanted.emit, code))
        self.about_head.setVisible(bool(self.links))

    def _add_link(self, text: str, act: Callable[[], object]) -> None:
        made = button(text, act, kind="link")
        room = self.width() - 2 * MARGIN - _LINK_PADDING
        metrics = made.fontMetrics()
        if metrics.horizontalAdvance(text) > room:
            made.setText(escaped(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)))
            made.setToolTip(plain_tip(text))
        self._links.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.links.append(made)

    def _show_followups(self, entry: Entry) -> None:
        empty_layout(self._followups)
        self.followups = []
        for one in entry.followups:
            mark = MarkLabel()
            self._add_followup(mark)  # shown by itself it would be a window
            said = self._language.gettext("{round}: {answer}")
            mark.show_mark(
                ANSWER_MARKS[one.answer], said.format(round=one.round, answer=answer_name(one.answer, self._language))
            )
            if words := _followup_words(one, self._language):
                self._add_followup(text_label(words, "secondary", wrap=True))
        self.followups_head.setVisible(bool(entry.followups))

    def _add_followup(self, made: QLabel | MarkLabel) -> None:
        self._followups.addWidget(made)
        self.followups.append(made)

    def take_focus(self) -> None:
        """To what can be done with the entry; its links come before that."""
        first = self.ask_button if self.ask_button.isVisible() else self.links[0] if self.links else self.status_button
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def lock(self, reason: str) -> None:
        """Let nothing be changed, and say why; "" lets it again."""
        tips = (
            (self.status_button, self._language.gettext("Space")),
            (self.edit_button, "F2"),
            (self.remove_button, self._language.gettext("Del")),
            (self.ask_button, "Q"),
        )
        for one, key in tips:
            one.setEnabled(not reason)
            one.setToolTip(plain_tip(reason or key))


def _facts(entry: Entry, about: About, language: Language) -> list[tuple[str, str]]:
    """What is known of an entry, as (name, value); what is not known is not there."""
    _ = language.gettext
    level = ""
    if entry.risk_level is not None:
        sum_ = _("{severity} × {likelihood} = {level}")
        level = sum_.format(severity=entry.severity, likelihood=entry.likelihood, level=entry.risk_level)
    elif entry.register is Register.RISK:
        level = _("not yet known")
    day = language.short_day
    found = [
        (_("Severity × likelihood"), level),
        (_("Owner"), entry.owner),
        (_("Due"), day(entry.due_on) if entry.due_on else ""),
        (_("Raised on"), day(entry.raised_on) if entry.raised_on else ""),
        (_("Closed on"), day(entry.closed_on) if entry.closed_on else ""),
        (_("Round"), entry.round),
        (_("Code"), entry.code),
    ]
    return [(name, one_line(value)) for name, value in found if value]


def _followup_words(one: Followup, language: Language) -> str:
    """The note, and who answered when."""
    who = [one_line(one.answered_by)] if one.answered_by else []
    when = [language.short_day(one.answered_on)] if one.answered_on else []
    said = ", ".join((*who, *when))
    return "\n".join(filter(None, (one.note[:_LONGEST], said)))


def _selectable() -> QLabel:
    made = text_label("", "body", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _column(spacing: int) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    return made


def _say(label: QLabel, text: str) -> None:
    label.setText(text[:_LONGEST])
    label.setVisible(bool(text))


def _say_under(head: QLabel, label: QLabel, text: str) -> None:
    head.setVisible(bool(text))
    _say(label, text)
