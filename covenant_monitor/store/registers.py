"""What is done with the registers: risks, actions, commitments and complaints. Each verb is one change.

What rounds propose for them and ask of them is in `register_rounds`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from covenant_monitor.domain.model import Text, natural_key
from covenant_monitor.domain.registers import SEPARATOR, Answer, Entry, EntryStatus, Followup, Register, split
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.frameworks import checked_code, new_id
from covenant_monitor.store.queries import Reader, covenant_id, day_of
from covenant_monitor.store.record_rules import broken_rules
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

PREFIXES: Mapping[Register, str] = {
    Register.RISK: "R",
    Register.ACTION: "A",
    Register.COMMITMENT: "C",
    Register.COMPLAINT: "K",
}
"""What codes that the program thinks of begin with."""

LINKS = ("participants", "criteria", "themes")
"""The columns that hold several codes or themes."""

_COLUMNS = (
    "title, description, owner, party, round, status, raised_on, due_on, closed_on, result, severity, likelihood,"
    " participants, criteria, themes, note"
)
_MARKS = ", ".join("?" * len(_COLUMNS.split(",")))


def entries(source: Reader, covenant: str, register: Register | None = None) -> list[Entry]:
    """The entries of one register, or of all, by register and code, with their follow-ups: a fixed number of queries.

    Raises Problem where there is no such covenant.
    """
    return list(_entries_by_id(source, covenant_id(source, covenant), register).values())


def _entries_by_id(source: Reader, covenant: int, register: Register | None = None) -> dict[int, Entry]:
    parameters = {"covenant": covenant, "register": register}
    where = "e.covenant = :covenant AND (:register IS NULL OR e.register = :register)"
    answers: dict[int, list[Followup]] = {}
    for number, round_, answer, note, by, on in source.connection.execute(
        "SELECT f.entry, r.code, f.answer, f.note, f.answered_by, f.answered_on FROM followup f"
        f" JOIN register_entry e ON e.id = f.entry JOIN round r ON r.id = f.round WHERE {where}"
        " ORDER BY r.first_day, r.code",
        parameters,
    ):
        answers.setdefault(number, []).append(Followup(round_, Answer(answer), note, by, day_of(on)))
    found = {
        row[0]: _entry(row[1:], answers.get(row[0], ()))
        for row in source.connection.execute(
            "SELECT e.id, e.register, e.code, e.title, e.description, e.owner, p.code, r.code, e.status, e.raised_on,"
            " e.due_on, e.closed_on, e.result, e.severity, e.likelihood, e.participants, e.criteria, e.themes, e.note"
            " FROM register_entry e LEFT JOIN party p ON p.id = e.party LEFT JOIN round r ON r.id = e.round"
            f" WHERE {where}",
            parameters,
        )
    }
    order = list(Register)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1].register), natural_key(item[1].code))))


def _entry(row: Sequence[Any], followups: Sequence[Followup]) -> Entry:
    register, code, title, description, owner, party, round_, status, raised, due, closed, result = row[:12]
    severity, likelihood, participants, criteria, themes, note = row[12:]
    return Entry(
        Register(register),
        code,
        title,
        description,
        owner,
        party or "",
        round_ or "",
        EntryStatus(status),
        day_of(raised),
        day_of(due),
        day_of(closed),
        result,
        severity,
        likelihood,
        note,
        split(participants),
        split(criteria),
        split(themes),
        tuple(followups),
    )


def entry(source: Reader, covenant: str, register: Register, code: str) -> Entry:
    """One entry. Raises Problem where there is none."""
    return find(source, covenant, register, code)[1]


def find(source: Reader, covenant: str, register: Register, code: str) -> tuple[int, Entry]:
    """The id of an entry, and itself. Raises Problem where there is none."""
    wanted = fold(code)
    for number, known in _entries_by_id(source, covenant_id(source, covenant), register).items():
        if fold(known.code) == wanted:
            return number, known
    raise Problem(_MISSING[register], covenant=covenant, code=code)


_MISSING: Mapping[Register, str] = {
    Register.RISK: N_("{covenant} has no risk {code}."),
    Register.ACTION: N_("{covenant} has no action {code}."),
    Register.COMMITMENT: N_("{covenant} has no commitment {code}."),
    Register.COMPLAINT: N_("{covenant} has no complaint {code}."),
}


def next_code(source: Reader, covenant: str, register: Register) -> str:
    """A code that is free: R1, A1, C1, K1 and so on, one above the highest in use."""
    pattern = re.compile(rf"{PREFIXES[register]}(\d+)", re.IGNORECASE | re.ASCII)
    used = [pattern.fullmatch(one.code) for one in entries(source, covenant, register)]
    return f"{PREFIXES[register]}{max((int(match[1]) for match in used if match), default=0) + 1}"


@dataclass(frozen=True, slots=True)
class Topics:
    """What an entry of a covenant can be linked to: criteria by code with the text of the newest round, and themes."""

    criteria: Mapping[str, Text]
    themes: Sequence[str]


def topics(source: Reader, covenant: str) -> Topics:
    """The criteria and themes of the framework versions of a covenant's rounds, and the themes of its registers."""
    number = covenant_id(source, covenant)
    criteria: dict[str, Text] = {}
    themes: set[str] = set()
    for code, nl, en, theme in source.connection.execute(
        "SELECT k.code, k.text_nl, k.text_en, k.theme FROM criterion k JOIN"
        " (SELECT framework, max(first_day) AS last FROM round WHERE covenant = ? GROUP BY framework) r"
        " ON r.framework = k.framework ORDER BY r.last DESC",
        (number,),
    ):
        criteria.setdefault(code, Text(nl, en))
        themes.update(split(theme))
    for (theme,) in source.connection.execute("SELECT themes FROM register_entry WHERE covenant = ?", (number,)):
        themes.update(split(theme))
    return Topics({code: criteria[code] for code in sorted(criteria, key=natural_key)}, sorted(themes, key=natural_key))


def add_entry(store: Store, *, covenant: str, entry: Entry, today: date | None = None) -> Change:
    """Add an entry. It is raised `today` (default: the day it is) where it says no day; follow-ups are not looked at.

    Raises Problem where its code is taken, missing or no code, it has no title, its party, a participant, its round or
    a criterion is unknown, it is due or closed before it was raised, it has a day of closing but is not closed, it is
    dropped without a reason (`result`), or severity or likelihood is not 1 to 5, or it is no risk.
    """
    number = covenant_id(store, covenant)
    code = checked_code(entry.code, missing=N_("An entry needs a short code."))
    taken = next((one for one in entries(store, covenant, entry.register) if fold(one.code) == fold(code)), None)
    if taken:
        raise Problem("The code {code} is already that of “{title}”. Choose another.", code=code, title=taken.title)
    day = today or date.today()
    entry = replace(entry, code=code, raised_on=entry.raised_on or min(filter(None, (day, entry.closed_on))))
    values = _values(store, covenant, entry, None, day)
    with store.change("entry_add", detail_of(entry)) as change:
        write_new(store, covenant, number, entry, values)
    return change


def write_new(store: Store, covenant: str, number: int, entry: Entry, values: Sequence[object]) -> None:
    """Write a new entry within a change; `number` is the covenant's id, `values` are as `values_of` gives them."""
    store.connection.execute(
        f"INSERT INTO register_entry (id, covenant, register, code, {_COLUMNS}) VALUES (?, ?, ?, ?, {_MARKS})",
        (
            new_id(store, "register_entry", covenant, entry.register, entry.code),
            number,
            entry.register,
            entry.code,
            *values,
        ),
    )


def edit_entry(store: Store, *, covenant: str, entry: Entry, today: date | None = None) -> Change:
    """Change everything of an entry but its register, code and follow-ups.

    One that becomes closed without a day is closed `today` (default: the day it is). Raises Problem as `add_entry`
    does, or where there is no such entry. A criterion that it is linked to already may be unknown by now.
    """
    number, before = find(store, covenant, entry.register, entry.code)
    values = _values(store, covenant, entry, before, today or date.today())
    with store.change("entry_edit", detail_of(before)) as change:
        write_known(store, number, values)
    return change


def write_known(store: Store, number: int, values: Sequence[object]) -> None:
    """Write what an entry has become, within a change."""
    store.connection.execute(
        f"UPDATE register_entry SET ({_COLUMNS}) = ({_MARKS}) WHERE id = ?",
        (*values, number),
    )


def remove_entry(store: Store, *, covenant: str, register: Register, code: str, why: str = "") -> Change:
    """Remove an entry with its follow-ups; they stay in the history. Raises Problem where there is none."""
    number, before = find(store, covenant, register, code)
    with store.change("entry_remove", detail_of(before), why=clean(why)) as change:
        store.connection.execute("DELETE FROM followup WHERE entry = ?", (number,))
        store.connection.execute("DELETE FROM register_entry WHERE id = ?", (number,))
    return change


def set_status(
    store: Store,
    *,
    covenant: str,
    register: Register,
    code: str,
    status: EntryStatus,
    result: str | None = None,
    today: date | None = None,
) -> Change:
    """Give an entry another status; closing it notes the day, reopening it takes that away.

    `result`: what came of it, and of what is dropped the reason; None leaves it. Raises Problem where there is no such
    entry, or where it is dropped without a reason.
    """
    number, before = find(store, covenant, register, code)
    after = with_status(before, status, today or date.today())
    if result is not None:
        after = replace(after, result=clean(result))
    values = _values(store, covenant, after, before, today or date.today())
    with store.change("entry_status", detail_of(before) | {"entry_status": f"entry_status:{status}"}) as change:
        write_known(store, number, values)
    return change


def with_status(entry: Entry, status: EntryStatus, day: date) -> Entry:
    """An entry with another status: closed on `day`, or closed no longer; that it was raised later is not so then."""
    if not status.is_closed:
        return replace(entry, status=status, closed_on=None)
    if entry.status.is_closed:
        return replace(entry, status=status)
    return replace(entry, status=status, closed_on=max(filter(None, (day, entry.raised_on))))


def detail_of(entry: Entry) -> dict[str, object]:
    """What the ledger says of an entry."""
    return {"register": f"register:{entry.register}", "code": entry.code}


def _values(store: Store, covenant: str, entry: Entry, before: Entry | None, today: date) -> tuple[object, ...]:
    """What is kept of an entry that stands on its own. Raises Problem as `add_entry` does."""
    if entry.status.is_closed and entry.closed_on is None and not (before and before.status.is_closed):
        entry = with_status(replace(entry, status=EntryStatus.OPEN), entry.status, today)
    known = list(topics(store, covenant).criteria) if entry.criteria else []
    return values_of(Codes(store, covenant), replace(entry, criteria=_known_criteria(covenant, entry, before, known)))


def _known_criteria(covenant: str, entry: Entry, before: Entry | None, known: Iterable[str]) -> tuple[str, ...]:
    by_code = {fold(code): code for code in (*known, *(before.criteria if before else ()))}
    found = []
    for code in filter(None, map(clean, entry.criteria)):
        if fold(code) not in by_code:
            raise Problem(
                "No framework version of {covenant} has a criterion {criterion}.", covenant=covenant, criterion=code
            )
        found.append(by_code[fold(code)])
    return tuple(found)


class Codes:
    """The parties and rounds of a covenant by their codes."""

    def __init__(self, source: Reader, covenant: str) -> None:
        number = covenant_id(source, covenant)
        self.covenant = covenant
        self._parties = self._by_code(source, "party", number)
        self._rounds = self._by_code(source, "round", number)

    @staticmethod
    def _by_code(source: Reader, table: str, covenant: int) -> dict[str, tuple[int, str]]:
        rows = source.connection.execute(f"SELECT id, code FROM {table} WHERE covenant = ?", (covenant,))
        return {fold(code): (number, code) for number, code in rows}

    def party(self, code: str) -> tuple[int, str]:
        """Id and code of a party. Raises Problem where there is none."""
        if fold(code) not in self._parties:
            raise Problem("{covenant} has no party {party}.", covenant=self.covenant, party=code)
        return self._parties[fold(code)]

    def participant(self, code: str) -> str:
        """The code of a party that an entry is linked to. Raises Problem where there is none."""
        if fold(code) not in self._parties:
            raise Problem("{covenant} has no party {participant}.", covenant=self.covenant, participant=code)
        found = self._parties[fold(code)][1]
        if SEPARATOR in found:
            raise Problem("No entry can be linked to {participant}: its code has “;” in it.", participant=found)
        return found

    def round(self, code: str) -> tuple[int, str]:
        """Id and code of a round. Raises Problem where there is none."""
        if fold(code) not in self._rounds:
            raise Problem("{covenant} has no round {round}.", covenant=self.covenant, round=code)
        return self._rounds[fold(code)]


def values_of(codes: Codes, entry: Entry) -> tuple[object, ...]:
    """What the file keeps of an entry, in the order of its columns. Raises Problem as `add_entry` does."""
    for name, value in (("severity", entry.severity), ("likelihood", entry.likelihood)):
        if value is not None and (entry.register is not Register.RISK or not 1 <= value <= 5):
            raise Problem("Severity and likelihood are of risks, from 1 to 5.", **{name: value})
    kept = {
        "title": " ".join(clean(entry.title).split()),
        "description": clean(entry.description),
        "owner": clean(entry.owner),
        "party": codes.party(entry.party)[0] if entry.party.strip() else None,
        "round": codes.round(entry.round)[0] if entry.round.strip() else None,
        "status": str(entry.status),
        "raised_on": entry.raised_on and entry.raised_on.isoformat(),
        "due_on": entry.due_on and entry.due_on.isoformat(),
        "closed_on": entry.closed_on and entry.closed_on.isoformat(),
        "result": clean(entry.result),
        "severity": entry.severity,
        "likelihood": entry.likelihood,
        "participants": joined(codes.participant(code) for code in entry.participants if code.strip()),
        "criteria": joined(entry.criteria),
        "themes": joined(entry.themes),
        "note": clean(entry.note),
    }
    for column, message in broken_rules("register_entry", kept):
        raise Problem(message, **{column: kept[column] or ""})
    return tuple(kept.values())


def joined(parts: Iterable[str]) -> str:
    """Several codes or themes as one text, each once, sorted as people do: so that the same ones give the same text."""
    return SEPARATOR.join(split(SEPARATOR.join(map(clean, parts))))


def rename_criterion(store: Store, framework: int, old: str, new: str) -> None:
    """Follow a renaming of a criterion of a draft, in what arose in its rounds. Part of the change that renames it."""
    rows = store.connection.execute(
        "SELECT e.id, e.criteria FROM register_entry e JOIN round r ON r.id = e.round WHERE r.framework = ?",
        (framework,),
    )
    renamed = [(joined(new if code == old else code for code in split(codes)), number) for number, codes in rows]
    store.connection.executemany("UPDATE register_entry SET criteria = ? WHERE id = ?", renamed)
