"""What stands in the way of publishing a version, and what else strikes one, each leading to its record."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem, QVBoxLayout, QWidget

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.language import Language
from covenant_monitor.store.framework_words import flaw_text
from covenant_monitor_ui.icons import paint_icon
from covenant_monitor_ui.theme import role_font, scaled, set_surface, text_label, theme_of
from covenant_monitor_ui.widgets.delegates import CellDelegate, Index
from covenant_monitor_ui.widgets.shapes import paint_focus_ring

_FLAW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Space))
_ICON_ROOM = 26
_WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value


class _FindingDelegate(CellDelegate):
    """A mark and a sentence on as many lines as it needs."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of()
        view: QWidget = option.widget
        assert isinstance(view, QListWidget)
        rect = option.rect
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.grid)
        current = view.currentIndex() == index and view.hasFocus()
        if current:
            painter.fillRect(rect, theme.sel)
        flaw = index.data(_FLAW_ROLE)
        icon, ink = ("warning", theme.bad_x) if flaw.stops else ("info", theme.text2)
        paint_icon(painter, rect.left() + 4, rect.top() + 6, icon, ink, 16)
        painter.setFont(role_font())
        painter.setPen(theme.text)
        painter.drawText(rect.adjusted(_ICON_ROOM, 0, -4, -1), _WRAP, index.data())
        if current:
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -2), theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = (view.viewport().width() if isinstance(view, QListWidget) else 320) - _ICON_ROOM - 4
        box = QFontMetrics(role_font()).boundingRect(0, 0, max(width, 40), 10_000, _WRAP, str(index.data()))
        return QSize(40, max(scaled(28), box.height() + 11))


class FindingList(QListWidget):
    """Findings, as high as they are all together. Enter, Space or a click goes to where one is."""

    go_wanted = Signal(object)
    """A `Flaw`."""
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_FindingDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustIgnored)
        set_surface(self, "window")
        self.clicked.connect(self._go)

    def show_flaws(self, flaws: Sequence[Flaw], language: Language) -> None:
        """Show these; the current one stays current by its place."""
        row = self.currentRow()
        self.clear()
        for flaw in flaws:
            item = QListWidgetItem(flaw_text(flaw, language), self)
            item.setData(_FLAW_ROLE, flaw)
        if flaws:
            self.setCurrentRow(min(max(row, 0), len(flaws) - 1))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._go(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        height = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(height + 2 * self.frameWidth())

    def _go(self, index: QModelIndex) -> None:
        flaw = index.data(_FLAW_ROLE)
        if isinstance(flaw, Flaw):
            self.go_wanted.emit(flaw)


class Findings(QWidget):
    """What stops publishing, and under it what does not; nothing where there is nothing."""

    go_wanted = Signal(object)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.flaws: Sequence[Flaw] = ()
        self.none = text_label(_("Nothing stands in the way of publishing."), "secondary", wrap=True)
        self._stops = text_label("", "heading")
        self._notes = text_label(_("Worth a look; it can be published all the same"), "heading", wrap=True)
        self.stops = FindingList(_("What stands in the way of publishing"))
        self.notes = FindingList(_("Worth a look; it can be published all the same"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.none, self._stops, self.stops):
            column.addWidget(widget)
        column.addSpacing(8)
        for widget in (self._notes, self.notes):
            column.addWidget(widget)
        for one in (self.stops, self.notes):
            one.go_wanted.connect(self.go_wanted)
            one.left.connect(self.left)

    def show_flaws(self, flaws: Sequence[Flaw]) -> None:
        """Show what was found."""
        _ = self._language.gettext
        self.flaws = flaws
        stops, notes = [one for one in flaws if one.stops], [one for one in flaws if not one.stops]
        self._stops.setText(_("What stands in the way of publishing"))
        self.none.setVisible(not stops)
        for label, shown, found in ((self._stops, self.stops, stops), (self._notes, self.notes, notes)):
            shown.show_flaws(found, self._language)
            label.setVisible(bool(found))
            shown.setVisible(bool(found))

    def take_focus(self) -> None:
        """To the first thing that stands in the way."""
        (self.stops if self.stops.count() else self.notes).setFocus(Qt.FocusReason.OtherFocusReason)
