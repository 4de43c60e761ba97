"""How the numbers of a report came about, in plain words (design, section 3), with n and what was left out."""

from collections.abc import Iterator

from covenant_monitor import __version__
from covenant_monitor.domain.model import Status
from covenant_monitor.exchange.annual_workbook.words import (
    entered_sentence,
    how_rated,
    how_scored,
    texts_withheld_sentence,
    what_applies,
    withheld_sentences,
)
from covenant_monitor.names import one_person_note, status_name
from covenant_monitor.reports.blocks import Block, Facts, Heading, Paragraph
from covenant_monitor.reports.report import Report
from covenant_monitor.reports.summary_words import left_out_sentence


def method(report: Report) -> Iterator[Block]:
    """The last part. Made last: it says what was withheld before it."""
    _ = report.language.gettext
    yield Heading(_("Method"), new_page=True)
    yield Heading(_("What counts in the figures"), 2)
    yield from map(Paragraph, _counts(report))
    yield Heading(_("How a score is computed"), 2)
    yield Facts(list(_scores(report)))
    yield Heading(_("How to read the figures"), 2)
    yield Facts(list(_reading(report)))
    yield Heading(_("What is withheld, and why") if report.public else _("Confidential"), 2)
    yield from map(Paragraph, _audience(report))
    yield Heading(_("This report"), 2)
    yield Facts(_about(report))


def _counts(report: Report) -> Iterator[str]:
    language = report.language
    _ = language.gettext
    yield _(
        "A figure takes the secretariat’s complete assessments of status ‘{status}’ or later, and percentages that were"
        " entered for all sections. Self-assessments and second assessments never count."
    ).format(status=status_name(Status.ASSESSED, language))
    yield left_out_sentence(report.this, language)
    if entered := entered_sentence((figures.picture for figures in report.rounds), language):
        yield entered
    if note := one_person_note(report.content.picture.covenant, language):
        yield note


def _scores(report: Report) -> Iterator[tuple[str, str]]:
    language = report.language
    _ = language.gettext
    framework, round_ = report.this.picture.framework, report.this.picture.round
    yield from how_rated(framework, language)
    yield (
        _("No rating"),
        _(
            "What is not applicable counts neither in points nor in maximum. What is still open is neither 0 nor not"
            " applicable. Where nothing is rated there is no score; that is not 0."
        ),
    )
    yield from what_applies(round_, language)
    yield from how_scored(framework, language)
    if not report.requires:
        return
    outcome = _(
        "The required score depends on the participation year. Meets: the score is at least the required one, compared"
        " unrounded. Behind: less than that."
    )
    if round_.on_track_margin:
        outcome += " " + _("On track: at most {margin} points less than required.").format(
            margin=language.number(round_.on_track_margin, None)
        )
    yield _("Required score and outcome"), outcome


def _reading(report: Report) -> Iterator[tuple[str, str]]:
    _ = report.language.gettext
    yield (
        _("n and percentages"),
        _(
            "n is how many participants a percentage or a mean is of: mind small numbers. Percentages are computed"
            " unrounded; shares that belong together can seem to add up to 99 or 101."
        ),
    )
    yield _("Means"), _("Every participant that counts and has a score counts once, whatever its size.")
    comparing = _(
        "A break stands where the framework version, the reference date, the length or the rules of the round changed:"
        " a difference across a break may come from that change."
    )
    if report.content.comparison is not None and not report.public:
        comparing += " " + _(
            "Why a share changed is found by changing one thing at a time, in a fixed order; the parts add up to the"
            " whole change. Rounds with different versions are compared on the criteria that both have."
        )
    yield _("Comparing rounds"), comparing


def _audience(report: Report) -> Iterator[str]:
    language = report.language
    _ = language.gettext
    if not report.public:
        yield _(
            "Internal. This report holds names and scores of participants: confidential, do not pass it on. For others"
            " there is a public report."
        )
        return
    yield _(
        "Public. This report holds totals only: no names, codes or scores of participants, nor notes about them. Its"
        " charts are pictures, from which exact numbers cannot be read."
    )
    yield _(
        "The outcomes of companies are confidential. Withheld are: figures of groups of fewer than {n} participants;"
        " the participation years of a round as a whole, where a small one could be computed from the others and the"
        " total; a mean at either end of the scale, for it says that everybody is there; numbers from which the size of"
        " a small group follows. Means are rounded to one decimal. No figure is weighted by the size of companies."
    ).format(n=report.minimum)
    withheld = " ".join(withheld_sentences(report.rounds, report.minimum, language))
    yield withheld or _("In this report nothing had to be withheld.")
    if said := texts_withheld_sentence(len(report.withheld), language):
        yield said


def _about(report: Report) -> list[tuple[str, str]]:
    language, round_ = report.language, report.this.picture.round
    _ = language.gettext
    return [
        (_("Round"), _("{round}: {first} to {last}").format(
            round=round_.code, first=language.day(round_.first_day), last=language.day(round_.last_day)
        )),
        (_("Targets and indicators"), _("as known on {day}").format(day=language.day(report.seen_on))),
        (_("Made"), _("on {day} by Covenant Monitor {version}").format(
            day=language.day(report.written_on), version=__version__
        )),
    ]  # fmt: skip
