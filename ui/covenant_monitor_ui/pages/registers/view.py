"""What the registers page is built of: tabs, filters, the tables, what is asked below them, and what stands beside."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor.domain.registers import Register
from covenant_monitor.language import Language
from covenant_monitor.names import register_one
from covenant_monitor_ui.models.registers import FoundModel, TickedModel
from covenant_monitor_ui.pages.assessments.header import ReasonStrip
from covenant_monitor_ui.pages.participants.table import EDGE
from covenant_monitor_ui.pages.registers.proposals import ProposalsBar
from covenant_monitor_ui.pages.registers.side import RegistersSide
from covenant_monitor_ui.pages.registers.table import ProposalTable, entry_table
from covenant_monitor_ui.pages.registers.words import add_words
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.empty import EmptyState, put_empty
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.layout import foot, in_row, inset, rule, stops_after
from covenant_monitor_ui.widgets.segments import Segments
from covenant_monitor_ui.widgets.topbar import LabelledCombo, SearchField


class RegistersView(QWidget):
    """The widgets of the page. What happens in them is for the page to say.

    `drop` drops the selected entry with a reason, and says whether that worked.
    """

    def __init__(self, session: Session, drop: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = session.language.gettext
        self.entries = FoundModel(self)
        self.proposals = TickedModel(self)
        self.table = entry_table(_("Entries"), self.entries)
        self.proposal_table = ProposalTable(_("Proposed actions"), self.proposals)
        self.title = text_label(_("Risks & actions"), "title")
        self.counts = text_label("", "secondary")
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.add_button = button(register_one(Register.ACTION, session.language), icon="plus", tip="Ins")
        self.tabs = FilterTabs(_("Registers"), _("More registers"))
        self.shown = Segments(_("Which entries"))
        self.partially = QCheckBox(_("Also what is rated partially"))
        self.party_box = LabelledCombo(_("Party"))
        self.party_box.setAccessibleName(_("Participant or party"))
        self.party_box.setMaximumWidth(scaled(320))
        self.strip = ReasonStrip(
            session.language,
            drop,
            name=_("Reason"),
            ask=_("Why is nothing done with it any more? The reason will be visible."),
            accept=_("Keep the reason"),
        )
        self.bar = ProposalsBar(session)
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        self.side = RegistersSide(session)
        self.empty: EmptyState | None = None
        self._side_rule = rule(upright=True)
        self._bar_rule = rule()
        self._page_width = 0
        self._stops: list[Sequence[str]] = []
        self._lay_out()
        self.show_proposing(proposing=False)

    def _lay_out(self) -> None:
        head = inset(EDGE, 20, EDGE, 8, self.title, self.counts)
        head.addStretch(1)
        self.filter.setMinimumWidth(144)
        self.filter.setMaximumWidth(240)
        head.addWidget(self.filter, 4)
        head.addWidget(self.add_button)
        chosen = inset(EDGE, 0, EDGE, 12, self.shown, self.partially)
        chosen.addStretch(1)
        chosen.addWidget(self.party_box)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(inset(EDGE - 8, 0, EDGE, 8, self.tabs))
        left.addLayout(chosen)
        left.addWidget(rule())
        for table in (self.table, self.proposal_table):
            self.stack.addWidget(table)
        left.addWidget(self.stack, 1)
        self._strip_row = QWidget()
        row = QHBoxLayout(self._strip_row)
        row.setContentsMargins(EDGE, 8, EDGE, 8)
        row.addWidget(self.strip)
        self._strip_row.hide()
        for part in (self._strip_row, self._bar_rule, self.bar, rule(), foot(self.hints, EDGE)):
            left.addWidget(part)
        whole = in_row(self)
        whole.addLayout(left, 1)
        whole.addWidget(self._side_rule)
        whole.addWidget(self.side)

    def name_add_button(self, register: Register, language: Language) -> None:
        """Say what the button adds."""
        self.add_button.setText(escaped(register_one(register, language)))
        self.add_button.setAccessibleName(add_words(register, language))

    def order_stops(self, tabs: Sequence[str], filters: Sequence[str]) -> None:
        """Let Tab reach the tabs and the filters, which are made anew, between the head and the table."""
        if [tabs, filters] == self._stops:
            return
        self._stops = [tabs, filters]
        made = (*map(self.tabs.tab, tabs), *map(self.shown.segment, filters))
        stops_after(self.add_button, [*made, self.partially, self.party_box, self.table, self.proposal_table])

    def open_strip(self) -> None:
        """Ask for the reason below the table."""
        self._strip_row.show()
        self.strip.open()

    def close_strip(self) -> None:
        """The reason is given, or not wanted."""
        self._strip_row.hide()

    def show_proposing(self, *, proposing: bool) -> None:
        """Show what belongs to the proposed actions, or to a register."""
        for part in (self.bar, self._bar_rule, self.partially):
            part.setVisible(proposing)
        self.shown.setVisible(not proposing)
        self.fit(self._page_width, proposing=proposing)

    def fit(self, page_width: int, *, proposing: bool) -> None:
        """The panel is there where it has something to say, in a page this wide."""
        self._page_width = page_width
        self.side.fit(page_width)
        if proposing:
            self.side.hide()
        self._side_rule.setVisible(not self.side.isHidden())

    def show_table(self, table: QWidget) -> None:
        """Show a table, and no longer that there is nothing."""
        self.stack.setCurrentWidget(table)

    def show_empty(self, made: EmptyState) -> None:
        """Say in the place of the table that there is nothing."""
        self.empty = put_empty(made, self.empty, self.stack)

    def offer_parties(self, parties: Sequence[tuple[str, str]], everybody: str, chosen: str) -> None:
        """Offer parties, as (code, name), to show only what concerns one. No signal."""
        with QSignalBlocker(self.party_box):
            self.party_box.clear()
            self.party_box.addItem(everybody, "")
            for code, name in parties:
                self.party_box.addItem(name, code)
            self.party_box.setCurrentIndex(max(0, self.party_box.findData(chosen)))
        self.party_box.updateGeometry()
