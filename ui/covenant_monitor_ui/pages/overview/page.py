"""The page that the coordinator opens in the morning: how the round stands, the outcome over the rounds, a target."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.domain.attention import attention
from covenant_monitor.domain.explanation import Explanation, explain_mean, explain_outcome_share, explain_section_mean
from covenant_monitor.domain.headline import by_participation_year, mean, outcomes, scores_of, section_means
from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.names import reason_count, status_name
from covenant_monitor.store.attention import matters
from covenant_monitor_ui.dialogs.chart_table import table_link
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.assessments.parts import ScoreFigure
from covenant_monitor_ui.pages.missing_words import no_covenant_words, no_round_words
from covenant_monitor_ui.pages.overview.attention import AttentionPanel
from covenant_monitor_ui.pages.overview.since import SincePanel
from covenant_monitor_ui.pages.overview.targets import TargetsPanel, target_rows
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.registers.blind import may_be_seen
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.countbar import Count, CountBars
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import rule, stops_after
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.sectionbars import SectionBars, SectionScore

_CHART_HEIGHT = 372
_CURRENT_DAYS = 366
"""A last round is worked on for about a year after its last day."""


class OverviewPage(Page):
    """How the chosen round of the chosen covenant stands."""

    page_wanted = Signal(str)
    way_wanted = Signal(object)
    """An `overview_attention.Way` to what the user wants to deal with."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll)
        self._content = QWidget()
        set_surface(self._content, "window")
        self._scroll.setWidget(self._content)
        self._empty = EmptyState(
            *no_covenant_words(session.language), [(_("Import …"), lambda: self.page_wanted.emit("reports"))]
        )
        self._empty.hide()
        column.addWidget(self._empty)
        self._build()

    def _build(self) -> None:
        _ = self.session.language.gettext
        page = QVBoxLayout(self._content)
        page.setContentsMargins(24, 20, 24, 24)
        page.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(text_label(_("Overview"), "title"))
        self.subtitle = ElidedLabel("", "secondary")
        head.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        page.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(0, 62)
        grid.setColumnStretch(1, 38)
        page.addLayout(grid)
        page.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(16)
        right.setSpacing(16)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        self.attention = AttentionPanel(self.session.language)
        self.attention.way_wanted.connect(self.way_wanted)
        self.targets = TargetsPanel(self.session.language)
        self.targets.target_wanted.connect(lambda code: self.session.lead_wanted.emit("target", code))
        self.targets.page_wanted.connect(lambda: self.page_wanted.emit("targets"))
        self.since = SincePanel(self.session)
        self.since.history_wanted.connect(lambda: self.page_wanted.emit("history"))
        outcomes, sections, statuses, cohorts = (
            self._outcome_panel(),
            self._section_panel(),
            self._round_panel(),
            self._cohort_panel(),
        )
        for panel in (self._no_round_panel(), self.attention, outcomes, sections):
            left.addWidget(panel)
        left.addStretch(1)
        for panel in (statuses, self.targets, self.since, cohorts):
            right.addWidget(panel)
        right.addStretch(1)
        self._of_round = (self.attention, outcomes, sections, statuses, cohorts)

    def _no_round_panel(self) -> Panel:
        """What stands first where the covenant has no round: what to do next."""
        title, sentence = no_round_words(self.session.language)
        self.no_round = Panel(title)
        self.no_round.add(text_label(sentence, "secondary", wrap=True))
        return self.no_round

    def _outcome_panel(self) -> Panel:
        _ = self.session.language.gettext
        panel = Panel(_("Outcome per round and participation year"))
        self.outcome_view = ChartView(self.session.language)
        self.outcome_view.setMinimumHeight(_CHART_HEIGHT)
        self.outcome_link = table_link(self.outcome_view, panel.title.text, self.session.language)
        panel.set_right_widget(self.outcome_link)
        panel.add(self.outcome_view)
        self._outcomes = DrawnChart(self.session, self.outcome_view, "outcomes", self._outcome_request)
        return panel

    def _round_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.round_panel = Panel(_("Round"))
        self.status_bars = CountBars()
        self.round_panel.add(self.status_bars)
        self.round_panel.add(rule())
        row = QHBoxLayout()
        row.setSpacing(8)
        self.lead = ScoreFigure()
        self.lead.clicked.connect(lambda _checked=False: self.explain_lead())
        self.lead_words = text_label("")
        self.lead_count = text_label("", "secondary")
        row.addWidget(self.lead)
        row.addWidget(self.lead_words, 1)
        row.addWidget(self.lead_count)
        self.round_panel.body.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.left_out = text_label("", "secondary", wrap=True)
        self.explain_button = button(_("Explain"), self.explain_lead, kind="link", tip="F1")
        foot.addWidget(self.left_out, 1)
        foot.addWidget(self.explain_button, 0, Qt.AlignmentFlag.AlignTop)
        self.round_panel.body.addLayout(foot)
        return self.round_panel

    def _cohort_panel(self) -> Panel:
        _ = self.session.language.gettext
        panel = Panel(_("Outcome by participation year"))
        self.cohorts = PlainTable()
        panel.add(self.cohorts)
        return panel

    def _section_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.section_panel = Panel(_("Mean score per section"))
        self.section_bars = SectionBars(_("Mean score per section"))
        self.section_bars.explain_wanted.connect(self._explain_section)
        self.section_panel.add(self.section_bars)
        return self.section_panel

    def show_place(self) -> None:
        session = self.session
        has_covenant, has_round = bool(session.covenant), bool(session.round)
        self._scroll.setVisible(has_covenant)
        self._empty.setVisible(not has_covenant)
        self.no_round.setVisible(not has_round)
        for panel in self._of_round:
            panel.setVisible(has_round)
        if not has_covenant:
            return
        today = date.today()
        at = self._as_at() if has_round else today
        self.targets.show_rows(target_rows(session.picture, at, session.language), at)
        self.since.show_changes(today)
        if not has_round:
            self.subtitle.show_text("")
            self._order_stops()
            return
        current = session.picture.round(session.round)
        self._show_head(current)
        self._show_statuses(current)
        self._show_lead(current)
        self._show_cohorts(current)
        self._show_sections(current)
        self._show_attention(current, today)
        self._order_stops()
        self._outcomes.refresh()

    def _order_stops(self) -> None:
        """Let Tab go down the left column and then the right one: much in them is made anew."""
        left = [*self.attention.links, self.outcome_link, self.outcome_view, *self.section_bars.rows]
        right = [self.lead, self.explain_button, *self.targets.lines, self.targets.link, self.since.link]
        stops_after(left[0], [*left[1:], *right])

    def show_theme(self) -> None:
        self._outcomes.refresh()

    def take_focus(self) -> None:
        """To what is needed first; where nothing is, to the figure of the round, or else to the targets."""
        if not self.session.covenant:
            self._empty.buttons[0].setFocus()
            return
        of_round = [*self.attention.links, self.explain_button] if self.session.round else []
        there = [*of_round, *self.targets.lines, self.targets.link]
        next(one for one in there if not one.isHidden()).setFocus()

    def _show_head(self, current: RoundPicture) -> None:
        words = self.session.language
        n = len(current.standings)
        parts = [words.gettext("round {round}").format(round=current.round.code)]
        if current.round.reference_date:
            parts.append(words.gettext("reference date {day}").format(day=words.day(current.round.reference_date)))
        parts.append(words.gettext("framework version {version}").format(version=current.round.version))
        parts.append(words.ngettext("{n} participant", "{n} participants", n).format(n=n))
        self.subtitle.show_text(" · ".join(parts))

    def _show_statuses(self, current: RoundPicture) -> None:
        words = self.session.language
        total = len(current.standings)
        counts: dict[Status | None, int] = dict.fromkeys((*reversed(Status), None), 0)
        for standing in current.standings:
            counts[standing.status] += 1
        self.status_bars.set_counts(
            [Count(status_name(status, words), n, words.number(n, 0)) for status, n in counts.items()], max(total, 1)
        )
        final = words.gettext("{n} of {total} final").format(n=counts[Status.FINAL], total=total)
        self.round_panel.set_title(words.gettext("Round {round}").format(round=current.round.code), final)

    def _show_lead(self, current: RoundPicture) -> None:
        words = self.session.language
        _ = words.gettext
        figures = current.headline
        counts = outcomes(figures.counted)
        self.explain_button.setVisible(bool(figures.n))
        if counts.n or not figures.n:
            figure = words.percent(counts.share(Outcome.MEETS), 0)
            self.lead_words.setText(_("meets the required score"))
            self.lead_count.setText(_("{n} of {total}").format(n=counts.meets, total=counts.n) if counts.n else "")
        else:  # nothing is required in this round
            figure = words.percent(mean(scores_of(figures.counted)))
            self.lead_words.setText(_("mean score; nothing is required in this round"))
            self.lead_count.setText(f"n = {figures.n}")
        self.lead.show_score(figure, "", f"{figure} {self.lead_words.text()}, {self.lead_count.text()}")
        self.lead.setEnabled(bool(figures.n))
        said = [reason_count(reason, len(standings), words) for reason, standings in figures.left_out.items()]
        reasons = _("Not counted: {reasons}.").format(reasons=", ".join(said))
        self.left_out.setText(reasons if said else _("All participants count."))

    def _show_cohorts(self, current: RoundPicture) -> None:
        words = self.session.language
        _ = words.gettext
        rows = []
        for year, standings in by_participation_year(current.headline.counted).items():
            counts = outcomes(standings)
            required = {standing.required for standing in standings}
            rows.append(
                [
                    words.number(year, 0),
                    words.percent(next(iter(required)), None) if len(required) == 1 else _("by group"),
                    words.number(len(standings), 0),
                    *(
                        words.number(count, 0) if counts.n else "–"
                        for count in (counts.meets, counts.on_track, counts.behind)
                    ),
                ]
            )
        headers = [_("Year"), _("Required"), "n", _("Meets"), _("On track"), _("Behind")]
        self.cohorts.fill(headers, rows, numbers=range(1, 6), strong=(3,), quiet=(1,), stretch=())

    def _show_sections(self, current: RoundPicture) -> None:
        words = self.session.language
        names = section_names(current.framework, words)
        figures = current.headline
        self.section_bars.set_rows(
            [
                SectionScore(
                    mean.section,
                    names.get(mean.section, ""),
                    f"n = {mean.n}",
                    None if mean.mean is None else float(mean.mean),
                    words.percent(mean.mean),
                )
                for mean in section_means(figures.counted)
            ]
        )
        counted = words.ngettext("of {n} participant", "of {n} participants", figures.n)
        self.section_panel.set_title(words.gettext("Mean score per section"), counted.format(n=figures.n))

    def _show_attention(self, current: RoundPicture, today: date) -> None:
        """What there is to do."""
        words = self.session.language
        matter = matters(self.session.file, self.session.covenant, current.round.code, today)
        matter = replace(matter, entries_overdue=may_be_seen(self.session, matter.entries_overdue))
        found = attention(current, matter, today)
        nothing = words.gettext("Nothing in round {round} waits for somebody.").format(round=current.round.code)
        self.attention.show_matters(found, nothing)

    def _as_at(self) -> date:
        """The day on which targets are seen: today in a round that is current, else the reference date of the round."""
        rounds = self.session.picture.rounds
        current = self.session.picture.round(self.session.round).round
        today = date.today()
        is_last = current.code == rounds[-1].round.code
        if is_last and (today - current.last_day).days < _CURRENT_DAYS:
            return today
        return current.seen_on

    def _outcome_request(self) -> Request | None:
        if not self.session.round:
            return None
        return Request(self.session.picture, self.session.language, round=self.session.round)

    def explain_lead(self) -> None:
        """How the share that meets the requirement came about, or the mean score where nothing is required."""
        _ = self.session.language.gettext
        figures = self.session.picture.round(self.session.round).headline
        opener = self.lead if self.lead.hasFocus() else self.explain_button
        if outcomes(figures.counted).n:
            self._explain(explain_outcome_share(figures, Outcome.MEETS), opener, opener.rect())
        else:
            lead = _("mean score of round {round}").format(round=self.session.round)
            self._explain(explain_mean(figures), opener, opener.rect(), lead)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 explains the lead figure wherever nothing else on the page has an explanation of its own."""
        if event.key() == Qt.Key.Key_F1 and self.explain_button.isVisible():
            self.explain_lead()
            return
        super().keyPressEvent(event)

    def _explain_section(self, code: str) -> None:
        figures = self.session.picture.round(self.session.round).headline
        row = next(row for row in self.section_bars.rows if row.row.code == code)
        self._explain(explain_section_mean(figures, code), row, row.rect())

    def _explain(self, explanation: Explanation, opener: QWidget, rect: QRect, lead: str = "") -> None:
        current = self.session.picture.round(self.session.round)
        source = self.session.language.gettext("Framework version {version}, assessments by the secretariat")
        explain(
            opener,
            rect,
            explanation,
            self.session,
            title="",
            names=section_names(current.framework, self.session.language),
            source=source.format(version=current.round.version),
            lead=lead,
        )
