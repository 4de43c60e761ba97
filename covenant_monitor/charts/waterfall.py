"""The chart of why a share changed from one round to another: what it was, what each cause did, and what it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from covenant_monitor.charts.chart import Chart, Spot, sentences, table_rows
from covenant_monitor.charts.comparison_words import (
    basis_sentence,
    cause_name,
    change_sentence,
    points_words,
    rounded_parts,
    shown_decimals,
    signed,
)
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_figures import NARROW_BELOW
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.comparison_parts import Cause, Decomposition, Measure
from covenant_monitor.domain.comparison_sides import Core
from covenant_monitor.language import Language

if TYPE_CHECKING:
    from covenant_monitor.store.comparing import RoundComparison

_ROW, _LEAST_ROW = 56, 16
_BAR = 0.5
_GAP = 12
_AXIS = 20
_AROUND = 130
"""What margins, heading and notes take; where a row would get too low for them, the notes are in the words only."""
_LEAST_TRACK = 120
_THINNEST = 2
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row, in percent: a share from 0, or what a cause did, from what was there to what was then.

    `shown`: its number as it is shown, so that all add up. `cause` None: the share of a round.
    """

    name: str
    label: str
    start: Fraction
    end: Fraction
    shown: Fraction
    cause: Cause | None
    spoken: str


def waterfall(
    found: "RoundComparison | None",
    measure: Measure | None,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (640, 360),
    scale: float = 1.0,
    *,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Horizontal bars from the share in the first round of a comparison to that in the last, the causes between.

    `measure` None: the share that meets the requirement, or where there is none the mean score. A cause that adds
    nothing is in the table only. `size` in pixels at `scale` 1. For internal use: parts of few participants show.
    """
    _ = language.gettext
    sheet = Sheet(look, size, scale)
    change = _change(found, measure)
    then, now = (found.then.round.code, found.now.round.code) if found else ("", "")
    title = _title(change.measure if change else measure or Measure.MEETS, then, now, language)
    bars = _bars(change, then, now, language) if change else []
    notes = (
        [sentences([note, said]) for said in _notes(change, found.ends, then, now, language)]
        if change and found
        else [note]
    )
    unit = _unit(change.measure, language) if change else ""
    drawn = [bar for bar in bars if bar.cause is None or bar.shown]
    is_low = sheet.height < _LEAST_ROW * len(drawn) + _AXIS + _AROUND
    frame = framed(sheet, title if heading else "", unit, [note] if is_low else notes)
    spots: list[Spot] = []
    if drawn:
        spots = _draw(frame, drawn, language)
    else:
        frame.say(_nothing(found, language))
    said = change_sentence(change, language) if change else _nothing(found, language)
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", said, notes[0]]),
        headers=(_("What changed"), _("Points"), _("Then at")),
        rows=table_rows(_rows(change, bars, language)) if change else (),
        spots=tuple(spots),
    )


def _change(found: "RoundComparison | None", measure: Measure | None) -> Decomposition | None:
    if found is None:
        return None
    if measure is not None:
        return found.changes.get(measure)
    return found.changes.get(Measure.MEETS) or found.changes.get(Measure.MEAN)


def _title(measure: Measure, then: str, now: str, language: Language) -> str:
    _ = language.gettext
    if measure is Measure.MEETS:
        return _("Why the share that meets the requirement changed, {then} to {now}").format(then=then, now=now)
    return _("Why the mean score changed, {then} to {now}").format(then=then, now=now)


def _unit(measure: Measure, language: Language) -> str:
    _ = language.gettext
    if measure is Measure.MEETS:
        return _("% of the participants that count")
    return _("% of the points that can be had")


def _nothing(found: "RoundComparison | None", language: Language) -> str:
    _ = language.gettext
    if found is None:
        return _("There is no earlier round to compare with.")
    if found.changes:
        return _("In one of the rounds {then} and {now} nothing is required, so no share meets it.").format(
            then=found.then.round.code, now=found.now.round.code
        )
    return _("In one of the rounds {then} and {now} no assessment counts, so there is nothing to compare.").format(
        then=found.then.round.code, now=found.now.round.code
    )


def _bars(change: Decomposition, then: str, now: str, language: Language) -> list[Bar]:
    """The share then, every cause in its order, and the share now."""
    _ = language.gettext
    decimals = shown_decimals(change)
    parts = rounded_parts(change, decimals)
    bars = [_share(change, then, is_now=False, decimals=decimals, language=language)]
    reached = change.then.percent or Fraction()
    for cause, part in change.parts.items():
        name = cause_name(cause, language)
        spoken = _("{cause}: {points}").format(cause=name, points=points_words(parts[cause], language, decimals))
        bars.append(
            Bar(name, signed(parts[cause], language, decimals), reached, reached + part, parts[cause], cause, spoken)
        )
        reached += part
    bars.append(_share(change, now, is_now=True, decimals=decimals, language=language))
    return bars


def _share(change: Decomposition, round_: str, *, is_now: bool, decimals: int, language: Language) -> Bar:
    _ = language.gettext
    ratio = change.now if is_now else change.then
    percent = ratio.percent or Fraction()
    text = language.percent(percent, decimals)
    if change.measure is Measure.MEETS:
        said = _("Round {round}: {share}, {k} of {n} participants").format(
            round=round_, share=text, k=language.number(ratio.numerator, 0), n=language.number(ratio.denominator, 0)
        )
    else:
        said = _("Round {round}: {share}, mean of {n} participants").format(
            round=round_, share=text, n=language.number(ratio.denominator, 0)
        )
    name = f"{round_}  (n = {language.number(ratio.denominator, 0)})"
    return Bar(name, text, Fraction(), percent, percent, None, said)


def _rows(change: Decomposition, bars: Sequence[Bar], language: Language) -> list[tuple[str, ...]]:
    """All causes, also those that did nothing; the shares between are rounded as the chart shows them."""
    decimals = shown_decimals(change)
    unit = 10**decimals
    reached = Fraction(int(bars[0].shown * unit + Fraction(1, 2)), unit)
    rows = [(bars[0].name, "", bars[0].label)]
    for bar in bars[1:-1]:
        reached += bar.shown
        rows.append((bar.name, bar.label, language.percent(reached, decimals)))
    return [*rows, (bars[-1].name, "", bars[-1].label)]


def _draw(frame: Frame, bars: Sequence[Bar], language: Language) -> list[Spot]:
    """A row per bar: its name, the bar where it is on the way from the one share to the other, and its number."""
    sheet, look = frame.sheet, frame.sheet.look
    bottom = frame.bottom - _AXIS
    row = min(_ROW, (bottom - frame.top) / len(bars))
    bottom = frame.top + row * len(bars)
    labels = max(sheet.text_width(bar.label, size=look.body, bold=True) for bar in bars) + 2 * _GAP
    room = frame.right - frame.left - labels
    names = min(max(sheet.text_width(bar.name, size=look.body) for bar in bars), room - _GAP - _LEAST_TRACK)
    start = frame.left + names + _GAP
    end = frame.right - labels

    def place(percent: Fraction) -> float:
        return start + (end - start) * float(percent) / 100

    _axis(sheet, [(tick, place(Fraction(tick))) for tick in _TICKS], frame.top, bottom, language)
    spots = []
    for at, bar in enumerate(bars):
        top = frame.top + row * at
        _bar(sheet, bar, top, row, place)
        if at + 1 < len(bars):
            x = place(bar.end)
            edge = row * (1 - _BAR) / 2
            sheet.line((x, x), (top + row - edge, top + row + edge), color=look.path, name="link")
        name = sheet.elided(bar.name, names, size=look.body)
        bold = bar.cause is None
        sheet.text(frame.left, top + row / 2, name, size=look.body, color=look.text, bold=bold, name="name")
        spots.append(Spot(frame.left, top, frame.right, top + row, bar.spoken))
    return spots


def _axis(sheet: Sheet, ticks: Sequence[tuple[int, float]], top: float, bottom: float, language: Language) -> None:
    look = sheet.look
    for tick, x in ticks:
        sheet.line((x, x), (top, bottom), color=look.border if tick == 0 else look.grid, name="grid")
        text = language.percent(tick, 0) if tick == _TICKS[-1] else language.number(tick, 0)
        sheet.text(x, bottom + _AXIS / 2 + 1, text, align="center", name="tick")


def _bar(sheet: Sheet, bar: Bar, top: float, row: float, place: Callable[[Fraction], float]) -> None:
    """Rising to the right in one colour, falling to the left in the other; the sign of the number says it as well."""
    look = sheet.look
    rises = bar.end >= bar.start
    low, high = sorted((place(bar.start), place(bar.end)))
    middle, half = top + row / 2, row * _BAR / 2
    fill, ink = look.text2, look.text
    if bar.cause is not None:
        fill, ink = (look.good, look.good_text) if rises else (look.bad, look.bad_text)
        high = max(high, low + _THINNEST)
    if high > low:
        sheet.rectangle(
            low, middle - half, high, middle + half, fill=fill, name="share" if bar.cause is None else "part"
        )
    size, bold = look.body, True
    width = sheet.text_width(bar.label, size=size, bold=bold)
    left = high + 6
    if bar.cause is not None and not rises and low - 6 - width >= place(Fraction()) + 4:
        left = low - 6 - width
    sheet.text(left, middle, bar.label, size=size, bold=bold, color=ink, name="value", halo=True)


def _core_words(core: Core, language: Language) -> str:
    """What the causes are told apart by where the versions differ; "" where there is one."""
    if core.same_version:
        return ""
    n = core.criteria
    said = language.ngettext(
        "Ratings are compared on the {n} criterion that both versions of the framework have.",
        "Ratings are compared on the {n} criteria that both versions of the framework have.",
        n,
    )
    return said.format(n=language.number(n, 0))


def _notes(change: Decomposition, core: Core, then: str, now: str, language: Language) -> list[str]:
    """The line under the chart, from all that there is to say to the least that must be said."""
    _ = language.gettext
    basis = basis_sentence(change, then, now, language)
    few = min(change.then.denominator, change.now.denominator) < NARROW_BELOW
    small = _("Mind the small numbers.") if few else ""
    order = _("One thing is changed at a time, in this order; another order gives other parts.")
    source = _("Source: assessments by the secretariat.")
    versions = _core_words(core, language)
    return [
        sentences([basis, small, versions, order, source]),
        sentences([basis, small, versions, source]),
        sentences([basis, small, source]),
        sentences([basis, small]),
    ]
