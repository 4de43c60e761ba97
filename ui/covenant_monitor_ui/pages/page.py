"""What every page has in common."""

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from covenant_monitor.store.store import Change
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.widgets.popover import Popover


class Page(QWidget):
    """One page of the window. It is made anew when the language changes, and then gets back its `state`.

    The window calls `show_place` when the page is first shown and when another covenant or round is chosen, and
    `show_change` when something was written while it is visible; a page that is hidden is brought up to date by
    `show_place` when it is shown again.
    """

    LASTING: frozenset[str] = frozenset()
    """What of `state` is kept between runs: the look of the page, never what is in a file."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._popover: Popover | None = None

    def show_place(self) -> None:
        """Show the chosen covenant and round from the file."""
        raise NotImplementedError

    def show_change(self, change: Change) -> None:
        """Show what `change` wrote; the whole page anew unless a page knows better."""
        self.show_place()

    def show_theme(self) -> None:
        """Make again what does not follow a change of theme by itself, such as a chart."""

    def keep_popover(self, opened: Popover) -> None:
        """Remember what was opened on the page: it closes with it."""
        self._popover = opened
        opened.closed.connect(self._forget_popover)

    def _forget_popover(self) -> None:
        self._popover = None

    def close_popover(self) -> None:
        """Close what was opened on the page."""
        if self._popover is not None:
            self._popover.dismiss(give_back_focus=False)

    def hideEvent(self, event: QHideEvent) -> None:
        self.close_popover()
        super().hideEvent(event)

    def state(self) -> dict[str, object]:
        """What to keep when the page is made anew: selection, filter, sorting."""
        return {}

    def restore(self, state: dict[str, object]) -> None:
        """Get back what `state` kept."""

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    def go_to_party(self, code: str) -> None:
        """Select a participant, where the page has them."""

    def go_to_criterion(self, code: str) -> None:
        """Select a criterion, where the page has them."""

    def go_to_target(self, code: str) -> None:
        """Select a target, by its own code or its indicator's, where the page has them."""
