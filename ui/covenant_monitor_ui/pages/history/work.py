"""What is done from a history: putting a field or a record back, and saying so."""

from collections.abc import Callable
from pathlib import Path

from covenant_monitor.language import Language
from covenant_monitor.reports.change_words import headings
from covenant_monitor.store import ledger
from covenant_monitor.store.restoring import restore_field, restore_record
from covenant_monitor.store.store import Change
from covenant_monitor_ui.models.history import HistoryRow
from covenant_monitor_ui.session import Session

WIDTHS = (18, 20, 18, 44, 24, 36, 36, 30, 44)
"""The widths of the columns of a saved list, in characters."""


def put_field_back(session: Session, row: HistoryRow) -> bool:
    """Put the field of a line back to what it was before; whether that was done. It is told either way."""
    change = row.change
    if not change.field or change.is_gone:
        return False
    return _do(session, lambda: restore_field(session.file, change=change.change, field=change.field))


def put_record_back(session: Session, row: HistoryRow) -> bool:
    """Put the record of a line back to what it was before; whether that was done. It is told either way."""
    if row.is_large:
        return False
    return _do(session, lambda: restore_record(session.file, change=row.change.change))


def _do(session: Session, verb: Callable[[], Change]) -> bool:
    made: list[Change] = []

    def kept() -> Change:
        made.append(verb())
        return made[-1]

    if not session.change(kept):
        return False
    _ = session.language.gettext
    done = ledger.change_set(session.file.connection, made[-1].number).text(session.language)
    session.notice_given.emit(_("{change}. Ctrl+Z undoes it.").format(change=done))
    return True


def is_last(session: Session, row: HistoryRow) -> bool:
    """Whether undo would undo the step that a line is of."""
    if not session.can_write:
        return False
    undo = session.file.history.undo
    return bool(undo) and undo[-1] == row.change.change_set.id


def save_list(
    path: Path, rows: list[HistoryRow], *, about: str, language: Language, progress: Callable[[int, int], None]
) -> None:
    """Write lines as a workbook or as CSV. Raises Problem where that cannot be."""
    # What writes workbooks is slow to load, and needed by few.
    from covenant_monitor.exchange.change_list import Entry, write_change_list

    _ = language.gettext
    write_change_list(
        path,
        [Entry(row.change.change_set.at, row.line[1:]) for row in rows],
        headings=headings(language),
        widths=WIDTHS,
        title=_("Changes"),
        about=about,
        language=language,
        progress=progress,
    )
