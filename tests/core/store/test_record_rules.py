"""What the columns of one record may not say together."""

from typing import Any

import pytest

from covenant_monitor.store import record_rules as rules
from covenant_monitor.store.record_rules import broken_rules

OBSERVED = {"value": None, "low": 40, "high": 45}
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
        ("figure", {}, {"value": -1}, []),
    ],
)
def test_a_good_record_breaks_nothing_and_another_says_where(
    table: str, good: dict[str, Any], wrong: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert list(broken_rules(table, good)) == []
    assert list(broken_rules(table, good | wrong)) == found
