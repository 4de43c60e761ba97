"""The table of the results of an assessment year: a line per component and dimension."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from covenant_monitor.charts.alignment_words import component_name
from covenant_monitor.domain.alignment import WHOLE, AlignmentYear, changes
from covenant_monitor.domain.model import Level
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import alignment_dimension_name
from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Cell, Column
from covenant_monitor_ui.pages.alignment.words import signed, total_words
from covenant_monitor_ui.pages.lines_table import LinesTable
from covenant_monitor_ui.pages.participants.table import NameDelegate
from covenant_monitor_ui.theme import role_font, scaled
from covenant_monitor_ui.widgets.delegates import PADDING

COMPONENT, CHANGE = "component", "change"
_LEAST = 120
_EDGE = 16
_MOST_ROWS = 14
_ROW, _HEAD = 36, 36
_KEYS = (int(Qt.Key.Key_F1), int(Qt.Key.Key_Insert), int(Qt.Key.Key_Delete))


def columns_of(before: AlignmentYear | None, language: Language) -> list[Column]:
    """The columns; with the change where there is an earlier year."""
    _ = language.gettext
    found = [
        Column(COMPONENT, _("Component")),
        Column("dimension", _("Dimension")),
        Column(Level.FULLY, _("Fully"), at_right=True),
        Column(Level.PARTIALLY, _("Partially"), at_right=True),
        Column(Level.NOT, _("Not"), at_right=True),
        Column("n", "n", at_right=True, tip=_("How many criteria were assessed, where they were counted")),
    ]
    if before is not None:
        found.append(
            Column(
                CHANGE,
                _("Since {year}").format(year=before.year),
                at_right=True,
                tip=_("Percentage points more fully aligned than in {year}").format(year=before.year),
            )
        )
    return found


def lines_of(year: AlignmentYear, before: AlignmentYear | None, language: Language) -> list[Line]:
    """A line per component and dimension, the total first."""
    changed = changes(before, year) if before else {}
    lines = []
    for component in (WHOLE, *year.components):
        for dimension in AlignmentDimension:
            shares = year.of(component, dimension)
            if shares is None:
                continue
            name = component_name(component, language)
            note = total_words(shares, language) if component == WHOLE else ""
            cells = [Cell(name, note=note, tip=name), Cell(alignment_dimension_name(dimension, language))]
            cells += [Cell(language.percent(share, 0)) for share in shares.rounded()]
            cells.append(Cell(language.number(shares.n, None)))
            if before is not None:
                change = changed.get((component, dimension))
                cells.append(Cell(signed(change.fully, language) if change else NO_NUMBER))
            lines.append(Line((component, dimension), tuple(cells), quiet=bool(shares.parts)))
    return lines


class AlignmentTable(LinesTable):
    """Enter is `activated`; F1 explains, Ins adds, Del removes (with Shift the whole year), Ctrl+C copies all of it."""

    explain_wanted = Signal()
    copy_wanted = Signal()
    add_wanted = Signal()
    remove_wanted = Signal(bool)
    """Whether the whole year is meant."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent, edge=_EDGE, row=_ROW, sortable=False)
        self._name = NameDelegate(self, strong_when_selected=True)

    @property
    def current_key(self) -> tuple[str, AlignmentDimension] | None:
        """The component and dimension of the current line."""
        line = self.current_line
        if line is None:
            return None
        component, dimension = line.key
        return component, AlignmentDimension(dimension)

    def show_year(self, year: AlignmentYear, before: AlignmentYear | None, language: Language) -> None:
        """Show the results of a year, beside those of an earlier one; the same cell stays current."""
        key, column = self.current_key, max(0, self.currentIndex().column())
        lines = lines_of(year, before, language)
        self.lines.set_table(columns_of(before, language), lines)
        for place, one in enumerate(self.lines.columns):
            number = self.number if one.at_right else self.plain
            self.setItemDelegateForColumn(place, self._name if one.key == COMPONENT else number)
        self.fit_columns()
        self.setFixedHeight(scaled(_HEAD) + scaled(_ROW) * min(max(1, len(lines)), _MOST_ROWS) + 1)
        if lines and not (key and self.select(key, column)):
            self.setCurrentIndex(self.lines.index(0, 0))

    def go_to(self, component: str) -> None:
        """Select the first line of a component."""
        key = next((line.key for line in self.lines.shown if line.key[0] == component), None)
        if key is not None:
            self.select(key)

    def fit_columns(self) -> None:
        """Every column as wide as what it shows; the components have what is left."""
        widths = [self._fitting(place) for place in range(len(self.lines.columns))]
        widths[:1] = [max(scaled(_LEAST), self.viewport().width() - sum(widths[1:]))] if widths else []
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)

    def _fitting(self, place: int) -> int:
        column = self.lines.columns[place]
        metrics = QFontMetrics(role_font("body", column.at_right))
        texts = {line.cells[place].text for line in self.lines.shown}
        heading = QFontMetrics(role_font("strong")).horizontalAdvance(column.heading)
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        wanted = max(heading, widest) + (_EDGE if place == 0 else PADDING) + PADDING + 1
        return max(wanted, self.horizontalHeader().minimumSectionSize())

    def is_own_key(self, event: QKeyEvent) -> bool:
        ignored = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~ignored
        return event.matches(QKeySequence.StandardKey.Copy) or (plain and event.key() in _KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.is_own_key(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_F1:
            self.explain_wanted.emit()
        elif event.key() == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        else:
            self.remove_wanted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
