"""What the columns of one record may not say together."""

from typing import Any

import pytest

from covenant_monitor.store import record_rules as rules
from covenant_monitor.store.record_rules import broken_rules

BASELINE = {"baseline_date": "2016-07-04", "baseline_value": 35.0}
OBSERVED = {"value": None, "low": 40, "high": 45}
ALIGNED = {"year": 2020, "fully": 62, "partially": 17, "not_met": None, "unit": "percent"}
ENTRY = {
    "title": "Beleid",
    "status": "dropped",
    "raised_on": "2020-01-01",
    "due_on": "2020-01-01",
    "closed_on": "2020-01-01",
    "result": "staat er al",
}
PEOPLE = {"assessor": "B. Test", "reviewer": "C. Proef"}


@pytest.mark.parametrize(
    ("table", "good", "wrong", "found"),
    [
        (
            "covenant",
            {"start_date": "2018-01-01", "end_date": "2018-01-01"},
            {"end_date": "2017-12-31"},
            [("end_date", rules.END_BEFORE_START)],
        ),
        (
            "round",
            {"first_day": "2020-01-01", "last_day": "2020-12-31"},
            {"last_day": "2019-12-31"},
            [("last_day", rules.END_BEFORE_START)],
        ),
        (
            "party",
            {"joined_on": "2020-01-01", "left_on": None},
            {"left_on": "2019-12-31"},
            [("left_on", rules.LEFT_BEFORE_JOINED)],
        ),
        ("assessment", PEOPLE, {"reviewer": " b. TEST"}, [("reviewer", rules.SAME_PERSON)]),
        ("rating", {"not_applicable": 1, "na_reason": "geen"}, {"na_reason": " "}, [("rating", rules.NO_REASON)]),
        ("carried", {"not_applicable": 1, "na_reason": "geen"}, {"na_reason": ""}, [("rating", rules.NO_REASON)]),
        ("observation", OBSERVED, {"high": 39}, [("high", rules.LOW_ABOVE_HIGH)]),
        ("observation", OBSERVED, {"high": None}, [("value", rules.NOTHING_OBSERVED)]),
        ("observation", OBSERVED, {"value": 46}, [("value", rules.VALUE_OUTSIDE)]),
        ("observation", OBSERVED, {"value": 39, "high": None}, [("value", rules.VALUE_OUTSIDE)]),
        ("observation", OBSERVED, {"value": 40}, []),
        ("target", BASELINE, {"baseline_value": None}, [("baseline_date", rules.HALF_BASELINE)]),
        ("target", BASELINE, {"baseline_date": None}, [("baseline_date", rules.HALF_BASELINE)]),
        ("target", BASELINE, {"baseline_date": None, "baseline_value": None}, []),
        ("figure", {}, {"value": -1}, []),
        ("alignment", ALIGNED, {"fully": -1}, [("fully", rules.NEGATIVE)]),
        ("alignment", ALIGNED, {"partially": 39}, [("fully", rules.ABOVE_HUNDRED)]),
        ("alignment", ALIGNED, {"not_met": 22}, [("fully", rules.ABOVE_HUNDRED)]),
        ("alignment", ALIGNED, {"not_met": 20.9}, []),
        ("alignment", ALIGNED, {"unit": "count"}, [("not", rules.COUNTS_NEED_NOT)]),
        ("alignment", ALIGNED, {"unit": "count", "partially": 70, "not_met": 0}, []),
        ("alignment", ALIGNED, {"fully": 0, "partially": 0, "not_met": 0}, [("fully", rules.NOTHING_RATED)]),
        ("alignment", ALIGNED, {"year": 2101}, [("year", rules.YEAR_OUT_OF_RANGE)]),
        ("register_entry", ENTRY, {"title": " "}, [("title", rules.NO_TITLE)]),
        ("register_entry", ENTRY, {"due_on": "2019-12-31"}, [("due_on", rules.DUE_TOO_EARLY)]),
        ("register_entry", ENTRY, {"closed_on": "2019-12-31"}, [("closed_on", rules.CLOSED_TOO_EARLY)]),
        ("register_entry", ENTRY, {"status": "open"}, [("closed_on", rules.NOT_CLOSED)]),
        ("register_entry", ENTRY, {"result": "\n"}, [("result", rules.DROPPED_WITHOUT_REASON)]),
        ("register_entry", ENTRY, {"status": "done", "result": "", "raised_on": None, "closed_on": None}, []),
    ],
)
def test_a_good_record_breaks_nothing_and_another_says_where(
    table: str, good: dict[str, Any], wrong: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert list(broken_rules(table, good)) == []
    assert list(broken_rules(table, good | wrong)) == found
