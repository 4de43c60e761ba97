"""The selected change in full."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from covenant_monitor.language import Language
from covenant_monitor.store.changes import FieldChange
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.records import Record
from covenant_monitor_ui.models.history import HistoryRow, rows_of
from covenant_monitor_ui.pages.history.detail import HistoryDetail, differing
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme

EN = Language("en")
MADE = ChangeSet(3, datetime(2020, 2, 29, tzinfo=UTC), "A", "edit_party", {"party": "Een"}, "fout", "edit")
RECORD = Record("party", "7", (("party", "Een & Twee"),))


def row(field: str = "name", before: object = "een twee", after: object = "een drie", **more: object) -> HistoryRow:
    return rows_of([FieldChange(MADE, 1, RECORD, field, before, after, **more)], EN)[0]  # type: ignore[arg-type]


@pytest.fixture
def detail(put_on_stage: Callable[[QWidget], None]) -> HistoryDetail:
    window = QMainWindow()
    made = HistoryDetail(EN)
    window.setCentralWidget(made)
    window.resize(1000, 220)
    put_on_stage(window)
    return made


def marked(box: QWidget) -> list[str]:
    return [mark.cursor.selectedText() for mark in box.text.extraSelections()]  # type: ignore[attr-defined]


def test_words_that_differ() -> None:
    assert differing("een twee drie", "een 2 drie") == ([(4, 4)], [(4, 1)])
    assert differing("", "een") == ([], [])
    assert differing("een", "twee") == ([], [])
    assert differing("😀 een twee", "😀 een drie") == ([(7, 4)], [(7, 4)])  # an emoji is two units to Qt
    assert differing("x " * 4000, "y " * 4000) == ([], [])


def test_a_field(detail: HistoryDetail, qapp: QApplication) -> None:
    detail.show_row(row(), is_last=True, locked="")
    assert detail.title.whole_text == "Party · Een & Twee · Name"
    assert detail.circumstances.whole_text.endswith("A: Een changed (fout)")
    assert (marked(detail.before), marked(detail.after)) == (["twee"], ["drie"])
    assert detail.undo.isVisible()
    assert not detail.open.isVisible()
    apply_theme(qapp, DARK)
    assert detail.after.text.extraSelections()[0].format.background().color() == DARK.sel
    apply_theme(qapp, LIGHT)
    detail.show_row(row(before=None, after="x"), is_last=False, locked="Read-only.")
    assert marked(detail.before) == []
    assert not detail.undo.isVisible()
    assert not detail.restore_field.isEnabled()
    assert detail.restore_field.toolTip() == "Read-only."


def test_new_gone_and_large(detail: HistoryDetail) -> None:
    detail.show_row(row(is_new=True, before=None), is_last=False, locked="")
    assert detail.restore_record.accessibleName() == "Take this record out"
    detail.show_row(row(is_gone=True, after=None), is_last=False, locked="")
    assert detail.restore_record.text() == "Restore this record"
    assert not detail.restore_field.isVisible()
    detail.show_row(row("", None, None, counts={"rating": 7}), is_last=False, locked="")
    assert detail.open.isVisible()
    assert not detail.before.isVisible()
    assert detail.after.text.toPlainText() == "7 records (7 ratings)"
    assert not any(one.isVisible() for one in (detail.restore_record, detail.record))
