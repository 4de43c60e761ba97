"""How a number of the page of OECD alignment came about: numerator, denominator, unit, source, and what is derived."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from covenant_monitor.charts.alignment_words import basis_words, component_name, derived_words, points_text
from covenant_monitor.charts.words import capitalised
from covenant_monitor.domain.alignment import (
    WHOLE,
    AlignmentChange,
    AlignmentShares,
    AlignmentYear,
    Basis,
    Gap,
    changes,
)
from covenant_monitor.domain.model import Level
from covenant_monitor.domain.picture import AlignmentDimension
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import alignment_dimension_name, rating_name
from covenant_monitor_ui.pages.alignment.table import CHANGE
from covenant_monitor_ui.pages.alignment.words import paper_rule, signed, sources_words
from covenant_monitor_ui.widgets.buttons import button
from covenant_monitor_ui.widgets.plaintable import PlainTable
from covenant_monitor_ui.widgets.popover import Popover

LEVELS = Level.FULLY, Level.PARTIALLY, Level.NOT


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation in words: the number, what it is, how it came about, the sum, a table, and what it rests on."""

    figure: str
    about: str
    text: str
    sums: Sequence[tuple[str, str]] = ()
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    source: str = ""

    @property
    def as_text(self) -> str:
        """All of it, to be copied."""
        table = ["\t".join(row) for row in (self.headers, *self.rows) if row]
        sums = [f"{left} {right}" for left, right in self.sums]
        return "\n".join(
            filter(None, [f"{self.figure} {self.about}", self.text, *sums, *table, *self.notes, self.source])
        )


def explain(opener: QWidget, rect: QRect, said: Explained, language: Language) -> Popover:
    """Open an explanation beside `rect` of `opener`. Esc gives the focus back."""
    popover = Popover(opener.window(), language)
    popover.closed.connect(popover.deleteLater)
    popover.set_heading(said.figure, said.about)
    if said.text:
        popover.add_text(said.text)
    for left, right in said.sums:
        popover.add_sum(left, right)
    if said.rows:
        table = PlainTable()
        table.fill(said.headers, said.rows, numbers=range(1, len(said.headers)))
        popover.body.addWidget(table)
    if said.notes:
        popover.add_text(" ".join(said.notes), "secondary")
    copy = button(language.gettext("Copy"), lambda: QApplication.clipboard().setText(said.as_text), icon="copy")
    popover.add_actions(said.source, copy)
    popover.open_at(opener, rect)
    return popover


def cell_explained(
    year: AlignmentYear,
    before: AlignmentYear | None,
    key: tuple[str, AlignmentDimension],
    column: str,
    language: Language,
) -> Explained | None:
    """A cell of the table of results: a change or a share; of a column without a number, what is fully aligned."""
    if column != CHANGE or before is None:
        return share_explained(year, *key, Level(column) if column in set(Level) else Level.FULLY, language)
    change = changes(before, year).get(key)
    if change is None:
        return no_change_explained(before, year, *key, language)
    return change_explained(before, year, *key, change, language)


def share_explained(
    year: AlignmentYear, component: str, dimension: AlignmentDimension, level: Level, language: Language
) -> Explained | None:
    """The share fully, partially or not of a component in a dimension; None where it is not known."""
    _ = language.gettext
    shares = year.of(component, dimension)
    if shares is None:
        return None
    place = LEVELS.index(level)
    exact = shares.exact[place]
    about = ", ".join(
        [
            rating_name(level, language).lower(),
            alignment_dimension_name(dimension, language),
            component_name(component, language),
            str(year.year),
        ]
    )
    return Explained(
        language.percent(shares.rounded()[place], 0),
        about,
        _how(shares, language),
        _sums(year, dimension, shares, level, exact, language),
        *_table(shares, language),
        notes=[_("Shown in whole percent that add up to 100 (largest remainder)."), derived_words([shares], language)],
        source=sources_words(shares.sources, language),
    )


def _how(shares: AlignmentShares, language: Language) -> str:
    _ = language.gettext
    basis = basis_words(shares, language)
    if basis:
        return _("No total was published. Shown: {how}.").format(how=basis)
    if shares.n is not None:
        return _("Entered as numbers of criteria: {n} were assessed.").format(n=language.number(shares.n, None))
    return _("Entered as percentages, as they were published.")


def _sums(
    year: AlignmentYear,
    dimension: AlignmentDimension,
    shares: AlignmentShares,
    level: Level,
    exact: Fraction,
    language: Language,
) -> list[tuple[str, str]]:
    """The arithmetic behind a share; none where it is what was published."""
    place, result = LEVELS.index(level), language.percent(exact, None)
    if shares.basis is Basis.MEAN:
        parts = [part for name in shares.parts if (part := year.of(name, dimension))]
        terms = " + ".join(language.number(part.exact[place], 1) for part in parts)
        return [(f"({terms}) / {len(parts)} =", result)]
    if shares.n is not None:
        count = exact * shares.n / 100
        return [(f"{language.number(count, None)} / {language.number(shares.n, None)} =", result)]
    if shares.given_sum != 100:
        given = exact * shares.given_sum / 100
        return [(f"{language.number(given, None)} / {language.number(shares.given_sum, None)} =", result)]
    if shares.derived and level is Level.NOT:
        fully, partially = (language.number(part, None) for part in shares.exact[:2])
        return [(f"100 − {fully} − {partially} =", result)]
    return []


def _table(shares: AlignmentShares, language: Language) -> tuple[list[str], list[list[str]]]:
    _ = language.gettext
    counted = shares.n is not None
    headers = ["", *([_("Criteria")] if counted else []), _("Exact"), _("Shown")]
    rows = []
    for level, exact, shown in zip(LEVELS, shares.exact, shares.rounded(), strict=True):
        count = [language.number(exact * shares.n / 100, None)] if shares.n is not None else []
        cells = [rating_name(level, language), *count, language.percent(exact, 2), language.percent(shown, 0)]
        rows.append(cells)
    return headers, rows


def gap_explained(year: AlignmentYear, gap: Gap, language: Language) -> Explained:
    """What is written less what is done, in percentage points."""
    _ = language.gettext
    standards, implementation = (language.percent(s.fully, None) for s in (gap.standards, gap.implementation))
    notes = [basis for shares in (gap.standards,) if (basis := basis_words(shares, language))]
    if gap.component != WHOLE:
        notes = [_("This component is on paper only.") if gap.on_paper_only else "", paper_rule(language)]
    sources = (*gap.standards.sources, *gap.implementation.sources)
    return Explained(
        points_text(gap, language),
        _("points gap, {component}, {year}").format(component=component_name(gap.component, language), year=year.year),
        _("The gap is what is fully aligned as written, less what is fully aligned in practice, in percentage points."),
        [(f"{standards} − {implementation} =", points_text(gap, language))],
        notes=[capitalised(note).rstrip(".") + "." for note in notes if note],
        source=sources_words(sources, language),
    )


def change_explained(
    before: AlignmentYear,
    after: AlignmentYear,
    component: str,
    dimension: AlignmentDimension,
    change: AlignmentChange,
    language: Language,
) -> Explained:
    """How much more is fully aligned than in an earlier assessment year."""
    _ = language.gettext
    now, then = (language.percent(shares.fully, None) for shares in (change.after, change.before))
    about = _("points fully, {dimension}, {component}: {before} to {after}").format(
        dimension=alignment_dimension_name(dimension, language),
        component=component_name(component, language),
        before=before.year,
        after=after.year,
    )
    at_least = signed(change.at_least_partially, language)
    return Explained(
        signed(change.fully, language),
        about,
        _("What is fully aligned in {after}, less what was in {before}, in percentage points.").format(
            after=after.year, before=before.year
        ),
        [(f"{now} − {then} =", signed(change.fully, language))],
        notes=[
            _("At least partially aligned: {points} points.").format(points=at_least),
            _("Two assessments may differ in method and in who made them: read their sources."),
        ],
        source=sources_words((*change.before.sources, *change.after.sources), language),
    )


def no_change_explained(
    before: AlignmentYear, after: AlignmentYear, component: str, dimension: AlignmentDimension, language: Language
) -> Explained:
    """Why a change cannot be said."""
    _ = language.gettext
    about = ", ".join(
        [alignment_dimension_name(dimension, language), component_name(component, language), str(after.year)]
    )
    if before.of(component, dimension) is None:
        text = _("There is no result of {year} to compare with.").format(year=before.year)
    else:
        text = _("The totals of {before} and {after} are not made in one way of the same components.").format(
            before=before.year, after=after.year
        )
    return Explained(NO_NUMBER, about, text)
