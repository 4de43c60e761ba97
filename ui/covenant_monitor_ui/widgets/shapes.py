"""The marks of ratings, outcomes and statuses.

Told apart by shape as well as colour, and always beside their word.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QPen, QPolygonF

from covenant_monitor_ui.theme import Theme, role_font

MARK_SIZE = 14
CHIP_HEIGHT = 24
_CHIP_PADDING = 8
_GAP = 7
_BOX = 16.0
_PIE_STEPS = 24

# What a mark means, and with that its fill, text colour and tint (good, good_x, good_t).
MEANINGS = {
    "fully": "good",
    "partially": "half",
    "not": "bad",
    "na": "none",
    "meets": "good",
    "achieved": "good",
    "on_track": "half",
    "behind": "bad",
    "missed": "bad",
    "none": "none",
    "open": "none",
}
STATUS_MARKS = ("not_begun", "draft", "submitted", "assessed", "reviewed", "final")


def draft_mark(fraction: float) -> str:
    """The mark of an assessment being worked on, with its progress 0-1 as a pie."""
    return f"draft:{min(1.0, max(0.0, fraction)):.3f}"


def meaning_color(mark: str, theme: Theme, suffix: str = "") -> QColor:
    """The colour that goes with a mark: suffix "" its fill, "_x" its text, "_t" its tint.

    Statuses are neutral.
    """
    meaning = MEANINGS.get(mark)
    if meaning is None:
        return theme.none_t if suffix == "_t" else theme.text2
    return theme.color(meaning + suffix)


def paint_mark(painter: QPainter, rect: QRect | QRectF, mark: str, theme: Theme, ink: QColor | None = None) -> None:
    """Paint a mark in the middle of `rect`, as large as fits.
     `mark` is a rating (fully, partially, not, na), an outcome or target status (meets, achieved, on_track,
    behind, missed, none, open), or a status (not_begun, draft or "draft:0.75", submitted, assessed, reviewed,
    final). `ink` replaces the neutral colour of statuses. An unknown mark paints nothing.
    """
    ratio = painter.device().devicePixelRatio()
    size = min(rect.width(), rect.height())
    image = mark_image(mark, size, ratio, theme, ink.rgba() if ink else 0)
    x = rect.x() + (rect.width() - size) / 2
    y = rect.y() + (rect.height() - size) / 2
    painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), image)


def paint_chip(
    painter: QPainter,
    rect: QRect,
    mark: str,
    text: str,
    theme: Theme,
    current: bool,
    ink: QColor | None = None,
) -> None:
    """Paint a rating as mark and word.
     The current round's is a tinted chip over the width of `rect`, or a dashed box where there is none yet
    (mark "" or "open"); other rounds' are a mark and a plain word, so that the eye lands on one column.
    """
    pending = mark in ("", "open")
    font = role_font("heading" if current and not pending else "body")
    painter.setFont(font)
    left = rect.left()
    middle = rect.top() + (rect.height() - CHIP_HEIGHT) // 2
    if current:
        box = QRect(rect.left(), middle, rect.width(), CHIP_HEIGHT)
        if pending:
            paint_dashed_box(painter, box, theme)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(meaning_color(mark, theme, "_t"))
            painter.drawRoundedRect(box, 4, 4)
        left += _CHIP_PADDING
    if pending:
        colour = theme.text3
    else:
        top = rect.top() + (rect.height() - MARK_SIZE) / 2
        paint_mark(painter, QRectF(left, top, MARK_SIZE, MARK_SIZE), mark, theme)
        left += MARK_SIZE + _GAP
        colour = meaning_color(mark, theme, "_x") if current else theme.text2
    painter.setPen(ink or colour)
    space = QRect(left, rect.top(), rect.right() + 1 - left - (4 if current else 0), rect.height())
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, space.width())
    painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def chip_width(text: str) -> int:
    """How wide a current chip with this word must be."""
    words = QFontMetrics(role_font("heading")).horizontalAdvance(text)
    return 2 * _CHIP_PADDING + MARK_SIZE + _GAP + words


def paint_dashed_box(painter: QPainter, box: QRect, theme: Theme) -> None:
    """The box of a rating that has not been given yet."""
    pen = QPen(theme.border, 1)
    pen.setDashPattern([3, 2])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def paint_focus_ring(painter: QPainter, rect: QRect, theme: Theme, radius: float = 5) -> None:
    """The 2 px ring of what has the focus, inside `rect`, so that nothing moves."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def paint_hatch(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """A grey hatched bar, for what is provisional or not known."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, theme.base)
    painter.setClipRect(rect)
    painter.setPen(QPen(theme.text2, 1.75))
    height = rect.height()
    x = rect.left() - height
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()))
        x += 6
    painter.setClipping(False)
    painter.setPen(QPen(theme.text2, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


@lru_cache(maxsize=1024)
def mark_image(mark: str, size: float, ratio: float, theme: Theme, ink: int = 0) -> QImage:
    """A mark as an image of `size` logical pixels.

    `ink`: an ARGB colour for statuses, 0 for the theme's own.
    """
    pixels = max(1, round(size * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / _BOX, pixels / _BOX)
    _draw(painter, mark, theme, QColor.fromRgba(ink) if ink else theme.text2)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def _draw(painter: QPainter, mark: str, theme: Theme, ink: QColor) -> None:
    name, _, share = mark.partition(":")
    if name in ("fully", "partially", "not"):
        _draw_rating(painter, name, meaning_color(name, theme))
    elif name in ("na", "none"):
        painter.setPen(_pen(theme.none, 2))
        painter.drawLine(QPointF(3.5, 8), QPointF(12.5, 8))
    elif name in ("on_track", "behind"):
        _draw_triangle(painter, meaning_color(name, theme), up=name == "on_track")
    elif name in ("meets", "achieved", "missed"):
        _draw_square(painter, theme, good=name != "missed")
    elif name == "open":
        pen = _pen(theme.none, 1.4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.1 / 1.4, 1.9 / 1.4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(2.5, 2.5, 11, 11), 1.5, 1.5)
    elif name in STATUS_MARKS:
        _draw_status(painter, name, float(share or 0), ink, theme)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(QBrush(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _draw_rating(painter: QPainter, name: str, colour: QColor) -> None:
    if name == "fully":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(8, 8), 6.5, 6.5)
        return
    painter.setPen(_pen(colour, 1.6))
    painter.drawEllipse(QPointF(8, 8), 5.7, 5.7)
    if name == "partially":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(QRectF(2, 2, 12, 12), 90 * 16, 180 * 16)
    else:
        painter.setPen(_pen(colour, 1.7))
        painter.drawLine(QPointF(5.9, 5.9), QPointF(10.1, 10.1))
        painter.drawLine(QPointF(10.1, 5.9), QPointF(5.9, 10.1))


def _draw_triangle(painter: QPainter, colour: QColor, *, up: bool) -> None:
    painter.setPen(_pen(colour, 1.2))
    painter.setBrush(colour)
    tip, foot = (3.0, 13.0) if up else (13.0, 3.0)
    painter.drawPolygon(QPolygonF([QPointF(8, tip), QPointF(14, foot), QPointF(2, foot)]))


def _draw_square(painter: QPainter, theme: Theme, *, good: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.good if good else theme.bad)
    painter.drawRoundedRect(QRectF(1.75, 1.75, 12.5, 12.5), 2.25, 2.25)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(theme.on_good if good else theme.on_bad, 1.9))
    if good:
        painter.drawPolyline(QPolygonF([QPointF(4.9, 8.2), QPointF(7.1, 10.5), QPointF(11.2, 5.7)]))
    else:
        painter.drawLine(QPointF(5.6, 5.6), QPointF(10.4, 10.4))
        painter.drawLine(QPointF(10.4, 5.6), QPointF(5.6, 10.4))


def _draw_status(painter: QPainter, name: str, share: float, ink: QColor, theme: Theme) -> None:
    if name == "final":
        painter.setPen(_pen(ink, 1.3))
        painter.drawRoundedRect(QRectF(3.25, 7.25, 9.5, 6.5), 1.2, 1.2)
        painter.drawArc(QRectF(5.25, 2.25, 5.5, 5.5), 0, 180 * 16)
        painter.drawLine(QPointF(5.25, 5), QPointF(5.25, 7))
        painter.drawLine(QPointF(10.75, 5), QPointF(10.75, 7))
        return
    if name == "reviewed":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(8, 8), 6.5, 6.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(theme.base, 1.7))
        painter.drawPolyline(QPolygonF([QPointF(5.2, 8.2), QPointF(7.2, 10.2), QPointF(10.9, 6.1)]))
        return
    pen = _pen(ink, 1.4)
    if name == "not_begun":
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        # 12 dashes and 12 gaps round a circle of radius 5.8.
        pen.setDashPattern([1.52 / 1.4, 1.52 / 1.4])
    painter.setPen(pen)
    painter.drawEllipse(QPointF(8, 8), 5.8, 5.8)
    if name == "draft":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPie(QRectF(4.2, 4.2, 7.6, 7.6), 90 * 16, -round(share * _PIE_STEPS) * 360 * 16 // _PIE_STEPS)
    elif name == "submitted":
        painter.setPen(_pen(ink, 1.5))
        painter.drawLine(QPointF(5.4, 8), QPointF(10.4, 8))
        painter.drawPolyline(QPolygonF([QPointF(8.4, 5.9), QPointF(10.5, 8), QPointF(8.4, 10.1)]))
    elif name == "assessed":
        painter.setPen(_pen(ink, 1.5))
        painter.drawPolyline(QPolygonF([QPointF(5.4, 8.2), QPointF(7.2, 10), QPointF(10.7, 6.2)]))
