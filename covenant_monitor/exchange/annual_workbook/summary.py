"""The summary sheet of a round's workbook: what the round came to, how it compares with earlier ones, and charts."""

from __future__ import annotations

from collections.abc import Mapping

from covenant_monitor.domain.headline import Reason
from covenant_monitor.exchange.annual_workbook.outcome_charts import (
    SMALL_ROWS,
    RoundsTable,
    has_means,
    has_outcomes,
    write_charts,
)
from covenant_monitor.exchange.annual_workbook.outcomes import (
    FIRST_SHARE,
    LAST,
    OUTCOMES,
    WIDTHS,
    N,
    Summary,
    write_outcomes,
    write_rounds,
)
from covenant_monitor.exchange.annual_workbook.sheet import Book, Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.exchange.annual_workbook.words import entered_sentence, years_withheld_sentence
from covenant_monitor.language import NO_NUMBER
from covenant_monitor.names import one_person_note, outcome_name, reason_name

_FACTS_END = 3
_CHART_ROWS = 17


def write_summary(book: Book, summary: Summary, changed: Mapping[str, str]) -> tuple[str, RoundsTable]:
    """The first sheet. Its charts are Excel charts of the cells beneath them, and follow them.

    `changed` says what changed before a round. Returns the name of the sheet, and where its table of rounds stands.
    """
    language = book.language
    _ = language.gettext
    covenant = summary.content.picture.covenant
    title = _("{covenant}: round {round}").format(
        covenant=book.safe(language.pick(covenant.name.nl, covenant.name.en) or covenant.code),
        round=summary.this.picture.round.code,
    )
    page = book.page(_("Summary"), title, summary.widths)
    row = max(_facts(page, summary), Page.TOP + _CHART_ROWS) + 1
    row, all_row = write_outcomes(page, summary, row)
    first = row + 3
    row = write_rounds(page, summary, row + 1, all_row, changed) + 1
    below = row
    if has_outcomes(summary.rounds) and has_means(summary.rounds):
        page.break_before(row)
        row += SMALL_ROWS
    row = _remarks(page, summary, row) + 1
    names = [outcome_name(outcome, language) for outcome in OUTCOMES]
    page.print_until(row)
    table = RoundsTable(first, N, FIRST_SHARE, N + summary.between, N + summary.between + 1)
    write_charts(page, summary.rounds, names, changed, table, row, below, requires=summary.requires)
    page.sheet.freeze_panes(Page.TOP, 0)
    return page.name, table


def _facts(page: Page, summary: Summary) -> int:
    """What the workbook is about, and how many count; returns the row after it."""
    book, language, this = page.book, page.book.language, summary.this
    _ = language.gettext
    round_, framework = this.picture.round, this.picture.framework
    covenant = summary.content.picture.covenant
    name = book.safe(language.pick(framework.name.nl, framework.name.en))
    withheld = _("withheld")
    people = summary.people
    participants: Value = this.participants if this.participants is not None else withheld
    counted: Value = this.counted if this.counted is not None else withheld
    if people:
        participants = Formula(f"COUNTA({people.code})", len(this.picture.standings))
        counted = Formula(f'COUNTIF({people.counts},"{people.yes}")', this.every.counted)
    facts: list[tuple[str, Value, str]] = [
        (_("Covenant"), book.safe(language.pick(covenant.name.nl, covenant.name.en)) or covenant.code, "fact value"),
        (_("Round"), _("{round}: {first} to {last}").format(
            round=round_.code, first=language.day(round_.first_day), last=language.day(round_.last_day)
        ), "fact value"),
        (_("Reference date"), or_dash(round_.reference_date), "fact day"),
        (_("Framework"), name or framework.code, "fact value"),
        (_("Framework version"), framework.version, "fact value"),
        (_("Audience"), _("Public") if book.public else _("Internal"), "fact value"),
        (_("Date of this workbook"), summary.written_on, "fact day"),
        (_("Participants in the round"), participants, "fact number"),
        (_("Counted in the figures"), counted, "fact number"),
    ]  # fmt: skip
    row = Page.TOP
    for row, (label, value, style) in enumerate(facts, Page.TOP):
        page.fact(row, label, value, _FACTS_END, style)
    return _left_out(page, summary, row + 2)


def _left_out(page: Page, summary: Summary, row: int) -> int:
    """Who does not count and why."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    required = this.picture.round.requirements
    title = _("Not counted in the outcome, and why") if required else _("Not counted, and why")
    page.put(row, 0, title, "strong note")
    if this.left_out is None:
        said = _("withheld") if this.left_out_total is None else this.left_out_total
        columns = [Column(_("All reasons together"), WIDTHS[0]), Column("n", WIDTHS[1], "count")]
        return page.table(row + 1, columns, [[_("Total"), said]])
    if not this.left_out:
        page.put(row + 1, 0, _("Nobody: every participant counts."), "note")
        return row + 2
    rows: list[list[Value | Styled]] = []
    for place, (reason, n) in enumerate(this.left_out.items(), row + 2):
        value: Value = n
        if summary.people and reason is not Reason.NO_REQUIREMENT:
            value = Formula(f"COUNTIF({summary.people.reason},{cell(place, 0)})", n)
        elif summary.people:
            value = Formula(
                f'COUNTIFS({summary.people.counts},"{summary.people.yes}",{summary.people.outcome},"{NO_NUMBER}")', n
            )
        rows.append([reason_name(reason, language), value])
    columns = [Column(_("Reason"), WIDTHS[0]), Column("n", WIDTHS[1], "count")]
    return page.table(row + 1, columns, rows)


def _remarks(page: Page, summary: Summary, row: int) -> int:
    """What has to be known to read the figures: percentages that were entered, notes, what is withheld."""
    book, language = page.book, page.book.language
    _ = language.gettext
    covenant = summary.content.picture.covenant
    said = [note] if (note := one_person_note(covenant, language)) else []
    if entered := entered_sentence((figures.picture for figures in summary.rounds), language):
        said.append(entered)
    if not book.public:
        notes = [(figures.picture.round.code, figures.picture.round.note) for figures in summary.rounds]
        said += [_("Round {round}: {note}").format(round=code, note=note) for code, note in notes if note]
        said += [
            _("Reopened: {party}, by {person} on {day}: {reason}").format(
                party=one.party, person=one.who, day=language.day(one.day), reason=one.why
            )
            for one in summary.content.reopened
        ]
    elif any(figures.withholds for figures in summary.rounds):
        said.append(
            _(
                "Withheld: groups of fewer than {n} participants, and what they could be computed from. See ‘{sheet}’."
            ).format(n=covenant.minimum_group, sheet=_("Method"))
        )
    if withheld := years_withheld_sentence(summary.rounds[:-1], language):
        said.append(withheld)
    if not said:
        return row
    page.put(row, 0, _("Remarks"), "heading")
    for place, text in enumerate(said, row + 1):
        page.paragraph(place, text, LAST)
    return row + 1 + len(said)
