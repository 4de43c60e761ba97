"""What the panel beside the participants says of one party: its course over the rounds, and facts."""

from collections.abc import Sequence
from typing import NamedTuple

from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Party, PartyKind, Round
from covenant_monitor.domain.picture import Break, CovenantPicture, breaks
from covenant_monitor.language import Language
from covenant_monitor.names import party_kind_name
from covenant_monitor_ui.models.participants import group_name, one_line
from covenant_monitor_ui.widgets.course import CoursePoint

Figures = Sequence[tuple[int, str, float, str]]
_FIGURE_ORDER = ("turnover", "employees", "invested_assets", "production_locations")


class Course(NamedTuple):
    """What a course chart shows: its points, the line under it that says what is drawn, and all of it in words.

    `notes`: what the rounds themselves say of what changed.
    """

    points: Sequence[CoursePoint]
    legend: str
    words: str
    notes: str = ""


def course(picture: CovenantPicture, code: str, language: Language) -> Course:
    """The course of one participant over the rounds that it takes part in."""
    broken = {found.round: found for found in breaks(picture.rounds)}
    points: list[CoursePoint] = []
    crossed: list[Break] = []
    for round_picture in picture.rounds:
        standing = next((s for s in round_picture.standings if s.party.code == code), None)
        if standing is None:
            continue
        found = broken.get(round_picture.round.code)
        points.append(_point(standing, broken=found is not None))
        if found is not None and len(points) > 1:
            crossed.append(found)
    notes = "\n".join(f"{found.round}: {one_line(found.note)}" for found in crossed if found.note)
    return Course(points, _legend(points, crossed, language), _in_words(points, language), notes)


def _point(standing: Standing, *, broken: bool) -> CoursePoint:
    score = standing.score
    band = score is not None and score.provisional and score.score is not None
    return CoursePoint(
        label=standing.round,
        score=float(score.score) if score and score.score is not None else None,
        required=None if standing.required is None else float(standing.required),
        low=float(score.low) if band and score and score.low is not None else None,
        high=float(score.high) if band and score and score.high is not None else None,
        broken=broken,
    )


def _legend(points: Sequence[CoursePoint], crossed: Sequence[Break], language: Language) -> str:
    """One line that names whatever is drawn, and nothing that is not."""
    _ = language.gettext
    parts = []
    if any(point.required is not None for point in points):
        parts.append(_("Dash: required score."))
    if crossed:
        rounds: dict[str, list[str]] = {}
        for found in crossed:
            rounds.setdefault(_break_in_words(found, language), []).append(found.round)
        said = ", ".join(f"{what} ({', '.join(codes)})" for what, codes in rounds.items())
        parts.append(_("Dotted line: {what}.").format(what=said))
    band = [point.label for point in points if point.low is not None]
    if band:
        parts.append(_("Block: provisional band of {rounds}.").format(rounds=", ".join(band)))
    return " ".join(parts)


def _break_in_words(found: Break, language: Language) -> str:
    _ = language.gettext
    what = []
    if found.version:
        what.append(_("framework version {version}").format(version=found.version))
    if found.reference_date:
        what.append(_("other reference date"))
    if found.length:
        what.append(_("other length of the round"))
    return _(" and ").join(what or [_("other way of working")])


def _in_words(points: Sequence[CoursePoint], language: Language) -> str:
    _ = language.gettext
    lines = []
    for point in points:
        line = [language.percent(point.score) if point.score is not None else _("no score")]
        if point.low is not None:
            low, high = language.percent(point.low), language.percent(point.high)
            line.append(_("provisional, {low} to {high}").format(low=low, high=high))
        if point.required is not None:
            line.append(_("required {percent}").format(percent=language.percent(point.required, None)))
        lines.append(f"{point.label}: {', '.join(line)}")
    return "; ".join(lines)


def introduction(party: Party, language: Language) -> str:
    """The line under the name: "Large · participant since 3 October 2017"."""
    _ = language.gettext
    if party.kind is PartyKind.COMPANY:
        first = group_name(party.group, language) or _("No group")
        since = _("participant since {day}")
    else:
        first, since = party_kind_name(party.kind, language), _("party since {day}")
    second = since.format(day=language.day(party.joined_on)) if party.joined_on else _("date of joining not known")
    return f"{one_line(first)} · {second}"


def departure(party: Party, language: Language) -> str:
    """When and why a party left; "" where it did not."""
    _ = language.gettext
    if party.left_on is None:
        return ""
    day = language.day(party.left_on)
    if not party.left_reason:
        return _("Left on {day}").format(day=day)
    return _("Left on {day}: {reason}").format(day=day, reason=one_line(party.left_reason))


def facts(
    party: Party, standing: Standing | None, round_: Round | None, figures: Figures, language: Language
) -> list[tuple[str, str]]:
    """What is known of a party, as (name, value); what is not known is not there."""
    _ = language.gettext
    found = []
    if standing is not None:
        found.append((_("Participation year"), str(standing.participation_year)))
    found += _figures(figures, round_, language)
    if standing is not None:
        found.append((_("Assessor"), standing.assessor))
        found.append((_("Reviewer"), standing.reviewer))
    found += [
        (_("Country"), party.country),
        (_("KvK number"), party.kvk),
        ("LEI", party.lei),
        (_("Code"), party.code),
    ]
    return [(name, one_line(value)) for name, value in found if value]


def _figures(figures: Figures, round_: Round | None, language: Language) -> list[tuple[str, str]]:
    """The figures of the latest year up to the round's; of the earliest one known where all are later."""
    years = sorted({year for year, *_rest in figures})
    if not years:
        return []
    until = round_.last_day.year if round_ else years[-1]
    year = max((year for year in years if year <= until), default=years[0])
    chosen = [row for row in figures if row[0] == year]
    chosen.sort(key=lambda row: (_FIGURE_ORDER.index(row[1]) if row[1] in _FIGURE_ORDER else 9, row[1]))
    return [
        (f"{_figure_name(name, language)} {year}", _amount(name, value, unit, language))
        for _year, name, value, unit in chosen
    ]


def _figure_name(figure: str, language: Language) -> str:
    _ = language.gettext
    usual = {
        "turnover": _("Turnover"),
        "employees": _("Employees"),
        "invested_assets": _("Invested assets"),
        "production_locations": _("Production locations"),
    }
    return usual.get(figure) or figure.replace("_", " ").capitalize()


def _amount(figure: str, value: float, unit: str, language: Language) -> str:
    """The value with its unit, unless the unit is what the figure's name says already."""
    _ = language.gettext
    usual = {"EUR": _("euro"), "EUR million": _("million euro"), "EUR thousand": _("thousand euro")}
    said = unit in figure.replace("_", " ")
    return f"{language.number(value, None)} {'' if said else usual.get(unit, unit)}".strip()
