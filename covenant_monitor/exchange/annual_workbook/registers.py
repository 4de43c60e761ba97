"""The internal sheet of a round's workbook with the registers: risks, actions, commitments and complaints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from covenant_monitor.domain.registers import Entry, Register, in_order, is_overdue
from covenant_monitor.exchange.annual_workbook.sheet import (
    Book,
    Column,
    Formula,
    Page,
    Styled,
    Value,
    cell,
    fitting,
    or_dash,
)
from covenant_monitor.names import entry_status_name, register_one, term

_SEVERITY, _LIKELIHOOD = 10, 11
_HEAD_ROW = Page.TOP


def write_registers(book: Book, entries: Sequence[Entry], names: Mapping[str, str], at: date) -> None:
    """Every entry as it is known, in the order in which they are worked through on the day `at`.

    `names`: those of the parties, by code.
    """
    language = book.language
    _ = language.gettext
    columns = fitting(
        [
            Column(_("Register"), 13, "strong"),
            Column(_("Code"), 8),
            Column(_("What"), 42, "wrapped"),
            Column(_("Status"), 21),
            Column(_("Party"), 26, "wrapped"),
            Column(_("Owner"), 16, "wrapped"),
            Column(_("Raised"), 13, "day"),
            Column(_("Due"), 13, "day"),
            Column(_("Overdue"), 11),
            Column(_("Closed"), 13, "day"),
            Column(_("Severity"), 9, "count"),
            Column(_("Likelihood"), 9, "count"),
            Column(_("Level"), 9, "count"),
            Column(_("About"), 28, "wrapped"),
            Column(_("Result"), 30, "wrapped"),
        ]
    )
    name = _("Risks & actions")
    title = _("Risks, actions, commitments and complaints on {day}").format(day=language.day(at))
    page = book.page(name, title, (column.width for column in columns))
    rows = list(_rows(book, entries, names, at))
    page.table(_HEAD_ROW, columns, rows, name=name, main=True)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 3)


def _rows(book: Book, entries: Sequence[Entry], names: Mapping[str, str], at: date) -> Iterator[list[Value | Styled]]:
    language = book.language
    _ = language.gettext
    sorted_entries = [
        one for register in Register for one in in_order((e for e in entries if e.register is register), at)
    ]
    for row, entry in enumerate(sorted_entries, _HEAD_ROW + 1):
        level: Value = None
        if entry.risk_level is not None:
            level = Formula(f"{cell(row, _SEVERITY)}*{cell(row, _LIKELIHOOD)}", entry.risk_level)
        themes = [term(one, language) for one in entry.themes]
        about = [*(names.get(code, code) for code in entry.participants), *entry.criteria, *themes]
        yield [
            register_one(entry.register, language),
            entry.code,
            entry.title,
            entry_status_name(entry.register, entry.status, language),
            names.get(entry.party, entry.party),
            entry.owner,
            or_dash(entry.raised_on),
            or_dash(entry.due_on),
            Styled(_("Yes"), "bad") if is_overdue(entry, at) else "",
            or_dash(entry.closed_on),
            entry.severity,
            entry.likelihood,
            level,
            ", ".join(about),
            entry.result,
        ]
