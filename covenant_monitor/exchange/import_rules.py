"""What an import may not do: contradict itself, change what is locked, or leave the file with something wrong in it.

Each rule tells every row that breaks it. Some can only be asked once everything is written; the import is rolled back
then.
"""

import json
from collections.abc import Sequence
from string import ascii_uppercase
from typing import cast

from covenant_monitor.exchange.binding import NEEDS_SECTION, Binder
from covenant_monitor.exchange.differences import Difference
from covenant_monitor.exchange.findings import Finding
from covenant_monitor.exchange.lookup import Bound
from covenant_monitor.language import N_
from covenant_monitor.store.framework_reading import circles, known_id
from covenant_monitor.store.frameworks import FINAL_UNDER_IT
from covenant_monitor.store.people import Twice, assessed_twice, reviewed_by_assessor
from covenant_monitor.store.record_rules import SAME_PERSON, broken_rules
from covenant_monitor.store.records import OF_ASSESSMENTS
from covenant_monitor.store.store import Store

FINAL_CHANGED = N_("This assessment is final: reopen it before you change it by import.")
PUBLISHED_CHANGED = N_("This framework version is published and never changes: make a new version.")
FINAL_INCOMPLETE = N_("It cannot be final: {open} criteria that apply are not rated.")
NOT_BLIND = N_("The second assessment is made by another person than the first one.")
STAYS_ONE_PERSON = N_("Assessments were reviewed by who assessed them: have somebody else review those first.")
IN_TWO_WAYS = N_(
    "An assessment has ratings, or percentages entered directly: clear the one before you import the other."
)
RATED_BY_NOW = N_("This criterion has its rating: there is nothing to be confirmed.")
CIRCLE = N_("The mappings go in a circle: a version cannot come from one that comes from it.")


def contradictions(differences: Sequence[Difference], errors: Sequence[Finding], binder: Binder) -> list[Finding]:
    """What records would say that cannot be together; not of rows that have something wrong in them already."""
    told = {(error.source, error.sheet, error.cell.lstrip(ascii_uppercase)) for error in errors}
    findings = []
    for difference in differences:
        for bound, row in [*difference.inserts, *difference.updates]:
            record = dict(zip(difference.names, row, strict=True))
            for column, message in broken_rules(difference.table, record):
                if message == SAME_PERSON and binder.covenant_of[cast(int, record["round"])] in binder.one_person:
                    continue
                place = bound.table.header.index(column) if column in bound.table.header else 0
                finding = bound.table.finding(bound.row, place, message)
                if (finding.source, finding.sheet, str(bound.row)) not in told:
                    findings.append(finding)
    return findings


_OF_FRAMEWORKS = frozenset({"framework", "section", "criterion", "anchor"})


def locked(store: Store, binder: Binder, differences: Sequence[Difference]) -> list[Finding]:
    """What would change an assessment that was final, or a framework version that was published, before this import.

    A draft that final assessments were made with does not change either; it can be published.
    """
    findings = []
    for difference in differences:
        if difference.table in _OF_FRAMEWORKS:
            locked, message = binder.published, PUBLISHED_CHANGED
            findings += [
                bound.table.finding(bound.row, 0, FINAL_UNDER_IT)
                for bound, row in [*difference.inserts, *difference.updates]
                if bound.owner in binder.used_in_final - binder.published
                and not (difference.table == "framework" and _publishes_only(store, difference, row))
            ]
        elif difference.table in OF_ASSESSMENTS or difference.table == "assessment":
            locked, message = binder.final, FINAL_CHANGED
        else:
            continue
        findings += [
            bound.table.finding(bound.row, 0, message)
            for bound, _ in [*difference.inserts, *difference.updates]
            if bound.owner in locked
        ]
    return findings


def _publishes_only(store: Store, difference: Difference, row: Sequence[object]) -> bool:
    """Whether a framework version becomes published, and else stays as it is."""
    wanted = dict(zip(difference.names, row, strict=True))
    query = f"SELECT {', '.join(difference.names)} FROM framework WHERE id = ?"
    now = dict(zip(difference.names, store.connection.execute(query, (wanted["id"],)).fetchone(), strict=True))
    return wanted == {**now, "status": "published"}


def _not_yet_final(store: Store, binder: Binder) -> list[Finding]:
    """The assessments that this import makes final although criteria that apply are open; asked once it is written."""
    incomplete = store.connection.execute(
        "SELECT assessment, applicable - rated FROM score WHERE NOT from_summary AND rated < applicable"
        " AND assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(binder.assessment_places)),),
    )
    return [
        bound.table.finding(bound.row, 0, FINAL_INCOMPLETE, open=missing)
        for number, missing in incomplete
        for bound in [binder.assessment_places[number]]
    ]


def _in_two_ways(store: Store, differences: Sequence[Difference]) -> list[Finding]:
    """The first row for every assessment that would have ratings, and percentages entered directly."""
    rows = {
        bound.owner: bound
        for difference in differences
        if difference.table in ("rating", "summary")
        for bound, _ in [*difference.updates[::-1], *difference.inserts[::-1]]
    }
    both = store.connection.execute(
        "SELECT DISTINCT s.assessment FROM summary s JOIN rating g USING (assessment)"
        " WHERE (g.value IS NOT NULL OR g.not_applicable) AND s.assessment IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rows)),),
    )
    return [rows[number].table.finding(rows[number].row, 0, IN_TWO_WAYS) for (number,) in both]


CARRIED_AND_RATED = (
    "SELECT c.assessment, c.criterion FROM carried c JOIN rating g USING (assessment, criterion)"
    " WHERE g.value IS NOT NULL OR g.not_applicable"
)


def _rated_by_now(store: Store, binder: Binder) -> list[Finding]:
    """What this import wants confirmed although it is rated; asked once it is written."""
    carried = binder.bound.get("carried", {})
    rated = store.connection.execute(CARRIED_AND_RATED)
    return [bound.table.finding(bound.row, 0, RATED_BY_NOW) for key in rated if (bound := carried.get(key))]


def _one_person_twice(store: Store, differences: Sequence[Difference]) -> list[Finding]:
    """Where this import makes one person of two, or forbids that they are one; asked once it is written."""
    changed = {
        difference.table: {bound.key: bound for bound, _ in [*difference.inserts, *difference.updates]}
        for difference in differences
    }
    assessments = changed.get("assessment", {})

    def first_of(twice: Twice) -> Bound | None:
        return next((assessments[number,] for number in reversed(twice.assessments) if (number,) in assessments), None)

    found = [(first_of(one), "assessor", NOT_BLIND) for one in assessed_twice(store)]
    theirs = {one.covenant for one in reviewed_by_assessor(store) if first_of(one) is None}
    found += [
        (bound, "value", STAYS_ONE_PERSON)
        for bound in changed.get("setting", {}).values()
        if bound.values["covenant"] in theirs
    ]
    return [
        bound.table.finding(bound.row, bound.table.header.index(column) if column in bound.table.header else 0, message)
        for bound, column, message in found
        if bound is not None
    ]


def _without_section(store: Store, differences: Sequence[Difference]) -> list[Finding]:
    """The versions that this import publishes though criteria have no section yet; asked once it is written."""
    loose = {
        row[0]
        for row in store.connection.execute(
            "SELECT k.framework FROM criterion k JOIN section s ON s.id = k.section"
            " JOIN framework f ON f.id = s.framework WHERE s.code = '' AND f.status = 'published'"
        )
    }
    return [
        bound.table.finding(bound.row, 0, NEEDS_SECTION)
        for difference in differences
        if difference.table == "framework"
        for bound, _ in [*difference.inserts, *difference.updates]
        if bound.owner in loose
    ]


def _in_a_circle(store: Store, binder: Binder) -> list[Finding]:
    """The first row of every mapping that goes in a circle; asked once it is written."""
    rows = {(row.values["from_framework"], row.values["to_framework"]): row for row in _last_first(binder, "mapping")}
    found = {(known_id(store, old), known_id(store, new)) for old, new in circles(store)} if rows else set()
    return [bound.table.finding(bound.row, 0, CIRCLE) for pair, bound in rows.items() if pair in found]


def _last_first(binder: Binder, table: str) -> list[Bound]:
    return list(binder.bound.get(table, {}).values())[::-1]


def wrong_once_written(store: Store, binder: Binder, differences: Sequence[Difference]) -> list[Finding]:
    """What is wrong with the file now that everything is written, before scores follow from it."""
    return [
        *_rated_by_now(store, binder),
        *_in_a_circle(store, binder),
        *_one_person_twice(store, differences),
        *_without_section(store, differences),
    ]


def wrong_once_scored(store: Store, binder: Binder, differences: Sequence[Difference]) -> list[Finding]:
    """What else is wrong, now that the scores follow from what is written."""
    return [*_not_yet_final(store, binder), *_in_two_ways(store, differences)]
