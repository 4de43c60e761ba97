"""A part of a panel under a head that folds it away: the head stays, with how much is behind it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.buttons import PaintedButton

_CHEVRON = 14
_HEIGHT = 24


class FoldHead(PaintedButton):
    """The head of a fold: a chevron, a title, and quieter words after it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._beside = ""
        self.is_open = True
        self.setText(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    @property
    def beside(self) -> str:
        """The words after the title."""
        return self._beside

    def show_words(self, title: str, beside: str = "") -> None:
        """Show another title, and words after it."""
        self._beside = beside
        self.setText(title)
        self._name()

    def show_open(self, is_open: bool) -> None:
        """Show whether what is behind it can be seen."""
        self.is_open = is_open
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._beside}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, scaled(_HEIGHT))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        icon = "chevron-down" if self.is_open else "chevron-right"
        top = (self.height() - _CHEVRON) / 2
        colour = theme.text if self.underMouse() else theme.text2
        paint_icon(painter, 0, top, icon, colour, _CHEVRON)
        left = _CHEVRON + 6
        font = role_font("heading")
        painter.setFont(font)
        painter.setPen(theme.text)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetrics(font)
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - left)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, title)
        left += metrics.horizontalAdvance(title) + 6
        painter.setFont(role_font())
        painter.setPen(theme.text2)
        beside = painter.fontMetrics().elidedText(self._beside, Qt.TextElideMode.ElideRight, self.width() - left)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, beside)


class Fold(QWidget):
    """A head, and `parts` under it that click, Enter or Space on the head folds away. Open at first."""

    folded = Signal(bool)
    """The user folded it (true) or opened it."""

    def __init__(self, title: str, *parts: QWidget, spacing: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = FoldHead(title)
        self.head.clicked.connect(lambda _checked=False: self._toggle())
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(spacing)
        for part in parts:
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self._content)

    @property
    def is_open(self) -> bool:
        """Whether what is under the head can be seen."""
        return self.head.is_open

    def set_open(self, is_open: bool) -> None:
        """Fold or open it, without a signal."""
        self.head.show_open(is_open)
        self._content.setVisible(is_open)

    def _toggle(self) -> None:
        self.set_open(not self.is_open)
        self.folded.emit(not self.is_open)
