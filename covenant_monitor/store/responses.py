"""What a company says of what was found on a criterion, before the assessment is final, and what it is answered."""

from datetime import date

from covenant_monitor.domain.model import Response
from covenant_monitor.errors import Problem
from covenant_monitor.store.assessments import AssessmentKey, find, refuse_if_final
from covenant_monitor.store.store import Change, Store
from covenant_monitor.store.texts import clean

NO_RESPONSE = Response()


def save_response(store: Store, *, key: AssessmentKey, criterion: str, response: Response) -> Change:
    """Save a company's response on a criterion with the secretariat's answer; without any text it is taken away.

    It changes no rating, so what was reviewed stays reviewed. Without a date, a new response is of today.

    Raises:
        Problem: the assessment is final or not begun, or the criterion is unknown.
    """
    found = find(store, key)
    refuse_if_final(found)
    if not found.exists:
        raise Problem("{party} is not assessed yet: there is nothing to respond to.", party=found.party_name)
    if criterion not in found.framework.criteria:
        raise Problem(
            "Criterion {criterion} is not in framework {framework}, version {version}.",
            criterion=criterion,
            framework=found.framework.code,
            version=found.framework.version,
        )
    text, by, answer = clean(response.response), clean(response.responded_by), clean(response.answer)
    with store.change("response", {"party": found.party_name, "criterion": criterion}) as change:
        if text or by or answer:
            day = response.responded_on or (date.today() if text else None)
            store.connection.execute(
                "INSERT INTO response (assessment, criterion, response, responded_by, responded_on, answer)"
                " SELECT ?, id, ?, ?, ?, ? FROM criterion WHERE framework = ? AND code = ?"
                " ON CONFLICT DO UPDATE SET response = excluded.response, responded_by = excluded.responded_by,"
                " responded_on = excluded.responded_on, answer = excluded.answer",
                (found.number, text, by, day and day.isoformat(), answer, found.framework_id, criterion),
            )
        else:
            store.connection.execute(
                "DELETE FROM response WHERE assessment = ?"
                " AND criterion = (SELECT id FROM criterion WHERE framework = ? AND code = ?)",
                (found.number, found.framework_id, criterion),
            )
    return change
