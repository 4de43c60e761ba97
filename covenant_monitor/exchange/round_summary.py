"""The summary sheet of a round's workbook: what the round came to, how it compares with earlier ones, and a chart."""

from __future__ import annotations

from covenant_monitor.domain.headline import Reason
from covenant_monitor.domain.picture import RoundPicture, breaks
from covenant_monitor.exchange.round_chart import write_chart
from covenant_monitor.exchange.round_figures import RoundFigures, Section
from covenant_monitor.exchange.round_outcomes import (
    FIRST_SHARE,
    LAST,
    OUTCOMES,
    WIDTHS,
    N,
    Summary,
    break_words,
    write_cohorts,
    write_outcomes,
    write_rounds,
)
from covenant_monitor.exchange.round_people import PeopleCells
from covenant_monitor.exchange.round_sheet import Book, Column, Formula, Page, Styled, Value, cell, or_dash
from covenant_monitor.language import NO_NUMBER
from covenant_monitor.names import one_person_note, outcome_name, reason_name

_FACTS_END = 3
_CHART_ROWS = 17
_MOST_ROUNDS_BESIDE = 5


def write_summary(book: Book, summary: Summary) -> None:
    """The first sheet. Its chart is an Excel chart of the cells beneath it, and follows them."""
    language = book.language
    _ = language.gettext
    covenant = summary.content.picture.covenant
    title = _("{covenant}: round {round}").format(
        covenant=book.safe(language.pick(covenant.name.nl, covenant.name.en) or covenant.code),
        round=summary.this.picture.round.code,
    )
    page = book.page(_("Summary"), title, WIDTHS)
    row = max(_facts(page, summary), Page.TOP + _CHART_ROWS) + 1
    row, all_row = write_outcomes(page, summary, row)
    row = _sections(page, summary, row + 1)
    page.sheet.set_h_pagebreaks([row + 1])
    changed = {mark.round: mark for mark in breaks([figures.picture for figures in summary.rounds])}
    said = {code: break_words(mark, language) for code, mark in changed.items()}
    first = row + 3
    row = write_rounds(page, summary, row + 1, all_row, said)
    row = write_cohorts(page, summary, row + 1)
    row = _remarks(page, summary, row)
    names = [outcome_name(outcome, language) for outcome in OUTCOMES]
    write_chart(page, summary.rounds, names, said, (first, N, FIRST_SHARE), row + 1)


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
    page.put(row, 0, _("Not counted in the outcome, and why"), "strong note")
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


def _sections(page: Page, summary: Summary, row: int) -> int:
    """The mean score per section, with the earlier rounds that had the same version of the framework beside it."""
    language, this = page.book.language, summary.this
    _ = language.gettext
    same = [figures for figures in reversed(summary.rounds[:-1]) if _version(figures) == _version(this)]
    shown = [this, *same][:_MOST_ROUNDS_BESIDE]
    page.put(row, 0, _("Mean score per section"), "heading")
    columns = [Column(_("Section"), WIDTHS[0], "strong")]
    for code in (figures.picture.round.code for figures in shown):
        columns += [Column(f"{code} (n)", 9, "count"), Column(code, 9, "percent")]
    rows = []
    for i, section in enumerate(this.picture.framework.sections):
        cells: list[Value | Styled] = [
            f"{section.code} {page.book.safe(language.pick(section.name.nl, section.name.en))}".strip(),
            *_live_mean(page, this.sections[i], i, summary.people, row + 2 + i),
        ]
        for figures in shown[1:]:
            cells += _mean(page, figures.sections[i])
        rows.append(cells)
    end = page.table(row + 1, columns, rows)
    said = [_("n: participants that count and have a score in the section; each counts once.")]
    if len(same) < len(summary.rounds) - 1:
        said.append(
            _("Earlier rounds with another version of the framework are left out: their sections are not the same.")
        )
    if len(same) >= len(shown):
        said.append(_("Of the earlier rounds only the latest are here."))
    page.paragraph(end, " ".join(said), LAST)
    return end + 1


def _version(figures: RoundFigures) -> tuple[str, str]:
    return figures.picture.framework.code, figures.picture.framework.version


def _mean(page: Page, section: Section) -> list[Value | Styled]:
    """n and mean as numbers."""
    _ = page.book.language.gettext
    minimum = _("withheld")
    if section.withheld:
        return [Styled(minimum if section.n is None else section.n, "count"), Styled(minimum, "percent")]
    return [Styled(minimum, "count") if section.n is None else section.n, or_dash(section.mean)]


def _live_mean(page: Page, section: Section, place: int, people: PeopleCells | None, row: int) -> list[Value | Styled]:
    """n and mean as formulas over the participants, where there are any."""
    if people is None:
        return _mean(page, section)
    cells = people.sections[place]
    n = Formula(f'SUMPRODUCT(({people.counts}="{people.yes}")*ISNUMBER({cells}))', section.n or 0)
    mean = Formula(
        f'IF({cell(row, 1)}=0,"{NO_NUMBER}",SUMIFS({cells},{people.counts},"{people.yes}")/{cell(row, 1)})',
        NO_NUMBER if section.mean is None else section.mean,
    )
    return [n, mean]


def _remarks(page: Page, summary: Summary, row: int) -> int:
    """What has to be known to read the figures: percentages that were entered, notes, what is withheld."""
    book, language = page.book, page.book.language
    _ = language.gettext
    covenant = summary.content.picture.covenant
    said = [note] if (note := one_person_note(covenant, language)) else []
    entered = [figures.picture.round.code for figures in summary.rounds if _was_entered(figures.picture)]
    if entered:
        said.append(_("Entered as percentages: {rounds}.").format(rounds=", ".join(entered)))
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
    withheld = [figures.picture.round.code for figures in summary.rounds[:-1] if figures.cohorts_withheld]
    if withheld:
        said.append(_("Participation years are withheld in: {rounds}.").format(rounds=", ".join(withheld)))
    if not said:
        return row
    page.put(row, 0, _("Remarks"), "heading")
    for place, text in enumerate(said, row + 1):
        page.paragraph(place, text, LAST)
    return row + 1 + len(said)


def _was_entered(picture: RoundPicture) -> bool:
    return any(standing.score and standing.score.from_summary for standing in picture.headline.counted)
