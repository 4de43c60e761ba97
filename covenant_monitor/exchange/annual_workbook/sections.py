"""The sheet of a round's workbook about the sections of the framework and the OECD steps that they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from covenant_monitor.charts.profile_figures import STEPS
from covenant_monitor.domain.model import Level
from covenant_monitor.domain.profile import Part, Profile
from covenant_monitor.domain.scope import select
from covenant_monitor.exchange.annual_workbook.chart import SHADES, Cells, add_bars, add_parts, insert, percent_chart
from covenant_monitor.exchange.annual_workbook.figures import RoundFigures, Section
from covenant_monitor.exchange.annual_workbook.outcomes import Summary, version_of
from covenant_monitor.exchange.annual_workbook.sheet import Book, Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.exchange.annual_workbook.styles import GOOD
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import rating_name

_FIRST = 46
_MOST_ROUNDS = 5
_LEVELS = (Level.FULLY, Level.PARTIALLY, Level.NOT)
_N, _MEAN = 2, 3
_LAST = 1 + 2 * _MOST_ROUNDS
_BAR, _AROUND, _WIDTH, _ROW = 26, 110, 860, 20
_HIGHEST = 700
"""A chart is no higher than a page: with many sections their bars are thinner."""


def write_sections(book: Book, summary: Summary) -> None:
    """Mean scores per section and step, now and before; internally with how the ratings fall."""
    _ = book.language.gettext
    page = book.page(_("Sections and steps"), _("Sections and steps"), [_FIRST, 13, *[11] * (2 * _MOST_ROUNDS)])
    shown = _comparable(summary.rounds)
    means = Page.TOP + 2
    row = _means(page, summary, shown, Page.TOP)
    if summary.ratings:
        # Numbers of ratings tell of few participants, and so do steps: for internal use.
        profile = Profile(select(summary.content.picture, summary.this.picture.round.code))
        page.break_before(row + 1)
        shares = row + 3
        row = _shares(page, summary, profile, row + 1)
        _steps(page, summary, profile, row + 1, means, shares)
    page.sheet.freeze_panes(Page.TOP, 0)


def _comparable(rounds: Sequence[RoundFigures]) -> list[RoundFigures]:
    """The round itself, and the latest earlier ones with the same version of the framework."""
    *earlier, this = rounds
    same = [figures for figures in reversed(earlier) if version_of(figures) == version_of(this)]
    return [this, *same][:_MOST_ROUNDS]


def _names(page: Page, summary: Summary) -> list[str]:
    pick, safe = page.book.language.pick, page.book.safe
    sections = summary.this.picture.framework.sections
    return [f"{section.code} {safe(pick(section.name.nl, section.name.en))}".strip() for section in sections]


def _means(page: Page, summary: Summary, shown: Sequence[RoundFigures], row: int) -> int:
    """The mean score per section, with the earlier rounds that had the same version of the framework beside it."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    page.put(row, 0, _("Mean score per section"), "heading")
    columns = [Column(_("Section"), _FIRST, "strong"), Column(_("OECD step"), 13)]
    for code in (figures.picture.round.code for figures in shown):
        columns += [Column(f"{code} (n)", 11, "count"), Column(code, 11, "percent")]
    rows = []
    for i, (section, name) in enumerate(zip(this.picture.framework.sections, _names(page, summary), strict=True)):
        step: Value = _("Step {step}").format(step=section.step) if section.step else NO_NUMBER
        cells: list[Value | Styled] = [name, step, *_live_mean(page, summary, i, row + 2 + i)]
        for figures in shown[1:]:
            cells += _mean(page, figures.sections[i])
        rows.append(cells)
    end = page.table(row + 1, columns, rows, name=_("Sections"))
    said = [_("n: participants that count and have a score in the section; each counts once.")]
    same = sum(version_of(figures) == version_of(this) for figures in summary.rounds)
    if same < len(summary.rounds):
        said.append(
            _("Earlier rounds with another version of the framework are left out: their sections are not the same.")
        )
    if same > len(shown):
        said.append(_("Of the earlier rounds only the latest are here."))
    page.paragraph(end, " ".join(said), _LAST)
    if not any(section.mean is not None for section in this.sections):
        return end + 1
    chart = percent_chart(page, "bar", "", _("Mean score per section"))
    two = shown[:2]
    places = [_MEAN + 2 * place for place in range(len(two))]
    add_bars(chart, Cells(page, row + 1, end - 1), places, language, (GOOD, SHADES[0]))
    said_too = _("Bars of the mean score per section. The numbers are in the table above.")
    height = min(_AROUND + len(rows) * _BAR * len(two), _HIGHEST)
    insert(page, chart, (end + 1, 0), (_WIDTH, height), said_too)
    return end + 2 + height // _ROW


def _mean(page: Page, section: Section) -> list[Value | Styled]:
    """n and mean as numbers."""
    withheld = page.book.language.gettext("withheld")
    if section.withheld:
        return [Styled(withheld if section.n is None else section.n, "count"), Styled(withheld, "percent")]
    return [Styled(withheld, "count") if section.n is None else section.n, or_dash(section.mean)]


def _live_mean(page: Page, summary: Summary, place: int, row: int) -> list[Value | Styled]:
    """n and mean as formulas over the participants, where there are any."""
    people, section = summary.people, summary.this.sections[place]
    if people is None:
        return _mean(page, section)
    cells = people.sections[place]
    n = Formula(f'SUMPRODUCT(({people.counts}="{people.yes}")*ISNUMBER({cells}))', section.n or 0)
    mean = Formula(
        f'IF({cell(row, _N)}=0,"{NO_NUMBER}",SUMIFS({cells},{people.counts},"{people.yes}")/{cell(row, _N)})',
        NO_NUMBER if section.mean is None else section.mean,
    )
    return [n, mean]


def _share_columns(language: Language) -> list[Column]:
    _ = language.gettext
    names = [rating_name(level, language) for level in _LEVELS]
    return [
        *(Column(name, 11, "count") for name in names),
        Column(_("Ratings"), 11, "count"),
        *(Column(f"{name} (%)", 11, "percent") for name in names),
    ]


def _share_cells(counts: Sequence[Value], numbers: Sequence[int], row: int, first: int) -> list[Value | Styled]:
    """How many ratings are fully, partially and not, together, and the shares that they make."""
    total = sum(numbers)
    its = cell(row, first + 3)
    return [
        *counts,
        Formula(f"SUM({cell(row, first)}:{cell(row, first + 2)})", total),
        *(
            Formula(
                f'IF({its}=0,"{NO_NUMBER}",100*{cell(row, first + place)}/{its})',
                100 * number / total if total else NO_NUMBER,
            )
            for place, number in enumerate(numbers)
        ),
    ]


def _numbers(part: Part) -> list[int]:
    return [part.counts.fully, part.counts.partially, part.counts.not_]


def _shares(page: Page, summary: Summary, profile: Profile, row: int) -> int:
    """How the ratings fall per section, counted on the ratings sheet; with a chart."""
    language, framework = page.book.language, summary.this.picture.framework
    _ = language.gettext
    page.put(row, 0, _("How the ratings fall per section"), "heading")
    head = row + 1
    rows: list[list[Value | Styled]] = []
    for place, (section, name) in enumerate(zip(framework.sections, _names(page, summary), strict=True)):
        numbers = _numbers(profile.sections[section.code])
        counts: list[Value] = list(numbers)
        if summary.ratings and framework.scale.by_level:
            words = [rating_name(level, language) for level in _LEVELS]
            counts = [
                Formula(summary.ratings.how_many(place, word), number)
                for word, number in zip(words, numbers, strict=True)
            ]
        rows.append([name, *_share_cells(counts, numbers, head + 1 + place, 1)])
    columns = [Column(_("Section"), _FIRST, "strong"), *_share_columns(language)]
    end = page.table(head, columns, rows, name=_("Ratings per section"))
    note = _("Ratings with a value, of criteria that apply, of all participants that count.")
    page.paragraph(end, note, _LAST)
    if not any(any(_numbers(part)) for part in profile.sections.values()):
        return end + 1
    chart = percent_chart(page, "bar", "stacked", _("How the ratings fall per section, in % of the ratings"))
    add_parts(chart, Cells(page, head, end - 1), (5, 6, 7), language)
    height = min(_AROUND + len(rows) * _BAR, _HIGHEST)
    said = _("Stacked bars of fully, partially and not per section. The numbers are in the table above.")
    insert(page, chart, (end + 1, 0), (_WIDTH, height), said)
    return end + 2 + height // _ROW


def _steps(page: Page, summary: Summary, profile: Profile, row: int, means: int, shares: int) -> None:
    """The six steps of the OECD: the mean score, and how the ratings fall, added up from the sections.

    The tables of the sections have their first rows at `means` and `shares`.
    """
    language = page.book.language
    _ = language.gettext
    places: dict[int, list[int]] = {}
    for place, section in enumerate(summary.this.picture.framework.sections):
        if section.step:
            places.setdefault(section.step, []).append(place)
    if not places:
        return
    page.put(row, 0, _("OECD steps"), "heading")
    head = row + 1
    rows: list[list[Value | Styled]] = []
    for at, (step, of) in enumerate(sorted(places.items()), head + 1):
        part = profile.steps[step]
        n: Value = part.mean.denominator or 0
        mean: Value = or_dash(part.mean.value)
        if len(of) == 1:
            n = Formula(cell(means + of[0], _N), part.mean.denominator or 0)
            mean = Formula(cell(means + of[0], _MEAN), NO_NUMBER if part.mean.value is None else part.mean.value)
        numbers = _numbers(part)
        counts = [
            Formula("+".join(cell(shares + place, 1 + level) for place in of), number)
            for level, number in enumerate(numbers)
        ]
        rows.append([f"{step} {_(STEPS[step])}", n, mean, *_share_cells(counts, numbers, at, 3)])
    columns = [
        Column(_("OECD step"), _FIRST, "strong"),
        Column("n", 13, "count"),
        Column(_("Mean score"), 11, "percent"),
        *_share_columns(language),
    ]
    end = page.table(head, columns, rows, name=_("OECD steps"))
    said = _("A step is the mean of its sections by their weight. n: participants that count and have a score in it.")
    page.paragraph(end, said, _LAST)
