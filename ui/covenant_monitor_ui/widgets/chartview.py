"""Shows a chart that was drawn elsewhere, with the same numbers in words and as a table."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import role_font, theme_of
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_TABLE_KEYS = (Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter)
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


class ChartView(QWidget):
    """A picture of a chart. F1 asks for its table, Ctrl+C copies it; the context menu does the same, and more.

     `size_changed` tells that the chart should be drawn anew for `pixel_size()`; until then the old one is
    shown scaled.
    """

    size_changed = Signal()
    save_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._image = QImage()
        self._table: Table = ((), ())
        self._drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> QImage:
        return self._image

    @property
    def table(self) -> Table:
        """Headers and rows of the numbers in the chart, as text."""
        return self._table

    def set_chart(self, image: QImage, description: str, table: Table) -> None:
        """Show a chart drawn for `pixel_size()`; `description` says what it shows, for who cannot see it."""
        self._image = image
        self._table = table
        self._drawing = False
        self.setAccessibleName(description)
        self.setAccessibleDescription(table_text(table))
        self.update()

    def set_drawing(self) -> None:
        """Say that the chart is being drawn; an older one stays in sight."""
        self._drawing = True
        if self._image.isNull():
            self.setAccessibleName(self._drawing_text())
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._image, self._table, self._drawing = QImage(), ((), ()), False
        self.setAccessibleName("")
        self.setAccessibleDescription("")
        self.update()

    def pixel_size(self) -> QSize:
        """The size in device pixels that a chart should be drawn at."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def copy_table(self) -> None:
        """Copy the numbers, tab-separated, as a spreadsheet wants them."""
        QGuiApplication.clipboard().setText(table_text(self._table))

    def copy_image(self) -> None:
        """Copy the chart as a picture."""
        QGuiApplication.clipboard().setImage(self._image)

    def sizeHint(self) -> QSize:
        return QSize(480, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.size_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and not self._image.isNull():
            self.copy_table()
            return
        if event.key() in _TABLE_KEYS and self._table[1]:
            self.table_wanted.emit()
            return
        if event.key() == Qt.Key.Key_Menu and not self._image.isNull():
            self.popup_menu(self.mapToGlobal(self.rect().center()))
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._image.isNull():
            self.popup_menu(event.globalPos())

    def popup_menu(self, place: QPoint) -> QMenu:
        """Open the menu of the chart at a place of the screen."""
        _ = self._language.gettext
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Show table"), self.table_wanted.emit)
        menu.addAction(_("Copy table"), self.copy_table)
        menu.addAction(_("Copy image"), self.copy_image)
        menu.addSeparator()
        menu.addAction(_("Save image…"), self.save_wanted.emit)
        menu.popup(place)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._target(), self._image)
        if self._drawing:
            painter.setFont(role_font("small"))
            painter.setPen(theme.text2)
            place = Qt.AlignmentFlag.AlignCenter
            if not self._image.isNull():
                place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
            painter.drawText(self.rect().adjusted(4, 2, -4, -2), place, self._drawing_text())
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), theme)
        painter.end()

    def _target(self) -> QRectF:
        """The chart at its own pixels where it was drawn for this size, else fitted."""
        size = QSize(self._image.width(), self._image.height())
        if size != self.pixel_size():
            fitted = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left = (self.width() - fitted.width()) / 2
            return QRectF(left, (self.height() - fitted.height()) / 2, fitted.width(), fitted.height())
        return QRectF(QPointF(0, 0), self.rect().toRectF().size())

    def _drawing_text(self) -> str:
        return self._language.gettext("The chart is being drawn")


def table_text(table: Table) -> str:
    """A table as tab-separated lines; tabs and line ends inside a cell become spaces."""
    headers, rows = table
    lines = [headers, *rows] if headers else list(rows)
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
