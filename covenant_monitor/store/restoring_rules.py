"""The rules that hold for what comes back out of the history, as they hold for every other change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from covenant_monitor.domain.model import AssessmentKind, PartyKind, Rating, Status, exact
from covenant_monitor.domain.registers import split
from covenant_monitor.domain.workflow import Obstacle, obstacle
from covenant_monitor.errors import Problem
from covenant_monitor.language import N_
from covenant_monitor.store.assessments import (
    ENTERED_AS_PERCENTAGES,
    OBSTACLES,
    RATED_BY_CRITERION,
    checked_rating,
    must_be_blind,
)
from covenant_monitor.store.framework_mapping import must_say_why
from covenant_monitor.store.framework_reading import HAS_FINAL, HAS_RATINGS
from covenant_monitor.store.frameworks import FINAL_UNDER_IT, SCALE_STAYS
from covenant_monitor.store.opening import REFUSALS
from covenant_monitor.store.record_rules import broken_rules
from covenant_monitor.store.records import OF_ASSESSMENTS, REFERENCES, Image, Record
from covenant_monitor.store.rounds import KEEPS_ITS_VERSION
from covenant_monitor.store.schema_2 import ONE_PERSON, PUBLISHED
from covenant_monitor.store.settings import is_one_person, must_be_reviewed_by_others
from covenant_monitor.store.store import Store

FRAMEWORK_PARTS = frozenset({"section", "criterion", "anchor"})
"""What a framework version is made of."""

STAYS = N_("{record} stays: other records belong to it. Take those out first.")


@dataclass(frozen=True)
class Case:
    """What is to be restored: a record, as it is now and as it is wanted; None where it is not there."""

    store: Store
    record: Record
    key: Mapping[str, Any]
    now: Image | None
    wanted: Image | None
    why: str

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


def parents_are_there(case: Case) -> None:
    for column, parent in REFERENCES.get(case.table, {}).items() if case.wanted is not None else ():
        number = case.image.get(column)
        if number is not None and case.one(f"SELECT 1 FROM {parent} WHERE id = ?", number) is None:
            raise Problem(
                "What {record} belongs to is gone. Restore that first.", record=case.record.label or case.table
            )


def _assessment(case: Case) -> int | None:
    """The assessment that the record is, or is of."""
    if case.table == "assessment":
        return int(case.image["id"])
    return int(case.image["assessment"]) if case.table in OF_ASSESSMENTS else None


def party_name(case: Case) -> str:
    number = case.one("SELECT party FROM assessment WHERE id = ?", _assessment(case)) or case.image.get("party")
    return str(case.one("SELECT name FROM party WHERE id = ?", number))


def not_locked(case: Case) -> None:
    number = _assessment(case)
    if number is not None and case.one("SELECT status FROM assessment WHERE id = ?", number) == Status.FINAL:
        raise Problem(OBSTACLES[Obstacle.LOCKED], party=party_name(case))


def not_published(case: Case) -> None:
    was, wanted = (case.now or {}).get("status"), (case.wanted or {}).get("status")
    if case.table == "framework" and wanted == "published" != was:
        raise Problem("A framework version is published by publishing it, not by restoring it.")
    framework = case.image.get("id" if case.table == "framework" else "framework")
    if case.table == "anchor":
        framework = case.one("SELECT framework FROM criterion WHERE id = ?", case.image["criterion"])
    if case.table in ("framework", *FRAMEWORK_PARTS):
        if case.one("SELECT status FROM framework WHERE id = ?", framework) == "published":
            raise Problem(REFUSALS[PUBLISHED])
        if case.one(f"SELECT {HAS_FINAL.format('?')}", framework):
            raise Problem(FINAL_UNDER_IT)


def is_rated(image: Image) -> bool:
    return bool(image["not_applicable"]) or image["value"] is not None


def _criterion_is_of_the_round(case: Case) -> None:
    wanted = case.wanted
    if (
        wanted is not None
        and case.one(
            "SELECT k.framework = r.framework FROM criterion k, assessment a JOIN round r ON r.id = a.round"
            " WHERE k.id = ? AND a.id = ?",
            wanted["criterion"],
            wanted["assessment"],
        )
        != 1
    ):
        raise Problem("{record}: the round has another framework version by now.", record=case.record.label)


def _rating_is_right(case: Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    framework_id, code = case.store.connection.execute(
        "SELECT framework, code FROM criterion WHERE id = ?", (wanted["criterion"],)
    ).fetchone()
    if wanted["na_reason"] and not wanted["not_applicable"]:
        raise Problem(
            "{record} is not n.a., so it has no reason for that. Restore the rating.", record=case.record.label
        )
    value = None if wanted["value"] is None else exact(wanted["value"])
    rating = Rating(value, bool(wanted["not_applicable"]), wanted["na_reason"])
    checked_rating(case.store.framework(framework_id), code, rating)
    number = wanted["assessment"]
    if case.table == "rating" and is_rated(wanted):
        if case.one("SELECT 1 FROM summary WHERE assessment = ?", number):
            raise Problem(ENTERED_AS_PERCENTAGES, party=party_name(case))
    elif case.table == "carried" and case.one(
        "SELECT 1 FROM rating WHERE assessment = ? AND criterion = ? AND (value IS NOT NULL OR not_applicable)",
        number,
        wanted["criterion"],
    ):
        raise Problem("{record} is rated by now: there is nothing to be confirmed.", record=case.record.label)


def _no_ratings(case: Case) -> None:
    if case.wanted is not None and case.one(
        "SELECT 1 FROM rating WHERE assessment = ? AND (value IS NOT NULL OR not_applicable)", case.wanted["assessment"]
    ):
        raise Problem(RATED_BY_CRITERION, party=party_name(case))


def _status_is_right(case: Case) -> None:
    wanted = case.wanted
    if wanted is None:
        return
    covenant = case.one("SELECT covenant FROM round WHERE id = ?", wanted["round"])
    status = Status(wanted["status"])
    # Who reviewed is not the assessor, whatever the status; and it is complete is asked once it is written.
    asked = status if status.reached(Status.REVIEWED) or not wanted["reviewer"] else Status.REVIEWED
    problem = obstacle(
        Status((case.now or wanted)["status"]),
        asked,
        assessor=wanted["assessor"],
        reviewer=wanted["reviewer"],
        complete=True,
        one_person=is_one_person(case.store, covenant),
    )
    if problem and (status.reached(Status.REVIEWED) or problem is Obstacle.SAME_PERSON):
        raise Problem(OBSTACLES[problem], party=party_name(case), person=wanted["reviewer"], open=0)
    if case.now is None or case.changes("assessor"):
        must_be_blind(
            case.store,
            party=wanted["party"],
            round=wanted["round"],
            kind=AssessmentKind(wanted["kind"]),
            person=wanted["assessor"],
        )


def _party_is_right(case: Case) -> None:
    wanted = case.wanted
    if wanted is None:
        _is_not_linked_to(case)
        return
    if not wanted["name"]:
        raise Problem("A party needs a name.")
    if any(broken_rules("party", wanted)):
        raise Problem("{party} left before it joined, then. Restore its dates together.", party=wanted["name"])
    if wanted["kind"] != PartyKind.COMPANY and case.one("SELECT 1 FROM assessment WHERE party = ?", wanted["id"]):
        raise Problem("{party} has been assessed, so it stays a company.", party=wanted["name"])


def _is_not_linked_to(case: Case) -> None:
    """Entries of registers name participants in a list, which the file itself does not look after."""
    code, covenant = ((case.now or {})[column] for column in ("code", "covenant"))
    listed = case.store.connection.execute("SELECT participants FROM register_entry WHERE covenant = ?", (covenant,))
    if any(code in split(participants) for (participants,) in listed):
        raise Problem(STAYS, record=case.record.label)


def _entry_is_right(case: Case) -> None:
    _columns_go_together(case)
    if case.wanted is not None:
        for code in split(case.wanted["participants"]):
            if not case.one("SELECT 1 FROM party WHERE covenant = ? AND code = ?", case.wanted["covenant"], code):
                raise Problem("What {record} belongs to is gone. Restore that first.", record=case.record.label)


def _round_is_right(case: Case) -> None:
    if case.changes("framework") and case.one("SELECT 1 FROM assessment WHERE round = ?", case.image["id"]):
        version = case.one("SELECT version FROM framework WHERE id = ?", (case.now or {})["framework"])
        raise Problem(KEEPS_ITS_VERSION, round=case.image["code"], version=version)


def _columns_go_together(case: Case) -> None:
    for _column, message in broken_rules(case.table, case.wanted or {}) if case.wanted is not None else ():
        raise Problem(message)


def _framework_is_right(case: Case) -> None:
    if case.changes("scale", "scale_min", "scale_max") and case.one(
        f"SELECT 1 WHERE {HAS_RATINGS.format('?')}", case.image["id"]
    ):
        raise Problem(SCALE_STAYS)


def _mapping_has_a_reason(case: Case) -> None:
    must_say_why(case.store.framework(case.image["to_framework"]), case.why)


def _setting_is_right(case: Case) -> None:
    if case.image.get("name") == ONE_PERSON and (case.wanted or {}).get("value") != "1":
        must_be_reviewed_by_others(case.store, case.image["covenant"])


RULES: Mapping[str, Sequence[Callable[[Case], None]]] = {
    "assessment": (_status_is_right,),
    "rating": (_criterion_is_of_the_round, _rating_is_right),
    "carried": (_criterion_is_of_the_round, _rating_is_right),
    "response": (_criterion_is_of_the_round,),
    "sample": (_criterion_is_of_the_round,),
    "summary": (_no_ratings,),
    "party": (_party_is_right,),
    "round": (_columns_go_together, _round_is_right),
    "covenant": (_columns_go_together,),
    "framework": (_framework_is_right,),
    "mapping": (_mapping_has_a_reason,),
    "alignment": (_columns_go_together,),
    "observation": (_columns_go_together,),
    "setting": (_setting_is_right,),
    "register_entry": (_entry_is_right,),
}
"""By table; each raises Problem where it does not allow a case."""

ALWAYS: Sequence[Callable[[Case], None]] = (parents_are_there, not_locked, not_published)
"""For every table, before those of its own."""
