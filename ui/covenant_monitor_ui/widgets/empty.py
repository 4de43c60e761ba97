"""What a page says where there is nothing yet: what it is for and what to do next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor_ui.theme import set_surface, text_label
from covenant_monitor_ui.widgets.buttons import button

_WIDTH = 480


class EmptyState(QWidget):
    """A title, one sentence and the actions that lead on, in the middle of the room it gets."""

    def __init__(
        self,
        title: str,
        sentence: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        parent: QWidget | None = None,
        *,
        primary: bool = True,
    ) -> None:
        """`actions`.

        Text and what it does; the first is the page's filled button unless `primary` is false.
        """
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        heading = text_label(title, "title", wrap=True)
        words = text_label(sentence, "secondary", wrap=True)
        for label in (heading, words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.ensurePolished()  # its height is that of its own font
            label.setFixedWidth(_WIDTH)
            # A layout that centres asks for no height for a width.
            label.setMinimumHeight(label.heightForWidth(_WIDTH))
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for place, (text, act) in enumerate(actions):
            made = button(text, act, kind="primary" if primary and place == 0 else "")
            self.buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)


def put_empty(made: EmptyState, before: EmptyState | None, where: QWidget) -> EmptyState:
    """Say `made` in the place of what was said `before`: in a stack, which then shows it, or in the layout of a widget.

    Returns it.
    """
    if before is not None:
        before.hide()
        before.deleteLater()
    if isinstance(where, QStackedWidget):
        set_surface(made, "base")
        where.addWidget(made)
        where.setCurrentWidget(made)
    elif (layout := where.layout()) is not None:
        layout.addWidget(made)
    return made
