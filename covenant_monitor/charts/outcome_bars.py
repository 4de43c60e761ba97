"""Drawing the bars of the outcome chart, with their labels, heads and break marks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from covenant_monitor.charts import words
from covenant_monitor.charts.frame import Frame, overlap
from covenant_monitor.charts.labels import spread
from covenant_monitor.charts.look import Look
from covenant_monitor.charts.outcome_figures import (
    OUTCOMES,
    Cohort,
    Column,
    OutcomeFigures,
    cohort_name,
    piece_words,
)
from covenant_monitor.charts.outcome_plan import BESIDE, COHORT_GAP, DIVIDER, Plan, under
from covenant_monitor.charts.sheet import DASH_BREAK, Sheet
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.picture import Break
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import break_name

GAP = 2
_LEAST_HEIGHT = 2
_ROW = 16
_NARROW, _NARROW_COHORT = 24, 12
_LABEL_HEIGHT = 15
_COHORT_LABEL_HEIGHT = 13


@dataclass(frozen=True, slots=True)
class Piece:
    """One class in one bar, between two heights in pixels."""

    outcome: Outcome
    top: float
    bottom: float
    share: str

    @property
    def middle(self) -> float:
        """Its middle height."""
        return (self.top + self.bottom) / 2


def pieces(column: Column, top: float, bottom: float, language: Language) -> list[Piece]:
    """The classes that a column has, from the baseline up, with gaps between; even the smallest can be seen."""
    present = [i for i, amount in enumerate(column.amounts) if amount]
    room = bottom - top - GAP * (len(present) - 1)
    heights = [max(room * column.amounts[i] / column.n, _LEAST_HEIGHT) for i in present]
    largest = heights.index(max(heights))
    heights[largest] -= sum(heights) - room
    shares = column.said_shares(language) if column.shares() else [""] * len(OUTCOMES)
    found: list[Piece] = []
    for i, height in zip(present, heights, strict=True):
        found.append(Piece(OUTCOMES[i], bottom - height, bottom, shares[i]))
        bottom -= height + GAP
    return found


def fill_colors(look: Look, outcome: Outcome) -> tuple[str, str, str]:
    """The colours of a class: its fill, text on the fill, text beside it."""
    return {
        Outcome.MEETS: (look.good, look.on_good, look.good_text),
        Outcome.ON_TRACK: (look.half, look.on_half, look.half_text),
        Outcome.BEHIND: (look.bad, look.on_bad, look.bad_text),
    }[outcome]


def draw(sheet: Sheet, figures: OutcomeFigures, plan: Plan, frame: Frame, language: Language) -> None:
    """Draw both parts between the heading and the notes."""
    _ = language.gettext
    look = sheet.look
    columns = plan.columns(figures.columns)
    below = [under(column, language) for column in columns]
    bottom = frame.bottom - _ROW * (1 + max(len(lines) for lines in below)) - 4
    top = frame.top
    if plan.cohorts:
        sheet.text(
            frame.left,
            top + 7,
            _("All participants"),
            size=look.body,
            bold=True,
            color=look.text,
            name="head",
        )
        top += 20
    if plan.legend:
        _legend(sheet, figures, frame.left, top + 8, language)
        top += 20
    marks = [mark for mark in figures.breaks if any(mark.round == column.round for column in columns[1:])]
    names = _break_names(sheet, marks, columns, plan, language)
    top = max(top + _ROW * bool(marks), frame.top + 36 * plan.cohorts) + 10
    if not any(column.counts.n for column in columns):
        counted = any(column.counts.without_requirement for column in columns)
        said = _("Nothing is required in these rounds.") if counted else _("No assessment counts yet.")
        replace(frame, top=top, bottom=bottom).say(said)
    painter = Painter(sheet, plan, language, top, bottom)
    ends = painter.totals(frame.left, columns, below)
    for mark, name in zip(marks, names, strict=True):
        painter.break_mark(frame.left, columns, mark, ends, name)
    if plan.cohorts:
        left = frame.left + plan.total_width + DIVIDER
        sheet.line((left - DIVIDER / 2,) * 2, (frame.top, bottom + 2 * _ROW + 4), color=look.line, name="divider")
        for cohort, head in zip(figures.cohorts, plan.heads, strict=True):
            painter.cohort(left, frame.top, cohort, head, marks)
            left += plan.cohort_width + COHORT_GAP


def _legend(sheet: Sheet, figures: OutcomeFigures, left: float, middle: float, language: Language) -> None:
    for i, outcome in enumerate(OUTCOMES):
        if not any(column.amounts[i] for column in figures.columns if not column.withheld):
            continue
        fill, _on, beside = fill_colors(sheet.look, outcome)
        sheet.rectangle(left, middle - 5, left + 10, middle + 5, fill=fill, name="legend")
        name = words.class_name(outcome, language)
        sheet.text(left + 16, middle, name, bold=True, color=beside, name="class")
        left += 16 + sheet.text_width(name, bold=True) + 16


def _break_names(
    sheet: Sheet, marks: Sequence[Break], columns: Sequence[Column], plan: Plan, language: Language
) -> list[str]:
    """The names of the breaks as they fit on one row: whole, the first change only, in a word, cut."""
    codes = [column.round for column in columns]
    centres = [codes.index(mark.round) * plan.pitch for mark in marks]
    whole = [break_name(mark, language) for mark in marks]
    first = [name.split(", ")[0] + (" …" if ", " in name else "") for name in whole]
    short = [words.short_break_name(mark, language) for mark in marks]
    versions = [name if mark.version else less for mark, name, less in zip(marks, first, short, strict=True)]
    for names in (whole, first, versions, short):
        if not overlap(sheet, list(zip(centres, names, strict=True)), 10):
            return names
    return [sheet.elided(name, plan.pitch - 10) for name in short]


@dataclass(frozen=True, slots=True)
class Painter:
    """Draws bars between two heights of a sheet."""

    sheet: Sheet
    plan: Plan
    language: Language
    top: float
    bottom: float

    def totals(self, left: float, columns: Sequence[Column], below: Sequence[Sequence[str]]) -> list[float]:
        """The bars of all participants; return where each ends at the right, the share beside it included."""
        _ = self.language.gettext
        plan, look = self.plan, self.sheet.look
        ends = []
        for i, (column, lines) in enumerate(zip(columns, below, strict=True)):
            centre = left + i * plan.pitch + plan.bar / 2
            width = _NARROW if column.narrow else plan.bar
            found = self.bar(centre, width, column)
            self.point_at(found, centre - width / 2, centre + width / 2, column, _("All participants"))
            last = i == len(columns) - 1 and not plan.legend
            end = centre + width / 2
            if last:
                self.classes(end + BESIDE, found, columns)
            else:
                end = self.shares_beside(end, found, plan.pitch - plan.bar)
            ends.append(max(end, centre + plan.bar / 2))
            round_ = self.sheet.elided(column.round, plan.pitch - 8)
            self.sheet.text(centre, self.bottom + 14, round_, color=look.text, align="center", name="round")
            for row, line in enumerate(lines):
                self.sheet.text(centre, self.bottom + 14 + _ROW * (row + 1), line, align="center", name="n")
        return ends

    def bar(self, centre: float, width: float, column: Column, *, small: bool = False) -> list[Piece]:
        """One bar with the labels that fit in it; an en dash where nobody counts, nothing where it is withheld."""
        sheet, look = self.sheet, self.sheet.look
        if not column.n:
            if not column.withheld:
                half = (self.plan.cohort_bar if small else self.plan.bar) / 2
                sheet.text(centre, self.bottom - 10, NO_NUMBER, align="center", name="none")
                sheet.line((centre - half, centre + half), (self.bottom,) * 2, color=look.border, name="baseline")
            return []
        found = pieces(column, self.top, self.bottom, self.language)
        size = look.small if small else look.body
        for piece in found:
            fill, on_fill, _beside = fill_colors(look, piece.outcome)
            sheet.rectangle(
                centre - width / 2,
                piece.top,
                centre + width / 2,
                piece.bottom,
                fill=fill,
                name=piece.outcome.value,
            )
            if not piece.share or (small and piece.outcome is not Outcome.MEETS):
                continue
            text = piece.share.removesuffix("%").strip() if small else piece.share
            if self.fits(piece, text, width, small=small):
                sheet.text(
                    centre,
                    piece.middle,
                    text,
                    size=size,
                    bold=True,
                    color=on_fill,
                    align="center",
                    name="share",
                )
        return found

    def point_at(
        self, found: Sequence[Piece], left: float, right: float, column: Column, group: str, required: str = ""
    ) -> None:
        """What the classes of a bar say when they are pointed at; a click leads to the round."""
        for piece in found:
            text = piece_words(column, piece.outcome, group, required, self.language)
            self.sheet.spot(left, piece.top, right, piece.bottom, text, ("round", column.round))

    def fits(self, piece: Piece, text: str, width: float, *, small: bool = False) -> bool:
        """Whether a label fits in a piece of a bar."""
        size = self.sheet.look.small if small else self.sheet.look.body
        height = _COHORT_LABEL_HEIGHT if small else _LABEL_HEIGHT
        wide = self.sheet.text_width(text, size=size, bold=True)
        return piece.bottom - piece.top >= height and wide <= width - 2

    def shares_beside(self, end: float, found: Sequence[Piece], room: float) -> float:
        """The shares that do not fit in their pieces, beside them; return where they end."""
        sheet, look = self.sheet, self.sheet.look
        thin = [piece for piece in reversed(found) if piece.share and not self.fits(piece, piece.share, self.plan.bar)]
        heights = spread([piece.middle for piece in thin], _ROW, self.top + 6, self.bottom - 6)
        farthest = end
        for piece, middle in zip(thin, heights, strict=True):
            width = sheet.text_width(piece.share, bold=True)
            if width + BESIDE <= room:
                color = fill_colors(look, piece.outcome)[2]
                sheet.text(end + BESIDE - 2, middle, piece.share, bold=True, color=color, name="share")
                farthest = max(farthest, end + BESIDE - 2 + width)
        return farthest

    def classes(self, left: float, found: Sequence[Piece], columns: Sequence[Column]) -> None:
        """Name the classes beside the last bar, with the shares that do not fit in it, and those that it lacks."""
        sheet, look = self.sheet, self.sheet.look
        there = {piece.outcome: piece for piece in found}
        shares = dict(zip(OUTCOMES, columns[-1].said_shares(self.language), strict=True))
        named = [
            outcome
            for i, outcome in reversed(list(enumerate(OUTCOMES)))
            if any(column.amounts[i] for column in columns if not column.withheld)
        ]
        middles = [
            there[outcome].middle if outcome in there else self._place_of_none(outcome, found) for outcome in named
        ]
        heights = spread(middles, _ROW, self.top + 6, self.bottom - 6)
        for outcome, height in zip(named, heights, strict=True):
            color = fill_colors(look, outcome)[2]
            piece, share = there.get(outcome), shares[outcome]
            x = left
            if columns[-1].shares() and (piece is None or not self.fits(piece, share, self.plan.bar)):
                sheet.text(x, height, share, bold=True, size=look.body, color=color, name="share")
                x += sheet.text_width(share, bold=True, size=look.body) + 2 * BESIDE
            name = words.class_name(outcome, self.language)
            sheet.text(x, height, name, bold=True, color=color, name="class")

    def _place_of_none(self, outcome: Outcome, found: Sequence[Piece]) -> float:
        """Where a class would be of which the bar has none: on the border of those that it lies between."""
        order = OUTCOMES.index(outcome)
        above = [piece.bottom for piece in found if OUTCOMES.index(piece.outcome) > order]
        return max(above, default=self.top)

    def break_mark(self, left: float, columns: Sequence[Column], mark: Break, ends: Sequence[float], name: str) -> None:
        """A dashed line before the round of a break, clear of the shares beside the bar before it, with its name."""
        i = next(i for i, column in enumerate(columns) if column.round == mark.round)
        start = left + i * self.plan.pitch
        x = min(max(start - (self.plan.pitch - self.plan.bar) / 2, ends[i - 1] + 4), start - 3)
        self.dashed(x, self.top - 10)
        centre = max(x, left + self.sheet.text_width(name) / 2)
        self.sheet.text(centre, self.top - 19, name, align="center", name="break")

    def dashed(self, x: float, upper: float) -> None:
        """A break's line."""
        self.sheet.line(
            (x, x), (upper, self.bottom + 4), color=self.sheet.look.path, dash=DASH_BREAK, name="break-line"
        )

    def cohort(self, left: float, top: float, cohort: Cohort, head: str, marks: Sequence[Break]) -> None:
        """One participation year: its head, what it requires, and its bars."""
        sheet, look, plan, language = self.sheet, self.sheet.look, self.plan, self.language
        _ = language.gettext
        sheet.text(left, top + 7, head, size=look.body, bold=True, color=look.text, name="head")
        required = ""
        if cohort.required is not None:
            required = _("required {percent}").format(percent=language.percent(cohort.required, None))
            sheet.text(left, top + 25, sheet.elided(required, plan.cohort_width + 8), name="required")
        columns = plan.columns(cohort.columns)
        for i, (column, label) in enumerate(zip(columns, plan.labels, strict=True)):
            start = left + i * plan.cohort_pitch
            centre = start + plan.cohort_bar / 2
            if any(mark.round == column.round for mark in marks):
                self.dashed(start - (plan.cohort_pitch - plan.cohort_bar) / 2, self.top - 10)
            width = _NARROW_COHORT if column.narrow else plan.cohort_bar
            found = self.bar(centre, width, column, small=True)
            self.point_at(
                found, centre - width / 2, centre + width / 2, column, cohort_name(cohort, language), required
            )
            sheet.text(centre, self.bottom + 14, label, color=look.text, align="center", name="round")
            n = NO_NUMBER if column.withheld else language.number(column.n, 0)
            sheet.text(centre, self.bottom + 14 + _ROW, n, align="center", name="n")
