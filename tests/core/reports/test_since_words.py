from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from covenant_monitor.language import language
from covenant_monitor.reports.since_words import gathered
from covenant_monitor.store.ledger import ChangeSet

EN = language("en")
NOON = datetime(2021, 1, 14, 12, tzinfo=UTC)


def change(
    number: int, action: str, detail: Mapping[str, object], *, who: str = "A", at: datetime = NOON, kind: str = "edit"
) -> ChangeSet:
    return ChangeSet(number, at, who, action, detail, "", kind)


def said(*changes: ChangeSet) -> list[str]:
    return [one.text(EN) for one in gathered(changes)]


def rate(number: int, party: str = "Mode", *, who: str = "A", at: datetime = NOON, kind: str = "edit") -> ChangeSet:
    return change(
        number, "rate", {"party": party, "criterion": "A1", "rating": "rating:fully"}, who=who, at=at, kind=kind
    )


def test_ratings_of_one_participant_by_one_person_on_one_day_are_one_line() -> None:
    many = change(2, "rate_many", {"party": "Mode", "n": 12})
    lines = gathered([rate(4), rate(3, "Textiel"), many, rate(1)])
    assert [(one.text(EN), one.latest.id) for one in lines] == [
        ("Mode: 14 ratings", 4),
        ("A1 of Textiel rated: fully", 3),
    ]


def test_another_person_day_or_kind_of_change_is_another_line() -> None:
    earlier = NOON - timedelta(days=1)
    status = change(2, "status", {"party": "Mode", "status": "status:assessed"})
    assert len(said(rate(5), rate(4, who="B"), rate(3, at=earlier), status, rate(1, kind="undo"))) == 5
    assert said(status) == ["Mode: assessed"]
