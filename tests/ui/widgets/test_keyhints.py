from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import LIGHT
from covenant_monitor_ui.widgets.keyhints import KeyCap, KeyHints, key_width

HINTS = [("1", "volledig"), ("2", "deels"), ("Del", "wissen"), ("F1", "uitleg")]


def test_hints_that_do_not_fit_are_left_out_whole(qtbot: QtBot) -> None:
    hints = KeyHints(HINTS)
    qtbot.addWidget(hints)
    whole = hints.sizeHint().width()
    assert hints.fitting(whole) == 4
    assert hints.fitting(whole - 4) == 3
    assert hints.fitting(10) == 0
    assert hints.minimumSizeHint().width() == 0
    hints.resize(whole - 4, 40)
    image = hints.grab().toImage()
    last = [image.pixelColor(x, 20) for x in range(hints.width() - 40, hints.width())]
    assert len({colour.name() for colour in last}) == 1, "nothing half painted at the end"


def test_hints_are_read_out(qtbot: QtBot) -> None:
    hints = KeyHints()
    qtbot.addWidget(hints)
    hints.set_hints(HINTS[:2])
    assert hints.accessibleName() == "1: volledig, 2: deels"


def test_a_key_stands_in_a_box(qtbot: QtBot) -> None:
    cap = KeyCap("Enter")
    qtbot.addWidget(cap)
    cap.resize(cap.sizeHint())
    assert cap.width() == key_width("Enter") > key_width("1") >= 20
    assert cap.accessibleName() == "Enter"
    assert cap.grab().toImage().pixelColor(cap.width() // 2, 0) == LIGHT.border
