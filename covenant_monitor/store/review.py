"""What a reviewer says of an assessment: remarks, on the whole and per criterion, and the return to its assessor."""

from collections.abc import Mapping
from datetime import date

from covenant_monitor.domain.model import Status
from covenant_monitor.domain.workflow import RETURNABLE
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import AssessmentKey, Found, find, refuse_if_final
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean


def return_assessment(
    store: Store, *, key: AssessmentKey, remarks: Mapping[str, str], today: date | None = None
) -> Change:
    """Send an assessment that was handed in, assessed or reviewed back to draft, with remarks for its assessor.

    `remarks` are by criterion code ("" is about the whole); a new one on the same criterion takes the old one's place,
    which stays in the history. Empty ones do not count; those made before and not dealt with do.

    Raises:
        Problem: there is no remark, a criterion is unknown, or the assessment is not returnable: not handed in, final.
    """
    found = find(store, key)
    refuse_if_final(found)
    if found.status not in RETURNABLE:
        raise Problem("{party} is still in progress: there is nothing to return.", party=found.party_name)
    said = {code: clean(text) for code, text in remarks.items() if clean(text)}
    known = store.connection.execute(
        "SELECT count(*) FROM remark WHERE assessment = ? AND NOT done", (found.number,)
    ).fetchone()[0]
    if not said and not known:
        raise Problem("Say what is to be done: {party} is returned with at least one remark.", party=found.party_name)
    for code in said:
        _must_be_known(found, code)
    with store.change("return", {"party": found.party_name}, why=said.get("", "")) as change:
        store.connection.execute(
            "UPDATE assessment SET status = ?, reviewer = '' WHERE id = ?", (Status.DRAFT, found.number)
        )
        for code, text in said.items():
            _write(store, found, code, text, today)
    return change


def save_remark(store: Store, *, key: AssessmentKey, criterion: str, text: str, today: date | None = None) -> Change:
    """Save a remark on a criterion ("" is the whole) while reviewing; an empty text takes it away.

    It changes no status: returning does. Raises Problem for what is final or not begun, or a criterion that is unknown.
    """
    found = find(store, key)
    refuse_if_final(found)
    if not found.exists:
        raise Problem("{party} is not assessed yet: there is nothing to remark on.", party=found.party_name)
    _must_be_known(found, criterion)
    with store.change("remark", {"party": found.party_name, "criterion": criterion}) as change:
        if clean(text):
            _write(store, found, criterion, clean(text), today)
        else:
            store.connection.execute(
                "DELETE FROM remark WHERE assessment = ? AND criterion_code = ?", (found.number, criterion)
            )
    return change


def settle_remark(store: Store, *, key: AssessmentKey, criterion: str, done: bool = True) -> Change:
    """Mark the remark on a criterion ("" is the whole) as dealt with, or as not. Raises Problem for a final one."""
    found = find(store, key)
    refuse_if_final(found)
    action = "remark_done" if done else "remark_open"
    with store.change(action, {"party": found.party_name, "criterion": criterion}) as change:
        store.connection.execute(
            "UPDATE remark SET done = ? WHERE assessment = ? AND criterion_code = ?",
            (int(done), found.number, criterion),
        )
    return change


def _write(store: Store, found: Found, code: str, text: str, today: date | None) -> None:
    store.connection.execute(
        "INSERT INTO remark (assessment, criterion_code, text, made_by, made_on) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET text = excluded.text, made_by = excluded.made_by, made_on = excluded.made_on,"
        " done = 0",
        (found.number, code, text, store.user, (today or date.today()).isoformat()),
    )


def _must_be_known(found: Found, code: str) -> None:
    if code and code not in found.framework.criteria:
        raise Problem(
            "Criterion {criterion} is not in framework {framework}, version {version}.",
            criterion=code,
            framework=found.framework.code,
            version=found.framework.version,
        )
