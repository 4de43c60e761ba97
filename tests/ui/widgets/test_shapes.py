from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from covenant_monitor_ui.theme import DARK, LIGHT, Theme
from covenant_monitor_ui.widgets.shapes import (
    MEANINGS,
    STATUS_MARKS,
    chip_width,
    draft_mark,
    mark_image,
    meaning_color,
    paint_chip,
    paint_dashed_box,
    paint_focus_ring,
    paint_hatch,
    paint_mark,
)

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
RATINGS = ("fully", "partially", "not", "na")
OUTCOMES = ("meets", "on_track", "behind", "missed", "none", "open")


def canvas(width: int = 120, height: int = 36) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    return image, QPainter(image)


def shape(mark: str, theme: Theme = LIGHT) -> tuple[bool, ...]:
    """Which pixels a mark fills with its main colour, whatever that is."""
    image = mark_image(mark, 28, 1.0, theme)
    fill = meaning_color(mark, theme)
    return tuple(
        pixel.alpha() > 127 and abs(pixel.lightness() - fill.lightness()) < 32
        for pixel in (image.pixelColor(x, y) for y in range(28) for x in range(28))
    )


@BOTH
@pytest.mark.parametrize("marks", [RATINGS, OUTCOMES, STATUS_MARKS], ids=["ratings", "outcomes", "statuses"])
def test_marks_differ_by_shape_alone(theme: Theme, marks: tuple[str, ...]) -> None:
    shapes = {mark: shape(mark, theme) for mark in marks}
    assert all(any(covered) for covered in shapes.values())
    assert len(set(shapes.values())) == len(marks)


@BOTH
@pytest.mark.parametrize("mark", [*RATINGS, *OUTCOMES])
def test_a_mark_wears_the_colour_of_its_meaning(theme: Theme, mark: str) -> None:
    image = mark_image(mark, 28, 1.0, theme)
    seen = {image.pixelColor(x, y).name() for y in range(28) for x in range(28)}
    assert theme.color(MEANINGS[mark]).name() in seen
    assert meaning_color(mark, theme) == theme.color(MEANINGS[mark])


def test_the_pie_of_a_draft_grows_with_its_progress() -> None:
    covered = [sum(shape(draft_mark(share))) for share in (0, 0.25, 0.5, 0.75, 1)]
    assert all(less < more for less, more in pairwise(covered))
    assert draft_mark(7) == draft_mark(1)
    assert draft_mark(-1) == draft_mark(0)


def test_statuses_are_neutral_or_take_the_ink_given() -> None:
    plain = mark_image("assessed", 28, 1.0, LIGHT)
    inked = mark_image("assessed", 28, 1.0, LIGHT, LIGHT.accent.rgba())
    spot = next((x, y) for x in range(28) for y in range(28) if plain.pixelColor(x, y).alpha() == 255)
    assert plain.pixelColor(*spot) == LIGHT.text2
    assert inked.pixelColor(*spot) == LIGHT.accent


def test_an_unknown_mark_paints_nothing() -> None:
    assert not any(shape("no-such-mark"))
    assert meaning_color("no-such-mark", LIGHT) == LIGHT.text2


def test_marks_are_crisp_on_dense_screens() -> None:
    image = mark_image("fully", 14, 2.0, LIGHT)
    assert image.width() == 28
    assert image.devicePixelRatio() == 2


def test_a_mark_stands_in_the_middle(qapp: QApplication) -> None:
    image, painter = canvas(40, 20)
    paint_mark(painter, QRectF(0, 0, 40, 20), "fully", LIGHT)
    painter.end()
    assert image.pixelColor(20, 10) == LIGHT.good
    assert image.pixelColor(4, 10) == QColor("white")


def test_the_current_rating_is_a_tinted_chip(qapp: QApplication) -> None:
    image, painter = canvas()
    paint_chip(painter, QRect(0, 0, 120, 36), "not", "niet", LIGHT, True)
    painter.end()
    assert image.pixelColor(116, 18) == LIGHT.bad_t
    assert image.pixelColor(116, 7) == LIGHT.bad_t
    assert image.pixelColor(116, 3) == QColor("white"), "24 px high"


def test_another_rating_is_a_mark_and_a_word(qapp: QApplication) -> None:
    image, painter = canvas()
    paint_chip(painter, QRect(0, 0, 120, 36), "fully", "volledig", LIGHT, False)
    painter.end()
    assert image.pixelColor(116, 18) == QColor("white")
    assert image.pixelColor(7, 18) == LIGHT.good


@pytest.mark.parametrize("mark", ["", "open"])
def test_no_rating_yet_is_a_dashed_box_without_a_mark(qapp: QApplication, mark: str) -> None:
    image, painter = canvas()
    paint_chip(painter, QRect(0, 0, 120, 36), mark, "nog niet", LIGHT, True)
    painter.end()
    edge = [image.pixelColor(x, 6) for x in range(10, 110)]
    assert LIGHT.border in edge
    assert QColor("white") in edge, "dashes, no line"
    assert image.pixelColor(116, 18) == QColor("white"), "no fill"


def test_a_long_word_stays_inside_its_chip(qapp: QApplication) -> None:
    image, painter = canvas(160)
    paint_chip(painter, QRect(0, 0, 80, 36), "fully", "volledig en in alle ketens", LIGHT, True)
    painter.end()
    assert all(image.pixelColor(x, 18) == QColor("white") for x in range(81, 160))
    assert chip_width("volledig en in alle ketens") > 120


def test_small_painters_stay_in_their_place(qapp: QApplication) -> None:
    image, painter = canvas()
    paint_focus_ring(painter, QRect(10, 4, 100, 28), LIGHT)
    paint_hatch(painter, QRectF(20, 12, 40, 8), LIGHT)
    paint_dashed_box(painter, QRect(70, 8, 30, 20), LIGHT)
    painter.end()
    assert image.pixelColor(60, 4) == LIGHT.accent
    assert image.pixelColor(60, 5) == LIGHT.accent
    assert image.pixelColor(60, 3) == QColor("white")
    assert image.pixelColor(40, 12) == LIGHT.text2
    assert image.pixelColor(64, 16) == QColor("white")
