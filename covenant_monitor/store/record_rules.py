"""What the columns of one record may not say together, whether they come with an import or out of the history."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from covenant_monitor.domain.alignment import COUNT, FIRST_YEAR, LAST_YEAR, PERCENT
from covenant_monitor.domain.model import Number, exact
from covenant_monitor.domain.registers import EntryStatus
from covenant_monitor.domain.workflow import same_person
from covenant_monitor.language import N_

END_BEFORE_START = N_("The last day is before the first day.")
LEFT_BEFORE_JOINED = N_("It left before it joined.")
SAME_PERSON = N_("The reviewer is another person than the assessor.")
NO_REASON = N_("A rating “n.a.” needs its reason in na_reason.")
LOW_ABOVE_HIGH = N_("low is above high.")
NOTHING_OBSERVED = N_("An observation has a value, or low and high.")
VALUE_OUTSIDE = N_("The value lies outside its own range.")
HALF_BASELINE = N_("A baseline has a date and a value, or neither.")
NO_TITLE = N_("An entry of a register needs a title.")
DUE_TOO_EARLY = N_("It is due before the day on which it was raised.")
CLOSED_TOO_EARLY = N_("It was closed before the day on which it was raised.")
NOT_CLOSED = N_("It has a day of closing, though it is not closed.")
DROPPED_WITHOUT_REASON = N_("What is dropped needs its reason, as its result.")
NEGATIVE = N_("A number of criteria, or a percentage, is 0 or more.")
ABOVE_HUNDRED = N_("Fully, partially and not are more than 100 % together. Lower one, or leave “not” empty.")
COUNTS_NEED_NOT = N_("With counts, say also how many are not aligned; it may be 0.")
NOTHING_RATED = N_("Nothing was rated: fully, partially and not are all 0.")
YEAR_OUT_OF_RANGE = N_("That is no year of an assessment: give one from 1976 to 2100.")

Record = Mapping[str, Any]


def broken_rules(table: str, record: Record) -> Iterator[tuple[str, str]]:
    """The column that a rule is broken in and what it says, for every rule that a record of `table` breaks."""
    for column, message, is_broken in _RULES.get(table, ()):
        if is_broken(record):
            yield column, message


def _in_wrong_order(first: str, last: str) -> Callable[[Record], bool]:
    return lambda record: None not in (record[first], record[last]) and record[last] < record[first]


def _is_closed(record: Record) -> bool:
    return EntryStatus(record["status"]).is_closed


def _has_no_reason(record: Record) -> bool:
    return bool(record["not_applicable"]) and not record["na_reason"].strip()


def lies_outside(value: Number | float | None, low: Number | float | None, high: Number | float | None) -> bool:
    """Whether a value is not in its own range, as far as that has ends."""
    return value is not None and ((low is not None and value < low) or (high is not None and value > high))


def _alignment(record: Record) -> list[Number | None]:
    return [None if part is None else exact(part) for part in map(record.get, ("fully", "partially", "not_met"))]


_RULES: Mapping[str, Sequence[tuple[str, str, Callable[[Record], bool]]]] = {
    "covenant": [("end_date", END_BEFORE_START, _in_wrong_order("start_date", "end_date"))],
    "round": [("last_day", END_BEFORE_START, _in_wrong_order("first_day", "last_day"))],
    "party": [("left_on", LEFT_BEFORE_JOINED, _in_wrong_order("joined_on", "left_on"))],
    "assessment": [("reviewer", SAME_PERSON, lambda record: same_person(record["assessor"], record["reviewer"]))],
    "rating": [("rating", NO_REASON, _has_no_reason)],
    "carried": [("rating", NO_REASON, _has_no_reason)],
    "alignment": [
        ("year", YEAR_OUT_OF_RANGE, lambda record: not FIRST_YEAR <= record["year"] <= LAST_YEAR),
        ("fully", NEGATIVE, lambda record: min(part or 0 for part in _alignment(record)) < 0),
        (
            "fully",
            ABOVE_HUNDRED,
            lambda record: record["unit"] == PERCENT and sum(part or 0 for part in _alignment(record)) > 100,
        ),
        ("not", COUNTS_NEED_NOT, lambda record: record["unit"] == COUNT and record["not_met"] is None),
        ("fully", NOTHING_RATED, lambda record: not any(part is None or part for part in _alignment(record))),
    ],
    "observation": [
        ("high", LOW_ABOVE_HIGH, _in_wrong_order("low", "high")),
        (
            "value",
            NOTHING_OBSERVED,
            lambda record: record["value"] is None and None in (record["low"], record["high"]),
        ),
        ("value", VALUE_OUTSIDE, lambda record: lies_outside(record["value"], record["low"], record["high"])),
    ],
    "target": [
        (
            "baseline_date",
            HALF_BASELINE,
            lambda record: (record["baseline_date"] is None) != (record["baseline_value"] is None),
        ),
    ],
    "register_entry": [
        ("title", NO_TITLE, lambda record: not (record["title"] or "").strip()),
        ("due_on", DUE_TOO_EARLY, _in_wrong_order("raised_on", "due_on")),
        ("closed_on", CLOSED_TOO_EARLY, _in_wrong_order("raised_on", "closed_on")),
        ("closed_on", NOT_CLOSED, lambda record: record["closed_on"] is not None and not _is_closed(record)),
        (
            "result",
            DROPPED_WITHOUT_REASON,
            lambda record: record["status"] == EntryStatus.DROPPED and not record["result"].strip(),
        ),
    ],
}
