"""Why the headline shares changed between two rounds, in a round's workbook: a sentence, a table and a chart of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from covenant_monitor.charts.comparison_words import (
    basis_sentence,
    cause_name,
    change_sentence,
    core_sentence,
    measure_name,
)
from covenant_monitor.domain.comparison_parts import Cause, Decomposition, Measure
from covenant_monitor.exchange.annual_workbook.chart import Cells, insert, labels, percent_chart
from covenant_monitor.exchange.annual_workbook.sheet import Column, Formula, Page, Styled, Value, cell
from covenant_monitor.exchange.annual_workbook.styles import GOOD, INK
from covenant_monitor.store.comparing import RoundComparison

_AT = 2
_MORE, _LESS = "#A9BFD6", "#EBC0A8"
_SIZE, _CHART_ROWS = (860, 320), 18


def write_changes(page: Page, found: RoundComparison, starts: Mapping[str, str], row: int, last: int) -> int:
    """Every headline share taken apart; `starts`: the cells with those of the earlier round, by measure."""
    language = page.book.language
    _ = language.gettext
    then, now = found.then.round.code, found.now.round.code
    page.put(row, 0, _("Compared with round {round}").format(round=then), "heading")
    row += 1
    if core := core_sentence(found.ends, language):
        page.paragraph(row, core, last)
        row += 1
    if not found.changes:
        said = _("In one of the rounds {then} and {now} no assessment counts, so there is nothing to compare.")
        page.paragraph(row, said.format(then=then, now=now), last)
        return row + 2
    for place, measure in enumerate(one for one in Measure if one in found.changes):
        if place:
            page.break_before(row)
        row = _write_change(page, found.changes[measure], then, now, starts[measure], row, last)
    return row


def _write_change(page: Page, change: Decomposition, then: str, now: str, start: str, row: int, last: int) -> int:
    language = page.book.language
    _ = language.gettext
    name = measure_name(change.measure, language)
    page.put(row, 0, name, "strong note")
    page.paragraph(row + 1, change_sentence(change, language), last, "said")
    page.paragraph(row + 2, basis_sentence(change, then, now, language), last)
    head = row + 3
    columns = [
        Column(_("What changed"), 46, "strong"),
        Column(_("Points"), 14, "change"),
        Column(_("Then at"), 14, "percent"),
    ]
    lines = _lines(change, then, now, start, head + 1, page)
    end = page.table(head, columns, [line[: len(columns)] for line in lines], name=f"{name} {then} {now}")
    base = last + 2
    _drawn_from(page, [line[len(columns) :] for line in lines], head, base)
    chart = percent_chart(page, "column", "stacked", f"{name}, {then} – {now}")
    cells = Cells(page, head, end - 1)
    chart.add_series({**cells.series(base), "fill": {"none": True}, "border": {"none": True}, "gap": 40})
    more, less = '[>=0.05]+0.0;""', '[>=0.05]−0.0;""'
    for place, (fill, ink, form) in enumerate(
        ((GOOD, "#FFFFFF", ""), (_MORE, INK, more), (_LESS, INK, less)), base + 1
    ):
        chart.add_series(
            {
                **cells.series(place),
                "fill": {"color": fill},
                "border": {"color": "#FFFFFF", "width": 1},
                "data_labels": labels(language, ink, form=form),
            }
        )
    chart.set_legend({"none": True})
    said = _("A waterfall from the earlier share to the later one. The numbers are in the table above.")
    insert(page, chart, (end, 0), _SIZE, said)
    return end + _CHART_ROWS


def _drawn_from(page: Page, lines: Sequence[Sequence[Value | Styled]], head: int, column: int) -> None:
    """The cells that only the chart needs, beside what is printed."""
    _ = page.book.language.gettext
    heads = (_("Drawn: below"), _("share"), _("more"), _("less"))
    styles = ("small number", "small percent", "small number", "small number")
    for place, (title, style) in enumerate(zip(heads, styles, strict=True), column):
        page.put(head, place, title, "small head")
        for row, line in enumerate(lines, head + 1):
            page.put(row, place, line[place - column], style)


def _lines(
    change: Decomposition, then: str, now: str, start: str, first: int, page: Page
) -> list[list[Value | Styled]]:
    """The share then, what every cause did, and the share now, which is what they add up to."""
    language = page.book.language
    of = change.then.percent or Fraction()
    lines: list[list[Value | Styled]] = [
        [then, None, Formula(start, of), None, Formula(cell(first, _AT), of), None, None]
    ]
    for row, (cause, part) in enumerate(_parts(change), first + 1):
        before, after, points = cell(row - 1, _AT), cell(row, _AT), cell(row, 1)
        lines.append(
            [
                cause_name(cause, language),
                part,
                Formula(f"{before}+{points}", of + part),
                Formula(f"MIN({before},{after})", min(of, of + part)),
                None,
                Formula(f"MAX({points},0)", max(part, Fraction())),
                Formula(f"MAX(-{points},0)", max(-part, Fraction())),
            ]
        )
        of += part
    row = first + len(lines)
    whole = Formula(f"SUM({cell(first, 1)}:{cell(row - 1, 1)})", change.whole)
    at = Formula(f"{cell(first, _AT)}+{cell(row, 1)}", of)
    return [*lines, [now, whole, at, None, Formula(cell(row, _AT), of), None, None]]


def _parts(change: Decomposition) -> list[tuple[Cause, Fraction]]:
    return [(cause, change.parts[cause]) for cause in Cause if change.parts[cause]]
