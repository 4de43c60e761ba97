"""Rows that are only read, under heads."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from covenant_monitor_ui.models.rows import ALIGNMENT, DISPLAY, LEFT, RIGHT, TIP, Head, Headed, TableModel, heads_of


class Two(TableModel):
    def line_count(self) -> int:
        return 2

    def heads(self) -> Sequence[Headed]:
        return (*heads_of(["Name", "Score"], {1}), Head("Yr", tip="Participation year"))

    def data(self, index: object, role: int = DISPLAY) -> object:
        return None


def test_rows_and_columns_are_of_the_table_and_of_no_row_in_it() -> None:
    model = Two()
    assert (model.rowCount(), model.columnCount()) == (2, 3)
    inside = model.index(0, 0)
    assert (model.rowCount(inside), model.columnCount(inside)) == (0, 0)


def test_what_stands_over_a_column() -> None:
    model, across = Two(), Qt.Orientation.Horizontal
    assert [model.headerData(column, across) for column in range(4)] == ["Name", "Score", "Yr", None]
    assert [model.headerData(column, across, ALIGNMENT) for column in range(3)] == [LEFT, RIGHT, LEFT]
    assert [model.headerData(column, across, TIP) for column in range(3)] == [None, None, "Participation year"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
