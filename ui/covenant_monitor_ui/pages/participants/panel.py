"""The panel beside the participants: the one that is selected, its course, its facts and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.language import Language
from covenant_monitor_ui.models.participants import one_line
from covenant_monitor_ui.pages.participants.course import Course, departure, introduction
from covenant_monitor_ui.theme import role_font, scaled, set_surface, text_label, theme_of
from covenant_monitor_ui.widgets.buttons import button, icon_button
from covenant_monitor_ui.widgets.course import CourseChart
from covenant_monitor_ui.widgets.labels import plain_tip

MARGIN = 20
_FACT_HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class NameLabel(QWidget):
    """A name as a title on at most two lines, broken anywhere if need be; whole in its tool tip where it is longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        # Not fixed: its height is that of the width it gets, not of the width it had.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What it shows, or would if there were room."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another name."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return len(self._lines(width)) * QFontMetrics(role_font("title")).lineSpacing()

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(self.width()))

    def _lines(self, width: int) -> list[str]:
        font = role_font("title")
        layout = QTextLayout(self._text, font)
        layout.setTextOption(_breaking_anywhere())
        layout.beginLayout()
        first = layout.createLine()
        if not first.isValid():
            return [""]
        first.setLineWidth(width)
        rest = self._text[first.textLength() :]
        layout.endLayout()
        if not rest:
            return [self._text]
        elided = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return [self._text[: len(self._text) - len(rest)].rstrip(), elided]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(role_font("title"))
        painter.setPen(theme_of(self).text)
        height = painter.fontMetrics().lineSpacing()
        lines = self._lines(self.width())
        for place, line in enumerate(lines):
            painter.drawText(QRect(0, place * height, self.width() + 2, height), _LEFT, line)
        painter.end()
        tip = plain_tip(self._text) if "".join(lines).replace(" ", "") != self._text.replace(" ", "") else ""
        if tip != self.toolTip():
            self.setToolTip(tip)


def _breaking_anywhere() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class FactList(QWidget):
    """Names and values with a line under each. Painted, since it is filled anew for every row that is passed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts, as (name, value)."""
        self._facts = tuple(facts)
        self.setAccessibleName("\n".join(f"{name}: {value}" for name, value in self._facts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._facts) * scaled(_FACT_HEIGHT) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setFont(role_font())
        height = scaled(_FACT_HEIGHT)
        painter.fillRect(0, 0, self.width(), 1, theme.line)
        for place, (name, value) in enumerate(self._facts):
            room = QRect(0, place * height, self.width(), height)
            width = self._name_width(name, value)
            painter.setPen(theme.text2)
            painter.drawText(room, _LEFT, self._elided(name, width))
            painter.setPen(theme.text)
            painter.drawText(room, _RIGHT, self._elided(value, self.width() - width - 16))
            painter.fillRect(0, (place + 1) * height, self.width(), 1, theme.line)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos().y() // scaled(_FACT_HEIGHT)
            name, value = self._facts[place] if 0 <= place < len(self._facts) else ("", "")
            metrics = QFontMetrics(role_font())
            hidden = metrics.horizontalAdvance(name) + 16 + metrics.horizontalAdvance(value) > self.width()
            QToolTip.showText(event.globalPos(), plain_tip(f"{name}: {value}") if hidden else "", self)
            return True
        return super().event(event)

    def _name_width(self, name: str, value: str) -> int:
        """The name is whole unless the value needs more than half of the room."""
        metrics = QFontMetrics(role_font())
        left = self.width() - 16 - metrics.horizontalAdvance(value)
        return min(metrics.horizontalAdvance(name) + 1, max(left, self.width() // 2))

    @staticmethod
    def _elided(text: str, width: int) -> str:
        return QFontMetrics(role_font()).elidedText(text, Qt.TextElideMode.ElideRight, width)


class PartyPanel(QScrollArea):
    """The party that is selected. What can be done with it is told by signals."""

    assessment_wanted = Signal()
    edit_wanted = Signal()
    leave_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        _ = language.gettext
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name = NameLabel()
        self.introduction = text_label("", "secondary", wrap=True)
        self.departure = text_label("", "secondary", wrap=True)
        self.course_title = text_label(_("Course over the rounds"), "heading")
        self.chart = CourseChart()
        self.legend = text_label("", "note", wrap=True)
        self.facts = FactList()
        self.go = button(_("To the assessment"), self.assessment_wanted.emit, kind="primary", tip="Enter")
        self.edit = button(_("Edit"), self.edit_wanted.emit, icon="edit")
        self.leave = button(_("Leave"), self.leave_wanted.emit, icon="leave")
        self.history = icon_button("history", _("History"), self.history_wanted.emit, shortcut="F7")
        content = QWidget()
        set_surface(content, "window")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 20, MARGIN, 12)
        column.setSpacing(8)
        self._add(column, self.name, self.introduction, self.departure)
        column.addSpacing(4)
        self._add(column, self.course_title, self.chart, self.legend)
        column.addSpacing(4)
        self._add(column, self.facts)
        column.addSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.go, 1)
        first.addWidget(self.history)
        column.addLayout(first)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.leave, 1)
        column.addLayout(row)
        column.addStretch(1)
        self._content = content
        self.setWidget(content)
        self.show_nobody()

    @staticmethod
    def _add(column: QVBoxLayout, *parts: QWidget) -> None:
        for part in parts:
            column.addWidget(part)

    def show_nobody(self) -> None:
        """Show that nothing is selected."""
        self._content.hide()

    def show_party(
        self, party: Party, course: Course | None, facts: Sequence[tuple[str, str]], *, assessable: bool
    ) -> None:
        """Show a party; `course` None is for one that is never assessed.

        `assessable`: it takes part in a round that is chosen.
        """
        language = self._language
        self.name.show_text(one_line(party.name))
        self.introduction.setText(introduction(party, language))
        left = departure(party, language)
        self.departure.setText(left)
        self.departure.setVisible(bool(left))
        shown = course is not None and bool(course.points)
        self.course_title.setVisible(shown)
        self.chart.setVisible(shown)
        if course is not None:
            axis = (language.percent(0, 0), language.percent(50, 0), language.percent(100, 0))
            self.chart.set_points(course.points, course.words, axis)
            self.legend.setText(course.legend)
            self.legend.setToolTip(plain_tip(course.notes))
        self.legend.setVisible(shown and bool(self.legend.text()))
        self.facts.show_facts(facts)
        self.go.setVisible(party.kind is PartyKind.COMPANY)
        self.go.setEnabled(assessable)
        self.leave.setVisible(party.left_on is None)
        self._content.show()

    def lock(self, reason: str) -> None:
        """Let nothing be changed, and say why; "" lets it again."""
        for one, key in ((self.edit, "F2"), (self.leave, "")):
            one.setEnabled(not reason)
            one.setToolTip(plain_tip(reason or key))
