from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from covenant_monitor_ui.theme import DARK, LIGHT, apply_theme
from covenant_monitor_ui.widgets.bandbar import Band, BandBar

PROVISIONAL = Band(63.1, 40.3, 78.8, 60, "40,3 %", "78,8 %", "vereist 60 %")


@pytest.fixture
def bar(qtbot: QtBot) -> BandBar:
    made = BandBar()
    qtbot.addWidget(made)
    made.set_band(PROVISIONAL, "63,1 %, voorlopig, 40,3 % tot 78,8 %, vereist 60 %")
    made.resize(500, made.sizeHint().height())
    return made


def at(bar: BandBar, percent: float, below_top: int = 4) -> QColor:
    image = bar.grab().toImage()
    return image.pixelColor(min(499, round(bar.x_of(percent))), bar.bar_top() + below_top)


def test_a_provisional_score_is_a_hatched_band_with_a_tick(bar: BandBar) -> None:
    assert bar.accessibleName().startswith("63,1 %, voorlopig")
    assert at(bar, 10) == LIGHT.line
    assert at(bar, 90) == LIGHT.line
    assert at(bar, 63.1) == LIGHT.text
    assert at(bar, 63.1, -2) == LIGHT.text, "the tick of the score sticks out"
    assert at(bar, 60, -4) == LIGHT.accent, "so does the requirement"
    assert at(bar, 50, 0) == LIGHT.text2, "the edge of the band"


def test_a_final_score_fills_the_bar(bar: BandBar) -> None:
    bar.set_band(Band(score=62.5, required=60, required_text="vereist 60 %"))
    assert at(bar, 30) == LIGHT.text2
    assert at(bar, 62.5, -2) != LIGHT.text
    assert at(bar, 70) == LIGHT.line


def test_no_score_is_no_fill(bar: BandBar) -> None:
    bar.set_band(Band(required=20, required_text="vereist 20 %"))
    assert {at(bar, percent).name() for percent in (1, 40, 99)} == {LIGHT.line.name()}


@pytest.mark.parametrize(("low", "high", "score"), [(0, 100, 0), (0, 0.1, 0), (99.9, 100, 100)])
def test_the_ends_stay_inside(bar: BandBar, low: float, high: float, score: float) -> None:
    bar.set_band(replace(PROVISIONAL, low=low, high=high, score=score, required=100))
    bar.resize(240, bar.sizeHint().height())
    image = bar.grab().toImage()
    top = bar.bar_top()
    assert image.pixelColor(239, top + 4) == LIGHT.accent
    ink = [x for x in range(240) if image.pixelColor(x, top + 4) == LIGHT.text]
    assert len(ink) >= 2


def test_it_follows_the_theme(qapp: QApplication, bar: BandBar) -> None:
    apply_theme(qapp, DARK)
    assert at(bar, 10) == DARK.line
    assert at(bar, 63.1) == DARK.text


def test_without_words_it_is_low(qtbot: QtBot) -> None:
    bare, worded = BandBar(), BandBar()
    for one in (bare, worded):
        qtbot.addWidget(one)
    bare.set_band(Band(score=50))
    worded.set_band(PROVISIONAL)
    assert bare.sizeHint().height() < worded.sizeHint().height()
