"""The table of required scores in the form for a round: a row per participation year and group, with what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from covenant_monitor.domain.model import Requirement, exact
from covenant_monitor.exchange import cells
from covenant_monitor.exchange.raw_table import Notation
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.form_rows import FormRows
from covenant_monitor_ui.models.participants import group_key, group_name
from covenant_monitor_ui.widgets.buttons import icon_button


@dataclass(slots=True)
class Row:
    """The fields of one requirement."""

    year: QLineEdit
    group: QComboBox
    percent: QLineEdit
    remove: QToolButton

    @property
    def parts(self) -> tuple[QWidget, QWidget, QWidget]:
        """What is typed and chosen in."""
        return self.year, self.group, self.percent

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.year.text().strip() and not self.percent.text().strip()


class RequirementRows(FormRows):
    """Required scores, in percent."""

    rows: list[Row]

    def __init__(self, language: Language, groups: Sequence[str], parent: QWidget | None = None) -> None:
        """`groups`: the codes of the groups that there are."""
        _ = language.gettext
        heads = ((_("Participation year"), 2), (_("Group"), 3), (_("Required score (%)"), 2))
        super().__init__(language, heads, _("Add a requirement"), _("requirement {n}"), parent)
        self._groups = sorted(groups, key=group_key)

    def show_requirements(self, requirements: Sequence[Requirement]) -> None:
        """Fill the table."""
        self.clear()
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
        self.put(row)
        return row

    def add_empty(self) -> None:
        self.add().year.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> list[Requirement] | None:
        """The requirements that were typed; None where one is wrong, which then says so. Empty rows do not count."""
        found = []
        for row in self.filled():
            year = self._number(row.year, cells.integer)
            percent = self._number(row.percent, lambda text, notation: cells.number(text, notation, percent=True))
            if year is None or percent is None:
                return None
            found.append(Requirement(int(year), exact(percent), str(row.group.currentData())))
        return found

    def _number(self, field: QLineEdit, reader: Callable[[str, Notation], float]) -> float | None:
        notation = Notation(point_decimals=self._language.code != "nl")

        def read(text: str) -> float:
            if not text.strip():
                raise cells.BadCell(cells.EMPTY)
            return reader(text.strip(), notation)

        number: float | None = self.read(field, read)
        return number
