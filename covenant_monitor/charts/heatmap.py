"""The heat map of participants and sections; for the public, of participation years and sections."""

from collections.abc import Sequence
from dataclasses import dataclass

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.heatmap_figures import (
    Cell,
    HeatFigures,
    Row,
    State,
    by_band,
    by_participant,
    by_year,
    cell_text,
)
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_figures import NARROW_BELOW, public_left_out
from covenant_monitor.charts.ramp import ink, shade
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language

_HEAD_LINE, _MOST_HEAD_LINES = 15, 3
_ROW, _NAMED_ROW, _VALUE_ROW, _LEAST_ROW = 28, 14, 13, 4
_GAP = 12
_LEGEND = 24
_BOX = 26
_NAMES = 0.34


def section_heatmap(
    picture: RoundPicture,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 560),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """A row per participant with its score in every section, from the highest score to the lowest.

    More of them than there are rows for become ten bands of about equally many, with their means. With a
    `minimum_group` it is for the public: the means by participation year, without what is too small or could be
    computed. Other arguments as in `outcomes_over_rounds`.
    """
    _ = language.gettext
    sheet = Sheet(look, size, scale)
    figures = _figures(picture, size[1], language, minimum_group)
    title = {
        "participants": _("Score per participant and section, round {round}"),
        "bands": _("Mean score per section, by score, round {round}"),
        "cohorts": _("Mean score per section and participation year, round {round}"),
    }[figures.kind].format(round=picture.round.code)
    notes = [sentences([note, said]) for said in _notes(picture, figures, language)]
    unit = _("% of the points that can be had") if figures.rows else ""
    frame = framed(sheet, title if heading else "", unit, notes)
    if not figures.rows or figures.states() == {State.WITHHELD}:
        frame.say(_empty(picture, figures, language))
    else:
        top = _legend(frame, figures, language)
        _draw(Frame(sheet, frame.left, top, frame.right, frame.bottom), figures, language)
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *_describe(figures, language), notes[0]]),
        headers=_headers(figures, language),
        rows=table_rows(_table_row(row, figures, language) for row in figures.rows),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _figures(picture: RoundPicture, height: float, language: Language, minimum: int | None) -> HeatFigures:
    if minimum is not None:
        return by_year(picture, language, minimum)
    if len(picture.standings) > (height - 190) / _LEAST_ROW:
        return by_band(picture, language)
    return by_participant(picture, language)


def _empty(picture: RoundPicture, figures: HeatFigures, language: Language) -> str:
    _ = language.gettext
    if figures.rows:
        return words.means_withheld(figures.minimum, language)
    if figures.kind == "cohorts" or picture.standings:
        return _("No assessment counts yet in round {round}.").format(round=picture.round.code)
    return _("There are no participants in round {round}.").format(round=picture.round.code)


def _headers(figures: HeatFigures, language: Language) -> tuple[str, ...]:
    _ = language.gettext
    first = {
        "participants": [_("Participant")],
        "bands": [_("Participants, by score")],
        "cohorts": [_("Participants"), "n"],
    }[figures.kind]
    sections = [f"{code}  {name}".strip() for code, name in figures.columns]
    return (*first, *([_("Score")] if figures.kind != "cohorts" else []), *sections)


def _table_row(row: Row, figures: HeatFigures, language: Language) -> list[str]:
    size = [row.size.removeprefix("n = ").removeprefix("n ")] if figures.kind == "cohorts" else []
    total = [cell_text(row.total, language)] if row.total else []
    return [row.name, *size, *total, *(cell_text(cell, language) for cell in row.cells)]


def _describe(figures: HeatFigures, language: Language) -> list[str]:
    """A sentence for every row, where there are few."""
    _, n_ = language.gettext, language.ngettext
    if len(figures.rows) > NARROW_BELOW:
        return [n_("{n} row.", "{n} rows.", len(figures.rows)).format(n=language.number(len(figures.rows), 0))]
    said = []
    for row in figures.rows:
        cells = [*([(_("Score"), row.total)] if row.total else []), *_named(row, figures)]
        values = ", ".join(f"{name} {cell_text(cell, language)}" for name, cell in cells)
        said.append(f"{row.name}: {values}.")
    return said


def _named(row: Row, figures: HeatFigures) -> list[tuple[str, Cell]]:
    return [(code, cell) for (code, _name), cell in zip(figures.columns, row.cells, strict=True)]


def _legend(frame: Frame, figures: HeatFigures, language: Language) -> float:
    """What shades and marks mean, on a line; return where it ends."""
    _ = language.gettext
    sheet, look = frame.sheet, frame.sheet.look
    x, middle = frame.left, frame.top + 4
    states = figures.states()
    parts = [percent for percent in (0, 25, 50, 75, 100) if states & {State.SCORE, State.PROVISIONAL}]
    places = [(x + i * (_BOX + 1), middle - 7, x + i * (_BOX + 1) + _BOX, middle + 7) for i in range(len(parts))]
    fills = [shade(look, percent) for percent in parts]
    sheet.boxes(places, fills=fills, name="legend")
    for (left, _top, right, _bottom), percent, fill in zip(places, parts, fills, strict=True):
        sheet.text(
            (left + right) / 2, middle, language.number(percent, 0), color=ink(fill), align="center", name="legend"
        )
    x += len(parts) * (_BOX + 1) + _GAP
    items = []
    if State.PROVISIONAL in states:
        items.append((State.PROVISIONAL, _("provisional")))
    if State.NA in states:
        items.append((State.NA, _("n.a. or does not apply")))
    if State.OPEN in states:
        items.append((State.OPEN, _("not rated yet")))
    if State.WITHHELD in states:
        items.append((State.WITHHELD, _("withheld")))
    for state, text in items:
        box = (x, middle - 7, x + 18, middle + 7)
        width = sheet.text_width(text)
        if box[2] + 6 + width > frame.right:
            break
        if state is State.PROVISIONAL:
            sheet.boxes([box], fills=[shade(look, 50)], name="legend")
        _marks(sheet, [(state, box)])
        sheet.text(box[2] + 6, middle, text, name="legend")
        x = box[2] + 6 + width + _GAP
    return frame.top + _LEGEND


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns are, and how high a row is."""

    lefts: Sequence[float]
    width: float
    top: float
    row: float

    def box(self, row: int, column: int) -> tuple[float, float, float, float]:
        """A cell, with a gap to the next ones where there is room for one."""
        gap = 2 if self.row >= 8 else 1 if self.row >= 6 else 0
        top = self.top + row * self.row
        return self.lefts[column], top, self.lefts[column] + self.width - 2, top + self.row - gap


def _draw(frame: Frame, figures: HeatFigures, language: Language) -> None:
    sheet = frame.sheet
    cells_of = [[*([row.total] if row.total else []), *row.cells] for row in figures.rows]
    heads = _heads(figures, language)
    names = _names_width(frame, figures) + _GAP
    extra = 8 if figures.has_total else 0
    width = min((frame.right - frame.left - names - extra) / len(heads), 140)
    lines = [list(sheet.wrapped(head, width - 6)) for head in heads]
    high = min(max(map(len, lines)), _MOST_HEAD_LINES) * _HEAD_LINE + 4
    lefts = [frame.left + names + i * width + (extra if i and figures.has_total else 0) for i in range(len(heads))]
    row = min((frame.bottom - frame.top - high) / len(figures.rows), _ROW)
    grid = _Grid(lefts, width, frame.top + high, row)
    for place, (head, left) in enumerate(zip(lines, lefts, strict=True)):
        _draw_head(sheet, head, left, frame.top + high - 4, width, bold=figures.has_total and not place)
        section = place - figures.has_total
        if section >= 0:
            code, name = figures.columns[section]
            sheet.spot(left, frame.top, left + width - 2, grid.top, f"{code}  {name}".strip(), ("section", code))
    _draw_names(frame, figures, grid, names - _GAP, language)
    _draw_cells(sheet, figures, cells_of, grid, language)


def _names_width(frame: Frame, figures: HeatFigures) -> float:
    """What the names of the rows take; little where they are not written."""
    sheet = frame.sheet
    if len(figures.rows) * _NAMED_ROW > frame.bottom - frame.top - _MOST_HEAD_LINES * _HEAD_LINE:
        return 96
    sizes = max((sheet.text_width(row.size) + _GAP for row in figures.rows if row.size), default=0)
    wide = max(sheet.text_width(row.name) for row in figures.rows)
    return min(max(wide + sizes, 80), _NAMES * (frame.right - frame.left))


def _heads(figures: HeatFigures, language: Language) -> list[str]:
    total = [language.gettext("Score")] if figures.has_total else []
    return total + [f"{code} {name}".strip() for code, name in figures.columns]


def _draw_head(sheet: Sheet, lines: list[str], left: float, bottom: float, width: float, *, bold: bool) -> None:
    """A column's name, on as many lines as there may be, standing on the first row."""
    if len(lines) > _MOST_HEAD_LINES:
        rest = " ".join(lines[_MOST_HEAD_LINES - 1 :])
        lines = [*lines[: _MOST_HEAD_LINES - 1], sheet.elided(rest, width - 6)]
    for i, line in enumerate(reversed(lines)):
        sheet.text(left, bottom - _HEAD_LINE * (i + 0.5), line, bold=bold, color=sheet.look.text, name="head")


def _draw_names(frame: Frame, figures: HeatFigures, grid: _Grid, room: float, language: Language) -> None:
    """The name of every row; where rows are too low for it, which end is which."""
    n_ = language.ngettext
    sheet, look = frame.sheet, frame.sheet.look
    if grid.row < _NAMED_ROW:
        n = len(figures.rows)
        said = n_("{n} participant, highest score first", "{n} participants, highest score first", n)
        order = sheet.wrapped(said.format(n=language.number(n, 0)), room)
        for i, line in enumerate(order):
            sheet.text(frame.left, grid.top + 8 + 16 * i, line, name="order")
        return
    for place, row in enumerate(figures.rows):
        middle = grid.top + (place + 0.5) * grid.row - 1
        size = sheet.text_width(row.size) + 6 if row.size else 0
        sheet.text(frame.left, middle, sheet.elided(row.name, room - size), color=look.text, name="row")
        if row.size:
            sheet.text(frame.left + room, middle, row.size, align="right", name="n")


def _draw_cells(
    sheet: Sheet, figures: HeatFigures, cells_of: Sequence[Sequence[Cell]], grid: _Grid, language: Language
) -> None:
    look = sheet.look
    places: list[tuple[float, float, float, float]] = []
    fills: list[str] = []
    marks: list[tuple[State, tuple[float, float, float, float]]] = []
    widest = sheet.text_width("100", bold=True)
    with_values = grid.row >= _VALUE_ROW and grid.width - 4 >= widest
    names = _heads(figures, language)
    for i, (row, cells) in enumerate(zip(figures.rows, cells_of, strict=True)):
        leads = ("party", row.party) if row.party else None
        for j, cell in enumerate(cells):
            box = grid.box(i, j)
            sheet.spot(*box, f"{_said_name(row, figures, language)}\n{names[j]}: {_said(cell, language)}", leads)
            if cell.value is None:
                marks.append((cell.state, box))
                continue
            fill = shade(look, float(cell.value))
            places.append(box)
            fills.append(fill)
            if cell.state is State.PROVISIONAL:
                marks.append((cell.state, box))
            if with_values:
                value = language.number(cell.value, 0)
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                if cell.state is State.PROVISIONAL:
                    half = sheet.text_width(value) / 2 + 3
                    sheet.rectangle(x - half, box[1], x + half, box[3], fill=fill, above=True, name="clear")
                bold = figures.has_total and j == 0
                sheet.text(x, y, value, bold=bold, color=ink(fill), align="center", name="cell")
    sheet.boxes(places, fills=fills, name="cells")
    _marks(sheet, marks)


def _said_name(row: Row, figures: HeatFigures, language: Language) -> str:
    _ = language.gettext
    if figures.kind == "bands":
        return _("Participants {range}, by score").format(range=row.name)
    return f"{row.name} ({row.size})" if row.size else row.name


def _said(cell: Cell, language: Language) -> str:
    """A cell in words."""
    _ = language.gettext
    if cell.state is State.NA and cell.n:
        return _("n.a. or does not apply")
    said = cell_text(cell, language)
    if cell.value is not None and cell.n > 1:
        return _("{value}, mean of {n}").format(value=said, n=language.number(cell.n, 0))
    return said


def _marks(sheet: Sheet, marks: Sequence[tuple[State, tuple[float, float, float, float]]]) -> None:
    """What stands in cells without a number, and over those whose number can still change."""
    look = sheet.look
    sheet.hatched([box for state, box in marks if state is State.PROVISIONAL], color=look.base, name="provisional")
    outlined = [_inset(box) for state, box in marks if state is State.OPEN]
    sheet.boxes(outlined, fills="none", edge=look.border, edge_width=1, name="open")
    hidden = [box for state, box in marks if state is State.WITHHELD]
    sheet.hatched([_inset(box) for box in hidden], color=look.border, name="withheld")
    xs: list[float] = []
    ys: list[float] = []
    for state, (left, top, right, bottom) in marks:
        if state is State.NA:
            x, y = (left + right) / 2, (top + bottom) / 2
            xs += [x - 4, x + 4, float("nan")]
            ys += [y, y, float("nan")]
    if xs:
        sheet.line(xs, ys, color=look.text2, width=1.5, above=True, name="na")


def _inset(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    room = min(0.5, (bottom - top) / 4)
    return left + 0.5, top + room, right - 0.5, bottom - room


def _notes(picture: RoundPicture, figures: HeatFigures, language: Language) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _, n_ = language.gettext, language.ngettext
    public = figures.kind == "cohorts"
    headline = picture.headline
    counts = {reason: len(standings) for reason, standings in headline.left_out.items()}
    what = {
        "participants": _("A row is a participant; provisional scores too."),
        "bands": _(
            "A row is the mean of a tenth of the participants with a score, in its order; provisional ones too."
        ),
        "cohorts": _("n: participants with a complete assessment."),
    }[figures.kind]
    missing = ""
    if public:
        if text := public_left_out(counts, figures.minimum, language):
            missing = _("Not counted in {round}: {what}.").format(round=picture.round.code, what=text)
    else:
        without = sum(s.score is None or s.score.score is None for s in picture.standings)
        if without:
            missing = n_("{n} participant without a score.", "{n} participants without a score.", without).format(
                n=language.number(without, 0)
            )
    hidden = ""
    if State.WITHHELD in figures.states():
        hidden = words.means_withheld(figures.minimum, language)
    if figures.years_withheld:
        hidden = sentences([words.years_withheld(language), hidden])
    few = _("Mind the small numbers.") if 0 < headline.n < NARROW_BELOW and not public else ""
    needed = sentences([what, missing, hidden, few])
    source = words.assessments_source(picture, language)
    version = _("Framework version {version}.").format(version=picture.framework.version)
    return [sentences([needed, version, source]), sentences([needed, source]), needed]
