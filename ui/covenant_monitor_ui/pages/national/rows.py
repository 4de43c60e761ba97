"""The covenants of a file in words: what stands in their table, and in the list of the risk sectors."""

from collections.abc import Mapping, Sequence

from covenant_monitor.charts.words import amount, is_percent, left_out, span
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Covenant
from covenant_monitor.domain.national import (
    CovenantFigures,
    Cover,
    National,
    RoundFigures,
    SectorFigures,
    Share,
    State,
    TargetFigure,
    figures_year,
)
from covenant_monitor.domain.targets import TargetStatus
from covenant_monitor.language import Language
from covenant_monitor.names import gap_words, reason_count, target_status_name, term
from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Cell, Column, one_line

_URGENT = (
    TargetStatus.MISSED,
    TargetStatus.BEHIND,
    TargetStatus.ON_TRACK,
    TargetStatus.ACHIEVED,
    TargetStatus.NO_DATA,
)
"""Which of several targets stands in the table: the one that is worst off."""

MARKS: Mapping[TargetStatus, str] = {
    TargetStatus.ACHIEVED: "achieved",
    TargetStatus.ON_TRACK: "on_track",
    TargetStatus.BEHIND: "behind",
    TargetStatus.MISSED: "missed",
    TargetStatus.NO_DATA: "none",
}


def covenant_name(covenant: Covenant, language: Language) -> str:
    """The covenant in the reader's language; its code where it has no name."""
    return one_line(language.pick(covenant.name.nl, covenant.name.en)) or covenant.code


def period(covenant: Covenant, state: State, language: Language) -> str:
    """From when, or until when: "since Jul 2016", "ended Dec 2021"."""
    _ = language.gettext
    if state is State.ENDED:
        return _("ended {month}").format(month=language.month(covenant.end_date))
    if state is State.AHEAD:
        return _("from {month}").format(month=language.month(covenant.start_date))
    if state is State.RUNNING:
        return _("since {month}").format(month=language.month(covenant.start_date))
    if covenant.end_date is not None:
        return _("until {month}").format(month=language.month(covenant.end_date))
    return _("no dates known")


def columns(language: Language) -> list[Column]:
    """What the table of covenants has."""
    _ = language.gettext
    return [
        Column("name", _("Covenant")),
        Column("period", _("Period")),
        Column("participants", _("Participants"), True, _("Companies that take part on the day")),
        Column("companies", _("% companies"), True, _("Participants as a share of the companies in the sector")),
        Column("turnover", _("% turnover"), True, _("Participants' turnover as a share of that of the sector")),
        Column("round", _("Round"), False, _("The last round that had begun on the day")),
        Column("counted", _("Counted"), True, _("Participants that count in the figures of the round")),
        Column("meets", _("Meets"), True, _("Share that meets the required score")),
        Column("mean", _("Mean"), True, _("Mean score")),
        Column("target", _("Target"), False, _("The target that is worst off, at its next milestone")),
    ]


def lines(figures: Sequence[CovenantFigures], language: Language) -> list[Line]:
    """A line for every covenant, by name."""
    found = [
        Line(
            (one.covenant.code,),
            (
                _name_cell(one, language),
                _period_cell(one, language),
                Cell(language.number(one.participants, 0), one.participants),
                *_round_cells(one.latest, language),
                _target_cell(one.targets, language),
            ),
            quiet=one.state is State.ENDED,
        )
        for one in figures
    ]
    return sorted(found, key=lambda line: Language.sort_key(line.cells[0].text))


def _name_cell(one: CovenantFigures, language: Language) -> Cell:
    name = covenant_name(one.covenant, language)
    tip = name if not one.covenant.sector else f"{name}\n{one_line(one.covenant.sector)}"
    return Cell(name, Language.sort_key(name), tip=tip)


def _period_cell(one: CovenantFigures, language: Language) -> Cell:
    start, end = one.covenant.start_date, one.covenant.end_date
    day = end if one.state is State.ENDED else start
    return Cell(
        period(one.covenant, one.state, language),
        (one.state is State.ENDED, day.isoformat() if day else ""),
        tip=f"{language.day(start)} – {language.day(end)}" if start or end else "",
    )


def _round_cells(latest: RoundFigures | None, language: Language) -> list[Cell]:
    """Shares of the sector, and the headline of the latest round; "–" where there is no number."""
    _ = language.gettext
    if latest is None:
        return [Cell("–"), Cell("–"), Cell(""), Cell("–"), Cell("–"), Cell("–")]
    counted = _("{n} of {total}").format(n=language.number(latest.n, 0), total=language.number(latest.participants, 0))
    without = left_out(latest.left_out, language)
    out = _("Not counted: {reasons}.").format(reasons=without) if without else _("All participants count.")
    counts = latest.outcomes
    meets = _("{n} of {total}").format(n=language.number(counts.meets, 0), total=language.number(counts.n, 0))
    if counts.without_requirement:
        meets += "\n" + reason_count(Reason.NO_REQUIREMENT, counts.without_requirement, language)
    return [
        _share_cell(latest.companies, latest, language),
        _share_cell(latest.turnover, latest, language),
        Cell(latest.round.code, latest.round.first_day.isoformat()),
        Cell(counted, latest.n, tip=out),
        Cell(language.percent(latest.meets, 0), latest.meets, tip=meets),
        Cell(language.percent(latest.mean), latest.mean, tip=f"n = {language.number(latest.n, 0)}"),
    ]


def _share_cell(share: Share | None, latest: RoundFigures, language: Language) -> Cell:
    _, n_ = language.gettext, language.ngettext
    if share is None:
        year = figures_year(latest.round)
        return Cell("–", tip=_("The sector's figures of {year} are not known.").format(year=year))
    said = _("{n} of {total}, {year}").format(
        n=language.number(share.numerator, None),
        total=language.number(share.denominator, None),
        year=figures_year(latest.round),
    )
    if share.missing:
        said += "\n" + n_(
            "{n} participant without a turnover of that year is left out",
            "{n} participants without a turnover of that year are left out",
            share.missing,
        ).format(n=language.number(share.missing, 0))
    return Cell(language.percent(share.percent), share.percent, tip=said)


def _target_cell(targets: Sequence[TargetFigure], language: Language) -> Cell:
    if not targets:
        return Cell("")
    worst = min(targets, key=lambda one: _URGENT.index(one.status))
    others = language.gettext("and {n} more").format(n=len(targets) - 1) if len(targets) > 1 else ""
    return Cell(
        target_words(worst, language),
        _URGENT.index(worst.status),
        MARKS[worst.status],
        others,
        "\n".join(f"{target_name(one, language)}: {target_words(one, language)}" for one in targets),
    )


def target_name(figure: TargetFigure, language: Language) -> str:
    """What a target is about."""
    name = figure.indicator.name
    return one_line(language.pick(name.nl, name.en)) or figure.indicator.code


def target_title(figure: TargetFigure, language: Language) -> str:
    """What a target is about, and whose it is where it is not the whole country's."""
    name = target_name(figure, language)
    return name if figure.is_policy else f"{name} ({covenant_name(figure.covenant, language)})"


def target_words(figure: TargetFigure, language: Language) -> str:
    """How a target stands: "Missed, 55 points short"."""
    status = target_status_name(figure.status, language)
    gap = figure.standing.gap if figure.standing else None
    if gap is None or gap <= 0:
        return status
    short = gap_words(gap, figure.indicator.unit, language, ahead=figure.status is not TargetStatus.MISSED)
    return f"{status}, {short}"


def target_value(figure: TargetFigure, language: Language) -> str:
    """Where a target should be, and when: "90 % on 31 December 2023"."""
    if figure.standing is None:
        return ""
    value = amount(figure.standing.milestone.value, figure.indicator.unit, language)
    if not is_percent(figure.indicator.unit):
        value = f"{value} {term(figure.indicator.unit, language)}".strip()
    day = language.short_day(figure.standing.milestone.day)
    return language.gettext("{value} on {day}").format(value=value, day=day)


def target_now(figure: TargetFigure, language: Language) -> str:
    """What the indicator was when it was last observed: "35 %", "40–45 %"; "–" where it never was."""
    last = figure.standing.observation if figure.standing else None
    if last is None:
        return "–"
    if last.is_range and last.low is not None and last.high is not None:
        return span(last.low, last.high, figure.indicator.unit, language)
    return amount(last.worst(figure.indicator.direction), figure.indicator.unit, language)


def sector_rows(figures: Sequence[SectorFigures], language: Language) -> list[tuple[str, str, str]]:
    """The risk sectors in their own language's order: name, the covenants, and whether one is running."""
    rows = [
        (
            language.pick(one.sector.name.nl, one.sector.name.en),
            "; ".join(covenant_name(each.covenant, language) for each in one.covenants) or "–",
            cover_name(one.cover, language),
        )
        for one in figures
    ]
    return sorted(rows, key=lambda row: Language.sort_key(row[0]))


def cover_name(cover: Cover, language: Language) -> str:
    """Whether a sector has a covenant."""
    _ = language.gettext
    return {Cover.RUNNING: _("covenant"), Cover.ENDED: _("ended"), Cover.NONE: _("none")}[cover]


def unknown_words(found: National, language: Language) -> str:
    """Which covenants are of none of the risk sectors; "" where all are of one."""
    if not found.unknown:
        return ""
    _ = language.gettext
    none = _("no sector given")
    named = [
        f"{covenant_name(one.covenant, language)} ({one_line(one.covenant.sector) or none})" for one in found.unknown
    ]
    return _("None of the thirteen: {covenants}.").format(covenants="; ".join(named))
