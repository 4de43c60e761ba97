"""What could not be pasted, cell by cell, under the grid: it can be copied and closed."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from covenant_monitor.exchange.pasting import Pasted, Refused, to_block
from covenant_monitor.language import Language
from covenant_monitor_ui.theme import scaled, set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button, icon_button
from covenant_monitor_ui.widgets.datatable import DataTable
from covenant_monitor_ui.widgets.delegates import WrapDelegate
from covenant_monitor_ui.widgets.labels import plain_tip

_SHOWN_ROWS, _SHOWN_LOW = 3, 2
_ROW = 40
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_NO_PARENT = QModelIndex()


class RefusedModel(QAbstractTableModel):
    """Row, column, text and reason of every cell that was refused."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: list[tuple[str, ...]] = []

    @property
    def headings(self) -> list[str]:
        """What the columns are called."""
        _ = self._language.gettext
        return [_("Row"), _("Column"), _("What is there"), _("Why it was not used")]

    @property
    def rows(self) -> Sequence[tuple[str, ...]]:
        """The texts of the rows."""
        return self._rows

    def show_refused(self, refused: Sequence[Refused]) -> None:
        """Show these cells."""
        number = self._language.number
        self.beginResetModel()
        self._rows = [
            (number(one.row, 0), number(one.column, 0), one.text, one.why.text(self._language)) for one in refused
        ]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role == _DISPLAY and orientation is Qt.Orientation.Horizontal and 0 <= section < 4:
            return self.headings[section]
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> object:
        if not index.isValid() or role not in (_DISPLAY, _TIP):
            return None
        text = self._rows[index.row()][index.column()]
        return plain_tip(text) if role == _TIP else text


class PasteReport(QFrame):
    """The cells that were refused: row and column in the block, their text, and why. Hidden until there are any."""

    closed = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._low = False
        set_surface(self, "panel")
        self.model = RefusedModel(language, self)
        self.title = text_label("", "heading")
        self.unused = text_label("", "note", wrap=True)
        self.copy_button = button(_("Copy the list"), self.copy, kind="link")
        self.close_button = icon_button("close", _("Close"), self.dismiss, shortcut="Esc", size=16)
        self.table = DataTable(_("Cells that were not used"), edge=8, row=_ROW)
        self.table.setModel(self.model)
        self.table.setItemDelegate(WrapDelegate(self.table))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        for column, width in enumerate((56, 72, 136)):
            self.table.setColumnWidth(column, scaled(width))
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 4, 0)
        row.addWidget(self.title, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.close_button)
        note = QHBoxLayout()
        note.setContentsMargins(8, 0, 8, 4)
        note.addWidget(self.unused)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(1, 1, 1, 1)
        column_.setSpacing(0)
        column_.addLayout(row)
        column_.addLayout(note)
        column_.addWidget(self.table)
        self.hide()

    def show_refused(self, found: Pasted) -> None:
        """Show what of a block was not used; nothing where all of it was."""
        language = self._language
        n, unused = len(found.refused), list(found.unused)
        if not n and not unused:
            self.dismiss()
            return
        self.title.setText(
            language.ngettext("{n} cell was not pasted", "{n} cells were not pasted", n).format(n=language.number(n, 0))
        )
        said = language.ngettext(
            "Column {columns} has no heading that is known here, and was left alone.",
            "Columns {columns} have no heading that is known here, and were left alone.",
            len(unused),
        ).format(columns=", ".join(language.number(one, 0) for one in unused))
        self.unused.setText(said if unused else "")
        self.unused.setVisible(bool(unused))
        self.model.show_refused(found.refused)
        self.table.setVisible(n > 0)
        self.copy_button.setVisible(n > 0)
        self._fit()
        self.show()

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._low = low
        self._fit()

    def _fit(self) -> None:
        rows = min(len(self.model.rows), _SHOWN_LOW if self._low else _SHOWN_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * scaled(_ROW) + 2)

    def copy(self) -> None:
        """Put the list on the clipboard, as spreadsheets take it."""
        QGuiApplication.clipboard().setText(to_block([self.model.headings, *self.model.rows]))

    def dismiss(self) -> None:
        """Close it."""
        had = self.table.hasFocus() or self.copy_button.hasFocus() or self.close_button.hasFocus()
        self.hide()
        if had:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
