"""The part of the Overview that says what changed since yesterday."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor.reports.since_words import Gathered, gathered
from covenant_monitor.store import ledger
from covenant_monitor_ui.pages.history.since import start_of
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import empty_layout
from covenant_monitor_ui.widgets.panel import Panel

_LINES = 6
_MOST_READ = 500
"""More changes than this are said to be more: an import and a day of work are far fewer."""


class SincePanel(Panel):
    """The changes since the beginning of yesterday, newest first; where there are none, the last ones before."""

    history_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self.link = button("", self.history_wanted.emit, kind="link")
        self.set_right_widget(self.link)

    def show_changes(self, today: date) -> None:
        """Show what changed since the day before `today`."""
        words = self._session.language
        connection = self._session.file.connection
        since = start_of(today - timedelta(days=1))
        recent = ledger.history(connection, since=since, limit=_MOST_READ, with_rows=False)
        self.set_title(words.gettext("Since yesterday") if recent else words.gettext("Changed last"))
        self.link.setText(self._all(len(recent)))
        lines = gathered(recent or ledger.history(connection, limit=_LINES, with_rows=False))
        empty_layout(self._lines)
        if not recent:
            self._lines.addWidget(text_label(words.gettext("Nothing has changed since yesterday."), "secondary"))
        for line in lines[:_LINES]:
            self._lines.addWidget(self._line(line, today))

    def _all(self, n: int) -> str:
        words = self._session.language
        if not n:
            return words.gettext("History")
        shown = words.number(n, 0) + ("+" if n == _MOST_READ else "")
        return words.ngettext("Show {n} change", "All {n} changes", n).format(n=shown)

    def _line(self, line: Gathered, today: date) -> QWidget:
        words = self._session.language
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(text_label(words.moment(line.at), "secondary"))
        row.addWidget(ElidedLabel(line.text(words)))
        row.addStretch(1)
        row.addWidget(text_label(line.latest.who, "secondary"))
        return made
