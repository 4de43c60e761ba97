"""The stacked bars of OECD alignment: fully, partially and not, per dimension, assessment year and component."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from covenant_monitor.charts import alignment_words as said
from covenant_monitor.charts.alignment_rows import AXIS, LEAST_ROW, ROW, percent_axis, row_name, say_more
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.charts.words import capitalised
from covenant_monitor.domain.alignment import WHOLE, AlignmentShares, AlignmentYear
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import alignment_dimension_name

_HEAD, _CLASSES, _SUBHEAD = 22, 18, 26
_BAR, _NARROW = 28, 12
_SPACE, _APART = 2, 8
_GAP = 24
_GOOD_BAR, _LEAST_BAR = 240, 72


@dataclass(frozen=True, slots=True)
class Line:
    """A row of bars: one component, or all together (""), in one assessment year."""

    component: str
    year: AlignmentYear

    def name(self, language: Language) -> str:
        """What stands before the bars."""
        if self.component != WHOLE:
            return self.component
        return language.gettext("Total {year}").format(year=self.year.year)


def alignment_bars(
    years: Sequence[AlignmentYear],
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 440),
    scale: float = 1.0,
    *,
    public: bool = False,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """All components together in every one of `years`, in order, and the components of the last one.

    A column per dimension; in every bar fully, partially and not, in whole percentages that add up to 100. Nothing is
    withheld for the `public`: the covenant itself is no participant.
    """
    _ = language.gettext
    sheet = Sheet(look, size, scale)
    title = _("OECD alignment of the covenant")
    if years:
        title = _("OECD alignment of the covenant, {year}").format(year=years[-1].year)
    totals = [Line(WHOLE, year) for year in years if said.total_shares(year)]
    parts = [Line(component, years[-1]) for component in years[-1].components] if years else []
    dimensions = [one for one in AlignmentDimension if any(one in year.dimensions for year in years)]
    shown = [(line, one, shares) for line in (*totals, *parts) for one, shares in _known(line, dimensions)]
    notes = [sentences([note, *some]) for some in _notes(years, [shares for _line, _one, shares in shown], language)]
    frame = framed(sheet, title if heading else "", _("% of what was assessed") if shown else "", notes)
    if shown:
        Painter(frame, dimensions, language).draw(totals, parts)
    else:
        frame.say(_("No results of an OECD alignment assessment are known yet."))
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *(_say(*one, language) for one in shown), notes[0]]),
        headers=(_("Component"), _("Year"), _("Dimension"), _("Fully"), _("Partially"), _("Not"), "n"),
        rows=table_rows(_cells(*one, language) for one in shown),
        public=public,
        spots=tuple(sheet.spots),
    )


def _known(
    line: Line, dimensions: Sequence[AlignmentDimension]
) -> Iterator[tuple[AlignmentDimension, AlignmentShares]]:
    for dimension in dimensions:
        if shares := line.year.of(line.component, dimension):
            yield dimension, shares


def _cells(line: Line, dimension: AlignmentDimension, shares: AlignmentShares, language: Language) -> tuple[str, ...]:
    return (
        said.component_name(line.component, language),
        str(line.year.year),
        alignment_dimension_name(dimension, language),
        *(language.percent(share, 0) for share in shares.rounded()),
        NO_NUMBER if shares.n is None else language.number(shares.n, None),
    )


def _say(line: Line, dimension: AlignmentDimension, shares: AlignmentShares, language: Language) -> str:
    name = alignment_dimension_name(dimension, language)
    return f"{line.name(language)}, {name}: {said.shares_words(shares, language)}{_n(shares, language)}."


def _n(shares: AlignmentShares, language: Language) -> str:
    return "" if shares.n is None else f" (n = {language.number(shares.n, None)})"


def _notes(years: Sequence[AlignmentYear], shown: Sequence[AlignmentShares], language: Language) -> list[list[str]]:
    _ = language.gettext
    if not shown:
        return [[""]]
    bases = {said.basis_words(shares, language): str(year.year) for year in years for shares in said.total_shares(year)}
    totals = [_("Total {year}: {how}.").format(year=year, how=how) for how, year in bases.items() if how]
    few = (
        _("Narrow bar: of fewer than {n} criteria.").format(n=said.FEW)
        if any(shares.n is not None and shares.n < said.FEW for shares in shown)
        else ""
    )
    derived = said.derived_words(shown, language)
    source = said.source_words(shown, language)
    return [[derived, *totals, few, source], [derived, *totals, few], [derived, few]]


@dataclass(slots=True)
class Painter:
    """Draws the rows of bars between the edges of a frame; the columns stand at `lefts`, so `width` wide."""

    frame: Frame
    dimensions: Sequence[AlignmentDimension]
    language: Language
    lefts: list[float] = field(default_factory=list)
    width: float = 0

    @property
    def sheet(self) -> Sheet:
        """What is drawn on."""
        return self.frame.sheet

    def draw(self, totals: Sequence[Line], parts: Sequence[Line]) -> None:
        """Heads, rows and the axis; as many components as fit."""
        frame, sheet, language = self.frame, self.sheet, self.language
        self._place_columns([*totals, *parts])
        top, bottom = frame.top + _HEAD + _CLASSES, frame.bottom - AXIS
        between = _SUBHEAD if totals and parts else 0
        fit = max(len(totals) + 1, int((bottom - top - between) // LEAST_ROW))
        hidden = len(totals) + len(parts) - fit + 1 if len(totals) + len(parts) > fit else 0
        parts = parts[: len(parts) - hidden]
        lines = [*totals, *parts]
        height = min(ROW, (bottom - top - between) / (len(lines) + bool(hidden)))
        self._heads(lines)
        for line in lines:
            if between and line is parts[0]:
                sheet.line((frame.left, frame.right), (top + 5, top + 5), color=sheet.look.line, name="rule")
                words = language.gettext("Per component, {year}").format(year=line.year.year)
                sheet.text(frame.left, top + between / 2 + 4, words, name="subhead")
                top += between
            self._row(line, top, height)
            top += height
        if hidden:
            say_more(frame, top + height / 2, hidden, language)
            top += height
        for left in self.lefts:
            percent_axis(sheet, left, left + self.width, top, language)

    def _place_columns(self, lines: Sequence[Line]) -> None:
        """Where the columns of bars stand; the names have what they need, but leave the bars their room."""
        frame, sheet, n = self.frame, self.sheet, len(self.dimensions)
        size = sheet.look.body
        longest = max(sheet.text_width(line.name(self.language), size=size, bold=True) for line in lines)
        whole = frame.right - frame.left
        room = min(longest, max(0.3 * whole, whole - n * (_GOOD_BAR + _GAP)), whole - n * (_LEAST_BAR + _GAP))
        pitch = (whole - room) / n
        self.width = pitch - _GAP
        self.lefts = [frame.left + room + _GAP + place * pitch for place in range(n)]

    def _heads(self, lines: Sequence[Line]) -> None:
        """The names of the dimensions, and of the classes over their parts of the first bar there is."""
        frame, sheet, look, language = self.frame, self.sheet, self.sheet.look, self.language
        middle = frame.top + _HEAD + _CLASSES / 2 - 2
        names = [alignment_dimension_name(dimension, language) for dimension in self.dimensions]
        for left, name in zip(self.lefts, names, strict=True):
            name = sheet.elided(name, self.width, size=look.body, bold=True)
            sheet.text(left, frame.top + _HEAD / 2, name, size=look.body, bold=True, color=look.text, name="head")
        classes = self._classes()
        widths = [sheet.text_width(text, bold=True) for text, _color, _fill in classes]
        if sum(widths) + 2 * _APART > self.width:
            self._legend(middle)
            return
        for left, dimension in zip(self.lefts, self.dimensions, strict=True):
            first = next(shares for line in lines if (shares := line.year.of(line.component, dimension)))
            ends = [begin for begin, _end in self._parts(first, left)]
            lefts = side_by_side(ends, widths, _APART, left, left + self.width)
            for x, (text, color, _fill) in zip(lefts, classes, strict=True):
                sheet.text(x, middle, text, bold=True, color=color, name="class")

    def _classes(self) -> list[tuple[str, str, str]]:
        """The three classes: their name, the colour of words about them, and of their parts of bars."""
        _, look = self.language.gettext, self.sheet.look
        return [
            (_("fully"), look.good_text, look.good),
            (_("partially"), look.half_text, look.half),
            (_("not"), look.bad_text, look.bad),
        ]

    def _legend(self, middle: float) -> None:
        """The classes on a line of their own, where the bars are too narrow for their names."""
        x = self.frame.left
        for text, color, fill in self._classes():
            self.sheet.rectangle(x, middle - 5, x + 10, middle + 5, fill=fill, name="legend")
            self.sheet.text(x + 16, middle, text, bold=True, color=color, name="class")
            x += 16 + self.sheet.text_width(text, bold=True) + 16

    def _row(self, line: Line, top: float, height: float) -> None:
        """The name of a row and its bars, which say their numbers when they are pointed at."""
        sheet, frame, language = self.sheet, self.frame, self.language
        middle = top + height / 2
        name, whole = line.name(language), line.component == WHOLE
        row_name(sheet, frame.left, middle, self.lefts[0] - _GAP - frame.left, name, height=height, bold=whole)
        for left, dimension in zip(self.lefts, self.dimensions, strict=True):
            shares = line.year.of(line.component, dimension)
            if shares is None:
                sheet.text(left, middle, NO_NUMBER, name="none")
                continue
            self._bar(shares, left, middle, height)
            words = sentences(
                [
                    f"{said.shares_words(shares, language)}{_n(shares, language)}.",
                    f"{capitalised(basis)}." if (basis := said.basis_words(shares, language)) else "",
                    said.derived_words([shares], language),
                ]
            )
            head = f"{name}, {alignment_dimension_name(dimension, language)}"
            sheet.spot(left, top + 1, left + self.width, top + height - 1, f"{head}\n{words}")

    def _parts(self, shares: AlignmentShares, left: float) -> list[tuple[float, float]]:
        """Where fully, partially and not begin and end in a bar."""
        room = self.width - _SPACE * (sum(1 for share in shares.exact if share) - 1)
        ends = []
        for share in shares.exact:
            wide = room * float(share) / 100
            ends.append((left, left + wide))
            left += wide + _SPACE if share else 0
        return ends

    def _bar(self, shares: AlignmentShares, left: float, middle: float, height: float) -> None:
        """One bar with the percentages that fit in it; narrow and without them where it is of few criteria."""
        sheet, look = self.sheet, self.sheet.look
        few = shares.n is not None and shares.n < said.FEW
        half = min(_NARROW if few else _BAR, height - 6) / 2
        fills = (look.good, look.on_good), (look.half, look.on_half), (look.bad, look.on_bad)
        parts = zip(("fully", "partially", "not"), self._parts(shares, left), shares.rounded(), fills, strict=True)
        for name, (begin, end), shown, (fill, on_fill) in parts:
            if begin == end:
                continue
            sheet.rectangle(begin, middle - half, end, middle + half, fill=fill, name=name)
            text = self.language.number(shown, 0)
            if not few and shown and sheet.text_width(text, size=look.body, bold=True) + 2 <= end - begin:
                centre = (begin + end) / 2
                sheet.text(centre, middle, text, size=look.body, bold=True, color=on_fill, align="center", name="share")


def side_by_side(
    wanted: Sequence[float], widths: Sequence[float], space: float, lowest: float, highest: float
) -> list[float]:
    """The left edges nearest to `wanted` (in order) of texts with `space` between them, within the two limits."""
    placed: list[float] = []
    begin = lowest
    for left, width in zip(wanted, widths, strict=True):
        placed.append(max(left, begin))
        begin = placed[-1] + width + space
    limit = highest
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit - widths[place])
        limit = placed[place] - space
    return placed
