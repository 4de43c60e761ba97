"""The chart of the mean score per section in a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from covenant_monitor.charts import words
from covenant_monitor.charts.chart import Chart, sentences, table_rows
from covenant_monitor.charts.frame import Frame, framed
from covenant_monitor.charts.look import LIGHT, Look
from covenant_monitor.charts.outcome_figures import NARROW_BELOW, public_left_out
from covenant_monitor.charts.sheet import Sheet
from covenant_monitor.domain.disclosure import published_mean
from covenant_monitor.domain.headline import section_means as means_of_sections
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.language import Language

_ROW, _LEAST_ROW = 44, 18
_TWO_LINES, _NAME_LINE = 34, 16
_BAR = 8
_GAP = 12
_LEAST_TRACK = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One section: its name, and the mean in percent of the `n` participants that have a score in it.

    A `withheld` one has neither: with its n it would be known that all are at one end of the scale.
    """

    code: str
    name: str
    mean: Fraction | None
    n: int
    withheld: bool


def section_means(
    picture: RoundPicture,
    language: Language,
    look: Look = LIGHT,
    size: tuple[float, float] = (640, 360),
    scale: float = 1.0,
    *,
    minimum_group: int | None = None,
    heading: bool = True,
    note: str = "",
) -> Chart:
    """Horizontal bars of the mean score per section, of the participants that count in headline figures.

    In neutral grey: there is no requirement per section, so a colour would claim a judgement. With a `minimum_group`
    it is for the public, and means of fewer participants are withheld. Other arguments as in `outcomes_over_rounds`.
    """
    _ = language.gettext
    lines = _lines(picture, language, minimum_group)
    sheet = Sheet(look, size, scale)
    title = _("Mean score per section, round {round}").format(round=picture.round.code)
    notes = [sentences([note, said]) for said in _notes(picture, lines, language, minimum_group)]
    frame = framed(sheet, title if heading else "", _("% of the points that can be had"), notes)
    if any(line.n or line.withheld for line in lines):
        _draw(frame, lines, language, minimum_group)
    else:
        frame.say(_("No assessment counts yet in round {round}.").format(round=picture.round.code))
    return Chart(
        figure=sheet.figure,
        title=title,
        description=sentences([f"{title}.", *(_say(line, language) for line in lines), notes[0]]),
        headers=(_("Section"), _("Mean score"), "n"),
        rows=table_rows(_row(line, language) for line in lines),
        public=minimum_group is not None,
        spots=tuple(sheet.spots),
    )


def _lines(picture: RoundPicture, language: Language, minimum: int | None) -> list[Line]:
    means = {mean.section: mean for mean in means_of_sections(picture.headline.counted)}
    lines = []
    for section in picture.framework.sections:
        mean = means.get(section.code)
        n = mean.n if mean else 0
        name = language.pick(section.name.nl, section.name.en)
        may_show = mean is not None and f"section:{section.code}" not in picture.withheld
        shown = published_mean(mean.mean, n, minimum) if mean and may_show else None
        withheld = bool(n) and shown is None
        lines.append(Line(section.code, name, shown, 0 if withheld else n, withheld))
    return lines


def _name(line: Line) -> str:
    return f"{line.code}  {line.name}".strip()


def _value(line: Line, language: Language) -> str:
    return language.percent(line.mean)


def _row(line: Line, language: Language) -> tuple[str, ...]:
    n = language.gettext("withheld") if line.withheld else language.number(line.n, 0)
    return _name(line), _value(line, language), n


def _say(line: Line, language: Language) -> str:
    name, value, n = _row(line, language)
    return f"{name}: {value} (n = {n})."


def _line_words(line: Line, language: Language, minimum: int | None) -> str:
    """What a section says when it is pointed at."""
    _, n_ = language.gettext, language.ngettext
    if line.withheld:
        said = words.means_withheld(minimum, language)
    elif line.mean is None:
        said = _("No participant has a score in it.")
    else:
        said = n_("Mean {value} of {n} participant", "Mean {value} of {n} participants", line.n).format(
            value=language.percent(line.mean), n=language.number(line.n, 0)
        )
    return f"{_name(line)}\n{said}"


def _draw(frame: Frame, lines: Sequence[Line], language: Language, minimum: int | None) -> None:
    """As many lines as fit, each with its name, a bar, the mean and n."""
    _ = language.gettext
    sheet, look = frame.sheet, frame.sheet.look
    room = frame.bottom - frame.top
    fit = max(1, int(room // _LEAST_ROW))
    if len(lines) > fit:
        more = language.ngettext(
            "{n} more section in the table", "{n} more sections in the table", len(lines) - fit + 1
        ).format(n=len(lines) - fit + 1)
        lines = lines[: fit - 1]
        sheet.text(frame.left, frame.bottom - _LEAST_ROW / 2, more, name="more")
        room -= _LEAST_ROW
    row = min(_ROW, room / max(len(lines), 1))
    ns = [_("withheld") if line.withheld else f"n = {language.number(line.n, 0)}" for line in lines]
    values_width = max(sheet.text_width(_value(line, language), size=look.body, bold=True) for line in lines)
    ns_width = max(sheet.text_width(n) for n in ns)
    track_end = frame.right - ns_width - values_width - 2 * _GAP
    longest = max(sheet.text_width(_name(line), size=look.body) for line in lines)
    names_width = min(longest, max(0.5 * (track_end - frame.left), track_end - frame.left - _GAP - 240))
    names_width = min(names_width, track_end - frame.left - _GAP - _LEAST_TRACK)
    start = frame.left + names_width + _GAP
    for i, (line, n) in enumerate(zip(lines, ns, strict=True)):
        middle = frame.top + row * (i + 0.5)
        _draw_name(sheet, frame.left, middle, names_width, line, two_lines=row >= _TWO_LINES)
        _bar(sheet, start, track_end, middle, line)
        value = _value(line, language)
        sheet.text(
            track_end + _GAP + values_width,
            middle,
            value,
            size=look.body,
            bold=True,
            color=look.text,
            align="right",
            name="mean",
        )
        sheet.text(frame.right, middle, n, align="right", name="n")
        top, bottom = middle - row / 2 + 1, middle + row / 2 - 1
        sheet.spot(frame.left, top, frame.right, bottom, _line_words(line, language, minimum), ("section", line.code))


def _draw_name(sheet: Sheet, left: float, middle: float, room: float, line: Line, *, two_lines: bool) -> None:
    """The name of a section, on two lines where it does not fit on one and there is height for it."""
    look = sheet.look
    parts = list(sheet.wrapped(_name(line), room, size=look.body)) if two_lines else [_name(line)]
    if len(parts) > 1:
        parts = [parts[0], " ".join(parts[1:])]
    for i, part in enumerate(parts):
        sheet.text(
            left,
            middle + (i - (len(parts) - 1) / 2) * _NAME_LINE,
            sheet.elided(part, room, size=look.body),
            size=look.body,
            color=look.text,
            name="section",
        )


def _bar(sheet: Sheet, start: float, end: float, middle: float, line: Line) -> None:
    if line.withheld or line.mean is None:
        return
    top, bottom = middle - _BAR / 2, middle + _BAR / 2
    sheet.rectangle(start, top, end, bottom, fill=sheet.look.line, name="track")
    if line.mean:
        reach = start + (end - start) * float(line.mean) / 100
        sheet.rectangle(start, top, reach, bottom, fill=sheet.look.text2, name="bar")


def _notes(picture: RoundPicture, lines: Sequence[Line], language: Language, minimum: int | None) -> list[str]:
    _ = language.gettext
    figures = picture.headline
    counts = {reason: len(standings) for reason, standings in figures.left_out.items()}
    left_out = public_left_out(counts, minimum, language)
    withheld = any(line.withheld for line in lines)
    few = any(0 < line.n < NARROW_BELOW for line in lines) and not withheld
    needed = sentences(
        [
            _("n: participants with a complete assessment, and a score in the section."),
            words.means_withheld(minimum, language) if withheld else "",
            _("Mind the small numbers.") if few else "",
        ]
    )
    missing = _("Not counted in {round}: {what}.").format(round=picture.round.code, what=left_out) if left_out else ""
    source = words.assessments_source(picture, language)
    version = _("Framework version {version}.").format(version=picture.framework.version)
    return [
        sentences([needed, missing, version, source]),
        sentences([needed, missing, source]),
        sentences([needed, missing]),
    ]
