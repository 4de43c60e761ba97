"""What is known of one target or indicator: its chart, how it stands, its milestones and its observations."""

from datetime import date

from PySide6.QtCore import QModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.domain.model import Text
from covenant_monitor.domain.progress import COMPUTED, ComputedIndicator
from covenant_monitor.domain.scope import ALL, Scope
from covenant_monitor.domain.targets import Indicator, Target, milestone_standing, next_milestone
from covenant_monitor.names import target_status_name
from covenant_monitor_ui.dialogs.chart_table import table_link
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.models.targets import Key, Tab
from covenant_monitor_ui.pages.assessments.parts import MarkLabel
from covenant_monitor_ui.pages.participants.table import EDGE
from covenant_monitor_ui.pages.targets.explain import (
    MilestoneExplaining,
    explain_figure,
    explain_observation,
    show,
)
from covenant_monitor_ui.pages.targets.reading import Known
from covenant_monitor_ui.pages.targets.rows import (
    computed_table,
    mark_of,
    milestone_table,
    observation_table,
    standing_on,
)
from covenant_monitor_ui.pages.targets.table import FiguresTable
from covenant_monitor_ui.pages.targets.words import (
    about_words,
    indicator_name,
    rule_sentence,
    scope_name,
    standing_sentence,
)
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.layout import in_column
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_ALIGNMENT = f"{COMPUTED}:alignment"
"""What the codes of the indicators about the covenant's own alignment begin with."""
_CHART_HEIGHT = 300
_STATUS, _VALUE = 2, 1
"""Columns of the milestones and of the observations."""


class TargetSheet(QWidget):
    """One target, or one indicator with the target about it if there is any."""

    scope_chosen = Signal(object)
    edit_wanted = Signal()
    edit_observation_wanted = Signal(object)
    remove_observation_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        language = session.language
        _ = language.gettext
        set_surface(self, "base")
        self.indicator: Indicator | None = None
        self.target: Target | None = None
        self.computed: ComputedIndicator | None = None
        self._known = Known()
        self._at = date.today()
        self._scope = ALL
        self.title = text_label("", "title", wrap=True)
        self.about = text_label("", "secondary", wrap=True)
        self.observation_button = button(_("Observation"), icon="plus", tip="Ins")
        self.edit_button = button(_("Edit …"), tip=_("Indicator, target, and taking them out"))
        self.scope_box = LabelledCombo(_("Over"))
        self.mark = MarkLabel()
        self.sentence = text_label("", "body", wrap=True)
        self.rule = text_label("", "secondary", wrap=True)
        self.view = ChartView(language)
        self.view.setMinimumHeight(_CHART_HEIGHT)
        self.chart = DrawnChart(session, self.view, "target", self._request)
        self.milestones_head = text_label(_("Milestones"), "heading")
        self.milestones = FiguresTable(_("Milestones"), sortable=False)
        self.observations_head = text_label(_("Observations"), "heading")
        self.observations = FiguresTable(_("Observations"))
        self.observations_note = text_label("", "secondary", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        _ = self._session.language.gettext
        content = QWidget()
        set_surface(content, "base")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 0, EDGE, 0)
        head.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.about)
        head.addLayout(names, 1)
        for one in (self.scope_box, self.observation_button, self.edit_button):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        said = QVBoxLayout()
        said.setContentsMargins(EDGE, 0, EDGE, 0)
        said.setSpacing(4)
        said.addWidget(self.mark)
        said.addWidget(self.sentence)
        said.addWidget(self.rule)
        column.addLayout(said)
        chart = QVBoxLayout()
        chart.setContentsMargins(EDGE, 4, EDGE, 0)
        chart.setSpacing(0)
        links = QHBoxLayout()
        links.setSpacing(12)
        links.addStretch(1)
        self.table_link = table_link(self.view, self.title.text, self._session.language)
        self.copy_link = button(_("Copy image"), self.view.image_wanted.emit, kind="link")
        for link in (self.table_link, self.copy_link):
            links.addWidget(link)
        chart.addLayout(links)
        chart.addWidget(self.view, 1)
        column.addLayout(chart, 1)
        for label, table in (
            (self.milestones_head, self.milestones),
            (self.observations_head, self.observations),
        ):
            label.setContentsMargins(EDGE, 8, EDGE, 0)
            column.addWidget(label)
            column.addWidget(table)
        self.observations_note.setContentsMargins(EDGE, 4, EDGE, 0)
        column.addWidget(self.observations_note)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        in_column(self).addWidget(self._scroll)

    def _connect(self) -> None:
        self.scope_box.activated.connect(lambda _place: self.scope_chosen.emit(self.scope_box.currentData()))
        for table in (self.milestones, self.observations):
            table.clicked.connect(lambda index, table=table: self._click(table, index))
            table.explain_wanted.connect(lambda table=table: self.explain(table))
            table.copy_wanted.connect(lambda table=table: QApplication.clipboard().setText(table.lines.as_text()))
            table.add_wanted.connect(self.observation_button.click)
        self.milestones.edit_wanted.connect(self.edit_wanted)
        self.milestones.remove_wanted.connect(self.edit_wanted)
        self.observations.edit_wanted.connect(self._edit_observation)
        self.observations.remove_wanted.connect(self._remove_observation)

    @property
    def is_entered(self) -> bool:
        """Whether what is shown is entered, and not computed."""
        return self.indicator is not None and self.computed is None

    def show_key(self, key: Key | None, known: Known, at: date, scope: Scope) -> None:
        """Show what an entry of the list is about, as on the day `at`."""
        before = self.indicator.code if self.indicator else ""
        self._known, self._at, self._scope = known, at, scope
        self.indicator = self.target = self.computed = None
        if key is not None and key.tab is Tab.TARGETS:
            self.target = known.target(key.code)
            self.indicator = known.by_code.get(self.target.indicator) if self.target else None
        elif key is not None and key.tab is Tab.ENTERED:
            self.indicator, self.target = known.by_code.get(key.code), known.of_indicator(key.code)
        elif key is not None:
            self.computed = known.computed_one(key.code)
            self.indicator = self.computed.indicator if self.computed else None
        self._show()
        if self.indicator is not None and self.indicator.code != before:
            self._scroll.verticalScrollBar().setValue(0)
            self._select_latest()

    def _show(self) -> None:
        language, indicator = self._session.language, self.indicator
        self._scroll.setVisible(indicator is not None)
        if indicator is None:
            return
        name = indicator_name(indicator, language)
        self.title.setText(name)
        self.about.setText(about_words(indicator, language))
        self._show_scope()
        self._show_standing(indicator)
        self._show_tables(indicator)
        entered = self.is_entered
        self.observation_button.setVisible(entered)
        self.edit_button.setVisible(entered)
        self.chart.refresh()

    def _show_scope(self) -> None:
        language = self._session.language
        of_rounds = self.computed is not None and bool(self.computed.figures)
        self.scope_box.setVisible(of_rounds)
        if not of_rounds or self._known.picture is None:
            return
        rounds = self._known.picture.rounds
        years = sorted({s.participation_year for one in rounds for s in one.standings if s.participation_year > 0})
        scopes = [
            ALL,
            *(Scope(panel=(one.round.code,)) for one in rounds),
            *(Scope(participation_year=year) for year in years),
        ]
        with QSignalBlocker(self.scope_box):
            self.scope_box.clear()
            for scope in scopes if self._scope in scopes else [*scopes, self._scope]:
                self.scope_box.addItem(scope_name(scope, language), scope)
                if scope == self._scope:
                    self.scope_box.setCurrentIndex(self.scope_box.count() - 1)
        self.scope_box.updateGeometry()

    def _show_standing(self, indicator: Indicator) -> None:
        language, target = self._session.language, self.target
        _ = language.gettext
        milestone = next_milestone(target, self._at) if target else None
        self.rule.setVisible(True)
        if target is None or milestone is None:
            self.mark.show_mark("", "")
            self.sentence.hide()
            said = _("No target is set for this indicator.")
            if self.computed is not None and indicator.code.startswith(_ALIGNMENT):
                said = _(
                    "Computed from the alignment results entered on the page OECD alignment. The file keeps targets of"
                    " entered indicators only."
                )
            elif self.computed is not None:
                said = _(
                    "Computed from the assessments of every round: nothing has to be entered. The file keeps targets of"
                    " entered indicators only."
                )
            self.rule.setText(said)
            return
        standing = milestone_standing(indicator, target, milestone, self._at)
        self.mark.show_mark(mark_of(standing), target_status_name(standing.status, language))
        self.sentence.setText(standing_sentence(indicator, standing, self._at, language))
        self.sentence.show()
        self.rule.setText(rule_sentence(indicator, target, self._at, language))

    def _show_tables(self, indicator: Indicator) -> None:
        language = self._session.language
        _ = language.gettext
        self.milestones_head.setVisible(self.target is not None)
        self.milestones.setVisible(self.target is not None)
        if self.target is not None:
            self.milestones.show_table(milestone_table(indicator, self.target, self._at, language))
        note = ""
        if self.computed is not None and self.computed.figures:
            self.observations_head.setText(_("Every round, {scope}").format(scope=scope_name(self._scope, language)))
            self.observations.show_table(computed_table(self.computed, self._at, language))
        else:
            self.observations_head.setText(_("Observations"))
            self.observations.show_table(observation_table(indicator, self.target, self._at, language))
            if not indicator.observations:
                note = _("Nothing was observed yet. Add the first observation.")
                if self.computed is not None:
                    note = _("There is nothing yet to compute it from.")
        self.observations.setVisible(not note)
        self.observations_note.setText(note)
        self.observations_note.setVisible(bool(note))

    def _request(self) -> Request | None:
        if self.indicator is None:
            return None
        name = indicator_name(self.indicator, self._session.language)
        if self.computed is not None and self._scope != ALL:
            name = f"{name}, {scope_name(self._scope, self._session.language)}"
        shown = Indicator(
            self.indicator.code,
            Text(name, name),
            self.indicator.unit,
            self.indicator.direction,
            self.indicator.observations,
        )
        picture = self._known.drawn(shown, self.target)
        if picture is None:
            return None
        code = self.target.code if self.target else shown.code
        return Request(picture, self._session.language, target=code, at=self._at)

    def _click(self, table: FiguresTable, index: QModelIndex) -> None:
        column = table.lines.columns[index.column()]
        if column.at_right or column.key in ("status", "left_out"):
            self.explain(table)

    def _select_latest(self) -> None:
        """Select the milestone and the observation that the entry in the list is about."""
        milestone = next_milestone(self.target, self._at) if self.target else None
        if milestone is not None:
            self.milestones.select(("milestone", milestone.day.isoformat()), _STATUS)
        lines = [line for line in self.observations.lines.shown if not line.quiet]
        if lines:
            self.observations.select(lines[-1].key, _VALUE if self.computed is None else _VALUE + 1)

    def explain(self, table: FiguresTable | None = None) -> Popover | None:
        """Say what the number in the current cell of a table is made of; without one, what the list says of it."""
        if table is None:
            self._select_latest()
        chosen = table or (self.milestones if self.target else self.observations)
        line, indicator, language = chosen.current_line, self.indicator, self._session.language
        if line is None or indicator is None:
            return None
        kind, code = line.key
        source = ""
        if kind == "milestone" and self.target is not None:
            standing = standing_on(indicator, self.target, date.fromisoformat(code), self._at)
            explaining = MilestoneExplaining(indicator, self.target, standing, self._at, language)
            told = explaining.explain(chosen.current_column)
        elif kind == "round" and self.computed is not None:
            told = explain_figure(self.title.text(), code, self.computed.figures[code], language)
            source = scope_name(self._scope, language)
        else:
            one = next(one for one in indicator.observations if one.day.isoformat() == code)
            told = explain_observation(indicator, self.target, one, language)
        index = chosen.currentIndex()
        self._scroll.ensureWidgetVisible(chosen)
        rect = chosen.cell_rect(index) if index.isValid() else QRect(chosen.rect())
        return show(chosen, rect, told, source, language)

    def _edit_observation(self) -> None:
        if (day := self._observed_day) is not None:
            self.edit_observation_wanted.emit(day)

    def _remove_observation(self) -> None:
        if (day := self._observed_day) is not None:
            self.remove_observation_wanted.emit(day)

    @property
    def _observed_day(self) -> date | None:
        """The day of the entered observation that is selected."""
        line = self.observations.current_line
        return date.fromisoformat(line.key[1]) if line is not None and self.is_entered else None

    def select_observation(self, day: date) -> None:
        """Select an observation, and go to it."""
        if self.observations.select(("observation", day.isoformat())):
            self.observations.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(self.observations)

    def lock(self, reason: str) -> None:
        """What changes the file is off for a reason ("": it is on)."""
        for one, tip in ((self.observation_button, "Ins"), (self.edit_button, "")):
            one.setEnabled(not reason)
            one.setToolTip(reason or tip)

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton]:
        """What leads to the forms."""
        return self.observation_button, self.edit_button
