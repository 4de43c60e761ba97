"""The field that opens in a row of the grid to type in: the reason for n.a., or a number."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

# A completer's list is a window of its own, without the frame and the row height of other menus.
_REASONS_STYLE = """
QListView { border: 1px solid palette(dark); padding: 4px 0; }
QListView::item { min-height: 28px; padding: 0 9px; border: 0; }
QListView::item:selected { background: palette(highlight); color: palette(text); }
"""
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))


class RowField(QLineEdit):
    """A field over the cells of one row, to type a reason or a number in. Enter saves, Esc leaves it."""

    opened = Signal()
    """It is about to be seen: put it in its place."""
    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, table: QAbstractItemView) -> None:
        super().__init__(table.viewport())
        self._table = table
        self.code = ""
        self._reasons = QStringListModel(self)
        completer = QCompleter(self._reasons, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        if popup is not None:
            popup.setStyleSheet(_REASONS_STYLE)
        self._reason_completer = completer
        self.setMaxLength(2000)
        # The style sheet takes the limit off fields in tables with Qt's largest number, of which Qt complains.
        self.setStyleSheet("max-height: 9999px")
        self.hide()

    def open(self, code: str, text: str, hint: str, reasons: Sequence[str], *, typed: bool = False) -> None:
        """Open over the row of a criterion or section with `text`, selected unless it was `typed` just now."""
        self.code = code
        self._reasons.setStringList(list(reasons))
        self.setCompleter(cast(QCompleter, self._reason_completer if reasons else None))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setText(text)
        self.show_problem(False)
        self.opened.emit()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not typed:
            self.selectAll()

    def close_field(self) -> None:
        """Close it; the focus goes back to the grid if it was here."""
        had = self.hasFocus()
        self._hide_reasons()
        self.code = ""
        self.setText("")
        self.hide()
        if had:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_reasons(self) -> None:
        popup = self._reason_completer.popup()
        if popup is not None:
            popup.hide()

    def show_problem(self, problem: bool) -> None:
        """Show that what is typed could not be saved."""
        value = "true" if problem else "false"
        if self.property("problem") != value:
            self.setProperty("problem", value)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._hide_reasons()
            self.submitted.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() == Qt.Key.Key_Down and self.completer() is not None:
            self.completer().setCompletionPrefix(self.text() if not self.hasSelectedText() else "")
            self.completer().complete()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self.isHidden() or event.reason() in stays:
            return
        if self.text().strip():
            self.submitted.emit(self.text().strip())
        else:
            self.cancelled.emit()
