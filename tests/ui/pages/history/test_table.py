"""The table of changes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QToolTip, QWidget

from covenant_monitor.language import Language
from covenant_monitor.reports.change_words import headings
from covenant_monitor.store.changes import FieldChange
from covenant_monitor.store.ledger import ChangeSet
from covenant_monitor.store.records import Record
from covenant_monitor_ui.models.history import HistoryModel, rows_of
from covenant_monitor_ui.pages.history.table import HistoryTable

EN = Language("en")
RECORD = Record("rating", "1/2", (("party", "Een"), ("criterion", "A1")))


def change(number: int, why: str = "", **more: object) -> FieldChange:
    made = ChangeSet(number, datetime(2020, 2, 29, tzinfo=UTC), "A", "import", {"source": "x"}, why, "edit")
    values = {"before": "fully", "after": "een <b>lange</b> tekst " * 20, **more}
    return FieldChange(made, number, RECORD, str(values.pop("field", "note")), **values)  # type: ignore[arg-type]


@pytest.fixture
def table(put_on_stage: Callable[[QWidget], None]) -> HistoryTable:
    model = HistoryModel(headings(EN))
    model.add_older(rows_of([change(3), change(2, field="rating", after="not"), change(1, counts={"rating": 3})], EN))
    window = QMainWindow()
    made = HistoryTable("Changes", model)
    window.setCentralWidget(made)
    window.resize(1000, 300)
    put_on_stage(window)
    made.fit_columns()
    made.select(0)
    return made


def widths(table: HistoryTable) -> list[int]:
    return [table.columnWidth(column) for column in range(7) if not table.isColumnHidden(column)]


def test_columns_fill_the_room(table: HistoryTable) -> None:
    assert table.isColumnHidden(6)  # nobody said why
    assert sum(widths(table)) == table.viewport().width()
    model = table.model()
    assert isinstance(model, HistoryModel)
    model.add_newer(rows_of([change(4, "vergissing")], EN))
    table.fit_columns()
    assert not table.isColumnHidden(6)
    assert sum(widths(table)) == table.viewport().width()
    table.window().resize(700, 300)
    QApplication.processEvents()
    assert table.isColumnHidden(6)


def test_it_is_painted(table: HistoryTable, picture: Callable[[QWidget], object]) -> None:
    picture(table)


def test_keys(table: HistoryTable) -> None:
    said: list[str] = []
    table.restore_field_wanted.connect(lambda: said.append("field"))
    table.restore_record_wanted.connect(lambda: said.append("record"))
    table.undo_wanted.connect(lambda: said.append("undo"))
    table.record_wanted.connect(lambda: said.append("one"))
    table.left.connect(lambda: said.append("left"))
    for key in (Qt.Key.Key_R, Qt.Key.Key_U, Qt.Key.Key_H, Qt.Key.Key_Escape, Qt.Key.Key_X):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert said == ["field", "undo", "one", "left", "record"]


def test_tips_say_what_does_not_fit(table: HistoryTable) -> None:
    model = table.model()
    assert table.tip(model.index(0, 5)).startswith("een <b>lange</b> tekst")
    assert table.tip(model.index(0, 4)) == ""
    assert table.tip(QModelIndex()) == ""
    for column in (5, 4):
        place = table.visualRect(model.index(0, column)).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        assert table.viewportEvent(event)
    QToolTip.hideText()
    assert table.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, QPoint(0, 9999), QPoint(0, 0)))
