"""Faults between the record of a release and its file: never a public file without its record."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.publishing.checking import ReleaseCheck, prepared, publish, publish_copy, record
from covenant_monitor.publishing.statements import in_workbook
from covenant_monitor.store import backup
from covenant_monitor.store.check import check as verify
from covenant_monitor.store.pictures import picture
from covenant_monitor.store.releases import releases, restore_backup
from covenant_monitor.store.store import Store, open_store
from tests.core.demo import demo_copy
from tests.core.publishing.stage import demo, reopen_one

EN = language("en")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with demo(tmp_path) as store:
        yield store


def asked(store: Store, round_: str = "2020") -> ReleaseCheck:
    whole = picture(store, "KLEDING")
    return prepared(whole, round_, releases(store, "KLEDING"), partial(in_workbook, round_=round_))


def put(path: Path) -> None:
    path.write_bytes(b"made")


def published(store: Store, path: Path, check: ReleaseCheck | None = None) -> None:
    publish(store, check or asked(store), path, put, output="workbook", language="nl")


KILLED = """
import os, signal, sys
from pathlib import Path
from covenant_monitor.cli import main
from covenant_monitor.publishing import checking

at, out = sys.argv[1], sys.argv[-1]
recording, replacing = checking.record_release, Path.replace

def end():
    os.kill(os.getpid(), signal.SIGKILL)

def record(*arguments, **named):
    if at == "before the record":
        end()
    done = recording(*arguments, **named)
    if at == "after the record":
        end()
    return done

def replace(self, other):
    done = replacing(self, other)
    if at == "after the file" and str(other) == out:
        end()
    return done

checking.record_release, Path.replace = record, replace
main(sys.argv[2:])
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("name", ["a.csv", "a.covenant"])
@pytest.mark.parametrize(
    ("at", "recorded", "there"),
    [("before the record", 0, False), ("after the record", 1, False), ("after the file", 1, True)],
)
def test_F57_a_process_that_is_killed_leaves_no_file_without_its_record(
    tmp_path: Path, at: str, recorded: int, there: bool, name: str
) -> None:
    path, out = demo_copy(tmp_path), tmp_path / name
    arguments = ["export", str(path), "--audience", "public", str(out)]
    ended = subprocess.run([sys.executable, "-c", KILLED, at, *arguments], capture_output=True, check=False)
    assert ended.returncode == -9, ended.stderr
    assert out.exists() == there
    with open_store(path, user="A. Voorbeeld") as store:
        assert len(releases(store, "KLEDING")) == recorded
        assert verify(store).findings == []
        # A record without a file forbids nothing that was in it.
        published(store, tmp_path / "b.xlsx")
        assert asked(store).refused == []


def test_F57_what_could_not_take_its_place_is_recorded_and_can_be_released_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sharing_violation(self: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "Permission denied", str(other))  # what Windows says of it

    first = asked(store)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", sharing_violation)
        with pytest.raises(Problem, match="choose another name"):
            published(store, tmp_path / "a.xlsx", first)
    assert [one.file for one in releases(store, "KLEDING")] == ["a.xlsx"]
    again = asked(store)
    assert (again.allowed, again.refused) == (first.allowed, [])
    published(store, tmp_path / "b.xlsx", again)
    assert [one.file for one in releases(store, "KLEDING")] == ["b.xlsx", "a.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx") == ["b.xlsx"]


def test_F57_nothing_is_recorded_of_a_target_that_is_a_folder(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(Problem, match="choose another name"):
        published(store, tmp_path / "a.xlsx")
    with pytest.raises(Problem, match="choose another name"):
        publish_copy(store, tmp_path / "a.xlsx", ["KLEDING"], language="nl")
    assert releases(store, "KLEDING") == []


def test_F19_nothing_is_recorded_where_the_disk_is_full_only_when_it_is_synced(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match=os.strerror(errno.ENOSPC)):
        published(store, tmp_path / "a.xlsx")
    with pytest.raises(Problem, match=os.strerror(errno.ENOSPC)):
        publish_copy(store, tmp_path / "a.covenant", ["KLEDING"], language="nl")
    assert releases(store, "KLEDING") == []
    assert not any(path.suffix in (".xlsx",) for path in tmp_path.iterdir())


def test_F19_a_full_disk_is_told_of_the_file_that_was_asked_for(store: Store, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs RLIMIT_FSIZE")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, hard))
    try:
        with pytest.raises(Problem) as full:
            publish_copy(store, tmp_path / "uit.covenant", ["KLEDING"], language="nl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert "uit.covenant" in full.value.text(EN)
    assert "demo.covenant" not in full.value.text(EN)
    assert sorted(path.name for path in tmp_path.iterdir() if "lock" not in path.name) == ["demo.covenant"]
    assert releases(store, "KLEDING") == []


def test_F26_a_folder_that_goes_while_it_is_written_leaves_no_record(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pulled_out(path: Path) -> None:
        put(path)
        stick.rename(tmp_path / "away")

    with pytest.raises(Problem, match="could not be written"):
        publish(store, asked(store), stick / "a.xlsx", pulled_out, output="workbook", language="nl")
    with pytest.raises(Problem, match="could not be written"):  # as the window does it
        record(store, asked(store), stick / "a.xlsx", stick / ".a.xlsx", output="workbook", language="nl")
    assert releases(store, "KLEDING") == []


def test_nothing_is_written_where_the_covenant_file_was_moved_away(store: Store, tmp_path: Path) -> None:
    check = asked(store)
    store.path.rename(tmp_path / "elsewhere.covenant")
    with pytest.raises(Problem, match="moved or replaced"):
        published(store, tmp_path / "a.xlsx", check)
    assert not (tmp_path / "a.xlsx").exists()


def test_what_was_released_after_the_test_is_not_passed_by(store: Store, tmp_path: Path) -> None:
    """Two releases under way at once in the window: the second was tested without the first."""
    first = asked(store)
    reopen_one(store, "2020")
    second = asked(store)
    assert second.refused == []
    published(store, tmp_path / "a.xlsx", first)
    with pytest.raises(Problem) as refused:
        published(store, tmp_path / "b.xlsx", second)
    assert refused.value.text(EN) == "What was tested has changed in the meantime. Start the release again."
    assert len(releases(store, "KLEDING")) == 1
    assert not (tmp_path / "b.xlsx").exists()


def test_one_who_got_another_code_after_the_test_is_no_crash(store: Store, tmp_path: Path) -> None:
    check = asked(store)
    code = sorted(check.allowed[0].members)[0]
    with store.change("import", {"source": "test"}):
        store.connection.execute("UPDATE party SET code = 'ANDERS' WHERE code = ?", (code,))
    with pytest.raises(Problem) as refused:
        published(store, tmp_path / "a.xlsx", check)
    assert refused.value.text(EN) == "What was tested has changed in the meantime. Start the release again."
    assert releases(store, "KLEDING") == []
    assert not (tmp_path / "a.xlsx").exists()


def test_C18_a_release_stays_after_undo_redo_and_a_backup_that_is_restored(store: Store, tmp_path: Path) -> None:
    made = backup.make(store.connection, store.path, "asked")
    reopen_one(store, "2019")
    published(store, tmp_path / "a.xlsx")
    assert store.undo()[0].action == "reopen"
    assert store.redo()[0].action == "reopen"
    before = releases(store, "KLEDING")
    store.close()
    restore_backup(made, store.path, user="A. Voorbeeld")
    with open_store(store.path, user="A. Voorbeeld") as again:
        assert releases(again, "KLEDING") == before
        # 2019 has one more than was released: who that is, is computed against what was released before.
        assert asked(again).left_out == ["2019"]


def test_a_file_that_is_open_elsewhere_publishes_nothing(store: Store, tmp_path: Path) -> None:
    arguments = ["export", str(store.path), "--audience", "public", str(tmp_path / "a.csv")]
    ended = subprocess.run(
        [sys.executable, "-m", "covenant_monitor", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"COVENANT_MONITOR_LANGUAGE": "en"},
    )
    assert ended.returncode == 1, ended.stderr
    assert "is open elsewhere" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "a.csv").exists()
    assert releases(store, "KLEDING") == []
