"""The parts of a report beside the outcome: targets, what changed since the round before, OECD alignment, registers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from covenant_monitor.charts.alignment_words import component_name, derived_words, gap_sentence, source_words
from covenant_monitor.charts.comparison_words import (
    basis_sentence,
    change_sentence,
    core_sentence,
    few_sentence,
    measure_name,
    shown_points,
)
from covenant_monitor.charts.target_words import milestone_label, said
from covenant_monitor.charts.words import amount, capitalised
from covenant_monitor.domain.alignment import WHOLE, AlignmentShares, AlignmentYear, alignment_years
from covenant_monitor.domain.comparison import Change, ParticipantChange, most_declined, most_improved
from covenant_monitor.domain.comparison_parts import Measure
from covenant_monitor.domain.disclosure import too_small
from covenant_monitor.domain.registers import Entry, Register, in_order, is_overdue
from covenant_monitor.domain.targets import Indicator, MilestoneStanding, Target, TargetStatus, milestone_standing
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import (
    alignment_dimension_name,
    entry_status_name,
    projection_method,
    register_name,
    target_status_name,
)
from covenant_monitor.reports.blocks import Block, Cell, Heading, Marked, Paragraph, Points, Table
from covenant_monitor.reports.pictures import picture_of
from covenant_monitor.reports.report import Report
from covenant_monitor.reports.summary_words import (
    break_sentence,
    day_sentence,
    mean_sentence,
    outcome_sentence,
    projection_words,
)
from covenant_monitor.store.comparing import RoundComparison

STATUS_MARKS = {
    TargetStatus.ACHIEVED: "good",
    TargetStatus.ON_TRACK: "half",
    TargetStatus.BEHIND: "bad",
    TargetStatus.MISSED: "bad",
    TargetStatus.NO_DATA: "none",
}
_MOST_MOVED = 5
_MOST_ENTRIES = 25


def standings_of(report: Report) -> list[tuple[Target, Indicator, MilestoneStanding]]:
    """Every milestone of every target as it stands on the report's day."""
    indicators = {one.code: replace(one, unit=report.safe(one.unit)) for one in report.content.picture.indicators}
    return [
        (
            target,
            indicators[target.indicator],
            milestone_standing(indicators[target.indicator], target, milestone, report.seen_on),
        )
        for target in report.content.picture.targets
        if target.indicator in indicators
        for milestone in target.milestones
    ]


def targets(report: Report) -> Iterator[Block]:
    """Every target with its status and projection, and a chart of each; nothing where there are none."""
    found = standings_of(report)
    if not found:
        return
    language = report.language
    _ = language.gettext
    yield Heading(_("Targets"), new_page=True)
    yield Paragraph(day_sentence(report.seen_on, language), "note")
    yield Table(
        [_("Indicator"), _("Last observation"), _("Target"), _("Status"), _("Projection")],
        [_target_row(report, indicator, standing) for _target, indicator, standing in found],
        [False] * 5,
        [4, 2.4, 2.6, 2.2, 3.8],
    )
    for target in dict.fromkeys(target.code for target, _indicator, _standing in found):
        of_it = [(indicator, standing) for one, indicator, standing in found if one.code == target]
        indicator = of_it[0][0]
        yield Heading(report.name(indicator.name, indicator.code), 2)
        yield from picture_of(report, "target", target=target, caption="")
    yield Paragraph(
        _(
            "Achieved or missed: on its day and after. Before it: on track is on the straight path from the baseline,"
            " or better. A value published as a range counts by its less favourable end."
        ),
        "note",
    )
    yield Paragraph(projection_method(language), "note")


def _target_row(report: Report, indicator: Indicator, standing: MilestoneStanding) -> list[Cell]:
    language = report.language
    last = standing.observation
    goal = milestone_label(standing.milestone.value, indicator, language)
    return [
        report.name(indicator.name, indicator.code),
        f"{said(last, indicator.unit, language)}, {language.month(last.day)}" if last else NO_NUMBER,
        f"{goal}, {language.month(standing.milestone.day)}",
        Marked(target_status_name(standing.status, language), STATUS_MARKS[standing.status]),
        projection_words(indicator, standing, language),
    ]


def comparison(report: Report) -> Iterator[Block]:
    """What changed since the round before. In public the totals only; internally why, and for whom."""
    before, found = report.before, report.content.comparison
    if before is None or found is None:
        return
    language = report.language
    _ = language.gettext
    then = before.picture.round.code
    yield Heading(_("Compared with round {round}").format(round=then), new_page=not report.public)
    if mark := report.changed:
        yield Paragraph(break_sentence(mark, then, language), "box")
        if mark.note.strip() and not report.public:
            yield Paragraph(_("Round {round}: {note}").format(round=mark.round, note=mark.note.strip()), "note")
    if report.public:
        minimum = report.content.picture.covenant.minimum_group
        if report.requires:
            yield Paragraph(outcome_sentence(report.this, before, minimum, language))
        yield Paragraph(mean_sentence(report.this, before, language))
        yield Paragraph(
            _("Why a figure changed is for internal use: what a few participants changed can be read from it."), "note"
        )
        return
    for measure, change in ((one, found.changes[one]) for one in Measure if one in found.changes):
        yield Heading(measure_name(measure, language), 2)
        yield Paragraph(change_sentence(change, language))
        yield Paragraph(basis_sentence(change, then, report.round, language), "note")
    if found.changes:
        yield from picture_of(report, "waterfall")
    yield from _same_participants(report, found, then)


def _same_participants(report: Report, found: RoundComparison, then: str) -> Iterator[Block]:
    """Sections, criteria and participants on the common core."""
    language = report.language
    _, n_ = language.gettext, language.ngettext
    compared = found.comparison
    if not compared.same:
        return
    yield Heading(_("The same participants in both rounds"), 2)
    text = n_("{n} participant counts in both rounds.", "{n} participants count in both rounds.", compared.same).format(
        n=language.number(compared.same, 0)
    )
    yield Paragraph(" ".join(filter(None, (text, core_sentence(compared.core, language)))))
    names = {one.code: report.section(one) for one in compared.core.framework.sections}
    heads = [_("Section"), "n", then, report.round, _("Points")]
    changes = [(_("All sections together"), compared.mean), *((names[one.code], one) for one in compared.sections)]
    yield Table(
        heads,
        [_change_row(name, one, language) for name, one in changes],
        [False, *[True] * 4],
        [7, 1, 1.6, 1.6, 1.6],
        _("Mean score of the same participants"),
        " ".join(dict.fromkeys(_as_sentence(few_sentence(one, language)) for _name, one in changes)).strip(),
    )
    texts = {code: report.name(one.text) for code, one in compared.core.framework.criteria.items()}
    for title, moved in (
        (_("Criteria that rose most"), most_improved(compared.criteria, _MOST_MOVED)),
        (_("Criteria that fell most"), most_declined(compared.criteria, _MOST_MOVED)),
    ):
        if moved:
            rows = [_change_row(f"{one.code} {texts[one.code]}", one, language) for one in moved]
            yield Table([_("Criterion"), *heads[1:]], rows, [False, *[True] * 4], [7, 1, 1.6, 1.6, 1.6], title)
    for title, people in (
        (_("Participants that rose most"), most_improved(compared.participants, _MOST_MOVED)),
        (_("Participants that fell most"), most_declined(compared.participants, _MOST_MOVED)),
    ):
        if people:
            yield Table(
                [_("Participant"), then, report.round, _("Points")],
                [_moved_row(one, language) for one in people],
                [False, *[True] * 3],
                [8, 1.6, 1.6, 1.6],
                title,
            )


def _as_sentence(said: str) -> str:
    return f"{capitalised(said)}." if said else ""


def _change_row(name: str, change: Change, language: Language) -> list[Cell]:
    then, now = change.then.percent, change.now.percent
    return [
        name,
        language.number(change.n, 0),
        language.percent(then),
        language.percent(now),
        shown_points(then, now, language),
    ]


def _moved_row(one: ParticipantChange, language: Language) -> list[Cell]:
    then, now = (place.counted_score if place else None for place in (one.then, one.now))
    return [one.name or one.code, language.percent(then), language.percent(now), shown_points(then, now, language)]


def alignment_year(report: Report) -> AlignmentYear | None:
    """The last OECD alignment assessment up to the report's day; None where there is none."""
    known = [one for one in alignment_years(report.content.picture.alignment) if one.year <= report.seen_on.year]
    return known[-1] if known else None


def alignment(report: Report) -> Iterator[Block]:
    """How far the covenant itself is aligned with the OECD; nothing where it was not assessed."""
    year = alignment_year(report)
    if year is None:
        return
    language = report.language
    _ = language.gettext
    yield Heading(_("OECD alignment of the covenant"), new_page=True)
    yield Paragraph(
        _("How far the covenant itself follows the OECD due diligence guidance; never a judgement of a company.")
    )
    if gap := year.gap():
        yield Paragraph(_("{year}: {said}").format(year=year.year, said=gap_sentence(gap, language)))
    if year.on_paper_only:
        names = [report.safe(component_name(one.component, language)) for one in year.on_paper_only]
        yield Paragraph(_("Much better on paper than in practice:"))
        yield Points(names)
    keys = [(component, dimension) for component in (WHOLE, *year.components) for dimension in year.dimensions]
    shown = [(key, shares) for key in keys if (shares := year.of(*key))]
    with_n = any(shares.n for _key, shares in shown)
    columns = 6 if with_n else 5
    yield Table(
        [_("Component"), _("Dimension"), _("Fully"), _("Partially"), _("Not"), "n"][:columns],
        [
            [
                report.safe(component_name(component, language)),
                alignment_dimension_name(dimension, language),
                *_share_cells(shares, language),
            ][:columns]
            for (component, dimension), shares in shown
        ],
        [False, False, *[True] * 4][:columns],
        [5, 3, 1.5, 1.7, 1.5, 1][:columns],
        _("Assessment of {year}").format(year=year.year),
        " ".join(
            filter(
                None,
                (
                    derived_words((one for _k, one in shown), language),
                    report.safe(source_words((one for _k, one in shown), language)),
                ),
            )
        ),
    )
    yield from picture_of(report, "alignment", rows=len(year.components) + 1)
    if year.gaps or year.gap():
        yield from picture_of(report, "dumbbell", rows=len(year.components) + 1)


def _share_cells(shares: AlignmentShares, language: Language) -> list[str]:
    rounded: Sequence[Fraction] = shares.rounded()
    return [*(language.percent(one, 0) for one in rounded), amount(shares.n, "", language) if shares.n else NO_NUMBER]


def registers(report: Report) -> Iterator[Block]:
    """How many entries of each register are open and overdue; internally which ones."""
    entries = report.content.entries
    if not entries:
        return
    language, at = report.language, report.written_on
    _ = language.gettext
    yield Heading(_("Risks, actions, commitments and complaints"), new_page=not report.public)
    yield Paragraph(day_sentence(at, language), "note")
    yield Table(
        [_("Register"), _("Total"), _("Still open"), _("Overdue"), _("Closed")],
        [register_row(report, one) for one in Register if any(entry.register is one for entry in entries)],
        [False, *[True] * 4],
        [6, 1.5, 1.5, 1.5, 1.5],
        note=_("Overdue entries are open too. Withheld: what is about too few participants, or could be computed.")
        if report.public
        else _("Overdue entries are open too."),
    )
    if report.public:
        return
    names = report.content.names
    for register in Register:
        of_it = in_order((one for one in entries if one.register is register and not one.status.is_closed), at)
        if of_it:
            yield Heading(register_name(register, language), 2)
            yield Table(
                [_("Code"), _("Title"), _("Who"), _("Due"), _("Status")],
                [_entry_row(one, names, report) for one in of_it[:_MOST_ENTRIES]],
                [False] * 5,
                [1, 5.4, 3, 2, 2.4],
                note=_("Only the first {n} of {all}.").format(
                    n=language.number(_MOST_ENTRIES, 0), all=language.number(len(of_it), 0)
                )
                if len(of_it) > _MOST_ENTRIES
                else "",
            )


def register_row(report: Report, register: Register) -> list[Cell]:
    """A register's numbers. In public nothing is told of entries that are about too few participants together.

    Where what is closed, open or overdue is about too few, only the total is told, so that it cannot be computed.
    """
    language, at = report.language, report.written_on
    entries = [one for one in report.content.entries if one.register is register]
    closed = [one for one in entries if one.status.is_closed]
    overdue = [one for one in entries if is_overdue(one, at)]
    waiting = [one for one in entries if not one.status.is_closed and not is_overdue(one, at)]
    withheld = language.gettext("withheld")
    name = register_name(register, language)
    if _about_too_few(entries, report):
        return [name, *[withheld] * 4]
    all_ = language.number(len(entries), 0)
    if any(_about_too_few(part, report) for part in (closed, overdue, waiting)):
        return [name, all_, *[withheld] * 3]
    return [
        name,
        all_,
        *(language.number(n, 0) for n in (len(waiting) + len(overdue), len(overdue), len(closed))),
    ]


def _about_too_few(entries: Sequence[Entry], report: Report) -> bool:
    """Whether the companies that some entries are about are fewer than may be told of."""
    companies = {one.code for one in report.content.companies}
    about = {code for one in entries for code in (one.party, *one.participants) if code in companies}
    return too_small(len(about), report.minimum)


def _entry_row(entry: Entry, names: Mapping[str, str], report: Report) -> list[Cell]:
    language = report.language
    who = entry.party or "; ".join(entry.participants)
    return [
        entry.code,
        entry.title,
        "; ".join(names.get(code, code) for code in who.split("; ")) if who else NO_NUMBER,
        language.short_day(entry.due_on),
        status_cell(entry, report.written_on, language),
    ]


def status_cell(entry: Entry, at: date, language: Language) -> Cell:
    """How far an entry is, and whether it should have been closed by now."""
    status = entry_status_name(entry.register, entry.status, language)
    if not is_overdue(entry, at):
        return status
    return Marked(language.gettext("{status}, overdue").format(status=status), "bad")
