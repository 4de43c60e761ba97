"""The internal sheet of a round's workbook with how everybody stood in the earlier rounds: what their totals add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from covenant_monitor.domain.headline import Standing, reason_left_out
from covenant_monitor.domain.picture import RoundPicture
from covenant_monitor.exchange.annual_workbook.figures import Group
from covenant_monitor.exchange.annual_workbook.people import OUTCOME_STYLES, outcome_or_dash
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Page,
    Styled,
    Value,
    cells_of,
    exactly,
    fitting,
    or_dash,
)
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import reason_name, status_name, term

HEAD_ROW = Page.TOP + 1
_ROUND, _YEAR, _SCORE, _OUTCOME, _COUNTS = 0, 4, 6, 8, 9


@dataclass(frozen=True, slots=True)
class HistoryCells:
    """Where the totals of earlier rounds find their participants: columns of the sheet, as formulas name them."""

    round: str
    year: str
    score: str
    outcome: str
    counts: str
    yes: str

    def counting(self, group: Group, round_cell: str) -> str:
        """Who counts of a group in the round whose code is in a cell, as a factor in SUMPRODUCT."""
        factors = [exactly(self.round, round_cell), f'({self.counts}="{self.yes}")']
        if group.year is not None:
            factors.append(f"({self.year}{'>=' if group.and_later else '='}{group.year})")
        return "*".join(factors)


def history_name(language: Language) -> str:
    """The name of the sheet, and of its table."""
    return language.gettext("Earlier rounds")


def history_cells(rounds: Sequence[RoundPicture], language: Language) -> HistoryCells:
    """The columns of the sheet that will be made of these earlier rounds."""
    first, last = HEAD_ROW + 1, HEAD_ROW + max(sum(len(one.standings) for one in rounds), 1)

    def column(number: int) -> str:
        return cells_of(history_name(language), first, last, number)

    return HistoryCells(
        round=column(_ROUND),
        year=column(_YEAR),
        score=column(_SCORE),
        outcome=column(_OUTCOME),
        counts=column(_COUNTS),
        yes=language.gettext("Yes"),
    )


def write_history(book: Book, rounds: Sequence[RoundPicture]) -> None:
    """Every participant of every earlier round, how it stood there, and whether it counts."""
    language = book.language
    _ = language.gettext
    columns = fitting(
        [
            Column(_("Round"), 14, "strong"),
            Column(_("Code"), 20, "code"),
            Column(_("Participant"), 34, "wrapped"),
            Column(_("Group"), 12),
            Column(_("Participation year"), 10, "count"),
            Column(_("Status"), 17),
            Column(_("Score"), 10, "percent"),
            Column(_("Required"), 10, "percent"),
            Column(_("Outcome"), 12),
            Column(_("Counts"), 9),
            Column(_("Why not"), 24, "wrapped"),
        ]
    )
    page = book.page(
        history_name(language), _("Participants in the earlier rounds"), (column.width for column in columns)
    )
    page.put(2, 0, _("What the totals of the earlier rounds add up. A dash: there is no number."), "line")
    page.table(HEAD_ROW, columns, _rows(rounds, language), name=history_name(language), main=True)
    page.sheet.freeze_panes(HEAD_ROW + 1, 3)


def _rows(rounds: Sequence[RoundPicture], language: Language) -> Iterator[list[Value | Styled]]:
    for picture in rounds:
        for standing in sorted(picture.standings, key=lambda one: language.sort_key(one.party.name)):
            yield [picture.round.code, *_standing(standing, language)]


def _standing(standing: Standing, language: Language) -> list[Value | Styled]:
    _ = language.gettext
    reason = reason_left_out(standing)
    score = standing.score.score if standing.score else None
    return [
        standing.party.code,
        standing.party.name,
        term(standing.party.group, language),
        standing.participation_year,
        status_name(standing.status, language),
        NO_NUMBER if score is None else score,
        or_dash(standing.required),
        Styled(outcome_or_dash(standing, language), OUTCOME_STYLES[standing.outcome]),
        _("No") if reason else _("Yes"),
        reason_name(reason, language) if reason else "",
    ]
