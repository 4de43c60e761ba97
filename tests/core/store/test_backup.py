"""Copies that are whole, or not there; and putting one back without losing what it replaces."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from covenant_monitor.domain.model import Rating
from covenant_monitor.errors import Problem
from covenant_monitor.store import backup, lock, opening, queries
from covenant_monitor.store.assessments import rate
from covenant_monitor.store.backup import KEPT, backups, copy_to, folder_of, make, restore, verify
from covenant_monitor.store.check import check
from covenant_monitor.store.ledger import last_digest
from covenant_monitor.store.store import Store, create, open_store
from tests.core.store.small import beside, digest, key, small, tamper
from tests.core.store.test_store import leave_hot_journal


def edit(store: Store, note: str) -> str:
    """One more change; the digest that the file then has."""
    rate(store, key=key("P1", "2020"), ratings={"A1": Rating(1, note=note)})
    return last_digest(store.connection)


def state_of(path: Path) -> str:
    with open_store(path, read_only=True) as store:
        return last_digest(store.connection)


def test_a_backup_is_a_whole_copy_of_the_open_file(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        state = edit(store, "x")
        made = make(store.connection, path, "test")
        assert beside(path) == [".a.covenant.lock", "a backups", "a.covenant", "a.covenant-journal"]
        edit(store, "y")
    verify(made, state)
    with open_store(made, read_only=True) as copy:
        assert check(copy).findings == []
    (found,) = backups(path)
    assert (found.path, found.number, found.reason) == (made, 1, "test")
    assert abs((datetime.now().astimezone() - found.made).total_seconds()) < 3600
    assert made.name.startswith("0001 ")


def test_the_newest_ones_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        for number in range(KEPT + 3):
            edit(store, str(number))
            make(store.connection, path, "test")
        (folder_of(path) / "van mij.covenant").write_text("blijft")
    found = backups(path)
    assert [b.number for b in found] == list(range(KEPT + 3, 3, -1))
    for kept in (found[0], found[-1]):
        verify(kept.path)
    assert (folder_of(path) / "van mij.covenant").exists()


def test_what_cannot_be_pruned_or_read_as_a_backup_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        for _ in range(KEPT):
            make(store.connection, path, "test")
        (folder_of(path) / "0099 2020-02-30 10.00 test.covenant").write_text("van mij")

        unlink = Path.unlink

        def held(self: Path, missing_ok: bool = False) -> None:
            if self.name.startswith("0001 "):
                raise PermissionError(13, "in use", str(self))
            unlink(self, missing_ok)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", held)
            made = make(store.connection, path, "test")
        assert backups(path)[0].path == made
        assert len(backups(path)) == KEPT + 1


def test_F32_the_number_decides_which_is_newest_not_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        first = make(store.connection, path, "test")
        ahead = first.with_name("0002 2099-01-01 00.00 test.covenant")
        shutil.copyfile(first, ahead)
        make(store.connection, path, "test")
    assert [b.number for b in backups(path)] == [3, 2, 1]


def test_a_file_without_backups_has_none(tmp_path: Path) -> None:
    assert backups(tmp_path / "a.covenant") == []


def full_disk(*_: object, **__: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


def test_F33_a_backup_that_fails_leaves_the_old_ones_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = [make(store.connection, path, "test") for _ in range(KEPT)]
        digests = [digest(one) for one in made]
        monkeypatch.setattr(backup, "verify", full_disk)
        with pytest.raises(Problem, match="disk is full"):
            make(store.connection, path, "test")
        monkeypatch.undo()
        assert [digest(one) for one in made] == digests
        assert sorted(p.name for p in folder_of(path).iterdir()) == sorted(p.name for p in made)


def test_a_copy_that_is_another_state_than_it_should_be_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        wanted = iter(["what it should be", "what it is"])
        monkeypatch.setattr(backup, "last_digest", lambda _: next(wanted))
        with pytest.raises(Problem, match="not the copy that it should be"):
            copy_to(store.connection, tmp_path / "copy.covenant")
    assert beside(path) == ["a.covenant"]


def test_a_copy_replaces_what_was_there_but_never_the_file_itself(tmp_path: Path) -> None:
    path, target = tmp_path / "a.covenant", tmp_path / "copy.covenant"
    target.write_text("oud")
    with small(path) as store:
        state = edit(store, "x")
        copy_to(store.connection, target)
        with pytest.raises(Problem, match="is open here"):
            copy_to(store.connection, path)
        edit(store, "y")
    verify(target, state)


def test_F16_a_copy_is_not_ruined_by_the_journal_of_what_it_replaces(tmp_path: Path) -> None:
    path, target = tmp_path / "a.covenant", tmp_path / "copy.covenant"
    leave_hot_journal(target)
    with small(path) as store:
        state = edit(store, "x")
        copy_to(store.connection, target)
    assert not opening.journal_of(target).exists()
    assert state_of(target) == state


def test_a_deleted_name_is_not_in_a_copy(tmp_path: Path) -> None:
    path, target = tmp_path / "a.covenant", tmp_path / "copy.covenant"
    create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE secret (name TEXT)")
        connection.execute("INSERT INTO secret VALUES ('Geheim Textiel B.V.')")
        connection.commit()
        connection.execute("DROP TABLE secret")
        connection.commit()
    assert b"Geheim" in path.read_bytes()
    with open_store(path) as store:
        copy_to(store.connection, target)
    assert b"Geheim" not in target.read_bytes()


@pytest.mark.parametrize("name", ["a.covenant", "nieuw.covenant"])
def test_a_restored_backup_is_what_it_was_and_what_it_replaces_is_kept(tmp_path: Path, name: str) -> None:
    path, target = tmp_path / "a.covenant", tmp_path / name
    with small(path) as store:
        then = edit(store, "toen")
        made = make(store.connection, path, "test")
        now = edit(store, "nu")
    kept = restore(made, target)
    assert state_of(target) == then
    assert (kept is None) == (target != path)
    if kept:
        assert backups(path)[0].path == kept
        assert backups(path)[0].reason == "restore"
        assert state_of(kept) == now
        restore(kept, path)
        assert state_of(path) == now
    with open_store(target) as store:
        assert check(store).findings == []
        edit(store, "verder")


def test_the_oldest_backup_can_be_restored_though_setting_aside_makes_one_more(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        then = edit(store, "toen")
        oldest = make(store.connection, path, "test")
        for number in range(KEPT - 1):
            edit(store, str(number))
            make(store.connection, path, "test")
        assert len(backups(path)) == KEPT
    assert backups(path)[-1].path == oldest
    kept = restore(oldest, path)
    assert state_of(path) == then
    assert backups(path)[0].path == kept
    assert len(backups(path)) == KEPT


def test_F16_a_restored_file_is_not_ruined_by_a_journal_that_was_left_over(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        then = edit(store, "toen")
        made = make(store.connection, path, "test")
    crashed = tmp_path / "crashed.covenant"
    leave_hot_journal(crashed)
    path.unlink()
    shutil.move(opening.journal_of(crashed), opening.journal_of(path))
    assert restore(made, path) is None
    assert state_of(path) == then
    with open_store(path) as store:
        assert check(store).findings == []


def test_F16_what_a_crash_left_half_way_is_set_aside_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = make(store.connection, path, "test")
        state = last_digest(store.connection)
    leave_hot_journal(path)
    kept = restore(made, path)
    assert kept is not None
    assert state_of(kept) == state
    assert state_of(path) == state


@pytest.mark.parametrize("replaced", [b"", b"geen convenant", b"cut"])
def test_a_damaged_file_is_kept_as_it_is_when_a_backup_takes_its_place(tmp_path: Path, replaced: bytes) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        state = last_digest(store.connection)
        made = make(store.connection, path, "test")
    bytes_before = path.read_bytes()[:-5000] if replaced == b"cut" else replaced
    path.write_bytes(bytes_before)
    kept = restore(made, path)
    assert kept is not None
    assert kept.read_bytes() == bytes_before
    assert kept.parent == folder_of(path)
    assert state_of(path) == state
    assert [b.number for b in backups(path)] == [1]


def test_F34_a_backup_that_is_damaged_is_not_restored(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = make(store.connection, path, "test")
    before = digest(path)
    good = made.read_bytes()
    for bad in (b"", b"text", good[:-3000], good[:8192] + bytes(4096) + good[12288:]):
        made.write_bytes(bad)
        with pytest.raises(Problem):
            restore(made, path)
        assert digest(path) == before
        assert beside(path) == ["a backups", "a.covenant"]


def test_why_a_backup_is_not_restored(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = make(store.connection, path, "test")
        with pytest.raises(Problem, match="is open here"):
            restore(made, path)
    with pytest.raises(Problem, match="does not exist"):
        restore(tmp_path / "none.covenant", path)
    with pytest.raises(Problem, match="no file can be written beside it"):
        restore(made, tmp_path / "none" / "a.covenant")
    lock.lock_path(path).write_text('{"user": "D", "computer": "elders", "process": 1, "since": ""}')
    with pytest.raises(lock.HeldElsewhere, match="D on elders"):
        restore(made, path)


def test_a_full_disk_while_setting_aside_leaves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = make(store.connection, path, "test")
    path.write_bytes(b"beschadigd")
    real = shutil.copyfile

    def copyfile(source: Path, target: Path) -> None:
        if source == path:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(shutil, "copyfile", copyfile)
    with pytest.raises(Problem, match="No space left on device"):
        restore(made, path)
    assert path.read_bytes() == b"beschadigd"
    assert beside(path) == ["a backups", "a.covenant"]
    assert list(folder_of(path).iterdir()) == [made]


def test_a_bit_that_fell_over_in_a_backup_is_found_by_checking_it(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        made = make(store.connection, path, "test")
    tamper(made, "UPDATE party SET name = 'Voorbeeld Modf B.V.' WHERE code = 'P1'")
    with open_store(made, read_only=True) as store:
        assert queries.party(store, "KLEDING", "P1").name == "Voorbeeld Modf B.V."
        assert [finding.values["table"] for finding in check(store).findings] == ["party"]


def test_a_day_has_one_backup_of_its_work_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path) as store:
        by_hand = make(store.connection, path, "backup")
        first = backup.make_daily(store.connection, path)
        state = edit(store, "more work")
        last = backup.make_daily(store.connection, path)
        assert not first.exists()
        assert [one.path for one in backups(path)] == [last, by_hand]
        verify(last, state)
