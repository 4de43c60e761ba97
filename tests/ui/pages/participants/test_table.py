from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHeaderView, QMainWindow, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import AssessmentKind, Party, Round
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import RowsModel
from covenant_monitor_ui.pages.participants.rows import participant_columns, participant_rows
from covenant_monitor_ui.pages.participants.table import PartyTable
from covenant_monitor_ui.theme import DARK, LIGHT, Theme, apply_theme

ENGLISH = Language("en")
ROUND = Round("2020", date(2020, 1, 1), date(2020, 12, 31), "KADER", "1")
LONG = "A name so long that it fits nowhere and must still be readable Holding Nederland International B.V."
DOWN = Qt.SortOrder.DescendingOrder


@pytest.fixture
def table(put_on_stage: Callable[[QWidget], None]) -> PartyTable:
    companies = [
        Party("A", "Aap B.V.", group="small", joined_on=date(2017, 1, 1)),
        Party("B", "Bever B.V.", group="large", joined_on=date(2018, 1, 1), left_on=date(2020, 3, 1)),
        Party("C", LONG, joined_on=date(2018, 1, 1)),
    ]
    standings = [Standing(one, "2020", AssessmentKind.SECRETARIAT, 2, required=40) for one in companies]
    model = RowsModel(participant_columns(ENGLISH))
    model.set_rows(participant_rows(companies, standings, ROUND, lambda year, group: 26, ENGLISH))
    window = QMainWindow()
    made = PartyTable("Participants", model)
    window.setCentralWidget(made)
    window.resize(1200, 400)
    put_on_stage(window)
    made.select("A")
    made.setFocus()
    return made


def hidden(table: PartyTable) -> set[str]:
    return {column.key for place, column in enumerate(table.rows.columns) if table.isColumnHidden(place)}


def total(table: PartyTable) -> int:
    return sum(table.columnWidth(place) for place in range(len(table.rows.columns)))


def test_the_columns_fill_the_width(table: PartyTable) -> None:
    assert not hidden(table)
    assert total(table) == table.viewport().width()


def test_nothing_that_is_short_is_elided(table: PartyTable) -> None:
    for place in range(1, len(table.rows.columns)):
        for row in range(len(table.rows.shown)):
            index = table.rows.index(row, place)
            assert str(index.data()) not in table.tip(index).splitlines()


def test_where_names_lack_room_some_columns_hide_and_come_back(table: PartyTable) -> None:
    table.window().resize(760, 400)
    assert "since" in hidden(table)
    assert {"name", "status", "rated", "score", "outcome"}.isdisjoint(hidden(table))
    assert table.columnWidth(0) >= 176
    table.window().resize(1200, 400)
    assert not hidden(table)


def test_a_column_that_somebody_made_wider_keeps_its_width(table: PartyTable, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(2) - 1, header.height() // 2)
    before = table.columnWidth(1)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QApplication.sendEvent(header.viewport(), _move(edge + QPoint(40, 0), header))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert table.columnWidth(1) == before + 40
    kept = table.layout_state()
    assert kept["widths"] == {"group": before + 40}
    table.window().resize(900, 400)
    assert table.columnWidth(1) == before + 40
    table.restore_layout({**kept, "widths": {"group": 5}})
    assert table.columnWidth(1) == 32


def _move(at: QPoint, header: QHeaderView) -> QEvent:
    viewport = header.viewport()
    return QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(viewport.mapToGlobal(at)),
        Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip


def test_selecting_by_code(table: PartyTable) -> None:
    assert table.select("C", column=6)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 6)
    assert table.current_row is not None
    assert table.current_row.code == "C"
    assert not table.select("NOBODY")
    table.select("B")
    table.select_first()
    assert table.current_row.code == "C"


def test_keys_of_its_own_go_before_the_windows(table: PartyTable, qtbot: QtBot) -> None:
    shortcut = QShortcut(Qt.Key.Key_F1, table.window())
    with qtbot.waitSignal(table.explain_wanted, timeout=0), qtbot.assertNotEmitted(shortcut.activated):
        qtbot.keyClick(table, Qt.Key.Key_F1)
    with qtbot.waitSignal(table.edit_wanted, timeout=0):
        qtbot.keyClick(table, Qt.Key.Key_F2)
    with qtbot.waitSignal(table.add_wanted, timeout=0):
        qtbot.keyClick(table, Qt.Key.Key_Insert)
    with qtbot.assertNotEmitted(table.explain_wanted):
        qtbot.keyClick(table, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)


def test_sorting_shows_the_top(table: PartyTable) -> None:
    table.window().resize(1200, 100)
    table.verticalScrollBar().setValue(50)
    table.sort_by(0, DOWN)
    assert table.verticalScrollBar().value() == 0


def test_tips_say_what_does_not_fit(table: PartyTable) -> None:
    model = table.rows
    assert table.tip(model.index(model.place("A"), 0)) == ""
    assert table.tip(model.index(model.place("C"), 0)) == LONG
    assert table.tip(model.index(model.place("A"), 2)) == "1 January 2017"
    assert table.tip(QModelIndex()) == ""
    table.window().resize(760, 400)
    assert table.tip(model.index(model.place("B"), 0)) in ("", "Bever B.V. until Mar 2020")


def test_the_tip_is_text_whatever_the_name(table: PartyTable, qtbot: QtBot) -> None:
    rect = table.visualRect(table.rows.index(table.rows.place("C"), 0))
    asked = QHelpEvent(QEvent.Type.ToolTip, rect.center(), table.viewport().mapToGlobal(rect.center()))
    QApplication.sendEvent(table.viewport(), asked)
    assert QToolTip.text() == LONG
    away = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 390), table.viewport().mapToGlobal(QPoint(5, 390)))
    QApplication.sendEvent(table.viewport(), away)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_hand_is_over_scores_only(table: PartyTable, qtbot: QtBot) -> None:
    score = table.visualRect(table.rows.index(0, table.rows.column("score")))
    group = table.visualRect(table.rows.index(0, 1))
    qtbot.mouseMove(table.viewport(), score.center())
    assert table.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(table.viewport(), group.center())
    assert table.viewport().cursor().shape() is not Qt.CursorShape.PointingHandCursor


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_who_left_is_quiet(table: PartyTable, qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    image = table.grab().toImage()

    def colours(code: str) -> set[int]:
        rect = table.cell_rect(table.rows.index(table.rows.place(code), 0))
        inside = rect.adjusted(2, 2, -2, -3)
        rows = range(inside.top(), inside.bottom())
        return {image.pixel(x, y) for x in range(inside.left(), inside.right()) for y in rows}

    assert theme.text.rgb() not in colours("B")
    assert theme.text2.rgb() in colours("B")
    assert theme.text.rgb() in colours("C")
