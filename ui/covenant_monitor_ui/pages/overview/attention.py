"""The part of the Overview that says what needs attention today, with the way to where it is dealt with."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.domain.attention import Attention, Need
from covenant_monitor.domain.registers import Register
from covenant_monitor.language import Language
from covenant_monitor.reports.attention_words import attention_words, where_words
from covenant_monitor_ui.models.assessment_list import Whose
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.registers.rows import ALL, ASK, OVERDUE
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import empty_layout, rule
from covenant_monitor_ui.widgets.panel import Panel

_COUNT_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Way:
    """Where something is dealt with: a page, and what is shown there.

    On Assessments which participants and criteria; in the registers which one, and which of its entries.
    """

    page: str = "assessments"
    party: str = ""
    whose: Whose = Whose.ALL
    criteria: Filter = Filter.ALL
    register: Register = Register.ACTION
    entries: str = ALL


_WHOSE = {Need.RETURNED: Whose.RETURNED, Need.TO_REVIEW: Whose.TO_REVIEW, Need.NOT_BEGUN: Whose.NOT_BEGUN}
_CRITERIA = {Need.TO_CONFIRM: Filter.CARRIED, Need.UNPROVEN: Filter.UNPROVEN, Need.RETURNED: Filter.REMARKED}
_PAGES = {Need.DIFFERING: "coherence", Need.ENTRIES_OVERDUE: "registers", Need.TO_ASK: "registers"}
_ENTRIES = {Need.ENTRIES_OVERDUE: OVERDUE, Need.TO_ASK: ASK}


def way_to(one: Attention) -> Way:
    """Where it is dealt with: at the first participant that it is about."""
    return Way(
        _PAGES.get(one.need, "assessments"),
        one.parties[0].code if one.parties else "",
        _WHOSE.get(one.need, Whose.ALL),
        _CRITERIA.get(one.need, Filter.ALL),
        one.register or Register.ACTION,
        _ENTRIES.get(one.need, ALL),
    )


class AttentionPanel(Panel):
    """A line for every thing that needs attention: how often, what, where, and a link to it."""

    way_wanted = Signal(object)
    """The `Way` to what the user wants to deal with."""

    def __init__(self, language: Language) -> None:
        super().__init__(language.gettext("Needed today"))
        self._language = language
        self.links: list[QPushButton] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_matters(self, matters: Sequence[Attention], nothing: str) -> None:
        """Show what needs attention; `nothing` is said where nothing does."""
        empty_layout(self._rows)
        self.links = []
        for place, one in enumerate(matters):
            if place:
                self._rows.addWidget(rule())
            row = self._row(one)
            self._rows.addWidget(row)
            row.show()  # now, and not when the layout comes to it: the focus may go to it next
        if not matters:
            self._rows.addWidget(text_label(nothing, "secondary", wrap=True))

    def _row(self, one: Attention) -> QWidget:
        words = self._language
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        count = text_label(words.number(one.count, 0), "title")
        count.setMinimumWidth(scaled(_COUNT_WIDTH))
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        what = attention_words(one, words)
        where = where_words(one, words)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for text, role in ((what, "heading"), (where, "secondary")):
            if not text:
                continue
            line = ElidedLabel(text, role)
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            lines.addWidget(line)
        way = way_to(one)
        link = button(words.gettext("Open"), lambda: self.way_wanted.emit(way), kind="link")
        link.setAccessibleName(words.gettext("Open: {what}").format(what=f"{count.text()} {what}"))
        self.links.append(link)
        row.addWidget(count)
        row.addLayout(lines, 1)
        row.addWidget(link)
        return made
