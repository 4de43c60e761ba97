"""What the frameworks page is built of, and how it fits the window: versions, table, editor."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from covenant_monitor.domain.framework_rules import Flaw
from covenant_monitor.store.framework_reading import FrameworkEntry
from covenant_monitor_ui.models.framework_list import FrameworkListModel
from covenant_monitor_ui.models.frameworks import FrameworkModel
from covenant_monitor_ui.pages.frameworks.editor import FrameworkEditor, Save
from covenant_monitor_ui.pages.frameworks.new import NewFrameworkForm
from covenant_monitor_ui.pages.frameworks.table import FrameworkTable
from covenant_monitor_ui.pages.frameworks.words import about_version, key_hints, obstacles_count
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled, set_kind, set_surface, text_label
from covenant_monitor_ui.widgets.banner import Banner
from covenant_monitor_ui.widgets.buttons import button, escaped, icon_button
from covenant_monitor_ui.widgets.datatable import EntryList
from covenant_monitor_ui.widgets.delegates import ListDelegate
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import ElidedLabel
from covenant_monitor_ui.widgets.layout import in_column, in_row, inset, rule
from covenant_monitor_ui.widgets.topbar import SearchField

NARROW_BELOW, LOW_BELOW = 1360, 800
_LIST_WIDE, _LIST_NARROW = 224, 184
_EDITOR_SHARE, _EDITOR_LEAST, _EDITOR_MOST = 0.46, 440, 760
_ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter), int(Qt.Key.Key_Right))


class VersionList(EntryList):
    """The versions. Enter or Right goes on to the table."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class FrameworksView(QWidget):
    """The widgets of the page. What happens in them is for the page to say; `save` is the editor's."""

    def __init__(self, session: Session, save: Save, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language = session.language
        _ = language.gettext
        self.versions = FrameworkListModel(language, self)
        self.records = FrameworkModel(language, self)
        self.list = VersionList(_("Framework versions"))
        self.list.setModel(self.versions)
        self._list_delegate = ListDelegate(self.list)
        self.list.setItemDelegate(self._list_delegate)
        self.new_button = icon_button("plus", _("New or imported framework"))
        self.name = ElidedLabel("", "title")
        self.about = ElidedLabel("", "secondary")
        self.suggestion = text_label(_("suggestion"), "tag")
        self.suggestion.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for label in (self.name, self.about):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.main_button = button("")
        self.more_button = icon_button("more", _("More with this version"))
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.found = text_label("", "secondary")
        self.obstacles = button("", kind="link", icon="warning")
        self.banner = Banner(language)
        self.table = FrameworkTable(_("Sections and criteria"), self.records)
        self.hints = KeyHints()
        self.editor = FrameworkEditor(language, save)
        self.form = NewFrameworkForm(session)
        self.side = QStackedWidget()
        self._left = QWidget()
        self._build(_("Frameworks"))

    def _build(self, heading: str) -> None:
        set_surface(self._left, "window")
        top = QHBoxLayout()
        top.setContentsMargins(12, 12, 8, 8)
        top.addWidget(text_label(heading, "heading"), 1)
        top.addWidget(self.new_button)
        left = in_column(self._left)
        left.addLayout(top)
        left.addWidget(self.list, 1)
        middle = QWidget()
        set_surface(middle, "window")
        column = in_column(middle)
        column.addLayout(self._head())
        column.addLayout(inset(16, 0, 16, 8, self.banner))
        column.addLayout(self._tools())
        column.addWidget(rule())
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        column.addLayout(inset(16, 0, 16, 0, self.hints))
        self.side.addWidget(self.editor)
        self.side.addWidget(self.form)
        line = in_row(self)
        line.addWidget(self._left)
        line.addWidget(rule(upright=True))
        line.addWidget(middle, 1)
        line.addWidget(rule(upright=True))
        line.addWidget(self.side)

    def _head(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.suggestion)
        row.addWidget(self.main_button)
        row.addWidget(self.more_button)
        head = QVBoxLayout()
        head.setContentsMargins(16, 10, 16, 8)
        head.setSpacing(2)
        head.addLayout(row)
        head.addWidget(self.about)
        return head

    def _tools(self) -> QHBoxLayout:
        self.filter.setMinimumWidth(scaled(144))
        self.filter.setMaximumWidth(scaled(280))
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.filter, 2)
        row.addWidget(self.found)
        row.addStretch(1)
        row.addWidget(self.obstacles)
        return row

    def show_version(self, entry: FrameworkEntry, flaws: Sequence[Flaw], *, can_write: bool) -> None:
        """What a version is, what was found wrong with it, and what can be done with it."""
        language = self._language
        _ = language.gettext
        self.name.show_text(language.pick(entry.name.nl, entry.name.en) or entry.key.framework)
        self.about.show_text(about_version(entry, language))
        self.suggestion.setVisible(entry.suggestion)
        text = _("New version …") if entry.locked else _("Publish")
        self.main_button.setText(escaped(text))
        self.main_button.setAccessibleName(text)
        set_kind(self.main_button, "" if entry.locked else "primary")
        self.main_button.setEnabled(can_write)
        self.editor.findings.show_flaws(flaws)
        self.editor.findings.none.setVisible(not entry.locked and not any(flaw.stops for flaw in flaws))
        count = obstacles_count(flaws, language)
        self.obstacles.setText(escaped(count))
        self.obstacles.setAccessibleName(count)
        self.obstacles.setVisible(bool(count))
        self.hints.set_hints(key_hints(language, locked=entry.locked or not can_write))

    def fit(self, width: int, height: int) -> None:
        """Fit a window of this size: the editor gets its share of what the list leaves."""
        narrow = width < NARROW_BELOW
        low = height < LOW_BELOW
        self._left.setFixedWidth(scaled(_LIST_NARROW if narrow else _LIST_WIDE))
        self._list_delegate.row = 28 if low else 32
        self.list.doItemsLayout()
        self.table.set_row_height(32 if low else 40)
        room = self.width() - self._left.width()
        least, most = scaled(_EDITOR_LEAST), scaled(_EDITOR_MOST)
        self.side.setFixedWidth(max(least, min(round(room * _EDITOR_SHARE), most)))
