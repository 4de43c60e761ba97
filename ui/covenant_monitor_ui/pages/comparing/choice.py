"""What to compare: from which round to which, what lies between, and over whom."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, QStringListModel, Signal
from PySide6.QtWidgets import QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import scaled
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.checklist import CheckList
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import in_row
from covenant_monitor_ui.widgets.popover import Popover
from covenant_monitor_ui.widgets.topbar import LabelledCombo

_LIST_WIDTH, _ROW, _MOST_ROWS = 320, 28, 10


class RoundChoice(QWidget):
    """Two rounds, and any of those between. The last one is the round that is chosen for the whole window."""

    changed = Signal()
    now_wanted = Signal(str)
    """The code of another last round."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self._codes: tuple[str, ...] = ()
        self._between: set[str] = set()
        self.then_box = LabelledCombo(_("From round"))
        self.now_box = LabelledCombo(_("to round"))
        self.between_button = button(_("Between …"), self.choose_between)
        self.people_box = LabelledCombo(_("Over"))
        self.people_box.addItem(_("the same participants"), False)
        self.people_box.addItem(_("everybody in each round"), True)
        self.people_box.setToolTip(
            plain_tip(_("Of sections, steps, themes and criteria: over who has a number in all rounds, or in each."))
        )
        row = in_row(self)
        row.setSpacing(8)
        for part in (self.then_box, self.now_box, self.between_button, self.people_box):
            row.addWidget(part)
        self.then_box.activated.connect(self._then_chosen)
        self.now_box.activated.connect(lambda _at: self.now_wanted.emit(str(self.now_box.currentData())))
        self.people_box.activated.connect(lambda _at: self.changed.emit())

    def set_rounds(self, codes: Sequence[str], now: str) -> None:
        """The rounds there are, oldest first, and the last one of the comparison. The first stays if it can."""
        then = self.then
        self._codes = tuple(codes)
        place = self._codes.index(now)
        earlier = self._codes[:place]
        with QSignalBlocker(self.then_box), QSignalBlocker(self.now_box):
            self.then_box.clear()
            self.now_box.clear()
            for code in earlier:
                self.then_box.addItem(code, code)
            for code in self._codes[1:]:
                self.now_box.addItem(code, code)
            self.now_box.setCurrentIndex(self.now_box.findData(now))
            self.then_box.setCurrentIndex(earlier.index(then) if then in earlier else len(earlier) - 1)
        self._show_between()

    @property
    def then(self) -> str:
        """The first round; "" where there is none before the last."""
        return str(self.then_box.currentData() or "")

    @property
    def now(self) -> str:
        """The last round."""
        return str(self.now_box.currentData() or "")

    @property
    def everybody(self) -> bool:
        """Whether everybody in each round is asked for, instead of who has a number in all."""
        return bool(self.people_box.currentData())

    @property
    def rounds(self) -> tuple[str, ...]:
        """All that are compared, the oldest first; () where there is nothing to compare."""
        if not self.then:
            return ()
        return (self.then, *(code for code in self._inner() if code in self._between), self.now)

    def _inner(self) -> tuple[str, ...]:
        """The rounds between the first and the last."""
        if not self.then or not self.now:
            return ()
        return self._codes[self._codes.index(self.then) + 1 : self._codes.index(self.now)]

    def _then_chosen(self, _at: int) -> None:
        self._show_between()
        self.changed.emit()

    def set_then(self, code: str) -> None:
        """Begin with another round, if it is one of those before the last."""
        if (place := self.then_box.findData(code)) >= 0:
            self.then_box.setCurrentIndex(place)
            self._show_between()

    def set_between(self, codes: Sequence[str]) -> None:
        """Take these along as well, those of them that lie between."""
        self._between = set(codes)
        self._show_between()

    def set_everybody(self, *, on: bool) -> None:
        """Compare everybody in each round, or the same participants."""
        self.people_box.setCurrentIndex(int(on))

    def _show_between(self) -> None:
        _ = self._language.gettext
        inner = self._inner()
        taken = [code for code in inner if code in self._between]
        n_ = self._language.ngettext
        said = n_("{n} round between", "{n} rounds between", len(taken)).format(n=len(taken))
        text = said if taken else _("Between …")
        self.between_button.setText(text)
        self.between_button.setAccessibleName(text)
        self.between_button.setEnabled(bool(inner))
        tip = ", ".join(taken) if inner else _("There is no round between these two.")
        self.between_button.setToolTip(plain_tip(tip or _("Show the rounds between these two as well")))

    def choose_between(self) -> None:
        """Open the list of the rounds between, to tick."""
        _ = self._language.gettext
        inner = self._inner()
        if not inner:
            return
        popover = Popover(self.window(), self._language, width=_LIST_WIDTH)
        popover.set_heading("", _("Rounds between, side by side"))
        ticks = CheckList(_("Rounds between, side by side"))
        ticks.setModel(QStringListModel(list(inner), ticks))
        for place, code in enumerate(inner):
            ticks.tick(ticks.model().index(place, 0), on=code in self._between)
        ticks.selectionModel().setCurrentIndex(ticks.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        ticks.setFixedHeight(scaled(_ROW) * min(len(inner), _MOST_ROWS) + 4)
        ticks.chosen.connect(lambda: self._take(inner, [str(index.data()) for index in ticks.ticked()]))
        popover.body.addWidget(ticks)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self.between_button)
        ticks.setFocus()

    def _take(self, inner: Sequence[str], taken: Sequence[str]) -> None:
        self._between = (self._between - set(inner)) | set(taken)
        self._show_between()
        self.changed.emit()
