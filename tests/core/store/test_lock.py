import getpass
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from covenant_monitor.errors import Problem
from covenant_monitor.language import language
from covenant_monitor.store import lock
from covenant_monitor.store.lock import HeldElsewhere, Holder, acquire, lock_path, read_holder, release
from covenant_monitor.store.store import open_copy, open_store
from tests.core.store.small import WHO, beside, digest, small


def write_lock(file: Path, **changes: object) -> None:
    noted = {"user": "D. Elders", "computer": socket.gethostname(), "process": os.getpid(), "since": "2020-01-01"}
    lock_path(file).write_text(json.dumps(noted | changes), encoding="utf-8")


def dead_process() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_the_lock_names_who_has_the_file_and_goes_with_closing(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    with small(path):
        holder = read_holder(path)
        assert holder is not None
        assert (holder.user, holder.computer, holder.process) == (
            lock.system_user(),
            socket.gethostname(),
            os.getpid(),
        )
        assert holder.text(language("nl")) == f"{holder.user} op {holder.computer}"
    assert read_holder(path) is None
    assert beside(path) == ["a.covenant"]


def test_F29_the_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    write_lock(path, process=dead_process())
    with open_store(path) as store:
        holder = read_holder(path)
        assert holder is not None
        assert holder.process == os.getpid()
        assert not store.read_only


def test_F27_the_lock_of_a_living_process_is_respected(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    write_lock(path, process=os.getppid())
    with pytest.raises(HeldElsewhere, match=r"D\. Elders") as problem:
        open_store(path)
    assert problem.value.holder is not None
    assert problem.value.holder.process == os.getppid()
    assert "D. Elders" in problem.value.text(language("nl"))


def test_F28_the_lock_of_another_computer_is_respected_until_somebody_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    write_lock(path, computer="laptop-elders", process=dead_process())
    before = digest(path)
    with pytest.raises(HeldElsewhere, match=r"D\. Elders on laptop-elders"):
        open_store(path)
    assert digest(path) == before
    with open_copy(path) as store:
        assert store.read_only
    with open_store(path, take_over=True):
        holder = read_holder(path)
        assert holder is not None
        assert holder.computer == socket.gethostname()
    assert not lock_path(path).exists()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00\xff\xfe",
        b"[]",
        b'"text"',
        b"{}",
        b'{"user": "x"}',
        b'{"user": "x", "computer": "y", "process": "z", "since": ""}',
    ],
)
def test_F29_a_lock_that_cannot_be_read_counts_as_held_but_can_be_taken_over(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "a.covenant"
    small(path).close()
    lock_path(path).write_bytes(garbage)
    assert read_holder(path) is None
    with pytest.raises(HeldElsewhere) as problem:
        open_store(path)
    text = problem.value.text(language("en"))
    assert "None" not in text
    assert lock_path(path).name in text
    assert problem.value.holder is None
    with open_store(path, take_over=True) as store:
        assert not store.read_only
    assert beside(path) == ["a.covenant"]


def test_only_the_own_lock_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.covenant"
    write_lock(path, process=os.getppid())
    release(path)
    assert lock_path(path).exists()
    write_lock(path, computer="laptop-elders")
    release(path)
    assert lock_path(path).exists()
    write_lock(path)
    release(path)
    assert not lock_path(path).exists()
    release(path)


def test_a_lock_that_cannot_be_written_is_a_problem_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(Problem, match="no file can be written beside it"):
        acquire(tmp_path / "none" / "a.covenant")
    monkeypatch.setattr(json, "dump", full)
    with pytest.raises(Problem, match="No space left on device"):
        acquire(tmp_path / "a.covenant")
    assert list(tmp_path.iterdir()) == []


def test_the_own_process_is_alive_and_the_first_one_too() -> None:
    path = Path("unused")
    with pytest.raises(HeldElsewhere):
        raise lock.held(path, Holder("x", "y", os.getpid(), ""))
    assert lock._is_alive(os.getpid())
    assert lock._is_alive(1)
    assert not lock._is_alive(dead_process())


def test_somebody_without_a_name_is_a_question_mark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody() -> str:
        raise OSError("no user name")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert lock.system_user() == "?"
    path = tmp_path / "a.covenant"
    small(path, user="").close()
    with open_store(path) as store:
        assert store.user == "?"
    with open_store(path, user=f"  {WHO}\n") as store:
        assert store.user == WHO
