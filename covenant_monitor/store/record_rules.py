"""What the columns of one record may not say together, whether they come with an import or out of the history."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from covenant_monitor.domain.workflow import same_person
from covenant_monitor.language import N_

END_BEFORE_START = N_("The last day is before the first day.")
LEFT_BEFORE_JOINED = N_("It left before it joined.")
SAME_PERSON = N_("The reviewer is another person than the assessor.")
NO_REASON = N_("A rating “n.a.” needs its reason in na_reason.")
LOW_ABOVE_HIGH = N_("low is above high.")
NOTHING_OBSERVED = N_("An observation has a value, or low and high.")

Record = Mapping[str, Any]


def broken_rules(table: str, record: Record) -> Iterator[tuple[str, str]]:
    """The column that a rule is broken in and what it says, for every rule that a record of `table` breaks."""
    for column, message, is_broken in _RULES.get(table, ()):
        if is_broken(record):
            yield column, message


def _in_wrong_order(first: str, last: str) -> Callable[[Record], bool]:
    return lambda record: None not in (record[first], record[last]) and record[last] < record[first]


def _has_no_reason(record: Record) -> bool:
    return bool(record["not_applicable"]) and not record["na_reason"].strip()


_RULES: Mapping[str, Sequence[tuple[str, str, Callable[[Record], bool]]]] = {
    "covenant": [("end_date", END_BEFORE_START, _in_wrong_order("start_date", "end_date"))],
    "round": [("last_day", END_BEFORE_START, _in_wrong_order("first_day", "last_day"))],
    "party": [("left_on", LEFT_BEFORE_JOINED, _in_wrong_order("joined_on", "left_on"))],
    "assessment": [("reviewer", SAME_PERSON, lambda record: same_person(record["assessor"], record["reviewer"]))],
    "rating": [("rating", NO_REASON, _has_no_reason)],
    "carried": [("rating", NO_REASON, _has_no_reason)],
    "observation": [
        ("high", LOW_ABOVE_HIGH, _in_wrong_order("low", "high")),
        (
            "value",
            NOTHING_OBSERVED,
            lambda record: record["value"] is None and None in (record["low"], record["high"]),
        ),
    ],
}
