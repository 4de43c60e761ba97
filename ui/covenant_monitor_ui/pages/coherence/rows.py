"""The tables of the coherence page: their columns and lines, in words and numbers of a language."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from covenant_monitor.domain.coherence import Agreement, Compared
from covenant_monitor.domain.drift import Drift
from covenant_monitor.domain.model import Framework, Rating, Status, natural_key
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.language import Language
from covenant_monitor.names import rating_in_words
from covenant_monitor.reports.coherence_words import (
    assessor_name,
    kappa_text,
    pair_name,
    points_text,
    reason_words,
    share_text,
)
from covenant_monitor.store.coherence import RoundCoherence
from covenant_monitor_ui.models.coherence import Line
from covenant_monitor_ui.models.participants import Cell, Column, one_line

Table = tuple[list[Column], list[Line]]


class Tab(StrEnum):
    """The tables, in the order of their tabs."""

    CRITERIA = "criteria"
    WEAK = "weak"
    SECTIONS = "sections"
    PAIRS = "pairs"
    DIFFERENCES = "differences"
    DRIFT = "drift"


def criterion_text(framework: Framework, code: str, language: Language) -> str:
    """A criterion's code and text on one line."""
    criterion = framework.criteria[code]
    return one_line(f"{code}  {language.pick(criterion.text.nl, criterion.text.en)}").strip()


def section_text(framework: Framework, code: str, language: Language) -> str:
    """A section's code and name on one line."""
    section = next(one for one in framework.sections if one.code == code)
    return one_line(f"{code}  {language.pick(section.name.nl, section.name.en)}").strip()


def table_of(tab: Tab, found: RoundCoherence, user: str, only: tuple[str, ...], language: Language) -> Table:
    """Columns and lines of a tab. `only`: the line of another table whose differences are asked for; () is all."""
    makers: Mapping[Tab, Callable[[], Table]] = {
        Tab.CRITERIA: lambda: _criteria(found, language),
        Tab.WEAK: lambda: _weak(found, language),
        Tab.SECTIONS: lambda: _sections(found, language),
        Tab.PAIRS: lambda: _pairs(found, language),
        Tab.DIFFERENCES: lambda: _differences(found, differences(found, user, only), language),
        Tab.DRIFT: lambda: _drift(found, language),
    }
    return makers[tab]()


def agreement_of(found: RoundCoherence, key: tuple[str, ...]) -> Agreement | None:
    """The figures of a line: of a criterion, a section, a pair, or () for all together."""
    coherence = found.coherence
    if not key:
        return coherence.overall
    if key[0] == "criterion":
        return coherence.criteria.get(key[1])
    if key[0] == "section":
        return coherence.sections.get(key[1])
    return coherence.pairs.get((key[1], key[2])) if key[0] == "pair" else None


def is_of(one: Compared, key: tuple[str, ...]) -> bool:
    """Whether a rating is among those that a line's figures are of."""
    if not key:
        return True
    kind, *rest = key
    mine = {"criterion": [one.criterion], "section": [one.section], "pair": [one.assessor, one.second_assessor]}
    return mine.get(kind) == rest


def differences(found: RoundCoherence, user: str, only: tuple[str, ...] = ()) -> list[Compared]:
    """Where two assessors differ, but for what `user` would no longer assess blind having seen it."""
    unseen = blind_to(found, user)
    return [one for one in found.coherence.compared if one.differs and is_of(one, only) and one.party not in unseen]


def blind_to(found: RoundCoherence, user: str) -> set[str]:
    """The participants whose second assessment `user` is still making."""
    return {
        one.party for one in found.second if same_person(one.assessor, user) and not one.status.reached(Status.ASSESSED)
    }


def _figure_columns(name: str, language: Language) -> list[Column]:
    _ = language.gettext
    return [
        Column("name", name),
        Column("n", "n", at_right=True, tip=_("Ratings with a value on both sides")),
        Column("agreement", _("Agreement"), at_right=True),
        Column("kappa", _("Kappa"), at_right=True),
        Column("weighted", _("Weighted kappa"), at_right=True),
        Column(
            "na", _("N.a. with one"), at_right=True, tip=_("N.a. with only one of the two; not in the other figures")
        ),
    ]


def _figure_cells(here: Agreement, language: Language) -> tuple[Cell, ...]:
    few = "" if here.is_enough else language.gettext("few")
    number = language.number
    return (
        Cell(number(here.n, 0), here.n, note=few),
        Cell(share_text(here.agreement, language), here.agreement),
        Cell(kappa_text(here.kappa, language), here.kappa),
        Cell(kappa_text(here.weighted_kappa, language), here.weighted_kappa),
        Cell(number(here.na_disagreements, 0), here.na_disagreements),
    )


def _line(key: tuple[str, ...], name: str, sort: object, here: Agreement, language: Language) -> Line:
    return Line(key, (Cell(name, sort, tip=name), *_figure_cells(here, language)), quiet=not here.is_enough)


def _criteria(found: RoundCoherence, language: Language) -> Table:
    lines = [
        _line(("criterion", code), criterion_text(found.framework, code, language), natural_key(code), here, language)
        for code, here in found.coherence.criteria.items()
    ]
    return _figure_columns(language.gettext("Criterion"), language), lines


def _sections(found: RoundCoherence, language: Language) -> Table:
    lines = [
        _line(("section", code), section_text(found.framework, code, language), natural_key(code), here, language)
        for code, here in found.coherence.sections.items()
    ]
    return _figure_columns(language.gettext("Section"), language), lines


def _pairs(found: RoundCoherence, language: Language) -> Table:
    _ = language.gettext
    lines = []
    for pair, here in found.coherence.pairs.items():
        line = _line(("pair", *pair), pair_name(pair, language), language.sort_key(pair[0]), here, language)
        if same_person(*pair):
            name = line.cells[0]._replace(note=_("one person: not blind"))
            line = Line(line.key, (name, *line.cells[1:]), line.quiet)
        lines.append(line)
    return _figure_columns(_("Assessor / second assessor"), language), lines


def _weak(found: RoundCoherence, language: Language) -> Table:
    _ = language.gettext
    columns = [Column("name", _("Criterion")), Column("reason", _("Why"))]
    lines = []
    for place, weak in enumerate(found.coherence.weak):
        name = criterion_text(found.framework, weak.criterion, language)
        reason = reason_words(weak, language)
        lines.append(
            Line(
                ("criterion", weak.criterion),
                (Cell(name, natural_key(weak.criterion), tip=name), Cell(reason, place, tip=reason)),
            )
        )
    return columns, lines


def _differences(found: RoundCoherence, differing: Sequence[Compared], language: Language) -> Table:
    _ = language.gettext
    columns = [
        Column("name", _("Participant")),
        Column("criterion", _("Criterion")),
        Column("first", _("Secretariat")),
        Column("assessor", _("Assessor")),
        Column("second", _("Second assessment")),
        Column("second_assessor", _("Second assessor")),
    ]
    lines = []
    for one in differing:
        party = one_line(found.names[one.party])
        text = criterion_text(found.framework, one.criterion, language)
        lines.append(
            Line(
                ("difference", one.party, one.criterion),
                (
                    Cell(party, language.sort_key(party), tip=party),
                    Cell(text, natural_key(one.criterion), tip=text),
                    _rating(one.first, found.framework, language),
                    _person(one.assessor, language),
                    _rating(one.second, found.framework, language),
                    _person(one.second_assessor, language),
                ),
            )
        )
    return columns, lines


def _rating(rating: Rating, framework: Framework, language: Language) -> Cell:
    word = rating_in_words(rating, framework.scale, language)
    if rating.value is None:
        return Cell(word, -1, mark="na")
    return Cell(word, rating.value, mark=framework.scale.level(rating.value).value)


def _person(name: str, language: Language) -> Cell:
    shown = one_line(assessor_name(name, language))
    return Cell(shown, language.sort_key(shown))


def _drift(found: RoundCoherence, language: Language) -> Table:
    _ = language.gettext
    columns = [
        Column("name", _("Assessor")),
        Column("criterion", _("Criterion")),
        Column("mean", _("Mean rating"), at_right=True, tip=_("Of the ratings given, as a share of the maximum")),
        Column("n", "n", at_right=True),
        Column("rest", _("The others"), at_right=True, tip=_("Mean of the ratings that all the others gave")),
        Column("rest_n", "n", at_right=True),
        Column(
            "difference", _("Difference"), at_right=True, tip=_("In percentage points; + is higher than the others")
        ),
    ]
    return columns, [_drift_line(one, found.framework, language) for one in in_order(found.coherence.drift)]


def in_order(drift: Sequence[Drift]) -> list[Drift]:
    """All criteria together first, then the largest differences that mean something, then the others."""
    return sorted(drift, key=lambda one: (bool(one.criterion), not one.is_enough, -abs(one.difference or 0)))


def _drift_line(one: Drift, framework: Framework, language: Language) -> Line:
    who = one_line(assessor_name(one.assessor, language))
    about = criterion_text(framework, one.criterion, language) if one.criterion else language.gettext("All criteria")
    few = "" if one.is_enough else language.gettext("few")
    cells = (
        Cell(who, language.sort_key(who)),
        Cell(about, natural_key(one.criterion), tip=about),
        Cell(share_text(one.mean, language), one.mean),
        Cell(language.number(one.n, 0), one.n),
        Cell(share_text(one.rest, language), one.rest),
        Cell(language.number(one.rest_n, 0), one.rest_n),
        Cell(points_text(one.difference, language), one.difference, note=few),
    )
    return Line(("drift", one.assessor, one.criterion), cells, quiet=not one.is_enough)
