import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.models.participants import Cell, Column
from covenant_monitor_ui.models.registers import TICK_ROLE, FoundLine, FoundModel, TickedModel

COLUMNS = [Column("title", "Title"), Column("n", "N", at_right=True)]


def line(name: str, n: int | None, *tabs: str, party: str = "") -> FoundLine:
    cells = (Cell(name, name), Cell(str(n), n))
    return FoundLine((name,), cells, search=name.lower(), tabs=frozenset(tabs), parties=frozenset({party}) - {""})


LINES = [line("Bravo", 2, "open", party="X"), line("Alfa", 3, "open"), line("Charlie", None, party="X")]


@pytest.fixture
def model() -> FoundModel:
    made = FoundModel()
    made.set_lines(COLUMNS, LINES)
    return made


def names(model: FoundModel) -> list[str]:
    return [one.key[0] for one in model.shown]


def test_it_is_a_model_as_Qt_wants_it(qtmodeltester: ModelTester, model: FoundModel) -> None:
    qtmodeltester.check(model)
    model.set_filter("open", "", "X")
    qtmodeltester.check(model)


def test_a_filter_goes_by_tab_words_and_party(model: FoundModel) -> None:
    model.set_filter("open", "")
    assert names(model) == ["Bravo", "Alfa"]
    model.set_filter("", "CHAR lie")
    assert names(model) == ["Charlie"]
    model.set_filter("", "", "X")
    assert names(model) == ["Bravo", "Charlie"]
    assert (model.count("open"), model.count("open", "X")) == (2, 1)


def test_the_order_given_comes_back_and_what_is_missing_comes_last(model: FoundModel) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Alfa", "Bravo", "Charlie"]
    model.sort(1)
    assert names(model) == ["Bravo", "Alfa", "Charlie"]
    model.sort(-1)
    assert names(model) == ["Bravo", "Alfa", "Charlie"]


def test_sorting_outlasts_a_filter_and_other_lines_but_not_other_columns(model: FoundModel) -> None:
    model.sort(0)
    model.set_filter("open", "")
    assert names(model) == ["Alfa", "Bravo"]
    model.set_lines(COLUMNS, [*LINES, line("Aap", 1, "open")])
    assert names(model) == ["Aap", "Alfa", "Bravo"]
    model.set_lines(COLUMNS[:1], LINES)
    assert names(model) == ["Bravo", "Alfa"]


def test_ticks(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = TickedModel()
    model.set_lines(COLUMNS, LINES)
    qtmodeltester.check(model)
    with qtbot.waitSignals([model.ticks_changed, model.dataChanged], timeout=0):
        model.toggle([("Alfa",)])
    assert model.ticked == [("Alfa",)]
    states = [model.index(row, 0).data(TICK_ROLE) for row in range(3)]
    assert states == [0, 2, 0]
    model.toggle([("Alfa",), ("Bravo",)])
    assert model.ticked == [("Bravo",), ("Alfa",)]
    model.toggle([("Alfa",), ("Bravo",)])
    assert model.ticked == []
    with qtbot.assertNotEmitted(model.ticks_changed):
        model.tick([("Alfa",)], on=False)


def test_a_tick_outlasts_a_filter_and_goes_with_its_line(qtbot: QtBot) -> None:
    model = TickedModel()
    model.set_lines(COLUMNS, LINES)
    model.tick([("Charlie",), ("Alfa",)], on=True)
    model.set_filter("open", "")
    assert model.ticked == [("Alfa",), ("Charlie",)]
    with qtbot.waitSignal(model.ticks_changed, timeout=0):
        model.set_lines(COLUMNS, LINES[:2])
    assert model.ticked == [("Alfa",)]
    assert model.is_ticked(("Alfa",))
