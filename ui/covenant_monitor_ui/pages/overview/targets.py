"""The part of the Overview that says how every target stands: status, gap and course, a row for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from covenant_monitor.charts.words import amount, is_percent, span
from covenant_monitor.domain.picture import CovenantPicture
from covenant_monitor.domain.targets import Direction, Indicator, Milestone, MilestoneStanding, Target, TargetStatus
from covenant_monitor.domain.targets import milestone_standing as standing_of
from covenant_monitor.language import Language
from covenant_monitor.names import gap_words, target_status_name, term
from covenant_monitor_ui.theme import Theme, role_font, scaled
from covenant_monitor_ui.widgets.buttons import PaintedButton, button, focus_neighbour, one_tab_stop
from covenant_monitor_ui.widgets.labels import plain_tip
from covenant_monitor_ui.widgets.layout import empty_layout, rule
from covenant_monitor_ui.widgets.panel import Panel
from covenant_monitor_ui.widgets.shapes import meaning_color, paint_mark

_MARK, _COURSE_WIDTH, _COURSE_HEIGHT, _GAP = 14, 64, 16, 12
_MOST = 6
_LEAST_NAME, _LONG_NAME = 220, 320
"""With less room than this for the names there is no course; nor where it would cut a name, unless that is long."""
MARKS = {
    TargetStatus.ACHIEVED: "achieved",
    TargetStatus.ON_TRACK: "on_track",
    TargetStatus.BEHIND: "behind",
    TargetStatus.MISSED: "missed",
    TargetStatus.NO_DATA: "none",
}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One milestone as it is shown. `course`: the observations as (day, value), of a range the middle."""

    target: str
    name: str
    detail: str
    status: TargetStatus
    status_text: str
    gap_text: str
    course: Sequence[tuple[date, float]]
    milestone: Milestone


def target_rows(picture: CovenantPicture, at: date, language: Language) -> list[TargetRow]:
    """Of every target the milestone that comes next on the day `at`, and before it the one that came last."""
    indicators = {indicator.code: indicator for indicator in picture.indicators}
    rows = []
    for target in picture.targets:
        indicator = indicators[target.indicator]
        past = [one for one in target.milestones if one.day <= at]
        ahead = [one for one in target.milestones if one.day > at]
        for milestone in (*past[-1:], *ahead[:1]):
            rows.append(_row(indicator, target, standing_of(indicator, target, milestone, at), at, language))
    return rows


def _row(indicator: Indicator, target: Target, standing: MilestoneStanding, at: date, language: Language) -> TargetRow:
    _ = language.gettext
    milestone, last = standing.milestone, standing.observation
    unit = indicator.unit
    wanted = amount(milestone.value, unit, language)
    if not is_percent(unit):
        wanted = f"{wanted} {term(unit, language)}".strip()
    goal = _("at most {value} on {day}") if indicator.direction is Direction.DOWN else _("{value} on {day}")
    detail = goal.format(value=wanted, day=language.short_day(milestone.day))
    if last is not None:
        now = amount(last.value, unit, language)
        if last.value is None and last.low is not None and last.high is not None:
            now = span(last.low, last.high, unit, language)
        detail = _("{now} of {goal}").format(now=now, goal=detail)
    course = []
    for observation in indicator.observations:
        ends = [end for end in (observation.lowest, observation.highest) if end is not None]
        if ends and observation.day <= at:
            course.append((observation.day, float(sum(ends)) / len(ends)))
    gap = standing.gap
    return TargetRow(
        target.code,
        language.pick(indicator.name.nl, indicator.name.en) or target.code,
        detail,
        standing.status,
        target_status_name(standing.status, language),
        gap_words(gap, unit, language, ahead=milestone.day > at) if gap is not None and gap > 0 else "",
        course,
        milestone,
    )


class TargetLine(PaintedButton):
    """One milestone: mark, name, what it is against what it should be, its course, status and gap.

    The same in all rows of a panel: `words_width`, the room in pixels that status and gap take at the right, and
    `name_width`, the room that the names should have before there is a course.
    """

    def __init__(self, row: TargetRow) -> None:
        super().__init__()
        self.row = row
        self.words_width = max(
            QFontMetrics(role_font("heading")).horizontalAdvance(row.status_text),
            QFontMetrics(role_font("small")).horizontalAdvance(row.gap_text),
        )
        name = QFontMetrics(role_font("heading")).horizontalAdvance(row.name)
        self.name_width = max(_LEAST_NAME, min(name, _LONG_NAME))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [row.name, row.detail, row.status_text, row.gap_text]
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setToolTip(plain_tip(f"{row.name}\n{row.detail}"))

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(48))

    def paint(self, painter: QPainter, theme: Theme) -> None:
        row, height = self.row, self.height()
        if self.underMouse():
            painter.fillRect(self.rect(), theme.hover)
        heading, small = role_font("heading"), role_font("small")
        strong, quiet = QFontMetrics(heading), QFontMetrics(small)
        top = (height - strong.height() - quiet.height() - 2) // 2
        first = QRect(0, top, self.width(), strong.height())
        second = QRect(0, top + strong.height() + 2, self.width(), quiet.height())
        paint_mark(painter, QRect(4, first.center().y() - _MARK // 2, _MARK, _MARK), MARKS[row.status], theme)
        painter.setFont(heading)
        painter.setPen(meaning_color(MARKS[row.status], theme, "_x"))
        at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        at_left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(first.adjusted(0, 0, -4, 0), at_right, row.status_text)
        painter.setFont(small)
        painter.setPen(theme.text2)
        painter.drawText(second.adjusted(0, 0, -4, 0), at_right, row.gap_text)
        left = 4 + _MARK + 8
        end = self.width() - self.words_width - 4 - _GAP
        if end - _COURSE_WIDTH - _GAP - left >= self.name_width:
            end -= _COURSE_WIDTH + _GAP
            box = QRectF(end + _GAP, (height - _COURSE_HEIGHT) / 2, _COURSE_WIDTH, _COURSE_HEIGHT)
            self._paint_course(painter, box, theme)
        for font, metrics, line, text, ink in (
            (heading, strong, first, row.name, theme.text),
            (small, quiet, second, row.detail, theme.text2),
        ):
            painter.setFont(font)
            painter.setPen(ink)
            room = QRect(left, line.top(), max(0, end - left), line.height())
            painter.drawText(room, at_left, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))

    def _paint_course(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        """The observations as a small line under the value aimed at; of one observation only its point."""
        course, goal = self.row.course, float(self.row.milestone.value)
        if not course:
            return
        values = [value for _, value in course] + [goal, 0.0]
        low, high = min(values), max(values)
        days = [day.toordinal() for day, _ in course]
        first, last = min(days), max(days)

        def point(day: int, value: float) -> QPointF:
            x = box.left() if last == first else box.left() + (day - first) / (last - first) * (box.width() - 4)
            return QPointF(x, box.bottom() - (value - low) / ((high - low) or 1) * box.height())

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent, 1.5, Qt.PenStyle.DashLine))
        y = point(first, goal).y()
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        painter.setPen(QPen(theme.text2, 1.5))
        places = [point(day, value) for day, (_, value) in zip(days, course, strict=True)]
        if len(places) > 1:
            painter.drawPolyline(QPolygonF(places))
        painter.setPen(QPen(QColor(theme.base), 1))
        painter.setBrush(theme.text)
        painter.drawEllipse(places[-1], 3, 3)
        painter.restore()


class TargetsPanel(Panel):
    """The milestones of the covenant's targets. One Tab stop; the arrow keys go along the rows."""

    target_wanted = Signal(str)
    page_wanted = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__(language.gettext("Targets"))
        self._language = language
        self.lines: list[TargetLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.link = button("", self.page_wanted.emit, kind="link")
        self.body.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, rows: Sequence[TargetRow], at: date) -> None:
        """Show how the targets stand on the day `at`; the first few, and how many others there are."""
        words = self._language
        as_at = words.gettext("as at {day}").format(day=words.day(at))
        self.set_title(words.gettext("Targets"), as_at if rows else "")
        empty_layout(self._rows)
        self.lines = [TargetLine(row) for row in rows[:_MOST]]
        for place, line in enumerate(self.lines):
            line.words_width = max(one.words_width for one in self.lines)
            line.name_width = max(one.name_width for one in self.lines)
            if place:
                self._rows.addWidget(rule())
            self._rows.addWidget(line)
            line.show()  # now, and not when the layout comes to it: the focus may go to it next
            line.clicked.connect(lambda _checked=False, code=line.row.target: self.target_wanted.emit(code))
            line.stepped.connect(lambda step: focus_neighbour(self.lines, step))
        one_tab_stop(self.lines, self.lines[0] if self.lines else None)
        rest = len(rows) - len(self.lines)
        more = words.ngettext("{n} other target", "{n} other targets", rest).format(n=words.number(rest, 0))
        self.link.setText(more if rest > 0 else words.gettext("All targets"))
        if not rows:
            self.link.setText(words.gettext("No target has been agreed yet: add one"))
