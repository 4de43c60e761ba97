"""All covenants in the file side by side: the national picture, as on a day."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from covenant_monitor.charts import Request
from covenant_monitor.domain.national import CovenantContent
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor_ui.models.national import NationalReading
from covenant_monitor_ui.pages.national.panels import LeadPanel, SectorsPanel, TargetsPanel
from covenant_monitor_ui.pages.national.rows import columns, lines
from covenant_monitor_ui.pages.national.table import NationalTable
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.pages.targets.day import SeenOn
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import in_column
from covenant_monitor_ui.widgets.panel import Panel


class NationalPage(Page):
    """The covenants of the open file on a day that is chosen here."""

    covenant_wanted = Signal(str)
    page_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self.reading = NationalReading(session, self)
        self._contents: dict[str, CovenantContent] = {}
        self._wanted = ""
        column = in_column(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll)
        self._empty = EmptyState(
            _("Not more than one covenant in this file"),
            _(
                "A file can hold many covenants. Here they stand side by side: participants, results, targets and the"
                " risk sectors. Add a covenant, or import one."
            ),
            [(_("New covenant …"), self.new_wanted.emit), (_("Import …"), lambda: self.page_wanted.emit("reports"))],
        )
        column.addWidget(self._empty)
        self._content = QWidget()
        set_surface(self._content, "window")
        self._scroll.setWidget(self._content)
        self._build()

    def _build(self) -> None:
        _ = self.session.language.gettext
        page = QVBoxLayout(self._content)
        page.setContentsMargins(24, 20, 24, 24)
        page.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(text_label(_("All covenants"), "title"))
        self.subtitle = ElidedLabel(_("the national picture"), "secondary")
        head.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        self.seen_on = SeenOn(self.session.language)
        self.seen_on.changed.connect(self.show_place)
        head.addWidget(self.seen_on)
        page.addLayout(head)
        self.lead = LeadPanel(self.session.language)
        page.addWidget(self.lead)
        self.covenants_panel = Panel(_("Covenants"))
        self.table = NationalTable(_("Covenants"))
        self.table.covenant_wanted.connect(self.covenant_wanted)
        self.covenants_panel.add(self.table)
        page.addWidget(self.covenants_panel)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.targets = TargetsPanel(self.session, self._request)
        self.sectors = SectorsPanel(self.session.language)
        grid.addWidget(self.targets, 0, 0)
        grid.addWidget(self.sectors, 0, 1)
        page.addLayout(grid)
        page.addStretch(1)

    def show_place(self) -> None:
        words = self.session.language
        day = self.seen_on.day
        found = self.reading.on(day)
        self._contents = {one.covenant.code: one for one in self.reading.contents(day)}
        several = len(self._contents) > 1
        self._scroll.setVisible(several)
        self._empty.setVisible(not several)
        if not several:
            return
        self.lead.show_figures(found)
        as_at = words.gettext("as at {day}").format(day=words.day(day))
        self.covenants_panel.set_title(
            words.gettext("Covenants"), words.gettext("Enter or a click opens a covenant"), as_at
        )
        self.table.show_table(columns(words), lines(found.covenants, words))
        self.targets.show_targets(found.targets, self._wanted)
        self.sectors.show_sectors(found)

    def show_theme(self) -> None:
        self.targets.chart.refresh()

    def take_focus(self) -> None:
        if self._scroll.isVisible():
            self.table.setFocus()
        else:
            self._empty.buttons[0].setFocus()

    def _request(self) -> Request | None:
        figure = self.targets.chosen
        content = self._contents.get(figure.covenant.code) if figure else None
        if figure is None or content is None:
            return None
        picture = CovenantPicture(figure.covenant, (), content.indicators, content.targets)
        return Request(picture, self.session.language, target=figure.target.code, at=self.seen_on.day)

    def state(self) -> dict[str, object]:
        day = self.seen_on.chosen
        return {"day": day.isoformat() if day else "", "target": self.targets.code}

    def restore(self, state: dict[str, object]) -> None:
        if isinstance(target := state.get("target"), str):
            self._wanted = target
        if isinstance(day := state.get("day"), str) and day:
            self.seen_on.see(date.fromisoformat(day))
