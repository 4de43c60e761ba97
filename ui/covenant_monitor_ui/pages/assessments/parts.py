"""Small parts of the panel beside the criteria, most of them painted: score, outcome, tags, anchor texts, links."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from covenant_monitor.language import Language
from covenant_monitor_ui.theme import Theme, body_px, role_font, scaled, theme_of
from covenant_monitor_ui.widgets.buttons import PaintedButton, button, escaped
from covenant_monitor_ui.widgets.keyhints import key_width, paint_key
from covenant_monitor_ui.widgets.shapes import MARK_SIZE, meaning_color, paint_mark

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTRE = Qt.AlignmentFlag.AlignCenter
_TAG_PADDING = 6
_TAG_HEIGHT = 20


class ScoreFigure(PaintedButton):
    """The score as a lead figure with a quiet word after it. Click, Enter or F1 asks how it came about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_score(self, figure: str, word: str, description: str) -> None:
        """Show a score; `description` is what a screen reader says."""
        self._word = word
        self.setText(figure)
        self.setAccessibleName(description)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        title, body = QFontMetrics(role_font("title")), QFontMetrics(role_font())
        word = body.horizontalAdvance(self._word) + 8 if self._word else 0
        return QSize(title.horizontalAdvance(self.text()) + word + 8, title.height() + 4)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.underMouse():
            painter.fillRect(self.rect(), theme.hover)
        title = role_font("title")
        metrics = QFontMetrics(title)
        base = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.setFont(title)
        painter.setPen(theme.text)
        painter.drawText(QPointF(4, base), self.text())
        painter.setFont(role_font())
        painter.setPen(theme.text2)
        painter.drawText(QPointF(4 + metrics.horizontalAdvance(self.text()) + 8, base), self._word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1:
            self.click()
            return
        super().keyPressEvent(event)


class MarkLabel(QWidget):
    """A mark and its word in the colour of what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, mark: str, text: str) -> None:
        """Show another mark and word; none of either hides it."""
        self._mark, self._text = mark, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(role_font("heading")).horizontalAdvance(self._text) + MARK_SIZE + 8, scaled(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        top = (self.height() - MARK_SIZE) / 2
        paint_mark(painter, QRectF(0, top, MARK_SIZE, MARK_SIZE), self._mark, theme)
        painter.setFont(role_font("heading"))
        painter.setPen(meaning_color(self._mark, theme, "_x"))
        painter.drawText(self.rect().adjusted(MARK_SIZE + 7, 0, 0, 0), _MIDDLE, self._text)
        painter.end()


class TagLine(QWidget):
    """A code and the tags that belong to it, on as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self._tags: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_tags(self, code: str, tags: Sequence[str]) -> None:
        """Show another code and tags."""
        self._code, self._tags = code, tuple(tags)
        self.setAccessibleName(", ".join((code, *tags)))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self._places(width)[-1].bottom()) if self._tags else scaled(_TAG_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, scaled(_TAG_HEIGHT))

    def _places(self, width: int) -> list[QRectF]:
        metrics = QFontMetrics(role_font("small"))
        height = scaled(_TAG_HEIGHT)
        x, y = float(QFontMetrics(role_font()).horizontalAdvance(self._code) + 8), 0.0
        places = []
        for tag in self._tags:
            wide = min(metrics.horizontalAdvance(tag) + 2 * _TAG_PADDING, width)
            if x and x + wide > width:
                x, y = 0.0, y + height + 4
            places.append(QRectF(x, y, wide, height))
            x += wide + 8
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setFont(role_font())
        painter.setPen(theme.text2)
        painter.drawText(QRectF(0, 0, self.width(), scaled(_TAG_HEIGHT)), _MIDDLE, self._code)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(role_font("small"))
        metrics = painter.fontMetrics()
        for tag, box in zip(self._tags, self._places(self.width()), strict=True):
            painter.setPen(QPen(theme.line, 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.text2)
            room = int(box.width()) - 2 * _TAG_PADDING + 1
            painter.drawText(box, _CENTRE, metrics.elidedText(tag, Qt.TextElideMode.ElideRight, room))
        painter.end()


class AnchorLine(QWidget):
    """What a rating means for this criterion: the key to press, its mark, its name, and the text behind it."""

    def __init__(self, key: str, mark: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._mark, self._name = key, mark, name
        self._text = ""
        self._heights: dict[tuple[int, int], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show the anchor text of another criterion."""
        said = " ".join(text.split())
        if said == self._text and self._heights:
            return
        self._text = said
        self._heights.clear()
        self.setAccessibleName(f"{self._key}: {self._name}. {self._text}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Layouts ask for the same heights over and over.
        key = width, body_px()
        if key not in self._heights:
            self._heights[key] = max(scaled(20), self._layout(width)[1])
        return self._heights[key]

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, scaled(20))

    def _left(self) -> int:
        return key_width(self._key) + 8 + MARK_SIZE + 8

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        theme = theme_of(self)
        layout = QTextLayout(f"{self._name}  {self._text}" if self._text else self._name, role_font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        name, rest = QTextLayout.FormatRange(), QTextLayout.FormatRange()
        strong, quiet = QTextCharFormat(), QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        strong.setForeground(theme.text)
        quiet.setForeground(theme.text2)
        name.start, name.length, name.format = 0, len(self._name), strong
        rest.start, rest.length, rest.format = len(self._name), len(self._text) + 2, quiet
        layout.setFormats([name, rest])
        layout.beginLayout()
        y = 2.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(60, width - self._left()))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout, round(y) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        middle = 2 + QFontMetrics(role_font()).height() / 2
        x = paint_key(painter, 0, middle, self._key, theme) + 8
        paint_mark(painter, QRectF(x, middle - MARK_SIZE / 2, MARK_SIZE, MARK_SIZE), self._mark, theme)
        layout, _height = self._layout(self.width())
        layout.draw(painter, QPointF(self._left(), 0))
        painter.end()


class ActionsLine(QWidget):
    """What the registers have to do with a participant: two links, each there while there is something behind it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.ask = button("", kind="link")
        self.propose = button("", kind="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 0, 14, 0)
        column.setSpacing(0)
        for one in (self.ask, self.propose):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_counts(0, 0)

    def show_counts(self, asked: int, low: int) -> None:
        """How many actions are to be asked about, and how many low ratings have no action."""
        n_, number = self._language.ngettext, self._language.number
        to_ask = n_("{n} action of earlier rounds to ask about", "{n} actions of earlier rounds to ask about", asked)
        without = n_("{n} low rating without an action", "{n} low ratings without an action", low)
        for link, said, n in ((self.ask, to_ask, asked), (self.propose, without, low)):
            text = said.format(n=number(n, 0))
            link.setText(escaped(text))
            link.setAccessibleName(text)
            link.setVisible(n > 0)
        # With both there, the key asks first.
        self.ask.setToolTip("A")
        self.propose.setToolTip("" if asked else "A")
        self.setVisible(bool(asked or low))
