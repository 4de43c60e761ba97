"""Shows a chart that was drawn elsewhere, with the same numbers in words and as a table."""

from collections.abc import Sequence
from textwrap import wrap

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QToolTip, QWidget

from covenant_monitor.charts.chart import Spot
from covenant_monitor.language import Language
from covenant_monitor_ui.theme import role_font, theme_of
from covenant_monitor_ui.widgets.chartspots import SPOT_KEYS, spot_after, spot_at
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABLE_KEYS = (Qt.Key.Key_F1, *_ENTER)
_RING = 3
_TIP_WIDTH = 80
"""Characters on a line of a tool tip."""
Table = tuple[Sequence[str], Sequence[Sequence[str]]]


class ChartView(QWidget):
    """A picture of a chart. F1 asks for its table, Ctrl+C copies it; the context menu does the same, and more.

    What is pointed at says its number; so does the spot that the arrow keys walk to. A click on it, or Enter, goes
    where it leads. `size_changed` tells that the chart should be drawn anew for `pixel_size()`; until then the old one
    is shown scaled.
    """

    spot_clicked = Signal(str, str)
    """Where a mark leads: the kind of thing and its code, as `Spot.goes_to` has them."""
    size_changed = Signal()
    save_wanted = Signal()
    image_wanted = Signal()
    """The chart is to be copied as a picture that can stand by itself, with its title."""
    table_wanted = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._image = QImage()
        self._table: Table = ((), ())
        self._spots: Sequence[Spot] = ()
        self._current = self._pressed = -1
        self._drawing = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> QImage:
        return self._image

    @property
    def table(self) -> Table:
        """Headers and rows of the numbers in the chart, as text."""
        return self._table

    @property
    def spots(self) -> Sequence[Spot]:
        """What can be pointed at, in pixels of the chart at scale 1."""
        return self._spots

    @property
    def current_spot(self) -> Spot | None:
        """The spot that the arrow keys walked to."""
        return self._spots[self._current] if self._current >= 0 else None

    def set_chart(self, image: QImage, description: str, table: Table, spots: Sequence[Spot] = ()) -> None:
        """Show a chart drawn for `pixel_size()`; `description` says what it shows, for who cannot see it.

        The current spot stays where the new chart has one that says the same.
        """
        text = current.text if (current := self.current_spot) else None
        self._spots = spots
        self._current = next((i for i, spot in enumerate(spots) if spot.text == text), -1)
        self._pressed = -1
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
        self._spots, self._current, self._pressed = (), -1, -1
        self.unsetCursor()
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            QToolTip.hideText()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place < 0:
            QToolTip.hideText()
            self.unsetCursor()
            return
        spot = self._spots[place]
        if spot.goes_to:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()
        place_of_spot = self.spot_rect(spot).toAlignedRect()
        QToolTip.showText(event.globalPosition().toPoint(), _tip(spot.text), self, place_of_spot)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unsetCursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._place_at(event.position())
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0 and place == self._pressed:
            self._go(self._spots[place])
        self._pressed = -1

    def _place_at(self, point: QPointF) -> int:
        if not self._spots or self._image.isNull():
            return -1
        target, factor = self._target(), self._factor()
        return spot_at(self._spots, (point.x() - target.left()) / factor, (point.y() - target.top()) / factor)

    def _factor(self) -> float:
        """How many pixels of this widget one of the chart takes."""
        return self._target().width() / self._image.deviceIndependentSize().width()

    def spot_rect(self, spot: Spot) -> QRectF:
        """Where a spot is in this widget."""
        target, factor = self._target(), self._factor()
        left, top = target.left() + spot.left * factor, target.top() + spot.top * factor
        return QRectF(left, top, (spot.right - spot.left) * factor, (spot.bottom - spot.top) * factor)

    def _walk(self, key: int) -> None:
        """Go to another spot, and say it: in a tool tip beside it, and to a screen reader."""
        self._current = spot_after(self._spots, self._current, key)
        spot = self._spots[self._current]
        place = self.spot_rect(spot).toAlignedRect()
        self._bring_into_sight(place.center())
        QToolTip.showText(self.mapToGlobal(place.bottomRight()), _tip(spot.text), self, self.rect())
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spot.text))
        self.update()

    def _bring_into_sight(self, point: QPoint) -> None:
        parent = self.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea) and (content := parent.widget()) is not None:
                there = self.mapTo(content, point)
                parent.ensureVisible(there.x(), there.y())
            parent = parent.parentWidget()

    def _go(self, spot: Spot) -> bool:
        if spot.goes_to is None:
            return False
        QToolTip.hideText()
        self.spot_clicked.emit(*spot.goes_to)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SPOT_KEYS and self._spots:
            self._walk(event.key())
            return
        if (spot := self.current_spot) is not None:
            if event.key() == Qt.Key.Key_Escape:
                self._current = -1
                QToolTip.hideText()
                self.update()
                return
            if event.key() in _ENTER and self._go(spot):
                return
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
        menu.addAction(_("Copy image"), self.image_wanted.emit)
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
            if (spot := self.current_spot) is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(theme.accent, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.spot_rect(spot).adjusted(-_RING, -_RING, _RING, _RING), 4, 4)
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


def _tip(text: str) -> str:
    """A tool tip with lines that are not too long; plain text is not wrapped by Qt."""
    lines = [part for line in text.splitlines() for part in wrap(line, _TIP_WIDTH)]
    return plain_tip("\n".join(lines))


def table_text(table: Table) -> str:
    """A table as tab-separated lines; tabs and line ends inside a cell become spaces."""
    headers, rows = table
    lines = [headers, *rows] if headers else list(rows)
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
