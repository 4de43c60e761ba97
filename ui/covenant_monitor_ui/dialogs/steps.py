"""What stands around the steps of a wizard: a head, the steps by name, and a foot with the way on and back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import set_surface
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import in_column, rule


class Steps(QWidget):
    """Steps that are gone to by name, or one by one with Ctrl+PgDn and Ctrl+PgUp. A subclass fills and shows them."""

    closed = Signal(object)

    def __init__(self, session: Session, names: Sequence[str], closing: str, parent: QWidget | None = None) -> None:
        """`names` of the steps in order; `closing`: what the button that leaves is called."""
        super().__init__(parent)
        set_surface(self, "window")
        self._session = session
        _ = session.language.gettext
        self.title = ElidedLabel("", "title")
        self.steps = [
            button(f"{place}  {name}", partial(self.go_to_step, place - 1), kind="flat")
            for place, name in enumerate(names, start=1)
        ]
        self.back_button = button(_("Back"), lambda: self.go_on(-1), tip="Ctrl+PgUp")
        self.next_button = button(_("Next"), lambda: self.go_on(1), kind="primary", tip="Ctrl+PgDn")
        self.close_button = icon_button("close", closing, self.leave, shortcut="Esc")
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.go_on, by))

    def lay_out(self, about: QLabel, *steps: QWidget) -> None:
        """Lay out the `steps`, with `about` beside the title. Tab goes through them before the foot."""
        head = QHBoxLayout()
        head.setContentsMargins(24, 12, 16, 4)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(about)
        head.addStretch(1)
        head.addWidget(self.close_button)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 8)
        bar.setSpacing(4)
        for made in self.steps:
            made.setCheckable(True)
            bar.addWidget(made)
        bar.addStretch(1)
        for step in steps:
            self.stack.addWidget(step)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 4, 16, 4)
        foot.setSpacing(8)
        foot.addWidget(self.hints, 1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        whole = in_column(self)
        whole.addLayout(head)
        whole.addLayout(bar)
        whole.addWidget(self.stack, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    def go_to_step(self, place: int) -> None:
        """Show a step, by its place from 0."""
        raise NotImplementedError

    def go_on(self, by: int) -> None:
        """To the next step (1) or the one before (-1)."""
        raise NotImplementedError

    def leave(self) -> None:
        """Leave by `closed`."""
        raise NotImplementedError

    def name_next(self, words: str) -> None:
        """Call the button that goes on so."""
        self.next_button.setText(escaped(words))
        self.next_button.setAccessibleName(words)

    def usual_hints(self) -> list[tuple[str, str]]:
        """The keys that every step has."""
        _ = self._session.language.gettext
        return [("Ctrl+PgDn", _("next step")), ("Ctrl+PgUp", _("step back")), ("Esc", _("close"))]
