"""What the coherence page says around its tables."""

from covenant_monitor.domain.coherence import LOW_AGREEMENT, LOW_KAPPA, MANY_NA
from covenant_monitor.domain.drift import ENOUGH_RATINGS
from covenant_monitor.language import Language
from covenant_monitor.reports.coherence_words import few_words, share_text
from covenant_monitor.store.coherence import RoundCoherence
from covenant_monitor_ui.pages.coherence.rows import Tab, criterion_text, differences, in_order, section_text
from covenant_monitor_ui.pages.missing_words import no_covenant_words


def head_words(found: RoundCoherence, language: Language) -> str:
    """Beside the title: how many participants were assessed twice."""
    n = len(found.second)
    said = language.ngettext("{n} second assessment in round {round}", "{n} second assessments in round {round}", n)
    return said.format(n=language.number(n, 0), round=found.round.code)


def internal_words(language: Language) -> str:
    """What holds for everything on the page."""
    return language.gettext("For internal use: it names assessors and participants, and is in no public output.")


def tab_names(found: RoundCoherence, user: str, language: Language) -> list[tuple[str, str, str]]:
    """Key, text and count of the tabs."""
    _ = language.gettext
    coherence = found.coherence
    named = [
        (Tab.CRITERIA, _("Criteria"), len(coherence.criteria)),
        (Tab.WEAK, _("Anchors that need work"), len(coherence.weak)),
        (Tab.SECTIONS, _("Sections"), len(coherence.sections)),
        (Tab.PAIRS, _("Pairs of assessors"), len(coherence.pairs)),
        (Tab.DIFFERENCES, _("Differences"), len(differences(found, user))),
        (Tab.DRIFT, _("Drift"), sum(not one.criterion for one in in_order(coherence.drift))),
    ]
    return [(tab.value, text, language.number(n, 0)) for tab, text, n in named]


def tab_words(tab: Tab, found: RoundCoherence, hidden: int, only: tuple[str, ...], language: Language) -> str:
    """One line under the tabs: what the table shows, and by which rule."""
    _, n_ = language.gettext, language.ngettext
    if tab is Tab.WEAK:
        return _(
            "Of at least {n} ratings fewer than {least} the same, or a weighted kappa below {kappa} with more than one "
            "difference, or {na} n.a. with only one of the two."
        ).format(
            n=ENOUGH_RATINGS,
            least=share_text(LOW_AGREEMENT, language),
            kappa=language.number(LOW_KAPPA, 1),
            na=share_text(MANY_NA, language),
        )
    if tab is Tab.DRIFT:
        return _("Mean of the ratings given in the secretariat’s assessments. Everybody assessed other participants.")
    if tab is Tab.DIFFERENCES:
        parts = [only_words(only, found, language)] if only else []
        if hidden:
            said = n_(
                "{n} participant is left out: its second assessment is yours, and not assessed yet.",
                "{n} participants are left out: their second assessments are yours, and not assessed yet.",
                hidden,
            )
            parts.append(said.format(n=language.number(hidden, 0)))
        return " ".join(parts)
    return _("few: {meaning}").format(meaning=few_words(language))


def only_words(only: tuple[str, ...], found: RoundCoherence, language: Language) -> str:
    """Which differences are shown, where not all are."""
    _ = language.gettext
    if only[0] == "criterion":
        return _("Only criterion {criterion}.").format(criterion=criterion_text(found.framework, only[1], language))
    if only[0] == "section":
        return _("Only section {section}.").format(section=section_text(found.framework, only[1], language))
    return _("Only {assessor} and {second}.").format(assessor=only[1] or "?", second=only[2] or "?")


def key_hints(tab: Tab, language: Language) -> list[tuple[str, str]]:
    """The keys of the table, the most useful first."""
    _ = language.gettext
    enter = _("to the rating") if tab is Tab.DIFFERENCES else _("where they differ")
    first = [] if tab is Tab.DRIFT else [("Enter", enter)]
    explained = [] if tab is Tab.DIFFERENCES else [("F1", _("what it means"))]
    return [*first, *explained, ("Ctrl+C", _("copy the table")), ("Ins", _("second assessment"))]


def empty_words(
    found: RoundCoherence | None, language: Language, *, no_covenant: bool, can_assign: bool
) -> tuple[str, str]:
    """Title and sentence where there is nothing to compare."""
    _ = language.gettext
    if no_covenant:
        return no_covenant_words(language)
    if found is None or not can_assign:
        return (
            _("Nothing to assess again yet"),
            _("Coherence compares two assessments of one participant. This round has no participants or criteria yet."),
        )
    if not found.second:
        return (
            _("No second assessments in round {round} yet").format(round=found.round.code),
            _(
                "Have somebody assess a few participants, or a sample of criteria, again without seeing the first "
                "assessment. Here you then see where the two differ, and which criteria need clearer anchors."
            ),
        )
    names = ", ".join(sorted({one.assessor for one in found.second if one.assessor}, key=language.sort_key))
    return (
        _("No second ratings in round {round} yet").format(round=found.round.code),
        _(
            "The second assessments are ready to be made by: {names}. As soon as both have rated a criterion it is "
            "compared here."
        ).format(names=names or "?"),
    )


def table_empty_words(tab: Tab, language: Language) -> tuple[str, str]:
    """Title and sentence where one table is empty."""
    _ = language.gettext
    if tab is Tab.WEAK:
        return (
            _("No criterion stands out"),
            _("On no criterion do assessors differ so often that its anchors need work."),
        )
    if tab is Tab.DRIFT:
        return _("Nobody to compare with"), _("The secretariat’s assessments of this round have one assessor, or none.")
    return _("No differences"), _("The two assessors gave the same rating everywhere here.")
