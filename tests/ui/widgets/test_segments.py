from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.segments import Segment, Segments
from tests.ui.conftest import Pixels

SHOWN = [Segment("a", "Secretariat"), Segment("b", "Company", quiet=True, tip="not begun"), Segment("c", "Second")]


@pytest.fixture
def segments(put_on_stage: Callable[[QWidget], None]) -> Segments:
    made = Segments("Whose")
    made.show_segments(SHOWN, "a")
    put_on_stage(made)
    return made


def test_a_click_chooses_once(segments: Segments, qtbot: QtBot) -> None:
    with qtbot.waitSignal(segments.chosen, timeout=0) as chosen:
        qtbot.mouseClick(segments.segment("c"), Qt.MouseButton.LeftButton)
    assert (chosen.args, segments.current) == (["c"], "c")
    with qtbot.assertNotEmitted(segments.chosen):
        qtbot.mouseClick(segments.segment("c"), Qt.MouseButton.LeftButton)
    assert segments.current == "c"


def test_arrows_move_and_choose_and_tab_reaches_it_once(segments: Segments, qtbot: QtBot) -> None:
    segments.segment("a").setFocus()
    with qtbot.waitSignal(segments.chosen, timeout=0) as chosen:
        qtbot.keyClick(segments.segment("a"), Qt.Key.Key_Right)
    assert chosen.args == ["b"]
    stops = [key for key in "abc" if segments.segment(key).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["b"]


def test_names_are_read_with_what_they_mean(segments: Segments) -> None:
    assert segments.accessibleName() == "Whose"
    assert segments.segment("b").accessibleName() == "Company, not begun"
    segments.show_segments([Segment("b", "Bedrijf")], "b")
    assert (segments.segment("b").accessibleName(), segments.current) == ("Bedrijf", "b")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_chosen_is_on_its_own_tint(segments: Segments, picture: Pixels, qapp: object, theme: object) -> None:
    apply_theme(qapp, theme)  # type: ignore[arg-type]
    image = picture(segments)
    one = segments.segment("a").geometry()
    assert image.pixelColor(one.left() + 6, one.center().y()) == theme.sel  # type: ignore[attr-defined]
