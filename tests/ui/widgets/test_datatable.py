from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.datatable import DataTable, EntryList
from covenant_monitor_ui.widgets.delegates import ListDelegate
from covenant_monitor_ui.widgets.popover import Popover

Stage = Callable[[QWidget], None]


def model_of(rows: int = 5) -> QStandardItemModel:
    model = QStandardItemModel(rows, 3)
    model.setHorizontalHeaderLabels(["Deelnemer", "Groep", "Score"])
    model.setHeaderData(
        2, Qt.Orientation.Horizontal, int(Qt.AlignmentFlag.AlignRight), Qt.ItemDataRole.TextAlignmentRole
    )
    for row in range(rows):
        for column, text in enumerate((f"Voorbeeld {row} B.V.", "Groot", "63,1 %")):
            model.setItem(row, column, QStandardItem(text))
    return model


@pytest.fixture
def table(put_on_stage: Stage) -> DataTable:
    window = QWidget()
    made = DataTable("Deelnemers", edge=24)
    made.setModel(model_of())
    made.setSortingEnabled(True)
    made.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(QLineEdit())
    column.addWidget(made)
    window.resize(500, 320)
    put_on_stage(window)
    made.setFocus()
    return made


def test_rows_heads_and_names(table: DataTable) -> None:
    assert table.accessibleName() == "Deelnemers"
    assert table.rowHeight(0) == 36
    assert table.horizontalHeader().height() == 36
    assert not table.showGrid()
    table.set_row_height(32)
    assert table.rowHeight(0) == 32


def test_arrows_move_the_row_and_the_ring(qtbot: QtBot, table: DataTable) -> None:
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    index = table.currentIndex()
    assert (index.row(), index.column()) == (1, 1)
    image = table.grab().toImage()
    cell = table.cell_rect(index)
    assert image.pixelColor(cell.center().x(), cell.top() + 1) == LIGHT.accent
    first = table.cell_rect(table.model().index(1, 0))
    assert image.pixelColor(first.left() + 4, first.center().y()) == LIGHT.sel


def test_tab_leaves_the_table(qtbot: QtBot, table: DataTable) -> None:
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()


def test_the_row_under_the_mouse_is_tinted(qtbot: QtBot, table: DataTable) -> None:
    rect = table.visualRect(table.model().index(2, 1))
    qtbot.mouseMove(table.viewport(), rect.center())
    assert table.hover_row == 2
    cell = table.cell_rect(table.model().index(2, 2))
    assert table.grab().toImage().pixelColor(cell.left() + 2, cell.center().y()) == LIGHT.hover
    qtbot.mouseMove(table.viewport(), QPoint(10, table.viewport().height() - 2))
    assert table.hover_row == -1


def test_the_ring_stays_while_a_popover_explains(qtbot: QtBot, table: DataTable, dutch: Language) -> None:
    index = table.model().index(0, 2)
    table.setCurrentIndex(index)
    cell = table.cell_rect(index)

    def ringed() -> bool:
        return table.grab().toImage().pixelColor(cell.center().x(), cell.top() + 1) == LIGHT.accent

    popover = Popover(table.window(), dutch)
    popover.set_heading("63,1 %", "score")
    popover.open_at(table, cell)
    assert not table.hasFocus()
    assert table.holds_ring
    assert ringed()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert table.hasFocus()
    assert ringed()
    table.clearFocus()
    assert not ringed()


def test_the_head_follows_the_theme(qapp: QApplication, table: DataTable) -> None:
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        image = table.horizontalHeader().grab().toImage()
        assert image.pixelColor(4, 10) == theme.base
        assert image.pixelColor(4, 35) == theme.line


def test_an_entry_list_works_by_keyboard(qtbot: QtBot) -> None:
    entries = EntryList("Deelnemers van ronde 2020")
    qtbot.addWidget(entries)
    entries.setModel(model_of())
    entries.setItemDelegate(ListDelegate(entries))
    entries.resize(224, 300)
    entries.show()
    assert entries.accessibleName() == "Deelnemers van ronde 2020"
    entries.setCurrentIndex(entries.model().index(0, 0))
    qtbot.keyClick(entries, Qt.Key.Key_Down)
    assert entries.currentIndex().row() == 1
    assert entries.visualRect(entries.currentIndex()).height() == 32
    qtbot.mouseMove(entries.viewport(), entries.visualRect(entries.model().index(3, 0)).center())
    assert entries.hover_row == 3
    assert entries.grab().toImage().pixelColor(100, 280) == LIGHT.window
