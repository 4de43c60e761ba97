"""The same participants in two rounds, in a round's workbook: sections, steps, criteria, and who moved most."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from covenant_monitor.charts.comparison_words import few_sentence
from covenant_monitor.charts.profile_figures import STEPS
from covenant_monitor.domain.comparison import Change, ParticipantChange, most_declined, most_improved
from covenant_monitor.exchange.annual_workbook.sheet import Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import term
from covenant_monitor.store.comparing import RoundComparison

_MOST = 10

Line = tuple[str, int | None, Fraction | None, Fraction | None, str]


def write_same(page: Page, found: RoundComparison, row: int, last: int) -> int:
    """Mean scores of those that count in both rounds, and what and who moved most; returns the next row."""
    language = page.book.language
    _, n_ = language.gettext, language.ngettext
    compared = found.comparison
    if not compared.same:
        return row
    then, now = found.then.round.code, found.now.round.code
    page.put(row, 0, _("The same participants in rounds {then} and {now}").format(then=then, now=now), "heading")
    said = n_("{n} participant counts in both rounds.", "{n} participants count in both rounds.", compared.same)
    page.paragraph(row + 1, said.format(n=language.number(compared.same, 0)), last)
    sections = {
        one.code: f"{one.code} {language.pick(one.name.nl, one.name.en)}" for one in compared.core.framework.sections
    }
    texts = {
        code: f"{code} {language.pick(one.text.nl, one.text.en)}"
        for code, one in compared.core.framework.criteria.items()
    }
    scores = [
        _line(_("All sections together"), compared.mean, language),
        *(_line(sections[one.code], one, language) for one in compared.sections),
    ]
    if len(compared.steps) < len(compared.sections):
        for step in compared.steps:
            name = " ".join([_("Step {step}").format(step=step.code), _(STEPS[int(step.code)])])
            scores.append(_line(name, step, language))
    for theme in compared.themes:
        scores.append(_line(_("Theme {theme}").format(theme=term(theme.code, language)), theme, language))
    row = _table(page, _("Mean score"), scores, then, now, row + 2)
    for title, moved in (
        (_("Criteria that rose most"), most_improved(compared.criteria, _MOST)),
        (_("Criteria that fell most"), most_declined(compared.criteria, _MOST)),
    ):
        lines = [_line(texts[one.code], one, language) for one in moved]
        row = _table(page, title, lines, then, now, row) if moved else row
    for title, people in (
        (_("Participants that rose most"), most_improved(compared.participants, _MOST)),
        (_("Participants that fell most"), most_declined(compared.participants, _MOST)),
    ):
        row = _table(page, title, [_moved(one) for one in people], then, now, row) if people else row
    return row


def _line(name: str, change: Change, language: Language) -> Line:
    return name, change.n, change.then.percent, change.now.percent, few_sentence(change, language)


def _moved(one: ParticipantChange) -> Line:
    then, now = (place.counted_score if place else None for place in (one.then, one.now))
    return one.name or one.code, None, then, now, ""


def _table(page: Page, title: str, lines: Sequence[Line], then: str, now: str, row: int) -> int:
    _ = page.book.language.gettext
    columns = [
        Column(title, 46, "strong"),
        Column("n", 14, "count"),
        Column(then, 14, "percent"),
        Column(now, 13, "percent"),
        Column(_("Change (points)"), 12, "change"),
        Column(_("Remark"), 12, "note cell"),
    ]
    rows: list[list[Value | Styled]] = []
    for at, (name, n, before, after, said) in enumerate(lines, row + 1):
        a, b = cell(at, 2), cell(at, 3)
        points = NO_NUMBER if before is None or after is None else after - before
        live = Formula(f'IF(AND(ISNUMBER({a}),ISNUMBER({b})),{b}-{a},"{NO_NUMBER}")', points)
        rows.append([name, n, or_dash(before), or_dash(after), live, said])
    return page.table(row, columns, rows, name=f"{title} {then} {now}") + 1
