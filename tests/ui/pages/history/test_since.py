"""Since when the history is shown."""

from datetime import UTC, date, datetime
from pathlib import Path

from covenant_monitor.language import Language
from covenant_monitor.store.backup import Backup
from covenant_monitor.store.moments import Meeting
from covenant_monitor_ui.pages.history.since import ALL, DAY, TODAY, WEEK, choices, start_of

AT = datetime(2020, 2, 29, 12, 30, tzinfo=UTC)


def test_choices() -> None:
    meetings = [Meeting("Stuurgroep", AT, 9), Meeting("Vorige", AT, 4)]
    backups = [Backup(Path("a.covenant"), 2, AT, "daily"), Backup(Path("b.covenant"), 1, AT, "eigen reden")]
    found = choices(meetings, backups, date(2020, 3, 1), Language("en"))
    assert [one.key for one in found[:4]] == [ALL, TODAY, WEEK, DAY]
    assert found[0].when is None
    assert found[1].when == start_of(date(2020, 3, 1))
    assert found[2].when == start_of(date(2020, 2, 23))
    moment = Language("en").moment(AT)
    assert [one.text for one in found[4:]] == [
        f"last meeting: Stuurgroep, {moment}",
        f"meeting: Vorige, {moment}",
        f"backup: {moment}, the day's work",
        f"backup: {moment}, eigen reden",
    ]
    assert [one.when for one in found[4:]] == [9, 4, None, None]
    assert [one.path for one in found[6:]] == [Path("a.covenant"), Path("b.covenant")]


def test_only_the_latest_are_offered() -> None:
    meetings = [Meeting(f"M{n}", AT, n) for n in range(40)]
    assert len(choices(meetings, [], date(2020, 3, 1), Language("nl"))) == 4 + 12
