import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from covenant_monitor_ui.models.coherence import Line, LinesModel
from covenant_monitor_ui.models.participants import QUIET_ROLE, Cell, Column
from covenant_monitor_ui.widgets.delegates import MARK_ROLE, NOTE_ROLE

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
COLUMNS = [Column("name", "Criterion"), Column("kappa", "Kappa", at_right=True, tip="beyond chance")]


def line(name: str, kappa: float | None = None) -> Line:
    cell = Cell("–") if kappa is None else Cell(f"{kappa}", kappa, note="few", tip="more")
    return Line(("criterion", name), (Cell(name, name, mark="fully"), cell), quiet=kappa is None)


LINES = [line("b", 0.4), line("a"), line("c", -0.1)]


@pytest.fixture
def model() -> LinesModel:
    made = LinesModel()
    made.set_table(COLUMNS, LINES)
    return made


def names(model: LinesModel) -> list[str]:
    return [one.key[1] for one in model.shown]


def test_the_model_keeps_qts_rules_through_everything(qtmodeltester: ModelTester) -> None:
    model = LinesModel()
    qtmodeltester.check(model)
    model.set_table(COLUMNS, LINES)
    model.sort(1, DOWN)
    model.set_table(COLUMNS[:1], [Line(("x",), (Cell("x"),))])
    model.set_table([], [])
    model.set_table(COLUMNS, LINES)
    qtmodeltester.check(model)


def test_what_has_no_number_comes_last_either_way(model: LinesModel) -> None:
    model.sort(1, UP)
    assert names(model) == ["c", "b", "a"]
    model.sort(1, DOWN)
    assert names(model) == ["b", "c", "a"]
    model.sort(-1)
    assert names(model) == ["b", "a", "c"]


def test_what_is_selected_stays_so_when_sorted(model: LinesModel) -> None:
    kept = QPersistentModelIndex(model.index(0, 1))
    model.sort(0, UP)
    assert (kept.row(), kept.column()) == (1, 1)


def test_what_a_cell_says(model: LinesModel) -> None:
    kappa = model.index(0, 1)
    assert kappa.data() == "0.4"
    assert kappa.data(NOTE_ROLE) == "few"
    assert kappa.data(int(Qt.ItemDataRole.AccessibleTextRole)) == "0.4 few"
    assert kappa.data(int(Qt.ItemDataRole.ToolTipRole)) == "more"
    assert model.index(0, 0).data(MARK_ROLE) == "fully"
    assert [model.index(row, 0).data(QUIET_ROLE) for row in range(3)] == [False, True, False]
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Kappa"
    assert model.headerData(1, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.ToolTipRole)) == "beyond chance"
    assert model.headerData(2, Qt.Orientation.Horizontal) is None


def test_a_line_is_found_by_what_it_is_about(model: LinesModel) -> None:
    assert (model.place(("criterion", "c")), model.place(("criterion", "z"))) == (2, -1)


def test_as_text_for_a_spreadsheet(model: LinesModel) -> None:
    model.set_table(COLUMNS, [line("a\tb", 0.4)])
    assert model.as_text() == "Criterion\tKappa\na b\t0.4 few"
