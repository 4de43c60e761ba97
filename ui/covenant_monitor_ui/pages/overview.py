"""The page that the coordinator opens in the morning: how the round stands, the outcome over the rounds, a target."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.domain.explanation import Explanation, explain_mean, explain_outcome_share, explain_section_mean
from covenant_monitor.domain.headline import by_participation_year, mean, outcomes, scores_of, section_means
from covenant_monitor.domain.model import Outcome, Status
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture
from covenant_monitor.domain.targets import Target, milestone_standing
from covenant_monitor.names import gap_words, reason_count, status_name, target_status_name, term
from covenant_monitor.store import ledger
from covenant_monitor_ui.dialogs.chart_table import show_chart_table
from covenant_monitor_ui.dialogs.explain import explain, section_names
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.assessments_parts import ScoreFigure
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.countbar import Count, CountBars
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import rule
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.sectionbars import SectionBars, SectionScore
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_CHART_HEIGHT = 372
_TARGET_HEIGHT = 340
_RECENT = 6
_CURRENT_DAYS = 366
"""A last round is worked on for about a year after its last day."""


class OverviewPage(Page):
    """How the chosen round of the chosen covenant stands."""

    page_wanted = Signal(str)
    party_wanted = Signal(str)

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
            _("No round yet"),
            _(
                "A covenant's rounds, participants and frameworks come in by import: "
                "a workbook or a folder of CSV files."
            ),
            [(_("Import …"), lambda: self.page_wanted.emit("reports"))],
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
        left.addWidget(self._outcome_panel())
        left.addWidget(self._target_panel())
        left.addStretch(1)
        right.addWidget(self._round_panel())
        right.addWidget(self._cohort_panel())
        right.addWidget(self._section_panel())
        right.addWidget(self._recent_panel())
        right.addStretch(1)

    def _outcome_panel(self) -> Panel:
        _ = self.session.language.gettext
        panel = Panel(_("Outcome per round and participation year"))
        self.outcome_view = ChartView(self.session.language)
        self.outcome_view.setMinimumHeight(_CHART_HEIGHT)
        panel.set_right_widget(self._table_link(self.outcome_view, panel))
        panel.add(self.outcome_view)
        self._outcomes = DrawnChart(self.session, self.outcome_view, "outcomes", self._outcome_request)
        return panel

    def _target_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.target_panel = Panel(_("Target"))
        self.target_box = LabelledCombo()
        self.target_box.setAccessibleName(_("Target"))
        self.target_box.currentIndexChanged.connect(self._target_chosen)
        self.target_view = ChartView(self.session.language)
        self.target_panel.set_right_widget(self.target_box)
        self.target_panel.set_right_widget(self._table_link(self.target_view, self.target_panel))
        self.target_words = text_label("", "body", wrap=True)
        self.target_panel.add(self.target_words)
        self.target_view.setMinimumHeight(_TARGET_HEIGHT)
        self.target_panel.add(self.target_view)
        self._target = DrawnChart(self.session, self.target_view, "target", self._target_request)
        return self.target_panel

    def _table_link(self, view: ChartView, panel: Panel) -> QPushButton:
        """What opens the table behind a chart; the chart itself does so too."""
        _ = self.session.language.gettext

        def show(opener: QWidget) -> None:
            show_chart_table(opener, view, self._chart_title(panel), self.session.language)

        link = button(_("Table"), kind="link", tip=_("The numbers of this chart (F1 on the chart)"))
        link.clicked.connect(lambda _checked=False: show(link))
        view.table_wanted.connect(lambda: show(view))
        return link

    def _chart_title(self, panel: Panel) -> str:
        return self.target_box.currentText() if panel is self.target_panel else panel.title.text()

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

    def _recent_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.recent_panel = Panel(_("Changed last"))
        self.recent = QVBoxLayout()
        self.recent.setSpacing(6)
        self.recent_panel.body.addLayout(self.recent)
        return self.recent_panel

    def show_place(self) -> None:
        has_round = bool(self.session.round)
        self._scroll.setVisible(has_round)
        self._empty.setVisible(not has_round)
        if not has_round:
            return
        current = self.session.picture.round(self.session.round)
        self._show_head(current)
        self._show_statuses(current)
        self._show_lead(current)
        self._show_cohorts(current)
        self._show_sections(current)
        self._show_recent()
        self._fill_targets()
        self._outcomes.refresh()

    def show_theme(self) -> None:
        self._outcomes.refresh()
        self._target.refresh()

    def take_focus(self) -> None:
        self.explain_button.setFocus()

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

    def _show_recent(self) -> None:
        words = self.session.language
        while self.recent.count():
            item = self.recent.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for change in ledger.history(self.session.file.connection, limit=_RECENT, with_rows=False):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            row.addWidget(text_label(words.moment(change.at), "secondary"))
            row.addWidget(ElidedLabel(change.text(words)))
            row.addStretch(1)
            row.addWidget(text_label(change.who, "secondary"))
            self.recent.addWidget(line)

    def _fill_targets(self) -> None:
        words = self.session.language
        picture = self.session.picture
        names = {i.code: words.pick(i.name.nl, i.name.en) or i.code for i in picture.indicators}
        self.target_panel.setVisible(bool(picture.indicators))
        chosen = self.target_box.currentData()
        self.target_box.blockSignals(True)
        self.target_box.clear()
        with_target = {target.indicator for target in picture.targets}
        for target in picture.targets:
            self.target_box.addItem(names.get(target.indicator, target.code), target.code)
        for code, name in names.items():
            if code not in with_target:
                self.target_box.addItem(name, code)
        place = self.target_box.findData(chosen)
        self.target_box.setCurrentIndex(place if place >= 0 else self.target_box.findData(_best_known(picture)))
        self.target_box.blockSignals(False)
        self._target_chosen()

    def _target_chosen(self, _index: int = 0) -> None:
        self._say_target()
        self._target.refresh()

    def _say_target(self) -> None:
        words = self.session.language
        picture = self.session.picture
        code = self.target_box.currentData()
        target = next((t for t in picture.targets if t.code == code), None)
        if target is None:
            self.target_words.setText("")
            return
        self.target_words.setText("\n".join(self._milestones_in_words(target)))
        as_at = words.gettext("as at {day}").format(day=words.day(self._as_at()))
        self.target_panel.set_title(words.gettext("Target"), beside=as_at)

    def _as_at(self) -> date:
        """The day on which targets are seen: today in a round that is current, else the reference date of the round."""
        rounds = self.session.picture.rounds
        current = self.session.picture.round(self.session.round).round
        today = date.today()
        is_last = current.code == rounds[-1].round.code
        if is_last and (today - current.last_day).days < _CURRENT_DAYS:
            return today
        return current.reference_date or current.last_day

    def _milestones_in_words(self, target: Target) -> Sequence[str]:
        """ "50 % on 31 December 2018: missed, 2 short"."""
        words = self.session.language
        _ = words.gettext
        indicator = next(i for i in self.session.picture.indicators if i.code == target.indicator)
        said = []
        for milestone in target.milestones:
            standing = milestone_standing(indicator, target, milestone, self._as_at())
            value = (
                words.percent(milestone.value, None)
                if indicator.unit == "%"
                else f"{words.number(milestone.value, None)} {term(indicator.unit, words)}".strip()
            )
            text = _("{value} on {day}: {status}").format(
                value=value, day=words.day(milestone.day), status=target_status_name(standing.status, words).lower()
            )
            if standing.gap is not None and standing.gap > 0:
                text += ", " + gap_words(standing.gap, indicator.unit, words)
            said.append(text)
        return said

    def _outcome_request(self) -> Request | None:
        if not self.session.round:
            return None
        return Request(self.session.picture, self.session.language, round=self.session.round)

    def _target_request(self) -> Request | None:
        code = self.target_box.currentData()
        if not code or not self.session.round:
            return None
        return Request(self.session.picture, self.session.language, target=str(code), at=self._as_at())

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

    def state(self) -> dict[str, object]:
        return {"target": self.target_box.currentData()}

    def restore(self, state: dict[str, object]) -> None:
        if isinstance(code := state.get("target"), str):
            self.target_box.addItem(code, code)


def _best_known(picture: CovenantPicture) -> str:
    """The target that most is known of, to begin with."""
    observed = {indicator.code: len(indicator.observations) for indicator in picture.indicators}
    with_target = [(observed.get(target.indicator, 0), target.code) for target in picture.targets]
    return max(with_target or [(n, code) for code, n in observed.items()], default=(0, ""))[1]
