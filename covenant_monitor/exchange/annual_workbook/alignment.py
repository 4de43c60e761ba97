"""The sheet of a round's workbook about OECD alignment: of the covenant itself, never of a company."""

from __future__ import annotations

from collections.abc import Sequence

from covenant_monitor.charts.alignment_words import basis_words, component_name, derived_words
from covenant_monitor.domain.alignment import WHOLE, AlignmentShares, AlignmentYear, Basis, alignment_years
from covenant_monitor.domain.model import Number
from covenant_monitor.domain.picture import CovenantAlignment
from covenant_monitor.exchange.annual_workbook.chart import Cells, add_parts, insert, percent_chart
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    or_dash,
)
from covenant_monitor.language import NO_NUMBER
from covenant_monitor.names import alignment_dimension_name

_COMPONENT, _DIMENSION, _YEAR, _FIRST_SHARE, _FIRST_COUNT = 0, 1, 2, 3, 6
_BAR, _AROUND, _WIDTH, _ROW = 34, 110, 820, 20


def write_alignment(book: Book, alignment: Sequence[CovenantAlignment]) -> None:
    """How far the covenant itself is aligned with the OECD; counts with the shares they make."""
    language = book.language
    _ = language.gettext
    names = (_("Fully"), _("Partially"), _("Not"))
    counts = any(one.unit == "count" for one in alignment)
    columns = [
        Column(_("Component"), 36, "first"),
        Column(_("Dimension"), 26),
        Column(_("Year"), 10, "year"),
        *(Column(f"{name} (%)", 13, "percent") for name in names),
        *(Column(f"{name} (n)", 13, "count") for name in names if counts),
        Column(_("Source"), 64, "wrapped"),
    ]
    title = _("Alignment of the covenant itself with the OECD")
    page = book.page(_("OECD alignment"), title, (column.width for column in columns))
    note = _(
        "How far the covenant itself follows the OECD due diligence guidance; never a judgement of a company. A dash:"
        " not published."
    )
    page.paragraph(Page.TOP, note, len(columns) - 1)
    head = Page.TOP + 2
    rows = (_aligned(book, one, head + 1 + i, counts=counts) for i, one in enumerate(alignment))
    end = page.table(head, columns, rows, name=_("OECD alignment"), main=True, alone=False)
    years = alignment_years(alignment)
    end = _totals(page, years, head + 1, end - 1, end + 1, counts=counts)
    _gaps(page, years, end)


def _aligned(book: Book, one: CovenantAlignment, row: int, *, counts: bool) -> list[Value | Styled]:
    amounts = (one.fully, one.partially, one.not_)
    shares: list[Value | Styled] = [or_dash(amount) for amount in amounts]
    numbers: list[Value | Styled] = [NO_NUMBER] * 3
    if one.unit == "count":
        numbers = [or_dash(amount) for amount in amounts]
        shares = _shares_of_counts(amounts, row)
    return [
        book.safe(one.component) or book.language.gettext("Whole covenant"),
        alignment_dimension_name(one.dimension, book.language),
        one.year,
        *shares,
        *(numbers if counts else ()),
        book.safe(one.source),
    ]


def _shares_of_counts(amounts: Sequence[Number | None], row: int) -> list[Value | Styled]:
    """The shares in percent; a dash for each where one of the counts is missing, for then nobody knows the whole."""
    if any(amount is None for amount in amounts):
        return [NO_NUMBER] * 3
    known = [amount for amount in amounts if amount is not None]
    whole = f"SUM({cell(row, 6)}:{cell(row, 8)})"
    total = sum(known)
    return [
        Formula(
            f'IF({whole}=0,"{NO_NUMBER}",100*{cell(row, 6 + i)}/{whole})', 100 * amount / total if total else NO_NUMBER
        )
        for i, amount in enumerate(known)
    ]


def _totals(page: Page, years: Sequence[AlignmentYear], first: int, last: int, row: int, *, counts: bool) -> int:
    """All components together per year and dimension: as published, or what the rows above come to; with a chart."""
    language = page.book.language
    _ = language.gettext
    shown = [
        (one.year, dimension, shares)
        for one in years
        for dimension in one.dimensions
        if (shares := one.of(WHOLE, dimension))
    ]
    if not shown:
        return row
    page.put(row, 0, _("The whole covenant"), "heading")
    head = row + 1
    lines: list[list[Value | Styled]] = []
    for at, (year, dimension, shares) in enumerate(shown, head + 1):
        name = f"{year}, {alignment_dimension_name(dimension, language).lower()}"
        said = basis_words(shares, language) or _("as published")
        live = _Rows(page, first, last, year, alignment_dimension_name(dimension, language))
        lines.append([name, said, or_dash(shares.n), *live.shares(shares, at, counts=counts)])
    columns = [
        Column(_("Assessment"), 36, "strong"),
        Column(_("How"), 26, "wrapped"),
        Column("n", 10, "count"),
        *(Column(f"{name} (%)", 13, "percent") for name in (_("Fully"), _("Partially"), _("Not"))),
    ]
    end = page.table(head, columns, lines, name=_("Whole covenant"))
    if said := derived_words((shares for _year, _dimension, shares in shown), language):
        page.paragraph(end, said, 5)
        end += 1
    chart = percent_chart(page, "bar", "stacked", _("Alignment of the covenant itself with the OECD, in %"))
    add_parts(chart, Cells(page, head, head + len(lines)), (3, 4, 5), language)
    height = _AROUND + _BAR * len(lines)
    said = _("Stacked bars of what is fully, partially and not aligned. The numbers are in the table above.")
    insert(page, chart, (end, 0), (_WIDTH, height), said)
    return end + 2 + height // _ROW


class _Rows:
    """The published rows of one year and dimension, as totals below find them."""

    def __init__(self, page: Page, first: int, last: int, year: int, dimension: str) -> None:
        self._first, self._last = first, last
        self._whole = page.book.language.gettext("Whole covenant")
        self._rows = f'({self._column(_YEAR)}={year})*({self._column(_DIMENSION)}="{dimension}")'

    def _column(self, column: int) -> str:
        return f"{cell(self._first, column, fixed=True)}:{cell(self._last, column, fixed=True)}"

    def shares(self, shares: AlignmentShares, row: int, *, counts: bool) -> list[Value]:
        """The shares: what was published of the whole, or the counts of its components added up."""
        which = f'{self._rows}*({self._column(_COMPONENT)}="{self._whole}")'
        if shares.basis is Basis.COUNTED and counts:
            parts = (
                f'{self._rows}*({self._column(_COMPONENT)}<>"{self._whole}")*ISNUMBER({self._column(_FIRST_COUNT + 2)})'
            )
            sums = [f"SUMPRODUCT({parts},{self._column(_FIRST_COUNT + place)})" for place in range(3)]
            return [
                Formula(f"100*{one}/({'+'.join(sums)})", exact) for one, exact in zip(sums, shares.exact, strict=True)
            ]
        if shares.basis is not Basis.ENTERED or shares.given_sum != 100:
            return list(shares.exact)
        columns = [f"SUMPRODUCT({which},{self._column(_FIRST_SHARE + place)})" for place in range(3)]
        if shares.derived:
            columns[2] = f"100-{cell(row, 3)}-{cell(row, 4)}"
        return [Formula(one, exact) for one, exact in zip(columns, shares.exact, strict=True)]


def _gaps(page: Page, years: Sequence[AlignmentYear], row: int) -> None:
    """What is written beside what is done, per component."""
    language = page.book.language
    _ = language.gettext
    gaps = [(one.year, gap) for one in years for gap in [one.gap(), *one.gaps] if gap is not None]
    if not gaps:
        return
    page.put(row, 0, _("On paper and in practice"), "heading")
    columns = [
        Column(_("Component"), 36, "strong"),
        Column(_("Remark"), 26, "wrapped"),
        Column(_("Year"), 10, "year"),
        Column(_("Fully on paper"), 13, "percent"),
        Column(_("Fully in practice"), 13, "percent"),
        Column(_("Gap (points)"), 13, "change"),
    ]
    lines: list[list[Value | Styled]] = []
    for at, (year, gap) in enumerate(gaps, row + 2):
        said = _("much better on paper than in practice") if gap.on_paper_only else ""
        live = Formula(f"{cell(at, 3)}-{cell(at, 4)}", gap.points)
        name = page.book.safe(component_name(gap.component, language))
        lines.append([name, said, year, gap.standards.fully, gap.implementation.fully, live])
    page.table(row + 1, columns, lines, name=_("Paper and practice"))
