"""Why the share changed: the waterfall, and beside it what there was of every cause, counted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.charts.comparison_words import cause_name, measure_name, rounded_parts, shown_decimals, signed
from covenant_monitor.domain.comparison_parts import Cause, Measure
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.dialogs.chart_table import table_link
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.comparing.words import cause_words
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import role_font, set_surface, text_label
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.layout import empty_layout
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.segments import Segment, Segments

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class WhyPanel(QWidget):
    """The chart of one measure with the causes beside it."""

    measure_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        _ = session.language.gettext
        self._found: RoundComparison | None = None
        self._measure: Measure | None = None
        self.measures = Segments(_("Which share"))
        self.measures.chosen.connect(self.measure_chosen)
        self.view = ChartView(session.language)
        self.view.setMinimumHeight(160)
        self.chart = DrawnChart(session, self.view, "waterfall", self._request)
        self.chart_panel = Panel()
        self.table_link = table_link(self.view, self._title, session.language)
        self.chart_panel.head.insertWidget(0, self.measures)
        self.chart_panel.set_right_widget(self.table_link)
        self.chart_panel.add(self.view, 1)
        self.causes_panel = Panel(_("What changed"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.causes = QWidget()
        set_surface(self.causes, "base")
        scroll.setAccessibleName(_("What changed"))
        scroll.setWidget(self.causes)
        self._grid = QGridLayout(self.causes)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.causes_panel.add(scroll, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.chart_panel, 62)
        row.addWidget(self.causes_panel, 38)

    def show_comparison(self, found: RoundComparison, measure: Measure) -> None:
        """Show the chart of a measure of a comparison, and its causes."""
        self._found, self._measure = found, measure
        language = self._session.language
        self.measures.show_segments(
            [Segment(one.value, measure_name(one, language)) for one in Measure if one in found.changes], measure.value
        )
        self._fill_causes(found, measure)
        self.chart.refresh()

    def _fill_causes(self, found: RoundComparison, measure: Measure) -> None:
        empty_layout(self._grid)
        language = self._session.language
        change = found.changes.get(measure)
        parts = rounded_parts(change, shown_decimals(change)) if change else {}
        for place, cause in enumerate(Cause):
            name = text_label(cause_name(cause, language), "heading")
            points = text_label(signed(parts.get(cause), language, shown_decimals(change) if change else 0), "heading")
            points.setFont(role_font("heading", True))
            said = text_label(cause_words(cause, found, language), "secondary", wrap=True)
            self._grid.addWidget(name, 3 * place, 0, _LEFT)
            self._grid.addWidget(points, 3 * place, 1, _RIGHT)
            self._grid.addWidget(said, 3 * place + 1, 0, 1, 2)
            self._grid.setRowMinimumHeight(3 * place + 2, 6)
        self._grid.setRowStretch(3 * len(Cause), 1)

    def _request(self) -> Request | None:
        if self._found is None or self._measure is None or not self._session.round:
            return None
        return Request(
            self._session.picture,
            self._session.language,
            round=self._session.round,
            target=self._measure.value,
            comparison=self._found,
        )

    def _title(self) -> str:
        return self.chart.chart.title if self.chart.chart else ""
