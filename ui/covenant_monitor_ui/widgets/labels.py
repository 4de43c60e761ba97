"""Text of any length, such as a company's name: elided where it does not fit, whole in its tool tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from covenant_monitor_ui.theme import set_text_role

_LONGEST_TIP = 500


class ElidedLabel(QLabel):
    """One line of plain text that takes the room it is given, never more."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        set_text_role(self, role)
        self.show_text(text)

    @property
    def whole_text(self) -> str:
        """The text as it was given."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show another text; line ends become spaces."""
        self._whole = " ".join(text.split())
        self.setText(self._whole)
        self.setAccessibleName(self._whole)
        self._tell()

    def sizeHint(self) -> QSize:
        # Measured to 2,000 characters: more than any window shows, and a name may hold 40,000.
        width = self.fontMetrics().horizontalAdvance(self._whole[:2000]) + 1
        return QSize(width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, self.sizeHint().width()), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self._whole[:2000], Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()

    def _tell(self) -> None:
        """The tool tip only says what cannot be read; as text, whatever it looks like."""
        hidden = self.sizeHint().width() > self.width()
        tip = self._whole[:_LONGEST_TIP]
        self.setToolTip(plain_tip(tip) if hidden else "")


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` as it is: Qt would read something like markup as markup."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"
