"""Which filters of criteria are offered for an assessment, and what stands in its place while it is hidden."""

from collections.abc import Callable

from covenant_monitor.language import Language
from covenant_monitor_ui.models.criteria_sheet import Filter
from covenant_monitor_ui.pages.assessments.sheet import ParticipantSheet
from covenant_monitor_ui.pages.assessments.words import filter_names
from covenant_monitor_ui.widgets.empty import EmptyState

ASIDE = frozenset({Filter.CARRIED, Filter.REMARKED, Filter.NEW, Filter.NO_REASON})
"""Filters that are offered only where there is anything in them."""


def offered_filters(shown: ParticipantSheet, current: Filter, language: Language) -> list[tuple[str, str, str]]:
    """Key, name and count of every filter that there is a use for; `current` stays while its last one is dealt with."""
    sheet = shown.sheet
    names = filter_names(shown.earlier_round, language)
    counts = {one: sheet.count(one) for one in Filter}
    useful = {one: bool(counts[one]) or one is current for one in ASIDE} | {
        Filter.CHANGED: bool(shown.earlier_round),
        Filter.DIFFERS: shown.has_own,
        Filter.OUTSIDE: counts[Filter.OUTSIDE] > 0,
    }
    return [(one.value, names[one], language.number(counts[one], 0)) for one in Filter if useful.get(one, True)]


def blind_veil(shown: ParticipantSheet, language: Language, go: Callable[[], object]) -> EmptyState:
    """Why an assessment is not shown to who still assesses the participant blind, and the way to that assessment."""
    _ = language.gettext
    said = _("You assess {party} blind. Until that is done, what the secretariat found is not shown to you.")
    return EmptyState(
        _("Not shown during a blind assessment"),
        said.format(party=shown.standing.party.name),
        [(_("To your second assessment"), go)],
    )
