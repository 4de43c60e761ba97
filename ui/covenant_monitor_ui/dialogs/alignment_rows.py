"""The grid in the form for OECD alignment: a row per dimension with fully, partially, not, their unit and source."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.alignment import COUNT, PERCENT
from covenant_monitor.domain.model import Number, exact
from covenant_monitor.domain.picture import AlignmentDimension, CovenantAlignment
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.language import Language
from covenant_monitor.names import alignment_dimension_name
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_NUMBERS = ("fully", "partially", "not")
_NUMBER_WIDTH, _SOURCE_WIDTH = 72, 240


@dataclass(slots=True)
class Row:
    """The fields of one dimension."""

    numbers: dict[str, QLineEdit]
    unit: LabelledCombo
    source: QLineEdit

    @property
    def is_empty(self) -> bool:
        """Whether no number was typed."""
        return not any(field.text().strip() for field in self.numbers.values())


class AlignmentRows(QWidget):
    """Results per dimension. An empty row is a dimension that nothing is known of."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.rows: dict[AlignmentDimension, Row] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        heads = (_("Fully"), _("Partially"), _("Not"), _("In"), _("Source"))
        for place, text in enumerate(heads):
            grid.addWidget(text_label(text, "label"), 0, place + 1)
        for dimension in AlignmentDimension:
            name = alignment_dimension_name(dimension, language)
            row = Row({key: QLineEdit() for key in _NUMBERS}, LabelledCombo(), QLineEdit())
            row.unit.addItem("%", PERCENT)
            row.unit.addItem(_("criteria"), COUNT)
            for field, head in zip((*row.numbers.values(), row.unit, row.source), heads, strict=True):
                field.setAccessibleName(f"{name}, {head}")
            for field in row.numbers.values():
                field.setFixedWidth(scaled(_NUMBER_WIDTH))
                field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                field.textEdited.connect(lambda _text, dimension=dimension: self._typed(dimension))
            row.unit.currentIndexChanged.connect(lambda _place, dimension=dimension: self._typed(dimension))
            row.source.setMinimumWidth(scaled(_SOURCE_WIDTH))
            label = text_label(name)
            label.setBuddy(row.numbers["fully"])
            line = grid.rowCount()
            for place, widget in enumerate((label, *row.numbers.values(), row.unit, row.source)):
                grid.addWidget(widget, line, place)
            self.rows[dimension] = row
        grid.setColumnStretch(5, 1)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.message)

    def fill(self, results: Sequence[CovenantAlignment]) -> None:
        """Show results, at most one per dimension; the other rows are emptied."""
        by_dimension = {result.dimension: result for result in results}
        for dimension, row in self.rows.items():
            result = by_dimension.get(dimension)
            values = (result.fully, result.partially, result.not_) if result else (None, None, None)
            for field, value in zip(row.numbers.values(), values, strict=True):
                field.setText("" if value is None else self._language.number(value, None))
            if result:
                row.unit.setCurrentIndex(row.unit.findData(result.unit))
                row.source.setText(result.source)
                row.source.setCursorPosition(0)
            self._typed(dimension)

    def begin_like(self, results: Sequence[CovenantAlignment]) -> None:
        """Begin with the units and sources of other results, without their numbers."""
        for result in results:
            row = self.rows[result.dimension]
            row.unit.setCurrentIndex(row.unit.findData(result.unit))
            row.source.setText(result.source)
            row.source.setCursorPosition(0)
            self._typed(result.dimension)

    def _typed(self, dimension: AlignmentDimension) -> None:
        """Take away what was said, and show in the field for "not" what it is while nothing is typed there."""
        self.say("")
        row = self.rows[dimension]
        for field in row.numbers.values():
            _mark(field, False)
        rest = ""
        if row.unit.currentData() == PERCENT:
            try:
                fully, partially = (self._number(row.numbers[key], PERCENT) for key in _NUMBERS[:2])
            except Problem:
                fully = partially = None
            if fully is not None and partially is not None and 0 <= fully + partially <= 100:
                rest = self._language.number(100 - fully - partially, None)
        row.numbers["not"].setPlaceholderText(rest)

    def _number(self, field: QLineEdit, unit: str) -> Number | None:
        """What is typed in a field; None for nothing. Raises Problem where it is no number."""
        text = field.text().strip()
        notation = Notation(point_decimals=self._language.code != "nl")
        return exact(cells.number(text, notation, percent=unit == PERCENT)) if text else None

    def values(self, year: int, component: str) -> list[CovenantAlignment] | None:
        """The results that were typed, of a component in a year; None where one is wrong, which then says so."""
        self.say("")
        found = []
        for dimension, row in self.rows.items():
            if row.is_empty:
                continue
            unit = str(row.unit.currentData())
            numbers: dict[str, Number | None] = {}
            for key, field in row.numbers.items():
                try:
                    numbers[key] = self._number(field, unit)
                    if numbers[key] is None and key != "not":
                        raise cells.BadCell(cells.EMPTY)
                except Problem as problem:
                    self.show_problem(dimension, key, problem)
                    return None
            fully, partially, not_ = numbers.values()
            assert fully is not None
            assert partially is not None
            source = row.source.text()
            found.append(CovenantAlignment(year, dimension, fully, partially, not_, component, unit, source))
        return found

    def show_problem(self, dimension: AlignmentDimension, column: str, problem: Problem) -> None:
        """Say what is wrong with a result, and go to the field that it is about."""
        field = self.rows[dimension].numbers.get(column, self.rows[dimension].numbers["fully"])
        _mark(field, True)
        name = alignment_dimension_name(dimension, self._language)
        self.say(f"{name}: {problem.text(self._language)}")
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def say(self, text: str) -> None:
        """Say what is wrong; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _mark(field: QLineEdit, problem: bool) -> None:
    field.setProperty("problem", "true" if problem else "")
    field.style().unpolish(field)
    field.style().polish(field)
