"""What is set for a covenant as a whole: its data, its publication rules, and whether one person does both."""

from typing import Any

from covenant_monitor.domain.model import Covenant
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.frameworks import checked_code, new_id
from covenant_monitor.store.people import reviewed_by_assessor
from covenant_monitor.store.queries import Reader, covenant_id, covenants
from covenant_monitor.store.schema_2 import ONE_PERSON
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean, fold

REVIEWED_BY_ASSESSOR = N_(
    "Assessments that were reviewed by who assessed them: {n}. Have somebody else review those first."
)

SETTINGS = (ONE_PERSON,)
"""What can be set beside the fields of a covenant."""


def covenant(source: Reader, code: str) -> Covenant:
    """One covenant. Raises Problem where there is none with this code."""
    covenant_id(source, code)
    return next(one for one in covenants(source) if fold(one.code) == fold(code))


def one_person(source: Reader, code: str) -> bool:
    """Whether it is a one-person secretariat: who assessed a participant may also review it."""
    return is_one_person(source, covenant_id(source, code))


def is_one_person(source: Reader, covenant: int) -> bool:
    """The same, of a covenant by its id."""
    row = source.connection.execute(
        "SELECT value FROM setting WHERE covenant = ? AND name = ?", (covenant, ONE_PERSON)
    ).fetchone()
    return row is not None and row[0] == "1"


def set_setting(store: Store, *, covenant: str, name: str, value: str) -> Change:
    """Set a setting of a covenant; "" takes it away.

    Raises:
        Problem: assessments were reviewed by their assessor, so it cannot be no one-person secretariat any more.
        ValueError: there is no such setting.
    """
    if name not in SETTINGS:
        raise ValueError(f"no setting {name}")
    number = covenant_id(store, covenant)
    if name == ONE_PERSON and value != "1":
        must_be_reviewed_by_others(store, number)
    with store.change("setting", {"covenant": covenant}) as change:
        _write_setting(store, number, name, value)
    return change


def edit_covenant(store: Store, *, covenant: Covenant) -> Change:
    """Change everything of a covenant but its code, as one change.

    Raises:
        Problem: there is no such covenant, it has no name, a number or date is impossible, or (see `set_setting`) it
            cannot be no one-person secretariat.
    """
    number = covenant_id(store, covenant.code)
    values = _values(covenant)
    if not covenant.one_person:
        must_be_reviewed_by_others(store, number)
    with store.change("edit_covenant", {"covenant": covenant.code}) as change:
        store.connection.execute(
            "UPDATE covenant SET name_nl = ?, name_en = ?, sector = ?, start_date = ?, end_date = ?,"
            " minimum_group = ?, dominance_percent = ?, outcomes_public = ? WHERE id = ?",
            (*values, number),
        )
        _write_setting(store, number, ONE_PERSON, "1" if covenant.one_person else "")
    return change


def add_covenant(store: Store, *, covenant: Covenant) -> Change:
    """Make a new covenant. Raises Problem as `edit_covenant` does, and where its code is none or is taken."""
    code = checked_code(covenant.code, missing=N_("A covenant needs a short code."))
    if fold(code) in {fold(one.code) for one in covenants(store)}:
        raise Problem("There is a covenant {code} already. Choose another code.", code=code)
    values = _values(covenant)
    with store.change("add_covenant", {"covenant": code}) as change:
        number = new_id(store, "covenant", code)
        store.connection.execute(
            "INSERT INTO covenant (id, code, name_nl, name_en, sector, start_date, end_date, minimum_group,"
            " dominance_percent, outcomes_public) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, code, *values),
        )
        if covenant.one_person:
            _write_setting(store, number, ONE_PERSON, "1")
    return change


def _values(covenant: Covenant) -> tuple[Any, ...]:
    nl, en = clean(covenant.name.nl), clean(covenant.name.en)
    if not nl and not en:
        raise Problem("A covenant needs a name.")
    first, last = covenant.start_date, covenant.end_date
    if first and last and last < first:
        raise Problem("The covenant cannot end on {end}, before it starts on {start}.", end=last, start=first)
    if covenant.minimum_group < 1:
        raise Problem("The smallest group that is published has at least 1 participant.", minimum_group=1)
    if not 0 <= covenant.dominance_percent <= 100:
        raise Problem(
            "{percent} is no percentage: type a number from 0 to 100.", percent=float(covenant.dominance_percent)
        )
    return (
        nl,
        en,
        clean(covenant.sector),
        first and first.isoformat(),
        last and last.isoformat(),
        covenant.minimum_group,
        float(covenant.dominance_percent),
        int(covenant.outcomes_public),
    )


def _write_setting(store: Store, covenant: int, name: str, value: str) -> None:
    if value:
        store.connection.execute(
            "INSERT INTO setting (covenant, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value",
            (covenant, name, value),
        )
    else:
        store.connection.execute("DELETE FROM setting WHERE covenant = ? AND name = ?", (covenant, name))


def must_be_reviewed_by_others(store: Store, covenant: int) -> None:
    """Raise Problem where somebody has reviewed their own work: the file would contradict itself."""
    n = len(reviewed_by_assessor(store, covenant))
    if n:
        raise Problem(REVIEWED_BY_ASSESSOR, n=n)
