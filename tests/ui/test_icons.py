import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from covenant_monitor.files import resource
from covenant_monitor_ui.icons import app_icon, icon, icon_image, logo_image, paint_icon
from covenant_monitor_ui.theme import DARK, LIGHT, Theme

FILES = sorted(resource("icons").glob("*.svg"))
NAMES = [file.stem for file in FILES if not file.stem.startswith(("control-", "logo"))]
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
WANTED = [
    "overview",
    "participants",
    "assessments",
    "coherence",
    "alignment",
    "targets",
    "risks",
    "reports",
    "undo",
    "redo",
    "search",
    "meeting",
    "chevron-down",
    "chevron-right",
    "plus",
    "copy",
    "close",
    "lock",
    "file",
    "check",
    "clip",
    "clip-warning",
    "comment",
    "filter",
    "edit",
    "leave",
    "export",
    "import",
    "open",
    "new",
    "demo",
    "settings",
    "menu",
    "warning",
    "info",
    "sun",
    "moon",
    "language",
    "backup",
    "history",
]


def colours(image: QImage) -> set[str]:
    """The colours of the pixels that are opaque."""
    pixels = (image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_that_was_asked_for_is_there() -> None:
    assert set(WANTED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    for theme in (LIGHT, DARK):
        image = icon_image(name, theme.text2, 20, 2)
        assert colours(image) == {theme.text2.name()}
        edge = range(40)
        border = [(x, y) for x in edge for y in edge if 0 in (x, y) or 39 in (x, y)]
        assert all(image.pixelColor(x, y).alpha() < 64 for x, y in border), "cut off at the edge"


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_a_line_drawing_in_the_current_colour(name: str) -> None:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 20 20"' in text
    assert 'stroke-width="1.5"' in text
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"none", "currentColor"}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_has_the_pixels_of_its_screen(ratio: float) -> None:
    image = icon_image("lock", LIGHT.text, 20, ratio)
    assert image.width() == round(20 * ratio)
    assert image.devicePixelRatio() == pytest.approx(ratio)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon_image("no-such-icon", LIGHT.text)


@BOTH
def test_a_disabled_icon_is_paler(qapp: QApplication, theme: Theme) -> None:
    made = icon("plus", theme, "text")
    normal = made.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Normal).toImage()
    disabled = made.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled).toImage()
    assert normal.pixelColor(10, 10) == theme.text
    assert disabled.pixelColor(10, 10) == theme.border


def test_an_icon_keeps_its_distance_from_words(qapp: QApplication) -> None:
    made = icon("minus", LIGHT, "text", 16, space=4).pixmap(QSize(20, 16), 2.0).toImage()
    assert made.size() == QSize(40, 32)
    assert colours(made.copy(0, 0, 32, 32)) == {LIGHT.text.name()}
    assert all(made.pixelColor(x, 16).alpha() == 0 for x in range(32, 40))


def test_painting_puts_an_icon_on_whole_pixels(qapp: QApplication) -> None:
    def painted(x: float) -> QImage:
        canvas = QImage(24, 24, QImage.Format.Format_ARGB32_Premultiplied)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        paint_icon(painter, x, 2, "plus", QColor("black"))
        painter.end()
        return canvas

    assert painted(2.3) == painted(2)


@BOTH
def test_the_logo_wears_the_data_colours(theme: Theme) -> None:
    assert colours(logo_image(theme, 20, 2)) == {theme.half.name(), theme.good.name(), theme.accent.name()}


def test_the_program_icon_comes_in_the_sizes_of_desktops(qapp: QApplication) -> None:
    assert {size.width() for size in app_icon().availableSizes()} >= {16, 32, 48, 256}


@BOTH
def test_icons_of_the_style_sheet_wear_the_colours_of_their_theme(theme: Theme) -> None:
    for name, role in (("chevron", "text2"), ("check", "on_accent"), ("tick", "accent")):
        text = resource("icons", f"control-{name}-{theme.name}.svg").read_text(encoding="utf-8")
        assert re.findall(r'stroke="([^"]+)"', text) == [theme.color(role).name().upper()]
