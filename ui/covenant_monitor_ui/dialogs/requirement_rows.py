"""The table of required scores in the form for a round: a row per participation year and group, with what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Requirement, exact
from covenant_monitor.errors import Problem
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import group_key, group_name
from covenant_monitor_ui.theme import scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button, icon_button


@dataclass(slots=True)
class Row:
    """The fields of one requirement."""

    year: QLineEdit
    group: QComboBox
    percent: QLineEdit
    remove: QToolButton

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.year.text().strip() and not self.percent.text().strip()


class RequirementRows(QWidget):
    """Required scores, in percent, that can be changed, added and taken away."""

    def __init__(self, language: Language, groups: Sequence[str], parent: QWidget | None = None) -> None:
        """`groups`: the codes of the groups that there are."""
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._groups = sorted(groups, key=group_key)
        self.rows: list[Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for place, text in enumerate((_("Participation year"), _("Group"), _("Required score (%)"))):
            self._grid.addWidget(text_label(text, "label"), 0, place)
        for place, stretch in enumerate((2, 3, 2)):
            self._grid.setColumnStretch(place, stretch)
        self.add_button = button(_("Add a requirement"), self._add_empty, kind="link", icon="plus")
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self.message)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_requirements(self, requirements: Sequence[Requirement]) -> None:
        """Fill the table."""
        while self.rows:
            self._remove(self.rows[0])
        for one in sorted(requirements, key=lambda one: (one.participation_year, group_key(one.group))):
            self.add(one)

    def add(self, requirement: Requirement | None = None) -> Row:
        """Add a row at the end; empty without a requirement."""
        _ = self._language.gettext
        row = Row(QLineEdit(), QComboBox(), QLineEdit(), icon_button("delete", _("Remove this requirement"), size=16))
        row.group.addItem(_("all groups"), "")
        for code in self._groups:
            row.group.addItem(group_name(code, self._language), code)
        if requirement is not None:
            row.year.setText(str(requirement.participation_year))
            if requirement.group and row.group.findData(requirement.group) < 0:
                row.group.addItem(group_name(requirement.group, self._language), requirement.group)
            row.group.setCurrentIndex(row.group.findData(requirement.group))
            row.percent.setText(self._language.number(requirement.percent, None))
        row.remove.clicked.connect(lambda _checked=False: self._remove(row))
        row.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.remove.setFixedWidth(scaled(32))
        self.rows.append(row)
        place = self._grid.rowCount()
        for column, widget in enumerate((row.year, row.group, row.percent, row.remove)):
            self._grid.addWidget(widget, place, column)
            widget.show()  # now, and not when the layout comes to it: the focus goes to it next
        self._chain()
        for field in (row.year, row.percent):
            field.textEdited.connect(lambda _text, field=field: self._clear(field))
        self._name()
        return row

    def _add_empty(self) -> None:
        self.add().year.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: Row) -> None:
        at = self.rows.index(row)
        had_focus = row.remove.hasFocus()
        self.rows.remove(row)
        for widget in (row.year, row.group, row.percent, row.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._name()
        if had_focus:
            after = self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add_button
            after.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chain(self) -> None:
        """Tab goes through the rows as they stand, then to the button below them."""
        before: QWidget = self.add_button
        for row in self.rows:
            for field in (row.year, row.group, row.percent, row.remove):
                QWidget.setTabOrder(before, field)
                before = field
        QWidget.setTabOrder(before, self.add_button)

    def _name(self) -> None:
        """Say for screen readers which row a field is in."""
        _ = self._language.gettext
        for n, row in enumerate(self.rows, 1):
            said = _("requirement {n}").format(n=n)
            year, group, percent = _("Participation year"), _("Group"), _("Required score (%)")
            for field, name in ((row.year, year), (row.group, group), (row.percent, percent)):
                field.setAccessibleName(f"{name}, {said}")

    def values(self) -> list[Requirement] | None:
        """The requirements that were typed; None where one is wrong, which then says so. Empty rows do not count."""
        self.say("")
        found = []
        for row in self.rows:
            if row.is_empty:
                continue
            year = self._read(row.year, cells.integer)
            percent = self._read(row.percent, lambda text, notation: cells.number(text, notation, percent=True))
            if year is None or percent is None:
                return None
            found.append(Requirement(int(year), exact(percent), str(row.group.currentData())))
        return found

    def _read(self, field: QLineEdit, reader: Callable[[str, Notation], float]) -> float | None:
        notation = Notation(point_decimals=self._language.code != "nl")
        try:
            text = field.text().strip()
            if not text:
                raise cells.BadCell(cells.EMPTY)
            return reader(text, notation)
        except Problem as problem:
            _problem(field, True)
            self.say(problem.text(self._language))
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _clear(self, field: QLineEdit) -> None:
        _problem(field, False)
        self.say("")

    def say(self, text: str) -> None:
        """Say what is wrong with the table; "" takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))


def _problem(field: QLineEdit, problem: bool) -> None:
    field.setProperty("problem", "true" if problem else "")
    field.style().unpolish(field)
    field.style().polish(field)
