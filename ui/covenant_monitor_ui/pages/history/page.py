"""Every field of every record: who changed it, when, from what, to what, and why; and how it is put back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget

from covenant_monitor.errors import Problem
from covenant_monitor.reports.change_words import headings
from covenant_monitor.store.changes import FieldChange
from covenant_monitor.store.store import Change
from covenant_monitor_ui.file_names import with_ending
from covenant_monitor_ui.models.history import HistoryModel, HistoryRow, rows_of
from covenant_monitor_ui.pages.history.detail import HistoryDetail
from covenant_monitor_ui.pages.history.filters import HistoryFilters
from covenant_monitor_ui.pages.history.reading import HistoryReading
from covenant_monitor_ui.pages.history.table import HistoryTable
from covenant_monitor_ui.pages.history.work import is_last, put_field_back, put_record_back, save_list
from covenant_monitor_ui.pages.page import Page
from covenant_monitor_ui.session import Progress, Session
from covenant_monitor_ui.theme import scaled, text_label
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.empty import EmptyState, put_empty
from covenant_monitor_ui.widgets.keyhints import KeyHints
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import foot, in_column, rule
from covenant_monitor_ui.widgets.topbar import SearchField

EDGE = 24
_INTO_THE_TABLE = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HistoryPage(Page):
    """The changes of the covenant, newest first, read on while the page is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        _ = session.language.gettext
        self._place: tuple[str, Path | None] = ("", None)
        self._select_set: int | None = None
        self._wanted: dict[str, object] = {}
        self._empty: EmptyState | None = None
        self.reading = HistoryReading(session, self)
        self.model = HistoryModel(headings(session.language), parent=self)
        self.table = HistoryTable(_("Changes"), self.model, edge=EDGE)
        self.detail = HistoryDetail(session.language)
        self.filters = HistoryFilters(session, EDGE)
        self.title = text_label(_("History"), "title")
        self.counts = text_label("", "secondary")
        self.filter = SearchField(_("Filter"), "Ctrl+F")
        self.meeting_button = button(_("Mark a meeting …"), self.mark, icon="meeting")
        self.save_button = button(_("Save this list …"), self.save, icon="export")
        self.hints = KeyHints()
        self.stack = QStackedWidget()
        # What is below the table comes after it: holding an arrow key does not wait for it.
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        _ = self.session.language.gettext
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 20, EDGE, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.counts)
        head.addStretch(1)
        self.filter.setMinimumWidth(144)
        self.filter.setMaximumWidth(240)
        head.addWidget(self.filter, 4)
        head.addWidget(self.meeting_button)
        head.addWidget(self.save_button)
        self.hints.set_hints(
            [
                ("↑ ↓", _("move")),
                ("R", _("restore field")),
                ("Shift+R", _("restore record")),
                ("H", _("this record")),
                ("U", _("undo step")),
                ("Enter", _("open an import")),
                ("Ctrl+F", _("filter")),
            ]
        )
        self.table.setMinimumHeight(scaled(36) + 2 * scaled(32))
        self.stack.addWidget(self.table)
        column = in_column(self)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(rule())
        column.addWidget(self.stack, 1)
        for part in (self.detail, foot(self.hints, EDGE)):
            column.addWidget(rule())
            column.addWidget(part)

    def _connect(self) -> None:
        self.reading.page_read.connect(self._add_older)
        self.filter.textChanged.connect(self._apply_filter)
        self.filter.installEventFilter(self)
        self.filter.left.connect(self.take_focus)
        self.filters.changed.connect(self._apply_filter)
        self.filters.since_changed.connect(self._start)
        self.filters.all_records_wanted.connect(self.show_all_records)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._settle_timer.start())
        self.table.activated.connect(self.open_import)
        self.table.left.connect(self.show_all_records)
        for part in (self.table, self.detail):
            part.restore_field_wanted.connect(self.restore_field)
            part.restore_record_wanted.connect(self.restore_record)
            part.undo_wanted.connect(self.undo_step)
            part.record_wanted.connect(self.show_this_record)
        self.detail.open_wanted.connect(self.open_import)
        self._settle_timer.timeout.connect(self._settle)

    @property
    def current_row(self) -> HistoryRow | None:
        """The line that is selected."""
        return self.table.current_row

    def show_place(self) -> None:
        place = (self.session.covenant, self.session.path())
        if place != self._place:
            self._place = place
            self.reading.record = None
            self.reading.opened.clear()
            self.filters.reset()
        self.filters.fill()
        self._lock()
        self._start()
        if self._wanted:
            self._put_back()

    def show_change(self, change: Change) -> None:
        """Show what was written above what is there; all of that stays."""
        self.filters.fill()
        with self._kept():
            self.model.add_newer(rows_of(self.reading.newer(), self.session.language))
        self.table.fit_columns()
        self._show_counts()
        self._settle_timer.start()

    def _start(self, select: int | None = None) -> None:
        """Read anew from the newest change on; select the first line of a change set, where that is said."""
        self.model.clear()
        self._select_set = select
        self.reading.start(self.filters.since)
        self.table.fit_columns()

    def _add_older(self, changes: Sequence[FieldChange]) -> None:
        self.model.add_older(rows_of(changes, self.session.language))
        self._select_something()
        self._show_counts()
        self._read_if_in_sight()

    def _select_something(self) -> None:
        wanted = self._select_set
        if wanted is not None:
            place = next((n for n, row in enumerate(self.model.shown) if row.change.change_set.id == wanted), -1)
            if place < 0 and self.reading.is_reading:
                return
            self._select_set = None
            self.table.select(max(0, place))
        elif not self.table.currentIndex().isValid():
            self.table.select(0)

    def _apply_filter(self) -> None:
        """Show the lines that the filters leave; what was selected stays so if it is among them."""
        with self._kept():
            self.model.set_filter(self.filter.text(), self.filters.who, self.filters.tables)
        self.table.fit_columns()
        self._show_counts()
        self._settle_timer.start()

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """The line that is selected stays so, where it is still shown; else the first is."""
        row, column = self.current_row, max(0, self.table.currentIndex().column())
        yield
        place = max(0, self.model.place(row.key)) if row is not None else 0
        if self.model.shown:
            self.table.setCurrentIndex(self.model.index(place, column))

    def _show_counts(self) -> None:
        """How many changes there are, or that there are none."""
        language = self.session.language
        _, n_ = language.gettext, language.ngettext
        shown, every = len(self.model.shown), len(self.model.every)
        number = language.number(shown, 0)
        text = n_("{n} change", "{n} changes", shown).format(n=number)
        if shown != every:
            text = _("{n} of {all} changes").format(n=number, all=language.number(every, 0))
        self.counts.setText(_("{changes}, reading on …").format(changes=text) if self.reading.is_reading else text)
        self.save_button.setEnabled(bool(shown) and not self.reading.is_reading)
        self.detail.setVisible(bool(shown))
        if shown or self.reading.is_reading:
            self.stack.setCurrentWidget(self.table)
        else:
            self._show_empty(bool(every))

    def _show_empty(self, filtered: bool) -> None:
        _ = self.session.language.gettext
        sentence = _("Nothing was changed yet.")
        if self.filters.since is not None:
            sentence = _("Nothing was changed since then.")
        if filtered:
            sentence = _("No change fits these filters.")
        made = EmptyState(_("No changes"), sentence, [(_("Show all"), self.show_everything)], primary=False)
        self._empty = put_empty(made, self._empty, self.stack)

    def show_everything(self) -> None:
        """Take all filters away."""
        self._show_only(None)
        self.take_focus()

    def show_record(self, table: str, row: str) -> None:
        """Show the history of one record only: a row of the ledger's `table`, such as ("rating", "12/34")."""
        self._show_only((table, row))
        self.take_focus()

    def _show_only(self, record: tuple[str, str] | None) -> None:
        self.reading.record = record
        self.filters.reset()
        self.filter.clear()
        self._apply_filter()
        self._start()
        self._name_record()

    def show_this_record(self) -> None:
        """Show the history of the record of the selected line, or all again."""
        row = self.current_row
        if self.reading.record is not None:
            self.show_all_records()
        elif row is not None and not row.is_large:
            self.show_record(row.change.record.table, row.change.record.row)

    def show_all_records(self) -> None:
        """No longer one record only; what was selected stays so."""
        if self.reading.record is None:
            return
        row = self.current_row
        self.reading.record = None
        self._name_record()
        self._start(row.change.change_set.id if row else None)
        self.take_focus()

    def _name_record(self) -> None:
        """Say which record it is, where it is one only."""
        row = self.current_row if self.reading.record else None
        self.filters.show_only(" · ".join(filter(None, (row.line.table, row.line.record))) if row else "")

    def open_import(self) -> None:
        """Show every record of a change set that is one line."""
        row = self.current_row
        if row is not None and row.is_large:
            number = row.change.change_set.id
            self.reading.opened.add(number)
            self._start(number)
            self.take_focus()

    def restore_field(self) -> None:
        """Put the field of the selected line back."""
        row = self.current_row
        if row is not None:
            put_field_back(self.session, row)

    def restore_record(self) -> None:
        """Put the record of the selected line back."""
        row = self.current_row
        if row is not None:
            put_record_back(self.session, row)

    def undo_step(self) -> None:
        """Undo the change set of the selected line, where it is the last."""
        row = self.current_row
        if row is None:
            return
        if is_last(self.session, row):
            self.session.undo()
        elif self.session.may_write():
            self.session.tell(Problem("Only the last step can be undone. Restore its fields or its record instead."))

    def mark(self) -> None:
        """Ask for the name of a meeting, and mark this moment."""
        asking = import_module("covenant_monitor_ui.dialogs.mark_meeting")
        self.keep_popover(asking.ask_meeting(self.meeting_button, self.session))

    def save(self) -> None:
        """Ask where to, then write the lines that are shown, in the background."""
        _ = self.session.language.gettext
        name = "-".join((self.session.covenant, _("history"), date.today().isoformat())).lower() + ".xlsx"
        kinds = _("Excel workbooks (*.xlsx);;CSV files (*.csv)")
        start = str(self.session.file.path.parent / name)
        chosen, kind = QFileDialog.getSaveFileName(self, _("Save this list"), start, kinds)
        if not chosen:
            return
        path, rows = with_ending(chosen, kind, name), list(self.model.shown)
        language, about = self.session.language, self._about()
        progress = Progress(_("Writing {name}").format(name=path.name), can_stop=True)

        def work() -> Path:
            save_list(path, rows, about=about, language=language, progress=progress.step)
            return path

        def done(written: Path) -> None:
            self.session.notice_given.emit(_("Written: {path}").format(path=written))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(written)))

        self.session.in_background(work, done, progress=progress)

    def _about(self) -> str:
        """Which changes are shown, in words, for who reads the list later."""
        found = self.filter.text().strip()
        mark = self.session.language.gettext("Internal: confidential")
        parts = [mark, self.session.file.path.name, self.filters.words, self.counts.text()]
        return " · ".join([*parts, f"“{found}”"] if found else parts)

    def _lock(self) -> None:
        self.meeting_button.setEnabled(not self.session.locked and bool(self.session.covenant))
        self.meeting_button.setToolTip(plain_tip(self.session.locked))

    def _settle(self) -> None:
        """Show the selected line in full."""
        row = self.current_row
        if row is not None and self.session.is_open:
            self.detail.show_row(row, is_last=is_last(self.session, row), locked=self.session.locked)

    def take_focus(self) -> None:
        if self.stack.currentWidget() is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.filter.take_focus()

    def state(self) -> dict[str, object]:
        """The filters, which record only, what was opened, and the selected line."""
        row = self.current_row
        return {
            "covenant": self._place[0],
            "filters": self.filters.state(),
            "filter": self.filter.text(),
            "record": list(self.reading.record or ()),
            "opened": sorted(self.reading.opened),
            "selected": row.change.change_set.id if row else 0,
        }

    def restore(self, state: dict[str, object]) -> None:
        self._wanted = dict(state)

    def _put_back(self) -> None:
        """What `state` kept, once there is a file; whatever is not right in it is left out."""
        state, self._wanted = self._wanted, {}
        if state.get("covenant") != self._place[0]:
            return
        record, opened, selected = state.get("record"), state.get("opened"), state.get("selected")
        if isinstance(opened, list):
            self.reading.opened = {number for number in opened if isinstance(number, int)}
        if isinstance(record, list) and len(record) == 2:
            self.reading.record = (str(record[0]), str(record[1]))
        self.filter.setText(str(state.get("filter") or ""))
        self._start(selected if isinstance(selected, int) and selected else None)
        self._name_record()
        filters = state.get("filters")
        if isinstance(filters, dict):
            self.filters.restore(filters)
        self._apply_filter()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_in_sight()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A window is disabled while a worker has the file.
        if event.type() == QEvent.Type.EnabledChange:
            self._read_if_in_sight()

    def _read_if_in_sight(self) -> None:
        if self.isVisible() and self.isEnabled():
            self.reading.go_on()
        else:
            self.reading.wait()

    def hideEvent(self, event: QHideEvent) -> None:
        self.reading.wait()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # From the filter straight into what it found.
        typed = watched is self.filter and event.type() == QEvent.Type.KeyPress
        if typed and isinstance(event, QKeyEvent) and event.key() in _INTO_THE_TABLE:
            self.take_focus()
            return True
        return super().eventFilter(watched, event)
