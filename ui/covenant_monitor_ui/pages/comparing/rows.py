"""The tables of the comparing page: their columns and lines, in words and numbers of a language."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from covenant_monitor.charts.comparison_words import few_sentence, shown_points
from covenant_monitor.domain.comparison import Change, ParticipantChange, Place
from covenant_monitor.domain.comparison_parts import Measure
from covenant_monitor.domain.model import Framework, natural_key
from covenant_monitor.domain.tally import themes_in
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import reason_name, term
from covenant_monitor.store.comparing import RoundComparison
from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Cell, Column, one_line
from covenant_monitor_ui.pages.assessments.words import SHORT_STEPS
from covenant_monitor_ui.pages.coherence.rows import criterion_text, section_text

Table = tuple[list[Column], list[Line]]
Key = tuple[str, ...]


class Tab(StrEnum):
    """What is shown, in the order of the tabs: why the share changed, and the tables."""

    WHY = "why"
    PARTICIPANTS = "participants"
    COHORTS = "cohorts"
    SECTIONS = "sections"
    STEPS = "steps"
    THEMES = "themes"
    CRITERIA = "criteria"


class Order(StrEnum):
    """In which order a table begins."""

    IMPROVED = "improved"
    DECLINED = "declined"
    NAME = "name"


KIND_OF = {
    Tab.COHORTS: "cohort",
    Tab.SECTIONS: "section",
    Tab.STEPS: "step",
    Tab.THEMES: "theme",
    Tab.CRITERIA: "criterion",
}
TAB_OF = {kind: tab for tab, kind in KIND_OF.items()}
WHOLE = "whole"
"""The kind of the line of all sections together."""


def changes_of(tab: Tab, found: RoundComparison, measure: Measure) -> Sequence[Change]:
    """The changes that a table is of; `measure` says which of the two of participation years."""
    its = found.comparison
    cohorts = its.cohorts_meeting if measure is Measure.MEETS else its.cohorts
    return {
        Tab.COHORTS: cohorts,
        Tab.SECTIONS: its.sections,
        Tab.STEPS: its.steps,
        Tab.THEMES: its.themes,
        Tab.CRITERIA: its.criteria,
    }[tab]


def change_of(key: Key, found: RoundComparison, measure: Measure) -> Change | None:
    """The change that a line is of; None of a participant's line, or where it is no longer there."""
    if key[0] == WHOLE:
        return found.comparison.mean
    tab = TAB_OF.get(key[0])
    return next((one for one in changes_of(tab, found, measure) if one.code == key[1]), None) if tab else None


def name_of(kind: str, code: str, framework: Framework, language: Language) -> str:
    """What stands at the beginning of a line."""
    if kind == "criterion":
        return criterion_text(framework, code, language)
    if kind == "section":
        return section_text(framework, code, language)
    if kind == WHOLE:
        return language.gettext("Score as a whole")
    if kind == "cohort":
        return language.gettext("Participation year {year}").format(year=code)
    return (
        f"{code}  {language.gettext(SHORT_STEPS[int(code) - 1])}" if kind == "step" else one_line(term(code, language))
    )


def table_of(
    tab: Tab,
    found: RoundComparison,
    measure: Measure,
    order: Order,
    broken: Mapping[str, str],
    only: Key,
    language: Language,
) -> Table:
    """Columns and lines of a table, those that changed most first or by name.

    `broken`: by round, what changed before it that makes it not quite comparable. `only`: the line of another table
    whose participants or criteria are asked for; () is all.
    """
    lines: list[tuple[Fraction | None, Line]]
    if tab is Tab.PARTICIPANTS:
        people = [one for one in found.comparison.participants if _is_of_year(one, only)]
        lines = [(one.difference, _participant_line(one, language)) for one in people]
    else:
        changes = [one for one in changes_of(tab, found, measure) if _is_of_part(one, found, only)]
        lines = [(one.difference, _line(KIND_OF[tab], one, found, language)) for one in changes]
    lines.sort(key=lambda pair: _sort_key(pair[0], pair[1], order))
    whole = [_line(WHOLE, found.comparison.mean, found, language)] if tab is Tab.SECTIONS else []
    return _columns(tab, found, broken, language), [*whole, *(line for _difference, line in lines)]


def _sort_key(difference: Fraction | None, line: Line, order: Order) -> tuple[bool, Fraction, object]:
    """What has no difference comes last, unless the order is by name."""
    moved = difference or Fraction()
    way = {Order.IMPROVED: -moved, Order.DECLINED: moved, Order.NAME: Fraction()}[order]
    return order is not Order.NAME and difference is None, way, line.cells[0].key


def _is_of_year(one: ParticipantChange, only: Key) -> bool:
    """Whether a participant is in the participation year that is asked for, in one of the rounds."""
    return not only or any(str(place.year) == only[1] for place in one.places if place)


def _is_of_part(one: Change, found: RoundComparison, only: Key) -> bool:
    """Whether a criterion is in the section, step or theme that is asked for."""
    if not only:
        return True
    kind, code = only
    framework = found.comparison.core.framework
    section = framework.section_of[one.code]
    if kind == "section":
        return section.code == code
    if kind == "step":
        return str(section.step) == code
    return code in themes_in(framework.criteria[one.code].theme)


def _columns(tab: Tab, found: RoundComparison, broken: Mapping[str, str], language: Language) -> list[Column]:
    _ = language.gettext
    name = {
        Tab.PARTICIPANTS: _("Participant"),
        Tab.COHORTS: _("Participation year"),
        Tab.SECTIONS: _("Section"),
        Tab.STEPS: _("Step"),
        Tab.THEMES: _("Theme"),
        Tab.CRITERIA: _("Criterion"),
    }[tab]
    rounds = [
        Column(
            f"round {side.round.code}",
            _heading(side.round.code, broken),
            at_right=True,
            tip=broken.get(side.round.code, ""),
        )
        for side in found.sides
    ]
    change = Column(
        "change", _("Difference"), at_right=True, tip=_("In percentage points, from the first round to the last")
    )
    if tab is Tab.PARTICIPANTS:
        return [Column("name", name), *rounds, change, Column("year", _("Year"), at_right=True)]
    return [Column("name", name), *rounds, change, Column("n", "n", at_right=True, tip=_("Participants behind it"))]


def _heading(code: str, broken: Mapping[str, str]) -> str:
    """A round's code, with the dashed line of a break before it."""
    return f"¦ {code}" if code in broken else code


def _line(kind: str, one: Change, found: RoundComparison, language: Language) -> Line:
    name = name_of(kind, one.code, found.comparison.core.framework, language)
    few = few_sentence(one, language) if one.difference is not None else ""
    cells = (
        Cell(name, natural_key(one.code) if kind != "theme" else language.sort_key(name), tip=name),
        *(Cell(language.percent(ratio.percent), ratio.percent) for ratio in one.ratios),
        Cell(shown_points(one.then.percent, one.now.percent, language), one.difference),
        Cell(n_text(one, language), one.n, note=language.gettext("few") if few else "", tip=few),
    )
    return Line((kind, one.code), cells, quiet=one.difference is None or not one.is_enough)


def n_text(one: Change, language: Language) -> str:
    """How many participants are behind it, in the first and the last round where they differ."""
    ns = [language.number(ratio.denominator, 0) for ratio in (one.then, one.now)]
    return ns[0] if ns[0] == ns[1] else f"{ns[0]} → {ns[1]}"


def _participant_line(one: ParticipantChange, language: Language) -> Line:
    then, now = (place.counted_score if place else None for place in (one.then, one.now))
    last = next((place for place in reversed(one.places) if place), None)
    cells = (
        Cell(one_line(one.name), language.sort_key(one.name), tip=one_line(one.name)),
        *(_place_cell(place, language) for place in one.places),
        Cell(shown_points(then, now, language), one.difference),
        Cell(language.number(last.year, 0), last.year) if last else Cell(""),
    )
    return Line(("participant", one.code), cells, quiet=one.difference is None)


def _place_cell(place: Place | None, language: Language) -> Cell:
    if place is None:
        return Cell(NO_NUMBER, tip=language.gettext("Does not take part in this round"))
    if place.counted_score is None:
        return Cell(NO_NUMBER, tip=why_not(place, language))
    return Cell(language.percent(place.counted_score), place.counted_score)


def why_not(place: Place, language: Language) -> str:
    """Why the score of a participant is not compared."""
    if place.left_out:
        return reason_name(place.left_out, language)
    return language.gettext("Nothing of the common core was rated")
