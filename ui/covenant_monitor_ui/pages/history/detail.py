"""The change that is selected, in full: what it was and what it became, and what can be done about it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from covenant_monitor.domain.likeness import PieceKind, text_differences
from covenant_monitor.language import Language
from covenant_monitor_ui.models.history import HistoryRow
from covenant_monitor_ui.theme import scaled, set_surface, text_label, theme_of
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.labels import ElidedLabel, plain_tip

_EDGE = 24
_TEXT_HEIGHT, _LEAST_HEIGHT = 76, 32
_LONGEST_COMPARED = 6000
_LONGEST_SHOWN = 100_000


class ValueBox(QWidget):
    """One side of a change: a heading and its text, with the words in it that the other side has not."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._kind = PieceKind.SAME
        self._ranges: list[tuple[int, int]] = []
        self.heading = text_label(heading, "label")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(heading)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # In a low window the table keeps its rows, and the text is scrolled.
        self.text.setMinimumHeight(scaled(_LEAST_HEIGHT))
        self.text.setMaximumHeight(scaled(_TEXT_HEIGHT))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.text)

    def show_text(self, text: str, ranges: list[tuple[int, int]], kind: PieceKind) -> None:
        """Show `text`; `ranges` (place and length) are the words of `kind` that only this side has."""
        self._kind, self._ranges = kind, ranges
        self.text.setPlainText(text[:_LONGEST_SHOWN])
        self._mark()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark()

    def _mark(self) -> None:
        theme = theme_of(self)
        look = QTextCharFormat()
        removed = self._kind is PieceKind.REMOVED
        look.setBackground(QColor(theme.hover if removed else theme.sel))
        look.setFontStrikeOut(removed)
        look.setFontUnderline(not removed)
        marks = []
        for place, length in self._ranges:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(place)
            cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format = look
            marks.append(mark)
        self.text.setExtraSelections(marks)


def differing(before: str, after: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Place and length of the words that only `before` has, and of those that only `after` has.

    None where the two have nothing in common, or are too long to compare at once. Counted as Qt does, in UTF-16 units.
    """
    if not before or not after or len(before) + len(after) > _LONGEST_COMPARED:
        return [], []
    pieces = text_differences(before, after)
    if not any(piece.kind is PieceKind.SAME and piece.text.strip() for piece in pieces):
        return [], []
    found: dict[PieceKind, list[tuple[int, int]]] = {PieceKind.REMOVED: [], PieceKind.ADDED: []}
    old = new = 0
    for piece in pieces:
        length = len(piece.text.encode("utf-16-le", "surrogatepass")) // 2
        if piece.kind in found:
            shown = len(piece.text.rstrip().encode("utf-16-le", "surrogatepass")) // 2
            found[piece.kind].append((old if piece.kind is PieceKind.REMOVED else new, shown or length))
        old += length * (piece.kind is not PieceKind.ADDED)
        new += length * (piece.kind is not PieceKind.REMOVED)
    return found[PieceKind.REMOVED], found[PieceKind.ADDED]


class HistoryDetail(QFrame):
    """Below the table. What is to be done is told by signals."""

    restore_field_wanted = Signal()
    restore_record_wanted = Signal()
    undo_wanted = Signal()
    record_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        _ = language.gettext
        set_surface(self, "window")
        self.title = ElidedLabel("", "heading")
        self.circumstances = ElidedLabel("", "secondary")
        self.before = ValueBox(_("Before"))
        self.after = ValueBox(_("After"))
        self.restore_field = button(_("Restore this field"), self.restore_field_wanted.emit, icon="undo", tip="R")
        self.restore_record = button(_("Restore this record"), self.restore_record_wanted.emit, tip="Shift+R")
        self.undo = button(_("Undo this step"), self.undo_wanted.emit, tip="U")
        self.record = button(_("History of this record"), self.record_wanted.emit, tip="H")
        self.open = button(_("Show every record"), self.open_wanted.emit, icon="chevron-right", tip="Enter")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.circumstances)
        head.addStretch(1)
        texts = QHBoxLayout()
        texts.setSpacing(16)
        texts.addWidget(self.before, 1)
        texts.addWidget(self.after, 1)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for one in self._buttons():
            actions.addWidget(one)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, _EDGE, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(texts)
        column.addLayout(actions)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.open, self.restore_field, self.restore_record, self.undo, self.record

    def show_row(self, row: HistoryRow, *, is_last: bool, locked: str) -> None:
        """Show a change. `is_last`: it is the one that undo would undo; `locked`: why nothing can be changed, or ""."""
        _ = self._language.gettext
        line, change = row.line, row.change
        self.title.show_text(" · ".join(filter(None, (line.table, line.record, line.field))))
        said = _("{moment}, {person}: {change}") if line.done and not row.is_large else _("{moment}, {person}")
        told = said.format(moment=line.when, person=line.who, change=line.done)
        self.circumstances.show_text(f"{told} ({line.why})" if line.why else told)
        removed, added = differing(line.before, line.after)
        self.before.show_text(line.before, removed, PieceKind.REMOVED)
        self.after.show_text(line.after, added, PieceKind.ADDED)
        self.before.setVisible(not row.is_large)
        self.after.heading.setText(_("Records") if row.is_large else _("After"))
        self.open.setVisible(row.is_large)
        self.restore_record.setText(escaped(_("Take this record out") if change.is_new else _("Restore this record")))
        self.restore_record.setAccessibleName(self.restore_record.text().replace("&&", "&"))
        has_field = bool(change.field) and not change.is_gone
        for one, shown in (
            (self.restore_field, not row.is_large and has_field),
            (self.restore_record, not row.is_large),
            (self.undo, is_last),
            (self.record, not row.is_large),
        ):
            one.setVisible(shown)
        for one, key in ((self.restore_field, "R"), (self.restore_record, "Shift+R"), (self.undo, "U")):
            one.setEnabled(not locked)
            one.setToolTip(plain_tip(locked or key))
