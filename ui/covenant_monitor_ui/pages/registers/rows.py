"""The rows of the registers page, built once per change: what each cell says, and what it sorts and is found by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from covenant_monitor.domain.model import natural_key
from covenant_monitor.domain.registers import Entry, EntryStatus, Proposal, Register, in_order, is_overdue
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.language import NO_NUMBER, Language
from covenant_monitor.names import entry_status_name, rating_name, term
from covenant_monitor_ui.models.participants import Cell, Column, one_line, plain
from covenant_monitor_ui.models.registers import FoundLine

OPEN, OVERDUE, MINE, ASK, ALL = FILTERS = ("open", "overdue", "mine", "ask", "all")
MISSING: Final = Cell(NO_NUMBER)

MARKS: Final = {
    EntryStatus.OPEN: "open",
    EntryStatus.IN_PROGRESS: "draft:0.5",
    EntryStatus.DONE: "achieved",
    EntryStatus.DROPPED: "none",
}
"""The shape of each status: an outline, half full, a square with a tick, a dash."""
_ORDER = {status: place for place, status in enumerate(EntryStatus)}

Names = Mapping[str, str]
"""The names of parties by their codes."""


def entry_key(entry: Entry) -> tuple[str, ...]:
    """What tells the line of an entry from all others."""
    return entry.register.value, entry.code


def entry_columns(register: Register, language: Language) -> list[Column]:
    """The columns of a register."""
    _ = language.gettext
    columns = [
        Column("title", _("Title")),
        Column("party", _("Participant or party")),
        Column("owner", _("Owner"), tip=_("Who at the secretariat follows it up")),
        Column("due", _("Due")),
        Column("status", _("Status")),
        Column("about", _("About"), tip=_("Criteria and themes")),
    ]
    if register is Register.RISK:
        columns.insert(3, Column("level", _("Risk"), at_right=True, tip=_("Severity times likelihood, 1 to 25")))
    return columns


def concerned(entry: Entry) -> list[str]:
    """The codes of the parties that an entry is about: the one that has to do it first."""
    return list(dict.fromkeys(filter(None, (entry.party, *entry.participants))))


class EntryLines:
    """Makes a line of every entry. One of an entry that stayed the same is taken over: there may be thousands."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._about: tuple[Names, str, date] = ({}, "", date.min)
        self._made: dict[tuple[str, ...], tuple[Entry, bool, FoundLine]] = {}
        self._sort_key = lru_cache(maxsize=4096)(Language.sort_key)

    def lines(
        self, entries: Iterable[Entry], names: Names, asked: Collection[tuple[str, ...]], user: str, today: date
    ) -> list[FoundLine]:
        """The lines, in the order in which they are worked through. `asked`: those still to be asked about."""
        if self._about != (names, user, today):
            self._about = (names, user, today)
            self._made.clear()
        return [self._line(entry, is_asked=entry_key(entry) in asked) for entry in in_order(entries, today)]

    def _line(self, entry: Entry, *, is_asked: bool) -> FoundLine:
        key = entry_key(entry)
        known = self._made.get(key)
        if known is not None and known[0] == entry and known[1] == is_asked:
            return known[2]
        made = self._new_line(key, entry, is_asked=is_asked)
        self._made[key] = entry, is_asked, made
        return made

    def _new_line(self, key: tuple[str, ...], entry: Entry, *, is_asked: bool) -> FoundLine:
        language, (names, user, today) = self._language, self._about
        overdue, open_ = is_overdue(entry, today), not entry.status.is_closed
        parties = concerned(entry)
        about = ", ".join((*entry.criteria, *(term(theme, language) for theme in entry.themes)))
        status = entry_status_name(entry.register, entry.status, language)
        cells = [
            Cell(one_line(entry.title), self._sort_key(entry.title), note=entry.code),
            self._parties_cell(parties),
            Cell(one_line(entry.owner), self._sort_key(entry.owner)) if entry.owner else MISSING,
            due_cell(entry, overdue=overdue, language=language),
            Cell(status, _ORDER[entry.status], MARKS[entry.status]),
            Cell(about, tuple(natural_key(about))) if about else MISSING,
        ]
        if entry.register is Register.RISK:
            cells.insert(3, _level_cell(entry, language))
        holds = {
            OPEN: open_,
            OVERDUE: overdue,
            MINE: open_ and same_person(entry.owner, user),
            ASK: is_asked,
            ALL: True,
        }
        words = [entry.title, entry.code, entry.owner, status, about, entry.round]
        words += [entry.description, entry.note, entry.result, *(names.get(code, code) for code in parties)]
        words += [language.gettext("overdue")] if overdue else []
        return FoundLine(
            key,
            tuple(cells),
            quiet=not open_,
            search=plain("\n".join(filter(None, words))),
            tabs=frozenset(name for name, true in holds.items() if true),
            parties=frozenset(parties),
        )

    def _parties_cell(self, codes: Sequence[str]) -> Cell:
        if not codes:
            return MISSING
        said = [one_line(self._about[0].get(code, code)) for code in codes]
        more = f" +{len(said) - 1}" if len(said) > 1 else ""
        return Cell(said[0] + more, self._sort_key(said[0]), tip="\n".join(said) if more else "")


def due_cell(entry: Entry, *, overdue: bool, language: Language) -> Cell:
    """When it is due; that it should have been done says a mark, and a word."""
    if entry.due_on is None:
        return MISSING
    day = language.short_day(entry.due_on)
    if not overdue:
        return Cell(day, entry.due_on.toordinal())
    text = language.gettext("{day}, overdue").format(day=day)
    return Cell(text, entry.due_on.toordinal(), "behind")


def _level_cell(entry: Entry, language: Language) -> Cell:
    level = entry.risk_level
    if level is None:
        return MISSING
    tip = language.gettext("Severity {severity}, likelihood {likelihood}")
    return Cell(
        language.number(level, 0),
        (level, entry.severity),
        tip=tip.format(severity=entry.severity, likelihood=entry.likelihood),
    )


def proposal_columns(language: Language) -> list[Column]:
    """The columns of the proposed actions."""
    _ = language.gettext
    return [
        Column("tick", _("Participant")),
        Column("code", _("Code")),
        Column("criterion", _("Criterion")),
        Column("rating", _("Rating")),
        Column("theme", _("Theme")),
    ]


def proposal_lines(proposals: Iterable[Proposal], names: Names, language: Language) -> list[FoundLine]:
    """A line for every proposed action, by participant; of each, in the order given, which is by importance."""
    lines = [_proposal_line(one, names, language) for one in proposals]
    return sorted(lines, key=lambda line: Language.sort_key(line.cells[0].text))


def _proposal_line(one: Proposal, names: Names, language: Language) -> FoundLine:
    name = one_line(names.get(one.participant, one.participant))
    text = one_line(language.pick(one.text.nl, one.text.en))
    rating = rating_name(one.level, language)
    shown = rating[:1].lower() + rating[1:]
    tip = language.gettext("Claimed, no evidence seen") if one.unproven else ""
    theme = ", ".join(term(theme, language) for theme in one.themes)
    cells = (
        Cell(name, Language.sort_key(name)),
        Cell(one.criterion, tuple(natural_key(one.criterion))),
        Cell(text, Language.sort_key(text)),
        Cell(shown, one.level.value, one.level.value, tip=tip),
        Cell(theme, Language.sort_key(theme)) if theme else MISSING,
    )
    search = plain("\n".join((name, one.participant, one.criterion, text, rating, theme)))
    return FoundLine(one.key, cells, search=search, tabs=frozenset((ALL,)), parties=frozenset((one.participant,)))
