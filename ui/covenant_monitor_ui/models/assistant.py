"""Rows of plain texts under heads: sheets, columns, words and rows to be imported, in the import assistant."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from covenant_monitor_ui.models.rows import DISPLAY, SPOKEN, Head, Headed, Index, TableModel

MOST_SHOWN = 200
"""How much of a text is shown in a cell; the rest is never painted."""


class TextRows(TableModel):
    """Texts in rows. A row may be shorter than the heads are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Sequence[str]] = ()
        self._heads: tuple[Headed, ...] = ()

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """The rows as they are shown."""
        return self._rows

    def show_rows(self, heads: Sequence[str], rows: Sequence[Sequence[str]], *, at_right: Sequence[int] = ()) -> None:
        """Show these rows; numbers in the columns `at_right`."""
        self.beginResetModel()
        self._heads = tuple(Head(text, place in at_right) for place, text in enumerate(heads))
        self._rows = rows
        self.endResetModel()

    def change_rows(self, changed: dict[int, Sequence[str]]) -> None:
        """Show other texts in some rows."""
        rows = list(self._rows)
        for row, texts in changed.items():
            rows[row] = texts
        self._rows = rows
        if changed:
            self.dataChanged.emit(
                self.index(min(changed), 0), self.index(max(changed), max(0, len(self._heads) - 1)), [DISPLAY]
            )

    def line_count(self) -> int:
        return len(self._rows)

    def heads(self) -> Sequence[Headed]:
        return self._heads

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or role not in (DISPLAY, SPOKEN):
            return None
        row = self._rows[index.row()]
        text = row[index.column()] if index.column() < len(row) else ""
        if role == SPOKEN:
            return f"{self._heads[index.column()].heading} {text}".strip()
        return " ".join(text[:MOST_SHOWN].split())
