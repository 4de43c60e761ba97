"""Parts of the page of OECD alignment: its lead figures, its charts, and the list of what is on paper only."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.charts.alignment_words import gap_sentence, points_text, shares_words
from covenant_monitor.domain.alignment import WHOLE, AlignmentYear, Gap, changes
from covenant_monitor.domain.model import Level
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.language import Language
from covenant_monitor.names import alignment_dimension_name, rating_name
from covenant_monitor_ui.dialogs.chart_table import table_link
from covenant_monitor_ui.pages.alignment.words import change_words, gap_lead, total_words
from covenant_monitor_ui.pages.assessments.parts import ScoreFigure
from covenant_monitor_ui.theme import Theme, role_font, scaled, text_label
from covenant_monitor_ui.widgets.buttons import PaintedButton, focus_neighbour, one_tab_stop
from covenant_monitor_ui.widgets.chartview import ChartView
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_column
from covenant_monitor_ui.widgets.panel import Panel

GAP = "gap"
_SHOWN = (Level.FULLY, Level.PARTIALLY)


def chart_panel(title: str, view: ChartView, language: Language) -> Panel:
    """A panel with a chart, and what opens the table behind it; the chart itself does so too."""
    panel = Panel(title)
    panel.set_right_widget(table_link(view, lambda: title, language))
    panel.add(view, 1)
    return panel


class LeadFigures(QWidget):
    """Of all components together: fully and partially per dimension, and the gap. A click or F1 asks for more."""

    explain_wanted = Signal(str, str)
    """The dimension ("" for the gap) and the level."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.figures: dict[tuple[str, str], ScoreFigure] = {}
        self._tiles: dict[str, QWidget] = {}
        self._notes = {key: text_label("", "note") for key in (*AlignmentDimension, GAP)}
        panel = Panel()
        row = QHBoxLayout()
        row.setSpacing(32)
        for dimension in AlignmentDimension:
            row.addWidget(self._tile(dimension, alignment_dimension_name(dimension, language), _SHOWN))
        row.addWidget(self._tile(GAP, language.gettext("Gap between paper and practice"), (GAP,)))
        row.addStretch(1)
        panel.body.addLayout(row)
        in_column(self).addWidget(panel)

    def _tile(self, key: str, name: str, levels: Sequence[str]) -> QWidget:
        tile = QWidget()
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        label = text_label(name, "group")
        label.setContentsMargins(4, 0, 0, 0)
        column.addWidget(label)
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for level in levels:
            made = self.figures[key, level] = ScoreFigure()
            made.clicked.connect(partial(self._ask, key, level))
            figures.addWidget(made)
        figures.addStretch(1)
        column.addLayout(figures)
        self._notes[key].setContentsMargins(4, 0, 0, 0)
        column.addWidget(self._notes[key])
        self._tiles[key] = tile
        return tile

    def _ask(self, key: str, level: str, _checked: bool = False) -> None:
        self.explain_wanted.emit("" if key == GAP else str(key), str(level))

    def note(self, key: str) -> str:
        """What stands under the figures of a dimension, or of the gap."""
        return self._notes[key].text()

    def show_year(self, year: AlignmentYear, before: AlignmentYear | None) -> None:
        """Show the totals of a year, and how they changed since an earlier one."""
        language = self._language
        changed = changes(before, year) if before else {}
        for dimension in AlignmentDimension:
            shares = year.of(WHOLE, dimension)
            self._tiles[dimension].setVisible(shares is not None)
            if shares is None:
                continue
            name = alignment_dimension_name(dimension, language)
            for level, shown in zip(_SHOWN, shares.rounded(), strict=False):
                text, word = language.percent(shown, 0), rating_name(level, language).lower()
                self.figures[dimension, level].show_score(text, word, f"{name}: {text} {word}")
            notes = [total_words(shares, language)]
            if before and (change := changed.get((WHOLE, dimension))):
                notes.append(change_words(change.fully, before.year, language))
            self._notes[dimension].setText(" · ".join(notes))
            self._tiles[dimension].setAccessibleName(f"{name}: {shares_words(shares, language)}")
        gap = year.gap(WHOLE)
        self._tiles[GAP].setVisible(gap is not None)
        if gap is not None:
            text, word = gap_lead(year, language)
            self.figures[GAP, GAP].show_score(text, word, gap_sentence(gap, language))
            self._notes[GAP].setText(language.gettext("fully aligned, on paper less in practice"))


class GapRow(PaintedButton):
    """One component that is on paper only: its name, paper and practice, and the gap. Click, Enter or F1 explains."""

    def __init__(self, gap: Gap, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gap = gap
        self._points = points_text(gap, language)
        shares = gap.standards, gap.implementation
        self._shares = " → ".join(language.percent(one.fully, 0) for one in shares)
        self.setText(gap.component)
        self.setToolTip(plain_tip(f"{gap.component}\n{gap_sentence(gap, language)}"))
        self.setAccessibleName(f"{gap.component}: {gap_sentence(gap, language)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, scaled(32))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rect = self.rect().adjusted(4, 0, -4, 0)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.hover)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.grid)
        middle = Qt.AlignmentFlag.AlignVCenter
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.setFont(role_font("heading", True))
        metrics = painter.fontMetrics()
        painter.setPen(theme.text)
        painter.drawText(rect, right, self._points)
        room = rect.adjusted(0, 0, -max(metrics.horizontalAdvance("100") + 16, 40), 0)
        painter.setFont(role_font("body", True))
        painter.setPen(theme.text2)
        painter.drawText(room, right, self._shares)
        metrics = painter.fontMetrics()
        room = room.adjusted(0, 0, -metrics.horizontalAdvance("100 % → 100 %") - 8, 0)
        painter.setFont(role_font())
        painter.setPen(theme.text)
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)


class PaperList(QWidget):
    """The components that are on paper only, the largest gap first. Arrow keys go from one to the next."""

    explain_wanted = Signal(object)
    """The `GapRow` that is asked about."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._column = in_column(self)
        self.rows: list[GapRow] = []

    def show_gaps(self, gaps: Sequence[Gap], language: Language) -> None:
        """Show these components."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [GapRow(gap, language, self) for gap in gaps]
        for row in self.rows:
            row.clicked.connect(lambda _checked=False, row=row: self.explain_wanted.emit(row))
            row.stepped.connect(lambda step: focus_neighbour(self.rows, step))
            self._column.addWidget(row)
            row.show()  # now, and not when the layout comes to it: the focus may go to it next
        one_tab_stop(self.rows, self.rows[0] if self.rows else None)
        self.setVisible(bool(gaps))
