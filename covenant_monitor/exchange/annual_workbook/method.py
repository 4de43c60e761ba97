"""The last sheet of a round's workbook: how its numbers came about, in plain words (design, section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from covenant_monitor import __version__
from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.picture import RoundContent
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures
from covenant_monitor.exchange.annual_workbook.sheet import Book, Column, Page
from covenant_monitor.exchange.annual_workbook.words import (
    Entries,
    how_rated,
    how_scored,
    texts_withheld_sentence,
    what_applies,
    withheld_sentences,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import (
    na_name,
    one_person_note,
    projection_method,
    reason_count,
    status_name,
    unrated_name,
)


def write_method(
    book: Book,
    content: RoundContent,
    rounds: Sequence[RoundFigures],
    written_on: date,
    file: tuple[str, str],
    *,
    aligned: bool,
) -> None:
    """Definitions and choices. Written last: it says what was withheld on the sheets before it.

    `file`: the name of the covenant file, and the digest that stands for its content; "" where not known.
    """
    _ = book.language.gettext
    columns = [Column(_("Subject"), 30, "strong"), Column(_("In plain words"), 118, "wrapped")]
    page = book.page(_("Method"), _("Method and definitions"), (column.width for column in columns))
    entries = [
        *_about(book, content, rounds[-1], written_on, file),
        *_audience(book, content, rounds),
        *_one_person(book, content),
        *_ratings(book, content),
        *_scores(book, content),
        *_totals(book, content, rounds),
        *_context(book, content, aligned=aligned),
    ]
    page.table(Page.TOP, columns, entries)
    page.sheet.freeze_panes(Page.TOP + 1, 0)
    page.sheet.repeat_rows(0, Page.TOP)


def _about(book: Book, content: RoundContent, this: RoundFigures, written_on: date, file: tuple[str, str]) -> Entries:
    language = book.language
    _, n_ = language.gettext, language.ngettext
    covenant, round_, framework = content.picture.covenant, content.round.round, content.round.framework
    said = [
        _("{covenant}, round {round}, from {first} to {last}; targets and indicators as known on {day}.").format(
            covenant=book.safe(language.pick(covenant.name.nl, covenant.name.en)) or covenant.code,
            round=round_.code,
            first=language.day(round_.first_day),
            last=language.day(round_.last_day),
            day=language.day(content.round.round.seen_on),
        ),
        _("Framework version {version}: {name}.").format(
            name=book.safe(language.pick(framework.name.nl, framework.name.en)) or framework.code,
            version=framework.version,
        ),
        _("Written on {day} by Covenant Monitor {version}.").format(day=language.day(written_on), version=__version__),
    ]
    name, digest = file
    if name:
        said.append(_("From the file {name}.").format(name=book.safe(name)))
    yield _("This workbook"), " ".join(said)
    if digest:
        yield (
            _("Digest of the file"),
            _(
                "{digest}. It stands for everything in the file: ‘Check the file’ shows it, as long as nothing changed."
            ).format(digest=digest),
        )
    if this.counted is not None and this.participants is not None:
        said_n = n_(
            "{n} of {of} participants counts in the figures of round {round}.",
            "{n} of {of} participants count in the figures of round {round}.",
            this.counted,
        ).format(
            n=language.number(this.counted, 0),
            of=language.number(this.participants, 0),
            round=this.picture.round.code,
        )
        yield "n", " ".join(filter(None, (said_n, _how_many_outcomes(this, language))))


def _how_many_outcomes(this: RoundFigures, language: Language) -> str:
    """How many have an outcome; "" where nothing is required."""
    if not this.picture.round.requirements:
        return ""
    if this.every.withheld:
        return language.gettext("How many have an outcome is withheld.")
    n = this.every.counts.n
    return language.ngettext("{n} has an outcome.", "{n} have an outcome.", n).format(n=language.number(n, 0))


def _audience(book: Book, content: RoundContent, rounds: Sequence[RoundFigures]) -> Entries:
    _ = book.language.gettext
    if not book.public:
        yield (
            _("Audience"),
            _(
                "Internal. This workbook holds names and scores of participants: confidential, do not pass it on. For"
                " others there is a public workbook."
            ),
        )
        return
    k = content.picture.covenant.minimum_group
    yield (
        _("Audience"),
        _("Public. This workbook holds totals only: no names, codes or scores of participants, nor notes about them."),
    )
    yield (
        _("What is withheld, and why"),
        _(
            "The outcomes of companies are confidential. Withheld are: figures of groups of fewer than {n}"
            " participants; the participation years of a round as a whole, where a small one could be computed"
            " from the others and the total; a mean at either end of the scale, for it says that everybody is"
            " there; numbers from which the size of a small group follows. Means are rounded to one decimal. Notes"
            " are left out, because they may name companies. No figure is weighted by the size of companies."
        ).format(n=k),
    )
    found = [*withheld_sentences(rounds, k, book.language), texts_withheld_sentence(book.texts_withheld, book.language)]
    yield (
        _("Withheld in this workbook"),
        " ".join(filter(None, found)) or _("Nothing: no figure here is of so few participants."),
    )


def _one_person(book: Book, content: RoundContent) -> Entries:
    said = one_person_note(content.picture.covenant, book.language)
    if said:
        yield book.language.gettext("Two pairs of eyes"), said


def _ratings(book: Book, content: RoundContent) -> Entries:
    language = book.language
    _ = language.gettext
    yield from how_rated(content.round.framework, language)
    yield (
        _("{na}, {unrated}, 0 and {dash}").format(
            na=na_name(language), unrated=unrated_name(language).lower(), dash=NO_NUMBER
        ),
        _(
            "{na}: the criterion does not concern this participant; it counts neither in points nor in maximum, and has"
            " a reason. {unrated}: still to be rated. 0: rated, and no points. {dash}: there is no number. These four"
            " are never mixed."
        ).format(na=na_name(language), unrated=unrated_name(language), dash=NO_NUMBER),
    )
    yield from what_applies(content.round.round, language)


def _scores(book: Book, content: RoundContent) -> Entries:
    _ = book.language.gettext
    yield from how_scored(content.round.framework, book.language)
    yield (
        _("No score"),
        _("Where nothing that applies is rated, or all is n.a., there is no score. That is neither 0 nor 100."),
    )
    yield (
        _("Rated x of y, provisional"),
        _(
            "y: the criteria that apply. x: those of them with a value or n.a. As long as some are open the score is"
            " provisional: it lies between ‘at least’ (all the rest not met) and ‘at most’ (all the rest fully met)."
        ),
    )
    yield (
        _("Percentages entered directly"),
        _("Of some years only totals are known. They count as scores where nothing was rated."),
    )


def _totals(book: Book, content: RoundContent, rounds: Sequence[RoundFigures]) -> Entries:
    language, this = book.language, rounds[-1]
    _ = language.gettext
    said = _(
        "Complete assessments by the secretariat of status ‘{status}’ or later, and complete percentages entered"
        " directly. Self-assessments and second assessments never count."
    ).format(status=status_name(Status.ASSESSED, language))
    left_out: dict[Reason, int] = {
        reason: n for reason, n in (this.left_out or {}).items() if reason is not Reason.NO_REQUIREMENT
    }
    if left_out:
        reasons = ", ".join(reason_count(reason, n, language) for reason, n in _in_order(left_out))
        said += " " + _("Not counted in {round}: {what}.").format(round=this.picture.round.code, what=reasons)
    yield _("What counts in the figures"), said
    yield from _outcomes(book, content, rounds)
    yield (
        _("n and percentages"),
        _(
            "n is how many participants a percentage or a mean is of: mind small numbers. A share is its count divided"
            " by n. Percentages are numbers from 0 to 100, computed unrounded and shown with one decimal, so shares can"
            " seem to add up to 99.9 or 100.1."
        ),
    )
    yield _("Means"), _("Every participant that counts and has a score counts once, whatever its size.")
    yield (
        _("Comparing rounds"),
        _(
            "A break (┆, dashed in the charts) stands where the framework version, the reference date, the length or"
            " the rules of the round changed: a difference across it may come from that change. Means per section are"
            " compared only between rounds with the same version; what the same participants did, on the criteria that"
            " both versions have."
        ),
    )
    yield from _formulas(book)


def _outcomes(book: Book, content: RoundContent, rounds: Sequence[RoundFigures]) -> Entries:
    """What is required, and how participants stand against it."""
    language = book.language
    _ = language.gettext
    if not any(figures.picture.round.requirements for figures in rounds):
        yield (
            _("Required score and outcome"),
            _("Nothing is required in these rounds, so there are scores and no outcomes.")
            if len(rounds) > 1
            else _("Nothing is required in this round, so there are scores and no outcomes."),
        )
        return
    margin = language.number(content.round.round.on_track_margin, None)
    yield (
        _("Required score and outcome"),
        _(
            "The required score depends on the participation year (sheet ‘{sheet}’). Meets: the score is at least the"
            " required one. On track: at most {margin} points less. Behind: less than that. Compared unrounded. Without"
            " a required score there is no outcome."
        ).format(sheet=_("Requirements"), margin=margin),
    )
    yield (
        _("By participation year"),
        _(
            "Participants in the same participation year have the same requirement; mixed totals hide who meets it. The"
            " last year in which the requirement changes is taken together with later years."
        ),
    )


def _formulas(book: Book) -> Entries:
    _ = book.language.gettext
    if not book.public:
        yield (
            _("Why a share changed"),
            _(
                "One thing is changed at a time, in this order: who takes part, ratings, what applies, the framework"
                " version, weights, the requirement. Each part is what the share does at that step, and they add up to"
                " the whole change. Another order gives other parts."
            ),
        )
        yield (
            _("Formulas"),
            _(
                "Totals are formulas, stored with their results: points make section scores, these make scores, and"
                " scores make the figures of the round and the earlier ones. Outcomes, and which assessments count, are"
                " texts: they follow from the rules, unrounded. Of steps with several sections, and of why a share"
                " changed, the parts are numbers."
            ),
        )
    else:
        yield (
            _("Formulas"),
            _("Shares, totals and differences are formulas over the figures here, stored with their results."),
        )


def _in_order(left_out: dict[Reason, int]) -> list[tuple[Reason, int]]:
    order = list(Reason)
    return sorted(left_out.items(), key=lambda entry: order.index(entry[0]))


def _context(book: Book, content: RoundContent, *, aligned: bool) -> Entries:
    _ = book.language.gettext
    known = content.picture.targets or any(one.observations for one in content.picture.indicators)
    yield (
        _("Targets and indicators"),
        _("There are no targets and no observations.")
        if not known
        else _(
            "A target has a date and a value that the indicator should then have at least, or at most. Its status is by"
            " the last observation up to the reference date. Observations are as entered, each with its source."
        ),
    )
    if content.picture.targets:
        yield _("Projection"), projection_method(book.language)
    if aligned:
        yield (
            _("OECD alignment"),
            _(
                "An assessment of the covenant itself: shares of its elements that are fully, partially or not aligned;"
                " what is written beside what is done."
            ),
        )
