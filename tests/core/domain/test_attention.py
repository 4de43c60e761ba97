from dataclasses import replace
from datetime import date

from covenant_monitor.domain.attention import NOTHING, Attention, Matters, Need, attention
from covenant_monitor.domain.headline import Standing
from covenant_monitor.domain.model import Status
from covenant_monitor.domain.registers import Entry, Register
from tests.core.domain.selections import covenant, standing

DURING, AFTER = date(2018, 6, 1), date(2019, 1, 1)


def found(*standings: Standing, matters: Matters = NOTHING, at: date = DURING) -> list[Attention]:
    return attention(covenant(standings).rounds[0], matters, at)


def codes(one: Attention) -> list[str]:
    return [party.code for party in one.parties]


def test_nothing_to_do_is_nothing_said() -> None:
    assert found() == []
    assert found(standing("P1", "ff"), at=AFTER) == []


def test_reviews_wait_in_the_order_in_which_they_were_assessed() -> None:
    waiting = [
        replace(standing(name, "ff", status=Status.ASSESSED), assessed_on=day)
        for name, day in (("P1", None), ("P2", date(2018, 5, 2)), ("P3", date(2018, 5, 1)))
    ]
    (one,) = found(*waiting)
    assert (one.need, one.count, one.day, codes(one)) == (Need.TO_REVIEW, 3, date(2018, 5, 1), ["P3", "P2", "P1"])


def test_what_is_not_final_is_overdue_from_the_day_after_the_round() -> None:
    standings = standing("P1", "ff"), standing("P2", "f", status=Status.DRAFT), standing("P3")
    assert [(one.need, codes(one)) for one in found(*standings)] == [(Need.NOT_BEGUN, ["P3"])]
    last = covenant(standings).rounds[0].round.last_day
    assert [one.need for one in found(*standings, at=last)] == [Need.NOT_BEGUN]
    (one,) = found(*standings, at=AFTER)
    assert (one.need, one.count, one.day, codes(one)) == (Need.OVERDUE, 2, last, ["P2", "P3"])


def test_matters_count_and_name_whoever_has_most_first() -> None:
    matters = Matters(
        returned=frozenset({"P1"}),
        unproven={"P1": 1, "P2": 3, "GONE": 9},
        differing={"A1": 1, "A2": 0, "B1": 4},
        entries_overdue=(Entry(Register.RISK, "R1", "Loon"),),
    )
    everyone = [standing(name, "f", status=Status.DRAFT) for name in ("P1", "P2")]
    said = {one.need: one for one in found(*everyone, matters=matters)}
    assert list(said) == [Need.RETURNED, Need.ENTRIES_OVERDUE, Need.DIFFERING, Need.UNPROVEN]
    assert (said[Need.UNPROVEN].count, codes(said[Need.UNPROVEN])) == (4, ["P2", "P1"])
    assert (said[Need.DIFFERING].count, list(said[Need.DIFFERING].about)) == (5, ["B1", "A1"])
    late = said[Need.ENTRIES_OVERDUE]
    assert (late.about, late.register, late.registers) == (["Loon"], Register.RISK, {Register.RISK: 1})


def test_what_was_reviewed_can_be_made_final() -> None:
    (one,) = found(standing("P1", "ff", status=Status.REVIEWED))
    assert (one.need, codes(one)) == (Need.TO_FINISH, ["P1"])
