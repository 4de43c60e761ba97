"""Putting one field or one record back to what it was before a change, as a new change that can be undone.

What holds for every other change holds for this one: a final assessment is locked, a published framework version
never changes, a reviewer is another person than the assessor, n.a. has a reason.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from covenant_monitor.domain.model import PartyKind, Status
from covenant_monitor.domain.workflow import Obstacle, after_change, obstacle
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.assessments import ENTERED_AS_PERCENTAGES, OBSTACLES
from covenant_monitor.store.changes import COMBINED, column_defaults, image_of
from covenant_monitor.store.opening import REFUSALS
from covenant_monitor.store.records import OF_ASSESSMENTS, REFERENCES, Image, Names, Record
from covenant_monitor.store.schema import columns
from covenant_monitor.store.schema_2 import ONE_PERSON, PUBLISHED
from covenant_monitor.store.store import Change, Store

_TOGETHER: Mapping[tuple[str, str], Sequence[str]] = {
    ("rating", "rating"): (*COMBINED["rating", "rating"], "na_reason"),
    ("carried", "rating"): (*COMBINED["carried", "rating"], "na_reason"),
    # Who reviewed it belongs to its being reviewed; with which group it was final, to its being final.
    ("assessment", "status"): ("status", "reviewer", "final_group", "final_year"),
}
"""Columns that go back together, since one without the others would say something that never was."""

_STAYS = N_("{record} stays: other records belong to it. Take those out first.")
_IN_THE_WAY = N_("{record} cannot be what it was: what is in the file by now stands in the way.")

_FRAMEWORK_PARTS = frozenset({"section", "criterion", "anchor"})


@dataclass(frozen=True)
class _Case:
    """What is to be restored: a record, as it is now and as it is wanted; None where it is not there."""

    store: Store
    record: Record
    key: Mapping[str, Any]
    now: Image | None
    wanted: Image | None

    @property
    def table(self) -> str:
        return self.record.table

    @property
    def image(self) -> Image:
        """The record in either state."""
        return self.wanted or self.now or {}

    def one(self, query: str, *parameters: object) -> Any:
        """The first value that a query gives; None for none."""
        row = self.store.connection.execute(query, parameters).fetchone()
        return None if row is None else row[0]

    def changes(self, *names: str) -> bool:
        """Whether any of these columns becomes another, of a record that is there and stays."""
        now, wanted = self.now, self.wanted
        return now is not None and wanted is not None and any(now.get(name) != wanted.get(name) for name in names)


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
    case = _Case(store, record, key, now, wanted)
    return _restore(case, "restore_field", {"record": record.label, "field": f"field:{field}"}, why)


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
    case = _Case(store, record, key, now, wanted)
    return _restore(case, "take_out" if wanted is None else "restore_record", {"record": record.label}, why)


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


def _restore(case: _Case, action: str, detail: Mapping[str, object], why: str) -> Change:
    if case.now == case.wanted:
        raise Problem("{record} is as it was before that change.", record=case.record.label)
    for rule in (_parents_are_there, _not_locked, _not_published, *_RULES.get(case.table, ())):
        rule(case)
    store = case.store
    with store.change(action, detail, why=why) as change:
        try:
            _write(case)
            _settle(case)
        except sqlite3.IntegrityError as error:
            if str(error) in REFUSALS:
                raise
            raise Problem(_STAYS if case.wanted is None else _IN_THE_WAY, record=case.record.label) from error
        _review_anew(case, change)
        _complete_if_final(case, change)
    return change


def _write(case: _Case) -> None:
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


def _settle(case: _Case) -> None:
    """What is rated is no longer to be confirmed."""
    if case.table == "rating" and case.wanted is not None and _is_rated(case.wanted):
        case.store.connection.execute(
            "DELETE FROM carried WHERE assessment = ? AND criterion = ?",
            (case.wanted["assessment"], case.wanted["criterion"]),
        )


def _review_anew(case: _Case, change: Change) -> None:
    """Make what was reviewed assessed again, since it is no longer what was reviewed."""
    if case.table not in ("rating", "summary"):
        return
    number = case.image["assessment"]
    status = Status(case.one("SELECT status FROM assessment WHERE id = ?", number))
    if after_change(status) is not status:
        case.store.connection.execute(
            "UPDATE assessment SET status = ?, reviewer = '' WHERE id = ?", (after_change(status), number)
        )


def _complete_if_final(case: _Case, change: Change) -> None:
    """A final assessment has every criterion that applies rated; known once the scores follow from what was written."""
    if case.table != "assessment" or case.wanted is None or case.wanted["status"] != Status.FINAL:
        return
    case.store.refresh_scores(change)
    rated, applicable, complete = case.store.connection.execute(
        "SELECT rated, applicable, complete FROM score WHERE assessment = ?", (case.wanted["id"],)
    ).fetchone()
    if not complete:
        raise Problem(OBSTACLES[Obstacle.INCOMPLETE], party=_party_name(case), open=applicable - rated)


def _parents_are_there(case: _Case) -> None:
    for column, parent in REFERENCES.get(case.table, {}).items() if case.wanted is not None else ():
        number = case.image.get(column)
        if number is not None and case.one(f"SELECT 1 FROM {parent} WHERE id = ?", number) is None:
            raise Problem(
                "What {record} belongs to is gone. Restore that first.", record=case.record.label or case.table
            )


def _assessment(case: _Case) -> int | None:
    """The assessment that the record is, or is of."""
    if case.table == "assessment":
        return int(case.image["id"])
    return int(case.image["assessment"]) if case.table in OF_ASSESSMENTS else None


def _party_name(case: _Case) -> str:
    number = case.one("SELECT party FROM assessment WHERE id = ?", _assessment(case)) or case.image.get("party")
    return str(case.one("SELECT name FROM party WHERE id = ?", number))


def _not_locked(case: _Case) -> None:
    number = _assessment(case)
    if number is not None and case.one("SELECT status FROM assessment WHERE id = ?", number) == Status.FINAL:
        raise Problem(OBSTACLES[Obstacle.LOCKED], party=_party_name(case))


def _not_published(case: _Case) -> None:
    if case.table == "framework":
        if (case.now or {}).get("status") == "published":
            raise Problem(REFUSALS[PUBLISHED])
        if (case.wanted or {}).get("status") == "published":
            raise Problem("A framework version is published by publishing it, not by restoring it.")
    elif case.table in _FRAMEWORK_PARTS:
        framework = case.image.get("framework")
        if case.table == "anchor":
            framework = case.one("SELECT framework FROM criterion WHERE id = ?", case.image["criterion"])
        if case.one("SELECT status FROM framework WHERE id = ?", framework) == "published":
            raise Problem(REFUSALS[PUBLISHED])


def _is_rated(image: Image) -> bool:
    return bool(image["not_applicable"]) or image["value"] is not None


def _rating_is_right(case: _Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    code, framework, kind, low, high = case.store.connection.execute(
        "SELECT k.code, f.id, f.scale, f.scale_min, f.scale_max FROM criterion k JOIN framework f ON f.id = k.framework"
        " WHERE k.id = ?",
        (wanted["criterion"],),
    ).fetchone()
    if wanted["not_applicable"] and not wanted["na_reason"].strip():
        raise Problem("Say why criterion {criterion} is not applicable.", criterion=code)
    if wanted["na_reason"] and not wanted["not_applicable"]:
        raise Problem(
            "{record} is not n.a., so it has no reason for that. Restore the rating.", record=case.record.label
        )
    value = wanted["value"]
    if value is not None and (not low <= value <= high or (kind == "levels" and value not in (0, 0.5, 1))):
        raise Problem(
            "{value} is not on the scale of criterion {criterion}: {low} to {high}.",
            value=value,
            criterion=code,
            low=low,
            high=high,
        )
    number = wanted["assessment"]
    of_round = case.one("SELECT r.framework FROM assessment a JOIN round r ON r.id = a.round WHERE a.id = ?", number)
    if framework != of_round:
        raise Problem("{record}: the round has another framework version by now.", record=case.record.label)
    if case.table == "rating" and _is_rated(wanted):
        if case.one("SELECT 1 FROM summary WHERE assessment = ?", number):
            raise Problem(ENTERED_AS_PERCENTAGES, party=_party_name(case))
    elif case.table == "carried" and case.one(
        "SELECT 1 FROM rating WHERE assessment = ? AND criterion = ? AND (value IS NOT NULL OR not_applicable)",
        number,
        wanted["criterion"],
    ):
        raise Problem("{record} is rated by now: there is nothing to be confirmed.", record=case.record.label)


def _no_ratings(case: _Case) -> None:
    if case.wanted is not None and case.one(
        "SELECT 1 FROM rating WHERE assessment = ? AND (value IS NOT NULL OR not_applicable)", case.wanted["assessment"]
    ):
        raise Problem(
            "{party} is rated by criterion, so its percentages follow from that. Clear the ratings first.",
            party=_party_name(case),
        )


def _status_is_right(case: _Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    alone = case.one(
        "SELECT s.value FROM setting s JOIN round r ON r.covenant = s.covenant WHERE r.id = ? AND s.name = ?",
        wanted["round"],
        ONE_PERSON,
    )
    status = Status(wanted["status"])
    # Who reviewed is not the assessor, whatever the status; and it is complete is asked once it is written.
    asked = status if status.reached(Status.REVIEWED) or not wanted["reviewer"] else Status.REVIEWED
    problem = obstacle(
        Status((case.now or wanted)["status"]),
        asked,
        assessor=wanted["assessor"],
        reviewer=wanted["reviewer"],
        complete=True,
        one_person=alone == "1",
    )
    if problem and (status.reached(Status.REVIEWED) or problem is Obstacle.SAME_PERSON):
        raise Problem(OBSTACLES[problem], party=_party_name(case), person=wanted["reviewer"], open=0)


def _party_is_right(case: _Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    if not wanted["name"]:
        raise Problem("A party needs a name.")
    if wanted["joined_on"] and wanted["left_on"] and wanted["left_on"] < wanted["joined_on"]:
        raise Problem("{party} left before it joined, then. Restore its dates together.", party=wanted["name"])
    if wanted["kind"] != PartyKind.COMPANY and case.one("SELECT 1 FROM assessment WHERE party = ?", wanted["id"]):
        raise Problem("{party} has been assessed, so it stays a company.", party=wanted["name"])


def _round_is_right(case: _Case) -> None:
    if case.changes("framework") and case.one(
        "SELECT 1 FROM rating g JOIN assessment a ON a.id = g.assessment WHERE a.round = ?", case.image["id"]
    ):
        raise Problem("This round has ratings under another framework version; it keeps that version.")
    _in_order(case, "first_day", "last_day")


def _in_order(case: _Case, first: str, last: str) -> None:
    wanted = case.wanted or {}
    if wanted.get(first) and wanted.get(last) and wanted[last] < wanted[first]:
        raise Problem("The last day is before the first day.")


def _covenant_is_right(case: _Case) -> None:
    _in_order(case, "start_date", "end_date")


def _framework_is_right(case: _Case) -> None:
    if case.changes("scale", "scale_min", "scale_max") and case.one(
        "SELECT 1 FROM rating g JOIN criterion k ON k.id = g.criterion WHERE k.framework = ?", case.image["id"]
    ):
        raise Problem("This framework version has ratings, so its scale stays as it is: make a new version.")


def _observation_is_right(case: _Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    low, high = wanted["low"], wanted["high"]
    if wanted["value"] is None and None in (low, high):
        raise Problem("An observation has a value, or low and high.")
    if None not in (low, high) and low > high:
        raise Problem("low is above high.")


def _setting_is_right(case: _Case) -> None:
    if case.image.get("name") != ONE_PERSON or (case.wanted or {}).get("value") == "1":
        return
    n = case.one(
        "SELECT count(*) FROM assessment a JOIN round r ON r.id = a.round WHERE r.covenant = ? AND a.assessor <> ''"
        " AND trim(a.assessor) = trim(a.reviewer) COLLATE NOCASE",
        case.image["covenant"],
    )
    if n:
        raise Problem("{n} assessments were reviewed by who assessed them. Have somebody else review those first.", n=n)


_RULES: Mapping[str, Sequence[Callable[[_Case], None]]] = {
    "assessment": (_status_is_right,),
    "rating": (_rating_is_right,),
    "carried": (_rating_is_right,),
    "summary": (_no_ratings,),
    "party": (_party_is_right,),
    "round": (_round_is_right,),
    "covenant": (_covenant_is_right,),
    "framework": (_framework_is_right,),
    "observation": (_observation_is_right,),
    "setting": (_setting_is_right,),
}
