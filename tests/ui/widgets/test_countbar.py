import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, Theme, apply_theme
from covenant_monitor_ui.widgets.countbar import Count, CountBars

COUNTS = [Count("Definitief", 50, "50"), Count("Nog niet begonnen", 1, "1"), Count("Bezig", None, "–")]


def filled(image: QImage, bar: QRect, theme: Theme) -> float:
    line = [image.pixelColor(x, bar.center().y()) for x in range(bar.left(), bar.right() + 1)]
    assert {colour.name() for colour in line} <= {theme.text2.name(), theme.line.name()}
    return line.count(theme.text2) / len(line)


def test_counts_are_neutral_bars(qapp: QApplication, qtbot: QtBot) -> None:
    bars = CountBars()
    qtbot.addWidget(bars)
    bars.set_counts(COUNTS, 60)
    bars.resize(400, bars.sizeHint().height())
    assert bars.accessibleName() == "Definitief: 50, Nog niet begonnen: 1, Bezig: –"
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        image = bars.grab().toImage()
        shares = [filled(image, bars.bar_rect(row).toRect(), theme) for row in range(3)]
        assert shares[0] == pytest.approx(50 / 60, abs=0.02)
        assert 0 < shares[1] < 0.05
        assert shares[2] == 0


def test_a_long_label_leaves_room_for_the_bar(qtbot: QtBot) -> None:
    bars = CountBars()
    qtbot.addWidget(bars)
    bars.set_counts([Count("Beoordelingen die op een reactie van het bedrijf wachten", 1.5, "1.240")], 0)
    bars.resize(200, 32)
    assert bars.bar_rect(0).width() >= 40
    assert not bars.grab().isNull()
