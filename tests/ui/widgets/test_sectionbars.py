from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.sectionbars import SectionBars, SectionScore

ROWS = [
    SectionScore("1", "Inbedden", "16/16", 84.4, "84,4 %", 60, "1 Inbedden, 16 van 16, 84,4 %"),
    SectionScore("2", "In kaart", "12/12", 59.1, "59,1 %", 60),
    SectionScore("4", "Monitoren", "0/5", None, "–", 60),
]


@pytest.fixture
def bars(qtbot: QtBot) -> SectionBars:
    made = SectionBars("Scores per stap")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(308, made.sizeHint().height())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_each_section_says_its_score(bars: SectionBars) -> None:
    assert bars.accessibleName() == "Scores per stap"
    assert bars.rows[0].accessibleName() == "1 Inbedden, 16 van 16, 84,4 %"
    assert bars.rows[1].accessibleName() == "2 In kaart: 12/12, 59,1 %"


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_asks_for_the_explanation(qtbot: QtBot, bars: SectionBars, key: Qt.Key) -> None:
    with qtbot.waitSignal(bars.explain_wanted) as blocker:
        qtbot.keyClick(bars.rows[1], key)
    assert blocker.args == ["2"]


def test_a_click_asks_for_the_explanation(qtbot: QtBot, bars: SectionBars) -> None:
    with qtbot.waitSignal(bars.explain_wanted) as blocker:
        qtbot.mouseClick(bars.rows[2], Qt.MouseButton.LeftButton)
    assert blocker.args == ["4"]


def test_arrows_move(qtbot: QtBot, bars: SectionBars) -> None:
    bars.rows[0].setFocus()
    qtbot.keyClick(bars.rows[0], Qt.Key.Key_Down)
    assert bars.rows[1].hasFocus()


def test_new_scores_reuse_the_rows(bars: SectionBars) -> None:
    before = bars.rows
    bars.set_rows([replace(ROWS[0], score=90, score_text="90,0 %", description=""), *ROWS[1:]])
    assert bars.rows == before
    assert bars.rows[0].accessibleName() == "1 Inbedden: 16/16, 90,0 %"
    bars.set_rows(ROWS[1:])
    assert [row.row.code for row in bars.rows] == ["2", "4"]
    bars.set_rows([])
    assert bars.rows == []


def test_a_popover_finds_its_row(bars: SectionBars) -> None:
    assert bars.row_rect("2") == bars.rows[1].geometry()
    with pytest.raises(KeyError):
        bars.row_rect("9")


def test_bar_and_requirement_are_painted_in_both_themes(qapp: QApplication, bars: SectionBars) -> None:
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        scored, unscored = (bars.rows[place].grab().toImage() for place in (0, 2))
        middle = scored.height() // 2
        line = [scored.pixelColor(x, middle) for x in range(scored.width())]
        assert line.count(theme.text2) > 40, "84 % of 64 px"
        assert theme.accent in line
        empty = [unscored.pixelColor(x, middle).name() for x in range(unscored.width())]
        assert empty.count(theme.line.name()) > 50, "no score, no fill"


def test_a_narrow_panel_has_shorter_bars(bars: SectionBars) -> None:
    assert bars.bar_width == 64
    bars.resize(284, bars.height())
    assert bars.bar_width == 40


def test_a_bar_gives_way_to_a_name_that_would_be_cut(bars: SectionBars) -> None:
    bars.resize(284, bars.height())
    bars.set_rows([replace(row, name="Communiceren", mark_text="≠ 9") for row in ROWS])
    assert 24 <= bars.bar_width < 40
    bars.set_rows([replace(row, name="A name that is far too long for any panel") for row in ROWS])
    assert bars.bar_width == 40
