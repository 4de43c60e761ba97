"""Choosing a criterion to link another one to: those that are most alike stand first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Framework
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import one_line, plain
from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.delegates import ListDelegate
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.topbar import SearchField

_CODE_ROLE = int(Qt.ItemDataRole.UserRole) + 20
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))
_ARROWS = (int(Qt.Key.Key_Up), int(Qt.Key.Key_Down), int(Qt.Key.Key_PageUp), int(Qt.Key.Key_PageDown))


class CriterionPicker(QWidget):
    """A filter and a list. Enter takes the criterion that is current, Esc none."""

    picked = Signal(str)
    cancelled = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.title = text_label("", "heading", wrap=True)
        self.filter = SearchField(_("Filter"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Criteria, those that are most alike first"))
        self.list.setItemDelegate(ListDelegate(self.list))
        self.list.setMinimumHeight(120)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_surface(self.list, "base")
        self.cancel_button = button(_("Cancel"), self.cancelled.emit, tip="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.cancelled)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._take())

    def open(self, title: str, framework: Framework, ranked: Sequence[tuple[str, float]]) -> None:
        """Offer these criteria of a version, each with how alike (0-1) it is."""
        self.title.setText(title)
        self.filter.clear()
        self.list.clear()
        language = self._language
        for code, alike in ranked:
            criterion = framework.criteria[code]
            said = one_line(language.pick(criterion.text.nl, criterion.text.en))
            # How alike stands before the text, which may be longer than the list is wide.
            text = f"{code}  {language.percent(100 * alike, 0)}  {said}"
            item = QListWidgetItem(text, self.list)
            item.setData(_CODE_ROLE, code)
            item.setToolTip(plain_tip(text))
        self.list.setCurrentRow(0)
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._answers(event.key(), in_list=watched is self.list):
            return True
        return super().eventFilter(watched, event)

    def _answers(self, key: int, *, in_list: bool) -> bool:
        """Whether the key was one that means something here."""
        if key in _ENTER:
            self._take()
        elif in_list and key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif not in_list and key in _ARROWS:
            self._step(-1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1)
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count() and self.list.item(row).isHidden():
            row += step
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _filter(self, text: str) -> None:
        words = plain(text).split()
        first = -1
        for row in range(self.list.count()):
            item = self.list.item(row)
            hidden = not all(word in plain(item.text()) for word in words)
            item.setHidden(hidden)
            if first < 0 and not hidden:
                first = row
        self.list.setCurrentRow(first)

    def _take(self) -> None:
        item = self.list.currentItem()
        if self.list.currentRow() >= 0 and not item.isHidden():
            self.picked.emit(str(item.data(_CODE_ROLE)))
