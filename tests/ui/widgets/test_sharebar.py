import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.sharebar import Share, ShareBar

SHARES = [Share("fully", 9, "9 volledig"), Share("partially", 21, "21 deels"), Share("not", 20, "20 niet")]


@pytest.fixture
def bar(qtbot: QtBot) -> ShareBar:
    made = ShareBar()
    qtbot.addWidget(made)
    made.set_shares(SHARES)
    made.resize(304, made.heightForWidth(304))
    return made


def test_parts_are_in_proportion_and_two_pixels_apart(bar: ShareBar) -> None:
    first, second, third = (rect for _share, rect in bar.parts())
    assert first.width() == pytest.approx(300 * 9 / 50, abs=1)
    assert second.left() - first.right() == pytest.approx(2)
    assert third.left() - second.right() == pytest.approx(2)
    assert third.right() == pytest.approx(304)


def test_parts_wear_their_colours_in_both_themes(qapp: QApplication, bar: ShareBar) -> None:
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        image = bar.grab().toImage()
        colours = [image.pixelColor(rect.center().toPoint()) for _share, rect in bar.parts()]
        assert colours == [theme.good, theme.half, theme.bad]


def test_a_small_share_is_never_lost_and_none_never_drawn(bar: ShareBar) -> None:
    bar.set_shares([Share("fully", 10_000, "10.000 volledig"), Share("not", 1, "1 niet"), Share("na", 0, "0")])
    assert [share.mark for share, _rect in bar.parts()] == ["fully", "not"]
    assert bar.parts()[1][1].width() >= 1


def test_nothing_is_a_dashed_box(bar: ShareBar) -> None:
    bar.set_shares([Share("fully", 0, "0 volledig")])
    assert bar.parts() == []
    edge = [bar.grab().toImage().pixelColor(x, 0) for x in range(20, 280)]
    assert LIGHT.border in edge
    bar.set_shares([])
    assert bar.heightForWidth(304) == 12


def test_labels_wrap_in_a_narrow_panel(bar: ShareBar) -> None:
    assert bar.heightForWidth(120) > bar.heightForWidth(400)
    assert bar.hasHeightForWidth()


def test_it_is_read_out(bar: ShareBar) -> None:
    assert bar.accessibleName() == "9 volledig, 21 deels, 20 niet"
