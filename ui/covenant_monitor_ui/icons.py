"""The window's own line icons: 20 px SVG files in `resources/icons`, painted in a colour of the theme.
 What paints itself calls `paint_icon`; a button or action gets its icon from `theme.set_icon`, which follows
the theme. (A QIconEngine written in Python would follow by itself, but PySide6 6.11 crashes when Qt clones
one.)
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from covenant_monitor.files import resource

if TYPE_CHECKING:
    from covenant_monitor_ui.theme import Theme

_LOGO_COLOURS = {"#4490C7": "half", "#0C3F6B": "good", "#0B6E63": "accent"}


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _image(name: str, pixels: int, colours: tuple[tuple[str, str], ...]) -> QImage:
    text = _source(name)
    for old, new in colours:
        text = text.replace(old, new)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


def icon_image(name: str, colour: QColor, size: int = 20, ratio: float = 1.0) -> QImage:
    """The icon in one colour, `size` logical pixels for a screen of this device pixel ratio.

    Raises FileNotFoundError when there is no such icon.
    """
    image = _image(name, max(1, round(size * ratio)), (("currentColor", colour.name()),))
    shown = QImage(image)
    shown.setDevicePixelRatio(ratio)
    return shown


def logo_image(theme: "Theme", size: int = 20, ratio: float = 1.0) -> QImage:
    """The program's mark in the data colours of `theme`."""
    colours = tuple((light, theme.color(role).name()) for light, role in _LOGO_COLOURS.items())
    shown = QImage(_image("logo", max(1, round(size * ratio)), colours))
    shown.setDevicePixelRatio(ratio)
    return shown


def paint_icon(painter: QPainter, x: float, y: float, name: str, colour: QColor, size: int = 20) -> None:
    """Paint an icon with its upper left corner at (x, y), moved onto whole device pixels."""
    ratio = painter.device().devicePixelRatio()
    image = icon_image(name, colour, size, ratio)
    painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), image)


def icon(name: str, theme: "Theme", role: str = "text2", size: int = 20, space: int = 0) -> QIcon:
    """The icon as a QIcon in the colour of `role`, for screens of every ratio in use; pale when disabled.

    `space`: empty pixels at its right, to part it from the words of a button.
    """
    made = QIcon()
    ratios = {1.0, 2.0} | {screen.devicePixelRatio() for screen in QApplication.screens()}
    modes = ((QIcon.Mode.Normal, theme.color(role)), (QIcon.Mode.Disabled, theme.border))
    for ratio in sorted(ratios):
        for mode, colour in modes:
            made.addPixmap(_spaced(icon_image(name, colour, size, ratio), space), mode)
    return made


def _spaced(image: QImage, space: int) -> QPixmap:
    if not space:
        return QPixmap.fromImage(image)
    ratio = image.devicePixelRatio()
    wide = QPixmap(image.width() + round(space * ratio), image.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawImage(QPointF(0, 0), image)
    painter.end()
    return wide


def app_icon() -> QIcon:
    """The program's icon, for the window and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(QPixmap.fromImage(_image("logo", size, ())))
    return made
