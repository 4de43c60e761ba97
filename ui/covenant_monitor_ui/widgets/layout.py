"""How pages and panels are put together: columns and rows without gaps, and the lines between their parts."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from covenant_monitor_ui.theme import set_surface


def in_column(widget: QWidget) -> QVBoxLayout:
    """Lay out a widget as a column of parts without gaps."""
    made = QVBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made


def in_row(widget: QWidget) -> QHBoxLayout:
    """Lay out a widget as a row of parts without gaps."""
    made = QHBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    return made


def inset(left: int, top: int, right: int, bottom: int, *parts: QWidget, spacing: int = 8) -> QHBoxLayout:
    """A row of parts with room around it, in pixels."""
    made = QHBoxLayout()
    made.setContentsMargins(left, top, right, bottom)
    made.setSpacing(spacing)
    for part in parts:
        made.addWidget(part)
    return made


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout, to fill it anew; what was in it is gone at once, and deleted later."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty_layout(inner)


def stops_after(first: QWidget, stops: Iterable[QWidget]) -> None:
    """Let Tab reach `stops`, which were made later than what surrounds them, right after `first`."""
    for before, after in pairwise((first, *stops)):
        QWidget.setTabOrder(before, after)


def rule(*, upright: bool = False) -> QFrame:
    """A line of one pixel between two parts."""
    made = QFrame()
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    set_surface(made, "rule-line")
    return made


def foot(hints: QWidget, edge: int) -> QWidget:
    """The strip below a table that names its keys."""
    made = QWidget()
    set_surface(made, "base")
    made.setLayout(inset(edge, 0, edge, 0, hints))
    return made
