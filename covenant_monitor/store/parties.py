"""What is done with parties."""

from datetime import date

from covenant_monitor.domain.model import Party, PartyKind
from covenant_monitor.errors import Problem
from covenant_monitor.store.queries import covenant_id, parties, party_id
from covenant_monitor.store.schema import stable_id
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

LONGEST_CODE = 64


def _values(party: Party) -> tuple[object, ...]:
    name = clean(party.name)
    if not name:
        raise Problem("A party needs a name.")
    if party.joined_on and party.left_on and party.left_on < party.joined_on:
        raise Problem(
            "{party} cannot leave on {left}, before it joined on {joined}.",
            party=party.name,
            left=party.left_on,
            joined=party.joined_on,
        )
    country, kvk, lei = map(clean, (party.country, party.kvk, party.lei))
    return (
        name,
        party.kind.value,
        _code(party.group),
        country,
        kvk,
        lei,
        party.joined_on and party.joined_on.isoformat(),
        party.left_on and party.left_on.isoformat(),
        clean(party.left_reason),
    )


def _code(text: str) -> str:
    code = clean(text)
    if len(code) > LONGEST_CODE or "\n" in code or "\t" in code:
        raise Problem("A code stands on one line, and has at most {limit} characters.", limit=LONGEST_CODE)
    return code


def add_party(store: Store, *, covenant: str, party: Party) -> Change:
    """Add a party.

    Raises Problem where its code is taken, missing or no code, its name is missing, or its dates are impossible.
    """
    code = _code(party.code)
    if not code:
        raise Problem("A party needs a short code.")
    number = covenant_id(store, covenant)
    taken = next((other for other in parties(store, covenant) if fold(other.code) == fold(code)), None)
    if taken:
        raise Problem("The code {code} is already that of {party}. Choose another.", code=code, party=taken.name)
    with store.change("add_party", {"party": party.name}) as change:
        store.connection.execute(
            "INSERT INTO party (id, covenant, code, name, kind, group_code, country, kvk, lei, joined_on, left_on,"
            " left_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (stable_id("party", covenant, code), number, code, *_values(party)),
        )
    return change


def edit_party(store: Store, *, covenant: str, party: Party) -> Change:
    """Change everything of a party but its code. Raises Problem as `add_party` does, or where there is no such party.

    Also where it would no longer be a company though it has been assessed.
    """
    number = party_id(store, covenant, party.code)
    assessed = store.connection.execute("SELECT 1 FROM assessment WHERE party = ?", (number,)).fetchone()
    if assessed and party.kind is not PartyKind.COMPANY:
        raise Problem("{party} has been assessed, so it stays a company.", party=party.name)
    with store.change("edit_party", {"party": party.name}) as change:
        store.connection.execute(
            "UPDATE party SET name = ?, kind = ?, group_code = ?, country = ?, kvk = ?, lei = ?, joined_on = ?,"
            " left_on = ?, left_reason = ? WHERE id = ?",
            (*_values(party), number),
        )
    return change


def leave(store: Store, *, covenant: str, code: str, left_on: date, reason: str) -> Change:
    """Note that a party left. Its assessments stay. Raises Problem where it joined later, or there is no such party."""
    number = party_id(store, covenant, code)
    name, joined_on = store.connection.execute("SELECT name, joined_on FROM party WHERE id = ?", (number,)).fetchone()
    if joined_on and left_on.isoformat() < joined_on:
        raise Problem(
            "{party} cannot leave on {left}, before it joined on {joined}.",
            party=name,
            left=left_on,
            joined=date.fromisoformat(joined_on),
        )
    with store.change("party_left", {"party": name}, why=reason) as change:
        store.connection.execute(
            "UPDATE party SET left_on = ?, left_reason = ? WHERE id = ?", (left_on.isoformat(), clean(reason), number)
        )
    return change
