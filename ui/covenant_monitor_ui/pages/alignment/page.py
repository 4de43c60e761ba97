"""OECD alignment of the covenant itself: what is written beside what is done, per component and assessment year."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import chain
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from covenant_monitor.charts import Request
from covenant_monitor.domain.alignment import WHOLE, AlignmentYear, alignment_years, component_key
from covenant_monitor.domain.model import Level
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.store import ledger
from covenant_monitor.store.alignment import remove_results
from covenant_monitor.store.store import Change
from covenant_monitor_ui.drawing import DrawnChart
from covenant_monitor_ui.pages.alignment.explain import (
    Explained,
    cell_explained,
    explain,
    gap_explained,
    share_explained,
)
from covenant_monitor_ui.pages.alignment.participants import ParticipantsPanel, policy_and_practice
from covenant_monitor_ui.pages.alignment.parts import GapRow, LeadFigures, PaperList, chart_panel
from covenant_monitor_ui.pages.alignment.table import AlignmentTable
from covenant_monitor_ui.pages.alignment.words import (
    empty_words,
    head_words,
    key_hints,
    paper_rule,
    paper_words,
    sources_words,
)
from covenant_monitor_ui.pages.missing_words import no_covenant_words
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.empty import EmptyState
from covenant_monitor_ui.widgets.filtertabs import FilterTabs
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import ElidedLabel, plain_tip
from covenant_monitor_ui.widgets.layout import stops_after
from covenant_monitor_ui.widgets.panel import Panel

_ROW, _LEAST_CHART, _HIGHEST_CHART = 36, 232, 760
_EMPTY_HEIGHT = 300
_AROUND = 24
"""So many pixels around a line that is gone to are in sight too."""


class AlignmentPage(Page):
    """The results of one assessment year of the chosen covenant, and how they compare with the year before."""

    page_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self.years: list[AlignmentYear] = []
        self._wanted = 0
        self._empty: EmptyState | None = None
        self.form: Any = None
        self.title = text_label(_("OECD alignment"), "title")
        self.subtitle = ElidedLabel("", "secondary")
        self.tabs = FilterTabs(_("Assessment years"), _("More years"))
        self.year_button = button(_("New year …"), self.add_year, icon="plus")
        self.add_button = button(_("New result …"), self.add, icon="plus", tip="Ins")
        self.lead = LeadFigures(session.language)
        self.table = AlignmentTable(_("Results"))
        self.edit_button = button(_("Edit"), self.edit, kind="link", tip="Enter")
        self.remove_button = button(_("Remove"), self.remove, kind="link", tip="Del")
        self.sources = text_label("", "note", wrap=True)
        self.hints = KeyHints(key_hints(session.language))
        self.paper = PaperList(_("On paper only"))
        self.paper_words = text_label("", "secondary", wrap=True)
        self.participants = ParticipantsPanel(session.language)
        # Read once the page is seen: the ratings of a large round take a while.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_participants)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        content = QWidget()
        set_surface(content, "window")
        scroll.setWidget(content)
        page = QVBoxLayout(content)
        page.setContentsMargins(24, 20, 24, 24)
        page.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.subtitle, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self.year_button)
        head.addWidget(self.add_button)
        page.addLayout(head)
        page.addWidget(self.tabs)
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(16)
        work.addWidget(self.lead)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 60)
        grid.setColumnStretch(1, 40)
        grid.setVerticalSpacing(16)
        grid.addWidget(self._bars_panel(), 0, 0)
        grid.addWidget(self._dumbbell_panel(), 0, 1)
        grid.addWidget(self._table_panel(), 1, 0)
        grid.addWidget(self._paper_panel(), 1, 1, Qt.AlignmentFlag.AlignTop)
        work.addLayout(grid)
        page.addWidget(self._work)
        self._nothing = QVBoxLayout()
        page.addLayout(self._nothing)
        page.addWidget(self.participants)
        page.addStretch(1)

    def _bars_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.bars_view = ChartView(self.session.language)
        self._bars = DrawnChart(self.session, self.bars_view, "alignment", self._request)
        return chart_panel(_("Fully, partially and not aligned"), self.bars_view, self.session.language)

    def _dumbbell_panel(self) -> Panel:
        _ = self.session.language.gettext
        self.dumbbell_view = ChartView(self.session.language)
        self._dumbbell = DrawnChart(self.session, self.dumbbell_view, "dumbbell", self._request)
        return chart_panel(_("On paper and in practice"), self.dumbbell_view, self.session.language)

    def _paper_panel(self) -> Panel:
        _ = self.session.language.gettext
        panel = Panel(_("On paper only"))
        panel.add(self.paper_words)
        panel.add(self.paper)
        panel.add(text_label(paper_rule(self.session.language), "note", wrap=True))
        return panel

    def _table_panel(self) -> Panel:
        self.results = Panel(self.session.language.gettext("Results"))
        self.results.set_right_widget(self.edit_button)
        self.results.set_right_widget(self.remove_button)
        self.results.add(self.table)
        self.results.add(self.sources)
        self.results.add(self.hints)
        return self.results

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _key: self._show_year())
        self.lead.explain_wanted.connect(self._explain_lead)
        self.paper.explain_wanted.connect(self._explain_row)
        self.participants.explain_wanted.connect(self._explain_participants)
        self.table.selectionModel().currentChanged.connect(self._follow)
        self.table.activated.connect(lambda _index: self.edit())
        self.table.clicked.connect(self._click)
        self.table.explain_wanted.connect(self.explain)
        self.table.copy_wanted.connect(self.copy)
        self.table.add_wanted.connect(self.add)
        self.table.remove_wanted.connect(lambda whole: self.remove(whole_year=whole))

    @property
    def year(self) -> AlignmentYear | None:
        """The assessment year that is shown; None while there are no results."""
        return next((one for one in self.years if str(one.year) == self.tabs.current), None)

    @property
    def year_before(self) -> AlignmentYear | None:
        """The assessment year before the one that is shown."""
        shown = self.year
        return next((one for one in reversed(self.years) if shown and one.year < shown.year), None)

    @property
    def empty(self) -> EmptyState | None:
        """What is said where there is nothing to show."""
        return self._empty

    def show_place(self) -> None:
        session = self.session
        self.years = alignment_years(session.picture.alignment) if session.covenant else []
        shown = [str(one.year) for one in self.years]
        chosen = self.tabs.current if self.tabs.current in shown else (shown or [""])[-1]
        if str(self._wanted) in shown:
            chosen = str(self._wanted)
        self._wanted = 0
        self.tabs.set_tabs([(key, key, "") for key in reversed(shown)])
        if chosen:
            self.tabs.set_current(chosen)
        self.tabs.setVisible(len(shown) > 1)
        stops_after(self.add_button, self.tabs.stops)
        self._lock()
        self._show_year()
        self.participants.setVisible(bool(session.round))
        self.participants.wait(session.round)
        if session.round:
            self._later.start()

    def _lock(self) -> None:
        """What changes the file is off where it cannot be changed, and says why."""
        reason = self.session.locked
        for one, tip in ((self.add_button, "Ins"), (self.edit_button, "Enter"), (self.remove_button, "Del")):
            one.setEnabled(not reason and bool(self.session.covenant))
            one.setToolTip(plain_tip(reason or tip))
        self.year_button.setEnabled(self.add_button.isEnabled())
        self.year_button.setToolTip(plain_tip(reason))

    def _show_year(self) -> None:
        year, before, language = self.year, self.year_before, self.session.language
        self._work.setVisible(year is not None)
        self.year_button.setVisible(year is not None)
        self.add_button.setVisible(year is not None)
        self._show_nothing(year is None)
        self.subtitle.show_text(head_words(year, language) if year else "")
        if year is None:
            return
        self.lead.show_year(year, before)
        self.table.show_year(year, before, language)
        self.results.set_title(language.gettext("Results of {year}").format(year=year.year))
        self.sources.setText(sources_words(chain.from_iterable(one.sources for one in year.shares.values()), language))
        self.paper_words.setText(paper_words(year, language))
        self.paper.show_gaps(year.on_paper_only, language)
        stops_after(self.table, self.paper.rows)
        rows = len(year.components) + sum(one.year <= year.year for one in self.years)
        for view in (self.bars_view, self.dumbbell_view):
            view.setFixedHeight(min(_LEAST_CHART + _ROW * (rows - 1), _HIGHEST_CHART))
        self._bars.refresh()
        self._dumbbell.refresh()

    def _show_nothing(self, nothing: bool) -> None:
        if self._empty is not None:
            self._empty.hide()
            self._empty.deleteLater()
            self._empty = None
        if not nothing:
            return
        _ = self.session.language.gettext
        actions: list[tuple[str, Callable[[], object]]] = []
        if self.add_button.isEnabled():
            actions = [(_("New result …"), self.add), (_("Import …"), lambda: self.page_wanted.emit("reports"))]
        said = empty_words(self.session.language) if self.session.covenant else no_covenant_words(self.session.language)
        self._empty = EmptyState(*said, actions)
        self._empty.setMinimumHeight(_EMPTY_HEIGHT)
        self._nothing.addWidget(self._empty)

    def _show_participants(self) -> None:
        """The participants' own figures of the chosen round, and of the one before."""
        session = self.session
        if not session.is_open or not session.round:
            return
        codes = [one.round.code for one in session.picture.rounds]
        here = codes.index(session.round)
        found = policy_and_practice(session.file, session.picture, codes[max(0, here - 1) : here + 1])
        self.participants.show_figures(found[-1], found[-2] if len(found) > 1 else None)

    def show_theme(self) -> None:
        self._bars.refresh()
        self._dumbbell.refresh()

    def _request(self) -> Request | None:
        year = self.year
        if year is None or not self.session.is_open:
            return None
        return Request(self.session.picture, self.session.language, at=date(year.year, 12, 31))

    def add(self) -> None:
        """Ask for the results of one more component in the year that is shown."""
        self._open_form(self.year.year if self.year else date.today().year, None)

    def add_year(self) -> None:
        """Ask for the first results of another assessment year."""
        latest = self.years[-1].year + 1 if self.years else 0
        self._open_form(max(latest, date.today().year), None)

    def edit(self) -> None:
        """Change the results of the component in the current line; those of a total that follows cannot be changed."""
        key, year = self.table.current_key, self.year
        if key is None or year is None:
            return
        if self._follows(year, key):
            self.explain()
            return
        self._open_form(year.year, key[0])

    def _follows(self, year: AlignmentYear, key: tuple[str, AlignmentDimension]) -> bool:
        """Whether a line is a total that follows from the components, and none that was entered."""
        shares = year.of(*key)
        return shares is not None and bool(shares.parts)

    def _open_form(self, year: int, component: str | None) -> None:
        if not self.session.may_write() or not self.add_button.isEnabled():
            return
        asking = import_module("covenant_monitor_ui.dialogs.alignment_form")
        form = asking.AlignmentForm(self.session, year, self.session.picture.alignment, component, self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(lambda: self._saved(form.saved_key))
        form.finished.connect(self._form_closed)
        self.form = form
        form.open()

    def _form_closed(self, _result: int) -> None:
        self.form = None
        self._focus_results()

    def _saved(self, key: tuple[int, str]) -> None:
        """Go to what was saved."""
        year, component = key
        self.go_to_year(year)
        shown = self.year
        if shown is not None:
            wanted = component_key(component)
            self.table.go_to(next((one for one in shown.components if component_key(one) == wanted), WHOLE))

    def go_to_year(self, year: int) -> None:
        """Show another assessment year, where there are results of it."""
        if str(year) in [str(one.year) for one in self.years]:
            self.tabs.set_current(str(year))
            self._show_year()

    def remove(self, *, whole_year: bool = False) -> None:
        """Remove the results of the current component, or of the whole year; one undo brings them back."""
        key, year, session = self.table.current_key, self.year, self.session
        if key is None or year is None or not self.session.may_write() or not self.remove_button.isEnabled():
            return
        if not whole_year and self._follows(year, key):
            self.explain()
            return
        made: list[Change] = []
        component = None if whole_year else key[0]

        def verb() -> Change:
            made.append(remove_results(session.file, covenant=session.covenant, year=year.year, component=component))
            return made[-1]

        if session.change(verb):
            done = ledger.change_set(session.file.connection, made[-1].number).text(session.language)
            session.notice_given.emit(session.language.gettext("{change}. Ctrl+Z undoes it.").format(change=done))
            self._focus_results()

    def copy(self) -> None:
        """Put the whole table on the clipboard, for a spreadsheet."""
        QApplication.clipboard().setText(self.table.lines.as_text())

    def _follow(self, index: QModelIndex) -> None:
        """Keep the current line in sight: the page scrolls, not the table."""
        if self.table.hasFocus() and index.isValid():
            self._reveal(self.table, self.table.cell_rect(index))

    def _reveal(self, widget: QWidget, rect: QRect) -> None:
        content = self._scroll.widget()
        assert content is not None
        centre = widget.mapTo(content, rect.center())
        self._scroll.ensureVisible(centre.x(), centre.y(), 0, rect.height() // 2 + _AROUND)

    def _click(self, index: QModelIndex) -> None:
        if self.table.lines.columns[index.column()].at_right:
            self.explain()

    def explain(self) -> None:
        """Say how the number in the current cell came about; of a cell without one, what is fully aligned."""
        key, year, table = self.table.current_key, self.year, self.table
        if key is not None and year is not None:
            said = cell_explained(year, self.year_before, key, table.current_column, self.session.language)
            self._explain(table, table.cell_rect(table.currentIndex()), said)

    def _explain(self, opener: QWidget, rect: QRect, said: Explained | None) -> None:
        if said is not None:
            self._reveal(opener, rect)
            explain(opener, rect, said, self.session.language)

    def _explain_lead(self, dimension: str, level: str) -> None:
        year, language = self.year, self.session.language
        if year is None:
            return
        opener = self.lead.figures[dimension or "gap", level]
        gap = year.gap(WHOLE)
        if dimension:
            said = share_explained(year, WHOLE, AlignmentDimension(dimension), Level(level), language)
            self._explain(opener, opener.rect(), said)
        elif gap is not None:
            self._explain(opener, opener.rect(), gap_explained(year, gap, language))

    def _explain_row(self, row: GapRow) -> None:
        if self.year is not None:
            self._explain(row, row.rect(), gap_explained(self.year, row.gap, self.session.language))

    def _explain_participants(self, key: str) -> None:
        opener = self.participants.figures[key]
        self._explain(opener, opener.rect(), self.participants.explained(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add()
        elif event.key() == Qt.Key.Key_F1 and self.year is not None:
            first = self.year.dimensions[0] if self.year.of(WHOLE, self.year.dimensions[0]) else None
            if first is not None:
                self._explain_lead(first, Level.FULLY)
        else:
            super().keyPressEvent(event)

    def _focus_results(self) -> None:
        """Back to the table, where something was done in it."""
        if self.year is None:
            self.take_focus()
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow(self.table.currentIndex())

    def take_focus(self) -> None:
        first = next((one for one in self.lead.figures.values() if one.isVisibleTo(self)), None)
        if self.year is not None and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.year is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._empty is not None and self._empty.buttons:
            self._empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> dict[str, object]:
        return {"year": self.year.year if self.year else 0}

    def restore(self, state: dict[str, object]) -> None:
        if isinstance(year := state.get("year"), int):
            self._wanted = year
