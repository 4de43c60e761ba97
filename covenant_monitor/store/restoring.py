"""Putting one field or one record back to what it was before a change, as a new change that can be undone.

What holds for every other change holds for this one: a final assessment is locked, a published framework version
never changes, a reviewer is another person than the assessor, n.a. has a reason.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from covenant_monitor.domain.framework_rules import mapping_obstacles
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.workflow import Obstacle
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.assessments import OBSTACLES, review_anew
from covenant_monitor.store.changes import COMBINED, column_defaults, image_of
from covenant_monitor.store.framework_content import rename_in_assessments
from covenant_monitor.store.framework_mapping import NOT_MAPPED, rekey_mappings
from covenant_monitor.store.framework_reading import chain, key_of, rows_between
from covenant_monitor.store.framework_words import refuse
from covenant_monitor.store.opening import REFUSALS
from covenant_monitor.store.records import Image, Names
from covenant_monitor.store.registers import rename_criterion
from covenant_monitor.store.restoring_rules import ALWAYS, FRAMEWORK_PARTS, RULES, STAYS, Case, is_rated, party_name
from covenant_monitor.store.schema import columns
from covenant_monitor.store.store import Change, Store

_SCALE = ("scale", "scale_min", "scale_max")

_TOGETHER: Mapping[tuple[str, str], Sequence[str]] = {
    ("rating", "rating"): (*COMBINED["rating", "rating"], "na_reason"),
    ("carried", "rating"): (*COMBINED["carried", "rating"], "na_reason"),
    **dict.fromkeys([("framework", name) for name in _SCALE], _SCALE),
    # Who reviewed it belongs to its being reviewed; with which group it was final, to its being final.
    ("assessment", "status"): ("status", "reviewer", "final_group", "final_year"),
    # What is closed has its day, and what is dropped its reason.
    ("register_entry", "status"): ("status", "closed_on", "result"),
}
"""Columns that go back together, since one without the others would say something that never was."""

_IN_THE_WAY = N_("{record} cannot be what it was: what is in the file by now stands in the way.")


def restore_field(store: Store, *, change: int, field: str, why: str = "") -> Change:
    """Put one field of a record back to what it was before `change`, a row of the ledger.

    Raises:
        Problem: the record is gone by now, the field is as it was, or the rules do not allow it.
    """
    table, row, before, after = _row_of(store, change)
    key, now = _now(store, table, before or after or {})
    record = Names(store).record(table, row, now or before or after or {})
    if now is None:
        raise Problem("{record} is gone by now. Restore the whole record.", record=record.label)
    then = column_defaults(store, table) if before is None else before
    wanted = {**now, **{name: then[name] for name in _together(table, field) if name in now and name in then}}
    case = Case(store, record, key, now, wanted, why)
    return _restore(case, "restore_field", {"record": record.label, "field": f"field:{field}"})


def restore_record(store: Store, *, change: int, why: str = "") -> Change:
    """Put a whole record back to what it was before `change`, a row of the ledger, also where it is gone by now.

    One that was not there before is taken out again.

    Raises:
        Problem: it is as it was, what it belongs to is gone, others refer to it, or the rules do not allow it.
    """
    table, row, before, after = _row_of(store, change)
    key, now = _now(store, table, before or after or {})
    record = Names(store).record(table, row, now or before or after or {})
    wanted = None
    if before is not None:
        # A column that a later version of the file added is not in an older image.
        base = now if now is not None else column_defaults(store, table)
        wanted = {name: before.get(name, value) for name, value in base.items()}
    case = Case(store, record, key, now, wanted, why)
    return _restore(case, "take_out" if wanted is None else "restore_record", {"record": record.label})


def _together(table: str, field: str) -> Sequence[str]:
    return _TOGETHER.get((table, field), (field,))


def _row_of(store: Store, change: int) -> tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]:
    found = store.connection.execute("SELECT tbl, row, before, after FROM change WHERE id = ?", (change,)).fetchone()
    if found is None:
        raise Problem("The history has no change {number}.", number=change)
    return found[0], found[1], image_of(found[2]), image_of(found[3])


def _now(store: Store, table: str, image: Image) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The primary key of the record that `image` is of, and the record as it is now."""
    described = columns(store.connection, table)
    key = {name: image[name] for name, _, is_key in described if is_key}
    where = " AND ".join(f"{name} = ?" for name in key)
    found = store.connection.execute(f"SELECT * FROM {table} WHERE {where}", list(key.values())).fetchone()
    names = [name for name, _, _ in described]
    return key, None if found is None else dict(zip(names, found, strict=True))


def _restore(case: Case, action: str, detail: Mapping[str, object]) -> Change:
    if case.now == case.wanted:
        raise Problem("{record} is as it was before that change.", record=case.record.label)
    for rule in (*ALWAYS, *RULES.get(case.table, ())):
        rule(case)
    store = case.store
    with store.change(action, detail, why=case.why) as change:
        try:
            _write(case)
            _settle(case)
        except sqlite3.IntegrityError as error:
            if str(error) in REFUSALS:
                raise
            raise Problem(STAYS if case.wanted is None else _IN_THE_WAY, record=case.record.label) from error
        _review_anew(case, change)
        _complete_if_final(case, change)
    return change


def _write(case: Case) -> None:
    connection, table = case.store.connection, case.table
    where = " AND ".join(f"{name} = ?" for name in case.key)
    keys = list(case.key.values())
    if case.wanted is None:
        connection.execute(f"DELETE FROM {table} WHERE {where}", keys)
    elif case.now is None:
        marks = ", ".join("?" * len(case.wanted))
        connection.execute(
            f"INSERT INTO {table} ({', '.join(case.wanted)}) VALUES ({marks})", list(case.wanted.values())
        )
    else:
        settings = ", ".join(f"{name} = ?" for name in case.wanted)
        connection.execute(f"UPDATE {table} SET {settings} WHERE {where}", [*case.wanted.values(), *keys])


def _settle(case: Case) -> None:
    """What follows from what was written: what is rated is no longer to be confirmed, and codes are followed."""
    now, wanted, store = case.now, case.wanted, case.store
    if wanted is None:
        return
    if case.table == "rating" and is_rated(wanted):
        store.connection.execute(
            "DELETE FROM carried WHERE assessment = ? AND criterion = ?", (wanted["assessment"], wanted["criterion"])
        )
    elif now is not None and case.changes("code", "version") and case.table in ("framework", *FRAMEWORK_PARTS):
        framework = wanted["id"] if case.table == "framework" else wanted["framework"]
        if case.table == "section":
            rename_in_assessments(store, framework, "summary", "section_code", now["code"], wanted["code"])
        elif case.table == "criterion":
            rename_in_assessments(store, framework, "remark", "criterion_code", now["code"], wanted["code"])
            rename_criterion(store, framework, now["code"], wanted["code"])
        rekey_mappings(store, framework)
    if case.table == "mapping":
        _mapping_is_right(store, wanted["from_framework"], wanted["to_framework"])
        rekey_mappings(store, wanted["to_framework"])


def _mapping_is_right(store: Store, before: int, after: int) -> None:
    old, new = store.framework(before), store.framework(after)
    others = set(chain(store)) - {(key_of(old), key_of(new))}
    refuse(mapping_obstacles(set(rows_between(store, before, after)), old, new, others), NOT_MAPPED)


def _review_anew(case: Case, change: Change) -> None:
    """Make what was reviewed assessed again, since it is no longer what was reviewed."""
    if case.table in ("rating", "summary"):
        number = case.image["assessment"]
        status = Status(case.one("SELECT status FROM assessment WHERE id = ?", number))
        review_anew(case.store, number, status, change)


def _complete_if_final(case: Case, change: Change) -> None:
    """A final assessment has every criterion that applies rated; known once the scores follow from what was written."""
    if case.table != "assessment" or case.wanted is None or case.wanted["status"] != Status.FINAL:
        return
    case.store.refresh_scores(change)
    rated, applicable, complete = case.store.connection.execute(
        "SELECT rated, applicable, complete FROM score WHERE assessment = ?", (case.wanted["id"],)
    ).fetchone()
    if not complete:
        raise Problem(OBSTACLES[Obstacle.INCOMPLETE], party=party_name(case), open=applicable - rated)
