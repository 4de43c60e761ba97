"""What the comparing page says around its tables."""

from collections import Counter
from collections.abc import Mapping, Sequence

from covenant_monitor.charts.comparison_words import core_sentence
from covenant_monitor.domain.comparison import ENOUGH
from covenant_monitor.domain.comparison_counts import Counts, RatingCounts, RequiredChange
from covenant_monitor.domain.comparison_parts import Cause
from covenant_monitor.domain.picture import Break, RoundPicture, breaks
from covenant_monitor.language import Language
from covenant_monitor.names import break_name, reason_count, term
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.pages.comparing.rows import Key, Order, Tab, name_of
from covenant_monitor_ui.pages.missing_words import no_covenant_words


def broken_rounds(rounds: Sequence[RoundPicture], chosen: Sequence[str], language: Language) -> Mapping[str, str]:
    """By chosen round what changed since the chosen one before it, also in rounds between that are not chosen."""
    codes = [picture.round.code for picture in rounds]
    found: dict[str, list[str]] = {}
    for mark in breaks(rounds):
        place = codes.index(mark.round)
        after = next((code for code in chosen if codes.index(code) >= place), None)
        if after is not None and after != chosen[0]:
            found.setdefault(after, []).append(_break_words(mark, after, language))
    return {code: " ".join(marks) for code, marks in found.items()}


def _break_words(mark: Break, round_: str, language: Language) -> str:
    """What changed before a round, as a sentence, and what the round itself says of it."""
    said = break_name(mark, language)
    if mark.round != round_:
        said = language.gettext("{what} from round {round} on").format(what=said, round=mark.round)
    note = mark.note.strip()
    return " ".join(filter(None, (f"{said[:1].upper()}{said[1:]}.", note and note.rstrip(".") + ".")))


def break_sentence(broken: Mapping[str, str], language: Language) -> str:
    """Which rounds are not quite comparable with the one before, and why; "" where all are."""
    said = language.gettext("¦ {round} is not quite comparable with before: {what}")
    return " ".join(said.format(round=code, what=what[:1].lower() + what[1:]) for code, what in broken.items())


def tab_names(found: RoundComparison, language: Language) -> list[tuple[str, str, str]]:
    """Key, text and count of the tabs."""
    _ = language.gettext
    its = found.comparison
    named = [
        (Tab.PARTICIPANTS, _("Participants"), len(its.participants)),
        (Tab.COHORTS, _("Participation years"), len(its.cohorts)),
        (Tab.SECTIONS, _("Sections"), len(its.sections)),
        (Tab.STEPS, _("Steps"), len(its.steps)),
        (Tab.THEMES, _("Themes"), len(its.themes)),
        (Tab.CRITERIA, _("Criteria"), len(its.criteria)),
    ]
    return [
        (Tab.WHY.value, _("Why"), ""),
        *((tab.value, text, language.number(n, 0)) for tab, text, n in named),
    ]


def order_names(language: Language) -> list[tuple[str, str]]:
    """Key and text of the orders."""
    _ = language.gettext
    return [
        (Order.IMPROVED.value, _("most improved first")),
        (Order.DECLINED.value, _("most declined first")),
        (Order.NAME.value, _("by name")),
    ]


def scope_words(found: RoundComparison, broken: Mapping[str, str], language: Language) -> str:
    """On what the rounds are compared, and what makes that not quite fair."""
    _, n_ = language.gettext, language.ngettext
    core = found.comparison.core
    said = core_sentence(core, language)
    if core.same_version:
        said = n_(
            "The same framework version: its {n} criterion is compared.",
            "The same framework version: all its {n} criteria are compared.",
            core.criteria,
        ).format(n=language.number(core.criteria, 0))
    return " ".join(filter(None, (said, break_sentence(broken, language))))


def about_words(tab: Tab, found: RoundComparison, only: Key, language: Language, *, few: bool) -> str:
    """One line above a table: which lines it shows, over whom; and where it says `few`, what that is."""
    _ = language.gettext
    its = found.comparison
    parts = []
    if only:
        name = name_of(only[0], only[1], its.core.framework, language)
        parts.append(_("Only {what}.").format(what=name))
    if tab is Tab.COHORTS:
        parts.append(_("In each round everybody in that year: they are other participants."))
    elif tab is Tab.PARTICIPANTS:
        parts.append(_("Scores of who counts in a round; a change needs both the first and the last."))
    elif its.everybody:
        parts.append(_("Everybody that counts in a round: a change is also one of who takes part."))
    else:
        parts.append(same_words(found, language))
    if few:
        parts.append(_("few: fewer than {n} participants, so one of them decides.").format(n=ENOUGH))
    return " ".join(filter(None, parts))


def same_words(found: RoundComparison, language: Language) -> str:
    """Over how many participants."""
    n = found.comparison.same
    if not n:
        return language.gettext(
            "No participant counts in all these rounds; everybody in each round can be compared instead."
        )
    return language.ngettext(
        "Over the {n} participant that counts in all these rounds.",
        "Over the {n} participants that count in all these rounds.",
        n,
    ).format(n=language.number(n, 0))


def left_out_words(found: RoundComparison, language: Language, *, ends: bool = False) -> list[str]:
    """Who does not count and why, a sentence per round that leaves somebody out; `ends`: of the first and the last."""
    _ = language.gettext
    said = []
    for at, side in enumerate(found.sides):
        if ends and 0 < at < len(found.sides) - 1:
            continue
        reasons = [
            place.left_out
            for one in found.comparison.participants
            if (place := one.places[at]) is not None and place.left_out is not None
        ]
        counts = [reason_count(reason, n, language) for reason, n in Counter(reasons).items()]
        if counts:
            said.append(_("Not counted in {round}: {what}.").format(round=side.round.code, what=", ".join(counts)))
    return said


def cause_words(cause: Cause, found: RoundComparison, language: Language) -> str:
    """What there was of a cause, counted."""
    counts, then, now = found.counts, found.then.round.code, found.now.round.code
    return {
        Cause.PARTICIPANTS: lambda: _people(counts, then, now, language),
        Cause.RATINGS: lambda: rating_words(counts.ratings, language),
        Cause.APPLICABILITY: lambda: _applicability(counts, language),
        Cause.VERSION: lambda: _version(found, language),
        Cause.WEIGHTS: lambda: _weights(counts, language),
        Cause.REQUIREMENT: lambda: _requirement(counts, language),
    }[cause]()


def _people(counts: Counts, then: str, now: str, language: Language) -> str:
    _ = language.gettext
    both, left, joined = (language.number(len(some), 0) for some in (counts.both, counts.left, counts.joined))
    return _("{both} count in both, {left} only in {then}, {joined} only in {now}.").format(
        both=both, left=left, joined=joined, then=then, now=now
    )


def rating_words(ratings: RatingCounts, language: Language) -> str:
    """How ratings of criteria that applied in both rounds differ."""
    _ = language.gettext
    number = language.number
    if not ratings.better + ratings.worse + ratings.same + ratings.na:
        return _("No criterion was rated in both rounds.")
    said = _("{better} better, {worse} worse, {same} the same").format(
        better=number(ratings.better, 0), worse=number(ratings.worse, 0), same=number(ratings.same, 0)
    )
    if ratings.na:
        said += ", " + _("{n} n.a. in one of the two").format(n=number(ratings.na, 0))
    return said + "."


def _applicability(counts: Counts, language: Language) -> str:
    _, n_ = language.gettext, language.ngettext
    ratings = counts.ratings
    if not ratings.came and not ratings.went:
        return _("The same criteria apply.")
    said = _("{came} ratings where a criterion came to apply, {went} where one no longer does.").format(
        came=language.number(ratings.came, 0), went=language.number(ratings.went, 0)
    )
    if counts.grew:
        said += " " + n_(
            "{n} participant is in a later participation year.",
            "{n} participants are in a later participation year.",
            counts.grew,
        ).format(n=language.number(counts.grew, 0))
    return said


def _version(found: RoundComparison, language: Language) -> str:
    _ = language.gettext
    if found.ends.same_version:
        return _("Version {version} in both.").format(version=found.now.framework.version)
    return _("{n} criteria in both, {dropped} only in version {then}, {added} only in version {now}.").format(
        n=language.number(found.ends.criteria, 0),
        dropped=language.number(len(found.counts.dropped), 0),
        added=language.number(len(found.counts.added), 0),
        then=found.then.framework.version,
        now=found.now.framework.version,
    )


def _weights(counts: Counts, language: Language) -> str:
    _ = language.gettext
    if counts.reweighted:
        return _("What both versions have weighs otherwise.")
    return _("What both rounds have weighs the same.")


def _requirement(counts: Counts, language: Language) -> str:
    _, n_ = language.gettext, language.ngettext
    changes = [_required(one, language) for one in counts.required]
    said = "; ".join(changes) + "." if changes else _("The same by participation year.")
    if counts.grew:
        said += " " + n_(
            "{n} participant has that of a later year.", "{n} participants have that of a later year.", counts.grew
        ).format(n=language.number(counts.grew, 0))
    return said


def _required(one: RequiredChange, language: Language) -> str:
    _ = language.gettext
    who = _("Year {year}").format(year=one.year)
    if one.group:
        who += f", {term(one.group, language)}"
    then, now = (language.percent(percent, None) for percent in (one.then, one.now))
    return f"{who}: {then} → {now}"


def key_hints(tab: Tab, language: Language) -> list[tuple[str, str]]:
    """The keys of the table, the most useful first."""
    _ = language.gettext
    enter = {
        Tab.PARTICIPANTS: _("to the assessment"),
        Tab.COHORTS: _("its participants"),
        Tab.CRITERIA: _("to the criterion"),
    }.get(tab, _("its criteria"))
    return [("Enter", enter), ("F1", _("what it means")), ("Ctrl+C", _("copy the table"))]


def empty_words(language: Language, *, no_covenant: bool, rounds: int) -> tuple[str, str]:
    """Title and sentence where there are no two rounds to compare."""
    _ = language.gettext
    if no_covenant:
        return no_covenant_words(language)
    if rounds < 2:
        return (
            _("No two rounds yet"),
            _("As soon as there are two rounds, this page says what changed between them, and why."),
        )
    return (
        _("There is no earlier round"),
        _("This is the first round. Choose a later one, to compare it with a round before."),
    )


def table_empty_words(tab: Tab, language: Language) -> tuple[str, str]:
    """Title and sentence where a table has no lines."""
    _ = language.gettext
    if tab is Tab.THEMES:
        return _("No themes"), _(
            "The criteria of this framework have no themes. Give them some on the page Frameworks."
        )
    if tab is Tab.STEPS:
        return _("No steps"), _("The sections of this framework name no steps of the OECD Guidelines.")
    return _("Nothing to compare"), _("There is nothing here that these rounds have in common.")
