"""The board report of a round (PDF): for a steering committee, or for the public.

report_reading    what it is made of        report          for whom, and what that audience may see
summary_words     its sentences             report_outcomes outcome, sections, participants
report_context    targets, comparison, alignment, registers
method_words      how the numbers came about                pictures  the charts
blocks            what a page consists of   typesetting     the pages
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from covenant_monitor.files import replacing
from covenant_monitor.language import Language
from covenant_monitor.names import one_person_note
from covenant_monitor.reports import report_context, report_outcomes
from covenant_monitor.reports.blocks import Block, Cover, Document, Figures, Heading, Paragraph, Points, Verbatim
from covenant_monitor.reports.method_words import method
from covenant_monitor.reports.report import Report
from covenant_monitor.reports.report_reading import ReportContent
from covenant_monitor.reports.summary_words import (
    alignment_sentence,
    break_sentence,
    count_shown,
    left_out_sentence,
    mean_sentence,
    other_classes_sentence,
    outcome_sentence,
    sections_sentence,
    share_words,
    statuses_sentence,
    target_sentence,
)
from covenant_monitor.reports.typesetting import pdf

Progress = Callable[[int, int], None]


def write_board_report(
    path: Path,
    content: ReportContent,
    *,
    language: Language,
    public: bool = False,
    progress: Progress | None = None,
    written_on: date | None = None,
) -> None:
    """Write the report to `path`, which stays as it was unless all of it is written.

    `public`: totals only, without what could tell how one participant stands; else everything, marked confidential.
    `progress` is called with how much is done, of how much; it may raise to stop. `written_on`: today by default.

    Raises Problem where the file cannot be written.
    """
    day = written_on or date.today()
    report = Report(content, language, public, day)
    whole = pdf(board_report(report, progress or (lambda done, of: None)), made_on=day)
    with replacing(path) as temporary:
        temporary.write_bytes(whole)


def board_report(report: Report, progress: Progress) -> Document:
    """The report as a document."""
    _ = report.language.gettext
    parts: list[Callable[[Report], Iterator[Block]]] = [
        summary,
        report_outcomes.outcomes,
        report_outcomes.sections,
        report_context.targets,
        report_context.comparison,
        report_context.alignment,
        report_context.registers,
        *([] if report.public else [report_outcomes.participants]),
        method,
    ]
    blocks: list[Block] = []
    for done, part in enumerate(parts):
        progress(done, len(parts) + 1)
        blocks += part(report)
    progress(len(parts), len(parts) + 1)
    mark = _("Public: totals only") if report.public else _("Internal: confidential")
    about = _("{covenant}, round {round}").format(covenant=report.covenant, round=report.round)
    return Document(
        title=_("Board report: {about}").format(about=about),
        language=report.language.code,
        about=about,
        mark=mark,
        confidential=not report.public,
        head=_cover(report),
        blocks=blocks,
    )


def _cover(report: Report) -> Cover:
    language, framework = report.language, report.this.picture.framework
    day = report.this.picture.round.reference_date
    _ = language.gettext
    return Cover(
        kind=_("Board report"),
        title=report.covenant,
        subtitle=_("Round {round}").format(round=report.round),
        facts=[
            *([(_("Reference date"), language.day(day))] if day else []),
            (_("Framework"), report.name(framework.name, framework.code)),
            (_("Framework version"), report.safe(framework.version)),
            (_("Audience"), _("Public") if report.public else _("Internal")),
            (_("Date of this report"), language.day(report.written_on)),
            *([(_("Digest of the file"), "")] if report.content.digest else []),
        ],
        warning=""
        if report.public
        else _("Confidential: this report holds names and scores of participants. Do not pass it on."),
        digest=Verbatim(report.content.digest),
        contents=_("Contents"),
    )


def summary(report: Report) -> Iterator[Block]:
    """What the round came to on one page: some large numbers, and sentences."""
    language, this, before = report.language, report.this, report.before
    _ = language.gettext
    minimum = report.content.picture.covenant.minimum_group
    yield Heading(_("Summary"))
    yield Figures(list(_large_numbers(report)))
    yield Paragraph(outcome_sentence(this, before, minimum, language), "lead")
    if before is not None and (mark := report.changed):
        yield Paragraph(break_sentence(mark, before.picture.round.code, language), "box")
    said = [
        other_classes_sentence(this.every, language),
        mean_sentence(this, before, language),
        left_out_sentence(this, language),
        sections_sentence(
            [
                (report.section(section), one)
                for section, one in zip(this.picture.framework.sections, this.sections, strict=True)
            ],
            language,
        ),
    ]
    found = report_context.standings_of(report)
    said.append(statuses_sentence([standing.status for _target, _indicator, standing in found], language))
    if year := report_context.alignment_year(report):
        said.append(alignment_sentence(year, language))
    if note := one_person_note(report.content.picture.covenant, language):
        said.append(note)
    yield Points([one for one in said if one])
    if found:
        yield Heading(_("Targets in short"), 2)
        yield Points(
            [
                target_sentence(report.name(indicator.name, indicator.code), indicator, standing, language)
                for _target, indicator, standing in found
            ]
        )


def _large_numbers(report: Report) -> Iterator[tuple[str, str]]:
    language, every = report.language, report.this.every
    _ = language.gettext
    withheld = _("withheld")
    counts = every.counts
    number = language.number
    if every.withheld:
        required = report.this.picture.round.requirements
        yield withheld, _("meet the requirement of their participation year") if required else _("mean score")
    elif counts.n:
        yield (
            share_words(counts.meets, counts.n, language),
            _("meet the requirement of their participation year ({meets} of {n})").format(
                meets=number(counts.meets, 0), n=number(counts.n, 0)
            ),
        )
    if every.mean is not None and not every.withheld:
        label = _("mean score (n = {n})").format(n=number(every.counted, 0))
        yield language.percent(every.mean), label if count_shown(report.this) else _("mean score")
    if report.this.participants is not None:
        yield number(report.this.participants, 0), _("participants in the round")
