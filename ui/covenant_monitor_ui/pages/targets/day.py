"""The day as on which targets are seen: typed, a year back or on with the arrow keys, or today."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from covenant_monitor.errors import Problem
from covenant_monitor.language import Language
from covenant_monitor_ui.dialogs.target_fields import read_day
from covenant_monitor_ui.theme import set_meaning, text_label
from covenant_monitor_ui.widgets.buttons import button

_FIRST, _LAST = 1900, 2199


class DayField(QLineEdit):
    """A day. Up and down go a year on and back; Enter takes what was typed."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class SeenOn(QWidget):
    """The label, the day and the way back to today; what is no day is said below it, and changes nothing."""

    changed = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._day: date | None = None
        label = text_label(_("Seen on"), "secondary")
        self.field = DayField()
        self.field.setAccessibleName(label.text())
        self.field.setToolTip(_("As known on this day. Up and down: a year on or back."))
        label.setBuddy(self.field)
        self.today_button = button(_("Today"), self.see_today, kind="link")
        self.message = text_label("", "small", wrap=True)
        set_meaning(self.message, "bad")
        self.message.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.field, 1)
        row.addWidget(self.today_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.message)
        self.field.editingFinished.connect(self._take)
        self.field.stepped.connect(self._step)
        self._show()

    @property
    def day(self) -> date:
        """The day; today where none was chosen."""
        return self._day or date.today()

    @property
    def chosen(self) -> date | None:
        """The day that was chosen; None while it is today, whichever day that is."""
        return self._day

    def see_today(self) -> None:
        """See things as they are today."""
        self.see(None)

    def see(self, day: date | None) -> None:
        """See things as on a day; None is today."""
        before = self.day
        self._day = None if day == date.today() else day
        self._show()
        if self.day != before:
            self.changed.emit()

    def _show(self) -> None:
        self.field.setText(self._language.short_day(self.day))
        self.today_button.setVisible(self._day is not None)
        self._say("")

    def _take(self) -> None:
        try:
            self.see(read_day(self.field.text()))
        except Problem as problem:
            self._say(problem.text(self._language))

    def _step(self, years: int) -> None:
        year = self.day.year + years
        if _FIRST <= year <= _LAST:
            leap = (self.day.month, self.day.day) == (2, 29)
            self.see(self.day.replace(year=year, day=28 if leap else self.day.day))

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.field.setAccessibleDescription(text)
        self.field.setProperty("problem", "true" if text else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
