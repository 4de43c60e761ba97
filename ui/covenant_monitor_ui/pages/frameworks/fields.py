"""The fields of the editor of frameworks: each is saved when it is left, and says what is wrong under itself."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from covenant_monitor_ui.pages.assessments.fields import LineField, TextField
from covenant_monitor_ui.theme import role_font, scaled, set_meaning, text_label
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_LEAST_LINES, _MOST_LINES = 2, 8
_AROUND_TEXT = 26
"""Padding, border and margins of a field of several lines, in pixels."""


class GrowingField(TextField):
    """Several lines, as high as its text up to a limit; after that it scrolls."""

    def __init__(self, name: str, least: int = _LEAST_LINES, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._least = least
        self.document().contentsChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A plain text document measures itself in lines as they are shown.
        wanted = int(self.document().size().height())
        lines = max(self._least, min(wanted, _MOST_LINES))
        # Otherwise a bar would come and go with the wrapping that it causes.
        scrolls = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > _MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setVerticalScrollBarPolicy(scrolls)
        height = lines * QFontMetrics(role_font()).lineSpacing() + _AROUND_TEXT
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


class SuggestField(LineField):
    """One line, with words that are in use already offered while one is typed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = completer.popup()
        if popup is not None:
            # A completer's list is a window of its own, without the frame and the row height of other menus.
            popup.setStyleSheet(
                "QListView { border: 1px solid palette(dark); padding: 4px 0; }"
                f"QListView::item {{ min-height: {scaled(28)}px; padding: 0 9px; border: 0; }}"
                "QListView::item:selected { background: palette(highlight); color: palette(text); }"
            )
        self.setCompleter(completer)

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words."""
        if self._words.stringList() != list(words):
            self._words.setStringList(list(words))


class ChoiceField(LabelledCombo):
    """One of several. A choice from the open list is saved at once; who steps through with arrow keys saves by Enter or
    by leaving, so that a record does not wander through all that lies between."""

    committed = Signal()
    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(LabelledCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.saved = ""
        self.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """What can be chosen: a value and its words each; what was chosen stays."""
        if [(self.itemData(n), self.itemText(n)) for n in range(self.count())] == list(options):
            return
        typed = self.typed
        self.clear()
        for value, words in options:
            self.addItem(words, value)
            self.setItemData(self.count() - 1, plain_tip(words), Qt.ItemDataRole.ToolTipRole)
        self.show_typed(typed)

    @property
    def typed(self) -> str:
        """The value that is chosen now."""
        return str(self.currentData() or "")

    @property
    def is_changed(self) -> bool:
        """Whether it is another value than was saved."""
        return self.typed != self.saved

    def show_saved(self, text: str) -> None:
        """Show what is in the file."""
        self.saved = text
        self.show_typed(text)

    def show_typed(self, text: str) -> None:
        """Show a value that is not saved yet."""
        self.setCurrentIndex(self.findData(text))

    def wheelEvent(self, event: object) -> None:
        """The wheel scrolls the form; it must not change what it happens to pass over."""
        event.ignore()  # type: ignore[attr-defined]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS and self.is_changed:
            self.committed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self.is_changed:
                self.committed.emit()
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.show_typed(self.saved)
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def _chosen(self, _index: int) -> None:
        if not self.by_step and self.is_changed:
            self.committed.emit()


Control = LineField | TextField | ChoiceField


def set_read_only(control: Control, read_only: bool) -> None:
    """Nothing can be typed or chosen; what can be read still can be."""
    if isinstance(control, ChoiceField):
        control.setEnabled(not read_only)
    else:
        control.setReadOnly(read_only)


class LabelledField(QWidget):
    """A label, a control and under it what is wrong. `key` is the field of the record."""

    def __init__(self, key: str, label: str, control: Control, spoken: str = "", parent: QWidget | None = None) -> None:
        """`spoken`: its accessible name, where the label alone does not say it."""
        super().__init__(parent)
        self.key = key
        self.control = control
        self.label = text_label(label, "label")
        self.label.setBuddy(control)
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        control.setAccessibleName(spoken or label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(control)
        column.addWidget(self.message)
        column.addStretch(1)

    def say(self, text: str) -> None:
        """Say what is wrong with what is typed; "" for nothing."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.control.setAccessibleDescription(text)
        value = "true" if text else "false"
        if self.control.property("problem") != value:
            self.control.setProperty("problem", value)
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
