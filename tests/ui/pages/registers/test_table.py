from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.models.participants import Cell, Column
from covenant_monitor_ui.models.registers import FoundLine, FoundModel, TickedModel
from covenant_monitor_ui.pages.participants.table import QuietNumberDelegate
from covenant_monitor_ui.pages.registers.table import ProposalTable, RegisterTable, entry_table

KEYS = ("title", "party", "owner", "due", "status", "about")
TEXTS = ("A very long title " * 10, "Conceptueel Confectie en Kleding B.V.", "C. van der Voorbeeld-Schets")


def line(n: int) -> FoundLine:
    texts = (*TEXTS, "31 dec 2020, te laat", "Wordt aangepakt", "3.01, 3.02, gedwongen arbeid")
    cells = tuple(Cell(text, text, "behind" if at == 3 else "") for at, text in enumerate(texts))
    return FoundLine(("action", f"A{n}"), cells, search="x", tabs=frozenset({"all"}))


@pytest.fixture
def table(put_on_stage: Callable[[QWidget], None]) -> RegisterTable:
    model = FoundModel()
    made = entry_table("Entries", model)
    window = QMainWindow()
    window.setCentralWidget(made)
    window.resize(920, 400)
    put_on_stage(window)
    model.set_lines([Column(key, key.title()) for key in KEYS], [line(n) for n in range(40)])
    made.dress()
    made.select_place(0)
    made.setFocus()
    return made


@pytest.mark.parametrize("width", [664, 700, 920, 1500])
def test_the_columns_fill_the_room_and_never_more(table: RegisterTable, width: int) -> None:
    table.window().resize(width, 400)
    shown = [at for at in range(len(KEYS)) if not table.isColumnHidden(at)]
    assert sum(table.columnWidth(at) for at in shown) <= table.viewport().width()
    assert {0, 3, 4} <= set(shown)
    assert table.columnWidth(0) >= 160
    if width >= 920:
        assert len(shown) == len(KEYS)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Qt.Key.Key_F2, "edit"),
        (Qt.Key.Key_Insert, "add"),
        (Qt.Key.Key_Delete, "remove"),
        (Qt.Key.Key_F7, "history"),
        (Qt.Key.Key_Space, "menu"),
        (Qt.Key.Key_Q, "ask"),
        (Qt.Key.Key_G, "go"),
        (Qt.Key.Key_4, "status:4"),
    ],
)
def test_keys(table: RegisterTable, qtbot: QtBot, key: Qt.Key, name: str) -> None:
    with qtbot.waitSignal(table.command_wanted, timeout=0) as wanted:
        qtbot.keyClick(table, key)
    assert wanted.args == [name]


def test_other_keys_are_not_taken(table: RegisterTable, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(table.command_wanted):
        qtbot.keyClick(table, Qt.Key.Key_X)
        qtbot.keyClick(table, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)


def test_a_text_that_does_not_fit_is_in_the_tip(table: RegisterTable) -> None:
    assert table.tip(table.lines.index(0, 0)).startswith("A very long title")
    table.window().resize(1500, 400)
    assert table.tip(table.lines.index(0, 4)) == ""
    assert table.tip(table.lines.index(-1, 0)) == ""


def test_without_lines_nothing_is_current(table: RegisterTable) -> None:
    table.lines.set_lines(table.lines.columns, [])
    table.dress()
    table.select_place(3)
    assert table.current_line is None
    assert not table.select(("action", "A1"))


def test_the_menu_key_of_the_mouse(table: RegisterTable, qtbot: QtBot) -> None:
    rect = table.visualRect(table.lines.index(2, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert table.current_line is not None
    assert table.current_line.key == ("action", "A2")


def test_the_ticks_of_one_participant(put_on_stage: Callable[[QWidget], None], qtbot: QtBot) -> None:
    model = TickedModel()
    table = ProposalTable("Proposed", model)
    window = QMainWindow()
    window.setCentralWidget(table)
    put_on_stage(window)
    columns = [Column("tick", "Participant"), Column("criterion", "Criterion")]
    keys = [("P", "1.01"), ("P", "1.02"), ("Q", "1.01")]
    model.set_lines(columns, [FoundLine(key, (Cell(key[0], key[0]), Cell("text", "text"))) for key in keys])
    table.dress()
    table.select_place(1)
    qtbot.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert model.ticked == keys[:2]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.ticked == keys[:1]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert model.ticked == keys
    with qtbot.waitSignal(table.command_wanted, timeout=0) as wanted:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert wanted.args == ["decline"]


def test_numbers_stand_at_the_right_below_their_head(put_on_stage: Callable[[QWidget], None]) -> None:
    model = FoundModel()
    table = entry_table("Risks", model)
    put_on_stage(table)
    model.set_lines([Column("title", "Title"), Column("level", "Risk", at_right=True)], [])
    table.dress()
    assert isinstance(table.itemDelegateForColumn(1), QuietNumberDelegate)
