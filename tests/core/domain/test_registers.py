"""The registers: what is overdue, in what order, what low ratings propose, and what a round has to ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant_monitor.domain.model import (
    HALF,
    Assessment,
    Criterion,
    Framework,
    Level,
    Rating,
    Round,
    Scale,
    Section,
    Text,
)
from covenant_monitor.domain.registers import (
    Answer,
    Entry,
    EntryStatus,
    Followup,
    Register,
    default_due,
    in_order,
    is_overdue,
    propose_actions,
    split,
    status_after,
    to_ask,
)
from tests.core.domain.strategies import relaxed

TODAY = date(2020, 7, 1)
ROUNDS = [Round(str(year), date(year, 1, 1), date(year, 12, 31), "F", "1") for year in (2018, 2019, 2020)]
PARTICIPANTS = ("P1", "P2")
CRITERIA = ("A1", "A2", "B1", "B2")
FRAMEWORK = Framework(
    "F",
    "1",
    Text("Kader", "Framework"),
    (
        Section("A", Text(), (Criterion("A1", Text("een", "one"), theme="loon; kind"), Criterion("A2", Text("twee")))),
        Section("B", Text(), (Criterion("B1", Text("", "three"), weight=3), Criterion("B2", Text(), weight=HALF))),
    ),
)

days = st.none() | st.integers(-800, 800).map(lambda n: TODAY + timedelta(days=n))
codes = st.lists(st.sampled_from(CRITERIA), unique=True, max_size=3).map(tuple)
followups = st.lists(
    st.builds(Followup, st.sampled_from(["2018", "2019", "2020"]), st.sampled_from(Answer)),
    unique_by=lambda one: one.round,
    max_size=2,
)
entries = st.builds(
    Entry,
    st.sampled_from(Register),
    st.from_regex(r"[A-C][0-9]{1,2}", fullmatch=True),
    st.just("titel"),
    party=st.sampled_from(["", *PARTICIPANTS, "V1"]),
    round=st.sampled_from(["", "2018", "2019", "2020"]),
    status=st.sampled_from(EntryStatus),
    raised_on=days,
    due_on=days,
    closed_on=days,
    severity=st.none() | st.integers(1, 5),
    likelihood=st.none() | st.integers(1, 5),
    participants=st.lists(st.sampled_from(PARTICIPANTS), unique=True).map(tuple),
    criteria=codes,
    followups=followups.map(tuple),
)


def action(code: str = "A1", **changes: Any) -> Entry:
    return replace(Entry(Register.ACTION, code, "titel"), **changes)


def proposed(ratings: Mapping[str, Rating], known: Sequence[Entry] = (), **options: Any) -> list[tuple[str, Level]]:
    found = propose_actions(Assessment("P1", "2019", ratings=ratings), FRAMEWORK, CRITERIA, known, **options)
    return [(one.criterion, one.level) for one in found]


# Overdue, and in order


def test_overdue_is_past_its_day_and_not_closed() -> None:
    due = action(due_on=TODAY)
    assert [is_overdue(due, TODAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, True]
    assert not is_overdue(action(), date.max)
    overdue = [is_overdue(replace(due, status=status), date.max) for status in EntryStatus]
    assert overdue == [True, True, False, False]


def test_entries_stand_as_they_are_worked_through() -> None:
    later, long_ago, ago = (TODAY + timedelta(days=n) for n in (5, -90, -5))
    risk = Entry(Register.RISK, "R", "titel", severity=2, likelihood=5)
    wanted = [
        action("a", due_on=long_ago),
        action("b", due_on=ago, status=EntryStatus.IN_PROGRESS),
        replace(risk, code="c", severity=3, likelihood=1),
        replace(risk, code="d", due_on=later),
        replace(risk, code="e", likelihood=4),
        action("f", due_on=later),
        action("g2"),
        action("g10"),
        action("h", status=EntryStatus.DONE, due_on=long_ago, closed_on=ago),
        action("i", status=EntryStatus.DROPPED, closed_on=long_ago),
        action("j", status=EntryStatus.DONE),
    ]
    assert in_order(wanted[::-1], TODAY) == wanted


@relaxed
@given(st.lists(entries, max_size=8), st.randoms(use_true_random=False))
def test_the_order_is_one_whatever_it_began_with(some: list[Entry], chance: Any) -> None:
    found = in_order(some, TODAY)
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert [place(one) for one in in_order(shuffled, TODAY)] == [place(one) for one in found]
    assert sorted(map(id, found)) == sorted(map(id, some))
    closed = [one.status.is_closed for one in found]
    overdue = [is_overdue(one, TODAY) for one in found]
    assert closed == sorted(closed)
    assert overdue == sorted(overdue, reverse=True)


def place(entry: Entry) -> tuple[object, ...]:
    """What the order goes by."""
    return entry.status.is_closed, is_overdue(entry, TODAY), entry.code, entry.register


def test_a_risk_is_as_high_as_both_together() -> None:
    risk = Entry(Register.RISK, "R1", "titel", severity=4, likelihood=5)
    assert risk.risk_level == 20
    assert replace(risk, likelihood=None).risk_level is None
    assert replace(risk, severity=None).risk_level is None


def test_whom_an_entry_is_about_and_who_has_to_do_it() -> None:
    shared = action(party="V1", participants=("P1",))
    assert (shared.concerns("P1"), shared.falls_to("P1")) == (True, False)
    assert (shared.concerns("V1"), shared.falls_to("V1")) == (True, True)
    together = action(participants=("P1", "P2"))
    assert [together.falls_to(code) for code in ("P1", "P2", "P3")] == [True, True, False]


# What low ratings propose

LOW = {"A1": Rating(0), "A2": Rating(HALF, unproven=True), "B1": Rating(HALF), "B2": Rating(0)}


def test_low_ratings_propose_actions_the_most_important_first() -> None:
    assert proposed(LOW) == [("A1", Level.NOT), ("B2", Level.NOT)]
    assert proposed(LOW, partially=True) == [
        ("B1", Level.PARTIALLY),
        ("A1", Level.NOT),
        ("A2", Level.PARTIALLY),
        ("B2", Level.NOT),
    ]
    found = propose_actions(Assessment("P1", "2019", ratings=LOW), FRAMEWORK, CRITERIA, (), partially=True)
    assert [one.unproven for one in found] == [False, False, True, False]
    first = found[1]
    assert (first.participant, first.round, first.key) == ("P1", "2019", ("P1", "A1"))
    assert (first.text, first.themes, first.section, first.weight) == (Text("een", "one"), ("kind", "loon"), "A", 1)


def test_what_proposes_nothing() -> None:
    good = {"A1": Rating(1), "A2": Rating(not_applicable=True, na_reason="zo"), "B1": Rating(), "Z": Rating(0)}
    assert proposed(good, partially=True) == []
    assert propose_actions(Assessment("P1", "2019", ratings=LOW), FRAMEWORK, {"B1"}, ()) == []


def test_a_number_proposes_by_the_ends_of_its_scale() -> None:
    scored = replace(FRAMEWORK, scale=Scale(0, 10, by_level=False))
    assessment = Assessment("P1", "2019", ratings={"A1": Rating(0), "A2": Rating(1), "B1": Rating(10)})
    assert [one.criterion for one in propose_actions(assessment, scored, CRITERIA, ())] == ["A1"]
    found = propose_actions(assessment, scored, CRITERIA, (), partially=True)
    assert [one.criterion for one in found] == ["A1", "A2"]


@pytest.mark.parametrize(
    ("known", "still"),
    [
        (action(party="P1", criteria=("a1",)), False),
        (action(participants=("P1", "P2"), criteria=("A1",), status=EntryStatus.IN_PROGRESS), False),
        (action(party="P1", criteria=("A1",), round="2018"), False),
        (action(party="P1", criteria=("A1",), round="2018", status=EntryStatus.DONE), True),
        (action(party="P1", criteria=("A1",), round="2018", status=EntryStatus.DROPPED), True),
        (action(party="P1", criteria=("A1",), round="2019", status=EntryStatus.DROPPED), False),
        (action(party="P1", criteria=("A1",), round="2019", status=EntryStatus.DONE), False),
        (action(party="P2", criteria=("A1",)), True),
        (action(party="P1", criteria=("A2",)), True),
        (replace(action(party="P1", criteria=("A1",)), register=Register.RISK), True),
    ],
)
def test_no_second_action_and_none_that_was_declined(known: Entry, still: bool) -> None:
    assert (("A1", Level.NOT) in proposed(LOW, [known])) == still


def test_an_action_on_a_criterion_of_an_earlier_version_counts_for_what_it_became() -> None:
    old = action(party="P1", criteria=("OUD",), round="2018")
    assert ("A1", Level.NOT) in proposed(LOW, [old])
    assert proposed(LOW, [old], criteria_of=lambda entry: {"A1"}) == [("B2", Level.NOT)]


@relaxed
@given(
    st.dictionaries(st.sampled_from(CRITERIA), st.builds(Rating, st.sampled_from([None, 0, HALF, 1]))),
    st.lists(entries, max_size=6),
    st.sets(st.sampled_from(CRITERIA)),
    st.booleans(),
)
def test_what_is_accepted_or_declined_is_proposed_no_longer(
    ratings: dict[str, Rating], known: list[Entry], applicable: set[str], partially: bool
) -> None:
    assessment = Assessment("P1", "2019", ratings=ratings)
    found = propose_actions(assessment, FRAMEWORK, applicable, known, partially=partially)
    for one in found:
        assert one.criterion in applicable
        assert ratings[one.criterion].value == (0 if one.level is Level.NOT else HALF)
    assert {one.criterion for one in found if one.level is Level.NOT} == {
        one.criterion for one in propose_actions(assessment, FRAMEWORK, applicable, known)
    }
    weights = [one.weight for one in found]
    assert weights == sorted(weights, reverse=True)
    for status in EntryStatus:
        made = [action(party="P1", round="2019", criteria=(one.criterion,), status=status) for one in found]
        assert propose_actions(assessment, FRAMEWORK, applicable, [*known, *made], partially=partially) == []


def test_the_parts_of_a_text_that_holds_several() -> None:
    assert split(" loon;kind ; ;loon; 10;9") == ("9", "10", "kind", "loon")
    assert split("") == ()


@given(st.lists(st.text(st.characters(exclude_characters=";"))))
def test_parts_that_were_joined_are_the_same_parts(parts: list[str]) -> None:
    once = split(";".join(parts))
    assert set(once) == {part.strip() for part in parts} - {""}
    assert split(";".join(once)) == once == split(";".join(reversed(parts)))


# What a round asks


def test_an_action_is_due_at_the_end_of_the_next_year() -> None:
    assert default_due(ROUNDS[1]) == date(2020, 12, 31)
    assert default_due(replace(ROUNDS[1], last_day=date(2020, 6, 30))) == date(2021, 12, 31)
    assert default_due(replace(ROUNDS[1], last_day=date.max)) == date.max


ASKED = action(party="P1", round="2018")


@pytest.mark.parametrize(
    ("entry", "is_asked"),
    [
        (ASKED, True),
        (replace(ASKED, status=EntryStatus.IN_PROGRESS), True),
        (replace(ASKED, status=EntryStatus.DONE), False),
        (replace(ASKED, status=EntryStatus.DROPPED), False),
        (replace(ASKED, round="2019"), False),
        (replace(ASKED, round="2020"), False),
        (replace(ASKED, round="", raised_on=date(2018, 12, 31)), True),
        (replace(ASKED, round="", raised_on=date(2019, 1, 1)), False),
        (replace(ASKED, round=""), True),
        (replace(ASKED, followups=(Followup("2018", Answer.NOT),)), True),
        (replace(ASKED, followups=(Followup("2019", Answer.NOT),)), False),
        (replace(ASKED, party="P2"), False),
        (replace(ASKED, party="", participants=("P1", "P2")), True),
        (replace(ASKED, party="P2", participants=("P1", "P2")), False),
        (replace(ASKED, register=Register.COMMITMENT), False),
    ],
)
def test_a_round_asks_about_the_open_actions_of_earlier_rounds(entry: Entry, is_asked: bool) -> None:
    assert to_ask([entry], ROUNDS, "2019", "P1") == [entry] * is_asked


def test_a_round_that_there_is_not_asks_nothing() -> None:
    with pytest.raises(KeyError):
        to_ask([], ROUNDS, "1999")


@relaxed
@given(st.lists(entries, max_size=8), st.sampled_from(["2018", "2019", "2020"]), st.sampled_from(Answer))
def test_what_was_answered_is_not_asked_again(some: list[Entry], current: str, answer: Answer) -> None:
    every = to_ask(some, ROUNDS, current)
    for participant in PARTICIPANTS:
        asked = to_ask(some, ROUNDS, current, participant)
        assert asked == [one for one in every if one.falls_to(participant)]
    answered = [
        replace(one, status=status_after(one.status, answer), followups=(Followup(current, answer),)) for one in every
    ]
    assert to_ask(answered, ROUNDS, current) == []
    later = to_ask(answered, ROUNDS, "2020") if current != "2020" else []
    assert len(later) == (0 if answer is Answer.DONE or current == "2020" else len(answered))


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (Answer.DONE, "done done done"),
        (Answer.PARTLY, "in_progress in_progress in_progress"),
        (Answer.NOT, "open in_progress open"),
    ],
)
def test_an_answer_moves_an_action_on(answer: Answer, after: str) -> None:
    found = [status_after(status, answer) for status in list(EntryStatus)[:3]]
    assert found == after.split()
