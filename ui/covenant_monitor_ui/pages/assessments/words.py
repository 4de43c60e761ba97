"""The sentences of the assessments page."""

from collections.abc import Mapping
from fractions import Fraction

from covenant_monitor.domain.model import AssessmentKind, Framework, Level, Rating, Scale, Status
from covenant_monitor.domain.workflow import following
from covenant_monitor.language import N_, Language
from covenant_monitor.names import term
from covenant_monitor.reports.wording import status_name
from covenant_monitor_ui.models.criteria_sheet import Filter, rating_word
from covenant_monitor_ui.pages.assessments.sheet import Found, ParticipantSheet, RoundSheet
from covenant_monitor_ui.pages.missing_words import no_covenant_words, no_round_words

SHORT_STEPS = (
    N_("Embed"),
    N_("Identify"),
    N_("Address"),
    N_("Track"),
    N_("Communicate"),
    N_("Remediate"),
)
"""The six steps of the OECD guidance in a word each, for where a section's whole name does not fit."""

LEVEL_KEYS: Mapping[str, Level] = {"1": Level.FULLY, "2": Level.PARTIALLY, "3": Level.NOT}
"""The keys that rate by level."""


def about_participant(shown: ParticipantSheet, language: Language) -> str:
    """Group, since when, participation year and framework version, on one line."""
    _ = language.gettext
    party = shown.standing.party
    group = term(party.group, language)
    since = _("since {month}").format(month=language.month(party.joined_on)) if party.joined_on else ""
    year = _("participation year {n}").format(n=language.number(shown.standing.participation_year, 0))
    version = _("framework version {version}").format(version=shown.place.framework.version)
    return " · ".join(filter(None, (group[:1].upper() + group[1:], since, year, version)))


def status_and_people(shown: ParticipantSheet, language: Language) -> str:
    """How far the assessment is, who assesses it, and who reviewed it."""
    standing = shown.standing
    who = " / ".join(filter(None, (standing.assessor, standing.reviewer)))
    return " · ".join(filter(None, (status_name(standing.status, language), who)))


def source_of(shown: ParticipantSheet, language: Language) -> str:
    """What the score rests on, for under its explanation."""
    _ = language.gettext
    version = shown.place.framework.version
    if not shown.standing.assessor:
        return _("Framework version {version}").format(version=version)
    text = _("Framework version {version}, assessed by {person}")
    return text.format(version=version, person=shown.standing.assessor)


def verdict(shown: ParticipantSheet, language: Language) -> str:
    """How the score stands against what is required."""
    _ = language.gettext
    return " ".join(filter(None, (_how_it_stands(shown, language), _which_requirement(shown, language))))


def _how_it_stands(shown: ParticipantSheet, language: Language) -> str:
    _ = language.gettext
    score, required = shown.score, shown.required
    entered = _("Entered as percentages, not rated by criterion.") if score.from_summary else ""
    if not score.applicable and not score.from_summary:
        return _("No criterion applies in this participation year and group.")
    if not score.rated and not score.from_summary:
        return _("Nothing has been rated yet.")
    if required is None:
        unrequired = _("No score is required.")
        return f"{entered} {unrequired}".strip()
    if score.provisional:
        low, high = score.low, score.high
        if low is None or high is None:
            return entered
        if low >= required.percent:
            return _("Provisional: it meets the requirement, whatever the rest turns out to be.")
        if high < required.percent:
            return _("Provisional: the requirement is out of reach, whatever the rest turns out to be.")
        return _("Provisional: the requirement lies within the band.")
    if score.score is None:
        return _("No score: everything is n.a.")
    gap = score.score - required.percent
    text = (
        _("Exactly what is required: {percent}.")
        if not gap
        else _("{points} points above the required {percent}.")
        if gap > 0
        else _("{points} points below the required {percent}.")
    )
    points = (
        language.number(abs(gap))
        if abs(gap) * 20 >= 1
        else _("less than {n}").format(n=language.number(Fraction(1, 10)))
    )
    said = text.format(points=points, percent=language.percent(required.percent, None))
    return f"{entered} {said}".strip()


def _which_requirement(shown: ParticipantSheet, language: Language) -> str:
    """Where the requirement of an earlier participation year still holds, that it does."""
    _ = language.gettext
    required, year = shown.required, shown.standing.participation_year
    if required is None or required.participation_year == year:
        return ""
    text = _("Participation year {year}: the requirement of year {n} and later holds.")
    return text.format(year=language.number(year, 0), n=language.number(required.participation_year, 0))


def short_names(framework: Framework, language: Language) -> dict[str, str]:
    """A short name of every section: its OECD step's where every section has one of its own, else its own name."""
    steps = [section.step for section in framework.sections]
    short = None not in steps and len(set(steps)) == len(steps)
    return {
        section.code: language.gettext(SHORT_STEPS[section.step - 1])
        if short and section.step
        else language.pick(section.name.nl, section.name.en)
        for section in framework.sections
    }


def filter_names(earlier_round: str, language: Language) -> Mapping[Filter, str]:
    """What the filters are called."""
    _ = language.gettext
    return {
        Filter.ALL: _("All"),
        Filter.OPEN: _("Not yet"),
        Filter.CARRIED: _("To confirm"),
        Filter.DIFFERS: _("Differs from self"),
        Filter.UNPROVEN: _("No evidence seen"),
        Filter.CHANGED: _("Changed since {round}").format(round=earlier_round),
        Filter.REMARKED: _("With a remark"),
        Filter.NEW: _("New this year"),
        Filter.NO_REASON: _("N.a. without reason"),
        Filter.OUTSIDE: _("Does not apply"),
    }


def why_not_counted(shown: ParticipantSheet, code: str, language: Language) -> str:
    """Why a criterion does not apply to this participant; "" where it does."""
    _ = language.gettext
    if code in shown.sheet.applying:
        return ""
    criterion = shown.place.framework.criteria[code]
    year, first = shown.standing.participation_year, criterion.from_participation_year
    why = (
        _("Applies from participation year {first}; this is year {year}.").format(first=first, year=year)
        if first > year
        else _("Does not apply to this group.")
    )
    kept = _("A rating is kept, and not counted.")
    return f"{why} {kept}"


def what_is_missing(place: RoundSheet | None, covenant: str, language: Language) -> tuple[str, str]:
    """Why there is nothing to assess, and what to do next: a title and a sentence."""
    _ = language.gettext
    if not covenant:
        return no_covenant_words(language)
    if place is None:
        return no_round_words(language)
    if not place.framework.criteria:
        name = f"{place.framework.code} {place.framework.version}"
        return (
            _("Framework {framework} has no criteria yet").format(framework=name),
            _("Import its sections and criteria with Ctrl+I; then there is something to rate."),
        )
    return (
        _("Nobody takes part in round {round}").format(round=place.round.code),
        _("Add a participant on the page Participants, or import the table “parties” with Ctrl+I."),
    )


def next_step(status: Status | None, kind: AssessmentKind, language: Language) -> tuple[Status, str] | None:
    """The step that comes next in the work: the status that it leads to, and what its button says; None after all."""
    _ = language.gettext
    if status is None:
        return Status.DRAFT, _("Begin")
    if status is Status.FINAL:
        return Status.DRAFT, _("Reopen")
    wanted = following(status, kind)
    if wanted is Status.SUBMITTED and kind is AssessmentKind.SECRETARIAT:
        wanted = Status.ASSESSED  # what a company hands in may come before it, or not at all
    words = {
        Status.SUBMITTED: _("Submit"),
        Status.ASSESSED: _("To review") if kind is AssessmentKind.SECRETARIAT else _("Mark as assessed"),
        Status.REVIEWED: _("Mark as reviewed"),
        Status.FINAL: _("Make final"),
    }
    return (wanted, words[wanted]) if wanted is not None else None


def other_steps(status: Status | None, kind: AssessmentKind, language: Language) -> list[tuple[Status, str]]:
    """Other steps from a status: to submitted, and back."""
    _ = language.gettext
    if status in (None, Status.FINAL):
        return []
    if status is Status.DRAFT:
        return [(Status.SUBMITTED, _("Submit"))] if kind is AssessmentKind.SECRETARIAT else []
    return [(Status.DRAFT, _("Back to in progress"))]


def scale_words(scale: Scale, language: Language) -> str:
    """The ends of a number scale: "0–100"."""
    return f"{language.number(scale.minimum, None)}–{language.number(scale.maximum, None)}"


def history_words(found: Found, current: str, language: Language) -> str:
    """What a round found, in words; `current` is the round that is shown, in which it can still be rated."""
    _ = language.gettext
    if not found.known:
        word = _("not comparable")
    elif found.several:
        word = _("mixed")
    elif not found.rating.is_rated and found.round != current:
        word = _("not rated")
    else:
        word = rating_word(found.rating, found.scale, language)
    return f"{found.round}: {word}"


def number_ends(message: str, scale: Scale, language: Language) -> str:
    """A translated sentence about a number scale with its ends filled in."""
    number = language.number
    return message.format(low=number(scale.minimum, None), high=number(scale.maximum, None))


def na_words(rating: Rating, language: Language) -> str:
    """Why a criterion is not applicable; "" where it is."""
    return language.gettext("N.a.: {reason}").format(reason=rating.na_reason) if rating.not_applicable else ""
