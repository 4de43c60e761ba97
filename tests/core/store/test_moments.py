"""Moments since which to tell what changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating, Status
from covenant_monitor.errors import Problem
from covenant_monitor.store import backup
from covenant_monitor.store.assessments import rate, set_status
from covenant_monitor.store.changes import field_changes
from covenant_monitor.store.moments import digests_of, last_common, mark_meeting, meetings, since_backup
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import bring, key, small

COVENANT = "KLEDING"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.covenant"


def test_meetings(path: Path) -> None:
    with small(path) as store:
        (imported,) = meetings(store, COVENANT)
        with pytest.raises(Problem, match="name"):
            mark_meeting(store, covenant=COVENANT, name=" ")
        mark_meeting(store, covenant=COVENANT, name=" Stuurgroep ")
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        meeting = meetings(store, COVENANT)[0]
        assert (meeting.name, meeting.change_set) == ("Stuurgroep", 2)
        assert abs(meeting.at - datetime.now(UTC)) < timedelta(minutes=1)
        assert {line.record.table for line in field_changes(store, since=meeting.change_set)} == {"rating"}
        mark_meeting(store, covenant=COVENANT, name="Volgende")
        assert [one.name for one in meetings(store, COVENANT)] == ["Volgende", "Stuurgroep", imported.name]
        store.undo()
        store.undo()
        store.undo()
        assert meetings(store, COVENANT) == [imported]


def test_a_meeting_out_of_another_file(path: Path) -> None:
    with small(path) as store:
        bring(store, meetings="covenant,at,name\nKLEDING,2001-01-01T10:00:00+00:00,Lang geleden")
        assert meetings(store, COVENANT)[-1].change_set == 0


def test_since_a_backup(path: Path, tmp_path: Path) -> None:
    with small(path) as store:
        rate(store, key=key("P1", "2020"), ratings={"A1": Rating(0)})
        made = backup.make(store.connection, path, "backup")
        set_status(store, key=key("P1", "2020"), status=Status.SUBMITTED)
        assert since_backup(store, made) == 2
        assert [line.after for line in field_changes(store, since=2)] == ["submitted"]
        # The backup can still be opened as what it is.
        backup.verify(made)
        other = small(tmp_path / "b.covenant")
        with other:
            rate(other, key=key("P1", "2020"), ratings={"A1": Rating(1)})
            stranger = backup.make(other.connection, other.path, "backup")
            assert since_backup(other, made) == 1  # what they share
        assert since_backup(store, stranger) == 1
        with create(tmp_path / "c.covenant") as new:
            empty = backup.make(new.connection, new.path, "backup")
            with pytest.raises(Problem, match="no backup of this file"):
                since_backup(new, made)
        assert since_backup(store, empty) == 0
        assert last_common(store, {}, name="x") == 0
        with pytest.raises(Problem, match="already open here"):
            digests_of(path)
        with pytest.raises(Problem, match="does not exist"):
            since_backup(store, tmp_path / "none")


def test_a_backup_of_an_older_version_will_do(path: Path, tmp_path: Path) -> None:
    with small(path) as store:
        made = backup.make(store.connection, path, "backup")
    reopened: Store = open_store(path)
    with reopened:
        assert since_backup(reopened, made) == 1
