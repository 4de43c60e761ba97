"""The history of one record beside where it is shown: who, when, field, from, to; and how it is put back."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from covenant_monitor.reports.change_words import headings
from covenant_monitor.store.changes import field_changes
from covenant_monitor_ui.models.history import AFTER, BEFORE, FIELD, WHEN, WHO, HistoryModel, rows_of
from covenant_monitor_ui.pages.history.table import HistoryTable
from covenant_monitor_ui.pages.history.work import put_field_back, put_record_back
from covenant_monitor_ui.session import Session
from covenant_monitor_ui.theme import scaled
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.popover import Popover

_WIDTH = 760
_MOST_LINES = 500
_HEIGHT = 280
_ROW = 32


def show_record_history(opener: QWidget, rect: QRect, session: Session, table: str, row: str, title: str) -> Popover:
    """Open the history of a record beside `rect` of `opener`. Esc gives the focus back.

    `table` and `row` are those of the ledger: a rating is ("rating", "<assessment>/<criterion>"), a party
    ("party", "<id>"). `title` is what it is called here. It stays open while things are restored from it.
    """
    language = session.language
    _ = language.gettext
    popover = Popover(opener.window(), language, width=_WIDTH)
    model = HistoryModel(headings(language), (WHEN, WHO, FIELD, BEFORE, AFTER), popover)
    view = HistoryTable(_("Changes"), model, edge=8)
    why = popover.add_text("", "secondary")
    popover.set_heading("", _("History of {record}").format(record=title))
    restore_field = button(_("Restore this field"), icon="undo", tip="R")
    restore_record = button(_("Restore this record"), tip="Shift+R")
    locked = "" if session.can_write else _("This file is open read-only: nothing in it can be changed.")

    def read() -> None:
        at = view.currentIndex().row()
        model.clear()
        changes = field_changes(session.file, table=table, row=row, limit=_MOST_LINES)
        model.add_older(rows_of(changes, language))
        view.fit_columns()
        view.select(max(0, min(at, len(model.shown) - 1)))
        show_row()

    def show_row() -> None:
        found = view.current_row
        line = found.line if found else None
        said = _("Nothing was ever changed in it.")
        if line is not None:
            said = f"{line.done} ({line.why})" if line.why else line.done
        why.setText(said)
        for one, possible in (
            (restore_field, found is not None and bool(found.change.field) and not found.change.is_gone),
            (restore_record, found is not None),
        ):
            one.setEnabled(possible and not locked)
            if locked:
                one.setToolTip(plain_tip(locked))

    def field_back() -> None:
        if (found := view.current_row) is not None and put_field_back(session, found):
            read()

    def record_back() -> None:
        if (found := view.current_row) is not None and put_record_back(session, found):
            read()

    view.selectionModel().currentRowChanged.connect(lambda *_rows: show_row())
    view.restore_field_wanted.connect(field_back)
    view.restore_record_wanted.connect(record_back)
    view.left.connect(popover.dismiss)
    restore_field.clicked.connect(lambda _checked=False: field_back())
    restore_record.clicked.connect(lambda _checked=False: record_back())
    popover.closed.connect(popover.deleteLater)
    popover.body.insertWidget(0, view)
    popover.add_actions("", restore_field, restore_record)
    read()
    lines = min(len(model.shown), (_HEIGHT - 36) // _ROW)
    view.setFixedHeight(scaled(36) + max(1, lines) * scaled(_ROW) + 2)
    popover.open_at(opener, rect)
    view.fit_columns()
    view.setFocus(Qt.FocusReason.PopupFocusReason)
    return popover
