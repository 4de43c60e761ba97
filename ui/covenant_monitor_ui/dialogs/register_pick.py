"""Choosing several of many, such as the criteria that an action is about: a button that says what is chosen, and a
list to tick under it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import one_line, plain
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button, escaped
from covenant_monitor_ui.widgets.checklist import CheckList
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import SearchField

_WIDTH, _HEIGHT = 480, 280
_KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 50


class PickField(QWidget):
    """A label, and a button that says what is chosen and opens the list. `chosen` are keys, in the order offered."""

    edited = Signal()

    def __init__(self, label: str, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._label = label
        self._offered: list[tuple[str, str, str]] = []
        self._chosen: set[str] = set()
        self.popover: Popover | None = None
        self.list: CheckList | None = None
        self.filter: SearchField | None = None
        self.button: QPushButton = button("", self.open)
        # Where the text of the fields above and below it stands.
        self.button.setStyleSheet(
            "QPushButton { text-align: left; padding: 0 10px; } QPushButton:focus { padding: 0 9px; }"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(label, "label"))
        column.addWidget(self.button)
        self._show()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of what is chosen."""
        return tuple(key for key, _short, _long in self._offered if key in self._chosen)

    def offer(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer these: key, the short text for the button, and the whole one for the list. Nothing is chosen then."""
        self._offered = [(key, one_line(short), one_line(long)) for key, short, long in options]
        self.choose(())

    def choose(self, keys: Iterable[str]) -> None:
        """Choose these; one that is not offered is added to what is."""
        wanted = list(keys)
        known = {key for key, _short, _long in self._offered}
        self._offered += [(key, one_line(key), one_line(key)) for key in wanted if key not in known]
        self._chosen = set(wanted)
        self._show()

    def _show(self) -> None:
        said = [short for key, short, _long in self._offered if key in self._chosen]
        text = ", ".join(said) or self._language.gettext("Choose …")
        room = max(80, self.button.width() - 32) if self.isVisible() else 240
        shown = self.button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.button.setText(escaped(shown))
        self.button.setToolTip(plain_tip("\n".join(said)) if shown != text else "")
        self.button.setAccessibleName(f"{self._label}: {text}")

    def open(self) -> Popover:
        """Show the list under the button: type to find, Space ticks, Esc goes back."""
        _ = self._language.gettext
        popover = Popover(self.window(), self._language, width=_WIDTH)
        popover.set_heading("", self._label)
        self.filter = SearchField(_("Filter"))
        self.list = CheckList(self._label)
        model = QStandardItemModel(popover)
        for key, _short, long in self._offered:
            item = QStandardItem(long)
            item.setEditable(False)
            item.setData(key, _KEY_ROLE)
            item.setToolTip(plain_tip(long))
            model.appendRow(item)
        self.list.setModel(model)
        self.list.setFixedHeight(scaled(_HEIGHT))
        for place, (key, _short, _long) in enumerate(self._offered):
            self.list.tick(model.index(place, 0), on=key in self._chosen)
        self.list.chosen.connect(self._take)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(popover.dismiss)
        self.filter.installEventFilter(self)
        for part in (self.filter, self.list):
            popover.body.addWidget(part)
        popover.add_actions("", button(_("Ready"), popover.dismiss, kind="primary"))
        popover.closed.connect(self._forget)
        self.popover = popover
        popover.open_at(self.button)
        if ticked := self.list.ticked():
            self.list.scrollTo(ticked[0])
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)
        return popover

    def _take(self) -> None:
        if self.list is not None:
            self._chosen = {str(index.data(_KEY_ROLE)) for index in self.list.ticked()}
            self._show()
            self.edited.emit()

    def _filter(self, text: str) -> None:
        if self.list is None:
            return
        words = plain(text).split()
        for place, (_key, _short, long) in enumerate(self._offered):
            found = all(word in plain(long) for word in words)
            self.list.setRowHidden(place, not found)

    def _first_shown(self) -> QModelIndex:
        assert self.list is not None
        shown = (place for place in range(len(self._offered)) if not self.list.isRowHidden(place))
        return self.list.model().index(next(shown, -1), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter into the list; Enter ticks what was found first."""
        field = self.filter
        if field is not None and watched is field and self.list is not None and isinstance(event, QKeyEvent):
            if event.type() != QEvent.Type.KeyPress:
                return False
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.selectionModel().setCurrentIndex(
                    self._first_shown(), self.list.selectionModel().SelectionFlag.NoUpdate
                )
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                first = self._first_shown()
                if field.text().strip() and first.isValid():
                    self.list.tick(first, on=not self.list.selectionModel().isSelected(first))
                    field.selectAll()
                elif self.popover is not None:
                    self.popover.dismiss()
                return True
        return super().eventFilter(watched, event)

    def _forget(self) -> None:
        popover, self.popover = self.popover, None
        self.list = self.filter = None
        if popover is not None:
            popover.deleteLater()
