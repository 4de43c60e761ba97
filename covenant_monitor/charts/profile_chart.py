"""The profile of a round: the mean of every section and step, beside those of an earlier round."""

from dataclasses import dataclass

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_figures import NARROW_BELOW
from covenant_monitor.charts.profile_figures import Item, ProfileFigures, Side, profile_figures
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.picture import CovenantPicture, RoundPicture, breaks
from covenant_monitor.language import NO_NUMBER, Language

_ROW, _LEAST_ROW = 40, 18
_HEAD, _LEGEND, _AXIS = 24, 22, 24
_GAP = 16
_MARK = 10.0
_TICKS = (0, 20, 40, 60, 80, 100)
_LABEL = 6


def section_profile(
    picture: CovenantPicture,
    now: RoundPicture,
    then: RoundPicture | None,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (776, 440),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """A line per section, then per step, with a disc for the mean now and a ring for the mean in the round `then`.

    Both of `picture`. Disc and ring are joined, and their difference is said, only where both rounds have the same
    framework version. With a `minimum_group` it is for the public. Other arguments as in `outcomes_over_rounds`.
    """
    _ = language.gettext
    figures = profile_figures(picture, now, then, language, minimum_group)
    sheet = Sheet(look, size, scale)
    title = (
        _("Mean score per section and step, round {round}")
        if figures.steps
        else _("Mean score per section, round {round}")
    )
    title = title.format(round=figures.now)
    if figures.then:
        title = _title(figures, language)
    notes = [sentences([note, said]) for said in _notes(picture, figures, now, then, language)]
    known = any(side.n for item in figures.items for side in (item.now, item.then) if side)
    frame = framed(sheet, title if heading else "", _("% of the points that can be had") if known else "", notes)
    if known:
        _draw(frame, figures, language)
    elif figures.withheld:
        frame.say(words.means_withheld(minimum_group, language))
    else:
        frame.say(_("No assessment counts yet in round {round}.").format(round=figures.now))
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *(_say(item, figures, language) for item in figures.items), notes[0]]),
        headers=_headers(figures, language),
        rows=table_rows(_row(item, figures, language) for item in figures.items),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _title(figures: ProfileFigures, language: Language) -> str:
    _ = language.gettext
    if not figures.then:
        alone = _("Mean score per section, round {round}")
        return (_("Mean score per section and step, round {round}") if figures.steps else alone).format(
            round=figures.now
        )
    two = _("Mean score per section, rounds {then} and {now}")
    if figures.steps:
        two = _("Mean score per section and step, rounds {then} and {now}")
    return two.format(then=figures.then, now=figures.now)


def _headers(figures: ProfileFigures, language: Language) -> tuple[str, ...]:
    _ = language.gettext
    what = _("Section or step") if figures.steps else _("Section")
    rounds = [code for code in (figures.then, figures.now) if code]
    difference = [_("Difference (points)")] if figures.same_version else []
    return (what, *(head for code in rounds for head in (code, f"n {code}")), *difference)


def _row(item: Item, figures: ProfileFigures, language: Language) -> list[str]:
    row = [item.name]
    if figures.then:
        row += _cells(item.then, language)
    row += _cells(item.now, language)
    if figures.same_version:
        row.append(_difference(item, language) or NO_NUMBER)
    return row


def _cells(side: Side | None, language: Language) -> list[str]:
    _ = language.gettext
    if side is None:
        return [NO_NUMBER, NO_NUMBER]
    return [language.percent(side.mean), _("withheld") if side.withheld else language.number(side.n, 0)]


def _difference(item: Item, language: Language) -> str:
    """The points between then and now with their sign; "" where one is missing."""
    if item.then is None or item.then.mean is None or item.now.mean is None:
        return ""
    points = item.now.mean - item.then.mean
    said = language.number(abs(points), 1)
    return said if said == language.number(0, 1) else f"{'+' if points > 0 else '−'}{said}"


def _say(item: Item, figures: ProfileFigures, language: Language) -> str:
    _ = language.gettext
    parts = []
    for code, side in ((figures.then, item.then), (figures.now, item.now)):
        if code and side is not None:
            value, n = _cells(side, language)
            parts.append(f"{code} {value} (n = {n})")
    return f"{item.name}: {', '.join(parts)}."


@dataclass(frozen=True, slots=True)
class _Plot:
    """The room of the marks: means from `left` (0) to `right` (100)."""

    sheet: Sheet
    figures: ProfileFigures
    language: Language
    left: float
    right: float
    edge: float

    def x(self, mean: float) -> float:
        """Where a mean is."""
        return self.left + (self.right - self.left) * float(mean) / 100


def _draw(frame: Frame, figures: ProfileFigures, language: Language) -> None:
    """As many lines as fit, under heads where there are steps too."""
    _ = language.gettext
    sheet, look = frame.sheet, frame.sheet.look
    parts = [("", figures.sections)]
    if figures.steps:
        parts = [(_("Sections"), figures.sections), (_("Steps of due diligence"), figures.steps)]
    heads = _HEAD * (len(parts) if figures.steps else 0)
    room = frame.bottom - frame.top - _LEGEND - _AXIS - heads
    count = len(figures.items)
    fit = max(1, int(room // _LEAST_ROW))
    if count > fit:
        count = fit
        more = len(figures.items) - count + 1
        text = language.ngettext("{n} more in the table", "{n} more in the table", more).format(n=more)
    pitch = min(room / count, _ROW)
    longest = max(sheet.text_width(item.name, size=look.body) for item in figures.items)
    names = min(longest, 0.42 * (frame.right - frame.left))
    beside = _beside_width(sheet, figures, language)
    left, right = frame.left + names + _GAP + 12, frame.right - beside - _GAP - 12
    plot = _Plot(sheet, figures, language, left, right, frame.right)
    top = frame.top + _LEGEND
    bottom = top + heads + pitch * count
    _axis(plot, top, bottom)
    _legend(plot, frame.top + 6)
    y, drawn = top, 0
    for head, items in parts:
        if head and drawn < count:
            sheet.text(frame.left, y + _HEAD / 2, head, size=look.body, bold=True, color=look.text, name="head")
            y += _HEAD
        for item in items:
            if drawn == count:
                break
            drawn += 1
            if drawn == count < len(figures.items):
                sheet.text(frame.left, y + pitch / 2, text, name="more")
                break
            name = sheet.elided(item.name, names, size=look.body)
            sheet.text(frame.left, y + pitch / 2, name, size=look.body, color=look.text, name="item")
            _item(plot, item, y + pitch / 2)
            leads = ("section", item.section) if item.section else None
            sheet.spot(frame.left, y + 1, frame.right, y + pitch - 1, _words(item, figures, language), leads)
            y += pitch


def _axis(plot: _Plot, top: float, bottom: float) -> None:
    sheet, look, language = plot.sheet, plot.sheet.look, plot.language
    for value in _TICKS:
        x = plot.x(value)
        sheet.line((x, x), (top, bottom), color=look.grid, name="grid")
        said = language.percent(value, 0) if value == _TICKS[-1] else language.number(value, 0)
        sheet.text(x, bottom + 12, said, align="center", name="value")


def _legend(plot: _Plot, middle: float) -> None:
    """Which mark is which round."""
    sheet, look = plot.sheet, plot.sheet.look
    x = plot.left
    for code, now in ((plot.figures.then, False), (plot.figures.now, True)):
        if code:
            _mark(plot, x + 5, middle, now=now)
            text = sheet.elided(plot.language.gettext("round {round}").format(round=code), 160)
            sheet.text(x + 16, middle, text, bold=True, color=look.text if now else look.text2, name="legend")
            x += 16 + sheet.text_width(text, bold=True) + _GAP
    if plot.figures.same_version:
        points = plot.language.gettext("points")
        sheet.text(plot.edge, middle, points, align="right", name="legend")


def _mark(plot: _Plot, x: float, y: float, *, now: bool) -> None:
    look = plot.sheet.look
    plot.sheet.marks(
        [x],
        [y],
        marker="o",
        size=_MARK if now else _MARK - 2,
        fill=look.text2 if now else look.base,
        edge=look.base if now else look.text2,
        edge_width=1 if now else 2,
        name="now" if now else "then",
    )


def _beside_width(sheet: Sheet, figures: ProfileFigures, language: Language) -> float:
    if not figures.same_version:
        return 0.0
    texts = [*(_difference(item, language) for item in figures.items), language.gettext("points")]
    return max(sheet.text_width(text, size=sheet.look.body, bold=True) for text in texts)


def _item(plot: _Plot, item: Item, y: float) -> None:
    """Ring, disc, the line between them, their values at the outer sides, and the difference at the right."""
    sheet, look, language = plot.sheet, plot.sheet.look, plot.language
    now = plot.x(float(item.now.mean)) if item.now.mean is not None else None
    then = plot.x(float(item.then.mean)) if item.then and item.then.mean is not None else None
    if now is None and then is None:
        said = language.gettext("withheld") if item.now.withheld else NO_NUMBER
        sheet.text(plot.left, y, said, name="none")
        return
    if now is not None and then is not None and plot.figures.same_version:
        sheet.line((then, now), (y, y), color=look.border, width=2, name="change")
    for x, side, is_now in ((then, item.then, False), (now, item.now, True)):
        if x is None or side is None:
            continue
        _mark(plot, x, y, now=is_now)
        other = now if not is_now else then
        at_left = other is not None and (x < other or (x == other and not is_now))
        text = language.number(side.mean, 0)
        color, place = (look.text, "mean") if is_now else (look.text2, "mean-then")
        offset = _MARK / 2 + _LABEL
        sheet.text(
            x - offset if at_left else x + offset,
            y,
            text,
            size=look.body,
            bold=is_now,
            color=color,
            align="right" if at_left else "left",
            name=place,
            halo=True,
        )
    if plot.figures.same_version and (difference := _difference(item, language)):
        sheet.text(plot.edge, y, difference, size=look.body, bold=True, color=look.text, align="right", name="points")


def _words(item: Item, figures: ProfileFigures, language: Language) -> str:
    """What a line says when it is pointed at."""
    _ = language.gettext
    lines = [item.name]
    for code, side in ((figures.then, item.then), (figures.now, item.now)):
        if code and side is not None:
            value, n = _cells(side, language)
            lines.append(_("Round {round}: {value} (n = {n})").format(round=code, value=value, n=n))
    if figures.same_version and (difference := _difference(item, language)):
        lines.append(_("{points} points").format(points=difference))
    return "\n".join(lines)


def _notes(
    picture: CovenantPicture,
    figures: ProfileFigures,
    now: RoundPicture,
    then: RoundPicture | None,
    language: Language,
) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _ = language.gettext
    sizes = [side.n for item in figures.items for side in (item.now, item.then) if side and side.n]
    few = any(n < NARROW_BELOW for n in sizes) and figures.minimum is None
    counts = [_count(one, figures.minimum, language) for one in (then, now) if one is not None]
    changed = ""
    if then is not None and not figures.same_version:
        changed = _("Other criteria since: the framework version changed, so no difference is drawn.")
    codes = [one.round.code for one in picture.rounds]
    between = [
        mark
        for mark in breaks(picture.rounds)
        if then is not None and codes.index(then.round.code) < codes.index(mark.round) <= codes.index(now.round.code)
    ]
    hidden = ""
    if figures.withheld:
        hidden = words.means_withheld(figures.minimum, language)
    needed = sentences([f"{', '.join(counts)}.", changed, hidden, _("Mind the small numbers.") if few else ""])
    broken = words.break_sentence(between, language) if figures.same_version else ""
    broken = broken.partition(": ")[2]
    broken = words.capitalised(broken) if broken else ""
    source = words.assessments_source(now, language)
    return [sentences([needed, broken, source]), sentences([needed, source]), needed]


def _count(picture: RoundPicture, minimum: int | None, language: Language) -> str:
    n = picture.headline.n
    said = f"n < {minimum}" if minimum is not None and 0 < n < minimum else f"n = {language.number(n, 0)}"
    return f"{picture.round.code}: {said}"
