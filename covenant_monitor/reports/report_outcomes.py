"""The parts of a report about how participants stand: outcome, participation years, sections and steps, by name."""

from collections.abc import Iterator, Sequence

from covenant_monitor.charts.outcome_figures import OUTCOMES
from covenant_monitor.domain.comparison_sides import version_of
from covenant_monitor.domain.headline import Standing, reason_left_out
from covenant_monitor.domain.model import Outcome
from covenant_monitor.domain.profile import Profile
from covenant_monitor.domain.scope import select
from covenant_monitor.exchange.annual_workbook.figures import Group, RoundFigures, Section
from covenant_monitor.exchange.annual_workbook.words import group_name, why_years_withheld
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import break_name, outcome_name, reason_name, status_name
from covenant_monitor.reports.blocks import Block, Cell, Heading, Marked, Paragraph, Points, Table
from covenant_monitor.reports.pictures import picture_of
from covenant_monitor.reports.report import Report
from covenant_monitor.reports.summary_words import (
    cohort_sentence,
    count_shown,
    sections_sentence,
    share_words,
)

OUTCOME_MARKS = {Outcome.MEETS: "good", Outcome.ON_TRACK: "half", Outcome.BEHIND: "bad", None: "none"}


def outcomes(report: Report) -> Iterator[Block]:
    """The outcome of the round by participation year, and over the rounds."""
    language, this = report.language, report.this
    _ = language.gettext
    required = report.requires
    yield Heading(
        _("Outcome by participation year") if required else _("Scores by participation year"), new_page=required
    )
    if required:
        yield Paragraph(
            _(
                "What is required rises with the participation year, so each year is told by itself: a total mixes"
                " them. Meets: the score is at least what is required; on track: a little less; behind: less than that."
            )
        )
    else:
        yield Paragraph(
            _("Nothing is required in these rounds, so there are scores and no outcomes.")
            if len(report.rounds) > 1
            else _("Nothing is required in this round, so there are scores and no outcomes.")
        )
    yield Points([said for group in this.cohorts if required and (said := cohort_sentence(group, language))])
    if this.cohorts_withheld:
        yield Paragraph(why_years_withheld(this, report.minimum, language), "box")
    rows = [(group_name(group, language), group) for group in [this.every, *this.cohorts]]
    yield Table(
        [_("Participation year"), *_heads(report, _("Required"))],
        [
            [
                Marked(name, "strong") if group is this.every else name,
                *([_required(group, language)] if required else []),
                *_group_cells(this, group, report),
            ]
            for name, group in rows
        ],
        [False, *[True] * (7 if required else 2)],
        [3.4, *([1.7, 1.6, 2.2, 2.2, 2.2] if required else []), 1.9, 1.7],
        _("Round {round}").format(round=report.round),
        _("In each class: how many, and their share of n.") if required else "",
    )
    if required:
        yield from picture_of(report, "outcomes")
    if len(report.rounds) > 1:
        yield from _over_the_rounds(report)


def _required(group: Group, language: Language) -> str:
    return NO_NUMBER if group.required is None else language.percent(group.required, None)


def _heads(report: Report, first: str) -> list[str]:
    """What stands over `_group_cells`; `first` before it, where anything is required."""
    _ = report.language.gettext
    classes = [first, "n", *(outcome_name(outcome, report.language) for outcome in OUTCOMES)]
    return [*(classes if report.requires else []), _("Mean score"), _("Mean of (n)")]


def _group_cells(figures: RoundFigures, group: Group, report: Report) -> list[Cell]:
    """n and the classes with their shares, where anything is required; the mean, and of how many it is."""
    language = report.language
    withheld = language.gettext("withheld")
    if group.withheld:
        return [withheld, *[NO_NUMBER] * 5] if report.requires else [withheld] * 2
    counts = group.counts
    classes = [NO_NUMBER] * 3
    if counts.n:
        classes = [
            f"{language.number(counts.count(one), 0)} ({share_words(counts.count(one), counts.n, language)})"
            for one in OUTCOMES
        ]
    n = language.number(counts.n, 0) if figures.picture.round.requirements else NO_NUMBER
    mean = withheld if group.mean is None and group.counted else language.percent(group.mean)
    counted = language.number(group.counted, 0) if count_shown(figures) else withheld
    return [*([n, *classes] if report.requires else []), mean, counted]


def _over_the_rounds(report: Report) -> Iterator[Block]:
    language = report.language
    _ = language.gettext
    yield Heading(_("This round and the earlier ones"), 2)
    yield Table(
        [_("Round"), *_heads(report, _("Version"))],
        [
            [
                figures.picture.round.code + ("*" if figures.picture.round.code in report.breaks else ""),
                *([report.safe(figures.picture.round.version)] if report.requires else []),
                *_group_cells(figures, figures.every, report),
            ]
            for figures in report.rounds
        ],
        [False, *[True] * (7 if report.requires else 2)],
        [2.4, *([1.4, 1.6, 2.4, 2.4, 2.4] if report.requires else []), 2, 1.8],
        _("All participants in this round and the earlier ones"),
        break_note(report),
    )


def break_note(report: Report) -> str:
    """Which rounds cannot be compared with the one before, and why; "" where all can."""
    if not report.breaks:
        return ""
    _ = report.language.gettext
    said = [f"{code}: {report.safe(break_name(mark, report.language))}" for code, mark in report.breaks.items()]
    return _("* Break: does not compare with the round before. {breaks}.").format(breaks="; ".join(said))


def sections(report: Report) -> Iterator[Block]:
    """The mean score per section, now and in the round before; internally the OECD steps too."""
    language, this = report.language, report.this
    _ = language.gettext
    framework = this.picture.framework
    yield Heading(_("Sections and steps"), new_page=True)
    named = [(report.section(section), one) for section, one in zip(framework.sections, this.sections, strict=True)]
    if said := sections_sentence(named, language):
        yield Paragraph(said)
    before = report.before
    same = before is not None and version_of(before.picture.framework) == version_of(framework)
    headers = [_("Section"), _("OECD step"), "n", _("Mean score")]
    if before is not None and same:
        headers += [f"n {before.picture.round.code}", before.picture.round.code]
    rows = []
    for place, (section, (name, one)) in enumerate(zip(framework.sections, named, strict=True)):
        row = [name, str(section.step) if section.step else NO_NUMBER, *_mean_cells(one, language)]
        if before is not None and same:
            row += _mean_cells(before.sections[place], language)
        rows.append(row)
    note = _("n: participants that count and have a score in the section; each counts once.")
    if before is not None and not same:
        note += " " + _(
            "The round before had another version of the framework: its sections are not the same. See the comparison."
        )
    n_width, width = (2.4, 2.4) if report.public else (1.8, 1.9)  # where anything can be withheld, room to say so
    widths = [6, 1.5, n_width, width, *([n_width, width] if same else [])]
    yield Table(headers, rows, [False, *[True] * (len(headers) - 1)], widths, _("Mean score per section"), note)
    yield from picture_of(report, "sections", rows=len(framework.sections))
    if not report.public:
        yield from _steps(report)


def _mean_cells(section: Section, language: Language) -> list[str]:
    withheld = language.gettext("withheld")
    n = withheld if section.n is None else language.number(section.n, 0)
    return [n, withheld if section.withheld else language.percent(section.mean)]


def _steps(report: Report) -> Iterator[Block]:
    """The six steps of the OECD, with how ratings fall. For internal use: a step may be of a few participants."""
    language = report.language
    _ = language.gettext
    profile = Profile(select(report.content.picture, report.round))
    parts = {step: part for step, part in profile.steps.items() if part.mean.value is not None}
    if not parts:
        return
    rows = []
    for step, part in parts.items():
        shares = part.counts.rounded()
        rows.append(
            [
                _("Step {step}").format(step=step),
                language.number(part.mean.denominator, 0),
                language.percent(part.mean.value),
                *([language.percent(share, 0) for share in shares] if shares else [NO_NUMBER] * 3),
                language.number(part.counts.n, 0),
            ]
        )
    yield Table(
        [_("OECD step"), "n", _("Mean score"), _("Fully"), _("Partially"), _("Not"), _("Ratings (n)")],
        rows,
        [False, *[True] * 6],
        [3, 1, 2, 1.6, 1.6, 1.6, 2],
        _("Mean score per step, and how its ratings fall"),
        _("Shares are of all ratings with a value, of all participants that count; they add up to 100."),
    )


def participants(report: Report) -> Iterator[Block]:
    """Everybody by name. For internal use only."""
    language = report.language
    _ = language.gettext
    yield Heading(_("Participants"), new_page=True)
    standings = sorted(report.content.round.standings, key=lambda one: language.sort_key(one.party.name))
    required = [_("Required"), _("Outcome")] if report.requires else []
    yield Table(
        [_("Participant"), _("Year"), _("Status"), _("Score"), *required, _("Why not counted")],
        [_participant(one, report) for one in standings],
        [False, True, False, True, *([True, False] if required else []), False],
        [4.8, 1, 3, 1.5, *([1.6, 2.2] if required else []), 3],
        _("Participants in round {round}").format(round=report.round),
        _("Year: participation year. A provisional score can still change, and has no outcome yet."),
    )


def _participant(standing: Standing, report: Report) -> Sequence[Cell]:
    language = report.language
    score, reason = standing.score, reason_left_out(standing)
    outcome: Cell = NO_NUMBER
    if standing.outcome is not None or standing.required is not None:
        outcome = Marked(outcome_name(standing.outcome, language), OUTCOME_MARKS[standing.outcome])
    return [
        standing.party.name,
        str(standing.participation_year),
        status_name(standing.status, language),
        language.percent(score.score if score else None),
        *([language.percent(standing.required, None), outcome] if report.requires else []),
        reason_name(reason, language) if reason else "",
    ]
