"""The dumbbell chart of OECD alignment: per component what is written and what is done, with the gap between them."""

from collections.abc import Sequence

from covenant_monitor.charts import alignment_words as said
from covenant_monitor.charts.alignment_rows import AXIS, LEAST_ROW, ROW, percent_axis, row_name, say_more
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.alignment import WHOLE, AlignmentShares, AlignmentYear
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.language import Language

_MARK_NAMES = 18
_SQUARE, _DISC, _LINE = 9, 9, 2
_GAP = 16
_APART, _ABOVE = 8, 18
_LEAST_TRACK = 96

Row = tuple[str, AlignmentShares | None, AlignmentShares | None]


def dumbbell(
    year: AlignmentYear | None,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (640, 400),
    scale: float = 1.0,
    *,
    public: bool = False,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Per component a hollow square where it is fully aligned on paper, and a disc where it is in practice.

    In percent from 0 to 100, with the gap in percentage points at the right. A row of which only one is known has one
    mark and no gap. The covenant itself is no participant: nothing is withheld for the `public`.
    """
    _ = language.gettext
    sheet = Sheet(look, size, scale)
    title = _("OECD alignment, on paper and in practice")
    if year is not None:
        title = _("OECD alignment {year}, on paper and in practice").format(year=year.year)
    rows = _rows(year) if year else []
    notes = [sentences([note, *parts]) for parts in _notes(rows, language)]
    frame = framed(sheet, title if heading else "", _("% fully aligned") if rows else "", notes)
    if year and rows:
        _draw(frame, year, rows, language)
    else:
        frame.say(_("No results on paper or in practice are known yet."))
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *(_say(row, year, language) for row in rows if year), notes[0]]),
        headers=(_("Component"), _("On paper, % fully"), _("In practice, % fully"), _("Gap (points)")),
        rows=table_rows(_cells(row, year, language) for row in rows if year),
        public=public,
        spots=tuple(sheet.spots),
    )


def _rows(year: AlignmentYear) -> list[Row]:
    """All together first, then the components; only what standards or implementation are known of."""
    standards, implementation = AlignmentDimension.STANDARDS, AlignmentDimension.IMPLEMENTATION
    every = [(one, year.of(one, standards), year.of(one, implementation)) for one in (WHOLE, *year.components)]
    return [row for row in every if row[1] or row[2]]


def _cells(row: Row, year: AlignmentYear, language: Language) -> tuple[str, ...]:
    component, *both = row
    shares = [language.number(one.fully if one else None, 1) for one in both]
    return said.component_name(component, language), *shares, said.points_text(year.gap(component), language)


def _say(row: Row, year: AlignmentYear, language: Language) -> str:
    return f"{said.component_name(row[0], language)}: {_row_words(row, year, language)}"


def _row_words(row: Row, year: AlignmentYear, language: Language) -> str:
    """What a row says when it is pointed at."""
    _ = language.gettext
    component, standards, practice = row
    gap = year.gap(component)
    if gap is not None:
        return said.gap_sentence(gap, language)
    known = [
        text.format(percent=language.percent(shares.fully))
        for text, shares in ((_("{percent} fully on paper."), standards), (_("{percent} fully in practice."), practice))
        if shares
    ]
    if len(known) > 1:
        known.append(_("No gap: the two totals are not of the same components."))
    return sentences(known)


def _notes(rows: Sequence[Row], language: Language) -> list[list[str]]:
    _ = language.gettext
    shown = [shares for _component, *both in rows for shares in both if shares]
    if not shown:
        return [[""]]
    legend = _("Square: on paper. Disc: in practice. Gap: on paper less in practice, in percentage points.")
    bases = dict.fromkeys(said.basis_words(shares, language) for component, *both in rows for shares in both if shares)
    totals = _("Total: {how}.").format(how="; ".join(filter(None, bases))) if any(bases) else ""
    source = said.source_words(shown, language)
    return [[legend, totals, source], [legend, totals or source], [legend, totals]]


def _draw(frame: Frame, year: AlignmentYear, rows: Sequence[Row], language: Language) -> None:
    """As many rows as fit, over an axis of percentages."""
    _ = language.gettext
    sheet, look = frame.sheet, frame.sheet.look
    top, bottom = frame.top + _MARK_NAMES, frame.bottom - AXIS
    fit = max(1, int((bottom - top) // LEAST_ROW))
    hidden = len(rows) - fit + 1 if len(rows) > fit else 0
    rows = rows[: max(1, len(rows) - hidden)]
    height = min(ROW, (bottom - top) / (len(rows) + bool(hidden)))
    gap_head = _("Gap, points")
    gaps = [said.points_text(year.gap(row[0]), language) for row in rows]
    gap_width = max([sheet.text_width(gap_head), *(sheet.text_width(gap, size=look.body, bold=True) for gap in gaps)])
    names = [said.component_name(row[0], language) for row in rows]
    end = frame.right - gap_width - _GAP - _SQUARE
    longest = max(
        sheet.text_width(name, size=look.body, bold=row[0] == WHOLE) for name, row in zip(names, rows, strict=True)
    )
    room = min(longest, 0.45 * (end - frame.left), end - frame.left - _GAP - _SQUARE - _LEAST_TRACK)
    start = frame.left + room + _GAP + _SQUARE
    sheet.text(frame.right, frame.top + _MARK_NAMES / 2, gap_head, align="right", name="head")
    for i, (row, name, gap) in enumerate(zip(rows, names, gaps, strict=True)):
        upper = top + height * i
        middle = upper + height / 2
        whole = row[0] == WHOLE
        row_name(sheet, frame.left, middle, room, name, height=height, bold=whole)
        sheet.line((start, end), (middle, middle), color=look.grid, name="track")
        _marks(sheet, row, start, end, middle)
        sheet.text(frame.right, middle, gap, size=look.body, bold=True, color=look.text, align="right", name="gap")
        words = f"{name}\n{_row_words(row, year, language)}"
        sheet.spot(frame.left, upper + 1, frame.right, upper + height - 1, words)
        if i == 0:
            _name_marks(sheet, row, start, end, middle - _ABOVE, language)
        if whole and len(rows) > 1:
            edge = upper + height
            sheet.line((frame.left, frame.right), (edge, edge), color=look.line, name="rule")
    bottom = top + height * len(rows)
    if hidden:
        say_more(frame, bottom + height / 2, hidden, language)
        bottom += height
    percent_axis(sheet, start, end, bottom, language)


def _x(start: float, end: float, shares: AlignmentShares) -> float:
    return start + (end - start) * float(shares.fully) / 100


def _marks(sheet: Sheet, row: Row, start: float, end: float, middle: float) -> None:
    look = sheet.look
    _component, standards, practice = row
    if standards and practice:
        ends = [_x(start, end, practice), _x(start, end, standards)]
        sheet.line(ends, (middle, middle), color=look.good, width=_LINE, above=True, name="span")
    if practice:
        x = _x(start, end, practice)
        sheet.marks(
            [x], [middle], marker="o", size=_DISC, fill=look.good, edge=look.good, edge_width=1, name="practice"
        )
    if standards:
        x = _x(start, end, standards)
        # Round the disc where the two are on one spot, so that both are seen.
        near = practice is not None and abs(x - _x(start, end, practice)) < _DISC
        size, fill = (_SQUARE + 5, "none") if near else (_SQUARE, look.base)
        sheet.marks([x], [middle], marker="s", size=size, fill=fill, edge=look.good, edge_width=2, name="paper")


def _name_marks(sheet: Sheet, row: Row, start: float, end: float, middle: float, language: Language) -> None:
    """What the two marks are, over those of the first row, aside of each other where they stand near."""
    _ = language.gettext
    placed = sorted(
        (_x(start, end, shares), text)
        for text, shares in ((_("on paper"), row[1]), (_("in practice"), row[2]))
        if shares
    )
    widths = [sheet.text_width(text) for _place, text in placed]
    lefts = [x - width / 2 for (x, _text), width in zip(placed, widths, strict=True)]
    if len(placed) > 1 and lefts[0] + widths[0] + _APART > lefts[1]:
        border = (lefts[0] + widths[0] + lefts[1]) / 2
        lefts = [border - _APART / 2 - widths[0], border + _APART / 2]
    aside = min(0.0, end + _SQUARE - lefts[-1] - widths[-1]) or max(0.0, start - _SQUARE - lefts[0])
    for left, (_place, text) in zip(lefts, placed, strict=True):
        sheet.text(left + aside, middle, text, color=sheet.look.good_text, name="mark-name")
