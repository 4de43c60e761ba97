"""The lines of a history as a model."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor.domain.model import Rating
from covenant_monitor.language import Language
from covenant_monitor.reports.change_words import headings
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.changes import field_changes
from covenant_monitor_ui.models.history import LARGE_ROLE, HistoryModel, HistoryRow, rows_of
from covenant_monitor_ui.widgets.delegates import MARK_ROLE
from tests.core.store.small import key, small

EN = Language("en")


@pytest.fixture
def rows(tmp_path: Path) -> list[HistoryRow]:
    with small(tmp_path / "a.covenant") as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0, note="gezien")})
        store.user = "D. Elders"
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(None, True, "geen keten")})
        store.connection.execute("UPDATE change_set SET kind = 'start' WHERE id = 1")
        return rows_of(field_changes(store), EN)


def test_it_is_a_right_model(rows: list[HistoryRow], qtmodeltester: ModelTester) -> None:
    model = HistoryModel(headings(EN))
    qtmodeltester.check(model)
    model.add_older(rows[2:])
    model.add_newer(rows[:2])
    qtmodeltester.check(model)
    model.set_filter("geen")
    qtmodeltester.check(model)
    model.clear()
    assert model.rowCount() == 0
    assert model.index(0, 0) == QModelIndex()


def test_cells(rows: list[HistoryRow]) -> None:
    model = HistoryModel(headings(EN))
    model.add_older(rows)

    def shown(place: int) -> list[object]:
        return [model.index(place, column).data() for column in range(model.columnCount())]

    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(7)] == [
        *("When", "Who", "What", "Field", "Before", "After", "Why")
    ]
    assert shown(0)[1:] == ["D. Elders", "Voorbeeld Mode B.V. · 2020 · A1", "Rating", "Not", "N.a.", ""]
    assert [model.index(0, column).data(MARK_ROLE) for column in (3, 4, 5)] == ["", "not", "na"]
    assert not model.index(0, 0).data(LARGE_ROLE)
    large = len(rows) - 1
    assert model.index(large, 0).data(LARGE_ROLE)
    assert shown(large)[2:6] == ["Import of tables", "", "", rows[-1].line.after]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == "Voorbeeld Mode B.V. · 2020 · A1"
    assert model.index(0, 6).data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.data(QModelIndex()) is None


def test_filters(rows: list[HistoryRow]) -> None:
    model = HistoryModel(headings(EN))
    model.add_older(rows)
    model.set_filter("KETEN voorbeeld")
    assert [row.change.field for row in model.shown] == ["na_reason"]
    model.set_filter("", "D. Elders")
    assert {row.change.change_set.who for row in model.shown} == {"D. Elders"}
    model.set_filter("", "", frozenset({"party"}))
    assert [row.is_large for row in model.shown] == [True]  # parties came with it
    model.set_filter("", "", frozenset({"no such table"}))
    assert model.shown == []
    # What is read later passes the same filter.
    model.clear()
    model.set_filter("gezien")
    model.add_older(rows)
    assert len(model.shown) == 2
    assert len(model.every) == len(rows)
    assert model.place(model.shown[1].key) == 1
    assert model.place(rows[0].key) == -1


def test_long_texts_are_cut_in_cells_only(rows: list[HistoryRow]) -> None:
    (row,) = [row for row in rows if row.change.field == "na_reason"]
    long = HistoryRow(row.change, row.line._replace(after="x\n" * 20_000), "")
    model = HistoryModel(headings(EN))
    model.add_older([long])
    assert len(str(model.index(0, 5).data())) < 500
    assert len(str(model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole))) == 500
