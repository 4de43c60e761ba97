"""A small table of fixed rows, such as the sum behind a percentage."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QWidget

from covenant_monitor_ui.theme import role_font, set_surface, text_label
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import empty_layout


class PlainTable(QWidget):
    """Rows of labels with a line under each. Text is shown as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)

    def fill(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        numbers: Sequence[int] = (),
        strong: Sequence[int] = (),
        quiet: Sequence[int] = (),
        quiet_rows: Sequence[int] = (),
        stretch: Sequence[int] = (0,),
    ) -> None:
        """Show `rows` under `headers` (none: no head).
        `numbers`: columns at the right with tabular figures; `strong`: semi-bold columns; `quiet`: columns in
        text2; `quiet_rows`: rows in text2 that nothing is semi-bold in; `stretch`: the columns that share the
        room left over, and are elided where it is too little.
        """
        empty_layout(self._grid)
        line = 0
        if headers:
            for column, text in enumerate(headers):
                self._add(line, column, text_label(text, "group"), column in numbers)
            line = self._add_line(line + 1, len(headers), "line")
        for place, cells in enumerate(rows):
            for column, text in enumerate(cells):
                pale = column in quiet or place in quiet_rows
                role = "secondary" if pale else "heading" if column in strong else "body"
                # Names may be long; what does not fit is in the tool tip.
                label = ElidedLabel(text, role) if column in stretch else text_label(text, role)
                if column in numbers:
                    label.setFont(role_font("heading" if role == "heading" else "body", True))
                self._add(line, column, label, column in numbers)
            line = self._add_line(line + 1, len(cells), "grid")
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, int(column in stretch))
        self.setAccessibleName("\n".join("\t".join(cells) for cells in [headers, *rows]))

    def _add(self, line: int, column: int, label: QLabel, at_right: bool) -> None:
        if isinstance(label, ElidedLabel):  # all the room of its column, and the same line as the cells beside it
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(label, line, column)

    def _add_line(self, line: int, columns: int, surface: str) -> int:
        rule = QFrame(self)
        rule.setFixedHeight(1)
        set_surface(rule, f"rule-{surface}")
        self._grid.addWidget(rule, line, 0, 1, columns)
        return line + 1
