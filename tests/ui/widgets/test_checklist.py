from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import LIGHT
from covenant_monitor_ui.widgets.checklist import CheckList
from covenant_monitor_ui.widgets.delegates import NOTE_ROLE


@pytest.fixture
def entries(put_on_stage: Callable[[QWidget], None]) -> CheckList:
    made = CheckList("Participants")
    model = QStandardItemModel(made)
    for name in ("One", "Two", "Three"):
        item = QStandardItem(name)
        item.setData(f"by {name}", NOTE_ROLE)
        model.appendRow(item)
    model.item(2).setEnabled(False)
    made.setModel(model)
    made.resize(240, 120)
    put_on_stage(made)
    return made


def ticked(entries: CheckList) -> list[str]:
    return [str(index.data()) for index in entries.ticked()]


def test_space_ticks_and_arrows_move(qtbot: QtBot, entries: CheckList) -> None:
    entries.setFocus()
    entries.setCurrentIndex(entries.model().index(0, 0))
    entries.clearSelection()
    with qtbot.waitSignal(entries.chosen):
        qtbot.keyClick(entries, Qt.Key.Key_Space)
    qtbot.keyClick(entries, Qt.Key.Key_Down)
    assert ticked(entries) == ["One"]
    qtbot.keyClick(entries, Qt.Key.Key_Space)
    assert ticked(entries) == ["One", "Two"]
    qtbot.keyClick(entries, Qt.Key.Key_Space)
    assert ticked(entries) == ["One"]


def test_a_click_anywhere_in_the_row_ticks(qtbot: QtBot, entries: CheckList) -> None:
    for row in (1, 2):
        place = entries.visualRect(entries.model().index(row, 0)).center()
        qtbot.mouseClick(entries.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ticked(entries) == ["Two"], "the third cannot be ticked"


def test_a_tick_is_a_shape(entries: CheckList, picture: Callable[[QWidget], QImage]) -> None:
    entries.tick(entries.model().index(0, 0), on=True)
    image = picture(entries.viewport())
    box = entries.visualRect(entries.model().index(0, 0))
    colours = {
        QColor(image.pixel(box.left() + x, y)).lightness() for x in range(9, 23) for y in range(box.top(), box.bottom())
    }
    assert min(colours) == LIGHT.accent.lightness()
    assert max(colours) > 240, "a light tick on it"
    entries.tick(entries.model().index(0, 0), on=False)
    assert ticked(entries) == []
