"""A panel: a white surface with a line round it, a title, and words at the right of the title."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from covenant_monitor_ui.theme import set_surface, text_label


class Panel(QFrame):
    """Put widgets into `body`. Without a title there is no head."""

    def __init__(self, title: str = "", right: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "panel")
        self.title = text_label(title, "heading", self)
        self.beside = text_label("", "secondary", self)
        self.right = text_label(right, "secondary", self)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.beside)
        self.head.addStretch(1)
        self.head.addWidget(self.right)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self.head)
        column.addLayout(self.body, 1)
        self.set_title(title, right)

    def set_title(self, title: str, right: str = "", beside: str = "") -> None:
        """The title, quieter words directly beside it, and words at the right edge."""
        for label, text in ((self.title, title), (self.beside, beside), (self.right, right)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(title)

    def set_right_widget(self, widget: QWidget) -> None:
        """A link or button at the right edge of the title."""
        self.head.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add a widget below what is there."""
        self.body.addWidget(widget, stretch)
