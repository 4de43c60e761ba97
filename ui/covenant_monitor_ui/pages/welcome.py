"""What the window shows before there is a file: open one, make one, try the demo, or go on with a recent one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.panel import Panel


class WelcomePage(QWidget):
    """Asks for one of the window's actions by its key, or for a recent file."""

    action_wanted = Signal(str)
    file_wanted = Signal(object)

    def __init__(self, language: Language, recent: Sequence[Path]) -> None:
        super().__init__()
        _ = language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(2)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        # Between stretches, not in a widget of its own: that would not grow with text that wraps.
        sides = QHBoxLayout()
        sides.addStretch(1)
        sides.addLayout(middle)
        sides.addStretch(1)
        middle.addSpacerItem(QSpacerItem(scaled(560), 0))
        column.addLayout(sides)
        column.addStretch(3)
        middle.addWidget(text_label("Covenant Monitor", "title"))
        middle.addWidget(
            text_label(
                _(
                    "Assess every participant once a year, see who meets the requirement, and follow the covenant's "
                    "targets. Everything is in one file of your own; nothing leaves this computer."
                ),
                "secondary",
                wrap=True,
            )
        )
        middle.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open_button = button(_("Open a file …"), lambda: self.action_wanted.emit("open_file"), kind="primary")
        self.new_button = button(_("New file …"), lambda: self.action_wanted.emit("new_file"))
        self.demo_button = button(_("Try the demo …"), lambda: self.action_wanted.emit("open_demo"))
        for made in (self.open_button, self.new_button, self.demo_button):
            row.addWidget(made)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addSpacing(16)
        panel = Panel(_("Recent files"))
        self.recent_buttons = []
        for path in recent:
            line = QHBoxLayout()
            link = button(path.name, partial(self.file_wanted.emit, path), kind="link")
            self.recent_buttons.append(link)
            line.addWidget(link)
            line.addWidget(ElidedLabel(str(path.parent), "secondary"))
            line.addStretch(1)
            panel.body.addLayout(line)
        if not recent:
            panel.add(text_label(_("None yet: a file that you open is listed here."), "secondary", wrap=True))
        middle.addWidget(panel)

    def take_focus(self) -> None:
        """On what most people come for: their last file, or else the button that opens one."""
        (self.recent_buttons or [self.open_button])[0].setFocus()
