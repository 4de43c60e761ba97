"""The table of the comparing page: one widget for all its tabs, as the coherence page has it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from covenant_monitor_ui.pages.coherence.table import CoherenceTable


class ComparingTable(CoherenceTable):
    """Enter is `activated`; F1 asks what a number means, Ctrl+C copies all of the table."""

    def is_own_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.matches(QKeySequence.StandardKey.Copy) or (plain and event.key() == int(Qt.Key.Key_F1))
